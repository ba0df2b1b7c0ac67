//! [`Core`]: every intent of a person, and the views drawn after it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nuong_station::phone::{self, Phone, Standing};
use nuong_station::screening::Answer;
use nuong_station::view::{
    ArrivedView, CaseListView, CaseView, ConflictView, ConsentFormView, EnrolView, ErrorView,
    InstrumentListView, InterviewView, Lang, LanguageChoice, LockView, NeedFormView, Respondent,
    SelfAnswerStartView, SelfAnswerView, SelfChoice, SetUpView, SettingsView, SyncView,
    UnitListView, WordsView, WrittenView,
};
use nuong_station::{Error, InterviewKey};

use crate::error::NuongError;
use crate::ports::{Kept, Keystore, Observer, Watching};

/// What a call gives, or why it was refused.
type Told<T> = Result<T, NuongError>;

/// The version of the core. A shell made for another one is refused by the checksums of the generated code.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// An interview, by what its views are asked with.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct InterviewRef {
    /// The case.
    pub case: String,
    /// The interview's id in the case.
    pub interview: String,
}

/// A phone with its profiles: the one object a shell holds, for as long as it runs.
///
/// Texts come in the chosen language. Nothing waits for a network.
#[derive(uniffi::Object)]
pub struct Core(Arc<Phone>);

/// Opening, closing, resting.
#[uniffi::export]
impl Core {
    /// A phone whose profiles are folders in `directory`, which is made when the first profile is. Opens nothing yet.
    #[uniffi::constructor]
    pub fn new(directory: String, language: Lang, keystore: Option<Arc<dyn Keystore>>) -> Self {
        let keystore = keystore.map(|k| Arc::new(Kept(k)) as Arc<dyn nuong_station::Keystore>);
        let root = PathBuf::from(directory);
        Self(Arc::new(Phone::new(root, language, keystore)))
    }

    /// Tells this observer from now on, and no other; none ends it.
    pub fn observe(&self, observer: Option<Arc<dyn Observer>>) {
        self.0.observe(observer.map(watching));
    }

    /// Which screen comes first.
    pub fn standing(&self) -> Standing {
        self.0.standing()
    }

    /// The language of every text.
    pub fn language(&self) -> Lang {
        self.0.lang()
    }

    /// Chooses the language of every text. Views drawn before are to be drawn anew.
    pub fn set_language(&self, language: Lang) {
        self.0.set_lang(language);
    }

    /// The languages of the app; the one in use is marked.
    pub fn languages(&self) -> Vec<LanguageChoice> {
        self.0.languages()
    }

    /// Labels that belong to no single view.
    pub fn words(&self) -> WordsView {
        self.0.words()
    }

    /// An error by its stable code, as it is shown in the language chosen now.
    pub fn error(&self, code: String) -> ErrorView {
        self.0.error_view(&code)
    }

    /// The unlock screen.
    pub fn lock_view(&self) -> LockView {
        self.0.lock_view()
    }

    /// Chooses the profile to unlock, where there is more than one.
    pub fn choose_profile(&self, profile: String) -> Told<()> {
        self.told(self.0.choose(&profile))
    }

    /// Opens the chosen profile. Takes some tenths of a second on purpose, and as long as the keystore takes.
    pub fn unlock(&self, passphrase: String) -> Told<()> {
        self.told(self.0.unlock(&passphrase))
    }

    /// The screen on which a profile is made.
    pub fn set_up_view(&self) -> SetUpView {
        self.0.set_up_view()
    }

    /// Makes a profile under a passphrase given twice, and opens it. With a keystore, both are needed from then on.
    pub fn create_profile(&self, passphrase: String, again: String) -> Told<()> {
        self.told(self.0.create(&passphrase, &again))
    }

    /// Closes the open profile and forgets its keys. An exchange that runs is stopped.
    pub fn lock(&self) {
        self.0.lock();
    }

    /// Closes every handle, as a phone wants it of an app that goes to the background. Calls are refused as `Paused` until
    /// `resume`. An exchange that runs is stopped, and has ended on return.
    pub fn pause(&self) {
        self.0.pause();
    }

