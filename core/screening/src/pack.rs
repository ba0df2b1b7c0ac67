//! A compiled questionnaire: what an interview is made with, and what its hash names for ever.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::canonical;
use crate::interview::unplaced;
use crate::language::{self, Borrowed};
use crate::limits::MAX_PACK_BYTES;
use crate::problem::Problem;
use crate::program::Program;
use crate::question::{Choice, Group, Question, Text};
use crate::sheets::Sheets;
use crate::weights::{Dimension, Family, List, Strength, WeightStatus};

/// The newest pack format this version writes; what needs nothing of it is written in the oldest format that can hold
/// it. Packs of older formats stay readable.
///
/// 1: questions, groups, choices. 2: repeats, further types, read-only, triggers, parameters, media.
pub const PACK_FORMAT: u32 = 2;

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
    groups_by_path: Arc<HashMap<String, usize>>,
    /// The lists of choices, which the content has no more of.
    pub(crate) lists: Arc<BTreeMap<String, Arc<[Choice]>>>,
    canonical: Arc<[u8]>,
    hash: PackHash,
    /// By language, the one that its missing texts are shown in; the default language for all others.
    pub(crate) fallbacks: Arc<BTreeMap<String, String>>,
    borrowed: Arc<Borrowed>,
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
        if !canonical::is_spelling_of(&content, bytes) {
            return Err(PackError::NotCanonical);
        }
        Ok(Pack::of_canonical(content, program, bytes.into()))
    }

    /// Joins checked content and its program.
    pub(crate) fn assemble(content: Content, program: Program) -> Pack {
        let canonical: Arc<[u8]> = canonical::encode(&content).into();
        Pack::of_canonical(content, program, canonical)
    }

    fn of_canonical(content: Content, program: Program, canonical: Arc<[u8]>) -> Pack {
        let hash = PackHash(Sha256::digest(&canonical).into());
        let fallbacks = BTreeMap::new();
        Pack::joined(content, Arc::new(program), canonical, hash, fallbacks)
    }

    /// The same questionnaire with other texts.
    pub(crate) fn in_more_languages(
        &self,
        content: Content,
        fallbacks: BTreeMap<String, String>,
    ) -> Pack {
        let (program, canonical) = (Arc::clone(&self.program), Arc::clone(&self.canonical));
        Pack::joined(content, program, canonical, self.hash, fallbacks)
    }

    fn joined(
        mut content: Content,
        program: Arc<Program>,
        canonical: Arc<[u8]>,
        hash: PackHash,
        fallbacks: BTreeMap<String, String>,
    ) -> Pack {
        let borrowed = language::borrow(&mut content, &fallbacks);
        // Choices are moved out, not copied: they are most of a large questionnaire.
        let choices = std::mem::take(&mut content.choices);
        let lists: BTreeMap<String, Arc<[Choice]>> = choices
            .into_iter()
            .map(|(list, choices)| (list, choices.into()))
            .collect();
        let mut by_path = HashMap::with_capacity(content.questions.len());
        for (index, question) in content.questions.iter_mut().enumerate() {
            by_path.insert(question.path.clone(), index);
            if let Some(list) = question.kind.list() {
                question.choices = lists.get(list).cloned().unwrap_or_default();
            }
        }
        let groups = content.groups.iter().enumerate();
        let groups_by_path = groups
            .map(|(index, group)| (group.path.clone(), index))
            .collect();
        Pack {
            content: Arc::new(content),
            program,
            by_path: Arc::new(by_path),
            groups_by_path: Arc::new(groups_by_path),
            lists: Arc::new(lists),
            canonical,
            hash,
            fallbacks: Arc::new(fallbacks),
            borrowed: Arc::new(borrowed),
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

    /// Whether it has words in the language of this tag.
    #[must_use]
    pub fn has_language(&self, tag: &str) -> bool {
        self.languages().iter().any(|known| known == tag)
    }

    /// The language that the words at `path` (a question or group) are shown in when `lang` is asked for and has none: what
    /// is shown says so, and in self-answer mode it is not said at all. None where they are in `lang`, or nowhere.
    #[must_use]
    pub fn borrowed_from(&self, path: &str, lang: &str) -> Option<&str> {
        let place = (lang.to_owned(), format!("survey/{path}"));
        self.borrowed.get(&place).map(String::as_str)
    }

    /// The same for the words of a choice.
    #[must_use]
    pub fn choice_borrowed_from(&self, list: &str, choice: &str, lang: &str) -> Option<&str> {
        let place = (lang.to_owned(), format!("choices/{list}/{choice}"));
        self.borrowed.get(&place).map(String::as_str)
    }

    /// A copy of all that it says, choices included, nothing borrowed.
    pub(crate) fn whole(&self) -> Content {
        let mut content = (*self.content).clone();
        let lists = self.lists.iter();
        content.choices = lists
            .map(|(list, choices)| (list.clone(), choices.to_vec()))
            .collect();
        self.take_back_borrowed(&mut content);
        content
    }

    /// Takes every borrowed text out of a copy of the content again.
    fn take_back_borrowed(&self, content: &mut Content) {
        language::each_text(content, &mut |text, place| {
            text.0.retain(|tag| {
                !self
                    .borrowed
                    .contains_key(&(tag.to_owned(), place.to_owned()))
            });
        });
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

    /// The question at `path`; of any instance of a repeat it is the same (`member[2]/age` is the question `member/age`).
    #[must_use]
    pub fn question(&self, path: &str) -> Option<&Question> {
        let index = self.index(path).or_else(|| self.index(&unplaced(path)));
        index.map(|index| &self.content.questions[index])
    }

    /// All questions, notes and calculated values in the order of the sheet.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.content.questions.iter()
    }

    /// The group at `path`.
    #[must_use]
    pub fn group(&self, path: &str) -> Option<&Group> {
        self.group_index(path)
            .map(|index| &self.content.groups[index])
    }

    /// The entries of this generic id, one a list.
    pub fn indicator_entries(&self, id: &str) -> impl Iterator<Item = &Indicator> {
        self.content
            .indicators
            .iter()
            .filter(move |indicator| indicator.id == id)
    }

    /// What the indicator of this generic id says in `lang`; empty when it is unknown.
    #[must_use]
    pub fn indicator_label(&self, id: &str, lang: &str) -> &str {
        self.indicator_entries(id)
            .next()
            .map_or("", |indicator| indicator.label(lang))
    }

    /// How many relevance conditions, calculations and counts of repeats depend on the answer to the question at `path`,
    /// directly or by way of others: the most that one answer can have evaluated where nothing repeats.
    #[must_use]
    pub fn dependents(&self, path: &str) -> usize {
        let Some(index) = self.index(path) else {
            return 0;
        };
        self.program.dependents(self.program.question_node(index))
    }

    pub(crate) fn group_index(&self, path: &str) -> Option<usize> {
        self.groups_by_path.get(path).copied()
    }

    pub(crate) fn index(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Pack({} {} {})",
            self.content.id, self.content.version, self.hash
        )
    }
}
