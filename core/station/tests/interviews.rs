//! Interviews as people hold them: whose words an answer is, several of a kind, a newer questionnaire that arrives meanwhile,
//! and a power cut at any moment.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use common::World;
use nuong_station::casefile::{AnsweredBy, Learnt, Manner};
use nuong_station::screening::{Answer, Pack};
use nuong_station::trust::Role;
use nuong_station::view::{Lang, Respondent};
use nuong_station::{InterviewKey, Station, compile_sheets};

const YES_NO: &str = "list_name,name,label::vi\nyes_no,yes,Có\nyes_no,no,Không\n";

const HOUSEHOLD: &str = "type,name,label::vi,observed,default,fact
text,place,Ở đâu?,,Lao Chải,
select_one yes_no,afraid,Có vẻ sợ?,yes,,
begin_repeat,member,Người nhà,,,
text,name,Tên gì?,,,name
text,where,Đang ở đâu?,,ở nhà,
end_repeat,,,,,
";

fn pack(survey: &str, version: &str) -> Pack {
    let settings = format!("form_id,version,form_title\nhousehold,{version},Nhà\n");
    compile_sheets(survey, YES_NO, &settings, Some(""))
        .unwrap()
        .0
}

fn begun(world: &World, station: &mut Station, pack: &Pack) -> InterviewKey {
    let hash = world.install(station, pack);
    let case = station.start_case().unwrap();
    station.start_interview(case, &hash).unwrap()
}

fn value(text: &str) -> Option<Answer> {
    Some(Answer::value(text))
}

/// What the case holds of an interview: each answer with by whom and how.
fn told(station: &mut Station, key: &InterviewKey) -> BTreeMap<String, (String, Option<Manner>)> {
    let record = station.record(key.case).unwrap();
    let entry = record
        .interviews
        .iter()
        .find(|i| i.id == key.interview)
        .unwrap();
    let answers = entry.answers.iter().filter_map(|(path, values)| {
        let stated = values.first()?;
        let text = stated.value.as_ref()?.text().to_owned();
        Some((path.clone(), (text, stated.manner)))
    });
    answers.collect()
}

fn manner(by: AnsweredBy, how: Learnt) -> Option<Manner> {
    Some(Manner { by, how })
}

#[test]
fn every_answer_says_whose_words_it_is_and_how_it_came_to_be_known() {
    let mut world = World::new();
    let (mut station, key) = world.station("a", Role::Officer, "post-a");
    let interview = begun(&world, &mut station, &pack(HOUSEHOLD, "1"));
    station.answer(&interview, "place", value("Sa Pả")).unwrap();
    station
        .set_respondent(&interview, Respondent::ThroughInterpreter)
        .unwrap();
    station.answer(&interview, "afraid", value("yes")).unwrap();
    station
        .answer(&interview, "member[1]/name", value("Mỷ"))
        .unwrap();
    // The battery goes before the screen is left.
    drop(station);
    let mut station = common::reopen(&world.path("a"), &key);
    assert_eq!(
        station.respondent(&interview).unwrap(),
        Respondent::ThroughInterpreter
    );
    station
        .set_respondent(&interview, Respondent::Other)
        .unwrap();
    station
        .answer(&interview, "member[1]/where", value("ở xa"))
        .unwrap();
    station.leave_screen(&interview).unwrap();
    let told = told(&mut station, &interview);
    let of = |path: &str| told[path].1;
    assert_eq!(of("place"), manner(AnsweredBy::Person, Learnt::Asked));
    assert_eq!(of("afraid"), manner(AnsweredBy::Officer, Learnt::Observed));
    assert_eq!(
        of("member[1]/name"),
        manner(AnsweredBy::Interpreter, Learnt::Asked)
    );
    assert_eq!(
        of("member[1]/where"),
        manner(AnsweredBy::Other, Learnt::ToldByAnother)
    );
    let shown = station.show(interview.case, Lang::Vi).unwrap();
    let manners: Vec<Option<&str>> = shown.interviews[0]
        .answers
        .iter()
        .map(|answered| answered.manner.as_deref())
        .collect();
    assert_eq!(
        manners,
        [
            None,
            Some("Cán bộ nhìn thấy"),
            Some("Trả lời qua phiên dịch"),
            Some("Người khác kể")
        ]
    );
    let view = station
        .interview_view(&interview, 0, &BTreeMap::new(), Lang::Vi)
        .unwrap();
    assert_eq!(view.who, "Một người biết chuyện đang trả lời thay");
}

#[test]
fn what_the_questionnaire_fills_in_is_kept_and_is_nobodys_words() {
    let mut world = World::new();
    let (mut station, key) = world.station("a", Role::Officer, "post-a");
    let interview = begun(&world, &mut station, &pack(HOUSEHOLD, "1"));
    drop(station);
    let mut station = common::reopen(&world.path("a"), &key);
    assert_eq!(
        station.interview(&interview).unwrap().value("place"),
        value("Lao Chải").as_ref()
    );
    let told = told(&mut station, &interview);
    assert_eq!(told["place"], ("Lao Chải".to_owned(), None));
    assert_eq!(told["member[1]/where"], ("ở nhà".to_owned(), None));
}

