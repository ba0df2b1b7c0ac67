use std::borrow::Cow;

use jiff::civil::{Date, DateTime, date};

use super::ast::{Path, Start};
use super::eval::{Scope, evaluate, evaluate_text, evaluate_truth};
use super::parser::parse;
use super::value::{NodeId, Value};

/// A handful of answers by name; `all` is every one of them, `none` is a path to nothing.
struct Answers(Vec<(&'static str, &'static str)>);

impl Scope for Answers {
    fn path(&self, path: &Path) -> Value {
        let id = |at: usize| NodeId(u32::try_from(at).unwrap());
        match &path.start {
            Start::Named(name) if name == "all" => {
                Value::Nodes((0..self.0.len()).map(id).collect())
            }
            Start::Named(name) => Value::Nodes(
                self.0
                    .iter()
                    .position(|(n, _)| n == name)
                    .map(id)
                    .into_iter()
                    .collect(),
            ),
            Start::Context | Start::Root => Value::Nodes(vec![id(0)]),
        }
    }

    fn text(&self, node: NodeId) -> Cow<'_, str> {
        self.0[node.0 as usize].1.into()
    }

    fn own_text(&self) -> Cow<'_, str> {
        self.0[0].1.into()
    }

    fn choice_label(&self, _: &Path, name: &str) -> String {
        format!("<{name}>")
    }

    fn today(&self) -> Date {
        date(2026, 11, 22)
    }

    fn now(&self) -> DateTime {
        date(2026, 11, 22).at(6, 0, 0, 0)
    }
}

fn answers() -> Answers {
    Answers(vec![
        ("own", "7"),
        ("n", "3"),
        ("empty", ""),
        ("several", "debt papers  beaten"),
        ("born", "2008-02-14"),
        ("name", "Sùng Thị Mỷ"),
    ])
}

fn text(expression: &str) -> String {
    evaluate_text(&parse(expression).unwrap(), &answers())
}

fn truth(expression: &str) -> bool {
    evaluate_truth(&parse(expression).unwrap(), &answers())
}

