//! What a questionnaire is made of: questions, groups, choices, and what answers to them point to.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::weights::Family;
use crate::words::Words;

/// A text in each language it exists in, by language tag (`vi`, `en`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub(crate) Words);

impl Text {
    /// The text in `lang`; else in whichever language has it (first by tag); else empty.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        self.0
            .get(lang)
            .or_else(|| self.0.values().next())
            .unwrap_or_default()
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn exact(&self, lang: &str) -> Option<&str> {
        self.0.get(lang)
    }

    /// Whether there is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any words.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A date, `YYYY-MM-DD`. With the appearance `month-year` or `year` it may be partial (`2008-02`, `2008`): what is
    /// not known is not invented.
    Date,
    /// One choice of a list.
    SelectOne {
        /// The list's name.
        list: String,
    },
    /// Any choices of a list.
    SelectMultiple {
        /// The list's name.
        list: String,
    },
    /// A time of the day, `HH:MM:SS.sss`, with a zone or without.
    Time,
    /// A date with a time, `YYYY-MM-DDTHH:MM:SS.sss+07:00`.
    DateTime,
    /// A number between two ends, in steps. Numbers are kept as they are written.
    Range {
        /// The least.
        start: String,
        /// The greatest.
        end: String,
        /// The distance from one to the next.
        step: String,
    },
    /// All choices of a list, the most important first.
    Rank {
        /// The list's name.
        list: String,
    },
    /// A place: `latitude longitude altitude accuracy`, degrees and metres.
    Geopoint,
    /// Places along a way, joined by `;`.
    Geotrace,
    /// Places around an area, joined by `;`, the last being the first.
    Geoshape,
    /// That something was read or done: `OK`.
    Acknowledge,
    /// What a barcode says.
    Barcode,
    /// The name of an attached file.
    File {
        /// What kind of file.
        media: Media,
    },
    /// Nothing that is asked: the device fills it in, a default does, or an expression.
    Hidden,
    /// What the device knows by itself: `start`, `end`, `today`, `deviceid` and others.
    Metadata {
        /// Which of them.
        property: String,
    },
    /// Nothing: it is read or said to the person.
    Note,
    /// Nothing: it is computed from other answers.
    Calculate,
}

/// A kind of attached file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// A photograph or drawing.
    Image,
    /// A recording of sound.
    Audio,
    /// A film.
    Video,
    /// Any other file.
    Any,
}

impl Kind {
    /// The list of choices, for the kinds that have one.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Kind::SelectOne { list } | Kind::SelectMultiple { list } | Kind::Rank { list } => {
                Some(list)
            }
            _ => None,
        }
    }

    /// Whether a person can answer it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !matches!(
            self,
            Kind::Note | Kind::Calculate | Kind::Hidden | Kind::Metadata { .. }
        )
    }

    /// Whether it is ever on a screen.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self, Kind::Calculate | Kind::Hidden | Kind::Metadata { .. })
    }

    /// Whether a pack of the first format can hold it.
    pub(crate) fn is_first_format(&self) -> bool {
        matches!(
            self,
            Kind::Text
                | Kind::Integer
                | Kind::Decimal
                | Kind::Date
                | Kind::SelectOne { .. }
                | Kind::SelectMultiple { .. }
                | Kind::Note
                | Kind::Calculate
        )
    }
}

/// What an answer points to, when it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// Generic indicator ids, such as `D5.documents`, or our own signs, such as `NS.sold`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<String>,
    /// Elements of the person rule, such as `act:transport` or `purpose:benefit`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<String>,
    /// Urgent needs, such as `medical`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub urgent: Vec<String>,
}

impl Marks {
    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.indicators.is_empty() && self.elements.is_empty() && self.urgent.is_empty()
    }
}

/// One choice of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The name an answer holds.
    pub name: String,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) label: Text,
    /// What taking this choice points to.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    /// Whether it excludes all others ("none of these").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
    /// Further columns of the choices sheet, for choice filters.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub(crate) columns: Words,
    /// File names of recordings, by language.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) audio: Text,
    /// File names of pictures, by language.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) image: Text,
}

impl Choice {
    /// What the choice says in `lang`.
    #[must_use]
    pub fn label(&self, lang: &str) -> &str {
        self.label.get(lang)
    }

