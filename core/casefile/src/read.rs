//! Reads the record out of the document.

use std::collections::BTreeMap;

use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use nuong_screening::Answer;

use crate::command::Decision;
use crate::conflict::{Conflict, ConflictPath};
use crate::event::{Event, EventKind};
use crate::ids::{Author, CaseId, ChangeHash};
use crate::ledger::{Entry, Ledger};
use crate::manner::Manner;
use crate::ops::OpId;
use crate::place::{ANSWERS_KEY, MANNERS_KEY, SCHEMA_KEY, UNIT_KEY};
use crate::record::{
    CaseRecord, ConsentEntry, Finished, InterviewEntry, LinkEntry, NeedEntry, Note, ReferralEntry,
    Stated,
};
use crate::stage::stage;

/// A document with the ledger that tells who wrote what.
pub(crate) struct Reader<'a> {
    pub(crate) doc: &'a Automerge,
    pub(crate) ledger: &'a Ledger,
}

/// What changes say of the manner of answers, by question path.
type Manners = BTreeMap<String, Vec<(ChangeHash, Manner)>>;

/// One entry of an append-only list.
struct Entered {
    op: OpId,
    text: String,
    by: Author,
    at: i64,
    change: ChangeHash,
}

impl Reader<'_> {
    /// The whole record of a case that was opened by this author at this time.
    pub(crate) fn record(&self, id: CaseId, opened: (Author, i64)) -> CaseRecord {
        let (created_by, created_at) = opened;
        let latest = |entry: &&Entry| (entry.at, entry.start_op, entry.author);
        let updated = self.ledger.entries().iter().max_by_key(latest);
        let (updated_by, updated_at) = updated.map_or(opened, |entry| (entry.author, entry.at));
        let events = self.events();
        let contested = differ(&self.standing_decisions(&events));
        let custody = self
            .stated_section("custody")
            .remove(UNIT_KEY)
            .unwrap_or_default();
        CaseRecord {
            id,
            schema: schema(self.doc),
            person: self.stated_section("person"),
            interviews: self.interviews(&events),
            needs: self.needs(),
            referrals: self.referrals(),
            stage: stage(events.iter().map(|event| &event.kind), contested),
            events,
            notes: self.notes(),
            consents: self.consents(),
            links: self.links(),
            custody,
            created_at,
            created_by,
            updated_at,
            updated_by,
        }
    }

    /// Every place where different values stand.
    pub(crate) fn conflicts(&self) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let mut add = |path: ConflictPath, values: &[Stated]| {
            if differ(values) {
                conflicts.push(Conflict {
                    path,
                    values: values.to_vec(),
                });
            }
        };
        for (field, values) in self.stated_section("person") {
            add(ConflictPath::Person(field), &values);
        }
        let events = self.events();
        for InterviewEntry { id, answers, .. } in self.interviews(&events) {
            for (path, values) in answers {
                add(
                    ConflictPath::Answer {
                        interview: id.clone(),
                        path,
                    },
                    &values,
                );
            }
        }
        for entry in self.needs() {
            add(ConflictPath::Need(entry.need), &entry.detail);
        }
        for entry in self.referrals() {
            add(ConflictPath::Referral(entry.to), &entry.reason);
        }
        for ConsentEntry {
            purpose,
            receiver,
            state,
        } in self.consents()
        {
            add(ConflictPath::Consent { purpose, receiver }, &state);
        }
        for entry in self.links() {
            add(ConflictPath::Link(entry.other), &entry.note);
        }
        if let Some(units) = self.stated_section("custody").get(UNIT_KEY) {
            add(ConflictPath::Custody, units);
        }
        add(ConflictPath::Decision, &self.standing_decisions(&events));
        conflicts.sort_by(|a, b| a.path.cmp(&b.path));
        conflicts
    }

    /// Decisions that no later one was made in knowledge of, the latest first.
    pub(crate) fn standing_decisions(&self, events: &[Event]) -> Vec<Stated> {
        let decided: Vec<(&Event, Decision)> = events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::Decided { decision, .. } => Some((event, decision)),
                _ => None,
            })
            .collect();
        let knew = |later: &Event, earlier: &Event| match (
            self.ledger.get(&later.change),
            self.ledger.get(&earlier.change),
        ) {
            (Some(later), Some(earlier)) => later.clock.seen(earlier.author) >= earlier.seq,
            _ => false,
        };
        let superseded = |index: usize| {
            decided[index + 1..]
                .iter()
                .any(|(later, _)| knew(later, decided[index].0))
        };
        let standing = (0..decided.len()).rev().filter(|&index| !superseded(index));
        standing
            .map(|index| {
                let (event, decision) = decided[index];
                let value = Some(Answer::Value(decision.name().to_owned()));
                Stated {
                    value,
                    by: event.by,
                    at: event.at,
                    manner: None,
                }
            })
            .collect()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        let event = |entered: Entered| Event {
            kind: EventKind::from_text(&entered.text),
            by: entered.by,
            at: entered.at,
            change: entered.change,
        };
        self.entered("events").into_iter().map(event).collect()
    }

    fn notes(&self) -> Vec<Note> {
        let note = |Entered {
                        text,
                        by,
                        at,
                        change,
                        ..
                    }: Entered| Note {
            text,
            by,
            at,
            change,
        };
        self.entered("notes").into_iter().map(note).collect()
    }

    fn interviews(&self, events: &[Event]) -> Vec<InterviewEntry> {
        let Some(section) = section(self.doc, "interviews") else {
            return Vec::new();
        };
        let ids = self.doc.keys(&section);
        let mut interviews: Vec<_> = ids
            .filter_map(|id| self.interview(&section, id, events))
            .collect();
        interviews.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
        interviews
    }

    /// One interview. Should two people have started one under the same id, it is read as one
    /// with the answers of both.
    fn interview(&self, section: &ObjId, id: String, events: &[Event]) -> Option<InterviewEntry> {
        let maps = interview_maps(self.doc, section, &id);
        let shown = maps.last()?;
        let (started_by, started_at) = self.who_and_when(maps.first()?)?;
        let mut answers: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
        for map in maps.iter().rev() {
            let Some(answered) = child_map(self.doc, map, ANSWERS_KEY) else {
                continue;
            };
            let manners = self.manners(map);
            for (path, values) in self.stated_with(&answered, &manners) {
                answers.entry(path).or_default().extend(values);
            }
        }
        let finished = events.iter().rev().find_map(|event| match &event.kind {
            EventKind::InterviewFinished {
                interview,
                complete,
            } if *interview == id => Some(Finished {
                complete: *complete,
                by: event.by,
                at: event.at,
            }),
            _ => None,
        });
        let text = |key| text_at(self.doc, shown, key).unwrap_or_default();
        let (pack, instrument) = (text("pack"), text("instrument"));
        Some(InterviewEntry {
            id,
            pack,
            instrument,
            started_at,
            started_by,
            finished,
            answers,
        })
    }

    fn needs(&self) -> Vec<NeedEntry> {
        let entry = |(need, detail)| NeedEntry { need, detail };
        self.stated_section("needs")
            .into_iter()
            .map(entry)
            .collect()
    }

    fn referrals(&self) -> Vec<ReferralEntry> {
        let entry = |(to, reason)| ReferralEntry { to, reason };
        self.stated_section("referrals")
            .into_iter()
            .map(entry)
            .collect()
    }

    fn consents(&self) -> Vec<ConsentEntry> {
        let entry = |(key, state): (String, Vec<Stated>)| {
            let (purpose, receiver) = key.split_once('|')?;
            let (purpose, receiver) = (purpose.to_owned(), receiver.to_owned());
            Some(ConsentEntry {
                purpose,
                receiver,
                state,
            })
        };
        self.stated_section("consents")
            .into_iter()
            .filter_map(entry)
            .collect()
    }

    fn links(&self) -> Vec<LinkEntry> {
        let entry = |(other, note): (String, _)| {
            Some(LinkEntry {
                other: other.parse().ok()?,
                note,
            })
        };
        self.stated_section("links")
            .into_iter()
            .filter_map(entry)
            .collect()
    }

    fn stated_section(&self, name: &str) -> BTreeMap<String, Vec<Stated>> {
        section(self.doc, name)
            .map(|map| self.stated_map(&map))
            .unwrap_or_default()
    }

    fn stated_map(&self, map: &ObjId) -> BTreeMap<String, Vec<Stated>> {
        self.stated_with(map, &Manners::new())
    }

    fn stated_with(&self, map: &ObjId, manners: &Manners) -> BTreeMap<String, Vec<Stated>> {
        let items = self.doc.map_range(map, ..);
        let stated = items.map(|item| {
            let said = manners
                .get(item.key.as_ref())
                .map_or(&[][..], Vec::as_slice);
            let values = if item.conflict {
                self.stated(map, &item.key, said)
            } else {
                let written = item.id();
                self.statement(&item.value.into_value(), &written, said)
                    .into_iter()
                    .collect()
            };
            (item.key.into_owned(), values)
        });
        stated.filter(|(_, values)| !values.is_empty()).collect()
    }

    /// What is said of the manner of an interview's answers, by path and by the change that says it. Two devices that said
    /// the first of it at the same time made a map each; both count.
    fn manners(&self, interview: &ObjId) -> Manners {
        let mut manners = Manners::new();
        let maps = self.doc.get_all(interview, MANNERS_KEY).unwrap_or_default();
        let maps = maps
            .into_iter()
            .filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)));
        for (_, map) in maps {
            for path in self.doc.keys(&map) {
                let all = self.doc.get_all(&map, &path).unwrap_or_default();
                let said = all.iter().filter_map(|(value, written)| {
                    let manner = Manner::from_text(value.as_str()?)?;
                    Some((self.ledger.holding(op_id(written)?)?.hash, manner))
                });
                let said: Vec<_> = said.collect();
                manners.entry(path).or_default().extend(said);
            }
        }
        manners
    }

    /// Every plain value at a key, the one Automerge shows first. Objects among them are of a newer
    /// version and not shown.
    fn stated(&self, map: &ObjId, key: &str, said: &[(ChangeHash, Manner)]) -> Vec<Stated> {
        let values = self.doc.get_all(map, key).unwrap_or_default();
        values
            .iter()
            .rev()
            .filter_map(|(value, id)| self.statement(value, id, said))
            .collect()
    }

    fn statement(
        &self,
        value: &Value<'_>,
        written: &ObjId,
        said: &[(ChangeHash, Manner)],
    ) -> Option<Stated> {
        let entry = self.ledger.holding(op_id(written)?)?;
        let manner = said
            .iter()
            .find(|(change, _)| *change == entry.hash)
            .map(|(_, manner)| *manner);
        Some(Stated {
            value: answer(value.as_scalar()?),
            by: entry.author,
            at: entry.at,
            manner,
        })
    }

    /// The entries of an append-only list. They are read in the order of their operations, which
    /// keeps causes before effects, and not of their positions, which an author could choose.
    fn entered(&self, name: &str) -> Vec<Entered> {
        let Ok(Some((Value::Object(ObjType::List), list))) = self.doc.get(ROOT, name) else {
            return Vec::new();
        };
        let items = self.doc.list_range(&list, ..);
        let mut entered: Vec<Entered> = items
            .filter_map(|item| {
                let op = op_id(&item.id())?;
                let entry = self.ledger.holding(op)?;
                let text = item.value.into_value().as_str()?.to_owned();
                Some(Entered {
                    op,
                    text,
                    by: entry.author,
                    at: entry.at,
                    change: entry.hash,
                })
            })
            .collect();
        entered.sort_unstable_by_key(|entered| entered.op);
        entered
    }

    fn who_and_when(&self, written: &ObjId) -> Option<(Author, i64)> {
        self.ledger
            .holding(op_id(written)?)
            .map(|entry| (entry.author, entry.at))
    }
}

