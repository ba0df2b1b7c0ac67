//! Today: the worklist in three groups, each case with one reason in words for standing where it does.

use std::collections::BTreeSet;

use nuong_casefile::{Right, Stage};
use nuong_screening::Outcome;
use serde::Serialize;

use crate::action::Action;
use crate::amounts::small;
use crate::needs::is_danger;
use crate::sending::{Sending, SendingView};
use crate::viewer::Viewer;

/// What the station knows of a case in the list, from its projection.
#[derive(Clone, Debug)]
pub struct CaseRowFacts {
    /// The case's id, 32 hexadecimal digits.
    pub case: String,
    /// The name as the person gave it.
    pub name: Option<String>,
    /// Where the person was met, or the unit that opened the case.
    pub place: Option<String>,
    /// When the case was opened, Unix seconds.
    pub created_at: i64,
    /// Where the case stands.
    pub stage: Stage,
    /// What the assessment says; none before the first answer.
    pub outcome: Option<Outcome>,
    /// Whether the person is, or has to be treated as, a child.
    pub child: bool,
    /// Ids of the urgent needs nobody has met yet.
    pub urgent: Vec<String>,
    /// Values that colleagues wrote differently and nobody has settled.
    pub conflicts: u64,
    /// Whether an interview was left before its end.
    pub unfinished: bool,
    /// Whether the case was written by a newer version.
    pub read_only: bool,
    /// The unit that has custody now, where the case was handed over.
    pub handed_to: Option<String>,
    /// How far what was written here has come.
    pub sending: Sending,
}

/// The worklist as the station has it: one page, urgent first.
#[derive(Clone, Debug)]
pub struct CaseListFacts<'a> {
    /// The rows of this page, in the order to show.
    pub rows: &'a [CaseRowFacts],
    /// How many rows come before this page.
    pub skip: u32,
    /// How many rows there are in all for this search.
    pub total: u64,
    /// What is searched for; empty for everything.
    pub search: &'a str,
    /// Whether names stay hidden until a tap.
    pub names_hidden: bool,
    /// What this person may do.
    pub may: &'a BTreeSet<Right>,
    /// The time now, Unix seconds.
    pub now: i64,
}

/// The three groups of the worklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Something urgent, or something only this person can settle.
    NeedsYouNow,
    /// Work that is going on and can wait.
    UnderWay,
    /// Nothing to do here until somebody else acts.
    DoneOrWaiting,
}

impl Group {
    /// All groups, in the order of the screen.
    pub const ALL: [Group; 3] = [Group::NeedsYouNow, Group::UnderWay, Group::DoneOrWaiting];

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Group::NeedsYouNow => ("list-group-now", "list-group-now-empty"),
            Group::UnderWay => ("list-group-going", "list-group-going-empty"),
            Group::DoneOrWaiting => ("list-group-done", "list-group-done-empty"),
        }
    }
}

/// The worklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// One case of the worklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// So many urgent needs are named in a row.
const NEEDS_NAMED: usize = 2;

