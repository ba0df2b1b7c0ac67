//! Serving: TLS in front of the app, limits on connections, and an end that lets exchanges finish.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::accept::Accept;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{MAX_HEAD, MAX_HEADERS, MAX_STREAMS};
use crate::{HubError, HubState, Identity, app, tls};

/// How long connections may linger, in seconds, once the last exchange is done and the hub is stopping: time for the last
/// bytes to leave, and not for a phone that fell silent.
const LINGER: Duration = Duration::from_secs(5);

/// Serves the hub on `listener`, TLS only, until `stop` completes; then takes no new connections, and returns when the
/// exchanges under way have ended, or after [`Limits::stop`](crate::Limits::stop).
pub async fn serve(
    state: HubState,
    listener: TcpListener,
    identity: &Identity,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HubError> {
    let limits = *state.limits();
    let config = RustlsConfig::from_config(tls::server_config(
        &identity.tls_certificate,
        &identity.tls_key,
    )?);
    let connections = Arc::new(Semaphore::new(limits.connections));
    let acceptor = RustlsAcceptor::new(config)
        .handshake_timeout(limits.head)
        .acceptor(LimitedAcceptor { connections });
    let handle: Handle<SocketAddr> = Handle::new();
    let stopper = tokio::spawn(stop_in_order(stop, handle.clone(), state.clone()));
    let mut server = axum_server::from_tcp(listener)
        .map_err(HubError::io("listening"))?
        .acceptor(acceptor)
        .handle(handle)
        .first_request_timeout(limits.head);
    let http = server.http_builder();
    http.http1()
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD)
        .header_read_timeout(limits.head);
    http.http2()
        .max_header_list_size(MAX_HEAD as u32)
        .max_concurrent_streams(MAX_STREAMS)
        .keep_alive_interval(limits.pause)
        .keep_alive_timeout(limits.head);
    let served = server.serve(app(state).into_make_service()).await;
    stopper.abort();
    served.map_err(HubError::io("serving"))
}

/// Waits for `stop`, lets the exchanges under way end, and then closes what still lingers.
async fn stop_in_order(
    stop: impl Future<Output = ()>,
    handle: Handle<SocketAddr>,
    state: HubState,
) {
    stop.await;
    let limits = state.limits();
    handle.graceful_shutdown(Some(limits.stop));
    // All places free means that no exchange is under way.
    let places = u32::try_from(limits.exchanges).unwrap_or(u32::MAX);
    let _all = state.exchanges().acquire_many_owned(places).await;
    tokio::time::sleep(LINGER).await;
    handle.shutdown();
}

/// Refuses a connection when there are too many.
#[derive(Clone)]
struct LimitedAcceptor {
    connections: Arc<Semaphore>,
}

impl<I, S> Accept<I, S> for LimitedAcceptor {
    type Stream = Held<I>;
    type Service = S;
    type Future = std::future::Ready<io::Result<(Self::Stream, S)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        std::future::ready(match Arc::clone(&self.connections).try_acquire_owned() {
            Ok(permit) => Ok((
                Held {
                    stream,
                    _permit: permit,
                },
                service,
            )),
            Err(_) => Err(io::Error::other("too many connections")),
        })
    }
}

/// A connection that counts for as long as it is there.
struct Held<I> {
    stream: I,
    _permit: OwnedSemaphorePermit,
}

impl<I: tokio::io::AsyncRead + Unpin> tokio::io::AsyncRead for Held<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<I: tokio::io::AsyncWrite + Unpin> tokio::io::AsyncWrite for Held<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        bytes: &[u8],
    ) -> std::task::Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
