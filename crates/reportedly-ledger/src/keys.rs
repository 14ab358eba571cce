//! Which passages and documents bear a key: sorted lists in pages, written once for each batch and merged now and then.
//!
//! A table with a row for each key would be three times as large, and writing would touch a page of it for nearly every
//! key. Here a batch writes one short list (a segment); eight lists of a level are merged into one of the next. A key
//! never stands on two pages of one segment.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::bits::{Bytes, Reader};
use crate::candidates::PassageId;
use crate::error::{LedgerErrorKind, Sql};

/// What keys are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Passages.
    Passage = 0,
    /// Documents by what they are about; the passage is 0.
    Story = 1,
    /// Documents by runs of their words; the passage is 0.
    Copy = 2,
}

/// A key with what bears it: key, document, passage.
pub(crate) type Entry = (i64, i64, i64);

/// So many segments of one level are merged.
const FAN: usize = 8;

/// A page is full at so many bytes: with its row it fills a page of the file.
const FULL: usize = 1_900;

/// Adds entries.
pub(crate) fn insert(transaction: &Transaction<'_>, family: Family, mut entries: Vec<Entry>) -> Sql<()> {
    entries.sort_unstable();
    entries.dedup();
    if entries.is_empty() {
        return Ok(());
    }
    let mut writer = PageWriter::new(transaction, family, 0)?;
    for entry in entries {
        writer.put(entry)?;
    }
    writer.finish()?;
    let mut level = 0;
    loop {
        let sql = "SELECT id FROM key_segment WHERE family = ?1 AND level = ?2 ORDER BY id";
        let mut statement = transaction.prepare_cached(sql)?;
        let segments: Vec<i64> =
            statement.query_map([family as i64, level], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if segments.len() < FAN {
            return Ok(());
        }
        merge(transaction, family, level + 1, &segments)?;
        level += 1;
    }
}

fn merge(transaction: &Transaction<'_>, family: Family, level: i64, segments: &[i64]) -> Sql<()> {
    let mut cursors = Vec::with_capacity(segments.len());
    for &segment in segments {
        cursors.push(Cursor::new(transaction, segment)?);
    }
    let mut writer = PageWriter::new(transaction, family, level)?;
    loop {
        let least =
            cursors.iter_mut().filter(|cursor| cursor.entry().is_some()).min_by_key(|cursor| cursor.entry());
        let Some(cursor) = least else { break };
        if let Some(entry) = cursor.entry() {
            writer.put(entry)?;
        }
        cursor.step(transaction)?;
    }
    writer.finish()?;
    for segment in segments {
        transaction.prepare_cached("DELETE FROM key_page WHERE segment = ?1")?.execute([segment])?;
        transaction.prepare_cached("DELETE FROM key_segment WHERE id = ?1")?.execute([segment])?;
    }
    Ok(())
}

/// What bears each of the keys (sorted, each once), at most about `most` for each.
pub(crate) fn lookup(
    conn: &Connection,
    family: Family,
    keys: &[i64],
    most: usize,
) -> Sql<Vec<Vec<PassageId>>> {
    let mut found: Vec<Vec<PassageId>> = vec![Vec::new(); keys.len()];
    let mut segments =
        conn.prepare_cached("SELECT id, pages FROM key_segment WHERE family = ?1 ORDER BY id")?;
    let segments: Vec<(i64, usize)> = segments
        .query_map([family as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (segment, pages) in segments {
        if keys.len().saturating_mul(3) >= pages {
            sweep(conn, segment, keys, most, &mut found)?;
        } else {
            seek(conn, segment, keys, most, &mut found)?;
        }
    }
    Ok(found)
}

/// Reads a whole segment along the keys.
fn sweep(
    conn: &Connection,
    segment: i64,
    keys: &[i64],
    most: usize,
    found: &mut [Vec<PassageId>],
) -> Sql<()> {
    let mut pages =
        conn.prepare_cached("SELECT first, last, data FROM key_page WHERE segment = ?1 ORDER BY first")?;
    let mut rows = pages.query([segment])?;
    let mut at = 0;
    while let Some(row) = rows.next()? {
        let (first, last): (i64, i64) = (row.get(0)?, row.get(1)?);
        at += keys.get(at..).unwrap_or_default().partition_point(|&key| key < first);
        match keys.get(at) {
            None => break,
            Some(&key) if key > last => continue,
            Some(_) => {}
        }
        pick(first, row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?, keys, at, most, found)?;
    }
    Ok(())
}

/// Reads only the pages that keys may stand on.
fn seek(conn: &Connection, segment: i64, keys: &[i64], most: usize, found: &mut [Vec<PassageId>]) -> Sql<()> {
    let sql = "SELECT first, last, data FROM key_page WHERE segment = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1";
    let mut page = conn.prepare_cached(sql)?;
    let mut at = 0;
    while let Some(&key) = keys.get(at) {
        let row = page
            .query_row([segment, key], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
            })
            .optional()?;
        if let Some((first, last, data)) = row
            && last >= key
        {
            pick(first, &data, keys, at, most, found)?;
            at += keys.get(at..).unwrap_or_default().partition_point(|&key| key <= last);
        } else {
            at += 1;
        }
    }
    Ok(())
}

/// Takes from a page what bears the keys from place `at` on.
fn pick(
    first: i64,
    data: &[u8],
    keys: &[i64],
    mut at: usize,
    most: usize,
    found: &mut [Vec<PassageId>],
) -> Sql<()> {
    let mut page = PageReader::new(first, data);
    let Some(mut wanted) = keys.get(at).copied() else { return Ok(()) };
    while !page.data.0.is_empty() {
        let (key, document, passage) = page.entry().ok_or_else(damaged)?;
        while wanted < key {
            at += 1;
            match keys.get(at) {
                Some(&next) => wanted = next,
                None => return Ok(()),
            }
        }
        if wanted == key
            && let Some(list) = found.get_mut(at).filter(|list| list.len() < most)
        {
            list.push((document, passage));
        }
    }
    Ok(())
}

/// Removes everything that these documents bear.
pub(crate) fn remove(transaction: &Transaction<'_>, family: Family, documents: &BTreeSet<i64>) -> Sql<()> {
    let sql = "SELECT p.id, p.first, p.data FROM key_page p JOIN key_segment s ON s.id = p.segment
        WHERE s.family = ?1 AND p.id > ?2 ORDER BY p.id LIMIT 1";
    let mut pages = transaction.prepare_cached(sql)?;
    let mut after = -1_i64;
    while let Some((id, first, data)) = pages
        .query_row([family as i64, after], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
        })
        .optional()?
    {
        after = id;
        let mut page = PageReader::new(first, &data);
        let (mut kept, mut gone) = (Page::new(first), false);
        while let Some(entry) = page.next()? {
            if documents.contains(&entry.1) {
                gone = true;
            } else {
                kept.put(entry);
            }
        }
        if gone {
            let sql = "UPDATE key_page SET data = ?2 WHERE id = ?1";
            transaction.prepare_cached(sql)?.execute(params![id, kept.data.0])?;
        }
    }
    Ok(())
}

/// One page while it is written.
struct Page {
    first: i64,
    last: Option<(i64, i64)>,
    data: Bytes,
}

impl Page {
    fn new(first: i64) -> Page {
        Page { first, last: None, data: Bytes::default() }
    }

    fn put(&mut self, (key, document, passage): Entry) {
        let (step, base) = match self.last {
            Some((last, base)) if last == key => (0, base),
            Some((last, _)) => (key - last, 0),
            // The first key of a page stands one step behind its page.
            None => (key - self.first + 1, 0),
        };
        for number in [step, document - base, passage] {
            self.data.number(number.cast_unsigned());
        }
        self.last = Some((key, document));
    }
}

struct PageReader<'a> {
    data: Reader<'a>,
    key: i64,
    document: i64,
}

