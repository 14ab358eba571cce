//! Spans and links to attributions, still in tokens.

use std::ops::Range;

use super::crf::{Role, RoleSpan, SequenceModel};
use super::link;
use crate::{LabelSet, Scores};

/// An attribution in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    /// At least one piece, in text order.
    pub(crate) content: Vec<Range<usize>>,
    /// How likely source, cue and content are the right ones and belong together.
    pub(crate) score: f32,
}

/// How likely a span must be to count, where spans and relations came out best on the development articles.
const LEAST: f32 = 0.4;

/// The attributions of one window, by their cues in text order.
///
/// Each content hangs on one cue, each cue has one source or nobody; a source may have several cues. A cue without a
/// content says nothing and is left out, and so is a content where no cue is near.
pub(crate) fn read(labels: &LabelSet, model: &SequenceModel, scores: &Scores) -> Vec<Draft> {
    let spans = model.spans(&scores.tags, scores.tokens.start, |_| LEAST);
    let of = |role: Role| spans.iter().filter(|span| span.role == role).collect::<Vec<_>>();
    let (sources, cues, contents) = (of(Role::Source), of(Role::Cue), of(Role::Content));
    let row = |span: &&RoleSpan| span.tokens.start.saturating_sub(scores.tokens.start);
    let cue_rows: Vec<usize> = cues.iter().map(row).collect();
    let source_rows: Vec<usize> = sources.iter().map(row).collect();
    let mut pieces: Vec<Vec<(&RoleSpan, f32)>> = vec![Vec::new(); cues.len()];
    for content in contents {
        let Some(link) = link::cue_of(labels, scores, row(&content), &cue_rows) else { continue };
        if let Some(list) = pieces.get_mut(link.chosen) {
            list.push((content, link.probability));
        }
    }
    let mut drafts = Vec::new();
    for ((cue, &cue_row), pieces) in cues.iter().zip(&cue_rows).zip(pieces) {
        let Some(surest) = pieces.iter().map(|(span, link)| span.probability * link).reduce(f32::max) else {
            continue;
        };
        let link = link::source_of(labels, scores, cue_row, &source_rows);
        let source = link.and_then(|link| sources.get(link.chosen));
        let linked = link.map_or(1.0, |link| link.probability);
        drafts.push(Draft {
            source: source.map(|source| source.tokens.clone()),
            cue: cue.tokens.clone(),
            content: pieces.iter().map(|(span, _)| span.tokens.clone()).collect(),
            score: cue.probability * surest * linked * source.map_or(1.0, |source| source.probability),
        });
    }
    drafts
}
