//! Draws the core's views as calm plain text. What a view says is the core's; here are only places and marks, and a mark is
//! never the only sign of what it stands for.

mod alone;
mod case;
mod list;
pub(crate) mod page;
mod screen;
mod sync;
#[cfg(test)]
mod tests;

pub(crate) use alone::{self_answer, self_answer_start};
pub(crate) use case::{case, conflict, conflict_values, summary};
pub(crate) use list::{list, row};
pub(crate) use page::Page;
pub(crate) use screen::{languages, question, repeat, respondents, screen};
pub(crate) use sync::{error, profile, sync};

/// The first digits of a case's id: enough to name it on one device, and short enough to type.
pub(crate) fn short(case: &str) -> &str {
    case.get(..8).unwrap_or(case)
}
