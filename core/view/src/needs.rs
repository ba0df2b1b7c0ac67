//! Urgent needs: what they are called and what to do about them now.

use nuong_casefile::Right;
use nuong_screening::UrgentNeed;
use serde::Serialize;

use crate::action::Action;
use crate::case::CaseFacts;
use crate::choosing::OptionView;
use crate::known::Known;
use crate::viewer::Viewer;

/// Needs that have a text of their own; a questionnaire may name others, which are then shown by their name.
const NEEDS: &[(&str, &str)] = &[
    ("danger", "need-danger"),
    ("medical", "need-medical"),
    ("injury", "need-injury"),
    ("suicide", "need-suicide"),
    ("child-alone", "need-child-alone"),
    ("pregnant", "need-pregnant"),
    ("baby", "need-baby"),
    ("shelter", "need-shelter"),
    ("food", "need-food"),
    ("interpreter", "need-interpreter"),
    ("psychological", "need-psychological"),
    ("family-threatened", "need-family-threatened"),
    ("others-held", "need-others-held"),
    ("documents", "need-documents"),
    ("contact-family", "need-contact-family"),
    ("essential", "need-essential"),
    ("papers", "need-papers"),
    ("travel", "need-travel"),
    ("legal", "need-legal"),
    ("legal-aid", "need-legal-aid"),
    ("schooling", "need-schooling"),
    ("vocational", "need-vocational"),
    ("hardship", "need-hardship"),
];

/// Needs that mean danger to life or limb now. The others wait for nobody either, but they are not shown in the colour of danger.
const DANGER: &[&str] = &["danger", "medical", "injury", "suicide"];

/// Something to see to before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// The form on which a need is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

impl Viewer<'_> {
    /// The form for a need.
    pub fn need_form(&self, facts: &CaseFacts<'_>) -> NeedFormView {
        NeedFormView {
            title: self.text("case-add-need"),
            needs: NEEDS
                .iter()
                .map(|(need, id)| OptionView::open(need, self.text(id)))
                .collect(),
            detail_label: self.text("need-detail"),
            add: Action::unless(self.text("word-save"), self.why_not(facts, Right::Record)),
        }
    }

    /// What a need is called.
    pub fn need_name(&self, need: &str) -> String {
        self.with(need_id(need), &[("name", (&spaced(need)).into())])
    }

    /// What to do about a need now: its own words, else those that hold for any.
    pub fn need_todo(&self, need: &str) -> String {
        let todo = |id| self.texts.attribute(id, "todo", &[]);
        todo(need_id(need))
            .or_else(|| todo("need-other"))
            .unwrap_or_default()
    }

    /// The urgent needs in the order given, each once with all the answers it comes from.
    pub(crate) fn urgent(&self, known: &Known<'_>, needs: &[UrgentNeed]) -> Vec<UrgentView> {
        let mut views: Vec<UrgentView> = Vec::new();
        for need in needs {
            let because = self.because(known, need);
            match views.iter_mut().find(|view| view.need == need.need) {
                Some(view) if view.because.contains(&because) => {}
                Some(view) => view.because.push(because),
                None => views.push(UrgentView {
                    need: need.need.clone(),
                    name: self.need_name(&need.need),
                    danger: is_danger(&need.need),
                    todo: self.need_todo(&need.need),
                    because: vec![because],
                }),
            }
        }
        views
    }

    fn because(&self, known: &Known<'_>, need: &UrgentNeed) -> String {
        let question = self.asked(known, &need.interview, &need.question);
        let told = known
            .entry(&need.interview)
            .and_then(|entry| entry.answers.get(&need.question));
        let answers: Vec<String> = told
            .into_iter()
            .flatten()
            .map(|stated| {
                self.answer(
                    known.question(&need.interview, &need.question),
                    stated.value.as_ref(),
                )
            })
            .collect();
        self.with(
            "reason-answer",
            &[
                ("question", (&question).into()),
                ("answer", (&self.listed(&answers)).into()),
            ],
        )
    }
}

/// Whether a need means danger to life or limb now.
pub(crate) fn is_danger(need: &str) -> bool {
    DANGER.contains(&need)
}

fn need_id(need: &str) -> &'static str {
    NEEDS
        .iter()
        .find(|(known, _)| *known == need)
        .map_or("need-other", |(_, id)| id)
}

/// A name that only a questionnaire knows, as words.
fn spaced(need: &str) -> String {
    need.replace(['-', '_'], " ")
}
