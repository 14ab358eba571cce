//! Which passages and documents are worth a look: those that share a key that is not too common.
//!
//! Documents on the same story are compared whole; of others, the passages that share a key. A key that more than
//! [`COMMON`] passages or documents bear proposes nothing. This holds however the ledger came to be: when a key turns
//! common, or is no longer, the pairs of documents that it proposed are looked at again.

use std::collections::{BTreeMap, BTreeSet};

use reportedly::Language;
use reportedly::link::{self, Sketch};
use rusqlite::{Connection, Transaction, params};

use crate::error::Sql;
use crate::keys::{self, Entry, Family};
use crate::prepare::{self, Prepared};
use crate::recent::{Features, Sketches};

/// The most passages or documents that may bear a key.
pub(crate) const COMMON: usize = 128;

/// A document that has just been stored.
#[derive(Debug)]
pub(crate) struct Fresh<'a> {
    pub(crate) document: i64,
    identity: &'a str,
    keys: &'a [Vec<i64>],
    story_keys: &'a [i64],
    sketch: &'a Sketch,
    sketch_keys: &'a [i64],
}

impl<'a> Fresh<'a> {
    pub(crate) fn of(document: i64, prepared: &'a Prepared) -> Fresh<'a> {
        Fresh {
            document,
            identity: &prepared.line.document.id,
            keys: &prepared.keys,
            story_keys: &prepared.story_keys,
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
    let mut pairs = Pairs::default();
    let mut entries: Vec<Entry> = Vec::new();
    for fresh in fresh {
        for (number, passage) in (1_i64..).zip(fresh.keys) {
            entries.extend(passage.iter().map(|&key| (key, fresh.document, number)));
        }
    }
    pairs.share(transaction, Family::Passage, &mut entries)?;
    keys::insert(transaction, Family::Passage, entries)?;
    let mut entries: Vec<Entry> = Vec::new();
    for fresh in fresh {
        entries.extend(fresh.story_keys.iter().map(|&key| (key, fresh.document, 0)));
    }
    pairs.share(transaction, Family::Story, &mut entries)?;
    keys::insert(transaction, Family::Story, entries)?;
    Ok(pairs)
}

impl Pairs {
    /// Proposes what shares a key with the new entries; sorts these.
    fn share(&mut self, conn: &Connection, family: Family, entries: &mut [Entry]) -> Sql<()> {
        entries.sort_unstable();
        let mut keys: Vec<i64> = entries.iter().map(|entry| entry.0).collect();
        keys.dedup();
        let known = keys::lookup(conn, family, &keys, COMMON + 1)?;
        for (group, mut block) in entries.chunk_by(|one, two| one.0 == two.0).zip(known) {
            if block.len() > COMMON {
                continue;
            }
            if block.len() + group.len() > COMMON {
                self.linked(conn, &block)?;
                continue;
            }
            for &(_, document, passage) in group {
                for &other in &block {
                    self.propose((document, passage), other);
                }
                block.push((document, passage));
            }
        }
        Ok(())
    }

    fn propose(&mut self, one: PassageId, two: PassageId) {
        let (low, high) = if one <= two { (one, two) } else { (two, one) };
        if low.0 == high.0 {
            return;
        }
        let pairs = self.new.entry((low.0, high.0)).or_default();
        // Passage 0 stands for the whole document.
        if low.1 > 0 {
            pairs.push((index(low.1), index(high.1)));
        }
    }

    /// The documents of a block that is no longer compared: those with links between them have to be looked at again.
    fn linked(&mut self, conn: &Connection, block: &[PassageId]) -> Sql<()> {
        let documents: BTreeSet<i64> = block.iter().map(|passage| passage.0).collect();
        let mut find = conn.prepare_cached("SELECT DISTINCT b_document FROM link WHERE a_document = ?1")?;
        for &one in &documents {
            let mut rows = find.query([one])?;
            while let Some(row) = rows.next()? {
                let two = row.get(0)?;
                if documents.contains(&two) {
                    self.again.insert((one.min(two), one.max(two)));
                }
            }
        }
        Ok(())
    }

    /// The documents of a block that is compared again.
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

/// All pairs of passages of two documents that share a key which is not common; none where the documents share no key
/// at all and are not to be compared.
pub(crate) fn between(
    conn: &Connection,
    features: &mut Features,
    low: i64,
    high: i64,
) -> Sql<Option<Vec<(usize, usize)>>> {
    let (one, two) = (features.of(conn, low)?, features.of(conn, high)?);
    let mut by_key: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, passage) in one.passages.iter().enumerate() {
        for key in prepare::keys(passage) {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut shared: BTreeMap<i64, Vec<(usize, usize)>> = BTreeMap::new();
    for (second, passage) in two.passages.iter().enumerate() {
        for key in prepare::keys(passage) {
            if let Some(firsts) = by_key.get(&key) {
                shared.entry(key).or_default().extend(firsts.iter().map(|&first| (first, second)));
            }
        }
    }
    let keys: Vec<i64> = shared.keys().copied().collect();
    let blocks = keys::lookup(conn, Family::Passage, &keys, COMMON + 1)?;
    let live = shared.into_values().zip(&blocks).filter(|(_, block)| block.len() <= COMMON);
    let pairs: Vec<(usize, usize)> = live.flat_map(|(pairs, _)| pairs).collect();
    if !pairs.is_empty() {
        return Ok(Some(pairs));
    }
    let stories: BTreeSet<i64> = prepare::story_keys(&one.report).into_iter().collect();
    let mut keys = prepare::story_keys(&two.report);
    keys.retain(|key| stories.contains(key));
    let blocks = keys::lookup(conn, Family::Story, &keys, COMMON + 1)?;
    Ok(blocks.iter().any(|block| block.len() <= COMMON).then_some(pairs))
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
    sketches: &mut Sketches,
    fresh: &[&Fresh<'_>],
) -> Sql<Vec<Copy>> {
    let mut found = Vec::new();
    let mut identity = transaction.prepare_cached("SELECT identity FROM document WHERE id = ?1")?;
    let mut write =
        transaction.prepare_cached("INSERT OR REPLACE INTO copy (a, b, share) VALUES (?1, ?2, ?3)")?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut bearers: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let mut keys: Vec<i64> = fresh.iter().flat_map(|fresh| fresh.sketch_keys).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    for (key, block) in keys.iter().zip(keys::lookup(transaction, Family::Copy, &keys, usize::MAX)?) {
        bearers.insert(*key, block.into_iter().map(|(document, _)| document).collect());
    }
    for news in fresh {
        let mut others: BTreeSet<i64> = BTreeSet::new();
        for &key in news.sketch_keys {
            entries.push((key, news.document, 0));
            let bearers = bearers.entry(key).or_default();
            others.extend(bearers.iter());
            bearers.insert(news.document);
        }
        for other in others {
            let name: String = identity.query_row([other], |row| row.get(0))?;
            if name == news.identity {
                continue;
            }
            let copied = match fresh.iter().find(|fresh| fresh.document == other) {
                Some(fresh) => link::copy(news.sketch, fresh.sketch),
                None => link::copy(news.sketch, &*sketches.of(transaction, language, other)?),
            };
            if let Some(copied) = copied {
                let share = f64::from((copied.shared * 1000.0).round()) / 1000.0;
                write.execute(params![other, news.document, share])?;
                found.push(Copy { newer: news.document, identity: name, share });
            }
        }
    }
    keys::insert(transaction, Family::Copy, entries)?;
    Ok(found)
}
