//! The bounds of P17: the records of the facade over the same generated code with no core behind them, and the core's own time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use nuong_ffi::{Core, InterviewRef, NuongError};
use nuong_station::screening::Answer;
use nuong_station::view::{CaseListView, InterviewView};

nuong_ffi::uniffi_reexport_scaffolding!();
uniffi::setup_scaffolding!("nuong_bare");

uniffi::use_remote_type!(nuong_ffi::Answer);
uniffi::use_remote_type!(nuong_ffi::CaseListView);
uniffi::use_remote_type!(nuong_ffi::InterviewView);

/// Gives back what was put in.
#[derive(Default, uniffi::Object)]
pub struct Bare {
    list: Mutex<Option<CaseListView>>,
    interview: Mutex<Option<InterviewView>>,
}

#[uniffi::export]
impl Bare {
    /// With the views that the core gives now.
    #[uniffi::constructor]
    pub fn of(core: Arc<Core>, of: InterviewRef, rows: u32) -> Result<Self, NuongError> {
        Ok(Self {
            list: Mutex::new(Some(core.list(String::new(), 0, rows)?)),
            interview: Mutex::new(Some(core.interview(of)?)),
        })
    }

    /// The page, as `Core.list` gives it.
    pub fn list(&self, _search: String, _skip: u32, _limit: u32) -> Option<CaseListView> {
        self.list
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The screen, as `Core.answer` gives it.
    pub fn answer(
        &self,
        _of: InterviewRef,
        _question: String,
        _answer: Option<Answer>,
    ) -> Option<InterviewView> {
        self.interview
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Nanoseconds that the core takes for a page, without any crossing.
#[uniffi::export]
pub fn time_of_list(core: Arc<Core>, rows: u32) -> Result<u64, NuongError> {
    let before = Instant::now();
    let view = core.list(String::new(), 0, rows)?;
    let took = before.elapsed();
    drop(view);
    Ok(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX))
}

/// Nanoseconds that the core takes for an answer and the screen after it, without any crossing.
#[uniffi::export]
pub fn time_of_answer(
    core: Arc<Core>,
    of: InterviewRef,
    question: String,
    answer: Option<Answer>,
) -> Result<u64, NuongError> {
    let before = Instant::now();
    let view = core.answer(of, question, answer)?;
    let took = before.elapsed();
    drop(view);
    Ok(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX))
}
