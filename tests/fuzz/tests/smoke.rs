//! A few seconds of damage for every parser, the same on every machine.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use nuong_fuzz::{Dice, damaged, targets};

/// Damaged copies fed to each parser.
const COPIES: usize = 1_000;
/// Inputs of nothing but noise.
const NOISE: usize = 200;

#[test]
fn valid_samples_are_accepted_so_the_damage_starts_from_something_real() {
    for target in targets() {
        let samples = (target.samples)();
        assert!(!samples.is_empty(), "{}", target.name);
        for sample in &samples {
            assert!(
                (target.feed)(sample),
                "{} refuses its own sample",
                target.name
            );
        }
    }
}

#[test]
fn damaged_samples_and_noise_are_refused_or_accepted_but_never_a_crash() {
    for (number, target) in targets().iter().enumerate() {
        let mut dice = Dice::new(0x6e75_6f6e_6700 + number as u64);
        let samples = (target.samples)();
        for _ in 0..COPIES {
            let (one, other) = (dice.below(samples.len()), dice.below(samples.len()));
            (target.feed)(&damaged(&samples[one], &samples[other], &mut dice));
        }
        for _ in 0..NOISE {
            let length = dice.below(512);
            (target.feed)(&dice.bytes(length));
        }
    }
}

#[test]
fn every_beginning_of_a_sample_is_refused_or_accepted_but_never_a_crash() {
    for target in targets() {
        for sample in (target.samples)() {
            let step = sample.len().div_ceil(512).max(1);
            for end in (0..sample.len()).step_by(step) {
                (target.feed)(&sample[..end]);
            }
        }
    }
}

#[test]
fn every_parser_has_its_fuzzing_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for target in targets() {
        let program = folder.join(format!("fuzz_targets/{}.rs", target.name));
        let text = std::fs::read_to_string(&program).unwrap_or_default();
        assert!(
            text.contains(&format!("nuong_fuzz::{}(", target.name)),
            "{}",
            program.display()
        );
        assert!(
            manifest.contains(&format!("name = \"fuzz_{}\"", target.name)),
            "{}",
            target.name
        );
    }
}
