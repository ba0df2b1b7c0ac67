//! What the answers mean: computed from them by named rules whenever it is looked at.

mod evidence;
mod gates;
mod judge;
mod readings;
mod unasked;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::age::{self, AGE_SETTLED, AGE_YEARS, AgeReading, BIRTH_DATE, CHILD_APPARENT, Told};
use crate::answer::Answer;
use crate::assessment::{Assessment, MissingCore};
use crate::interview::Circumstances;
use crate::pack::Pack;
use crate::rules::{DimensionRule, PersonRule, Rules};

use evidence::Evidence;
use judge::Judgement;

/// Answers of one interview by question path. Several values are differing answers that nobody has resolved.
pub type AnswerSet = BTreeMap<String, Vec<Answer>>;

/// Facts of the case by name; several values are differing facts that nobody has resolved. Read are `birth_date`
/// (`2008-02-14`, `2008-02`, `2008-Q1`, `2008-H1`, `2008`), `age_years` (`16`, `16-18`, `13y6m-14y2m`), `child_apparent` and
/// `age_settled` (`yes`).
pub type PersonFacts = BTreeMap<String, Vec<Answer>>;

/// One interview to assess.
#[derive(Clone, Copy, Debug)]
pub struct InterviewRecord<'a> {
    /// Its id, given back with each reason.
    pub id: &'a str,
    /// The questionnaire it was made with.
    pub pack: &'a Pack,
    /// Its answers.
    pub answers: &'a AnswerSet,
    /// When and where it was held; the day it was begun is `today()` in its expressions.
    pub held: &'a Circumstances,
}

