//! The key of a vault.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::VaultError;

/// Length of a vault key, in bytes (256 bits).
pub const KEY_BYTES: usize = 32;

/// A random 256-bit key, given to SQLCipher as it is: no passphrase stretching happens here. Erased from memory on drop.
///
/// It lives in one heap cell, so that moving the value leaves no copy behind.
#[derive(ZeroizeOnDrop)]
pub struct RawKey(Box<[u8]>);

impl RawKey {
    /// Takes a copy of the key; the caller erases its own.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        Self(Box::from(bytes.as_slice()))
    }

    /// The public value that tells whether a key is the key of a vault, without touching the vault: the first half of
    /// SHA-256 over a fixed context and the key. It says nothing useful about a random 256-bit key.
    pub(crate) fn check_value(&self) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(b"nuong/1 vault key check");
        hash.update(&self.0);
        let digest = hash.finalize();
        let mut value = [0; 16];
        value.copy_from_slice(&digest[..16]);
        value
    }

    /// The `PRAGMA key` that hands the key over raw.
    pub(crate) fn pragma(&self) -> Result<Zeroizing<String>, VaultError> {
        // Room for all of it from the start: a growing string would leave copies behind.
        let mut sql = Zeroizing::new(String::with_capacity(96));
        sql.push_str("PRAGMA key = \"x'");
        for byte in &self.0 {
            write!(sql, "{byte:02x}").map_err(|_| VaultError::Engine { code: 0 })?;
        }
        sql.push_str("'\"");
        Ok(sql)
    }

    /// Erases the key now; what is left opens nothing.
    pub fn erase(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_erased_when_it_is_dropped() {
        fn erased_on_drop<T: ZeroizeOnDrop>(_: &T) {}
        let mut key = RawKey::new(&[7; KEY_BYTES]);
        erased_on_drop(&key);
        key.erase();
        assert!(key.0.iter().all(|byte| *byte == 0));
    }

    #[test]
    fn the_check_value_tells_keys_apart_and_is_fixed_for_ever() {
        let value = RawKey::new(&[1; KEY_BYTES]).check_value();
        assert_ne!(value, RawKey::new(&[2; KEY_BYTES]).check_value());
        let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "a73b2fb87c5ce323194860f5a0d1fe53");
    }

    #[test]
    fn the_pragma_names_the_key_in_hex_without_growing_its_buffer() {
        let sql = RawKey::new(&[0xab; KEY_BYTES]).pragma().unwrap();
        assert_eq!(
            sql.as_str(),
            format!("PRAGMA key = \"x'{}'\"", "ab".repeat(32))
        );
        assert!(sql.len() <= 96);
    }
}
