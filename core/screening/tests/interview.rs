//! An interview under way.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{SETTINGS, TODAY, YES_NO, compile_all, interview, pack, value};
use nuong_screening::{Answer, AnswerError, Interview, Screen, limits};

const JOURNEY: &str = "type,name,label::vi,label::en,relevant,constraint,constraint_message::vi,constraint_message::en,calculation,appearance,fact,required\n\
begin_group,who,Ai,Who,,,,,,field-list,,\n\
text,name,Tên,Name,,,,,,,name,yes\n\
integer,age,Tuổi,Age,,. >= 0 and . <= 120,Tuổi từ 0 đến 120,Age from 0 to 120,,,age_years,\n\
calculate,minor,,,,,,,\"if(${age} < 18 and ${age} != '', 'yes', 'no')\",,,\n\
end_group,,,,,,,,,,,\n\
note,hello,Chào ${name},Hello ${name} (${minor}),,,,,,,,\n\
begin_group,travel,Đường đi,Travel,${minor} = 'no',,,,,,,\n\
select_one yes_no,crossed,Qua biên giới?,Crossed?,,,,,,,,\n\
text,country,Nước nào,Which country,${crossed} = 'yes',,,,,,country,${crossed} = 'yes'\n\
end_group,,,,,,,,,,,\n\
date,left,Ngày đi,Left on,,. <= today(),,,,month-year,,\n";

fn refused(interview: &mut Interview, path: &str, text: &str) -> AnswerError {
    let before: Vec<_> = interview
        .answers()
        .map(|(path, answer)| (path.to_owned(), answer.clone()))
        .collect();
    let error = interview.answer(path, value(text)).unwrap_err();
    let after: Vec<_> = interview
        .answers()
        .map(|(path, answer)| (path.to_owned(), answer.clone()))
        .collect();
    assert_eq!(before, after, "nothing is stored of a refused answer");
    error
}

#[test]
fn an_answer_of_the_wrong_type_is_refused() {
    let mut it = interview(JOURNEY);
    assert_eq!(
        refused(&mut it, "who/age", "sixteen"),
        AnswerError::NotInteger
    );
    assert_eq!(refused(&mut it, "who/age", "16.5"), AnswerError::NotInteger);
    assert_eq!(
        refused(&mut it, "who/age", "1234567890123456"),
        AnswerError::NotInteger
    );
    assert_eq!(refused(&mut it, "left", "2026-13-01"), AnswerError::NotDate);
    assert_eq!(refused(&mut it, "left", "2026"), AnswerError::NotDate);
    assert_eq!(
        refused(&mut it, "travel/crossed", "maybe"),
        AnswerError::NotAChoice
    );
    assert_eq!(
        refused(&mut it, "who/minor", "yes"),
        AnswerError::NotAnswerable
    );
    assert_eq!(refused(&mut it, "hello", "x"), AnswerError::NotAnswerable);
    assert_eq!(
        refused(&mut it, "nowhere", "x"),
        AnswerError::UnknownQuestion
    );
}

#[test]
fn answers_are_stored_in_one_spelling() {
    let mut it = interview(JOURNEY);
    it.answer("who/age", value(" 007 ")).unwrap();
    assert_eq!(it.value("who/age"), value("7").as_ref());
    it.answer("who/name", value("My\u{309}")).unwrap();
    assert_eq!(it.value("who/name"), value("Mỷ").as_ref());
    it.answer("left", value("2026-02")).unwrap();
    assert_eq!(it.value("left"), value("2026-02").as_ref());
    it.answer("who/name", value("  ")).unwrap();
    assert_eq!(it.value("who/name"), None);
}

#[test]
fn a_long_answer_is_kept_to_the_limit_and_refused_one_past_it() {
    let mut it = interview(JOURNEY);
    it.answer("who/name", value(&"ộ".repeat(limits::MAX_ANSWER_CHARS)))
        .unwrap();
    assert_eq!(
        refused(
            &mut it,
            "who/name",
            &"ộ".repeat(limits::MAX_ANSWER_CHARS + 1)
        ),
        AnswerError::TooLong
    );
}

