//! Commands in, record out.

use crate::common::*;
use nuong_casefile::{
    Command, CommandError, Decision, EventKind, Finished, MAX_COMMANDS, Stage, Touched,
};
use nuong_screening::{Answer, Circumstances};

#[test]
fn a_new_case_says_who_opened_it_when_and_who_holds_it() {
    let (case, begins) = opened();
    let record = case.record();
    assert_eq!((record.created_by, record.created_at), (GUARD_A, AT));
    assert_eq!((record.updated_by, record.updated_at), (GUARD_A, AT));
    assert_eq!(values(&record.custody), [said("post-a")]);
    assert_eq!(record.stage, Stage::New);
    assert_eq!((begins.seq, begins.at, begins.deps.len()), (1, AT, 0));
    assert_eq!(case.heads(), [begins.hash]);
}

#[test]
fn one_screen_is_one_change() {
    let mut case = shared();
    let before = case.changes().len();
    let commands = [record("a/x", "1"), record("a/y", "2"), field("name", "Hoa")];
    let change = act(&mut case, GUARD_A, &commands);
    assert_eq!(case.changes().len(), before + 1);
    let answers = &case.record().interviews[0].answers;
    assert_eq!(values(&answers["a/x"]), [said("1")]);
    assert_eq!(answers["a/y"][0].by, GUARD_A);
    assert_eq!(answers["a/y"][0].at, change.at);
    assert_eq!(values(&case.record().person["name"]), [said("Hoa")]);
}

#[test]
fn an_interview_is_held_when_it_was_started_on_the_device_that_did_and_each_by_its_own_chance() {
    let case = shared();
    let mut entry = case.record().interviews[0].clone();
    let began = Circumstances::at(entry.started_at, 420).on_device(entry.started_by.to_string());
    assert_eq!(entry.circumstances(420).ended, None);
    entry.id = "0000002a".to_owned();
    assert_eq!(entry.circumstances(420), began.clone().with_seed(42));
    let at = entry.started_at + 60;
    entry.finished = Some(Finished {
        complete: true,
        by: GUARD_A,
        at,
    });
    let ended = began.with_seed(42).ended(Some(at));
    assert_eq!(entry.circumstances(420), ended);
}

#[test]
fn not_knowing_and_not_saying_are_answers_and_clearing_leaves_a_trace() {
    let mut case = shared();
    let mut set = |path: &str, answer: Option<Answer>| {
        let (interview, path) = ("i1".to_owned(), path.to_owned());
        case.commit(
            GUARD_A,
            AT,
            &[Command::RecordAnswer {
                interview,
                path,
                answer,
            }],
        )
        .unwrap()
    };
    set("q/1", Some(Answer::DoesNotKnow));
    set("q/2", Some(Answer::DoesNotWantToSay));
    set("q/3", said("yes"));
    set("q/3", None);
    assert_eq!(
        set("q/4", None),
        None,
        "clearing what was never said says nothing"
    );
    let answers = &case.record().interviews[0].answers;
    assert_eq!(values(&answers["q/1"]), [Some(Answer::DoesNotKnow)]);
    assert_eq!(values(&answers["q/2"]), [Some(Answer::DoesNotWantToSay)]);
    assert_eq!(values(&answers["q/3"]), [None]);
    assert!(!answers.contains_key("q/4"));
}

#[test]
fn what_changes_nothing_makes_no_change() {
    let mut case = shared();
    act(&mut case, GUARD_A, &[record("q", "yes")]);
    let heads = case.heads();
    assert_eq!(case.commit(GUARD_B, AT, &[record("q", "yes")]), Ok(None));
    assert_eq!(case.commit(GUARD_B, AT, &[]), Ok(None));
    assert_eq!(case.heads(), heads);
    assert_eq!(act(&mut case, GUARD_B, &[record("q", "no")]).seq, 1);
}

