//! CSV (RFC 4180) with the rows numbered as a spreadsheet shows them.
//!
//! Written out here because problems are reported by row: a reader that skips blank lines or lets quotation marks run on
//! would point at the wrong one.

use unicode_normalization::UnicodeNormalization;

/// One row that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// From 1, blank rows counted.
    pub(crate) row: usize,
    /// As [`cleaned`] leaves them.
    pub(crate) cells: Vec<String>,
}

/// A quotation mark that is opened in this row and never closed, or closed within a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadQuote {
    pub(crate) row: usize,
}

/// Reads all rows that are not blank.
pub(crate) fn read(text: &str) -> Result<Vec<Record>, BadQuote> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        rest: text,
        row: 1,
        cells: Vec::new(),
        records: Vec::new(),
    };
    while !reader.rest.is_empty() {
        reader.cell()?;
    }
    reader.end_row();
    Ok(reader.records)
}

/// A cell as every tool for XLSForm reads it: trimmed, in Unicode NFC, each run of blanks as one, lines ended alike, and
/// without signs that no workbook can hold.
pub(crate) fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    let lines = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    for sign in lines.trim().nfc() {
        let sign = if sign == '\u{a0}' { ' ' } else { sign };
        let unheard = sign.is_control() && !matches!(sign, '\n' | '\t')
            || matches!(sign, '\u{fffe}' | '\u{ffff}');
        if unheard || sign == ' ' && blank {
            continue;
        }
        blank = sign == ' ';
        out.push(sign);
    }
    out
}

struct Reader<'a> {
    rest: &'a str,
    row: usize,
    cells: Vec<String>,
    records: Vec<Record>,
}

impl Reader<'_> {
    /// Reads one cell and the comma or line end after it.
    fn cell(&mut self) -> Result<(), BadQuote> {
        let cell = match self.rest.strip_prefix('"') {
            Some(rest) => self.quoted(rest)?,
            None => {
                let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
                let (cell, rest) = self.rest.split_at(end);
                self.rest = rest;
                cell.to_owned()
            }
        };
        self.cells.push(cleaned(&cell));
        if let Some(rest) = self.rest.strip_prefix(',') {
            self.rest = rest;
            if rest.is_empty() {
                self.cells.push(String::new());
            }
            return Ok(());
        }
        let line_end = self
            .rest
            .strip_prefix("\r\n")
            .or_else(|| self.rest.strip_prefix(['\n', '\r']));
        match line_end {
            Some(rest) => {
                self.rest = rest;
                self.end_row();
                Ok(())
            }
            None if self.rest.is_empty() => Ok(()),
            None => Err(BadQuote { row: self.row }),
        }
    }

    /// Reads up to the closing quotation mark; two of them stand for one.
    fn quoted(&mut self, mut rest: &str) -> Result<String, BadQuote> {
        let mut cell = String::new();
        loop {
            let Some(end) = rest.find('"') else {
                return Err(BadQuote { row: self.row });
            };
            cell.push_str(&rest[..end]);
            let after = &rest[end + 1..];
            match after.strip_prefix('"') {
                Some(more) => {
                    cell.push('"');
                    rest = more;
                }
                None => {
                    self.rest = &self.rest[self.rest.len() - after.len()..];
                    return Ok(cell);
                }
            }
        }
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.records.push(Record {
                row: self.row,
                cells,
            });
        }
        self.row += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        let records = read("\u{feff}a,b\r\n\r\n\"x\ny\",\"say \"\"hi\"\"\"\n,,\nlast, ").unwrap();
        let seen: Vec<_> = records
            .iter()
            .map(|record| (record.row, record.cells.join("|")))
            .collect();
        assert_eq!(
            seen,
            [
                (1, "a|b".to_owned()),
                (3, "x\ny|say \"hi\"".to_owned()),
                (5, "last|".to_owned())
            ]
        );
    }

    #[test]
    fn a_quotation_mark_that_runs_on_is_found_where_it_opens() {
        assert_eq!(read("a\nb\n\"c\nd\n"), Err(BadQuote { row: 3 }));
        assert_eq!(read("a\n\"b\"c\n"), Err(BadQuote { row: 2 }));
    }

    #[test]
    fn text_is_composed() {
        assert_eq!(read("e\u{302}\u{301}").unwrap()[0].cells, ["ế"]);
    }
}
