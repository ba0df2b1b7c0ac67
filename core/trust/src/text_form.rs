//! Bytes as text that a QR code holds densely and a person can copy: capitals and digits only.

use std::borrow::Cow;

use data_encoding::BASE32_NOPAD;

use crate::TrustError;

/// The longest text read: an answer is some kilobytes.
const MAX_TEXT_BYTES: usize = 2 * 1024 * 1024;

/// Bytes as text, after a word that says what they are.
pub(crate) fn write(kind: &str, bytes: &[u8]) -> String {
    format!("{kind}0{}", BASE32_NOPAD.encode(bytes))
}

/// The bytes in a text of this kind; blanks, line breaks and small letters do not matter. None where it is no such text.
pub(crate) fn read(kind: &str, text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_TEXT_BYTES {
        return None;
    }
    let close: String = text.split_whitespace().collect::<String>();
    let close = close.to_ascii_uppercase();
    let digits = close.strip_prefix(kind)?.strip_prefix('0')?;
    BASE32_NOPAD.decode(digits.as_bytes()).ok()
}

/// The bytes of something that came as bytes or as its text.
///
/// # Errors
/// [`TrustError::Truncated`] for a text that begins as one of this kind and is not whole.
pub(crate) fn bytes_or_text<'a>(kind: &str, given: &'a [u8]) -> Result<Cow<'a, [u8]>, TrustError> {
    let begins = |text: &&str| {
        let start = text.trim_start().as_bytes().get(..kind.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(kind.as_bytes()))
    };
    match std::str::from_utf8(given).ok().filter(begins) {
        Some(text) => read(kind, text)
            .map(Cow::Owned)
            .ok_or(TrustError::Truncated),
        None => Ok(Cow::Borrowed(given)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_broken_into_lines_is_read_and_one_of_another_kind_is_not() {
        let text = write("KIND", &[0, 1, 250, 255]);
        assert!(
            text.chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        );
        let (start, end) = text.split_at(7);
        let broken = format!(" {start}\r\n {}\u{a0}", end.to_lowercase());
        assert_eq!(
            read("KIND", &broken).as_deref(),
            Some(&[0, 1, 250, 255][..])
        );
        for wrong in [
            "",
            "KIND",
            "OTHER0AAAA",
            &text[..text.len() - 1],
            "KIND0!!",
            "đ",
        ] {
            assert_eq!(read("KIND", wrong), None, "{wrong}");
        }
    }
}
