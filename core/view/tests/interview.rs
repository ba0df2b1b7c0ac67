//! What a tap on an interview's screen means.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use common::interview;
use nuong_screening::{Answer, Interview};
use nuong_view::{Drawn, InterviewFacts, InterviewView, Lang, Respondent, Texts, Viewer};

fn at(interview: &Interview, path: &str) -> InterviewView {
    let screen = interview.screen_of(path).unwrap();
    show(interview, screen)
}

fn show(interview: &Interview, at: usize) -> InterviewView {
    let texts = Texts::new(Lang::En);
    let problems = BTreeMap::new();
    Viewer::new(&texts, 420, &common::name_of).interview(&InterviewFacts {
        interview,
        at,
        respondent: Respondent::Person,
        problems: &problems,
        read_only: false,
    })
}

fn after_tap(interview: &Interview, path: &str, label: &str) -> Option<Answer> {
    let view = at(interview, path);
    let question = view
        .questions
        .into_iter()
        .find(|question| question.path == path)
        .unwrap();
    question
        .choices
        .into_iter()
        .find(|choice| choice.label == label)
        .unwrap()
        .then
}

#[test]
fn yes_no_does_not_know_and_does_not_want_to_say_are_four_equal_choices() {
    let view = at(&interview(&[]), "safety/hurt");
    let question = &view.questions[0];
    assert_eq!(question.drawn, Drawn::FourChoices);
    let labels: Vec<&str> = question
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(
        labels,
        ["Yes", "No", "Does not know", "Does not want to say"]
    );
    assert!(question.choices.iter().all(|choice| !choice.chosen));
    assert_eq!(question.choices[2].then, Some(Answer::DoesNotKnow));
}

#[test]
fn every_question_accepts_not_knowing_and_not_wanting_to_say() {
    let interview = interview(&[("journey/brought", Answer::value("yes"))]);
    for screen in 0..interview.screens().len() {
        for question in show(&interview, screen).questions {
            let offered = |answer| {
                question
                    .choices
                    .iter()
                    .any(|choice| choice.then.as_ref() == Some(&answer))
            };
            let asked = question.drawn != Drawn::Note;
            assert_eq!(offered(Answer::DoesNotKnow), asked, "{}", question.path);
            assert_eq!(
                offered(Answer::DoesNotWantToSay),
                asked,
                "{}",
                question.path
            );
        }
    }
}

#[test]
fn a_tap_on_one_of_many_adds_it_and_a_second_tap_takes_it_away() {
    let path = "journey/pressure";
    let one = interview(&[(path, Answer::value("beaten"))]);
    assert_eq!(
        after_tap(&one, path, "Kept my papers"),
        Some(Answer::value("papers beaten"))
    );
    assert_eq!(after_tap(&one, path, "Beat me"), None);
    let unsaid = interview(&[(path, Answer::DoesNotWantToSay)]);
    assert_eq!(
        after_tap(&unsaid, path, "Beat me"),
        Some(Answer::value("beaten"))
    );
}

#[test]
fn none_of_these_stands_alone() {
    let path = "journey/pressure";
    let two = interview(&[(path, Answer::value("papers beaten"))]);
    assert_eq!(
        after_tap(&two, path, "None of these"),
        Some(Answer::value("none"))
    );
    let none = interview(&[(path, Answer::value("none"))]);
    assert_eq!(
        after_tap(&none, path, "Beat me"),
        Some(Answer::value("beaten"))
    );
}

#[test]
fn what_every_tap_gives_the_interview_accepts() {
    let mut interview = interview(&[("journey/brought", Answer::value("yes"))]);
    for screen in 0..interview.screens().len() {
        for question in show(&interview, screen).questions {
            for choice in question.choices {
                interview.answer(&question.path, choice.then).unwrap();
            }
            interview.answer(&question.path, None).ok();
        }
        interview
            .answer("journey/brought", Some(Answer::value("yes")))
            .unwrap();
    }
}

#[test]
fn progress_is_in_words_and_the_ending_says_that_gaps_are_all_right() {
    let fresh = interview(&[]);
    let view = show(&fresh, 0);
    assert!(view.progress.unwrap().starts_with("about "));
    assert!(!view.back.enabled);
    let ending = show(&fresh, usize::MAX);
    assert_eq!(ending.at as usize, fresh.screens().len());
    assert!(ending.questions.is_empty());
    assert!(
        ending
            .ending
            .unwrap()
            .unanswered
            .unwrap()
            .contains("That is all right")
    );
}

#[test]
fn who_answers_is_said_on_every_screen() {
    let fresh = interview(&[]);
    assert_eq!(at(&fresh, "safety/hurt").who, "The person is answering");
    let seen = at(&fresh, "safety/afraid_seen");
    assert_eq!(seen.who, "You answer this from what you see. Do not ask.");
    assert!(seen.questions[0].observed.is_some());
}

#[test]
fn a_question_nobody_answered_is_skipped_and_an_answered_one_goes_on() {
    assert_eq!(at(&interview(&[]), "safety/hurt").forward.label, "Skip");
    let answered = interview(&[("safety/hurt", Answer::DoesNotKnow)]);
    assert_eq!(at(&answered, "safety/hurt").forward.label, "Continue");
    assert_eq!(at(&answered, "safety/greeting").forward.label, "Continue");
}
