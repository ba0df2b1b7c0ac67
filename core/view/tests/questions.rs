//! Every kind of question is drawn, every tap is taken by the interview, and repeats can be gone through.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use nuong_screening::{Answer, Interview, Kind, Pack, Sheets};
use nuong_view::{
    Drawn, InterviewFacts, InterviewView, Lang, QuestionView, Respondent, Texts, Viewer, typed,
};

const SURVEY: &str = "type,name,label::vi,label::en,audio::vi,parameters,relevant,required,required_message::en,read_only,appearance,guidance_hint::en
note,hello,Chào,Hello,,,,,,,,
text,words,Chữ,Words,vi-words.m4a,,,yes,Please write something.,,,For training
integer,whole,Số,Whole,,,,yes,,,,
decimal,fraction,Số lẻ,Fraction,,,,,,,,
date,day,Ngày,Day,,,,,,,,
date,part,Tháng,Month,,,,,,,month-year,
time,hour,Giờ,Hour,,,,,,,,
dateTime,moment,Lúc,Moment,,,,,,,,
select_one yes_no,yes,Có không,Yes or no,,,,,,,,
select_one place,one,Một,One,,,,,,,,
select_multiple place,many,Nhiều,Many,,,,,,,,
rank place,order,Xếp,Order,,,,,,,,
range,few,Mấy,Few,,start=0 end=10 step=2.5,,,,,,
range,much,Bao nhiêu,How much,,start=0 end=100 step=1,,,,,,
geopoint,point,Ở đâu,Where,,,,,,,,
geotrace,way,Đường,Way,,,,,,,,
acknowledge,read,Đã đọc,Read,,,,,,,,
barcode,code,Mã,Code,,,,,,,,
image,picture,Ảnh,Picture,,,,,,,,
audio,sound,Tiếng,Sound,,,,,,,,
file,paper,Giấy,Paper,,,,,,,,
text,fixed,Cố định,Fixed,,,,,,yes,,
begin_repeat,member,Người nhà,Member,,,,,,,,
text,name,Tên,Name,,,,,,,,
select_one yes_no,away,Đi xa,Away,,,,,,,,
end_repeat,,,,,,,,,,,
";

const CHOICES: &str = "list_name,name,label::vi,label::en,audio::vi,image::vi
yes_no,yes,Có,Yes,,
yes_no,no,Không,No,,
place,home,Nhà,Home,vi-home.m4a,home.png
place,field,Nương,Field,,
place,market,Chợ,Market,,
";

fn pack() -> Arc<Pack> {
    let settings = "form_id,version,form_title\nall,1,All\n";
    let sheets = Sheets::from_csv(SURVEY, CHOICES, settings, "").unwrap();
    Arc::new(Pack::compile(&sheets).unwrap().0)
}

fn interview() -> Interview {
    Interview::new(pack(), date(2026, 11, 22))
}

fn show(interview: &Interview, at: usize, lang: Lang) -> InterviewView {
    let problems = BTreeMap::new();
    let facts = InterviewFacts {
        interview,
        at,
        respondent: Respondent::Person,
        problems: &problems,
        read_only: false,
    };
    Viewer::new(Texts::shared(lang), 420, &common::name_of).interview(&facts)
}

fn question(interview: &Interview, path: &str) -> QuestionView {
    let at = interview.screen_of(path).unwrap();
    let view = show(interview, at, Lang::En);
    view.questions.into_iter().find(|q| q.path == path).unwrap()
}

#[test]
fn every_kind_of_question_is_drawn_as_what_it_is() {
    let it = interview();
    let drawn: Vec<(String, Drawn)> = (0..it.screens().len())
        .flat_map(|at| show(&it, at, Lang::En).questions)
        .map(|question| (question.path, question.drawn))
        .collect();
    let expected = [
        ("hello", Drawn::Note),
        ("words", Drawn::Text),
        ("whole", Drawn::WholeNumber),
        ("fraction", Drawn::Number),
        ("day", Drawn::Date),
        ("part", Drawn::DatePart),
        ("hour", Drawn::Time),
        ("moment", Drawn::DateTime),
        ("yes", Drawn::FourChoices),
        ("one", Drawn::OneChoice),
        ("many", Drawn::ManyChoices),
        ("order", Drawn::Rank),
        ("few", Drawn::Range),
        ("much", Drawn::Range),
        ("point", Drawn::Place),
        ("way", Drawn::Places),
        ("read", Drawn::Acknowledge),
        ("code", Drawn::Barcode),
        ("picture", Drawn::Attachment),
        ("sound", Drawn::Attachment),
        ("paper", Drawn::Attachment),
        ("fixed", Drawn::Text),
        ("member[1]/name", Drawn::Text),
        ("member[1]/away", Drawn::FourChoices),
    ];
    let expected = expected.map(|(path, drawn)| (path.to_owned(), drawn));
    assert_eq!(drawn, expected);
}

