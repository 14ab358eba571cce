//! `find`: statements and reports by their words.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;

use super::row::{REPORT, ReportRow, Statement, claim};
use super::text::{Terms, stem, words};
use super::trace::LineageRow;
use super::which::lineage_of;
use crate::error::{LedgerErrorKind, Sql};
use crate::{Ledger, LedgerError};

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words; those between quotation marks stand together. Signs mean nothing.
    pub words: String,
    /// Only reports of outlets whose name holds this.
    pub outlet: Option<String>,
    /// Only statements that come from or through a source whose name or description holds this.
    pub source: Option<String>,
    /// Only reports published on or after this day (2016-06-09).
    pub from: Option<String>,
    /// Only reports published on or before this day.
    pub to: Option<String>,
    /// Only statements whose origin is named, unnamed, absent; or own: the report's own voice.
    pub naming: Option<String>,
    /// Only statements whose origin is of this kind: person, group, organization, outlet, document, unknown.
    pub kind: Option<String>,
    /// No more than these of each.
    pub limit: usize,
}

/// What was found, best first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Found {
    /// Whether all words are in each hit; else only some.
    pub all_words: bool,
    /// Statements.
    pub statements: Vec<FoundStatement>,
    /// Whether there are more.
    pub more_statements: bool,
    /// Reports.
    pub reports: Vec<FoundReport>,
    /// Whether there are more.
    pub more_reports: bool,
}

/// A statement that was found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundStatement {
    /// The statement.
    pub statement: Statement,
    /// Where it belongs, if other reports tell it too.
    pub lineage: Option<LineageRow>,
}

/// A report that was found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundReport {
    /// The report.
    pub report: ReportRow,
    /// Some words around the hit.
    pub snippet: String,
}

impl Ledger {
    /// Statements and reports that hold the words, best first.
    ///
    /// # Errors
    ///
    /// No words, a date that is none, or those of the file.
    pub fn find(&self, search: &Search) -> Result<Found, LedgerError> {
        self.reading(|conn| find(conn, search))
    }
}

pub(crate) fn terms(words: &str) -> Sql<Terms> {
    Terms::new(words).ok_or_else(|| {
        LedgerErrorKind::Asked(format!(
            "“{}” holds no word to look for (write letters or digits; words like “the” are too common)",
            words.trim()
        ))
    })
}

fn find(conn: &Connection, search: &Search) -> Sql<Found> {
    for date in [&search.from, &search.to].into_iter().flatten() {
        if date.parse::<jiff::civil::Date>().is_err() {
            return Err(LedgerErrorKind::Asked(format!("“{date}” is no date (write it like 2016-06-09)")));
        }
    }
    let terms = terms(&search.words)?;
    let mut found = look(conn, search, &terms.all(), &terms)?;
    found.all_words = true;
    if found.statements.is_empty() && found.reports.is_empty() && terms.len() > 1 {
        found = look(conn, search, &terms.any(), &terms)?;
    }
    Ok(found)
}

fn look(conn: &Connection, search: &Search, query: &str, terms: &Terms) -> Sql<Found> {
    let limit = search.limit.clamp(1, 10_000);
    let (claims, more_statements) = claims(conn, search, query, limit)?;
    let mut statements = Vec::new();
    for (document, number) in claims {
        let Some(statement) = claim(conn, document, number)? else { continue };
        let lineage = lineage_of(conn, document, number)?;
        statements.push(FoundStatement { statement, lineage });
    }
    super::place::fill(conn, statements.iter_mut().map(|found| &mut found.statement))?;
    // A filter on who said it leaves no reports as such.
    let by_statement = search.source.is_some() || search.naming.is_some() || search.kind.is_some();
    let (reports, more_reports) =
        if by_statement { (Vec::new(), false) } else { reports(conn, search, query, terms, limit)? };
    Ok(Found { all_words: false, statements, more_statements, reports, more_reports })
}

/// Conditions on the report, with their values.
fn conditions(search: &Search, values: &mut Vec<Value>) -> String {
    let mut sql = String::from(" AND d.latest = 1");
    if let Some(outlet) = &search.outlet {
        values.push(Value::Text(like(outlet)));
        sql.push_str(&format!(" AND d.outlet LIKE ?{} ESCAPE '\\'", values.len()));
    }
    if let Some(from) = &search.from {
        values.push(Value::Text(from.clone()));
        sql.push_str(&format!(" AND substr(d.published, 1, 10) >= ?{}", values.len()));
    }
    if let Some(to) = &search.to {
        values.push(Value::Text(to.clone()));
        sql.push_str(&format!(" AND substr(d.published, 1, 10) <= ?{}", values.len()));
    }
    sql
}

/// A pattern for what holds these words.
pub(crate) fn like(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.trim().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern + "%"
}

/// So many times as many hits are ranked as are asked for, before anything else is looked at: many may fall to filters.
pub(crate) const SPARE: usize = 32;