#[test]
fn several_of_a_kind_come_and_go_and_survive_a_power_cut() {
    let mut world = World::new();
    let (mut station, key) = world.station("a", Role::Officer, "post-a");
    let interview = begun(&world, &mut station, &pack(HOUSEHOLD, "1"));
    for (at, name) in ["Mỷ", "Páo", "Súa"].into_iter().enumerate() {
        if at > 0 {
            let added = station.add_repeat(&interview, "member").unwrap();
            assert_eq!(added, format!("member[{}]", at + 1));
        }
        let path = format!("member[{}]/name", at + 1);
        station.answer(&interview, &path, value(name)).unwrap();
    }
    station.leave_screen(&interview).unwrap();
    station.remove_repeat(&interview, "member[2]").unwrap();
    drop(station);
    let mut station = common::reopen(&world.path("a"), &key);
    let names = |station: &mut Station| {
        let it = station.interview(&interview).unwrap();
        let instances = it.instances_of("member");
        let name = |path: String| {
            it.value(&format!("{path}/name"))
                .map(|a| a.text().to_owned())
        };
        instances.into_iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&mut station),
        [Some("Mỷ".to_owned()), Some("Súa".to_owned())]
    );
    let told = told(&mut station, &interview);
    assert_eq!(
        told["member[2]/name"],
        ("Súa".to_owned(), manner(AnsweredBy::Person, Learnt::Asked)),
        "what moved up is still the person's own words"
    );
    assert!(!told.contains_key("member[3]/name"));
    let record = station.record(interview.case).unwrap();
    assert!(
        !record.person.contains_key("name"),
        "a relative's name is not the person's"
    );
    let refused = station.remove_repeat(&interview, "member[9]").unwrap_err();
    assert_eq!(refused.code(), "repeat.unknown");
    assert_eq!(
        station.add_repeat(&interview, "place").unwrap_err().code(),
        "repeat.unknown"
    );
}

#[test]
fn an_interview_begun_on_one_version_is_finished_on_it_though_a_newer_one_arrived() {
    let mut world = World::new();
    let (mut station, key) = world.station("a", Role::Officer, "post-a");
    let first = pack(
        "type,name,label::vi\ntext,old,Câu cũ?\ntext,kept,Câu giữ?\n",
        "1",
    );
    let interview = begun(&world, &mut station, &first);
    station
        .answer(&interview, "old", value("đã trả lời"))
        .unwrap();
    let second = pack(
        "type,name,label::vi\ntext,new,Câu mới?\ntext,kept,Câu giữ đã sửa?\n",
        "2",
    );
    let newer = world.install(&mut station, &second);
    assert_eq!(station.newest_pack("household").unwrap(), newer);
    drop(station);
    let mut station = common::reopen(&world.path("a"), &key);
    let under_way = station.interview(&interview).unwrap();
    assert_eq!(under_way.pack().hash(), first.hash());
    let left = under_way.first_unanswered().unwrap();
    let view = station
        .interview_view(&interview, left, &BTreeMap::new(), Lang::Vi)
        .unwrap();
    assert_eq!(view.heading, "Câu giữ?");
    let unknown = station.answer(&interview, "new", value("x")).unwrap_err();
    assert_eq!(unknown.code(), "answer.unknown_question");
    station.answer(&interview, "kept", value("rồi")).unwrap();
    station.finish_interview(&interview, true).unwrap();
    let next = station.start_interview(interview.case, &newer).unwrap();
    assert_eq!(
        station.interview(&next).unwrap().pack().hash(),
        second.hash()
    );
    let shown = station.show(interview.case, Lang::Vi).unwrap();
    let questions: Vec<&str> = shown.interviews[0]
        .answers
        .iter()
        .map(|a| a.question.as_str())
        .collect();
    assert_eq!(questions, ["Câu cũ?", "Câu giữ?"]);
}

#[test]
fn what_other_rules_make_of_the_answers_is_shown_beside_where_it_differs() {
    let mut world = World::new();
    let (mut station, _) = world.station("a", Role::Officer, "post-a");
    let survey = "type,name,label::vi,element,fact\n\
        integer,age,Tuổi?,,age_years\n\
        select_one yes_no,handed,Có bị trao cho người khác?,act:transfer,\n\
        select_one yes_no,paid,Có ai nhận tiền?,purpose:benefit,\n";
    let interview = begun(&world, &mut station, &pack(survey, "1"));
    for (path, text) in [("age", "9"), ("handed", "yes"), ("paid", "yes")] {
        station.answer(&interview, path, value(text)).unwrap();
    }
    station.leave_screen(&interview).unwrap();
    let view = station.show(interview.case, Lang::En).unwrap().assessment;
    assert_eq!(view.rules[0], "By the rule: Law 53/2024/QH15, article 2");
    let others: Vec<(&str, &str)> = view
        .other_rules
        .iter()
        .map(|other| (other.rule.as_str(), other.outcome.as_str()))
        .collect();
    assert_eq!(
        others,
        [
            ("Palermo Protocol, article 3", "There are some signs"),
            (
                "ILO and European Commission indicators (2009)",
                "There are some signs"
            ),
        ]
    );
    assert_eq!(
        view.other_rules[0].differs.len(),
        1,
        "{:?}",
        view.other_rules[0].differs
    );
    station.answer(&interview, "handed", value("no")).unwrap();
    station.answer(&interview, "paid", value("no")).unwrap();
    station.leave_screen(&interview).unwrap();
    let view = station.show(interview.case, Lang::En).unwrap().assessment;
    assert_eq!(view.other_rules, [], "nothing is said where all agree");
}
