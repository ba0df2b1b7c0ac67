//! Sending and receiving: an exchange with the hub that runs by itself, and parcel files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::thread::{self, ThreadId};

use nuong_trust::ProfileKey;
use nuong_view::{ArrivedView, SyncDone, SyncFacts, SyncView, WrittenView};

use super::{Change, Inside, Observer, Phone, held};
use crate::Station;
use crate::carrying::Scope;
use crate::channel::{SyncObserver, SyncProgress};
use crate::environment::Environment;
use crate::error::Error;
use crate::exchange::SyncReport;
use crate::http::Stop;
use crate::inbox::Received;

/// An observer hears of an exchange when a parcel has moved, or so many bytes: a second's worth on a slow line.
const BYTES_A_NOTICE: u64 = 8 * 1024;

/// The exchange that runs, if one does.
#[derive(Default)]
pub(super) struct Exchanging {
    running: Option<SyncTask>,
    progress: nuong_view::SyncProgress,
}

/// An exchange that runs by itself. Forgetting it does not end it.
#[derive(Clone, Default)]
pub struct SyncTask {
    stop: Stop,
    ended: Arc<(Mutex<Option<Outcome>>, Condvar)>,
    worker: Arc<OnceLock<ThreadId>>,
}

#[derive(Clone)]
enum Outcome {
    Done,
    Stopped,
    Failed(Arc<Error>),
}

impl SyncTask {
    /// Ends the exchange at once. What was received is kept, and the next one goes on from there.
    pub fn cancel(&self) {
        self.stop.now();
    }

    /// Waits for the end. An exchange that was cancelled ends well.
    ///
    /// # Errors
    /// What ended it early: `hub.*`, `device.*`, or the vault's.
    pub fn wait(&self) -> Result<(), Error> {
        let (outcome, changed) = &*self.ended;
        let mut outcome = held(outcome);
        loop {
            match &*outcome {
                Some(Outcome::Done | Outcome::Stopped) => return Ok(()),
                Some(Outcome::Failed(error)) => return Err(Error::Earlier(Arc::clone(error))),
                None => {
                    outcome = changed
                        .wait(outcome)
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                }
            }
        }
    }

    fn has_ended(&self) -> bool {
        held(&self.ended.0).is_some()
    }

    fn end(&self, outcome: Outcome) {
        *held(&self.ended.0) = Some(outcome);
        self.ended.1.notify_all();
    }

    /// Ends the exchange and waits until it holds nothing open; from the exchange itself, only the former.
    fn end_now(&self) {
        self.cancel();
        if self.worker.get() != Some(&thread::current().id()) {
            let _ = self.wait();
        }
    }
}

/// What an exchange runs with: its own opening of the vault.
struct Job {
    phone: Arc<Phone>,
    directory: PathBuf,
    key: ProfileKey,
    url: String,
    observer: Option<Arc<dyn Observer>>,
    task: SyncTask,
}

impl Phone {
    /// What waits to be sent, what runs, and what the last exchange brought.
    ///
    /// # Errors
    /// `device.not_enrolled`, or the vault's.
    pub fn sync_view(&self) -> Result<SyncView, Error> {
        let running = self.running();
        let lang = self.lang();
        self.with(|opened| {
            let last = opened.last.clone();
            opened.station(&self.root)?.sync_screen(running, last, lang)
        })
    }

    /// Uses this address of the hub from now on; with nothing but blanks the authority's again.
    ///
    /// # Errors
    /// `hub.bad_address`, `device.not_enrolled`, or the vault's.
    pub fn set_hub(&self, url: &str) -> Result<(), Error> {
        self.station(|station| station.set_hub_url(url))?;
        self.tell([Change::Sync]);
        Ok(())
    }

    /// Begins an exchange with the hub at an address, or at the one known, and returns at once. The observer hears of it
    /// besides the phone's own. Where another was told to stop, its end is waited for first.
    ///
    /// # Errors
    /// `sync.running`, `device.not_enrolled`, `hub.none`, or the vault's.
    pub fn start_sync(
        self: &Arc<Self>,
        url: Option<&str>,
        observer: Option<Arc<dyn Observer>>,
    ) -> Result<SyncTask, Error> {
        let (profile, key, url) = self.with(|opened| {
            let station = opened.station(&self.root)?;
            let url = match url {
                Some(given) => given.to_owned(),
                None => station.hub_url()?,
            };
            Ok((opened.profile.clone(), opened.key.clone(), url))
        })?;
        // One that was told to stop ends at once, and is no reason to refuse the next.
        let stopping = held(&self.exchange).running.clone();
        if let Some(task) = stopping.filter(|task| task.stop.asked()) {
            task.end_now();
        }
        let task = SyncTask::default();
        {
            let mut exchange = held(&self.exchange);
            if exchange.running.as_ref().is_some_and(|t| !t.has_ended()) {
                return Err(Error::SyncRunning);
            }
            exchange.running = Some(task.clone());
            exchange.progress = nuong_view::SyncProgress::default();
        }
        let job = Job {
            phone: Arc::clone(self),
            directory: self.root.join(profile),
            key,
            url,
            observer,
            task: task.clone(),
        };
        let started = thread::Builder::new()
            .name("exchange".to_owned())
            .spawn(move || job.run());
        match started {
            Ok(worker) => {
                let _ = task.worker.set(worker.thread().id());
            }
            Err(_) => task.end(Outcome::Failed(Arc::new(Error::Internal("thread")))),
        }
        self.tell([Change::Sync]);
        Ok(task)
    }

