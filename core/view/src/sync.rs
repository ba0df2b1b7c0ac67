//! Send and receive: what waits, what arrived, what it cost. Being offline is a state like another.

use serde::Serialize;

use crate::action::Action;
use crate::error::ErrorView;
use crate::viewer::Viewer;

/// What the station knows of its exchanges.
#[derive(Clone, Debug, Default)]
pub struct SyncFacts {
    /// The address of the hub, where the authority has one or one was written here.
    pub hub: Option<String>,
    /// Cases of which something written here is not at the hub yet.
    pub waiting_cases: u64,
    /// About how many bytes that is, sealed.
    pub waiting_bytes: u64,
    /// Parcels of other devices this phone carries to the hub.
    pub carried: u64,
    /// The exchange under way.
    pub running: Option<SyncProgress>,
    /// The last exchange that ended, well or not.
    pub last: Option<SyncDone>,
    /// What was kept aside, by stable code and how many of each.
    pub aside: Vec<(String, u64)>,
    /// The time now, Unix seconds.
    pub now: i64,
}

/// How far an exchange has got.
#[derive(Clone, Copy, Debug, Default)]
pub struct SyncProgress {
    /// Parcels the hub has.
    pub sent: u64,
    /// Parcels to send in all.
    pub to_send: u64,
    /// Parcels that came.
    pub received: u64,
}

/// An exchange that ended.
#[derive(Clone, Debug, Default)]
pub struct SyncDone {
    /// When it ended, Unix seconds.
    pub at: i64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Bytes received.
    pub received_bytes: u64,
    /// Round trips.
    pub round_trips: u64,
    /// Cases something new arrived for.
    pub cases_with_news: u64,
    /// The stable code of what ended it early.
    pub problem: Option<String>,
}

/// The screen for sending and receiving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SyncView {
    /// The heading.
    pub title: String,
    /// The state, in one calm sentence.
    pub state: String,
    /// What waits to be sent.
    pub waiting: String,
    /// What is carried for others.
    pub carried: Option<String>,
    /// How far the exchange under way has got, line by line.
    pub progress: Vec<String>,
    /// What the last exchange brought.
    pub arrived: Option<String>,
    /// What it cost: bytes and round trips.
    pub cost: Vec<String>,
    /// What ended it early.
    pub problem: Option<ErrorView>,
    /// That something was kept aside; then each kind of it.
    pub aside: Option<AsideView>,
    /// The field for the hub's address; there only where the authority has a hub, since no other is believed.
    pub hub: Option<HubView>,
    /// Starts an exchange with the hub.
    pub send: Action,
    /// Stops the one under way.
    pub stop: Action,
    /// Writes what waits to a file.
    pub write_file: Action,
    /// Reads a file of a colleague.
    pub read_file: Action,
}

/// The field for the hub's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HubView {
    /// What it is called.
    pub label: String,
    /// When to change it, and that no other hub than the authority's is believed.
    pub hint: String,
    /// The address in use.
    pub address: String,
}

/// What a parcel file brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArrivedView {
    /// For how many cases something new came.
    pub text: String,
    /// That parcels are carried which this phone cannot read.
    pub sealed: Option<String>,
    /// What was kept aside.
    pub aside: Option<AsideView>,
}

/// What was written to a parcel file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenView {
    /// How much.
    pub text: String,
}

/// What was kept aside and has no effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AsideView {
    /// How many things.
    pub heading: String,
    /// Each kind: how many, what happened.
    pub items: Vec<AsideItemView>,
}

/// One kind of thing kept aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AsideItemView {
    /// The stable code.
    pub code: String,
    /// How many and what happened.
    pub text: String,
    /// What to do.
    pub todo: String,
}