    /// Goes on after `pause`. Without a pause it does nothing. After a longer rest than the settings allow the profile is
    /// closed: ask `standing`.
    pub fn resume(&self) -> Told<()> {
        self.told(self.0.resume())
    }
}

/// Joining a unit, and settings.
#[uniffi::export]
impl Core {
    /// The screen on which the device becomes a member of an authority.
    pub fn enrol_view(&self) -> Told<EnrolView> {
        self.told(self.0.enrol_view())
    }

    /// Makes the request for a person of this name; the view then holds it as text.
    pub fn make_request(&self, person: String) -> Told<EnrolView> {
        self.told(self.0.make_request(&person))
    }

    /// Writes the request made last to a file.
    pub fn write_request(&self, file: String) -> Told<()> {
        self.told(self.0.write_request(Path::new(&file)))
    }

    /// Takes the administrator's answer as text.
    pub fn accept_answer(&self, text: String) -> Told<()> {
        self.told(self.0.accept_answer(&text))
    }

    /// Takes the administrator's answer from a file.
    pub fn accept_answer_file(&self, file: String) -> Told<()> {
        self.told(self.0.accept_answer_file(Path::new(&file)))
    }

    /// The settings, with whose phone this is and until when.
    pub fn settings(&self) -> Told<SettingsView> {
        self.told(self.0.settings())
    }

    /// Chooses whether names are hidden in the list until a tap.
    pub fn set_names_hidden(&self, hidden: bool) -> Told<()> {
        self.told(self.0.set_names_hidden(hidden))
    }

    /// Chooses a name to show before unlocking; an empty one for none.
    pub fn set_shown_name(&self, name: String) -> Told<()> {
        self.told(self.0.set_shown_name(&name))
    }

    /// Chooses after which time out of sight the records close, as the settings' `lock_times` offer it.
    pub fn set_lock_after(&self, time: String) -> Told<()> {
        self.told(self.0.set_lock_after(&time))
    }
}

/// The worklist and a case.
#[uniffi::export]
impl Core {
    /// One page of the worklist, from the row `skip` on; a view's `next` asks for the page after it. At most 200 rows.
    pub fn list(&self, search: String, skip: u32, limit: u32) -> Told<CaseListView> {
        self.told(self.0.list(&search, skip, limit))
    }

    /// Shows the names in the list, or hides them again, until the profile is closed.
    pub fn toggle_names(&self) -> Told<()> {
        self.told(self.0.toggle_names())
    }

    /// A case, whole.
    pub fn case(&self, case: String) -> Told<CaseView> {
        self.told(self.0.case(&case))
    }

    /// One place where colleagues wrote different things.
    pub fn conflict(&self, case: String, path: String) -> Told<ConflictView> {
        self.told(self.0.conflict(&case, &path))
    }

    /// Settles on one of the values of a conflict, given back as its view had it.
    pub fn resolve(&self, case: String, path: String, value: Option<Answer>) -> Told<()> {
        self.told(self.0.resolve(&case, &path, value.as_ref()))
    }

    /// Adds a note.
    pub fn add_note(&self, case: String, text: String) -> Told<()> {
        self.told(self.0.note(&case, &text))
    }

    /// The form on which a need is written down.
    pub fn need_form(&self, case: String) -> Told<NeedFormView> {
        self.told(self.0.need_form(&case))
    }

    /// Records what the person needs.
    pub fn add_need(&self, case: String, need: String, detail: String) -> Told<()> {
        self.told(self.0.need(&case, &need, &detail))
    }

    /// Refers the person to a service.
    pub fn refer(&self, case: String, to: String, reason: String) -> Told<()> {
        self.told(self.0.refer(&case, &to, &reason))
    }

    /// The form on which consent is asked for.
    pub fn consent_form(&self, case: String) -> Told<ConsentFormView> {
        self.told(self.0.consent_form(&case))
    }

    /// Records that the person gives or refuses consent, for a purpose and a receiver.
    pub fn consent(
        &self,
        case: String,
        purpose: String,
        receiver: String,
        given: bool,
    ) -> Told<()> {
        self.told(self.0.consent(&case, &purpose, &receiver, given))
    }

    /// Records that the person withdraws consent.
    pub fn withdraw_consent(&self, case: String, purpose: String, receiver: String) -> Told<()> {
        self.told(self.0.withdraw_consent(&case, &purpose, &receiver))
    }

