use std::collections::{BTreeMap, BTreeSet};

use nuong_trust::DeviceId;

use super::{Effect, Outgoing, Report};
use crate::{ParcelName, Receipt, SyncError, receipt::Held};

/// The parcels that wait, and what the hub says of them.
#[derive(Debug)]
pub(super) struct Waiting {
    own: DeviceId,
    /// In the order to send.
    outgoing: Vec<Outgoing>,
    acknowledged: BTreeMap<DeviceId, u64>,
    /// Names already sent in this session: not sent again in it, whatever the hub says.
    sent: BTreeSet<ParcelName>,
    /// What the exchange under way brought, in order.
    brought: Vec<Outgoing>,
    rejected: BTreeSet<ParcelName>,
}

impl Waiting {
    pub(super) fn new(
        own: DeviceId,
        outgoing: Vec<Outgoing>,
        acknowledged: BTreeMap<DeviceId, u64>,
    ) -> Self {
        let (sent, rejected) = (BTreeSet::new(), BTreeSet::new());
        Self {
            own,
            outgoing,
            acknowledged,
            sent,
            brought: Vec::new(),
            rejected,
        }
    }

    /// The authors of the parcels that wait, at most `limit`, in order.
    pub(super) fn authors(&self, limit: usize) -> Vec<DeviceId> {
        let authors: BTreeSet<DeviceId> = self.outgoing.iter().map(|one| one.author).collect();
        authors.into_iter().take(limit).collect()
    }

    /// Chooses what the next exchange brings: in order, up to about `bytes`, and no more than `count` parcels of `authors`
    /// authors.
    pub(super) fn choose(&mut self, bytes: usize, count: usize, authors: usize) -> &[Outgoing] {
        let (mut size, mut seen) = (0, BTreeSet::new());
        self.brought.clear();
        self.rejected.clear();
        for one in &self.outgoing {
            if self.sent.contains(&one.name) {
                continue;
            }
            size += one.length;
            seen.insert(one.author);
            let full = size > bytes || seen.len() > authors || self.brought.len() == count;
            if full && !self.brought.is_empty() {
                break;
            }
            self.brought.push(*one);
        }
        self.sent.extend(self.brought.iter().map(|one| one.name));
        &self.brought
    }

    /// Nothing is brought in the exchange under way.
    pub(super) fn choose_nothing(&mut self) {
        self.brought.clear();
        self.rejected.clear();
    }

    /// Whether something waits that was not sent in this session.
    pub(super) fn has_unsent(&self) -> bool {
        self.outgoing
            .iter()
            .any(|one| !self.sent.contains(&one.name))
    }

    /// The hub refused the whole request before any parcel: they count as not sent.
    pub(super) fn take_back(&mut self) {
        for one in &self.brought {
            self.sent.remove(&one.name);
        }
        self.brought.clear();
    }

    /// The hub did not take parcel `index` of the exchange.
    pub(super) fn reject(&mut self, index: u64) -> Result<Outgoing, SyncError> {
        let index = usize::try_from(index).ok();
        let parcel = *index
            .and_then(|index| self.brought.get(index))
            .ok_or(SyncError::OutOfPlace)?;
        if !self.rejected.insert(parcel.name) {
            return Err(SyncError::OutOfPlace);
        }
        self.outgoing.retain(|one| one.name != parcel.name);
        Ok(parcel)
    }

    /// Believes what a receipt says, as far as it can be true. The signature was checked.
    pub(super) fn receive(
        &mut self,
        receipt: &Receipt,
        asked: &[DeviceId],
        report: &mut Report,
    ) -> Result<Vec<Effect>, SyncError> {
        let expected: BTreeSet<DeviceId> = self
            .brought
            .iter()
            .map(|one| one.author)
            .chain(asked.iter().copied())
            .collect();
        for held in &receipt.held {
            if !expected.contains(&held.author) {
                return Err(SyncError::ReceiptFalse);
            }
            if held.author == self.own {
                self.check_own(held)?;
            }
        }
        let mut effects = Vec::new();
        for held in &receipt.held {
            self.acknowledge(held, report, &mut effects);
        }
        Ok(effects)
    }

    /// Nobody but this device writes under its name: a hub that has more, or other, than it wrote is lying, or the device
    /// was cloned or set back. Either way a person must look.
    fn check_own(&self, held: &Held) -> Result<(), SyncError> {
        let own = || {
            self.outgoing
                .iter()
                .chain(&self.brought)
                .filter(|one| one.author == self.own)
        };
        let written = own()
            .map(|one| one.seq)
            .max()
            .max(self.acknowledged.get(&self.own).copied());
        let claims = held
            .beyond
            .iter()
            .copied()
            .chain((held.upto > 0).then_some((held.upto, held.name)));
        for (seq, name) in claims {
            let other = own().any(|one| one.seq == seq && one.name != name);
            if other || written.is_none_or(|written| seq > written) {
                return Err(SyncError::ReceiptFalse);
            }
        }
        Ok(())
    }

    fn acknowledge(&mut self, held: &Held, report: &mut Report, effects: &mut Vec<Effect>) {
        let before = self.acknowledged.get(&held.author).copied().unwrap_or(0);
        if held.upto < before {
            report.forgotten += 1;
            self.acknowledged.insert(held.author, held.upto);
            effects.push(Effect::Forgotten {
                author: held.author,
                upto: held.upto,
            });
        }
        let covered = self.covered(held);
        let upto = covered
            .iter()
            .copied()
            .filter(|seq| *seq <= held.upto)
            .max();
        report.acknowledged += covered.len() as u64;
        if let Some(upto) = upto.filter(|upto| *upto > before) {
            self.acknowledged.insert(held.author, upto);
            effects.push(Effect::Acknowledged {
                author: held.author,
                upto,
            });
        }
        let alone = covered.iter().filter(|seq| **seq > held.upto);
        effects.extend(alone.map(|seq| Effect::AcknowledgedAlone {
            author: held.author,
            seq: *seq,
        }));
        self.outgoing
            .retain(|one| one.author != held.author || !covered.contains(&one.seq));
    }

    /// The numbers of the waiting parcels that the receipt surely means: it names them, or names one of ours after them, or
    /// they were in this exchange and not rejected. A receipt for another history of the author covers nothing.
    fn covered(&self, held: &Held) -> BTreeSet<u64> {
        let theirs = || self.outgoing.iter().filter(|one| one.author == held.author);
        let head_is_ours = theirs().any(|one| one.seq == held.upto && one.name == held.name);
        let named = |one: &Outgoing| held.beyond.contains(&(one.seq, one.name));
        let just_brought =
            |one: &Outgoing| self.brought.iter().any(|brought| brought.name == one.name);
        theirs()
            .filter(|one| {
                named(one) || (one.seq <= held.upto && (head_is_ours || just_brought(one)))
            })
            .map(|one| one.seq)
            .collect()
    }
}
