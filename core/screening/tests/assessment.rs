//! What an assessment says of known cases.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use common::TODAY;
use common::case::{PACK, PALERMO, answer, answers, assess_on, assess_said, assess_set, element};
use nuong_screening::{
    Answer, Assessment, ChildReason, ChildStatus, Dimension, DimensionResult, ElementKind,
    InterviewRecord, Outcome, PersonFacts, Rules, Strength, WeightStatus, assess, assess_each,
};

fn dimension(found: &Assessment, dimension: Dimension) -> &DimensionResult {
    found
        .dimensions
        .iter()
        .find(|result| result.dimension == dimension)
        .unwrap()
}

// --- outcomes and reasons ---------------------------------------------------------------------------------------------

#[test]
fn no_signs_is_said_only_when_the_core_questions_were_answered() {
    assert_eq!(assess_said(&[]).outcome, Outcome::TooLittleKnown);
    assert_eq!(assess_said(&["moved=no"]).outcome, Outcome::TooLittleKnown);
    assert_eq!(
        assess_said(&["moved=no", "lied=-"]).outcome,
        Outcome::TooLittleKnown
    );
    let found = assess_said(&["moved=no", "lied=-"]);
    assert_eq!(
        found
            .missing_core
            .iter()
            .map(|core| core.question.as_str())
            .collect::<Vec<_>>(),
        ["lied"]
    );
    assert_eq!(
        assess_said(&["moved=no", "lied=no"]).outcome,
        Outcome::NoSignsSoFar
    );
    let nobody = assess(&[], &PersonFacts::new(), Rules::shipped(), TODAY);
    assert_eq!(nobody.outcome, Outcome::TooLittleKnown);
}

#[test]
fn to_have_travelled_is_no_sign() {
    assert_eq!(
        assess_said(&["moved=yes", "lied=no"]).outcome,
        Outcome::NoSignsSoFar
    );
    assert_eq!(
        assess_said(&["moved=yes", "lied=yes"]).outcome,
        Outcome::SomeSigns
    );
}

#[test]
fn money_is_a_purpose_under_vietnamese_law_and_not_under_palermo() {
    let said = answers(&["moved=yes", "sold=yes", "age=10"]);
    let here = assess_on(&PACK, &said, &BTreeMap::new(), TODAY);
    assert_eq!(here.outcome, Outcome::ReasonableGrounds);
    assert_eq!(
        element(&here, ElementKind::Purpose).supports[0]
            .element
            .as_deref(),
        Some("purpose:benefit")
    );
    let there = assess_on(&PALERMO, &said, &BTreeMap::new(), TODAY);
    assert_eq!(
        (there.rule.as_str(), there.outcome),
        ("palermo/1", Outcome::SomeSigns)
    );
    assert!(
        there
            .other_signs
            .iter()
            .any(|sign| sign.element.as_deref() == Some("purpose:benefit"))
    );
    let chosen = Rules::shipped().clone().with_person("vn-law-53-2024/1");
    let record = InterviewRecord {
        id: "i",
        pack: &PALERMO,
        answers: &said,
        held: &TODAY.into(),
    };
    assert_eq!(
        assess(&[record], &PersonFacts::new(), &chosen, TODAY).outcome,
        Outcome::ReasonableGrounds
    );
    let both = [
        InterviewRecord {
            id: "j",
            pack: &PACK,
            ..record
        },
        record,
    ];
    assert_eq!(
        assess(&both, &PersonFacts::new(), Rules::shipped(), TODAY).rule,
        "vn-law-53-2024/1"
    );
}

#[test]
fn each_rule_says_what_it_makes_of_the_same_answers() {
    let by_rule = |said: &[&str]| {
        let said = answers(said);
        let record = InterviewRecord {
            id: "i",
            pack: &PACK,
            answers: &said,
            held: &TODAY.into(),
        };
        let found = assess_each(&[record], &PersonFacts::new(), Rules::shipped(), TODAY);
        assert_eq!(
            found[0],
            assess(&[record], &PersonFacts::new(), Rules::shipped(), TODAY)
        );
        let of = |one: &Assessment| (one.rule.clone(), one.outcome);
        found.iter().map(of).collect::<Vec<_>>()
    };
    let rules = |outcomes: [Outcome; 3]| {
        let ids = ["vn-law-53-2024/1", "palermo/1", "ilo-ec-2009/1"];
        ids.map(str::to_owned)
            .into_iter()
            .zip(outcomes)
            .collect::<Vec<_>>()
    };
    use Outcome::{ReasonableGrounds, SomeSigns};
    assert_eq!(
        by_rule(&["moved=yes", "sold=yes", "age=10"]),
        rules([ReasonableGrounds, SomeSigns, SomeSigns]),
        "a child sold: a purpose here, and no exploitation"
    );
    assert_eq!(
        by_rule(&["moved=yes", "work=crime", "age=10"]),
        rules([ReasonableGrounds, ReasonableGrounds, SomeSigns]),
        "forced crime: exploitation, and no indicator of the list"
    );
    assert_eq!(
        by_rule(&["moved=yes", "hours=16", "work=no_pay", "age=10"]),
        rules([ReasonableGrounds; 3])
    );
}

