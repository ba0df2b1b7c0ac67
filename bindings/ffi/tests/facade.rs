//! The facade from Rust: what its shells rely on, before any of them is built.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use nuong_ffi::{Core, InterviewRef, Keystore, KeystoreProblem, NuongError};
use nuong_station::phone::Standing;
use nuong_station::screening::Answer;
use nuong_station::trust::{
    Appointment, Authority, DeviceKeys, EnrolRequest, Role, SystemRandom, UnitId, Validity,
};
use nuong_station::view::{InterviewView, Lang};
use nuong_station::{Clock, SystemClock};

const WORDS: &str = "rừng suối mây nắng";

fn core(directory: &Path, keystore: Option<Arc<dyn Keystore>>) -> Core {
    Core::new(directory.display().to_string(), Lang::En, keystore)
}

/// An authority with one unit lets the open profile in.
fn enrol(core: &Core, person: &str, role: Role) {
    let mut random = SystemRandom::new();
    let unit = UnitId::new("post-a").unwrap();
    let mut authority = Authority::create(&mut random).unwrap();
    authority.add_unit(unit.clone(), &mut random).unwrap();
    let view = core.make_request(person.to_owned()).unwrap();
    let request = EnrolRequest::read(view.request.unwrap().text.as_bytes()).unwrap();
    let now = SystemClock.now();
    let appointment = Appointment {
        role,
        units: vec![unit],
        shares_with: Vec::new(),
        validity: Validity::for_days(now, 30),
    };
    let grant = authority
        .approve(&request, appointment, now, &mut random)
        .unwrap();
    core.accept_answer(grant.to_text()).unwrap();
}

/// The same of an authority that has a hub, which is nowhere to be reached.
fn enrol_with_hub(core: &Core) {
    let mut random = SystemRandom::new();
    let mut authority = Authority::create(&mut random).unwrap();
    let unit = UnitId::new("post-a").unwrap();
    authority.add_unit(unit.clone(), &mut random).unwrap();
    let now = SystemClock.now();
    let validity = Validity::for_days(now, 30);
    let keys = DeviceKeys::generate(&mut random).unwrap();
    let hub = EnrolRequest::create(&keys, "hub", now).unwrap();
    let tls = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let urls = vec!["https://localhost:1".to_owned()];
    let certified = authority.certify_hub(&hub, tls.cert.der().to_vec(), urls, validity);
    certified.unwrap();
    let view = core.make_request("Lò Thị Mai".to_owned()).unwrap();
    let request = EnrolRequest::read(view.request.unwrap().text.as_bytes()).unwrap();
    let appointment = Appointment {
        role: Role::Officer,
        units: vec![unit],
        shares_with: Vec::new(),
        validity,
    };
    let grant = authority.approve(&request, appointment, now, &mut random);
    core.accept_answer(grant.unwrap().to_text()).unwrap();
}

/// A phone of an officer, open.
fn officer(directory: &Path) -> Core {
    let core = core(directory, None);
    core.create_profile(WORDS.to_owned(), WORDS.to_owned())
        .unwrap();
    enrol(&core, "Lò Thị Mai", Role::Officer);
    core
}

fn code(error: &NuongError) -> String {
    error.to_string()
}

/// Answers the questions of a screen by their first choice, and goes on.
fn answer_screen(core: &Core, of: &InterviewRef, view: &InterviewView) -> Option<InterviewView> {
    for question in &view.questions {
        if let Some(choice) = question.choices.first() {
            core.answer(of.clone(), question.path.clone(), choice.then.clone())
                .unwrap();
        }
    }
    core.forward(of.clone(), view.at).unwrap()
}

#[test]
fn a_phone_is_set_up_unlocked_and_closed_again() {
    let root = tempfile::tempdir().unwrap();
    let core = core(root.path(), None);
    assert_eq!(core.standing(), Standing::NotSetUp);
    assert!(core.lock_view().set_up.is_some());
    let differ = core.create_profile(WORDS.to_owned(), "another one".to_owned());
    assert_eq!(code(&differ.unwrap_err()), "passphrase.differ");
    assert!(core.set_up_view().passphrase_error.is_some());
    let weak = core.create_profile("short".to_owned(), "short".to_owned());
    assert!(matches!(weak.unwrap_err(), NuongError::Passphrase { .. }));
    assert_eq!(core.standing(), Standing::NotSetUp);
    core.create_profile(WORDS.to_owned(), WORDS.to_owned())
        .unwrap();
    assert_eq!(core.standing(), Standing::NotEnrolled);
    let refused = core.list(String::new(), 0, 50).unwrap_err();
    assert!(
        matches!(refused, NuongError::NotEnrolled { .. }),
        "{refused}"
    );
    enrol(&core, "Lò Thị Mai", Role::Officer);
    assert_eq!(core.standing(), Standing::Open);
    core.lock();
    assert_eq!(core.standing(), Standing::Locked);
    let wrong = core.unlock("not the passphrase".to_owned()).unwrap_err();
    assert_eq!(code(&wrong), "trust.wrong_passphrase");
    assert!(core.lock_view().passphrase_error.is_some());
    let closed = core.list(String::new(), 0, 50).unwrap_err();
    assert!(matches!(closed, NuongError::Locked { .. }));
    core.unlock(WORDS.to_owned()).unwrap();
    assert_eq!(core.lock_view().passphrase_error, None);
    assert_eq!(
        core.settings().unwrap().profile.unwrap().person,
        "Lò Thị Mai"
    );
}

