//! `POST /v1/exchange`: bytes in, bytes out, around the hub's side of the protocol.
//!
//! The request is given to the session piece by piece as it comes, on a thread where the store may block, so a whole parcel
//! is in the store before the next piece is read. The answer is made piece by piece as the device takes it.

use std::io;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::{StreamExt as _, stream};
use nuong_sync::hub::{Flow, StoreError};
use nuong_sync::{Frame, FrameError, HubSession, MAX_REQUEST, STREAM_VERSION, SyncError};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::HubState;

/// Pieces of an answer made ahead of the device's taking them: one on its way, one ready.
const AHEAD: usize = 2;

/// Seconds after which a device that found the hub full may ask again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("30");

/// One exchange and what it cost so far.
struct Exchange {
    state: HubState,
    session: HubSession,
    began: Instant,
    bytes_in: u64,
    bytes_out: u64,
    /// Counts against [`crate::Limits::exchanges`] for as long as the exchange lasts.
    _permit: OwnedSemaphorePermit,
}

/// Why a request ends without the session's own answer.
enum Cut {
    Refuse(StatusCode, &'static str),
    Unavailable,
    /// The connection is gone; there is nobody to answer.
    Gone,
}

impl From<StoreError> for Cut {
    fn from(_: StoreError) -> Self {
        Self::Unavailable
    }
}

pub(crate) async fn exchange(
    State(state): State<HubState>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Ok(permit) = state.exchanges().try_acquire_owned() else {
        tracing::warn!(code = "hub.full");
        let mut response = answer(
            StatusCode::SERVICE_UNAVAILABLE,
            HubSession::unavailable().into(),
        );
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, RETRY_AFTER);
        return response;
    };
    let exchange = Exchange {
        session: HubSession::new(state.identity()),
        state,
        began: Instant::now(),
        bytes_in: 0,
        bytes_out: 0,
        _permit: permit,
    };
    if announced(&headers).is_some_and(|length| length > MAX_REQUEST as u64) {
        return exchange.cut(&too_much());
    }
    let limit = exchange.state.limits().request;
    // Kept apart from the exchange so that it is still there to be told of a time that ran out.
    match exchange.receive(body, Instant::now() + limit).await {
        Ok(exchange) => exchange.respond(),
        Err(response) => response,
    }
}

impl Exchange {
    /// Reads the request to its end frame; every whole parcel in it is durable by then.
    async fn receive(mut self, body: Body, deadline: Instant) -> Result<Self, Response> {
        let mut pieces = body.into_data_stream();
        loop {
            let wait = self
                .state
                .limits()
                .pause
                .min(deadline.saturating_duration_since(Instant::now()));
            let piece = match timeout(wait, pieces.next()).await {
                Err(_) => return Err(self.cut(&slow())),
                Ok(None) => return Err(self.cut(&truncated())),
                Ok(Some(Err(_))) => return Err(self.cut(&Cut::Gone)),
                Ok(Some(Ok(piece))) => piece,
            };
            self.bytes_in += piece.len() as u64;
            if self.is_too_slow() {
                return Err(self.cut(&slow()));
            }
            let (exchange, flow) = self
                .in_background(move |exchange| exchange.take(&piece))
                .await?;
            self = exchange;
            match flow {
                Ok(Flow::More) => {}
                Ok(Flow::Answer) => return Ok(self),
                Err(cut) => return Err(self.cut(&cut)),
            }
        }
    }

    fn take(&mut self, piece: &Bytes) -> Result<Flow, Cut> {
        let now = self.state.now();
        let mut store = self.state.store();
        Ok(self.session.receive(now, &mut *store, piece)?)
    }

    /// Begins the answer and leaves the rest of it to be made as it is taken.
    fn respond(self) -> Response {
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::spawn(self.send(sender));
        let pieces = stream::unfold(receiver, |mut receiver| async {
            receiver.recv().await.map(|piece| (piece, receiver))
        });
        answer(StatusCode::OK, Body::from_stream(pieces))
    }

