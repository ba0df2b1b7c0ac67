//! Parcels in a file, and bad ones among good ones, in a file and on the way to a hub.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Device, NOW, World, answer};
use nuong_sync::{
    Cursor, End, FileItem, FileReader, FileWriter, Frame, FrameError, HubSession, MAX_PARCEL,
    Parcel, STREAM_VERSION, SyncError, hub::Outcome, parcel_frame,
};

/// A world, a device with three parcels, and one that knows nothing of it.
fn world() -> (World, Device, Device) {
    let mut world = World::new(60);
    let mut a = world.device("a", &["post-a"]);
    let b = world.device("b", &["post-a"]);
    let case = world.case(1);
    for change in [b"1", b"2", b"3"] {
        world.write(
            &mut a,
            &case,
            &[change],
            if change == b"1" { &["post-a"] } else { &[] },
        );
    }
    (world, a, b)
}

fn file(a: &Device, parcels: &[Vec<u8>]) -> Vec<u8> {
    let (mut writer, mut out) = FileWriter::start([&a.certificate], a.directory.bulletin());
    for parcel in parcels {
        out.extend(writer.parcel(parcel));
    }
    out.extend(writer.finish());
    out
}

fn parcels(a: &Device) -> Vec<Vec<u8>> {
    a.order
        .iter()
        .map(|name| a.parcels[name].encode())
        .collect()
}

fn read(device: &Device, bytes: &[u8]) -> (Vec<FileItem>, Result<(), SyncError>) {
    let mut reader = FileReader::new(device.directory.clone());
    let mut items = Vec::new();
    for piece in bytes.chunks(100) {
        reader.push(piece);
        loop {
            match reader.next_item() {
                Ok(Some(item)) => items.push(item),
                Ok(None) => break,
                Err(error) => return (items, Err(error)),
            }
        }
    }
    (items, reader.finish().map(|_| ()))
}

#[test]
fn a_file_brings_certificates_and_parcels_to_one_who_knows_neither() {
    let (_, a, b) = world();
    let (items, end) = read(&b, &file(&a, &parcels(&a)));
    assert_eq!(end, Ok(()));
    assert!(
        matches!(&items[0], FileItem::Certificate(certificate) if *certificate == a.certificate)
    );
    let expected = a
        .order
        .iter()
        .map(|name| FileItem::Parcel(a.parcels[name].clone()));
    assert_eq!(
        items[1..],
        expected.collect::<Vec<_>>(),
        "its older bulletin is passed over"
    );
}

#[test]
fn a_file_cut_at_any_byte_gives_the_whole_parcels_before_the_cut_and_says_so() {
    let (_, a, b) = world();
    let bytes = file(&a, &parcels(&a));
    let (whole, _) = read(&b, &bytes);
    for cut in 0..bytes.len() {
        let (items, end) = read(&b, &bytes[..cut]);
        assert_eq!(items, whole[..items.len()]);
        assert_eq!(end, Err(SyncError::Frame(FrameError::Truncated)));
    }
}

/// Good parcels 1, 2, 3 of `a`, each followed by a bad one, and the code for each of those.
fn good_and_bad(a: &Device, foreign: &Device) -> Vec<(Vec<u8>, Option<&'static str>)> {
    let good = parcels(a);
    let mut flipped = good[1].clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 0x10;
    let truncated = good[1][..good[1].len() - 5].to_vec();
    let malformed = [good[1].as_slice(), &[0]].concat();
    let withheld = Parcel::decode(&good[1])
        .unwrap()
        .withhold(|_| false)
        .encode();
    let mut newer = good[1].clone();
    newer[0] = 9;
    vec![
        (good[0].clone(), None),
        (flipped, Some("parcel.signature")),
        (truncated, Some("parcel.truncated")),
        (malformed, Some("parcel.malformed")),
        (good[1].clone(), None),
        (vec![0; MAX_PARCEL + 1], Some("parcel.oversized")),
        (newer, Some("parcel.newer")),
        (parcels(foreign)[0].clone(), Some("parcel.foreign")),
        (withheld, Some("parcel.incomplete")),
        (good[2].clone(), None),
    ]
}

