//! What an administrator publishes reaches every device of the authority through a real hub: those there are, and those
//! enrolled when the administrator is long gone.

use std::fs;

use nuong_e2e::{Device, World, plain, repository};

/// A questionnaire that no device has: the triage under a name of its own.
fn sheets(world: &World) -> String {
    let folder = world.path("sheets");
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(repository().join("instruments/triage")).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let text = text.replace(",triage,", ",market-day,");
        fs::write(folder.join(file.file_name().unwrap()), text).unwrap();
    }
    plain(&folder).to_owned()
}

fn knows(device: &Device) -> bool {
    device.run(["instrument", "show", "market-day"]).well
}

#[test]
fn a_questionnaire_reaches_those_there_are_and_those_who_come_later() {
    let world = World::found();
    let mut hub = world.hub();
    let (pack, signed) = (world.path("market.pack"), world.path("market.signed"));
    let (pack, signed) = (plain(&pack), plain(&signed));
    let administrator = world.device("administrator", "administrator", "province");
    let guard = world.device("guard-a", "officer", "post-a");
    guard.sync_well(&hub);
    assert!(!knows(&guard));

    let folder = sheets(&world);
    administrator
        .run(["instrument", "build", &folder, "--out", pack])
        .well();
    administrator
        .run(["instrument", "sign", pack, "--out", signed])
        .well();
    administrator.run(["instrument", "spread", signed]).well();
    administrator.sync_well(&hub);

    guard.sync_well(&hub);
    assert!(knows(&guard));
    // The hub is stopped and served again, and the administrator is not there any more.
    drop(hub);
    hub = world.hub();
    let outreach = world.device("outreach", "outreach", "commune");
    assert!(!knows(&outreach));
    outreach.sync_well(&hub);
    assert!(knows(&outreach));
}

#[test]
fn what_an_officer_has_signed_is_never_spread() {
    let world = World::found();
    let guard = world.device("guard-a", "officer", "post-a");
    let pack = world.path("market.pack");
    let (pack, out) = (plain(&pack), world.path("signed"));
    let folder = sheets(&world);
    guard
        .run(["instrument", "build", &folder, "--out", pack])
        .well();
    let signed = guard.run(["instrument", "sign", pack, "--out", plain(&out)]);
    assert!(!signed.well);
    let spread = guard.run(["instrument", "spread", pack]);
    assert_eq!(spread.refused(), "trust.issuer_not_administrator");
}
