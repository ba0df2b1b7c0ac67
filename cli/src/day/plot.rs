//! What happens in the field day, in order.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command as Process;

use anyhow::{Context, Result, bail, ensure};
use nuong_casefile::{CaseId, Command, ConflictPath, Decision};
use nuong_screening::{Answer, Kind};
use nuong_station::trust::UnitId;
use nuong_station::{NoObserver, Scope, Station, SyncObserver, SyncProgress, SyncReport};
use nuong_view::{CaseListView, CaseView, ConflictView, Lang, MomentView};

use super::cast::{self, DayClock, Device, Founded, RunningHub};
use super::checks::{self, Checks};
use super::link::Link;
use super::report::{Cost, Report};
use super::scenario::{self, Scenario, ScenarioError};
use crate::terminal::{Progress, texts};

/// The case that two posts write to at the same time, neither knowing of the other.
const SHARED_CASE: &str = "a3-girl-with-relative";
const AGE: &str = "age_years";
/// The age her parents tell post A on the telephone.
const AGE_BY_PARENTS: &str = "15";
/// The age on the paper that post B is shown.
const AGE_ON_PAPER: &str = "18";

/// Bytes the supervisor receives before the line breaks: about half of what waits at the hub.
const CUT_AFTER: u32 = 15_000;

/// Where the hub is served by hand after a day that was kept.
pub(super) const HUB_ADDRESS: &str = "localhost:8443";

struct Day<'a> {
    devices: Vec<Device>,
    cases: BTreeMap<String, CaseId>,
    scenarios: &'a [Scenario],
    progress: &'a Progress,
    lang: Lang,
    cost: Cost,
    clock: DayClock,
}

/// How far an exchange had got, also where it did not come to its end.
#[derive(Default)]
struct Progressed(SyncProgress);

impl SyncObserver for Progressed {
    fn progress(&mut self, progress: &SyncProgress) -> bool {
        self.0 = *progress;
        true
    }
}

/// What the supervisor saw before deciding.
struct Seen {
    list: CaseListView,
    assessed: Vec<CaseView>,
    conflict: ConflictView,
}

/// The day cannot be told without the case that two posts write to.
fn need_shared_case(scenarios: &[Scenario]) -> Result<(), ScenarioError> {
    let told = scenarios.iter().any(|s| s.case == SHARED_CASE);
    let Some(first) = scenarios.first().filter(|_| !told) else {
        return Ok(());
    };
    let directory = first.file.parent().unwrap_or(&first.file);
    let what = format!("no scenario tells of the case \"{SHARED_CASE}\", which two posts write to");
    Err(ScenarioError::new(directory, what))
}

pub(super) fn play(
    scenarios: &[Scenario],
    root: &Path,
    hub_program: &Path,
    lang: Lang,
    progress: &Progress,
) -> Result<Report> {
    need_shared_case(scenarios)?;
    let clock = DayClock::new(scenarios.first().map_or(0, |s| s.at));
    progress.step("day-founding");
    let mut founded = Founded::new(clock.clone())?;
    let hub_directory = root.join("hub");
    prepare_hub(hub_program, &hub_directory, &mut founded)?;
    let mut day = Day {
        devices: Vec::new(),
        cases: BTreeMap::new(),
        scenarios,
        progress,
        lang,
        cost: Cost::default(),
        clock,
    };
    for index in 0..cast::COUNT {
        progress.step_of("day-enrolling", cast::person(index));
        day.devices.push(founded.enrol(index, root)?);
    }
    day.screen_everyone()?;
    day.edit_at_both_posts(&root.join("carried.nuong"))?;
    progress.step("day-hub");
    let hub = RunningHub::start(hub_program, &hub_directory, &root.join("hub.log"))?;
    let link = Link::open(hub.address)?;
    day.first_exchange(&link)?;
    let seen = day.supervisor_decides()?;
    day.second_exchange(&link)?;
    (day.cost.bytes_up, day.cost.bytes_down) = link.meter().bytes();
    day.cost.cuts = link.meter().cuts();
    let decision = day.decision_at_the_posts()?;
    progress.step("day-checking");
    let mut checks = day.check(root)?;
    checks.continued = day.cost.went_on();
    drop((link, hub));
    let conflict_case = day.case(SHARED_CASE)?.to_string();
    let Seen {
        list,
        assessed,
        conflict,
    } = seen;
    Ok(Report {
        list,
        assessed,
        conflict,
        conflict_case,
        decision,
        cost: day.cost,
        checks,
    })
}

