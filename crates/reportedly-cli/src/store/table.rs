//! What a table of an export is: its name, and columns with the kind of their values.

use crate::csv::{self, Cell};

/// A table of an export.
pub(super) struct Table {
    /// The name of its file, without the ending.
    pub(super) name: &'static str,
    /// Its columns, in order.
    pub(super) columns: &'static [(&'static str, Kind)],
}

/// What stands in a column. Any cell may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number that was computed.
    Real,
    /// A number that was written: its digits are kept.
    Digits,
    /// 1 or 0.
    Flag,
}

impl Table {
    /// The names of the columns as a line of csv.
    pub(super) fn head(&self) -> String {
        let cells: Vec<Cell> = self.columns.iter().map(|(name, _)| Cell::from(*name)).collect();
        csv::line(&cells)
    }
}
