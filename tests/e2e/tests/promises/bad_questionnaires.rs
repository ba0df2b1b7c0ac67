//! Questionnaires and scenarios with faults in them: each named by its place, and nothing half done left behind.

use std::fs;
use std::path::{Path, PathBuf};

use nuong_e2e::{Device, Said, World, plain, repository};
use nuong_station::{Environment, Station, compile_sheets};
use serde_json::Value;

/// The border questionnaire with one sheet edited, and what the check says of it.
fn lint(sheet: &str, edit: impl FnOnce(&str) -> Vec<u8>) -> Said {
    let directory = tempfile::tempdir().unwrap();
    for name in ["survey.csv", "choices.csv", "settings.csv"] {
        fs::copy(border_initial().join(name), directory.path().join(name)).unwrap();
    }
    let path = directory.path().join(sheet);
    fs::write(&path, edit(&fs::read_to_string(&path).unwrap())).unwrap();
    lint_in(directory.path())
}

fn lint_in(directory: &Path) -> Said {
    Device::at("no-profile").run(["instrument", "lint", plain(directory)])
}

fn border_initial() -> PathBuf {
    repository().join("instruments/border-initial")
}

/// The 1-based row of the sheet whose text is this line.
fn row_of(sheet: &str, starts: &str) -> u64 {
    let text = fs::read_to_string(border_initial().join(sheet)).unwrap();
    let above = text
        .lines()
        .take_while(|line| !line.starts_with(starts))
        .count();
    assert!(above < text.lines().count(), "no line starts with {starts}");
    above as u64 + 1
}

/// That some problem is of this sheet, row and column.
#[track_caller]
fn names(said: &Said, sheet: &str, row: u64, column: &str) {
    assert!(!said.well && said.json["ok"] == false, "{said:?}");
    let problems = said.json["problems"].as_array().unwrap();
    let place = |p: &&Value| {
        p["sheet"].as_str().is_some_and(|s| s.starts_with(sheet))
            && p["row"] == row
            && p["column"] == column
    };
    let found = problems.iter().find(place);
    let told = found.is_some_and(|p| {
        p["message"].as_str().is_some_and(|m| !m.is_empty()) && p["code"].is_string()
    });
    assert!(told, "{sheet} row {row} column {column}: {problems:#?}");
}

#[test]
fn the_shipped_questionnaire_is_without_fault() {
    let said = lint_in(&border_initial()).well();
    assert_eq!(
        (&said["ok"], &said["problems"]),
        (&Value::from(true), &serde_json::json!([]))
    );
}

#[test]
fn a_fault_in_a_sheet_is_named_by_sheet_row_and_column() {
    let row = row_of("survey.csv", "select_one yes_no,alone");
    let said = lint("survey.csv", |text| {
        text.replace("select_one yes_no,alone", "select_won yes_no,alone")
            .into()
    });
    names(&said, "survey", row, "type");
    let said = lint("survey.csv", |text| {
        text.replace("select_one yes_no,alone", "select_one no_such_list,alone")
            .into()
    });
    names(&said, "survey", row, "type");
    let said = lint("survey.csv", |text| {
        text.replace("select_one yes_no,alone", "select_one yes_no,two words")
            .into()
    });
    names(&said, "survey", row, "name");
    let said = lint("survey.csv", |text| {
        text.replacen("${", "${no_such_question_", 1).into()
    });
    assert!(
        !said.well && said.json["problems"][0]["row"].as_u64() > Some(1),
        "{said:?}"
    );
    let said = lint("choices.csv", |text| {
        text.replacen("\nyes_no,yes,", "\nyes_no,,", 1).into()
    });
    names(
        &said,
        "choices",
        row_of("choices.csv", "yes_no,yes,"),
        "name",
    );
}

#[test]
fn a_sheet_that_is_no_sheet_is_refused_in_order() {
    let said = lint("survey.csv", |text| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[200] = 0xff;
        bytes
    });
    assert_eq!(said.refused(), "file.unreadable");
    for (sheet, text) in [
        ("survey.csv", ""),
        ("choices.csv", "a,b\n1,2,3\n"),
        ("settings.csv", "\"unclosed\n"),
    ] {
        let said = lint(sheet, |_| text.into());
        let name = sheet.trim_end_matches(".csv");
        let problems = said.json["problems"].as_array();
        let named = problems.is_some_and(|p| {
            p.iter()
                .any(|p| p["sheet"].as_str().is_some_and(|s| s.starts_with(name)))
        });
        assert!(!said.well && named, "{sheet}: {said:?}");
    }
    let nowhere = lint_in(Path::new("/nonexistent/questionnaire"));
    assert_eq!(nowhere.refused(), "file.unreadable");
}

#[test]
fn a_questionnaire_that_is_not_here_leaves_no_empty_case_behind() {
    let world = World::found();
    let device = world.device("guard-a", "officer", "post-a");
    assert_eq!(
        device.run(["screen", "--instrument", "no-such"]).refused(),
        "pack.unknown"
    );
    assert!(device.cases().is_empty());
}

