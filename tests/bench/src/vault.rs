//! P7 and P10: an answer made durable, and a case opened.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use automerge::AutoCommit;
use nuong_station::casefile::Command;
use nuong_station::screening::{Answer, Kind};
use nuong_station::trust::Role;
use rusqlite::Connection;

use crate::line::Line;
use crate::workload::{Draw, screens};
use crate::world::World;

/// Answers timed; ours and the rival's in turn, so that both meet the same disk.
const ANSWERS: usize = 600;

/// Openings timed.
const OPENINGS: usize = 300;

pub(crate) fn measure() -> Result<Vec<Line>> {
    Ok(vec![answer_durable()?, case_opened()?])
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(f64::NAN, Duration::as_secs_f64)
}

fn timed<T>(act: impl FnOnce() -> Result<T>) -> Result<(Duration, T)> {
    let start = Instant::now();
    let result = act()?;
    Ok((start.elapsed(), result))
}

/// The same row, appended by plain SQLite with the same durability.
fn plain(path: &Path) -> Result<Connection> {
    let conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA page_size = 4096;
         CREATE TABLE draft (id INTEGER PRIMARY KEY, case_id BLOB NOT NULL, interview TEXT NOT NULL, path TEXT NOT NULL,
                             value TEXT NOT NULL, at INTEGER NOT NULL) STRICT;",
    )?;
    Ok(conn)
}

fn answer_durable() -> Result<Line> {
    let mut world = World::on_disk()?;
    let mut station = world.station("guard", Role::Officer, "post-a")?;
    let rival = plain(&world.path("plain.db"))?;
    let pack = station.newest_pack("border-initial")?;
    let case = station.start_case()?;
    let key = station.start_interview(case, &pack)?;
    let question = station
        .pack(&pack)?
        .questions()
        .find(|q| q.kind == Kind::Text && station_takes(q))
        .map(|q| q.path.clone());
    let question = question.context("the border questionnaire asks for no text")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ANSWERS {
        let text = format!("Lò Thị Đào {round}");
        let given = Some(Answer::Value(text.clone()));
        ours.push(timed(|| Ok(station.answer(&key, &question, given)?))?.0);
        let value = format!("{{\"Value\":\"{text}\"}}");
        theirs.push(
            timed(|| {
                let mut insert = rival.prepare_cached("INSERT INTO draft (case_id, interview, path, value, at) VALUES (?1, ?2, ?3, ?4, ?5)")?;
                Ok(insert.execute((case.as_bytes(), &key.interview, &question, &value, round as i64))?)
            })?
            .0,
        );
    }
    let (ours, theirs) = (median(ours), median(theirs));
    Ok(Line {
        id: "P7",
        what: format!(
            "an answer checked, encrypted and on disk ({:.0} us), against plain SQLite appending the same row, FULL ({:.0} us)",
            ours * 1e6,
            theirs * 1e6
        ),
        value: ours / theirs,
        unit: "x",
        bound: Some(1.0),
        rival: None,
        goal: 1.3,
        ok: ours / theirs <= 1.3,
    })
}

/// A question that takes any text, so that every answer is a good one.
fn station_takes(question: &nuong_station::screening::Question) -> bool {
    question.core || question.fact.is_some()
}

fn case_opened() -> Result<Line> {
    let mut world = World::in_memory()?;
    let mut station = world.station("guard", Role::Officer, "post-a")?;
    let case = station.start_case()?;
    let interview = "a1b2c3d4".to_owned();
    station.command(
        case,
        &[Command::StartInterview {
            interview: interview.clone(),
            pack: "0".repeat(64),
            instrument: "bench".to_owned(),
        }],
    )?;
    for screen in screens(&mut Draw::new(1), &interview) {
        station.command(case, &screen)?;
    }
    let document = station.document(case)?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        station.forget_open_cases();
        ours.push(timed(|| Ok(station.heads(case)?))?.0);
        bare.push(timed(|| Ok(AutoCommit::load(&document)?))?.0);
    }
    let (ours, bare) = (median(ours), median(bare));
    Ok(Line {
        id: "P10",
        what: format!(
            "a case of 170 edits read, decrypted, unpacked and loaded ({:.0} us), against automerge loading it from memory ({:.0} us)",
            ours * 1e6,
            bare * 1e6
        ),
        value: ours / bare,
        unit: "x",
        bound: Some(1.0),
        rival: None,
        goal: 2.0,
        ok: ours / bare <= 2.0,
    })
}
