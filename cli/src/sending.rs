//! Bringing records together: the hub, and parcel files.

use std::io::IsTerminal;

use anyhow::Result;
use nuong_station::{Scope, SyncObserver, SyncProgress};
use serde_json::json;

use crate::args::Parcel;
use crate::draw;
use crate::opening::Opening;
use crate::terminal;

/// Says how far an exchange is, while it runs.
struct Teller<'a> {
    opening: &'a Opening<'a>,
    last: u64,
}

/// A line of progress about every four parcels.
const BYTES_A_LINE: u64 = 64 * 1024;

impl SyncObserver for Teller<'_> {
    fn progress(&mut self, progress: &SyncProgress) -> bool {
        let moved = progress.bytes_sent + progress.bytes_received;
        if std::io::stderr().is_terminal() && moved >= self.last + BYTES_A_LINE {
            self.last = moved;
            let args = [
                ("sent", progress.bytes_sent.into()),
                ("received", progress.bytes_received.into()),
            ];
            terminal::note(&self.opening.texts.with("sync-moved", &args));
        }
        true
    }
}

pub(crate) fn sync(opening: &Opening<'_>, hub: Option<&str>) -> Result<()> {
    let mut station = opening.station()?;
    let url = match hub {
        Some(given) => given.to_owned(),
        None => station.hub_url()?,
    };
    let report = station.sync(&url, &mut Teller { opening, last: 0 })?;
    let view = station.sync_view(Some(&report), opening.lang)?;
    if opening.json() {
        return terminal::print_json(&json!({ "report": report, "view": view }));
    }
    terminal::print(&draw::sync(&view));
    Ok(())
}

pub(crate) fn parcel(opening: &Opening<'_>, command: &Parcel) -> Result<()> {
    let mut station = opening.station()?;
    match command {
        Parcel::Export { file, cases } => {
            let scope = match cases.as_slice() {
                [] => Scope::Everything,
                some => Scope::Cases(
                    some.iter()
                        .map(|c| station.find_case(c))
                        .collect::<Result<_, _>>()?,
                ),
            };
            let written = station.export_parcels(file, &scope)?;
            opening.tell(
                &json!({ "file": file, "parcels": written.parcels, "bytes": written.bytes }),
                || {
                    let name = file.display().to_string();
                    let args = [
                        ("parcels", written.parcels.into()),
                        ("bytes", written.bytes.into()),
                        ("file", (&name).into()),
                    ];
                    opening.texts.with("parcels-written", &args)
                },
            )
        }
        Parcel::Import { file } => {
            let received = station.import_parcels(file)?;
            if opening.json() {
                return terminal::print_json(&received);
            }
            let args = [
                ("parcels", received.parcels.into()),
                ("known", received.known.into()),
                ("cases", received.cases.len().into()),
            ];
            terminal::print(&opening.texts.with("parcels-read", &args));
            if received.sealed > 0 {
                terminal::print(
                    &opening
                        .texts
                        .with("parcels-sealed", &[("count", received.sealed.into())]),
                );
            }
            for code in &received.quarantined {
                terminal::print(&opening.texts.error(code).in_one_line());
            }
            Ok(())
        }
    }
}
