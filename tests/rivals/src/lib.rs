//! Questionnaires played here and on the reference engine, side by side.
//!
//! The reference is JavaRosa, which ODK Collect runs on; pyxform makes its XForms. Both are fetched by their own package
//! managers into the build folder the first time. That takes Maven, a JDK and Python, which `./test` installs; where they are
//! not there, [`tools::ready`] says so.

pub mod compare;
pub mod dice;
pub mod explain;
pub mod expressions;
pub mod forms;
pub mod grammar;
pub mod play;
pub mod rarer;
pub mod scripts;
pub mod speed;
pub mod tools;
