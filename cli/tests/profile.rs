//! Making a profile, opening it, and becoming a member of an authority.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, PASSPHRASE};
use nuong_station::trust::EnrolRequest;

#[test]
fn a_profile_opens_with_its_passphrase_and_with_no_other() {
    let desk = Desk::new();
    let made = desk.run("a", &["init", "--quick"]).ok().json();
    assert_eq!(
        desk.run("a", &["unlock"]).ok().json()["device"],
        made["device"]
    );
    let wrong = desk.start(
        &["--vault", "a", "--json", "unlock"],
        Some("another passphrase"),
        "",
    );
    assert_eq!(wrong.error(), "trust.wrong_passphrase");
    let text = desk.start(
        &["--vault", "a", "--lang", "en", "unlock"],
        Some("another passphrase"),
        "",
    );
    assert_eq!((text.code, text.out.as_str()), (1, ""));
    assert!(
        text.err.contains("does not open") && text.err.contains("Nothing was lost"),
        "{}",
        text.err
    );
    desk.run("a", &["unlock"]).ok();
}

#[test]
fn the_passphrase_file_comes_before_the_environment_and_nobody_is_waited_for() {
    let desk = Desk::new();
    desk.write("passphrase", &format!("{PASSPHRASE}\nanything else\n"));
    let with_file = ["--vault", "a", "--json", "--passphrase-file", "passphrase"];
    desk.start(
        &[&with_file[..], &["init", "--quick"]].concat(),
        Some("a wrong one of the environment"),
        "",
    )
    .ok();
    desk.run("a", &["unlock"]).ok();
    assert_eq!(
        desk.start(&["--vault", "a", "--json", "unlock"], None, "")
            .error(),
        "passphrase.not_given"
    );
    let missing = [
        "--vault",
        "a",
        "--json",
        "--passphrase-file",
        "nowhere",
        "unlock",
    ];
    assert_eq!(desk.start(&missing, None, "").error(), "file.unreadable");
}

#[test]
fn what_is_there_is_not_made_again_and_what_is_not_there_is_said_to_be_missing() {
    let desk = Desk::new();
    assert_eq!(desk.run("a", &["cases"]).error(), "vault.missing");
    desk.run("a", &["init", "--quick"]).ok();
    assert_eq!(desk.run("a", &["init", "--quick"]).error(), "vault.exists");
    assert_eq!(desk.run("a", &["cases"]).error(), "device.not_enrolled");
    let weak = desk.start(
        &["--vault", "b", "--json", "init", "--quick"],
        Some("short"),
        "",
    );
    assert_eq!(weak.error(), "trust.passphrase_too_short");
    desk.run(
        "a",
        &[
            "authority",
            "init",
            "--quick",
            "--dir",
            "x",
            "--unit",
            "post-a",
        ],
    )
    .ok();
    assert_eq!(
        desk.run("a", &["authority", "init", "--quick", "--dir", "x"])
            .error(),
        "authority.exists"
    );
    assert_eq!(
        desk.run("a", &["authority", "list", "--dir", "y"]).error(),
        "authority.missing"
    );
}

#[test]
fn a_damaged_vault_is_named_so_and_left_as_it_is() {
    let desk = Desk::new();
    desk.run("a", &["init", "--quick"]).ok();
    let vault = desk.path("a").join("vault.db");
    let mut bytes = std::fs::read(&vault).unwrap();
    bytes[..64].fill(7);
    std::fs::write(&vault, &bytes).unwrap();
    assert_eq!(desk.run("a", &["unlock"]).error(), "vault.damaged");
    assert_eq!(std::fs::read(&vault).unwrap(), bytes);
}

#[test]
fn a_device_becomes_a_member_by_request_and_grant_and_can_be_revoked() {
    let desk = Desk::with_devices(&["a"]);
    let me = desk.run("a", &["unlock"]).ok().json();
    assert_eq!(
        (me["person"].as_str(), me["units"][0].as_str()),
        (Some("Officer a"), Some("post-a"))
    );
    let members = desk
        .run("a", &["authority", "list", "--dir", "authority"])
        .ok()
        .json();
    let device = members["devices"][0]["device"].as_str().unwrap();
    assert!(members["devices"][0]["revoked_at"].is_null());
    desk.run(
        "a",
        &[
            "authority",
            "revoke",
            "--dir",
            "authority",
            device,
            "--out",
            "news",
        ],
    )
    .ok();
    let members = desk
        .run("a", &["authority", "list", "--dir", "authority"])
        .ok()
        .json();
    assert!(members["devices"][0]["revoked_at"].is_i64());
    desk.run("a", &["parcel", "import", "news"]).ok();
    let me = desk.run("a", &["unlock"]).ok().json();
    assert!(me["access"].as_str().unwrap().contains("withdrawn"), "{me}");
}

