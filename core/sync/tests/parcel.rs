//! What a parcel promises by itself.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Case, NOW, World};
use nuong_sync::{
    CaseChanges, Draft, DraftSection, LogHead, MAX_CHANGE, MAX_PARCEL, MAX_SECTIONS, Parcel,
    ParcelError, ParcelName, SectionKind, TARGET_PARCEL, pack, seal, seal_all,
};
use nuong_trust::{
    AuthorityId, CaseGrant, CaseKey, CaseTag, DeviceKeys, Random, SeededRandom, case_tag,
};
use proptest::prelude::*;

struct Writer {
    random: SeededRandom,
    keys: DeviceKeys,
    authority: AuthorityId,
    cases: Vec<Case>,
}

impl Writer {
    fn new() -> Self {
        let mut random = SeededRandom::for_simulation(5);
        let keys = DeviceKeys::generate(&mut random).unwrap();
        let case = |id| Case {
            id: [id; 16],
            key: CaseKey::generate(&mut random).unwrap(),
        };
        let cases = [1, 2, 3].map(case).into();
        Self {
            random,
            keys,
            authority: AuthorityId::new([9; 16]),
            cases,
        }
    }

    fn draft(&self, sections: &[(&Case, &[u8])]) -> Draft<'_> {
        self.draft_of(sections.iter().map(|(case, change)| {
            let key = &self.cases.iter().find(|one| one.id == case.id).unwrap().key;
            DraftSection::new(case.tag(), 1, key, &[change.to_vec()]).unwrap()
        }))
    }

    fn draft_of<'k>(&self, sections: impl Iterator<Item = DraftSection<'k>>) -> Draft<'k> {
        Draft {
            authority: self.authority,
            author: self.keys.device_id(),
            seq: 1,
            prev: ParcelName::NONE,
            at: NOW,
            grants: Vec::new(),
            pieces: Vec::new(),
            sections: sections.collect(),
        }
    }

    /// A parcel of three cases.
    fn parcel(&self) -> Parcel {
        let [one, two, three] = &self.cases[..] else {
            panic!()
        };
        seal(
            &self.draft(&[(one, b"first"), (two, b"second"), (three, b"third")]),
            &self.keys,
            [4; 16],
        )
        .unwrap()
    }

    fn verify(&self, parcel: &Parcel) -> Result<(), ParcelError> {
        parcel.verify(self.keys.public(), &self.authority)
    }
}

#[test]
fn a_parcel_comes_back_verifies_and_opens() {
    let writer = Writer::new();
    let parcel = writer.parcel();
    let again = Parcel::decode(&parcel.encode()).unwrap();
    assert_eq!(again, parcel);
    assert_eq!(writer.verify(&again), Ok(()));
    assert!(again.is_complete());
    assert_eq!(again.open(1, &writer.cases[1].key).unwrap(), [b"second"]);
    assert_eq!(
        again.open(1, &writer.cases[0].key),
        Err(ParcelError::CannotOpen)
    );
    assert_eq!(
        again.open(3, &writer.cases[0].key),
        Err(ParcelError::NoSection)
    );
    let section = again.sections().nth(2).unwrap();
    assert_eq!(
        (section.kind, section.generation),
        (SectionKind::Case(writer.cases[2].tag()), Some(1))
    );
}

#[test]
fn a_withheld_or_erased_section_changes_neither_name_nor_signature() {
    let writer = Writer::new();
    let parcel = writer.parcel();
    let kept = writer.cases[1].tag();
    let less = Parcel::decode(&parcel.withhold(|tag| *tag == kept).encode()).unwrap();
    assert_eq!(less.name(), parcel.name());
    assert_eq!(writer.verify(&less), Ok(()));
    assert_eq!(
        less.sections()
            .map(|section| section.present)
            .collect::<Vec<_>>(),
        [false, true, false]
    );
    assert_eq!(less.open(1, &writer.cases[1].key).unwrap(), [b"second"]);
    assert_eq!(less.open(0, &writer.cases[0].key), Err(ParcelError::Absent));
    let none = parcel.withhold(|_| false);
    assert_eq!((none.name(), writer.verify(&none)), (parcel.name(), Ok(())));
    let bytes = parcel.encode();
    let secret = parcel.sections().next().unwrap().length;
    assert!(
        secret > 16
            && !none
                .encode()
                .windows(16)
                .any(|window| bytes[bytes.len() - 16..] == *window)
    );
}

