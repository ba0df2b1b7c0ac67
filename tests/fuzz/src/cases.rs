//! What `casefile` reads: changes from other devices, snapshots from the vault.

use nuong_casefile::{Author, Case, CaseId, Command, CommandError, ConflictPath, RawChange};
use nuong_screening::Answer;
use nuong_trust::sha256;

use crate::Target;

/// The parsers of this part.
pub(crate) fn targets() -> Vec<Target> {
    vec![
        Target {
            name: "change",
            feed: change,
            samples: || story().changes.clone(),
        },
        Target {
            name: "snapshot",
            feed: snapshot,
            samples: || vec![story().case.save()],
        },
        Target {
            name: "conflict_path",
            feed: conflict_path,
            samples: sample_paths,
        },
    ]
}

/// One change, as it comes out of a parcel's section. A change begins with a checksum over the rest, which damage would
/// never get past: so it is tried as it is, and again with the checksum put right.
pub fn change(bytes: &[u8]) -> bool {
    let accepted = one_change(bytes);
    one_change(&with_checksum(bytes)) || accepted
}

fn one_change(bytes: &[u8]) -> bool {
    let Ok(change) = RawChange::parse(bytes) else {
        return false;
    };
    assert_eq!(change.bytes, bytes, "a change is kept as it came");
    let base = &story().case;
    let _ = base.rights_needed(&change);
    let mut case = Case::load(&base.save()).expect("what was saved can be loaded");
    let before = case.heads();
    if case.apply(std::slice::from_ref(&change)).is_err() {
        assert_eq!(case.heads(), before, "a refused change changes nothing");
    }
    look_through(&case);
    let _ = Case::from_changes(&[bytes]).map(|case| look_through(&case));
    true
}

/// A snapshot of a case, from the vault; tried also with its checksum put right.
pub fn snapshot(bytes: &[u8]) -> bool {
    let accepted = one_snapshot(bytes);
    one_snapshot(&with_checksum(bytes)) || accepted
}

fn one_snapshot(bytes: &[u8]) -> bool {
    let Ok(case) = Case::load(bytes) else {
        return false;
    };
    look_through(&case);
    let again = Case::load(&case.save()).expect("what was loaded can be saved and loaded");
    assert_eq!(again.heads(), case.heads());
    true
}

/// The name of a place in a case, as typed on a command line.
pub fn conflict_path(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Ok(path) = text.parse::<ConflictPath>() else {
        return false;
    };
    assert_eq!(path.to_string(), text, "a place has one name");
    true
}

/// Reads everything that a view would.
fn look_through(case: &Case) {
    let _ = (
        case.record(),
        case.conflicts(),
        case.history(),
        case.read_only(),
    );
}

/// The engine's chunks are four bytes of mark, four of checksum (the beginning of a SHA-256), and what it is about.
fn with_checksum(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.len() > 8 {
        let sum = sha256(&bytes[8..]);
        bytes[4..8].copy_from_slice(&sum[..4]);
    }
    bytes
}

/// A small case and its changes, in order.
struct Story {
    case: Case,
    changes: Vec<Vec<u8>>,
}

fn story() -> &'static Story {
    static STORY: std::sync::OnceLock<Story> = std::sync::OnceLock::new();
    STORY.get_or_init(|| make_story().expect("the samples are valid"))
}

fn make_story() -> Result<Story, CommandError> {
    let (author, other) = (Author([1; 16]), Author([2; 16]));
    let (mut case, begins) = Case::create(CaseId([9; 16]), author, 1_750_000_000, "post-a")?;
    let interview = || "i1".to_owned();
    let answer = |path: &str, answer| Command::RecordAnswer {
        interview: interview(),
        path: path.to_owned(),
        answer,
    };
    let screens = [
        (
            author,
            vec![Command::StartInterview {
                interview: interview(),
                pack: "ab".repeat(32),
                instrument: "border-initial".to_owned(),
            }],
        ),
        (
            author,
            vec![
                answer(
                    "person/name",
                    Some(Answer::Value("Giàng Thị Dợ".to_owned())),
                ),
                answer("person/age", Some(Answer::Value("16".to_owned()))),
            ],
        ),
        (
            author,
            vec![
                answer("journey/paid", Some(Answer::DoesNotWantToSay)),
                answer("person/age", None),
            ],
        ),
        (
            other,
            vec![Command::AddNote {
                text: "Đi cùng một người tự nhận là dì.".to_owned(),
            }],
        ),
        (
            other,
            vec![Command::AddNeed {
                need: "medical".to_owned(),
                detail: String::new(),
            }],
        ),
    ];
    let mut changes = vec![begins.bytes];
    for (number, (author, commands)) in screens.into_iter().enumerate() {
        let made = case.commit(author, 1_750_000_060 + number as i64, &commands)?;
        changes.extend(made.map(|change| change.bytes));
    }
    Ok(Story { case, changes })
}

fn sample_paths() -> Vec<Vec<u8>> {
    let texts = [
        "person/age_years",
        "interviews/i1/journey/paid",
        "consents/referral|police",
        "decision",
        "custody/unit",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}
