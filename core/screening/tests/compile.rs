//! What a questionnaire may be, and how what is wrong with it is named.
#![allow(clippy::unwrap_used)]

mod common;

use common::{SETTINGS, YES_NO, compile, compile_all, located};
use nuong_screening::{Pack, PackError, limits};

fn problems(survey: &str) -> Vec<String> {
    located(&match compile(survey) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    })
}

#[test]
fn every_problem_is_found_at_once_and_named_by_sheet_row_and_column() {
    let survey = "type,name,label::vi,label::en,relevant,constraint,calculation,indicator\n\
                  text,a,A,A,nothing(1),,,\n\
                  teleport,b,B,B,,,,\n\
                  select_one nolist,c,C,C,,,,\n\
                  text,a,A,A,,,,\n\
                  text,d e,D,D,,,,\n\
                  calculate,f,,,,,,\n\
                  integer,g,G,G,${h} = 1,. >,,D9.unknown\n";
    assert_eq!(
        problems(survey),
        [
            "expr.function_unknown survey:2 [relevant]",
            "type.unknown survey:3 [type]",
            "list.unknown survey:4 [type]",
            "name.duplicate survey:5 [name]",
            "name.invalid survey:6 [name]",
            "calculation.missing survey:7 [calculation]",
            "condition.missing survey:8 [indicator_when]",
            "indicator.unknown survey:8 [indicator]",
            "expr.name_unknown survey:8 [relevant]",
            "expr.syntax survey:8 [constraint]",
        ]
    );
}

#[test]
fn every_expression_is_checked() {
    let survey = "type,name,label::vi,label::en,relevant,constraint,calculation,choice_filter,required,default\n\
                  text,a,A ${nobody},A,nothing(1),,,,,\n\
                  integer,g,G,G,${h} = 1,. >,,,,\n\
                  select_one yes_no,s,S,S,,,,where = 'x',${a} = ,\n\
                  calculate,k,,,,,if(1),,,\n\
                  text,r,R,R,,\"regex(., '(((')\",,,,lower-case(.)\n\
                  text,z,Z,Z,/data/nowhere = 1,../nowhere = 1,,,,\n";
    assert_eq!(
        problems(survey),
        [
            "expr.name_unknown survey:2 [label]",
            "expr.function_unknown survey:2 [relevant]",
            "expr.name_unknown survey:3 [relevant]",
            "expr.syntax survey:3 [constraint]",
            "expr.syntax survey:4 [required]",
            "expr.name_unknown survey:4 [choice_filter]",
            "expr.arguments survey:5 [calculation]",
            "expr.pattern survey:6 [constraint]",
            "expr.function_unknown survey:6 [default]",
            "expr.name_unknown survey:7 [relevant]",
            "expr.name_unknown survey:7 [constraint]",
        ]
    );
}

#[test]
fn a_circle_is_refused_and_named() {
    let survey = "type,name,label::vi,label::en,relevant,calculation\n\
                  begin_group,g,,,${c} = '1',\n\
                  text,a,A,A,,\n\
                  end_group,,,,,\n\
                  calculate,b,,,,${a} + 1\n\
                  calculate,c,,,,${b} + 1\n\
                  text,free,F,F,${c} = '1',\n";
    let found = compile(survey).unwrap_err();
    assert_eq!(located(&found), ["expr.cycle survey:2 [relevant]"]);
    let named = &found[0].message;
    assert!(
        named.contains("g → g/a → b → c → g") || named.contains("g/a → b → c → g → g/a"),
        "{named}"
    );
}

#[test]
fn a_question_may_not_depend_on_itself_but_its_constraint_may() {
    let itself = "type,name,label::vi,label::en,relevant,constraint\ntext,a,A,A,${a} = 1,\n";
    assert_eq!(problems(itself), ["expr.cycle survey:2 [relevant]"]);
    let constraint = "type,name,label::vi,label::en,relevant,constraint\ninteger,a,A,A,,${a} > 1\n";
    assert_eq!(problems(constraint), Vec::<String>::new());
    let once = "type,name,label::vi,label::en,calculation\ncalculate,a,,,once(today())\n";
    assert_eq!(problems(once), Vec::<String>::new());
}

#[test]
fn groups_have_to_be_begun_and_ended() {
    let survey = "type,name,label::vi,label::en\nend_group,,,\nbegin_group,g,G,G\ntext,a,A,A\n";
    assert_eq!(
        problems(survey),
        [
            "group.unopened survey:2 [type]",
            "group.unclosed survey:3 [type]"
        ]
    );
    let empty = "type,name,label::vi,label::en\nbegin_group,g,G,G\nend_group,,,\ntext,a,A,A\n";
    assert_eq!(problems(empty), ["group.empty survey:2 [type]"]);
}

