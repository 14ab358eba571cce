//! Forgetting a document so that no byte of it stays in the file.

use std::collections::BTreeSet;

use reportedly::Language;
use rusqlite::{Transaction, TransactionBehavior};

use crate::candidates::{COMMON, Pairs, PassageId};
use crate::error::{LedgerErrorKind, Sql};
use crate::keys::{self, Family};
use crate::recent::Features;
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
        unkey(&transaction, &mut features, &versions.iter().copied().collect(), &mut pairs)?;
        for &version in &versions {
            links += unlink(&transaction, version, &mut touched)?;
            rows::delete(&transaction, version)?;
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

/// Deletes the keys of documents; keys that are no longer common have their pairs looked at again.
pub(crate) fn unkey(
    transaction: &Transaction<'_>,
    features: &mut Features,
    documents: &BTreeSet<i64>,
    pairs: &mut Pairs,
) -> Sql<()> {
    let (mut passages, mut stories) = (BTreeSet::new(), BTreeSet::new());
    for &document in documents {
        let feature = features.of(transaction, document)?;
        passages.extend(feature.passages.iter().flat_map(prepare::keys));
        stories.extend(prepare::story_keys(&feature.report));
    }
    for (family, own) in [(Family::Passage, passages), (Family::Story, stories)] {
        let own: Vec<i64> = own.into_iter().collect();
        let before = keys::lookup(transaction, family, &own, COMMON + 1)?;
        keys::remove(transaction, family, documents)?;
        let common: Vec<i64> =
            own.iter().zip(&before).filter(|(_, block)| block.len() > COMMON).map(|(key, _)| *key).collect();
        for block in keys::lookup(transaction, family, &common, COMMON + 1)? {
            if block.len() <= COMMON {
                pairs.again(&block);
            }
        }
    }
    keys::remove(transaction, Family::Copy, documents)
}

/// Deletes the links of a document. Passages that were linked with it are touched.
pub(crate) fn unlink(
    transaction: &Transaction<'_>,
    document: i64,
    touched: &mut BTreeSet<PassageId>,
) -> Sql<usize> {
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
