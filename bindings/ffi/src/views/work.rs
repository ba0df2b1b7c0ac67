//! The worklist, choosing, and an interview.

use nuong_station::screening::{Answer, Media};
use nuong_station::view::{
    Action, AttachmentView, CaseGroupView, CaseListView, CaseRowView, ChoiceView, Drawn,
    EndingView, Group, InputView, InstanceView, InstrumentListView, InstrumentView, InterviewView,
    OptionView, QuestionView, RangeView, RepeatView, Respondent, RespondentView, SendingView,
    SoundView, UnitListView,
};

/// The worklist.
#[uniffi::remote(Record)]
pub struct CaseListView {
    /// The heading.
    pub title: String,
    /// What the search field says while it is empty.
    pub search_label: String,
    /// What is searched for now.
    pub search: String,
    /// The three groups, always all three.
    pub groups: Vec<CaseGroupView>,
    /// Shown instead of the groups when there is nothing at all, or nothing found.
    pub empty: Option<String>,
    /// Said under the list when there are more cases than this page holds.
    pub more: Option<String>,
    /// Where the next page begins: ask with this to add it. None at the end of the list.
    pub next: Option<u32>,
    /// Shows or hides the names.
    pub names: Action,
    /// The one large button.
    pub new_case: Action,
}

/// One group of the worklist.
#[uniffi::remote(Record)]
pub struct CaseGroupView {
    /// Which of the three.
    pub group: Group,
    /// Its heading.
    pub heading: String,
    /// How many cases of this page are in it.
    pub count: u32,
    /// Its cases.
    pub rows: Vec<CaseRowView>,
    /// What stands there when it has none.
    pub empty: Option<String>,
}

/// The three groups of the worklist.
#[uniffi::remote(Enum)]
pub enum Group {
    /// Something urgent, or something only this person can settle.
    NeedsYouNow,
    /// Work that is going on and can wait.
    UnderWay,
    /// Nothing to do here until somebody else acts.
    DoneOrWaiting,
}

/// One case of the worklist.
#[uniffi::remote(Record)]
pub struct CaseRowView {
    /// The case's id, to send back.
    pub case: String,
    /// The person's name, or the case's number where the name is hidden or not known.
    pub title: String,
    /// Where.
    pub place: String,
    /// How old the case is.
    pub age: String,
    /// The one reason it stands where it stands.
    pub reason: String,
    /// Present when the person is treated as a child.
    pub child: Option<String>,
    /// How far it has been sent.
    pub sending: SendingView,
    /// Whether life or limb is in danger now: the only thing a shell may draw in the colour of danger.
    pub danger: bool,
    /// The whole row as one sentence, for reading aloud.
    pub spoken: String,
}

/// The questionnaires on this phone.
#[uniffi::remote(Record)]
pub struct InstrumentListView {
    /// The heading.
    pub title: String,
    /// The newest version of each.
    pub instruments: Vec<InstrumentView>,
    /// Said where there is none.
    pub empty: Option<String>,
}

/// A questionnaire.
#[uniffi::remote(Record)]
pub struct InstrumentView {
    /// Its name, to send back.
    pub instrument: String,
    /// Its title in the person's language.
    pub title: String,
    /// Which version of it, in words.
    pub version: String,
}

/// The units a case can be given to.
#[uniffi::remote(Record)]
pub struct UnitListView {
    /// The heading.
    pub title: String,
    /// What giving a case to another unit means.
    pub text: String,
    /// The units, but for this phone's own.
    pub units: Vec<OptionView>,
    /// Said where there is none.
    pub empty: Option<String>,
}

/// One of several to choose from.
#[uniffi::remote(Record)]
pub struct OptionView {
    /// What to send back.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the one that holds now, where one does.
    pub chosen: bool,
}