/// Whether not all values are the same.
pub(crate) fn differ(values: &[Stated]) -> bool {
    values.windows(2).any(|pair| pair[0].value != pair[1].value)
}

/// The schema number; where several stand, the newest.
pub(crate) fn schema(doc: &Automerge) -> u32 {
    let values = doc.get_all(ROOT, SCHEMA_KEY).unwrap_or_default();
    let numbers = values
        .iter()
        .map(|(value, _)| value.as_u64().unwrap_or(u64::MAX));
    let newest = numbers.max().unwrap_or(u64::MAX);
    u32::try_from(newest).unwrap_or(u32::MAX)
}

/// A map that the first change made in the root.
pub(crate) fn section<D: ReadDoc>(doc: &D, name: &str) -> Option<ObjId> {
    child_map(doc, &ROOT, name)
}

/// The map at a key, if a map is shown there.
pub(crate) fn child_map<D: ReadDoc>(doc: &D, parent: &ObjId, key: &str) -> Option<ObjId> {
    match doc.get(parent, key) {
        Ok(Some((Value::Object(ObjType::Map), id))) => Some(id),
        _ => None,
    }
}

/// Every map of an interview, the one shown last.
pub(crate) fn interview_maps<D: ReadDoc>(doc: &D, section: &ObjId, id: &str) -> Vec<ObjId> {
    let all = doc.get_all(section, id).unwrap_or_default();
    let maps = all
        .into_iter()
        .filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)));
    maps.map(|(_, id)| id).collect()
}

