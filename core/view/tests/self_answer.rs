//! A person alone with the device: four shapes and a voice, no words unless wanted, no result, no silent change of language.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::date;
use nuong_screening::{Answer, Interview, Pack, Sheets};
use nuong_view::{
    InterviewFacts, Lang, Respondent, SelfAnswerFacts, SelfAnswerView, SelfChoice, Shape, Texts,
    Viewer, next_self_answer, suits_self_answer,
};

const SURVEY: &str = "type,name,label::Tiếng Việt (vi),label::Mông (hmn),audio::Tiếng Việt (vi),audio::Mông (hmn),relevant
select_one yes_no,hears,Có nghe rõ không?,HEARS,vi-hears.m4a,hmn-hears.m4a,
note,quiet,Nói nhỏ thôi.,QUIET,vi-quiet.m4a,,
select_one yes_no,afraid,Có sợ ai không?,AFRAID,vi-afraid.m4a,,
select_one yes_no,near,Người đó ở gần không?,,,,${afraid} = 'yes'
note,done,Xong rồi.,DONE,vi-done.m4a,hmn-done.m4a,
";
const CHOICES: &str = "list_name,name,label::Tiếng Việt (vi),label::Mông (hmn),audio::Tiếng Việt (vi),audio::Mông (hmn)
yes_no,yes,Có,YES,vi-yes.m4a,hmn-yes.m4a
yes_no,no,Không,NO,vi-no.m4a,
";

fn pack(survey: &str) -> Arc<Pack> {
    let settings = "form_id,version,form_title,default_language\nalone,1,Alone,Tiếng Việt (vi)\n";
    let sheets = Sheets::from_csv(survey, CHOICES, settings, "").unwrap();
    Arc::new(Pack::compile(&sheets).unwrap().0)
}

fn begun() -> Interview {
    Interview::new(pack(SURVEY), date(2026, 11, 22))
}