#[test]
fn an_interview_is_held_left_taken_up_and_finished() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let of = core.begin(None, "triage".to_owned()).unwrap();
    let first = core.interview(of.clone()).unwrap();
    assert_eq!(first.at, 0);
    let second = answer_screen(&core, &of, &first).unwrap();
    assert_eq!(second.at, 1);
    // A second tap on the first screen's button does nothing.
    let again = core.forward(of.clone(), 0).unwrap().unwrap();
    assert_eq!(again.at, 1);
    core.stop(of.clone()).unwrap();
    core.lock();
    core.unlock(WORDS.to_owned()).unwrap();
    let mut view = core.interview(of.clone()).unwrap();
    assert_eq!(view.at, 1, "taken up where it was left");
    while let Some(next) = answer_screen(&core, &of, &view) {
        view = next;
    }
    assert!(view.ending.is_some());
    let list = core.list(String::new(), 0, 50).unwrap();
    let rows: usize = list.groups.iter().map(|group| group.rows.len()).sum();
    assert_eq!((rows, list.next), (1, None));
    let case = core.case(of.case.clone()).unwrap();
    assert!(!case.interviews[0].answers.is_empty());
    core.add_note(of.case.clone(), "Hẹn gặp lại".to_owned())
        .unwrap();
    assert_eq!(core.case(of.case).unwrap().notes[0].text, "Hẹn gặp lại");
}

#[test]
fn an_answer_that_cannot_be_taken_is_said_beside_the_question_and_an_unknown_question_is_stale() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let of = core.begin(None, "border-initial".to_owned()).unwrap();
    let mut view = core.interview(of.clone()).unwrap();
    let typed = |view: &InterviewView| {
        let mut questions = view.questions.iter();
        questions
            .find(|q| q.input.is_some())
            .map(|q| q.path.clone())
    };
    while typed(&view).is_none() {
        view = core.forward(of.clone(), view.at).unwrap().unwrap();
    }
    let path = typed(&view).unwrap();
    let long = "ơ".repeat(3_000_000);
    let view = core.answer_typed(of.clone(), path.clone(), long).unwrap();
    let question = view.questions.iter().find(|q| q.path == path).unwrap();
    assert!(question.problem.is_some());
    assert_eq!(question.input.as_ref().unwrap().text, "");
    let none = core.answer(of, "no/such".to_owned(), Some(Answer::DoesNotKnow));
    assert_eq!(code(&none.unwrap_err()), "answer.unknown_question");
}

#[test]
fn wrong_ids_are_refused_in_words() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    for case in [
        "",
        "zz",
        "00000000000000000000000000000000",
        &"f".repeat(1_000_000),
    ] {
        let error = core.case(case.to_owned()).unwrap_err();
        assert!(matches!(error, NuongError::Stale { .. }), "{error}");
    }
    let of = core.begin(None, "triage".to_owned()).unwrap();
    let other = InterviewRef {
        interview: "none".to_owned(),
        ..of
    };
    assert_eq!(
        code(&core.interview(other).unwrap_err()),
        "interview.unknown"
    );
    assert_eq!(
        code(&core.begin(None, "none".to_owned()).unwrap_err()),
        "pack.unknown"
    );
    let nowhere = core.decide("0".repeat(32), "no such".to_owned(), "x".to_owned());
    assert!(matches!(nowhere.unwrap_err(), NuongError::Input { .. }));
    assert_eq!(
        code(&core.choose_profile("../x".to_owned()).unwrap_err()),
        "profile.unknown"
    );
}

#[test]
fn a_paused_phone_refuses_everything_and_goes_on_where_it_was() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let of = core.begin(None, "triage".to_owned()).unwrap();
    let first = core.interview(of.clone()).unwrap();
    answer_screen(&core, &of, &first).unwrap();
    core.pause();
    assert_eq!(core.standing(), Standing::Paused);
    let refused = core.interview(of.clone()).unwrap_err();
    assert!(matches!(refused, NuongError::Paused { .. }));
    core.resume().unwrap();
    assert_eq!(core.interview(of).unwrap().at, 1);
}

