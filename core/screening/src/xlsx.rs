//! Workbooks: the cells of `.xlsx` files as XLSForm's converter reads them.
//!
//! A workbook is a ZIP of XML. What it unpacks to is measured before any of it is read, and cells are taken one by one, so
//! that neither a bomb nor a cell in the last column of the last row costs more than the limits allow.

use std::io::{Cursor, Read, Write};

use crate::csv::{Record, cleaned};
use crate::limits::{
    MAX_CELLS, MAX_COLUMNS, MAX_UNPACKED_BYTES, MAX_WORKBOOK_BYTES, MAX_WORKBOOK_PARTS,
};
use calamine::{DataRef, Reader, Xlsx, XlsxError};

/// Why bytes are not a usable workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadWorkbook {
    TooLarge,
    Malformed,
}

/// The rows of one sheet.
pub(crate) struct RawSheet {
    /// In lower case.
    pub(crate) name: String,
    pub(crate) rows: Vec<Record>,
    /// Whether cells beyond the limits were left out.
    pub(crate) cut: bool,
    /// The row after which the sheet's file makes no sense, 0 for all of it; what was read before stands.
    pub(crate) broken_after: Option<usize>,
}

/// Reads the sheets of these names, whatever their case. A workbook with one sheet has its survey there, whatever its
/// name.
pub(crate) fn read(bytes: &[u8], wanted: &[&str]) -> Result<Vec<RawSheet>, BadWorkbook> {
    if bytes.len() > MAX_WORKBOOK_BYTES {
        return Err(BadWorkbook::TooLarge);
    }
    measure(bytes, MAX_UNPACKED_BYTES)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|_| BadWorkbook::Malformed)?;
    let names = workbook.sheet_names();
    let mut sheets = Vec::new();
    for name in &names {
        let lower = name.trim().to_lowercase();
        let known = if wanted.contains(&lower.as_str()) {
            lower
        } else if names.len() == 1 {
            "survey".to_owned()
        } else {
            continue;
        };
        sheets.push(sheet(&mut workbook, name, known));
    }
    Ok(sheets)
}

/// Unpacks everything once, keeping nothing. A part that cannot be unpacked is left to who reads it.
fn measure(bytes: &[u8], most: u64) -> Result<(), BadWorkbook> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BadWorkbook::Malformed)?;
    if archive.len() > MAX_WORKBOOK_PARTS {
        return Err(BadWorkbook::TooLarge);
    }
    let mut unpacked = Counter(0);
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else {
            continue;
        };
        let left = most - unpacked.0;
        // What came before the fault has been counted.
        let _ = std::io::copy(&mut part.take(left + 1), &mut unpacked);
        if unpacked.0 > most {
            return Err(BadWorkbook::TooLarge);
        }
    }
    Ok(())
}

/// Counts what is written to it.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, title: &str, name: String) -> RawSheet {
    let mut sheet = RawSheet {
        name,
        rows: Vec::new(),
        cut: false,
        broken_after: None,
    };
    let mut cells = match workbook.worksheet_cells_reader(title) {
        Ok(cells) => cells,
        // A sheet that is a chart has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return sheet,
        Err(_) => {
            sheet.broken_after = Some(0);
            return sheet;
        }
    };
    let mut taken = 0;
    loop {
        let before = sheet.rows.last().map_or(0, |record| record.row);
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return sheet,
            Err(_) => {
                sheet.broken_after = Some(before);
                return sheet;
            }
        };
        let text = shown(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize + 1, column as usize);
        taken += 1;
        if column >= MAX_COLUMNS || taken > MAX_CELLS {
            sheet.cut = true;
            continue;
        }
        // Rows come in order; a file in which they do not is not one that a spreadsheet wrote.
        if row < before {
            sheet.broken_after = Some(before);
            return sheet;
        }
        if row > before {
            let cells = Vec::new();
            sheet.rows.push(Record { row, cells });
        }
        if let Some(last) = sheet.rows.last_mut() {
            put(last, column, text);
        }
    }
}

fn put(record: &mut Record, column: usize, text: String) {
    if record.cells.len() <= column {
        record.cells.resize(column + 1, String::new());
    }
    record.cells[column] = text;
}

/// A cell as the converter reads it: whole numbers without a point, dates in ISO, truths in capitals; of a formula, what it
/// came to.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_shown(*number),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::String(text) => cleaned(text),
        DataRef::SharedString(text) => cleaned(text),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            if moment.as_f64() < 1.0 {
                format!("{hour:02}:{minute:02}:{second:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cleaned(text),
        DataRef::Error(error) => error.to_string(),
    }
}

