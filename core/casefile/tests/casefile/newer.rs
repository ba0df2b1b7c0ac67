//! Documents of a newer schema are kept, carried and shown, never rewritten.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ObjType, ROOT};
use nuong_casefile::{Case, CaseId, CommandError, RawChange, Right};

use crate::common::*;
use crate::forge::{forged, section};

/// A case as a version that knows schema 2 might begin it.
fn newer() -> (Case, RawChange) {
    let mut doc = Automerge::new().with_actor(ActorId::from(GUARD_A.0));
    let mut tx = doc.transaction();
    tx.put(ROOT, "schema", 2_u64).unwrap();
    tx.put(ROOT, "id", vec![7; 16]).unwrap();
    let person = tx.put_object(ROOT, "person", ObjType::Map).unwrap();
    tx.put(&person, "name", "Hoa").unwrap();
    let address = tx.put_object(&person, "address", ObjType::Map).unwrap();
    tx.put(&address, "commune", "Mường Lống").unwrap();
    tx.put_object(ROOT, "pathway", ObjType::List).unwrap();
    tx.commit_with(CommitOptions::default().with_time(AT));
    let begins = RawChange::parse(doc.get_changes(&[])[0].raw_bytes()).unwrap();
    let (case, _) = Case::receive(std::slice::from_ref(&begins), |_, rights| {
        *rights == [Right::Create].into()
    })
    .unwrap();
    (case, begins)
}

#[test]
fn a_newer_document_reads_but_does_not_take_commands() {
    let (mut case, _) = newer();
    assert!(case.read_only());
    assert_eq!((case.schema(), case.id()), (2, CaseId([7; 16])));
    assert_eq!(values(&case.record().person["name"]), [said("Hoa")]);
    assert!(
        !case.record().person.contains_key("address"),
        "what is not understood is not shown"
    );
    let error = case.commit(GUARD_A, AT, &[field("name", "x")]).unwrap_err();
    assert_eq!(error, CommandError::ReadOnly { found: 2, known: 1 });
    assert_eq!(error.code(), "casefile.newer_schema");
}

#[test]
fn a_newer_document_takes_changes_and_keeps_every_byte() {
    let (mut case, begins) = newer();
    let change = forged(&case, GUARD_B, |tx| {
        tx.insert(section(tx, "pathway"), 0, "stage-2").unwrap();
        tx.put(section(tx, "person"), "height", 1.5).unwrap();
    });
    assert_eq!(
        case.rights_needed(&change).unwrap(),
        [Right::Unknown].into()
    );
    assert_eq!(
        case.apply(std::slice::from_ref(&change)).unwrap().applied,
        [change.hash]
    );
    assert_eq!(values(&case.record().person["height"]), [said("1.5")]);
    let again = Case::load(&case.save()).unwrap();
    let bytes: Vec<_> = again
        .changes()
        .into_iter()
        .map(|change| change.bytes)
        .collect();
    assert_eq!(bytes, [begins.bytes, change.bytes]);
    assert_eq!(case.history().len(), 2);
}

#[test]
fn a_document_that_is_raised_to_a_newer_schema_becomes_read_only() {
    let mut case = shared();
    let raise = forged(&case, SUPERVISOR, |tx| {
        tx.put(ROOT, "schema", 2_u64).unwrap();
    });
    assert_eq!(case.rights_needed(&raise).unwrap(), [Right::Unknown].into());
    case.apply(&[raise]).unwrap();
    assert!(case.read_only());
    assert!(case.commit(GUARD_A, AT, &[record("q", "yes")]).is_err());
    assert_eq!(case.record().interviews.len(), 1);
}