#[test]
fn each_command_is_an_event_with_who_and_when() {
    let mut case = shared();
    let text = str::to_owned;
    let (purpose, receiver) = (text("share"), text("commune"));
    let commands = [
        Command::FinishInterview {
            interview: text("i1"),
            complete: true,
        },
        Command::AddNeed {
            need: text("shelter"),
            detail: text("tonight"),
        },
        Command::Refer {
            to: text("health post"),
            reason: text("fever"),
        },
        Command::Decide {
            decision: Decision::Proceed,
            reason: text("signs of force"),
        },
        Command::GiveConsent {
            purpose: purpose.clone(),
            receiver: receiver.clone(),
            given: true,
        },
        Command::WithdrawConsent {
            purpose: purpose.clone(),
            receiver: receiver.clone(),
        },
        Command::HandOver {
            unit: text("commune"),
        },
    ];
    for command in &commands {
        act(&mut case, GUARD_B, std::slice::from_ref(command));
    }
    let record = case.record();
    let happened: Vec<_> = record
        .events
        .iter()
        .map(|event| event.kind.clone())
        .collect();
    let expected = [
        EventKind::InterviewStarted {
            interview: text("i1"),
        },
        EventKind::InterviewFinished {
            interview: text("i1"),
            complete: true,
        },
        EventKind::NeedAdded {
            need: text("shelter"),
        },
        EventKind::Referred {
            to: text("health post"),
            reason: text("fever"),
        },
        EventKind::Decided {
            decision: Decision::Proceed,
            reason: text("signs of force"),
        },
        EventKind::ConsentStated {
            purpose: purpose.clone(),
            receiver: receiver.clone(),
            given: true,
        },
        EventKind::ConsentWithdrawn { purpose, receiver },
        EventKind::HandedOver {
            unit: text("commune"),
        },
    ];
    assert_eq!(happened, expected);
    assert!(
        record.events[1..]
            .iter()
            .all(|event| event.by == GUARD_B && event.at > AT)
    );
    assert_eq!(record.stage, Stage::HandedOver);
    assert_eq!(values(&record.custody), [said("commune")]);
    assert_eq!(values(&record.needs[0].detail), [said("tonight")]);
    assert_eq!(values(&record.referrals[0].reason), [said("fever")]);
    assert_eq!(values(&record.consents[0].state), [said("withdrawn")]);
    assert!(!record.consents[0].stands());
    let finished = record.interviews[0].finished.unwrap();
    assert!(finished.complete && finished.by == GUARD_B);
}

#[test]
fn notes_are_appended_in_order_and_keep_their_author() {
    let mut case = shared();
    for (author, text) in [
        (GUARD_A, "one"),
        (GUARD_B, "two"),
        (GUARD_A, "one was wrong"),
    ] {
        act(
            &mut case,
            author,
            &[Command::AddNote {
                text: text.to_owned(),
            }],
        );
    }
    let notes = case.record().notes;
    let read: Vec<_> = notes
        .iter()
        .map(|note| (note.by, note.text.as_str()))
        .collect();
    assert_eq!(
        read,
        [
            (GUARD_A, "one"),
            (GUARD_B, "two"),
            (GUARD_A, "one was wrong")
        ]
    );
}

#[test]
fn a_link_can_be_taken_back() {
    let mut case = shared();
    let other = nuong_casefile::CaseId([9; 16]);
    let unlink = Command::UnlinkSamePerson { other };
    assert_eq!(
        case.commit(GUARD_A, AT, std::slice::from_ref(&unlink)),
        Err(CommandError::NoSuchLink)
    );
    act(
        &mut case,
        GUARD_A,
        &[Command::LinkSamePerson {
            other,
            note: "same scar".into(),
        }],
    );
    assert_eq!(values(&case.record().links[0].note), [said("same scar")]);
    act(&mut case, SUPERVISOR, &[unlink]);
    assert_eq!(values(&case.record().links[0].note), [None]);
    let own = Command::LinkSamePerson {
        other: case.id(),
        note: String::new(),
    };
    assert_eq!(
        case.commit(GUARD_A, AT, &[own]),
        Err(CommandError::NoSuchLink)
    );
}

#[test]
fn commands_that_cannot_be_are_refused() {
    let mut case = shared();
    let mut refused = |command: Command| case.commit(GUARD_A, AT, &[command]).unwrap_err().code();
    let unknown = Command::RecordAnswer {
        interview: "i2".into(),
        path: "q".into(),
        answer: Some(Answer::DoesNotKnow),
    };
    assert_eq!(refused(unknown), "casefile.unknown_interview");
    let finish = Command::FinishInterview {
        interview: "i2".into(),
        complete: true,
    };
    assert_eq!(refused(finish), "casefile.unknown_interview");
    assert_eq!(refused(start("i1")), "casefile.interview_exists");
    assert_eq!(refused(start("")), "casefile.empty");
    assert_eq!(refused(start("a/b")), "casefile.bad_form");
    let (purpose, receiver) = ("share".to_owned(), "commune".to_owned());
    let withdraw = Command::WithdrawConsent { purpose, receiver };
    assert_eq!(refused(withdraw), "casefile.no_such_consent");
    assert_eq!(
        refused(resolve("person/name", "x")),
        "casefile.not_in_conflict"
    );
    assert_eq!(
        refused(resolve("decision", "refer")),
        "casefile.not_in_conflict"
    );
    let reasonless = Command::Decide {
        decision: Decision::Proceed,
        reason: " ".into(),
    };
    assert_eq!(refused(reasonless), "casefile.empty");
}

