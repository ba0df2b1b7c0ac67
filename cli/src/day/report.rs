//! What came of the day: what the supervisor saw, what differed and was decided, what it cost, what holds.

use std::path::Path;

use nuong_view::{CaseListView, CaseRowView, CaseView, ConflictView, MomentView, Texts};
use serde::Serialize;
use serde_json::{Value, json};

use super::cast;
use super::checks::Checks;
use super::plot::HUB_ADDRESS;
use crate::draw::{self, Page, page::columns};

/// Reasons shown for each element; `nuong case` shows them all.
const REASONS: usize = 2;

/// What went over the line, TLS and HTTP included.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Cost {
    /// Bytes from phones to the hub.
    pub(crate) bytes_up: u64,
    /// Bytes from the hub to phones.
    pub(crate) bytes_down: u64,
    /// Requests answered by the hub.
    pub(crate) round_trips: u64,
    /// How often the line was cut.
    pub(crate) cuts: u64,
    /// Parcels the supervisor had received whole when the line broke.
    pub(crate) kept_at_cut: u64,
    /// Parcels that came after it.
    pub(crate) came_after_cut: u64,
    /// Those of them that had been there already.
    pub(crate) came_twice: u64,
}

impl Cost {
    /// Whether the line broke in the middle, what had come was kept, and only the rest came afterwards.
    pub(super) fn went_on(&self) -> bool {
        self.cuts > 0 && self.kept_at_cut > 0 && self.came_after_cut > 0 && self.came_twice == 0
    }
}

/// The day's outcome.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Report {
    /// The supervisor's list before deciding, urgent first.
    pub(crate) list: CaseListView,
    /// Its cases in the same order.
    pub(crate) assessed: Vec<CaseView>,
    /// What the two posts recorded differently,
    pub(crate) conflict: ConflictView,
    /// in this case.
    pub(crate) conflict_case: String,
    /// What the supervisor did about it, as a post reads it; newest first.
    pub(crate) decision: Vec<MomentView>,
    pub(crate) cost: Cost,
    pub(crate) checks: Checks,
}

impl Report {
    /// All of it as one object; `ok` says whether everything holds that must.
    pub(crate) fn json(&self, kept: Option<&Path>, hub_program: &Path) -> Value {
        json!({
            "ok": self.checks.hold(), "list": self.list, "assessed": self.assessed, "conflict": self.conflict,
            "conflict_case": self.conflict_case,
            "decision": self.decision, "cost": self.cost, "checks": self.checks, "further": further(kept, hub_program),
        })
    }

    /// All of it to be read.
    pub(crate) fn text(&self, kept: Option<&Path>, hub_program: &Path, texts: &Texts) -> String {
        let mut page = Page::new();
        page.title(&texts.text("day-title"))
            .paragraph(0, &texts.text("day-list"));
        for group in &self.list.groups {
            page.heading(&format!("{} ({})", group.heading, group.count));
            if let Some(empty) = &group.empty {
                page.paragraph(2, empty);
            }
            group
                .rows
                .iter()
                .for_each(|row| self.case(&mut page, row, texts));
        }
        page.heading(&texts.text("day-conflict"));
        let case = self
            .assessed
            .iter()
            .find(|case| case.case == self.conflict_case);
        page.ends(
            case.map_or("", |case| &case.title),
            draw::short(&self.conflict_case),
        );
        draw::conflict_values(&mut page, 0, &self.conflict);
        page.gap().paragraph(0, &texts.text("day-decision"));
        for moment in self.decision.iter().rev() {
            page.item(
                "– ",
                &format!("{} — {}, {}", moment.text, moment.who, moment.when),
            );
            page.paragraph(2, moment.reason.as_deref().unwrap_or_default());
        }
        self.numbers(&mut page, texts);
        look_further(&mut page, kept, hub_program, texts);
        page.finish()
    }

    fn case(&self, page: &mut Page, row: &CaseRowView, texts: &Texts) {
        // What is said of a child's age below says this too.
        draw::row(
            page,
            &CaseRowView {
                child: None,
                ..row.clone()
            },
        );
        let Some(case) = self.assessed.iter().find(|case| case.case == row.case) else {
            return;
        };
        page.paragraph(2, &case.stage);
        draw::summary(page, 2, &case.assessment, REASONS, texts);
    }

