//! A hub in a process of its own.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::{Device, plain, programs};

/// A served hub. Dropping it kills it with SIGKILL, as losing power would.
#[derive(Debug)]
pub struct Hub {
    process: Child,
    address: SocketAddr,
    /// Held so that the hub never finds its standard output closed.
    _out: BufReader<ChildStdout>,
}

/// `nuong-hub` with these arguments; it must go well.
#[track_caller]
fn hub_program(args: &[&str]) {
    let output = Command::new(&programs().hub).args(args).output();
    let output = output.expect("nuong-hub runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

/// Makes a hub in a directory and has an authority certify it: with its own TLS certificate, or with that of another hub,
/// which it then cannot serve with.
///
/// # Panics
/// When a program refuses.
#[track_caller]
pub fn make_hub(directory: &Path, authority: &Path, tls: Option<&Path>) {
    let (request, grant) = (
        directory.join("enrol-request"),
        directory.with_extension("grant"),
    );
    let (dir, grant) = (plain(directory), plain(&grant));
    hub_program(&["init", "--dir", dir]);
    let mut act = vec![
        "authority",
        "certify-hub",
        "--dir",
        plain(authority),
        plain(&request),
    ];
    act.extend(["--url", "https://localhost:1", "--out", grant]);
    if let Some(tls) = tls {
        act.extend(["--tls", plain(tls)]);
    }
    Device::at(directory.join("no-profile")).run(act).well();
    if tls.is_none() {
        hub_program(&["certify", "--dir", dir, grant]);
    }
}

impl Hub {
    /// Serves the hub of a directory on a free port of loopback, and waits until it listens.
    ///
    /// # Panics
    /// When it ends instead.
    #[track_caller]
    pub fn serve(directory: &Path) -> Self {
        let (port_file, log) = (directory.join("port"), directory.join("log"));
        let _ = fs::remove_file(&port_file);
        let log = fs::OpenOptions::new().create(true).append(true).open(log);
        let mut process = Command::new(&programs().hub)
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(directory)
            .arg("--port-file")
            .arg(&port_file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.expect("the log can be written"))
            .spawn()
            .expect("nuong-hub runs");
        let mut out = BufReader::new(process.stdout.take().expect("its output is piped"));
        let mut ready = String::new();
        let read = out.read_line(&mut ready);
        let port = fs::read_to_string(&port_file).unwrap_or_default();
        let port = port.trim().parse().unwrap_or_default();
        let hub = Self {
            process,
            address: ([127, 0, 0, 1], port).into(),
            _out: out,
        };
        assert!(
            read.is_ok() && port != 0,
            "the hub said {ready:?} and did not listen"
        );
        hub
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as devices write it.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// Kills it with SIGKILL and waits until it is gone.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.kill();
    }
}
