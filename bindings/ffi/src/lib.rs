//! The facade that Kotlin and Swift hold: [`Core`] over the station's `Phone`, one line a method.
//!
//! Nothing here decides. What a person reads and may do is in the views, which are the core's own types; every refusal is a
//! [`NuongError`] named by what the app does next. Calls are synchronous and may come from any thread; the one thing that
//! runs by itself is [`Core::start_sync`].

mod core;
mod error;
mod log;
mod ports;
mod views;

pub use crate::core::{Core, InterviewRef, SyncTask, version};
pub use crate::error::NuongError;
pub use crate::log::{Log, LogLevel, set_log};
pub use crate::ports::{Keystore, KeystoreProblem, Observer, PortProblem};

uniffi::setup_scaffolding!("nuong");