#[test]
fn doubtful_things_are_warned_of() {
    let survey = "type,name,label::vi,label::en,element,urgent,indicator_when,colour\n\
                  select_one yes_no,a,A,,act:flying,hunger,,\n\
                  text,b,,,,,. = 'x',red\n\
                  audit,begun,,,,,,\n";
    assert_eq!(
        problems(survey),
        [
            "column.unknown survey:1 [colour]",
            "text.untranslated survey:2 [label]",
            "element.unknown survey:2 [element]",
            "urgent.unknown survey:2 [urgent]",
            "label.missing survey:3 [label]",
            "condition.idle survey:3 [indicator_when]",
            "type.ignored survey:4 [type]",
        ]
    );
}

#[test]
fn the_settings_are_needed() {
    let survey = "type,name,label\ntext,a,A\n";
    let found = compile_all(survey, "", "", "").unwrap_err();
    assert_eq!(located(&found), ["settings.missing settings:0 [form_id]"]);
    let found = compile_all(
        survey,
        "",
        "form_id,version,form_title,person_rule,list\nx,,,mine/1,fish\n",
        "",
    )
    .unwrap_err();
    assert_eq!(
        located(&found),
        [
            "settings.missing settings:2 [version]",
            "settings.missing settings:2 [form_title]",
            "rule.unknown settings:2 [person_rule]",
            "list.unknown settings:2 [list]",
        ]
    );
}

#[test]
fn indicators_have_to_be_weighed_in_known_words() {
    let survey = "type,name,label\ntext,a,A\n";
    let settings = "form_id,version,form_title\nx,1,X\n";
    let indicators = "id,list,dimension,strength,weight_status,label\n\
                      D1.a,AL,D1,huge,ours,A\n\
                      D1.b,XX,D1,strong,ours,B\n\
                      D1.c,AL,D1,strong,,C\n\
                      D1.d,AL,D1,strong,ours,D\n\
                      AL.D1.d,AL,D1,strong,ours,D\n";
    let found = compile_all(survey, "", settings, indicators).unwrap_err();
    assert_eq!(
        located(&found),
        [
            "indicator.word_unknown indicators:2 [strength]",
            "list.unknown indicators:3 [list]",
            "indicator.status_missing indicators:4 [weight_status]",
            "indicator.duplicate indicators:6 [id]",
        ]
    );
}

#[test]
fn choices_need_names_and_lists() {
    let choices = "list_name,name,label::vi,label::en,exclusive\n\
                   l,a b,A,A,\n,c,C,C,\nl,d,D,D,maybe\nl,d,D,D,\nother,e,E,E,\n";
    let survey = "type,name,label::vi,label::en\nselect_one l,a,A,A\n";
    let found = compile_all(survey, choices, SETTINGS, "").unwrap_err();
    assert_eq!(
        located(&found),
        [
            "choice.name_invalid choices:2 [name]",
            "list.missing choices:3 [list_name]",
            "cell.not_yes choices:4 [exclusive]",
            "choice.duplicate choices:5 [name]",
            "list.unused choices:6 [list_name]",
        ]
    );
}

#[test]
fn a_pack_reads_back_to_the_same_hash() {
    let survey = "type,name,label::vi,label::en,relevant,fact\n\
                  begin_group,g,Nhóm,Group,,\n\
                  select_one yes_no,a,A,A,,\n\
                  text,b,\"B \"\"q\"\" ${a}\",B,${a} = 'yes',name\n\
                  end_group,,,,,\n";
    let (pack, _) = compile(survey).unwrap();
    let again = Pack::from_canonical(pack.canonical()).unwrap();
    assert_eq!(again.hash(), pack.hash());
    assert_eq!(again.canonical(), pack.canonical());
    assert_eq!(again.question("g/b").unwrap().fact.as_deref(), Some("name"));
    assert_eq!(again.question("g/a").unwrap().choices().len(), 2);
    assert_eq!(
        (again.id(), again.version(), again.title("en")),
        ("test", "1", "Test")
    );
    assert_eq!(again.languages(), ["vi", "en"]);
    assert_eq!(pack.hash().to_string().len(), 64);
}

#[test]
fn equal_sheets_make_equal_packs_however_their_columns_are_ordered() {
    let one = compile("type,name,label::vi,label::en,hint::vi,hint::en\ntext,a,A,B,C,D\n")
        .unwrap()
        .0;
    let other = compile("name,hint::en,type,label::vi,hint::vi,label::en\na,D,text,A,C,B\n")
        .unwrap()
        .0;
    assert_eq!(one.hash(), other.hash());
    let third = compile("type,name,label::vi,label::en,hint::vi,hint::en\ntext,a,A,B,C,E\n")
        .unwrap()
        .0;
    assert_ne!(one.hash(), third.hash());
}

