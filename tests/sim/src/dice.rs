//! The only source of chance in a run: every choice the simulator makes comes from here, so a seed is a whole story.

/// A stream of choices (SplitMix64, Steele, Lea and Flood 2014): small, and the same on every machine.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The stream that belongs to a seed and a purpose; streams of different purposes have nothing in common.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut dice = Self(seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.roll();
        dice
    }

    /// 64 random bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `limit`; 0 for a limit of 0.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 {
            return 0;
        }
        // The bias is below 2^-40 for every limit met here.
        (self.roll() % limit as u64) as usize
    }

    /// A number in `from..=to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = to.saturating_sub(from).saturating_add(1).max(1);
        from + (self.roll() % span.unsigned_abs()) as i64
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several; none of none.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }

    /// The place of one of several weights, each as likely as it is heavy.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_purpose_give_one_stream() {
        let stream = |seed, purpose| {
            let mut dice = Dice::new(seed, purpose);
            [dice.roll(), dice.roll(), dice.roll()]
        };
        assert_eq!(stream(1, 1), stream(1, 1));
        assert_ne!(stream(1, 1), stream(1, 2));
        assert_ne!(stream(1, 1), stream(2, 1));
    }

    #[test]
    fn choices_stay_within_their_bounds_and_reach_them() {
        let mut dice = Dice::new(7, 0);
        let mut seen = [false; 5];
        for _ in 0..1000 {
            seen[dice.below(5)] = true;
            assert!((-3..=3).contains(&dice.between(-3, 3)));
            assert_ne!(dice.weighted(&[1, 0, 3]), 1);
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(dice.pick::<u8>(&[]), None);
    }
}
