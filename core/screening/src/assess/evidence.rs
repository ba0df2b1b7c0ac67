//! What the answers of one interview point to, over all its readings.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::InterviewRecord;
use super::gates::Gates;
use super::readings::Readings;
use crate::age::Told;
use crate::answer::Answer;
use crate::assessment::{MissingCore, UrgentNeed};
use crate::expr::NodeId;
use crate::form::FormId;
use crate::interview::Interview;
use crate::pack::Pack;
use crate::program::Bound;
use crate::question::{Kind, Marks, Question};
use crate::weights::Family;

/// One mark that holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sign {
    /// Index of the question.
    pub(super) question: usize,
    /// The choice that carries the mark; none where the question does.
    pub(super) choice: Option<String>,
    pub(super) mark: Mark,
}

/// What a sign points to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Indicator(String),
    Element(String),
}

/// All that one interview tells.
pub(super) struct Evidence<'a> {
    pub(super) interview: &'a str,
    pub(super) pack: &'a Pack,
    /// Marks that hold in some reading, with the answer by which they do.
    pub(super) signs: BTreeMap<Sign, Answer>,
    /// Marks that a question not asked yet could bring, as if every one of them held: its own, and those of questions that
    /// its answer could open or of values that are computed from it. By the question to ask.
    pub(super) possible: BTreeSet<(usize, Sign)>,
    /// Facts not asked yet, with the question to ask.
    pub(super) open_facts: BTreeSet<(String, usize)>,
    pub(super) needs: BTreeSet<(String, usize)>,
    pub(super) missing_core: BTreeSet<MissingCore>,
    pub(super) facts: Told,
    /// Paths of questions whose answers differ.
    pub(super) differing: Vec<String>,
    /// Nothing was told at all.
    pub(super) is_empty: bool,
}

/// Reads one interview in all its readings.
pub(super) fn gather<'a>(record: &InterviewRecord<'a>) -> Evidence<'a> {
    let readings = Readings::of(record);
    let questions = &record.pack.content.questions;
    let mut evidence = Evidence {
        interview: record.id,
        pack: record.pack,
        signs: BTreeMap::new(),
        possible: BTreeSet::new(),
        open_facts: BTreeSet::new(),
        needs: BTreeSet::new(),
        missing_core: BTreeSet::new(),
        facts: facts(&readings, record.pack),
        differing: readings
            .differing
            .iter()
            .map(|one| one.path.clone())
            .collect(),
        is_empty: true,
    };
    let gates = Gates::of(record.pack);
    for interview in &readings.interviews {
        let reader = Reader {
            readings: &readings,
            interview,
            pack: record.pack,
            gates: &gates,
        };
        for index in 0..questions.len() {
            for node in interview.instances(index) {
                reader.question(index, node, &mut evidence);
            }
        }
    }
    evidence
}

/// One reading of one interview.
struct Reader<'a> {
    readings: &'a Readings,
    interview: &'a Interview,
    pack: &'a Pack,
    gates: &'a Gates<'a>,
}

impl Reader<'_> {
    fn question(&self, index: usize, at: NodeId, evidence: &mut Evidence<'_>) {
        let question = &self.pack.content.questions[index];
        let node = self.pack.program.question_node(index);
        let uncertain = self.readings.is_uncertain(node);
        if !self.interview.is_relevant_node(at) && !uncertain {
            return;
        }
        let answers = self.readings.answers(self.interview, at);
        let asked = question.kind.is_asked();
        if answers.is_empty() && asked {
            self.possible(index, evidence);
        }
        evidence.is_empty &= !asked || !answers.iter().any(|answer| answer.is_value());
        if question.core
            && asked
            && (answers.is_empty() || answers.iter().any(|answer| !answer.is_value()))
        {
            let path = self.interview.path_of(at).to_owned();
            evidence.missing_core.insert(MissingCore {
                interview: evidence.interview.to_owned(),
                question: path,
            });
        }
        let unread = uncertain && question.kind == Kind::Calculate;
        let unknown = Answer::DoesNotKnow;
        let told: Vec<&Answer> = answers
            .into_iter()
            .filter(|answer| answer.is_value())
            .collect();
        for answer in told.iter().copied().chain(unread.then_some(&unknown)) {
            self.whole((index, at), question, answer, evidence);
            self.by_choice(index, question, answer, evidence);
        }
    }

    /// A question that nobody has asked yet: everything it could point to, by itself or by what it opens.
    fn possible(&self, index: usize, evidence: &mut Evidence<'_>) {
        let questions = &self.pack.content.questions;
        let opened = self.gates.opened_by(index);
        let closed = opened.iter().filter(|opened| {
            questions[**opened].kind == Kind::Calculate || self.is_closed(**opened)
        });
        for of in std::iter::once(&index).chain(closed) {
            let question = &questions[*of];
            if let Some(fact) = &question.fact {
                evidence.open_facts.insert((fact.clone(), index));
            }
            let signs = possible_signs(*of, question).map(|sign| (index, sign));
            evidence.possible.extend(signs);
        }
    }

    /// Whether a question is not relevant, wherever it stands: what is asked now is listed for itself.
    fn is_closed(&self, index: usize) -> bool {
        let mut instances = self.interview.instances(index).into_iter();
        instances.all(|node| !self.interview.is_relevant_node(node))
    }

    /// Marks of the question itself.
    fn whole(
        &self,
        (index, at): (usize, NodeId),
        question: &Question,
        answer: &Answer,
        evidence: &mut Evidence<'_>,
    ) {
        let node = self.pack.program.question_node(index);
        let expressions = self.pack.program.at(node);
        if !question.marks.urgent.is_empty()
            && self.holds((index, at), expressions.urgent_when.as_ref(), answer)
        {
            evidence.needs.extend(
                question
                    .marks
                    .urgent
                    .iter()
                    .map(|need| (need.clone(), index)),
            );
        }
        let marks = marks_of(&question.marks);
        if !marks.is_empty() && self.holds((index, at), expressions.indicator_when.as_ref(), answer)
        {
            for mark in marks {
                let sign = Sign {
                    question: index,
                    choice: None,
                    mark,
                };
                evidence.signs.entry(sign).or_insert_with(|| answer.clone());
            }
        }
    }

    /// Marks of the choices taken.
    fn by_choice(
        &self,
        index: usize,
        question: &Question,
        answer: &Answer,
        evidence: &mut Evidence<'_>,
    ) {
        let taken: HashSet<&str> = answer.text().split(' ').collect();
        let marked = question
            .choices()
            .iter()
            .filter(|choice| !choice.marks.is_empty());
        for choice in marked.filter(|choice| taken.contains(choice.name.as_str())) {
            evidence
                .needs
                .extend(choice.marks.urgent.iter().map(|need| (need.clone(), index)));
            for mark in marks_of(&choice.marks) {
                let sign = Sign {
                    question: index,
                    choice: Some(choice.name.clone()),
                    mark,
                };
                evidence.signs.entry(sign).or_insert_with(|| answer.clone());
            }
        }
    }

    /// Whether a condition holds for an answer; without a condition, whether the answer is `yes`.
    fn holds(
        &self,
        (index, at): (usize, NodeId),
        condition: Option<&Bound>,
        answer: &Answer,
    ) -> bool {
        let node = self.pack.program.question_node(index);
        let calculated = self.pack.content.questions[index].kind == Kind::Calculate;
        if calculated && self.readings.is_uncertain(node) {
            return true;
        }
        match condition {
            None => answer.is_yes() || calculated && answer.text() == "true",
            Some(bound)
                if bound
                    .nodes
                    .iter()
                    .flatten()
                    .any(|seen| self.readings.is_uncertain(*seen)) =>
            {
                true
            }
            Some(bound) => self.interview.holds(bound, at),
        }
    }
}

