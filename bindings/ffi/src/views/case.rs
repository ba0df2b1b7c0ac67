//! A case, its assessment and its differing answers.

use nuong_station::screening::Answer;
use nuong_station::view::{
    Action, AnsweredView, AsideView, AssessmentView, CaseActions, CaseStep, CaseView,
    ConflictValueView, ConflictView, ConsentFormView, ConsentView, DimensionView, ElementView,
    FactView, InterviewSummaryView, MomentView, NeedFormView, OptionView, ReasonView, RuleView,
    SendingView, SignView, StatedView, UnaskedView, UrgentView,
};

/// One case.
#[uniffi::remote(Record)]
pub struct CaseView {
    /// The case's id, to send back.
    pub case: String,
    /// Its number, short enough to read aloud.
    pub number: String,
    /// The person's name as given, or the number.
    pub title: String,
    /// Where the case stands.
    pub stage: String,
    /// Why it can only be read, where that is so.
    pub locked: Option<String>,
    /// When it was opened and by whom.
    pub opened: String,
    /// When it was last written to and by whom.
    pub updated: String,
    /// How far what was written here has come.
    pub sending: SendingView,
    /// What to see to first.
    pub urgent: Vec<UrgentView>,
    /// What the answers point to, with the reasons.
    pub assessment: AssessmentView,
    /// Differing answers.
    pub conflicts: Vec<ConflictView>,
    /// Facts about the person.
    pub person: Vec<FactView>,
    /// What the person needs.
    pub needs: Vec<FactView>,
    /// Where the person was referred to.
    pub referrals: Vec<FactView>,
    /// Consents, each with how it stands.
    pub consents: Vec<ConsentView>,
    /// The unit that holds the case.
    pub custody: Option<FactView>,
    /// Other cases said to be about the same person.
    pub links: Vec<FactView>,
    /// The interviews with their answers.
    pub interviews: Vec<InterviewSummaryView>,
    /// What happened, newest first.
    pub timeline: Vec<MomentView>,
    /// Notes, newest first.
    pub notes: Vec<MomentView>,
    /// What was kept aside and has no effect.
    pub aside: Option<AsideView>,
    /// What can be done here.
    pub actions: CaseActions,
}

/// What can be done with a case.
#[uniffi::remote(Record)]
pub struct CaseActions {
    /// Goes on with an interview that was left.
    pub continue_interview: Action,
    /// Which interview that is.
    pub continue_with: Option<String>,
    /// Begins another interview.
    pub new_interview: Action,
    /// Adds a note.
    pub add_note: Action,
    /// Writes down what the person needs.
    pub add_need: Action,
    /// Records or withdraws consent.
    pub consent: Action,
    /// Refers the person to a service.
    pub refer: Action,
    /// Decides how the case goes on.
    pub decide: Action,
    /// What can be decided.
    pub decisions: Vec<OptionView>,
    /// Gives the case to another unit.
    pub hand_over: Action,
    /// All of them in the order to draw them; the first is the main one, and stands in the lower third of the screen.
    pub order: Vec<CaseStep>,
}

/// What can be done with a case, by name.
#[uniffi::remote(Enum)]
pub enum CaseStep {
    /// `continue_interview`.
    ContinueInterview,
    /// `decide`, with one of `decisions`.
    Decide,
    /// `new_interview`.
    NewInterview,
    /// `add_note`.
    AddNote,
    /// `add_need`, by the form of `Core.need_form`.
    AddNeed,
    /// `consent`, by the form of `Core.consent_form`.
    Consent,
    /// `refer`.
    Refer,
    /// `hand_over`, to one of `Core.units`.
    HandOver,
}

/// A consent, and how it stands.
#[uniffi::remote(Record)]
pub struct ConsentView {
    /// What it is for, to send back.
    pub purpose: String,
    /// Whom it is for, to send back.
    pub receiver: String,
    /// Both in words, with how it stands and who wrote that down.
    pub fact: FactView,
    /// Takes it back.
    pub withdraw: Action,
}

/// The form on which consent is asked for.
#[uniffi::remote(Record)]
pub struct ConsentFormView {
    /// The heading.
    pub title: String,
    /// What the person is to be told before being asked.
    pub text: String,
    /// The label before what it is for.
    pub purpose_label: String,
    /// What it can be for.
    pub purposes: Vec<OptionView>,
    /// The label of the field for whom it is for.
    pub receiver_label: String,
    /// What to write there.
    pub receiver_hint: String,
    /// Receivers known here: units of the authority, and services of this case. Another can be written.
    pub receivers: Vec<OptionView>,
    /// Writes down that the person agrees.
    pub give: Action,
    /// Writes down that the person refuses.
    pub refuse: Action,
}

/// The form on which a need is written down.
#[uniffi::remote(Record)]
pub struct NeedFormView {
    /// The heading.
    pub title: String,
    /// What a person can need, the most urgent first.
    pub needs: Vec<OptionView>,
    /// The label of the field for more about it.
    pub detail_label: String,
    /// Writes it down.
    pub add: Action,
}

/// Something stated about the case or the person.
#[uniffi::remote(Record)]
pub struct FactView {
    /// What it is called.
    pub label: String,
    /// Each different value; more than one is shown side by side.
    pub values: Vec<StatedView>,
    /// Present when the values differ.
    pub differs: Option<String>,
}

