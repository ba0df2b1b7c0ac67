//! The simulator: a small world made from a seed, everything that goes wrong in such a world, and checkers that hold it to
//! the invariants of the design (§10, 1 to 5).
//!
//! A seed decides who is there, what they do, and which byte of which exchange comes wrong. Stations are real, with real
//! vaults; the hub is the session every hub runs. At the end nothing goes wrong any more, everyone exchanges until nobody
//! has anything new, and then all must be well:
//!
//! 1. what a station acknowledged is in the document of everyone who holds the case ([`local`], [`last`]);
//! 2. all who hold a case hold the same document ([`last`]);
//! 3. differing values stand until somebody decides between them ([`standing`]);
//! 4. no word of a case is in any byte outside an unlocked station ([`needles`], [`evidence`]);
//! 5. nobody reads what was not given to them, and nothing takes effect without the right ([`spy`], [`rogue`]).
//!
//! The same seed gives the same run, to the last byte that leaves a station: [`Outcome::trace_hash`].
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod autopsy;
mod book;
pub mod broken;
pub mod choose;
pub mod dice;
pub mod evidence;
pub mod heal;
pub mod hub;
pub mod last;
pub mod ledger;
pub mod line;
pub mod local;
pub mod needles;
pub mod options;
pub mod place;
pub mod rogue;
pub mod schedule;
pub mod spy;
pub mod standing;
pub mod trace;
pub mod travel;
pub mod work;
pub mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

pub use broken::{Broken, Invariant};
pub use options::{Options, Sabotage};

use world::World;

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// What broke, if anything did.
    pub broken: Option<Broken>,
    /// A hash over everything that happened.
    pub trace_hash: [u8; 32],
    /// How many lines the story has.
    pub lines: usize,
    /// What the run met, and how often.
    pub met: BTreeMap<&'static str, u64>,
}

/// Runs a seed.
pub fn run(seed: u64, options: Options) -> Outcome {
    keep_panics_quiet();
    let mut world = match World::new(seed, options) {
        Ok(world) => world,
        Err(broken) => {
            return Outcome {
                seed,
                broken: Some(broken),
                trace_hash: [0; 32],
                lines: 0,
                met: BTreeMap::new(),
            };
        }
    };
    let result = catch_unwind(AssertUnwindSafe(|| {
        world.play()?;
        world.heal()?;
        world.check_all()
    }));
    let broken = match result {
        Ok(result) => result.err(),
        Err(_) => Some(Broken::new(Invariant::Panicked, LAST_PANIC.take())),
    };
    if let Some(broken) = &broken {
        if options.aloud {
            world.autopsy();
        }
        world.trace.note(broken.to_string());
    }
    Outcome {
        seed,
        broken,
        trace_hash: world.trace.hash(),
        lines: world.trace.lines().len(),
        met: world.trace.meetings().clone(),
    }
}

thread_local! {
    /// What the last panic of this thread said, and where.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics of the code under test are kept for the report; those of others are told as ever.
fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            LAST_PANIC.set(info.to_string());
            if std::env::var_os("RUST_BACKTRACE").is_some() {
                before(info);
            }
        }));
    });
}