#[test]
fn every_question_takes_not_knowing_not_wanting_to_say_and_each_of_its_taps() {
    let mut it = interview();
    for at in 0..it.screens().len() {
        for question in show(&it, at, Lang::Vi).questions {
            let answers: Vec<Option<Answer>> = question
                .choices
                .iter()
                .map(|choice| choice.then.clone())
                .collect();
            if question.drawn == Drawn::Note {
                assert!(answers.is_empty());
                continue;
            }
            for refusal in [Answer::DoesNotKnow, Answer::DoesNotWantToSay] {
                assert!(answers.contains(&Some(refusal)), "{}", question.path);
            }
            for answer in answers {
                it.answer(&question.path, answer.clone())
                    .unwrap_or_else(|error| panic!("{}: {answer:?}: {error}", question.path));
            }
        }
    }
}

#[test]
fn what_can_be_typed_is_taken_and_shown_as_it_was_typed() {
    let mut it = interview();
    for (path, text, held) in [
        ("words", "ở nhà", "ở nhà"),
        ("whole", "1.500", "1500"),
        ("fraction", "1,5", "1.5"),
        ("day", "1/3/2026", "2026-03-01"),
        ("part", "3/2026", "2026-03"),
        ("hour", "7h30", "07:30:00.000"),
        ("moment", "1/3/2026 7:30", "2026-03-01T07:30:00.000"),
        ("much", "42", "42"),
        ("point", "21.0285, 105.8542", "21.0285 105.8542 0 0"),
        (
            "way",
            "21.1 105.1; 21.2 105.2",
            "21.1 105.1 0 0;21.2 105.2 0 0",
        ),
        ("code", "8934567", "8934567"),
    ] {
        let kind: Kind = it.pack().question(path).unwrap().kind.clone();
        it.answer(path, typed(&kind, text)).unwrap();
        assert_eq!(it.value(path).unwrap().text(), held, "{path}");
        let shown = question(&it, path).input.unwrap().text;
        assert_eq!(
            it.pack()
                .question(path)
                .map(|q| typed(&q.kind, &shown))
                .unwrap(),
            Some(Answer::value(held)),
            "{path}: what is shown can be typed again: {shown}"
        );
    }
    assert_eq!(question(&it, "hour").input.unwrap().text, "07:30");
    assert!(
        question(&it, "much")
            .input
            .unwrap()
            .label
            .contains("from 0 to 100")
    );
}

#[test]
fn few_values_of_a_range_stand_side_by_side_and_many_are_typed() {
    let it = interview();
    let few = question(&it, "few");
    let labels: Vec<&str> = few
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(labels[..5], ["0.0", "2.5", "5.0", "7.5", "10.0"]);
    assert_eq!((labels.len(), few.input), (7, None));
    let much = question(&it, "much");
    assert_eq!(much.choices.len(), 2, "the two answers that are no value");
    let range = much.range.unwrap();
    assert_eq!((range.start.as_str(), range.end.as_str()), ("0", "100"));
}

#[test]
fn a_tap_moves_a_choice_up_in_its_order() {
    let mut it = interview();
    let places = |it: &Interview| {
        let choices = question(it, "order").choices.into_iter();
        choices
            .map(|choice| (choice.label, choice.place))
            .collect::<Vec<_>>()
    };
    assert_eq!(places(&it)[0], ("Home".to_owned(), None));
    let tap = question(&it, "order").choices[2].then.clone();
    it.answer("order", tap).unwrap();
    let expected = [("Home", 1), ("Market", 2), ("Field", 3)];
    let expected = expected.map(|(label, place)| (label.to_owned(), Some(place)));
    assert_eq!(places(&it)[..3], expected);
    let told = question(&it, "order");
    assert_eq!(
        told.choices[0].then,
        it.value("order").cloned(),
        "the first stays"
    );
}

