use ring::{aead::NONCE_LEN, hkdf};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{CaseKey, TrustError, wrap};

/// By how many bytes a sealed section is longer than its text: the tag. The nonce is not sent.
pub const SECTION_OVERHEAD: usize = 16;

/// The key of one section of one parcel: it seals once, and is used up by that.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SectionKey([u8; 32]);

/// Derives a section's key from its case's key: HKDF-SHA256 (RFC 5869) with the parcel's random `salt`.
///
/// `info` tells the section from every other under the same salt: the author, the parcel's number and the section's place in
/// it. The salt keeps the key new even on a device that was cloned or rolled back and counts the same numbers again.
pub fn section_key(case: &CaseKey, salt: &[u8; 16], info: &[u8]) -> SectionKey {
    let mut key = SectionKey([0; 32]);
    expand(
        salt,
        case.as_bytes(),
        &[b"nuong/1 section\0", info],
        &mut key.0,
    );
    key
}

impl SectionKey {
    /// Encrypts the section's text: ChaCha20-Poly1305 (RFC 8439). The nonce is zero because the key is never used again.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past what the cipher can take (256 GiB).
    pub fn seal(self, aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, TrustError> {
        wrap::seal(&self.0, [0; NONCE_LEN], aad, plaintext)
    }

    /// Opens a section sealed with the same key and `aad`.
    ///
    /// # Errors
    /// [`TrustError::CannotOpen`], whatever the reason.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, TrustError> {
        wrap::open(&self.0, [0; NONCE_LEN], aad, sealed)
    }
}

/// HKDF-SHA256 into `out`, at most 255 × 32 bytes.
pub(crate) fn expand(salt: &[u8], secret: &[u8], info: &[&[u8]], out: &mut [u8]) {
    let pseudo_random_key = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let filled = pseudo_random_key
        .expand(info, Length(out.len()))
        .and_then(|okm| okm.fill(out));
    if filled.is_err() {
        unreachable!(
            "HKDF-SHA256 gives up to 8160 bytes and is asked here for the length of a key"
        );
    }
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        hex.as_bytes()
            .chunks_exact(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    #[test]
    fn only_the_same_case_salt_and_place_open_a_section() {
        let case = CaseKey::from_bytes(&[1; 32]).unwrap();
        let sealed = section_key(&case, &[2; 16], b"1")
            .seal(b"header", b"text")
            .unwrap();
        assert_eq!(sealed.len(), 4 + SECTION_OVERHEAD);
        assert_eq!(
            section_key(&case, &[2; 16], b"1")
                .open(b"header", &sealed)
                .unwrap()
                .as_slice(),
            b"text"
        );
        let other = CaseKey::from_bytes(&[9; 32]).unwrap();
        for (key, aad) in [
            (section_key(&other, &[2; 16], b"1"), b"header"),
            (section_key(&case, &[3; 16], b"1"), b"header"),
            (section_key(&case, &[2; 16], b"2"), b"header"),
            (section_key(&case, &[2; 16], b"1"), b"footer"),
        ] {
            assert_eq!(key.open(aad, &sealed), Err(TrustError::CannotOpen));
        }
    }

    /// RFC 5869 appendix A, tests 1 to 3.
    #[test]
    fn rfc_5869_vectors() {
        let long = |from: u8| (from..from + 80).collect::<Vec<u8>>();
        let vectors = [
            (
                bytes("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                bytes("000102030405060708090a0b0c"),
                bytes("f0f1f2f3f4f5f6f7f8f9"),
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            ),
            (
                long(0x00),
                long(0x60),
                (0xb0..=0xff).collect(),
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09\
                 da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
            ),
            (
                bytes("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                vec![],
                vec![],
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
            ),
        ];
        for (secret, salt, info, okm) in vectors {
            let expected = bytes(okm);
            let mut out = vec![0; expected.len()];
            expand(&salt, &secret, &[&info], &mut out);
            assert_eq!(out, expected);
        }
    }

    /// RFC 8439 §2.8.2.
    #[test]
    fn rfc_8439_vector() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce = [
            0x07, 0, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47,
        ];
        let aad = bytes("50515253c0c1c2c3c4c5c6c7");
        let text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let sealed = bytes(
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b\
             1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc\
             3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691",
        );
        assert_eq!(wrap::seal(&key, nonce, &aad, text).unwrap(), sealed);
        assert_eq!(
            wrap::open(&key, nonce, &aad, &sealed).unwrap().as_slice(),
            text
        );
    }
}
