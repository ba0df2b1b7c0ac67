//! Questionnaires, interviews and what they mean.
//!
//! A questionnaire is written as XLSForm sheets, kept as CSV ([`Sheets`]), and compiled to a [`Pack`]: canonical, hashed
//! bytes that an interview names for ever. An [`Interview`] is one conversation under way with such a pack. [`assess`]
//! weighs the answers by named, versioned [`Rules`] and says what points to trafficking, with the reasons, what is urgent
//! and what is still unasked. It never says "not a victim".
//!
//! Pure: no clock, no randomness, no input or output; today is an argument.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod age;
mod answer;
mod assess;
mod assessment;
mod bind;
mod canonical;
mod columns;
mod compile;
mod csv;
mod export;
mod expr;
mod form;
mod graph;
mod interview;
mod language;
pub mod limits;
mod lint;
mod pack;
pub mod play;
mod problem;
mod program;
mod question;
mod rules;
mod sheets;
mod weights;
mod words;
mod xlsx;

pub use age::{PartialDate, StatedAge};
pub use answer::Answer;
pub use assess::{AnswerSet, InterviewRecord, PersonFacts, assess, assess_each};
pub use assessment::{
    Assessment, ChildReason, ChildStatus, DimensionResult, Element, ElementKind, Met, MissingCore,
    Outcome, Support, Unasked, UrgentNeed,
};
pub use interview::{AnswerError, Changed, Circumstances, Interview, RepeatError, Screen};
pub use language::{Coverage, LanguagePack, Missing};
pub use pack::{Indicator, PACK_FORMAT, Pack, PackError, PackHash};
pub use problem::{Problem, Severity};
pub use question::{Choice, Group, Kind, Marks, Media, Question, Text};
pub use rules::{
    AtLeast, DimensionRule, ElementName, MAX_RULES_BYTES, MetBy, PersonRule, Rules, RulesError,
};
pub use sheets::Sheets;
pub use weights::{Dimension, Family, List, Strength, WeightStatus};