fn possible_signs(index: usize, question: &Question) -> impl Iterator<Item = Sign> {
    let whole = marks_of(&question.marks)
        .into_iter()
        .map(|mark| (None, mark));
    let by_choice = question.choices().iter().flat_map(|choice| {
        marks_of(&choice.marks)
            .into_iter()
            .map(|mark| (Some(choice.name.clone()), mark))
    });
    whole.chain(by_choice).map(move |(choice, mark)| Sign {
        question: index,
        choice,
        mark,
    })
}

fn marks_of(marks: &Marks) -> Vec<Mark> {
    let indicators = marks.indicators.iter().cloned().map(Mark::Indicator);
    indicators
        .chain(marks.elements.iter().cloned().map(Mark::Element))
        .collect()
}

/// The values of each fact over all readings. A fact that some readings do not tell is unknown in those.
fn facts(readings: &Readings, pack: &Pack) -> Told {
    let told: Vec<BTreeMap<String, Answer>> =
        readings.interviews.iter().map(Interview::facts).collect();
    let names: BTreeSet<&String> = told.iter().flat_map(BTreeMap::keys).collect();
    let mut facts = Told::new();
    for name in names {
        let values = told
            .iter()
            .map(|facts| facts.get(name).cloned().unwrap_or(Answer::DoesNotKnow));
        facts.insert(name.clone(), values.collect());
    }
    for (index, question) in pack.content.questions.iter().enumerate() {
        let node = pack.program.question_node(index);
        if let Some(fact) = question
            .fact
            .as_ref()
            .filter(|_| readings.is_uncertain(node))
            .filter(|_| pack.program.form.node(node).home == FormId::ROOT)
        {
            let values = facts.entry(fact.clone()).or_default();
            values.extend(
                readings
                    .interviews
                    .iter()
                    .flat_map(|one| readings.answers(one, NodeId(node.0)))
                    .cloned(),
            );
            values.push(Answer::DoesNotKnow);
        }
    }
    facts
}

impl Evidence<'_> {
    /// The kind of exploitation a question's indicators are weighed for.
    pub(super) fn family(&self, question: usize) -> Family {
        self.pack.content.questions[question]
            .family
            .unwrap_or(self.pack.content.family)
    }

    pub(super) fn path(&self, question: usize) -> &str {
        &self.pack.content.questions[question].path
    }
}

/// All urgent needs, in the order of the rule; needs it does not know come last, by name.
pub(super) fn urgent(evidence: &[Evidence<'_>], order: &[String]) -> Vec<UrgentNeed> {
    let mut found: Vec<UrgentNeed> = evidence
        .iter()
        .flat_map(|one| {
            one.needs.iter().map(|(need, question)| UrgentNeed {
                need: need.clone(),
                question: one.path(*question).to_owned(),
                interview: one.interview.to_owned(),
            })
        })
        .collect();
    found.sort();
    let rank = |need: &UrgentNeed| {
        order
            .iter()
            .position(|known| *known == need.need)
            .unwrap_or(order.len())
    };
    found.sort_by_key(rank);
    found
}
