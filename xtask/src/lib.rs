//! The workspace's own chores, run as `cargo xtask …`: see [`steps`] for what a change has to pass,
//! and [`tidy`] for the rules about this repository that no compiler checks.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod api;
pub mod bench;
pub mod bindings;
pub mod kotlin;
pub mod ndk;
pub mod shells;
pub mod size;
pub mod steps;
pub mod swift;
pub mod tidy;
