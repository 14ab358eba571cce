//! Documents with a new analysis: what was made of the old one goes, judgments stay.

use std::collections::BTreeSet;

use rusqlite::{TransactionBehavior, params};

use crate::candidates::{self, Fresh, Pairs};
use crate::error::Sql;
use crate::prepare::Prepared;
use crate::write::Writer;
use crate::{LedgerError, forget, judge, lineages, links, rows};

impl Writer<'_> {
    /// Replaces the analyses of documents, by their numbers, in one transaction. Gives how many changed.
    ///
    /// # Errors
    ///
    /// As [`Writer::add`].
    pub fn replace(&mut self, batch: &[(i64, Prepared)]) -> Result<usize, LedgerError> {
        let replaced = self.try_replace(batch);
        replaced.map_err(|kind| {
            self.features.clear();
            self.ledger.fault(kind)
        })
    }

    fn try_replace(&mut self, batch: &[(i64, Prepared)]) -> Sql<usize> {
        self.features.clear();
        let transaction = self.ledger.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut touched, mut again) = (BTreeSet::new(), Pairs::default());
        let mut changed = Vec::new();
        for (number, prepared) in batch {
            let sql = "SELECT b.analysis, f.data FROM body b LEFT JOIN feature f ON f.document = b.document
                WHERE b.document = ?1";
            let same = transaction.prepare_cached(sql)?.query_row([number], |row| {
                let (analysis, feature): (Vec<u8>, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
                Ok(analysis == prepared.analysis && feature.as_ref() == Some(&prepared.feature_bytes))
            })?;
            if !same {
                changed.push((*number, prepared));
            }
        }
        let gone: BTreeSet<i64> = changed.iter().map(|(number, _)| *number).collect();
        forget::unkey(&transaction, &mut self.features, &gone, &mut again)?;
        for (number, _) in &changed {
            forget::unlink(&transaction, *number, &mut touched)?;
            rows::delete(&transaction, *number)?;
            transaction.prepare_cached("DELETE FROM copy WHERE a = ?1 OR b = ?1")?.execute([number])?;
        }
        self.features.clear();
        let mut fresh = Vec::new();
        for (number, prepared) in &changed {
            let sql = "UPDATE body SET analysis = ?2, analysis_size = ?3 WHERE document = ?1";
            let size = i64::try_from(prepared.analysis_size).unwrap_or(i64::MAX);
            transaction.prepare_cached(sql)?.execute(params![number, prepared.analysis, size])?;
            rows::insert(&transaction, *number, prepared)?;
            fresh.push(Fresh::of(*number, prepared));
        }
        let fresh: Vec<&Fresh<'_>> = fresh.iter().collect();
        candidates::copies(&transaction, self.language, &mut self.sketches, &fresh)?;
        let mut pairs = candidates::passages(&transaction, &fresh)?;
        pairs.again.extend(again.again);
        // Passages of the changed documents have other numbers now; their links are all new.
        touched.retain(|(document, _)| !gone.contains(document));
        touched.extend(links::make(&transaction, self.language, &mut self.features, &pairs)?);
        lineages::renew(&transaction, self.language, &mut self.features, touched)?;
        judge::settle(&transaction, self.language)?;
        transaction.commit()?;
        Ok(changed.len())
    }
}
