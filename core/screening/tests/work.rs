//! How much an answer makes the interview do: it evaluates what depends on it, each expression once, and nothing else.
//!
//! What depends on what is worked out here anew, from the rows as they are written.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use common::{interview, value};
use nuong_screening::Interview;

/// Blocks of questions outside repeats.
const BLOCKS: usize = 60;
/// Instances of `member`, and of `trip` in each of them.
const MEMBERS: usize = 8;
const TRIPS: usize = 2;

#[derive(Default)]
struct Row {
    kind: &'static str,
    name: String,
    relevant: String,
    calculation: String,
    /// The group around it, if it has one.
    group: Option<String>,
    /// The repeats around it, outermost first.
    repeats: &'static [&'static str],
}

/// A place in the interview: which row, and in which instances of the repeats around it, from 1.
type Place = (usize, Vec<usize>);

struct Form {
    rows: Vec<Row>,
}

impl Form {
    /// Some 360 questions that lean on each other: within a block, from block to block, by way of groups, into a repeat and
    /// out of it.
    fn large() -> Form {
        let mut form = Form { rows: Vec::new() };
        for n in 0..BLOCKS {
            form.block(n);
        }
        form.repeats();
        form.add("text", "remark", "", "", None, &[]);
        form
    }

    fn block(&mut self, n: usize) {
        let group = (n % 4 == 3).then(|| format!("g{n}"));
        let group = group.as_deref();
        if let Some(group) = group {
            let condition = format!("${{a{}}} > 10", n - 1);
            self.add("begin group", group, &condition, "", None, &[]);
        }
        let condition = format!("${{a{n}}} > 10");
        let length = format!("string-length(${{d{n}}})");
        self.add("integer", &format!("a{n}"), "", "", group, &[]);
        let more = format!("${{a{n}}} + 1");
        self.add("calculate", &format!("b{n}"), "", &more, group, &[]);
        // By two ways from the same answer, and yet evaluated once.
        let both = format!("${{b{n}}} * 2 + ${{a{n}}}");
        self.add("calculate", &format!("c{n}"), "", &both, group, &[]);
        self.add("text", &format!("d{n}"), &condition, "", group, &[]);
        self.add("calculate", &format!("e{n}"), "", &length, group, &[]);
        if let Some(group) = group {
            self.add("end group", group, "", "", None, &[]);
        }
        let before = if n == 0 {
            String::new()
        } else {
            format!("${{s{}}} + ", n - 1)
        };
        let sum = format!("{before}coalesce(${{c{n}}}, 0) + coalesce(${{e{n}}}, 0)");
        self.add("calculate", &format!("s{n}"), "", &sum, None, &[]);
    }

    fn repeats(&mut self) {
        const MEMBER: &[&str] = &["member"];
        const TRIP: &[&str] = &["member", "trip"];
        self.add("begin repeat", "member", "", "", None, &[]);
        self.add("integer", "age", "", "", None, MEMBER);
        self.add("calculate", "older", "", "${age} + 1", None, MEMBER);
        self.add("text", "school", "${age} > 10", "", None, MEMBER);
        let length = "string-length(${school})";
        self.add("calculate", "learnt", "", length, None, MEMBER);
        self.add("calculate", "beside", "", "${older} + ${a0}", None, MEMBER);
        self.add("begin repeat", "trip", "", "", None, MEMBER);
        self.add("integer", "days", "", "", None, TRIP);
        let share = "${days} div ${age}";
        self.add("calculate", "share", "", share, None, TRIP);
        self.add("end repeat", "trip", "", "", None, MEMBER);
        self.add("calculate", "away", "", "sum(${days})", None, MEMBER);
        self.add("end repeat", "member", "", "", None, &[]);
        self.add("calculate", "total", "", "sum(${age})", None, &[]);
        self.add("calculate", "twice", "", "${total} * 2", None, &[]);
        self.add("calculate", "all_away", "", "sum(${away})", None, &[]);
    }

