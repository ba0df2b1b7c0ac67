//! The words of the `type` column.

use std::collections::BTreeMap;

use crate::question::{Kind, Media};

/// What a row of the survey sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowType {
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    Question {
        kind: Kind,
        /// Whether whoever is asked may say something that is not among the choices.
        or_other: bool,
    },
    /// Something that interviews have no use for.
    Ignored,
    /// A select without a list.
    ListMissing,
    Unknown,
}

/// Reads the words of a type, in all the spellings that XLSForm has had.
pub(super) fn row_type(written: &str) -> RowType {
    let lower = written.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.join("_").replace("lgroup", "repeat").as_str() {
        "begin_group" => return RowType::BeginGroup,
        "end_group" => return RowType::EndGroup,
        "begin_repeat" | "begin_looped_group" => return RowType::BeginRepeat,
        "end_repeat" | "end_looped_group" => return RowType::EndRepeat,
        _ => {}
    }
    if let Some(select) = select(written.trim()) {
        return select;
    }
    match simple(&words.join(" ")) {
        Some(kind) => RowType::Question {
            kind,
            or_other: false,
        },
        None if IGNORED.contains(&words.join("-").as_str()) => RowType::Ignored,
        None => RowType::Unknown,
    }
}

/// Types that need a device or a server behind them.
const IGNORED: &[&str] = &[
    "audit",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
    "xml-external",
    "csv-external",
    "entity",
];

enum Select {
    One,
    Multiple,
    Rank,
}

/// How selects begin; the longer of two beginnings first.
const SELECTS: &[(&str, Select)] = &[
    ("add select one prompt using", Select::One),
    ("add select multiple prompt using", Select::Multiple),
    ("select all that apply from", Select::Multiple),
    ("select all that apply", Select::Multiple),
    ("select_one_from_file", Select::One),
    ("select one from file", Select::One),
    ("select_multiple_from_file", Select::Multiple),
    ("select multiple from file", Select::Multiple),
    ("select_one_external", Select::One),
    ("select one from", Select::One),
    ("select multiple from", Select::Multiple),
    ("select_multiple", Select::Multiple),
    ("select multiple", Select::Multiple),
    ("select_one", Select::One),
    ("select one", Select::One),
    ("select1", Select::One),
    ("rank", Select::Rank),
];

fn select(written: &str) -> Option<RowType> {
    let begins = |word: &str| {
        written
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
            && written[word.len()..]
                .chars()
                .next()
                .is_none_or(char::is_whitespace)
    };
    let (word, select) = SELECTS.iter().find(|(word, _)| begins(word))?;
    let rest: Vec<&str> = written[word.len()..].split_whitespace().collect();
    let Some((list, rest)) = rest.split_first() else {
        return Some(RowType::ListMissing);
    };
    let or_other = match rest {
        [] => false,
        ["or_other"] | ["or", "specify", "other"] | ["or", "other"] => true,
        _ => return Some(RowType::Unknown),
    };
    // `select_one_from_file provinces.csv`: the attached file is a list of this name.
    let list = list
        .rsplit_once('.')
        .filter(|(_, ending)| matches!(*ending, "csv" | "xml" | "geojson"))
        .map_or(*list, |(stem, _)| stem)
        .to_owned();
    let kind = match select {
        Select::One => Kind::SelectOne { list },
        Select::Multiple => Kind::SelectMultiple { list },
        Select::Rank => Kind::Rank { list },
    };
    Some(RowType::Question { kind, or_other })
}

fn simple(words: &str) -> Option<Kind> {
    Some(match words {
        "text" | "string" => Kind::Text,
        "hidden" => Kind::Hidden,
        "integer" | "int" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "range" => range(&BTreeMap::new()),
        "date" => Kind::Date,
        "time" => Kind::Time,
        "datetime" | "date time" | "date_time" => Kind::DateTime,
        "note" => Kind::Note,
        "calculate" => Kind::Calculate,
        "acknowledge" | "trigger" => Kind::Acknowledge,
        "geopoint" | "location" | "gps" => Kind::Geopoint,
        "geotrace" => Kind::Geotrace,
        "geoshape" => Kind::Geoshape,
        "barcode" => Kind::Barcode,
        "image" | "photo" | "picture" | "add image prompt" | "add photo prompt" => {
            file(Media::Image)
        }
        "audio" | "add audio prompt" => file(Media::Audio),
        "video" | "add video prompt" => file(Media::Video),
        "file" | "add file prompt" => file(Media::Any),
        _ => Kind::Metadata {
            property: property(words)?.to_owned(),
        },
    })
}