impl Viewer<'_> {
    /// The worklist. The order of the rows is kept within each group.
    pub fn case_list(&self, facts: &CaseListFacts<'_>) -> CaseListView {
        let groups = Group::ALL.map(|group| self.case_group(group, facts)).into();
        let empty = facts.rows.is_empty().then(|| {
            if facts.search.is_empty() {
                self.text("list-empty")
            } else {
                self.with("list-nothing-found", &[("words", facts.search.into())])
            }
        });
        let until = facts.skip.saturating_add(small(facts.rows.len()));
        let more_left = facts.total > u64::from(until);
        let more = more_left.then(|| {
            self.with(
                "list-more",
                &[("shown", until.into()), ("total", facts.total.into())],
            )
        });
        CaseListView {
            title: self.text("list-title"),
            search_label: self.text("list-search"),
            search: facts.search.to_owned(),
            groups,
            empty,
            more,
            next: (more_left && !facts.rows.is_empty()).then_some(until),
            names: Action::on(self.text(if facts.names_hidden {
                "list-show-names"
            } else {
                "list-hide-names"
            })),
            new_case: Action::unless(
                self.text("list-new"),
                (!facts.may.contains(&Right::Create)).then(|| self.text("error-role-not_allowed")),
            ),
        }
    }

    /// The group a case stands in for somebody with these rights, and the one reason for it, in words.
    pub fn standing(&self, facts: &CaseRowFacts, may: &BTreeSet<Right>) -> (Group, String) {
        if facts.read_only {
            return (Group::DoneOrWaiting, self.text("reason-newer"));
        }
        let settled = matches!(
            facts.stage,
            Stage::Decided | Stage::Closed | Stage::HandedOver
        );
        if !settled && !facts.urgent.is_empty() {
            return (Group::NeedsYouNow, self.urgent_reason(&facts.urgent));
        }
        if facts.conflicts > 0 {
            let group = if may.contains(&Right::Resolve) {
                Group::NeedsYouNow
            } else {
                Group::UnderWay
            };
            return (
                group,
                self.with("reason-conflicts", &[("count", facts.conflicts.into())]),
            );
        }
        match facts.stage {
            Stage::NeedsDecision => self.awaiting_decision(facts, may.contains(&Right::Decide)),
            Stage::Decided => (Group::DoneOrWaiting, self.text("reason-decided")),
            Stage::Closed => (Group::DoneOrWaiting, self.text("reason-closed")),
            Stage::HandedOver => (Group::DoneOrWaiting, self.handed(facts)),
            Stage::New | Stage::Screened => (Group::UnderWay, self.going_on(facts)),
        }
    }

    fn awaiting_decision(&self, facts: &CaseRowFacts, here: bool) -> (Group, String) {
        let grounds = facts.outcome == Some(Outcome::ReasonableGrounds);
        match (here, grounds) {
            (true, true) => (Group::NeedsYouNow, self.text("reason-grounds")),
            (true, false) => (Group::NeedsYouNow, self.text("reason-decide")),
            (false, true) => (Group::DoneOrWaiting, self.text("reason-grounds-waiting")),
            (false, false) => (Group::DoneOrWaiting, self.text("reason-waiting")),
        }
    }

    fn handed(&self, facts: &CaseRowFacts) -> String {
        match &facts.handed_to {
            Some(unit) => {
                let unit = self.unit(unit);
                self.with("reason-handed", &[("unit", (&unit).into())])
            }
            None => self.text("reason-handed-on"),
        }
    }

    fn going_on(&self, facts: &CaseRowFacts) -> String {
        if facts.unfinished {
            return self.text("reason-unfinished");
        }
        self.text(match facts.outcome {
            None => "reason-new",
            Some(Outcome::ReasonableGrounds) => "reason-grounds-open",
            Some(Outcome::SomeSigns) => "reason-some-signs",
            Some(Outcome::TooLittleKnown) => "reason-too-little",
            Some(Outcome::NoSignsSoFar) => "reason-no-signs",
        })
    }

    fn case_group(&self, group: Group, facts: &CaseListFacts<'_>) -> CaseGroupView {
        let rows: Vec<CaseRowView> = facts
            .rows
            .iter()
            .filter_map(|row| {
                let (stands, reason) = self.standing(row, facts.may);
                (stands == group).then(|| self.case_row(row, stands, reason, facts))
            })
            .collect();
        let (heading, empty) = group.texts();
        CaseGroupView {
            group,
            heading: self.text(heading),
            count: small(rows.len()),
            empty: rows.is_empty().then(|| self.text(empty)),
            rows,
        }
    }

    fn case_row(
        &self,
        row: &CaseRowFacts,
        stands: Group,
        reason: String,
        facts: &CaseListFacts<'_>,
    ) -> CaseRowView {
        let title = match &row.name {
            Some(name) if !facts.names_hidden => name.clone(),
            _ => self.case_number(&row.case),
        };
        let place = row
            .place
            .as_deref()
            .map_or_else(|| self.text("list-place-unknown"), |place| self.unit(place));
        let age = self.age(row.created_at, facts.now);
        let age = self.with("row-opened", &[("age", (&age).into())]);
        let child = row.child.then(|| self.text("case-child"));
        let sending = self.sending(&row.sending, facts.now);
        let mut spoken = vec![title.clone(), reason.clone()];
        spoken.extend(child.clone());
        spoken.extend([place.clone(), age.clone(), sending.text.clone()]);
        CaseRowView {
            case: row.case.clone(),
            title,
            place,
            age,
            reason,
            child,
            sending,
            danger: stands == Group::NeedsYouNow && row.urgent.iter().any(|need| is_danger(need)),
            spoken: spoken.join(". "),
        }
    }

    /// The first urgent needs by name, danger before all others, and how many more: a row is read at a glance, and the case
    /// tells them all.
    fn urgent_reason(&self, needs: &[String]) -> String {
        let (danger, others): (Vec<_>, Vec<_>) = needs.iter().partition(|need| is_danger(need));
        let named = danger.into_iter().chain(others);
        let named: Vec<String> = named.map(|need| self.need_name(need)).collect();
        let (first, rest) = named.split_at(named.len().min(NEEDS_NAMED));
        let named = self.listed(first);
        match rest.len() {
            0 => self.with("reason-urgent", &[("needs", (&named).into())]),
            more => self.with(
                "reason-urgent-more",
                &[("needs", (&named).into()), ("count", more.into())],
            ),
        }
    }

    /// A case's number short enough to read aloud: the first six digits of its id.
    pub fn case_number(&self, case: &str) -> String {
        let short: String = case.chars().take(6).collect::<String>().to_uppercase();
        self.with("case-number", &[("number", (&short).into())])
    }
}
