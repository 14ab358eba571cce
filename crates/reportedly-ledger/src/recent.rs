//! Features and sketches of documents: those used last are kept at hand, up to so many bytes, however large the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;

use reportedly::Language;
use reportedly::link::{self, Report, Sketch};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::{LedgerErrorKind, Sql};
use crate::feature::{self, Feature};

/// So many bytes of features are kept at hand as they are stored; some twenty kilobytes each.
const AT_HAND: usize = 6 << 20;
/// So many bytes of features are kept at hand whole; some fifty kilobytes each.
const WHOLE: usize = 4 << 20;
/// So many bytes of sketches are kept at hand; some four kilobytes each.
const SKETCHES: usize = 1 << 20;

/// The last things used, by document, up to so many bytes.
#[derive(Debug)]
struct Recent<T> {
    /// Each with when it was used last, and its size.
    kept: BTreeMap<i64, (u64, usize, Arc<T>)>,
    /// Documents by when they were used last.
    order: BTreeMap<u64, i64>,
    now: u64,
    size: usize,
    most: usize,
}

impl<T> Recent<T> {
    fn new(most: usize) -> Recent<T> {
        Recent { kept: BTreeMap::new(), order: BTreeMap::new(), now: 0, size: 0, most }
    }

    fn get(&mut self, document: i64) -> Option<Arc<T>> {
        let (used, _, thing) = self.kept.get_mut(&document)?;
        self.order.remove(used);
        self.now += 1;
        *used = self.now;
        self.order.insert(self.now, document);
        Some(Arc::clone(thing))
    }

    fn keep(&mut self, document: i64, size: usize, thing: Arc<T>) {
        self.now += 1;
        if let Some((used, size, _)) = self.kept.insert(document, (self.now, size, thing)) {
            self.order.remove(&used);
            self.size -= size;
        }
        self.order.insert(self.now, document);
        self.size += size;
        while self.size > self.most
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.size -= self.kept.remove(&oldest).map_or(0, |(_, size, _)| size);
        }
    }

    fn clear(&mut self) {
        self.kept.clear();
        self.order.clear();
        self.size = 0;
    }
}

/// Features of documents, the last ones used at hand.
#[derive(Debug)]
pub(crate) struct Features {
    /// Those of documents that are being added: they need not be read back.
    fresh: BTreeMap<i64, Arc<Feature>>,
    stored: Recent<feature::Stored>,
    whole: Recent<Feature>,
}

impl Default for Features {
    fn default() -> Features {
        Features { fresh: BTreeMap::new(), stored: Recent::new(AT_HAND), whole: Recent::new(WHOLE) }
    }
}

/// A feature, for a look at some of its passages.
pub(crate) enum Glance {
    /// At hand as a whole.
    Whole(Arc<Feature>),
    /// As it is stored.
    Stored(Arc<feature::Stored>),
}

impl Glance {
    pub(crate) fn report(&self) -> &Report {
        match self {
            Glance::Whole(feature) => &feature.report,
            Glance::Stored(stored) => &stored.report,
        }
    }
}

impl Features {
    pub(crate) fn clear(&mut self) {
        self.fresh.clear();
        self.stored.clear();
        self.whole.clear();
    }

    /// Holds the feature of a document that is being added.
    pub(crate) fn fresh(&mut self, document: i64, feature: &Arc<Feature>) {
        self.fresh.insert(document, Arc::clone(feature));
    }

    pub(crate) fn no_longer_fresh(&mut self) {
        self.fresh.clear();
    }

    /// A feature, whole if it is at hand so.
    pub(crate) fn glance(&mut self, conn: &Connection, document: i64) -> Sql<Glance> {
        if let Some(feature) = self.fresh.get(&document) {
            return Ok(Glance::Whole(Arc::clone(feature)));
        }
        match self.whole.get(document) {
            Some(feature) => Ok(Glance::Whole(feature)),
            None => self.stored(conn, document).map(Glance::Stored),
        }
    }

    fn stored(&mut self, conn: &Connection, document: i64) -> Sql<Arc<feature::Stored>> {
        if let Some(stored) = self.stored.get(document) {
            return Ok(stored);
        }
        let sql = "SELECT f.data, d.identity, d.outlet, d.title, d.url FROM feature f JOIN document d ON d.id = f.document
            WHERE f.document = ?1";
        let read = |row: &Row<'_>| {
            let mut stored = match feature::Stored::from_bytes(row.get_ref(0)?.as_blob()?) {
                Ok(stored) => stored,
                Err(kind) => return Ok(Err(kind)),
            };
            stored.report.id = row.get(1)?;
            stored.report.outlet = row.get(2)?;
            stored.report.title = row.get(3)?;
            stored.report.url = row.get(4)?;
            Ok(Ok(stored))
        };
        let stored = conn.prepare_cached(sql)?.query_row([document], read).optional()?;
        let missing = || LedgerErrorKind::Damaged(format!("document {document} has no passages"));
        let stored = Arc::new(stored.ok_or_else(missing)??);
        self.stored.keep(document, stored.size(), Arc::clone(&stored));
        Ok(stored)
    }

    /// A whole feature.
    pub(crate) fn of(&mut self, conn: &Connection, document: i64) -> Sql<Arc<Feature>> {
        match self.glance(conn, document)? {
            Glance::Whole(feature) => Ok(feature),
            Glance::Stored(stored) => {
                let feature = Arc::new(stored.whole()?);
                self.whole.keep(document, feature.size(), Arc::clone(&feature));
                Ok(feature)
            }
        }
    }
}

/// Sketches of documents, the last ones used at hand.
#[derive(Debug)]
pub(crate) struct Sketches(Recent<Sketch>);

impl Default for Sketches {
    fn default() -> Sketches {
        Sketches(Recent::new(SKETCHES))
    }
}

impl Sketches {
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn of(&mut self, conn: &Connection, language: &Language, document: i64) -> Sql<Arc<Sketch>> {
        if let Some(sketch) = self.0.get(document) {
            return Ok(sketch);
        }
        let mut text = conn.prepare_cached("SELECT text FROM body WHERE document = ?1")?;
        let sketch =
            text.query_row([document], |row| Ok(link::sketch_of(language, row.get_ref(0)?.as_str()?)))?;
        let sketch = Arc::new(sketch);
        self.0.keep(document, 64 + 4 * sketch.runs.len(), Arc::clone(&sketch));
        Ok(sketch)
    }
}
