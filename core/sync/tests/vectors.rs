//! The wire format, pinned: what a seeded world writes must be these bytes, for ever.
//!
//! A change of format is a new version beside the old one, with vectors of its own; these stay. To write the files of a
//! new version, run this test with `NUONG_WRITE_VECTORS=1`: it writes only files that are not there.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::PathBuf;

use common::{NOW, World, answer};
use nuong_sync::{
    ClientSession, Cursor, Effect, End, Event, FileWriter, Frame, FrameReader, Parcel, ParcelError,
    parcel_frame,
};

fn to_hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let lines = digits
        .as_bytes()
        .chunks(96)
        .map(|line| String::from_utf8_lossy(line).into_owned());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// Holds `bytes` against the pinned file, and gives the pinned bytes.
fn pinned(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(format!("{name}.hex"));
    if std::env::var_os("NUONG_WRITE_VECTORS").is_some() && !path.exists() {
        std::fs::write(&path, to_hex(bytes)).unwrap();
    }
    let kept = from_hex(&std::fs::read_to_string(&path).unwrap());
    assert_eq!(
        to_hex(bytes),
        to_hex(&kept),
        "the format of {name} has changed"
    );
    kept
}

/// The seeded world of all vectors: a writer with two parcels, a reader who may read the first case.
struct Pinned {
    world: World,
    writer: common::Device,
    reader: common::Device,
    case: common::Case,
}

fn seeded() -> Pinned {
    let mut world = World::new(1_000);
    let mut writer = world.device("Vàng A", &["post-a"]);
    let reader = world.device("Lò B", &["province"]);
    let (case, other) = (world.case(1), world.case(2));
    world.write(
        &mut writer,
        &case,
        &[b"first change", b"second change"],
        &["post-a", "province"],
    );
    world.write(&mut writer, &other, &[b"another case"], &["post-a"]);
    Pinned {
        world,
        writer,
        reader,
        case,
    }
}

/// All that another program needs to check the vectors: the root, the writer's and the hub's signing keys (public), and the
/// key of the first case.
#[test]
fn the_keys_are_those_of_the_vectors() {
    let Pinned {
        world,
        writer,
        case,
        ..
    } = seeded();
    let root = world.authority.root();
    let keys = [
        root.as_bytes(),
        writer.keys.public().verifying.as_bytes(),
        world.hub_keys.public().verifying.as_bytes(),
        case.key.as_bytes(),
    ];
    pinned("keys", &keys.map(|key| *key).concat());
}

/// A published file in one piece, as a parcel of the writer's before all others.
#[test]
fn a_piece_of_a_published_file_is_the_one_that_was_released() {
    let Pinned { world, writer, .. } = seeded();
    let (author, authority) = (writer.keys.public(), world.authority.root().authority_id());
    let file = b"a published file ".repeat(20);
    let mut random = nuong_trust::SeededRandom::for_simulation(1_000);
    let mut head = nuong_sync::LogHead::START;
    let contents = nuong_sync::pack_file(&file).unwrap();
    let made = nuong_sync::seal_all(
        contents,
        authority,
        &writer.keys,
        &mut head,
        NOW,
        &mut random,
    );
    let parcel = Parcel::decode(&pinned("parcel-piece", &made.unwrap()[0].encode())).unwrap();
    assert_eq!(parcel.verify(author, &authority), Ok(()));
    assert!(parcel.grants().unwrap().proven.is_empty());
    let pieces = parcel.pieces().unwrap();
    assert_eq!((pieces.len(), pieces[0].count, pieces[0].place), (1, 1, 0));
    let whole = nuong_sync::FilePiece::join(&pieces[0].file, &pieces[0].bytes);
    assert_eq!(whole, Ok(file));
}

#[test]
fn a_parcel_is_the_one_that_was_released() {
    let Pinned {
        world,
        writer,
        case,
        ..
    } = seeded();
    let (author, authority) = (writer.keys.public(), world.authority.root().authority_id());
    let parcel = Parcel::decode(&pinned(
        "parcel-1",
        &writer.parcels[&writer.order[0]].encode(),
    ))
    .unwrap();
    pinned("parcel-1-name", parcel.name().as_bytes());
    assert_eq!(parcel.verify(author, &authority), Ok(()));
    let section = parcel
        .sections()
        .find(|section| section.kind.tag() == Some(case.tag()))
        .unwrap();
    let changes = vec![b"first change".to_vec(), b"second change".to_vec()];
    assert_eq!(parcel.open(section.index, &case.key), Ok(changes));
    let grants = parcel.grants().unwrap();
    assert_eq!((grants.proven.len(), grants.unproven), (1, 0));
    assert_eq!(grants.proven[0].to().len(), 2);
    let less = Parcel::decode(&pinned(
        "parcel-1-withheld",
        &parcel.withhold(|_| false).encode(),
    ))
    .unwrap();
    assert_eq!(
        (less.name(), less.verify(author, &authority)),
        (parcel.name(), Ok(()))
    );
    assert_eq!(
        less.open(section.index, &case.key),
        Err(ParcelError::Absent)
    );
}

#[test]
fn requests_and_answers_are_those_that_were_released() {
    let Pinned {
        mut world,
        mut writer,
        mut reader,
        ..
    } = seeded();
    let upload = request(&mut world, &mut writer);
    let upload = pinned("request-upload", &upload);
    let response = answer(&world.hub, NOW, &mut world.store, &upload).unwrap();
    pinned("answer-upload", &response);
    let fetch = request(&mut world, &mut reader);
    let fetch = pinned("request-fetch", &fetch);
    let response = answer(&world.hub, NOW, &mut world.store, &fetch).unwrap();
    let mut frames = FrameReader::new();
    frames.push(&pinned("answer-fetch", &response));
    let all: Vec<Frame> = std::iter::from_fn(|| frames.next_frame().unwrap()).collect();
    let [
        Frame::Certificate(_),
        Frame::Delivered { cursor, .. },
        Frame::End(end),
    ] = &all[..]
    else {
        panic!("{all:?}")
    };
    assert_eq!(
        (*cursor, *end),
        (
            Cursor::at(1),
            End {
                more: false,
                cursor: Cursor::at(2),
                ..*end
            }
        )
    );
}

#[test]
fn a_file_is_the_one_that_was_released() {
    let Pinned { writer, .. } = seeded();
    let (mut file, mut bytes) = FileWriter::start([&writer.certificate], None);
    for name in &writer.order {
        bytes.extend(file.parcel(&writer.parcels[name].encode()));
    }
    bytes.extend(file.finish());
    pinned("file", &bytes);
}

/// What the device would send.
fn request(world: &mut World, device: &mut common::Device) -> Vec<u8> {
    let mut client = ClientSession::new(device.facts(&world.hub_certificate), None).unwrap();
    let mut out = Vec::new();
    for effect in client.handle(NOW, &device.keys, &mut world.random, Event::Start) {
        match effect {
            Effect::Send(bytes) => out.extend(bytes),
            Effect::SendParcel(name) => out.extend(parcel_frame(&device.parcels[&name].encode())),
            _ => {}
        }
    }
    out
}
