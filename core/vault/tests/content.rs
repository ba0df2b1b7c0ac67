//! What is put is what is read, in the order that is promised.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Place, case, change, parcel, tag, write};
use nuong_vault::{
    ChangeState, Kept, MAX_DRAFT_TEXT, MAX_SNAPSHOT, NewParcel, SectionEntry, SectionState,
    VaultError,
};

#[test]
fn drafts_are_read_in_the_order_they_were_given_and_cleared_only_as_far_as_folded() {
    let place = Place::new();
    let mut vault = place.create();
    let first = vault.append_draft(case(1), "i", "a", "1", 10).unwrap();
    vault.append_draft(case(2), "i", "b", "2", 11).unwrap();
    let last = vault.append_draft(case(1), "i", "c", "3", 12).unwrap();
    assert_eq!(write(&mut vault, |tx| tx.clear_drafts(case(1), first)), 1);
    let left = vault.drafts(case(1)).unwrap();
    assert_eq!(
        left.iter()
            .map(|draft| (draft.id, draft.path.as_str()))
            .collect::<Vec<_>>(),
        [(last, "c")]
    );
    assert_eq!(vault.all_drafts().unwrap().len(), 2);
}

#[test]
fn a_draft_may_be_as_long_as_the_limit_and_no_longer() {
    let place = Place::new();
    let mut vault = place.create();
    vault
        .append_draft(case(1), "i", "q", &"x".repeat(MAX_DRAFT_TEXT), 1)
        .unwrap();
    let error = vault
        .append_draft(case(1), "i", "q", &"x".repeat(MAX_DRAFT_TEXT + 1), 1)
        .unwrap_err();
    assert_eq!(
        error,
        VaultError::TooLarge {
            what: "value",
            len: MAX_DRAFT_TEXT + 1,
            max: MAX_DRAFT_TEXT
        }
    );
}

#[test]
fn a_change_is_kept_once_and_only_for_a_known_case() {
    let place = Place::new();
    let mut vault = place.create();
    let lost: Result<_, VaultError> =
        vault.transaction(|tx| tx.append_change(&change(case(1), 1, true)));
    assert_eq!(lost, Err(VaultError::UnknownCase));
    write(&mut vault, |tx| {
        assert!(tx.put_case(case(1), tag(1))?);
        assert!(!tx.put_case(case(1), tag(1))?);
        assert_eq!(tx.put_case(case(1), tag(2)), Err(VaultError::Contradiction));
        assert_eq!(tx.put_case(case(2), tag(1)), Err(VaultError::Contradiction));
        assert!(tx.append_change(&change(case(1), 1, true))?.is_some());
        assert!(tx.append_change(&change(case(1), 1, false))?.is_none());
        Ok(())
    });
    assert_eq!(vault.change_count().unwrap(), 1);
    assert!(vault.has_change(case(1), [1; 32]).unwrap());
    assert_eq!(vault.case_of_tag(tag(1)).unwrap(), Some(case(1)));
    assert_eq!(vault.case_tag(case(1)).unwrap(), Some(tag(1)));
}

#[test]
fn a_change_of_the_longest_length_is_kept_and_a_longer_one_refused() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| tx.put_case(case(1), tag(1)));
    let mut long = change(case(1), 1, true);
    long.bytes = vec![0; 64 * 1024];
    write(&mut vault, |tx| tx.append_change(&long));
    long.bytes.push(0);
    let refused: Result<_, VaultError> = vault.transaction(|tx| tx.append_change(&long));
    assert_eq!(refused.unwrap_err().code(), "vault.too-large");
}

#[test]
fn the_log_of_a_case_is_its_own_and_in_order() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        for n in [1, 2, 3] {
            tx.put_case(case(n), tag(n))?;
        }
        for n in 0..9u8 {
            tx.append_change(&change(case(n % 3 + 1), n, false))?;
        }
        Ok(())
    });
    let log = vault.changes(case(2)).unwrap();
    assert_eq!(
        log.iter().map(|change| change.seq).collect::<Vec<_>>(),
        [1, 4, 7]
    );
    assert!(log.iter().all(|change| change.case == case(2)));
    assert_eq!(vault.changes_since(case(2), log[0].id).unwrap().len(), 2);
    assert!(vault.changes(case(9)).unwrap().is_empty());
}