/// A device that began an interview with a version of the questionnaire which only it has.
fn interview_with_another_version(device: &Device, administrator: &Device) -> String {
    let sheet = |name: &str| fs::read_to_string(border_initial().join(name)).unwrap();
    let settings = sheet("settings.csv");
    let (header, values) = settings.split_once('\n').unwrap();
    let column = header
        .split(',')
        .position(|name| name.trim() == "version")
        .unwrap();
    let version = values.split(',').nth(column).unwrap();
    let settings = settings.replacen(version, "2099-01", 1);
    let (pack, _) =
        compile_sheets(&sheet("survey.csv"), &sheet("choices.csv"), &settings, None).unwrap();
    let open = |device: &Device| {
        Station::unlock(
            device.directory(),
            nuong_e2e::PASSPHRASE,
            Environment::system(),
        )
        .unwrap()
    };
    let signed = open(administrator).publish(&pack).unwrap();
    let mut station = open(device);
    // Without the administrator's signature, or with that of somebody else, it does not come onto the device.
    let unsigned = station.install_published(pack.canonical()).unwrap_err();
    assert_eq!(unsigned.code(), "pack.unsigned");
    assert!(station.publish(&pack).is_err());
    let mut altered = signed.clone();
    *altered.last_mut().unwrap() ^= 1;
    assert!(station.install_published(&altered).is_err());
    station.install_published(&signed).unwrap();
    let hash = pack.hash();
    let case = station.start_case().unwrap();
    let key = station.start_interview(case, &hash).unwrap();
    let answer = nuong_station::screening::Answer::value("yes");
    station.answer(&key, "safety/alone", Some(answer)).unwrap();
    station.leave_screen(&key).unwrap();
    case.to_string()
}

#[test]
fn an_interview_of_an_unknown_version_can_be_carried_and_read_but_not_gone_on_with() {
    let world = World::found();
    let guard = world.device("guard-a", "officer", "post-a");
    let colleague = world.device("guard-a2", "officer", "post-a");
    let administrator = world.device("admin", "administrator", "post-a");
    let case = interview_with_another_version(&guard, &administrator);
    let file = world.path("card.nuong");
    let file = plain(&file);
    guard.run(["parcel", "export", file]).well();
    colleague.run(["parcel", "import", file]).well();
    assert_eq!(colleague.cases(), [case.as_str()]);
    let before = colleague.case(&case)["interviews"].take();
    assert_eq!(before[0]["answers"].as_array().unwrap().len(), 1);
    assert_eq!(
        colleague.run(["screen", "--case", &case]).refused(),
        "pack.unknown"
    );
    assert_eq!(colleague.case(&case)["interviews"], before);
    // The one who has that version goes on as ever.
    let said = guard.run(["screen", "--case", &case]).well();
    assert_eq!(said["case"], case.as_str());
}

/// Scenarios with one fault each: the text, the code, and what the detail must name.
fn faulty_scenarios(good: &str) -> Vec<(String, &'static str, &'static str)> {
    let (alone, age) = ("\"safety/alone\" = \"yes\"", "\"age/age_years\" = \"34\"");
    let edits = [
        (
            age,
            "\"age/age_years\" = 34",
            "scenario.malformed",
            "age/age_years",
        ),
        (
            age,
            "\"age/age_years\" = \"ba mươi\"",
            "answer.not_integer",
            "age/age_years",
        ),
        (
            age,
            "\"age/age_years\" = \"-3\"",
            "answer.constraint",
            "age/age_years",
        ),
        (
            alone,
            "\"safety/alone\" = \"maybe\"",
            "answer.not_a_choice",
            "safety/alone",
        ),
        (
            alone,
            "\"safety/none\" = \"yes\"",
            "answer.unknown_question",
            "safety/none",
        ),
        ("[answers]", "[answers", "scenario.malformed", "broken.toml"),
        ("time = ", "tiem = ", "scenario.malformed", "tiem"),
        ("06:40", "sáng sớm", "scenario.malformed", "sáng sớm"),
        ("\"border-initial\"", "\"no-such\"", "pack.unknown", ""),
    ];
    let edited = edits.map(|(from, to, code, named)| {
        assert!(good.contains(from), "the scenario has no {from}");
        (good.replace(from, to), code, named)
    });
    let huge = format!("{good}\n# {}", "x".repeat(300 * 1024));
    edited
        .into_iter()
        .chain([(huge, "scenario.malformed", "broken.toml")])
        .collect()
}

#[test]
fn a_scenario_with_a_fault_is_refused_by_name_and_leaves_no_half_of_itself() {
    let world = World::found();
    let device = world.device("guard-a", "officer", "post-a");
    let good = fs::read_to_string(World::scenario("a1-fishing-boat")).unwrap();
    let file = world.path("broken.toml");
    for (text, code, named) in faulty_scenarios(&good) {
        fs::write(&file, &text).unwrap();
        let said = device.run(["screen", "--scenario", plain(&file)]);
        assert_eq!(said.refused(), code, "{said:?}");
        assert!(said.detail().contains(named), "{said:?}");
        assert!(
            device.cases().is_empty(),
            "{code}: something was left behind"
        );
    }
    let not_there = world.path("not-there.toml");
    let said = device.run(["screen", "--scenario", plain(&not_there)]);
    assert_eq!(said.refused(), "scenario.malformed");
    fs::write(&file, good).unwrap();
    device.screen(&file);
    assert_eq!(device.cases().len(), 1);
}
