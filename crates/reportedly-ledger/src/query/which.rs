//! Which lineage a question means: by words, by a statement, by an id.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::find::{SPARE, best, terms};
use super::row;
use super::trace::{LineageRow, Member, Other, Trace, told};
use crate::error::{LedgerErrorKind, Sql};

/// How many hits are looked at to find the lineage that is meant.
const HITS: usize = 200;

/// A statement's id in parts: the document's identity, the letter, the number.
pub(super) fn statement_id(question: &str) -> Option<(&str, (char, u32))> {
    let (identity, number) = question.rsplit_once('#')?;
    let mut rest = number.chars();
    let letter = rest.next().filter(|letter| matches!(letter, 'c' | 'f'))?;
    let number = rest.as_str().parse().ok()?;
    (!identity.is_empty()).then_some((identity, (letter, number)))
}

pub(super) fn of_statement(
    conn: &Connection,
    identity: &str,
    (letter, number): (char, u32),
) -> Sql<Option<Trace>> {
    let document: Option<i64> = conn
        .prepare_cached("SELECT id FROM document WHERE identity = ?1 AND latest = 1")?
        .query_row([identity], |row| row.get(0))
        .optional()?;
    let Some(document) = document else {
        return Err(LedgerErrorKind::Asked(format!(
            "there is no report “{identity}” in it (find and --format jsonl give the ids)"
        )));
    };
    let column = if letter == 'f' { "figure" } else { "claim" };
    let there: bool = conn.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM {column} WHERE document = ?1 AND number = ?2)"),
        params![document, number],
        |row| row.get(0),
    )?;
    if !there {
        let what = if letter == 'f' { "figure" } else { "statement" };
        return Err(LedgerErrorKind::Asked(format!(
            "the report “{identity}” has no {what} {letter}{number}"
        )));
    }
    let mut rows = conn.prepare_cached(&format!(
        "SELECT DISTINCT m.lineage FROM passage p
         JOIN lineage_member m ON m.document = p.document AND m.passage = p.number
         JOIN lineage l ON l.id = m.lineage
         WHERE p.document = ?1 AND p.{column} = ?2 ORDER BY p.figure IS NOT NULL, l.reports DESC, l.name"
    ))?;
    let ids: Vec<i64> =
        rows.query_map(params![document, number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match ids.split_first() {
        Some((first, rest)) => chosen(conn, *first, rest, &[(document, number)]),
        None if letter == 'c' => alone(conn, document, number).map(Some),
        None => {
            let claim: Option<Option<u32>> = conn
                .prepare_cached("SELECT claim FROM figure WHERE document = ?1 AND number = ?2")?
                .query_row(params![document, number], |row| row.get(0))
                .optional()?;
            match claim.flatten() {
                Some(claim) => alone(conn, document, claim).map(Some),
                None => Ok(None),
            }
        }
    }
}

pub(super) fn by_words(conn: &Connection, question: &str) -> Sql<Option<Trace>> {
    let terms = terms(question)?;
    let mut hits = hits(conn, &terms.all())?;
    if hits.is_empty() && terms.len() > 1 {
        hits = self::hits(conn, &terms.any())?;
    }
    let Some(&(document, number)) = hits.first() else { return Ok(None) };
    // The best hits count most, and what more reports tell counts more.
    let mut scores: BTreeMap<i64, f64> = BTreeMap::new();
    let mut query = conn.prepare_cached(
        "SELECT DISTINCT m.lineage, l.reports FROM passage p
         JOIN lineage_member m ON m.document = p.document AND m.passage = p.number
         JOIN lineage l ON l.id = m.lineage WHERE p.document = ?1 AND p.claim = ?2",
    )?;
    for (place, hit) in hits.iter().enumerate() {
        let mut rows = query.query(params![hit.0, hit.1])?;
        while let Some(row) = rows.next()? {
            *scores.entry(row.get(0)?).or_default() += 1.0 / (place as f64 + 8.0);
        }
    }
    let mut ranked: Vec<(i64, f64)> = scores.into_iter().collect();
    ranked.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
    let ids: Vec<i64> = ranked.into_iter().map(|(id, _)| id).collect();
    match ids.split_first() {
        Some((first, rest)) => chosen(conn, *first, rest, &hits),
        None => alone(conn, document, number).map(Some),
    }
}

fn hits(conn: &Connection, query: &str) -> Sql<Vec<(i64, u32)>> {
    let mut statement = conn.prepare_cached(&format!(
        "{} SELECT c.document, c.number FROM best JOIN claim c ON c.id = best.id
         JOIN document d ON d.id = c.document WHERE d.latest = 1
         ORDER BY best.rank, d.published, d.identity, c.number LIMIT {HITS}",
        best("claim_search")
    ))?;
    let most = i64::try_from(HITS * SPARE).unwrap_or(-1);
    Ok(statement
        .query_map(params![query, most], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// What only one report tells.
fn alone(conn: &Connection, document: i64, number: u32) -> Sql<Trace> {
    let statement = row::claim(conn, document, number)?;
    let member = |statement| Member {
        statement,
        repeats: None,
        why: None,
        copy_of: None,
        changes: Vec::new(),
        changed_from: None,
        newer: None,
        doubtful: false,
    };
    Ok(Trace {
        lineage: None,
        members: statement.into_iter().map(member).collect(),
        roots: Vec::new(),
        disagreements: Vec::new(),
        others: Vec::new(),
        asked: 0,
    })
}

fn chosen(conn: &Connection, id: i64, rest: &[i64], hits: &[(i64, u32)]) -> Sql<Option<Trace>> {
    let Some(found) = by_row(conn, id)? else { return Ok(None) };
    let mut others = Vec::new();
    let mut shown = vec![places(conn, id)?];
    for id in rest.iter().take(24) {
        if others.len() == 5 {
            break;
        }
        // a figure in a statement that is shown, or the statement around one, tells nothing else
        let here = places(conn, *id)?;
        if shown.iter().any(|there| same_places(there, &here)) {
            continue;
        }
        let Some(lineage) = by_row(conn, *id)? else { continue };
        shown.push(here);
        let first: Option<(i64, u32)> = conn
            .prepare_cached(
                "SELECT document, passage FROM lineage_member WHERE lineage = ?1 ORDER BY place LIMIT 1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((document, passage)) = first else { continue };
        let words =
            row::passage(conn, document, passage)?.map(|statement| statement.context).unwrap_or_default();
        others.push(Other { lineage, words });
    }
    told(conn, found, others, hits).map(Some)
}

/// Where a lineage's members stand: document, first and last code point.
type Places = Vec<(i64, u32, u32)>;

fn places(conn: &Connection, lineage: i64) -> Sql<Places> {
    let sql = "SELECT m.document, p.start, p.end FROM lineage_member m
        JOIN passage p ON p.document = m.document AND p.number = m.passage WHERE m.lineage = ?1 LIMIT 500";
    let mut query = conn.prepare_cached(sql)?;
    Ok(query
        .query_map([lineage], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?)
}

/// Whether more than half of the second lineage's places overlap places of the first.
fn same_places(first: &Places, second: &Places) -> bool {
    let in_first = |&&(document, start, end): &&(i64, u32, u32)| {
        first.iter().any(|&(other, from, to)| other == document && from < end && start < to)
    };
    second.iter().filter(in_first).count() * 2 > second.len()
}

fn by_row(conn: &Connection, id: i64) -> Sql<Option<LineageRow>> {
    lineage(conn, "l.id = ?1", id)
}

pub(super) fn lineage(
    conn: &Connection,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> Sql<Option<LineageRow>> {
    let sql = format!(
        "SELECT l.id, l.name, l.kind, l.reports, l.outlets, l.at_least, l.at_most, l.reasons FROM lineage l
         WHERE {condition}"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([value], lineage_row).optional()?)
}

/// A lineage from `id, name, kind, reports, outlets, at_least, at_most, reasons`.
pub(super) fn lineage_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<LineageRow> {
    let reasons: Option<String> = row.get(7)?;
    Ok(LineageRow {
        row: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        reports: row.get(3)?,
        outlets: row.get(4)?,
        at_least: row.get(5)?,
        at_most: row.get(6)?,
        reasons: reasons.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
    })
}

/// The lineage that most reports share with a claim.
pub(crate) fn lineage_of(conn: &Connection, document: i64, claim: u32) -> Sql<Option<LineageRow>> {
    let mut query = conn.prepare_cached(
        "SELECT l.id, l.name, l.kind, l.reports, l.outlets, l.at_least, l.at_most, l.reasons FROM passage p
         JOIN lineage_member m ON m.document = p.document AND m.passage = p.number
         JOIN lineage l ON l.id = m.lineage
         WHERE p.document = ?1 AND p.claim = ?2 ORDER BY l.reports DESC, l.name LIMIT 1",
    )?;
    Ok(query.query_row(params![document, claim], lineage_row).optional()?)
}