#[test]
fn arithmetic_and_coercion_follow_xpath() {
    for (expression, expected) in [
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("7 mod 3", "1"),
        ("-7 mod 3", "-1"),
        ("- ${n}", "-3"),
        ("1 div 0", "Infinity"),
        ("0 div 0", "NaN"),
        ("'2' + '3'", "5"),
        ("${empty} + 1", "NaN"),
        ("true() + true()", "2"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("number('x')", "NaN"),
        ("string(5.0)", "5"),
        ("boolean('false')", "true"),
        ("boolean(0)", "false"),
        (". * 2", "14"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
}

#[test]
fn a_path_to_nothing_is_the_empty_string() {
    assert!(truth("${none} = ''"));
    assert!(truth("${empty} = ''"));
    assert!(!truth("${none} != ''"));
    assert!(!truth("${none} < 1"));
    assert!(!truth("${none} >= 0"));
    assert!(!truth("${none}"));
    assert!(truth("${n}"));
    assert!(truth("not(${empty})"));
}

#[test]
fn comparisons_choose_their_type() {
    for expression in [
        "${n} = 3.0",
        "'3' = 3",
        "'abc' != 'abd'",
        "'10' > '9'",
        "true() = 'anything'",
        "${born} < today()",
        "${all} = 'Sùng Thị Mỷ'",
        "${all} > 6",
        "2 > 1 and 1 < 2 or false()",
    ] {
        assert!(truth(expression), "{expression}");
    }
    for expression in [
        "'a' < 'b'",
        "${all} = 'nobody'",
        "${born} > today()",
        "true() = ''",
    ] {
        assert!(!truth(expression), "{expression}");
    }
}

#[test]
fn and_and_or_stop_early_and_if_takes_one_branch() {
    assert_eq!(text("if(true(), 'yes', 1 div 0)"), "yes");
    assert_eq!(text("if(${n} > 5, 'many', 'few')"), "few");
    assert!(truth("true() or ${none} > 1"));
    assert!(!truth("false() and ${none} = ''"));
}

#[test]
fn selections_are_words() {
    assert!(truth("selected(${several}, 'papers')"));
    assert!(!truth("selected(${several}, 'paper')"));
    assert!(!truth("selected(${several}, '')"));
    assert!(!truth("selected(${empty}, '')"));
    assert_eq!(text("count-selected(${several})"), "3");
    assert_eq!(text("count-selected(${none})"), "0");
    assert_eq!(text("selected-at(${several}, 1)"), "papers");
    assert_eq!(text("selected-at(${several}, 9)"), "");
    assert_eq!(text("selected-at(${several}, -1)"), "");
    assert_eq!(text("jr:choice-name(${n}, '${n}')"), "<3>");
    assert_eq!(
        text("jr:choice-name(selected-at(${several}, 0), ${several})"),
        "<debt>"
    );
}

#[test]
fn text_is_counted_in_characters() {
    for (expression, expected) in [
        ("string-length(${name})", "11"),
        ("substr(${name}, 5, 8)", "Thị"),
        ("substr(${name}, -2)", "Mỷ"),
        ("substr('abc', 2, 1)", ""),
        ("substr('abc', 9)", ""),
        ("concat('a', 1, true(), ${n})", "a1true3"),
        ("translate('giấy tờ', 'ấờ ', 'ao')", "giayto"),
        ("normalize-space('  a   b ')", "a b"),
        ("coalesce(${empty}, ${none})", ""),
        ("coalesce(${empty}, 'x')", "x"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
    assert!(truth(
        "contains(${name}, 'Thị') and starts-with(${name}, 'Sùng') and ends-with(${name}, 'Mỷ')"
    ));
}

#[test]
fn a_pattern_has_to_match_the_whole_text() {
    assert!(truth(r"regex('0912345678', '0\d{9}')"));
    assert!(!truth(r"regex('x0912345678', '0\d{9}')"));
    assert!(truth("regex('b', 'a|b')"));
    assert!(!truth("regex('ab', 'a|b')"));
    assert!(!truth("regex('a', '(((')"));
}

#[test]
fn numbers_are_rounded_and_counted() {
    for (expression, expected) in [
        ("int(3.9)", "3"),
        ("int(-3.9)", "-3"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(3.14159, 2)", "3.14"),
        ("round(1234, -2)", "1200"),
        ("count(${all})", "6"),
        ("count(${none})", "0"),
        ("count-non-empty(${all})", "5"),
        ("sum(${n})", "3"),
        ("sum(${none})", "0"),
        ("min(3, 1, 2)", "1"),
        ("max(${n}, ${own})", "7"),
        ("min(${none})", "NaN"),
        ("position(..)", "1"),
        ("boolean-from-string('1')", "true"),
        ("boolean-from-string('yes')", "false"),
        ("once('new')", "7"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
}

#[test]
fn dates_are_days() {
    for (expression, expected) in [
        ("today()", "2026-11-22"),
        ("now()", "2026-11-22T06:00:00"),
        ("today() - date('2026-11-20')", "2"),
        ("date(today() + 7)", "2026-11-29"),
        ("date('nonsense')", ""),
        ("decimal-date-time('1970-01-02T12:00:00')", "1.5"),
        ("format-date(${born}, '%d/%m/%Y')", "14/02/2008"),
        ("format-date(${none}, '%Y')", ""),
        ("int((today() - ${born}) div 365.25)", "18"),
        ("decimal-date-time(now())", "20779.25"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
}

#[test]
fn a_union_holds_each_node_once() {
    assert_eq!(
        evaluate(&parse("${n} | ${all}").unwrap(), &answers()),
        evaluate(&parse("${all}").unwrap(), &answers())
    );
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn whatever_parses_evaluates(text in "[-+*/()<>=!.,' a-z0-9${}|]{0,40}") {
        if let Ok(expr) = parse(&text) {
            evaluate_text(&expr, &answers());
        }
    }

    #[test]
    fn made_expressions_parse_and_evaluate(
        name in proptest::sample::select(vec!["own", "n", "empty", "several", "born", "none", "all"]),
        operator in proptest::sample::select(vec!["+", "-", "*", "div", "mod", "=", "!=", "<", ">", "and", "or", "|"]),
        function in proptest::sample::select(vec!["string", "number", "boolean", "int", "round", "count", "sum", "date", "once"]),
    ) {
        let text = format!("{function}(${{{name}}}) {operator} ${{{name}}}");
        evaluate_text(&parse(&text).unwrap(), &answers());
    }
}
