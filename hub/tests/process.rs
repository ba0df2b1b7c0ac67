//! The program itself: made, certified, served, killed, stopped.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use common::{World, client, unit};
use nuong_hub::SqliteStore;
use nuong_sync::Parcel;
use nuong_sync::hub::HubStore as _;
use nuong_trust::{Authority, EnrolRequest, SeededRandom, case_tag};
use tempfile::TempDir;

fn system_now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        .cast_signed()
}

fn hub() -> Command {
    Command::new(env!("CARGO_BIN_EXE_nuong-hub"))
}

/// A served hub in a process of its own; killed, as by a power cut, when it is dropped.
struct Running {
    process: Child,
    port: u16,
    _out: BufReader<ChildStdout>,
}

impl Running {
    fn start(dir: &Path) -> Running {
        let port_file = dir.join("port");
        let _ = fs::remove_file(&port_file);
        let mut process = hub()
            .args(["serve", "--listen", "127.0.0.1:0", "--json-log", "--dir"])
            .arg(dir)
            .arg("--port-file")
            .arg(&port_file)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut ready = String::new();
        out.read_line(&mut ready).unwrap();
        assert!(
            ready.starts_with("nuong-hub ready on 127.0.0.1:"),
            "{ready}"
        );
        let port = fs::read_to_string(port_file)
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        assert!(ready.trim().ends_with(&format!(":{port}")));
        Running {
            process,
            port,
            _out: out,
        }
    }

    fn url(&self) -> String {
        format!("https://localhost:{}/v1/exchange", self.port)
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to stop; gives its exit status' success and its log.
    fn terminate(mut self) -> (bool, String) {
        let pid = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        let mut log = String::new();
        self.process
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (self.process.wait().unwrap().success(), log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_hub_is_killed() {
    let mut world = World::at(system_now());
    let (mut a, mut b) = (world.device(), world.device());
    let client = client(&world.tls());
    for round in 1..=4 {
        let mut hub = Running::start(&world.dir());
        a.write(5000);
        a.write(5000);
        a.sync(&client, &hub.url()).await.unwrap();
        assert_eq!(a.acknowledged, 2 * round);
        hub.kill();
        let store = SqliteStore::open(&world.hub_folder().store_path()).unwrap();
        let (upto, name) = store.contiguous(&a.keys.device_id()).unwrap().unwrap();
        assert_eq!(
            (upto, Some(name)),
            (2 * round, a.log.last().map(Parcel::name))
        );
    }
    let hub = Running::start(&world.dir());
    b.sync(&client, &hub.url()).await.unwrap();
    assert_eq!(b.received.len(), a.log.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_is_clean_and_the_log_holds_codes_counts_and_durations_only() {
    let mut world = World::at(system_now());
    let mut a = world.device();
    let hub = Running::start(&world.dir());
    a.write(1000);
    a.sync(&client(&world.tls()), &hub.url()).await.unwrap();
    let (clean, log) = hub.terminate();
    assert!(clean);
    let mut codes = Vec::new();
    for line in log.lines() {
        let event: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        let known = [
            "timestamp",
            "level",
            "code",
            "accepted",
            "others",
            "bytes_in",
            "bytes_out",
            "ms",
        ];
        for (key, value) in &event {
            assert!(known.contains(&key.as_str()), "{key}");
            assert!(
                value.is_number() || ["timestamp", "level", "code"].contains(&key.as_str()),
                "{key}"
            );
        }
        codes.push(event["code"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        codes,
        ["hub.ready", "exchange.done", "hub.stopping", "hub.stopped"]
    );
    for secret in [
        a.keys.device_id().to_string(),
        unit().to_string(),
        "127.0.0.1".into(),
    ] {
        assert!(!log.contains(&secret));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_holds_nothing_that_can_be_read_without_a_key() {
    let mut world = World::at(system_now());
    let mut a = world.device();
    let mut hub = Running::start(&world.dir());
    a.write_text("Vàng Thị Xuồng, bản Lùng Vai");
    a.sync(&client(&world.tls()), &hub.url()).await.unwrap();
    hub.kill();
    let tag = case_tag(a.keys.device_id().as_bytes());
    let mut tag_seen = false;
    for entry in fs::read_dir(world.dir()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!holds("Xuồng".as_bytes()) && !holds("Lùng".as_bytes()));
        tag_seen |= holds(tag.as_bytes());
    }
    assert!(tag_seen, "the parcel itself is there");
}

/// The error text of a command that must fail.
fn fails(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_hub_is_made_once_certified_by_its_own_authority_and_served_only_then() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("hub");
    let run = |args: &[&str]| hub().args(args).arg("--dir").arg(&dir).output().unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    assert!(fails(&run(&serve)).contains("(hub.not_made)"));
    let made = run(&["init", "--name", "hub.example", "--name", "192.0.2.7"]);
    let request = EnrolRequest::decode(&fs::read(dir.join("enrol-request")).unwrap()).unwrap();
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(
        said.contains(&request.fingerprint()) && said.contains(&request.device_id().to_string()),
        "{said}"
    );
    assert!(fails(&run(&["init"])).contains("(hub.already_made)"));
    assert!(fails(&run(&serve)).contains("(hub.not_certified)"));

    let now = system_now();
    let tls = fs::read(dir.join("tls.der")).unwrap();
    let grant = |seed: u64, tls: Vec<u8>, name: &str| {
        let mut authority = Authority::create(&mut SeededRandom::for_simulation(seed)).unwrap();
        let grant = common::certified(&mut authority, &request, tls, now);
        let path = folder.path().join(name);
        fs::write(&path, grant.encode()).unwrap();
        (
            path.to_string_lossy().into_owned(),
            grant.root.authority_id().to_string(),
        )
    };
    let (good, authority) = grant(1, tls.clone(), "good");
    let (other, other_authority) = grant(2, tls, "other");
    let (wrong_tls, _) = grant(1, vec![1, 2, 3], "wrong-tls");
    assert!(
        fails(&run(&["certify", &good, "--authority", &other_authority]))
            .contains("(hub.other_authority)")
    );
    assert!(fails(&run(&["certify", &wrong_tls])).contains("(hub.not_this_hub)"));
    fs::write(folder.path().join("garbage"), b"garbage").unwrap();
    let garbage = folder.path().join("garbage").to_string_lossy().into_owned();
    assert!(fails(&run(&["certify", &garbage])).contains("(trust."));
    fs::write(&garbage, vec![0; nuong_trust::MAX_ENROL_GRANT + 1]).unwrap();
    assert!(fails(&run(&["certify", &garbage])).contains("(trust.too_large)"));
    assert!(
        fails(&run(&serve)).contains("(hub.not_certified)"),
        "nothing wrong was installed"
    );

    assert!(
        run(&["certify", &good, "--authority", &authority])
            .status
            .success()
    );
    assert!(
        run(&["certify", &good]).status.success(),
        "again, as when it is renewed"
    );
    assert!(fails(&run(&["certify", &other])).contains("(hub.other_authority)"));
    assert!(Running::start(&dir).terminate().0);
}

#[cfg(unix)]
#[test]
fn keys_can_be_read_by_the_hub_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let mode = |name: &str| {
        fs::metadata(world.dir().join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        (mode("hub.keys"), mode("tls.key"), mode("")),
        (0o600, 0o600, 0o700)
    );
}