#[test]
fn a_broken_constraint_says_why_in_each_language_and_stores_nothing() {
    let mut it = interview(JOURNEY);
    it.answer("who/age", value("30")).unwrap();
    let AnswerError::Constraint { message } = refused(&mut it, "who/age", "121") else {
        panic!("a constraint")
    };
    assert_eq!(
        (message.get("vi"), message.get("en")),
        ("Tuổi từ 0 đến 120", "Age from 0 to 120")
    );
    assert_eq!(it.value("who/age"), value("30").as_ref());
    assert_eq!(
        refused(&mut it, "left", "2027-01-01").code(),
        "answer.constraint"
    );
}

#[test]
fn not_knowing_and_not_wanting_to_say_are_answers_to_every_question() {
    let mut it = interview(JOURNEY);
    let open = it.remaining();
    for path in ["who/name", "who/age", "travel/crossed", "left"] {
        it.answer(path, Some(Answer::DoesNotKnow)).unwrap();
        assert_eq!(it.value(path), Some(&Answer::DoesNotKnow));
        it.answer(path, Some(Answer::DoesNotWantToSay)).unwrap();
        assert_eq!(it.value(path), Some(&Answer::DoesNotWantToSay));
    }
    assert!(it.remaining() < open);
    assert_eq!(it.remaining(), 0);
    assert_eq!(
        it.value("who/minor"),
        value("no").as_ref(),
        "in expressions they are empty"
    );
}

#[test]
fn what_depends_on_an_answer_follows_it_and_nothing_else_is_computed() {
    let mut it = interview(JOURNEY);
    assert!(it.is_relevant("travel/crossed"));
    let changed = it.answer("who/age", value("16")).unwrap();
    assert_eq!(
        changed.questions,
        ["who/age", "who/minor", "travel/crossed"]
    );
    assert_eq!(
        changed.evaluated, 3,
        "minor, the group's condition, and country's, which looks at crossed"
    );
    assert!(!it.is_relevant("travel") && !it.is_relevant("travel/crossed"));
    assert_eq!(it.answer("who/name", value("Mỷ")).unwrap().evaluated, 0);
    assert_eq!(
        it.answer("who/name", value("Mỷ")).unwrap().questions,
        Vec::<String>::new()
    );
}

#[test]
fn an_answer_that_is_not_relevant_is_kept_and_does_not_count() {
    let mut it = interview(JOURNEY);
    it.answer("travel/crossed", value("yes")).unwrap();
    it.answer("travel/country", value("Lào")).unwrap();
    assert!(it.is_required("travel/country"));
    assert_eq!(it.facts()["country"], Answer::value("Lào"));
    it.answer("who/age", value("16")).unwrap();
    assert_eq!(it.value("travel/country"), value("Lào").as_ref());
    assert!(!it.is_relevant("travel/country"));
    assert!(!it.facts().contains_key("country"));
    it.answer("who/age", value("19")).unwrap();
    assert_eq!(it.facts()["country"], Answer::value("Lào"));
}

#[test]
fn a_screen_is_one_question_one_note_or_one_field_list() {
    let mut it = interview(JOURNEY);
    let keys = |it: &Interview| {
        it.screens()
            .into_iter()
            .map(|screen| screen.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&it), ["who", "hello", "travel/crossed", "left"]);
    assert_eq!(
        it.screens()[0],
        Screen {
            key: "who".into(),
            questions: vec!["who/name".into(), "who/age".into()],
            title_group: Some("who".into()),
            repeat: None,
        }
    );
    it.answer("travel/crossed", value("yes")).unwrap();
    assert_eq!(
        keys(&it),
        ["who", "hello", "travel/crossed", "travel/country", "left"]
    );
    assert_eq!(it.screen_of("who/age"), Some(0));
    assert_eq!(it.screen_of("travel/country"), Some(3));
    assert_eq!(it.screen_of("nowhere"), None);
}

#[test]
fn the_interview_leads_to_the_first_screen_nobody_has_answered() {
    let mut it = interview(JOURNEY);
    assert_eq!((it.first_unanswered(), it.remaining()), (Some(0), 3));
    it.answer("who/name", value("Mỷ")).unwrap();
    assert_eq!(
        it.first_unanswered(),
        Some(0),
        "one question of two is open"
    );
    it.answer("who/age", Some(Answer::DoesNotKnow)).unwrap();
    assert_eq!(it.first_unanswered(), Some(2), "the note waits for nothing");
    it.answer("travel/crossed", value("no")).unwrap();
    it.answer("left", value("2026-01-02")).unwrap();
    assert_eq!((it.first_unanswered(), it.remaining()), (None, 0));
}

