//! The core's views, declared a second time so that they cross to Kotlin and Swift as records of the same names.
//!
//! Nothing is converted: each declaration must agree field by field with the type it names, or this crate does not build.

mod alone;
mod case;
mod door;
mod sending;
mod work;
