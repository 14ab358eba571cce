//! Lists to walk through: what a search found by outlet, origin and year; one outlet; one source page by page.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::find::{Search, like, terms};
use super::row;
use super::sources::{SourceRow, key};
use super::{ReportRow, Statement};
use crate::error::Sql;
use crate::{Ledger, LedgerError};

/// Hits that are counted: more would not make the counts more telling, only slower.
const COUNTED: usize = 1_000;

/// How many of the statements that were found stand where.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Facets {
    /// How many statements were counted.
    pub statements: u32,
    /// Whether there are more than were counted.
    pub more: bool,
    /// By outlet, most first.
    pub outlets: Vec<(String, u32)>,
    /// By what stands at the origin: named, unnamed, absent, own.
    pub naming: Vec<(String, u32)>,
    /// By the origin's kind.
    pub kinds: Vec<(String, u32)>,
    /// By year of publication, the latest first.
    pub years: Vec<(String, u32)>,
}

/// One outlet.
#[derive(Clone, Debug, Serialize)]
pub struct OutletDetail {
    /// Its name, in the form that most reports have.
    pub name: String,
    /// Its forms here, with the number of reports.
    pub forms: Vec<(String, u32)>,
    /// How many reports.
    pub reports: u32,
    /// Its reports by date, the latest first; as many as asked for.
    pub latest: Vec<ReportRow>,
}

impl Ledger {
    /// Where the statements stand that a search finds; filters that are set hold.
    ///
    /// # Errors
    ///
    /// No words, or those of the file.
    pub fn facets(&self, search: &Search) -> Result<Facets, LedgerError> {
        self.reading(|conn| facets(conn, search))
    }

    /// An outlet by its name, in any of its forms; none where no report is by it.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn outlet(&self, name: &str, limit: u32, from: u32) -> Result<Option<OutletDetail>, LedgerError> {
        self.reading(|conn| outlet(conn, name, limit, from))
    }

    /// What a source of [`Ledger::sources`] said, by date, `limit` statements after the first `from`.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn some_of(
        &self,
        source: &SourceRow,
        limit: usize,
        from: usize,
    ) -> Result<Vec<Statement>, LedgerError> {
        self.reading(|conn| some_of(conn, source, limit, from))
    }
}

fn facets(conn: &Connection, search: &Search) -> Sql<Facets> {
    let terms = terms(&search.words)?;
    let mut values = vec![rusqlite::types::Value::Text(terms.all())];
    let mut sql = String::from(
        "SELECT d.outlet, coalesce(c.origin, 'own'), substr(d.published, 1, 4),
           (SELECT s.kind FROM step t JOIN source s ON s.document = t.document AND s.number = t.source
            WHERE t.document = c.document AND t.claim = c.number AND t.origin LIMIT 1)
         FROM claim_search JOIN claim c ON c.id = claim_search.rowid
         JOIN document d ON d.id = c.document WHERE claim_search MATCH ?1 AND d.latest = 1",
    );
    let mut condition = |sql: &mut String, words: &str, value: String| {
        values.push(rusqlite::types::Value::Text(value));
        sql.push_str(&words.replace('?', &format!("?{}", values.len())));
    };
    if let Some(outlet) = &search.outlet {
        condition(&mut sql, " AND d.outlet LIKE ? ESCAPE '\\'", like(outlet));
    }
    if let Some(from) = &search.from {
        condition(&mut sql, " AND substr(d.published, 1, 10) >= ?", from.clone());
    }
    if let Some(to) = &search.to {
        condition(&mut sql, " AND substr(d.published, 1, 10) <= ?", to.clone());
    }
    match search.naming.as_deref() {
        Some("own") => sql.push_str(" AND c.origin IS NULL"),
        Some(naming) => condition(&mut sql, " AND c.origin = ?", naming.to_owned()),
        None => {}
    }
    sql.push_str(&format!(" LIMIT {}", COUNTED + 1));
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let (mut facets, mut counts): (Facets, [BTreeMap<String, u32>; 4]) = Default::default();
    while let Some(found) = rows.next()? {
        if facets.statements as usize == COUNTED {
            facets.more = true;
            break;
        }
        facets.statements += 1;
        for (column, counts) in counts.iter_mut().enumerate() {
            if let Some(value) = found.get::<_, Option<String>>(column)? {
                *counts.entry(value).or_default() += 1;
            }
        }
    }
    let most = |counts: BTreeMap<String, u32>| {
        let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
        counts.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        counts
    };
    let [outlets, naming, years, kinds] = counts;
    facets.outlets = most(outlets);
    facets.naming = most(naming);
    facets.kinds = most(kinds);
    facets.years = years.into_iter().rev().collect();
    Ok(facets)
}

fn outlet(conn: &Connection, name: &str, limit: u32, from: u32) -> Sql<Option<OutletDetail>> {
    let wanted = key(name);
    let mut all = conn.prepare_cached(
        "SELECT outlet, sum(latest) FROM document WHERE outlet IS NOT NULL GROUP BY outlet",
    )?;
    let mut forms: Vec<(String, u32)> = Vec::new();
    let mut rows = all.query([])?;
    while let Some(found) = rows.next()? {
        let form: String = found.get(0)?;
        if key(&form) == wanted {
            forms.push((form, found.get(1)?));
        }
    }
    forms.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    let Some((name, _)) = forms.first().cloned() else { return Ok(None) };
    let mut query = conn.prepare_cached(&format!(
        "SELECT {} FROM document d WHERE d.outlet = ?1 AND d.latest = 1
         ORDER BY d.published DESC, d.identity LIMIT ?2",
        row::REPORT
    ))?;
    let mut latest: Vec<ReportRow> = Vec::new();
    for (form, _) in &forms {
        let rows =
            query.query_map(params![form, limit.saturating_add(from)], |row| ReportRow::from(row, 0))?;
        latest.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    latest
        .sort_by(|one, two| two.published.cmp(&one.published).then_with(|| one.document.cmp(&two.document)));
    let latest = latest.into_iter().skip(from as usize).take(limit as usize).collect();
    Ok(Some(OutletDetail { name, reports: forms.iter().map(|(_, count)| count).sum(), forms, latest }))
}

fn some_of(conn: &Connection, source: &SourceRow, limit: usize, from: usize) -> Sql<Vec<Statement>> {
    let mut steps = conn.prepare_cached(
        "SELECT DISTINCT t.claim, coalesce(d.published, '~'), d.identity FROM step t JOIN document d ON d.id = t.document
         WHERE t.document = ?1 AND t.source = ?2",
    )?;
    let mut places: Vec<(String, String, u32, i64)> = Vec::new();
    for &(document, number) in source.places() {
        let mut rows = steps.query(params![document, number])?;
        while let Some(row) = rows.next()? {
            places.push((row.get(1)?, row.get(2)?, row.get(0)?, document));
        }
    }
    places.sort();
    places.dedup();
    let mut found = Vec::new();
    for (_, _, claim, document) in places.into_iter().skip(from).take(limit) {
        found.extend(row::claim(conn, document, claim)?);
    }
    Ok(found)
}

impl SourceRow {
    /// Where it is a source: documents by their rows, and its number there.
    pub fn places(&self) -> &[(i64, u32)] {
        &self.sources
    }
}
