//! All links and lineages, in an order that does not hang on the order of adding.

use reportedly::link::LinkEvidence;
use reportedly::wire::Range;
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde_json::Value;

use crate::error::{LedgerErrorKind, Sql};
use crate::{Ledger, LedgerError};

/// One end of a link: a place in a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct EndRow {
    pub document: String,
    /// Where the ledger holds several versions of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    pub span: Range,
    pub claim: Option<String>,
    pub figure: Option<String>,
    #[serde(skip)]
    pub words: String,
    #[serde(skip)]
    pub outlet: Option<String>,
    #[serde(skip)]
    pub published: Option<String>,
}

/// A link, as `reportedly links` writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct LinkRow {
    pub kind: String,
    pub relation: String,
    pub a: EndRow,
    pub b: EndRow,
    pub score: f64,
    pub direction: Option<String>,
    pub changes: Value,
    pub evidence: Value,
    /// What a person said of it: confirmed, rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<String>,
}

/// On how many origins a lineage rests.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct OriginsRow {
    pub at_least: i64,
    pub at_most: i64,
    pub reasons: Value,
}

/// A lineage, as `reportedly lineages` writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct LineageRow {
    pub id: String,
    pub kind: String,
    pub members: Vec<EndRow>,
    pub reports: i64,
    pub outlets: i64,
    pub origins: OriginsRow,
    pub roots: Value,
}

/// The columns of an end: of the passage `p` in the document `d` with the text `b`.
fn columns(p: &str, d: &str, b: &str) -> String {
    format!(
        "{d}.identity, (SELECT count(*) FROM document v WHERE v.identity = {d}.identity), {d}.version, {p}.start, {p}.end,
         {p}.claim, {p}.figure, substr({b}.text, {p}.start + 1, {p}.end - {p}.start), {d}.outlet, {d}.published"
    )
}

/// How many columns that is.
const WIDTH: usize = 10;

fn end(row: &Row<'_>, from: usize) -> rusqlite::Result<EndRow> {
    let numbered = |column: usize, letter: char| -> rusqlite::Result<Option<String>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(|number| format!("{letter}{number}")))
    };
    let versions: i64 = row.get(from + 1)?;
    Ok(EndRow {
        document: row.get(from)?,
        version: if versions > 1 { Some(row.get(from + 2)?) } else { None },
        span: [row.get(from + 3)?, row.get(from + 4)?],
        claim: numbered(from + 5, 'c')?,
        figure: numbered(from + 6, 'f')?,
        words: row.get(from + 7)?,
        outlet: row.get(from + 8)?,
        published: row.get(from + 9)?,
    })
}

fn json(row: &Row<'_>, column: usize, empty: Value) -> rusqlite::Result<Value> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(empty))
}

/// A link's evidence with all its fields.
fn evidence(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: Option<String> = row.get(column)?;
    let read = text.and_then(|text| serde_json::from_str::<LinkEvidence>(&text).ok());
    Ok(read.and_then(|evidence| serde_json::to_value(evidence).ok()).unwrap_or_default())
}

impl Ledger {
    /// Hands every link to `take`, until that says false; by the ends' documents and places.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn each_link(&self, take: &mut dyn FnMut(LinkRow) -> bool) -> Result<(), LedgerError> {
        each_link(&self.conn, take).map_err(|kind| self.fault(kind))
    }

    /// Hands every lineage to `take`, until that says false; those with most reports first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn each_lineage(&self, take: &mut dyn FnMut(LineageRow) -> bool) -> Result<(), LedgerError> {
        each_lineage(&self.conn, take).map_err(|kind| self.fault(kind))
    }
}

fn each_link(conn: &Connection, take: &mut dyn FnMut(LinkRow) -> bool) -> Sql<()> {
    let (a, b) = (columns("pa", "da", "ba"), columns("pb", "db", "bb"));
    let sql = format!(
        "SELECT l.kind, l.relation, l.score, l.direction, l.changes, l.evidence, l.judged, {a}, {b} FROM link l
         JOIN passage pa ON pa.document = l.a_document AND pa.number = l.a
         JOIN document da ON da.id = l.a_document JOIN body ba ON ba.document = l.a_document
         JOIN passage pb ON pb.document = l.b_document AND pb.number = l.b
         JOIN document db ON db.id = l.b_document JOIN body bb ON bb.document = l.b_document
         ORDER BY da.identity, da.text_sha256, l.a, db.identity, db.text_sha256, l.b"
    );
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let link = LinkRow {
            kind: row.get(0)?,
            relation: row.get(1)?,
            score: row.get(2)?,
            direction: row.get(3)?,
            changes: json(row, 4, Value::Array(Vec::new()))?,
            evidence: evidence(row, 5)?,
            judged: row.get(6)?,
            a: end(row, 7)?,
            b: end(row, 7 + WIDTH)?,
        };
        if !take(link) {
            break;
        }
    }
    Ok(())
}

fn each_lineage(conn: &Connection, take: &mut dyn FnMut(LineageRow) -> bool) -> Sql<()> {
    let lineages = "SELECT id, name, kind, reports, outlets, at_least, at_most, reasons, roots FROM lineage
        ORDER BY reports DESC, outlets DESC, name, at_least, at_most";
    let members = format!(
        "SELECT {} FROM lineage_member m JOIN passage p ON p.document = m.document AND p.number = m.passage
         JOIN document d ON d.id = p.document JOIN body b ON b.document = p.document WHERE m.lineage = ?1 ORDER BY m.place",
        columns("p", "d", "b")
    );
    let (mut lineages, mut members) = (conn.prepare(lineages)?, conn.prepare(&members)?);
    let mut rows = lineages.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let lineage = LineageRow {
            id: row.get(1)?,
            kind: row.get(2)?,
            members: members.query_map([id], |row| end(row, 0))?.collect::<Result<_, _>>()?,
            reports: row.get(3)?,
            outlets: row.get(4)?,
            origins: OriginsRow {
                at_least: row.get(5)?,
                at_most: row.get(6)?,
                reasons: json(row, 7, Value::Array(Vec::new()))?,
            },
            roots: json(row, 8, Value::Array(Vec::new()))?,
        };
        if lineage.members.is_empty() {
            return Err(LedgerErrorKind::Damaged(format!("the lineage {} has no members", lineage.id)));
        }
        if !take(lineage) {
            break;
        }
    }
    Ok(())
}
