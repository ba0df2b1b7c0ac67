//! A compiled questionnaire: what an interview is made with, and what its hash names for ever.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::canonical;
use crate::limits::MAX_PACK_BYTES;
use crate::problem::Problem;
use crate::program::Program;
use crate::sheets::Sheets;
use crate::weights::{Dimension, Family, List, Strength, WeightStatus};

/// The pack format this version writes. Packs of older formats stay readable.
pub const PACK_FORMAT: u32 = 1;

/// A text in each language it exists in, by language tag (`vi`, `en`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub(crate) BTreeMap<String, String>);

impl Text {
    /// The text in `lang`; else in whichever language has it (first by tag); else empty.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        self.0.get(lang).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn exact(&self, lang: &str) -> Option<&str> {
        self.0.get(lang).map(String::as_str)
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
    /// Nothing: it is read or said to the person.
    Note,
    /// Nothing: it is computed from other answers.
    Calculate,
}

impl Kind {
    /// The list of choices, for the two select kinds.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Kind::SelectOne { list } | Kind::SelectMultiple { list } => Some(list),
            _ => None,
        }
    }

    /// Whether a person can answer it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !matches!(self, Kind::Note | Kind::Calculate)
    }

    /// Whether it is ever on a screen.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self, Kind::Calculate)
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
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) columns: BTreeMap<String, String>,
}

impl Choice {
    /// What the choice says in `lang`.
    #[must_use]
    pub fn label(&self, lang: &str) -> &str {
        self.label.get(lang)
    }
}

/// A group of questions.
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
        self.appearance.split_whitespace().any(|word| word == "field-list")
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

/// One indicator on one list (or on all), with its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Generic id: `D5.documents`, `NS.sold`.
    pub id: String,
    /// The lists it is on; none means every list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<List>,
    /// The dimension it counts in; none counts in no dimension but is still a sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Dimension>,
    /// Its weight as published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// A weight to work with where none is published; never to be shown as the publisher's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional_strength: Option<Strength>,
    /// How well the weight is established.
    pub weight_status: WeightStatus,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) label: Text,
    /// Key of the list of sources.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Indicator {
    /// What it is, in `lang`.
    #[must_use]
    pub fn label(&self, lang: &str) -> &str {
        self.label.get(lang)
    }

    /// The weight that counts: the published one, else the provisional one.
    #[must_use]
    pub fn weight(&self) -> Option<Strength> {
        self.strength.or(self.provisional_strength)
    }
}

/// What is written to the canonical bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) format: u32,
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Text,
    pub(crate) languages: Vec<String>,
    pub(crate) default_language: String,
    pub(crate) person_rule: String,
    pub(crate) dimension_rule: String,
    pub(crate) family: Family,
    pub(crate) groups: Vec<Group>,
    pub(crate) questions: Vec<Question>,
    pub(crate) choices: BTreeMap<String, Vec<Choice>>,
    pub(crate) indicators: Vec<Indicator>,
}

/// SHA-256 of a pack's canonical bytes; shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackHash(pub [u8; 32]);

impl fmt::Display for PackHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PackHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackHash({self})")
    }
}

/// Why bytes are not a usable pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Larger than [`MAX_PACK_BYTES`].
    #[error("the questionnaire is larger than {MAX_PACK_BYTES} bytes")]
    TooLarge,
    /// Not JSON of the expected shape.
    #[error("the questionnaire cannot be read")]
    Malformed,
    /// Made by a newer version of the app.
    #[error("the questionnaire has format {found}, newer than {PACK_FORMAT}")]
    Newer {
        /// The format found.
        found: u32,
    },
    /// The same content spelled otherwise: its hash would name something else.
    #[error("the questionnaire is not in its canonical form")]
    NotCanonical,
    /// The content does not hold together: an expression, a name or a list is wrong.
    #[error("the questionnaire is not consistent")]
    Inconsistent,
}

impl PackError {
    /// Stable dotted code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            PackError::TooLarge => "pack.too_large",
            PackError::Malformed => "pack.malformed",
            PackError::Newer { .. } => "pack.newer",
            PackError::NotCanonical => "pack.not_canonical",
            PackError::Inconsistent => "pack.inconsistent",
        }
    }
}

