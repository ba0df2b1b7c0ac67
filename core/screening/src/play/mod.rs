//! Questionnaires tried out: answers in and what becomes of them out, line by line, as other tools do it.
//!
//! Here an answer that breaks its constraint is kept and said to be invalid, so that what is seen can be compared with
//! what other engines make of the same questionnaire. Interviews themselves refuse such an answer ([`crate::Interview`]).

mod batch;
mod clock;
mod session;

pub use batch::{evaluate, evaluate_batch};
pub use clock::{ClockError, PlayClock};
pub use session::Session;

use serde_json::{Value as Json, json};

/// What went wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refusal {
    code: String,
    message: String,
}

impl Refusal {
    fn new(code: &str, message: impl Into<String>) -> Refusal {
        Refusal {
            code: code.to_owned(),
            message: message.into(),
        }
    }

    fn json(&self) -> Json {
        json!({"code": self.code, "message": self.message})
    }
}

/// A value of a script as an instance would hold it: texts as they are, several choices joined by blanks; nothing for
/// `null`.
fn answer_text(value: &Json) -> Result<Option<String>, Refusal> {
    let scalar = |value: &Json| match value {
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number
            .as_f64()
            .filter(|_| !number.is_i64() && !number.is_u64())
            .map_or_else(|| number.to_string(), crate::expr::value::number_text)),
        Json::Bool(yes) => Ok(yes.to_string()),
        _ => Err(Refusal::new(
            "play.value",
            "a value is a text, a number, a list of texts or null",
        )),
    };
    match value {
        Json::Null => Ok(None),
        Json::Array(items) => {
            let names: Result<Vec<String>, Refusal> = items.iter().map(scalar).collect();
            Ok(Some(names?.join(" ")))
        }
        other => scalar(other).map(Some),
    }
    .map(|text| text.filter(|text| !text.is_empty()))
}
