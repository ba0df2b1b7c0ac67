//! A checker that cannot fail is worth nothing: each is shown a world with the fault that it is for.

use nuong_sim::{Invariant, Options, Sabotage, run};

/// So many worlds are tried; the fault need not have an occasion in each.
const WORLDS: u64 = 60;

/// Whether in some world with the fault built in this invariant is found broken.
fn is_found_out(sabotage: Sabotage, invariant: Invariant) -> bool {
    let options = Options {
        sabotage: Some(sabotage),
        ..Options::default()
    };
    let broken = |seed| run(seed, options).broken.map(|broken| broken.invariant);
    (0..WORLDS).any(|seed| broken(seed) == Some(invariant))
}

#[test]
fn an_answer_said_to_be_saved_and_not_saved_is_found_out() {
    assert!(is_found_out(
        Sabotage::ForgottenAnswer,
        Invariant::Acknowledged
    ));
}

#[test]
fn a_disk_that_lost_what_it_said_it_wrote_is_found_out() {
    assert!(is_found_out(Sabotage::LyingDisk, Invariant::Acknowledged));
}

#[test]
fn a_hub_that_keeps_parcels_to_itself_is_found_out() {
    assert!(is_found_out(Sabotage::SilentHub, Invariant::Converged));
}

#[test]
fn a_station_that_shows_one_of_two_differing_values_is_found_out() {
    assert!(is_found_out(Sabotage::HiddenValue, Invariant::Concurrent));
}

#[test]
fn a_conflict_settled_without_a_word_is_found_out() {
    assert!(is_found_out(
        Sabotage::SilentDecision,
        Invariant::Concurrent
    ));
}

#[test]
fn a_file_with_what_was_said_in_it_is_found_out() {
    assert!(is_found_out(Sabotage::PlainNotes, Invariant::Sealed));
}

#[test]
fn a_line_with_what_was_said_in_it_is_found_out() {
    assert!(is_found_out(Sabotage::OpenLine, Invariant::Sealed));
}

#[test]
fn a_case_given_to_those_it_was_not_meant_for_is_found_out() {
    assert!(is_found_out(Sabotage::StrayGrant, Invariant::Granted));
}

#[test]
fn a_change_without_right_that_takes_effect_is_found_out() {
    assert!(is_found_out(Sabotage::LaxStation, Invariant::Granted));
}

#[test]
fn writing_for_a_revoked_device_to_read_is_found_out() {
    assert!(is_found_out(Sabotage::DeafStation, Invariant::Granted));
}
