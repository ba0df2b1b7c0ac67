//! A full disk: said as such, and everything said to be saved is saved.
//!
//! The disk is a small one in memory. Making it takes root; elsewhere these tests have nothing to work on and pass.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use nuong_e2e::{Talk, World, plain};

/// A disk of a few megabytes, taken away again when it is dropped.
struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    fn mount(at: &Path) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "nuong-e2e"])
            .arg(at)
            .output();
        let mounted = mounted.is_ok_and(|output| output.status.success());
        mounted.then(|| Self { at: at.to_owned() })
    }

    /// Leaves no byte free.
    fn fill(&self) {
        let mut filler = File::create(self.at.join("filler")).unwrap();
        let mut piece = vec![0xa5; 64 * 1024];
        while !piece.is_empty() {
            if filler.write_all(&piece).is_err() {
                piece.truncate(piece.len() / 2);
            }
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.at.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}

#[test]
fn what_does_not_fit_is_refused_and_what_was_saved_stays() {
    let world = World::found();
    let Some(disk) = SmallDisk::mount(&world.path("disk")) else {
        return;
    };
    let device = world.device("disk/guard-a", "officer", "post-a");
    let case = device.screen(&World::scenario("b1-no-signs"));
    device.note(&case, "đã ghi trước khi đầy");
    let contents = device.contents();
    disk.fill();
    assert_eq!(
        device.run(["note", &case, "không còn chỗ"]).refused(),
        "vault.full"
    );
    let file = world.path("disk/all.nuong");
    assert_eq!(
        device.run(["parcel", "export", plain(&file)]).refused(),
        "vault.full"
    );
    assert_eq!(
        device
            .run([
                "screen",
                "--scenario",
                plain(&World::scenario("b2-broken-off"))
            ])
            .refused(),
        "vault.full"
    );
    disk.make_room();
    assert_eq!(device.contents(), contents);
    device.note(&case, "lại còn chỗ");
    assert!(
        device.case(&case)["notes"]
            .to_string()
            .contains("lại còn chỗ")
    );
}

#[test]
fn a_disk_that_fills_during_an_interview_loses_no_answer_before_it() {
    let world = World::found();
    let Some(disk) = SmallDisk::mount(&world.path("disk")) else {
        return;
    };
    let device = world.device("disk/guard-a", "officer", "post-a");
    let mut talk = Talk::begin(&device, None);
    talk.screen().unwrap();
    talk.type_line("");
    talk.screen().unwrap();
    for _ in 0..3 {
        talk.type_line("?");
        talk.screen().unwrap();
    }
    disk.fill();
    let mut typed = 0;
    while typed < 500 {
        talk.type_line(if typed % 2 == 0 { "?" } else { "<" });
        if talk.screen().is_none() {
            break;
        }
        typed += 1;
    }
    let words = talk.last_words();
    assert!(words.contains("There is no room left"), "{words}");
    talk.kill();
    disk.make_room();
    let cases = device.cases();
    assert_eq!(cases.len(), 1);
    let answers = device.case(&cases[0])["interviews"][0]["answers"].take();
    assert!(answers.as_array().unwrap().len() >= 3, "{answers}");
}
