//! What every view needs: texts in one language, the clock of the place, and names for the people who wrote.

use std::fmt;

use nuong_casefile::Author;

use crate::moments::{self, Clock};
use crate::texts::{Arg, Texts};

/// Makes the views. One for a language and a place; it holds no state and asks nothing of the outside.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) clock: Clock,
    name_of: &'a dyn Fn(&Author) -> String,
    unit_of: &'a dyn Fn(&str) -> Option<String>,
    asked_in: Option<&'a str>,
}

impl fmt::Debug for Viewer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Viewer({})", self.texts.lang())
    }
}

impl<'a> Viewer<'a> {
    /// `offset_minutes` is how far the place's clock stands ahead of UTC (+420 in Việt Nam).
    /// `name_of` gives the name to show for an author, empty where none is known.
    pub fn new(
        texts: &'a Texts,
        offset_minutes: i32,
        name_of: &'a dyn Fn(&Author) -> String,
    ) -> Viewer<'a> {
        Viewer {
            texts,
            clock: Clock::new(offset_minutes),
            name_of,
            unit_of: &|_| None,
            asked_in: None,
        }
    }

    /// With the words of questionnaires in the language of this tag, whatever that of everything else is.
    #[must_use]
    pub fn asking_in(self, tag: Option<&'a str>) -> Viewer<'a> {
        Viewer {
            asked_in: tag,
            ..self
        }
    }

    /// With what units are called, where the authority has said so; else they are shown by their short names.
    #[must_use]
    pub fn with_units(self, unit_of: &'a dyn Fn(&str) -> Option<String>) -> Viewer<'a> {
        Viewer { unit_of, ..self }
    }

    /// The texts these views are made of.
    pub fn texts(&self) -> &'a Texts {
        self.texts
    }

    pub(crate) fn text(&self, id: &str) -> String {
        self.texts.text(id)
    }

    pub(crate) fn with(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.texts.with(id, args)
    }

    /// The language code by which questionnaires name their columns.
    pub(crate) fn code(&self) -> &'a str {
        self.asked_in.unwrap_or_else(|| self.texts.lang().code())
    }

    /// The name of an author, or words for one whose device is not known here.
    pub(crate) fn name(&self, author: &Author) -> String {
        let name = (self.name_of)(author);
        if name.is_empty() {
            self.text("author-unknown")
        } else {
            name
        }
    }

    /// What a unit of the authority is called, to be shown.
    pub(crate) fn unit(&self, unit: &str) -> String {
        (self.unit_of)(unit).unwrap_or_else(|| unit.to_owned())
    }

    pub(crate) fn moment(&self, at: i64) -> String {
        self.clock.moment(self.texts, at)
    }

    pub(crate) fn date(&self, at: i64) -> String {
        self.clock.date(self.texts, at)
    }

    pub(crate) fn recent(&self, at: i64, now: i64) -> String {
        self.clock.recent(self.texts, at, now)
    }

    pub(crate) fn age(&self, at: i64, now: i64) -> String {
        self.clock.age(self.texts, at, now)
    }

    pub(crate) fn duration(&self, seconds: u64) -> String {
        moments::duration(self.texts, seconds)
    }

    pub(crate) fn bytes(&self, bytes: u64) -> String {
        crate::amounts::bytes(self.texts.lang(), bytes)
    }

    /// A list in one line: `a; b; c`.
    pub(crate) fn listed(&self, items: &[String]) -> String {
        items.join("; ")
    }
}