impl<'a> PageReader<'a> {
    fn new(first: i64, data: &'a [u8]) -> PageReader<'a> {
        PageReader { data: Reader(data), key: first - 1, document: 0 }
    }

    fn next(&mut self) -> Sql<Option<Entry>> {
        if self.data.0.is_empty() {
            return Ok(None);
        }
        self.entry().map(Some).ok_or_else(damaged)
    }

    #[inline]
    fn entry(&mut self) -> Option<Entry> {
        let step = self.data.number()?.cast_signed();
        let document = self.data.number()?.cast_signed();
        self.document = if step == 0 { self.document.saturating_add(document) } else { document };
        self.key = self.key.saturating_add(step);
        Some((self.key, self.document, self.data.number()?.cast_signed()))
    }
}

fn damaged() -> LedgerErrorKind {
    LedgerErrorKind::Damaged("a page of keys cannot be read".to_owned())
}

/// Writes the pages of one new segment.
struct PageWriter<'t> {
    transaction: &'t Transaction<'t>,
    segment: i64,
    pages: i64,
    page: Option<Page>,
}

impl<'t> PageWriter<'t> {
    fn new(transaction: &'t Transaction<'t>, family: Family, level: i64) -> Sql<PageWriter<'t>> {
        let sql = "INSERT INTO key_segment (family, level, pages) VALUES (?1, ?2, 0)";
        transaction.prepare_cached(sql)?.execute([family as i64, level])?;
        Ok(PageWriter { transaction, segment: transaction.last_insert_rowid(), pages: 0, page: None })
    }

    fn put(&mut self, entry: Entry) -> Sql<()> {
        let full =
            |page: &Page| page.data.0.len() >= FULL && page.last.is_some_and(|(last, _)| last != entry.0);
        if self.page.as_ref().is_some_and(full) {
            self.write()?;
        }
        self.page.get_or_insert_with(|| Page::new(entry.0)).put(entry);
        Ok(())
    }

    fn write(&mut self) -> Sql<()> {
        if let Some(page) = self.page.take() {
            let sql = "INSERT INTO key_page (segment, first, last, data) VALUES (?1, ?2, ?3, ?4)";
            let last = page.last.map_or(page.first, |(last, _)| last);
            self.transaction.prepare_cached(sql)?.execute(params![
                self.segment,
                page.first,
                last,
                page.data.0
            ])?;
            self.pages += 1;
        }
        Ok(())
    }

    fn finish(mut self) -> Sql<()> {
        self.write()?;
        let sql = "UPDATE key_segment SET pages = ?2 WHERE id = ?1";
        self.transaction.prepare_cached(sql)?.execute([self.segment, self.pages])?;
        Ok(())
    }
}

