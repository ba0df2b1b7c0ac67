//! Lists and search of cases.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Place, case, row, tag, write};
use nuong_vault::{CaseFilter, CaseOrder, CaseRow, MAX_PAGE, Vault};
use unicode_normalization::UnicodeNormalization as _;

#[test]
fn search_finds_names_typed_without_marks_composed_or_not() {
    let place = Place::new();
    let mut vault = place.create();
    let names = ["Đặng Văn Đạt", "Nguyễn Thị Hương", "ĐỖ ƯỚC", "Giàng Thị Mỷ"];
    write(&mut vault, |tx| {
        for (n, name) in names.iter().enumerate() {
            let n = n as u8;
            tx.put_case(case(n), tag(n))?;
            // Half of them stored decomposed, as some keyboards write.
            let stored: String = if n.is_multiple_of(2) {
                name.nfd().collect()
            } else {
                name.nfc().collect()
            };
            tx.put_case_row(&row(n, &stored))?;
        }
        Ok(())
    });
    let find = |typed: &str| {
        let filter = CaseFilter {
            search: Some(typed.into()),
            ..CaseFilter::default()
        };
        let found = vault
            .case_rows(&filter, CaseOrder::UrgentFirst, 0, 10)
            .unwrap()
            .rows;
        assert_eq!(vault.count_case_rows(&filter).unwrap(), found.len() as u64);
        found.iter().map(|row| row.case_id[0]).collect::<Vec<_>>()
    };
    for (typed, expected) in [
        ("dang van dat", vec![0]),
        ("dat dang", vec![0]),
        ("đặng văn đ", vec![0]),
        ("nguyen thi huong", vec![1]),
        ("huo", vec![1]),
        ("do uoc", vec![2]),
        ("thi", vec![3, 1]),
        ("muong khuong", vec![3, 2, 1, 0]),
        ("", vec![3, 2, 1, 0]),
        ("uocx", vec![]),
        ("\"*(", vec![]),
        ("a OR b NOT NEAR(", vec![]),
    ] {
        assert_eq!(find(typed), expected, "{typed}");
        assert_eq!(
            find(&typed.nfd().collect::<String>()),
            expected,
            "{typed} decomposed"
        );
    }
}

#[test]
fn a_new_name_replaces_the_old_one_in_search() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        tx.put_case(case(1), tag(1))?;
        tx.put_case_row(&row(1, "Lò Văn Pành"))?;
        tx.put_case_row(&row(1, "Lường Văn Inh"))?;
        let find = |typed: &str| CaseFilter {
            search: Some(typed.into()),
            ..CaseFilter::default()
        };
        assert_eq!(tx.count_case_rows(&find("panh"))?, 0);
        assert_eq!(tx.count_case_rows(&find("luong inh"))?, 1);
        tx.clear_case_rows()?;
        assert_eq!(tx.count_case_rows(&find("luong"))?, 0);
        tx.put_case_row(&row(1, "Lường Văn Inh"))?;
        assert_eq!(tx.count_case_rows(&find("luong"))?, 1);
        Ok(())
    });
}

#[test]
fn lists_put_the_urgent_first_and_pages_neither_overlap_nor_skip() {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        for n in 0..50u8 {
            tx.put_case(case(n), tag(n))?;
            let mut row = row(n, "Ai");
            row.urgent_rank = n % 5;
            row.updated_at = i64::from(n % 7);
            tx.put_case_row(&row)?;
        }
        Ok(())
    });
    let all = CaseFilter::default();
    let whole = vault
        .case_rows(&all, CaseOrder::UrgentFirst, 0, MAX_PAGE + 1)
        .unwrap();
    assert!(whole.rows.len() == 50 && !whole.more);
    assert!(whole.rows.is_sorted_by_key(|row| std::cmp::Reverse((
        row.urgent_rank,
        row.updated_at,
        row.case_id[0]
    ))));
    let mut paged = Vec::new();
    for page in 0..5 {
        let part = vault
            .case_rows(&all, CaseOrder::UrgentFirst, page * 12, 12)
            .unwrap();
        assert_eq!(part.more, page < 4);
        paged.extend(part.rows);
    }
    assert!(paged == whole.rows);
    let newest = vault
        .case_rows(&all, CaseOrder::NewestFirst, 0, 50)
        .unwrap()
        .rows;
    assert!(newest.is_sorted_by_key(|row| std::cmp::Reverse((row.updated_at, row.case_id[0]))));
}

/// A vault with a case in which everything is set, and one in which nothing is; gives the row of the first.
fn two_cases(place: &Place) -> (Vault, CaseRow) {
    let mut vault = place.create();
    let mut full = row(1, "Sùng Thị Dợ");
    full.urgent = vec!["medical".into(), "danger".into()];
    (full.stage, full.outcome, full.urgent_rank, full.sent_state) = (3, 2, 4, 5);
    (
        full.child,
        full.interview_open,
        full.conflicts,
        full.needs_open,
    ) = (true, true, 2, 6);
    write(&mut vault, |tx| {
        tx.put_case(case(1), tag(1))?;
        tx.put_case_row(&full)?;
        tx.put_case(case(2), tag(2))?;
        let mut plain = row(2, "");
        plain.name = None;
        plain.created_by = [8; 16];
        tx.put_case_row(&plain)
    });
    (vault, full)
}

#[test]
fn a_row_comes_back_as_it_was_put() {
    let place = Place::new();
    let (vault, full) = two_cases(&place);
    assert!(vault.case_row(case(1)).unwrap().unwrap() == full);
    assert!(vault.case_row(case(2)).unwrap().unwrap().name.is_none());
}

#[test]
fn every_filter_narrows() {
    let place = Place::new();
    let (vault, _) = two_cases(&place);
    let any = CaseFilter::default;
    for filter in [
        CaseFilter {
            stages: vec![3, 9],
            ..any()
        },
        CaseFilter {
            min_urgent_rank: Some(4),
            ..any()
        },
        CaseFilter {
            conflicts: Some(true),
            ..any()
        },
        CaseFilter {
            child: Some(true),
            ..any()
        },
        CaseFilter {
            interview_open: Some(true),
            ..any()
        },
        CaseFilter {
            created_by: Some([9; 16]),
            ..any()
        },
        CaseFilter {
            sent_state: Some(5),
            ..any()
        },
        CaseFilter {
            search: Some("sung".into()),
            stages: vec![3],
            ..any()
        },
    ] {
        let rows = vault
            .case_rows(&filter, CaseOrder::UrgentFirst, 0, 10)
            .unwrap()
            .rows;
        assert_eq!(
            rows.iter().map(|row| row.case_id[0]).collect::<Vec<_>>(),
            [1]
        );
    }
}