    fn add(
        &mut self,
        kind: &'static str,
        name: &str,
        relevant: &str,
        calculation: &str,
        group: Option<&str>,
        repeats: &'static [&'static str],
    ) {
        self.rows.push(Row {
            kind,
            name: name.to_owned(),
            relevant: relevant.to_owned(),
            calculation: calculation.to_owned(),
            group: group.map(str::to_owned),
            repeats,
        });
    }

    fn sheet(&self) -> String {
        let mut sheet = "type,name,label::vi,relevant,calculation\n".to_owned();
        for row in &self.rows {
            let (kind, name) = (row.kind, &row.name);
            let (relevant, calculation) = (&row.relevant, &row.calculation);
            writeln!(sheet, "{kind},{name},Q,\"{relevant}\",\"{calculation}\"").unwrap();
        }
        sheet
    }

    fn path(&self, (row, places): &Place) -> String {
        let row = &self.rows[*row];
        let repeats = row.repeats.iter().zip(places);
        let mut parts: Vec<String> = repeats
            .map(|(name, place)| format!("{name}[{place}]"))
            .collect();
        parts.extend(row.group.clone());
        parts.push(row.name.clone());
        parts.join("/")
    }

    fn row(&self, name: &str) -> usize {
        let begins = |row: &Row| row.name == name && !row.kind.starts_with("end");
        self.rows.iter().position(begins).unwrap()
    }

    /// Every place a row has.
    fn places(&self, row: usize) -> Vec<Place> {
        let mut all = vec![Vec::new()];
        for repeat in self.rows[row].repeats {
            let count = if *repeat == "member" { MEMBERS } else { TRIPS };
            let longer = all.iter().flat_map(|places: &Vec<usize>| {
                (1..=count).map(|place| places.iter().copied().chain([place]).collect())
            });
            all = longer.collect();
        }
        all.into_iter().map(|places| (row, places)).collect()
    }

    /// How many expressions depend on the answer at a place, those of every instance counted.
    fn depend_on(&self, name: &str, places: &[usize]) -> usize {
        let start = (self.row(name), places.to_vec());
        let mut met = BTreeSet::from([start.clone()]);
        let mut open = vec![start];
        let mut expressions = BTreeSet::new();
        while let Some(changed) = open.pop() {
            for row in 0..self.rows.len() {
                let written = [&self.rows[row].relevant, &self.rows[row].calculation];
                for (column, text) in written.into_iter().enumerate() {
                    if !text.contains(&format!("${{{}}}", self.rows[changed.0].name)) {
                        continue;
                    }
                    let sees = |place: &Place| self.same_instance(place, &changed);
                    for place in self.places(row).into_iter().filter(sees) {
                        expressions.insert((place.clone(), column));
                        open.extend(met.insert(place.clone()).then_some(place));
                    }
                }
                // A group's relevance is that of all within it.
                let within = self.rows[row].group.as_ref();
                if self.rows[changed.0].kind == "begin group"
                    && within == Some(&self.rows[changed.0].name)
                {
                    let place = (row, changed.1.clone());
                    open.extend(met.insert(place.clone()).then_some(place));
                }
            }
        }
        expressions.len()
    }

    /// Whether two places lie in the same instance of every repeat that is around both.
    fn same_instance(&self, one: &Place, other: &Place) -> bool {
        let shared = self.rows[one.0].repeats.len();
        let shared = shared.min(self.rows[other.0].repeats.len());
        one.1[..shared] == other.1[..shared]
    }

    /// An interview in which everything is answered, so that every condition holds and can stop to hold.
    fn answered(&self) -> Interview {
        let mut it = interview(&self.sheet());
        for member in 1..=MEMBERS {
            if member > 1 {
                it.add_instance("member").unwrap();
            }
            for _ in 1..TRIPS {
                it.add_instance(&format!("member[{member}]/trip")).unwrap();
            }
        }
        for row in 0..self.rows.len() {
            let said = match self.rows[row].kind {
                "integer" => value("20"),
                "text" => value("x"),
                _ => continue,
            };
            for place in self.places(row) {
                it.answer(&self.path(&place), said.clone()).unwrap();
            }
        }
        it
    }

    /// Answers a question so that all that looks at it comes to something else, there and back; each time exactly what
    /// depends on it is evaluated.
    fn try_at(&self, it: &mut Interview, name: &str, places: &[usize]) -> usize {
        let path = self.path(&(self.row(name), places.to_vec()));
        let expected = self.depend_on(name, places);
        for said in ["5", "20", "7", "20"] {
            let changed = it.answer(&path, value(said)).unwrap();
            assert_eq!(changed.evaluated, expected, "{path} = {said}");
        }
        let same = it.answer(&path, value("20")).unwrap();
        assert_eq!(same.evaluated, 0, "{path} says what it said");
        expected
    }
}

