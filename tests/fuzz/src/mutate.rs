//! Damage, repeatable from a seed.

/// A small generator of numbers (SplitMix64): the same seed gives the same damage on every machine.
pub struct Dice(u64);

impl Dice {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not with, `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % (end.max(1) as u64)) as usize
    }

    /// So many random bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.roll() as u8).collect()
    }
}

/// Bytes at which decoders turn: CBOR heads with 1, 2, 4 and 8 bytes of length, varint continuations, text separators.
const TURNING: &[u8] = &[
    0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x20, 0x3b, 0x40, 0x58, 0x5b, 0x5f, 0x7b, 0x7f, 0x80,
    0x81, 0x9a, 0x9b, 0x9f, 0xbb, 0xbf, 0xc0, 0xf6, 0xfb, 0xfe, 0xff, b'"', b',', b'\n', b'(',
    b')', b'[', b'$', b'{', b'\'',
];

/// A sample with one to four things done to it: bits turned, bytes set, cut, doubled, left out, or grafted from another.
pub fn damaged(sample: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=dice.below(4) {
        damage(&mut bytes, other, dice);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len());
    let until = (at + 1 + dice.below(32)).min(bytes.len());
    match dice.below(8) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
        1 if !bytes.is_empty() => bytes[at] = TURNING[dice.below(TURNING.len())],
        2 if !bytes.is_empty() => bytes[at] = dice.roll() as u8,
        3 => bytes.truncate(at),
        4 => {
            let piece = bytes[at.min(until)..until].to_vec();
            bytes.splice(at..at, piece);
        }
        5 => {
            bytes.drain(at.min(until)..until);
        }
        6 => {
            let from = dice.below(other.len());
            let to = (from + 1 + dice.below(64)).min(other.len());
            bytes.splice(at..at, other[from.min(to)..to].iter().copied());
        }
        _ => bytes.extend((0..dice.below(16)).map(|_| dice.roll() as u8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_does_the_same_damage() {
        let once = |seed| damaged(b"a sample of bytes", b"another", &mut Dice::new(seed));
        assert!((0..100).all(|seed| once(seed) == once(seed)));
        assert!((0..100).any(|seed| once(seed) != b"a sample of bytes"));
    }

    #[test]
    fn damage_to_nothing_is_possible() {
        let mut dice = Dice::new(1);
        for _ in 0..1000 {
            damaged(b"", b"", &mut dice);
        }
    }
}
