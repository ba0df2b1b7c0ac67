//! Exchanges over real TLS sockets: what comes whole is kept, what is wrong is refused, and the hub goes on.
#![allow(clippy::unwrap_used)]

mod common;

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::Bytes;
use common::{Device, Served, World, client};
use futures_util::{StreamExt as _, stream};
use nuong_hub::{Limits, SqliteStore};
use nuong_sync::hub::HubStore as _;
use nuong_sync::{End, Frame, FrameReader, MAX_REQUEST, Parcel, STREAM_VERSION, SyncError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

const EXCHANGE: &str = "/v1/exchange";

/// The frames of an answer.
fn frames(answer: &[u8]) -> Vec<Frame> {
    let mut reader = FrameReader::new();
    reader.push(answer);
    let mut frames = Vec::new();
    while let Some(frame) = reader.next_frame().unwrap() {
        frames.push(frame);
    }
    reader.finish().unwrap();
    frames
}

/// The code of an answer that is a refusal and nothing else.
async fn refusal(answer: reqwest::Response) -> String {
    match frames(&answer.bytes().await.unwrap()).as_slice() {
        [Frame::Refusal { code }] => code.clone(),
        other => panic!("no refusal: {other:?}"),
    }
}

async fn post(world: &World, hub: &Served, body: impl Into<reqwest::Body>) -> reqwest::Response {
    client(&world.tls())
        .post(hub.url(EXCHANGE))
        .body(body)
        .send()
        .await
        .unwrap()
}

/// How many parcels of the device the store holds without a gap, asked past the running hub.
fn held(world: &World, device: &Device) -> u64 {
    let store = SqliteStore::open(&world.hub_folder().store_path()).unwrap();
    store
        .contiguous(&device.keys.device_id())
        .unwrap()
        .map_or(0, |(upto, _)| upto)
}

async fn until_held(world: &World, device: &Device, upto: u64) {
    let wait = async {
        while held(world, device) < upto {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait)
        .await
        .unwrap();
}

/// A request body whose pieces the test gives one by one, and may break off with an error.
fn body_in_pieces() -> (mpsc::Sender<io::Result<Bytes>>, reqwest::Body) {
    let (sender, receiver) = mpsc::channel(1);
    let pieces = stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    (sender, reqwest::Body::wrap_stream(pieces))
}

#[tokio::test]
async fn what_one_device_brings_another_fetches_once() {
    let mut world = World::new();
    let (mut a, mut b) = (world.device(), world.device());
    let hub = world.serve(Limits::default());
    let client = client(&world.tls());
    for _ in 0..3 {
        a.write(20_000);
    }
    a.sync(&client, &hub.url(EXCHANGE)).await.unwrap();
    assert_eq!(a.acknowledged, 3);
    b.sync(&client, &hub.url(EXCHANGE)).await.unwrap();
    assert_eq!(
        b.received.iter().map(Parcel::name).collect::<Vec<_>>(),
        a.log.iter().map(Parcel::name).collect::<Vec<_>>()
    );
    b.sync(&client, &hub.url(EXCHANGE)).await.unwrap();
    assert_eq!(b.received.len(), 3);
    hub.stopped().await;
}

#[tokio::test]
async fn parcels_before_a_cut_are_kept_as_they_come_and_the_rest_follows() {
    let mut world = World::new();
    let (mut a, mut b) = (world.device(), world.device());
    let hub = world.serve(Limits::default());
    let tls = client(&world.tls());
    for _ in 0..4 {
        a.write(10_000);
    }
    let whole = a.request();
    let last_two: usize = a.log[2..].iter().map(|parcel| parcel.encode().len()).sum();
    let (pieces, body) = body_in_pieces();
    let sent = tokio::spawn(tls.post(hub.url(EXCHANGE)).body(body).send());
    // Two parcels and part of the third.
    let cut = whole.len() - last_two + 5_000;
    pieces
        .send(Ok(Bytes::copy_from_slice(&whole[..cut])))
        .await
        .unwrap();
    until_held(&world, &a, 2).await;
    pieces
        .send(Err(io::Error::other("the network is gone")))
        .await
        .unwrap();
    assert!(sent.await.unwrap().is_err());
    assert_eq!(held(&world, &a), 2);
    a.sync(&tls, &hub.url(EXCHANGE)).await.unwrap();
    b.sync(&tls, &hub.url(EXCHANGE)).await.unwrap();
    assert_eq!(b.received.len(), 4);
    hub.stopped().await;
}

#[tokio::test]
async fn a_request_that_ends_before_its_end_frame_is_told_so_and_keeps_its_parcels() {
    let mut world = World::new();
    let mut a = world.device();
    let hub = world.serve(Limits::default());
    a.write(1000);
    let whole = a.request();
    let end = Frame::End(End::default()).encode().len();
    let answer = post(&world, &hub, whole[..whole.len() - end].to_vec()).await;
    assert_eq!(answer.status(), 400);
    assert_eq!(refusal(answer).await, "frame.truncated");
    assert_eq!(held(&world, &a), 1);
    hub.stopped().await;
}

#[tokio::test]
async fn garbage_is_refused_and_the_hub_goes_on() {
    let mut world = World::new();
    let mut a = world.device();
    let hub = world.serve(Limits::default());
    for (garbage, code) in [
        (b"<html>".to_vec(), "frame.version"),
        (vec![STREAM_VERSION, 77, 0], "frame.unknown"),
        (vec![STREAM_VERSION, 1, 3, 0, 0, 0], "frame.malformed"),
        (vec![STREAM_VERSION, 4, 1, 0], "sync.out_of_place"),
        (Vec::new(), "frame.truncated"),
    ] {
        assert_eq!(refusal(post(&world, &hub, garbage).await).await, code);
    }
    a.write(100);
    a.sync(&client(&world.tls()), &hub.url(EXCHANGE))
        .await
        .unwrap();
    hub.stopped().await;
}

#[tokio::test]
async fn an_oversized_request_is_refused_whether_it_says_so_or_not() {
    let mut world = World::new();
    let mut a = world.device();
    let hub = world.serve(Limits::default());
    let announced = post(&world, &hub, vec![STREAM_VERSION; MAX_REQUEST + 1]).await;
    assert_eq!(announced.status(), 413);
    assert_eq!(refusal(announced).await, "sync.too_much");
    // A good beginning, then one endless parcel.
    let mut start = a.request();
    start.truncate(start.len() - Frame::End(End::default()).encode().len());
    start.extend_from_slice(&[4, 0x80, 0x80, 0x80, 0x04]);
    let zeros = Bytes::from(vec![0; 64 * 1024]);
    let endless = stream::repeat(zeros).take(MAX_REQUEST / (64 * 1024) + 2);
    let body = stream::once(async { Bytes::from(start) })
        .chain(endless)
        .map(Ok::<_, Infallible>);
    let answer = post(&world, &hub, reqwest::Body::wrap_stream(body)).await;
    assert_eq!(refusal(answer).await, "sync.too_much");
    hub.stopped().await;
}

#[tokio::test]
async fn an_unknown_device_a_foreign_one_and_a_forged_hello_are_refused() {
    let mut world = World::new();
    let mut stranger = World::foreign().device();
    let mut a = world.device();
    let hub = world.serve(Limits::default());
    assert_eq!(
        refusal(post(&world, &hub, stranger.request()).await).await,
        "hub.foreign"
    );
    // Without its certificate the hub cannot know it.
    let with = a.request();
    a.claim_to_be_known();
    assert_eq!(
        refusal(post(&world, &hub, a.request()).await).await,
        "hub.unknown_device"
    );
    let mut forged = with;
    // Type, a length of one byte, then the hello, which ends with its signature.
    assert!(forged[2] < 0x80);
    let last_of_hello = 2 + usize::from(forged[2]);
    forged[last_of_hello] ^= 1;
    assert_eq!(
        refusal(post(&world, &hub, forged).await).await,
        "hub.hello_forged"
    );
    hub.stopped().await;
}

#[tokio::test]
async fn a_revoked_device_is_refused_once_the_hub_has_the_bulletin() {
    let mut world = World::new();
    let (mut a, mut b) = (world.device(), world.device());
    let hub = world.serve(Limits::default());
    let tls = client(&world.tls());
    a.now -= 10;
    a.write(100);
    a.sync(&tls, &hub.url(EXCHANGE)).await.unwrap();
    let bulletin = world
        .authority
        .revoke(a.keys.device_id(), world.now, &mut world.random)
        .unwrap();
    b.directory.admit_bulletin(&bulletin.encode()).unwrap();
    b.sync(&tls, &hub.url(EXCHANGE)).await.unwrap();
    assert_eq!(b.received.len(), 1, "what it wrote before stays");
    a.now = world.now;
    a.write(100);
    assert_eq!(
        a.sync(&tls, &hub.url(EXCHANGE)).await,
        Err(SyncError::Revoked)
    );
    assert_eq!(held(&world, &a), 1);
    hub.stopped().await;
}

#[tokio::test]
async fn a_client_that_trusts_another_certificate_does_not_speak_to_the_hub() {
    let world = World::new();
    let other = World::foreign();
    let hub = world.serve(Limits::default());
    assert!(
        client(&other.tls())
            .get(hub.url("/v1/health"))
            .send()
            .await
            .is_err()
    );
    assert_eq!(
        client(&world.tls())
            .get(hub.url("/v1/health"))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    hub.stopped().await;
}

#[tokio::test]
async fn plain_http_is_refused() {
    let world = World::new();
    let hub = world.serve(Limits::default());
    let mut plain = TcpStream::connect(hub.address).await.unwrap();
    plain
        .write_all(b"GET /v1/health HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    // Ends by a close or a reset; either way without an HTTP answer.
    let _ = plain.read_to_end(&mut answer).await;
    assert!(
        !answer.windows(4).any(|window| window == b"HTTP"),
        "{answer:?}"
    );
    hub.stopped().await;
}

#[tokio::test]
async fn a_body_that_stops_coming_or_crawls_is_ended() {
    let world = World::new();
    for limits in [
        Limits {
            pause: Duration::from_millis(50),
            ..Limits::default()
        },
        Limits {
            request: Duration::from_millis(50),
            ..Limits::default()
        },
        Limits {
            grace: Duration::ZERO,
            bytes_a_second: u64::MAX,
            request: Duration::from_secs(2),
            ..Limits::default()
        },
    ] {
        let hub = world.serve(limits);
        let (pieces, body) = body_in_pieces();
        pieces
            .send(Ok(Bytes::from_static(&[STREAM_VERSION])))
            .await
            .unwrap();
        let answer = post(&world, &hub, body).await;
        assert_eq!(answer.status(), 408);
        assert_eq!(refusal(answer).await, "hub.too_slow");
        drop(pieces);
        hub.stopped().await;
    }
}

#[tokio::test]
async fn a_full_hub_says_when_to_come_again() {
    let world = World::new();
    let hub = world.serve(Limits {
        exchanges: 0,
        ..Limits::default()
    });
    let answer = post(&world, &hub, vec![STREAM_VERSION]).await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "30");
    assert_eq!(refusal(answer).await, "hub.unavailable");
    hub.stopped().await;
}

#[tokio::test]
async fn connections_past_the_limit_are_closed() {
    let world = World::new();
    let hub = world.serve(Limits {
        connections: 0,
        ..Limits::default()
    });
    assert!(
        client(&world.tls())
            .get(hub.url("/v1/health"))
            .send()
            .await
            .is_err()
    );
    hub.stopped().await;
}

#[tokio::test]
async fn an_exchange_under_way_is_finished_when_the_hub_is_told_to_stop() {
    let mut world = World::new();
    let mut a = world.device();
    let mut hub = world.serve(Limits::default());
    a.write(1000);
    a.write(1000);
    let whole = a.request();
    // Ends within the second parcel.
    let (first, second) = whole.split_at(whole.len() - a.log[1].encode().len());
    let (pieces, body) = body_in_pieces();
    let sent = tokio::spawn(
        client(&world.tls())
            .post(hub.url(EXCHANGE))
            .body(body)
            .send(),
    );
    pieces
        .send(Ok(Bytes::copy_from_slice(first)))
        .await
        .unwrap();
    until_held(&world, &a, 1).await;
    hub.tell_to_stop();
    pieces
        .send(Ok(Bytes::copy_from_slice(second)))
        .await
        .unwrap();
    drop(pieces);
    let answer = sent.await.unwrap().unwrap().bytes().await.unwrap();
    assert!(matches!(frames(&answer).last(), Some(Frame::End(_))));
    assert_eq!(held(&world, &a), 2);
    let address = hub.address;
    hub.stopped().await;
    assert!(
        TcpStream::connect(address).await.is_err(),
        "nobody listens any more"
    );
}

#[tokio::test]
async fn one_bad_parcel_blocks_no_other() {
    let mut world = World::new();
    let (mut a, mut b) = (world.device(), world.device());
    let hub = world.serve(Limits::default());
    for _ in 0..3 {
        a.write(1000);
    }
    let mut request = a.request();
    // A byte in the body of the second parcel.
    let last = a.log[2].encode().len() + Frame::End(End::default()).encode().len() + 10;
    let at = request.len() - last - 100;
    request[at] ^= 1;
    let answer = post(&world, &hub, request).await.bytes().await.unwrap();
    let rejected = |frame: &&Frame| matches!(frame, Frame::Rejected { index: 1, .. });
    assert_eq!(frames(&answer).iter().filter(rejected).count(), 1);
    assert_eq!(held(&world, &a), 1);
    let tls = client(&world.tls());
    a.sync(&tls, &hub.url(EXCHANGE)).await.unwrap();
    b.sync(&tls, &hub.url(EXCHANGE)).await.unwrap();
    assert_eq!(b.received.len(), 3);
    hub.stopped().await;
}
