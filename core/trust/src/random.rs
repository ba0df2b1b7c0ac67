use ring::rand::SecureRandom;

use crate::{TrustError, sha256};

/// A source of randomness, given to whatever needs it, so that a simulator can be seeded and everything else can be pure.
pub trait Random {
    /// Fills `bytes` with randomness.
    ///
    /// # Errors
    /// [`TrustError::Random`] when there is none; the bytes must then not be used.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), TrustError>;
}

impl<R: Random + ?Sized> Random for &mut R {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), TrustError> {
        (**self).fill(bytes)
    }
}

/// The operating system's randomness: the only source for keys that protect people.
pub struct SystemRandom(ring::rand::SystemRandom);

impl SystemRandom {
    /// The operating system's source.
    pub fn new() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), TrustError> {
        self.0.fill(bytes).map_err(|_| TrustError::Random)
    }
}

/// The same bytes again for the same seed, for simulators and tests. Whoever knows the seed knows every key made with it.
pub struct SeededRandom {
    seed: [u8; 32],
    counter: u64,
    block: [u8; 32],
    used: usize,
}

impl SeededRandom {
    /// The sequence that belongs to `seed`. The bytes do not depend on how they are divided among calls.
    pub fn for_simulation(seed: u64) -> Self {
        let mut text = *b"nuong/1 simulation seed\0........";
        text[24..].copy_from_slice(&seed.to_be_bytes());
        Self {
            seed: sha256(&text),
            counter: 0,
            block: [0; 32],
            used: 32,
        }
    }

    fn next_block(&mut self) {
        let mut text = [0; 40];
        text[..32].copy_from_slice(&self.seed);
        text[32..].copy_from_slice(&self.counter.to_be_bytes());
        self.block = sha256(&text);
        self.counter += 1;
        self.used = 0;
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), TrustError> {
        for byte in bytes {
            if self.used == self.block.len() {
                self.next_block();
            }
            *byte = self.block[self.used];
            self.used += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_sequence_however_it_is_cut() {
        let mut whole = [0; 100];
        SeededRandom::for_simulation(7).fill(&mut whole).unwrap();
        let mut parts = [0; 100];
        let mut random = SeededRandom::for_simulation(7);
        let (a, rest) = parts.split_at_mut(1);
        let (b, c) = rest.split_at_mut(50);
        for part in [a, b, c] {
            random.fill(part).unwrap();
        }
        assert_eq!(whole, parts);
        let mut other = [0; 100];
        SeededRandom::for_simulation(8).fill(&mut other).unwrap();
        assert_ne!(whole, other);
    }

    #[test]
    fn the_system_never_gives_the_same_key_twice() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        SystemRandom::new().fill(&mut a).unwrap();
        SystemRandom::new().fill(&mut b).unwrap();
        assert_ne!(a, b);
    }
}
