//! Adding documents: wholly or not at all, each batch in one transaction.

use reportedly::Language;
use rusqlite::{Transaction, TransactionBehavior, params};

use crate::candidates::{self, Fresh};
use crate::error::{LedgerErrorKind, Sql};
use crate::prepare::Prepared;
use crate::recent::{Features, Sketches};
use crate::{Ledger, LedgerError, judge, lineages, links, rows};

/// What became of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// It is new.
    New,
    /// It is another version of a document that is there: its number, by date.
    Version(i64),
    /// The same identity with the same text is there already: nothing was done.
    Same,
    /// It is new, and near-identical to another document: that one's identity, and the share of the shorter text that
    /// both hold.
    CopyOf(String, f64),
}

/// Puts documents into a ledger.
#[derive(Debug)]
pub struct Writer<'l> {
    pub(crate) ledger: &'l mut Ledger,
    pub(crate) language: &'l Language,
    pub(crate) features: Features,
    pub(crate) sketches: Sketches,
    /// The file as this writer knows it; another number means that somebody else wrote.
    seen: i64,
}

impl Ledger {
    /// What puts documents into this ledger.
    pub fn writer<'l>(&'l mut self, language: &'l Language) -> Writer<'l> {
        Writer {
            ledger: self,
            language,
            features: Features::default(),
            sketches: Sketches::default(),
            seen: -1,
        }
    }
}

impl Writer<'_> {
    /// Adds documents in one transaction: all of them or, after an error, none. `now` is kept as the time of adding.
    ///
    /// # Errors
    ///
    /// A file that cannot be written, is full, damaged, or written by somebody else for too long.
    pub fn add(&mut self, batch: &[Prepared], now: &str) -> Result<Vec<Added>, LedgerError> {
        let added = self.try_add(batch, now);
        added.map_err(|kind| {
            // What was cached may have been rolled back.
            self.features.clear();
            self.sketches.clear();
            self.ledger.fault(kind)
        })
    }

    fn try_add(&mut self, batch: &[Prepared], now: &str) -> Sql<Vec<Added>> {
        let transaction = self.ledger.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let seen = transaction.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if seen != self.seen {
            self.features.clear();
            self.sketches.clear();
            self.seen = seen;
        }
        let (mut added, mut fresh) = (Vec::with_capacity(batch.len()), Vec::new());
        for prepared in batch {
            let (what, document) = store(&transaction, prepared, now)?;
            added.push(what);
            if let Some(document) = document {
                self.features.fresh(document, &prepared.feature);
                fresh.push((added.len() - 1, Fresh::of(document, prepared)));
            }
        }
        let news: Vec<&Fresh<'_>> = fresh.iter().map(|(_, fresh)| fresh).collect();
        let copies = candidates::copies(&transaction, self.language, &mut self.sketches, &news)?;
        for copy in &copies {
            if let Some((index, _)) = fresh.iter().find(|(_, fresh)| fresh.document == copy.newer)
                && let Some(what) = added.get_mut(*index)
                && match what {
                    Added::New => true,
                    Added::CopyOf(_, share) => *share < copy.share,
                    Added::Version(_) | Added::Same => false,
                }
            {
                *what = Added::CopyOf(copy.identity.clone(), copy.share);
            }
        }
        let pairs = candidates::passages(&transaction, &news)?;
        let touched = links::make(&transaction, self.language, &mut self.features, &pairs)?;
        lineages::renew(&transaction, self.language, &mut self.features, touched)?;
        judge::settle(&transaction, self.language)?;
        transaction.commit()?;
        self.features.no_longer_fresh();
        Ok(added)
    }

    /// Gives unused pages back and writes the log into the file, so that the file alone holds everything.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn finish(self) -> Result<(), LedgerError> {
        // One page is given back for each row of the answer.
        let cut = || {
            let mut statement = self.ledger.conn.prepare("PRAGMA incremental_vacuum")?;
            let mut rows = statement.query([])?;
            while rows.next()?.is_some() {}
            Ok(())
        };
        cut().map_err(|error: rusqlite::Error| self.ledger.fault(error))?;
        // Where somebody reads, the rest is written by whoever closes the file last.
        let done = self.ledger.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        done.map_err(|error| self.ledger.fault(error))
    }
}

