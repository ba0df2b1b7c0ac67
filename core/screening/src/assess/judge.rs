//! Signs to dimensions, dimensions to elements, elements to an outcome.

use std::collections::BTreeMap;

use super::evidence::{Evidence, Mark, Sign};
use crate::age::AgeReading;
use crate::answer::Answer;
use crate::assessment::{DimensionResult, Element, ElementKind, Met, Outcome, Support};
use crate::pack::Indicator;
use crate::rules::{ALL_ELEMENTS, DimensionRule, PersonRule};
use crate::weights::{Dimension, Family, List, Strength};

/// What one person rule makes of the evidence.
pub(super) struct Judgement {
    pub(super) elements: Vec<Element>,
    pub(super) dimensions: Vec<DimensionResult>,
    pub(super) other_signs: Vec<Support>,
    /// Whether all elements needed are there.
    grounds: bool,
    /// Whether anything but an act was seen: to have travelled is no sign.
    any_sign: bool,
}

impl Judgement {
    /// Weighs the evidence; with `supposing`, as if every question not asked yet pointed to all it could.
    pub(super) fn of(
        evidence: &[Evidence<'_>],
        person_rule: &PersonRule,
        dimension_rule: &DimensionRule,
        age: AgeReading,
        supposing: bool,
    ) -> Judgement {
        let mut supports: Vec<Support> = Vec::new();
        for one in evidence {
            supports.extend(
                one.signs
                    .iter()
                    .map(|(sign, answer)| support(one, sign, answer, age)),
            );
            if supposing {
                supports.extend(
                    one.possible
                        .iter()
                        .map(|(_, sign)| support(one, sign, &Answer::DoesNotKnow, age)),
                );
            }
        }
        supports
            .sort_by_key(|support| (std::cmp::Reverse(support.strength), support.weight_status));
        let dimensions: Vec<DimensionResult> = Dimension::ALL
            .into_iter()
            .map(|dimension| weigh(dimension, &supports, dimension_rule))
            .collect();
        let elements: Vec<Element> = ALL_ELEMENTS
            .into_iter()
            .map(|kind| element(kind, &supports, &dimensions, person_rule, age))
            .collect();
        let child = age.status.is_child();
        let there = |element: &Element| {
            element.state == Met::Met || !person_rule.needs(element.kind, child)
        };
        let grounds = elements.iter().all(there);
        let any_sign = supports
            .iter()
            .any(|support| element_of(support, person_rule) != Some(ElementKind::Act));
        supports.retain(|support| element_of(support, person_rule).is_none());
        Judgement {
            elements,
            dimensions,
            other_signs: supports,
            grounds,
            any_sign,
        }
    }

    pub(super) fn outcome(&self, too_little: bool) -> Outcome {
        if self.grounds {
            Outcome::ReasonableGrounds
        } else if self.any_sign {
            Outcome::SomeSigns
        } else if too_little {
            Outcome::TooLittleKnown
        } else {
            Outcome::NoSignsSoFar
        }
    }

    pub(super) fn state(&self, kind: ElementKind) -> Met {
        self.elements
            .iter()
            .find(|element| element.kind == kind)
            .map_or(Met::NotYet, |element| element.state)
    }

    pub(super) fn is_positive(&self, dimension: Dimension) -> bool {
        self.dimensions
            .iter()
            .any(|result| result.dimension == dimension && result.positive)
    }
}

/// The element that a support speaks for, under this rule.
pub(super) fn element_of(support: &Support, rule: &PersonRule) -> Option<ElementKind> {
    match &support.element {
        Some(token) => rule.element_of(token),
        None => support
            .dimension
            .and_then(|dimension| rule.element_of_dimension(dimension)),
    }
}

/// A sign with its weight for this person.
pub(super) fn support(
    evidence: &Evidence<'_>,
    sign: &Sign,
    answer: &Answer,
    age: AgeReading,
) -> Support {
    let mut support = Support {
        interview: evidence.interview.to_owned(),
        question: evidence.path(sign.question).to_owned(),
        answer: answer.clone(),
        choice: sign.choice.clone(),
        indicator: None,
        element: None,
        dimension: None,
        strength: None,
        weight_status: None,
    };
    match &sign.mark {
        Mark::Element(token) => support.element = Some(token.clone()),
        Mark::Indicator(id) => {
            support.indicator = Some(id.clone());
            if let Some(entry) = entry(evidence, id, evidence.family(sign.question), age) {
                support.dimension = entry.dimension.filter(|_| entry.weight().is_some());
                support.strength = entry.weight();
                support.weight_status = Some(entry.weight_status);
            }
        }
    }
    support
}

/// The entry of an indicator that counts: on the child's or the adult's list of that kind of exploitation, or, where it is
/// not certain which the person is, the heavier of the two.
fn entry<'a>(
    evidence: &'a Evidence<'_>,
    id: &str,
    family: Family,
    age: AgeReading,
) -> Option<&'a Indicator> {
    let child = age.status.is_child().then(|| List::of(family, true));
    let adult = age.may_be_adult.then(|| List::of(family, false));
    let applies = |list: &List| Some(*list) == child || Some(*list) == adult;
    evidence
        .pack
        .indicator_entries(id)
        .filter(|entry| entry.lists.is_empty() || entry.lists.iter().any(applies))
        .max_by_key(|entry| (entry.weight(), std::cmp::Reverse(entry.weight_status)))
}

/// Counts the distinct indicators of one dimension, each by its heaviest weight.
fn weigh(dimension: Dimension, supports: &[Support], rule: &DimensionRule) -> DimensionResult {
    let mut heaviest: BTreeMap<&str, Strength> = BTreeMap::new();
    let own: Vec<Support> = supports
        .iter()
        .filter(|support| support.dimension == Some(dimension))
        .cloned()
        .collect();
    for support in &own {
        if let (Some(id), Some(strength)) = (&support.indicator, support.strength) {
            let known = heaviest.entry(id).or_insert(strength);
            *known = strength.max(*known);
        }
    }
    let count = |wanted: Strength| {
        heaviest
            .values()
            .filter(|strength| **strength == wanted)
            .count()
    };
    let (strong, medium, weak) = (
        count(Strength::Strong),
        count(Strength::Medium),
        count(Strength::Weak),
    );
    DimensionResult {
        dimension,
        positive: rule.is_positive(strong, medium, weak),
        strong,
        medium,
        weak,
        weight_status: own.iter().filter_map(|support| support.weight_status).max(),
        supports: own,
    }
}

fn element(
    kind: ElementKind,
    supports: &[Support],
    dimensions: &[DimensionResult],
    rule: &PersonRule,
    age: AgeReading,
) -> Element {
    let supports: Vec<Support> = supports
        .iter()
        .filter(|support| element_of(support, rule) == Some(kind))
        .cloned()
        .collect();
    let direct = supports.iter().any(|support| support.element.is_some());
    let met_by = &rule.met_by(kind).dimensions;
    let weighed = dimensions
        .iter()
        .any(|result| result.positive && met_by.contains(&result.dimension));
    let state = if direct || weighed {
        Met::Met
    } else if rule.needs(kind, age.status.is_child()) {
        Met::NotYet
    } else {
        Met::NotNeeded
    };
    Element {
        kind,
        state,
        supports,
    }
}
