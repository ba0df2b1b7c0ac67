//! The one spelling of a pack: JSON with sorted keys and no blanks, so that equal packs have equal hashes everywhere.

use serde::Deserialize;
use serde_json::Value;

use crate::limits::MAX_PACK_BYTES;
use crate::pack::{Content, PACK_FORMAT, PackError};

/// Keys in code point order, no white space, no numbers but whole ones.
pub(crate) fn encode(content: &Content) -> Vec<u8> {
    let value = serde_json::to_value(content).unwrap_or(Value::Null);
    let mut out = String::new();
    write(&value, &mut out);
    out.into_bytes()
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
