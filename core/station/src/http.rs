//! The way to a hub over HTTPS. The hub's TLS certificate is the one its authority certified; no other is trusted.

use std::convert::Infallible;
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nuong_trust::{Certificate, is_hub_address};
use reqwest::{Body, Client, Response, StatusCode};
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::Station;
use crate::channel::{Channel, ChannelError, SyncObserver};
use crate::error::Error;
use crate::exchange::SyncReport;

/// How long a connection may take to come about; on 2G with losses a handshake takes up to ten seconds.
const CONNECT_PATIENCE: Duration = Duration::from_secs(30);

/// How long nothing may come before the line counts as cut. Longer than the hub takes over a whole exchange.
const SILENCE: Duration = Duration::from_secs(120);

/// A request leaves in pieces of this size, each a frame of HTTP and a record of TLS of its own: a line that is cut loses one
/// piece, not everything that had gone into one large record. Costs about 1 % in bytes.
const PIECE: usize = 4 * 1024;

/// The type of the streams of `docs/protocol.md`.
const STREAM: &str = "application/vnd.nuong.stream";

const HUB_URL: &str = "hub-url";

/// Ends an exchange from another thread, at once and not only when something moves on the line.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Stopping>);

#[derive(Debug, Default)]
struct Stopping {
    asked: AtomicBool,
    told: Notify,
}

impl Stop {
    /// Ends the exchange. What was received is kept.
    pub fn now(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        self.0.told.notify_one();
    }

    /// Whether the exchange was ended by this.
    pub fn asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// Comes about when the exchange is to end.
    async fn waited(&self) {
        while !self.asked() {
            self.0.told.notified().await;
        }
    }
}

/// A way to a hub over HTTPS.
struct HttpsChannel {
    stop: Stop,
    runtime: Runtime,
    client: Client,
    url: String,
}

impl HttpsChannel {
    fn new(base: &str, hub: &Certificate, stop: &Stop) -> Result<Self, ChannelError> {
        let client = Client::builder()
            .tls_backend_preconfigured(pinned(hub)?)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_PATIENCE)
            .read_timeout(SILENCE)
            .build()
            .map_err(|e| ChannelError::WrongHub(e.to_string()))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.map_err(|e| ChannelError::Unreachable(e.to_string()))?;
        let url = format!("{}/v1/exchange", base.trim_end_matches('/'));
        Ok(Self {
            stop: stop.clone(),
            runtime,
            client,
            url,
        })
    }
}

/// TLS that trusts the hub's certified certificate and nothing else.
fn pinned(hub: &Certificate) -> Result<ClientConfig, ChannelError> {
    let wrong = |e: rustls::Error| ChannelError::WrongHub(e.to_string());
    let mut roots = RootCertStore::empty();
    let certificate = hub.terms().tls.clone().unwrap_or_default();
    roots.add(certificate.into()).map_err(wrong)?;
    let mut config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(wrong)?
            .with_root_certificates(roots)
            .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.max_fragment_size = Some(PIECE + 64);
    Ok(config)
}

/// The request's body, piece by piece.
fn body(request: &[u8]) -> Body {
    let pieces: Vec<_> = request
        .chunks(PIECE)
        .map(|piece| Ok::<_, Infallible>(piece.to_vec()))
        .collect();
    Body::wrap_stream(futures_util::stream::iter(pieces))
}

impl Channel for HttpsChannel {
    fn exchange(
        &mut self,
        request: &[u8],
        answer: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), ChannelError> {
        let post = self
            .client
            .post(&self.url)
            .header("content-type", STREAM)
            .body(body(request));
        let conversation = async {
            let response = post.send().await.map_err(|e| problem(&e))?;
            read(response, answer).await
        };
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.stop.waited() => Err(ChannelError::Cut("stopped here".to_owned())),
                outcome = conversation => outcome,
            }
        })
    }
}

async fn read(
    mut response: Response,
    answer: &mut dyn FnMut(&[u8]) -> bool,
) -> Result<(), ChannelError> {
    if response.status() != StatusCode::OK {
        return Err(ChannelError::Refused(response.status().to_string()));
    }
    while let Some(piece) = response.chunk().await.map_err(|e| problem(&e))? {
        if !answer(&piece) {
            return Err(ChannelError::Cut("stopped here".to_owned()));
        }
    }
    Ok(())
}

