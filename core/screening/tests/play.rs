//! Questionnaires played through, and expressions tried out, as the command line does it.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use jiff::civil::date;
use nuong_screening::play::{PlayClock, Session, evaluate, evaluate_batch};
use nuong_screening::{Pack, Sheets};
use serde_json::Value;

fn pack(survey: &str, choices: &str) -> Arc<Pack> {
    let sheets = Sheets::from_csv(survey, choices, "", "").unwrap();
    let compiled = Pack::compile(&sheets.foreign("trial"));
    Arc::new(compiled.unwrap_or_else(|p| panic!("{p:?}")).0)
}

fn clock() -> PlayClock {
    PlayClock::at(date(2026, 1, 2).at(3, 4, 5, 0), 7 * 3600)
}

fn session(survey: &str, choices: &str) -> Session {
    Session::new(pack(survey, choices), clock(), 42)
}

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

/// Plays steps; what stands under `key` after the last of them.
fn played(survey: &str, choices: &str, steps: &[&str], key: &str) -> Value {
    let mut session = session(survey, choices);
    let mut last = json(&session.loaded());
    for step in steps {
        last = json(&session.step(step));
        assert_eq!(last["error"], Value::Null, "{step}");
    }
    last[key].clone()
}

const HOUSEHOLD: &str = "type,name,label,calculation,relevant,repeat_count,constraint,required\n\
    text,village,Village,,,,,\n\
    begin repeat,member,Member,,,,,\n\
    text,name,Name,,,,,yes\n\
    integer,age,Age,,,,. < 120,\n\
    calculate,place,,position(..),,,,\n\
    calculate,before,,\"indexed-repeat(${name}, ${member}, position(..) - 1)\",,,,\n\
    text,school,School,,${age} < 18,,,\n\
    end repeat,,,,,,,\n\
    calculate,total,,sum(${age}),,,,\n\
    calculate,heads,,count(${member}),,,,\n";

#[test]
fn instances_of_repeats_come_and_go_and_everything_follows() {
    let values = played(
        HOUSEHOLD,
        "",
        &[
            r#"{"set":"member[1]/name","value":"Mai"}"#,
            r#"{"set":"member[1]/age","value":40}"#,
            r#"{"add":"member"}"#,
            r#"{"set":"member[2]/name","value":"Páo"}"#,
            r#"{"set":"member[2]/age","value":12}"#,
            r#"{"add":"member"}"#,
        ],
        "values",
    );
    for (path, value) in [
        ("total", "52"),
        ("heads", "3"),
        ("member[2]/place", "2"),
        ("member[2]/before", "Mai"),
        ("member[3]/before", "Páo"),
        ("member[3]/name", ""),
    ] {
        assert_eq!(values[path], value, "{path}");
    }
    let values = played(
        HOUSEHOLD,
        "",
        &[
            r#"{"set":"member[1]/age","value":40}"#,
            r#"{"add":"member"}"#,
            r#"{"set":"member[2]/name","value":"Páo"}"#,
            r#"{"set":"member[2]/age","value":12}"#,
            r#"{"remove":"member[1]"}"#,
        ],
        "values",
    );
    assert_eq!(values["member[1]/name"], "Páo");
    assert_eq!(values["member[1]/place"], "1");
    assert_eq!(values["total"], "12");
    assert_eq!(values["heads"], "1");
    assert_eq!(values.get("member[2]/name"), None);
}

#[test]
fn each_instance_has_its_own_relevance_and_what_stands_against_finishing() {
    let steps = [
        r#"{"add":"member"}"#,
        r#"{"set":"member[1]/age","value":17}"#,
        r#"{"set":"member[2]/age","value":200}"#,
        r#"{"set":"member[1]/name","value":"Mai"}"#,
        r#"{"finish":true}"#,
    ];
    let relevant = played(HOUSEHOLD, "", &steps, "relevant");
    assert_eq!(relevant["member[1]/school"], true);
    assert_eq!(relevant["member[2]/school"], false);
    let valid = played(HOUSEHOLD, "", &steps, "valid");
    assert_eq!(valid["member[2]/age"], false);
    let finish = played(HOUSEHOLD, "", &steps, "finish");
    assert_eq!(
        finish,
        json(
            r#"{"ok":false,"problems":[
                {"path":"member[2]/name","kind":"required"},
                {"path":"member[2]/age","kind":"constraint"}]}"#
        )
    );
}