#[test]
fn a_questionnaire_that_does_not_suit_is_not_handed_over() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let none = root.path().join("recordings");
    std::fs::create_dir(&none).unwrap();
    let none = none.display().to_string();
    let of = core.begin(None, "border-initial".to_owned()).unwrap();
    let refused = core.hand_device(of.clone(), "vi".to_owned(), none);
    assert_eq!(code(&refused.unwrap_err()), "self_answer.not_suited");
    // Nothing was handed over: the interview goes on, and there is nothing to take back.
    assert_eq!(core.interview(of).unwrap().at, 0);
    assert_eq!(core.standing(), Standing::Open);
    assert_eq!(code(&core.self_answer().unwrap_err()), "profile.locked");
    assert_eq!(
        code(&core.take_back(WORDS.to_owned()).unwrap_err()),
        "profile.locked"
    );
}

/// What a keystore answers in place of what it would.
type Instead = fn() -> Result<Vec<u8>, KeystoreProblem>;

/// A keystore that turns bytes round, and does what it is told to instead.
#[derive(Default)]
struct Turning {
    instead: Mutex<Option<Instead>>,
}

impl Turning {
    fn turn(&self, bytes: &[u8]) -> Result<Vec<u8>, KeystoreProblem> {
        match *self.instead.lock().unwrap() {
            Some(instead) => instead(),
            None => Ok(bytes.iter().map(|b| !b).collect()),
        }
    }
}

impl Keystore for Turning {
    fn wrap(&self, _: String, secret: Vec<u8>) -> Result<Vec<u8>, KeystoreProblem> {
        self.turn(&secret)
    }

    fn unwrap(&self, _: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreProblem> {
        self.turn(&wrapped)
    }
}

#[test]
fn records_bound_to_a_keystore_open_with_it_and_the_passphrase_together() {
    let root = tempfile::tempdir().unwrap();
    let keystore = Arc::new(Turning::default());
    let bound = core(
        root.path(),
        Some(Arc::clone(&keystore) as Arc<dyn Keystore>),
    );
    let say = |instead| *keystore.instead.lock().unwrap() = instead;
    say(Some(|| Ok(vec![1, 2, 3])));
    let rubbish = bound.create_profile(WORDS.to_owned(), WORDS.to_owned());
    assert_eq!(code(&rubbish.unwrap_err()), "keystore.failed");
    assert_eq!(
        bound.standing(),
        Standing::NotSetUp,
        "nothing is left of it"
    );
    say(None);
    bound
        .create_profile(WORDS.to_owned(), WORDS.to_owned())
        .unwrap();
    bound.lock();
    let faults: [(fn() -> _, &str); 4] = [
        (|| Err(KeystoreProblem::Refused), "keystore.refused"),
        (|| Err(KeystoreProblem::Lost), "keystore.lost"),
        (|| Ok(vec![0; 300]), "keystore.failed"),
        (
            || {
                Err(KeystoreProblem::Failed {
                    reason: "hardware".to_owned(),
                })
            },
            "keystore.failed",
        ),
    ];
    for (fault, expected) in faults {
        say(Some(fault));
        let error = bound.unlock(WORDS.to_owned()).unwrap_err();
        assert_eq!(code(&error), expected);
        assert!(matches!(error, NuongError::Keystore { .. }));
    }
    say(None);
    let wrong = bound.unlock("not the passphrase".to_owned()).unwrap_err();
    assert_eq!(code(&wrong), "trust.wrong_passphrase");
    bound.unlock(WORDS.to_owned()).unwrap();
    let elsewhere = core(root.path(), None)
        .unlock(WORDS.to_owned())
        .unwrap_err();
    assert_eq!(code(&elsewhere), "keystore.needed");
}

#[test]
fn a_phone_left_for_longer_than_its_owner_wants_is_closed() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let chosen = |core: &Core| {
        let times = core.settings().unwrap().lock_times;
        let chosen: Vec<String> = times
            .iter()
            .filter(|t| t.chosen)
            .map(|t| t.value.clone())
            .collect();
        assert!(times.iter().any(|t| t.value == "0") && times.len() > 2);
        chosen
    };
    assert_eq!(chosen(&core), ["60"]);
    core.pause();
    core.resume().unwrap();
    assert_eq!(core.standing(), Standing::Open);
    core.set_lock_after("0".to_owned()).unwrap();
    assert_eq!(chosen(&core), ["0"]);
    // Resuming without having rested closes nothing.
    core.resume().unwrap();
    assert_eq!(core.standing(), Standing::Open);
    core.pause();
    core.resume().unwrap();
    assert_eq!(core.standing(), Standing::Locked);
    core.unlock(WORDS.to_owned()).unwrap();
    core.set_lock_after("900".to_owned()).unwrap();
    assert_eq!(chosen(&core), ["900"]);
    core.set_lock_after("for ever".to_owned()).unwrap();
    assert_eq!(chosen(&core), ["0"]);
}

