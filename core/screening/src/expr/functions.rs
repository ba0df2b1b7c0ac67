//! The functions that expressions may call, with how many arguments each takes.
//!
//! Source: ODK XForms specification, "XPath functions", without those that only a server or an entity store can answer.

/// A function of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Abs,
    Acos,
    Area,
    Asin,
    Atan,
    Atan2,
    Base64Decode,
    Boolean,
    BooleanFromString,
    Ceiling,
    Checklist,
    ChoiceName,
    Coalesce,
    Concat,
    Contains,
    Cos,
    Count,
    CountNonEmpty,
    CountSelected,
    Date,
    DateTime,
    DecimalDateTime,
    DecimalTime,
    Depend,
    Digest,
    Distance,
    EndsWith,
    Exp,
    Exp10,
    False,
    Floor,
    FormatDate,
    Geofence,
    If,
    IndexedRepeat,
    Int,
    Itext,
    Join,
    Last,
    LocalName,
    Log,
    Log10,
    Max,
    Min,
    NormalizeSpace,
    Not,
    Now,
    Number,
    Once,
    Pi,
    Position,
    Pow,
    Property,
    Pulldata,
    Random,
    Randomize,
    Regex,
    Round,
    Selected,
    SelectedAt,
    Sin,
    Sqrt,
    StartsWith,
    String,
    StringLength,
    Substr,
    Substring,
    SubstringAfter,
    SubstringBefore,
    Sum,
    Tan,
    Today,
    Translate,
    True,
    Uuid,
    Version,
    WeightedChecklist,
}

const ANY: usize = usize::MAX;

/// Name, function, fewest and most arguments.
const LIBRARY: &[(&str, Function, usize, usize)] = &[
    ("abs", Function::Abs, 1, 1),
    ("acos", Function::Acos, 1, 1),
    ("area", Function::Area, 1, 1),
    ("enclosed-area", Function::Area, 1, 1),
    ("asin", Function::Asin, 1, 1),
    ("atan", Function::Atan, 1, 1),
    ("atan2", Function::Atan2, 2, 2),
    ("base64-decode", Function::Base64Decode, 1, 1),
    ("boolean", Function::Boolean, 1, 1),
    ("boolean-from-string", Function::BooleanFromString, 1, 1),
    ("ceiling", Function::Ceiling, 1, 1),
    ("checklist", Function::Checklist, 2, ANY),
    ("jr:choice-name", Function::ChoiceName, 2, 2),
    ("choice-name", Function::ChoiceName, 2, 2),
    ("coalesce", Function::Coalesce, 2, 2),
    ("concat", Function::Concat, 0, ANY),
    ("contains", Function::Contains, 2, 2),
    ("cos", Function::Cos, 1, 1),
    ("count", Function::Count, 1, 1),
    ("count-non-empty", Function::CountNonEmpty, 1, 1),
    ("count-selected", Function::CountSelected, 1, 1),
    ("date", Function::Date, 1, 1),
    ("date-time", Function::DateTime, 1, 1),
    ("decimal-date-time", Function::DecimalDateTime, 1, 1),
    ("decimal-time", Function::DecimalTime, 1, 1),
    ("depend", Function::Depend, 1, ANY),
    ("digest", Function::Digest, 2, 3),
    ("distance", Function::Distance, 1, ANY),
    ("ends-with", Function::EndsWith, 2, 2),
    ("exp", Function::Exp, 1, 1),
    ("exp10", Function::Exp10, 1, 1),
    ("false", Function::False, 0, 0),
    ("floor", Function::Floor, 1, 1),
    ("format-date", Function::FormatDate, 2, 2),
    ("format-date-time", Function::FormatDate, 2, 2),
    ("geofence", Function::Geofence, 2, 2),
    ("if", Function::If, 3, 3),
    ("indexed-repeat", Function::IndexedRepeat, 3, 11),
    ("int", Function::Int, 1, 1),
    ("jr:itext", Function::Itext, 1, 1),
    ("itext", Function::Itext, 1, 1),
    ("join", Function::Join, 1, ANY),
    ("last", Function::Last, 0, 0),
    ("local-name", Function::LocalName, 0, 1),
    ("name", Function::LocalName, 0, 1),
    ("log", Function::Log, 1, 1),
    ("log10", Function::Log10, 1, 1),
    ("max", Function::Max, 1, ANY),
    ("min", Function::Min, 1, ANY),
    ("normalize-space", Function::NormalizeSpace, 0, 1),
    ("not", Function::Not, 1, 1),
    ("now", Function::Now, 0, 0),
    ("number", Function::Number, 0, 1),
    ("once", Function::Once, 1, 1),
    ("pi", Function::Pi, 0, 0),
    ("position", Function::Position, 0, 1),
    ("pow", Function::Pow, 2, 2),
    ("property", Function::Property, 1, 1),
    ("pulldata", Function::Pulldata, 4, 4),
    ("random", Function::Random, 0, 0),
    ("randomize", Function::Randomize, 1, 2),
    ("regex", Function::Regex, 2, 2),
    ("round", Function::Round, 1, 2),
    ("selected", Function::Selected, 2, 2),
    ("is-selected", Function::Selected, 2, 2),
    ("selected-at", Function::SelectedAt, 2, 2),
    ("sin", Function::Sin, 1, 1),
    ("sqrt", Function::Sqrt, 1, 1),
    ("starts-with", Function::StartsWith, 2, 2),
    ("string", Function::String, 0, 1),
    ("string-length", Function::StringLength, 0, 1),
    ("substr", Function::Substr, 2, 3),
    ("substring", Function::Substring, 2, 3),
    ("substring-after", Function::SubstringAfter, 2, 2),
    ("substring-before", Function::SubstringBefore, 2, 2),
    ("sum", Function::Sum, 1, 1),
    ("tan", Function::Tan, 1, 1),
    ("today", Function::Today, 0, 0),
    ("translate", Function::Translate, 3, 3),
    ("true", Function::True, 0, 0),
    ("uuid", Function::Uuid, 0, 1),
    ("version", Function::Version, 0, 0),
    ("weighted-checklist", Function::WeightedChecklist, 4, ANY),
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

    /// Whether so many arguments make sense: some functions take them in pairs.
    pub(crate) fn takes(self, arguments: usize) -> bool {
        let (least, most) = self.arity();
        let paired = match self {
            Function::IndexedRepeat => arguments % 2 == 1,
            Function::WeightedChecklist => arguments.is_multiple_of(2),
            _ => true,
        };
        paired && (least..=most).contains(&arguments)
    }
}
