//! What nobody has asked yet and could change the result.

use std::collections::BTreeSet;

use super::evidence::{Evidence, Sign};
use super::judge::{Judgement, element_of, support};
use crate::age::{AGE_YEARS, AgeReading, BIRTH_DATE};
use crate::answer::Answer;
use crate::assessment::{ChildStatus, ElementKind, Met, Outcome, Unasked};
use crate::rules::{DimensionRule, PersonRule};

/// The questions not asked yet that could bring about an element that is not there, by themselves or by what they open, in
/// the order of the form. While no
/// sign is seen at all, every question that could show one.
pub(super) fn find(
    evidence: &[Evidence<'_>],
    now: &Judgement,
    outcome: Outcome,
    person_rule: &PersonRule,
    dimension_rule: &DimensionRule,
    age: AgeReading,
) -> Vec<Unasked> {
    let supposed = Judgement::of(evidence, person_rule, dimension_rule, age, true);
    let search = Search {
        now,
        supposed,
        outcome,
        person_rule,
        age,
    };
    let mut found = Vec::new();
    for one in evidence {
        let by_mark = one
            .possible
            .iter()
            .filter_map(|(ask, sign)| Some((*ask, search.could_change(one, sign)?)));
        let by_age = one
            .open_facts
            .iter()
            .filter(|(fact, _)| search.is_open_age(fact));
        let questions: BTreeSet<(usize, ElementKind)> = by_mark
            .chain(by_age.map(|(_, question)| (*question, ElementKind::Means)))
            .collect();
        found.extend(
            questions
                .into_iter()
                .map(|(question, could_change)| Unasked {
                    interview: one.interview.to_owned(),
                    question: one.path(question).to_owned(),
                    could_change,
                }),
        );
    }
    found
}

struct Search<'a> {
    now: &'a Judgement,
    /// As if every question not asked yet pointed to all it could.
    supposed: Judgement,
    outcome: Outcome,
    person_rule: &'a PersonRule,
    age: AgeReading,
}

impl Search<'_> {
    /// The element that a mark not asked for yet could bring about.
    fn could_change(&self, evidence: &Evidence<'_>, sign: &Sign) -> Option<ElementKind> {
        let support = support(evidence, sign, &Answer::DoesNotKnow, self.age);
        let kind = element_of(&support, self.person_rule)?;
        if self.outcome < Outcome::SomeSigns && kind != ElementKind::Act {
            return Some(kind);
        }
        let opens = self.now.state(kind) == Met::NotYet && self.supposed.state(kind) == Met::Met;
        let counts = match support.dimension {
            Some(dimension) => self.supposed.is_positive(dimension),
            None => true,
        };
        (opens && counts).then_some(kind)
    }

    /// Whether this fact could settle an age for want of which the person is treated as a child.
    fn is_open_age(&self, fact: &str) -> bool {
        matches!(self.age.status, ChildStatus::TreatedAsChild { .. })
            && matches!(fact, AGE_YEARS | BIRTH_DATE)
            && self.now.state(ElementKind::Means) != Met::Met
    }
}