#[test]
fn a_commit_is_all_or_nothing() {
    let mut case = shared();
    let before = (case.heads(), case.record(), case.save());
    let commands = [
        record("q", "yes"),
        start("i2"),
        record("r", "no"),
        start("i1"),
    ];
    assert_eq!(
        case.commit(GUARD_B, AT, &commands),
        Err(CommandError::InterviewExists)
    );
    assert_eq!((case.heads(), case.record(), case.save()), before);
    act(&mut case, GUARD_B, &commands[..3]);
    assert_eq!(case.record().interviews.len(), 2);
}

#[test]
fn a_change_is_refused_when_it_would_be_too_long_to_send() {
    let mut case = shared();
    let heads = case.heads();
    let note = || Command::AddNote {
        text: "ư".repeat(16_000),
    };
    let error = case.commit(GUARD_A, AT, &[note(), note()]).unwrap_err();
    assert_eq!(error, CommandError::ChangeTooLarge);
    assert_eq!(case.heads(), heads);
    act(&mut case, GUARD_A, &[note()]);
    let many = |count| vec![record("q", "same"); count];
    assert!(case.commit(GUARD_A, AT, &many(MAX_COMMANDS)).is_ok());
    let error = case
        .commit(GUARD_A, AT, &many(MAX_COMMANDS + 1))
        .unwrap_err();
    assert_eq!(error, CommandError::ChangeTooLarge);
}

#[test]
fn a_time_outside_the_calendar_is_refused() {
    let mut case = shared();
    for at in [-1, nuong_casefile::LATEST_TIME + 1, i64::MIN, i64::MAX] {
        assert_eq!(
            case.commit(GUARD_A, at, &[record("q", "x")]),
            Err(CommandError::BadTime)
        );
    }
    assert!(
        case.commit(GUARD_A, nuong_casefile::LATEST_TIME, &[record("q", "x")])
            .is_ok()
    );
}

#[test]
fn a_snapshot_loads_saves_the_same_and_goes_on() {
    let (mut a, mut b) = in_conflict();
    let mut again = nuong_casefile::Case::load(&a.save()).unwrap();
    assert_eq!(again.record(), a.record());
    assert_eq!(again.heads(), a.heads());
    assert_eq!(again.save(), a.save());
    let change = act(&mut again, GUARD_A, &[record("q", "after")]);
    a.apply(std::slice::from_ref(&change)).unwrap();
    b.apply(&[change]).unwrap();
    assert_eq!(a.record(), again.record());
    assert_eq!(b.record(), again.record());
    let bytes: Vec<_> = a.changes().into_iter().map(|change| change.bytes).collect();
    assert_eq!(
        nuong_casefile::Case::from_changes(&bytes).unwrap().record(),
        a.record()
    );
}

#[test]
fn a_change_after_loading_is_only_that_change() {
    let mut case = shared();
    for n in 0..40 {
        act(
            &mut case,
            GUARD_A,
            &[record(
                &format!("group/question_{n}"),
                "a long enough answer",
            )],
        );
    }
    let mut again = nuong_casefile::Case::load(&case.save()).unwrap();
    let change = act(&mut again, GUARD_A, &[record("q", "yes")]);
    assert!(change.bytes.len() < 200, "{} bytes", change.bytes.len());
}

#[test]
fn the_history_tells_what_each_change_touched() {
    let (mut a, _) = in_conflict();
    act(
        &mut a,
        SUPERVISOR,
        &[resolve("interviews/i1/safety/hurt", "yes")],
    );
    act(
        &mut a,
        GUARD_A,
        &[Command::AddNote {
            text: "calm now".into(),
        }],
    );
    let history = a.history();
    assert_eq!(history[0].touched[0], Touched::Opened);
    let path = place("interviews/i1/safety/hurt");
    let resolved = &history[history.len() - 2];
    assert_eq!(resolved.by, SUPERVISOR);
    let expected = [
        Touched::Value {
            path: path.clone(),
            value: said("yes"),
        },
        Touched::Event(EventKind::Resolved { path }),
    ];
    assert_eq!(resolved.touched, expected);
    assert_eq!(
        history.last().unwrap().touched,
        [Touched::Note("calm now".into())]
    );
}