impl Viewer<'_> {
    /// The screen for sending and receiving.
    pub fn sync(&self, facts: &SyncFacts) -> SyncView {
        let bytes = self.bytes(facts.waiting_bytes);
        let idle = facts.running.is_none();
        let nothing_waits = facts.waiting_cases == 0 && facts.carried == 0;
        SyncView {
            title: self.text("sync-title"),
            state: self.sync_state(facts),
            waiting: self.with(
                "sync-waiting",
                &[
                    ("cases", facts.waiting_cases.into()),
                    ("bytes", (&bytes).into()),
                ],
            ),
            carried: (facts.carried > 0)
                .then(|| self.with("sync-carried", &[("count", facts.carried.into())])),
            progress: facts
                .running
                .map(|running| self.sync_progress(running))
                .unwrap_or_default(),
            arrived: facts
                .last
                .as_ref()
                .map(|last| self.with("sync-arrived", &[("cases", last.cases_with_news.into())])),
            cost: facts
                .last
                .as_ref()
                .map(|last| self.sync_cost(last))
                .unwrap_or_default(),
            problem: facts
                .last
                .as_ref()
                .filter(|_| idle)
                .and_then(|last| last.problem.as_deref())
                .map(|code| self.error(code)),
            aside: self.aside(&facts.aside),
            hub: facts.hub.clone().map(|address| HubView {
                label: self.text("sync-hub"),
                hint: self.text("sync-hub-hint"),
                address,
            }),
            send: Action::unless(self.text("sync-send"), self.why_not_send(facts)),
            stop: Action::unless(
                self.text("sync-stop"),
                idle.then(|| self.text("sync-stop-idle")),
            ),
            write_file: Action::unless(
                self.text("sync-write-file"),
                nothing_waits.then(|| self.text("sync-write-file-none")),
            ),
            read_file: Action::on(self.text("sync-read-file")),
        }
    }

    /// What a parcel file brought: cases with news, sections that cannot be read here, and what was kept aside.
    pub fn arrived(&self, cases: u64, sealed: u64, aside: &[(String, u64)]) -> ArrivedView {
        ArrivedView {
            text: self.with("sync-arrived", &[("cases", cases.into())]),
            sealed: (sealed > 0).then(|| self.with("sync-sealed", &[("count", sealed.into())])),
            aside: self.aside(aside),
        }
    }

    /// What was written to a parcel file.
    pub fn written(&self, parcels: u64, bytes: u64) -> WrittenView {
        let bytes = self.bytes(bytes);
        let args = [("count", parcels.into()), ("bytes", (&bytes).into())];
        WrittenView {
            text: self.with("sync-written", &args),
        }
    }

    fn sync_state(&self, facts: &SyncFacts) -> String {
        match (&facts.running, &facts.last) {
            (Some(_), _) => self.text("sync-state-running"),
            (None, Some(last)) if last.problem.is_none() => {
                let when = self.recent(last.at, facts.now);
                self.with("sync-state-last", &[("when", (&when).into())])
            }
            (None, _) => self.text("sync-state-safe"),
        }
    }

    fn why_not_send(&self, facts: &SyncFacts) -> Option<String> {
        if facts.hub.is_none() {
            Some(self.text("error-hub-not_set"))
        } else {
            facts.running.map(|_| self.text("sync-send-running"))
        }
    }

    fn sync_progress(&self, running: SyncProgress) -> Vec<String> {
        let mut lines = Vec::new();
        if running.to_send > 0 {
            lines.push(self.with(
                "sync-progress-sent",
                &[
                    ("done", running.sent.into()),
                    ("total", running.to_send.into()),
                ],
            ));
        }
        if running.received > 0 {
            lines.push(self.with(
                "sync-progress-received",
                &[("count", running.received.into())],
            ));
        }
        lines
    }

    fn sync_cost(&self, last: &SyncDone) -> Vec<String> {
        let (sent, received) = (self.bytes(last.sent_bytes), self.bytes(last.received_bytes));
        vec![
            self.with(
                "sync-bytes",
                &[("sent", (&sent).into()), ("received", (&received).into())],
            ),
            self.with("sync-trips", &[("count", last.round_trips.into())]),
        ]
    }

    /// What was kept aside, each kind by its stable code; nothing where there is nothing.
    pub(crate) fn aside(&self, kept: &[(String, u64)]) -> Option<AsideView> {
        let total: u64 = kept.iter().map(|(_, count)| count).sum();
        (total > 0).then(|| AsideView {
            heading: self.with("sync-aside", &[("count", total.into())]),
            items: kept
                .iter()
                .map(|(code, count)| self.aside_item(code, *count))
                .collect(),
        })
    }

    fn aside_item(&self, code: &str, count: u64) -> AsideItemView {
        // Said of oneself elsewhere; here it was somebody else's change.
        let (text, todo) = if code == "role.not_allowed" {
            let todo = self.texts.attribute("aside-not-allowed", "todo", &[]);
            (self.text("aside-not-allowed"), todo.unwrap_or_default())
        } else {
            let error = self.error(code);
            (error.text, error.todo)
        };
        AsideItemView {
            code: code.to_owned(),
            text: self.with(
                "sync-aside-item",
                &[("count", count.into()), ("text", (&text).into())],
            ),
            todo,
        }
    }
}