#[test]
fn references_in_texts_are_filled_in() {
    let mut it = interview(JOURNEY);
    assert_eq!(it.label("hello", "en"), "Hello  (no)");
    it.answer("who/name", value("Mỷ")).unwrap();
    it.answer("who/age", value("16")).unwrap();
    assert_eq!(it.label("hello", "en"), "Hello Mỷ (yes)");
    assert_eq!(it.label("hello", "vi"), "Chào Mỷ");
    assert_eq!(it.label("who", "vi"), "Ai");
}

#[test]
fn an_interview_taken_up_again_is_where_it_was_left() {
    let mut it = interview(JOURNEY);
    it.answer("who/name", value("Mỷ")).unwrap();
    it.answer("who/age", value("16")).unwrap();
    it.answer("travel/crossed", value("yes")).unwrap();
    let answers: Vec<_> = it
        .answers()
        .map(|(path, answer)| (path.to_owned(), answer.clone()))
        .collect();
    assert!(
        answers.iter().all(|(path, _)| path != "who/minor"),
        "computed values are not answers"
    );
    let again = Interview::restore(Arc::clone(it.pack()), TODAY, answers.clone());
    assert_eq!(again.screens(), it.screens());
    assert_eq!(again.value("who/minor"), it.value("who/minor"));
    assert_eq!(again.answers().count(), answers.len());
    let unknown = [
        ("gone/away".to_owned(), Answer::value("x")),
        ("who/minor".to_owned(), Answer::value("no")),
    ];
    let again = Interview::restore(
        Arc::clone(it.pack()),
        TODAY,
        answers.into_iter().chain(unknown),
    );
    assert_eq!(again.value("who/minor"), value("yes").as_ref());
}

#[test]
fn choices_follow_their_filter_and_exclude_each_other() {
    let choices = "list_name,name,label,province,exclusive\nprovince,ha_giang,HG,,\nprovince,lao_cai,LC,,\n\
                   commune,dong_van,ĐV,ha_giang,\ncommune,meo_vac,MV,ha_giang,\ncommune,sa_pa,SP,lao_cai,\n\
                   signs,bruise,B,,\nsigns,fear,F,,\nsigns,none,N,,yes\n";
    let survey = "type,name,label,choice_filter,calculation\nselect_one province,province,P,,\n\
                  select_one commune,commune,C,province = ${province},\nselect_multiple signs,signs,S,,\n\
                  calculate,said,,,\"jr:choice-name(${commune}, '${commune}')\"\n";
    let settings = "form_id,version,form_title\nx,1,X\n";
    let (pack, _) = compile_all(survey, choices, settings, "").unwrap();
    let mut it = Interview::new(Arc::new(pack), TODAY);
    let names = |it: &Interview| {
        it.choices("commune")
            .iter()
            .map(|choice| choice.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&it), Vec::<String>::new());
    it.answer("province", value("ha_giang")).unwrap();
    assert_eq!(names(&it), ["dong_van", "meo_vac"]);
    assert_eq!(
        refused(&mut it, "commune", "sa_pa"),
        AnswerError::NotAChoice
    );
    it.answer("commune", value("meo_vac")).unwrap();
    assert_eq!(it.value("said"), value("MV").as_ref());
    it.answer("signs", value("fear  bruise fear")).unwrap();
    assert_eq!(it.value("signs"), value("fear bruise").as_ref());
    assert_eq!(
        refused(&mut it, "signs", "fear none"),
        AnswerError::Exclusive
    );
    assert_eq!(
        refused(&mut it, "signs", "fear pain"),
        AnswerError::NotAChoice
    );
    it.answer("signs", value("none")).unwrap();
}

#[test]
fn defaults_begin_an_interview_and_are_not_put_back_into_one() {
    let survey = "type,name,label,default\ninteger,a,A,5\ninteger,b,B,${a} + 1\ndate,c,C,today()\ninteger,d,D,x\n";
    let settings = "form_id,version,form_title\nx,1,X\n";
    let pack = Arc::new(compile_all(survey, YES_NO, settings, "").unwrap().0);
    let it = Interview::new(Arc::clone(&pack), TODAY);
    let all: Vec<_> = it
        .answers()
        .map(|(path, answer)| format!("{path}={}", answer.text()))
        .collect();
    assert_eq!(all, ["a=5", "b=6", "c=2026-11-22"]);
    assert_eq!(Interview::restore(pack, TODAY, []).answers().count(), 0);
}

