//! The columns of sheets, in all the spellings that XLSForm has had.

/// One column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// As written: `label::Tiếng Việt (vi)`.
    pub(crate) header: String,
    /// Without the language: `label`, `media::audio`.
    pub(crate) base: String,
    /// Language tag: what stands in the last brackets, else the language as written.
    pub(crate) language: Option<String>,
}

/// Columns that may be written once a language.
const TRANSLATED: &[&str] = &[
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "audio",
    "image",
    "big-image",
    "video",
    "form_title",
];

/// Other spellings of columns, as XLSForm has had them.
const SPELLINGS: &[(&str, &str)] = &[
    ("caption", "label"),
    ("relevance", "relevant"),
    ("bind::relevant", "relevant"),
    ("calculate", "calculation"),
    ("bind::calculate", "calculation"),
    ("bind::constraint", "constraint"),
    ("bind::required", "required"),
    ("constraining_message", "constraint_message"),
    ("bind::jr:constraintmsg", "constraint_message"),
    ("requiredmsg", "required_message"),
    ("bind::jr:requiredmsg", "required_message"),
    ("readonly", "read_only"),
    ("bind::readonly", "read_only"),
    ("command", "type"),
    ("tag", "name"),
    ("value", "name"),
    ("count", "repeat_count"),
    ("jr:count", "repeat_count"),
    ("control::appearance", "appearance"),
    ("body::appearance", "appearance"),
    ("list name", "list_name"),
    ("set_form_title", "form_title"),
    ("set_form_id", "form_id"),
    ("id_string", "form_id"),
];

/// Before the language of a title that is not in the default one, where other tools allow one title only.
pub(crate) const TITLE_IN: &str = "form_title in ";

impl Column {
    pub(crate) fn new(header: &str) -> Column {
        if let Some(language) = header.strip_prefix(TITLE_IN) {
            return Column {
                header: header.to_owned(),
                base: "form_title".to_owned(),
                language: Some(tag_of(language)),
            };
        }
        let separator = if header.contains("::") { "::" } else { ":" };
        let split = header.rsplit_once(separator).and_then(|(base, language)| {
            let base = known(base);
            let translated = TRANSLATED.contains(&base.as_str());
            // `media::audio` has no language after it.
            let language = Some(language.trim()).filter(|_| translated)?;
            Some((base, Some(tag_of(language))))
        });
        let (base, language) = split.unwrap_or_else(|| (known(header), None));
        Column {
            header: header.to_owned(),
            base,
            language,
        }
    }
}

/// A column by the name it has here; one that has none keeps its own.
fn known(header: &str) -> String {
    let header = header.trim();
    let bare = header
        .strip_prefix("media::")
        .or_else(|| header.strip_prefix("media:"))
        .unwrap_or(header);
    let lower = bare.to_lowercase();
    if let Some((_, name)) = SPELLINGS
        .iter()
        .find(|(spelling, _)| *spelling == lower || *spelling == lower.replace(' ', "_"))
    {
        return (*name).to_owned();
    }
    let joined = lower.replace(' ', "_");
    // Columns of choices keep their spelling, for filters name them by it.
    if TRANSLATED.contains(&joined.as_str()) || PLAIN.contains(&joined.as_str()) {
        joined
    } else {
        bare.to_owned()
    }
}

/// Columns whose spelling does not matter.
const PLAIN: &[&str] = &[
    "type",
    "name",
    "relevant",
    "constraint",
    "required",
    "calculation",
    "appearance",
    "choice_filter",
    "default",
    "read_only",
    "parameters",
    "trigger",
    "repeat_count",
    "list_name",
    "form_id",
    "version",
    "default_language",
    "disabled",
];

/// What stands in the last brackets of a language, else the language as written.
pub(crate) fn tag_of(language: &str) -> String {
    let bracketed = language
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(tag, _)| tag);
    bracketed.unwrap_or(language).trim().to_owned()
}
