//! What the linter finds, each with its sheet, row and column; and languages beside a questionnaire.
#![allow(clippy::unwrap_used)]

use nuong_screening::{LanguagePack, Pack, Problem, Severity, Sheets};

const CHOICES: &str = "list_name,name,label,kind\nyn,yes,Có,\nyn,no,Không,\n\
    place,home,Nhà,a\nplace,boat,Thuyền,b\nplace,moon,Mặt trăng,c\n";
const SETTINGS: &str = "form_title,form_id,version\nThử,thu,1\n";

fn lint(survey: &str) -> Vec<Problem> {
    let sheets = Sheets::from_csv(survey, CHOICES, SETTINGS, "").unwrap();
    Pack::lint(&sheets).1
}

/// Code, sheet, row and column of each finding of these codes.
fn found(survey: &str, wanted: &str) -> Vec<(usize, String)> {
    let all = lint(survey);
    let found = all.iter().filter(|problem| problem.code == wanted);
    found
        .map(|problem| {
            assert!(!problem.sheet.is_empty());
            (problem.row, problem.column.clone())
        })
        .collect()
}

fn at(row: usize, column: &str) -> Vec<(usize, String)> {
    vec![(row, column.to_owned())]
}

#[test]
fn a_question_that_nobody_can_reach_is_found() {
    let survey = |condition: &str| {
        format!("type,name,label,relevant\nselect_one yn,a,A?,\ntext,b,B?,{condition}\n")
    };
    for condition in [
        "${a} = 'yes' and ${a} = 'no'",
        "not(${a} = 'yes') and ${a} != 'no' and ${a} != ''",
        "selected(${a}, 'maybe')",
        "1 = 2",
    ] {
        assert_eq!(
            found(&survey(&format!("\"{condition}\"")), "question.unreachable"),
            at(3, "relevant"),
            "{condition}"
        );
    }
    for condition in ["${a} = 'yes'", "today() > '2020-01-01'", "${a} = ''"] {
        assert_eq!(
            found(&survey(&format!("\"{condition}\"")), "question.unreachable"),
            [],
            "{condition}"
        );
    }
}

#[test]
fn what_lies_behind_something_unreachable_is_unreachable_and_told_once() {
    let survey = "type,name,label,relevant\nselect_one yn,a,A?,\n\
        begin group,g,G,${a} = 'yes'\nselect_one yn,b,B?,${a} = 'no'\ntext,c,C?,${b} = 'yes'\nend group,,,\n\
        text,d,D?,${b} = 'no'\n";
    let rows: Vec<usize> = found(survey, "question.unreachable")
        .into_iter()
        .map(|(row, _)| row)
        .collect();
    assert_eq!(rows, [4, 5, 7]);
}

#[test]
fn conditions_that_are_always_the_same_are_found() {
    let survey = "type,name,label,relevant,constraint,required\n\
        select_one yn,a,A?,,,\n\
        text,b,B?,\"${a} = 'yes' or ${a} != 'yes'\",,\n\
        select_one yn,c,C?,,\". = 'yes' or . = 'no'\",\n\
        select_one yn,d,D?,,. = 'perhaps',\n\
        text,e,E?,,,1 = 1\n\
        text,f,F?,${a} = 'yes',string-length(.) < 9,${a} = 'yes'\n";
    assert_eq!(
        found(survey, "condition.constant"),
        [
            (3, "relevant".to_owned()),
            (4, "constraint".to_owned()),
            (5, "constraint".to_owned()),
            (6, "required".to_owned())
        ]
    );
    assert_eq!(
        found(survey, "condition.choice_unknown"),
        at(5, "constraint")
    );
}

#[test]
fn a_required_question_that_nobody_can_answer_is_found() {
    let survey = "type,name,label,constraint,required,read_only,choice_filter\n\
        select_one yn,a,A?,. = 'never',yes,,\n\
        text,b,B?,,yes,yes,\n\
        select_one place,c,C?,,yes,,kind = 'z'\n\
        select_one place,d,D?,,yes,,kind = ${b}\n\
        note,e,E,,yes,,\n";
    let rows: Vec<usize> = found(survey, "required.blocks")
        .into_iter()
        .map(|(row, _)| row)
        .collect();
    assert_eq!(rows, [2, 3, 4, 6]);
}

