//! Time expressions as written: what the words say, before anybody asks which day that was.

use std::ops::Range;

use crate::language::times::{Edge, Holiday, Part, Season, Shift, Unit, Which};

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Its tokens, by index into the document's tokens.
    pub(super) tokens: Range<usize>,
    pub(super) written: Written,
    /// The grammar's rule.
    pub(super) rule: &'static str,
}

/// What the words say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// A stretch of the calendar, perhaps a part of its day or a time of its clock.
    Calendar { given: Given, part: Option<Part>, clock: Option<Clock>, edge: Option<Edge> },
    /// From one day to another, both in one expression ("Jan. 27-28").
    Range(Given, Given),
    /// TIMEX3 duration.
    Duration(String),
    /// A duration that is counted from now where the clause looks ahead ("in 10 days").
    Within(String),
    /// TIMEX3 set.
    Set(String),
    /// PRESENT_REF, PAST_REF, FUTURE_REF.
    Reference(String),
}

/// What is given of a stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Given {
    Year(i16),
    Decade(i16),
    Century(i16),
    Day {
        month: i8,
        day: i8,
        year: YearOf,
    },
    Month {
        month: i8,
        year: YearOf,
    },
    Season {
        season: Season,
        year: YearOf,
    },
    Quarter {
        quarter: i8,
        year: YearOf,
    },
    Half {
        half: i8,
        year: YearOf,
    },
    Holiday {
        holiday: Holiday,
        year: YearOf,
    },
    /// 1 is Monday; `week` where the week is given apart ("Monday of last week").
    Weekday {
        weekday: i8,
        which: Option<Which>,
        week: Option<Which>,
    },
    /// The end of a range whose month was named before ("Sept. 19 to 22").
    DayOfMonth(i8),
    /// Days from today.
    Today(i8),
    Unit {
        unit: Unit,
        which: Which,
    },
    /// "The weekend": the nearest that the tense allows.
    Weekend,
    Shifted {
        number: u32,
        unit: Unit,
        shift: Shift,
    },
    /// The reporting period one year before the one spoken of ("the year-earlier quarter").
    YearAgoPeriod,
    /// The reporting period spoken of ("the quarter"); nothing where none was.
    ThatQuarter,
    /// The time just spoken of ("then", "at the time").
    Same,
    /// A clock time without a day.
    ThatDay,
}

/// The year of a day, month, season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum YearOf {
    Given(i16),
    /// The year of the event that the day stands for; open in a report from before it.
    Event(i16),
    /// "June last year".
    Unit(Which),
    /// "Last June".
    Which(Which),
    Open,
}

/// A time of day; 24:00 is the midnight that ends the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
}

impl Written {
    pub(super) fn calendar(given: Given) -> Written {
        Written::Calendar { given, part: None, clock: None, edge: None }
    }
}
