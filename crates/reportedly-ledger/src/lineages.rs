//! Lineages, kept as links come and go: only the groups that a changed passage belongs to are made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use reportedly::Language;
use reportedly::link::{self, Edge, Lineage, Link, LinkDirection, LinkKind, LinkRelation, Member, Passage};
use rusqlite::{Row, Transaction, params};

use crate::candidates::PassageId;
use crate::error::{LedgerErrorKind, Sql};
use crate::feature::Feature;
use crate::judge::Voices;
use crate::recent::Features;

/// Makes the lineages of the touched passages anew, and of all that are linked with them.
pub(crate) fn renew(
    transaction: &Transaction<'_>,
    language: &Language,
    features: &mut Features,
    touched: BTreeSet<PassageId>,
) -> Sql<()> {
    let voices = if touched.is_empty() { Voices::default() } else { Voices::load(transaction)? };
    let mut open = touched;
    let mut done: BTreeSet<PassageId> = BTreeSet::new();
    while let Some(start) = open.pop_first() {
        if done.contains(&start) {
            continue;
        }
        let group = group(transaction, start)?;
        for member in &group.members {
            open.remove(member);
            done.insert(*member);
        }
        // A lineage that fell apart has members that are linked with none of these any more.
        open.extend(
            dissolve(transaction, &group.members)?.into_iter().filter(|member| !done.contains(member)),
        );
        write(transaction, language, features, &voices, &group)?;
    }
    Ok(())
}

/// Passages that hang together by links.
#[derive(Default)]
struct Group {
    members: BTreeSet<PassageId>,
    links: BTreeMap<(PassageId, PassageId), Link>,
}

/// Everything that a passage is linked with, directly or through others.
fn group(transaction: &Transaction<'_>, start: PassageId) -> Sql<Group> {
    const COLUMNS: &str = "a_document, a, b_document, b, kind, relation, direction, score, changes, evidence";
    let mut from_a = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM link WHERE a_document = ?1 AND a = ?2 AND judged IS NOT 'rejected'"
    ))?;
    let mut from_b = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM link WHERE b_document = ?1 AND b = ?2 AND judged IS NOT 'rejected'"
    ))?;
    let mut group = Group::default();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        if !group.members.insert(at) {
            continue;
        }
        for statement in [&mut from_a, &mut from_b] {
            let mut rows = statement.query([at.0, at.1])?;
            while let Some(row) = rows.next()? {
                let (a, b) = ((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
                open.push(if a == at { b } else { a });
                if let std::collections::btree_map::Entry::Vacant(place) = group.links.entry((a, b)) {
                    place.insert(read(row)?);
                }
            }
        }
    }
    Ok(group)
}

/// A link from the columns of [`group`].
fn read(row: &Row<'_>) -> Sql<Link> {
    let damaged = || LedgerErrorKind::Damaged("a link cannot be read".to_owned());
    let name = |column: usize| row.get_ref(column).ok().and_then(|value| value.as_str().ok());
    let json = |column: usize| name(column).unwrap_or("null");
    Ok(Link {
        kind: name(4).and_then(LinkKind::from_name).ok_or_else(damaged)?,
        relation: name(5).and_then(LinkRelation::from_name).ok_or_else(damaged)?,
        direction: name(6).and_then(LinkDirection::from_name),
        score: row.get::<_, f64>(7)? as f32,
        changes: serde_json::from_str::<Option<_>>(json(8)).map_err(|_| damaged())?.unwrap_or_default(),
        evidence: serde_json::from_str(json(9)).map_err(|_| damaged())?,
        swapped: false,
    })
}

/// Deletes the lineages that hold any of these passages; gives all their members.
fn dissolve(transaction: &Transaction<'_>, members: &BTreeSet<PassageId>) -> Sql<Vec<PassageId>> {
    let mut find = transaction
        .prepare_cached("SELECT lineage FROM lineage_member WHERE document = ?1 AND passage = ?2")?;
    let mut lineages: BTreeSet<i64> = BTreeSet::new();
    for member in members {
        let mut rows = find.query([member.0, member.1])?;
        while let Some(row) = rows.next()? {
            lineages.insert(row.get(0)?);
        }
    }
    let mut list =
        transaction.prepare_cached("SELECT document, passage FROM lineage_member WHERE lineage = ?1")?;
    let mut delete = transaction.prepare_cached("DELETE FROM lineage WHERE id = ?1")?;
    let mut all = Vec::new();
    for lineage in lineages {
        let mut rows = list.query([lineage])?;
        while let Some(row) = rows.next()? {
            all.push((row.get(0)?, row.get(1)?));
        }
        drop(rows);
        delete.execute([lineage])?;
    }
    Ok(all)
}

