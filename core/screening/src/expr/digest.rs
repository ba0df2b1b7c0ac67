//! Digests of text, and bytes written as text.
//!
//! MD5 and SHA-1 are here because forms ask for them (to match names with lists made elsewhere); nothing is protected by
//! them.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The digest of a text in UTF-8, written as `base64` or `hex`; none where a word is unknown.
pub(crate) fn digest(text: &str, method: &str, written: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // As Java takes the names: in any case, with a dash or without.
    let digest = match method.to_ascii_uppercase().replace('-', "").as_str() {
        "MD5" => Md5::digest(bytes).to_vec(),
        "SHA1" | "SHA" => Sha1::digest(bytes).to_vec(),
        "SHA256" => Sha256::digest(bytes).to_vec(),
        "SHA384" => Sha384::digest(bytes).to_vec(),
        "SHA512" => Sha512::digest(bytes).to_vec(),
        _ => return None,
    };
    match written.to_ascii_lowercase().as_str() {
        "base64" => Some(base64(&digest)),
        "hex" => Some(digest.iter().map(|byte| format!("{byte:02x}")).collect()),
        _ => None,
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// RFC 4648 §4, with padding.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            if place <= chunk.len() {
                let six = (bits >> (18 - 6 * place)) & 63;
                out.push(char::from(ALPHABET[six as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// The text that base64 stands for; nothing where it is not written in whole groups of four, as in JavaRosa. White space is
/// passed over, bytes that are no UTF-8 are marked.
pub(crate) fn from_base64(text: &str) -> String {
    let signs: Vec<u8> = text
        .bytes()
        .filter(|sign| !sign.is_ascii_whitespace())
        .collect();
    let padding = signs.iter().rev().take_while(|sign| **sign == b'=').count();
    if !signs.len().is_multiple_of(4) || padding > 2 {
        return String::new();
    }
    let mut bytes = Vec::with_capacity(signs.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for sign in &signs[..signs.len() - padding] {
        let Some(six) = ALPHABET.iter().position(|letter| letter == sign) else {
            return String::new();
        };
        // A position in the alphabet is below 64.
        bits = (bits << 6 | u32::try_from(six).unwrap_or(0)) & 0xFF_FFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).unwrap_or(0));
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 1321 §A.5, FIPS 180-4 (`abc`).
    #[test]
    fn digests_are_the_published_ones() {
        for (method, expected) in [
            ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
            ("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "SHA-256",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
        ] {
            assert_eq!(digest("abc", method, "hex").unwrap(), expected);
        }
        assert_eq!(
            digest("abc", "MD5", "base64").unwrap(),
            "kAFQmDzST7DWlj99KOF/cg=="
        );
        assert_eq!(digest("abc", "MD4", "hex"), None);
        assert_eq!(digest("abc", "MD5", "base32"), None);
    }

    /// RFC 4648 §10.
    #[test]
    fn base64_is_read_and_written() {
        for (text, written) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), written);
            assert_eq!(from_base64(written), text);
        }
        assert_eq!(from_base64("Zm9v\nYmFy"), "foobar");
    }
}