/// One screen of an interview.
#[uniffi::remote(Record)]
pub struct InterviewView {
    /// The questionnaire's name, by which it is asked in which languages it can be heard.
    pub instrument: String,
    /// The questionnaire's title.
    pub title: String,
    /// The part of the questionnaire this screen belongs to.
    pub section: Option<String>,
    /// The thought of this screen: its question, or what its questions have in common.
    pub heading: String,
    /// Who is answering.
    pub who: String,
    /// The languages of the questionnaire's words, to choose from on any screen; there where it has more than one.
    pub languages: Vec<OptionView>,
    /// That some of this screen is not there in the language chosen, and in which it is shown.
    pub borrowed: Option<String>,
    /// Who else may be, to choose from on any screen; what is answered from then on is theirs.
    pub respondents: Vec<RespondentView>,
    /// The questions, in order; empty at the ending.
    pub questions: Vec<QuestionView>,
    /// Whether there is another, after all instances of a repeat.
    pub repeat: Option<RepeatView>,
    /// The ending, after the last screen.
    pub ending: Option<EndingView>,
    /// Why nothing can be answered here; then choices and inputs are shown and not offered.
    pub locked: Option<String>,
    /// How much is left, in words.
    pub progress: Option<String>,
    /// That what was answered is kept.
    pub saved: Option<String>,
    /// To the screen before.
    pub back: Action,
    /// To the next screen: skips, goes on or finishes, as its label says.
    pub forward: Action,
    /// To the first screen left without an answer.
    pub first_unanswered: Action,
    /// Which screen that is.
    pub first_unanswered_at: Option<u32>,
    /// Leaves the interview; always possible.
    pub stop: Action,
    /// What stopping means.
    pub stop_text: String,
    /// Leads to handing the device over; there where all that is asked can be answered alone.
    pub alone: Option<Action>,
    /// Which screen this is, to send back.
    pub at: u32,
}

/// One question.
#[uniffi::remote(Record)]
pub struct QuestionView {
    /// Its path, to send back.
    pub path: String,
    /// The question.
    pub label: String,
    /// A hint for the one who asks.
    pub hint: Option<String>,
    /// Words for whoever learns to ask; never read to the person, and shown only when wanted.
    pub guidance: Option<String>,
    /// How it is drawn.
    pub drawn: Drawn,
    /// How many choices can be taken, where that is not plain to see.
    pub how: Option<String>,
    /// Choices, all equal and always visible. For inputs these are the two answers that are no value.
    pub choices: Vec<ChoiceView>,
    /// Where something is typed.
    pub input: Option<InputView>,
    /// The ends of a range.
    pub range: Option<RangeView>,
    /// The file that is to be attached.
    pub attachment: Option<AttachmentView>,
    /// The recording of the question.
    pub listen: Option<SoundView>,
    /// File name of the picture that belongs to it.
    pub image: Option<String>,
    /// That the officer sees this and does not ask.
    pub observed: Option<String>,
    /// That it is needed, in its own words where it has some. It never keeps anybody from going on.
    pub needed: Option<String>,
    /// That it is filled in by other answers and cannot be changed here.
    pub read_only: Option<String>,
    /// What is wrong with the last answer, in the words of the question, and what to do.
    pub problem: Option<String>,
}

/// How a question is drawn.
#[uniffi::remote(Enum)]
pub enum Drawn {
    /// Read or said to the person; nothing to answer.
    Note,
    /// Four equal choices: yes, no, does not know, does not want to say.
    FourChoices,
    /// One of several choices.
    OneChoice,
    /// Any of several choices.
    ManyChoices,
    /// All of several choices in an order, the most important first; a tap moves one up.
    Rank,
    /// A number between two ends; few of them are choices, many are typed.
    Range,
    /// Words.
    Text,
    /// A whole number.
    WholeNumber,
    /// A number with a fraction.
    Number,
    /// A day.
    Date,
    /// A day, a month or a year: as much as is known.
    DatePart,
    /// A time of the day.
    Time,
    /// A day with a time.
    DateTime,
    /// That something was read or done.
    Acknowledge,
    /// What a barcode says; a shell with a camera reads it.
    Barcode,
    /// A place: latitude and longitude; a shell that knows where it is fills it in.
    Place,
    /// Places along a way, or around an area.
    Places,
    /// A file to take up or to attach.
    Attachment,
}

