//! The case: a document, the ledger of its changes, and the ways in and out.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::OnceLock;

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ObjType, ROOT, ReadDoc, Value};

use crate::columns::malformed;
use crate::command::{self, Command, MAX_COMMANDS};
use crate::commit::{Writer, engine};
use crate::conflict::Conflict;
use crate::error::{CaseError, CommandError};
use crate::history::{self, HistoryEntry};
use crate::ids::{Author, CaseId, ChangeHash};
use crate::index::OpIndex;
use crate::judge::{judge, statement};
use crate::ledger::Ledger;
use crate::place::{ID_KEY, SCHEMA_KEY, SECTIONS, UNIT_KEY};
use crate::raw::{LATEST_TIME, MAX_OPS, RawChange};
use crate::read::{self, Reader, differ};
use crate::record::CaseRecord;
use crate::rights::Right;
use crate::{SCHEMA, raw, snapshot};

/// One case.
pub struct Case {
    id: CaseId,
    /// By whom and when.
    opened: (Author, i64),
    doc: Automerge,
    ledger: Ledger,
    /// Built when a change is first judged; reading and writing do not need it.
    index: OnceLock<OpIndex>,
}

/// What became of changes that were offered to a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Now in the case, and were not before; each after those it builds on.
    pub applied: Vec<ChangeHash>,
    /// Build on changes that are not here. The case does not keep them: offer them again when
    /// something new has been applied.
    pub waiting: Vec<ChangeHash>,
    /// Not applied, now or later: to be kept aside, visible, and without effect.
    pub refused: Vec<Refused>,
}

/// A change that was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The change.
    pub hash: ChangeHash,
    /// Its author.
    pub author: Author,
    /// The rights it needs; [`Right::Forbidden`] among them when nobody has them.
    pub rights: BTreeSet<Right>,
}

impl Case {
    /// Opens a case, held by a unit. The change is the one that begins its history.
    ///
    /// # Errors
    /// [`CommandError`] when the unit's name or the time is not in the right form.
    pub fn create(
        id: CaseId,
        author: Author,
        at: i64,
        unit: &str,
    ) -> Result<(Self, RawChange), CommandError> {
        check_time(at)?;
        let unit = command::unit_name(unit)?;
        let mut doc = Automerge::new().with_actor(ActorId::from(author.0));
        let mut tx = doc.transaction();
        begin(&mut tx, id, &unit).map_err(engine)?;
        tx.commit_with(CommitOptions::default().with_time(at));
        let case = Self::from_doc(doc).map_err(engine)?;
        let begins = case.changes().pop().ok_or(CommandError::Engine)?;
        Ok((case, begins))
    }

    /// Loads a case that [`Case::save`] wrote.
    ///
    /// # Errors
    /// [`CaseError`] when the bytes are not a snapshot of a case, or too long for one.
    pub fn load(snapshot: &[u8]) -> Result<Self, CaseError> {
        Self::from_doc(snapshot::load(snapshot)?)
    }

    /// Rebuilds a case from all its changes, in any order, as stored after they were applied.
    ///
    /// # Errors
    /// [`CaseError`] when a change is not well formed, missing or in conflict with another.
    pub fn from_changes<B: AsRef<[u8]>>(changes: &[B]) -> Result<Self, CaseError> {
        let parsed: Result<Vec<_>, _> = changes
            .iter()
            .map(|bytes| RawChange::parse(bytes.as_ref()))
            .collect();
        let parsed = parsed?;
        let (case, outcome) = Self::receive(&parsed, |_, _| true)?;
        if !outcome.refused.is_empty() {
            return Err(malformed("a change breaks the form of the document"));
        }
        if !outcome.waiting.is_empty() {
            return Err(CaseError::MissingDependencies {
                missing: case.missing_deps(&parsed),
            });
        }
        Ok(case)
    }

    /// Begins a case from changes received, which must contain the one that begins it. The rest
    /// is applied as by [`Case::apply_if`]; `permit` is asked about the first change too.
    ///
    /// # Errors
    /// [`CaseError::NoBeginning`], also when the beginning is not permitted, or as `apply_if`.
    pub fn receive(
        changes: &[RawChange],
        mut permit: impl FnMut(&RawChange, &BTreeSet<Right>) -> bool,
    ) -> Result<(Self, Applied), CaseError> {
        let (ledger, index) = (Ledger::default(), OpIndex::default());
        let fits = |change: &&RawChange| {
            let rights = judge(&ledger, &index, change).unwrap_or_default();
            rights.contains(&Right::Create) && permit(change, &rights)
        };
        let begins = changes
            .iter()
            .filter(|change| change.deps.is_empty())
            .find(fits);
        let begins = begins.ok_or(CaseError::NoBeginning)?;
        let mut doc = Automerge::new();
        take(&mut doc, vec![begins.parsed.change.clone()])?;
        let mut case = Self::from_doc(doc)?;
        let mut outcome = case.apply_if(changes, permit)?;
        outcome.applied.insert(0, begins.hash);
        Ok((case, outcome))
    }

