//! The rules that answers are weighed by: named, versioned data, because a change of law must not need a new app.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::assessment::ElementKind;
use crate::weights::Dimension;

/// The person rule where a questionnaire names none: the law of Viet Nam, which is the wider of the two.
pub(crate) const DEFAULT_PERSON_RULE: &str = "vn-law-53-2024/1";

/// The dimension rule where a questionnaire names none.
pub(crate) const DEFAULT_DIMENSION_RULE: &str = "ilo-ec-2009/1";

/// Characters of one rule file; the shipped ones have about two thousand.
pub const MAX_RULES_BYTES: usize = 256 * 1024;

/// When a dimension is positive: when any of these holds. Counts include what is stronger, so a rule can only rise with
/// one more indicator or a stronger one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AtLeast {
    /// Strong indicators.
    pub strong: usize,
    /// Medium or strong indicators.
    pub medium_or_stronger: usize,
    /// Indicators of any strength.
    pub any: usize,
}

/// When a dimension is positive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DimensionRule {
    /// Name and version: `ilo-ec-2009/1`.
    pub id: String,
    /// Its name in each language.
    pub title: BTreeMap<String, String>,
    /// Where it comes from.
    pub source: String,
    /// The same in the words of its source.
    pub formula: String,
    /// The formula as data.
    pub positive_if_any: Vec<AtLeast>,
}

impl DimensionRule {
    /// Whether so many distinct strong, medium and weak indicators make a dimension positive.
    #[must_use]
    pub fn is_positive(&self, strong: usize, medium: usize, weak: usize) -> bool {
        let medium_or_stronger = strong + medium;
        let any = medium_or_stronger + weak;
        self.positive_if_any.iter().any(|needed| {
            strong >= needed.strong
                && medium_or_stronger >= needed.medium_or_stronger
                && any >= needed.any
        })
    }
}

/// What meets one element of a person rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct MetBy {
    /// Answers marked with one of these (`act:transport`).
    pub elements: Vec<String>,
    /// One of these dimensions being positive.
    pub dimensions: Vec<Dimension>,
}

/// Which elements make reasonable grounds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PersonRule {
    /// Name and version: `vn-law-53-2024/1`.
    pub id: String,
    /// Its name in each language.
    pub title: BTreeMap<String, String>,
    /// Where it comes from.
    pub source: String,
    /// Completed years below which a person is a child.
    pub child_below: u32,
    /// What an adult's case needs.
    pub adult_needs: Vec<ElementName>,
    /// What a child's case needs.
    pub child_needs: Vec<ElementName>,
    /// What meets the act.
    pub act: MetBy,
    /// What meets the means.
    pub means: MetBy,
    /// What meets the purpose.
    pub purpose: MetBy,
    /// Urgent needs from the most urgent; others come after, by name.
    pub urgent_order: Vec<String>,
}

/// An element as rule files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementName {
    /// The act.
    Act,
    /// The means.
    Means,
    /// The purpose.
    Purpose,
}

impl From<ElementName> for ElementKind {
    fn from(name: ElementName) -> ElementKind {
        match name {
            ElementName::Act => ElementKind::Act,
            ElementName::Means => ElementKind::Means,
            ElementName::Purpose => ElementKind::Purpose,
        }
    }
}

impl PersonRule {
    /// What meets `kind`.
    #[must_use]
    pub fn met_by(&self, kind: ElementKind) -> &MetBy {
        match kind {
            ElementKind::Act => &self.act,
            ElementKind::Means => &self.means,
            ElementKind::Purpose => &self.purpose,
        }
    }

    /// Whether the case of a child, or of an adult, needs `kind`.
    #[must_use]
    pub fn needs(&self, kind: ElementKind, child: bool) -> bool {
        let needs = if child {
            &self.child_needs
        } else {
            &self.adult_needs
        };
        needs.iter().any(|name| ElementKind::from(*name) == kind)
    }

    /// The element that an answer marked `token` supports.
    #[must_use]
    pub fn element_of(&self, token: &str) -> Option<ElementKind> {
        ALL_ELEMENTS.into_iter().find(|kind| {
            self.met_by(*kind)
                .elements
                .iter()
                .any(|known| known == token)
        })
    }

    /// The element that `dimension` supports.
    #[must_use]
    pub fn element_of_dimension(&self, dimension: Dimension) -> Option<ElementKind> {
        ALL_ELEMENTS
            .into_iter()
            .find(|kind| self.met_by(*kind).dimensions.contains(&dimension))
    }
}

/// Act, means, purpose.
pub(crate) const ALL_ELEMENTS: [ElementKind; 3] =
    [ElementKind::Act, ElementKind::Means, ElementKind::Purpose];

