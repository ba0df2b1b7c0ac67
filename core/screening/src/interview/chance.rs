//! What is left to chance, from a seed: the same interview with the same seed goes the same way.

use std::sync::atomic::{AtomicU64, Ordering};

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Nothing secret depends on it.
pub(super) struct Chance(AtomicU64);

impl Chance {
    pub(super) fn new(seed: u64) -> Chance {
        Chance(AtomicU64::new(seed))
    }

    /// A number from 0 up to and without 1.
    pub(super) fn next(&self) -> f64 {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut bits = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        // 53 bits fit a float exactly.
        #[allow(clippy::cast_precision_loss)]
        let part = (bits >> 11) as f64;
        part / 9_007_199_254_740_992.0
    }
}

impl Clone for Chance {
    fn clone(&self) -> Self {
        Chance::new(self.0.load(Ordering::Relaxed))
    }
}