    /// Ends the exchange that runs, if one does.
    pub(super) fn stop_exchange(&self) {
        let running = held(&self.exchange).running.take();
        if let Some(task) = running {
            task.end_now();
        }
    }

    /// How far the exchange is that runs; one that was told to stop is over for whoever looks.
    fn running(&self) -> Option<nuong_view::SyncProgress> {
        let exchange = held(&self.exchange);
        let running = exchange.running.as_ref()?;
        let goes_on = !running.has_ended() && !running.stop.asked();
        goes_on.then_some(exchange.progress)
    }

    /// Writes everything this phone holds to a file, for a memory card or any other way.
    ///
    /// # Errors
    /// `file.unreadable` where it cannot be written, `vault.full`, or the vault's.
    pub fn write_parcels(&self, file: &Path) -> Result<WrittenView, Error> {
        let written = self.station(|station| station.export_parcels(file, &Scope::Everything))?;
        self.tell([Change::Sync]);
        Ok(self.viewer(|viewer| viewer.written(written.parcels as u64, written.bytes as u64)))
    }

    /// Takes in a parcel file of a colleague. A bad parcel in it does not stop the others.
    ///
    /// # Errors
    /// As [`Station::import_parcels`].
    pub fn read_parcels(&self, file: &Path) -> Result<ArrivedView, Error> {
        let received = self.station(|station| station.import_parcels(file));
        let news = received.as_ref().ok();
        // Where the end of the file is missing, what was whole has come all the same.
        self.tell(news.map_or_else(|| vec![Change::List, Change::Sync], arrived));
        let received = received?;
        let aside = crate::showing::counted(received.quarantined.iter().cloned());
        Ok(self.viewer(|viewer| {
            viewer.arrived(received.cases.len() as u64, received.sealed as u64, &aside)
        }))
    }

    /// Keeps what an exchange came to, for its screen.
    fn keep_last(&self, directory: &Path, done: SyncDone) {
        if let Inside::Profile(opened) = &mut *held(&self.inside)
            && self.root.join(&opened.profile) == directory
        {
            opened.last = Some(done);
        }
    }
}

impl Job {
    fn run(self) {
        let outcome = self.exchange();
        let stopped = self.task.stop.asked();
        let (outcome, news) = match outcome {
            Ok(report) => {
                self.phone.keep_last(&self.directory, done(&report));
                (Outcome::Done, arrived(&report.received))
            }
            Err(_) if stopped => (Outcome::Stopped, vec![Change::List, Change::Sync]),
            Err(error) => {
                let failed = SyncDone {
                    at: Environment::system().now(),
                    problem: Some(error.code().to_owned()),
                    ..SyncDone::default()
                };
                self.phone.keep_last(&self.directory, failed);
                let news = vec![Change::List, Change::Sync];
                (Outcome::Failed(Arc::new(error)), news)
            }
        };
        self.task.end(outcome);
        if let Some(observer) = &self.observer {
            observer.changed(news.clone());
        }
        self.phone.tell(news);
    }

    /// The whole exchange. Its opening of the vault is closed on return, also after a panic.
    fn exchange(&self) -> Result<SyncReport, Error> {
        let work = || {
            let mut station =
                Station::unlock_keyed(&self.directory, &self.key, Environment::system())?;
            let mut watcher = Watcher {
                job: self,
                facts: station.sync_facts(None, None)?,
                told: None,
                parcels: (0, 0),
            };
            station.sync_until(&self.url, &mut watcher, &self.task.stop)
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
            .unwrap_or(Err(Error::Internal("panic")))
    }
}

/// Passes on how far an exchange is.
struct Watcher<'a> {
    job: &'a Job,
    facts: SyncFacts,
    /// How many bytes had moved when the observers heard last; none before the first time.
    told: Option<u64>,
    parcels: (u64, u64),
}

impl SyncObserver for Watcher<'_> {
    fn progress(&mut self, progress: &SyncProgress) -> bool {
        let now = nuong_view::SyncProgress {
            sent: progress.parcels_acknowledged,
            to_send: progress.parcels_to_send,
            received: progress.parcels_received,
        };
        held(&self.job.phone.exchange).progress = now;
        let moved = progress.bytes_sent + progress.bytes_received;
        let parcels = (now.sent, now.received);
        let due = self.told.is_none_or(|told| moved >= told + BYTES_A_NOTICE);
        if due || parcels != self.parcels {
            self.facts.running = Some(now);
            self.parcels = parcels;
            self.told = Some(moved);
            let phone = &self.job.phone;
            let view = phone.viewer(|viewer| viewer.sync(&self.facts));
            let own = held(&phone.observer).clone();
            for observer in own.iter().chain(self.job.observer.iter()) {
                observer.progress(view.clone());
            }
        }
        !self.job.task.stop.asked()
    }
}

fn arrived(received: &Received) -> Vec<Change> {
    let cases = received.cases.iter().map(|case| Change::Case {
        case: case.to_string(),
    });
    cases.chain([Change::List, Change::Sync]).collect()
}

pub(crate) fn done(report: &SyncReport) -> SyncDone {
    SyncDone {
        at: report.at,
        sent_bytes: report.bytes_sent,
        received_bytes: report.bytes_received,
        round_trips: report.round_trips,
        cases_with_news: report.received.cases.len() as u64,
        problem: None,
    }
}