    /// Decides how a case goes on; `decision` as the case's view offered it.
    pub fn decide(&self, case: String, decision: String, reason: String) -> Told<()> {
        self.told(self.0.decide(&case, &decision, &reason))
    }

    /// The units a case can be given to.
    pub fn units(&self) -> Told<UnitListView> {
        self.told(self.0.units())
    }

    /// Gives a case to another unit.
    pub fn hand_over(&self, case: String, unit: String) -> Told<()> {
        self.told(self.0.hand_over(&case, &unit))
    }
}

/// Interviews. The core knows which screen each is at; a view's `at` says so back, so that a second tap does nothing.
#[uniffi::export]
impl Core {
    /// The questionnaires to begin with.
    pub fn instruments(&self) -> Told<InstrumentListView> {
        self.told(self.0.instruments())
    }

    /// Begins an interview, of a case or, without one, of a new case.
    pub fn begin(&self, case: Option<String>, instrument: String) -> Told<InterviewRef> {
        let begun = self.0.begin(case.as_deref(), &instrument);
        self.told(begun.map(InterviewRef::from))
    }

    /// The screen an interview is at; one that was left is taken up where it was left.
    pub fn interview(&self, of: InterviewRef) -> Told<InterviewView> {
        self.at(of, |key| self.0.interview(key))
    }

    /// Takes an answer as a choice of the view has it in `then`; none takes the answer back. Durable on return.
    pub fn answer(
        &self,
        of: InterviewRef,
        question: String,
        answer: Option<Answer>,
    ) -> Told<InterviewView> {
        self.at(of, |key| self.0.answer(key, &question, answer))
    }

    /// Takes what was typed at a question. Durable on return; what cannot be taken is said beside the question.
    pub fn answer_typed(
        &self,
        of: InterviewRef,
        question: String,
        text: String,
    ) -> Told<InterviewView> {
        self.at(of, |key| self.0.answer_typed(key, &question, &text))
    }

    /// The view's `forward`, from its `at`. None when that finished the interview: show the case.
    pub fn forward(&self, of: InterviewRef, at: u32) -> Told<Option<InterviewView>> {
        self.at(of, |key| self.0.go_on(key, at))
    }

    /// The view's `back`, from its `at`.
    pub fn back(&self, of: InterviewRef, at: u32) -> Told<InterviewView> {
        self.at(of, |key| self.0.go_back(key, at))
    }

    /// Says who is answering from now on, as the view's `respondents` offer it.
    pub fn set_respondent(&self, of: InterviewRef, respondent: Respondent) -> Told<InterviewView> {
        self.at(of, |key| self.0.set_respondent(key, respondent))
    }

    /// Asks in another language from now on, as the view's `languages` offer it.
    pub fn ask_in(&self, of: InterviewRef, language: String) -> Told<InterviewView> {
        self.at(of, |key| self.0.ask_in(key, &language))
    }

    /// Adds another of a repeat, by the path its view has, and goes there.
    pub fn add_another(&self, of: InterviewRef, repeat: String) -> Told<InterviewView> {
        self.at(of, |key| self.0.add_another(key, &repeat))
    }

    /// Takes one of a repeat away, by the path its view has, with all that was told of it.
    pub fn take_away(&self, of: InterviewRef, instance: String) -> Told<InterviewView> {
        self.at(of, |key| self.0.take_away(key, &instance))
    }

    /// Goes to a screen that a view has named.
    pub fn go_to(&self, of: InterviewRef, at: u32) -> Told<InterviewView> {
        self.at(of, |key| self.0.go_to(key, at))
    }

    /// The ending's `first_unanswered`.
    pub fn first_unanswered(&self, of: InterviewRef) -> Told<InterviewView> {
        self.at(of, |key| self.0.go_to_unanswered(key))
    }

    /// Leaves an interview for now; all is kept, and `interview` takes it up again.
    pub fn stop(&self, of: InterviewRef) -> Told<()> {
        self.at(of, |key| self.0.stop(key))
    }
}

