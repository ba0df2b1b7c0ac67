//! What `sync` reads: parcels, and the stream of frames they travel in.

use nuong_sync::{
    CaseChanges, Cursor, End, Frame, FrameError, FrameReader, LogHead, Parcel, STREAM_VERSION,
    pack, seal_all,
};
use nuong_trust::{AuthorityId, CaseGrant, CaseKey, DeviceKeys, SeededRandom, case_tag};

use crate::{Target, keys};

/// The parsers of this part.
pub(crate) fn targets() -> Vec<Target> {
    vec![
        Target {
            name: "parcel",
            feed: parcel,
            samples: || world().parcels.clone(),
        },
        Target {
            name: "stream",
            feed: stream,
            samples: || vec![world().stream.clone()],
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

/// A device with one case, granted to its unit and written into parcels.
struct World {
    author: DeviceKeys,
    authority: AuthorityId,
    key: CaseKey,
    parcels: Vec<Vec<u8>>,
    stream: Vec<u8>,
}

fn world() -> &'static World {
    static WORLD: std::sync::OnceLock<World> = std::sync::OnceLock::new();
    WORLD.get_or_init(|| make_world().expect("the samples are valid"))
}

fn make_world() -> Result<World, Box<dyn std::error::Error>> {
    let mut random = SeededRandom::for_simulation(2);
    let (author, bulletin) = (keys::device(), keys::sample_bulletin());
    let (authority, key) = (bulletin.authority(), CaseKey::generate(&mut random)?);
    let case_id = [5; 16];
    let to = bulletin.epochs().last().ok_or("the sample has an epoch")?;
    let grant = CaseGrant::create(&authority, &case_id, &key, 1, to, &mut random)?;
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
        of_case(&case_id, vec![grant], 1),
        of_case(&[6; 16], Vec::new(), 2),
    ];
    let sealed = seal_all(
        pack(cases)?,
        authority,
        &author,
        &mut head,
        keys::NOW,
        &mut random,
    )?;
    let mut parcels: Vec<Vec<u8>> = sealed.iter().map(Parcel::encode).collect();
    parcels.extend(
        sealed
            .iter()
            .map(|parcel| parcel.withhold(|tag| *tag == case_tag(&case_id)).encode()),
    );
    let mut stream = vec![STREAM_VERSION];
    Frame::Certificate(keys::sample_certificate()).write(&mut stream);
    Frame::Bulletin(bulletin.encode()).write(&mut stream);
    Frame::Parcel(parcels[0].clone()).write(&mut stream);
    Frame::Delivered {
        cursor: Cursor { pos: 300, sub: 2 },
        parcel: parcels[0].clone(),
    }
    .write(&mut stream);
    Frame::Rejected {
        index: 1,
        code: "parcel.signature".to_owned(),
    }
    .write(&mut stream);
    Frame::End(End {
        more: true,
        cursor: Cursor::at(300),
        bulletin: 2,
    })
    .write(&mut stream);
    Ok(World {
        author,
        authority,
        key,
        parcels,
        stream,
    })
}
