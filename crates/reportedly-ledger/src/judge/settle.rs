//! Judgments applied to links, and the lineages that change by it.

use std::collections::{BTreeMap, BTreeSet};

use reportedly::Language;
use rusqlite::{Connection, Transaction, params};

use super::anchor::{Anchor, locate};
use crate::candidates::PassageId;
use crate::error::Sql;
use crate::lineages;
use crate::recent::Features;

/// The passages of the claim or figure at an anchor.
fn passages(conn: &Connection, anchor: &Anchor) -> Sql<Vec<PassageId>> {
    let Some((document, id)) = locate(conn, anchor)? else { return Ok(Vec::new()) };
    let number: i64 = id.get(1..).and_then(|number| number.parse().ok()).unwrap_or(0);
    let sql = match anchor.kind.as_str() {
        "claim" => "SELECT document, number FROM passage WHERE document = ?1 AND claim = ?2",
        "figure" => "SELECT document, number FROM passage WHERE document = ?1 AND figure = ?2",
        _ => return Ok(Vec::new()),
    };
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement
        .query_map([document, number], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

type Ends = (PassageId, PassageId);

/// The links between what stands at two anchors, or all links of what stands at one.
pub(super) fn link_ends(conn: &Connection, anchor: &Anchor, other: Option<&Anchor>) -> Sql<Vec<Ends>> {
    let others: Option<BTreeSet<PassageId>> =
        other.map(|other| passages(conn, other)).transpose()?.map(|passages| passages.into_iter().collect());
    let sql = "SELECT a_document, a, b_document, b FROM link WHERE a_document = ?1 AND a = ?2
        UNION ALL SELECT a_document, a, b_document, b FROM link WHERE b_document = ?1 AND b = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut ends = Vec::new();
    for passage in passages(conn, anchor)? {
        let mut rows = statement.query([passage.0, passage.1])?;
        while let Some(row) = rows.next()? {
            let (a, b): Ends = ((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
            let far = if a == passage { b } else { a };
            if others.as_ref().is_none_or(|others| others.contains(&far)) {
                ends.push((a, b));
            }
        }
    }
    Ok(ends)
}

/// The passages in lineages whose origins may change by what is said of sources: all of the sources' reports.
fn of_sources(conn: &Connection, about: &[Anchor]) -> Sql<BTreeSet<PassageId>> {
    let mut touched = BTreeSet::new();
    let sql = "SELECT m.document, m.passage FROM lineage_member m JOIN document d ON d.id = m.document
        WHERE d.identity = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    for anchor in about.iter().filter(|anchor| anchor.kind == "source") {
        let mut rows = statement.query([&anchor.document])?;
        while let Some(row) = rows.next()? {
            touched.insert((row.get(0)?, row.get(1)?));
        }
    }
    Ok(touched)
}

/// Applies all judgments that hold to the links, the later ones over the earlier ones, and makes the lineages that
/// change by it anew.
pub(crate) fn settle(transaction: &Transaction<'_>, language: &Language) -> Sql<()> {
    settle_for(transaction, language, &[])
}

/// The same after a judgment was made or taken back on these places.
pub(super) fn settle_for(transaction: &Transaction<'_>, language: &Language, about: &[Anchor]) -> Sql<()> {
    let mut touched = of_sources(transaction, about)?;
    let sql = "SELECT act, target, anchor, other FROM judgment j WHERE act IN ('confirm', 'reject')
        AND NOT EXISTS (SELECT 1 FROM judgment u WHERE u.undoes = j.id) ORDER BY id";
    let mut statement = transaction.prepare_cached(sql)?;
    let held: Vec<(String, String, Option<String>, Option<String>)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?;
    let marked: bool =
        transaction.prepare_cached("SELECT 1 FROM link WHERE judged IS NOT NULL")?.exists([])?;
    if held.is_empty() && !marked && touched.is_empty() {
        return Ok(());
    }
    let mut wanted: BTreeMap<Ends, &str> = BTreeMap::new();
    for (act, target, anchor, other) in &held {
        let read = |text: &Option<String>| {
            text.as_deref().and_then(|text| serde_json::from_str::<Anchor>(text).ok())
        };
        let Some(anchor) = read(anchor) else { continue };
        match (act.as_str(), target.as_str()) {
            ("confirm", "link") => {
                wanted.extend(
                    link_ends(transaction, &anchor, read(other).as_ref())?
                        .into_iter()
                        .map(|e| (e, "confirmed")),
                );
            }
            // A claim or figure that is wrong carries no link.
            ("reject", "link" | "claim" | "figure") => {
                wanted.extend(
                    link_ends(transaction, &anchor, read(other).as_ref())?
                        .into_iter()
                        .map(|e| (e, "rejected")),
                );
            }
            _ => {}
        }
    }
    let mut before: BTreeMap<Ends, String> = BTreeMap::new();
    let mut marked = transaction
        .prepare_cached("SELECT a_document, a, b_document, b, judged FROM link WHERE judged IS NOT NULL")?;
    let mut rows = marked.query([])?;
    while let Some(row) = rows.next()? {
        before.insert(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)), row.get(4)?);
    }
    drop(rows);
    let ends: BTreeSet<Ends> = before.keys().chain(wanted.keys()).copied().collect();
    for (a, b) in ends {
        let (old, new) = (before.get(&(a, b)).map(String::as_str), wanted.get(&(a, b)).copied());
        if old != new {
            let sql =
                "UPDATE link SET judged = ?5 WHERE a_document = ?1 AND a = ?2 AND b_document = ?3 AND b = ?4";
            transaction.prepare_cached(sql)?.execute(params![a.0, a.1, b.0, b.1, new])?;
            touched.extend([a, b]);
        }
    }
    lineages::renew(transaction, language, &mut Features::default(), touched)
}
