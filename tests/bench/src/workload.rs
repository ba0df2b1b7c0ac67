//! The workload of the measurements: a case of 170 edits in ten changes, one a screen.
//!
//! 25 facts, 120 answers, two notes of 600 Vietnamese characters, five needs and referrals, 18 corrections, all by one
//! device. Values are drawn by a small generator from a fixed seed, so that every run measures the same bytes.

use nuong_station::casefile::Command;
use nuong_station::screening::Answer;

/// A small generator (SplitMix64): the measurements need repeatable variety, not secrets.
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or(0)
    }

    /// The seconds a person takes to answer, up to a minute.
    pub(crate) fn seconds(&mut self) -> i64 {
        i64::try_from(self.next() % 57).unwrap_or(0)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const FAMILY: [&str; 12] = [
    "Lò", "Vàng", "Giàng", "Sùng", "Lường", "Quàng", "Hoàng", "Nguyễn", "Tẩn", "Moong", "Thào",
    "Cà",
];
const MIDDLE: [&str; 6] = ["Văn", "Thị", "A", "Mẩy", "Đức", "Seo"];
const GIVEN: [&str; 14] = [
    "Piêng", "Sềnh", "Dợ", "Phin", "Khằm", "Xừ", "Hặc", "Mỷ", "Páo", "Đào", "Ín", "Pháng", "Chẩu",
    "Dính",
];
const ONSETS: [&str; 22] = [
    "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t",
    "th", "tr", "v", "x",
];
const RIMES: [&str; 30] = [
    "a", "à", "á", "ai", "ao", "anh", "ăm", "ân", "ây", "e", "ê", "ến", "i", "ia", "iệc", "inh",
    "o", "oa", "ói", "ông", "ơ", "ờn", "u", "ua", "ước", "ương", "ưởng", "ứt", "y", "yên",
];
const CHOICES: [&str; 6] = ["yes", "no", "no", "no", "sometimes", "other"];

fn name(draw: &mut Draw) -> String {
    format!(
        "{} {} {}",
        draw.one(&FAMILY),
        draw.one(&MIDDLE),
        draw.one(&GIVEN)
    )
}

/// A text of about 600 characters in syllables that look Vietnamese; they mean nothing, and repeat no more than language does.
fn note(draw: &mut Draw) -> String {
    let mut text = String::new();
    while text.chars().count() < 600 {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(draw.one(&ONSETS));
        text.push_str(draw.one(&RIMES));
    }
    text
}

fn value(draw: &mut Draw, index: usize) -> Answer {
    match index % 12 {
        0 => Answer::Value(name(draw)),
        1 | 2 => Answer::Value((draw.below(60) + 1).to_string()),
        3 => Answer::Value(format!(
            "20{:02}-{:02}-{:02}",
            draw.below(26),
            draw.below(12) + 1,
            draw.below(28) + 1
        )),
        4 if draw.below(4) == 0 => Answer::DoesNotKnow,
        _ => Answer::Value(draw.one(&CHOICES).to_owned()),
    }
}

/// The ten screens of one case; `interview` and `pack` name what the answers are given to.
pub(crate) fn screens(draw: &mut Draw, interview: &str) -> Vec<Vec<Command>> {
    let mut screens: Vec<Vec<Command>> = (0..10).map(|_| Vec::new()).collect();
    for index in 0..25 {
        let field = format!("fact_{index}");
        screens[index / 13].push(Command::SetField {
            field,
            value: Some(value(draw, index)),
        });
    }
    let answer = |path: usize, answer: Answer| Command::RecordAnswer {
        interview: interview.to_owned(),
        path: format!("part{}/question_{path}", path / 15),
        answer: Some(answer),
    };
    for index in 0..120 {
        let given = value(draw, index);
        screens[1 + index / 15].push(answer(index, given));
    }
    for index in 0..18 {
        let given = value(draw, index * 5 + 1);
        screens[9].push(answer(index * 6, given));
    }
    screens[4].push(Command::AddNote { text: note(draw) });
    screens[9].push(Command::AddNote { text: note(draw) });
    for need in ["shelter", "medical", "interpreter"] {
        screens[8].push(Command::AddNeed {
            need: need.to_owned(),
            detail: String::new(),
        });
    }
    for to in ["commune", "province"] {
        screens[9].push(Command::Refer {
            to: to.to_owned(),
            reason: String::new(),
        });
    }
    screens
}

/// One edit as a line of JSON, with who and when: the content itself, without any history format.
pub(crate) fn as_json(command: &Command, at: i64, who: &str) -> String {
    let (key, value) = match command {
        Command::SetField { field, value } => (field.clone(), shown(value.as_ref())),
        Command::RecordAnswer { path, answer, .. } => (path.clone(), shown(answer.as_ref())),
        Command::AddNote { text } => ("note".to_owned(), text.clone()),
        Command::AddNeed { need, .. } => ("need".to_owned(), need.clone()),
        Command::Refer { to, .. } => ("refer".to_owned(), to.clone()),
        _ => (String::new(), String::new()),
    };
    serde_json::json!({ "k": key, "v": value, "w": who, "t": at }).to_string()
}

fn shown(answer: Option<&Answer>) -> String {
    match answer {
        Some(Answer::Value(text)) => text.clone(),
        Some(Answer::DoesNotKnow) => "?".to_owned(),
        Some(Answer::DoesNotWantToSay) => "!".to_owned(),
        None => String::new(),
    }
}