/// What a plain value states. Values of a newer version are shown as text, not dropped.
pub(crate) fn answer(value: &ScalarValue) -> Option<Answer> {
    match value {
        ScalarValue::Null => None,
        ScalarValue::Str(text) => Some(Answer::Value(text.to_string())),
        ScalarValue::Uint(1) => Some(Answer::DoesNotKnow),
        ScalarValue::Uint(2) => Some(Answer::DoesNotWantToSay),
        ScalarValue::F64(number) => Some(Answer::Value(number.to_string())),
        other => Some(Answer::Value(other.to_string())),
    }
}

/// How a value is kept in the document.
pub(crate) fn scalar(value: Option<&Answer>) -> ScalarValue {
    match value {
        None => ScalarValue::Null,
        Some(Answer::Value(text)) => ScalarValue::Str(text.into()),
        Some(Answer::DoesNotKnow) => ScalarValue::Uint(1),
        Some(Answer::DoesNotWantToSay) => ScalarValue::Uint(2),
    }
}

fn text_at(doc: &Automerge, map: &ObjId, key: &str) -> Option<String> {
    let (value, _) = doc.get(map, key).ok()??;
    value.as_str().map(str::to_owned)
}

fn op_id(id: &ObjId) -> Option<OpId> {
    let ObjId::Id(counter, actor, _) = id else {
        return None;
    };
    let author = Author(actor.to_bytes().try_into().ok()?);
    Some(OpId {
        counter: *counter,
        author,
    })
}
