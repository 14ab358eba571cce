//! Several questions to one state of the ledger.

use crate::{Ledger, LedgerError};

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
        let reading = self.connection().unchecked_transaction().map_err(|error| self.fault(error))?;
        let answer = ask(self);
        // Nothing was written that could be lost.
        let _ = reading.finish();
        answer
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

    /// The newest document and the newest judgment: other numbers mean that lists over the whole ledger changed.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn extent(&self) -> Result<(i64, i64), LedgerError> {
        let sql =
            "SELECT coalesce((SELECT max(id) FROM document), 0), coalesce((SELECT max(id) FROM judgment), 0)";
        let found = self.connection().query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
        found.map_err(|error| self.fault(error))
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