#[test]
fn a_change_that_waited_comes_after_the_snapshot_that_lacks_it() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        tx.put_case(case(1), tag(1))?;
        let mut early = change(case(1), 1, false);
        early.state = ChangeState::Waiting;
        tx.append_change(&early)?;
        let last = tx.append_change(&change(case(1), 2, false))?;
        tx.put_snapshot(case(1), b"document", last.unwrap_or(0))
    });
    let snapshot = vault.snapshot(case(1)).unwrap().unwrap();
    assert!(snapshot.bytes == b"document");
    assert!(
        vault
            .changes_since(case(1), snapshot.last_change)
            .unwrap()
            .is_empty()
    );
    assert_eq!(vault.changes_not_applied(case(1)).unwrap().len(), 1);
    write(&mut vault, |tx| {
        tx.set_change_state(case(1), [1; 32], &ChangeState::Applied)
    });
    let since = vault.changes_since(case(1), snapshot.last_change).unwrap();
    assert_eq!(
        since.iter().map(|change| change.seq).collect::<Vec<_>>(),
        [1]
    );
    assert!(vault.changes_not_applied(case(1)).unwrap().is_empty());
}

#[test]
fn a_change_set_aside_says_why() {
    let place = Place::new();
    let mut vault = place.create();
    let aside = ChangeState::Aside {
        code: "case.no-right".into(),
    };
    write(&mut vault, |tx| {
        tx.put_case(case(1), tag(1))?;
        tx.append_change(&change(case(1), 1, false))?;
        tx.set_change_state(case(1), [1; 32], &aside)?;
        assert_eq!(
            tx.set_change_state(case(1), [2; 32], &aside),
            Err(VaultError::UnknownEntry)
        );
        Ok(())
    });
    assert!(vault.changes(case(1)).unwrap()[0].state == aside);
}

#[test]
fn the_outbox_holds_own_changes_until_a_parcel_carries_them() {
    let place = Place::new();
    let mut vault = place.create();
    let parcel = [4; 32];
    write(&mut vault, |tx| {
        tx.put_case(case(1), tag(1))?;
        for n in 1..=3 {
            tx.append_change(&change(case(1), n, n != 2))?;
        }
        let waiting: Vec<i64> = tx.outbox()?.iter().map(|change| change.id).collect();
        assert_eq!(waiting.len(), 2);
        tx.mark_parcelled(&waiting[..1], parcel)
    });
    assert_eq!(
        vault
            .outbox()
            .unwrap()
            .iter()
            .map(|change| change.seq)
            .collect::<Vec<_>>(),
        [3]
    );
    assert_eq!(vault.changes(case(1)).unwrap()[0].parcel, Some(parcel));
}

#[test]
fn a_snapshot_takes_less_room_than_it_holds_and_has_a_limit() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| tx.put_case(case(1), tag(1)));
    let document = "người được hỏi ".repeat(500).into_bytes();
    write(&mut vault, |tx| tx.put_snapshot(case(1), &document, 7));
    assert!(vault.snapshot(case(1)).unwrap().unwrap().bytes == document);
    assert!(vault.snapshot_len(case(1)).unwrap().unwrap() < document.len() as u64 / 10);
    write(&mut vault, |tx| {
        tx.put_snapshot(case(1), &vec![0; MAX_SNAPSHOT], 8)
    });
    let refused: Result<_, VaultError> =
        vault.transaction(|tx| tx.put_snapshot(case(1), &vec![0; MAX_SNAPSHOT + 1], 9));
    assert_eq!(refused.unwrap_err().code(), "vault.too-large");
    assert_eq!(vault.snapshot(case(1)).unwrap().unwrap().last_change, 8);
}

