//! Which changes a case holds, who wrote them, and what each had seen.

use std::collections::HashMap;

use automerge::Automerge;

use crate::columns::malformed;
use crate::error::CaseError;
use crate::ids::{Author, ChangeHash};
use crate::ops::OpId;

/// One change in the ledger.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) hash: ChangeHash,
    pub(crate) author: Author,
    pub(crate) seq: u64,
    pub(crate) at: i64,
    pub(crate) start_op: u64,
    pub(crate) max_op: u64,
    /// What this change and its causal past contain.
    pub(crate) clock: Clock,
}

/// How many changes of each author are in a causal past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Clock(HashMap<Author, u64>);

impl Clock {
    pub(crate) fn seen(&self, author: Author) -> u64 {
        self.0.get(&author).copied().unwrap_or(0)
    }

    fn merge(&mut self, other: &Self) {
        for (&author, &seq) in &other.0 {
            let seen = self.0.entry(author).or_insert(0);
            *seen = (*seen).max(seq);
        }
    }
}

/// All changes of a case, each after those it builds on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
    by_hash: HashMap<ChangeHash, usize>,
    /// For each author the indices of its changes; the one numbered `n` is at `n - 1`.
    by_author: HashMap<Author, Vec<usize>>,
}

/// What a change says of itself, before it is in the ledger.
pub(crate) struct Statement<'a> {
    pub(crate) hash: ChangeHash,
    pub(crate) author: Author,
    pub(crate) seq: u64,
    pub(crate) at: i64,
    pub(crate) start_op: u64,
    pub(crate) ops: u64,
    pub(crate) deps: &'a [ChangeHash],
}

impl Ledger {
    /// The ledger of a document.
    pub(crate) fn of(doc: &Automerge) -> Result<Self, CaseError> {
        let mut metas = doc.get_changes_meta(&[]);
        metas.sort_by(|a, b| (a.start_op, &a.actor).cmp(&(b.start_op, &b.actor)));
        let mut ledger = Self::default();
        for meta in metas {
            let author = meta.actor.to_bytes().try_into().map(Author);
            let deps: Vec<_> = meta.deps.iter().map(|dep| ChangeHash(dep.0)).collect();
            let added = ledger.add(&Statement {
                hash: ChangeHash(meta.hash.0),
                author: author.map_err(|_| malformed("author is not 16 bytes"))?,
                seq: meta.seq,
                at: meta.timestamp,
                start_op: meta.start_op,
                ops: meta.max_op.saturating_add(1).saturating_sub(meta.start_op),
                deps: &deps,
            });
            added.ok_or(malformed("numbers of the changes"))?;
        }
        Ok(ledger)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn get(&self, hash: &ChangeHash) -> Option<&Entry> {
        self.by_hash.get(hash).map(|&index| &self.entries[index])
    }

    pub(crate) fn contains(&self, hash: &ChangeHash) -> bool {
        self.by_hash.contains_key(hash)
    }

    /// The change that began the case.
    pub(crate) fn root(&self) -> Option<&Entry> {
        self.entries.first()
    }

    /// The author's change of that number.
    pub(crate) fn numbered(&self, author: Author, seq: u64) -> Option<&Entry> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.by_author
            .get(&author)?
            .get(index)
            .map(|&index| &self.entries[index])
    }

    /// The change that holds an operation.
    pub(crate) fn holding(&self, op: OpId) -> Option<&Entry> {
        let own = self.by_author.get(&op.author)?;
        let after = own.partition_point(|&index| self.entries[index].start_op <= op.counter);
        let entry = &self.entries[own[after.checked_sub(1)?]];
        (op.counter <= entry.max_op).then_some(entry)
    }

    /// What the causal past that ends in `deps` contains; `None` when one is not here.
    pub(crate) fn clock_of(&self, deps: &[ChangeHash]) -> Option<Clock> {
        let mut clock = Clock::default();
        for dep in deps {
            clock.merge(&self.get(dep)?.clock);
        }
        Some(clock)
    }

    /// Whether a causal past contains an operation.
    pub(crate) fn saw(&self, clock: &Clock, op: OpId) -> bool {
        self.holding(op)
            .is_some_and(|entry| entry.seq <= clock.seen(entry.author))
    }

    /// The number of the first operation a change on top of `deps` must have.
    pub(crate) fn next_op(&self, deps: &[ChangeHash]) -> Option<u64> {
        let mut max = 0;
        for dep in deps {
            max = max.max(self.get(dep)?.max_op);
        }
        Some(max + 1)
    }

    /// Whether a change's numbers follow from its causal past: its own after the author's last
    /// one it saw, its operations after all it saw. Gives what it saw; `None` if they do not
    /// follow, or if a dependency is not here.
    pub(crate) fn follows(&self, change: &Statement<'_>) -> Option<Clock> {
        let clock = self.clock_of(change.deps)?;
        let follows = change.seq == clock.seen(change.author) + 1
            && change.start_op == self.next_op(change.deps)?
            && change.ops > 0;
        follows.then_some(clock)
    }

    /// Adds a change that follows. `None`, and nothing added, when it does not, when its number
    /// is taken, or when it would begin the case a second time.
    pub(crate) fn add(&mut self, change: &Statement<'_>) -> Option<()> {
        let mut clock = self.follows(change)?;
        let taken = self.numbered(change.author, change.seq).is_some();
        if taken || change.deps.is_empty() != self.entries.is_empty() {
            return None;
        }
        clock.0.insert(change.author, change.seq);
        let index = self.entries.len();
        self.by_hash.insert(change.hash, index);
        self.by_author.entry(change.author).or_default().push(index);
        self.entries.push(Entry {
            hash: change.hash,
            author: change.author,
            seq: change.seq,
            at: change.at,
            start_op: change.start_op,
            max_op: change.start_op + change.ops - 1,
            clock,
        });
        Some(())
    }
}