/// Writes a document's own rows; its number, unless it is there already.
fn store(transaction: &Transaction<'_>, prepared: &Prepared, now: &str) -> Sql<(Added, Option<i64>)> {
    let row = &prepared.line.document;
    let mut known: Vec<(i64, Option<String>)> = Vec::new();
    {
        let sql = "SELECT id, text_sha256, coalesce(updated, published) FROM document WHERE identity = ?1";
        let mut statement = transaction.prepare_cached(sql)?;
        let mut rows = statement.query([&row.id])?;
        while let Some(found) = rows.next()? {
            if found.get_ref(1)?.as_blob().is_ok_and(|hash| hash == prepared.hash) {
                return Ok((Added::Same, None));
            }
            known.push((found.get(0)?, found.get(2)?));
        }
    }
    let unplaced = i64::try_from(known.len()).unwrap_or(i64::MAX) + 1;
    let sql = "INSERT INTO document (identity, version, latest, title, outlet, byline, published, updated, url, language,
        text_sha256) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    transaction.prepare_cached(sql)?.execute(params![
        row.id,
        unplaced,
        row.title,
        row.outlet,
        row.byline,
        row.published,
        row.updated,
        row.url,
        row.language,
        prepared.hash
    ])?;
    let document = transaction.last_insert_rowid();
    let version = if known.is_empty() {
        1
    } else {
        known.push((document, row.updated.clone().or_else(|| row.published.clone())));
        number_versions(transaction, known, document)?
    };
    body(transaction, document, prepared)?;
    if let Some(custody) = &row.custody {
        let sql = "INSERT INTO custody (document, file, line, sha256, bytes, added) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        transaction.prepare_cached(sql)?.execute(params![
            document,
            custody.file,
            custody.line.and_then(|line| i64::try_from(line).ok()),
            custody.sha256,
            i64::try_from(custody.bytes).unwrap_or(i64::MAX),
            now
        ])?;
    }
    rows::insert(transaction, document, prepared)?;
    let what = if version == 1 && unplaced == 1 { Added::New } else { Added::Version(version) };
    Ok((what, Some(document)))
}

/// Writes text and analysis of a new document. A plain insert: one that may replace a row would open a savepoint, before
/// which the search writes out all that it has gathered.
fn body(transaction: &Transaction<'_>, document: i64, prepared: &Prepared) -> Sql<()> {
    let sql = "INSERT INTO body (document, text, analysis, analysis_size) VALUES (?1, ?2, ?3, ?4)";
    transaction.prepare_cached(sql)?.execute(params![
        document,
        prepared.line.document.text,
        prepared.analysis,
        i64::try_from(prepared.analysis_size).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

/// Numbers the versions of a document: by their dates, those without one first, then as they came; gives the number of
/// `document`.
pub(crate) fn number_versions(
    transaction: &Transaction<'_>,
    mut versions: Vec<(i64, Option<String>)>,
    document: i64,
) -> Sql<i64> {
    versions.sort_by(|one, two| one.1.cmp(&two.1).then(one.0.cmp(&two.0)));
    let last = versions.len();
    // Out of the way first: a number can stand only once.
    for (id, _) in &versions {
        transaction.prepare_cached("UPDATE document SET version = -id WHERE id = ?1")?.execute([id])?;
    }
    let mut number = 0;
    for (place, (id, _)) in (1_i64..).zip(&versions) {
        transaction
            .prepare_cached("UPDATE document SET version = ?2, latest = ?3 WHERE id = ?1")?
            .execute(params![id, place, usize::try_from(place).is_ok_and(|place| place == last)])?;
        if *id == document {
            number = place;
        }
    }
    if number == 0 && !versions.is_empty() {
        return Err(LedgerErrorKind::Other("a version has no number".to_owned()));
    }
    Ok(number)
}