#[test]
fn an_answer_evaluates_exactly_the_expressions_that_depend_on_it() {
    let form = Form::large();
    let mut it = form.answered();
    let pack = it.pack().clone();
    assert!(pack.questions().count() > 350);
    let mut evaluated = 0;
    for n in 0..BLOCKS {
        let count = form.try_at(&mut it, &format!("a{n}"), &[]);
        let most = pack.dependents(&form.path(&(form.row(&format!("a{n}")), Vec::new())));
        // The pack counts what is written; `beside` is there once, and in each instance of the repeat.
        let again = if n == 0 { MEMBERS - 1 } else { 0 };
        assert_eq!(count, most + again, "a{n}");
        evaluated += count;
    }
    // Of all expressions that there are, what is evaluated for the last block is next to nothing.
    assert!(form.depend_on(&format!("a{}", BLOCKS - 1), &[]) < 15);
    assert!(evaluated > BLOCKS * BLOCKS / 2, "{evaluated}");
    assert_eq!(it.answer("remark", value("y")).unwrap().evaluated, 0);
}

#[test]
fn within_a_repeat_an_answer_evaluates_its_own_instance_and_what_looks_at_all_of_them() {
    let form = Form::large();
    let mut it = form.answered();
    for member in 1..=MEMBERS {
        // older, school, learnt, beside, two shares; total and twice.
        assert_eq!(form.try_at(&mut it, "age", &[member]), 8);
        for trip in 1..=TRIPS {
            // share, away, all_away.
            assert_eq!(form.try_at(&mut it, "days", &[member, trip]), 3);
        }
    }
}

#[test]
fn what_comes_to_the_same_sets_nothing_more_off() {
    let form = Form::large();
    let mut it = form.answered();
    let changed = it.answer("d5", value("y")).unwrap();
    assert_eq!(
        changed.evaluated, 1,
        "its length is what it was, and nobody after that is asked"
    );
}

#[test]
fn in_a_form_of_hundreds_each_screen_is_found_by_its_number_and_its_question() {
    let mut survey = "type,name,label,relevant\nselect_one yes_no,all,All?,\n".to_owned();
    for number in 0..300 {
        let relevant = if number % 3 == 0 {
            "${all} = 'yes'"
        } else {
            ""
        };
        survey += &format!("text,q{number},Q?,{relevant}\n");
        if number % 50 == 49 {
            survey += &format!(
                "begin repeat,r{number},R,{relevant}\ntext,t{number},T?,\nend repeat,,,\n"
            );
        }
    }
    let mut it = interview(&survey);
    for said in ["yes", "no", "yes"] {
        it.answer("all", value(said)).unwrap();
        it.answer("q7", value(said)).unwrap();
        let screens = it.screens();
        assert_eq!(it.screen_count(), screens.len());
        let mut open = Vec::new();
        for (at, screen) in screens.iter().enumerate() {
            assert_eq!(it.screen(at).as_ref(), Some(screen));
            assert_eq!(it.screen_of(&screen.key), Some(at), "{}", screen.key);
            if screen.questions.iter().any(|path| it.value(path).is_none()) {
                open.push(at);
            }
        }
        assert_eq!(it.screen(screens.len()), None);
        assert_eq!(it.remaining(), open.len());
        assert_eq!(it.first_unanswered(), open.first().copied());
        let hidden = if said == "no" { 0 } else { 100 };
        // Two of the six repeats stand behind the condition; each has a screen for its instance and one for another.
        let repeats = if said == "no" { 8 } else { 12 };
        assert_eq!(screens.len(), 1 + 200 + hidden + repeats);
        let tail: Vec<_> = it.screens_from(150).collect();
        assert_eq!(tail, screens[150..]);
    }
}
