//! Quantities: as written, and as meant.

use rust_decimal::Decimal;

use crate::analysis::named;
use crate::{ClaimId, Evidence, Span};

/// Index of a figure in [`crate::Analysis::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId(pub u32);

/// An expression of how many or how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Approximator, number, unit and rate, without what is counted ("nearly 500 per month").
    pub span: Span,
    /// Least value; none where it is open.
    pub low: Option<Decimal>,
    /// Greatest value; none where it is open.
    pub high: Option<Decimal>,
    /// How the written number stands to the value meant.
    pub relation: Relation,
    /// None where plain things are counted; `percent`, `percentage_point`, an ISO 4217 code, or a measure's name.
    pub unit: Option<String>,
    /// The period or base of a rate ("month").
    pub per: Option<String>,
    /// The change it tells, if it tells one.
    pub change: Option<Change>,
    /// The head noun phrase of what is counted or measured.
    pub counted: Option<Span>,
    /// The words that make it an approximation or a bound ("nearly", "or more").
    pub approximator: Option<Span>,
    /// Whether it is less than a reported fact.
    pub status: Option<FigureStatus>,
    /// The clause that says what exactly it is of: who did what, where, when.
    pub about: Option<Span>,
    /// The innermost claim whose content holds it.
    pub claim: Option<ClaimId>,
    /// What the reading rests on.
    pub evidence: Evidence,
}

/// A change that a figure tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Up or down.
    pub direction: Direction,
    /// Whether the figure is the difference or one of the ends.
    pub kind: ChangeKind,
}

named! {
    /// How a written number stands to the value meant.
    Relation {
        /// As written.
        Exact = "exact",
        /// Around, nearly, some.
        About = "about",
        /// That many or more.
        AtLeast = "at_least",
        /// Over that many.
        MoreThan = "more_than",
        /// That many or fewer.
        AtMost = "at_most",
        /// Under that many.
        LessThan = "less_than",
        /// From low to high.
        Between = "between",
    }
}

named! {
    /// Direction of a change.
    Direction {
        /// It grew.
        Up = "up",
        /// It shrank.
        Down = "down",
    }
}

named! {
    /// Which part of a change a figure is.
    ChangeKind {
        /// The difference.
        By = "by",
        /// The new value.
        To = "to",
        /// The old value.
        From = "from",
    }
}

named! {
    /// What a figure is, where it is not simply reported.
    FigureStatus {
        /// Somebody estimated it.
        Estimated = "estimated",
        /// It is expected to come.
        Forecast = "forecast",
        /// It is wanted, promised or planned.
        Targeted = "targeted",
        /// It is said not to be so.
        Denied = "denied",
    }
}

/// Figures that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureGroup {
    /// What holds them together.
    pub kind: GroupKind,
    /// The figures, in text order, with what each is in the group.
    pub members: Vec<(FigureId, FigureRole)>,
}

named! {
    /// What holds figures together.
    GroupKind {
        /// From, to and by of one change.
        Change = "change",
        /// A whole and its parts.
        Part = "part",
        /// A total and the same per something.
        Rate = "rate",
    }
}

named! {
    /// What a figure is in its group.
    FigureRole {
        /// The old value.
        From = "from",
        /// The new value.
        To = "to",
        /// The difference.
        By = "by",
        /// The whole.
        Whole = "whole",
        /// A part of it.
        Part = "part",
        /// The total.
        Total = "total",
        /// The same per something.
        Rate = "rate",
    }
}

/// What follows from figures of the report by arithmetic: not said there.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// What it is.
    pub kind: DerivedKind,
    /// Least value.
    pub low: Option<Decimal>,
    /// Greatest value.
    pub high: Option<Decimal>,
    /// Exact only where every premise is.
    pub relation: Relation,
    /// As in [`Figure::unit`].
    pub unit: Option<String>,
    /// As in [`Figure::per`].
    pub per: Option<String>,
    /// As in [`Figure::counted`].
    pub counted: Option<Span>,
    /// The figures it follows from.
    pub premises: Vec<FigureId>,
}

named! {
    /// What a derived figure is.
    DerivedKind {
        /// The value before a change.
        Before = "before",
        /// The value after a change.
        After = "after",
        /// The difference of two ends.
        Difference = "difference",
        /// A share, or a change in percent.
        Share = "share",
        /// The number that a share stands for.
        Count = "count",
        /// Over how many periods or things a rate was taken.
        Base = "base",
    }
}