#[test]
fn bad_parcels_in_a_file_have_each_their_code_and_block_no_other() {
    let (_, a, b) = world();
    let (_, foreign, _) = {
        let mut world = World::new(61);
        let mut a = world.device("a", &["post-a"]);
        let case = world.case(1);
        world.write(&mut a, &case, &[b"x"], &["post-a"]);
        let b = world.device("b", &["post-a"]);
        (world, a, b)
    };
    let mixed = good_and_bad(&a, &foreign);
    let bytes = file(
        &a,
        &mixed
            .iter()
            .map(|(parcel, _)| parcel.clone())
            .collect::<Vec<_>>(),
    );
    let (items, end) = read(&b, &bytes);
    assert_eq!(end, Ok(()));
    let codes: Vec<Option<&str>> = items[1..]
        .iter()
        .map(|item| match item {
            FileItem::Refused { code, .. } => Some(*code),
            _ => None,
        })
        .collect();
    // For a reader of a file, a parcel with sections withheld is as good as another.
    let expected: Vec<Option<&str>> = mixed
        .iter()
        .map(|(_, code)| code.filter(|code| *code != "parcel.incomplete"))
        .collect();
    assert_eq!(codes, expected);
}

#[test]
fn bad_parcels_brought_to_a_hub_have_each_their_code_and_block_no_other() {
    let (mut world, a, _) = world();
    let mut other = World::new(61);
    let mut foreign = other.device("a", &["post-a"]);
    let case = other.case(1);
    other.write(&mut foreign, &case, &[b"x"], &["post-a"]);
    let mixed = good_and_bad(&a, &foreign);
    let mut request = hello(&mut world, &a);
    for (parcel, _) in &mixed {
        request.extend(parcel_frame(parcel));
    }
    // The same again, and the last before its time: neither is a fault.
    request.extend(parcel_frame(&mixed[0].0));
    let mut session = HubSession::new(world.hub.clone());
    for piece in request.chunks(777) {
        session.receive(NOW, &mut world.store, piece).unwrap();
    }
    let codes: Vec<&str> = session
        .outcomes()
        .iter()
        .map(|outcome| outcome.code)
        .collect();
    let mut expected: Vec<&str> = mixed
        .iter()
        .map(|(_, code)| code.unwrap_or("parcel.accepted"))
        .collect();
    expected.push("parcel.duplicate");
    assert_eq!(codes, expected);
    assert_eq!(world.positions(), 3);
}

#[test]
fn parcels_in_any_order_are_all_taken() {
    let (mut world, a, _) = world();
    let mut request = hello(&mut world, &a);
    for parcel in parcels(&a).iter().rev() {
        request.extend(parcel_frame(parcel));
    }
    let mut session = HubSession::new(world.hub.clone());
    session.receive(NOW, &mut world.store, &request).unwrap();
    let outcome = |index, code, position| Outcome {
        index,
        code,
        position: Some(position),
    };
    assert_eq!(
        session.outcomes(),
        [
            outcome(0, "parcel.early", 1),
            outcome(1, "parcel.early", 2),
            outcome(2, "parcel.accepted", 3)
        ]
    );
}

#[test]
fn a_request_that_is_none_of_ours_is_refused_and_never_more_than_that() {
    let (mut world, a, _) = world();
    let refusals: [(Vec<u8>, &str); 5] = [
        (b"GET / HTTP/1.1".to_vec(), "frame.version"),
        (vec![STREAM_VERSION, 99], "frame.unknown"),
        (
            [vec![STREAM_VERSION], Frame::End(End::default()).encode()].concat(),
            "sync.out_of_place",
        ),
        (
            [vec![STREAM_VERSION], parcel_frame(&parcels(&a)[0])].concat(),
            "sync.out_of_place",
        ),
        (
            [
                hello(&mut world, &a),
                Frame::Delivered {
                    cursor: Cursor::START,
                    parcel: Vec::new(),
                }
                .encode(),
            ]
            .concat(),
            "sync.out_of_place",
        ),
    ];
    for (request, code) in refusals {
        let answer = answer(&world.hub, NOW, &mut world.store, &request).unwrap();
        let expected = [
            vec![STREAM_VERSION],
            Frame::Refusal {
                code: code.to_owned(),
            }
            .encode(),
        ]
        .concat();
        assert!(answer.ends_with(&expected[1..]), "{code}");
    }
    assert_eq!(world.positions(), 0);
}

/// The start of a request by `device`, with its certificate.
fn hello(world: &mut World, device: &Device) -> Vec<u8> {
    use nuong_sync::{ClientSession, Effect, Event};
    let mut facts = device.facts(&world.hub_certificate);
    facts.outgoing.clear();
    let mut client = ClientSession::new(facts, None).unwrap();
    let effects = client.handle(NOW, &device.keys, &mut world.random, Event::Start);
    let start = effects.into_iter().find_map(|effect| match effect {
        Effect::Send(bytes) => Some(bytes),
        _ => None,
    });
    start.unwrap()
}