#[test]
fn both_sides_of_an_enrolment_see_the_same_digits_and_the_grant_fits_no_other_device() {
    let desk = Desk::with_devices(&["a"]);
    desk.run("other", &["init", "--quick"]).ok();
    assert_eq!(
        desk.run("other", &["enroll", "accept", "a.grant"]).error(),
        "trust.wrong_device"
    );
    let asked = desk
        .run(
            "other",
            &["enroll", "request", "--name", "Vàng A Páo", "--out", "r"],
        )
        .ok()
        .json();
    let approve = [
        "enroll",
        "approve",
        "--dir",
        "authority",
        "r",
        "--role",
        "officer",
        "--unit",
        "post-a",
        "--out",
        "g",
    ];
    let approved = desk.run("other", &approve).ok().json();
    assert_eq!(asked["fingerprint"], approved["fingerprint"]);
    let nowhere = [
        "enroll",
        "approve",
        "--dir",
        "authority",
        "r",
        "--role",
        "officer",
        "--unit",
        "moon",
        "--out",
        "g",
    ];
    assert_eq!(desk.run("other", &nowhere).error(), "trust.unknown_unit");
    assert_eq!(
        desk.run("other", &["enroll", "accept", "r"]).error(),
        "trust.malformed"
    );
}

#[test]
fn a_request_and_its_answer_go_as_text_too_and_half_of_one_is_refused() {
    let desk = Desk::with_devices(&["a"]);
    desk.run("other", &["init", "--quick"]).ok();
    let request = ["enroll", "request", "--name", "Vàng A Páo", "--out", "r"];
    desk.run("other", &request).ok();
    let bytes = std::fs::read(desk.path("r")).unwrap();
    let text = EnrolRequest::decode(&bytes).unwrap().to_text();
    // As it comes out of a message: broken into lines.
    let (one, two) = text.split_at(40);
    std::fs::write(desk.path("r.txt"), format!("{one}\n  {two}\n")).unwrap();
    let approve = |request: &'static str, out: &'static str| {
        let of = ["enroll", "approve", "--dir", "authority", request];
        let to = [
            "--role", "officer", "--unit", "post-a", "--text", "--out", out,
        ];
        [of.as_slice(), &to].concat()
    };
    desk.run("other", &approve("r.txt", "g.txt")).ok();
    let answer = std::fs::read_to_string(desk.path("g.txt")).unwrap();
    assert!(answer.starts_with("NUONG1ANSWER"), "{answer}");
    let me = desk
        .run("other", &["enroll", "accept", "g.txt"])
        .ok()
        .json();
    assert_eq!(me["person"], "Vàng A Páo");
    // And again when the vault is opened the next time.
    assert_eq!(
        desk.run("other", &["unlock"]).ok().json()["person"],
        "Vàng A Páo"
    );
    std::fs::write(desk.path("half.txt"), one).unwrap();
    let half = desk.run("other", &approve("half.txt", "g"));
    assert_eq!(half.error(), "trust.truncated");
}

#[test]
fn a_unit_is_shown_by_the_name_that_its_authority_gave_it() {
    let desk = Desk::with_devices(&["a"]);
    let name = |unit: &'static str, name: &'static str| {
        let args = [
            "authority",
            "name-unit",
            "--dir",
            "authority",
            unit,
            name,
            "--out",
            "n",
        ];
        desk.run("a", &args)
    };
    name("post-a", "Đồn Biên phòng Mường Khương").ok();
    desk.run("a", &["parcel", "import", "n"]).ok();
    let me = desk.run("a", &["unlock"]).ok().json();
    assert_eq!(me["units"][0], "Đồn Biên phòng Mường Khương");
    assert_eq!(name("moon", "x").error(), "trust.unknown_unit");
    assert_eq!(name("post-a", " ").error(), "trust.invalid_unit_name");
    let init = [
        "authority",
        "init",
        "--dir",
        "second",
        "--quick",
        "--unit",
        "x=Đồn X",
    ];
    desk.run("a", &init).ok();
}

#[test]
fn a_command_line_that_says_nothing_is_refused_with_json_too() {
    let desk = Desk::new();
    let refused = desk.start(&["--json", "cases", "--nonsense"], None, "");
    assert_eq!((refused.code, refused.error().as_str()), (2, "usage"));
    let text = desk.start(&["cases", "--nonsense"], None, "");
    assert_eq!((text.code, text.out.as_str()), (2, ""));
    assert!(
        desk.start(&["decide", "--help"], None, "")
            .ok()
            .out
            .contains("Example")
    );
}
