//! Cases from the terminal: list, show, note, decide.

use anyhow::Result;
use nuong_casefile::{CaseId, Command as CaseCommand, ConflictPath, Decision};
use nuong_station::trust::UnitId;
use nuong_station::{Error, Station};
use serde_json::json;

use crate::args::{Casework, DecisionArg};
use crate::draw;
use crate::opening::Opening;
use crate::terminal;

pub(crate) fn run(opening: &Opening<'_>, command: &Casework) -> Result<()> {
    let mut station = opening.station()?;
    let station = &mut station;
    match command {
        Casework::Cases {
            search,
            skip,
            limit,
        } => {
            let view = station.list(search, *skip, *limit, opening.lang)?;
            show(opening, &view, || draw::list(&view))
        }
        Casework::Case { case, answers } => {
            let id = station.find_case(case)?;
            let view = station.show(id, opening.lang)?;
            show(opening, &view, || {
                draw::case(&view, &opening.texts, *answers)
            })
        }
        Casework::Conflicts { case } => conflicts(opening, station, case.as_deref()),
        Casework::Resolve { case, path, value } => resolve(opening, station, case, path, *value),
        Casework::Note { case, text } => {
            let note = CaseCommand::AddNote { text: text.clone() };
            write(opening, station, case, note)
        }
        Casework::Need { case, need, detail } => {
            let (need, detail) = (need.clone(), detail.clone());
            write(
                opening,
                station,
                case,
                CaseCommand::AddNeed { need, detail },
            )
        }
        Casework::Share { case, unit } => give(opening, station, case, unit, Station::share),
        Casework::HandOver { case, unit } => give(opening, station, case, unit, Station::hand_over),
        Casework::Decide {
            case,
            decision,
            reason,
        } => {
            let (decision, reason) = (decision_of(*decision), reason.clone());
            write(
                opening,
                station,
                case,
                CaseCommand::Decide { decision, reason },
            )
        }
    }
}

fn decision_of(decision: DecisionArg) -> Decision {
    match decision {
        DecisionArg::Proceed => Decision::Proceed,
        DecisionArg::Refer => Decision::Refer,
        DecisionArg::AskMore => Decision::AskMore,
        DecisionArg::Close => Decision::CloseNoFurtherAction,
    }
}

fn write(
    opening: &Opening<'_>,
    station: &mut Station,
    case: &str,
    command: CaseCommand,
) -> Result<()> {
    let id = station.find_case(case)?;
    station.command(id, &[command])?;
    done(opening, id)
}

/// Gives a unit the reading of a case, or the case itself.
fn give(
    opening: &Opening<'_>,
    station: &mut Station,
    case: &str,
    unit: &str,
    how: fn(&mut Station, CaseId, &UnitId) -> Result<(), Error>,
) -> Result<()> {
    let id = station.find_case(case)?;
    how(station, id, &UnitId::new(unit)?)?;
    done(opening, id)
}

/// Settles on the value with this number. What several people wrote alike has one number.
fn resolve(
    opening: &Opening<'_>,
    station: &mut Station,
    case: &str,
    path: &str,
    number: usize,
) -> Result<()> {
    let id = station.find_case(case)?;
    let path: ConflictPath = path.parse().map_err(|_| Error::UnknownConflict)?;
    let view = station.show_conflict(id, &path, opening.lang)?;
    let chosen = number
        .checked_sub(1)
        .and_then(|at| view.values.get(at))
        .ok_or(Error::NotAValue)?;
    let differing = station.differing(id)?;
    let conflict = differing
        .iter()
        .find(|c| c.path == path)
        .ok_or(Error::UnknownConflict)?;
    let at = conflict
        .values
        .iter()
        .position(|v| v.value == chosen.value)
        .ok_or(Error::NotAValue)?;
    station.resolve(id, &path, at)?;
    done(opening, id)
}

fn conflicts(opening: &Opening<'_>, station: &mut Station, case: Option<&str>) -> Result<()> {
    let cases = match case {
        Some(prefix) => vec![station.find_case(prefix)?],
        None => station.case_ids()?,
    };
    let mut views = Vec::new();
    for id in cases {
        for conflict in station.differing(id)? {
            views.push((
                id.to_string(),
                conflict.path.to_string(),
                station.show_conflict(id, &conflict.path, opening.lang)?,
            ));
        }
    }
    if opening.json() {
        let list: Vec<_> = views
            .iter()
            .map(|(case, path, view)| json!({ "case": case, "path": path, "conflict": view }))
            .collect();
        return terminal::print_json(&json!({ "conflicts": list }));
    }
    if views.is_empty() {
        terminal::print(&opening.texts.text("conflicts-none"));
    }
    for (case, _, view) in &views {
        terminal::print(&draw::conflict(case, view, &opening.texts));
    }
    Ok(())
}

fn done(opening: &Opening<'_>, case: CaseId) -> Result<()> {
    opening.tell(&json!({ "case": case.to_string(), "saved": true }), || {
        opening.texts.text("saved-here")
    })
}

fn show(
    opening: &Opening<'_>,
    view: &impl serde::Serialize,
    text: impl FnOnce() -> String,
) -> Result<()> {
    if opening.json() {
        return terminal::print_json(view);
    }
    terminal::print(&text());
    Ok(())
}