/// What kind of failure the network's own words tell of.
fn problem(error: &reqwest::Error) -> ChannelError {
    let mut words = error.to_string();
    let mut cause = error.source();
    let mut untrusted = false;
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        untrusted |= is_untrusted(inner);
        cause = inner.source();
    }
    if untrusted {
        ChannelError::WrongHub(words)
    } else if error.is_builder() {
        ChannelError::BadAddress(words)
    } else if error.is_connect() {
        ChannelError::Unreachable(words)
    } else {
        ChannelError::Cut(words)
    }
}

/// Whether TLS did not trust the other end. Errors of IO hold others inside, which `source` passes over.
fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return matches!(error, rustls::Error::InvalidCertificate(_));
    }
    let inside = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    inside.is_some_and(|inner| is_untrusted(inner))
}

impl Station {
    /// Exchanges with the hub at an address, as [`Station::sync_over`], and remembers the address once it has worked.
    ///
    /// # Errors
    /// As [`Station::sync_over`]; `hub.wrong_certificate` where whoever answers is not the hub our authority certified,
    /// `hub.unreachable` where nobody answers.
    pub fn sync(
        &mut self,
        url: &str,
        observer: &mut dyn SyncObserver,
    ) -> Result<SyncReport, Error> {
        self.sync_until(url, observer, &Stop::default())
    }

    /// As [`Station::sync`]; ended at any moment by `stop`.
    ///
    /// # Errors
    /// As [`Station::sync`]; `hub.cut` where it was stopped.
    pub fn sync_until(
        &mut self,
        url: &str,
        observer: &mut dyn SyncObserver,
        stop: &Stop,
    ) -> Result<SyncReport, Error> {
        let hub = self.identity()?.hub.clone().ok_or(Error::NoHub)?;
        let refused = |e: ChannelError| Error::Hub {
            code: e.code(),
            reason: e.to_string(),
        };
        let mut channel = HttpsChannel::new(url, &hub, stop).map_err(refused)?;
        let report = self.sync_over(&mut channel, observer)?;
        self.act(|act| Ok(act.tx.put_state(HUB_URL, url.as_bytes())?))?;
        Ok(report)
    }

    /// Uses this address of the hub from now on; with nothing but blanks the authority's again. Whatever the address, only
    /// the hub of the authority's certificate is believed.
    ///
    /// # Errors
    /// `hub.bad_address` for what is no address of HTTPS, `device.not_enrolled`, or the vault's.
    pub fn set_hub_url(&mut self, url: &str) -> Result<(), Error> {
        let url = url.trim();
        let is_address = is_hub_address(url) && reqwest::Url::parse(url).is_ok();
        if !url.is_empty() && !is_address {
            let bad = ChannelError::BadAddress(url.to_owned());
            return Err(Error::Hub {
                code: bad.code(),
                reason: bad.to_string(),
            });
        }
        self.act(|act| Ok(act.tx.put_state(HUB_URL, url.as_bytes())?))
    }

    /// The address an exchange would go to, where there is one.
    pub(crate) fn hub_known(&self) -> Result<Option<String>, Error> {
        if self.identity()?.hub.is_none() {
            return Ok(None);
        }
        match self.hub_url() {
            Ok(url) => Ok(Some(url)),
            Err(Error::NoHub) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The hub's address: the one that worked last or was written since; else the authority's.
    ///
    /// # Errors
    /// `device.not_enrolled`, `hub.none`, or the vault's.
    pub fn hub_url(&self) -> Result<String, Error> {
        if let Some(bytes) = self.vault.state(HUB_URL)?.filter(|url| !url.is_empty()) {
            return String::from_utf8(bytes).map_err(|_| Error::Internal("hub url"));
        }
        let hub = self.identity()?.hub.as_ref().ok_or(Error::NoHub)?;
        hub.terms().urls.first().cloned().ok_or(Error::NoHub)
    }
}