#[test]
fn bytes_that_are_no_canonical_pack_are_refused_by_their_fault() {
    let (pack, _) = compile("type,name,label::vi,label::en\ntext,a,A,A\n").unwrap();
    let text = String::from_utf8(pack.canonical().to_vec()).unwrap();
    let refused = |text: &str| Pack::from_canonical(text.as_bytes()).unwrap_err();
    assert_eq!(refused(&format!("{text} ")), PackError::NotCanonical);
    assert_eq!(refused("{}"), PackError::Malformed);
    assert_eq!(refused("nonsense"), PackError::Malformed);
    assert_eq!(
        refused(&text.replace("\"format\":1", "\"format\":3")),
        PackError::Newer { found: 3 }
    );
    assert_eq!(
        refused(&text.replace("\"path\":\"a\"", "\"path\":\"b\"")),
        PackError::Inconsistent
    );
    assert_eq!(
        refused(&text.replace(
            "\"kind\":\"text\"",
            "\"kind\":{\"select_one\":{\"list\":\"x\"}}"
        )),
        PackError::Inconsistent
    );
    let with = text.replace("\"name\":\"a\"", "\"group\":\"g\",\"name\":\"a\"");
    assert_eq!(refused(&with), PackError::Inconsistent);
    for cut in 0..text.len() {
        assert!(Pack::from_canonical(&text.as_bytes()[..cut]).is_err());
    }
}

#[test]
fn a_pack_is_read_up_to_its_size_limit_and_refused_one_past_it() {
    let blank = vec![b' '; limits::MAX_PACK_BYTES];
    assert_eq!(
        Pack::from_canonical(&blank).unwrap_err(),
        PackError::Malformed
    );
    let blank = vec![b' '; limits::MAX_PACK_BYTES + 1];
    assert_eq!(
        Pack::from_canonical(&blank).unwrap_err(),
        PackError::TooLarge
    );
}

#[test]
fn questions_are_allowed_to_their_limit_and_refused_one_past_it() {
    let survey = |count: usize| {
        let rows: String = (0..count).map(|n| format!("note,q{n},N,N\n")).collect();
        format!("type,name,label::vi,label::en\nbegin_group,g,G,G\n{rows}end_group,,,\n")
    };
    assert!(compile(&survey(limits::MAX_QUESTIONS)).is_ok());
    let found = compile(&survey(limits::MAX_QUESTIONS + 1)).unwrap_err();
    assert_eq!(
        located(&found),
        [format!(
            "survey.too_many survey:{} [type]",
            limits::MAX_QUESTIONS + 3
        )]
    );
}

#[test]
fn choices_are_allowed_to_their_limit_and_refused_one_past_it() {
    let choices = |count: usize| {
        let rows: String = (0..count).map(|n| format!("l,c{n},N\n")).collect();
        format!("list_name,name,label\n{rows}")
    };
    let settings = "form_id,version,form_title\nx,1,X\n";
    let survey = "type,name,label\nselect_one l,a,A\n";
    let (pack, _) = compile_all(survey, &choices(limits::MAX_CHOICES), settings, "").unwrap();
    assert_eq!(
        pack.question("a").unwrap().choices().len(),
        limits::MAX_CHOICES
    );
    let found = compile_all(survey, &choices(limits::MAX_CHOICES + 1), settings, "").unwrap_err();
    assert!(located(&found).contains(&"choices.too_many choices:0 []".to_owned()));
}

#[test]
fn indicators_are_allowed_to_their_limit_and_refused_one_past_it() {
    let indicators = |count: usize| {
        let rows: String = (0..count).map(|n| format!("NS.n{n},,ours,N\n")).collect();
        format!("id,list,weight_status,label\n{rows}")
    };
    let settings = "form_id,version,form_title\nx,1,X\n";
    let survey = "type,name,label\ntext,a,A\n";
    assert!(compile_all(survey, "", settings, &indicators(limits::MAX_INDICATORS)).is_ok());
    let found = compile_all(
        survey,
        "",
        settings,
        &indicators(limits::MAX_INDICATORS + 1),
    )
    .unwrap_err();
    assert_eq!(located(&found), ["indicators.too_many indicators:0 []"]);
}

