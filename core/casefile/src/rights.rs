//! What an author must be allowed to do for a change to count.

use serde::{Deserialize, Serialize};

/// One kind of act. Which role holds which right is decided by who applies the change, not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Right {
    /// Open a case.
    Create,
    /// Record answers, fields, needs and interviews.
    Record,
    /// Add a note.
    Note,
    /// Record or withdraw consent.
    Consent,
    /// Refer the person to a service.
    Refer,
    /// Choose between values that several people stated.
    Resolve,
    /// Decide what happens with the case.
    Decide,
    /// Give the case to another unit.
    HandOver,
    /// Say that two cases are, or are not, the same person.
    Link,
    /// The change does something this version does not understand.
    Unknown,
    /// Nobody may do this: rewrite what is append-only, or break the document.
    Forbidden,
}
