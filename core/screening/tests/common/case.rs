//! A small questionnaire that marks everything an assessment reads, and people who answer it.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use nuong_screening::{
    Answer, AnswerSet, Assessment, Element, ElementKind, InterviewRecord, Met, Pack, PersonFacts,
    Rules, assess,
};

use super::{TODAY, compile_all};

const SURVEY: &str = "type,name,label,relevant,calculation,indicator,indicator_when,element,urgent,urgent_when,fact,core,list
integer,age,Age,,,,,,,,age_years,,
date,birth,Birth,,,,,,,,birth_date,,
select_one yes_no,looks_child,Looks a child,,,,,,,,child_apparent,,
select_one yes_no,moved,Moved,,,,,act:transport,,,,yes,
select_one yes_no,lied,Lied to,,,D1.job,,,,,,yes,
select_one yes_no,lied_pay,Lied about pay,,,D1.pay,,,,,,,
select_one yes_no,lied_home,Lied about home,,,D1.home,,,,,,,
select_one yes_no,beaten,Beaten,,,D5.violence,,,medical,,,,
select_one yes_no,papers,Papers taken,,,D5.papers,,,,,,,
select_one yes_no,told_family,Threat to tell family,,,D5.tell,,,,,,,
integer,hours,Hours,,,D4.hours,. > 12,,,,,,
select_multiple work,work,Work,,,,,,,,,,
select_one yes_no,sold,Sold,,,NS.sold,,purpose:benefit,,,,,
select_one yes_no,online,Scam site,,,,,,,,,,
select_one yes_no,quota,Quota,${online} = 'yes',,NS.quota,,,,,,,
calculate,both,Both,,\"if(${beaten} = 'yes' and ${papers} = 'yes', 'yes', 'no')\",D5.both,,,,,,,
integer,weeks,Weeks without food,,,,,,food,. > 0 and ${online} = 'yes',,,
select_one yes_no,law,False information about law,,,D3.law,,,,,,,
";

const CHOICES: &str = "list_name,name,label,indicator,element,urgent
yes_no,yes,Yes,,,
yes_no,no,No,,,
work,no_pay,No pay,D4.pay,,
work,danger,Dangerous,D4.danger,,danger
work,crime,Made to cheat,,purpose:forced-criminality,
work,none,None,,,
";

const INDICATORS: &str = "id,list,dimension,strength,weight_status,provisional_strength,label
D1.job,AL CL,D1,strong,secondary_source,,J
D1.pay,AL CL,D1,medium,secondary_source,,P
D1.home,AL CL,D1,weak,secondary_source_disputed,,H
D5.violence,AL CL,D5,strong,secondary_source,,V
D5.papers,AL,D5,strong,secondary_source,,D
D5.papers,CL,D5,medium,secondary_source,,D
D5.tell,AL,D5,weak,secondary_source,,T
D5.tell,CL,D5,medium,secondary_source,,T
D5.both,all,D5,medium,ours,,B
D4.hours,AL CL,D4,strong,secondary_source,,H
D4.pay,AL CL,D4,medium,secondary_source,,P
D4.danger,AL CL,D4,,unconfirmed,medium,D
NS.sold,all,,,ours,,S
NS.quota,all,D5,,ours,medium,Q
D3.law,AL,D3,medium,secondary_source,,L
";

fn settings(rule: &str) -> String {
    format!("form_id,version,form_title,person_rule\ncase,1,Case,{rule}\n")
}

pub(crate) static PACK: LazyLock<Pack> = LazyLock::new(|| {
    compile_all(SURVEY, CHOICES, &settings("vn-law-53-2024/1"), INDICATORS)
        .unwrap()
        .0
});

pub(crate) static PALERMO: LazyLock<Pack> = LazyLock::new(|| {
    compile_all(SURVEY, CHOICES, &settings("palermo/1"), INDICATORS)
        .unwrap()
        .0
});

/// `name=value`, `name=?` (does not know), `name=-` (does not want to say); several for one name are differing answers.
pub(crate) fn answers(said: &[&str]) -> AnswerSet {
    let mut set = AnswerSet::new();
    for one in said {
        let (name, value) = one.split_once('=').unwrap();
        set.entry(name.to_owned()).or_default().push(answer(value));
    }
    set
}

pub(crate) fn answer(text: &str) -> Answer {
    match text {
        "?" => Answer::DoesNotKnow,
        "-" => Answer::DoesNotWantToSay,
        text => Answer::value(text),
    }
}

pub(crate) fn assess_set(answers: &AnswerSet) -> Assessment {
    assess_on(&PACK, answers, &BTreeMap::new(), TODAY)
}

pub(crate) fn assess_said(said: &[&str]) -> Assessment {
    assess_set(&answers(said))
}

pub(crate) fn assess_on(
    pack: &Pack,
    answers: &AnswerSet,
    person: &PersonFacts,
    on: Date,
) -> Assessment {
    assess(
        &[InterviewRecord {
            id: "i1",
            pack,
            answers,
            held: &on.into(),
        }],
        person,
        Rules::shipped(),
        on,
    )
}

pub(crate) fn element(found: &Assessment, kind: ElementKind) -> &Element {
    found
        .elements
        .iter()
        .find(|element| element.kind == kind)
        .unwrap()
}

/// Act, means, purpose.
pub(crate) fn states(found: &Assessment) -> [Met; 3] {
    [ElementKind::Act, ElementKind::Means, ElementKind::Purpose]
        .map(|kind| element(found, kind).state)
}
