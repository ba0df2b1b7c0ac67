//! One case: who, where it stands, urgent needs, what the answers point to, what differs, what happened.

use std::collections::BTreeSet;

use nuong_casefile::{
    CaseRecord, Conflict, ConflictPath, Decision, InterviewEntry, Right, Stage, Stated,
};
use nuong_screening::Assessment;
use serde::Serialize;

use crate::action::Action;
use crate::assessment::AssessmentView;
use crate::choosing::OptionView;
use crate::conflict::ConflictView;
use crate::consent::ConsentView;
use crate::known::{Known, Packs};
use crate::needs::UrgentView;
use crate::sending::{Sending, SendingView};
use crate::sync::AsideView;
use crate::timeline::{InterviewSummaryView, MomentView};
use crate::viewer::Viewer;

/// A case as the station has it.
#[derive(Clone, Copy, Debug)]
pub struct CaseFacts<'a> {
    /// What the case says.
    pub record: &'a CaseRecord,
    /// Where people stated different things.
    pub conflicts: &'a [Conflict],
    /// What the answers point to.
    pub assessment: &'a Assessment,
    /// What each other rule makes of the same answers.
    pub other_rules: &'a [Assessment],
    /// The questionnaires of its interviews, as far as they are here.
    pub packs: &'a Packs,
    /// What this person may do.
    pub may: &'a BTreeSet<Right>,
    /// Whether a newer version wrote the case.
    pub read_only: bool,
    /// Changes that were kept aside, by stable code and how many of each.
    pub aside: &'a [(String, u64)],
    /// How far what was written here has come.
    pub sending: &'a Sending,
    /// The time now, Unix seconds.
    pub now: i64,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// Something stated about the case or the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// What it is called.
    pub label: String,
    /// Each different value; more than one is shown side by side.
    pub values: Vec<StatedView>,
    /// Present when the values differ.
    pub differs: Option<String>,
}

/// A value with who stated it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedView {
    /// The value in words.
    pub text: String,
    /// Who and when.
    pub by: String,
}

/// What can be done with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStep {
    /// [`CaseActions::continue_interview`].
    ContinueInterview,
    /// [`CaseActions::decide`].
    Decide,
    /// [`CaseActions::new_interview`].
    NewInterview,
    /// [`CaseActions::add_note`].
    AddNote,
    /// [`CaseActions::add_need`].
    AddNeed,
    /// [`CaseActions::consent`].
    Consent,
    /// [`CaseActions::refer`].
    Refer,
    /// [`CaseActions::hand_over`].
    HandOver,
}