#[test]
fn absolute_and_relative_paths_lead_through_groups() {
    let survey = "type,name,label::vi,label::en,calculation\nbegin_group,g,G,G,\ninteger,x,X,X,\n\
                  calculate,near,,,../x + 1\nend_group,,,,\nbegin_group,h,H,H,\ninteger,x,X,X,\nend_group,,,,\n\
                  calculate,far,,,/data/g/x * 2\ncalculate,all,,,count-non-empty(/data/g/*)\n";
    let mut it = interview(survey);
    it.answer("g/x", value("20")).unwrap();
    it.answer("h/x", value("1")).unwrap();
    assert_eq!(it.value("g/near"), value("21").as_ref());
    assert_eq!(it.value("far"), value("40").as_ref());
    assert_eq!(it.value("all"), value("2").as_ref());
}

#[test]
fn debugging_output_holds_no_answer() {
    let mut it = interview(JOURNEY);
    it.answer("who/name", value("Sùng Thị Mỷ")).unwrap();
    assert!(!format!("{it:?}").contains("Mỷ"));
    let error = refused(&mut it, "who/age", "Mỷ16");
    assert!(!format!("{error:?} {error}").contains("Mỷ"));
}

#[test]
fn settings_name_the_pack() {
    let pack = pack("type,name,label::vi,label::en\ntext,a,A,A\n");
    assert!(SETTINGS.contains(pack.id()) && pack.version() == "1");
}

/// A form in which many things depend on each other.
fn tangled() -> String {
    let mut survey = "type,name,label::vi,label::en,relevant,calculation\n".to_owned();
    for n in 0..12 {
        let on = |other: usize| {
            if n == 0 {
                String::new()
            } else {
                format!("${{q{}}} = 'yes'", other % n)
            }
        };
        survey += &format!("begin_group,g{n},G,G,{},\n", on(n / 2));
        survey += &format!("select_one yes_no,q{n},Q,Q,{},\n", on(n.saturating_sub(1)));
        survey += &format!(
            "calculate,c{n},,,,count-non-empty(/data/g{n}/q{n}) + {}\n",
            if n == 0 {
                "0".into()
            } else {
                format!("${{c{}}}", n - 1)
            }
        );
        survey += "end_group,,,,,\n";
    }
    survey
}

proptest::proptest! {
    #[test]
    fn step_by_step_comes_to_the_same_as_all_at_once(steps in proptest::collection::vec((0usize..12, 0usize..4), 0..40)) {
        let pack = pack(&tangled());
        let mut it = Interview::new(Arc::clone(&pack), TODAY);
        for (question, what) in steps {
            let answer = [None, value("yes"), value("no"), Some(Answer::DoesNotKnow)][what].clone();
            it.answer(&format!("g{question}/q{question}"), answer).unwrap();
        }
        let answers: Vec<_> = it.answers().map(|(path, answer)| (path.to_owned(), answer.clone())).collect();
        let whole = Interview::restore(Arc::clone(&pack), TODAY, answers);
        for question in pack.questions() {
            proptest::prop_assert_eq!(it.value(&question.path), whole.value(&question.path));
            proptest::prop_assert_eq!(it.is_relevant(&question.path), whole.is_relevant(&question.path));
        }
        proptest::prop_assert_eq!(it.screens(), whole.screens());
    }
}

const HOUSEHOLD: &str = "type,name,label::vi,relevant,appearance,repeat_count
begin group,home,Nhà,,,
select_one yes_no,others,Có ai ở cùng không?,,,
begin repeat,member,Người ở cùng,${others} = 'yes',,
text,name,Tên,,,
begin repeat,trip,Chuyến đi,,,
text,to,Đi đâu?,,,
end repeat,,,,,
end repeat,,,,,
begin repeat,meal,Bữa ăn,,field-list,
text,dish,Món,,,
begin repeat,guest,Khách,,,
text,who,Ai?,,,
end repeat,,,,,
end repeat,,,,,
end group,,,,,
text,last,Còn gì nữa không?,,,
";