#[test]
fn a_counted_repeat_grows_with_its_count_and_loses_nothing_when_it_falls() {
    let survey = "type,name,label,calculation,repeat_count\n\
        integer,n,N,,\nbegin repeat,child,Child,,${n} + 1\ntext,name,Name,,\nend repeat,,,,\n\
        calculate,heads,,count(${child}),\n";
    let steps = [
        r#"{"set":"n","value":2}"#,
        r#"{"set":"child[3]/name","value":"Sua"}"#,
        r#"{"set":"n","value":0}"#,
    ];
    let values = played(survey, "", &steps[..1], "values");
    assert_eq!(values["child_count"], "3");
    assert_eq!(values["heads"], "3");
    let values = played(survey, "", &steps, "values");
    assert_eq!(values["child_count"], "1");
    assert_eq!(values["child[3]/name"], "Sua");
    let mut session = session(survey, "");
    let refused = json(&session.step(r#"{"add":"child"}"#));
    assert_eq!(refused["error"]["code"], "repeat.counted");
}

#[test]
fn nested_repeats_refer_to_their_own() {
    let survey = "type,name,label,calculation\n\
        begin repeat,house,House,\ntext,street,Street,\nbegin repeat,person,Person,\ninteger,age,Age,\n\
        calculate,where,,${street}\ncalculate,siblings,,count(${person})\nend repeat,,,\n\
        calculate,sum,,sum(${age})\nend repeat,,,\ncalculate,all,,sum(${age})\n";
    let values = played(
        survey,
        "",
        &[
            r#"{"set":"house[1]/street","value":"A"}"#,
            r#"{"add":"house"}"#,
            r#"{"set":"house[2]/street","value":"B"}"#,
            // As in JavaRosa the new house begins without any person.
            r#"{"add":"house[2]/person"}"#,
            r#"{"add":"house[2]/person"}"#,
            r#"{"set":"house[1]/person[1]/age","value":1}"#,
            r#"{"set":"house[2]/person[1]/age","value":10}"#,
            r#"{"set":"house[2]/person[2]/age","value":20}"#,
        ],
        "values",
    );
    for (path, value) in [
        ("house[2]/person[2]/where", "B"),
        ("house[1]/person[1]/where", "A"),
        ("house[2]/person[1]/siblings", "2"),
        ("house[1]/person[1]/siblings", "1"),
        ("house[2]/sum", "30"),
        ("house[1]/sum", "1"),
        ("all", "31"),
    ] {
        assert_eq!(values[path], value, "{path}");
    }
}

#[test]
fn a_triggered_calculation_waits_for_its_trigger() {
    let survey = "type,name,label,calculation,trigger\n\
        text,a,A,,\ntext,b,B,,\ntext,copy,Copy,\"concat(${a}, ${b})\",${a}\n";
    let steps = [
        r#"{"set":"b","value":"y"}"#,
        r#"{"set":"a","value":"x"}"#,
        r#"{"set":"b","value":"z"}"#,
    ];
    assert_eq!(played(survey, "", &steps[..1], "values")["copy"], "");
    assert_eq!(played(survey, "", &steps, "values")["copy"], "xy");
}

const LISTS: &str = "list_name,name,label,province\n\
    district,mv,Mèo Vạc,hg\ndistrict,dv,Đồng Văn,hg\ndistrict,mc,Mường Chà,db\n\
    yes_no,yes,Yes,\nyes_no,no,No,\n";

#[test]
fn choices_are_filtered_mixed_up_and_added_to() {
    let survey = "type,name,label,choice_filter,parameters\n\
        text,p,Province,,\nselect_one district,d,District,province = ${p},\n\
        select_one district,r,District,,randomize=true;seed=42\n\
        select_one yes_no or_other,o,Other?,,\n";
    let choices = played(survey, LISTS, &[r#"{"set":"p","value":"hg"}"#], "choices");
    assert_eq!(choices["d"], json(r#"["mv","dv"]"#));
    assert_eq!(choices["o"], json(r#"["yes","no","other"]"#));
    let mixed: Vec<&str> = choices["r"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(mixed.len(), 3);
    let steps = [r#"{"set":"o","value":"other"}"#];
    let relevant = played(survey, LISTS, &steps, "relevant");
    assert_eq!(relevant["o_other"], true);
}

#[test]
fn attached_tables_are_lists_and_are_looked_up() {
    let survey = "type,name,label,calculation,choice_filter\n\
        select_one_from_file communes.csv,c,Commune,,district = 'mv'\n\
        calculate,people,,\"pulldata('communes', 'people', 'name', ${c})\",\n\
        calculate,first,,\"instance('communes')/root/item[people > 2000]/label\",\n";
    let sheets = Sheets::from_csv(survey, "", "", "").unwrap();
    let table =
        "name,label,district,people\nsl,Sơn Vĩ,mv,1900\nlc,Lũng Chinh,mv,2100\nma,Ma Lé,dv,1500\n";
    let sheets = sheets
        .foreign("trial")
        .attach("communes.csv", table)
        .unwrap();
    let pack = Arc::new(Pack::compile(&sheets).unwrap().0);
    let mut session = Session::new(pack, clock(), 0);
    let after = json(&session.step(r#"{"set":"c","value":"lc"}"#));
    assert_eq!(after["choices"]["c"], json(r#"["sl","lc"]"#));
    assert_eq!(after["values"]["people"], "2100");
    assert_eq!(after["values"]["first"], "Lũng Chinh");
}

#[test]
fn a_table_of_choices_gets_its_head() {
    let survey = "type,name,label,appearance\n\
        begin group,t,Table,table-list\nselect_one yes_no,a,A,\nselect_one yes_no,b,B,\nend group,,,\n";
    let values = played(survey, LISTS, &[], "values");
    let paths: Vec<&str> = values
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        paths,
        [
            "t/generated_table_list_label_2",
            "t/reserved_name_for_field_list_labels_3",
            "t/a",
            "t/b"
        ]
    );
}

#[test]
fn defaults_are_written_or_computed() {
    let survey = "type,name,label,default,calculation\n\
        text,plain,P,http://example.org/,\ndate,day,D,today(),\ninteger,n,N,2 + 3,\ntime,t,T,now(),\n\
        dateTime,m,M,now(),\ncalculate,yes,,,true()\ncalculate,c,,,\"if(${yes}, 'T', 'F')\"\n\
        start,start,,,\ntoday,today,,,\n";
    let values = played(survey, "", &[], "values");
    for (path, value) in [
        ("plain", "http://example.org/"),
        ("day", "2026-01-02"),
        ("n", "5"),
        ("t", "03:04:05.000+07:00"),
        ("m", "2026-01-02T03:04:05.000+07:00"),
        ("yes", "1"),
        ("c", "T"),
        ("start", "2026-01-02T03:04:05.000+07:00"),
        ("today", "2026-01-02"),
    ] {
        assert_eq!(values[path], value, "{path}");
    }
}

#[test]
fn a_step_that_makes_no_sense_changes_nothing() {
    let mut session = session(HOUSEHOLD, "");
    let before = json(&session.loaded());
    for (step, code) in [
        ("nonsense", "play.syntax"),
        ("{}", "play.syntax"),
        (r#"{"set":"nowhere","value":1}"#, "play.path"),
        (r#"{"set":"member","value":1}"#, "play.path"),
        (
            r#"{"set":"member[1]/age","value":"old"}"#,
            "answer.not_integer",
        ),
        (r#"{"set":"member[1]/age","value":{}}"#, "play.value"),
        (r#"{"add":"village"}"#, "repeat.unknown"),
        (r#"{"remove":"member[9]"}"#, "repeat.unknown"),
        (r#"{"language":"Klingon"}"#, "play.language"),
    ] {
        let after = json(&session.step(step));
        assert_eq!(after["error"]["code"], code, "{step}");
        assert_eq!(after["values"], before["values"], "{step}");
    }
}

#[test]
fn labels_speak_the_language_asked_for() {
    let survey = "type,name,label::English (en),label::Tiếng Việt (vi)\n\
        text,who,Who?,Ai?\nnote,hello,Hello ${who},\n";
    let steps = [
        r#"{"set":"who","value":"Mai"}"#,
        r#"{"language":"English (en)"}"#,
    ];
    let labels = played(survey, "", &steps, "labels");
    assert_eq!(labels["hello"], "Hello Mai");
    let steps = [r#"{"language":"Tiếng Việt (vi)"}"#];
    let labels = played(survey, "", &steps, "labels");
    assert_eq!(labels["who"], "Ai?");
    assert_eq!(labels["hello"], "-");
}

#[test]
fn expressions_are_tried_out_one_a_line() {
    let cases = [
        r#"{"id":1,"expr":"1 + 1"}"#,
        r#"{"id":"t","expr":"concat('a', /data/g/b)","values":{"g/b":"x"}}"#,
        "",
        r#"{"id":3,"expr":"count(/data/r) > 1","values":{"r[1]/a":1,"r[2]/a":2}}"#,
        r#"{"id":4,"expr":"../a","values":{"r[1]/a":1,"r[2]/a":2.50},"at":"r[2]/a"}"#,
        r#"{"id":5,"expr":"today()","today":"2025-12-31"}"#,
        r#"{"id":6,"expr":"0 div 0"}"#,
        r#"{"id":7,"expr":"nothing()"}"#,
        r#"{"id":8,"expr":"date('x')"}"#,
        r#"{"id":9,"expr":".","at":"nowhere"}"#,
        "no case",
    ];
    let said: Vec<Value> = evaluate_batch(cases.into_iter(), None, clock())
        .map(|line| json(&line))
        .collect();
    let expected = [
        r#"{"id":1,"type":"number","value":2}"#,
        r#"{"id":"t","type":"string","value":"ax"}"#,
        r#"{"id":3,"type":"boolean","value":true}"#,
        r#"{"id":4,"type":"nodeset","value":["2.5"]}"#,
        r#"{"id":5,"type":"string","value":"2025-12-31"}"#,
        r#"{"id":6,"type":"number","value":"NaN"}"#,
    ];
    for (said, expected) in said.iter().zip(expected) {
        assert_eq!(*said, json(expected));
    }
    let codes: Vec<&str> = said[6..]
        .iter()
        .filter_map(|s| s["error"]["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "expr.function_unknown",
            "eval.not_a_date",
            "eval.path",
            "eval.syntax"
        ]
    );
}

#[test]
fn an_expression_can_be_tried_within_a_questionnaire() {
    let form = pack(HOUSEHOLD, "");
    let case = r#"{"expr":"${name}","values":{"member[1]/name":"Mai","member[2]/name":"Páo"},"at":"member[2]/age"}"#;
    let said = json(&evaluate(case, Some(&form), clock()));
    assert_eq!(said["value"], json(r#"["Páo"]"#));
}

#[test]
fn equal_seeds_play_alike() {
    let survey =
        "type,name,label,calculation\ncalculate,u,,once(uuid())\ncalculate,r,,once(random())\n";
    let values = || played(survey, "", &[], "values");
    assert_eq!(values(), values());
    assert_eq!(values()["u"].as_str().unwrap().len(), 36);
}

proptest::proptest! {
    #[test]
    fn whatever_is_played_a_line_comes_back(
        steps in proptest::collection::vec(
            proptest::sample::select(vec![
                r#"{"add":"member"}"#,
                r#"{"remove":"member[1]"}"#,
                r#"{"remove":"member[2]"}"#,
                r#"{"set":"member[1]/age","value":5}"#,
                r#"{"set":"member[2]/age","value":70}"#,
                r#"{"set":"member[2]/name","value":"x"}"#,
                r#"{"set":"member[1]/age","value":null}"#,
                r#"{"finish":true}"#,
            ]),
            0..12,
        )
    ) {
        let mut session = session(HOUSEHOLD, "");
        for step in steps {
            let after = json(&session.step(step));
            let values = after["values"].as_object().unwrap();
            // What is computed along the way is what would be computed from the start.
            let ages = values
                .iter()
                .filter(|(path, _)| path.ends_with("/age"))
                .filter_map(|(_, age)| age.as_str()?.parse::<f64>().ok())
                .sum::<f64>()
                + 0.0;
            proptest::prop_assert_eq!(values["total"].as_str().unwrap(), ages.to_string());
            // The screens kept beside the answers are those that there are.
            let shown = after["labels"].as_object().unwrap().keys();
            let relevant: Vec<&String> =
                shown.filter(|path| after["relevant"][path.as_str()] == true).collect();
            let screens = session.interview().screens();
            let on_screens: Vec<&String> =
                screens.iter().flat_map(|screen| &screen.questions).collect();
            proptest::prop_assert_eq!(on_screens, relevant);
            for (at, screen) in screens.iter().enumerate() {
                proptest::prop_assert_eq!(session.interview().screen(at), Some(screen.clone()));
                let found = session.interview().screen_of(&screen.key);
                proptest::prop_assert_eq!(found, Some(at));
            }
            let open = screens.iter().filter(|screen| {
                screen.questions.iter().any(|path| values[path.as_str()] == "")
            });
            proptest::prop_assert_eq!(session.interview().remaining(), open.count());
            let members = values.keys().filter(|path| path.ends_with("/age")).count();
            proptest::prop_assert_eq!(values["heads"].as_str().unwrap(), members.to_string());
        }
    }
}
