//! Sheets written out again: as a workbook that every tool for XLSForm opens, and as CSV.

use std::io::{Cursor, Write};

use crate::sheets::{Sheet, Sheets, TITLE_IN};

/// The parts of a workbook that do not depend on what is in it.
const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#;
const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

impl Sheets {
    /// The sheets as an `.xlsx` workbook. XLSForm's converter (pyxform) takes it, and read back it compiles to the same
    /// pack: titles in other languages than the default one, which it would refuse, are in columns of their own
    /// (`form_title in English (en)`), and the default language is written as the columns have it.
    ///
    /// Attached tables are not in it: they stay files beside the workbook (see [`Sheets::tables_as_csv`]).
    #[must_use]
    pub fn to_xlsx(&self) -> Vec<u8> {
        let settings = self.settings_for_converters();
        let mut sheets = vec![
            ("survey", rows(&self.survey)),
            ("choices", rows(&self.choices)),
            ("settings", settings),
            ("indicators", rows(&self.indicators)),
        ];
        sheets.retain(|(name, rows)| *name == "survey" || rows.len() > 1);
        packed(&sheets)
    }

    /// Survey, choices, settings and indicators as CSV (RFC 4180, UTF-8, LF), each empty where there is no such sheet.
    #[must_use]
    pub fn to_csv(&self) -> [String; 4] {
        [
            &self.survey,
            &self.choices,
            &self.settings,
            &self.indicators,
        ]
        .map(|sheet| csv(&rows(sheet)))
    }

    /// The attached tables by file name, as CSV.
    #[must_use]
    pub fn tables_as_csv(&self) -> Vec<(String, String)> {
        let tables = self.tables.iter();
        tables
            .map(|(name, table)| (format!("{name}.csv"), csv(&rows(table))))
            .collect()
    }

    fn settings_for_converters(&self) -> Vec<Vec<String>> {
        let mut rows = rows(&self.settings);
        self.name_form(&mut rows);
        let Some((header, below)) = rows.split_first_mut() else {
            return rows;
        };
        let Some(row) = below.iter_mut().find(|row| !row.is_empty()) else {
            return rows;
        };
        let default = self.default_language_column();
        for (column, cell) in header.iter_mut().zip(row.iter_mut()) {
            if let Some((_, language)) = column.split_once("::").filter(|(base, _)| is_title(base))
            {
                let language = language.trim().to_owned();
                *column = if Some(&language) == default.as_ref() {
                    "form_title".to_owned()
                } else {
                    format!("{TITLE_IN}{language}")
                };
            } else if column == "default_language"
                && let Some(default) = &default
            {
                cell.clone_from(default);
            }
        }
        rows
    }

    /// A form that is called after its file is called so in the workbook too, whatever that is called.
    fn name_form(&self, rows: &mut Vec<Vec<String>>) {
        let Some(name) = &self.foreign else {
            return;
        };
        if rows.len() < 2 {
            let width = rows.first().map_or(0, Vec::len);
            rows.resize_with(1, Vec::new);
            rows.push(vec![String::new(); width]);
        }
        let named = self
            .settings
            .rows()
            .next()
            .is_some_and(|row| !row.cell("form_id").is_empty());
        if named {
            return;
        }
        let at = rows
            .iter()
            .skip(1)
            .position(|row| !row.is_empty())
            .map_or(1, |at| at + 1);
        let column = self
            .settings
            .columns
            .iter()
            .position(|column| column.base == "form_id");
        match column {
            Some(column) => rows[at][column].clone_from(name),
            None => {
                rows[0].push("form_id".to_owned());
                rows[at].push(name.clone());
            }
        }
    }

    /// The default language as the columns of the survey write it: `Tiếng Việt (vi)` for `vi`.
    fn default_language_column(&self) -> Option<String> {
        let named = self
            .settings
            .rows()
            .next()
            .map_or("", |row| row.cell("default_language"));
        let tag = crate::sheets::tag_of(named);
        if named.is_empty() && self.foreign.is_some() {
            return None;
        }
        let mut columns = self.survey.columns.iter();
        let column = columns.find(|column| match &column.language {
            Some(language) => named.is_empty() || *language == tag,
            None => false,
        })?;
        let (_, language) = column.header.rsplit_once(':')?;
        Some(language.trim().to_owned())
    }
}

