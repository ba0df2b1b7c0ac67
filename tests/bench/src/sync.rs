//! P1 and P2: a thousand new cases, from one phone to the hub.

use anyhow::Result;
use automerge::AutoCommit;
use automerge::sync::{State, SyncDoc};
use nuong_station::casefile::{CaseId, Command};
use nuong_station::trust::Role;
use nuong_station::{NoObserver, Station};

use crate::line::Line;
use crate::wire;
use crate::workload::{Draw, as_json, screens};
use crate::world::World;

/// The goal of P1 for a thousand cases.
const GOAL_MEGABYTES: f64 = 1.40;

pub(crate) fn measure(cases: u32) -> Result<Vec<Line>> {
    let mut world = World::in_memory()?;
    let (url, counter) = wire::counted(world.hub()?)?;
    let mut station = world.station("guard", Role::Officer, "post-a")?;
    let (content, ids) = fill(&mut station, cases)?;
    let report = station.sync(&url, &mut NoObserver)?;
    let bytes = counter.bytes();
    let floor = zstd::bulk::compress(content.as_bytes(), 19)?.len();
    let (rival_bytes, rival_trips) = automerge_sync(&mut station, &ids)?;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let goal = GOAL_MEGABYTES * f64::from(cases) / 1_000.0;
    Ok(vec![
        Line {
            id: "P1",
            what: format!(
                "{cases} new cases to the hub, bytes both ways with TLS and HTTP, against all edits as JSON in one zstd -19 stream, and against automerge's sync protocol bare"
            ),
            value: megabytes(bytes),
            unit: "MB",
            bound: Some(megabytes(floor as u64)),
            rival: Some(megabytes(rival_bytes)),
            goal,
            ok: megabytes(bytes) <= goal,
        },
        Line {
            id: "P2",
            what: format!(
                "round trips for {cases} new cases, against automerge's sync protocol, one session a document"
            ),
            value: report.round_trips as f64,
            unit: "round trips",
            bound: Some(1.0),
            rival: Some(rival_trips as f64),
            goal: 4.0,
            ok: report.round_trips <= 4,
        },
    ])
}

/// Writes the cases. Returns all their edits as lines of JSON, and their ids.
fn fill(station: &mut Station, cases: u32) -> Result<(String, Vec<CaseId>)> {
    let mut draw = Draw::new(1);
    let mut content = String::new();
    let mut ids = Vec::new();
    let mut at = 1_790_000_000;
    for _ in 0..cases {
        let case = station.start_case()?;
        let interview = "a1b2c3d4".to_owned();
        let start = Command::StartInterview {
            interview: interview.clone(),
            pack: "0".repeat(64),
            instrument: "bench".to_owned(),
        };
        for (number, mut screen) in screens(&mut draw, &interview).into_iter().enumerate() {
            for command in &screen {
                at += 3 + draw.seconds();
                content.push_str(&as_json(command, at, "guard"));
                content.push('\n');
            }
            if number == 0 {
                screen.insert(0, start.clone());
            }
            station.command(case, &screen)?;
        }
        ids.push(case);
    }
    Ok((content, ids))
}

/// What automerge's own protocol sends to bring the same documents to an empty peer: bytes, and round trips.
fn automerge_sync(station: &mut Station, cases: &[CaseId]) -> Result<(u64, u64)> {
    let (mut bytes, mut trips) = (0, 0);
    for case in cases {
        let mut ours = AutoCommit::load(&station.document(*case)?)?;
        let mut theirs = AutoCommit::new();
        let (mut our_state, mut their_state) = (State::new(), State::new());
        loop {
            let up = ours.sync().generate_sync_message(&mut our_state);
            if let Some(message) = up.clone() {
                bytes += message.clone().encode().len() as u64;
                theirs
                    .sync()
                    .receive_sync_message(&mut their_state, message)?;
            }
            let down = theirs.sync().generate_sync_message(&mut their_state);
            if let Some(message) = down.clone() {
                bytes += message.clone().encode().len() as u64;
                ours.sync().receive_sync_message(&mut our_state, message)?;
            }
            if up.is_none() && down.is_none() {
                break;
            }
            trips += 1;
        }
    }
    Ok((bytes, trips))
}
