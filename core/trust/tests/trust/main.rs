//! The crate from outside: an authority at work, every refusal, published vectors, and what holds for all inputs.
#![allow(clippy::unwrap_used)]

mod authority;
mod common;
mod encodings;
mod keyring;
mod naming;
mod properties;
mod vectors;