#[test]
fn choices_that_are_never_offered_are_found() {
    let survey = "type,name,label,choice_filter\nselect_one yn,a,A?,\nselect_one place,p,P?,\"kind = 'a' or kind = 'b'\"\n";
    let all = lint(survey);
    let dead: Vec<(&str, usize)> = all
        .iter()
        .filter(|problem| problem.code == "choice.dead")
        .map(|problem| (problem.sheet.as_str(), problem.row))
        .collect();
    assert_eq!(dead, [("choices", 6)]);
    let open = "type,name,label,choice_filter\ntext,a,A?,\nselect_one place,p,P?,kind = ${a}\n";
    assert_eq!(found(open, "choice.dead"), []);
}

#[test]
fn names_that_clash_or_look_alike_are_found() {
    let survey =
        "type,name,label\ntext,nơi_ở,A\ntext,NoiO,B\nbegin group,g,G\ntext,nơi_ở,C\nend group,,\n";
    assert_eq!(found(survey, "name.alike"), at(3, "name"));
    assert_eq!(found(survey, "name.repeated"), at(5, "name"));
    let made = "type,name,label\nselect_one yn or_other,a,A?\ntext,a_other,B?\n";
    assert_eq!(found(made, "name.duplicate"), at(3, "name"));
    let made = "type,name,label,repeat_count\ntext,r_count,A?,\nbegin repeat,r,R,2\ntext,b,B?,\nend repeat,,,\n";
    assert_eq!(found(made, "name.duplicate"), at(3, "name"));
}

const BROKEN: &str = "type,name,label,relevant,type\ntext,a,A,${gone} = 1\nselect_one nowhere,b,B,\nwhat,c,C,1 +\n\
        begin group,g,G,\ntext,a b,D,\ntext,e,E,nosuch(1)\n";

const BROKEN_CHOICES: &str = "list_name,name\nyn,a\nyn,a\n";

#[test]
fn every_problem_is_told_at_once() {
    let (sheets, broken) = Sheets::lenient_csv(BROKEN, BROKEN_CHOICES, "x\n\"", "");
    all_told(&sheets, &broken, &["csv.quote"]);
}

#[test]
fn every_problem_of_a_workbook_is_told_at_once() {
    let settings = format!("form_id,version,more\n,1,{}\n", "x".repeat(40_000));
    let (sheets, _) = Sheets::lenient_csv(BROKEN, BROKEN_CHOICES, &settings, "");
    let (sheets, broken) = Sheets::lenient_xlsx(&sheets.to_xlsx());
    assert!(broken.iter().all(|problem| !problem.sheet.is_empty()));
    all_told(&sheets.unwrap(), &broken, &["csv.cell_too_long"]);
    let (none, broken) = Sheets::lenient_xlsx(b"PK");
    assert!(none.is_none() && broken[0].code == "xlsx.malformed");
}

fn all_told(sheets: &Sheets, broken: &[Problem], more: &[&str]) {
    let found = Pack::lint(sheets).1;
    let all: Vec<&str> = broken
        .iter()
        .chain(&found)
        .map(|problem| problem.code)
        .collect();
    let expected = [
        "column.duplicate",
        "expr.name_unknown",
        "list.unknown",
        "type.unknown",
        "name.invalid",
        "group.unclosed",
        "choice.duplicate",
        "expr.function_unknown",
        "settings.missing",
    ];
    for code in expected.iter().chain(more) {
        assert!(all.contains(code), "{code} is not among {all:?}");
    }
}

const TWO: &str = "type,name,label::Tiếng Việt (vi),label::English (en),hint::Tiếng Việt (vi),audio::Tiếng Việt (vi)\n\
    select_one yn,a,Có không?,Is there?,Hỏi nhỏ,a.m4a\nnote,b,Cảm ơn,,,\n";
const YN: &str =
    "list_name,name,label::Tiếng Việt (vi),label::English (en)\nyn,yes,Có,Yes\nyn,no,Không,No\n";

fn two() -> Pack {
    let settings =
        "form_title::Tiếng Việt (vi),form_id,version,default_language\nThử,thu,1,Tiếng Việt (vi)\n";
    let sheets = Sheets::from_csv(TWO, YN, settings, "").unwrap();
    Pack::compile(&sheets).unwrap().0
}

