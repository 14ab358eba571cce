//! Quantities.

use crate::{Annotations, Claim, Document, Figure, Language, Notice, Segments, Time};

/// Finds the figures of a document, reads them and ties them to the innermost claim that holds them.
pub fn figures(
    _language: &Language,
    _document: &Document,
    _segments: &Segments,
    _seen: &Annotations,
    _claims: &[Claim],
    _times: &[Time],
) -> (Vec<Figure>, Vec<Notice>) {
    (Vec::new(), Vec::new())
}
