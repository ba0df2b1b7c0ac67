//! A hub, or someone between, that says what is not so.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{Fault, World};
use nuong_sync::{End, Frame, FrameReader, HubIdentity, STREAM_VERSION, SyncError};
use nuong_trust::DeviceKeys;

fn frames(answer: &[u8]) -> Vec<Frame> {
    let mut reader = FrameReader::new();
    reader.push(answer);
    std::iter::from_fn(|| reader.next_frame().unwrap()).collect()
}

fn stream(frames: &[Frame]) -> Vec<u8> {
    let mut out = vec![STREAM_VERSION];
    frames.iter().for_each(|frame| frame.write(&mut out));
    out
}

/// A device with one parcel to bring; the first meeting brings another, so that there is an earlier receipt.
fn with_one_parcel(seed: u64) -> (World, common::Device) {
    let mut world = World::new(seed);
    let mut a = world.device("a", &["post-a"]);
    let case = world.case(1);
    world.write(&mut a, &case, &[b"0"], &["post-a"]);
    world.sync(&mut a);
    world.write(&mut a, &case, &[b"1"], &[]);
    (world, a)
}

#[test]
fn a_receipt_by_any_other_key_than_the_certified_hubs_is_forged() {
    let (mut world, mut a) = with_one_parcel(40);
    let other = DeviceKeys::generate(&mut world.random).unwrap();
    // The false hub knows the true one's name: only the signature is beyond it.
    let (_, error) = world.meet(
        &mut a,
        Fault::Answer(|answer| {
            let mut all = frames(&answer);
            for frame in &mut all {
                if let Frame::Receipt(receipt) = frame {
                    let mut bytes = *receipt.signature.as_bytes();
                    bytes[3] ^= 1;
                    receipt.signature = nuong_trust::Signature::new(bytes);
                }
            }
            stream(&all)
        }),
    );
    assert_eq!(error, Some(SyncError::ReceiptForged));
    assert_eq!(
        a.acknowledged.get(&a.id()),
        Some(&1),
        "nothing more is believed"
    );
    // A hub with a key of its own is not even spoken to as ours: the hello is for another.
    let (mut world, mut a) = with_one_parcel(40);
    world.hub = Arc::new(HubIdentity::new(other, world.authority.root()));
    let (_, error) = world.meet(&mut a, Fault::None);
    assert_eq!(error, Some(SyncError::HelloForged));
}

#[test]
fn a_receipt_that_claims_more_than_the_hub_signed_is_forged() {
    let (mut world, mut a) = with_one_parcel(41);
    let (_, error) = world.meet(
        &mut a,
        Fault::Answer(|answer| {
            let mut all = frames(&answer);
            for frame in &mut all {
                if let Frame::Receipt(receipt) = frame {
                    receipt.held[0].upto += 1;
                }
            }
            stream(&all)
        }),
    );
    assert_eq!(error, Some(SyncError::ReceiptForged));
}

#[test]
fn an_answer_without_the_receipt_that_is_due_does_not_pass() {
    let (mut world, mut a) = with_one_parcel(42);
    let (_, error) = world.meet(
        &mut a,
        Fault::Answer(|answer| {
            let kept: Vec<Frame> = frames(&answer)
                .into_iter()
                .filter(|frame| !matches!(frame, Frame::Receipt(_)))
                .collect();
            stream(&kept)
        }),
    );
    assert_eq!(error, Some(SyncError::ReceiptMissing));
    assert_eq!(a.acknowledged.get(&a.id()), Some(&1));
    assert!(error.unwrap().may_pass());
}

#[test]
fn the_receipt_of_an_earlier_exchange_is_not_taken_for_this_one() {
    let (mut world, mut a) = with_one_parcel(43);
    let first = a.clone();
    // Twice the same request but for the nonce: the second gets the answer to the first.
    let mut spare = world.store.clone();
    let mut link = common::Link {
        hub: world.hub.clone(),
        fault: Fault::None,
        exchange: 0,
        sent: Vec::new(),
        now: common::NOW,
    };
    thread_answer::record(|| {
        let mut device = first.clone();
        let (_, error) = link.meet(
            &mut device,
            &mut spare,
            &world.hub_certificate,
            &mut world.random,
        );
        assert_eq!(error, None);
    });
    let (_, error) = world.meet(&mut a, Fault::Answer(thread_answer::replay));
    let case = world.case(2);
    world.write(&mut a, &case, &[b"2"], &[]);
    let (_, again) = world.meet(&mut a, Fault::Answer(thread_answer::replay));
    assert_eq!((error, again), (None, Some(SyncError::ReceiptForged)));
}

/// Keeps the first answer it is shown and gives that one ever after.
mod thread_answer {
    use std::cell::RefCell;

    thread_local! {
        static KEPT: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
    }

    pub(super) fn record(play: impl FnOnce()) {
        KEPT.with_borrow_mut(|kept| *kept = None);
        play();
    }

    pub(super) fn replay(answer: Vec<u8>) -> Vec<u8> {
        KEPT.with_borrow_mut(|kept| kept.get_or_insert(answer).clone())
    }
}

#[test]
fn a_hub_that_promises_more_for_ever_and_sends_nothing_is_left() {
    let (mut world, mut a) = with_one_parcel(44);
    world.sync(&mut a);
    let (_, error) = world.meet(
        &mut a,
        Fault::Answer(|answer| {
            let mut all = frames(&answer);
            for frame in &mut all {
                if let Frame::End(End { more, .. }) = frame {
                    *more = true;
                }
            }
            stream(&all)
        }),
    );
    assert_eq!(error, Some(SyncError::OutOfPlace));
}

#[test]
fn any_byte_altered_on_the_way_is_noticed_or_harmless() {
    let mut world = World::new(45);
    let mut other = world.device("other", &["post-a"]);
    let mut a = world.device("a", &["post-a"]);
    let case = world.case(1);
    world.write(&mut other, &case, &[b"theirs"], &["post-a"]);
    world.sync(&mut other);
    world.write(&mut a, &case, &[b"ours"], &[]);
    let whole = world.sync(&mut a.clone());
    world.store = {
        let mut fresh = World::new(45);
        let mut other = fresh.device("other", &["post-a"]);
        let _ = fresh.device("a", &["post-a"]);
        let case = fresh.case(1);
        fresh.write(&mut other, &case, &[b"theirs"], &["post-a"]);
        fresh.sync(&mut other);
        fresh.store
    };
    for (request, length) in [(true, whole.sent), (false, whole.received)] {
        for at in (0..length as usize).step_by(3) {
            let mut device = a.clone();
            let mut store = world.store.clone();
            let fault = Fault::Alter { request, at };
            let mut link = common::Link {
                hub: world.hub.clone(),
                fault,
                exchange: 0,
                sent: Vec::new(),
                now: common::NOW,
            };
            let _ = link.meet(
                &mut device,
                &mut store,
                &world.hub_certificate,
                &mut world.random,
            );
            // Whatever happened, nothing false was believed: what is acknowledged is there, what is read is true.
            use nuong_sync::HubStore;
            let held = store.contiguous(&device.id()).unwrap();
            if device.acknowledged.contains_key(&device.id()) {
                assert_eq!(
                    held.map(|(upto, _)| upto),
                    Some(1),
                    "request {request}, byte {at}"
                );
            }
            for change in device.read(&case) {
                assert!([b"theirs".as_slice(), b"ours"].contains(&change.as_slice()));
            }
        }
    }
}
