//! Whether there is another: the screen after all instances of a repeat.

use nuong_screening::{Answer, Interview, RepeatError};
use serde::Serialize;

use crate::action::Action;
use crate::amounts::small;
use crate::interview::InterviewFacts;
use crate::viewer::Viewer;

/// What there may be several of, such as the members of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatView {
    /// Its path, to send back when another is added.
    pub path: String,
    /// How many there are, in words.
    pub count: String,
    /// Those there are.
    pub instances: Vec<InstanceView>,
    /// Adds another.
    pub add: Action,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstanceView {
    /// Its path, to send back.
    pub path: String,
    /// Which it is, and the first thing that was told of it.
    pub label: String,
    /// The screen on which it begins; none where nothing is asked of it.
    pub at: Option<u32>,
    /// Takes it away, with all that was told of it.
    pub remove: Action,
}

impl Viewer<'_> {
    pub(crate) fn repeat(&self, facts: &InterviewFacts<'_>, path: &str) -> RepeatView {
        let interview = facts.interview;
        let name = interview.repeat_label(path, self.code());
        let instances: Vec<InstanceView> = interview
            .instances_of(path)
            .into_iter()
            .enumerate()
            .map(|(at, instance)| self.instance(facts, &name, at + 1, instance))
            .collect();
        let full = interview.cannot_add(path).map(|why| {
            self.text(match why {
                RepeatError::TooMany => "repeat-full",
                RepeatError::Unknown | RepeatError::Counted => "repeat-counted",
            })
        });
        RepeatView {
            path: path.to_owned(),
            count: self.with("repeat-count", &[("count", instances.len().into())]),
            instances,
            add: Action::unless(self.text("repeat-add"), self.locked(facts).or(full)),
        }
    }

    fn instance(
        &self,
        facts: &InterviewFacts<'_>,
        name: &str,
        number: usize,
        path: String,
    ) -> InstanceView {
        let interview = facts.interview;
        let named = self.numbered(name, number);
        let label = match self.first_told(interview, &path) {
            Some(told) => self.with(
                "repeat-instance-told",
                &[("instance", (&named).into()), ("told", (&told).into())],
            ),
            None => named,
        };
        InstanceView {
            at: interview.first_screen_within(&path).map(small),
            path,
            label,
            remove: Action::unless(self.text("repeat-remove"), self.locked(facts)),
        }
    }

    /// `Người ở cùng 2`.
    fn numbered(&self, name: &str, number: usize) -> String {
        let args = [("name", name.into()), ("number", number.into())];
        self.with("repeat-instance", &args)
    }

    /// The heading of a group, with its number where it is one of several.
    pub(crate) fn group_heading(&self, interview: &Interview, path: &str) -> String {
        let label = interview.label(path, self.code());
        let number = path.strip_suffix(']').and_then(|path| {
            let (_, number) = path.rsplit_once('[')?;
            number.parse::<usize>().ok()
        });
        match number {
            Some(number) if !label.is_empty() => self.numbered(&label, number),
            _ => label,
        }
    }

    /// The first value told of an instance, in words.
    fn first_told(&self, interview: &Interview, instance: &str) -> Option<String> {
        let mut told = interview.answers_within(instance);
        let (path, answer) = told.find(|(_, answer)| matches!(answer, Answer::Value(_)))?;
        Some(self.answer(interview.pack().question(path), Some(answer)))
    }
}