const HMONG: &str = "sheet,name,column,text\nlanguage,,instrument,thu\nlanguage,,tag,hnj\nlanguage,,title,Hmoob\n\
    language,,fallback,en\nsurvey,a,label,TEXT-A\nsurvey,a,audio,hnj-a.m4a\nchoices,yn/yes,label,TEXT-YES\n";

#[test]
fn a_language_is_added_beside_the_questionnaire_and_its_hash_stays() {
    let plain = two();
    let language = LanguagePack::from_csv(HMONG).unwrap();
    let (pack, problems) = plain.with_language(&language);
    assert_eq!(problems, []);
    assert_eq!(pack.hash(), plain.hash());
    assert_eq!(pack.canonical(), plain.canonical());
    assert_eq!(pack.languages(), ["vi", "en", "hnj"]);
    let question = pack.question("a").unwrap();
    assert_eq!(question.label("hnj"), "TEXT-A");
    assert_eq!(question.audio("hnj"), Some("hnj-a.m4a"));
    assert_eq!(pack.borrowed_from("a", "hnj"), None);
    assert_eq!(question.choices()[0].label("hnj"), "TEXT-YES");
    // What is missing is shown in the declared language, and said to be.
    assert_eq!(question.choices()[1].label("hnj"), "No");
    assert_eq!(pack.choice_borrowed_from("yn", "no", "hnj"), Some("en"));
    // The fallback lacks it too: the default language, never just any.
    assert_eq!(pack.question("b").unwrap().label("hnj"), "Cảm ơn");
    assert_eq!(pack.borrowed_from("b", "hnj"), Some("vi"));
    assert_eq!(pack.borrowed_from("b", "en"), Some("vi"));
    // A recording is never borrowed.
    assert_eq!(question.audio("en"), None);
}

#[test]
fn coverage_tells_per_language_what_text_and_sound_is_missing() {
    let coverage = two().coverage();
    let of = |tag: &str| coverage.iter().find(|one| one.language == tag).unwrap();
    assert_eq!(of("vi").texts, (6, 6));
    assert_eq!(of("vi").audio, (1, 4));
    assert_eq!(of("en").texts, (3, 6));
    let missing: Vec<(&str, &str)> = of("en")
        .missing
        .iter()
        .filter(|one| one.column != "audio")
        .map(|one| (one.name.as_str(), one.column))
        .collect();
    assert_eq!(missing, [("", "form_title"), ("a", "hint"), ("b", "label")]);
    let (with, _) = two().with_language(&LanguagePack::from_csv(HMONG).unwrap());
    let hmong = with
        .coverage()
        .into_iter()
        .find(|one| one.language == "hnj")
        .unwrap();
    assert_eq!((hmong.texts, hmong.audio), ((2, 6), (1, 4)));
}

#[test]
fn a_language_file_with_faults_is_refused_by_row_and_what_it_has_too_much_is_told() {
    let refused = |text: &str| -> Vec<(&'static str, usize)> {
        let problems = LanguagePack::from_csv(text).unwrap_err();
        problems
            .iter()
            .map(|problem| (problem.code, problem.row))
            .collect()
    };
    assert_eq!(refused("a,b\n"), [("language.header", 1)]);
    let quoted = refused(&format!("{HMONG}\"x,a,b,c\nsurvey,a,colour,red\n"));
    let all = [
        ("csv.quote", 9),
        ("language.unknown", 9),
        ("language.unknown", 10),
    ];
    assert_eq!(quoted, all);
    let missing = refused("sheet,name,column,text\nsurvey,a,colour,red\n");
    assert_eq!(missing.len(), 5, "{missing:?}");
    let twice = format!("{HMONG}survey,a,label,again\n");
    assert_eq!(refused(&twice), [("language.duplicate", 9)]);
    let more = format!("{HMONG}survey,nowhere,label,x\n");
    let (_, problems) = two().with_language(&LanguagePack::from_csv(&more).unwrap());
    assert_eq!((problems[0].code, problems[0].row), ("language.unknown", 9));
    let other = HMONG.replace("instrument,thu", "instrument,other");
    let (pack, problems) = two().with_language(&LanguagePack::from_csv(&other).unwrap());
    assert_eq!(problems[0].severity, Severity::Error);
    assert_eq!(pack.languages(), ["vi", "en"]);
}
