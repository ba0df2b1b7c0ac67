//! Properties of assessments: more signs never lower a result, fewer never raise it, and differing answers are never read
//! below any one of their readings.
#![allow(clippy::unwrap_used)]

mod common;

use common::TODAY;
use common::case::{PACK, answer, assess_set};
use nuong_screening::{
    AnswerSet, Assessment, DimensionResult, Element, InterviewRecord, Met, PersonFacts, Rules,
    assess_each,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// What each question may be answered with.
const POSSIBLE: &[(&str, &[&str])] = &[
    ("age", &["12", "17", "18", "30", "?", "-"]),
    ("birth", &["2008", "2010-02", "2008-H1", "1990-05-05", "?"]),
    ("looks_child", &["yes", "no", "?"]),
    ("moved", &["yes", "no", "?", "-"]),
    ("lied", &["yes", "no", "?", "-"]),
    ("lied_pay", &["yes", "no", "?"]),
    ("lied_home", &["yes", "no", "-"]),
    ("beaten", &["yes", "no", "-"]),
    ("papers", &["yes", "no", "-"]),
    ("told_family", &["yes", "no"]),
    ("hours", &["8", "16", "?"]),
    ("work", &["no_pay", "danger no_pay", "crime", "none", "?"]),
    ("sold", &["yes", "no"]),
    ("online", &["yes", "no"]),
    ("quota", &["yes", "no"]),
    ("weeks", &["0", "2"]),
    ("law", &["yes", "no"]),
];

/// Questions whose `yes` is an indicator and opens or closes nothing else.
const SIGNS: &[&str] = &[
    "lied",
    "lied_pay",
    "lied_home",
    "beaten",
    "papers",
    "told_family",
    "sold",
    "quota",
    "law",
];

/// An answer set with up to `most` differing answers to each question.
fn answer_sets(most: usize) -> impl Strategy<Value = AnswerSet> {
    let one = |(name, values): &(&'static str, &'static [&'static str])| {
        let most = most.min(values.len());
        subsequence(values.to_vec(), 0..=most).prop_map({
            let name = (*name).to_owned();
            move |values| {
                (
                    name.clone(),
                    values.into_iter().map(answer).collect::<Vec<_>>(),
                )
            }
        })
    };
    POSSIBLE
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .prop_map(|set| set.into_iter().collect())
}

/// Whether nothing in `high` is below what it is in `low`.
fn not_below(high: &Assessment, low: &Assessment) -> Result<(), TestCaseError> {
    prop_assert!(
        high.outcome >= low.outcome,
        "{:?} < {:?}",
        high.outcome,
        low.outcome
    );
    prop_assert!(high.child.is_child() || !low.child.is_child());
    for (high, low) in high.elements.iter().zip(&low.elements) {
        let there = |element: &Element| element.state != Met::NotYet;
        prop_assert!(there(high) || !there(low), "{:?}", low.kind);
    }
    for (high, low) in high.dimensions.iter().zip(&low.dimensions) {
        let ids = |result: &DimensionResult| {
            result
                .supports
                .iter()
                .filter_map(|s| s.indicator.clone())
                .collect::<std::collections::BTreeSet<_>>()
        };
        prop_assert!(high.positive || !low.positive, "{:?}", low.dimension);
        prop_assert!(ids(high).is_superset(&ids(low)));
    }
    prop_assert!(low.urgent.iter().all(|need| high.urgent.contains(need)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn adding_an_indicator_never_lowers_a_result(set in answer_sets(1), sign in select(SIGNS.to_vec())) {
        let before = assess_set(&set);
        let mut more = set.clone();
        more.insert(sign.to_owned(), vec![answer("yes")]);
        not_below(&assess_set(&more), &before)?;
    }

    #[test]
    fn withdrawing_an_indicator_never_raises_a_result(
        set in answer_sets(1),
        sign in select(SIGNS.to_vec()),
        instead in select(vec!["no", "?", "-", ""]),
    ) {
        let mut with = set.clone();
        with.insert(sign.to_owned(), vec![answer("yes")]);
        let mut without = set;
        match instead {
            "" => without.remove(sign),
            other => without.insert(sign.to_owned(), vec![answer(other)]),
        };
        not_below(&assess_set(&with), &assess_set(&without))?;
    }

    #[test]
    fn differing_answers_are_never_read_below_one_of_their_readings(
        set in answer_sets(3),
        choose in proptest::collection::vec(any::<prop::sample::Index>(), POSSIBLE.len()),
    ) {
        // With up to three answers to each of seventeen questions this covers both ways of reading: one by one, and all
        // at once where there are too many.
        let one: AnswerSet = set
            .iter()
            .zip(&choose)
            .filter(|((_, answers), _)| !answers.is_empty())
            .map(|((name, answers), choose)| (name.clone(), vec![choose.get(answers).clone()]))
            .collect();
        not_below(&assess_set(&set), &assess_set(&one))?;
    }

    #[test]
    fn few_differing_answers_are_never_read_below_one_of_their_readings(
        single in answer_sets(1),
        several in answer_sets(3),
        differing in subsequence((0..POSSIBLE.len()).collect::<Vec<_>>(), 1..=3),
        choose in proptest::collection::vec(any::<prop::sample::Index>(), POSSIBLE.len()),
    ) {
        let mut set = single;
        for at in differing {
            let name = POSSIBLE[at].0;
            set.insert(name.to_owned(), several[name].clone());
        }
        let one: AnswerSet = set
            .iter()
            .zip(&choose)
            .filter(|((_, answers), _)| !answers.is_empty())
            .map(|((name, answers), choose)| (name.clone(), vec![choose.get(answers).clone()]))
            .collect();
        not_below(&assess_set(&set), &assess_set(&one))?;
    }

    #[test]
    fn a_wider_rule_never_finds_less(set in answer_sets(2)) {
        let record = InterviewRecord { id: "i", pack: &PACK, answers: &set, held: &TODAY.into() };
        let found = assess_each(&[record], &PersonFacts::new(), Rules::shipped(), TODAY);
        let ids: Vec<&str> = found.iter().map(|one| one.rule.as_str()).collect();
        prop_assert_eq!(ids, ["vn-law-53-2024/1", "palermo/1", "ilo-ec-2009/1"]);
        for pair in found.windows(2) {
            not_below(&pair[0], &pair[1])?;
        }
    }

    #[test]
    fn the_order_of_differing_answers_changes_nothing_but_the_answer_shown(set in answer_sets(2)) {
        let turned: AnswerSet =
            set.iter().map(|(name, answers)| (name.clone(), answers.iter().rev().cloned().collect())).collect();
        let (one, other) = (assess_set(&set), assess_set(&turned));
        prop_assert_eq!(one.outcome, other.outcome);
        prop_assert_eq!(one.child, other.child);
        prop_assert_eq!(one.urgent, other.urgent);
    }
}
