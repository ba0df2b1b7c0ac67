//! What an assessment says. It is computed from answers whenever it is looked at, and never stored as truth.

use serde::Serialize;

use crate::answer::Answer;
use crate::weights::{Dimension, Strength, WeightStatus};

/// What is known so far, weighed by a named rule. A flag with its reasons: never a verdict, never "not a victim".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The person rule used, such as `vn-law-53-2024/1`.
    pub rule: String,
    /// The dimension rule used, such as `ilo-ec-2009/1`.
    pub dimension_rule: String,
    /// What it comes to.
    pub outcome: Outcome,
    /// Whether the person is a child, at the time of the first interview.
    pub child: ChildStatus,
    /// Act, means and purpose, each with what supports it.
    pub elements: Vec<Element>,
    /// The six dimensions, in order.
    pub dimensions: Vec<DimensionResult>,
    /// Signs that count in no dimension and support no element of the rule, but are signs all the same.
    pub other_signs: Vec<Support>,
    /// Urgent needs, the most urgent first.
    pub urgent: Vec<UrgentNeed>,
    /// Questions not asked yet whose answer could change an element.
    pub unasked: Vec<Unasked>,
    /// Core questions without which too little is known.
    pub missing_core: Vec<MissingCore>,
    /// Where differing answers were read in the way that protects the person: `interviews/<id>/<question>` or
    /// `person/<fact>`.
    pub protective: Vec<String>,
}

/// What an assessment comes to, from the least to the most protective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The core questions were answered and no sign was seen so far. Not "not a victim".
    NoSignsSoFar,
    /// Core questions are open and no sign was seen so far.
    TooLittleKnown,
    /// Signs, but the elements are not all there.
    SomeSigns,
    /// All elements that the person rule needs are there.
    ReasonableGrounds,
}

/// Whether the person is a child (under the age of the person rule, 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildStatus {
    /// Every age consistent with what is known is under 18.
    Child {
        /// The youngest of them in completed years.
        age: u32,
    },
    /// The age is not settled; the person is treated as a child until it is.
    TreatedAsChild {
        /// Why.
        reason: ChildReason,
    },
    /// The youngest age consistent with what is known is 18 or more.
    Adult {
        /// That age in completed years.
        age: u32,
    },
}

impl ChildStatus {
    /// Whether the rules for a child apply.
    #[must_use]
    pub fn is_child(self) -> bool {
        !matches!(self, ChildStatus::Adult { .. })
    }
}

/// Why somebody whose age is not settled is treated as a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildReason {
    /// Nothing usable is known of the age.
    AgeUnknown,
    /// The age told is 18 or more, but the officer sees a child.
    LooksLikeAChild,
    /// Of all ages that fit what is known the youngest is under 18, and others are not: only a part of the birth date is
    /// known, an age is told as a range, or it is told in more ways than one.
    YoungestThatFits {
        /// The youngest that fits, in completed years.
        age: u32,
    },
}

/// The three elements of trafficking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// What was done: recruitment, transport, transfer, harbouring, receipt.
    Act,
    /// How: force, deception, abuse of vulnerability.
    Means,
    /// What for: exploitation, or, under Vietnamese law, money or other benefit.
    Purpose,
}

/// Whether an element is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// Not so far.
    NotYet,
    /// The rule does not ask for it: the means, for a child. What supports it is listed all the same.
    NotNeeded,
    /// Yes.
    Met,
}

/// One element with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Element {
    /// Which.
    pub kind: ElementKind,
    /// Whether it is there.
    pub state: Met,
    /// Every answer that points to it, the strongest first.
    pub supports: Vec<Support>,
}

/// One answer that points to an element or a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Support {
    /// The interview.
    pub interview: String,
    /// Path of the question.
    pub question: String,
    /// The answer that holds; of differing answers, the one that protects.
    pub answer: Answer,
    /// The choice, where a choice and not the whole question carries the mark.
    pub choice: Option<String>,
    /// Generic id of the indicator, or none where the answer supports the element directly.
    pub indicator: Option<String>,
    /// The element token (`act:transport`), where the answer supports the element directly.
    pub element: Option<String>,
    /// The dimension the indicator counts in.
    pub dimension: Option<Dimension>,
    /// Its weight for this person; none where it has none.
    pub strength: Option<Strength>,
    /// How well that weight is established; none for a direct support, which has no weight.
    pub weight_status: Option<WeightStatus>,
}

/// One dimension under the dimension rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DimensionResult {
    /// Which.
    pub dimension: Dimension,
    /// Whether the rule calls it positive.
    pub positive: bool,
    /// Distinct strong indicators that hold.
    pub strong: usize,
    /// Distinct medium indicators that hold.
    pub medium: usize,
    /// Distinct weak indicators that hold.
    pub weak: usize,
    /// The least established weight among those counted; shown with the result.
    pub weight_status: Option<WeightStatus>,
    /// The answers behind it.
    pub supports: Vec<Support>,
}

/// Something to see to before anything else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct UrgentNeed {
    /// `danger`, `medical`, `child-alone`, …
    pub need: String,
    /// Path of the question that told it.
    pub question: String,
    /// The interview.
    pub interview: String,
}

/// A question not asked yet that could change the result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Unasked {
    /// The interview.
    pub interview: String,
    /// Path of the question.
    pub question: String,
    /// The element it could change.
    pub could_change: ElementKind,
}

/// A core question that nobody has an answer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct MissingCore {
    /// The interview.
    pub interview: String,
    /// Path of the question.
    pub question: String,
}