#[test]
fn a_file_is_a_slot_with_the_name_of_what_is_in_it() {
    let mut it = interview();
    let slot = question(&it, "picture").attachment.unwrap();
    assert_eq!(
        (slot.label.as_str(), slot.name),
        ("Take or choose a picture", None)
    );
    it.answer("picture", Some(Answer::value("ảnh-1.jpg")))
        .unwrap();
    let slot = question(&it, "picture").attachment.unwrap();
    assert_eq!(slot.name.as_deref(), Some("ảnh-1.jpg"));
    assert!(
        it.answer("picture", Some(Answer::value("../khoá")))
            .is_err()
    );
}

#[test]
fn what_is_needed_read_only_or_to_be_heard_is_said() {
    let mut it = interview();
    let words = question(&it, "words");
    assert_eq!(words.needed.as_deref(), Some("Please write something."));
    assert_eq!(words.guidance.as_deref(), Some("For training"));
    let listen = words.listen.unwrap();
    assert_eq!(
        (listen.file.as_str(), listen.language.as_str()),
        ("vi-words.m4a", "vi")
    );
    assert_eq!(
        listen.fallback.as_deref(),
        Some("There is no recording in English yet; this is Vietnamese.")
    );
    assert!(
        question(&it, "whole")
            .needed
            .unwrap()
            .contains("not knowing")
    );
    it.answer("whole", Some(Answer::DoesNotKnow)).unwrap();
    assert_eq!(
        question(&it, "whole").needed,
        None,
        "not knowing is an answer"
    );
    assert!(question(&it, "fixed").read_only.is_some());
    let at = it.screen_of("one").unwrap();
    let home = show(&it, at, Lang::Vi)
        .questions
        .remove(0)
        .choices
        .remove(0);
    assert_eq!(home.listen.unwrap().file, "vi-home.m4a");
    assert_eq!(home.image.as_deref(), Some("home.png"));
}

#[test]
fn the_first_gap_can_be_gone_to_from_every_screen() {
    let mut it = interview();
    let view = show(&it, 0, Lang::En);
    assert_eq!(
        (view.first_unanswered.enabled, view.first_unanswered_at),
        (true, Some(1))
    );
    let here = show(&it, 1, Lang::En);
    assert_eq!(
        here.first_unanswered.why_not.as_deref(),
        Some("This is the first one left.")
    );
    for screen in it.screens() {
        for path in screen.questions {
            it.answer(&path, Some(Answer::DoesNotKnow)).ok();
        }
    }
    assert!(!show(&it, 0, Lang::En).first_unanswered.enabled);
}

#[test]
fn a_repeat_says_who_is_there_and_takes_more_and_fewer() {
    let mut it = interview();
    it.answer("member[1]/name", Some(Answer::value("Mỷ")))
        .unwrap();
    it.add_instance("member").unwrap();
    let at = it.screens().len() - 1;
    let view = show(&it, at, Lang::Vi);
    assert_eq!(view.heading, "Người nhà");
    let repeat = view.repeat.unwrap();
    assert_eq!(
        (repeat.path.as_str(), repeat.count.as_str()),
        ("member", "Đã ghi: 2")
    );
    let labels: Vec<&str> = repeat
        .instances
        .iter()
        .map(|one| one.label.as_str())
        .collect();
    assert_eq!(labels, ["Người nhà 1: Mỷ", "Người nhà 2"]);
    assert!(repeat.add.enabled && repeat.instances[0].remove.enabled);
    let second = repeat.instances[1].at.unwrap() as usize;
    let view = show(&it, second, Lang::Vi);
    assert_eq!(view.questions[0].path, "member[2]/name");
    assert_eq!(view.section.as_deref(), Some("Người nhà 2"));
    it.remove_instance(&repeat.instances[0].path).unwrap();
    assert_eq!(it.value("member[1]/name"), None, "the second has moved up");
}

#[test]
fn who_answers_can_be_chosen_on_every_screen() {
    let view = show(&interview(), 1, Lang::En);
    let chosen: Vec<Respondent> = view
        .respondents
        .iter()
        .filter(|one| one.chosen)
        .map(|one| one.respondent)
        .collect();
    assert_eq!(chosen, [Respondent::Person]);
    assert_eq!(view.respondents.len(), 4);
    assert!(
        view.respondents
            .iter()
            .all(|one| one.respondent != Respondent::Alone)
    );
}
