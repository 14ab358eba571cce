//! From what is seen to what it means: who a source is, and through whom a claim reached the report.

mod enrich;

use crate::{Annotations, Claim, Document, Language, Notice, Segments, Source};

pub use enrich::enrich;

/// Claims with their chains, and the sources that stand in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolutions {
    /// In text order.
    pub claims: Vec<Claim>,
    /// In order of their first mention.
    pub sources: Vec<Source>,
    /// Doubts.
    pub notices: Vec<Notice>,
}

/// Resolves attributions into claims, sources and chains.
pub fn resolve(
    _language: &Language,
    _document: &Document,
    _segments: &Segments,
    _seen: &Annotations,
) -> Resolutions {
    Resolutions::default()
}