impl Viewer<'_> {
    /// One case.
    pub fn case(&self, facts: &CaseFacts<'_>) -> CaseView {
        let known = Known::new(facts.record, facts.packs, self.clock.offset_minutes());
        let record = facts.record;
        let case = record.id.to_string();
        let number = self.case_number(&case);
        CaseView {
            title: known.name().map_or_else(|| number.clone(), str::to_owned),
            case,
            number,
            stage: self.stage(record.stage),
            locked: facts.read_only.then(|| self.text("interview-newer")),
            opened: self.done_by("case-opened", &record.created_by, record.created_at),
            updated: self.done_by("case-updated", &record.updated_by, record.updated_at),
            sending: self.sending(facts.sending, facts.now),
            urgent: self.urgent(&known, &facts.assessment.urgent),
            assessment: self.assessment(&known, facts.assessment, facts.other_rules),
            conflicts: self.case_conflicts(&known, facts),
            person: self.person(&known),
            needs: self.case_needs(&known),
            referrals: self.referrals(&known),
            consents: self.consents(&known, facts),
            custody: self.fact(&known, &ConflictPath::Custody, &record.custody),
            links: self.links(&known),
            interviews: self.interviews(&known),
            timeline: self.timeline(&known),
            notes: self.notes(record),
            aside: self.aside(facts.aside),
            actions: self.actions(facts),
        }
    }

    /// Where a case stands, in words.
    pub fn stage(&self, stage: Stage) -> String {
        self.text(match stage {
            Stage::New => "stage-new",
            Stage::Screened => "stage-screened",
            Stage::NeedsDecision => "stage-needs-decision",
            Stage::Decided => "stage-decided",
            Stage::HandedOver => "stage-handed-over",
            Stage::Closed => "stage-closed",
        })
    }

    /// A decision in words.
    pub fn decision(&self, decision: Decision) -> String {
        self.text(match decision {
            Decision::Proceed => "decision-proceed",
            Decision::Refer => "decision-refer",
            Decision::AskMore => "decision-ask-more",
            Decision::CloseNoFurtherAction => "decision-close",
            Decision::Reopen => "decision-reopen",
            _ => "place-newer",
        })
    }

    pub(crate) fn decision_named(&self, name: &str) -> String {
        Decision::named(name).map_or_else(
            || self.text("place-newer"),
            |decision| self.decision(decision),
        )
    }

    pub(crate) fn done_by(&self, id: &str, by: &nuong_casefile::Author, at: i64) -> String {
        let (name, when) = (self.name(by), self.moment(at));
        self.with(id, &[("name", (&name).into()), ("when", (&when).into())])
    }

    /// Why this person cannot do something here; nothing where they can.
    pub(crate) fn why_not(&self, facts: &CaseFacts<'_>, right: Right) -> Option<String> {
        if facts.read_only {
            Some(self.text("interview-newer"))
        } else {
            (!facts.may.contains(&right)).then(|| self.text("error-role-not_allowed"))
        }
    }

    fn person(&self, known: &Known<'_>) -> Vec<FactView> {
        let mut facts = known.facts();
        // Name and age first: that is what two people look for to know that they speak of the same person.
        ["name", "age_years", "birth_date"]
            .iter()
            .filter_map(|field| facts.remove_entry(field))
            .collect::<Vec<_>>()
            .into_iter()
            .chain(facts.clone())
            .filter_map(|(field, values)| {
                let values: Vec<Stated> = values.into_iter().cloned().collect();
                self.fact(known, &ConflictPath::Person(field.to_owned()), &values)
            })
            .collect()
    }

    fn case_needs(&self, known: &Known<'_>) -> Vec<FactView> {
        let needs = known.record.needs.iter();
        needs
            .filter_map(|entry| {
                self.fact(
                    known,
                    &ConflictPath::Need(entry.need.clone()),
                    &entry.detail,
                )
            })
            .collect()
    }

    fn referrals(&self, known: &Known<'_>) -> Vec<FactView> {
        let referrals = known.record.referrals.iter();
        referrals
            .filter_map(|entry| {
                self.fact(
                    known,
                    &ConflictPath::Referral(entry.to.clone()),
                    &entry.reason,
                )
            })
            .collect()
    }

    fn links(&self, known: &Known<'_>) -> Vec<FactView> {
        let links = known.record.links.iter();
        links
            .filter_map(|entry| self.fact(known, &ConflictPath::Link(entry.other), &entry.note))
            .collect()
    }

    /// The different values of one place; nothing where all were taken back.
    pub(crate) fn fact(
        &self,
        known: &Known<'_>,
        path: &ConflictPath,
        stated: &[Stated],
    ) -> Option<FactView> {
        let mut seen = BTreeSet::new();
        let values: Vec<StatedView> = stated
            .iter()
            .filter(|stated| stated.value.is_some() && seen.insert(&stated.value))
            .map(|stated| StatedView {
                text: self.stated(known, path, stated.value.as_ref()),
                by: self.done_by("by-when", &stated.by, stated.at),
            })
            .collect();
        (!values.is_empty()).then(|| FactView {
            label: self.place(known, path),
            differs: (values.len() > 1).then(|| self.text("fact-differs")),
            values,
        })
    }

    fn actions(&self, facts: &CaseFacts<'_>) -> CaseActions {
        let action = |id: &str, right| Action::unless(self.text(id), self.why_not(facts, right));
        let unfinished: Vec<&InterviewEntry> = facts
            .record
            .interviews
            .iter()
            .filter(|entry| entry.finished.is_none_or(|finished| !finished.complete))
            .collect();
        // The latest one that was left: that is where the person stopped.
        let left = unfinished
            .iter()
            .rev()
            .find(|entry| facts.packs.contains_key(&entry.pack));
        let nothing_left = match (left, unfinished.is_empty()) {
            (Some(_), _) => None,
            (None, true) => Some(self.text("case-nothing-left")),
            (None, false) => Some(self.text("error-pack-unknown")),
        };
        let why_not_continue = self.why_not(facts, Right::Record).or(nothing_left);
        let may_decide = self.why_not(facts, Right::Decide).is_none();
        CaseActions {
            order: order(facts.record.stage, why_not_continue.is_none(), may_decide),
            continue_interview: Action::unless(self.text("case-continue"), why_not_continue),
            continue_with: left.map(|entry| entry.id.clone()),
            new_interview: action("case-new-interview", Right::Record),
            add_note: action("case-add-note", Right::Note),
            add_need: action("case-add-need", Right::Record),
            consent: action("case-consent", Right::Consent),
            refer: action("case-refer", Right::Refer),
            decide: action("case-decide", Right::Decide),
            decisions: self.decisions(facts.record.stage),
            hand_over: action("case-hand-over", Right::HandOver),
        }
    }

    fn decisions(&self, stage: Stage) -> Vec<OptionView> {
        let open: &[Decision] = if stage == Stage::Closed {
            &[Decision::Reopen]
        } else {
            &[
                Decision::Proceed,
                Decision::Refer,
                Decision::AskMore,
                Decision::CloseNoFurtherAction,
            ]
        };
        open.iter()
            .map(|decision| OptionView::open(decision.name(), self.decision(*decision)))
            .collect()
    }
}

/// All steps, what comes next for this case and this person first: an interview that was left, else a decision that is
/// waited for, else another interview.
fn order(stage: Stage, left: bool, may_decide: bool) -> Vec<CaseStep> {
    let next = match stage {
        _ if left => CaseStep::ContinueInterview,
        Stage::NeedsDecision | Stage::Closed if may_decide => CaseStep::Decide,
        Stage::New | Stage::Screened | Stage::NeedsDecision => CaseStep::NewInterview,
        Stage::Decided | Stage::HandedOver | Stage::Closed => CaseStep::AddNote,
    };
    let rest = [
        CaseStep::ContinueInterview,
        CaseStep::Decide,
        CaseStep::NewInterview,
        CaseStep::AddNote,
        CaseStep::AddNeed,
        CaseStep::Consent,
        CaseStep::Refer,
        CaseStep::HandOver,
    ];
    let rest = rest.into_iter().filter(|step| *step != next);
    std::iter::once(next).chain(rest).collect()
}