#[test]
fn every_reason_names_its_answer_its_weight_and_how_established_it_is() {
    let found = assess_said(&[
        "age=25",
        "work=no_pay danger",
        "hours=16",
        "lied=yes",
        "lied_home=yes",
        "online=yes",
        "quota=yes",
    ]);
    let exploitation = dimension(&found, Dimension::D4);
    assert!(exploitation.positive);
    assert_eq!(
        (exploitation.strong, exploitation.medium, exploitation.weak),
        (1, 2, 0)
    );
    assert_eq!(
        exploitation.weight_status,
        Some(WeightStatus::NotEstablished)
    );
    let danger = exploitation
        .supports
        .iter()
        .find(|s| s.indicator.as_deref() == Some("D4.danger"))
        .unwrap();
    assert_eq!(
        (danger.question.as_str(), danger.choice.as_deref()),
        ("work", Some("danger"))
    );
    assert_eq!(danger.answer, Answer::value("no_pay danger"));
    assert_eq!(
        (danger.strength, danger.weight_status),
        (Some(Strength::Medium), Some(WeightStatus::NotEstablished))
    );
    assert_eq!(
        exploitation.supports[0].strength,
        Some(Strength::Strong),
        "the strongest first"
    );
    assert_eq!(
        dimension(&found, Dimension::D1).weight_status,
        Some(WeightStatus::Disputed)
    );
    assert_eq!(
        dimension(&found, Dimension::D5).weight_status,
        Some(WeightStatus::Ours)
    );
}

#[test]
fn one_indicator_told_twice_counts_once() {
    let said = answers(&["lied_pay=yes"]);
    let held = TODAY.into();
    let record = |id| InterviewRecord {
        id,
        pack: &PACK,
        answers: &said,
        held: &held,
    };
    let found = assess(
        &[record("a"), record("b"), record("c")],
        &PersonFacts::new(),
        Rules::shipped(),
        TODAY,
    );
    let deception = dimension(&found, Dimension::D1);
    assert_eq!(
        (
            deception.medium,
            deception.positive,
            deception.supports.len()
        ),
        (1, false, 3)
    );
}

#[test]
fn an_answer_that_is_not_relevant_supports_nothing() {
    let quota = |said: &[&str]| dimension(&assess_said(said), Dimension::D5).medium;
    assert_eq!(quota(&["online=yes", "quota=yes"]), 1);
    assert_eq!(quota(&["online=no", "quota=yes"]), 0);
    assert_eq!(quota(&["quota=yes"]), 0);
}

#[test]
fn urgent_needs_come_first_things_first() {
    let found = assess_said(&["work=danger", "beaten=yes", "online=yes", "weeks=2"]);
    let needs: Vec<(&str, &str)> = found
        .urgent
        .iter()
        .map(|need| (need.need.as_str(), need.question.as_str()))
        .collect();
    assert_eq!(
        needs,
        [("danger", "work"), ("medical", "beaten"), ("food", "weeks")]
    );
    assert_eq!(
        assess_said(&["beaten=no", "work=none", "weeks=2"]).urgent,
        []
    );
}

#[test]
fn what_is_unasked_and_could_change_the_result_is_named() {
    let unasked = |said: &[&str]| {
        let found = assess_said(said);
        found
            .unasked
            .into_iter()
            .map(|u| (u.question, u.could_change))
            .collect::<Vec<_>>()
    };
    let means = |name: &str| (name.to_owned(), ElementKind::Means);
    assert_eq!(
        unasked(&[
            "age=25",
            "moved=yes",
            "hours=16",
            "work=no_pay",
            "lied=no",
            "sold=no",
            "online=no",
            "lied_pay=yes"
        ]),
        [means("beaten"), means("papers"), means("told_family")],
        "deception can no longer become positive, coercion can"
    );
    assert_eq!(
        unasked(&[
            "age=25",
            "beaten=yes",
            "papers=yes",
            "hours=16",
            "work=no_pay",
            "lied=no"
        ]),
        [("moved".to_owned(), ElementKind::Act)]
    );
    let all = [
        "age=25",
        "moved=yes",
        "hours=16",
        "work=no_pay",
        "beaten=yes",
        "papers=yes",
    ];
    assert_eq!(unasked(&all), []);
}

