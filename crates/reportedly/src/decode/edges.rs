//! Where spans begin and end: the guide's rules about quotation marks and full stops.

use std::ops::Range;

use super::assemble::Draft;
use crate::{Segments, Span};

/// The spans of one attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spans {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
}

/// Tokens to spans.
pub(crate) fn spans(text: &str, segments: &Segments, draft: &Draft) -> Spans {
    let _ = text;
    let span = |tokens: &Range<usize>| segments.span_of(tokens.clone());
    Spans {
        source: draft.source.iter().filter_map(span).collect(),
        cue: span(&draft.cue).into_iter().collect(),
        content: draft.content.iter().filter_map(span).collect(),
    }
}