/// Weighs all that is known of a person.
///
/// - Differing answers are read in the way that protects the person: the result is never below that of any one of them.
/// - The age is the youngest one consistent with everything told, on the day of the first interview (the acts came
///   before it), and a child's until it is known. Once the case says `age_settled` = `yes`, only the case's own facts count.
/// - Where the interviews' questionnaires name different person rules, the one that finds more counts.
#[must_use]
pub fn assess(
    interviews: &[InterviewRecord<'_>],
    person: &PersonFacts,
    rules: &Rules,
    today: Date,
) -> Assessment {
    Weighing::of(interviews, person, rules, today).governing()
}

/// Weighs the same by every person rule there is, to set their results side by side: first what [`assess`] gives, then what
/// each of the other rules makes of it, in the order of the rules.
#[must_use]
pub fn assess_each(
    interviews: &[InterviewRecord<'_>],
    person: &PersonFacts,
    rules: &Rules,
    today: Date,
) -> Vec<Assessment> {
    let weighing = Weighing::of(interviews, person, rules, today);
    let governing = weighing.governing();
    let others: Vec<Assessment> = rules
        .persons()
        .filter(|rule| rule.id != governing.rule)
        .map(|rule| weighing.by(rule))
        .collect();
    std::iter::once(governing).chain(others).collect()
}

/// All that is known, read once, to be weighed by any rule.
struct Weighing<'a> {
    evidence: Vec<Evidence<'a>>,
    person: &'a PersonFacts,
    on: Date,
    dimension_rule: &'a DimensionRule,
    /// The rule to weigh by, and others that questionnaires name.
    named: (&'a PersonRule, Vec<&'a PersonRule>),
}

impl<'a> Weighing<'a> {
    fn of(
        interviews: &[InterviewRecord<'a>],
        person: &'a PersonFacts,
        rules: &'a Rules,
        today: Date,
    ) -> Weighing<'a> {
        let on = interviews
            .iter()
            .map(|interview| interview.held.began.date())
            .min()
            .unwrap_or(today)
            .min(today);
        Weighing {
            evidence: interviews.iter().map(evidence::gather).collect(),
            person,
            on,
            dimension_rule: dimension_rule(interviews, rules),
            named: person_rules(interviews, rules),
        }
    }

    fn by(&self, rule: &PersonRule) -> Assessment {
        let age = read_age(&self.evidence, self.person, self.on, rule.child_below);
        assess_by(&self.evidence, self.person, rule, self.dimension_rule, age)
    }

    /// By the rule that the questionnaires name; of several, by the one that finds more.
    fn governing(&self) -> Assessment {
        let (first, others) = &self.named;
        let others = others.iter().map(|rule| self.by(rule));
        others.fold(self.by(first), |best, other| {
            if other.outcome > best.outcome {
                other
            } else {
                best
            }
        })
    }
}

fn assess_by(
    evidence: &[Evidence<'_>],
    person: &PersonFacts,
    person_rule: &PersonRule,
    dimension_rule: &DimensionRule,
    age: AgeReading,
) -> Assessment {
    let judgement = Judgement::of(evidence, person_rule, dimension_rule, age, false);
    let missing_core: BTreeSet<MissingCore> = evidence
        .iter()
        .flat_map(|one| one.missing_core.iter().cloned())
        .collect();
    let nothing_told = evidence.iter().all(|one| one.is_empty);
    let outcome = judgement.outcome(nothing_told || !missing_core.is_empty());
    let unasked = unasked::find(
        evidence,
        &judgement,
        outcome,
        person_rule,
        dimension_rule,
        age,
    );
    let urgent = evidence::urgent(evidence, &person_rule.urgent_order);
    Assessment {
        rule: person_rule.id.clone(),
        dimension_rule: dimension_rule.id.clone(),
        outcome,
        child: age.status,
        elements: judgement.elements,
        dimensions: judgement.dimensions,
        other_signs: judgement.other_signs,
        urgent,
        unasked,
        missing_core: missing_core.into_iter().collect(),
        protective: protective(evidence, person),
    }
}

/// The person rules to weigh by: the one chosen, else those that the questionnaires name, else the default.
fn person_rules<'a>(
    interviews: &[InterviewRecord<'_>],
    rules: &'a Rules,
) -> (&'a PersonRule, Vec<&'a PersonRule>) {
    if let Some(chosen) = rules.chosen_person().and_then(|id| rules.person(id)) {
        return (chosen, Vec::new());
    }
    let mut named: Vec<&PersonRule> = Vec::new();
    for rule in interviews
        .iter()
        .filter_map(|interview| rules.person(interview.pack.person_rule()))
    {
        if !named.iter().any(|known| known.id == rule.id) {
            named.push(rule);
        }
    }
    match named.split_first() {
        Some((first, others)) => (first, others.to_vec()),
        None => (rules.default_person(), Vec::new()),
    }
}

fn dimension_rule<'a>(interviews: &[InterviewRecord<'_>], rules: &'a Rules) -> &'a DimensionRule {
    let named = interviews
        .iter()
        .find_map(|interview| rules.dimension(interview.pack.dimension_rule()));
    named.unwrap_or_else(|| rules.default_dimension())
}

fn read_age(
    evidence: &[Evidence<'_>],
    person: &PersonFacts,
    on: Date,
    child_below: u32,
) -> AgeReading {
    let settled = person
        .get(AGE_SETTLED)
        .is_some_and(|values| !values.is_empty() && values.iter().all(Answer::is_yes));
    let mut sources: Vec<&Told> = vec![person];
    if !settled {
        sources.extend(evidence.iter().map(|one| &one.facts));
    }
    age::read(&sources, on, child_below, settled)
}

/// Where differing answers were read protectively.
fn protective(evidence: &[Evidence<'_>], person: &PersonFacts) -> Vec<String> {
    let facts = [AGE_YEARS, BIRTH_DATE, CHILD_APPARENT];
    let differs = |fact: &&str| {
        person
            .get(*fact)
            .is_some_and(|values| readings::distinct(values).len() > 1)
    };
    let of_person = facts
        .iter()
        .filter(|fact| differs(fact))
        .map(|fact| format!("person/{fact}"));
    let of_interviews = evidence.iter().flat_map(|one| {
        one.differing
            .iter()
            .map(|path| format!("interviews/{}/{path}", one.interview))
    });
    of_person.chain(of_interviews).collect()
}