#[test]
fn a_parcel_is_kept_once_and_a_fork_is_kept_aside() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        assert_eq!(tx.put_parcel(&parcel(7, 1, 1))?, Kept::New);
        assert_eq!(tx.put_parcel(&parcel(7, 1, 1))?, Kept::Known);
        assert_eq!(tx.put_parcel(&parcel(7, 1, 2))?, Kept::Forked);
        assert_eq!(tx.put_parcel(&parcel(7, 3, 3))?, Kept::New);
        Ok(())
    });
    assert_eq!(vault.author_head([7; 16]).unwrap(), Some((3, [3; 32])));
    assert_eq!(vault.author_head([8; 16]).unwrap(), None);
    assert!(vault.parcel([2; 32]).unwrap().unwrap().about.fork);
    assert_eq!(vault.parcels().unwrap().len(), 3);
    assert_eq!(
        vault
            .parcels_not_at_hub()
            .unwrap()
            .iter()
            .map(|about| about.seq)
            .collect::<Vec<_>>(),
        [1, 3]
    );
}

#[test]
fn what_the_hub_acknowledged_or_sent_is_not_brought_again() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        for seq in 1..=4 {
            tx.put_parcel(&NewParcel {
                own: true,
                ..parcel(7, seq, seq as u8)
            })?;
        }
        tx.put_parcel(&NewParcel {
            at_hub: true,
            ..parcel(8, 1, 20)
        })?;
        tx.put_parcel(&parcel(9, 1, 30))?;
        tx.put_parcel(&NewParcel {
            at_hub: true,
            ..parcel(9, 1, 30)
        })?;
        assert_eq!(tx.mark_at_hub([7; 16], 3)?, 3);
        assert_eq!(tx.mark_at_hub([7; 16], 3)?, 0);
        Ok(())
    });
    let to_bring = vault.parcels_not_at_hub().unwrap();
    assert_eq!(
        to_bring
            .iter()
            .map(|about| (about.author[0], about.seq, about.len))
            .collect::<Vec<_>>(),
        [(7, 4, 300)]
    );
    assert_eq!(vault.own_log_head().unwrap(), Some((4, [4; 32])));
}

#[test]
fn a_parcel_that_comes_by_card_after_the_hubs_receipt_for_it_is_not_brought() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        tx.mark_at_hub([7; 16], 3)?;
        tx.put_parcel(&parcel(7, 2, 2))?;
        tx.put_parcel(&parcel(7, 4, 4))?;
        Ok(())
    });
    let to_bring: Vec<u64> = vault
        .parcels_not_at_hub()
        .unwrap()
        .iter()
        .map(|p| p.seq)
        .collect();
    assert_eq!(to_bring, [4]);
}

#[test]
fn receipts_are_remembered_by_author_and_can_be_taken_back() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        for seq in 1..=5 {
            tx.put_parcel(&parcel(7, seq, seq as u8))?;
        }
        tx.mark_at_hub([7; 16], 2)?;
        tx.mark_at_hub([7; 16], 1)?;
        assert_eq!(
            tx.acknowledged()?,
            [([7; 16], 2)],
            "a late receipt takes nothing back"
        );
        assert_eq!(tx.mark_one_at_hub([7; 16], 4)?, 1);
        assert_eq!(tx.acknowledged()?, [([7; 16], 2)]);
        let left = |tx: &nuong_vault::Records| {
            let left = tx.parcels_not_at_hub();
            left.map(|left| left.iter().map(|about| about.seq).collect::<Vec<_>>())
        };
        assert_eq!(left(tx)?, [3, 5]);
        assert_eq!(tx.forget_at_hub([7; 16], 1)?, 2);
        assert_eq!(left(tx)?, [2, 3, 4, 5]);
        assert_eq!(tx.acknowledged()?, [([7; 16], 1)]);
        tx.mark_refused([3; 32], Some("parcel.fork"))?;
        assert_eq!(left(tx)?, [2, 4, 5]);
        assert_eq!(
            tx.mark_refused([9; 32], None),
            Err(VaultError::UnknownEntry)
        );
        tx.mark_refused([3; 32], None)?;
        assert_eq!(left(tx)?, [2, 3, 4, 5]);
        Ok(())
    });
}

