//! The main job on real input: a whole day offline at four places, then merged.

use std::fs;
use std::path::Path;

use nuong_e2e::{Device, Said, World, plain, programs, repository};
use serde_json::{Value, json};

fn day(args: &[&str], scenarios: &Path) -> Said {
    let mut command = Device::at("no-profile").command();
    command.args(["day", "--json"]).args(args);
    command.arg("--scenarios").arg(scenarios);
    command.arg("--hub-program").arg(&programs().hub);
    Said::of(&command.output().unwrap())
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item[field].as_str()).collect()
}

#[test]
fn a_whole_day_offline_at_four_places_comes_together_and_shows_what_differs() {
    let day = day(&[], &repository().join("examples/field-day")).well();
    assert_eq!(day["ok"], true);
    let checks = &day["checks"];
    let held = json!({ "guard-a": 3, "guard-b": 3, "outreach": 1, "supervisor": 6 });
    assert_eq!((&checks["cases"], &checks["held"]), (&json!(6), &held));
    for promise in ["documents_equal", "decision_seen", "reopened", "continued"] {
        assert_eq!(checks[promise], true, "{promise}");
    }
    assert_eq!(checks["found_in_the_clear"], json!([]));
    assert_eq!(checks["names_looked_for"], 6);
    assert!(checks["texts_looked_for"].as_u64() > Some(20));
    assert_eq!(day["cost"]["cuts"], 1);
    let moved = |way: &str| day["cost"][way].as_u64().unwrap();
    assert!(moved("bytes_up") > 9_000 && moved("bytes_down") > 9_000 && moved("round_trips") >= 9);

    let mut ages = texts(&day["conflict"]["values"], "text");
    ages.sort_unstable();
    assert_eq!(ages, ["15", "18"]);
    let authors = day["conflict"]["values"].to_string();
    assert!(authors.contains("Vàng A Páo") && authors.contains("Lò Văn Hặc"));
    assert_eq!(texts(&day["decision"], "who").len(), 2);
    assert_eq!(day["assessed"].as_array().unwrap().len(), 6);

    // Those who need something now stand first, and the child before all others.
    let groups = day["list"]["groups"].as_array().unwrap();
    assert_eq!(groups[0]["group"], "needs_you_now");
    assert_eq!(groups[0]["rows"][0]["title"], "Sùng Thị Dợ");
    let listed: usize = groups
        .iter()
        .map(|g| g["rows"].as_array().unwrap().len())
        .sum();
    assert_eq!(listed, 6);
}

#[test]
fn a_day_without_the_case_of_both_posts_fails_and_names_what_is_missing() {
    let only = tempfile::tempdir().unwrap();
    fs::copy(World::scenario("b1-no-signs"), only.path().join("b1.toml")).unwrap();
    let said = day(&[], only.path());
    said.refused();
    assert!(said.detail().contains("a3-girl-with-relative"), "{said:?}");
}

#[test]
fn a_day_without_scenarios_fails_before_anything_is_made() {
    let (none, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let root = kept.path().join("kept");
    let said = day(&["--keep", plain(&root)], none.path());
    assert_eq!(said.refused(), "scenario.malformed");
    assert!(!root.exists());
}

#[test]
fn a_day_whose_hub_does_not_start_fails() {
    let mut command = Device::at("no-profile").command();
    // A program that is no hub, and is always there.
    command
        .args(["day", "--json", "--hub-program"])
        .arg(&programs().nuong);
    command
        .arg("--scenarios")
        .arg(repository().join("examples/field-day"));
    let said = Said::of(&command.output().unwrap());
    said.refused();
    assert!(said.detail().contains("nuong-hub init"), "{said:?}");
}
