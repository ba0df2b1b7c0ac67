//! The functions that expressions may call, with how many arguments each takes.

/// A function of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Selected,
    SelectedAt,
    CountSelected,
    If,
    Coalesce,
    Not,
    True,
    False,
    String,
    Number,
    Boolean,
    BooleanFromString,
    Int,
    Round,
    Concat,
    StringLength,
    Substr,
    Contains,
    StartsWith,
    EndsWith,
    Translate,
    NormalizeSpace,
    Regex,
    Today,
    Now,
    Date,
    FormatDate,
    DecimalDateTime,
    Count,
    CountNonEmpty,
    Sum,
    Min,
    Max,
    Position,
    Once,
    ChoiceName,
}

const ANY: usize = usize::MAX;

/// Name, function, fewest and most arguments.
const LIBRARY: &[(&str, Function, usize, usize)] = &[
    ("selected", Function::Selected, 2, 2),
    ("selected-at", Function::SelectedAt, 2, 2),
    ("count-selected", Function::CountSelected, 1, 1),
    ("if", Function::If, 3, 3),
    ("coalesce", Function::Coalesce, 2, 2),
    ("not", Function::Not, 1, 1),
    ("true", Function::True, 0, 0),
    ("false", Function::False, 0, 0),
    ("string", Function::String, 1, 1),
    ("number", Function::Number, 1, 1),
    ("boolean", Function::Boolean, 1, 1),
    ("boolean-from-string", Function::BooleanFromString, 1, 1),
    ("int", Function::Int, 1, 1),
    ("round", Function::Round, 1, 2),
    ("concat", Function::Concat, 1, ANY),
    ("string-length", Function::StringLength, 1, 1),
    ("substr", Function::Substr, 2, 3),
    ("contains", Function::Contains, 2, 2),
    ("starts-with", Function::StartsWith, 2, 2),
    ("ends-with", Function::EndsWith, 2, 2),
    ("translate", Function::Translate, 3, 3),
    ("normalize-space", Function::NormalizeSpace, 0, 1),
    ("regex", Function::Regex, 2, 2),
    ("today", Function::Today, 0, 0),
    ("now", Function::Now, 0, 0),
    ("date", Function::Date, 1, 1),
    ("format-date", Function::FormatDate, 2, 2),
    ("format-date-time", Function::FormatDate, 2, 2),
    ("decimal-date-time", Function::DecimalDateTime, 1, 1),
    ("count", Function::Count, 1, 1),
    ("count-non-empty", Function::CountNonEmpty, 1, 1),
    ("sum", Function::Sum, 1, 1),
    ("min", Function::Min, 1, ANY),
    ("max", Function::Max, 1, ANY),
    ("position", Function::Position, 0, 1),
    ("once", Function::Once, 1, 1),
    ("jr:choice-name", Function::ChoiceName, 2, 2),
];

impl Function {
    /// The function of this name.
    pub(crate) fn named(name: &str) -> Option<Function> {
        LIBRARY
            .iter()
            .find(|entry| entry.0 == name)
            .map(|entry| entry.1)
    }

    /// Fewest and most arguments.
    pub(crate) fn arity(self) -> (usize, usize) {
        LIBRARY
            .iter()
            .find(|entry| entry.1 == self)
            .map_or((0, 0), |entry| (entry.2, entry.3))
    }
}