fn is_title(base: &str) -> bool {
    matches!(
        base.trim().to_lowercase().as_str(),
        "form_title" | "form title" | "set_form_title"
    )
}

/// Header and rows at the numbers that they have in the sheet: names that XLSForm's converter makes hold the number of a row.
/// Rows between them are empty, all others as long as the header.
fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
    let header: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| column.header.clone())
        .collect();
    let width = header.len();
    let mut rows = vec![header];
    for row in sheet.rows() {
        let blank = row.number().saturating_sub(rows.len() + 1);
        if blank <= MAX_BLANK_ROWS {
            rows.resize_with(rows.len() + blank, Vec::new);
        }
        let mut cells = row.all_cells().to_vec();
        cells.resize(width, String::new());
        rows.push(cells);
    }
    rows
}

/// Blank rows in one place that are kept.
const MAX_BLANK_ROWS: usize = 1_000;

fn csv(rows: &[Vec<String>]) -> String {
    if rows.iter().all(Vec::is_empty) {
        return String::new();
    }
    let cell = |cell: &String| {
        if cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect()
}

/// The workbook. It is written into memory, which cannot fail; were it to, the bytes so far are no workbook and are
/// refused by whoever reads them.
fn packed(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut types = TYPES.to_owned();
    let mut book = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>"
    );
    let mut links = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{PACKAGE}\">"
    );
    for (number, (name, _)) in (1..).zip(sheets) {
        types += &format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{SHEET_TYPE}\"/>"
        );
        book += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        links += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let start = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types + "</Types>"),
        ("_rels/.rels".to_owned(), start),
        ("xl/workbook.xml".to_owned(), book + "</sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            links + "</Relationships>",
        ),
    ];
    for (number, (_, rows)) in (1..).zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet_xml(rows)));
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The same sheets give the same bytes: no clock goes in.
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in &parts {
        let put = writer.start_file(name.as_str(), options);
        if put.is_err() || writer.write_all(text.as_bytes()).is_err() {
            break;
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// All cells as text, as the sheets have them: a spreadsheet must not make a number of a name.
fn sheet_xml(rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{MAIN}\"><sheetData>"
    );
    for (number, row) in (1usize..).zip(rows) {
        out += &format!("<row r=\"{number}\">");
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let place = column_letters(column);
            out +=
                &format!("<c r=\"{place}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            escape(cell, &mut out);
            out += "</t></is></c>";
        }
        out += "</row>";
    }
    out + "</sheetData></worksheet>"
}

/// 0 is `A`, 26 is `AA`.
fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        // A remainder by 26 is below 26.
        letters.push(b'A' + u8::try_from(left % 26).unwrap_or(0));
        left /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pack;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_workbook_written_and_read_again_compiles_to_the_same_pack() {
        let survey = "type,name,label::Tiếng Việt (vi),label::English (en),relevant\n\
            text,who,\"Tên là \"\"gì\"\" & <ai>?\nHàng hai\",Who?,\n\
            select_one yn,ok,Được không?,All right?,${who} != ''\n";
        let choices = "list_name,name,label::Tiếng Việt (vi),label::English (en),extra\nyn,1,Có,Yes,x\nyn,0,Không,No,\n";
        let settings = "form_title::Tiếng Việt (vi),form_title::English (en),form_id,version,default_language\nTiêu đề,Title,f,1,vi\n";
        let sheets = Sheets::from_csv(survey, choices, settings, "").unwrap();
        let (pack, _) = Pack::compile(&sheets).unwrap();
        let book = sheets.to_xlsx();
        assert_eq!(book, sheets.to_xlsx());
        let again = Sheets::from_xlsx(&book).unwrap();
        assert_eq!(Pack::compile(&again).unwrap().0.hash(), pack.hash());
        let [survey, choices, settings, indicators] = again.to_csv();
        let third = Sheets::from_csv(&survey, &choices, &settings, &indicators).unwrap();
        assert_eq!(Pack::compile(&third).unwrap().0.hash(), pack.hash());
    }
}
