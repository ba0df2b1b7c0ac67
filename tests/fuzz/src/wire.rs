//! What `sync` reads: parcels, and the stream of frames they travel in.

use nuong_sync::{
    CaseChanges, Cursor, End, FileWriter, Frame, FrameError, FrameReader, Held, Hello, LogHead,
    Parcel, ParcelName, Receipt, STREAM_VERSION, pack, seal_all,
};
use nuong_trust::{AuthorityId, CaseGrant, CaseKey, DeviceKeys, SeededRandom, Signature, case_tag};

use crate::{Target, keys};

/// The parsers of this part.
pub(crate) fn targets() -> Vec<Target> {
    vec![
        Target {
            name: "parcel",
            feed: parcel,
            samples: || sample_parcels(),
        },
        Target {
            name: "stream",
            feed: stream,
            samples: || vec![sample_stream(), sample_refusal()],
        },
    ]
}

/// A parcel, whole or with sections withheld.
pub fn parcel(bytes: &[u8]) -> bool {
    let Ok(parcel) = Parcel::decode(bytes) else {
        return false;
    };
    assert_eq!(parcel.encode(), bytes, "one parcel, one encoding");
    let world = world();
    let bare = parcel.withhold(|_| false);
    assert_eq!(bare.name(), parcel.name(), "withholding keeps the name");
    let verified = parcel.verify(world.author.public(), &world.authority);
    assert_eq!(
        bare.verify(world.author.public(), &world.authority),
        verified,
        "and the signature"
    );
    let mut filled = bare;
    if parcel.is_complete() {
        let _ = filled.fill(&parcel);
        assert_eq!(filled.encode(), bytes, "filling undoes withholding");
    }
    let _ = parcel.grants();
    for section in parcel.sections() {
        let _ = parcel.open(section.index, &world.key);
    }
    true
}

/// A stream of frames; the body of a request, of an answer, or a file.
pub fn stream(bytes: &[u8]) -> bool {
    let whole = read_in_pieces(bytes, bytes.len());
    for size in [1, 7, 1000] {
        assert_eq!(
            read_in_pieces(bytes, size),
            whole,
            "the pieces a stream comes in do not matter"
        );
    }
    let (frames, outcome) = whole;
    for frame in frames.iter().filter(|frame| **frame != Frame::Oversized) {
        let again = [&[STREAM_VERSION], frame.encode().as_slice()].concat();
        let (read, _) = read_in_pieces(&again, again.len());
        assert_eq!(
            read,
            std::slice::from_ref(frame),
            "what was read can be written"
        );
    }
    outcome.is_ok()
}

fn read_in_pieces(bytes: &[u8], size: usize) -> (Vec<Frame>, Result<(), FrameError>) {
    let mut reader = FrameReader::new();
    let mut frames = Vec::new();
    for piece in bytes.chunks(size.max(1)) {
        reader.push(piece);
        loop {
            match reader.next_frame() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => return (frames, Err(error)),
            }
        }
    }
    (frames, reader.finish())
}

/// A device with two cases, one granted to its unit, written into parcels.
struct World {
    author: DeviceKeys,
    authority: AuthorityId,
    key: CaseKey,
    head: LogHead,
    parcels: Vec<Parcel>,
}

/// The device's parcels, in order.
pub(crate) fn parcels() -> &'static [Parcel] {
    &world().parcels
}

/// The last of them.
pub(crate) fn head() -> LogHead {
    world().head
}

/// A file with them.
pub(crate) fn sample_file() -> Vec<u8> {
    let (certificate, bulletin) = (keys::sample_certificate(), keys::sample_bulletin());
    let (mut writer, mut file) = FileWriter::start([&certificate], Some(&bulletin));
    parcels()
        .iter()
        .for_each(|parcel| file.extend(writer.parcel(&parcel.encode())));
    file.extend(writer.finish());
    file
}

fn sample_parcels() -> Vec<Vec<u8>> {
    let tag = case_tag(&GRANTED);
    let withheld = parcels()
        .iter()
        .map(|parcel| parcel.withhold(|other| *other == tag).encode());
    parcels()
        .iter()
        .map(Parcel::encode)
        .chain(withheld)
        .collect()
}

fn world() -> &'static World {
    static WORLD: std::sync::OnceLock<World> = std::sync::OnceLock::new();
    WORLD.get_or_init(|| make_world().expect("the samples are valid"))
}

/// The case whose grant is in the parcel.
const GRANTED: [u8; 16] = [5; 16];

fn make_world() -> Result<World, Box<dyn std::error::Error>> {
    let mut random = SeededRandom::for_simulation(2);
    let (author, bulletin) = (keys::device(), keys::sample_bulletin());
    let (authority, key) = (bulletin.authority(), CaseKey::generate(&mut random)?);
    let to = bulletin.epochs().last().ok_or("the sample has an epoch")?;
    let (by, to, none) = (author.device_id(), [to], Vec::new());
    let grant = CaseGrant::create(&authority, &by, &GRANTED, &key, 1, &to, none, &mut random)?;
    let changes = |n: u8| vec![vec![n; 300], (0..=255).collect()];
    let of_case = |case_id: &[u8; 16], grants: Vec<CaseGrant>, n: u8| CaseChanges {
        tag: case_tag(case_id),
        generation: 1,
        key: &key,
        grants,
        changes: changes(n),
    };
    let mut head = LogHead::START;
    let cases = vec![
        of_case(&GRANTED, vec![grant], 1),
        of_case(&[6; 16], Vec::new(), 2),
    ];
    let parcels = seal_all(
        pack(cases)?,
        authority,
        &author,
        &mut head,
        keys::NOW,
        &mut random,
    )?;
    Ok(World {
        author,
        authority,
        key,
        head,
        parcels,
    })
}

/// A stream with every kind of frame but the one that ends it early.
fn sample_stream() -> Vec<u8> {
    let cursor = Cursor { pos: 300, sub: 2 };
    let (device, authority) = (keys::device().device_id(), keys::authority_id());
    let signature = Signature::new([7; 64]);
    let hello = Hello {
        device,
        authority,
        certificate_follows: true,
        cursor,
        bulletin: 2,
        asked: vec![device],
        nonce: [9; 16],
        signature,
    };
    let name = ParcelName::new([3; 32]);
    let held = vec![Held {
        author: device,
        upto: 12,
        name,
        beyond: vec![(14, name)],
    }];
    let parcel = parcels()[0].encode();
    let frames = [
        Frame::Hello(hello),
        Frame::Certificate(keys::sample_certificate().encode()),
        Frame::Bulletin(keys::sample_bulletin().encode()),
        Frame::Parcel(parcel.clone()),
        Frame::Delivered { cursor, parcel },
        Frame::Receipt(Receipt { held, signature }),
        Frame::Rejected {
            index: 1,
            code: "parcel.signature".to_owned(),
        },
        Frame::End(End {
            more: true,
            cursor,
            bulletin: 2,
        }),
    ];
    let mut stream = vec![STREAM_VERSION];
    frames.iter().for_each(|frame| frame.write(&mut stream));
    stream
}

/// What a hub says to a device that it does not serve.
fn sample_refusal() -> Vec<u8> {
    let refusal = Frame::Refusal {
        code: "sync.revoked".to_owned(),
    };
    [&[STREAM_VERSION], refusal.encode().as_slice()].concat()
}
