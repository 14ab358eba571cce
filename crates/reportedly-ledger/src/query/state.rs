//! Several questions to one state of the ledger.

use rusqlite::Connection;

use crate::error::Sql;
use crate::{Ledger, LedgerError};

/// How far a ledger has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// How many versions of reports it holds.
    pub documents: i64,
    /// The newest document, judgment and lineage.
    last: [i64; 3],
    /// What the first report says: tells ledgers apart that hold equally many.
    first: Option<Vec<u8>>,
}

impl Ledger {
    /// Asks several questions of one state: what others write meanwhile is not seen.
    ///
    /// # Errors
    ///
    /// Those of the file, and of the questions.
    pub fn at_once<T, E: From<LedgerError>>(
        &self,
        ask: impl FnOnce(&Ledger) -> Result<T, E>,
    ) -> Result<T, E> {
        // One state already, where somebody asks several questions.
        if !self.connection().is_autocommit() {
            return ask(self);
        }
        let reading = self.connection().unchecked_transaction().map_err(|error| self.fault(error))?;
        let answer = ask(self);
        // Nothing was written that could be lost.
        let _ = reading.finish();
        answer
    }

    /// A question of many parts: in one state, and with the file's locks taken once and not for each part.
    pub(crate) fn reading<T>(&self, ask: impl FnOnce(&Connection) -> Sql<T>) -> Result<T, LedgerError> {
        self.at_once(|ledger| ask(ledger.connection()).map_err(|kind| ledger.fault(kind)))
    }

    /// Keeps no more pages of the file in memory than `kilobytes`.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn keep_at_most(&self, kilobytes: u32) -> Result<(), LedgerError> {
        let set = self.connection().pragma_update(None, "cache_size", -i64::from(kilobytes));
        set.map_err(|error| self.fault(error))
    }

    /// How far the ledger has come. Where it is another, lists over the whole ledger may have changed.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn extent(&self) -> Result<Extent, LedgerError> {
        let sql = "SELECT (SELECT count(*) FROM document), coalesce((SELECT max(id) FROM document), 0),
            coalesce((SELECT max(id) FROM judgment), 0), coalesce((SELECT max(id) FROM lineage), 0),
            (SELECT text_sha256 FROM document ORDER BY id LIMIT 1)";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Extent {
                documents: row.get(0)?,
                last: [row.get(1)?, row.get(2)?, row.get(3)?],
                first: row.get(4)?,
            })
        };
        self.connection().query_row(sql, [], read).map_err(|error| self.fault(error))
    }

    /// The identity of the document with this row.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn identity(&self, row: i64) -> Result<Option<String>, LedgerError> {
        use rusqlite::OptionalExtension;
        let sql = "SELECT identity FROM document WHERE id = ?1";
        let found = self.connection().query_row(sql, [row], |row| row.get(0)).optional();
        found.map_err(|error| self.fault(error))
    }
}