fn number_shown(number: f64) -> String {
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_refused() {
        let refused = |bytes: &[u8]| read(bytes, &["survey"]).map(|_| ()).unwrap_err();
        assert_eq!(refused(b""), BadWorkbook::Malformed);
        assert_eq!(refused(b"type,name\n"), BadWorkbook::Malformed);
        assert_eq!(refused(b"PK\x03\x04"), BadWorkbook::Malformed);
        assert_eq!(
            refused(&vec![0; MAX_WORKBOOK_BYTES]),
            BadWorkbook::Malformed
        );
        assert_eq!(
            refused(&vec![0; MAX_WORKBOOK_BYTES + 1]),
            BadWorkbook::TooLarge
        );
    }

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(*name, options).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_more_than_it_may_is_refused_before_it_is_read() {
        let zeros = "0".repeat(1000);
        let bytes = packed(&[("a", &zeros), ("b", &zeros)]);
        assert!(bytes.len() < 1000);
        assert_eq!(measure(&bytes, 2000), Ok(()));
        assert_eq!(measure(&bytes, 1999), Err(BadWorkbook::TooLarge));
    }

    /// A workbook with these sheets: title, and the XML within its rows' element.
    fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006";
        let relations = |inner: &str| {
            format!("<Relationships xmlns=\"{package}/relationships\">{inner}</Relationships>")
        };
        let (mut listed, mut related, mut parts) = (String::new(), String::new(), Vec::new());
        for (at, (title, rows)) in sheets.iter().enumerate() {
            listed += &format!("<sheet name=\"{title}\" sheetId=\"{at}\" r:id=\"r{at}\"/>");
            related += &format!(
                "<Relationship Id=\"r{at}\" Type=\"{office}/worksheet\" Target=\"worksheets/{at}.xml\"/>"
            );
            parts.push((
                format!("xl/worksheets/{at}.xml"),
                format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
            ));
        }
        parts.push((
            "[Content_Types].xml".to_owned(),
            format!("<Types xmlns=\"{package}/content-types\"/>"),
        ));
        parts.push((
            "_rels/.rels".to_owned(),
            relations(&format!(
                "<Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>"
            )),
        ));
        parts.push((
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{listed}</sheets></workbook>"
            ),
        ));
        parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(&related)));
        let parts: Vec<(&str, &str)> = parts
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        packed(&parts)
    }

    /// The rows that were read, cells parted by `|`.
    fn rows(sheet: &RawSheet) -> Vec<(usize, String)> {
        let of = |record: &Record| (record.row, record.cells.join("|"));
        sheet.rows.iter().map(of).collect()
    }

    #[test]
    fn a_workbook_gives_the_cells_that_a_spreadsheet_shows() {
        let survey = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t> type </t></is></c>\
             <c r=\"C1\" t=\"inlineStr\"><is><t>default</t></is></c></row>\
             <row r=\"3\"><c r=\"A3\" t=\"b\"><v>1</v></c><c r=\"C3\"><v>12.0</v></c></row>\
             <row r=\"4\"><c r=\"C4\" t=\"str\"><f>1+1</f><v>two</v></c></row>\
             <row r=\"5\"><c r=\"XFD5\"><v>1</v></c></row>";
        let bytes = book(&[("Survey", survey), ("notes", "")]);
        let sheets = read(&bytes, &["survey", "choices"]).unwrap();
        assert_eq!(sheets.len(), 1);
        assert_eq!(
            rows(&sheets[0]),
            [
                (1, "type||default".to_owned()),
                (3, "TRUE||12".to_owned()),
                (4, "||two".to_owned())
            ]
        );
        assert!(sheets[0].cut);
        assert_eq!(sheets[0].broken_after, None);
    }

    #[test]
    fn a_sheet_that_breaks_off_keeps_its_rows_and_the_other_sheets() {
        let row = |row: u32| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>");
        let back = [row(1), row(4), row(2)].concat();
        let wild = [
            &row(1),
            "<row r=\"2\"><c r=\"A2\"><v>2</w></c></row>",
            &row(3),
        ]
        .concat();
        let bytes = book(&[("survey", &back), ("choices", &wild), ("settings", &row(1))]);
        let sheets = read(&bytes, &["survey", "choices", "settings"]).unwrap();
        let seen: Vec<_> = sheets
            .iter()
            .map(|sheet| (rows(sheet).len(), sheet.broken_after))
            .collect();
        assert_eq!(seen, [(2, Some(4)), (1, Some(1)), (1, None)]);
    }

    #[test]
    fn cells_are_shown_as_people_see_them() {
        assert_eq!(shown(&DataRef::Float(12.0)), "12");
        assert_eq!(shown(&DataRef::Float(0.5)), "0.5");
        assert_eq!(shown(&DataRef::Bool(true)), "TRUE");
        assert_eq!(shown(&DataRef::SharedString("  a\u{a0} b  ")), "a b");
        assert_eq!(shown(&DataRef::Empty), "");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(0u8.., 0..300)) {
            let _ = read(&bytes, &["survey"]);
            let _ = read(&[b"PK\x03\x04".as_slice(), &bytes].concat(), &["survey"]);
        }
    }
}
