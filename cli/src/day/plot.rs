//! What happens in the field day, in order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use anyhow::{Context, Result, bail, ensure};
use nuong_casefile::{CaseId, Command, ConflictPath, Decision};
use nuong_screening::Answer;
use nuong_station::trust::UnitId;
use nuong_station::{InterviewKey, Scope, Station};
use nuong_view::{CaseListView, CaseView, ConflictView, Lang};

use super::cast::{self, Device, Founded, RunningHub};
use super::checks::{self, Checks};
use super::link::Link;
use super::report::{Cost, Report};
use super::scenario::Scenario;
use crate::terminal::Progress;

/// The case that two posts write to at the same time.
const SHARED_CASE: &str = "girl-with-relative";
const AGE: &str = "age_years";

/// Bytes of the second guard's upload that pass before the line breaks.
const CUT_AFTER: u32 = 9_000;

struct Day<'a> {
    devices: Vec<Device>,
    cases: BTreeMap<String, CaseId>,
    scenarios: &'a [Scenario],
    progress: &'a Progress,
    lang: Lang,
    cost: Cost,
}

pub(super) fn play(scenarios: &[Scenario], root: &Path, hub_program: &Path, lang: Lang, progress: &Progress) -> Result<Report> {
    let now = nuong_station::Clock::now(&nuong_station::SystemClock);
    let hub_directory = root.join("hub");
    progress.step("day-founding");
    let mut founded = Founded::new(now)?;
    prepare_hub(hub_program, &hub_directory, &mut founded)?;
    let mut day = Day { devices: Vec::new(), cases: BTreeMap::new(), scenarios, progress, lang, cost: Cost::default() };
    for index in 0..cast::COUNT {
        progress.step("day-enrolling");
        day.devices.push(founded.enrol(index, root)?);
    }
    day.screen_everyone()?;
    day.edit_at_both_posts(&root.join("carried.nuong"))?;
    progress.step("day-hub");
    let hub = RunningHub::start(hub_program, &hub_directory)?;
    let link = Link::open(hub.address)?;
    day.first_exchange(&link)?;
    let (list, assessed, conflict) = day.supervisor_decides()?;
    day.second_exchange(&link)?;
    (day.cost.bytes_up, day.cost.bytes_down) = link.meter().bytes();
    day.cost.cuts = link.meter().cuts();
    progress.step("day-checking");
    let checks = day.check(&hub_directory)?;
    drop((link, hub));
    Ok(Report { list, assessed, conflict, cost: day.cost, checks })
}

fn prepare_hub(program: &Path, directory: &Path, founded: &mut Founded) -> Result<()> {
    let hub = |arguments: &[&str], file: Option<&Path>| -> Result<()> {
        let mut command = Process::new(program);
        command.args(arguments).arg("--dir").arg(directory);
        if let Some(file) = file {
            command.arg(file);
        }
        let output = command.output().with_context(|| format!("running {}", program.display()))?;
        ensure!(output.status.success(), "nuong-hub {}: {}", arguments[0], String::from_utf8_lossy(&output.stderr));
        Ok(())
    };
    hub(&["init"], None)?;
    let request = std::fs::read(directory.join("enrol-request"))?;
    let grant = founded.certify(&request, &["https://localhost".to_owned()])?;
    let file = directory.join("grant");
    std::fs::write(&file, grant)?;
    hub(&["certify"], Some(&file))
}

