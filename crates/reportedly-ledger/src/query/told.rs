//! When a figure is of, as far as its statement says.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::FigureRow;
use crate::error::Sql;
use crate::{Ledger, LedgerError};

/// A stretch of the calendar that a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// First day meant.
    pub earliest: String,
    /// Last day meant.
    pub latest: String,
    /// As in TIMEX3.
    pub value: String,
}

impl Ledger {
    /// The time in a figure's statement that stands nearest to it; none where the statement gives none.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn told(&self, figure: &FigureRow) -> Result<Option<Told>, LedgerError> {
        let find = || -> Sql<Option<Told>> {
            let claim = figure.claim.as_deref().and_then(|id| id.trim_start_matches('c').parse::<u32>().ok());
            let Some(claim) = claim else { return Ok(None) };
            let sql = "SELECT earliest, latest, value FROM time WHERE document = ?1 AND claim = ?2
                AND earliest IS NOT NULL AND latest IS NOT NULL AND kind IN ('date', 'time')
                ORDER BY abs(start - ?3), number LIMIT 1";
            let read = |row: &rusqlite::Row<'_>| {
                Ok(Told { earliest: row.get(0)?, latest: row.get(1)?, value: row.get(2)? })
            };
            let mut query = self.connection().prepare_cached(sql)?;
            Ok(query.query_row(params![figure.report.id, claim, figure.span[0]], read).optional()?)
        };
        find().map_err(|kind| self.fault(kind))
    }
}
