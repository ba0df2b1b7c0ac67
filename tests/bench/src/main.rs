//! Measures the goals this part of the work can be held to. Each line is a ratio to a bound or a rival of the same run, so
//! that it means the same on any machine.
//!
//! | id | what | bound or rival |
//! |---|---|---|
//! | P1 | bytes both ways to bring 1,000 new cases to the hub | all edits as JSON in one zstd stream; automerge's own sync |
//! | P2 | round trips of that | automerge's own sync, a session a document |
//! | P7 | an answer made durable | plain SQLite appending the same row, FULL |
//! | P10 | a case opened from the vault | automerge loading the same document from memory |
//! | P13 | an answer to the next view, on 250 and 5,000 questions; loading with 100,000 choices | JavaRosa on the same form |

mod line;
mod screening;
mod sync;
mod vault;
mod wire;
mod workload;
mod world;

use anyhow::Result;
use clap::{Parser, ValueEnum};

/// Measures Nương against bounds and rivals in one run.
#[derive(Debug, Parser)]
#[command(name = "nuong-bench")]
struct Args {
    /// What to measure; everything otherwise.
    #[arg(value_enum)]
    group: Option<Group>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// How many cases to bring to the hub.
    #[arg(long, default_value_t = 1_000)]
    cases: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// P7 and P10.
    Vault,
    /// P1 and P2.
    Sync,
    /// P13.
    Screening,
}

fn main() -> Result<()> {
    // A process of its own to measure the memory of.
    if nuong_rivals::speed::loads_here()? {
        return Ok(());
    }
    let args = Args::parse();
    let mut lines = Vec::new();
    let wanted = |group| args.group.is_none_or(|asked| asked == group);
    if wanted(Group::Vault) {
        lines.extend(vault::measure()?);
    }
    if wanted(Group::Sync) {
        lines.extend(sync::measure(args.cases)?);
    }
    if wanted(Group::Screening) {
        lines.extend(screening::measure()?);
    }
    for line in &lines {
        line.print(args.json)?;
    }
    Ok(())
}
