//! The whole way from a document to its analysis.

use crate::{Analysis, Document, Language, ScoreError, Scorer, decode, normalize, resolve, segment};

/// Analyzes one document. Pure: the same document, data and scores give the same analysis.
///
/// # Errors
///
/// Only the scorer can fail.
pub fn analyze(
    language: &Language,
    document: &Document,
    scorer: &dyn Scorer,
) -> Result<Analysis, ScoreError> {
    let segments = segment(language, document);
    let seen = decode::annotate(language, document, &segments, scorer)?;
    let mut resolved = resolve::resolve(language, document, &segments, &seen);
    resolve::enrich(language, document, &segments, &mut resolved);
    let (times, time_notices) = normalize::times(language, document, &segments, &seen, &resolved.claims);
    normalize::place(&segments, &times, &mut resolved.claims);
    let (figures, figure_notices) =
        normalize::figures(language, document, &segments, &seen, &resolved.claims, &times);
    let (figure_groups, derived, group_notices) = normalize::relate(&document.text, &segments, &figures);
    let mut notices = document.notices.clone();
    notices.extend(resolved.notices);
    notices.extend(figure_notices);
    notices.extend(group_notices);
    notices.extend(time_notices);
    notices.sort_by_key(|notice| (notice.span.map(|span| (span.start(), span.end())), notice.code));
    Ok(Analysis {
        claims: resolved.claims,
        sources: resolved.sources,
        figures,
        figure_groups,
        derived,
        times,
        notices,
    })
}
