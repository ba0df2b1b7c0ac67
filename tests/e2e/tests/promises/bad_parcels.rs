//! Parcel files that are not as they were written: each told by a stable code, nothing bad taken in, nothing good held up.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use nuong_e2e::{Device, Said, World, plain};
use nuong_station::sync::{Frame, FrameReader, MAX_PARCEL, STREAM_VERSION};
use serde_json::{Value, json};

/// A guard's three cases in a file of several parcels, and a supervisor who is to read them.
struct Carried {
    world: World,
    guard: Device,
    supervisor: Device,
    whole: Vec<u8>,
}

impl Carried {
    fn new() -> Self {
        let world = World::found();
        let guard = world.device("guard-a", "officer", "post-a");
        let supervisor = world.device("supervisor", "supervisor", "province");
        let file = world.path("card.nuong");
        for name in ["b1-no-signs", "b2-broken-off", "a3-girl-with-relative"] {
            guard.screen(&World::scenario(name));
            export(&guard, &file);
        }
        let whole = fs::read(&file).unwrap();
        Self {
            world,
            guard,
            supervisor,
            whole,
        }
    }

    /// Has the supervisor take in a file of these bytes.
    fn import(&self, bytes: &[u8]) -> Said {
        let file = self.world.path("brought.nuong");
        fs::write(&file, bytes).unwrap();
        import(&self.supervisor, &file)
    }

    /// The file as it was written brings everything, whatever came before.
    #[track_caller]
    fn whole_file_completes(&self) {
        self.import(&self.whole).well();
        assert_eq!(self.supervisor.contents(), self.guard.contents());
        assert_eq!(self.supervisor.cases().len(), 3);
    }
}

fn export(device: &Device, file: &Path) {
    device.run(["parcel", "export", plain(file)]).well();
}

fn import(device: &Device, file: &Path) -> Said {
    device.run(["parcel", "import", plain(file)])
}

fn frames(file: &[u8]) -> Vec<Frame> {
    let mut reader = FrameReader::new();
    reader.push(file);
    let mut frames = Vec::new();
    while let Some(frame) = reader.next_frame().unwrap() {
        frames.push(frame);
    }
    frames
}

fn file_of<'a>(frames: impl IntoIterator<Item = &'a Frame>) -> Vec<u8> {
    let mut file = vec![STREAM_VERSION];
    frames.into_iter().for_each(|frame| frame.write(&mut file));
    file
}

fn is_parcel(frame: &Frame) -> bool {
    matches!(frame, Frame::Parcel(_))
}

fn parcel_count(frames: &[Frame]) -> usize {
    frames.iter().filter(|frame| is_parcel(frame)).count()
}

/// Alters one byte of a parcel.
fn altered(frame: &Frame, at: usize) -> Frame {
    let Frame::Parcel(bytes) = frame else {
        panic!("not a parcel")
    };
    let mut bytes = bytes.clone();
    bytes[at] ^= 0x20;
    Frame::Parcel(bytes)
}