fn recordings(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn all() -> BTreeSet<String> {
    recordings(&[
        "vi-hears.m4a",
        "vi-quiet.m4a",
        "vi-afraid.m4a",
        "vi-done.m4a",
        "vi-yes.m4a",
        "vi-no.m4a",
        "hmn-hears.m4a",
        "hmn-done.m4a",
        "hmn-yes.m4a",
    ])
}

fn show(interview: &Interview, speak: &str, text_wanted: bool) -> SelfAnswerView {
    let recordings = all();
    let facts = SelfAnswerFacts {
        interview,
        speak,
        recordings: &recordings,
        text_wanted,
        stopped: false,
    };
    Viewer::new(Texts::shared(Lang::Vi), 420, &common::name_of).self_answer(&facts)
}

fn files(view: &SelfAnswerView) -> Vec<&str> {
    view.sounds
        .iter()
        .map(|sound| sound.file.as_str())
        .collect()
}

#[test]
fn there_are_four_shapes_and_a_voice_and_no_words_unless_wanted() {
    let it = begun();
    let view = show(&it, "vi", false);
    assert_eq!(view.path.as_deref(), Some("hears"));
    assert_eq!(
        (files(&view), view.text.clone()),
        (vec!["vi-hears.m4a"], None)
    );
    let shapes: Vec<(SelfChoice, Shape)> = view
        .choices
        .iter()
        .map(|one| (one.choice, one.shape))
        .collect();
    assert_eq!(
        shapes,
        [
            (SelfChoice::Yes, Shape::Circle),
            (SelfChoice::No, Shape::Square),
            (SelfChoice::Skip, Shape::Triangle),
            (SelfChoice::Stop, Shape::Cross),
        ]
    );
    assert_eq!(view.choices[0].sound.as_ref().unwrap().file, "vi-yes.m4a");
    let said = serde_json::to_string(&view).unwrap();
    assert!(
        !said.contains("Có nghe rõ"),
        "the words are nowhere: {said}"
    );
    assert_eq!(show(&it, "vi", true).text.unwrap(), ["Có nghe rõ không?"]);
}

#[test]
fn what_is_said_and_asked_is_what_a_walk_through_all_screens_finds() {
    let survey = "type,name,label::Tiếng Việt (vi),relevant,appearance\nnote,n1,Một,,\nnote,n2,Hai,,\n\
                  select_one yes_no,a,A,,\nbegin group,g,,,field-list\nnote,n3,Ba,,\nselect_one yes_no,b,B,,\n\
                  note,n4,Bốn,,\nselect_one yes_no,c,C,${a} = 'yes',\nend group,,,,\nnote,n5,Năm,${b} = 'no',\n\
                  select_one yes_no,d,D,${c} != 'no',\nnote,n6,Sáu,,\nnote,n7,Bảy,,\n";
    for said in 0..16 {
        let mut it = Interview::new(pack(survey), date(2026, 11, 22));
        for turn in 0..5 {
            let mut before: Vec<String> = Vec::new();
            let mut next = None;
            for path in it.screens().into_iter().flat_map(|one| one.questions) {
                let name = path.rsplit('/').next().unwrap();
                if name.starts_with('n') {
                    before.push(it.label(&path, "vi"));
                } else if it.value(&path).is_some() {
                    before.clear();
                } else {
                    before.push(it.label(&path, "vi"));
                    next = Some(path);
                    break;
                }
            }
            let view = show(&it, "vi", true);
            assert_eq!((&view.path, view.text.unwrap()), (&next, before));
            let Some(path) = next else { break };
            let answer = if said >> turn & 1 == 1 { "yes" } else { "no" };
            it.answer(&path, Some(Answer::value(answer))).unwrap();
        }
        assert_eq!(next_self_answer(&it), None);
    }
}

#[test]
fn a_note_is_said_before_the_question_it_stands_before() {
    let mut it = begun();
    it.answer("hears", SelfChoice::Yes.answer()).unwrap();
    let view = show(&it, "vi", false);
    assert_eq!(files(&view), ["vi-quiet.m4a", "vi-afraid.m4a"]);
    it.answer("afraid", SelfChoice::No.answer()).unwrap();
    let end = show(&it, "vi", false);
    assert_eq!((end.path.clone(), files(&end)), (None, vec!["vi-done.m4a"]));
    assert!(end.choices.is_empty() && end.ended.is_some() && end.take_back.enabled);
}

#[test]
fn another_language_is_never_spoken_silently() {
    let mut it = begun();
    assert_eq!(show(&it, "hmn", false).fallback, None);
    it.answer("hears", SelfChoice::Yes.answer()).unwrap();
    let view = show(&it, "hmn", false);
    assert_eq!(
        view.fallback.as_deref(),
        Some("Chưa có bản thu hmn; đang phát bản tiếng Việt.")
    );
    assert!(
        view.sounds
            .iter()
            .all(|sound| sound.language == "vi" && sound.fallback.is_some())
    );
    assert!(view.choices[1].sound.as_ref().unwrap().fallback.is_some());
    it.answer("afraid", SelfChoice::Yes.answer()).unwrap();
    let silent = show(&it, "hmn", false);
    assert_eq!(
        (silent.path.as_deref(), silent.sounds.len()),
        (Some("near"), 0)
    );
    assert!(
        silent
            .fallback
            .unwrap()
            .starts_with("Câu này chưa có bản thu")
    );
}

#[test]
fn a_recording_that_is_only_named_is_not_there() {
    let it = begun();
    let none = BTreeSet::new();
    let viewer_texts = Texts::shared(Lang::Vi);
    let viewer = Viewer::new(viewer_texts, 420, &common::name_of);
    let view = viewer.self_answer(&SelfAnswerFacts {
        interview: &it,
        speak: "vi",
        recordings: &none,
        text_wanted: false,
        stopped: false,
    });
    assert!(view.sounds.is_empty() && view.fallback.is_some());
    let start = viewer.self_answer_start(it.pack(), &none);
    assert!(
        start
            .languages
            .iter()
            .all(|language| !language.start.enabled)
    );
    let start = viewer.self_answer_start(it.pack(), &all());
    let heard: Vec<(&str, u32, u32, bool)> = start
        .languages
        .iter()
        .map(|one| (one.tag.as_str(), one.heard, one.of, one.start.enabled))
        .collect();
    assert_eq!(heard, [("vi", 4, 5, true), ("hmn", 2, 5, true)]);
}

#[test]
fn a_skip_is_an_answer_and_is_not_asked_again() {
    let mut it = begun();
    it.answer("hears", SelfChoice::Skip.answer()).unwrap();
    assert_eq!(it.value("hears"), Some(&Answer::DoesNotWantToSay));
    assert_eq!(next_self_answer(&it).as_deref(), Some("afraid"));
    assert_eq!(SelfChoice::Stop.answer(), None);
}

#[test]
fn only_a_questionnaire_of_yes_and_no_suits() {
    assert!(suits_self_answer(&pack(SURVEY)));
    assert!(!suits_self_answer(&pack(&format!(
        "{SURVEY}text,name,Tên,,,,\n"
    ))));
    assert!(!suits_self_answer(&pack(
        "type,name,label::vi\nnote,hello,Chào\n"
    )));
    assert!(!suits_self_answer(&common::pack()));
}

#[test]
fn an_interview_leads_to_answering_alone_where_its_questionnaire_suits_and_nowhere_else() {
    let offered = |interview: &Interview, read_only| {
        let problems = BTreeMap::new();
        let facts = InterviewFacts {
            interview,
            at: 0,
            respondent: Respondent::Person,
            problems: &problems,
            read_only,
        };
        let view = Viewer::new(Texts::shared(Lang::En), 420, &common::name_of).interview(&facts);
        (view.instrument, view.alone.map(|alone| alone.enabled))
    };
    assert_eq!(offered(&begun(), false), ("alone".to_owned(), Some(true)));
    assert_eq!(offered(&begun(), true), ("alone".to_owned(), Some(false)));
    let other = Interview::new(
        pack(&format!("{SURVEY}text,name,Tên,,,,\n")),
        date(2026, 11, 22),
    );
    assert_eq!(offered(&other, false), ("alone".to_owned(), None));
}
