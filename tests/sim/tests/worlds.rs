//! Some worlds with every test run; a thousand with `nuong-sim`.

use nuong_sim::{Options, run};

#[test]
fn no_invariant_breaks_in_the_first_worlds() {
    for seed in 0..8 {
        let outcome = run(seed, Options::default());
        assert_eq!(outcome.broken, None, "seed {seed}");
        assert!(outcome.lines > 30, "seed {seed} tells hardly anything");
    }
}

#[test]
fn a_seed_gives_the_same_run_again_to_the_last_byte() {
    for seed in [0, 3, 11] {
        let once = run(seed, Options::default());
        let again = run(seed, Options::default());
        assert_eq!(once, again);
    }
    let [one, other] = [1, 2].map(|seed| run(seed, Options::default()).trace_hash);
    assert_ne!(one, other);
}
