//! The hub: an HTTPS server over the hub's side of an exchange and a store. It reads no record and holds no key to one.
//!
//! Everything a device sees is decided by `nuong_sync::HubSession`; this crate adds what a server needs: a store on disk,
//! TLS, limits, and an end that loses nothing. Its log holds codes, counts and durations only.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod error;
mod exchange;
mod folder;
mod limits;
mod numbers;
mod serve;
mod state;
mod store;
mod tls;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use tokio::task::spawn_blocking;

pub use error::HubError;
pub use folder::{HubFolder, Identity};
pub use limits::Limits;
pub use serve::serve;
pub use state::HubState;
pub use store::SqliteStore;

/// The routes of a hub: `POST /v1/exchange` and `GET /v1/health`.
pub fn app(state: HubState) -> Router {
    Router::new()
        .route("/v1/exchange", post(exchange::exchange))
        .route("/v1/health", get(health))
        .with_state(state)
}

/// Whether the hub can serve: 200 and the word `ok` if its store can be read, else 503.
async fn health(State(state): State<HubState>) -> (StatusCode, &'static str) {
    match spawn_blocking(move || state.check_store()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "hub.unavailable\n"),
    }
}
