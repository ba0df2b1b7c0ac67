//! The sheets of a questionnaire as its author wrote them.

pub(crate) use crate::columns::{Column, TITLE_IN, tag_of};
use crate::csv::{self, Record};
use crate::limits::{MAX_CELL_CHARS, MAX_COLUMNS, MAX_SHEET_BYTES};
use crate::problem::{At, Problem, Problems};
use crate::xlsx::{self, BadWorkbook, RawSheet};

/// Survey, choices, settings and indicators, read but not yet understood.
#[derive(Clone, Debug)]
pub struct Sheets {
    pub(crate) survey: Sheet,
    pub(crate) choices: Sheet,
    pub(crate) settings: Sheet,
    pub(crate) indicators: Sheet,
    /// A name for the questionnaire, where the sheets were not written for this app and may lack what only it needs.
    pub(crate) foreign: Option<String>,
    /// Tables beside the questionnaire, by name: lists of choices and what `pulldata` looks up.
    pub(crate) tables: Vec<(String, Sheet)>,
}

impl Sheets {
    /// Reads the sheets of an `.xlsx` workbook: `survey`, `choices`, `settings` and `indicators`, whatever their case; all
    /// but the first may be missing. Of a formula its stored result is read.
    ///
    /// # Errors
    /// `xlsx.too_large`, `xlsx.malformed`, `xlsx.no_survey`, and what [`Sheets::from_csv`] finds wrong with cells.
    pub fn from_xlsx(bytes: &[u8]) -> Result<Sheets, Vec<Problem>> {
        match Sheets::lenient_xlsx(bytes) {
            (Some(sheets), problems) if problems.is_empty() => Ok(sheets),
            (_, problems) => Err(problems),
        }
    }

    /// As [`Sheets::from_xlsx`], with what could be read beside all that is wrong. None where no part of the file can be read
    /// as a workbook.
    #[must_use]
    pub fn lenient_xlsx(bytes: &[u8]) -> (Option<Sheets>, Vec<Problem>) {
        let mut problems = Problems::default();
        let whole = At {
            sheet: "",
            row: 0,
            column: "",
        };
        let read = match xlsx::read(bytes, &["survey", "choices", "settings", "indicators"]) {
            Ok(read) => read,
            Err(why) => {
                let (code, message) = match why {
                    BadWorkbook::TooLarge => ("xlsx.too_large", "the workbook is too large"),
                    BadWorkbook::Malformed => ("xlsx.malformed", "this is no .xlsx workbook"),
                };
                problems.error(code, whole, message);
                return (None, problems.into_sorted());
            }
        };
        if read.iter().all(|sheet| sheet.name != "survey") {
            let message = "the workbook has no sheet `survey`";
            problems.error("xlsx.no_survey", whole, message);
        }
        let mut take = |name: &'static str| {
            let found = read.iter().find(|sheet| sheet.name == name);
            Sheet::from_workbook(name, found, &mut problems)
        };
        let sheets = Sheets {
            survey: take("survey"),
            choices: take("choices"),
            settings: take("settings"),
            indicators: take("indicators"),
            foreign: None,
            tables: Vec::new(),
        };
        (Some(sheets), problems.into_sorted())
    }

    /// The same sheets with an attached CSV table: `select_one_from_file NAME.csv` offers its rows, and
    /// `pulldata('NAME', …)` looks into them.
    ///
    /// # Errors
    /// What is wrong with the CSV itself, as in [`Sheets::from_csv`].
    pub fn attach(mut self, name: &str, csv: &str) -> Result<Sheets, Vec<Problem>> {
        let mut problems = Problems::default();
        let table = Sheet::read("attached", csv, &mut problems);
        if problems.has_errors() {
            return Err(problems.into_sorted());
        }
        let stem = name.strip_suffix(".csv").unwrap_or(name);
        self.tables.push((stem.to_owned(), table));
        Ok(self)
    }

    /// Whether the settings say all that a questionnaire written for this app says: `form_id`, `version` and `form_title`.
    #[must_use]
    pub fn is_own(&self) -> bool {
        let titled = |column: &Column| column.base == "form_title";
        self.settings.rows().next().is_some_and(|row| {
            let title = row.cells().any(|(column, _)| titled(column));
            title && !row.cell("form_id").is_empty() && !row.cell("version").is_empty()
        })
    }

    /// The same sheets with this indicators sheet, where they have none.
    ///
    /// # Errors
    /// What is wrong with the CSV, as in [`Sheets::from_csv`].
    pub fn or_indicators(mut self, csv: &str) -> Result<Sheets, Vec<Problem>> {
        if self.indicators.len() > 0 {
            return Ok(self);
        }
        let mut problems = Problems::default();
        self.indicators = Sheet::read("indicators", csv, &mut problems);
        if problems.has_errors() {
            return Err(problems.into_sorted());
        }
        Ok(self)
    }

    /// The same sheets, taken as ones that were not written for this app: settings may be missing, and the questionnaire
    /// is called `name` where they do not say otherwise.
    #[must_use]
    pub fn foreign(mut self, name: &str) -> Sheets {
        self.foreign = Some(name.to_owned());
        self
    }

    /// Reads the four sheets from CSV. An empty text is an empty sheet.
    ///
    /// # Errors
    /// All that is wrong with the CSV itself, located: `csv.quote`, `csv.too_large`, `csv.too_many_columns`,
    /// `csv.cell_too_long`, `csv.extra_cell`, `column.duplicate`.
    pub fn from_csv(
        survey: &str,
        choices: &str,
        settings: &str,
        indicators: &str,
    ) -> Result<Sheets, Vec<Problem>> {
        let (sheets, problems) = Sheets::lenient_csv(survey, choices, settings, indicators);
        if problems.is_empty() {
            Ok(sheets)
        } else {
            Err(problems)
        }
    }

    /// As [`Sheets::from_csv`], with what could be read beside all that is wrong: an author wants to hear of everything at
    /// once. A sheet that cannot be read is empty.
    #[must_use]
    pub fn lenient_csv(
        survey: &str,
        choices: &str,
        settings: &str,
        indicators: &str,
    ) -> (Sheets, Vec<Problem>) {
        let mut problems = Problems::default();
        let sheets = Sheets {
            survey: Sheet::read("survey", survey, &mut problems),
            choices: Sheet::read("choices", choices, &mut problems),
            settings: Sheet::read("settings", settings, &mut problems),
            indicators: Sheet::read("indicators", indicators, &mut problems),
            foreign: None,
            tables: Vec::new(),
        };
        (sheets, problems.into_sorted())
    }
}

