//! Documents back out of the ledger.

use reportedly::wire::Line;
use reportedly::{Analysis, Document};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{LedgerErrorKind, Sql};
use crate::{Ledger, LedgerError, pack};

/// A row of the table `document`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct DocumentRow {
    #[serde(skip)]
    pub id: i64,
    pub identity: String,
    pub version: i64,
    pub latest: bool,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub updated: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

impl DocumentRow {
    /// The columns that [`DocumentRow::read`] reads, in order, of a table or alias `d`.
    pub const COLUMNS: &'static str = "d.id, d.identity, d.version, d.latest, d.title, d.outlet, d.byline, d.published, \
        d.updated, d.url, d.language";

    /// Reads the columns of [`DocumentRow::COLUMNS`] from the first on.
    ///
    /// # Errors
    ///
    /// Columns of other types.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
        Ok(DocumentRow {
            id: row.get(0)?,
            identity: row.get(1)?,
            version: row.get(2)?,
            latest: row.get(3)?,
            title: row.get(4)?,
            outlet: row.get(5)?,
            byline: row.get(6)?,
            published: row.get(7)?,
            updated: row.get(8)?,
            url: row.get(9)?,
            language: row.get(10)?,
        })
    }
}

/// How much a ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub documents: i64,
    pub versions: i64,
    pub links: i64,
    pub lineages: i64,
}

/// A document as it was analyzed.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its number in the tables.
    pub number: i64,
    /// The document.
    pub document: Document,
    /// Its analysis.
    pub analysis: Analysis,
}

impl Ledger {
    /// The document with number `number` (`document.id`) and its analysis.
    ///
    /// # Errors
    ///
    /// No such document, or a damaged one.
    pub fn stored(&self, number: i64) -> Result<Stored, LedgerError> {
        stored(&self.conn, number).map_err(|kind| self.fault(kind))
    }

    /// The line of `reportedly/1` of document `number`.
    ///
    /// # Errors
    ///
    /// As [`Ledger::stored`].
    pub fn line(&self, number: i64) -> Result<Line, LedgerError> {
        line(&self.conn, number).map_err(|kind| self.fault(kind))
    }

    /// Whether this document, with exactly this text, is there already.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn holds(&self, identity: &str, text: &str) -> Result<bool, LedgerError> {
        let find = || -> Sql<bool> {
            let sql = "SELECT 1 FROM document WHERE identity = ?1 AND text_sha256 = ?2";
            let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
            Ok(self.conn.prepare_cached(sql)?.exists(rusqlite::params![identity, hash])?)
        };
        find().map_err(|kind| self.fault(kind))
    }

    /// How many documents, links and lineages there are.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        let count = |what: &str| self.conn.query_row(&format!("SELECT count({what}"), [], |row| row.get(0));
        let find = || -> Sql<Counts> {
            Ok(Counts {
                documents: count("DISTINCT identity) FROM document")?,
                versions: count("*) FROM document")?,
                links: count("*) FROM link")?,
                lineages: count("*) FROM lineage")?,
            })
        };
        find().map_err(|kind| self.fault(kind))
    }

    /// Numbers of all documents, or of the latest versions only, by identity and version.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn documents(&self, latest: bool) -> Result<Vec<DocumentRow>, LedgerError> {
        let find = || -> Sql<Vec<DocumentRow>> {
            let sql = format!(
                "SELECT {} FROM document d WHERE d.latest OR NOT ?1 ORDER BY d.identity, d.version",
                DocumentRow::COLUMNS
            );
            let mut statement = self.conn.prepare(&sql)?;
            Ok(statement.query_map([latest], DocumentRow::read)?.collect::<Result<_, _>>()?)
        };
        find().map_err(|kind| self.fault(kind))
    }
}

pub(crate) fn line(conn: &Connection, number: i64) -> Sql<Line> {
    let sql = "SELECT text, analysis FROM body WHERE document = ?1";
    let found = conn
        .prepare_cached(sql)?
        .query_row([number], |row| {
            let text = row.get_ref(0)?.as_str()?;
            Ok(pack::unpack(row.get_ref(1)?.as_blob()?, text))
        })
        .optional()?;
    match found {
        Some(Some(line)) => Ok(line),
        Some(None) => {
            Err(LedgerErrorKind::Damaged(format!("the analysis of document {number} cannot be read")))
        }
        None => Err(LedgerErrorKind::Asked(format!("there is no document number {number}"))),
    }
}

pub(crate) fn stored(conn: &Connection, number: i64) -> Sql<Stored> {
    let line = line(conn, number)?;
    let (document, analysis) = reportedly::unpack(&line)
        .map_err(|error| LedgerErrorKind::Damaged(format!("the analysis of document {number}: {error}")))?;
    Ok(Stored { number, document, analysis })
}
