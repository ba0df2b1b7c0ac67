//! What an interview knows of when, where and by what chance it is held.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{SETTINGS, compile_all, value};
use nuong_screening::{Answer, Circumstances, Interview, Pack};

/// 2026-01-02 at 23:30 in Viet Nam.
const BEGAN: i64 = 1_767_371_400;

const KNOWN: &str = "type,name,label,parameters,calculation\nstart,start,,,\nend,end,,,\ntoday,today,,,\n\
    deviceid,device,,,\nphonenumber,phone,,,\nselect_one place,where,Where?,randomize=true,\n\
    calculate,late,,,\"if(format-date-time(now(), '%H') >= 22, 'yes', 'no')\"\n\
    calculate,lot,,,once(random())\n";

const PLACES: &str =
    "list_name,name,label\nplace,a,A\nplace,b,B\nplace,c,C\nplace,d,D\nplace,e,E\nplace,f,F\n";

fn pack() -> Arc<Pack> {
    compile_all(KNOWN, PLACES, SETTINGS, "").unwrap().0.into()
}

fn held() -> Circumstances {
    Circumstances::at(BEGAN, 420).on_device("guard-a")
}

fn order(interview: &Interview) -> String {
    let offered = interview.choices("where");
    offered.iter().map(|choice| choice.name.as_str()).collect()
}

#[test]
fn an_interview_knows_when_it_began_and_ended_and_on_which_device() {
    let begun = Interview::new(pack(), held());
    let said = |of: &Interview, path: &str| of.value(path).map(|answer| answer.text().to_owned());
    let known = |of: &Interview| {
        ["start", "end", "today", "device", "phone", "late"].map(|path| said(of, path))
    };
    let text = |text: &str| Some(text.to_owned());
    let start = text("2026-01-02T23:30:00.000+07:00");
    let (day, device, late) = (text("2026-01-02"), text("guard-a"), text("yes"));
    assert_eq!(
        known(&begun),
        [
            start.clone(),
            None,
            day.clone(),
            device.clone(),
            None,
            late.clone()
        ]
    );
    let ended = held().ended(Some(BEGAN + 3_600));
    let read = Interview::restore(pack(), ended, [("where".to_owned(), value("c").unwrap())]);
    let end = text("2026-01-03T00:30:00.000+07:00");
    assert_eq!(known(&read), [start, end, day, device, None, late]);
    assert_eq!(read.value("where"), Some(&Answer::value("c")));
}

#[test]
fn each_interview_has_an_order_of_its_own_and_keeps_it() {
    let of = |seed| Interview::new(pack(), held().with_seed(seed));
    let orders: BTreeSet<String> = (0..20).map(|seed| order(&of(seed))).collect();
    assert!(orders.len() > 10, "{orders:?}");
    for seed in [0, 7, u64::from(u32::MAX)] {
        let read = Interview::restore(pack(), held().with_seed(seed), []);
        assert_eq!(order(&read), order(&of(seed)));
        assert_eq!(read.value("lot"), of(seed).value("lot"));
    }
    assert_ne!(of(1).value("lot"), of(2).value("lot"));
}

#[test]
fn a_time_that_no_calendar_has_is_the_beginning_of_ours() {
    let far = Circumstances::at(i64::MAX, i32::MAX / 60);
    assert_eq!(far.began, jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0));
}