#[test]
fn what_was_withheld_is_filled_from_another_copy_of_the_same_parcel_only() {
    let writer = Writer::new();
    let parcel = writer.parcel();
    let mut less = parcel.withhold(|_| false);
    assert!(less.fill(&parcel).unwrap());
    assert_eq!(less, parcel);
    assert!(!less.fill(&parcel).unwrap(), "nothing was missing");
    let other = seal(
        &writer.draft(&[(&writer.cases[0], b"first")]),
        &writer.keys,
        [5; 16],
    )
    .unwrap();
    assert_eq!(less.fill(&other), Err(ParcelError::Other));
}

#[test]
fn any_bit_altered_is_refused() {
    let writer = Writer::new();
    let parcel = writer.parcel();
    for bytes in [
        parcel.encode(),
        parcel
            .withhold(|tag| *tag == writer.cases[0].tag())
            .encode(),
    ] {
        for bit in 0..bytes.len() * 8 {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let read = Parcel::decode(&altered).and_then(|parcel| writer.verify(&parcel));
            assert!(read.is_err(), "bit {bit}");
        }
    }
}

#[test]
fn a_parcel_cut_anywhere_is_truncated() {
    let bytes = Writer::new().parcel().encode();
    for length in 0..bytes.len() {
        assert_eq!(
            Parcel::decode(&bytes[..length]).unwrap_err(),
            ParcelError::Truncated
        );
    }
    let longer = [bytes, vec![0]].concat();
    assert_eq!(Parcel::decode(&longer).unwrap_err(), ParcelError::Malformed);
}

#[test]
fn foreign_newer_oversized_and_wrongly_signed_parcels_have_their_own_codes() {
    let mut writer = Writer::new();
    let parcel = writer.parcel();
    let foreign = parcel.verify(writer.keys.public(), &AuthorityId::new([8; 16]));
    assert_eq!(foreign.unwrap_err().code(), "parcel.foreign");
    let other = DeviceKeys::generate(&mut writer.random).unwrap();
    assert_eq!(
        parcel
            .verify(other.public(), &writer.authority)
            .unwrap_err()
            .code(),
        "parcel.wrong_author"
    );
    let mut bytes = parcel.encode();
    bytes[0] = 2;
    assert_eq!(Parcel::decode(&bytes).unwrap_err().code(), "parcel.newer");
    let oversized = Parcel::decode(&vec![1; MAX_PARCEL + 1]);
    assert_eq!(oversized.unwrap_err().code(), "parcel.oversized");
    let mut bytes = parcel.encode();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let altered = Parcel::decode(&bytes).unwrap();
    assert_eq!(
        writer.verify(&altered).unwrap_err().code(),
        "parcel.signature"
    );
}

#[test]
fn a_draft_that_no_parcel_can_be_made_of_is_refused() {
    let mut writer = Writer::new();
    let case = &writer.cases[0];
    let refused = |draft: &Draft<'_>| seal(draft, &writer.keys, [0; 16]).unwrap_err();
    assert_eq!(refused(&writer.draft(&[])), ParcelError::Draft);
    assert_eq!(
        refused(&writer.draft(&[(case, b"a"), (case, b"b")])),
        ParcelError::Draft
    );
    let mut draft = writer.draft(&[(case, b"a")]);
    draft.seq = 2;
    assert_eq!(
        refused(&draft),
        ParcelError::Draft,
        "the second without a first"
    );
    let other = DeviceKeys::generate(&mut writer.random).unwrap();
    let draft = writer.draft(&[(&writer.cases[0], b"a")]);
    assert_eq!(
        seal(&draft, &other, [0; 16]).unwrap_err(),
        ParcelError::WrongAuthor
    );
}

