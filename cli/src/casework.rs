//! Cases from the terminal: list, show, note, decide.

use anyhow::Result;
use nuong_casefile::{CaseId, Command as CaseCommand, ConflictPath, Decision};
use nuong_station::trust::UnitId;
use nuong_station::{Error, Station};
use serde_json::json;

use crate::args::{Command, DecisionArg};
use crate::draw;
use crate::opening::Opening;
use crate::terminal;

pub(crate) fn run(opening: &Opening<'_>, command: &Command) -> Result<()> {
    let mut station = opening.station()?;
    let station = &mut station;
    match command {
        Command::Cases {
            search,
            skip,
            limit,
        } => {
            let view = station.list(search, *skip, *limit, opening.lang)?;
            show(opening, &view, || draw::list(&view))
        }
        Command::Case { case, answers } => {
            let id = station.find_case(case)?;
            let view = station.show(id, opening.lang)?;
            show(opening, &view, || {
                draw::case(&view, &opening.texts, *answers)
            })
        }
        Command::Conflicts { case } => conflicts(opening, station, case.as_deref()),
        Command::Resolve { case, path, value } => {
            let id = station.find_case(case)?;
            let path: ConflictPath = path.parse().map_err(|_| Error::UnknownConflict)?;
            resolve(opening, station, id, &path, *value)?;
            done(opening, id)
        }
        Command::Note { case, text } => write(
            opening,
            station,
            case,
            CaseCommand::AddNote { text: text.clone() },
        ),
        Command::Need { case, need, detail } => write(
            opening,
            station,
            case,
            CaseCommand::AddNeed {
                need: need.clone(),
                detail: detail.clone(),
            },
        ),
        Command::Share { case, unit } => {
            let id = station.find_case(case)?;
            station.share(id, &UnitId::new(unit.as_str())?)?;
            done(opening, id)
        }
        Command::HandOver { case, unit } => {
            let id = station.find_case(case)?;
            station.hand_over(id, &UnitId::new(unit.as_str())?)?;
            done(opening, id)
        }
        Command::Decide {
            case,
            decision,
            reason,
        } => {
            let decision = match decision {
                DecisionArg::Proceed => Decision::Proceed,
                DecisionArg::Refer => Decision::Refer,
                DecisionArg::AskMore => Decision::AskMore,
                DecisionArg::Close => Decision::CloseNoFurtherAction,
            };
            write(
                opening,
                station,
                case,
                CaseCommand::Decide {
                    decision,
                    reason: reason.clone(),
                },
            )
        }
        _ => Ok(()),
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

/// Settles on the value with this number. What several people wrote alike has one number.
fn resolve(
    opening: &Opening<'_>,
    station: &mut Station,
    case: CaseId,
    path: &ConflictPath,
    number: usize,
) -> Result<()> {
    let view = station.show_conflict(case, path, opening.lang)?;
    let chosen = number
        .checked_sub(1)
        .and_then(|at| view.values.get(at))
        .ok_or(Error::NotAValue)?;
    let differing = station.differing(case)?;
    let conflict = differing
        .iter()
        .find(|c| c.path == *path)
        .ok_or(Error::UnknownConflict)?;
    let at = conflict
        .values
        .iter()
        .position(|v| v.value == chosen.value)
        .ok_or(Error::NotAValue)?;
    Ok(station.resolve(case, path, at)?)
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
