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

/// What is said of a row with a quotation mark out of place.
pub(crate) const BAD_QUOTE: &str =
    "a quotation mark is opened or closed in the middle of a cell, or never closed";

/// What was read, and the rows with quotation marks that are opened or closed in the middle of a cell, or never closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// All rows that are not blank. A quotation mark that is not where it can be stands in its cell as it is.
    pub(crate) records: Vec<Record>,
    /// Rows with such marks, each once, in order.
    pub(crate) bad_quotes: Vec<usize>,
}

/// Reads everything, past what is wrong: its author wants to hear of the rest too.
pub(crate) fn read(text: &str) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        rest: text,
        row: 1,
        cells: Vec::new(),
        read: Read::default(),
    };
    while !reader.rest.is_empty() {
        reader.cell();
    }
    reader.end_row();
    reader.read
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
    read: Read,
}

impl Reader<'_> {
    /// Reads one cell and the comma or line end after it.
    fn cell(&mut self) {
        let opened = self.rest.strip_prefix('"');
        let cell = match opened.and_then(quoted) {
            Some((cell, rest)) => {
                self.rest = rest;
                cell
            }
            None => {
                if opened.is_some() {
                    self.bad_quote();
                }
                self.plain().to_owned()
            }
        };
        self.cells.push(cleaned(&cell));
        if let Some(rest) = self.rest.strip_prefix(',') {
            self.rest = rest;
            if rest.is_empty() {
                self.cells.push(String::new());
            }
            return;
        }
        let line_end = self
            .rest
            .strip_prefix("\r\n")
            .or_else(|| self.rest.strip_prefix(['\n', '\r']));
        if let Some(rest) = line_end {
            self.rest = rest;
            self.end_row();
        }
    }

    /// Up to the next comma or line end.
    fn plain(&mut self) -> &str {
        let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell
    }

    fn bad_quote(&mut self) {
        if self.read.bad_quotes.last() != Some(&self.row) {
            self.read.bad_quotes.push(self.row);
        }
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.read.records.push(Record {
                row: self.row,
                cells,
            });
        }
        self.row += 1;
    }
}

/// Reads up to the closing quotation mark, two of them standing for one; what is in it, and the text after it. None where
/// it is never closed, or closed in the middle of a cell.
fn quoted(mut rest: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    loop {
        let end = rest.find('"')?;
        cell.push_str(&rest[..end]);
        let after = &rest[end + 1..];
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => {
                let ends = after.is_empty() || after.starts_with([',', '\n', '\r']);
                return ends.then_some((cell, after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        let records = read("\u{feff}a,b\r\n\r\n\"x\ny\",\"say \"\"hi\"\"\"\n,,\nlast, ").records;
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
    fn a_quotation_mark_out_of_place_is_found_where_it_opens_and_the_rest_is_read() {
        let read = read("a\nb\n\"c\nd,\"e\"f,\"g\nh\n\"i,\"\"\n");
        assert_eq!(read.bad_quotes, [3, 4, 6]);
        let cells: Vec<_> = read
            .records
            .iter()
            .map(|record| (record.row, record.cells.join("|")))
            .collect();
        let cells: Vec<(usize, &str)> = cells.iter().map(|(row, text)| (*row, &**text)).collect();
        let all = [
            (1, "a"),
            (2, "b"),
            (3, "\"c"),
            (4, "d|\"e\"f|\"g"),
            (5, "h"),
            (6, "\"i|"),
        ];
        assert_eq!(cells, all);
    }

    #[test]
    fn text_is_composed() {
        assert_eq!(read("e\u{302}\u{301}").records[0].cells, ["ế"]);
    }
}