fn file(media: Media) -> Kind {
    Kind::File { media }
}

/// What the device fills in, by the name that the record has for it.
fn property(words: &str) -> Option<&str> {
    let plain = words
        .strip_prefix("uri:")
        .or_else(|| words.strip_prefix("get "))
        .unwrap_or(words);
    Some(match plain {
        "start" | "start time" => "start",
        "end" | "end time" => "end",
        "today" => "today",
        "deviceid" | "imei" | "device id" => "deviceid",
        "subscriberid" | "subscriber id" => "subscriberid",
        "simserial" | "sim id" | "sim serial" => "simserial",
        "phonenumber" | "phone number" => "phonenumber",
        "username" => "username",
        "email" => "email",
        _ => return None,
    })
}

/// A range between the ends that the parameters name, or XLSForm's own.
pub(super) fn range(parameters: &BTreeMap<String, String>) -> Kind {
    let parameter = |name: &str, usual: &str| {
        parameters
            .get(name)
            .cloned()
            .unwrap_or_else(|| usual.to_owned())
    };
    Kind::Range {
        start: parameter("start", "1"),
        end: parameter("end", "10"),
        step: parameter("step", "1"),
    }
}

/// `start=1; end=10, step=1`: names and words, apart by `;`, `,` or blanks; none where a part has no `=`.
pub(super) fn parameters(written: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let separator = if written.contains(';') {
        ';'
    } else if written.contains(',') {
        ','
    } else {
        ' '
    };
    let parts = written.split(separator).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let (name, word) = part.split_once('=')?;
        found.insert(name.trim().to_lowercase(), word.trim().to_owned());
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(written: &str) -> Option<Kind> {
        match row_type(written) {
            RowType::Question { kind, .. } => Some(kind),
            _ => None,
        }
    }

    #[test]
    fn every_spelling_of_a_type_is_understood() {
        assert_eq!(row_type("begin group"), RowType::BeginGroup);
        assert_eq!(row_type("end  repeat"), RowType::EndRepeat);
        assert_eq!(row_type("begin lgroup"), RowType::BeginRepeat);
        let list = "Yes_No".to_owned();
        for written in [
            "select_one Yes_No",
            "select one from Yes_No",
            "select1 Yes_No",
            "Select One Yes_No",
        ] {
            assert_eq!(
                kind(written),
                Some(Kind::SelectOne { list: list.clone() }),
                "{written}"
            );
        }
        assert_eq!(
            row_type("select_multiple Yes_No or_other"),
            RowType::Question {
                kind: Kind::SelectMultiple { list },
                or_other: true
            }
        );
        assert_eq!(row_type("select_one"), RowType::ListMissing);
        assert_eq!(row_type("select_one a b"), RowType::Unknown);
        assert_eq!(row_type("selects"), RowType::Unknown);
        assert_eq!(kind("dateTime"), Some(Kind::DateTime));
        assert_eq!(row_type("audit"), RowType::Ignored);
        assert_eq!(
            kind("select_one_from_file provinces.csv"),
            Some(Kind::SelectOne {
                list: "provinces".to_owned()
            })
        );
    }

    #[test]
    fn parameters_are_names_and_words() {
        let read = parameters("start=1;end = 10; Step=0.5").unwrap();
        assert_eq!(read["end"], "10");
        assert_eq!(read["step"], "0.5");
        assert_eq!(
            parameters("randomize=true, seed=${a}").unwrap()["seed"],
            "${a}"
        );
        assert_eq!(parameters("randomize"), None);
        assert_eq!(parameters("").unwrap().len(), 0);
    }
}
