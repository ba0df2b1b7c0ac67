//! The command line: what can be said to `nuong`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use crate::instrument_args::{Author, Eval, Instrument, Play, When};

/// Screens people who may have been trafficked, keeps what they say safe, and brings many phones' records together.
#[derive(Debug, Parser)]
#[command(name = "nuong", version, about, long_about = None, after_help = TOP_EXAMPLES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const SCREEN_EXAMPLES: &str = "\
Examples:
  nuong screen                               a new case and its first interview
  nuong screen --case 3f2a                   take up the interview of a case where it was stopped
  nuong screen --scenario examples/field-day/a1-fishing-boat.toml

At a question:
  2        the second choice; where several can be chosen, 1 3
  ?        does not know               -    does not want to say
  Enter    on, with or without answer  <    back
  ~        take the answer back        .    stop here: everything is kept
  @        who is answering            !    to the first question left without an answer
Where there may be several, such as members of a household:
  +        add another                 ~2   take the second away

Answering alone, where recordings are on this device:
  nuong screen --instrument self-answer --alone --recordings DIR --speak vi";

const TOP_EXAMPLES: &str = "\
Examples:
  nuong day                                   play a whole field day at four places, then merge it
  nuong screen                                interview a person (stop at any time; it can be taken up again)
  nuong cases --lang en                       the list: what needs you now comes first
  nuong sync --hub https://hub.example:8443   bring everything together when there is a link";

/// What every command understands.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The directory of the profile: its vault and its keyring.
    #[arg(
        long,
        global = true,
        env = "NUONG_VAULT",
        value_name = "DIR",
        default_value = "nuong-vault"
    )]
    pub(crate) vault: PathBuf,
    /// Answer with one JSON object instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of everything shown.
    #[arg(long, global = true, env = "NUONG_LANG", value_enum, default_value_t = Language::Vi)]
    pub(crate) lang: Language,
    /// Read the passphrase from this file's first line instead of asking for it (also: NUONG_PASSPHRASE).
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// A language that texts exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play the field day: four devices, six cases, a hub, a conflict and its decision.
    #[command(
        after_help = "Examples:\n  nuong day --lang en\n  nuong day --keep field-day      keep the vaults and the hub, to look further\n  nuong day --json                one JSON object; the exit code tells whether everything holds"
    )]
    Day(Day),
    /// Make a profile on this device: a vault under a passphrase.
    #[command(after_help = "Example:\n  nuong --vault guard-a init")]
    Init {
        /// Use the quickest key derivation the keyring accepts in tests. Never for real records.
        #[arg(long, hide = true)]
        quick: bool,
    },
    /// Open the vault and say whose it is.
    Unlock,
    /// Run the authority: the root of trust of a province.
    #[command(subcommand)]
    Authority(Authority),
    /// Make this device a member of an authority: request, then accept.
    #[command(subcommand)]
    Enroll(Enroll),
    /// Interview a person, one screen at a time.
    #[command(after_help = SCREEN_EXAMPLES)]
    Screen(Screen),
    #[command(flatten)]
    Casework(Casework),
    /// Exchange parcels with the hub.
    #[command(
        after_help = "Examples:\n  nuong sync                                   with the hub of the authority, or the one given last\n  nuong sync --hub https://hub.example:8443"
    )]
    Sync {
        /// The hub's address; once given it is remembered.
        #[arg(long, value_name = "URL")]
        hub: Option<String>,
    },
    /// Carry parcels as files.
    #[command(subcommand)]
    Parcel(Parcel),
    /// Look at questionnaires.
    #[command(subcommand)]
    Instrument(Instrument),
}