/// One sheet: named columns and numbered rows.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    rows: Vec<Record>,
}

impl Sheet {
    fn read(name: &'static str, text: &str, problems: &mut Problems) -> Sheet {
        let mut sheet = Sheet {
            name,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let whole = At {
            sheet: name,
            row: 0,
            column: "",
        };
        if text.len() > MAX_SHEET_BYTES {
            problems.error(
                "csv.too_large",
                whole,
                format!("the sheet is larger than {MAX_SHEET_BYTES} bytes"),
            );
            return sheet;
        }
        let read = csv::read(text);
        for row in read.bad_quotes {
            problems.error("csv.quote", At { row, ..whole }, csv::BAD_QUOTE);
        }
        let mut records = read.records.into_iter();
        let Some(header) = records.next() else {
            return sheet;
        };
        if header.cells.len() > MAX_COLUMNS {
            let message = format!("the sheet has more than {MAX_COLUMNS} columns");
            problems.error(
                "csv.too_many_columns",
                At {
                    row: header.row,
                    ..whole
                },
                message,
            );
            return sheet;
        }
        sheet.columns = header.cells.iter().map(|cell| Column::new(cell)).collect();
        sheet.rows = records.collect();
        sheet.check(header.row, problems);
        sheet
    }

    fn from_workbook(name: &'static str, raw: Option<&RawSheet>, problems: &mut Problems) -> Sheet {
        let mut sheet = Sheet {
            name,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let Some(raw) = raw else {
            return sheet;
        };
        let at = At {
            sheet: name,
            row: 0,
            column: "",
        };
        if let Some(row) = raw.broken_after {
            let message = "from here on the sheet cannot be read; open the workbook in a spreadsheet and save it anew";
            problems.error("xlsx.malformed", At { row, ..at }, message);
        }
        if raw.cut {
            problems.error(
                "xlsx.too_large",
                at,
                "the sheet has too many cells or columns",
            );
        }
        let Some((header, rows)) = raw.rows.split_first() else {
            return sheet;
        };
        sheet.columns = header.cells.iter().map(|cell| Column::new(cell)).collect();
        sheet.rows = rows.to_vec();
        // Beside the table people keep notes; what has no header is none of it.
        for row in &mut sheet.rows {
            row.cells.truncate(sheet.columns.len());
            for (cell, column) in row.cells.iter_mut().zip(&sheet.columns) {
                if column.header.is_empty() {
                    cell.clear();
                }
            }
        }
        sheet
            .rows
            .retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        sheet.check(header.row, problems);
        sheet
    }

    fn check(&self, header_row: usize, problems: &mut Problems) {
        for (position, column) in self.columns.iter().enumerate() {
            let earlier = &self.columns[..position];
            if !column.header.is_empty()
                && earlier.iter().any(|before| before.header == column.header)
            {
                let at = At {
                    sheet: self.name,
                    row: header_row,
                    column: &column.header,
                };
                problems.error("column.duplicate", at, "two columns have this header");
            }
        }
        for record in &self.rows {
            for (position, cell) in record.cells.iter().enumerate() {
                let column = self
                    .columns
                    .get(position)
                    .map_or("", |column| column.header.as_str());
                let at = At {
                    sheet: self.name,
                    row: record.row,
                    column,
                };
                if cell.len() > MAX_CELL_CHARS && cell.chars().count() > MAX_CELL_CHARS {
                    let message = format!("the cell holds more than {MAX_CELL_CHARS} characters");
                    problems.error("csv.cell_too_long", at, message);
                }
                if column.is_empty() && !cell.is_empty() {
                    let message = format!(
                        "cell {} of this row has no column header above it",
                        position + 1
                    );
                    problems.error("csv.extra_cell", at, message);
                }
            }
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row {
            sheet: self,
            record,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// One row of a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) sheet: &'a Sheet,
    record: &'a Record,
}

impl<'a> Row<'a> {
    pub(crate) fn number(&self) -> usize {
        self.record.row
    }

    pub(crate) fn at(&self, column: &'a str) -> At<'a> {
        At {
            sheet: self.sheet.name,
            row: self.record.row,
            column,
        }
    }

    /// The cell of the column with this base name and no language; empty where there is none.
    pub(crate) fn cell(&self, base: &str) -> &'a str {
        self.cells()
            .find(|(column, _)| column.base == base && column.language.is_none())
            .map_or("", |(_, cell)| cell)
    }

    /// Every cell, in the order of the columns; those at the end may be missing.
    pub(crate) fn all_cells(&self) -> &'a [String] {
        &self.record.cells
    }

    /// Words of a cell, separated by blanks.
    pub(crate) fn words(&self, base: &str) -> Vec<String> {
        self.cell(base)
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }

    /// All cells that are not empty, with their columns.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&'a Column, &'a str)> + use<'a> {
        let record: &'a Record = self.record;
        let columns: &'a [Column] = &self.sheet.columns;
        columns
            .iter()
            .zip(record.cells.iter().map(String::as_str))
            .filter(|(_, cell)| !cell.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(survey: &str) -> Vec<(&'static str, usize)> {
        Sheets::from_csv(survey, "", "", "")
            .map(|_| Vec::new())
            .unwrap_or_else(|problems| problems.into_iter().map(|p| (p.code, p.row)).collect())
    }

    #[test]
    fn a_column_knows_its_language() {
        let column = Column::new("label::Tiếng Việt (vi)");
        assert_eq!(
            (column.base.as_str(), column.language.as_deref()),
            ("label", Some("vi"))
        );
        let column = Column::new("media::audio::English (en)");
        assert_eq!(
            (column.base.as_str(), column.language.as_deref()),
            ("audio", Some("en"))
        );
        let column = Column::new("media::audio");
        assert_eq!((column.base.as_str(), column.language), ("audio", None));
    }

    #[test]
    fn sheets_are_allowed_to_their_limits_and_refused_one_past_them() {
        let cell = |length: usize| format!("type,label\nnote,{}\n", "ộ".repeat(length));
        assert_eq!(codes(&cell(MAX_CELL_CHARS)), []);
        assert_eq!(codes(&cell(MAX_CELL_CHARS + 1)), [("csv.cell_too_long", 2)]);
        let columns = |count: usize| {
            (0..count)
                .map(|n| format!("c{n}"))
                .collect::<Vec<_>>()
                .join(",")
        };
        assert_eq!(codes(&columns(MAX_COLUMNS)), []);
        assert_eq!(
            codes(&columns(MAX_COLUMNS + 1)),
            [("csv.too_many_columns", 1)]
        );
        assert_eq!(codes(&" ".repeat(MAX_SHEET_BYTES)), []);
        assert_eq!(
            codes(&" ".repeat(MAX_SHEET_BYTES + 1)),
            [("csv.too_large", 0)]
        );
    }

    #[test]
    fn what_is_wrong_with_the_csv_is_located() {
        assert_eq!(codes("type,type\n"), [("column.duplicate", 1)]);
        assert_eq!(codes("type\ntext\ntext,more\n"), [("csv.extra_cell", 3)]);
        assert_eq!(codes("type\n\"text\n"), [("csv.quote", 2)]);
    }
}