    /// The case's bytes for the vault. Not compressed: the vault does that better.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save_nocompress()
    }

    /// The case's name.
    pub fn id(&self) -> CaseId {
        self.id
    }

    /// The newest changes, ascending: two cases with equal heads are equal.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.doc
            .get_heads()
            .into_iter()
            .map(|hash| ChangeHash(hash.0))
            .collect()
    }

    /// The schema the document has.
    pub fn schema(&self) -> u32 {
        read::schema(&self.doc)
    }

    /// Whether the document is of a newer schema: it is kept, carried and shown, not written.
    pub fn read_only(&self) -> bool {
        self.schema() > SCHEMA
    }

    /// Writes one change with all the commands, or nothing. `None` when they change nothing.
    ///
    /// # Errors
    /// [`CommandError`] for the first command that cannot be; then nothing was written.
    pub fn commit(
        &mut self,
        author: Author,
        at: i64,
        commands: &[Command],
    ) -> Result<Option<RawChange>, CommandError> {
        if self.read_only() {
            return Err(CommandError::ReadOnly {
                found: self.schema(),
                known: SCHEMA,
            });
        }
        check_time(at)?;
        if commands.len() > MAX_COMMANDS {
            return Err(CommandError::ChangeTooLarge);
        }
        let commands = commands
            .iter()
            .map(Command::checked)
            .collect::<Result<Vec<_>, _>>()?;
        // Only a resolution asks, and to tell takes reading all events.
        let settles = |command: &Command| matches!(command, Command::Resolve { .. });
        let decision_contested = commands.iter().any(settles) && self.decision_contested();
        let mut doc = self.doc.clone().with_actor(ActorId::from(author.0));
        let mut tx = doc.transaction();
        let mut writer = Writer {
            tx: &mut tx,
            case: self.id,
            decision_contested,
            stated: BTreeSet::new(),
        };
        for command in commands {
            writer.write(command)?;
        }
        if tx.pending_ops() > MAX_OPS {
            return Err(CommandError::ChangeTooLarge);
        }
        let (Some(hash), _) = tx.commit_with(CommitOptions::default().with_time(at)) else {
            return Ok(None);
        };
        let change = doc.get_change_by_hash(&hash).ok_or(CommandError::Engine)?;
        let change = RawChange::from_engine(change).map_err(|error| match error {
            CaseError::TooLarge { .. } => CommandError::ChangeTooLarge,
            _ => CommandError::Engine,
        })?;
        self.ledger
            .add(&statement(&change))
            .ok_or(CommandError::Engine)?;
        if let Some(index) = self.index.get_mut() {
            index.add(&change.parsed.ops);
        }
        self.doc = doc;
        Ok(Some(change))
    }

    /// What the author must be allowed to do for this change to count. It depends only on the
    /// change and what its author had seen, so every device gives the same answer.
    ///
    /// In a document of a newer schema every change but the first needs [`Right::Unknown`].
    ///
    /// # Errors
    /// [`CaseError::MissingDependencies`] when changes it builds on are not in this case.
    pub fn rights_needed(&self, change: &RawChange) -> Result<BTreeSet<Right>, CaseError> {
        judge(&self.ledger, self.index()?, change).ok_or_else(|| {
            let missing = change.deps.iter().filter(|dep| !self.ledger.contains(dep));
            CaseError::MissingDependencies {
                missing: missing.copied().collect(),
            }
        })
    }

    /// Applies changes whoever wrote them, but none that needs [`Right::Forbidden`]. Any order
    /// and any repetition give the same case. That a change is by the author it names is for the
    /// caller to know, from the signature it came under.
    ///
    /// # Errors
    /// [`CaseError::ForkedAuthor`], and nothing is applied.
    pub fn apply(&mut self, changes: &[RawChange]) -> Result<Applied, CaseError> {
        self.apply_if(changes, |_, _| true)
    }

    /// Applies the changes that `permit` allows, given the rights each needs. What builds on a
    /// refused change waits.
    ///
    /// # Errors
    /// [`CaseError::ForkedAuthor`], and nothing is applied.
    pub fn apply_if(
        &mut self,
        changes: &[RawChange],
        mut permit: impl FnMut(&RawChange, &BTreeSet<Right>) -> bool,
    ) -> Result<Applied, CaseError> {
        let offered = self.offered(changes)?;
        if offered.is_empty() {
            return Ok(Applied::default());
        }
        self.index()?;
        let mut index = self.index.take().unwrap_or_default();
        let mut outcome = Applied::default();
        let mut accepted = Vec::new();
        for change in offered {
            let Some(mut rights) = judge(&self.ledger, &index, change) else {
                outcome.waiting.push(change.hash);
                continue;
            };
            let allowed = !rights.contains(&Right::Forbidden) && permit(change, &rights);
            if allowed && self.ledger.add(&statement(change)).is_some() {
                index.add(&change.parsed.ops);
                accepted.push(change.parsed.change.clone());
                outcome.applied.push(change.hash);
                continue;
            }
            if allowed {
                rights.insert(Right::Forbidden);
            }
            outcome.refused.push(Refused {
                hash: change.hash,
                author: change.author,
                rights,
            });
        }
        let mut doc = self.doc.clone();
        if let Err(error) = take(&mut doc, accepted) {
            self.ledger = Ledger::of(&self.doc)?;
            return Err(error);
        }
        self.doc = doc;
        self.index = OnceLock::from(index);
        Ok(outcome)
    }

    /// The changes that these build on and that are neither in the case nor among them.
    pub fn missing_deps(&self, changes: &[RawChange]) -> Vec<ChangeHash> {
        let given: HashSet<_> = changes.iter().map(|change| change.hash).collect();
        let deps = changes
            .iter()
            .flat_map(|change| change.deps.iter().copied());
        let missing: BTreeSet<_> = deps
            .filter(|dep| !given.contains(dep) && !self.ledger.contains(dep))
            .collect();
        missing.into_iter().collect()
    }

    /// Whether the change is in the case.
    pub fn contains(&self, change: &ChangeHash) -> bool {
        self.ledger.contains(change)
    }

    /// All changes, each after those it builds on, in an order that is the same everywhere.
    pub fn changes(&self) -> Vec<RawChange> {
        raw::changes_of(&self.doc).unwrap_or_default()
    }

    /// Everything the case says now.
    pub fn record(&self) -> CaseRecord {
        self.reader().record(self.id, self.opened)
    }

    /// Where people stated different things and nobody has decided.
    pub fn conflicts(&self) -> Vec<Conflict> {
        self.reader().conflicts()
    }

    /// What each change touched, in the order of [`Case::changes`].
    pub fn history(&self) -> Vec<HistoryEntry> {
        history::history(&self.changes())
    }

    fn from_doc(doc: Automerge) -> Result<Self, CaseError> {
        let ledger = Ledger::of(&doc)?;
        let opened = ledger
            .root()
            .map(|root| (root.author, root.at))
            .ok_or(CaseError::NoBeginning)?;
        let id = match doc.get(ROOT, ID_KEY) {
            Ok(Some((Value::Scalar(value), _))) => value.as_bytes().map(<[u8; 16]>::try_from),
            _ => None,
        };
        let Some(Ok(id)) = id else {
            return Err(malformed("no case id"));
        };
        Ok(Self {
            id: CaseId(id),
            opened,
            doc,
            ledger,
            index: OnceLock::new(),
        })
    }

    fn decision_contested(&self) -> bool {
        let reader = self.reader();
        differ(&reader.standing_decisions(&reader.events()))
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            doc: &self.doc,
            ledger: &self.ledger,
        }
    }

    fn index(&self) -> Result<&OpIndex, CaseError> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let mut index = OpIndex::default();
        for change in raw::changes_of(&self.doc)? {
            index.add(&change.parsed.ops);
        }
        Ok(self.index.get_or_init(|| index))
    }

    /// The changes that are new, each once, causes before effects; an error when an author has
    /// two histories.
    fn offered<'a>(&self, changes: &'a [RawChange]) -> Result<Vec<&'a RawChange>, CaseError> {
        let mut numbered = HashMap::new();
        let mut offered = Vec::new();
        for change in changes
            .iter()
            .filter(|change| !self.ledger.contains(&change.hash))
        {
            let &RawChange {
                author, seq, hash, ..
            } = change;
            let other = *numbered.entry((author, seq)).or_insert(hash);
            if other != hash || self.ledger.numbered(author, seq).is_some() {
                return Err(CaseError::ForkedAuthor { author, seq, hash });
            }
            offered.push(change);
        }
        offered.sort_by_key(|change| (change.parsed.start_op, change.author, change.hash));
        offered.dedup_by_key(|change| change.hash);
        Ok(offered)
    }
}

