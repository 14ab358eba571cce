//! Forgetting a document so that no byte of it stays in the file.

use std::collections::BTreeSet;

use reportedly::Language;
use rusqlite::{Transaction, TransactionBehavior};

use crate::candidates::{self, COMMON, Pairs, PassageId};
use crate::error::{LedgerErrorKind, Sql};
use crate::load::Features;
use crate::{Ledger, LedgerError, judge, lineages, links, prepare, rows};

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// Versions of the document.
    pub versions: usize,
    /// Links to others.
    pub links: usize,
    /// Judgments that were about it.
    pub judgments: usize,
}

impl Ledger {
    /// Erases every version of a document, what was made of it, and what was said about it; then writes the whole file
    /// anew, so that nothing of it is left in unused places.
    ///
    /// # Errors
    ///
    /// No such document; somebody else has the ledger open, so that the old bytes cannot be overwritten.
    pub fn forget(&mut self, language: &Language, identity: &str) -> Result<Forgotten, LedgerError> {
        let path = self.path.clone();
        self.try_forget(language, identity).map_err(|kind| kind.at(&path))
    }

    fn try_forget(&mut self, language: &Language, identity: &str) -> Sql<Forgotten> {
        self.conn.pragma_update(None, "secure_delete", true)?;
        let transaction = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let versions: Vec<i64> = transaction
            .prepare("SELECT id FROM document WHERE identity = ?1")?
            .query_map([identity], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if versions.is_empty() {
            return Err(LedgerErrorKind::Asked(format!(
                "there is no report “{identity}” (nothing was forgotten)"
            )));
        }
        let mut features = Features::default();
        let (mut touched, mut pairs, mut links) = (BTreeSet::new(), Pairs::default(), 0);
        for &version in &versions {
            links += unlink(&transaction, &mut features, version, &mut touched, &mut pairs)?;
            rows::delete(&transaction, version)?;
            transaction.execute("DELETE FROM document_key WHERE document = ?1", [version])?;
            transaction.execute("DELETE FROM copy WHERE a = ?1 OR b = ?1", [version])?;
            transaction.execute("DELETE FROM document WHERE id = ?1", [version])?;
        }
        touched.retain(|(document, _)| !versions.contains(document));
        pairs.again.retain(|(low, high)| !versions.contains(low) && !versions.contains(high));
        features.clear();
        touched.extend(links::make(&transaction, language, &mut features, &pairs)?);
        lineages::renew(&transaction, language, &mut features, touched)?;
        let judgments = forget_judgments(&transaction, identity)?;
        judge::settle(&transaction, language)?;
        // The words of deleted rows stay in the index until its parts are merged.
        for index in ["document_search", "claim_search"] {
            transaction.execute(&format!("INSERT INTO {index} ({index}) VALUES ('optimize')"), [])?;
        }
        transaction.commit()?;
        self.conn.execute_batch("VACUUM")?;
        let busy: i64 = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(LedgerErrorKind::Asked(format!(
                "“{identity}” is forgotten, but its bytes are still in the log, because another program has the ledger \
                 open (close it and forget any report again, or open and close the ledger)"
            )));
        }
        Ok(Forgotten { versions: versions.len(), links, judgments })
    }
}

/// Deletes keys and links of a document. Passages that were linked with it are touched; keys that are no longer common
/// have their pairs looked at again.
pub(crate) fn unlink(
    transaction: &Transaction<'_>,
    features: &mut Features,
    document: i64,
    touched: &mut BTreeSet<PassageId>,
    pairs: &mut Pairs,
) -> Sql<usize> {
    let feature = features.of(transaction, document)?;
    let keys: BTreeSet<i64> = feature.passages.iter().flat_map(prepare::keys).collect();
    for key in keys {
        let before = candidates::block(transaction, key, COMMON * 2)?;
        let sql = "DELETE FROM passage_key WHERE key = ?1 AND document = ?2";
        transaction.prepare_cached(sql)?.execute([key, document])?;
        if before.len() > COMMON {
            let after = candidates::block(transaction, key, COMMON + 1)?;
            if after.len() <= COMMON {
                pairs.again(&after);
            }
        }
    }
    let sql = "SELECT a_document, a, b_document, b FROM link WHERE a_document = ?1 OR b_document = ?1";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut rows = statement.query([document])?;
    let mut links = 0;
    while let Some(row) = rows.next()? {
        touched.insert((row.get(0)?, row.get(1)?));
        touched.insert((row.get(2)?, row.get(3)?));
        links += 1;
    }
    drop(rows);
    // Lineages that hold a passage of it, before their members are gone.
    let sql = "SELECT document, passage FROM lineage_member WHERE lineage IN
        (SELECT lineage FROM lineage_member WHERE document = ?1)";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut rows = statement.query([document])?;
    while let Some(row) = rows.next()? {
        touched.insert((row.get(0)?, row.get(1)?));
    }
    drop(rows);
    for sql in [
        "DELETE FROM lineage WHERE id IN (SELECT lineage FROM lineage_member WHERE document = ?1)",
        "DELETE FROM link WHERE a_document = ?1 OR b_document = ?1",
    ] {
        transaction.prepare_cached(sql)?.execute([document])?;
    }
    Ok(links)
}

/// Judgments about a document, and those that took them back.
fn forget_judgments(transaction: &Transaction<'_>, identity: &str) -> Sql<usize> {
    let about = "anchor ->> '$.document' = ?1 OR other ->> '$.document' = ?1";
    let sql = format!("DELETE FROM judgment WHERE undoes IN (SELECT id FROM judgment WHERE {about})");
    let undone = transaction.execute(&sql, [identity])?;
    Ok(undone + transaction.execute(&format!("DELETE FROM judgment WHERE {about}"), [identity])?)
}
