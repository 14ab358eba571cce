//! Which passages and documents are worth a look: those that share a key that is not too common.
//!
//! A key that stands in more than [`COMMON`] passages proposes nothing. This holds however the ledger came to be: when
//! a key turns common, the pairs of documents that it proposed are looked at again without it.

use std::collections::{BTreeMap, BTreeSet};

use reportedly::Language;
use reportedly::link::{self, Sketch};
use rusqlite::{Connection, Transaction, params};

use crate::error::Sql;
use crate::load::{self, Features};
use crate::prepare::{self, Prepared};

/// The most passages that a key may stand in.
pub(crate) const COMMON: usize = 128;

/// A document that has just been stored.
#[derive(Debug)]
pub(crate) struct Fresh<'a> {
    pub(crate) document: i64,
    identity: &'a str,
    keys: &'a [Vec<i64>],
    sketch: &'a Sketch,
    sketch_keys: &'a [i64],
}

impl<'a> Fresh<'a> {
    pub(crate) fn of(document: i64, prepared: &'a Prepared) -> Fresh<'a> {
        Fresh {
            document,
            identity: &prepared.line.document.id,
            keys: &prepared.keys,
            sketch: &prepared.sketch,
            sketch_keys: &prepared.sketch_keys,
        }
    }
}

/// A passage: the document's number, and the passage's number from 1.
pub(crate) type PassageId = (i64, i64);

/// Pairs to be looked at, by pairs of documents, the smaller number first.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Indexes of passages that share a key.
    pub(crate) new: BTreeMap<(i64, i64), Vec<(usize, usize)>>,
    /// Documents whose links have to be made anew.
    pub(crate) again: BTreeSet<(i64, i64)>,
}

/// Writes the keys of fresh documents and gives the pairs that share one.
pub(crate) fn passages(transaction: &Transaction<'_>, fresh: &[&Fresh<'_>]) -> Sql<Pairs> {
    let mut keys: Vec<(i64, i64, i64)> = Vec::new();
    for fresh in fresh {
        for (number, passage) in (1_i64..).zip(fresh.keys) {
            keys.extend(passage.iter().map(|&key| (key, fresh.document, number)));
        }
    }
    // In the order of the index: neighbors in it are read and written together.
    keys.sort_unstable();
    let mut pairs = Pairs::default();
    let mut insert = transaction
        .prepare_cached("INSERT OR IGNORE INTO passage_key (key, document, passage) VALUES (?1, ?2, ?3)")?;
    for group in keys.chunk_by(|one, two| one.0 == two.0) {
        let Some(&(key, _, _)) = group.first() else { continue };
        let mut block = block(transaction, key, COMMON + 1)?;
        for &(key, document, passage) in group {
            insert.execute([key, document, passage])?;
        }
        if block.len() > COMMON {
            continue;
        }
        if block.len() + group.len() > COMMON {
            pairs.again(&block);
            continue;
        }
        for &(_, document, passage) in group {
            for &other in &block {
                pairs.propose((document, passage), other);
            }
            block.push((document, passage));
        }
    }
    Ok(pairs)
}

/// The first passages that a key stands in.
pub(crate) fn block(conn: &Connection, key: i64, most: usize) -> Sql<Vec<PassageId>> {
    let mut find =
        conn.prepare_cached("SELECT document, passage FROM passage_key WHERE key = ?1 LIMIT ?2")?;
    let rows = find.query_map(params![key, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Pairs {
    fn propose(&mut self, one: PassageId, two: PassageId) {
        let (low, high) = if one <= two { (one, two) } else { (two, one) };
        if low.0 != high.0 {
            self.new.entry((low.0, high.0)).or_default().push((index(low.1), index(high.1)));
        }
    }

    /// The documents of a block that is no longer, or again, compared.
    pub(crate) fn again(&mut self, block: &[PassageId]) {
        let documents: BTreeSet<i64> = block.iter().map(|passage| passage.0).collect();
        for &low in &documents {
            for &high in documents.range(low + 1..) {
                self.again.insert((low, high));
            }
        }
    }
}

/// The passage's index in its document's list.
fn index(number: i64) -> usize {
    usize::try_from(number - 1).unwrap_or(usize::MAX)
}

/// All pairs of passages of two documents that share a key which is not common.
pub(crate) fn between(
    transaction: &Connection,
    features: &mut Features,
    low: i64,
    high: i64,
) -> Sql<Vec<(usize, usize)>> {
    let (one, two) = (features.of(transaction, low)?, features.of(transaction, high)?);
    let mut by_key: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, passage) in one.passages.iter().enumerate() {
        for key in prepare::keys(passage) {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut count = transaction
        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM passage_key WHERE key = ?1 LIMIT ?2)")?;
    let mut pairs = Vec::new();
    for (second, passage) in two.passages.iter().enumerate() {
        for key in prepare::keys(passage) {
            let Some(firsts) = by_key.get(&key) else { continue };
            let most = i64::try_from(COMMON).unwrap_or(i64::MAX);
            let common: i64 = count.query_row([key, most + 1], |row| row.get(0))?;
            if common <= most {
                pairs.extend(firsts.iter().map(|&first| (first, second)));
            }
        }
    }
    Ok(pairs)
}

/// A document that is near-identical to a newer one.
#[derive(Debug)]
pub(crate) struct Copy {
    pub(crate) newer: i64,
    pub(crate) identity: String,
    pub(crate) share: f64,
}

/// Writes the keys of fresh documents, finds their copies and writes these.
pub(crate) fn copies(
    transaction: &Transaction<'_>,
    language: &Language,
    fresh: &[&Fresh<'_>],
) -> Sql<Vec<Copy>> {
    let mut found = Vec::new();
    let mut find = transaction.prepare_cached("SELECT document FROM document_key WHERE key = ?1")?;
    let mut insert =
        transaction.prepare_cached("INSERT OR IGNORE INTO document_key (key, document) VALUES (?1, ?2)")?;
    let mut identity = transaction.prepare_cached("SELECT identity FROM document WHERE id = ?1")?;
    let mut write =
        transaction.prepare_cached("INSERT OR REPLACE INTO copy (a, b, share) VALUES (?1, ?2, ?3)")?;
    for news in fresh {
        let mut others: BTreeSet<i64> = BTreeSet::new();
        for &key in news.sketch_keys {
            let mut rows = find.query([key])?;
            while let Some(row) = rows.next()? {
                others.insert(row.get(0)?);
            }
        }
        for &key in news.sketch_keys {
            insert.execute([key, news.document])?;
        }
        for other in others {
            let name: String = identity.query_row([other], |row| row.get(0))?;
            if name == news.identity {
                continue;
            }
            let copied = match fresh.iter().find(|fresh| fresh.document == other) {
                Some(fresh) => link::copy(news.sketch, fresh.sketch),
                None => {
                    let other = load::stored(transaction, other)?;
                    link::copy(news.sketch, &link::sketch(language, &other.document))
                }
            };
            if let Some(copied) = copied {
                let share = f64::from((copied.shared * 1000.0).round()) / 1000.0;
                write.execute(params![other, news.document, share])?;
                found.push(Copy { newer: news.document, identity: name, share });
            }
        }
    }
    Ok(found)
}
