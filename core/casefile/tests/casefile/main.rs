//! The promises of a case, held from outside the crate.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod commands;
mod common;
mod conflicts;
mod convergence;
mod exchange;
mod forge;
mod golden;
mod hostile;
mod manners;
mod newer;
mod rights;