impl Clone for Case {
    fn clone(&self) -> Self {
        let (doc, ledger) = (self.doc.clone(), self.ledger.clone());
        Self {
            id: self.id,
            opened: self.opened,
            doc,
            ledger,
            index: self.index.clone(),
        }
    }
}

impl fmt::Debug for Case {
    /// Shows the name, never the contents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes = self.ledger.entries().len();
        f.debug_struct("Case")
            .field("id", &self.id)
            .field("changes", &changes)
            .finish()
    }
}

fn begin(tx: &mut Transaction<'_>, id: CaseId, unit: &str) -> Result<(), AutomergeError> {
    tx.put(ROOT, SCHEMA_KEY, u64::from(SCHEMA))?;
    tx.put(ROOT, ID_KEY, id.0.to_vec())?;
    for (name, place) in SECTIONS {
        let kind = if place.is_list() {
            ObjType::List
        } else {
            ObjType::Map
        };
        let section = tx.put_object(ROOT, name, kind)?;
        if name == "custody" {
            tx.put(&section, UNIT_KEY, unit)?;
        }
    }
    Ok(())
}

/// Lets the engine take changes that were judged well formed.
fn take(doc: &mut Automerge, changes: Vec<automerge::Change>) -> Result<(), CaseError> {
    snapshot::guarded(|| doc.apply_changes(changes))?.map_err(|_| CaseError::Engine)
}

fn check_time(at: i64) -> Result<(), CommandError> {
    if (0..=LATEST_TIME).contains(&at) {
        Ok(())
    } else {
        Err(CommandError::BadTime)
    }
}