#[test]
fn after_its_instances_a_repeat_has_a_screen_that_asks_for_another() {
    let mut it = interview(HOUSEHOLD);
    let keys = |it: &Interview| {
        it.screens()
            .into_iter()
            .map(|screen| screen.key)
            .collect::<Vec<_>>()
    };
    let meal = ["home/meal[1]", "home/meal[1]/guest", "home/meal", "last"];
    let with = |before: &[&str]| {
        let all = before.iter().chain(&meal);
        all.map(|key| (*key).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&it), with(&["home/others"]), "nobody lives there yet");
    it.answer("home/others", value("yes")).unwrap();
    let one = [
        "home/others",
        "home/member[1]/name",
        "home/member[1]/trip[1]/to",
        "home/member[1]/trip",
        "home/member",
    ];
    assert_eq!(keys(&it), with(&one));
    let ask = &it.screens()[4];
    assert_eq!(
        (ask.repeat.as_deref(), ask.title_group.as_deref()),
        (Some("home/member"), Some("home"))
    );
    assert!(ask.questions.is_empty());
    assert_eq!(it.repeat_label("home/member", "vi"), "Người ở cùng");
    let meals = it.screen_of("home/meal[1]").unwrap();
    assert_eq!(
        it.screens()[meals].questions,
        ["home/meal[1]/dish", "home/meal[1]/guest[1]/who"],
        "one screen, not broken in two"
    );
    let (added, _) = it.add_instance("home/member").unwrap();
    assert_eq!(added, "home/member[2]");
    assert_eq!(it.screen_of("home/member[2]/name"), Some(4));
    it.remove_instance("home/member[1]").unwrap();
    it.remove_instance("home/member[1]").unwrap();
    assert_eq!(
        keys(&it),
        with(&["home/others", "home/member"]),
        "none is left, one can be added"
    );
    assert_eq!(it.repeat_label("home/member", "vi"), "Người ở cùng");
    assert_eq!(it.cannot_add("home/member"), None);
    assert_eq!(it.cannot_add("home").unwrap().code(), "repeat.unknown");
}

#[test]
fn a_question_is_found_by_the_path_of_any_instance() {
    let it = interview(HOUSEHOLD);
    let question = it.pack().question("home/member[7]/trip[2]/to").unwrap();
    assert_eq!(question.path, "home/member/trip/to");
    assert_eq!(it.pack().question("home/member[2]"), None);
}

#[test]
fn a_number_outside_its_range_is_refused() {
    let survey = "type,name,label::vi,parameters\nrange,well,Thấy thế nào?,start=0 end=10 step=2\n";
    let mut it = interview(survey);
    for fine in ["0", "10", "4"] {
        it.answer("well", value(fine)).unwrap();
    }
    for outside in ["-1", "11", "10.5"] {
        let error = it.answer("well", value(outside)).unwrap_err();
        assert_eq!(error.code(), "answer.not_in_range", "{outside}");
    }
}

#[test]
fn the_first_screen_of_a_group_or_instance_is_where_a_walk_through_all_of_them_finds_it() {
    let walked = |it: &Interview, path: &str| {
        let within = format!("{path}/");
        it.screens().iter().position(|screen| {
            let on = |question: &String| question.starts_with(&within);
            screen.key == path || screen.questions.iter().any(on)
        })
    };
    let mut it = interview(HOUSEHOLD);
    for said in ["yes", "no", "yes"] {
        it.answer("home/others", value(said)).unwrap();
        it.add_instance("home/member").unwrap();
        it.add_instance("home/meal").unwrap();
        for number in 1..=it.instances_of("home/meal").len() {
            let member = format!("home/member[{number}]");
            let (meal, trip) = (format!("home/meal[{number}]"), format!("{member}/trip[1]"));
            for path in ["home", &member, &trip, &meal, &format!("{meal}/guest[1]")] {
                assert_eq!(it.first_screen_within(path), walked(&it, path), "{path}");
            }
        }
        let from = it.screens_from(2).collect::<Vec<_>>();
        assert_eq!(from, it.screens()[2..]);
    }
    assert_eq!(it.first_screen_within("nowhere"), None);
}