    /// File name of the recording, where there is one in this language.
    #[must_use]
    pub fn audio(&self, lang: &str) -> Option<&str> {
        self.audio.exact(lang)
    }

    /// File name of the picture, where there is one in this language.
    #[must_use]
    pub fn image(&self, lang: &str) -> Option<&str> {
        self.image.exact(lang)
    }
}

/// A group of questions, or one that the person may have several of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Names from the root, joined by `/`.
    pub path: String,
    /// Path of the group around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) label: Text,
    /// Words on how to show it; `field-list` puts its questions on one screen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appearance: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) relevant: String,
    /// Whether there may be several of it, each with its own answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeat: bool,
    /// How many of it there are, where an expression says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) repeat_count: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) read_only: String,
}

impl Group {
    /// The group's heading in `lang`, references not filled in.
    #[must_use]
    pub fn label(&self, lang: &str) -> &str {
        self.label.get(lang)
    }

    /// Whether all its questions are on one screen.
    #[must_use]
    pub fn is_field_list(&self) -> bool {
        self.appearance
            .split_whitespace()
            .any(|word| word == "field-list")
    }
}

/// The expressions of a question, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) relevant: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) constraint: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) required: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) calculation: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) choice_filter: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) default: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) read_only: String,
    /// Names of the questions whose change makes the calculation run, and nothing else does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) trigger: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) indicator_when: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) urgent_when: String,
}

/// One question, note or calculated value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Names from the root, joined by `/`: `journey/crossed_border`.
    pub path: String,
    /// Its own name.
    pub name: String,
    /// What answer it takes.
    pub kind: Kind,
    /// Path of the group around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) label: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) hint: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) audio: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) constraint_message: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) required_message: Text,
    /// Words on how to show it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appearance: String,
    /// The officer observes it; it is not asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub observed: bool,
    /// Without it too little is known to say anything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub core: bool,
    /// The fact about the person that it tells, such as `age_years`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Where the question comes from: a key of the list of sources.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The kind of exploitation its indicators are weighed for, where it differs from the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// What the answer points to.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) written: Written,
    /// File names of pictures, films and large pictures, and hints for whoever is trained, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) media: BTreeMap<String, Text>,
    /// The `parameters` column: `randomize`, `seed`, `max-pixels` and others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parameters: BTreeMap<String, String>,
    /// The list's choices, filled in from the pack after reading.
    #[serde(skip)]
    pub(crate) choices: Arc<[Choice]>,
}

fn is_default(written: &Written) -> bool {
    *written == Written::default()
}

impl Question {
    /// The question's words in `lang`, references not filled in (see
    /// [`Interview::label`](crate::Interview::label)).
    #[must_use]
    pub fn label(&self, lang: &str) -> &str {
        self.label.get(lang)
    }

    /// A hint for whoever asks; may be empty.
    #[must_use]
    pub fn hint(&self, lang: &str) -> &str {
        self.hint.get(lang)
    }

    /// File name of the recording, where there is one in this language.
    #[must_use]
    pub fn audio(&self, lang: &str) -> Option<&str> {
        self.audio.exact(lang)
    }

    /// File name of the picture, film or large picture (`image`, `video`, `big-image`), or the text of the
    /// `guidance_hint`, in this language.
    #[must_use]
    pub fn media(&self, kind: &str, lang: &str) -> Option<&str> {
        self.media.get(kind)?.exact(lang)
    }

    /// A word of the `parameters` column.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Whether its choices come in an order of chance.
    #[must_use]
    pub fn is_randomized(&self) -> bool {
        self.parameter("randomize") == Some("true")
    }

    /// The name of its list of choices, for the kinds that have one.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        self.kind.list()
    }

    /// Whether an expression may put an answer in place besides the person: a calculation, or a default.
    #[must_use]
    pub fn is_filled_in(&self) -> bool {
        !self.written.calculation.is_empty() || !self.written.default.is_empty()
    }

    /// All choices of its list, unfiltered; empty for other kinds.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The choice of this name.
    #[must_use]
    pub fn choice(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }

    /// What to say when the answer is needed and missing; may be empty.
    #[must_use]
    pub fn required_message(&self, lang: &str) -> &str {
        self.required_message.get(lang)
    }
}
