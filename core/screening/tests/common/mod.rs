//! Small questionnaires for tests.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod case;

use std::sync::Arc;

use nuong_screening::{Answer, Interview, Pack, Problem, Sheets};

pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

pub(crate) const SETTINGS: &str = "form_title::Tiếng Việt (vi),form_title::English (en),form_id,version,person_rule,default_language\n\
                            Thử,Test,test,1,vn-law-53-2024/1,Tiếng Việt (vi)\n";

pub(crate) const YES_NO: &str = "list_name,name,label::vi,label::en,indicator,element,urgent,exclusive,province\n\
                          yes_no,yes,Có,Yes,,,,,\nyes_no,no,Không,No,,,,,\n";

pub(crate) fn compile_all(
    survey: &str,
    choices: &str,
    settings: &str,
    indicators: &str,
) -> Result<(Pack, Vec<Problem>), Vec<Problem>> {
    Pack::compile(&Sheets::from_csv(survey, choices, settings, indicators)?)
}

/// Compiles a survey over the usual settings and, if it asks for them, choices.
pub(crate) fn compile(survey: &str) -> Result<(Pack, Vec<Problem>), Vec<Problem>> {
    let choices = if survey.contains("yes_no") {
        YES_NO
    } else {
        ""
    };
    compile_all(survey, choices, SETTINGS, "")
}

pub(crate) fn pack(survey: &str) -> Arc<Pack> {
    Arc::new(compile(survey).unwrap().0)
}

pub(crate) fn interview(survey: &str) -> Interview {
    Interview::new(pack(survey), TODAY)
}

pub(crate) fn value(text: &str) -> Option<Answer> {
    Some(Answer::value(text))
}

/// `code sheet:row [column]` of each problem.
pub(crate) fn located(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|p| format!("{} {}:{} [{}]", p.code, p.sheet, p.row, p.column))
        .collect()
}
