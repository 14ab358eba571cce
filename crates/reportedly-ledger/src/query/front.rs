//! What a front page tells: what came in last, the widest echoes, the newest conflicts and corrections, open doubts.

use std::collections::BTreeSet;

use reportedly::BlockKind;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::row::{self, REPORT, ReportRow, Statement, one_line};
use super::trace::LineageRow;
use super::which::lineage_row;
use crate::error::Sql;
use crate::{Ledger, LedgerError, load};

/// A lineage with words of its earliest passage.
#[derive(Clone, Debug, Serialize)]
pub struct Echo {
    /// In numbers.
    pub lineage: LineageRow,
    /// Its earliest passage.
    pub statement: Statement,
}

/// Two passages that do not say the same.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// update, differs, denies, corrects.
    pub relation: String,
    /// The one.
    pub a: Statement,
    /// The other: it updates, denies or corrects the one.
    pub b: Statement,
    /// What stays open.
    pub note: Option<String>,
}

/// A report that was corrected or changed.
#[derive(Clone, Debug, Serialize)]
pub struct Corrected {
    /// The report, as it is now.
    pub report: ReportRow,
    /// Its notes of correction.
    pub notes: Vec<String>,
}

/// Reports in the order in which they came in, the last first.
#[derive(Clone, Debug, Serialize)]
pub struct Reports {
    /// The reports with the number of their statements.
    pub reports: Vec<(ReportRow, u32)>,
    /// What to ask for to get those before; none where these are the first ones.
    pub before: Option<i64>,
}

impl Ledger {
    /// The reports that came in last, `limit` at most; those before `before`, and of one outlet, where that is asked.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn latest_reports(
        &self,
        limit: u32,
        before: Option<i64>,
        outlet: Option<&str>,
    ) -> Result<Reports, LedgerError> {
        self.reading(|conn| latest(conn, limit, before, outlet))
    }

    /// Lineages that many reports tell on few origins, the widest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn echoes(&self, limit: u32) -> Result<Vec<Echo>, LedgerError> {
        self.reading(|conn| echoes(conn, limit, ECHOES))
    }

    /// Widely told lineages behind which nobody is named.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn nameless(&self, limit: u32) -> Result<Vec<Echo>, LedgerError> {
        self.reading(|conn| echoes(conn, limit, NAMELESS))
    }

    /// Pairs of the newest reports that differ, deny or correct each other; with `open`, those of which it is not known
    /// whether they do.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn conflicts(&self, limit: u32, open: bool) -> Result<Vec<Conflict>, LedgerError> {
        self.reading(|conn| conflicts(conn, limit as usize, open))
    }

    /// Reports with a note of correction, the last that came in first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn corrected(&self, limit: u32) -> Result<Vec<Corrected>, LedgerError> {
        self.reading(|conn| corrected(conn, limit as usize))
    }
}

fn latest(conn: &Connection, limit: u32, before: Option<i64>, outlet: Option<&str>) -> Sql<Reports> {
    let sql = format!(
        "SELECT {REPORT}, coalesce(d.claims, 0) FROM document d
         WHERE d.latest = 1 {} {} ORDER BY d.id DESC LIMIT ?1",
        if before.is_some() { "AND d.id < ?2" } else { "AND ?2 IS NULL" },
        if outlet.is_some() { "AND d.outlet = ?3" } else { "AND ?3 IS NULL" },
    );
    let mut reports: Vec<(ReportRow, u32)> = conn
        .prepare_cached(&sql)?
        .query_map(params![i64::from(limit) + 1, before, outlet], |row| {
            Ok((ReportRow::from(row, 0)?, row.get(8)?))
        })?
        .collect::<Result<_, _>>()?;
    let more = reports.len() > limit as usize;
    reports.truncate(limit as usize);
    let before = reports.last().filter(|_| more).map(|(report, _)| report.id);
    Ok(Reports { reports, before })
}

/// The widest first; of equally wide ones those that rest on fewer origins.
const ECHOES: &str =
    "WHERE l.reports > 1 ORDER BY CAST(l.reports AS REAL) / max(l.at_most, 1) DESC, l.reports DESC, l.name";

/// No root has a name, or is an outlet's own voice.
const NAMELESS: &str = "WHERE l.reports > 1 AND NOT EXISTS (SELECT 1 FROM json_each(l.roots) r
    WHERE json_extract(r.value, '$.name') IS NOT NULL OR json_extract(r.value, '$.kind') = 'report')
    ORDER BY l.reports DESC, l.name";