#[test]
fn consent_and_needs_are_written_down_from_their_forms() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let case = core.begin(None, "triage".to_owned()).unwrap().case;
    let form = core.consent_form(case.clone()).unwrap();
    assert!(form.give.enabled && form.refuse.enabled);
    let (purpose, receiver) = (form.purposes[0].clone(), form.receivers[0].clone());
    assert_eq!(receiver.value, "post-a");
    let of = |core: &Core| core.case(case.clone()).unwrap().consents;
    core.consent(
        case.clone(),
        purpose.value.clone(),
        receiver.value.clone(),
        true,
    )
    .unwrap();
    assert!(of(&core)[0].withdraw.enabled);
    let (purpose, receiver) = (of(&core)[0].purpose.clone(), of(&core)[0].receiver.clone());
    core.withdraw_consent(case.clone(), purpose, receiver)
        .unwrap();
    assert!(!of(&core)[0].withdraw.enabled);
    let needs = core.need_form(case.clone()).unwrap();
    let need = needs.needs.iter().find(|n| n.value == "shelter").unwrap();
    core.add_need(case.clone(), need.value.clone(), "Đêm nay".to_owned())
        .unwrap();
    let kept = core.case(case).unwrap().needs;
    assert_eq!(kept[0].label, need.label);
}

#[test]
fn an_address_that_is_none_is_said_beside_the_field() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let refused = core.set_hub("không phải địa chỉ".to_owned()).unwrap_err();
    assert_eq!(code(&refused), "hub.bad_address");
    assert!(matches!(refused, NuongError::Input { .. }), "{refused:?}");
    core.set_hub("https://10.1.2.3".to_owned()).unwrap();
    // No hub of the authority is known here, so there is nothing to send to.
    let view = core.sync_view().unwrap();
    assert!(view.hub.is_none() && !view.send.enabled);
}

#[test]
fn an_exchange_that_was_told_to_stop_does_not_stand_in_the_way_of_the_next() {
    let root = tempfile::tempdir().unwrap();
    let core = core(root.path(), None);
    core.create_profile(WORDS.to_owned(), WORDS.to_owned())
        .unwrap();
    enrol_with_hub(&core);
    // One that takes the call and never says a word.
    let silent = std::net::TcpListener::bind("localhost:0").unwrap();
    let address = format!("https://localhost:{}", silent.local_addr().unwrap().port());
    for _ in 0..20 {
        let task = core.start_sync(Some(address.clone()), None).unwrap();
        let twice = core.start_sync(Some(address.clone()), None).err().unwrap();
        assert_eq!(code(&twice), "sync.running");
        task.cancel();
    }
}

#[test]
fn a_questionnaire_is_asked_in_another_language_than_the_app_is_in() {
    let root = tempfile::tempdir().unwrap();
    let core = officer(root.path());
    let of = core.begin(None, "triage".to_owned()).unwrap();
    let english = core.interview(of.clone()).unwrap();
    let chosen = |view: &InterviewView| {
        let chosen = view.languages.iter().find(|language| language.chosen);
        chosen.map(|language| language.value.clone())
    };
    assert_eq!(chosen(&english).as_deref(), Some("en"));
    let vietnamese = core.ask_in(of.clone(), "vi".to_owned()).unwrap();
    assert_eq!(chosen(&vietnamese).as_deref(), Some("vi"));
    assert_ne!(vietnamese.questions[0].label, english.questions[0].label);
    assert_ne!(vietnamese.title, english.title);
    // What is the app's own stays in its language, and so does the next screen in the questionnaire's.
    assert_eq!(vietnamese.stop.label, english.stop.label);
    let next = core.forward(of.clone(), vietnamese.at).unwrap().unwrap();
    assert_eq!(chosen(&next).as_deref(), Some("vi"));
    let none = core.ask_in(of.clone(), "xx".to_owned()).unwrap_err();
    assert_eq!(code(&none), "interview.no_language");
    assert_eq!(
        chosen(&core.interview(of.clone()).unwrap()).as_deref(),
        Some("vi")
    );
    core.stop(of.clone()).unwrap();
    assert_eq!(chosen(&core.interview(of).unwrap()).as_deref(), Some("en"));
}