#[test]
fn what_only_opens_a_question_that_could_change_the_result_is_named_too() {
    let asks = |said: &[&str]| {
        let found = assess_said(said);
        let asked = found.unasked.into_iter().map(|unasked| unasked.question);
        asked.collect::<Vec<_>>()
    };
    // D5 has one strong sign: the target, asked only of who worked online, would make it enough.
    let said = [
        "age=25",
        "moved=yes",
        "hours=16",
        "work=no_pay",
        "papers=yes",
        "beaten=no",
        "told_family=no",
    ];
    let open = asks(&said);
    assert!(open.contains(&"online".to_owned()), "{open:?}");
    assert!(
        !open.contains(&"quota".to_owned()),
        "not asked of everybody: {open:?}"
    );
    let online: Vec<&str> = said.into_iter().chain(["online=yes"]).collect();
    assert!(asks(&online).contains(&"quota".to_owned()));
    let not_online: Vec<&str> = said.into_iter().chain(["online=no"]).collect();
    let open = asks(&not_online);
    assert!(
        open.iter()
            .all(|question| question != "online" && question != "quota"),
        "{open:?}"
    );
}

#[test]
fn a_not_known_answer_is_not_unasked() {
    let found = assess_said(&["age=25", "moved=yes", "lied=?", "beaten=-"]);
    assert!(
        found
            .unasked
            .iter()
            .all(|unasked| unasked.question != "lied" && unasked.question != "beaten")
    );
}

// --- differing answers ------------------------------------------------------------------------------------------------

#[test]
fn differing_answers_are_read_for_the_persons_protection_and_it_is_said() {
    let found = assess_said(&["age=25", "lied=yes", "lied=no", "lied_pay=yes"]);
    assert!(dimension(&found, Dimension::D1).positive);
    assert_eq!(found.protective, ["interviews/i1/lied"]);
    let support = &dimension(&found, Dimension::D1).supports[0];
    assert_eq!(
        (support.question.as_str(), &support.answer),
        ("lied", &Answer::value("yes"))
    );
    assert_eq!(
        assess_said(&["lied=yes", "lied=yes"]).protective,
        Vec::<String>::new()
    );
}

#[test]
fn readings_are_evaluated_one_by_one_to_the_limit_and_all_at_once_beyond_it() {
    assert_eq!(nuong_screening::limits::MAX_READINGS, 64);
    let six = ["lied", "lied_pay", "lied_home", "sold", "online", "beaten"];
    let mut said: Vec<String> = six
        .iter()
        .flat_map(|name| [format!("{name}=no"), format!("{name}=?")])
        .collect();
    let both = |said: &[String]| {
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        let found = assess_said(&said);
        (
            dimension(&found, Dimension::D5).medium,
            found.protective.len(),
        )
    };
    assert_eq!(
        both(&said),
        (0, 6),
        "no reading makes both of beaten and papers true"
    );
    said.extend(["law=no".to_owned(), "law=?".to_owned()]);
    assert_eq!(
        both(&said),
        (1, 7),
        "what depends on a differing answer is taken to hold"
    );
}

#[test]
fn a_conflict_about_relevance_keeps_what_it_guards() {
    let found = assess_said(&["online=no", "online=yes", "quota=yes"]);
    assert_eq!(dimension(&found, Dimension::D5).medium, 1);
}

#[test]
fn a_conflict_of_the_persons_facts_is_read_protectively_and_named() {
    let person = PersonFacts::from([("age_years".to_owned(), vec![answer("18"), answer("16")])]);
    let found = assess_on(&PACK, &answers(&[]), &person, TODAY);
    let youngest = ChildReason::YoungestThatFits { age: 16 };
    assert_eq!(
        found.child,
        ChildStatus::TreatedAsChild { reason: youngest }
    );
    assert_eq!(found.protective, ["person/age_years"]);
}

#[test]
fn a_person_who_may_be_an_adult_is_weighed_by_the_heavier_list() {
    let weight = |ages: &[&str]| {
        let said: Vec<&str> = ages
            .iter()
            .copied()
            .chain(["papers=yes", "law=yes"])
            .collect();
        let found = assess_said(&said);
        (
            dimension(&found, Dimension::D5).strong,
            dimension(&found, Dimension::D3).medium,
        )
    };
    assert_eq!(weight(&["age=25"]), (1, 1));
    assert_eq!(weight(&["age=16"]), (0, 0));
    assert_eq!(weight(&["age=16", "age=25"]), (1, 1));
    assert_eq!(weight(&[]), (1, 1));
}

#[test]
fn an_assessment_is_written_out_in_stable_words() {
    let text = serde_json::to_string(&assess_said(&["age=16", "lied=yes"])).unwrap();
    for word in [
        "\"outcome\":\"some_signs\"",
        "\"child\":{\"child\":{\"age\":16}}",
        "\"not_yet\"",
        "\"secondary_source\"",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    assert_eq!(assess_set(&answers(&["age=16"])), assess_said(&["age=16"]));
}
