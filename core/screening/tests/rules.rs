//! The shipped rules, and the age rule, against their known results.
#![allow(clippy::unwrap_used)]

use nuong_screening::{ElementKind, PartialDate, Rules, RulesError, StatedAge};

#[derive(serde::Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(serde::Deserialize)]
struct Vector {
    strong: usize,
    medium: usize,
    weak: usize,
    positive: bool,
}

#[test]
fn the_dimension_rule_gives_every_known_result() {
    let known: Vectors =
        serde_json::from_str(include_str!("fixtures/dimension_vectors.json")).unwrap();
    assert_eq!(known.vectors.len(), 17);
    let rule = Rules::shipped().dimension("ilo-ec-2009/1").unwrap();
    for Vector {
        strong,
        medium,
        weak,
        positive,
    } in known.vectors
    {
        assert_eq!(
            rule.is_positive(strong, medium, weak),
            positive,
            "{strong} {medium} {weak}"
        );
    }
}

#[test]
fn the_dimension_rule_as_data_is_its_formula() {
    let rule = Rules::shipped().dimension("ilo-ec-2009/1").unwrap();
    for (s, m, w) in (0..8).flat_map(|s| (0..8).flat_map(move |m| (0..8).map(move |w| (s, m, w)))) {
        let formula = s >= 2 || (s >= 1 && m + w >= 1) || m >= 3 || (m >= 2 && w >= 1);
        assert_eq!(rule.is_positive(s, m, w), formula, "{s} {m} {w}");
    }
}

#[test]
fn the_shipped_rules_are_there_and_sourced() {
    let rules = Rules::shipped();
    let ids: Vec<&str> = rules.persons().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["vn-law-53-2024/1", "palermo/1", "ilo-ec-2009/1"]);
    for id in ids {
        let rule = rules.person(id).unwrap();
        assert_eq!(rule.child_below, 18);
        assert!(
            !rule.source.is_empty()
                && rule.title.contains_key("vi")
                && rule.title.contains_key("en")
        );
        assert!(!rule.needs(ElementKind::Means, true) && rule.needs(ElementKind::Means, false));
    }
}

/// Every row of the rule table: which elements are there, for an adult and for a child.
#[test]
fn the_person_rules_give_every_known_result() {
    #[derive(serde::Deserialize)]
    struct Row {
        act: bool,
        means: bool,
        purpose: bool,
        child: bool,
        grounds: bool,
    }
    #[derive(serde::Deserialize)]
    struct Table {
        vectors: Vec<Row>,
    }
    let known: Table = serde_json::from_str(include_str!("fixtures/person_vectors.json")).unwrap();
    assert_eq!(known.vectors.len(), 16);
    for rule in Rules::shipped().persons() {
        for row in &known.vectors {
            let there = [
                (ElementKind::Act, row.act),
                (ElementKind::Means, row.means),
                (ElementKind::Purpose, row.purpose),
            ];
            let grounds = there
                .iter()
                .all(|(kind, there)| *there || !rule.needs(*kind, row.child));
            assert_eq!(
                grounds, row.grounds,
                "{}: act {} means {} purpose {} child {}",
                rule.id, row.act, row.means, row.purpose, row.child
            );
        }
    }
}

#[test]
fn a_rule_that_does_not_hold_together_is_refused() {
    let always = r#"{"kind":"dimension","id":"x/1","title":{},"source":"","formula":"","positive_if_any":[{}]}"#;
    assert_eq!(
        Rules::from_json(always).unwrap_err().code(),
        "rules.inconsistent"
    );
    let child = r#"{"kind":"person","id":"x/1","title":{},"source":"","child_below":18,"adult_needs":["act"],
        "child_needs":["means"],"act":{"elements":[],"dimensions":[]},"means":{"elements":[],"dimensions":[]},
        "purpose":{"elements":[],"dimensions":[]},"urgent_order":[]}"#;
    assert_eq!(
        Rules::from_json(child).unwrap_err().code(),
        "rules.inconsistent"
    );
    assert_eq!(
        Rules::from_json(r#"{"kind":"verdict"}"#)
            .unwrap_err()
            .code(),
        "rules.malformed"
    );
    let blank = " ".repeat(nuong_screening::MAX_RULES_BYTES);
    assert_eq!(
        Rules::from_json(&blank).unwrap_err().code(),
        "rules.malformed"
    );
    assert_eq!(
        Rules::from_json(&format!("{blank} ")),
        Err(RulesError::TooLarge)
    );
}

#[test]
fn a_partial_birth_date_is_its_last_day() {
    for (known, last) in [
        ("2008", "2008-12-31"),
        ("2008-H1", "2008-06-30"),
        ("2008-H2", "2008-12-31"),
        ("2008-Q1", "2008-03-31"),
        ("2008-Q4", "2008-12-31"),
        ("2008-02", "2008-02-29"),
        ("2009-02", "2009-02-28"),
        ("2008-02-14", "2008-02-14"),
    ] {
        assert_eq!(
            PartialDate::parse(known)
                .unwrap()
                .last_day()
                .unwrap()
                .to_string(),
            last,
            "{known}"
        );
    }
    for wrong in [
        "",
        "?",
        "208",
        "2008-13",
        "2008-00",
        "2008-Q5",
        "2008-H0",
        "2008-2",
        "2009-02-29",
        "2008-02-1x",
    ] {
        assert_eq!(PartialDate::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn the_age_of_a_partial_birth_date_is_the_youngest() {
    let on = jiff::civil::date(2026, 6, 30);
    for (known, years) in [
        ("2008", Some(17)),
        ("2008-H1", Some(18)),
        ("2008-06", Some(18)),
        ("2008-07", Some(17)),
        ("2008-06-30", Some(18)),
        ("2008-07-01", Some(17)),
        ("2026", Some(0)),
        ("2027", None),
        ("2026-07-01", None),
        ("1800", None),
    ] {
        assert_eq!(
            PartialDate::parse(known).unwrap().youngest_years(on),
            years,
            "{known}"
        );
    }
}

#[test]
fn the_oldest_age_of_a_partial_birth_date_is_that_of_its_first_day() {
    let on = jiff::civil::date(2026, 6, 30);
    for (known, years) in [
        ("2008", Some(18)),
        ("2009-H1", Some(17)),
        ("2008-07", Some(17)),
        ("2008-06", Some(18)),
        ("2026", Some(0)),
        ("2026-Q3", None),
    ] {
        assert_eq!(
            PartialDate::parse(known).unwrap().oldest_years(on),
            years,
            "{known}"
        );
    }
    let range = StatedAge::range("13y6m-14y2m").unwrap();
    assert_eq!(
        range.1,
        StatedAge {
            years: 14,
            months: 2
        }
    );
}

#[test]
fn a_range_of_ages_is_its_lowest() {
    let age = |years, months| Some(StatedAge { years, months });
    assert_eq!(StatedAge::lowest("13y6m-14y2m"), age(13, 6));
    assert_eq!(StatedAge::lowest("16-18"), age(16, 0));
    assert_eq!(StatedAge::lowest("18 – 16"), age(16, 0));
    assert_eq!(StatedAge::lowest("17"), age(17, 0));
    for wrong in [
        "", "-", "sixteen", "16-", "16-17-18", "13y12m", "131", "1e3", "-5",
    ] {
        assert_eq!(StatedAge::lowest(wrong), None, "{wrong}");
    }
}
