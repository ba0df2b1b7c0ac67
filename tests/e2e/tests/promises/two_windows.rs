//! One profile, two programs at once: either the second is told to wait, or both keep what they said is saved.

use nuong_e2e::{Device, Talk, World};

/// Begins an interview and answers its first two questions.
fn interview_under_way(device: &Device) -> Talk {
    let mut talk = Talk::begin(device, None);
    for line in ["", "1", "?"] {
        talk.screen().unwrap();
        talk.type_line(line);
    }
    talk.screen().unwrap();
    talk
}

#[test]
fn what_a_second_window_saves_is_not_undone_by_the_first() {
    let world = World::found();
    let device = world.device("guard-a", "officer", "post-a");
    let mut talk = interview_under_way(&device);
    let listed = device.run(["cases"]);
    let mut noted = false;
    if listed.well {
        let case = device.cases().remove(0);
        let said = device.run(["note", &case, "từ cửa sổ thứ hai"]);
        noted = said.well;
        assert!(noted || said.refused() == "vault.busy");
    } else {
        assert_eq!(listed.refused(), "vault.busy");
    }
    for line in ["?", "?", "?"] {
        talk.type_line(line);
        talk.screen().expect("the interview goes on");
    }
    talk.type_line(".");
    assert!(talk.screen().is_none());
    drop(talk);
    let case = device.case(&device.cases()[0]);
    assert_eq!(
        case["interviews"][0]["answers"].as_array().unwrap().len(),
        5
    );
    assert_eq!(
        case["notes"].to_string().contains("từ cửa sổ thứ hai"),
        noted,
        "{}",
        case["notes"]
    );
}
