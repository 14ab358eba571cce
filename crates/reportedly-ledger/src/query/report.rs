//! One report with what the ledger knows around it.

use std::collections::BTreeMap;

use reportedly::wire::Line;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::row::{REPORT, ReportRow};
use super::trace::LineageRow;
use crate::error::Sql;
use crate::judge::{JudgmentRow, judgments};
use crate::{Ledger, LedgerError, load};

/// What the ledger knows around a report.
#[derive(Clone, Debug, Serialize)]
pub struct Around {
    /// The numbers of all its versions, the latest last.
    pub versions: Vec<u32>,
    /// Whether this is the latest.
    pub latest: bool,
    /// Near-identical reports, with the share of the shorter text that both hold.
    pub copies: Vec<(ReportRow, f64)>,
    /// When it was added, each time.
    pub added: Vec<String>,
    /// By the claim's number: the lineage in which most reports tell it.
    pub lineages: BTreeMap<u32, LineageRow>,
    /// What people said about it, oldest first.
    pub judgments: Vec<JudgmentRow>,
}

impl Ledger {
    /// The report of that identity: the version asked for, else the latest.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn report(&self, identity: &str, version: Option<u32>) -> Result<Option<ReportRow>, LedgerError> {
        self.reading(|conn| report(conn, identity, version))
    }

    /// What the ledger knows around a report of [`Ledger::report`].
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn around(&self, report: &ReportRow) -> Result<Around, LedgerError> {
        self.reading(|conn| around(conn, report))
    }

    /// What people said about a report and what stands in it, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn judgments_of(&self, identity: &str) -> Result<Vec<JudgmentRow>, LedgerError> {
        self.reading(|conn| judgments(conn, Some(identity), None))
    }

    /// The latest judgments, the newest first, `limit` at most, those before number `before` where that is given.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn latest_judgments(&self, limit: u32, before: Option<i64>) -> Result<Vec<JudgmentRow>, LedgerError> {
        self.reading(|conn| judgments(conn, None, Some((limit, before))))
    }
}

/// The claim that an address means: the one of those words, nearest to where they stood. Where the words still stand
/// there but are cut in another way, the claim that holds them.
pub fn claim_again(line: &Line, words: &str, start: usize) -> Option<String> {
    let chars: Vec<char> = line.document.text.chars().collect();
    // Words in an address have single spaces, and may be cut.
    let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = plain(words);
    let told = |from: usize| {
        let long = words.chars().count().saturating_mul(2).saturating_add(40);
        let told: String = chars.iter().skip(from).take(long).collect();
        plain(&told).starts_with(&wanted)
    };
    let unmoved = !wanted.is_empty() && told(start);
    let claims = line.claims.iter().filter_map(|claim| {
        let content = claim.content.as_ref().or(claim.cue.as_ref()).or(claim.source.as_ref())?;
        let from = content.spans.iter().map(|span| span[0]).min()?;
        let fits = !wanted.is_empty() && told(from);
        let holds = unmoved && content.spans.iter().any(|span| span[0] <= start && start < span[1]);
        (fits || holds).then(|| (!fits, from.abs_diff(start), claim.id.clone()))
    });
    claims.min().map(|(_, _, id)| id)
}

fn report(conn: &Connection, identity: &str, version: Option<u32>) -> Sql<Option<ReportRow>> {
    let sql = format!(
        "SELECT {REPORT} FROM document d WHERE d.identity = ?1 AND (d.version = ?2 OR ?2 IS NULL AND d.latest = 1)"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_row(params![identity, version], |row| ReportRow::from(row, 0)).optional()?)
}

fn around(conn: &Connection, report: &ReportRow) -> Sql<Around> {
    let versions: Vec<u32> = conn
        .prepare_cached("SELECT version FROM document WHERE identity = ?1 ORDER BY version")?
        .query_map([&report.document], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let sql = format!(
        "SELECT {REPORT}, o.share FROM (SELECT b AS other, share FROM copy WHERE a = ?1
           UNION SELECT a, share FROM copy WHERE b = ?1) o
         JOIN document d ON d.id = o.other AND d.latest = 1 ORDER BY d.published, d.identity LIMIT 200"
    );
    let copies = conn
        .prepare_cached(&sql)?
        .query_map([report.id], |row| Ok((ReportRow::from(row, 0)?, row.get(8)?)))?
        .collect::<Result<_, _>>()?;
    let added = conn
        .prepare_cached("SELECT added FROM custody WHERE document = ?1 ORDER BY added")?
        .query_map([report.id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Around {
        latest: versions.last() == Some(&report.version),
        versions,
        copies,
        added,
        lineages: lineages(conn, report.id)?,
        judgments: judgments(conn, Some(&report.document), None)?,
    })
}

fn lineages(conn: &Connection, document: i64) -> Sql<BTreeMap<u32, LineageRow>> {
    let mut query = conn.prepare_cached(
        "SELECT p.claim, l.id, l.name, l.kind, l.reports, l.outlets, l.at_least, l.at_most, l.reasons
         FROM lineage_member m JOIN passage p ON p.document = m.document AND p.number = m.passage
         JOIN lineage l ON l.id = m.lineage WHERE m.document = ?1 AND p.claim IS NOT NULL
         ORDER BY l.reports DESC, l.name",
    )?;
    let mut found = BTreeMap::new();
    let mut rows = query.query([document])?;
    while let Some(row) = rows.next()? {
        let reasons: Option<String> = row.get(8)?;
        found.entry(row.get(0)?).or_insert(LineageRow {
            row: row.get(1)?,
            id: row.get(2)?,
            kind: row.get(3)?,
            reports: row.get(4)?,
            outlets: row.get(5)?,
            at_least: row.get(6)?,
            at_most: row.get(7)?,
            reasons: reasons.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
        });
    }
    Ok(found)
}

impl Ledger {
    /// The line of a report of [`Ledger::report`].
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn line_of(&self, report: &ReportRow) -> Result<Line, LedgerError> {
        self.reading(|conn| load::line(conn, report.id))
    }
}
