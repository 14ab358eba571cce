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
    /// What the value was counted from.
    pub anchor: Anchor,
    /// "Early", "about", "more than" and the like, which the value alone does not say.
    pub modifier: Option<TimeModifier>,
    /// The innermost claim whose content holds it.
    pub claim: Option<ClaimId>,
    /// What the reading rests on.
    pub evidence: Evidence,
}

/// What the value of a time was counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The words give it themselves ("3 May 2015", "six weeks").
    #[default]
    None,
    /// The publication date: another date would give another value ("last fall", "on Tuesday").
    Published,
    /// A time spoken of before ("the following year").
    Mention(TimeId),
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

named! {
    /// TIMEX3 modifiers, as far as news needs them.
    TimeModifier {
        /// Early in it.
        Start = "start",
        /// In the middle of it.
        Middle = "middle",
        /// Late in it.
        End = "end",
        /// More or less that.
        About = "about",
        /// Longer, or longer ago.
        MoreThan = "more_than",
        /// Shorter, or less long ago.
        LessThan = "less_than",
    }
}

/// Whether a time's reading hangs on the publication date, directly or through the times it was counted from.
///
/// A report with a wrong date has all of these wrong.
pub fn hangs_on_publication(times: &[Time], time: TimeId) -> bool {
    // a time is counted from an earlier one only, so this ends
    let mut at = time;
    while let Some(time) = times.get(at.0 as usize) {
        match time.anchor {
            Anchor::Published => return true,
            Anchor::Mention(earlier) if earlier < at => at = earlier,
            _ => return false,
        }
    }
    false
}