/// A value with who stated it.
#[uniffi::remote(Record)]
pub struct StatedView {
    /// The value in words.
    pub text: String,
    /// Who and when.
    pub by: String,
}

/// Something to see to before anything else.
#[uniffi::remote(Record)]
pub struct UrgentView {
    /// Which need, as questionnaires name it.
    pub need: String,
    /// What it is called.
    pub name: String,
    /// Whether life or limb is in danger now; a shell may draw it in the colour of danger, and nothing else.
    pub danger: bool,
    /// What to do now, and whom to call.
    pub todo: String,
    /// The answers it comes from, each with its question.
    pub because: Vec<String>,
}

/// An assessment as it is shown. It is a flag with its reasons, never a verdict; there is no number
/// in it to add up.
#[uniffi::remote(Record)]
pub struct AssessmentView {
    /// What it comes to.
    pub heading: String,
    /// What that means and what it does not mean.
    pub text: String,
    /// What an assessment is.
    pub caution: String,
    /// Whether the person is a child, or treated as one, and what follows.
    pub child: String,
    /// Whether the rules for a child apply.
    pub is_child: bool,
    /// Act, means and purpose, each with its reasons.
    pub elements: Vec<ElementView>,
    /// The six dimensions with the signs in each.
    pub dimensions: Vec<DimensionView>,
    /// What is not yet known and would matter, the most important first.
    pub unasked: Vec<UnaskedView>,
    /// Where answers differ and the one that protects is used.
    pub protective: Vec<String>,
    /// By which rules.
    pub rules: Vec<String>,
    /// What other rules make of the same answers, where that differs: side by side with the result above.
    pub other_rules: Vec<RuleView>,
    /// Where an age was read as the youngest that fits: by what rule, and whom that rule binds.
    pub age_basis: Option<String>,
}

/// One element of trafficking.
#[uniffi::remote(Record)]
pub struct ElementView {
    /// What it is.
    pub title: String,
    /// How it stands.
    pub state: String,
    /// Whether it is there; a shell may draw it with another shape.
    pub met: bool,
    /// The answers that point to it.
    pub reasons: Vec<ReasonView>,
    /// Said where there are none and `state` does not say so already.
    pub no_reasons: Option<String>,
}

/// An answer that is a reason.
#[uniffi::remote(Record)]
pub struct ReasonView {
    /// The question and its answer.
    pub text: String,
    /// The signs it is taken for, each with how it weighs and how well that is established.
    pub signs: Vec<String>,
    /// The interview it comes from.
    pub interview: String,
    /// The question's path.
    pub question: String,
}

/// One of the six dimensions.
#[uniffi::remote(Record)]
pub struct DimensionView {
    /// What it is.
    pub title: String,
    /// How it stands, in words.
    pub state: String,
    /// Whether the signs suffice together.
    pub met: bool,
    /// The signs in it.
    pub signs: Vec<SignView>,
}

/// A sign.
#[uniffi::remote(Record)]
pub struct SignView {
    /// What it is.
    pub name: String,
    /// How it weighs and how well that is established.
    pub weight: String,
}

/// What a rule makes of the answers.
#[uniffi::remote(Record)]
pub struct RuleView {
    /// The rule.
    pub rule: String,
    /// What it comes to.
    pub outcome: String,
    /// Where it differs from the result that is shown first: each element with how it stands.
    pub differs: Vec<String>,
}

/// Something not yet known that would matter.
#[uniffi::remote(Record)]
pub struct UnaskedView {
    /// The question.
    pub text: String,
    /// What it would help to know.
    pub why: String,
    /// The interview it can be asked in.
    pub interview: String,
    /// Its path.
    pub question: String,
}

/// One place where colleagues wrote different things and nobody has settled it.
#[uniffi::remote(Record)]
pub struct ConflictView {
    /// The place, to send back.
    pub path: String,
    /// What it is about: a question or a fact.
    pub heading: String,
    /// That they differ, and what is used until it is settled.
    pub text: String,
    /// Each different value.
    pub values: Vec<ConflictValueView>,
}

/// One of the differing values.
#[uniffi::remote(Record)]
pub struct ConflictValueView {
    /// What was written.
    pub text: String,
    /// Everyone who wrote it and when.
    pub by: Vec<String>,
    /// Settles on this value.
    pub choose: Action,
    /// The value, to send back as it is.
    pub value: Option<Answer>,
}

/// One interview.
#[uniffi::remote(Record)]
pub struct InterviewSummaryView {
    /// Its id, to send back.
    pub interview: String,
    /// The questionnaire.
    pub title: String,
    /// When it began and with whom.
    pub began: String,
    /// How it stands.
    pub state: String,
    /// The answers in the order of the questionnaire.
    pub answers: Vec<AnsweredView>,
}

/// One question with its answers.
#[uniffi::remote(Record)]
pub struct AnsweredView {
    /// Its path.
    pub path: String,
    /// The question.
    pub question: String,
    /// Each different answer.
    pub answers: Vec<String>,
    /// Who answered and when: of the first answer.
    pub by: String,
    /// Whose words the first answer is and how it came to be known, where it is not the person's own answer to a question.
    pub manner: Option<String>,
    /// Present when the answers differ.
    pub differs: Option<String>,
    /// Present when the answer is kept and does not count, because of what was answered elsewhere.
    pub not_counted: Option<String>,
}

/// One moment of the timeline, or a note.
#[uniffi::remote(Record)]
pub struct MomentView {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What happened or was noted.
    pub text: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}
