use super::*;

/// A method of `lines` lines in `core/a/src/lib.rs`.
fn method_of(lines: usize) -> String {
    format!(
        "struct S;\nimpl S {{\n/// Doc.\n#[inline]\nfn long() {{\n{}}}\n}}\n",
        "    a();\n".repeat(lines - 2)
    )
}

fn whats(code: &str, ratchet: &str) -> Vec<(String, usize, String)> {
    let tree = Tree::of([("core/a/src/lib.rs", code), (RATCHET, ratchet)]);
    check(&tree)
        .into_iter()
        .map(|finding| (finding.path, finding.line, finding.what))
        .collect()
}

const KEY: &str = "core/a/src/lib.rs::S::long";

#[test]
fn a_function_of_60_lines_is_fine_and_one_of_61_fails_where_it_begins() {
    assert_eq!(whats(&method_of(60), ""), []);
    let found = whats(&method_of(61), "");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0.as_str(), found[0].1), ("core/a/src/lib.rs", 5));
    assert!(found[0].2.contains(KEY) && found[0].2.contains("61 lines"));
}

#[test]
fn a_file_of_500_lines_is_fine_and_one_of_501_fails() {
    assert_eq!(whats(&"// a\n".repeat(500), ""), []);
    assert_eq!(whats(&"// a\n".repeat(501), "").len(), 1);
}

#[test]
fn documents_and_data_may_be_long() {
    let long = "a\n".repeat(900);
    assert!(
        check(&Tree::of([
            ("docs/guide.md", long.as_str()),
            ("instruments/survey.csv", long.as_str())
        ]))
        .is_empty()
    );
}

#[test]
fn an_exception_at_its_exact_size_is_accepted_and_growth_fails() {
    let ratchet = format!("[functions]\n{KEY:?} = 70\n");
    assert_eq!(whats(&method_of(70), &ratchet), []);
    assert_eq!(whats(&method_of(71), &ratchet).len(), 1);
}

#[test]
fn what_has_shrunk_must_be_lowered_and_what_fits_must_be_removed() {
    let ratchet = format!("[functions]\n{KEY:?} = 70\n");
    for lines in [65, 60, 10] {
        let found = whats(&method_of(lines), &ratchet);
        assert_eq!(found.len(), 1, "{lines}");
        assert_eq!(found[0].0, RATCHET);
    }
}

#[test]
fn an_exception_for_what_is_gone_must_be_removed() {
    assert_eq!(whats("", "[files]\n\"core/b/src/lib.rs\" = 600\n").len(), 1);
}

#[test]
fn an_update_lowers_and_removes_but_never_raises_or_adds() {
    let update = |lines: usize, ratchet: &str| {
        let code = method_of(lines);
        lowered(&Tree::of([
            ("core/a/src/lib.rs", code.as_str()),
            (RATCHET, ratchet),
        ]))
        .unwrap()
    };
    let ratchet = format!("[functions]\n{KEY:?} = 70\n");
    let (text, changed) = update(65, &ratchet);
    assert!(text.contains(&format!("{KEY:?} = 65")) && changed == 1);
    let (text, changed) = update(60, &ratchet);
    assert!(!text.contains(KEY) && changed == 1);
    let (text, changed) = update(75, &ratchet);
    assert!(text.contains(&format!("{KEY:?} = 70")) && changed == 0);
    let (text, changed) = update(75, "");
    assert!(!text.contains(KEY) && changed == 0);
}

#[test]
fn what_an_update_writes_satisfies_the_rule() {
    let code = method_of(65);
    let ratchet = format!("[functions]\n{KEY:?} = 70\n");
    let (text, _) = lowered(&Tree::of([
        ("core/a/src/lib.rs", code.as_str()),
        (RATCHET, ratchet.as_str()),
    ]))
    .unwrap();
    assert_eq!(whats(&code, &text), []);
}

#[test]
fn a_ratchet_that_cannot_be_read_fails() {
    assert!(whats("", "[files").first().unwrap().2.contains("TOML"));
    assert!(
        whats("", "[files]\n\"a.rs\" = \"long\"\n")
            .first()
            .unwrap()
            .2
            .contains("no size")
    );
}
