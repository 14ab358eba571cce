//! All that can be done for a document before the ledger is touched: on many threads, without a file.

use std::sync::Arc;

use reportedly::link::{self, Passage, Report, Sketch};
use reportedly::wire::{self, Line};
use reportedly::{Analysis, Document, Language};
use sha2::{Digest, Sha256};

use crate::error::LedgerErrorKind;
use crate::feature::Feature;
use crate::pack;

/// A document with its analysis, ready to be stored.
#[derive(Debug)]
pub struct Prepared {
    /// Its rows, with spans in code points.
    pub(crate) line: Line,
    pub(crate) analysis: Vec<u8>,
    pub(crate) analysis_size: usize,
    pub(crate) hash: [u8; 32],
    pub(crate) feature: Arc<Feature>,
    pub(crate) feature_bytes: Vec<u8>,
    /// Code-point offsets of each passage.
    pub(crate) ranges: Vec<[usize; 2]>,
    /// Keys of each passage.
    pub(crate) keys: Vec<Vec<i64>>,
    pub(crate) story_keys: Vec<i64>,
    pub(crate) sketch: Sketch,
    pub(crate) sketch_keys: Vec<i64>,
}

impl Prepared {
    /// Prepares a document. Pure.
    ///
    /// # Errors
    ///
    /// A document without an id.
    pub fn new(
        language: &Language,
        document: &Document,
        analysis: &Analysis,
    ) -> Result<Prepared, LedgerErrorKind> {
        if document.id.trim().is_empty() {
            return Err(LedgerErrorKind::Document("the document has no id".to_owned()));
        }
        let line = wire::line(document, analysis);
        let passages = link::passages(language, document, analysis);
        let offsets = wire::Offsets::new(&document.text);
        let ranges = passages.iter().map(|passage| offsets.range(passage.span)).collect();
        let sketch = link::sketch(language, document);
        let feature = Feature { report: link::report(language, document, analysis), passages };
        let (packed, analysis_size) = pack::pack(line.clone());
        Ok(Prepared {
            hash: Sha256::digest(document.text.as_bytes()).into(),
            analysis: packed,
            analysis_size,
            feature_bytes: feature.to_bytes(),
            keys: feature.passages.iter().map(keys).collect(),
            story_keys: story_keys(&feature.report),
            feature: Arc::new(feature),
            ranges,
            sketch_keys: short(sketch.keys()),
            sketch,
            line,
        })
    }

    /// The document's identity.
    pub fn id(&self) -> &str {
        &self.line.document.id
    }

    /// The document's text.
    pub fn text(&self) -> &str {
        &self.line.document.text
    }
}

/// The keys of a passage as the ledger stores them.
pub(crate) fn keys(passage: &Passage) -> Vec<i64> {
    short(link::keys(passage))
}

/// The keys of a document by what it is about.
pub(crate) fn story_keys(report: &Report) -> Vec<i64> {
    short(link::story_keys(report))
}

/// Four bytes of each key: enough to keep candidates apart, and half as much to store.
fn short(keys: Vec<u64>) -> Vec<i64> {
    let mut keys: Vec<i64> = keys.into_iter().map(|key| i64::from((key ^ (key >> 32)) as u32)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