/// The best hits of a full-text search, as a table `best` (`id`, `rank`) for the query that follows; `?1` are the words,
/// `?2` is the most (-1: all). A common word has tens of thousands of hits, and looking each up would read half the file.
pub(crate) fn best(table: &str) -> String {
    format!(
        "WITH best AS MATERIALIZED (SELECT rowid AS id, rank FROM {table} WHERE {table} MATCH ?1 ORDER BY rank LIMIT ?2)"
    )
}

/// How many hits to rank for so many to show: all for a search with filters, which few may pass.
fn ranked(search: &Search, limit: usize) -> Value {
    let Search { outlet, source, from, to, naming, kind, .. } = search;
    let filters = [outlet, source, from, to, naming, kind].into_iter().any(Option::is_some);
    Value::Integer(if filters { -1 } else { i64::try_from(limit * SPARE).unwrap_or(-1) })
}

fn claims(conn: &Connection, search: &Search, query: &str, limit: usize) -> Sql<(Vec<(i64, u32)>, bool)> {
    let mut values = vec![Value::Text(query.to_owned()), ranked(search, limit)];
    let mut sql = format!(
        "{} SELECT c.document, c.number FROM best JOIN claim c ON c.id = best.id
         JOIN document d ON d.id = c.document WHERE true",
        best("claim_search")
    );
    sql.push_str(&conditions(search, &mut values));
    match search.naming.as_deref() {
        Some("own") => sql.push_str(" AND c.origin IS NULL"),
        Some(naming) => {
            values.push(Value::Text(naming.to_owned()));
            sql.push_str(&format!(" AND c.origin = ?{}", values.len()));
        }
        None => {}
    }
    let steps = "SELECT 1 FROM step t JOIN source s ON s.document = t.document AND s.number = t.source
                 WHERE t.document = c.document AND t.claim = c.number";
    if let Some(source) = &search.source {
        values.push(Value::Text(like(source)));
        let at = values.len();
        sql.push_str(&format!(
            " AND EXISTS ({steps} AND (s.name LIKE ?{at} ESCAPE '\\' OR s.descriptor LIKE ?{at} ESCAPE '\\'))"
        ));
    }
    if let Some(kind) = &search.kind {
        values.push(Value::Text(kind.clone()));
        sql.push_str(&format!(" AND EXISTS ({steps} AND t.origin AND s.kind = ?{})", values.len()));
    }
    // Of equally good ones the earliest report comes first.
    sql.push_str(" ORDER BY best.rank, d.published, d.identity, c.number LIMIT ");
    sql.push_str(&(limit + 1).to_string());
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut hits: Vec<(i64, u32)> = rows.collect::<Result<_, _>>()?;
    let more = hits.len() > limit;
    hits.truncate(limit);
    Ok((hits, more))
}

/// Some words around the first place that has a word asked for. SQLite's own snippets take longer than the search.
fn snippet(text: &str, terms: &Terms) -> String {
    let asked: Vec<&str> = terms.each().map(stem).collect();
    let all: Vec<&str> = text.split_whitespace().collect();
    let hit = |word: &&str| words(word).iter().any(|word| asked.contains(&stem(word)));
    let from = all.iter().position(hit).unwrap_or(0).saturating_sub(8);
    let shown: Vec<&str> = all.iter().skip(from).take(24).copied().collect();
    let before = if from > 0 { "… " } else { "" };
    let after = if from + shown.len() < all.len() { " …" } else { "" };
    format!("{before}{}{after}", shown.join(" "))
}

fn reports(
    conn: &Connection,
    search: &Search,
    query: &str,
    terms: &Terms,
    limit: usize,
) -> Sql<(Vec<FoundReport>, bool)> {
    let mut values = vec![Value::Text(query.to_owned()), ranked(search, limit)];
    let mut sql = format!(
        "{} SELECT {REPORT}, d.id FROM best JOIN document d ON d.id = best.id WHERE true",
        best("document_search")
    );
    sql.push_str(&conditions(search, &mut values));
    sql.push_str(" ORDER BY best.rank, d.published, d.identity LIMIT ");
    sql.push_str(&(limit + 1).to_string());
    let mut statement = conn.prepare_cached(&sql)?;
    // The text of those alone that are shown: sorting would carry all of them along.
    let mut text = conn.prepare_cached("SELECT text FROM body WHERE document = ?1")?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        let document: i64 = row.get(8)?;
        let snippet = text
            .query_row([document], |row| Ok(snippet(row.get_ref(0)?.as_str().unwrap_or_default(), terms)))?;
        Ok(FoundReport { report: ReportRow::from(row, 0)?, snippet })
    })?;
    let mut hits: Vec<FoundReport> = rows.collect::<Result<_, _>>()?;
    let more = hits.len() > limit;
    hits.truncate(limit);
    Ok((hits, more))
}