/// One choice.
#[uniffi::remote(Record)]
pub struct ChoiceView {
    /// What it says.
    pub label: String,
    /// Whether it is the answer now, or part of it.
    pub chosen: bool,
    /// Its place in the order, from 1, where choices are put in an order.
    pub place: Option<u32>,
    /// The answer after a tap: send it back as it is. Nothing takes the answer back.
    pub then: Option<Answer>,
    /// Its recording.
    pub listen: Option<SoundView>,
    /// File name of its picture.
    pub image: Option<String>,
}

/// An answer to one question. Not knowing and not wanting to say are answers, not gaps; a question without any
/// `Answer` has not been asked yet.
///
/// A value is spelled as an ODK instance would hold it: the names of a multiple choice joined by one space, dates in
/// ISO 8601, whole numbers in decimal.
#[uniffi::remote(Enum)]
pub enum Answer {
    /// What the person said or the officer saw; never empty in an interview.
    Value(String),
    /// The person does not know.
    DoesNotKnow,
    /// The person does not want to say.
    DoesNotWantToSay,
}

/// A place to type.
#[uniffi::remote(Record)]
pub struct InputView {
    /// What to write there.
    pub label: String,
    /// What stands there now, as it was typed or would be.
    pub text: String,
}

/// The ending, after the last screen.
#[uniffi::remote(Record)]
pub struct EndingView {
    /// What the officer says and knows now.
    pub text: String,
    /// What was left without an answer, and that this is all right.
    pub unanswered: Option<String>,
    /// Goes to the first screen left without an answer.
    pub first_unanswered: Action,
    /// Which screen that is.
    pub first_unanswered_at: Option<u32>,
}

/// Somebody who may be answering.
#[uniffi::remote(Record)]
pub struct RespondentView {
    /// Who, to send back.
    pub respondent: Respondent,
    /// What it says.
    pub label: String,
    /// Whether it is who answers now.
    pub chosen: bool,
}

/// Who gives the answers to what is asked.
#[uniffi::remote(Enum)]
pub enum Respondent {
    /// The person.
    Person,
    /// The person, through an interpreter.
    ThroughInterpreter,
    /// Nobody is asked: the officer answers from what can be seen.
    Officer,
    /// Somebody else who knows, such as a guardian.
    Other,
    /// The person, alone with the device. Nobody chooses this: handing the device over does.
    Alone,
}

/// What there may be several of, such as the members of a household.
#[uniffi::remote(Record)]
pub struct RepeatView {
    /// Its path, to send back when another is added.
    pub path: String,
    /// How many there are, in words.
    pub count: String,
    /// Those there are.
    pub instances: Vec<InstanceView>,
    /// Adds another.
    pub add: Action,
}

/// One of them.
#[uniffi::remote(Record)]
pub struct InstanceView {
    /// Its path, to send back.
    pub path: String,
    /// Which it is, and the first thing that was told of it.
    pub label: String,
    /// The screen on which it begins; none where nothing is asked of it.
    pub at: Option<u32>,
    /// Takes it away, with all that was told of it.
    pub remove: Action,
}

/// The ends of a range.
#[uniffi::remote(Record)]
pub struct RangeView {
    /// The least.
    pub start: String,
    /// The greatest.
    pub end: String,
    /// From one to the next.
    pub step: String,
}

/// A file that belongs to an answer.
#[uniffi::remote(Record)]
pub struct AttachmentView {
    /// What kind of file: `image`, `audio`, `video` or `any`.
    pub kind: Media,
    /// What to do.
    pub label: String,
    /// The name of the file that is attached, which is the answer.
    pub name: Option<String>,
}

/// A kind of attached file.
#[uniffi::remote(Enum)]
pub enum Media {
    /// A photograph or drawing.
    Image,
    /// A recording of sound.
    Audio,
    /// A film.
    Video,
    /// Any other file.
    Any,
}
