//! How old a person is taken to be, and what a child's case needs.
#![allow(clippy::unwrap_used)]

mod common;

use common::TODAY;
use common::case::{PACK, answer, answers, assess_on, assess_said, states};
use nuong_screening::{
    Assessment, ChildReason, ChildStatus, InterviewRecord, Met, Outcome, PersonFacts, Rules, assess,
};

const EXPLOITED: [&str; 4] = ["moved=yes", "hours=16", "work=no_pay", "lied=no"];

#[test]
fn an_adults_case_needs_act_means_and_purpose() {
    let mut said = EXPLOITED.to_vec();
    said.push("age=25");
    let found = assess_said(&said);
    assert_eq!(found.child, ChildStatus::Adult { age: 25 });
    assert_eq!(states(&found), [Met::Met, Met::NotYet, Met::Met]);
    assert_eq!(found.outcome, Outcome::SomeSigns);
    said.extend(["beaten=yes", "papers=yes"]);
    let found = assess_said(&said);
    assert_eq!(states(&found), [Met::Met; 3]);
    assert_eq!(found.outcome, Outcome::ReasonableGrounds);
    assert_eq!(
        (found.rule.as_str(), found.dimension_rule.as_str()),
        ("vn-law-53-2024/1", "ilo-ec-2009/1")
    );
}

#[test]
fn a_childs_case_needs_no_means() {
    let mut said = EXPLOITED.to_vec();
    said.push("age=16");
    let found = assess_said(&said);
    assert_eq!(found.child, ChildStatus::Child { age: 16 });
    assert_eq!(states(&found), [Met::Met, Met::NotNeeded, Met::Met]);
    assert_eq!(found.outcome, Outcome::ReasonableGrounds);
}

#[test]
fn an_unknown_age_is_treated_as_a_childs() {
    for age in [None, Some("age=?"), Some("age=-")] {
        let said: Vec<&str> = EXPLOITED.into_iter().chain(age).collect();
        let found = assess_said(&said);
        assert_eq!(
            found.child,
            ChildStatus::TreatedAsChild {
                reason: ChildReason::AgeUnknown
            }
        );
        assert_eq!(found.outcome, Outcome::ReasonableGrounds);
    }
    let asks = |found: &Assessment| {
        found
            .unasked
            .iter()
            .any(|unasked| unasked.question == "age")
    };
    assert!(
        asks(&assess_said(&EXPLOITED)),
        "the age is what could change it"
    );
}

#[test]
fn who_looks_like_a_child_is_treated_as_one() {
    let found = assess_said(&["age=20", "looks_child=yes"]);
    assert_eq!(
        found.child,
        ChildStatus::TreatedAsChild {
            reason: ChildReason::LooksLikeAChild
        }
    );
    assert_eq!(
        assess_said(&["age=20", "looks_child=no"]).child,
        ChildStatus::Adult { age: 20 }
    );
}

#[test]
fn the_youngest_age_told_anywhere_counts_until_it_is_settled() {
    let child =
        |said: &[&str], person: &PersonFacts| assess_on(&PACK, &answers(said), person, TODAY).child;
    let none = PersonFacts::new();
    let youngest = |age| ChildStatus::TreatedAsChild {
        reason: ChildReason::YoungestThatFits { age },
    };
    assert_eq!(child(&["age=25", "birth=2010-01-01"], &none), youngest(16));
    assert_eq!(
        child(&["age=25", "birth=?"], &none),
        ChildStatus::Adult { age: 25 }
    );
    assert_eq!(child(&["age=16", "age=25"], &none), youngest(16));
    assert_eq!(child(&["age=16"], &none), ChildStatus::Child { age: 16 });
    assert_eq!(
        child(&["age=?", "age=25"], &none),
        ChildStatus::TreatedAsChild {
            reason: ChildReason::AgeUnknown
        }
    );
    let mut person = PersonFacts::from([("age_years".to_owned(), vec![answer("25")])]);
    assert_eq!(child(&["age=16"], &person), youngest(16));
    person.insert("age_settled".to_owned(), vec![answer("yes")]);
    assert_eq!(child(&["age=16"], &person), ChildStatus::Adult { age: 25 });
    person.insert("age_years".to_owned(), vec![answer("16-18")]);
    assert_eq!(child(&[], &person), ChildStatus::Child { age: 16 });
}

#[test]
fn of_a_partly_known_age_the_youngest_counts_and_it_is_said_that_it_is_not_settled() {
    let on = jiff::civil::date(2026, 6, 30);
    let child = |person: &[(&str, &str)]| {
        let facts = person
            .iter()
            .map(|(fact, value)| ((*fact).to_owned(), vec![answer(value)]));
        assess_on(&PACK, &answers(&[]), &facts.collect(), on).child
    };
    let treated = |age| ChildStatus::TreatedAsChild {
        reason: ChildReason::YoungestThatFits { age },
    };
    // The whole of 2008 may mean the last day of it; only the year is known, and others born in it are 18.
    for (known, age) in [("2008", 17), ("2008-H2", 17), ("2008-Q3", 17)] {
        let expected = if known == "2008" {
            treated(age)
        } else {
            ChildStatus::Child { age }
        };
        assert_eq!(child(&[("birth_date", known)]), expected, "{known}");
    }
    assert_eq!(
        child(&[("birth_date", "2008-H1")]),
        ChildStatus::Adult { age: 18 }
    );
    assert_eq!(child(&[("age_years", "16-18")]), treated(16));
    assert_eq!(
        child(&[("age_years", "13y6m-14y2m")]),
        ChildStatus::Child { age: 13 }
    );
    assert_eq!(
        child(&[("age_years", "16-18"), ("age_settled", "yes")]),
        ChildStatus::Child { age: 16 },
        "an assessed range that somebody settled on is its lowest age"
    );
}

#[test]
fn the_age_is_that_of_the_day_of_the_first_interview() {
    let said = answers(&["birth=2008-11-30"]);
    let first = InterviewRecord {
        id: "a",
        pack: &PACK,
        answers: &said,
        held: &TODAY.into(),
    };
    let later = jiff::civil::date(2027, 5, 1);
    let found = assess(&[first], &PersonFacts::new(), Rules::shipped(), later);
    assert_eq!(found.child, ChildStatus::Child { age: 17 });
}
