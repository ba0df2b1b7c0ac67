//! What the views promise, one by one.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{NOW, RichCase, all_rights, in_each_language, list, name_of, officer_rights, row};
use jiff::civil::date;
use nuong_casefile::Stage;
use nuong_screening::{
    Assessment, ChildReason, ChildStatus, Interview, Outcome, Pack, Sheets, WeightStatus,
};
use nuong_view::{
    CaseRowFacts, CaseStep, CaseView, Group, InterviewFacts, Lang, LockFacts, LockProfile,
    Respondent, SyncFacts, Texts, Viewer,
};
use serde_json::{json, to_string};

fn english<T>(look: impl FnOnce(&Viewer<'_>) -> T) -> T {
    let texts = Texts::new(Lang::En);
    look(&Viewer::new(&texts, 420, &name_of))
}

fn case_with(change: impl FnOnce(&mut Assessment)) -> CaseView {
    let mut case = RichCase::new();
    change(&mut case.assessment);
    english(|viewer| viewer.case(&case.facts()))
}

fn group_of(row: &CaseRowFacts, supervisor: bool) -> Group {
    let may = if supervisor {
        all_rights()
    } else {
        officer_rights()
    };
    english(|viewer| viewer.standing(row, &may).0)
}

#[test]
fn an_urgent_need_comes_first_for_everyone_until_the_case_is_settled() {
    let urgent = vec!["danger".to_owned()];
    for stage in [Stage::New, Stage::Screened, Stage::NeedsDecision] {
        let row = CaseRowFacts {
            stage,
            urgent: urgent.clone(),
            conflicts: 1,
            ..row("aa")
        };
        assert_eq!(group_of(&row, false), Group::NeedsYouNow);
        assert!(
            english(|viewer| viewer.standing(&row, &all_rights()).1)
                .starts_with("Urgent: Danger now")
        );
    }
    let settled = CaseRowFacts {
        stage: Stage::HandedOver,
        urgent,
        ..row("aa")
    };
    assert_eq!(group_of(&settled, false), Group::DoneOrWaiting);
}

#[test]
fn a_row_names_danger_first_and_counts_what_it_does_not_name() {
    for (needs, reason) in [
        (&["shelter"][..], "Urgent: A safe place to sleep"),
        (
            &["shelter", "food", "danger"],
            "Urgent: Danger now; A safe place to sleep; 1 more",
        ),
    ] {
        let row = CaseRowFacts {
            urgent: needs.iter().map(|need| (*need).to_owned()).collect(),
            ..row("aa")
        };
        let said = english(|viewer| viewer.standing(&row, &all_rights()).1);
        assert_eq!(said, reason);
    }
}

#[test]
fn a_decision_is_asked_of_those_who_may_decide_and_waited_for_by_others() {
    let row = CaseRowFacts {
        stage: Stage::NeedsDecision,
        outcome: Some(Outcome::ReasonableGrounds),
        ..row("aa")
    };
    assert_eq!(group_of(&row, true), Group::NeedsYouNow);
    assert_eq!(group_of(&row, false), Group::DoneOrWaiting);
}

#[test]
fn differing_answers_bring_even_a_decided_case_back() {
    let row = CaseRowFacts {
        stage: Stage::Decided,
        conflicts: 1,
        ..row("aa")
    };
    assert_eq!(group_of(&row, true), Group::NeedsYouNow);
    assert_eq!(group_of(&row, false), Group::UnderWay);
}

#[test]
fn every_case_stands_in_one_group_and_the_order_is_kept() {
    let rows: Vec<CaseRowFacts> = ["a0", "a1", "a2", "a3"].map(row).into();
    let may = all_rights();
    let view = english(|viewer| viewer.case_list(&list(&rows, &may)));
    let shown: Vec<&str> = view
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .map(|row| &row.case[..2])
        .collect();
    assert_eq!(shown, ["a0", "a1", "a2", "a3"]);
    assert_eq!(view.groups.iter().map(|group| group.count).sum::<u32>(), 4);
}

#[test]
fn a_hidden_name_is_nowhere_in_the_list() {
    let rows = [CaseRowFacts {
        name: Some("Giàng Thị Súa".to_owned()),
        ..row("4f")
    }];
    let may = all_rights();
    let mut facts = list(&rows, &may);
    facts.names_hidden = true;
    in_each_language(|_, viewer| {
        assert!(
            !to_string(&viewer.case_list(&facts))
                .unwrap()
                .contains("Súa")
        );
    });
}

#[test]
fn the_lock_names_nobody_unless_they_chose_it() {
    let profile = |name: Option<&str>| LockProfile {
        id: "p".to_owned(),
        shown_name: name.map(str::to_owned),
    };
    let facts = LockFacts {
        profiles: vec![profile(None), profile(Some("Ca đêm"))],
        ..LockFacts::default()
    };
    let labels = english(|viewer| viewer.lock(&facts).profiles);
    assert_eq!(labels[0].label, "User 1");
    assert_eq!(labels[1].label, "Ca đêm");
}

#[test]
fn being_treated_as_a_child_is_said_with_its_reason() {
    let unknown = case_with(|a| {
        a.child = ChildStatus::TreatedAsChild {
            reason: ChildReason::AgeUnknown,
        }
    });
    assert!(
        unknown
            .assessment
            .child
            .starts_with("Treated as a child until the age is known")
    );
    let looks = case_with(|a| {
        a.child = ChildStatus::TreatedAsChild {
            reason: ChildReason::LooksLikeAChild,
        }
    });
    assert!(looks.assessment.child.contains("an officer sees a child"));
    assert!(looks.assessment.is_child);
}

#[test]
fn a_weight_that_is_not_established_is_never_shown_without_saying_so() {
    for (status, words) in [
        (
            WeightStatus::SecondarySource,
            "not yet checked against the ILO",
        ),
        (WeightStatus::Disputed, "doubtful"),
        (WeightStatus::NotEstablished, "the ILO's is not known"),
        (WeightStatus::Ours, "our own sign"),
    ] {
        let view = case_with(|a| {
            let elements = a
                .elements
                .iter_mut()
                .flat_map(|element| &mut element.supports);
            let dimensions = a
                .dimensions
                .iter_mut()
                .flat_map(|result| &mut result.supports);
            elements
                .chain(dimensions)
                .for_each(|support| support.weight_status = Some(status));
        });
        let signs = view
            .assessment
            .elements
            .iter()
            .flat_map(|e| &e.reasons)
            .flat_map(|reason| &reason.signs);
        let weights = view
            .assessment
            .dimensions
            .iter()
            .flat_map(|d| &d.signs)
            .map(|sign| &sign.weight);
        let all: Vec<&String> = signs.chain(weights).collect();
        assert!(all.len() >= 4);
        assert!(
            all.iter().all(|text| text.contains(words)),
            "{status:?}: {all:?}"
        );
    }
}

#[test]
fn no_outcome_closes_the_door() {
    for (outcome, words) in [
        (Outcome::NoSignsSoFar, "rules nothing out"),
        (Outcome::TooLittleKnown, "says nothing about the person"),
        (Outcome::SomeSigns, "still unasked"),
        (Outcome::ReasonableGrounds, "not a verdict"),
    ] {
        let view = case_with(|a| a.outcome = outcome);
        assert!(
            view.assessment.text.contains(words),
            "{outcome:?}: {}",
            view.assessment.text
        );
    }
}

#[test]
fn a_case_nobody_was_asked_in_yet_says_so() {
    let mut case = RichCase::new();
    case.record.interviews.clear();
    let view = english(|viewer| viewer.case(&case.facts()));
    assert_eq!(view.assessment.heading, "Nothing has been asked yet");
    assert_eq!(view.title, "Case 4F4F4F");
}

#[test]
fn each_differing_answer_stands_with_everyone_who_gave_it() {
    let case = RichCase::new();
    let views = english(|viewer| viewer.conflicts(&case.facts()));
    assert_eq!(views.len(), case.conflicts.len());
    let age = &views[0];
    assert_eq!(
        age.values
            .iter()
            .map(|value| value.text.as_str())
            .collect::<Vec<_>>(),
        ["16", "18"]
    );
    assert!(
        age.text
            .contains("the one that protects the person is used")
    );
    let birth = views
        .iter()
        .find(|view| view.path == "person/birth_date")
        .unwrap();
    assert_eq!(birth.values[0].by.len(), 2);
}

#[test]
fn who_may_not_decide_is_told_so_and_who_may_can() {
    let mut case = RichCase::new();
    case.may = officer_rights();
    let view = english(|viewer| viewer.case(&case.facts()));
    assert_eq!(
        view.actions.decide.why_not.as_deref(),
        Some("Your role does not allow this.")
    );
    assert!(view.actions.add_note.enabled);
    assert!(
        view.conflicts
            .iter()
            .flat_map(|c| &c.values)
            .all(|value| !value.choose.enabled)
    );
}

#[test]
fn a_case_of_a_newer_version_can_be_read_and_not_touched() {
    let case = RichCase::new();
    let mut facts = case.facts();
    facts.read_only = true;
    let view = english(|viewer| viewer.case(&facts));
    assert!(view.locked.is_some());
    let actions = serde_json::to_value(&view.actions).unwrap();
    let enabled: Vec<_> = actions
        .as_object()
        .unwrap()
        .values()
        .filter(|a| a["enabled"] == json!(true))
        .collect();
    assert!(enabled.is_empty(), "{enabled:?}");
}

#[test]
fn an_answer_that_does_not_count_is_kept_and_marked() {
    let case = RichCase::new();
    let view = english(|viewer| viewer.case(&case.facts()));
    let answers = &view.interviews[0].answers;
    let employer = answers
        .iter()
        .find(|answer| answer.path == "journey/employer")
        .unwrap();
    assert!(employer.not_counted.is_some());
    assert!(answers[0].not_counted.is_none());
}

#[test]
fn being_offline_is_not_an_error() {
    in_each_language(|_, viewer| {
        let view = viewer.sync(&SyncFacts {
            hub: Some("https://hub.example:8443".to_owned()),
            waiting_cases: 2,
            now: NOW,
            ..SyncFacts::default()
        });
        assert!(view.problem.is_none());
        assert_eq!(view.state, viewer.texts().text("sync-state-safe"));
        assert!(view.send.enabled);
    });
}

fn border() -> Pack {
    let sheets = Sheets::from_csv(
        include_str!("../../../instruments/border-initial/survey.csv"),
        include_str!("../../../instruments/border-initial/choices.csv"),
        include_str!("../../../instruments/border-initial/settings.csv"),
        include_str!("../../../instruments/indicators/ilo-ec-2009.csv"),
    )
    .unwrap();
    Pack::compile(&sheets).unwrap().0
}

#[test]
fn every_screen_of_the_border_questionnaire_can_be_drawn_in_every_language() {
    let interview = Interview::new(border().into(), date(2026, 11, 22));
    let problems = BTreeMap::new();
    in_each_language(|lang, viewer| {
        for at in 0..=interview.screens().len() {
            let facts = InterviewFacts {
                interview: &interview,
                at,
                respondent: Respondent::Person,
                problems: &problems,
                read_only: false,
            };
            let view = viewer.interview(&facts);
            assert!(
                !view.heading.is_empty() && !view.heading.contains("${"),
                "screen {at} in {lang}"
            );
            assert!(
                view.questions
                    .iter()
                    .all(|question| !question.label.is_empty())
            );
            let choices = view.questions.iter().flat_map(|question| &question.choices);
            assert!(
                choices.into_iter().all(|choice| !choice.label.is_empty()),
                "screen {at} in {lang}"
            );
        }
    });
}

#[test]
fn every_urgent_need_of_the_border_questionnaire_has_its_own_words() {
    let pack = border();
    let marks = pack.questions().flat_map(|question| {
        let choices = question
            .choices()
            .iter()
            .flat_map(|choice| &choice.marks.urgent);
        question.marks.urgent.iter().chain(choices)
    });
    let needs: Vec<&String> = marks.collect();
    assert!(!needs.is_empty());
    in_each_language(|_, viewer| {
        for need in &needs {
            assert_ne!(viewer.need_name(need), need.replace('-', " "), "{need}");
        }
    });
}

#[test]
fn what_comes_next_for_a_case_stands_first_and_every_step_stands_once() {
    let first = |stage: Stage, left: bool, supervisor: bool| {
        let mut case = RichCase::new();
        case.record.stage = stage;
        if !left {
            case.record.interviews.clear();
        }
        if !supervisor {
            case.may = officer_rights();
        }
        let order = english(|viewer| viewer.case(&case.facts())).actions.order;
        let steps: BTreeSet<String> = order.iter().map(|step| format!("{step:?}")).collect();
        assert_eq!((steps.len(), order.len()), (8, 8));
        order[0]
    };
    use CaseStep::{AddNote, ContinueInterview, Decide, NewInterview};
    assert_eq!(first(Stage::NeedsDecision, true, true), ContinueInterview);
    assert_eq!(first(Stage::NeedsDecision, false, true), Decide);
    assert_eq!(first(Stage::NeedsDecision, false, false), NewInterview);
    assert_eq!(first(Stage::New, false, true), NewInterview);
    assert_eq!(first(Stage::Decided, false, true), AddNote);
    assert_eq!(first(Stage::Closed, false, true), Decide);
    assert_eq!(first(Stage::Closed, false, false), AddNote);
}

#[test]
fn consent_is_taken_back_only_where_it_was_given() {
    let case = RichCase::new();
    let view = english(|viewer| viewer.case(&case.facts()));
    let can: Vec<(&str, bool)> = view
        .consents
        .iter()
        .map(|consent| (consent.purpose.as_str(), consent.withdraw.enabled))
        .collect();
    assert_eq!(
        can,
        [("share", false), ("báo chí", false), ("interview", true)]
    );
    let mut case = case;
    case.may.clear();
    let view = english(|viewer| viewer.case(&case.facts()));
    assert!(
        view.consents
            .iter()
            .all(|consent| !consent.withdraw.enabled)
    );
}

#[test]
fn only_what_threatens_life_or_limb_is_danger() {
    let case = case_with(|assessment| {
        let mut needs = assessment.urgent.clone();
        needs.truncate(1);
        assessment.urgent = ["danger", "suicide", "shelter", "papers", "something-else"]
            .map(|need| {
                let mut one = needs[0].clone();
                one.need = need.to_owned();
                one
            })
            .to_vec();
    });
    let danger: Vec<bool> = case.urgent.iter().map(|need| need.danger).collect();
    assert_eq!(danger, [true, true, false, false, false]);
    for (needs, danger) in [
        (&["shelter", "medical"][..], true),
        (&["shelter", "papers"], false),
        (&[], false),
    ] {
        let mut one = row("0");
        one.urgent = needs.iter().map(|need| (*need).to_owned()).collect();
        let (rows, may) = ([one], officer_rights());
        let view = english(|viewer| viewer.case_list(&list(&rows, &may)));
        let mut shown = view.groups.iter().flat_map(|group| &group.rows);
        assert_eq!(shown.next().unwrap().danger, danger, "{needs:?}");
    }
}

#[test]
fn the_unit_a_case_was_met_at_is_shown_by_its_name() {
    let called = |unit: &str| (unit == "post-a").then(|| "Đồn A".to_owned());
    for (place, shown) in [("post-a", "Đồn A"), ("chợ Cốc Ly", "chợ Cốc Ly")] {
        let mut one = row("0");
        one.place = Some(place.to_owned());
        let (rows, may) = ([one], officer_rights());
        let view = english(|viewer| viewer.with_units(&called).case_list(&list(&rows, &may)));
        let mut seen = view.groups.iter().flat_map(|group| &group.rows);
        assert_eq!(seen.next().unwrap().place, shown);
    }
}