/// Reads a segment from its first entry to its last, a page at a time.
struct Cursor {
    segment: i64,
    after: i64,
    entries: std::vec::IntoIter<Entry>,
    at: Option<Entry>,
}

impl Cursor {
    fn new(conn: &Connection, segment: i64) -> Sql<Cursor> {
        let mut cursor = Cursor { segment, after: i64::MIN, entries: Vec::new().into_iter(), at: None };
        cursor.step(conn)?;
        Ok(cursor)
    }

    fn entry(&self) -> Option<Entry> {
        self.at
    }

    fn step(&mut self, conn: &Connection) -> Sql<()> {
        loop {
            self.at = self.entries.next();
            if self.at.is_some() {
                return Ok(());
            }
            let sql =
                "SELECT first, data FROM key_page WHERE segment = ?1 AND first > ?2 ORDER BY first LIMIT 1";
            let page = conn
                .prepare_cached(sql)?
                .query_row([self.segment, self.after], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))
                .optional()?;
            let Some((first, data)) = page else { return Ok(()) };
            self.after = first;
            let mut reader = PageReader::new(first, &data);
            let mut entries = Vec::new();
            while let Some(entry) = reader.next()? {
                entries.push(entry);
            }
            self.entries = entries.into_iter();
        }
    }
}