/// The codes of what was put in quarantine.
fn quarantined(said: &Value) -> Vec<String> {
    let codes = said["quarantined"].as_array().into_iter().flatten();
    codes
        .filter_map(|code| code.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn a_file_cut_short_anywhere_is_told_and_the_whole_one_completes_it() {
    let carried = Carried::new();
    let last = carried.whole.len() - 1;
    let cuts = [
        0,
        1,
        2,
        40,
        200,
        last / 4,
        last / 3,
        last / 2,
        last * 2 / 3,
        last - 20,
        last,
    ];
    for at in cuts {
        let said = carried.import(&carried.whole[..at]);
        assert_eq!(said.refused(), "parcel.truncated", "cut at {at}");
    }
    // What was whole before the cut is here already.
    assert!(!carried.supervisor.cases().is_empty());
    carried.whole_file_completes();
}

#[test]
fn an_altered_parcel_is_put_aside_wherever_it_was_altered() {
    let carried = Carried::new();
    let all = frames(&carried.whole);
    let parcel = all.iter().find(|frame| is_parcel(frame)).unwrap();
    let Frame::Parcel(bytes) = parcel else {
        unreachable!()
    };
    // Version, authority, author, number and table at the start; then sections; the signature's end.
    let start = [0, 1, 20, 36, 60, 110].into_iter();
    for at in start
        .chain((150..bytes.len()).step_by(bytes.len() / 8))
        .chain([bytes.len() - 1])
    {
        let rest = all.iter().filter(|frame| !is_parcel(frame));
        let (mut file, bad): (Vec<Frame>, _) = (rest.cloned().collect(), altered(parcel, at));
        file.insert(file.len() - 1, bad);
        let said = carried.import(&file_of(&file)).well();
        let codes = quarantined(&said);
        let taken = (&said["parcels"], &said["applied"], codes.len());
        assert_eq!(taken, (&json!(0), &json!(0), 1), "byte {at}: {said}");
        assert!(codes[0].starts_with("parcel."), "byte {at}: {codes:?}");
    }
    assert!(carried.supervisor.cases().is_empty());
    carried.whole_file_completes();
}

#[test]
fn an_altered_parcel_does_not_hold_up_the_others_of_its_file() {
    let carried = Carried::new();
    let mut all = frames(&carried.whole);
    let parcels = parcel_count(&all);
    assert!(parcels >= 3);
    let first = all.iter().position(is_parcel).unwrap();
    all[first + 1] = altered(&all[first + 1], 200);
    let said = carried.import(&file_of(&all)).well();
    assert_eq!(said["parcels"], json!(parcels - 1));
    assert_eq!(quarantined(&said).len(), 1);
    assert!(!carried.supervisor.cases().is_empty());
    carried.whole_file_completes();
}

#[test]
fn a_file_damaged_at_any_byte_is_met_in_order_and_hurts_nothing() {
    let carried = Carried::new();
    for part in 0..24 {
        let at = carried.whole.len() * part / 24;
        let mut damaged = carried.whole.clone();
        damaged[at] ^= 0xff;
        let said = carried.import(&damaged);
        if !said.well {
            assert_ne!(said.refused(), "internal", "byte {at}: {said:?}");
        }
    }
    carried.whole_file_completes();
}

#[test]
fn a_file_brought_again_changes_nothing_and_an_old_one_takes_nothing_back() {
    let carried = Carried::new();
    let first = carried.import(&carried.whole).well();
    let case = carried.guard.cases().remove(0);
    carried.guard.note(&case, "viết sau tệp thứ nhất");
    let newer = carried.world.path("newer.nuong");
    export(&carried.guard, &newer);
    import(&carried.supervisor, &newer).well();
    let contents = carried.supervisor.contents();
    assert_eq!(contents, carried.guard.contents());
    for _ in 0..2 {
        let again = carried.import(&carried.whole).well();
        assert_eq!(
            (&again["parcels"], &again["applied"]),
            (&json!(0), &json!(0))
        );
        assert_eq!(again["known"], first["parcels"]);
        assert_eq!(quarantined(&again), Vec::<String>::new());
    }
    assert_eq!(carried.supervisor.contents(), contents);
}

/// The file of a device of quite another authority.
fn foreign_file(carried: &Carried) -> (World, PathBuf) {
    let other = World::found();
    let stranger = other.device("stranger", "officer", "post-a");
    stranger.screen(&World::scenario("b1-no-signs"));
    let file = carried.world.path("foreign.nuong");
    export(&stranger, &file);
    (other, file)
}

#[test]
fn parcels_of_another_authority_are_not_taken() {
    let carried = Carried::new();
    let (_other, file) = foreign_file(&carried);
    let said = import(&carried.supervisor, &file).well();
    assert_eq!(said["parcels"], json!(0));
    let refused = quarantined(&said);
    for code in ["trust.foreign_authority", "parcel.foreign"] {
        assert!(
            refused.iter().any(|c| c == code),
            "{code} is not among {refused:?}"
        );
    }
    // A foreign parcel among our own does not hold them up.
    let foreign = frames(&fs::read(&file).unwrap());
    let ours = frames(&carried.whole);
    let (own_parcels, end) = (parcel_count(&ours), ours.len() - 1);
    let mixed = ours[..end]
        .iter()
        .chain(foreign.iter().filter(|f| is_parcel(f)))
        .chain(&ours[end..]);
    let said = carried.import(&file_of(mixed)).well();
    assert_eq!(said["parcels"], json!(own_parcels));
    assert_eq!(quarantined(&said), ["parcel.foreign"]);
    carried.whole_file_completes();
}

#[test]
fn a_parcel_without_its_authors_certificate_waits_for_it() {
    let carried = Carried::new();
    let all = frames(&carried.whole);
    let nameless = file_of(
        all.iter()
            .filter(|frame| !matches!(frame, Frame::Certificate(_))),
    );
    let said = carried.import(&nameless).well();
    assert!(
        quarantined(&said)
            .iter()
            .all(|code| code == "parcel.unknown_author"),
        "{said}"
    );
    assert!(carried.supervisor.cases().is_empty());
    let only_certificates = file_of(all.iter().filter(|frame| !is_parcel(frame)));
    carried.import(&only_certificates).well();
    assert_eq!(carried.supervisor.contents(), carried.guard.contents());
}

#[test]
fn what_is_larger_than_any_parcel_is_refused_and_does_not_hold_up_the_others() {
    let carried = Carried::new();
    let all = frames(&carried.whole);
    let mut with_a_giant = vec![Frame::Parcel(vec![1; MAX_PARCEL + 1])];
    with_a_giant.extend(all.iter().cloned());
    let said = carried.import(&file_of(&with_a_giant)).well();
    assert_eq!(quarantined(&said), ["parcel.oversized"]);
    assert_eq!(said["parcels"], json!(parcel_count(&all)));
    // A length that no parcel has is damage, and nothing is allocated by it.
    let mut endless = vec![STREAM_VERSION, 4];
    endless.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    let said = carried.import(&endless);
    assert!(
        ["frame.oversized", "frame.malformed"].contains(&said.refused()),
        "{said:?}"
    );
    // A file beyond all measure.
    let file = carried.world.path("huge.nuong");
    File::create(&file)
        .unwrap()
        .set_len(64 * 1024 * 1024 + 1)
        .unwrap();
    assert_eq!(
        import(&carried.supervisor, &file).refused(),
        "parcel.oversized"
    );
    carried.whole_file_completes();
}

#[test]
fn what_is_no_parcel_file_is_told_as_such() {
    let carried = Carried::new();
    for bytes in [
        "this is a letter, not a parcel\n".as_bytes(),
        &[STREAM_VERSION + 1, 8, 0],
        &[0; 500],
    ] {
        assert_eq!(carried.import(bytes).refused(), "frame.version");
    }
    for path in [
        carried.world.path("not-there.nuong"),
        carried.world.path(""),
    ] {
        assert_eq!(
            import(&carried.supervisor, &path).refused(),
            "file.unreadable"
        );
    }
    carried.whole_file_completes();
}
