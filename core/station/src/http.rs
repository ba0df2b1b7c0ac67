//! The way to a hub over HTTPS. The hub's TLS certificate is the one its authority certified; no other is trusted.

use std::error::Error as _;
use std::sync::Once;
use std::time::Duration;

use nuong_trust::Certificate;
use reqwest::{Client, Response, StatusCode};
use tokio::runtime::Runtime;

use crate::Station;
use crate::error::Error;
use crate::exchange::{Channel, ChannelError, SyncObserver, SyncReport};

/// How long a connection may take to come about; on 2G with losses a handshake takes up to ten seconds.
const CONNECT_PATIENCE: Duration = Duration::from_secs(30);

/// How long nothing may come before the line counts as cut. Longer than the hub takes over a whole exchange.
const SILENCE: Duration = Duration::from_secs(120);

/// The type of the streams of `docs/protocol.md`.
const STREAM: &str = "application/vnd.nuong.stream";

const HUB_URL: &str = "hub-url";

/// A way to a hub over HTTPS.
struct HttpsChannel {
    runtime: Runtime,
    client: Client,
    url: String,
}

impl HttpsChannel {
    fn new(base: &str, hub: &Certificate) -> Result<Self, ChannelError> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Fails only where another part of the program has installed one already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let wrong = |e: reqwest::Error| ChannelError::WrongHub(e.to_string());
        let der = hub.terms().tls.as_deref().unwrap_or_default();
        let pinned = reqwest::Certificate::from_der(der).map_err(wrong)?;
        let client = Client::builder()
            .tls_certs_only([pinned])
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_PATIENCE)
            .read_timeout(SILENCE)
            .build()
            .map_err(wrong)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.map_err(|e| ChannelError::Unreachable(e.to_string()))?;
        Ok(Self {
            runtime,
            client,
            url: format!("{}/v1/exchange", base.trim_end_matches('/')),
        })
    }
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
            .body(request.to_vec());
        self.runtime.block_on(async {
            let response = post.send().await.map_err(|e| problem(&e))?;
            read(response, answer).await
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
        untrusted |= inner
            .downcast_ref::<rustls::Error>()
            .is_some_and(|e| matches!(e, rustls::Error::InvalidCertificate(_)));
        untrusted |= inner.downcast_ref::<std::io::Error>().is_some_and(|e| {
            let tls = e.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
            matches!(tls, Some(rustls::Error::InvalidCertificate(_)))
        });
        cause = inner.source();
    }
    match (untrusted, error.is_connect()) {
        (true, _) => ChannelError::WrongHub(words),
        (false, true) => ChannelError::Unreachable(words),
        (false, false) => ChannelError::Cut(words),
    }
}

impl Station {
    /// Exchanges with the hub at an address, as [`Station::sync_over`].
    ///
    /// # Errors
    /// As [`Station::sync_over`]; `hub.wrong_certificate` where whoever answers is not the hub our authority certified,
    /// `hub.unreachable` where nobody answers.
    pub fn sync(
        &mut self,
        url: &str,
        observer: &mut dyn SyncObserver,
    ) -> Result<SyncReport, Error> {
        let hub = self.identity()?.hub.clone().ok_or(Error::NoHub)?;
        let refused = |e: ChannelError| Error::Hub {
            code: e.code(),
            reason: e.to_string(),
        };
        let mut channel = HttpsChannel::new(url, &hub).map_err(refused)?;
        self.sync_over(&mut channel, observer)
    }

    /// The hub's address: the one given, which is remembered; else the one given last; else the authority's.
    ///
    /// # Errors
    /// `device.not_enrolled`, `hub.none`, or the vault's.
    pub fn hub_url(&mut self, given: Option<&str>) -> Result<String, Error> {
        if let Some(url) = given {
            self.act(|act| Ok(act.tx.put_state(HUB_URL, url.as_bytes())?))?;
            return Ok(url.to_owned());
        }
        if let Some(bytes) = self.vault.state(HUB_URL)? {
            return String::from_utf8(bytes).map_err(|_| Error::Internal("hub url"));
        }
        let hub = self.identity()?.hub.as_ref().ok_or(Error::NoHub)?;
        hub.terms().urls.first().cloned().ok_or(Error::NoHub)
    }
}