#[test]
fn groups_are_nested_to_their_limit_and_refused_one_past_it() {
    let survey = |depth: usize| {
        let begin: String = (0..depth)
            .map(|n| format!("begin_group,g{n},G,G\n"))
            .collect();
        let end = "end_group,,,\n".repeat(depth);
        format!("type,name,label::vi,label::en\n{begin}text,a,A,A\n{end}")
    };
    let (pack, _) = compile(&survey(limits::MAX_GROUP_DEPTH)).unwrap();
    assert!(Pack::from_canonical(pack.canonical()).is_ok());
    let found = compile(&survey(limits::MAX_GROUP_DEPTH + 1)).unwrap_err();
    assert_eq!(
        located(&found),
        [format!(
            "group.too_deep survey:{} [type]",
            limits::MAX_GROUP_DEPTH + 2
        )]
    );
}

#[test]
fn groups_are_allowed_to_their_limit_and_refused_one_past_it() {
    let survey = |count: usize| {
        let rows: String = (0..count)
            .map(|n| format!("begin_group,g{n},G,G\nend_group,,,\n"))
            .collect();
        format!("type,name,label::vi,label::en\n{rows}text,a,A,A\n")
    };
    assert!(compile(&survey(limits::MAX_QUESTIONS)).is_ok());
    let found = compile(&survey(limits::MAX_QUESTIONS + 1)).unwrap_err();
    assert!(
        found
            .iter()
            .any(|problem| problem.code == "survey.too_many")
    );
}

#[test]
fn paths_are_as_long_as_their_limit_and_refused_one_past_it() {
    let survey = |length: usize| {
        let (g, h, i) = ("g".repeat(60), "h".repeat(60), "i".repeat(60));
        let name = "n".repeat(length - 183);
        let ends = "end_group,,,\n".repeat(3);
        format!(
            "type,name,label::vi,label::en\nbegin_group,{g},G,G\nbegin_group,{h},H,H\nbegin_group,{i},I,I\n\
             text,{name},A,A\n{ends}"
        )
    };
    assert!(compile(&survey(limits::MAX_PATH_CHARS)).is_ok());
    let found = compile(&survey(limits::MAX_PATH_CHARS + 1)).unwrap_err();
    assert_eq!(located(&found), ["name.too_long survey:5 [name]"]);
}

#[test]
fn the_border_questionnaire_compiles_without_a_problem() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../instruments/");
    let read = |name: &str| std::fs::read_to_string(format!("{dir}{name}")).unwrap();
    let (pack, warnings) = compile_all(
        &read("border-initial/survey.csv"),
        &read("border-initial/choices.csv"),
        &read("border-initial/settings.csv"),
        &read("indicators/ilo-ec-2009.csv"),
    )
    .map_err(|problems| located(&problems))
    .unwrap();
    assert_eq!(located(&warnings), Vec::<String>::new());
    assert_eq!(
        Pack::from_canonical(pack.canonical()).unwrap().hash(),
        pack.hash()
    );
    assert!(pack.questions().any(|question| question.core));
}

proptest::proptest! {
    #[test]
    fn no_sheet_makes_the_compiler_panic(survey in "\\PC{0,200}", cells in "[a-z_ ,\n\"${}().=']{0,300}") {
        let _ = compile(&survey);
        let _ = compile_all(&format!("type,name,label,relevant\n{cells}"), YES_NO, SETTINGS, &cells);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(at in 0usize..2_000, byte: u8) {
        let survey = "type,name,label::vi,label::en,relevant\nbegin_group,g,G,G,\nselect_one yes_no,a,A,A,\n\
                      text,b,B,B,${a} = 'yes'\nend_group,,,,\n";
        let mut bytes = compile(survey).unwrap().0.canonical().to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = Pack::from_canonical(&bytes);
    }
}

/// Written by the first version of the app; it has to open for ever.
const FIRST_FORMAT: &[u8] = include_bytes!("fixtures/border-initial-1.pack.json");

#[test]
fn a_pack_of_the_first_format_still_opens_with_its_hash() {
    let pack = Pack::from_canonical(FIRST_FORMAT).unwrap();
    assert_eq!(
        pack.hash().to_string(),
        "476d954e2797de4a6fae783be720a83f3dab0052297073226c9a1acaf866dee8"
    );
    assert_eq!(pack.canonical(), FIRST_FORMAT);
    assert_eq!(pack.id(), "border-initial");
}

#[test]
fn what_needs_nothing_newer_keeps_the_format_and_hash_it_had() {
    let (pack, _) = compile("type,name,label::vi,label::en\ntext,a,A,A\n").unwrap();
    assert!(pack.canonical().windows(10).any(|at| at == b"\"format\":1"));
    let (pack, _) = compile("type,name,label::vi,label::en\ntime,a,A,A\n").unwrap();
    assert!(pack.canonical().windows(10).any(|at| at == b"\"format\":2"));
}
