//! Bytes and changes made to do harm. The engine panics, loops or inflates on several of these
//! when given them directly; it never sees them.

use automerge::legacy::{Key, ObjectId, OpId, OpType};
use automerge::{ActorId, ScalarValue};
use nuong_casefile::{
    Case, CaseError, Command, MAX_CHANGE_BYTES, MAX_DEPS, MAX_OPS, MAX_SNAPSHOT_BYTES, RawChange,
    Right,
};
use proptest::prelude::*;

use crate::common::*;
use crate::forge::{altered, chunk, contents, forged_change, section};

fn code(bytes: &[u8]) -> &'static str {
    RawChange::parse(bytes).unwrap_err().code()
}

fn sample() -> RawChange {
    let (mut a, mut b) = in_conflict();
    act(
        &mut b,
        GUARD_B,
        &[field("name", "Hoa"), Command::AddNote { text: "x".into() }],
    );
    exchange(&mut a, &mut b);
    act(
        &mut a,
        SUPERVISOR,
        &[resolve("interviews/i1/safety/hurt", "yes"), start("i2")],
    )
}

#[test]
fn a_change_reads_back_from_its_bytes_and_nothing_shows_its_contents() {
    let change = sample();
    let again = RawChange::parse(&change.bytes).unwrap();
    assert_eq!(
        (again.hash, again.seq, again.at),
        (change.hash, change.seq, change.at)
    );
    assert_eq!((again.author, &again.deps), (SUPERVISOR, &change.deps));
    let mut case = shared();
    let secret = act(&mut case, GUARD_A, &[field("name", "Nguyễn Thị Hoa")]);
    assert!(!format!("{secret:?} {case:?}").contains("Hoa"));
}

#[test]
fn a_change_cut_anywhere_is_refused() {
    let change = sample();
    for len in 0..change.bytes.len() {
        assert_eq!(code(&change.bytes[..len]), "casefile.malformed");
    }
    let longer = [&change.bytes[..], &[0]].concat();
    assert_eq!(code(&longer), "casefile.malformed");
}

#[test]
fn a_change_with_any_bit_flipped_is_refused() {
    let change = sample();
    for index in 0..change.bytes.len() {
        let mut bytes = change.bytes.clone();
        bytes[index] ^= 1 << (index % 8);
        assert!(RawChange::parse(&bytes).is_err(), "byte {index}");
    }
    let mut bytes = change.bytes.clone();
    bytes[4] ^= 1;
    assert_eq!(code(&bytes), "casefile.damaged");
}

#[test]
fn a_change_may_be_as_long_as_the_limit_and_no_longer() {
    assert_eq!(code(&vec![0; MAX_CHANGE_BYTES]), "casefile.malformed");
    assert_eq!(code(&vec![0; MAX_CHANGE_BYTES + 1]), "casefile.too_large");
    let error = Case::load(&vec![0; MAX_SNAPSHOT_BYTES + 64]).unwrap_err();
    assert_eq!(
        error,
        CaseError::TooLarge {
            limit: MAX_SNAPSHOT_BYTES
        }
    );
}

#[test]
fn compressed_changes_documents_and_bundles_are_not_changes() {
    let case = shared();
    let text = "a".repeat(8000);
    let mut change = forged_change(&case, GUARD_A, |tx| {
        automerge::transaction::Transactable::put(tx, section(tx, "person"), "x", text).unwrap();
    });
    let bytes = change.bytes().into_owned();
    assert_eq!(bytes[8], 2, "the engine compresses long changes");
    assert_eq!(code(&bytes), "casefile.malformed");
    assert!(RawChange::parse(change.raw_bytes()).is_ok());
    assert_eq!(code(&case.save()), "casefile.malformed");
    assert_eq!(code(&chunk(3, &[])), "casefile.malformed");
}

#[test]
fn authors_of_another_length_are_refused() {
    let change = sample();
    for len in [0, 1, 15, 17, 32] {
        let bytes = altered(&change, |change| {
            change.actor_id = ActorId::from(vec![9; len]);
        });
        assert_eq!(code(&bytes), "casefile.malformed");
    }
}

#[test]
fn messages_foreign_footers_and_impossible_times_are_refused() {
    let change = sample();
    let bytes = altered(&change, |change| change.message = Some("hello".into()));
    assert_eq!(code(&bytes), "casefile.malformed");
    let bytes = altered(&change, |change| change.extra_bytes = vec![1, 2, 3, 4]);
    assert_eq!(code(&bytes), "casefile.malformed");
    for time in [-1, i64::MIN, i64::MAX] {
        let bytes = altered(&change, |change| change.time = time);
        assert_eq!(code(&bytes), "casefile.malformed");
    }
    assert!(RawChange::parse(&altered(&change, |change| change.time = 0)).is_ok());
}

