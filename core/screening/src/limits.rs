//! How large a questionnaire may be. Each limit is far above the largest questionnaire in use and small enough that a
//! hostile file can neither exhaust a phone's memory nor keep it busy.

/// Bytes of one CSV sheet: a hundred thousand choices in two languages fit.
pub const MAX_SHEET_BYTES: usize = 16 * 1024 * 1024;

/// Bytes of a workbook as it is stored, packed.
pub const MAX_WORKBOOK_BYTES: usize = 16 * 1024 * 1024;

/// Bytes that everything in a workbook unpacks to: a hundred thousand choices with their styles fit several times.
pub const MAX_UNPACKED_BYTES: u64 = 192 * 1024 * 1024;

/// Files in a workbook: sheets, styles, pictures.
pub const MAX_WORKBOOK_PARTS: usize = 2_000;

/// Cells of one sheet of a workbook that hold something.
pub const MAX_CELLS: usize = 2_500_000;

/// Columns of one sheet: 16 translated columns in ten languages fit.
pub const MAX_COLUMNS: usize = 200;

/// Characters of one cell: what a spreadsheet cell holds.
pub const MAX_CELL_CHARS: usize = 32_767;

/// Questions of one questionnaire, notes and calculated values included.
pub const MAX_QUESTIONS: usize = 10_000;

/// Rows of the choices sheet: every commune of the country, several times.
pub const MAX_CHOICES: usize = 120_000;

/// Rows of the indicators sheet: four lists of 67 are 268.
pub const MAX_INDICATORS: usize = 5_000;

/// Groups within groups: screens beyond this cannot be understood anyway.
pub const MAX_GROUP_DEPTH: usize = 16;

/// Characters of the path of a question: what a record of a case accepts.
pub const MAX_PATH_CHARS: usize = 200;

/// Characters of one expression.
pub const MAX_EXPRESSION_CHARS: usize = 16_384;

/// Brackets, calls and signs within one another in one expression: bounds the stack that evaluation needs.
pub const MAX_EXPRESSION_DEPTH: usize = 64;

/// Nodes that one evaluation of one expression may look at: a hundred thousand choices, each with its columns, several
/// times.
pub const MAX_EVALUATION_STEPS: usize = 4_000_000;

/// Instances of one repeat within one instance of what is around it.
pub const MAX_REPEATS: usize = 1_000;

/// Nodes of one interview, all instances of repeats counted.
pub const MAX_INTERVIEW_NODES: usize = 200_000;

/// Bytes of one compiled questionnaire.
pub const MAX_PACK_BYTES: usize = 32 * 1024 * 1024;

/// Characters of one answer.
pub const MAX_ANSWER_CHARS: usize = 16_000;

/// Bytes a regular expression may take when compiled.
pub const MAX_REGEX_BYTES: usize = 1024 * 1024;

/// Steps that a regular expression with looks around or references back may take: some milliseconds on a phone.
pub const MAX_REGEX_STEPS: usize = 100_000;

/// Readings of differing answers that are each evaluated; beyond it, every condition that depends on a differing
/// answer is taken to hold (which protects more, never less).
pub const MAX_READINGS: usize = 64;
