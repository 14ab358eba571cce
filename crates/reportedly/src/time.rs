//! Time expressions: as written, and the calendar value they resolve to.

use crate::analysis::named;
use crate::{ClaimId, Evidence, Span};

/// Index of a time in [`crate::Analysis::times`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub u32);

/// A time expression (TIMEX3).
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// The words, without a preposition.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value ("2015-FA", "P6M", "PRESENT_REF", "XXXX-XX-XX").
    pub value: String,
    /// First and last day meant, both inclusive, where it is a stretch of the calendar.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// The innermost claim whose content holds it.
    pub claim: Option<ClaimId>,
    /// What the reading rests on.
    pub evidence: Evidence,
}

named! {
    /// TIMEX3 types.
    TimeKind {
        /// A day or something longer.
        Date = "date",
        /// Something shorter than a day.
        Time = "time",
        /// How long.
        Duration = "duration",
        /// How often.
        Set = "set",
    }
}
