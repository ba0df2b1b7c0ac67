//! The order of choices mixed up, the same for the same seed on every engine: Park and Miller's generator ("Random
//! number generators: good ones are hard to find", 1988) under Fisher and Yates' shuffle, as the ODK XForms
//! specification has it.

use sha2::{Digest, Sha256};

use super::value::text_number;

const MODULUS: f64 = 2_147_483_647.0;
const MULTIPLIER: f64 = 16_807.0;

/// A number as a seed; what is none is 0.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn seed_of_number(number: f64) -> i64 {
    number as i64
}

/// A text as a seed: its number, or, where it is none, the first eight bytes of its SHA-256, as JavaRosa takes them.
pub(crate) fn seed_of_text(text: &str) -> i64 {
    let number = text_number(text);
    if !number.is_nan() || text.is_empty() {
        return seed_of_number(number);
    }
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// The same things in another order.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn shuffled<T>(mut things: Vec<T>, seed: i64) -> Vec<T> {
    let mut state = seed as f64 % MODULUS;
    if state <= 0.0 {
        state += MODULUS - 1.0;
    }
    // From the inside out: each thing takes the place of one before it, which moves to the end.
    for last in 0..things.len() {
        state = state * MULTIPLIER % MODULUS;
        let chance = (state - 1.0) / (MODULUS - 1.0);
        // Below 1 times a length: within the list.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let other = (chance * (last + 1) as f64).floor() as usize;
        things.swap(last, other.min(last));
    }
    things
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_orders_and_nothing_is_lost() {
        for seed in [-7, 0, 1, 42, i64::MAX] {
            let mixed = shuffled((0..50).collect(), seed);
            assert_eq!(mixed, shuffled((0..50).collect(), seed));
            let mut sorted = mixed.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..50).collect::<Vec<_>>());
        }
        assert_ne!(
            shuffled((0..50).collect::<Vec<_>>(), 1),
            shuffled((0..50).collect(), 2)
        );
    }

    /// ODK XForms specification, "randomize": `ABCDEF` with the seed 42.
    #[test]
    fn a_seed_of_42_gives_the_order_of_the_specification() {
        assert_eq!(
            shuffled("ABCDEF".chars().collect(), 42)
                .into_iter()
                .collect::<String>(),
            "AFCBDE"
        );
    }
}
