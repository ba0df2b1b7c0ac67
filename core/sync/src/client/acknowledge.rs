use std::collections::{BTreeMap, BTreeSet};

use nuong_trust::DeviceId;

use super::{Effect, Outgoing, Report};
use crate::{LogHead, ParcelName, Receipt, SyncError, receipt::Held};

/// The parcels that wait, and what the hub says of them.
#[derive(Debug)]
pub(super) struct Waiting {
    own: DeviceId,
    own_head: LogHead,
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
        own_head: LogHead,
        outgoing: Vec<Outgoing>,
        acknowledged: BTreeMap<DeviceId, u64>,
    ) -> Self {
        let (sent, rejected) = (BTreeSet::new(), BTreeSet::new());
        Self {
            own,
            own_head,
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
        let (head, own) = (self.own_head, self.own);
        let known = self
            .outgoing
            .iter()
            .chain(&self.brought)
            .filter(|one| one.author == own);
        let mut known: BTreeMap<u64, ParcelName> = known.map(|one| (one.seq, one.name)).collect();
        known.insert(head.seq, head.name);
        let acknowledged = self.acknowledged.get(&own).copied().unwrap_or(0);
        let written = known.keys().last().copied().unwrap_or(0).max(acknowledged);
        let head = (held.upto > 0).then_some((held.upto, held.name));
        for (seq, name) in held.beyond.iter().copied().chain(head) {
            if seq > written || known.get(&seq).is_some_and(|known| *known != name) {
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
        let upto = self.acknowledged_upto(held, &covered);
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

    /// Up to which number nothing need be brought any more.
    fn acknowledged_upto(&self, held: &Held, covered: &BTreeSet<u64>) -> Option<u64> {
        let open = |one: &&Outgoing| one.author == held.author && !covered.contains(&one.seq);
        if held.author == self.own
            && !self
                .outgoing
                .iter()
                .filter(open)
                .any(|one| one.seq <= held.upto)
        {
            return Some(held.upto);
        }
        covered
            .iter()
            .copied()
            .filter(|seq| *seq <= held.upto)
            .max()
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

#[cfg(test)]
mod tests {
    use nuong_trust::Signature;

    use super::*;

    const OWN: DeviceId = DeviceId::new([1; 16]);
    const OTHER: DeviceId = DeviceId::new([2; 16]);

    fn name(seq: u64) -> ParcelName {
        ParcelName::new([seq as u8; 32])
    }

    fn outgoing(author: DeviceId, seq: u64) -> Outgoing {
        Outgoing {
            author,
            seq,
            name: name(seq),
            length: 100,
        }
    }

    /// Parcels 4 and 5 of its own log of 5 wait, and parcel 7 of another.
    fn waiting() -> Waiting {
        let head = LogHead {
            seq: 5,
            name: name(5),
        };
        let waiting = vec![outgoing(OWN, 4), outgoing(OTHER, 7), outgoing(OWN, 5)];
        Waiting::new(OWN, head, waiting, BTreeMap::from([(OWN, 3)]))
    }

    fn held(author: DeviceId, upto: u64, name: ParcelName) -> Held {
        Held {
            author,
            upto,
            name,
            beyond: Vec::new(),
        }
    }

    fn receive(waiting: &mut Waiting, held: Vec<Held>) -> Result<Vec<Effect>, SyncError> {
        let receipt = Receipt {
            held,
            signature: Signature::new([0; 64]),
        };
        waiting.receive(&receipt, &[OWN, OTHER], &mut Report::default())
    }

    #[test]
    fn a_hub_that_claims_what_this_device_never_wrote_is_not_believed() {
        let beyond = |seq| Held {
            beyond: vec![(seq, name(seq))],
            ..held(OWN, 3, name(3))
        };
        for claim in [
            held(OWN, 6, name(6)),
            held(OWN, 5, name(9)),
            held(OWN, 4, name(9)),
            beyond(6),
        ] {
            let mut waiting = waiting();
            assert_eq!(
                receive(&mut waiting, vec![claim]),
                Err(SyncError::ReceiptFalse)
            );
            assert_eq!(waiting.choose(1000, 9, 9).len(), 3, "all of it still waits");
        }
        let stranger = held(DeviceId::new([9; 16]), 1, name(1));
        assert_eq!(
            receive(&mut waiting(), vec![stranger]),
            Err(SyncError::ReceiptFalse)
        );
    }

    #[test]
    fn a_receipt_covers_what_it_names_and_what_comes_before() {
        let mut waiting = waiting();
        let effects = receive(&mut waiting, vec![held(OWN, 4, name(4))]);
        assert_eq!(
            effects,
            Ok(vec![Effect::Acknowledged {
                author: OWN,
                upto: 4
            }])
        );
        let left: Vec<Outgoing> = waiting.choose(1000, 9, 9).to_vec();
        assert_eq!(left, [outgoing(OTHER, 7), outgoing(OWN, 5)]);
    }

    #[test]
    fn a_receipt_for_another_history_of_an_author_covers_nothing_that_is_carried() {
        let mut waiting = waiting();
        assert_eq!(
            receive(
                &mut waiting,
                vec![held(OTHER, 7, name(9)), held(OTHER, 9, name(9))]
            ),
            Ok(vec![])
        );
        assert_eq!(waiting.choose(1000, 9, 9).len(), 3);
    }

    #[test]
    fn a_hub_that_has_less_than_it_gave_receipts_for_is_noticed() {
        let effects = receive(&mut waiting(), vec![held(OWN, 2, name(2))]).unwrap();
        assert_eq!(
            effects,
            [Effect::Forgotten {
                author: OWN,
                upto: 2
            }]
        );
    }

    #[test]
    fn an_exchange_is_filled_in_order_and_nothing_is_chosen_twice() {
        let mut waiting = waiting();
        assert_eq!(
            waiting.choose(250, 9, 9),
            [outgoing(OWN, 4), outgoing(OTHER, 7)]
        );
        assert!(waiting.has_unsent());
        assert_eq!(waiting.choose(250, 9, 9), [outgoing(OWN, 5)]);
        assert!(!waiting.has_unsent());
        waiting.take_back();
        assert_eq!(
            waiting.choose(1, 9, 9),
            [outgoing(OWN, 5)],
            "one even if it is longer than all"
        );
    }
}
