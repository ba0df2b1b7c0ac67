//! The one spelling of a pack: JSON with sorted keys and no blanks, so that equal packs have equal hashes everywhere.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::limits::MAX_PACK_BYTES;
use crate::pack::{Content, PACK_FORMAT, PackError};

/// Keys in code point order, no white space, no numbers but whole ones.
pub(crate) fn encode(content: &Content) -> Vec<u8> {
    let mut whole = Vec::new();
    encode_into(content, &mut |piece| {
        whole.extend_from_slice(piece.as_bytes());
    });
    whole
}

/// Whether these bytes are the spelling of the content; nothing is written out for it.
pub(crate) fn is_spelling_of(content: &Content, bytes: &[u8]) -> bool {
    let mut rest = Some(bytes);
    encode_into(content, &mut |piece| {
        rest = rest.and_then(|rest| rest.strip_prefix(piece.as_bytes()));
    });
    rest.is_some_and(<[u8]>::is_empty)
}

/// Gives the spelling piece by piece.
fn encode_into(content: &Content, give: &mut dyn FnMut(&str)) {
    let mut out = String::new();
    let key = |out: &mut String, name: &str| {
        out.push(if name == "choices" { '{' } else { ',' });
        write(&Value::String(name.to_owned()), out);
        out.push(':');
    };
    // In the order of the keys. What there is much of is written one by one: a tree of a hundred thousand choices would take
    // more memory than all else of a questionnaire.
    key(&mut out, "choices");
    out.push('{');
    for (position, (list, choices)) in content.choices.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write(&Value::String(list.clone()), &mut out);
        out.push(':');
        each(choices, &mut out, give);
    }
    out.push('}');
    for (name, value) in [
        ("default_language", value_of(&content.default_language)),
        ("dimension_rule", value_of(&content.dimension_rule)),
        ("family", value_of(&content.family)),
        ("format", value_of(&content.format)),
        ("groups", value_of(&content.groups)),
        ("id", value_of(&content.id)),
        ("indicators", value_of(&content.indicators)),
        ("languages", value_of(&content.languages)),
        ("person_rule", value_of(&content.person_rule)),
    ] {
        key(&mut out, name);
        write(&value, &mut out);
    }
    key(&mut out, "questions");
    each(&content.questions, &mut out, give);
    for (name, value) in [
        ("title", value_of(&content.title)),
        ("version", value_of(&content.version)),
    ] {
        key(&mut out, name);
        write(&value, &mut out);
    }
    out.push('}');
    give(&out);
}

fn value_of(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or(Value::Null)
}

fn each(parts: &[impl Serialize], out: &mut String, give: &mut dyn FnMut(&str)) {
    out.push('[');
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write(&value_of(part), out);
        give(out);
        out.clear();
    }
    out.push(']');
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (position, (key, value)) in entries.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// Only the format, read before the rest: a newer pack may have another shape.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// Reads canonical bytes; whether they were spelled canonically is checked by encoding again.
pub(crate) fn decode(bytes: &[u8]) -> Result<Content, PackError> {
    if bytes.len() > MAX_PACK_BYTES {
        return Err(PackError::TooLarge);
    }
    let Format { format } = serde_json::from_slice(bytes).map_err(|_| PackError::Malformed)?;
    if format > PACK_FORMAT {
        return Err(PackError::Newer { found: format });
    }
    serde_json::from_slice(bytes).map_err(|_| PackError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pack, Sheets};

    #[test]
    fn written_part_by_part_it_is_the_whole_with_its_keys_in_order() {
        let survey = "type,name,label,relevant\nbegin repeat,r,R,\nselect_one yn,a,A?,\nend repeat,,,\ntext,b,B?,1 = 1\n";
        let choices =
            "list_name,name,label,kind\nyn,yes,\"Có \"\"thật\"\"\",x\nyn,no,Không,\nz,1,Một,\n";
        let settings = "form_title,form_id,version\nThử,thu,1\n";
        let sheets = Sheets::from_csv(survey, choices, settings, "").unwrap();
        let (pack, _) = Pack::compile(&sheets).unwrap();
        let mut whole = String::new();
        write(
            &serde_json::from_slice(pack.canonical()).unwrap(),
            &mut whole,
        );
        assert_eq!(whole.as_bytes(), pack.canonical());
    }
}