/// Answering alone: the device in the person's hands. Until it is taken back, every other call is `Stale`.
#[uniffi::export]
impl Core {
    /// Before it is handed over: in which languages a questionnaire can be heard from the recordings in this folder.
    pub fn self_answer_start(
        &self,
        instrument: String,
        recordings: String,
    ) -> Told<SelfAnswerStartView> {
        let start = self
            .0
            .self_answer_start(&instrument, Path::new(&recordings));
        self.told(start)
    }

    /// Hands the device over, to be spoken to in the language of this tag.
    pub fn hand_device(
        &self,
        of: InterviewRef,
        speak: String,
        recordings: String,
    ) -> Told<SelfAnswerView> {
        let folder = Path::new(&recordings);
        self.at(of, |key| self.0.hand_device(key, &speak, folder))
    }

    /// What the person hears and sees.
    pub fn self_answer(&self) -> Told<SelfAnswerView> {
        self.told(self.0.self_answer())
    }

    /// Takes a touch on the view's question. Durable on return.
    pub fn touch(&self, path: String, choice: SelfChoice) -> Told<SelfAnswerView> {
        self.told(self.0.touch(&path, choice))
    }

    /// Shows the words, or puts them away.
    pub fn show_text(&self, wanted: bool) -> Told<SelfAnswerView> {
        self.told(self.0.show_text(wanted))
    }

    /// Takes the device back, by the officer's passphrase.
    pub fn take_back(&self, passphrase: String) -> Told<()> {
        self.told(self.0.take_back(&passphrase))
    }
}

/// Sending and receiving.
#[uniffi::export]
impl Core {
    /// What waits, what runs, what the last exchange brought.
    pub fn sync_view(&self) -> Told<SyncView> {
        self.told(self.0.sync_view())
    }

    /// Uses this address of the hub from now on; an empty one for the authority's again.
    pub fn set_hub(&self, address: String) -> Told<()> {
        self.told(self.0.set_hub(&address))
    }

    /// Begins an exchange with the hub at an address, or at the one known, and returns at once. Its observer hears of it
    /// besides the one given to `observe`.
    pub fn start_sync(
        &self,
        hub: Option<String>,
        observer: Option<Arc<dyn Observer>>,
    ) -> Told<Arc<SyncTask>> {
        let task = self.0.start_sync(hub.as_deref(), observer.map(watching));
        let phone = Arc::clone(&self.0);
        self.told(task.map(|task| Arc::new(SyncTask { task, phone })))
    }

    /// Writes everything this phone holds to a parcel file.
    pub fn write_parcels(&self, file: String) -> Told<WrittenView> {
        self.told(self.0.write_parcels(Path::new(&file)))
    }

    /// Takes in a parcel file of a colleague.
    pub fn read_parcels(&self, file: String) -> Told<ArrivedView> {
        self.told(self.0.read_parcels(Path::new(&file)))
    }
}

impl Core {
    fn at<T>(
        &self,
        of: InterviewRef,
        act: impl FnOnce(&InterviewKey) -> Result<T, Error>,
    ) -> Told<T> {
        let key = InterviewKey::named(&of.case, &of.interview);
        self.told(key.and_then(|key| act(&key)))
    }

    fn told<T>(&self, outcome: Result<T, Error>) -> Told<T> {
        outcome.map_err(|error| self.0.told(&error).into())
    }
}

/// An exchange that runs by itself. Dropping it does not end it.
#[derive(uniffi::Object)]
pub struct SyncTask {
    task: phone::SyncTask,
    phone: Arc<Phone>,
}

#[uniffi::export]
impl SyncTask {
    /// Ends the exchange at once. What was received is kept.
    pub fn cancel(&self) {
        self.task.cancel();
    }

    /// Waits for the end, which blocks the thread. An exchange that was cancelled ends well.
    pub fn wait(&self) -> Told<()> {
        self.task
            .wait()
            .map_err(|error| self.phone.told(&error).into())
    }
}

impl From<InterviewKey> for InterviewRef {
    fn from(key: InterviewKey) -> Self {
        Self {
            case: key.case.to_string(),
            interview: key.interview,
        }
    }
}

fn watching(observer: Arc<dyn Observer>) -> Arc<dyn phone::Observer> {
    Arc::new(Watching(observer))
}