/// Why a rule file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// Larger than [`MAX_RULES_BYTES`].
    #[error("the rule is larger than {MAX_RULES_BYTES} bytes")]
    TooLarge,
    /// Not JSON of the expected shape.
    #[error("the rule cannot be read: {0}")]
    Malformed(String),
    /// A condition that always holds, a child's case that needs more than an adult's, or two rules of one id.
    #[error("the rule {id} does not hold together: {why}")]
    Inconsistent {
        /// The rule's id.
        id: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl RulesError {
    /// Stable dotted code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            RulesError::TooLarge => "rules.too_large",
            RulesError::Malformed(_) => "rules.malformed",
            RulesError::Inconsistent { .. } => "rules.inconsistent",
        }
    }
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Rule {
    Dimension(Box<DimensionRule>),
    Person(Box<PersonRule>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Several(Vec<Rule>),
    One(Rule),
}

/// A set of named rules. A questionnaire's settings say which of them weigh its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    dimensions: Vec<DimensionRule>,
    persons: Vec<PersonRule>,
    chosen_person: Option<String>,
}

/// The dimension rule comes first among the files.
const SHIPPED_FILES: [&str; 4] = [
    include_str!("../../../instruments/rules/ilo-ec-2009-1.json"),
    include_str!("../../../instruments/rules/vn-law-53-2024-1.json"),
    include_str!("../../../instruments/rules/palermo-1.json"),
    include_str!("../../../instruments/rules/ilo-ec-2009-person-1.json"),
];

static SHIPPED: LazyLock<Rules> = LazyLock::new(|| {
    let mut rules = Rules::default();
    for file in SHIPPED_FILES {
        let read =
            Rules::from_json(file).expect("the rules in the program itself are read by a test");
        rules.dimensions.extend(read.dimensions);
        rules.persons.extend(read.persons);
    }
    rules
});

impl Rules {
    /// The rules that come with the app: the dimension rule `ilo-ec-2009/1`, and the person rules `vn-law-53-2024/1`,
    /// `palermo/1` and `ilo-ec-2009/1`.
    #[must_use]
    pub fn shipped() -> &'static Rules {
        &SHIPPED
    }

    /// Reads one rule, or an array of them.
    ///
    /// # Errors
    /// A text that is too large, not such JSON, or a rule that does not hold together.
    pub fn from_json(text: &str) -> Result<Rules, RulesError> {
        if text.len() > MAX_RULES_BYTES {
            return Err(RulesError::TooLarge);
        }
        let file =
            serde_json::from_str(text).map_err(|error| RulesError::Malformed(error.to_string()))?;
        let read = match file {
            File::One(rule) => vec![rule],
            File::Several(rules) => rules,
        };
        let mut rules = Rules::default();
        for rule in read {
            match rule {
                Rule::Dimension(rule) => rules.dimensions.push(*rule),
                Rule::Person(rule) => rules.persons.push(*rule),
            }
        }
        rules.check()?;
        Ok(rules)
    }

    /// The same rules, with this person rule instead of the one that questionnaires name.
    #[must_use]
    pub fn with_person(mut self, id: &str) -> Rules {
        self.chosen_person = Some(id.to_owned());
        self
    }

    /// The dimension rule of this id.
    #[must_use]
    pub fn dimension(&self, id: &str) -> Option<&DimensionRule> {
        self.dimensions.iter().find(|rule| rule.id == id)
    }

    /// The person rule of this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&PersonRule> {
        self.persons.iter().find(|rule| rule.id == id)
    }

    /// The dimension rule for questionnaires that name none we know.
    pub(crate) fn default_dimension(&self) -> &DimensionRule {
        self.dimension(DEFAULT_DIMENSION_RULE)
            .or(self.dimensions.first())
            .unwrap_or_else(|| &Rules::shipped().dimensions[0])
    }

    /// The person rule for questionnaires that name none we know.
    pub(crate) fn default_person(&self) -> &PersonRule {
        self.person(DEFAULT_PERSON_RULE)
            .or(self.persons.first())
            .unwrap_or_else(|| &Rules::shipped().persons[0])
    }

    /// The person rules, to set their results side by side.
    pub fn persons(&self) -> impl Iterator<Item = &PersonRule> {
        self.persons.iter()
    }

    pub(crate) fn chosen_person(&self) -> Option<&str> {
        self.chosen_person.as_deref()
    }

    /// Whether any person rule counts this element.
    pub(crate) fn knows_element(&self, token: &str) -> bool {
        self.persons
            .iter()
            .any(|rule| rule.element_of(token).is_some())
    }

    fn check(&self) -> Result<(), RulesError> {
        let wrong = |id: &str, why| {
            Err(RulesError::Inconsistent {
                id: id.to_owned(),
                why,
            })
        };
        for (position, rule) in self.dimensions.iter().enumerate() {
            if rule.is_positive(0, 0, 0) {
                return wrong(
                    &rule.id,
                    "a dimension without any indicator would be positive",
                );
            }
            if self.dimensions[..position]
                .iter()
                .any(|before| before.id == rule.id)
            {
                return wrong(&rule.id, "another rule has this id");
            }
        }
        for (position, rule) in self.persons.iter().enumerate() {
            if rule.adult_needs.is_empty() || rule.child_needs.is_empty() {
                return wrong(&rule.id, "a rule has to need something");
            }
            if rule
                .child_needs
                .iter()
                .any(|need| !rule.adult_needs.contains(need))
            {
                return wrong(&rule.id, "a child's case cannot need more than an adult's");
            }
            if self.persons[..position]
                .iter()
                .any(|before| before.id == rule.id)
            {
                return wrong(&rule.id, "another rule has this id");
            }
        }
        Ok(())
    }
}
