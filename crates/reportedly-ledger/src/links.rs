//! Links between passages: proposed by the ledger, decided by [`reportedly::link`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use reportedly::Language;
use reportedly::link::{self, Link, LinkEvidence, Passage};
use rusqlite::{Connection, Transaction, params};

use crate::candidates::{self, Pairs, PassageId};
use crate::codes::{self, code, code_of};
use crate::error::Sql;
use crate::recent::{Features, Glance};

/// Makes the links of the pairs; gives every passage whose links changed.
pub(crate) fn make(
    transaction: &Transaction<'_>,
    language: &Language,
    features: &mut Features,
    pairs: &Pairs,
) -> Sql<BTreeSet<PassageId>> {
    let mut touched = BTreeSet::new();
    for (&(low, high), candidates) in &pairs.new {
        let found = decide(transaction, language, features, (low, high), candidates)?;
        for (a, b, link) in &found {
            insert(transaction, *a, *b, link)?;
            touched.extend([*a, *b]);
        }
    }
    for &(low, high) in pairs.again.iter().filter(|pair| !pairs.new.contains_key(pair)) {
        again(transaction, language, features, (low, high), &mut touched)?;
    }
    Ok(touched)
}

/// Makes the links between two documents anew; those that stay keep what was judged of them.
pub(crate) fn again(
    transaction: &Transaction<'_>,
    language: &Language,
    features: &mut Features,
    (low, high): (i64, i64),
    touched: &mut BTreeSet<PassageId>,
) -> Sql<()> {
    let before = ends(transaction, (low, high))?;
    let found = match candidates::between(transaction, features, low, high)? {
        Some(candidates) => decide(transaction, language, features, (low, high), &candidates)?,
        None => Vec::new(),
    };
    let after: BTreeMap<(PassageId, PassageId), &Link> =
        found.iter().map(|(a, b, link)| ((*a, *b), link)).collect();
    for &(a, b) in before.iter().filter(|ends| !after.contains_key(ends)) {
        let sql = "DELETE FROM link WHERE a_document = ?1 AND a = ?2 AND b_document = ?3 AND b = ?4";
        transaction.prepare_cached(sql)?.execute([a.0, a.1, b.0, b.1])?;
        touched.extend([a, b]);
    }
    for (&(a, b), link) in after.iter().filter(|(ends, _)| !before.contains(ends)) {
        insert(transaction, a, b, link)?;
        touched.extend([a, b]);
    }
    Ok(())
}

/// The links that stand between two documents.
fn ends(conn: &Connection, (low, high): (i64, i64)) -> Sql<BTreeSet<(PassageId, PassageId)>> {
    let sql = "SELECT a_document, a, b_document, b FROM link WHERE a_document = ?1 AND b_document = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = BTreeSet::new();
    for (one, two) in [(low, high), (high, low)] {
        let mut rows = statement.query([one, two])?;
        while let Some(row) = rows.next()? {
            found.insert(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)));
        }
    }
    Ok(found)
}

type Found = Vec<(PassageId, PassageId, Link)>;

fn decide(
    conn: &Connection,
    language: &Language,
    features: &mut Features,
    (low, high): (i64, i64),
    candidates: &[(usize, usize)],
) -> Sql<Found> {
    let (one, two) = (features.glance(conn, low)?, features.glance(conn, high)?);
    let found = if link::same_story(one.report(), two.report()) {
        let (one, two) = (features.of(conn, low)?, features.of(conn, high)?);
        link::links(language, (&one.report, &one.passages), (&two.report, &two.passages), candidates)
    } else {
        // Of most pairs of reports only a passage or two are to be compared, and the rest need not be read.
        let first = Part::of(&one, candidates.iter().map(|pair| pair.0))?;
        let second = Part::of(&two, candidates.iter().map(|pair| pair.1))?;
        let candidates: Vec<(usize, usize)> =
            candidates.iter().map(|&(i, j)| (first.place(i), second.place(j))).collect();
        let (ones, twos) = ((one.report(), &*first.passages), (two.report(), &*second.passages));
        let found = link::links(language, ones, twos, &candidates);
        found.into_iter().map(|(i, j, link)| (first.index(i), second.index(j), link)).collect()
    };
    let number = |index: usize| i64::try_from(index).unwrap_or(i64::MAX - 1) + 1;
    Ok(found
        .into_iter()
        .map(|(first, second, link)| {
            let (one, two) = ((low, number(first)), (high, number(second)));
            if link.swapped { (two, one, link) } else { (one, two, link) }
        })
        .collect())
}

/// Passages of a document.
struct Part<'a> {
    passages: Cow<'a, [Passage]>,
    /// Their indexes, sorted; none where they are all of the document's.
    indexes: Option<Vec<usize>>,
}

impl Part<'_> {
    fn of(feature: &Glance, indexes: impl Iterator<Item = usize>) -> Sql<Part<'_>> {
        match feature {
            Glance::Whole(feature) => Ok(Part { passages: Cow::Borrowed(&feature.passages), indexes: None }),
            Glance::Stored(stored) => {
                let indexes: BTreeSet<usize> = indexes.collect();
                let passages = indexes.iter().map(|&index| stored.passage(index)).collect::<Sql<Vec<_>>>()?;
                let indexes = Some(indexes.into_iter().collect());
                Ok(Part { passages: Cow::Owned(passages), indexes })
            }
        }
    }

    /// Where among these the passage with this index is.
    fn place(&self, index: usize) -> usize {
        match &self.indexes {
            Some(indexes) => indexes.binary_search(&index).unwrap_or(usize::MAX),
            None => index,
        }
    }

    /// The index of the passage at this place.
    fn index(&self, place: usize) -> usize {
        match &self.indexes {
            Some(indexes) => indexes.get(place).copied().unwrap_or(usize::MAX),
            None => place,
        }
    }
}

fn insert(transaction: &Transaction<'_>, a: PassageId, b: PassageId, link: &Link) -> Sql<()> {
    let sql = "INSERT OR REPLACE INTO link (a_document, a, b_document, b, kind_code, relation_code, direction_code, score, changes,
        evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let changes =
        (!link.changes.is_empty()).then(|| serde_json::to_string(&link.changes).unwrap_or_default());
    transaction.prepare_cached(sql)?.execute(params![
        a.0,
        a.1,
        b.0,
        b.1,
        code(codes::PASSAGE, link.kind.name())?,
        code(codes::LINK, link.relation.name())?,
        code_of(codes::DIRECTION, link.direction.map(|direction| direction.name()))?,
        f64::from((link.score * 100.0).round()) / 100.0,
        changes,
        evidence(&link.evidence),
    ])?;
    Ok(())
}

/// Evidence as JSON, without what it does not say.
fn evidence(evidence: &LinkEvidence) -> String {
    let mut json = serde_json::to_value(evidence).unwrap_or_default();
    if let Some(fields) = json.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    json.to_string()
}
