//! `nuong-hub`: makes, certifies and serves a hub.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand};
use nuong_hub::{HubError, HubFolder, HubState, Limits, SqliteStore, serve};
use nuong_trust::{AuthorityId, MAX_ENROL_GRANT, SystemRandom};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The meeting place of phones: takes sealed parcels and gives them to those they are for. It can read none of them.
#[derive(Parser)]
#[command(name = "nuong-hub", version, after_help = EXAMPLES)]
struct Command {
    #[command(subcommand)]
    act: Act,
}

const EXAMPLES: &str = "\
A hub from nothing:
  nuong-hub init --dir /srv/hub --name hub.example --name 192.0.2.7
      then give /srv/hub/enrol-request and /srv/hub/tls.der to the authority, and take its grant back
  nuong-hub certify --dir /srv/hub grant-for-the-hub
  nuong-hub serve --dir /srv/hub --listen 0.0.0.0:8443";

#[derive(Subcommand)]
enum Act {
    /// Makes the hub's keys and TLS certificate, and the request for the authority.
    Init(Init),
    /// Installs what the authority answered to the request.
    Certify(Certify),
    /// Serves until it is told to stop (SIGTERM, SIGINT).
    Serve(Serve),
}

#[derive(Args)]
struct Init {
    /// The folder of the hub; made if it is not there.
    #[arg(long)]
    dir: PathBuf,
    /// A DNS name or IP address by which phones reach the hub. May be given again.
    #[arg(long = "name", default_values = ["localhost", "127.0.0.1"])]
    names: Vec<String>,
    /// What the hub is called in certificates.
    #[arg(long, default_value = "hub")]
    display: String,
}

#[derive(Args)]
struct Certify {
    /// The folder of the hub.
    #[arg(long)]
    dir: PathBuf,
    /// The grant the authority made for this hub.
    grant: PathBuf,
    /// Accept it only from the authority of this id (32 hex digits), as read out by its administrator.
    #[arg(long)]
    authority: Option<AuthorityId>,
}

#[derive(Args)]
struct Serve {
    /// The folder of the hub.
    #[arg(long)]
    dir: PathBuf,
    /// Address and port; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// Writes the port to this file once the hub listens.
    #[arg(long)]
    port_file: Option<PathBuf>,
    /// Writes the log as one JSON object a line.
    #[arg(long)]
    json_log: bool,
}

fn main() -> ExitCode {
    let done = match Command::parse().act {
        Act::Init(args) => init(&args),
        Act::Certify(args) => certify(&args),
        Act::Serve(args) => run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "nuong-hub: {error} ({})", error.code());
            ExitCode::FAILURE
        }
    }
}

fn init(args: &Init) -> Result<(), HubError> {
    let folder = HubFolder::new(&args.dir);
    let request = folder.init(&args.display, &args.names, now(), &mut SystemRandom::new())?;
    say(&format!(
        "made hub {}\nfingerprint {}\nfor the authority: {} and {}",
        request.device_id(),
        request.fingerprint(),
        args.dir.join("enrol-request").display(),
        args.dir.join("tls.der").display()
    ))
}

fn certify(args: &Certify) -> Result<(), HubError> {
    let grant = read_grant(&args.grant)?;
    let certificate = HubFolder::new(&args.dir).certify(&grant, args.authority, now())?;
    say(&format!(
        "certified hub {} by authority {}",
        certificate.device_id(),
        certificate.authority()
    ))
}

fn run(args: &Serve) -> Result<(), HubError> {
    start_log(args.json_log);
    let folder = HubFolder::new(&args.dir);
    let identity = folder.identity(now())?;
    let store = SqliteStore::open(&folder.store_path())?;
    let state = HubState::new(&identity, store, Limits::default(), now)?;
    let listener = TcpListener::bind(args.listen).map_err(io("listening"))?;
    let address = listener.local_addr().map_err(io("listening"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(io("starting"))?;
    runtime.block_on(async {
        // Before the ready line, so that whoever waits for it may stop the hub at once.
        let stop = stop_signal().map_err(io("listening for signals"))?;
        if let Some(file) = &args.port_file {
            write_port(file, address.port()).map_err(io("writing the port file"))?;
        }
        say(&format!("nuong-hub ready on {address}"))?;
        tracing::info!(code = "hub.ready");
        serve(state, listener, &identity, stop).await
    })?;
    tracing::info!(code = "hub.stopped");
    Ok(())
}

fn start_log(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("NUONG_LOG")
        .unwrap_or_else(|_| "nuong_hub=info".into());
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    if json {
        log.json().flatten_event(true).init();
    } else {
        log.with_ansi(false).init();
    }
}

/// Completes when the process is told to stop.
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate: Signal = signal(SignalKind::terminate())?;
    let mut interrupt: Signal = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!(code = "hub.stopping");
    })
}

/// Writes the port whole, so that a reader never sees half of it.
fn write_port(file: &Path, port: u16) -> std::io::Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".new");
    std::fs::write(&draft, format!("{port}\n"))?;
    std::fs::rename(&draft, file)
}

fn read_grant(path: &Path) -> Result<Vec<u8>, HubError> {
    use std::io::Read as _;
    let file = std::fs::File::open(path).map_err(io("reading the grant"))?;
    let mut bytes = Vec::new();
    file.take(MAX_ENROL_GRANT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(io("reading the grant"))?;
    Ok(bytes)
}

fn say(text: &str) -> Result<(), HubError> {
    let mut out = std::io::stdout();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(io("writing to standard output"))
}

fn io(what: &'static str) -> impl FnOnce(std::io::Error) -> HubError {
    move |error| HubError::Io { what, error }
}

/// Unix seconds; a clock before 1970 counts as 1970.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
