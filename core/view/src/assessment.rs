//! What the answers point to, in words: urgent needs apart, then the elements with their reasons,
//! then what is still unasked.

use nuong_screening::{
    Assessment, ChildReason, ChildStatus, Dimension, DimensionResult, Element, ElementKind, Met,
    Outcome, Strength, Support, WeightStatus,
};
use serde::Serialize;

use crate::known::Known;
use crate::viewer::Viewer;

/// The rules that have a name for people; a rule is known by what stands before its version.
const RULES: &[(&str, &str)] = &[
    ("palermo", "rule-palermo"),
    ("vn-law-53-2024", "rule-vn-law-53-2024"),
    ("ilo-ec-2009", "rule-ilo-ec-2009"),
];

/// An assessment as it is shown. It is a flag with its reasons, never a verdict; there is no number
/// in it to add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssessmentView {
    /// What it comes to.
    pub heading: String,
    /// What that means and what it does not mean.
    pub text: String,
    /// What an assessment is.
    pub caution: String,
    /// Whether the person is a child, or treated as one, and what follows.
    pub child: String,
    /// Whether the rules for a child apply.
    pub is_child: bool,
    /// Act, means and purpose, each with its reasons.
    pub elements: Vec<ElementView>,
    /// The six dimensions with the signs in each.
    pub dimensions: Vec<DimensionView>,
    /// What is not yet known and would matter, the most important first.
    pub unasked: Vec<UnaskedView>,
    /// Where answers differ and the one that protects is used.
    pub protective: Vec<String>,
    /// By which rules.
    pub rules: Vec<String>,
    /// What other rules make of the same answers, where that differs: side by side with the result above.
    pub other_rules: Vec<RuleView>,
    /// Where an age was read as the youngest that fits: by what rule, and whom that rule binds.
    pub age_basis: Option<String>,
}

/// What a rule makes of the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleView {
    /// The rule.
    pub rule: String,
    /// What it comes to.
    pub outcome: String,
    /// Where it differs from the result that is shown first: each element with how it stands.
    pub differs: Vec<String>,
}

/// One element of trafficking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ElementView {
    /// What it is.
    pub title: String,
    /// How it stands.
    pub state: String,
    /// Whether it is there; a shell may draw it with another shape.
    pub met: bool,
    /// The answers that point to it.
    pub reasons: Vec<ReasonView>,
    /// Said where there are none and `state` does not say so already.
    pub no_reasons: Option<String>,
}

/// An answer that is a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// The question and its answer.
    pub text: String,
    /// The signs it is taken for, each with how it weighs and how well that is established.
    pub signs: Vec<String>,
    /// The interview it comes from.
    pub interview: String,
    /// The question's path.
    pub question: String,
}

/// One of the six dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DimensionView {
    /// What it is.
    pub title: String,
    /// How it stands, in words.
    pub state: String,
    /// Whether the signs suffice together.
    pub met: bool,
    /// The signs in it.
    pub signs: Vec<SignView>,
}

/// A sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignView {
    /// What it is.
    pub name: String,
    /// How it weighs and how well that is established.
    pub weight: String,
}

/// Something not yet known that would matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnaskedView {
    /// The question.
    pub text: String,
    /// What it would help to know.
    pub why: String,
    /// The interview it can be asked in.
    pub interview: String,
    /// Its path.
    pub question: String,
}