    async fn send(mut self, sender: mpsc::Sender<io::Result<Bytes>>) {
        let code = loop {
            let Ok((exchange, piece)) = self.in_background(Self::next_piece).await else {
                return;
            };
            self = exchange;
            let piece = match piece {
                Ok(Some(piece)) => piece,
                Ok(None) => {
                    break self
                        .session
                        .refusal()
                        .map_or("exchange.done", |error| error.code());
                }
                Err(_) => {
                    // The device must not take this for the end: the answer is broken off, and it asks again.
                    let _ = sender.send(Err(io::Error::other("the store failed"))).await;
                    break "hub.unavailable";
                }
            };
            self.bytes_out += piece.len() as u64;
            match timeout(self.state.limits().pause, sender.send(Ok(piece.into()))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => break "sync.cut",
                Err(_) => break "hub.too_slow",
            }
        };
        self.report(code);
    }

    fn next_piece(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let store = self.state.store();
        self.session.respond(&*store)
    }

    /// Does blocking work where it holds nobody up.
    async fn in_background<T: Send + 'static>(
        mut self,
        work: impl FnOnce(&mut Self) -> T + Send + 'static,
    ) -> Result<(Self, T), Response> {
        let done = spawn_blocking(move || {
            let value = work(&mut self);
            (self, value)
        });
        done.await.map_err(|_| {
            tracing::error!(code = "hub.panicked");
            answer(
                StatusCode::SERVICE_UNAVAILABLE,
                HubSession::unavailable().into(),
            )
        })
    }

    fn is_too_slow(&self) -> bool {
        let limits = self.state.limits();
        let over = self.began.elapsed().saturating_sub(limits.grace);
        over > Duration::ZERO
            && self.bytes_in < over.as_secs().saturating_mul(limits.bytes_a_second)
    }

    /// Ends the exchange without the session's answer; whole parcels that came stay.
    fn cut(self, cut: &Cut) -> Response {
        match cut {
            Cut::Refuse(status, code) => {
                self.report(code);
                let mut body = vec![STREAM_VERSION];
                Frame::Refusal {
                    code: (*code).to_owned(),
                }
                .write(&mut body);
                answer(*status, body.into())
            }
            Cut::Unavailable => {
                self.report("hub.unavailable");
                answer(
                    StatusCode::SERVICE_UNAVAILABLE,
                    HubSession::unavailable().into(),
                )
            }
            Cut::Gone => {
                self.report("sync.cut");
                StatusCode::BAD_REQUEST.into_response()
            }
        }
    }

    /// Says what the exchange came to: a code, counts and a duration, nothing of whom or what.
    fn report(&self, code: &str) {
        let ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let outcomes = self.session.outcomes();
        let accepted = outcomes
            .iter()
            .filter(|outcome| outcome.position.is_some())
            .count();
        let others = outcomes.len() - accepted;
        let (bytes_in, bytes_out) = (self.bytes_in, self.bytes_out);
        tracing::info!(code, accepted, others, bytes_in, bytes_out, ms);
    }
}

fn slow() -> Cut {
    Cut::Refuse(StatusCode::REQUEST_TIMEOUT, "hub.too_slow")
}

fn truncated() -> Cut {
    Cut::Refuse(StatusCode::BAD_REQUEST, FrameError::Truncated.code())
}

fn too_much() -> Cut {
    Cut::Refuse(StatusCode::PAYLOAD_TOO_LARGE, SyncError::TooMuch.code())
}

/// The length that a request says it has.
fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

fn answer(status: StatusCode, body: Body) -> Response {
    let stream = HeaderValue::from_static("application/octet-stream");
    let never = HeaderValue::from_static("no-store");
    (
        status,
        [
            (header::CONTENT_TYPE, stream),
            (header::CACHE_CONTROL, never),
        ],
        body,
    )
        .into_response()
}