#[test]
fn too_many_dependencies_or_operations_are_refused_one_past_the_limit() {
    let change = sample();
    let deps = |count: usize| {
        let hash = |n: usize| {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&(n as u64).to_be_bytes());
            automerge::ChangeHash(hash)
        };
        altered(&change, |change| {
            change.deps = (0..count).map(hash).collect();
        })
    };
    assert!(RawChange::parse(&deps(MAX_DEPS)).is_ok());
    assert_eq!(code(&deps(MAX_DEPS + 1)), "casefile.malformed");
    let ops = |count: usize| {
        altered(&change, |change| {
            let mut op = change.operations[0].clone();
            op.key = Key::Map("k".into());
            op.pred = vec![].into();
            op.action = OpType::Put(ScalarValue::Null);
            change.operations = vec![op; count];
        })
    };
    assert!(RawChange::parse(&ops(MAX_OPS)).is_ok());
    assert_eq!(code(&ops(MAX_OPS + 1)), "casefile.malformed");
    assert_eq!(code(&ops(0)), "casefile.malformed");
}

#[test]
fn operations_that_are_not_part_of_the_format_are_refused() {
    let change = sample();
    let actions = [
        OpType::Increment(1),
        OpType::MarkEnd(true),
        OpType::Make(automerge::ObjType::Text),
        OpType::Make(automerge::ObjType::Table),
    ];
    for action in actions {
        let bytes = altered(&change, |change| {
            change.operations[0].action = action.clone();
        });
        assert_eq!(code(&bytes), "casefile.malformed", "{action:?}");
    }
}

#[test]
fn a_run_of_rows_without_end_is_refused_at_once() {
    // deps 0, author, seq 1, start 1, time 0, no message, no others, one column `action` whose
    // three-byte run claims 2^40 rows.
    let mut body = vec![0, 16];
    body.extend([1; 16]);
    body.extend([1, 1, 0, 0, 0, 1, 0x42, 7]);
    body.extend([0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1]);
    assert_eq!(code(&chunk(1, &body)), "casefile.malformed");
}

/// The engine writes changes in its own encoding again when it saves. A change that said the same
/// in other bytes would come back with another hash, and the snapshot could not be loaded.
#[test]
fn a_change_in_another_encoding_than_the_engines_own_is_refused() {
    let (_, begins) = opened();
    let body = contents(&begins.bytes);
    assert_eq!(RawChange::parse(&chunk(1, &body)).unwrap(), begins);
    // After the count of dependencies and the author comes the number 1, here in two bytes.
    let long_number = [&body[..18], &[0x81, 0x00], &body[19..]].concat();
    assert_eq!(code(&chunk(1, &long_number)), "casefile.malformed");
    // Two operations are puts: a run of two, here as a literal 1, 1.
    let single = altered(&begins, |change| change.operations.truncate(2));
    let body = contents(&single);
    let (run, literal) = ([2, 2, 1, 0x7e], [2, 0x7e, 1, 1, 0x7e]);
    let column = body.windows(2).position(|pair| pair == [0x42, 2]).unwrap();
    let data = body.windows(4).position(|bytes| bytes == run).unwrap();
    let mut other = [&body[..data], &literal, &body[data + 4..]].concat();
    other[column + 1] = 3;
    assert!(
        automerge::Change::try_from(&chunk(1, &other)[..]).is_ok(),
        "the engine reads it"
    );
    assert_eq!(code(&chunk(1, &other)), "casefile.malformed");
}

/// A well-formed change on top of a case in conflict, to be altered into a harmful one.
fn target() -> (Case, RawChange) {
    let (mut a, _) = in_conflict();
    let case = a.clone();
    let note = Command::AddNote { text: "x".into() };
    let change = act(
        &mut a,
        SUPERVISOR,
        &[note, resolve("interviews/i1/safety/hurt", "no")],
    );
    (case, change)
}