fn prepare_hub(program: &Path, directory: &Path, founded: &mut Founded) -> Result<()> {
    let hub = |act: &str, file: Option<&Path>| -> Result<()> {
        let output = Process::new(program)
            .arg(act)
            .arg("--dir")
            .arg(directory)
            .args(file)
            .output();
        let output = output.with_context(|| format!("running {}", program.display()))?;
        ensure!(
            output.status.success(),
            "nuong-hub {act}: {}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
        Ok(())
    };
    hub("init", None)?;
    let request = std::fs::read(directory.join("enrol-request"))?;
    let tls = std::fs::read(directory.join("tls.der"))?;
    let file = directory.with_extension("grant");
    std::fs::write(
        &file,
        founded.certify(&request, tls, &format!("https://{HUB_ADDRESS}"))?,
    )?;
    hub("certify", Some(&file))
}

impl Day<'_> {
    fn station(&mut self, name: &str) -> Result<&mut Station> {
        let device = self.devices.iter_mut().find(|d| d.name == name);
        Ok(&mut device
            .with_context(|| format!("no device is called {name}"))?
            .station)
    }

    fn person(&self, name: &str) -> &'static str {
        self.devices
            .iter()
            .find(|d| d.name == name)
            .map_or("", |d| d.person)
    }

    fn case(&self, name: &str) -> Result<CaseId> {
        self.cases
            .get(name)
            .copied()
            .with_context(|| format!("no scenario tells of the case {name}"))
    }

    fn screen_everyone(&mut self) -> Result<()> {
        for scenario in self.scenarios {
            self.clock.pass_until(scenario.at);
            let title = if self.lang == Lang::Vi {
                &scenario.title_vi
            } else {
                &scenario.title
            };
            self.progress.tell(&format!(
                "{}  {}: {title}",
                scenario.time,
                self.person(&scenario.device)
            ));
            let progress = self.progress;
            let station = self.station(&scenario.device)?;
            let key = scenario::play(station, scenario, None, &mut || progress.tick())?;
            // As a phone does that tries to send after each interview and finds no network.
            station.seal_outbox()?;
            self.cases.insert(scenario.case.clone(), key.case);
        }
        Ok(())
    }

    /// Post A gives one case to post B by file; then both write to it, neither knowing of the other.
    fn edit_at_both_posts(&mut self, file: &Path) -> Result<()> {
        self.clock.pass(20);
        self.progress.step("day-carrying");
        let case = self.case(SHARED_CASE)?;
        let a = self.station("guard-a")?;
        a.share(case, &UnitId::new("post-b")?)?;
        a.export_parcels(file, &Scope::Cases(vec![case]))?;
        let received = self.station("guard-b")?.import_parcels(file)?;
        ensure!(
            received.cases.contains(&case),
            "post B could not read the case it was given"
        );
        for (device, age, why) in [
            ("guard-a", AGE_BY_PARENTS, "day-note-parents"),
            ("guard-b", AGE_ON_PAPER, "day-note-paper"),
        ] {
            self.clock.pass(15);
            let age = Command::SetField {
                field: AGE.to_owned(),
                value: Some(Answer::value(age)),
            };
            let note = Command::AddNote {
                text: texts(self.lang).text(why),
            };
            self.progress.step_of("day-writing", self.person(device));
            self.station(device)?.command(case, &[age, note])?;
        }
        Ok(())
    }

    /// The line breaks while the supervisor receives; what came is kept, and the rest comes afterwards.
    fn first_exchange(&mut self, link: &Link) -> Result<()> {
        self.clock.pass(30);
        for name in ["guard-a", "guard-b", "outreach"] {
            self.sync(name, link)?;
        }
        link.cut_after(CUT_AFTER);
        let mut before = Progressed::default();
        match self.sync_watched("supervisor", link, &mut before) {
            Err(error) if is_cut(&error) => self.progress.step("day-cut"),
            Err(error) => return Err(error),
            Ok(_) => bail!("the line was not cut: less than {CUT_AFTER} bytes came down"),
        }
        let after = self.sync("supervisor", link)?;
        self.cost.kept_at_cut = before.0.parcels_received;
        self.cost.came_after_cut = after.received.parcels as u64;
        self.cost.came_twice = after.received.known as u64;
        self.sync("guard-a", link)?;
        Ok(())
    }

    fn sync(&mut self, name: &str, link: &Link) -> Result<SyncReport> {
        self.sync_watched(name, link, &mut NoObserver)
    }

    fn sync_watched(
        &mut self,
        name: &str,
        link: &Link,
        observer: &mut dyn SyncObserver,
    ) -> Result<SyncReport> {
        self.progress.step_of("day-syncing", self.person(name));
        let report = self.station(name)?.sync(&link.url(), observer)?;
        self.cost.round_trips += report.round_trips;
        Ok(report)
    }

    fn supervisor_decides(&mut self) -> Result<Seen> {
        self.clock.pass(10);
        self.progress
            .step_of("day-deciding", self.person("supervisor"));
        let (lang, case) = (self.lang, self.case(SHARED_CASE)?);
        let supervisor = self.station("supervisor")?;
        let list = supervisor.list("", 0, 50, lang)?;
        let mut assessed = Vec::new();
        for row in list.groups.iter().flat_map(|group| &group.rows) {
            assessed.push(supervisor.show(row.case.parse()?, lang)?);
        }
        let path = ConflictPath::Person(AGE.to_owned());
        let differing = supervisor.differing(case)?;
        let conflict = differing
            .iter()
            .find(|c| c.path == path)
            .context("the two posts' ages do not show as differing")?;
        let by_parents = Some(Answer::value(AGE_BY_PARENTS));
        let chosen = conflict.values.iter().position(|v| v.value == by_parents);
        let chosen = chosen.context("the age heard at post A is not among the values")?;
        let conflict = supervisor.show_conflict(case, &path, lang)?;
        supervisor.resolve(case, &path, chosen)?;
        let reason = texts(lang).text("day-reason");
        supervisor.command(
            case,
            &[Command::Decide {
                decision: Decision::Proceed,
                reason,
            }],
        )?;
        Ok(Seen {
            list,
            assessed,
            conflict,
        })
    }

    fn second_exchange(&mut self, link: &Link) -> Result<()> {
        self.clock.pass(30);
        for name in ["supervisor", "guard-a", "guard-b", "outreach"] {
            self.sync(name, link)?;
        }
        Ok(())
    }

    /// What the supervisor did, as the post reads it that had written otherwise.
    fn decision_at_the_posts(&mut self) -> Result<Vec<MomentView>> {
        let (lang, case, who) = (
            self.lang,
            self.case(SHARED_CASE)?,
            self.person("supervisor"),
        );
        let view = self.station("guard-b")?.show(case, lang)?;
        Ok(view
            .timeline
            .into_iter()
            .filter(|moment| moment.who == who)
            .collect())
    }

    fn check(&mut self, root: &Path) -> Result<Checks> {
        let (names, texts) = self.said()?;
        let shared = self.case(SHARED_CASE)?;
        checks::run(
            &mut self.devices,
            &self.cases,
            shared,
            &checks::Said { names, texts },
            root,
        )
    }

    /// The names people gave today, and everything else that was told in words: none may be found in any file.
    fn said(&mut self) -> Result<(Vec<String>, Vec<String>)> {
        let (mut names, mut told) = (Vec::new(), Vec::new());
        let scenarios = self.scenarios;
        for scenario in scenarios {
            let station = self.station(&scenario.device)?;
            let pack = station.pack(&station.newest_pack(&scenario.instrument)?)?;
            for (path, answer) in &scenario.answers {
                let Some(question) = pack
                    .question(path)
                    .filter(|q| q.kind == Kind::Text && answer.is_value())
                else {
                    continue;
                };
                let list = if question.fact.as_deref() == Some("name") {
                    &mut names
                } else {
                    &mut told
                };
                list.push(answer.text().to_owned());
            }
            told.extend(
                scenario
                    .notes
                    .iter()
                    .chain(scenario.needs.iter().map(|(_, detail)| detail))
                    .cloned(),
            );
        }
        told.retain(|text| !text.is_empty());
        Ok((names, told))
    }
}

fn is_cut(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<nuong_station::Error>()
        .is_some_and(|e| matches!(e.code(), "hub.cut" | "hub.unreachable"))
}
