//! The command line of `nuong instrument`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Instrument {
    /// Check questionnaires; names sheet, row and column of each finding.
    #[command(
        after_help = "Examples:\n  nuong instrument lint instruments/border-initial\n  nuong instrument lint instruments/*\n  nuong instrument lint form.xlsx --json"
    )]
    Lint {
        /// Directories with survey.csv, choices.csv and settings.csv, or .xlsx workbooks. Among several, what is neither is
        /// passed over.
        #[arg(required = true)]
        forms: Vec<PathBuf>,
        /// The indicators they refer to; those that come with the program otherwise.
        #[arg(long, value_name = "FILE")]
        indicators: Option<PathBuf>,
    },
    #[command(flatten)]
    Author(Author),
    /// Try a questionnaire out in the terminal, or play a script against it: one line of JSON a step.
    #[command(
        after_help = "Examples:\n  nuong instrument play instruments/triage\n  nuong instrument play form.xlsx script.jsonl --today 2026-01-02\n\nA script has one step a line:\n  {\"set\":\"group/question\",\"value\":\"text\"}\n  {\"add\":\"household/member\"}\n  {\"remove\":\"household/member[2]\"}\n  {\"language\":\"English (en)\"}\n  {\"finish\":true}"
    )]
    Play(Play),
    /// Evaluate an XLSForm expression, or a file of them; one line of JSON each.
    #[command(
        after_help = "Examples:\n  nuong instrument eval '1 + 2 * 3'\n  nuong instrument eval 'count(/data/m)' --values '{\"m[1]\":\"a\",\"m[2]\":\"b\"}'\n  nuong instrument eval --batch cases.jsonl"
    )]
    Eval(Eval),
    /// Show a questionnaire's questions.
    #[command(
        after_help = "Examples:\n  nuong instrument show border-initial --lang en\n  nuong instrument show instruments/border-initial"
    )]
    Show {
        /// A directory of sheets, a workbook, or the id of an installed questionnaire.
        instrument: String,
        /// A language file beside it; the last one is the language shown. May be given again.
        #[arg(long = "language", value_name = "FILE")]
        languages: Vec<PathBuf>,
    },
}

/// What authors and administrators do with questionnaires.
#[derive(Debug, Subcommand)]
pub(crate) enum Author {
    /// Compile a questionnaire to a pack (unsigned: for signing and trying, not for a device).
    #[command(
        after_help = "Example:\n  nuong instrument build instruments/triage --out triage.pack"
    )]
    Build {
        /// A directory of sheets or a workbook.
        form: PathBuf,
        /// Where to write the pack.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The indicators it refers to; those that come with the program otherwise.
        #[arg(long, value_name = "FILE")]
        indicators: Option<PathBuf>,
    },
    /// Tell, for each language, which texts and recordings are missing.
    #[command(
        after_help = "Example:\n  nuong instrument coverage instruments/self-answer --language hnj.csv"
    )]
    Coverage {
        /// A directory of sheets, a workbook or a pack.
        form: PathBuf,
        /// A language file beside it; may be given again.
        #[arg(long = "language", value_name = "FILE")]
        languages: Vec<PathBuf>,
    },
    /// Compare two versions of a questionnaire; fails where they differ.
    #[command(after_help = "Example:\n  nuong instrument diff triage.pack instruments/triage")]
    Diff {
        /// The one before.
        old: PathBuf,
        /// The one now.
        new: PathBuf,
    },
    /// Write a questionnaire as a workbook that ODK and Kobo take, or as CSV sheets.
    #[command(
        after_help = "Examples:\n  nuong instrument export instruments/triage --xlsx triage.xlsx\n  nuong instrument export form.xlsx --csv form"
    )]
    Export {
        /// A directory of sheets or a workbook.
        form: PathBuf,
        /// The workbook to write.
        #[arg(long, value_name = "FILE", required_unless_present = "csv")]
        xlsx: Option<PathBuf>,
        /// The directory to write CSV sheets to.
        #[arg(long, value_name = "DIR")]
        csv: Option<PathBuf>,
    },
    /// Sign a pack or a language file, so that devices of the authority take it (administrators).
    #[command(
        after_help = "Examples:\n  nuong --vault admin instrument sign triage.pack --out triage.nuongpack\n  nuong --vault admin instrument sign triage-hnj.csv --out triage-hnj.nuonglang\n  nuong instrument sign triage.pack --dir province --out triage.nuongpack"
    )]
    Sign {
        /// What `nuong instrument build` wrote, or a language file beside a questionnaire.
        pack: PathBuf,
        /// The directory of the authority's secrets, to sign with its root; this device's keys otherwise.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
        /// Where to write the signed file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Install a signed questionnaire, or a language of one, on this device.
    #[command(after_help = "Example:\n  nuong --vault guard-a instrument install triage.nuongpack")]
    Install {
        /// What `nuong instrument sign` wrote.
        file: PathBuf,
    },
    /// Install a signed questionnaire or language here and give it to all devices, with the next exchange or parcel file
    /// (administrators).
    #[command(
        after_help = "Example:\n  nuong --vault admin instrument spread triage.nuongpack\n  nuong --vault admin sync"
    )]
    Spread {
        /// What `nuong instrument sign` wrote.
        file: PathBuf,
    },
}

/// What the clock functions of a questionnaire answer.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// The day that today() is.
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
    /// The moment that now() is.
    #[arg(long, value_name = "MOMENT")]
    pub(crate) now: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Play {
    /// An .xlsx workbook, or a directory with survey.csv, choices.csv and settings.csv.
    pub(crate) form: PathBuf,
    /// The steps. Without them the questionnaire is asked in the terminal as it would be on a device, and nothing is kept;
    /// with --json it is only told how it stands when it is opened.
    pub(crate) script: Option<PathBuf>,
    /// The language to ask in, by its tag.
    #[arg(long, value_name = "TAG", conflicts_with = "script")]
    pub(crate) ask_in: Option<String>,
    #[command(flatten)]
    pub(crate) when: When,
    /// From which random orders are drawn.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// The expression.
    #[arg(required_unless_present = "batch", allow_hyphen_values = true)]
    pub(crate) expression: Option<String>,
    /// The questionnaire whose questions and choices it may name.
    #[arg(long)]
    pub(crate) form: Option<PathBuf>,
    /// What has been answered: a JSON object of paths and values, in document order.
    #[arg(long, value_name = "JSON", default_value = "{}")]
    pub(crate) values: String,
    /// The path it is evaluated at; the root otherwise.
    #[arg(long, value_name = "PATH")]
    pub(crate) at: Option<String>,
    /// A file with one case a line: {"id","expr","values","at","today"}.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["expression", "values", "at"])]
    pub(crate) batch: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) when: When,
}