#[test]
fn sections_and_bytes_are_refused_one_past_their_limits() {
    let mut writer = Writer::new();
    let key = CaseKey::generate(&mut writer.random).unwrap();
    let many = |count: usize| {
        let tag = |index: usize| CaseTag::new((index as u128).to_be_bytes());
        let section = |index| DraftSection::new(tag(index), 1, &key, &[vec![]]).unwrap();
        seal(
            &writer.draft_of((0..count).map(section)),
            &writer.keys,
            [0; 16],
        )
    };
    assert_eq!(many(MAX_SECTIONS + 1).unwrap_err(), ParcelError::Draft);
    let most = many(MAX_SECTIONS).unwrap();
    assert!(Parcel::decode(&most.encode()).is_ok());
    assert!(
        most.withhold(|_| false).encode().len() <= MAX_PARCEL,
        "withheld or not"
    );
    let mut noise = vec![0; MAX_CHANGE];
    writer.random.fill(&mut noise).unwrap();
    let of_size = |size: usize| {
        let section = |tag, change: &[u8]| {
            DraftSection::new(CaseTag::new([tag; 16]), 1, &key, &[change.to_vec()]).unwrap()
        };
        let sections = [section(1, &noise), section(2, &noise[..size])];
        seal(
            &writer.draft_of(sections.into_iter()),
            &writer.keys,
            [0; 16],
        )
    };
    let (mut largest, mut past) = (15_000, 17_000);
    while largest + 1 < past {
        let size = (largest + past) / 2;
        if of_size(size).is_ok() {
            largest = size;
        } else {
            past = size;
        }
    }
    let whole = of_size(largest).unwrap().encode();
    assert_eq!(whole.len(), MAX_PARCEL);
    assert!(Parcel::decode(&whole).is_ok());
    assert_eq!(of_size(largest + 1).unwrap_err(), ParcelError::Oversized);
}

#[test]
fn the_largest_change_fits_a_parcel_and_one_byte_more_is_refused() {
    let mut writer = Writer::new();
    let mut noise = vec![0; MAX_CHANGE + 1];
    writer.random.fill(&mut noise).unwrap();
    let key = &writer.cases[0].key;
    let tag = writer.cases[0].tag();
    let one = |change: &[u8]| CaseChanges {
        tag,
        generation: 1,
        key,
        grants: vec![],
        changes: vec![change.to_vec()],
    };
    assert_eq!(
        pack(vec![one(&noise)]).err(),
        Some(ParcelError::ChangeTooLarge)
    );
    let contents = pack(vec![one(&noise[1..])]).unwrap();
    let mut head = LogHead::START;
    let parcels = seal_all(
        contents,
        writer.authority,
        &writer.keys,
        &mut head,
        NOW,
        &mut SeededRandom::for_simulation(1),
    )
    .unwrap();
    assert_eq!(parcels[0].open(0, key).unwrap(), [&noise[1..]]);
    assert!(parcels[0].encode().len() > MAX_CHANGE);
}

/// Forty cases packed: the third alone is longer than a parcel.
fn forty_cases() -> (Vec<Case>, Vec<Parcel>, LogHead) {
    let mut world = World::new(50);
    let device = world.device("a", &["post-a"]);
    let authority = world.authority.root().authority_id();
    let cases: Vec<Case> = (0..40).map(|id| world.case(id)).collect();
    let epoch = world
        .bulletin
        .current_epoch(&common::unit("post-a"))
        .unwrap()
        .clone();
    let mut packed = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let (by, to, random) = (device.id(), [&epoch], &mut world.random);
        let (id, key, none) = (&case.id, &case.key, Vec::new());
        let grant = CaseGrant::create(&authority, &by, id, key, 1, &to, none, random).unwrap();
        let changes = (0..if index == 2 { 60 } else { 2 }).map(|number| {
            let mut noise = vec![number; 900];
            world.random.fill(&mut noise[1..]).unwrap();
            noise
        });
        let changes = changes.collect();
        packed.push(CaseChanges {
            tag: case.tag(),
            generation: 1,
            key: &case.key,
            grants: vec![grant],
            changes,
        });
    }
    let (contents, mut head) = (pack(packed).unwrap(), LogHead::START);
    let parcels = seal_all(
        contents,
        authority,
        &device.keys,
        &mut head,
        NOW,
        &mut world.random,
    )
    .unwrap();
    (cases, parcels, head)
}

