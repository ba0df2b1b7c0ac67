//! Digests of text, and bytes written as text.
//!
//! MD5 and SHA-1 are here because forms ask for them (to match names with lists made elsewhere); nothing is protected by
//! them.

use data_encoding::{BASE64, BASE64_MIME_PERMISSIVE};
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
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
        "base64" => Some(BASE64.encode(&digest)),
        "hex" => Some(digest.iter().map(|byte| format!("{byte:02x}")).collect()),
        _ => None,
    }
}

/// The text that base64 stands for; nothing where it is not written in whole groups of four, as in JavaRosa. White space is
/// passed over, bytes that are no UTF-8 are marked.
pub(crate) fn from_base64(text: &str) -> String {
    let bytes = bytes_of_base64(text).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// As in JavaRosa, bits left over at the end are not looked at.
fn bytes_of_base64(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text
        .bytes()
        .filter(|sign| !sign.is_ascii_whitespace())
        .collect();
    BASE64_MIME_PERMISSIVE.decode(&signs).ok()
}

/// The text that was signed with Ed25519 (RFC 8032) by the owner of a public key, both in base64, the signature before the
/// text; nothing where it was not.
pub(crate) fn signed_text(contents: &str, public_key: &str) -> String {
    let verified = || {
        let (signature, text) = bytes_of_base64(contents)?
            .split_first_chunk()
            .map(|(signature, text)| (Signature::from_bytes(signature), text.to_vec()))?;
        let key = <[u8; 32]>::try_from(bytes_of_base64(public_key)?).ok()?;
        let key = VerifyingKey::from_bytes(&key).ok()?;
        key.verify(&text, &signature).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    };
    verified().unwrap_or_default()
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
            assert_eq!(BASE64.encode(text.as_bytes()), written);
            assert_eq!(from_base64(written), text);
        }
        assert_eq!(from_base64("Zm9v\nYmFy"), "foobar");
        for wrong in ["Zg", "Zg=", "Z===", "Zm9v!mFy"] {
            assert_eq!(from_base64(wrong), "");
        }
    }

    /// RFC 8032 §7.1, test 2: a message of one byte, which is `r`.
    #[test]
    fn a_signed_text_is_given_where_the_signature_is_the_keys() {
        let key = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
        let signed = "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=";
        assert_eq!(signed_text(signed, key), "r");
        let other = "AUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
        for (contents, key) in [
            (signed, other),
            (signed, "c2hvcnQ="),
            (signed, "no base64"),
            (&signed.replace("AHI=", "AHM="), key),
            ("c2hvcnQ=", key),
            ("", ""),
        ] {
            assert_eq!(signed_text(contents, key), "", "{contents} {key}");
        }
    }
}