/// A compiled questionnaire. It never changes, and a clone shares everything with it.
#[derive(Clone)]
pub struct Pack {
    pub(crate) content: Arc<Content>,
    pub(crate) program: Arc<Program>,
    by_path: Arc<HashMap<String, usize>>,
    canonical: Arc<[u8]>,
    hash: PackHash,
}

impl Pack {
    /// Compiles sheets to a pack, with the warnings found on the way.
    ///
    /// # Errors
    /// All problems at once, each located, when at least one of them is an error.
    pub fn compile(sheets: &Sheets) -> Result<(Pack, Vec<Problem>), Vec<Problem>> {
        crate::compile::compile(sheets)
    }

    /// The bytes that are stored, sent and hashed.
    #[must_use]
    pub fn canonical(&self) -> &[u8] {
        &self.canonical
    }

    /// Reads what [`Pack::canonical`] wrote.
    ///
    /// # Errors
    /// Bytes that are too large, malformed, newer, not canonical or inconsistent.
    pub fn from_canonical(bytes: &[u8]) -> Result<Pack, PackError> {
        let content = canonical::decode(bytes)?;
        let program = Program::build(&content).map_err(|_| PackError::Inconsistent)?;
        let pack = Pack::assemble(content, program);
        if *pack.canonical != *bytes {
            return Err(PackError::NotCanonical);
        }
        Ok(pack)
    }

    /// Joins checked content and its program.
    pub(crate) fn assemble(mut content: Content, program: Program) -> Pack {
        let canonical = canonical::encode(&content);
        let hash = PackHash(Sha256::digest(&canonical).into());
        let shared: HashMap<&String, Arc<[Choice]>> =
            content.choices.iter().map(|(list, choices)| (list, choices.as_slice().into())).collect();
        let mut by_path = HashMap::with_capacity(content.questions.len());
        for (index, question) in content.questions.iter_mut().enumerate() {
            by_path.insert(question.path.clone(), index);
            if let Some(list) = question.kind.list() {
                question.choices = shared.get(&list.to_owned()).cloned().unwrap_or_default();
            }
        }
        Pack {
            content: Arc::new(content),
            program: Arc::new(program),
            by_path: Arc::new(by_path),
            canonical: canonical.into(),
            hash,
        }
    }

    /// SHA-256 of the canonical bytes.
    #[must_use]
    pub fn hash(&self) -> PackHash {
        self.hash
    }

    /// The form id of the settings sheet.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.content.id
    }

    /// The version of the settings sheet.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.content.version
    }

    /// The questionnaire's title.
    #[must_use]
    pub fn title(&self, lang: &str) -> &str {
        self.content.title.get(lang)
    }

    /// Language tags, the default language first.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.content.languages
    }

    /// Id of the person rule its author chose, such as `vn-law-53-2024/1`.
    #[must_use]
    pub fn person_rule(&self) -> &str {
        &self.content.person_rule
    }

    /// Id of the dimension rule its author chose, such as `ilo-ec-2009/1`.
    #[must_use]
    pub fn dimension_rule(&self) -> &str {
        &self.content.dimension_rule
    }

    /// The question at `path`.
    #[must_use]
    pub fn question(&self, path: &str) -> Option<&Question> {
        self.index(path).map(|index| &self.content.questions[index])
    }

    /// All questions, notes and calculated values in the order of the sheet.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.content.questions.iter()
    }

    /// The group at `path`.
    #[must_use]
    pub fn group(&self, path: &str) -> Option<&Group> {
        self.content.groups.iter().find(|group| group.path == path)
    }

    /// The entries of this generic id, one a list.
    pub fn indicator_entries(&self, id: &str) -> impl Iterator<Item = &Indicator> {
        self.content.indicators.iter().filter(move |indicator| indicator.id == id)
    }

    /// What the indicator of this generic id says in `lang`; empty when it is unknown.
    #[must_use]
    pub fn indicator_label(&self, id: &str, lang: &str) -> &str {
        self.indicator_entries(id).next().map_or("", |indicator| indicator.label(lang))
    }

    pub(crate) fn index(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pack({} {} {})", self.content.id, self.content.version, self.hash)
    }
}