/// What is done with cases.
#[derive(Debug, Subcommand)]
pub(crate) enum Casework {
    /// List cases: what needs you now first.
    #[command(
        after_help = "Examples:\n  nuong cases\n  nuong cases --search 'lo thi dao' --lang en"
    )]
    Cases {
        /// Only cases whose name or place has these words; marks may be left out.
        #[arg(long, default_value = "")]
        search: String,
        /// How many to pass over.
        #[arg(long, default_value_t = 0)]
        skip: u32,
        /// How many to show at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show a case: who, where it stands, what points to trafficking and why.
    #[command(
        after_help = "Examples:\n  nuong case 3f2a91c0\n  nuong case 3f2a --answers --lang en"
    )]
    Case {
        /// The case's id, or its first digits.
        case: String,
        /// Every answer of its interviews too.
        #[arg(long)]
        answers: bool,
    },
    /// Show what people recorded differently and nobody has decided.
    #[command(after_help = "Examples:\n  nuong conflicts\n  nuong conflicts 3f2a --json")]
    Conflicts {
        /// Only of this case.
        case: Option<String>,
    },
    /// Decide between differing values.
    #[command(after_help = "Example:\n  nuong resolve 3f2a person/age_years 1")]
    Resolve {
        /// The case.
        case: String,
        /// What differs, as `nuong conflicts` names it.
        path: String,
        /// The number of the value that holds, as `nuong conflicts` numbers them from 1.
        value: usize,
    },
    /// Add a note to a case.
    #[command(after_help = "Example:\n  nuong note 3f2a 'Her parents are on the way'")]
    Note {
        /// The case.
        case: String,
        /// The text.
        text: String,
    },
    /// Record a need of the person.
    #[command(after_help = "Example:\n  nuong need 3f2a shelter 'For tonight, with her son'")]
    Need {
        /// The case.
        case: String,
        /// The kind of need, such as `shelter` or `medical`.
        need: String,
        /// In words.
        #[arg(default_value = "")]
        detail: String,
    },
    /// Let another unit read a case from now on.
    #[command(after_help = "Example:\n  nuong share 3f2a post-b")]
    Share {
        /// The case.
        case: String,
        /// The unit.
        unit: String,
    },
    /// Hand a case over to another unit.
    #[command(after_help = "Example:\n  nuong hand-over 3f2a commune")]
    HandOver {
        /// The case.
        case: String,
        /// The unit that takes it.
        unit: String,
    },
    /// Decide what happens next (supervisors).
    #[command(
        after_help = "Example:\n  nuong decide 3f2a proceed 'Debt and taken papers; see the answers'"
    )]
    Decide {
        /// The case.
        case: String,
        /// What is decided.
        #[arg(value_enum)]
        decision: DecisionArg,
        /// Why, in words.
        reason: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DecisionArg {
    /// There are reasonable grounds: go on.
    Proceed,
    /// Refer to another body.
    Refer,
    /// More must be asked.
    AskMore,
    /// Nothing further now.
    Close,
}

#[derive(Debug, Args)]
pub(crate) struct Day {
    /// The scenario files.
    #[arg(long, value_name = "DIR")]
    pub(crate) scenarios: Option<PathBuf>,
    /// Keep the day's vaults, parcels and hub in this directory instead of a temporary one.
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
    /// The hub's program; found beside this one when not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) hub_program: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Authority {
    /// Found an authority: a root key under a passphrase, in DIR.
    #[command(
        after_help = "Example:\n  nuong authority init --dir province --unit \"post-a=Đồn Biên phòng A\" --unit post-b --unit province"
    )]
    Init {
        /// Where the authority's secrets are kept. Keep it off the network.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// A unit that holds cases, with what it is called where that is more than its short name; may be given again.
        #[arg(long = "unit", value_name = "UNIT[=NAME]")]
        units: Vec<String>,
        /// Use the quickest key derivation the keyring accepts in tests. Never for a real authority.
        #[arg(long, hide = true)]
        quick: bool,
    },
    /// Say what a unit is called by those who work there. Devices show it from the next bulletin on.
    #[command(
        after_help = "Example:\n  nuong authority name-unit --dir province post-a \"Đồn Biên phòng A\" --out names.bulletin"
    )]
    NameUnit {
        /// Where the authority's secrets are.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// The unit, by its short name.
        unit: String,
        /// What it is called; left out, its short name is shown again.
        name: Option<String>,
        /// Where to write the bulletin that tells the others.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Revoke a lost device: new unit keys for all others.
    Revoke {
        /// Where the authority's secrets are.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// The device's id, as `nuong authority list` shows it.
        device: String,
        /// Where to write the bulletin that tells the others.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// List the devices of the authority.
    List {
        /// Where the authority's secrets are.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
    },
    /// Certify a hub that has written its request.
    CertifyHub(CertifyHub),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  nuong authority certify-hub --dir province /srv/hub/enrol-request --url https://hub.example:8443 --out hub.grant\n  nuong-hub certify --dir /srv/hub hub.grant"
)]
pub(crate) struct CertifyHub {
    /// Where the authority's secrets are.
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// The hub's request file.
    pub(crate) request: PathBuf,
    /// The hub's TLS certificate; `tls.der` beside the request when not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) tls: Option<PathBuf>,
    /// The address devices reach it by; may be given again.
    #[arg(long = "url", value_name = "URL", required = true)]
    pub(crate) urls: Vec<String>,
    /// Where to write the grant for the hub.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Enroll {
    /// Write this device's request.
    #[command(
        after_help = "Example:\n  nuong --vault guard-a enroll request --name 'Trung úy Vàng A Páo' --out guard-a.request"
    )]
    Request {
        /// The name by which others see what this person wrote.
        #[arg(long)]
        name: String,
        /// The file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Approve a request (the administrator, with the authority's secrets).
    Approve(Approve),
    /// Take the grant the administrator gave back.
    Accept {
        /// The grant.
        grant: PathBuf,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  nuong enroll approve --dir province guard-a.request --role officer --unit post-a --share-with province --out guard-a.grant"
)]
pub(crate) struct Approve {
    /// Where the authority's secrets are.
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// The request: its file, or a file with its text.
    pub(crate) request: PathBuf,
    /// What the person does.
    #[arg(long, value_enum)]
    pub(crate) role: RoleArg,
    /// A unit the person works for; may be given again.
    #[arg(long = "unit", value_name = "UNIT")]
    pub(crate) units: Vec<String>,
    /// A unit that every case of this device is shared with, such as the province; may be given again.
    #[arg(long = "share-with", value_name = "UNIT")]
    pub(crate) shares_with: Vec<String>,
    /// Days until the certificate ends.
    #[arg(long, default_value_t = 365)]
    pub(crate) days: u32,
    /// Where to write the grant.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Write it as text, to be sent in a message and pasted on the phone.
    #[arg(long)]
    pub(crate) text: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleArg {
    /// A border guard or police officer.
    Officer,
    /// An outreach or social worker.
    Outreach,
    /// Decides over a district's or province's cases.
    Supervisor,
    /// Certifies devices; does no casework.
    Administrator,
}

#[derive(Debug, Args)]
pub(crate) struct Screen {
    /// The questionnaire.
    #[arg(long, default_value = "border-initial")]
    pub(crate) instrument: String,
    /// Take up the last interview of this case again, or start one for it.
    #[arg(long)]
    pub(crate) case: Option<String>,
    /// Play the answers of a scenario file instead of asking.
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// The language to ask in, by its tag; otherwise that of --lang. It can be changed on any screen.
    #[arg(long, value_name = "TAG", conflicts_with_all = ["scenario", "alone"])]
    pub(crate) ask_in: Option<String>,
    /// Hand the device over: the person answers alone, and the passphrase takes it back.
    #[arg(long, requires = "recordings", conflicts_with = "scenario")]
    pub(crate) alone: bool,
    /// The folder with the questionnaire's recordings.
    #[arg(long, value_name = "DIR")]
    pub(crate) recordings: Option<PathBuf>,
    /// The language to speak, by its tag.
    #[arg(long, value_name = "TAG", default_value = "vi")]
    pub(crate) speak: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Parcel {
    /// Write parcels to a file, for a memory card.
    #[command(
        after_help = "Examples:\n  nuong parcel export card.nuong                 all that is on this device\n  nuong parcel export card.nuong --case 3f2a     what concerns one case"
    )]
    Export {
        /// The file.
        file: PathBuf,
        /// Only these cases; everything this device holds otherwise, what it cannot read included.
        #[arg(long = "case")]
        cases: Vec<String>,
    },
    /// Take in a parcel file.
    Import {
        /// The file.
        file: PathBuf,
    },
}