    fn numbers(&self, page: &mut Page, texts: &Texts) {
        page.heading(&texts.text("day-checks"));
        for (holds, line) in self.checked(texts) {
            if holds {
                page.item("✓ ", &line);
            } else {
                page.item("✗ ", &format!("{line} — {}", texts.text("day-fails")));
            }
        }
        for found in &self.checks.found_in_the_clear {
            page.paragraph(4, found);
        }
        let Self { checks, cost, .. } = self;
        let amount = [
            ("cases", checks.cases.into()),
            ("changes", checks.changes.into()),
        ];
        page.gap().item("  ", &texts.with("day-amount", &amount));
        let (up, down) = (cost.bytes_up.into(), cost.bytes_down.into());
        let wire = [
            ("up", up),
            ("down", down),
            ("trips", cost.round_trips.into()),
        ];
        page.item("  ", &texts.with("day-wire", &wire));
        let room = checks
            .held
            .keys()
            .map(|name| columns(name))
            .max()
            .unwrap_or(0);
        for (name, cases) in &checks.held {
            let holds = texts.with("day-holds", &[("cases", (*cases).into())]);
            page.labelled(2, name, room, &holds);
        }
    }

    /// What must hold, in words, and whether it does.
    fn checked(&self, texts: &Texts) -> [(bool, String); 5] {
        let Self { checks, cost, .. } = self;
        let (names, told) = (
            checks.names_looked_for.into(),
            checks.texts_looked_for.into(),
        );
        let (copies, cuts) = (
            [("copies", checks.copies.into())],
            [
                ("kept", cost.kept_at_cut.into()),
                ("rest", cost.came_after_cut.into()),
            ],
        );
        [
            (checks.documents_equal, texts.with("day-equal", &copies)),
            (checks.decision_seen, texts.text("day-seen")),
            (checks.continued, texts.with("day-continued", &cuts)),
            (
                checks.found_in_the_clear.is_empty(),
                texts.with("day-clear", &[("names", names), ("texts", told)]),
            ),
            (checks.reopened, texts.text("day-reopened")),
        ]
    }
}

/// The commands to look further at a day that was kept.
fn further(kept: Option<&Path>, hub_program: &Path) -> Vec<String> {
    let program = program();
    let Some(directory) = kept.map(|d| d.display().to_string()) else {
        return vec![format!("{program} day --keep field-day")];
    };
    let nuong = |device: &str, command: &str| {
        format!(
            "NUONG_PASSPHRASE='{}' {program} --vault {directory}/{device} {command}",
            cast::passphrase(device)
        )
    };
    vec![
        nuong("supervisor", "cases"),
        nuong("guard-a", "screen"),
        format!(
            "{} serve --dir {directory}/hub --listen {HUB_ADDRESS}",
            hub_program.display()
        )
        .replace("localhost", "127.0.0.1"),
        nuong("guard-a", "sync"),
    ]
}

/// This program as it was called.
fn program() -> String {
    std::env::args()
        .next()
        .unwrap_or_else(|| "nuong".to_owned())
}

fn look_further(page: &mut Page, kept: Option<&Path>, hub_program: &Path, texts: &Texts) {
    page.heading(&texts.text("day-further"));
    if kept.is_none() {
        page.paragraph(0, &texts.text("day-not-kept"));
    }
    for command in further(kept, hub_program) {
        // To be copied whole: never broken.
        page.verbatim(2, &command);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginning_again_is_not_going_on() {
        let cost = |cuts, kept_at_cut, came_after_cut, came_twice| Cost {
            cuts,
            kept_at_cut,
            came_after_cut,
            came_twice,
            ..Cost::default()
        };
        assert!(cost(1, 3, 4, 0).went_on());
        assert!(!cost(0, 3, 4, 0).went_on(), "never cut");
        assert!(!cost(1, 0, 7, 0).went_on(), "nothing was kept");
        assert!(!cost(1, 7, 0, 0).went_on(), "all had come before");
        assert!(!cost(1, 3, 4, 3).went_on(), "all came again");
    }
}
