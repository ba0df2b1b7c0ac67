//! JavaRosa and pyxform, fetched once into the build folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The version of pyxform that makes the XForms.
pub const PYXFORM: &str = "pyxform==4.5.0";

/// Both rivals, ready to run.
#[derive(Debug, Clone)]
pub struct Tools {
    folder: PathBuf,
}

/// The rivals, fetched when they are lacking; why not where they cannot be had.
///
/// # Errors
/// That Maven, a JDK or Python is not there, or that fetching failed.
pub fn ready() -> Result<Tools, String> {
    static READY: OnceLock<Result<Tools, String>> = OnceLock::new();
    READY
        .get_or_init(|| prepare().map_err(|error| format!("{error:#}")))
        .clone()
}

/// pyxform alone, for what needs no Java.
///
/// # Errors
/// That Python is not there, or that fetching failed.
pub fn pyxform() -> Result<Tools, String> {
    static READY: OnceLock<Result<Tools, String>> = OnceLock::new();
    READY
        .get_or_init(|| {
            let tools = Tools { folder: folder() };
            let made = locked(&tools.folder).and_then(|_lock| tools.need_pyxform());
            made.map(|()| tools).map_err(|error| format!("{error:#}"))
        })
        .clone()
}

/// The rivals where they can be had. Where not, the comparison cannot be made, which is said; with `CI=true`, as `./test` has
/// it, nothing may be passed over.
///
/// # Panics
/// With `CI=true`, when the rivals cannot be had.
pub fn needed(tools: Result<Tools, String>) -> Option<Tools> {
    let why = match tools {
        Ok(tools) => return Some(tools),
        Err(why) => why,
    };
    let has_to_be = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(
        !has_to_be,
        "not compared with JavaRosa and pyxform, which need Maven, a JDK and Python with venv: {why}"
    );
    // Not by a macro: what cannot be compared is said also where a test's own words are not shown.
    let said = format!("not compared with JavaRosa and pyxform: {why}\n");
    let _ = std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes());
    None
}

/// Beside what cargo builds: the programs are in `TARGET/PROFILE/` or below.
fn folder() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let built = here.ancestors().find(|folder| {
        folder.join(".cargo-lock").exists()
            || folder.ends_with("debug")
            || folder.ends_with("release")
    });
    let target = built.and_then(Path::parent).map(Path::to_path_buf);
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    target.unwrap_or_else(usual).join("rivals")
}

fn prepare() -> Result<Tools> {
    let tools = Tools { folder: folder() };
    let _lock = locked(&tools.folder)?;
    tools.need_pyxform()?;
    tools.need_javarosa()?;
    Ok(tools)
}

/// Test programs run side by side: one fetches, the others wait.
fn locked(folder: &Path) -> Result<fs::File> {
    fs::create_dir_all(folder)?;
    let lock = fs::File::create(folder.join("lock"))?;
    lock.lock()?;
    Ok(lock)
}

fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command
        .output()
        .with_context(|| format!("{name} did not start"))?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    if !done.status.success() {
        let complaint = String::from_utf8_lossy(&done.stderr);
        // Maven complains on its standard output.
        let lines = said
            .lines()
            .chain(complaint.lines())
            .filter(|line| line.len() > 8);
        let lines: Vec<&str> = lines.collect();
        let last: Vec<&str> = lines.into_iter().rev().take(20).collect();
        bail!(
            "{name} failed: {}",
            last.into_iter().rev().collect::<Vec<_>>().join(" | ")
        );
    }
    Ok(said)
}

impl Tools {
    fn need_pyxform(&self) -> Result<()> {
        let venv = self.folder.join("pyxform");
        let stamp = venv.join("stamp");
        if fs::read_to_string(&stamp).is_ok_and(|version| version == PYXFORM) {
            return Ok(());
        }
        run(Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&venv))?;
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            PYXFORM,
        ];
        run(Command::new(venv.join("bin/python")).args(pip))?;
        fs::write(stamp, PYXFORM)?;
        Ok(())
    }

    fn need_javarosa(&self) -> Result<()> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("java");
        let pom = source.join("pom.xml");
        let mut hasher = Sha256::new();
        hasher.update(fs::read(&pom)?);
        hasher.update(fs::read(source.join("src/Rival.java"))?);
        let wanted: String = hasher
            .finalize()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let built = self.folder.join("javarosa");
        let stamp = built.join("stamp");
        if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            return Ok(());
        }
        fs::create_dir_all(&built)?;
        run(Command::new("mvn")
            .args(["--quiet", "--batch-mode", "--file"])
            .arg(&pom)
            .arg(format!("-Dbuild.folder={}", built.display()))
            .args(["compile", "dependency:copy-dependencies"]))?;
        fs::write(stamp, wanted)?;
        Ok(())
    }

    /// Runs the driver of JavaRosa; what it says.
    ///
    /// # Errors
    /// When Java does not start or the driver fails.
    pub fn javarosa(&self, arguments: &[&str]) -> Result<(String, String)> {
        let built = self.folder.join("javarosa");
        let path = format!(
            "{}:{}",
            built.join("classes").display(),
            built.join("dependency/*").display()
        );
        let done = Command::new("java")
            .args(["-Xmx4g", "-cp", &path, "Rival"])
            .args(arguments)
            .output()
            .context("java did not start")?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if !done.status.success() {
            bail!("JavaRosa failed: {}", text(&done.stderr));
        }
        Ok((text(&done.stdout), text(&done.stderr)))
    }

    /// Makes XForms of questionnaires: each line of `jobs` is `{"form":…,"out":FILE.xml}`, the form a workbook's path or an
    /// object of sheets. What comes back is a line a job: `{"error":…,"warnings":[…]}`.
    ///
    /// # Errors
    /// When Python does not start.
    pub fn convert(&self, jobs: &Path) -> Result<Vec<serde_json::Value>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/convert.py");
        let said = run(Command::new(self.folder.join("pyxform/bin/python"))
            .arg(script)
            .arg(jobs))?;
        said.lines()
            .map(|line| serde_json::from_str(line).context("pyxform's answer"))
            .collect()
    }
}