#[test]
fn a_section_waits_for_its_key_and_a_withheld_one_can_be_filled() {
    let place = Place::new();
    let mut vault = place.create();
    let refused = SectionState::Refused {
        code: "parcel.section-sealed".into(),
    };
    write(&mut vault, |tx| {
        tx.put_parcel(&parcel(7, 1, 1))?;
        assert_eq!(tx.sections_waiting_for(tag(1))?, [([1; 32], 1)]);
        assert!(tx.sections_waiting_for(tag(2))?.is_empty());
        let fuller = SectionEntry {
            index: 2,
            tag: Some(tag(2)),
            state: SectionState::NoKey,
        };
        tx.update_parcel_bytes([1; 32], &[5; 400], &[fuller])?;
        assert_eq!(tx.sections_waiting_for(tag(2))?, [([1; 32], 2)]);
        tx.set_section_state([1; 32], 1, &SectionState::Read)?;
        assert!(tx.sections_waiting_for(tag(1))?.is_empty());
        tx.set_section_state([1; 32], 2, &refused)?;
        assert_eq!(
            tx.set_section_state([1; 32], 3, &SectionState::Read),
            Err(VaultError::UnknownEntry)
        );
        assert_eq!(
            tx.set_section_state([2; 32], 1, &SectionState::Read),
            Err(VaultError::UnknownEntry)
        );
        assert_eq!(
            tx.update_parcel_bytes([2; 32], &[], &[]),
            Err(VaultError::UnknownEntry)
        );
        Ok(())
    });
    let kept = vault.parcel([1; 32]).unwrap().unwrap();
    assert_eq!(kept.bytes, [5; 400]);
    let states: Vec<_> = kept
        .sections
        .into_iter()
        .map(|section| section.state)
        .collect();
    assert_eq!(states, [SectionState::Read, SectionState::Read, refused]);
}

#[test]
fn a_parcel_over_its_limit_is_refused() {
    let place = Place::new();
    let mut vault = place.create();
    let full = NewParcel {
        bytes: vec![0; 64 * 1024],
        ..parcel(1, 1, 1)
    };
    write(&mut vault, |tx| tx.put_parcel(&full));
    let over = NewParcel {
        bytes: vec![0; 64 * 1024 + 1],
        ..parcel(1, 2, 2)
    };
    let refused: Result<_, VaultError> = vault.transaction(|tx| tx.put_parcel(&over));
    assert_eq!(refused.unwrap_err().code(), "vault.too-large");
}

#[test]
fn what_is_kept_by_name_is_found_by_name_and_replaced_whole() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        tx.put_secret("unit-key", b"lao-cai/1", &[1])?;
        tx.put_secret("unit-key", b"lao-cai/1", &[2])?;
        tx.put_secret("case-key", b"lao-cai/1", &[3])?;
        tx.put_state("cursor", &[4])?;
        tx.put_state("cursor", &[5])?;
        tx.put_certificate([1; 16], &[6])?;
        tx.put_certificate([1; 16], &[7])?;
        assert!(tx.put_pack([1; 32], "border-initial", "1", &[8])?);
        assert!(!tx.put_pack([1; 32], "border-initial", "1", &[9])?);
        Ok(())
    });
    assert_eq!(
        vault
            .secret("unit-key", b"lao-cai/1")
            .unwrap()
            .unwrap()
            .as_slice(),
        [2]
    );
    assert_eq!(vault.secrets("unit-key").unwrap().len(), 1);
    assert!(vault.secret("unit-key", b"other").unwrap().is_none());
    assert_eq!(vault.state("cursor").unwrap(), Some(vec![5]));
    assert_eq!(vault.state("other").unwrap(), None);
    assert_eq!(vault.certificate([1; 16]).unwrap(), Some(vec![7]));
    assert_eq!(vault.certificates().unwrap().len(), 1);
    assert_eq!(
        vault.pack([1; 32]).unwrap(),
        Some(vec![8]),
        "a pack is never altered"
    );
    assert_eq!(vault.packs().unwrap()[0].id, "border-initial");
}

#[test]
fn what_could_not_be_used_is_kept_whole_with_its_reason() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        tx.quarantine("parcel", "parcel.truncated", &[1, 2, 3], 9)
    });
    let aside = vault.quarantined().unwrap();
    assert_eq!(
        (aside[0].kind.as_str(), aside[0].code.as_str(), aside[0].at),
        ("parcel", "parcel.truncated", 9)
    );
    assert_eq!(aside[0].bytes, [1, 2, 3]);
}