#[test]
fn a_change_that_breaks_the_document_is_refused_before_the_engine_sees_it() {
    let (case, change) = target();
    type Alter = fn(&mut automerge::ExpandedChange);
    let alters: [(&str, Alter); 10] = [
        ("operation numbers far ahead", |c| {
            c.start_op = 4_000_000_000.try_into().unwrap();
        }),
        ("operation numbers used before", |c| {
            c.start_op = 3.try_into().unwrap();
        }),
        ("a number skipped", |c| c.seq = 2),
        ("a number far ahead", |c| c.seq = u64::MAX),
        ("part of its past left out", |c| c.deps.truncate(1)),
        ("an object never made", |c| {
            c.operations[0].obj = ObjectId::Id(OpId::new(9999, &ActorId::from([0xb2; 16])));
        }),
        ("an object of nobody known", |c| {
            c.operations[0].obj = ObjectId::Id(OpId::new(3, &ActorId::from([0xee; 16])));
        }),
        ("a value taken for an object", |c| {
            c.operations[0].obj = ObjectId::Id(OpId::new(1, &ActorId::from([0xa1; 16])));
        }),
        ("after an element never inserted", |c| {
            c.operations[0].key = Key::Seq(automerge::legacy::ElementId::Id(OpId::new(
                2,
                &ActorId::from([0xa1; 16]),
            )));
        }),
        ("overwriting only one of two values", |c| {
            let op = c
                .operations
                .iter_mut()
                .find(|op| op.pred.len() == 2)
                .unwrap();
            op.pred = vec![op.pred.get(0).unwrap().clone()].into();
        }),
    ];
    for (what, alter) in alters {
        let bytes = altered(&change, alter);
        let bad = RawChange::parse(&bytes).unwrap();
        let rights = case.rights_needed(&bad).unwrap();
        assert!(rights.contains(&Right::Forbidden), "{what}: {rights:?}");
        let mut same = case.clone();
        let outcome = same.apply(&[bad]).unwrap();
        assert_eq!(
            (outcome.applied.len(), outcome.refused.len()),
            (0, 1),
            "{what}"
        );
        act(&mut same, GUARD_A, &[field("name", "still works")]);
    }
}

#[test]
fn a_snapshot_altered_or_cut_is_refused() {
    let bytes = sample_snapshot();
    for len in 0..bytes.len() {
        assert!(Case::load(&bytes[..len]).is_err());
    }
    for index in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[index] ^= 1 << (index % 8);
        assert!(Case::load(&altered).is_err(), "byte {index}");
    }
    assert_eq!(Case::load(&[]).unwrap_err().code(), "casefile.malformed");
    assert!(Case::load(&sample().bytes).is_err());
    let foreign = automerge::AutoCommit::new().save();
    assert!(Case::load(&foreign).is_err(), "a document that is no case");
}

fn sample_snapshot() -> Vec<u8> {
    let (mut a, mut b) = in_conflict();
    act(&mut b, GUARD_B, &[Command::AddNote { text: "x".into() }]);
    exchange(&mut a, &mut b);
    a.save()
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(RawChange::parse(&bytes).is_err());
        prop_assert!(Case::load(&bytes).is_err());
        for kind in 0..4 {
            let _ = RawChange::parse(&chunk(kind, &bytes));
            let _ = Case::load(&chunk(kind, &bytes));
        }
    }

    /// Altered contents under a right checksum: what parses is judged, and applied or refused.
    #[test]
    fn altered_changes_never_panic(
        edits in prop::collection::vec((any::<u16>(), any::<u8>()), 1..6),
    ) {
        let (mut case, change) = target();
        let mut body = contents(&change.bytes);
        for (index, byte) in edits {
            let index = usize::from(index) % body.len();
            body[index] = byte;
        }
        if let Ok(change) = RawChange::parse(&chunk(1, &body)) {
            let before = case.heads();
            let outcome = case.apply(std::slice::from_ref(&change));
            let applied = outcome.is_ok_and(|outcome| !outcome.applied.is_empty());
            prop_assert_eq!(case.heads() != before, applied);
            let again = Case::load(&case.save()).unwrap();
            prop_assert_eq!(again.heads(), case.heads());
            act(&mut case, GUARD_A, &[field("name", "still works")]);
        }
    }

    #[test]
    fn altered_snapshots_never_panic(
        edits in prop::collection::vec((any::<u16>(), any::<u8>()), 1..6),
    ) {
        let mut body = contents(&sample_snapshot());
        for (index, byte) in edits {
            let index = usize::from(index) % body.len();
            body[index] = byte;
        }
        if let Ok(case) = Case::load(&chunk(0, &body)) {
            let _ = (case.record(), case.conflicts(), case.history(), case.save());
        }
    }
}
