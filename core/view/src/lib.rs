//! What a person sees: view models made from what the core knows, every string in them ready to show.
//!
//! A [`Viewer`] takes facts and gives views; shells and the terminal draw them and send back what
//! the person did. Texts are Project Fluent catalogues, embedded, one folder a language. Nothing
//! here reads a clock, a file or the network, and nothing decides: what a control may do is told by
//! the facts. No view says that somebody is not a victim, and none holds a score.
//!
//! ```
//! use nuong_view::{Lang, LockFacts, Texts, Viewer};
//!
//! let texts = Texts::new(Lang::En);
//! let nobody = |_: &nuong_casefile::Author| String::new();
//! let view = Viewer::new(&texts, 420, &nobody).lock(&LockFacts::default());
//! assert_eq!(view.heading, "This phone is not set up yet");
//! assert!(!view.unlock.enabled);
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod action;
mod amounts;
mod answers;
mod assessment;
mod case;
mod choosing;
mod conflict;
mod consent;
mod error;
mod interview;
mod known;
mod lang;
mod list;
mod lock;
mod moments;
mod needs;
mod next;
mod profile;
mod question;
mod repeat;
mod self_answer;
mod sending;
mod settings;
mod setup;
mod sound;
mod sync;
mod texts;
mod timeline;
mod viewer;
mod words;

pub use action::Action;
pub use answers::typed;
pub use assessment::{
    AssessmentView, DimensionView, ElementView, ReasonView, RuleView, SignView, UnaskedView,
};
pub use case::{CaseActions, CaseFacts, CaseStep, CaseView, FactView, StatedView};
pub use choosing::{InstrumentListView, InstrumentView, OptionView, UnitListView};
pub use conflict::{ConflictValueView, ConflictView};
pub use consent::{ConsentFormView, ConsentView};
pub use error::{ERROR_CODES, ErrorView};
pub use interview::{EndingView, InterviewFacts, InterviewView, Respondent, RespondentView};
pub use known::Packs;
pub use lang::{Lang, UnknownLang};
pub use list::{CaseGroupView, CaseListFacts, CaseListView, CaseRowFacts, CaseRowView, Group};
pub use lock::{LockFacts, LockProfile, LockView};
pub use needs::{NeedFormView, UrgentView};
pub use next::NextStep;
pub use profile::{ProfileFacts, ProfileView, RoleFact, WARN_BEFORE_END};
pub use question::{AttachmentView, ChoiceView, Drawn, InputView, QuestionView, RangeView};
pub use repeat::{InstanceView, RepeatView};
pub use self_answer::{
    SelfAnswerFacts, SelfAnswerStartView, SelfAnswerView, SelfChoice, SelfChoiceView,
    SelfLanguageView, Shape, next_self_answer, suits_self_answer,
};
pub use sending::{Sending, SendingView};
pub use settings::{LOCK_AFTER, LanguageChoice, SettingsFacts, SettingsView};
pub use setup::{EnrolFacts, EnrolRequestView, EnrolView, SetUpFacts, SetUpView};
pub use sound::SoundView;
pub use sync::{
    ArrivedView, AsideItemView, AsideView, HubView, SyncDone, SyncFacts, SyncProgress, SyncView,
    WrittenView,
};
pub use texts::{Arg, Texts};
pub use timeline::{AnsweredView, InterviewSummaryView, MomentView};
pub use viewer::Viewer;
pub use words::WordsView;