#[test]
fn packing_fills_parcels_of_about_the_target_chained_in_the_order_given() {
    let (cases, parcels, head) = forty_cases();
    assert!(parcels.len() > 7);
    let (mut before, mut order) = (ParcelName::NONE, Vec::new());
    for (parcel, seq) in parcels.iter().zip(1..) {
        assert_eq!((parcel.header().seq, parcel.header().prev), (seq, before));
        before = parcel.name();
        assert!(
            parcel.encode().len() <= TARGET_PARCEL,
            "{}",
            parcel.encode().len()
        );
        order.extend(parcel.tags());
    }
    order.dedup();
    assert_eq!(
        order,
        cases.iter().map(Case::tag).collect::<Vec<_>>(),
        "the first given goes first"
    );
    assert_eq!(
        head,
        LogHead {
            seq: parcels.len() as u64,
            name: before
        }
    );
}

#[test]
fn grants_come_no_later_than_what_they_open() {
    let (_, parcels, _) = forty_cases();
    let mut granted = std::collections::BTreeSet::new();
    for parcel in &parcels {
        let grants = parcel.grants().unwrap().proven;
        granted.extend(grants.into_iter().map(|grant| grant.tag()));
        assert!(parcel.tags().all(|tag| granted.contains(&tag)));
    }
}

#[test]
fn a_case_longer_than_a_parcel_keeps_the_order_of_its_changes() {
    let (cases, parcels, _) = forty_cases();
    let mut read = Vec::new();
    for parcel in &parcels {
        for section in parcel
            .sections()
            .filter(|section| section.kind.tag() == Some(cases[2].tag()))
        {
            read.extend(
                parcel
                    .open(section.index, &cases[2].key)
                    .unwrap()
                    .iter()
                    .map(|change| change[0]),
            );
        }
    }
    assert_eq!(read, (0..60).collect::<Vec<u8>>());
}

#[test]
fn a_cloned_device_that_counts_the_same_numbers_again_uses_no_key_twice() {
    let writer = Writer::new();
    let draft = writer.draft(&[(&writer.cases[0], b"the same text")]);
    let one = seal(&draft, &writer.keys, [1; 16]).unwrap();
    let two = seal(&draft, &writer.keys, [2; 16]).unwrap();
    let tail = |parcel: &Parcel| parcel.encode()[parcel.encode().len() - 40..].to_vec();
    assert_ne!(tail(&one), tail(&two));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(parcel) = Parcel::decode(&bytes) {
            prop_assert_eq!(parcel.encode(), bytes);
        }
    }

    #[test]
    fn no_damage_to_a_parcel_makes_the_decoder_panic(
        at in any::<proptest::sample::Index>(),
        with in proptest::collection::vec(any::<u8>(), 0..20),
        cut in 0usize..30,
    ) {
        let mut bytes = Writer::new().parcel().encode();
        let at = at.index(bytes.len());
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, with);
        if let Ok(parcel) = Parcel::decode(&bytes) {
            prop_assert_eq!(parcel.encode(), bytes);
            let _ = parcel.grants();
            for section in parcel.sections() {
                let _ = parcel.open(section.index, &CaseKey::from_bytes(&[1; 32]).unwrap());
            }
        }
    }
}

#[test]
fn a_tag_is_no_case_id() {
    assert_ne!(case_tag(&[1; 16]).as_bytes(), &[1; 16]);
}
