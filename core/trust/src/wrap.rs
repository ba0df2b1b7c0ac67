use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::{Random, SymmetricKey, TrustError};

/// By how many bytes a wrapped text is longer than the text: the nonce and the tag.
pub const WRAP_OVERHEAD: usize = NONCE_LEN + 16;

/// Encrypts `plaintext` under `key` for `context`: a random nonce, then ChaCha20-Poly1305 (RFC 8439) with the context as
/// associated data. For keys and other short secrets; one key may wrap about 2³² of them before nonces could repeat.
///
/// # Errors
/// [`TrustError::Random`]; [`TrustError::TooLarge`] past what the cipher can take (256 GiB).
pub fn wrap(
    key: &SymmetricKey,
    context: &[u8],
    plaintext: &[u8],
    random: &mut dyn Random,
) -> Result<Vec<u8>, TrustError> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce)?;
    let mut wrapped = nonce.to_vec();
    wrapped.extend_from_slice(&seal(key.as_bytes(), nonce, context, plaintext)?);
    Ok(wrapped)
}

/// Opens what [`wrap`] made under the same key for the same context.
///
/// # Errors
/// [`TrustError::CannotOpen`], whatever the reason.
pub fn unwrap(
    key: &SymmetricKey,
    context: &[u8],
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TrustError> {
    let (nonce, ciphertext) = wrapped
        .split_first_chunk::<NONCE_LEN>()
        .ok_or(TrustError::CannotOpen)?;
    open(key.as_bytes(), *nonce, context, ciphertext)
}

/// ChaCha20-Poly1305; the tag follows the ciphertext.
pub(crate) fn seal(
    key: &[u8; 32],
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, TrustError> {
    let mut text = Vec::with_capacity(plaintext.len() + 16);
    text.extend_from_slice(plaintext);
    cipher(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(aad),
            &mut text,
        )
        .map_err(|_| TrustError::TooLarge)?;
    Ok(text)
}

pub(crate) fn open(
    key: &[u8; 32],
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TrustError> {
    let mut text = Zeroizing::new(ciphertext.to_vec());
    let length = cipher(key)
        .open_in_place(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(aad),
            &mut text,
        )
        .map_err(|_| TrustError::CannotOpen)?
        .len();
    text.truncate(length);
    Ok(text)
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    match UnboundKey::new(&CHACHA20_POLY1305, key) {
        Ok(key) => LessSafeKey::new(key),
        Err(_) => unreachable!("ChaCha20-Poly1305 takes every 32-byte key"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn only_the_same_key_and_context_open() {
        let mut random = SeededRandom::for_simulation(1);
        let key = SymmetricKey::generate(&mut random).unwrap();
        let other = SymmetricKey::generate(&mut random).unwrap();
        let wrapped = wrap(&key, b"purpose", b"text", &mut random).unwrap();
        assert_eq!(wrapped.len(), 4 + WRAP_OVERHEAD);
        assert_eq!(
            unwrap(&key, b"purpose", &wrapped).unwrap().as_slice(),
            b"text"
        );
        assert_eq!(
            unwrap(&other, b"purpose", &wrapped),
            Err(TrustError::CannotOpen)
        );
        assert_eq!(
            unwrap(&key, b"other", &wrapped),
            Err(TrustError::CannotOpen)
        );
        for length in 0..wrapped.len() {
            assert_eq!(
                unwrap(&key, b"purpose", &wrapped[..length]),
                Err(TrustError::CannotOpen)
            );
        }
    }

    #[test]
    fn the_same_text_is_never_wrapped_to_the_same_bytes() {
        let mut random = SeededRandom::for_simulation(1);
        let key = SymmetricKey::generate(&mut random).unwrap();
        let wrapped = wrap(&key, b"p", b"text", &mut random).unwrap();
        assert_ne!(wrap(&key, b"p", b"text", &mut random).unwrap(), wrapped);
    }
}