impl Viewer<'_> {
    /// What an assessment comes to, in words.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.text(outcome_id(outcome))
    }

    /// An assessment, and what each of `others`, other rules' results, makes of the same answers.
    pub(crate) fn assessment(
        &self,
        known: &Known<'_>,
        assessment: &Assessment,
        others: &[Assessment],
    ) -> AssessmentView {
        let asked_anything = known
            .record
            .interviews
            .iter()
            .any(|entry| !entry.answers.is_empty());
        let outcome = if asked_anything {
            outcome_id(assessment.outcome)
        } else {
            "outcome-none"
        };
        AssessmentView {
            heading: self.text(outcome),
            text: self
                .texts
                .attribute(outcome, "text", &[])
                .unwrap_or_default(),
            caution: self.text("assessment-caution"),
            child: self.child(assessment.child),
            is_child: assessment.child.is_child(),
            elements: assessment
                .elements
                .iter()
                .map(|element| self.element(known, element))
                .collect(),
            dimensions: assessment
                .dimensions
                .iter()
                .map(|result| self.dimension(known, result))
                .collect(),
            unasked: self.unasked(known, assessment),
            protective: self.protective(known, assessment),
            rules: vec![
                self.rule("assessment-rule", &assessment.rule),
                self.rule("assessment-dimension-rule", &assessment.dimension_rule),
            ],
            other_rules: others
                .iter()
                .filter(|other| asked_anything && differs(assessment, other))
                .map(|other| self.other_rule(assessment, other))
                .collect(),
            age_basis: self.age_basis(assessment.child),
        }
    }

    fn other_rule(&self, shown: &Assessment, other: &Assessment) -> RuleView {
        let pairs = shown.elements.iter().zip(&other.elements);
        let differs = pairs.filter(|(shown, other)| shown.state != other.state);
        RuleView {
            rule: self.rule_name(&other.rule),
            outcome: self.outcome(other.outcome),
            differs: differs
                .map(|(_, other)| {
                    let (title, state) = (self.element_title(other), self.element_state(other));
                    self.with(
                        "rule-element",
                        &[("element", (&title).into()), ("state", (&state).into())],
                    )
                })
                .collect(),
        }
    }

    fn age_basis(&self, child: ChildStatus) -> Option<String> {
        let youngest = matches!(
            child,
            ChildStatus::TreatedAsChild {
                reason: ChildReason::YoungestThatFits { .. }
            }
        );
        youngest.then(|| self.text("child-basis"))
    }

    fn rule(&self, id: &str, rule: &str) -> String {
        self.with(id, &[("rule", (&self.rule_name(rule)).into())])
    }

    fn rule_name(&self, rule: &str) -> String {
        let base = rule.split('/').next().unwrap_or(rule);
        RULES
            .iter()
            .find(|(known, _)| *known == base)
            .map_or_else(|| rule.to_owned(), |(_, name)| self.text(name))
    }

    fn child(&self, child: ChildStatus) -> String {
        match child {
            ChildStatus::Child { age } => self.with("child-is", &[("age", age.into())]),
            ChildStatus::Adult { age } => self.with("child-adult", &[("age", age.into())]),
            ChildStatus::TreatedAsChild { reason } => match reason {
                ChildReason::AgeUnknown => self.text("child-treated-unknown"),
                ChildReason::LooksLikeAChild => self.text("child-treated-looks"),
                ChildReason::YoungestThatFits { age } => {
                    self.with("child-treated-youngest", &[("age", age.into())])
                }
            },
        }
    }

    fn element(&self, known: &Known<'_>, element: &Element) -> ElementView {
        let reasons = self.reasons(known, &element.supports);
        ElementView {
            title: self.element_title(element),
            state: self.element_state(element),
            met: element.state == Met::Met,
            // What was not seen so far has no answer that points to it: that is said once.
            no_reasons: (reasons.is_empty() && element.state != Met::NotYet)
                .then(|| self.text("element-no-reasons")),
            reasons,
        }
    }

    fn element_title(&self, element: &Element) -> String {
        self.text(match element.kind {
            ElementKind::Act => "element-act",
            ElementKind::Means => "element-means",
            ElementKind::Purpose => "element-purpose",
        })
    }

    fn element_state(&self, element: &Element) -> String {
        self.text(match element.state {
            Met::Met => "element-met",
            Met::NotYet => "element-not-yet",
            Met::NotNeeded => "element-not-needed",
        })
    }

    /// Each answer once, with all the signs it is taken for.
    fn reasons(&self, known: &Known<'_>, supports: &[Support]) -> Vec<ReasonView> {
        let mut views: Vec<ReasonView> = Vec::new();
        for support in supports {
            let sign = self.sign(known, support).map(|sign| {
                self.with(
                    "reason-sign",
                    &[
                        ("sign", (&sign.name).into()),
                        ("weight", (&sign.weight).into()),
                    ],
                )
            });
            let same = |view: &&mut ReasonView| {
                view.interview == support.interview && view.question == support.question
            };
            match views.iter_mut().find(same) {
                Some(view) => view
                    .signs
                    .extend(sign.filter(|sign| !view.signs.contains(sign))),
                None => views.push(ReasonView {
                    text: self.reason(known, support),
                    signs: sign.into_iter().collect(),
                    interview: support.interview.clone(),
                    question: support.question.clone(),
                }),
            }
        }
        views
    }

    fn reason(&self, known: &Known<'_>, support: &Support) -> String {
        let question = self.asked(known, &support.interview, &support.question);
        let answer = self.answer(
            known.question(&support.interview, &support.question),
            Some(&support.answer),
        );
        self.with(
            "reason-answer",
            &[
                ("question", (&question).into()),
                ("answer", (&answer).into()),
            ],
        )
    }

    /// The sign an answer is taken for; nothing where it supports an element by itself.
    fn sign(&self, known: &Known<'_>, support: &Support) -> Option<SignView> {
        let pack = known.interview(&support.interview)?.pack();
        let name = pack.indicator_label(support.indicator.as_deref()?, self.code());
        (!name.is_empty()).then(|| SignView {
            name: name.to_owned(),
            weight: self.weight(support.strength, support.weight_status),
        })
    }

    fn weight(&self, strength: Option<Strength>, status: Option<WeightStatus>) -> String {
        let strength = self.text(match strength {
            Some(Strength::Strong) => "strength-strong",
            Some(Strength::Medium) => "strength-medium",
            Some(Strength::Weak) => "strength-weak",
            None => "strength-none",
        });
        let Some(status) = status else {
            return strength;
        };
        let status = self.text(match status {
            WeightStatus::SecondarySource => "weight-secondary",
            WeightStatus::Disputed => "weight-disputed",
            WeightStatus::NotEstablished => "weight-not-established",
            WeightStatus::Ours => "weight-ours",
        });
        self.with(
            "weight-full",
            &[
                ("strength", (&strength).into()),
                ("status", (&status).into()),
            ],
        )
    }

    fn dimension(&self, known: &Known<'_>, result: &DimensionResult) -> DimensionView {
        let mut signs: Vec<SignView> = Vec::new();
        for sign in result
            .supports
            .iter()
            .filter_map(|support| self.sign(known, support))
        {
            if !signs.contains(&sign) {
                signs.push(sign);
            }
        }
        let state = if result.positive {
            "dimension-met"
        } else if result.supports.is_empty() {
            "dimension-none"
        } else {
            "dimension-not-met"
        };
        DimensionView {
            title: self.text(match result.dimension {
                Dimension::D1 => "dimension-d1",
                Dimension::D2 => "dimension-d2",
                Dimension::D3 => "dimension-d3",
                Dimension::D4 => "dimension-d4",
                Dimension::D5 => "dimension-d5",
                Dimension::D6 => "dimension-d6",
            }),
            state: self.text(state),
            met: result.positive,
            signs,
        }
    }

    /// Core questions first; a question that could change several elements stands once.
    fn unasked(&self, known: &Known<'_>, assessment: &Assessment) -> Vec<UnaskedView> {
        let core = assessment
            .missing_core
            .iter()
            .map(|missing| (&missing.interview, &missing.question, "unasked-core"));
        let others = assessment.unasked.iter().map(|unasked| {
            let why = match unasked.could_change {
                ElementKind::Act => "unasked-act",
                ElementKind::Means => "unasked-means",
                ElementKind::Purpose => "unasked-purpose",
            };
            (&unasked.interview, &unasked.question, why)
        });
        let mut views: Vec<UnaskedView> = Vec::new();
        for (interview, question, why) in core.chain(others) {
            if views
                .iter()
                .any(|view| view.interview == *interview && view.question == *question)
            {
                continue;
            }
            views.push(UnaskedView {
                text: self.asked(known, interview, question),
                why: self.text(why),
                interview: interview.clone(),
                question: question.clone(),
            });
        }
        views
    }

    fn protective(&self, known: &Known<'_>, assessment: &Assessment) -> Vec<String> {
        assessment
            .protective
            .iter()
            .map(|path| match path.parse() {
                Ok(path) => {
                    let place = self.place(known, &path);
                    self.with("protective-place", &[("question", (&place).into())])
                }
                Err(_) => self.text("protective-note"),
            })
            .collect()
    }
}

/// Whether another rule comes to something else, in whole or in an element.
fn differs(shown: &Assessment, other: &Assessment) -> bool {
    let states = |one: &Assessment| one.elements.iter().map(|e| e.state).collect::<Vec<_>>();
    shown.outcome != other.outcome || states(shown) != states(other)
}

fn outcome_id(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::ReasonableGrounds => "outcome-reasonable-grounds",
        Outcome::SomeSigns => "outcome-some-signs",
        Outcome::NoSignsSoFar => "outcome-no-signs",
        Outcome::TooLittleKnown => "outcome-too-little",
    }
}