impl Day<'_> {
    fn station(&mut self, name: &str) -> Result<&mut Station> {
        let device = self.devices.iter_mut().find(|d| d.name == name);
        Ok(&mut device.with_context(|| format!("no device is called {name}"))?.station)
    }

    fn case(&self, name: &str) -> Result<CaseId> {
        self.cases.get(name).copied().with_context(|| format!("no scenario tells of the case {name}"))
    }

    fn screen_everyone(&mut self) -> Result<()> {
        for scenario in self.scenarios {
            let title = if self.lang == Lang::Vi { &scenario.title_vi } else { &scenario.title };
            self.progress.tell(&format!("{} {}  {title}", scenario.time, scenario.device));
            let progress = self.progress;
            let station = self.station(&scenario.device)?;
            let case = play_scenario(station, scenario, progress)?;
            self.cases.insert(scenario.case.clone(), case);
        }
        Ok(())
    }

    /// Post A gives one case to post B by file; then both write to it, neither knowing of the other.
    fn edit_at_both_posts(&mut self, file: &Path) -> Result<()> {
        self.progress.step("day-carrying");
        let case = self.case(SHARED_CASE)?;
        let a = self.station("guard-a")?;
        a.share(case, &UnitId::new("post-b")?)?;
        a.export_parcels(file, &Scope::Cases(vec![case]))?;
        let received = self.station("guard-b")?.import_parcels(file)?;
        ensure!(received.cases.contains(&case), "post B could not read the case it was given");
        let said = |age: &str| Command::SetField { field: AGE.to_owned(), value: Some(Answer::Value(age.to_owned())) };
        self.station("guard-a")?.command(case, &[said("15")])?;
        self.station("guard-b")?.command(case, &[said("18")])?;
        Ok(())
    }

    /// The line breaks in the middle of post B's sending; B goes on where it was. Then everyone fetches.
    fn first_exchange(&mut self, link: &Link) -> Result<()> {
        self.sync("guard-a", link)?;
        link.cut_after(CUT_AFTER);
        match self.sync("guard-b", link) {
            Err(error) if is_cut(&error) => self.progress.step("day-cut"),
            Err(error) => return Err(error),
            Ok(()) => bail!("the line was not cut: post B had less than {CUT_AFTER} bytes to send"),
        }
        for name in ["guard-b", "outreach", "supervisor", "guard-a"] {
            self.sync(name, link)?;
        }
        Ok(())
    }

    fn sync(&mut self, name: &str, link: &Link) -> Result<()> {
        self.progress.sync(name);
        let url = link.url();
        let report = self.station(name)?.sync(&url, &mut nuong_station::NoObserver)?;
        self.cost.round_trips += report.round_trips;
        Ok(())
    }

    fn supervisor_decides(&mut self) -> Result<(CaseListView, Vec<CaseView>, ConflictView)> {
        self.progress.step("day-deciding");
        let lang = self.lang;
        let case = self.case(SHARED_CASE)?;
        let cases: Vec<CaseId> = self.scenarios.iter().map(|s| self.cases[&s.case]).collect();
        let supervisor = self.station("supervisor")?;
        let list = supervisor.list("", 0, 50, lang)?;
        let mut assessed = Vec::new();
        for id in cases {
            assessed.push(supervisor.show(id, lang)?);
        }
        let path = ConflictPath::Person(AGE.to_owned());
        let differing = supervisor.differing(case)?;
        let conflict = differing.iter().find(|c| c.path == path).context("the two posts' ages do not show as differing")?;
        let chosen = conflict
            .values
            .iter()
            .position(|v| v.value == Some(Answer::Value("15".to_owned())))
            .context("the age heard at post A is not among the values")?;
        let view = supervisor.show_conflict(case, &path, lang)?;
        supervisor.resolve(case, &path, chosen)?;
        supervisor.command(case, &[Command::Decide { decision: Decision::Proceed, reason: reason(lang) }])?;
        Ok((list, assessed, view))
    }

    fn second_exchange(&mut self, link: &Link) -> Result<()> {
        for name in ["supervisor", "guard-a", "guard-b", "outreach"] {
            self.sync(name, link)?;
        }
        Ok(())
    }

    fn check(&mut self, hub: &Path) -> Result<Checks> {
        let names = self.names();
        let files: Vec<PathBuf> =
            self.devices.iter().map(|d| d.directory.clone()).chain([hub.to_owned()]).collect();
        let shared = self.case(SHARED_CASE)?;
        checks::run(&mut self.devices, &self.cases, shared, &names, &files)
    }

    /// The names people gave today: none may be found in any file.
    fn names(&self) -> Vec<String> {
        let is_name = |path: &str| path.ends_with("/name");
        let said = self.scenarios.iter().flat_map(|s| &s.answers);
        said.filter_map(|(path, answer)| match answer {
            Answer::Value(name) if is_name(path) => Some(name.clone()),
            _ => None,
        })
        .collect()
    }
}

fn reason(lang: Lang) -> String {
    match lang {
        Lang::Vi => "Theo lời em, em 15 tuổi; giấy tờ chưa được xác minh. Có căn cứ hợp lý, cần bảo vệ ngay.".to_owned(),
        Lang::En => "She says she is 15; the papers are not verified. Reasonable grounds: protect her now.".to_owned(),
    }
}

fn is_cut(error: &anyhow::Error) -> bool {
    error.downcast_ref::<nuong_station::Error>().is_some_and(|e| matches!(e.code(), "hub.cut" | "hub.unreachable"))
}

/// Plays one scenario at a station: a case, an interview screen by screen, notes and needs.
pub(crate) fn play_scenario(station: &mut Station, scenario: &Scenario, progress: &Progress) -> Result<CaseId> {
    let pack = station.newest_pack(&scenario.instrument)?;
    let case = station.start_case()?;
    let key = station.start_interview(case, &pack)?;
    let mut screen = None;
    for (path, answer) in &scenario.answers {
        let at = |error: nuong_station::Error| {
            let code = error.code();
            anyhow::Error::new(error).context(format!("{}: answer to \"{path}\" ({code})", scenario.file.display()))
        };
        station.answer(&key, path, Some(answer.clone())).map_err(at)?;
        let now_at = station.interview(&key)?.screen_of(path);
        if screen.is_some() && screen != now_at {
            station.leave_screen(&key)?;
        }
        screen = now_at;
        progress.tick();
    }
    end_interview(station, &key, scenario)?;
    Ok(case)
}

fn end_interview(station: &mut Station, key: &InterviewKey, scenario: &Scenario) -> Result<()> {
    if scenario.complete {
        station.finish_interview(key, true)?;
    } else {
        station.leave_screen(key)?;
    }
    let mut commands: Vec<Command> = scenario.notes.iter().map(|text| Command::AddNote { text: text.clone() }).collect();
    for (need, detail) in &scenario.needs {
        commands.push(Command::AddNeed { need: need.clone(), detail: detail.clone() });
    }
    if !commands.is_empty() {
        station.command(key.case, &commands)?;
    }
    Ok(())
}
