//! The routes, without a socket.
#![allow(clippy::unwrap_used)]

mod common;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use common::World;
use nuong_hub::{Limits, app};
use tower::ServiceExt as _;

async fn ask(world: &World, method: Method, path: &str, body: Vec<u8>) -> Response {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::from(body))
        .unwrap();
    app(world.state(Limits::default()))
        .oneshot(request)
        .await
        .unwrap()
}

#[tokio::test]
async fn health_is_ok_while_the_store_can_be_read() {
    let answer = ask(&World::new(), Method::GET, "/v1/health", Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(to_bytes(answer.into_body(), 10).await.unwrap(), "ok\n");
}

#[tokio::test]
async fn an_exchange_is_answered_and_never_cached() {
    let mut world = World::new();
    let mut device = world.device();
    device.write(1000);
    let answer = ask(&world, Method::POST, "/v1/exchange", device.request()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let body = to_bytes(answer.into_body(), 100_000).await.unwrap();
    assert_eq!(body[0], nuong_sync::STREAM_VERSION);
}

#[tokio::test]
async fn there_is_nothing_else() {
    let world = World::new();
    for (method, path, status) in [
        (Method::GET, "/v1/exchange", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/v1/health", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/", StatusCode::NOT_FOUND),
        (
            Method::GET,
            "/v1/exchange/../../etc/passwd",
            StatusCode::NOT_FOUND,
        ),
    ] {
        assert_eq!(
            ask(&world, method, path, Vec::new()).await.status(),
            status,
            "{path}"
        );
    }
}
