//! What the objects of a document are for.

/// The meaning of an object, by where it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Root,
    Person,
    Interviews,
    Interview(String),
    Answers(String),
    Manners(String),
    Needs,
    Referrals,
    Events,
    Notes,
    Consents,
    Custody,
    Links,
    Attachments,
    Unknown,
}

/// The root's schema number.
pub(crate) const SCHEMA_KEY: &str = "schema";
/// The root's case id.
pub(crate) const ID_KEY: &str = "id";
/// The map of an interview's answers.
pub(crate) const ANSWERS_KEY: &str = "a";
/// The map that says by whom an interview's answers were given and how. Made with the first that is said.
pub(crate) const MANNERS_KEY: &str = "h";
/// The key of the unit in the custody map.
pub(crate) const UNIT_KEY: &str = "unit";

/// The maps and lists that the first change makes in the root, with their names.
pub(crate) const SECTIONS: [(&str, Place); 10] = [
    ("person", Place::Person),
    ("interviews", Place::Interviews),
    ("needs", Place::Needs),
    ("referrals", Place::Referrals),
    ("events", Place::Events),
    ("notes", Place::Notes),
    ("consents", Place::Consents),
    ("custody", Place::Custody),
    ("links", Place::Links),
    ("attachments", Place::Attachments),
];

impl Place {
    /// What an object made here under `name` is for.
    pub(crate) fn child(&self, name: &str) -> Self {
        match self {
            Self::Root => {
                let section = SECTIONS.iter().find(|(key, _)| *key == name);
                section.map_or(Self::Unknown, |(_, place)| place.clone())
            }
            Self::Interviews => Self::Interview(name.to_owned()),
            Self::Interview(id) if name == ANSWERS_KEY => Self::Answers(id.clone()),
            Self::Interview(id) if name == MANNERS_KEY => Self::Manners(id.clone()),
            _ => Self::Unknown,
        }
    }

    /// Whether this is a list in the format.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Events | Self::Notes)
    }
}
