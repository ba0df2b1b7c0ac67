//! From own changes to parcels: grouped by case, sealed, signed and chained.

use std::collections::BTreeMap;

use nuong_casefile::CaseId;
use nuong_sync::{CaseChanges, Contents, LogHead, Parcel, ParcelName};
use nuong_trust::{CaseGrant, CaseKey, CaseTag};
use nuong_vault::{NewParcel, SectionEntry, SectionState, StoredChange};

use crate::Station;
use crate::act::Act;
use crate::error::Error;
use crate::keys::tag_of;

/// One case's share of the outbox.
struct Share {
    tag: CaseTag,
    generation: u32,
    key: CaseKey,
    grants: Vec<CaseGrant>,
    changes: Vec<StoredChange>,
}

impl Station {
    /// Seals every own change that is in no parcel yet, and every grant that is due, into parcels of about 16 kB.
    /// Returns how many parcels were made.
    ///
    /// # Errors
    /// `device.not_enrolled`, or the vault's. The parcels and the note that their changes have left the outbox are one
    /// act.
    pub fn seal_outbox(&mut self) -> Result<usize, Error> {
        self.act(|act| {
            let shares = act.shares()?;
            if shares.is_empty() {
                Ok(0)
            } else {
                act.seal(&shares)
            }
        })
    }
}

impl Act<'_, '_> {
    /// What waits to leave, case by case, the most urgent case first.
    fn shares(&mut self) -> Result<Vec<Share>, Error> {
        let mut by_case: BTreeMap<CaseId, Vec<StoredChange>> = BTreeMap::new();
        for change in self.tx.outbox()? {
            by_case.entry(CaseId(change.case)).or_default().push(change);
        }
        for case in self.grants_due()? {
            by_case.entry(case).or_default();
        }
        let mut ranked = Vec::new();
        for (case, changes) in by_case {
            let urgency = self
                .tx
                .case_row(*case.as_bytes())?
                .map_or(0, |row| row.urgent_rank);
            let newest = changes.last().map_or(0, |c| c.at);
            ranked.push((std::cmp::Reverse((urgency, newest)), case, changes));
        }
        ranked.sort_by_key(|(rank, case, _)| (*rank, *case));
        let mut shares = Vec::new();
        for (_, case, changes) in ranked {
            let (generation, key, grants) = self.writing_key(case)?;
            if !(changes.is_empty() && grants.is_empty()) {
                shares.push(Share {
                    tag: tag_of(case),
                    generation,
                    key,
                    grants,
                    changes,
                });
            }
        }
        Ok(shares)
    }

    fn seal(&mut self, shares: &[Share]) -> Result<usize, Error> {
        let cases = shares.iter().map(|share| CaseChanges {
            tag: share.tag,
            generation: share.generation,
            key: &share.key,
            grants: share.grants.clone(),
            changes: share.changes.iter().map(|c| c.bytes.clone()).collect(),
        });
        let contents = nuong_sync::pack(cases.collect())?;
        let (made, last) = self.seal_contents(contents)?;
        let sent: Vec<i64> = shares
            .iter()
            .flat_map(|s| &s.changes)
            .map(|c| c.id)
            .collect();
        if let Some(last) = last {
            // Which of the parcels carries a change does not matter: they are kept together or not at all.
            self.tx.mark_parcelled(&sent, *last.as_bytes())?;
        }
        Ok(made)
    }

    /// Seals and keeps parcels after this device's last; how many, and the name of the last of them.
    pub(crate) fn seal_contents(
        &mut self,
        contents: Vec<Contents<'_>>,
    ) -> Result<(usize, Option<ParcelName>), Error> {
        let mut head = match self.tx.own_log_head()? {
            Some((seq, name)) => LogHead {
                seq,
                name: ParcelName::new(name),
            },
            None => LogHead::START,
        };
        let (authority, at) = (self.authority()?, self.env.now());
        let parcels = nuong_sync::seal_all(
            contents,
            authority,
            &self.me.keys,
            &mut head,
            at,
            self.env.random.as_mut(),
        )?;
        let last = parcels.last().map(Parcel::name);
        for parcel in &parcels {
            self.tx
                .put_parcel(&kept(parcel, true, &BTreeMap::new(), &SectionState::Read))?;
        }
        Ok((parcels.len(), last))
    }
}

/// A parcel as the vault keeps it; sections that `states` does not tell of are in the state `otherwise`.
pub(crate) fn kept(
    parcel: &Parcel,
    own: bool,
    states: &BTreeMap<usize, SectionState>,
    otherwise: &SectionState,
) -> NewParcel {
    let header = parcel.header();
    NewParcel {
        name: *parcel.name().as_bytes(),
        author: *header.author.as_bytes(),
        seq: header.seq,
        at: header.at,
        own,
        at_hub: false,
        bytes: parcel.encode(),
        sections: sections(parcel, states, otherwise),
    }
}

pub(crate) fn sections(
    parcel: &Parcel,
    states: &BTreeMap<usize, SectionState>,
    otherwise: &SectionState,
) -> Vec<SectionEntry> {
    let entry = |section: nuong_sync::Section| SectionEntry {
        index: u32::try_from(section.index).unwrap_or(u32::MAX),
        tag: section.kind.tag().map(|t| *t.as_bytes()),
        state: match (section.kind.tag(), section.present) {
            (None, _) => SectionState::Read,
            (Some(_), false) => SectionState::Withheld,
            (Some(_), true) => states.get(&section.index).unwrap_or(otherwise).clone(),
        },
    };
    parcel.sections().map(entry).collect()
}