fn write(
    transaction: &Transaction<'_>,
    language: &Language,
    features: &mut Features,
    voices: &Voices,
    group: &Group,
) -> Sql<()> {
    if group.members.len() < 2 {
        return Ok(());
    }
    let ids: Vec<PassageId> = group.members.iter().copied().collect();
    let mut documents: BTreeMap<i64, Arc<Feature>> = BTreeMap::new();
    for &(document, _) in &ids {
        if let std::collections::btree_map::Entry::Vacant(place) = documents.entry(document) {
            place.insert(features.of(transaction, document)?);
        }
    }
    let missing = || LedgerErrorKind::Damaged("a linked passage is missing".to_owned());
    let mut changed: BTreeMap<PassageId, Passage> = BTreeMap::new();
    for &(document, number) in &ids {
        let index = usize::try_from(number - 1).map_err(|_| missing())?;
        let passage = documents.get(&document).and_then(|feature| feature.passages.get(index));
        if let Some(passage) = voices.apply(document, passage.ok_or_else(missing)?) {
            changed.insert((document, number), passage);
        }
    }
    let mut members = Vec::with_capacity(ids.len());
    for &(document, number) in &ids {
        let feature = documents.get(&document).ok_or_else(missing)?;
        let index = usize::try_from(number - 1).map_err(|_| missing())?;
        let passage = feature.passages.get(index).ok_or_else(missing)?;
        let passage = changed.get(&(document, number)).unwrap_or(passage);
        members.push(Member { report: &feature.report, passage });
    }
    let place = |id: &PassageId| ids.binary_search(id).map_err(|_| missing());
    let mut edges = Vec::with_capacity(group.links.len());
    for ((a, b), link) in &group.links {
        edges.push(Edge { a: place(a)?, b: place(b)?, link });
    }
    let pairs = copies(transaction, &documents)?;
    let mut copied: Vec<(&str, &str)> = Vec::new();
    for (a, b) in &pairs {
        if let Some((a, b)) = documents.get(a).zip(documents.get(b)) {
            copied.push((&a.report.id, &b.report.id));
        }
    }
    for lineage in link::judged_lineages(language, &members, &edges, &copied, &voices.judged) {
        insert(transaction, &lineage, &ids)?;
    }
    Ok(())
}

/// Which of these documents are copies of each other.
fn copies(transaction: &Transaction<'_>, documents: &BTreeMap<i64, Arc<Feature>>) -> Sql<Vec<(i64, i64)>> {
    let mut find = transaction.prepare_cached("SELECT b FROM copy WHERE a = ?1")?;
    let mut pairs = Vec::new();
    for &a in documents.keys() {
        let mut rows = find.query([a])?;
        while let Some(row) = rows.next()? {
            let b = row.get(0)?;
            if documents.contains_key(&b) {
                pairs.push((a, b));
            }
        }
    }
    Ok(pairs)
}

fn insert(transaction: &Transaction<'_>, lineage: &Lineage, ids: &[PassageId]) -> Sql<()> {
    let sql = "INSERT INTO lineage (name, kind, reports, outlets, at_least, at_most, reasons, roots)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    transaction.prepare_cached(sql)?.execute(params![
        lineage.id,
        lineage.kind.name(),
        lineage.reports,
        lineage.outlets,
        lineage.origins.at_least,
        lineage.origins.at_most,
        serde_json::to_string(&lineage.origins.reasons).unwrap_or_default(),
        serde_json::to_string(&lineage.roots).unwrap_or_default(),
    ])?;
    let row = transaction.last_insert_rowid();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO lineage_member (lineage, place, document, passage) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (place, &member) in (0_i64..).zip(&lineage.members) {
        let Some(&(document, passage)) = ids.get(member) else { continue };
        statement.execute([row, place, document, passage])?;
    }
    Ok(())
}