fn echoes(conn: &Connection, limit: u32, which: &str) -> Sql<Vec<Echo>> {
    let sql = format!(
        "SELECT l.id, l.name, l.kind, l.reports, l.outlets, l.at_least, l.at_most, l.reasons FROM lineage l {which} LIMIT ?1"
    );
    // The same words as quote and as claim make two lineages: one is enough here.
    let rows: Vec<LineageRow> =
        conn.prepare_cached(&sql)?.query_map([limit * 4], lineage_row)?.collect::<Result<_, _>>()?;
    let mut first = conn.prepare_cached(
        "SELECT document, passage FROM lineage_member WHERE lineage = ?1 ORDER BY place LIMIT 1",
    )?;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for lineage in rows {
        let (document, passage) = first.query_row([lineage.row], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some(statement) = row::passage(conn, document, passage)? else { continue };
        if seen.insert((document, statement.claim.clone())) {
            found.push(Echo { lineage, statement });
        }
        if found.len() == limit as usize {
            break;
        }
    }
    Ok(found)
}

/// The newer document, both ends, the relation, the evidence.
type Pair = (i64, i64, u32, i64, u32, String, Option<String>);

/// How many of the newest documents' links are looked at.
const LOOKED: u32 = 20_000;

fn conflicts(conn: &Connection, limit: usize, open: bool) -> Sql<Vec<Conflict>> {
    // Both ways in the order of the index, so that the walk ends with the newest ones.
    let side = |table: &str, order: &str| {
        format!(
            "SELECT a_document, a, b_document, b, relation, evidence FROM (SELECT * FROM link {table} ORDER BY {order} DESC LIMIT {LOOKED})
             WHERE relation IN ({}) AND coalesce(judged, '') <> 'rejected' LIMIT 200",
            if open { "'update'" } else { "'differs', 'denies', 'corrects'" }
        )
    };
    let mut found: Vec<Pair> = Vec::new();
    for sql in [side("", "a_document"), side("INDEXED BY link_by_b", "b_document")] {
        let mut statement = conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let (a, b): (i64, i64) = (row.get(0)?, row.get(2)?);
            Ok((a.max(b), a, row.get(1)?, b, row.get(3)?, row.get(4)?, row.get(5)?))
        })?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    found.sort_by(|one, two| {
        two.0.cmp(&one.0).then((one.1, one.2, one.3, one.4).cmp(&(two.1, two.2, two.3, two.4)))
    });
    found.dedup_by_key(|row| (row.1, row.2, row.3, row.4));
    let mut pairs = BTreeSet::new();
    let mut said = BTreeSet::new();
    let mut told = Vec::new();
    for (_, a, a_passage, b, b_passage, relation, evidence) in found {
        if told.len() == limit {
            break;
        }
        let evidence: Option<serde_json::Value> = evidence.and_then(|json| serde_json::from_str(&json).ok());
        let note = evidence.and_then(|evidence| evidence.get("note")?.as_str().map(str::to_owned));
        if (open && note.is_none()) || !pairs.insert((a.min(b), a.max(b))) {
            continue;
        }
        let (Some(a), Some(b)) = (row::passage(conn, a, a_passage)?, row::passage(conn, b, b_passage)?)
        else {
            continue;
        };
        // Each statement once, and only as it stands now.
        let newest = newest(conn, a.report.id)? && newest(conn, b.report.id)?;
        if newest
            && a.report.document != b.report.document
            && said.insert((b.context.clone(), b.report.document.clone()))
        {
            told.push(Conflict { relation, a, b, note });
        }
    }
    Ok(told)
}

fn newest(conn: &Connection, document: i64) -> Sql<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM document WHERE id = ?1 AND latest = 1")?.exists([document])?)
}

/// Words of a note of correction; what is one, the analysis has decided.
const NOTES: &str =
    "correction OR corrections OR corrected OR clarification OR \"earlier version\" OR \"previous version\"";

fn corrected(conn: &Connection, limit: usize) -> Sql<Vec<Corrected>> {
    let sql = format!(
        "SELECT {REPORT} FROM document_search JOIN document d ON d.id = document_search.rowid
         WHERE document_search MATCH ?1 AND d.latest = 1 ORDER BY document_search.rowid DESC LIMIT ?2"
    );
    let reports: Vec<ReportRow> = conn
        .prepare_cached(&sql)?
        .query_map(params![NOTES, limit * 4], |row| ReportRow::from(row, 0))?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for report in reports {
        let document = load::line(conn, report.id)?.document;
        let chars: Vec<char> = document.text.chars().collect();
        let words =
            |span: [usize; 2]| -> String { chars.get(span[0]..span[1]).unwrap_or_default().iter().collect() };
        let kind = BlockKind::Correction.name();
        let notes = document.blocks.iter().filter(|block| block.kind == kind);
        let notes: Vec<String> = notes.map(|block| one_line(&words(block.span))).collect();
        if !notes.is_empty() {
            found.push(Corrected { report, notes });
        }
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}
