//! Spans and links to attributions, still in tokens.

use std::ops::Range;

use super::crf::{Role, RoleSpan, SequenceModel, choose};
use super::link;
use crate::{LabelSet, Layer, Segments};

/// An attribution in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    /// At least one piece, in text order.
    pub(crate) content: Vec<Range<usize>>,
    /// About how likely this is right: the third root of the product of what the network gives source, cue, content and
    /// links, which on development articles comes close to the share of right ones.
    pub(crate) score: f32,
}

/// How likely a span of each role must be to count, where spans and relations came out best on development articles.
fn least(role: Role) -> f32 {
    match role {
        Role::Source => 0.2,
        Role::Cue => 0.3,
        Role::Content => 0.3,
    }
}
/// How likely a content must be to be taken for a cue that has none.
const RESCUED: f32 = 0.03;

/// What cue and content must add up to, so that a cue which stands clear may take a doubtful content.
const RESCUED_WITH_CUE: f32 = 0.7;

/// The attributions that one layer tells of the tokens from `first` on, by their cues in text order.
///
/// Each content hangs on one cue, each cue has one source or nobody; a source may have several cues. A cue without a
/// content takes the best one that is left; where there is none it says nothing and is left out. Beside a content in its
/// own sentence a cue keeps from other sentences only quoted words; the rest belongs to a cue that was not seen.
///
/// `share` lowers what spans must reach, for readings whose findings are sifted afterwards.
pub(crate) fn read(
    labels: &LabelSet,
    model: &SequenceModel,
    segments: &Segments,
    text: &str,
    layer: &Layer,
    first: usize,
    share: f32,
) -> Vec<Draft> {
    let candidates =
        model.candidates(&layer.tags, first, &borders(segments, first..first + layer.tags.rows()));
    let mut spans = choose(&candidates, |role| least(role) * share);
    rescue(labels, layer, first, &candidates, &mut spans);
    let window = Window::new(labels, layer, first, &spans);
    let mut drafts = Vec::new();
    for (at, (cue, mut pieces)) in window.cues.iter().zip(window.pieces()).enumerate() {
        let home = segments.sentence_of(cue.tokens.start);
        if pieces.iter().any(|(span, _)| segments.sentence_of(span.tokens.start) == home) {
            pieces.retain(|(span, _)| {
                segments.sentence_of(span.tokens.start) == home || is_quoted(segments, text, span)
            });
        }
        let Some(surest) = pieces.iter().map(|(span, link)| span.probability * link).reduce(f32::max) else {
            continue;
        };
        let link = window.source_of(at);
        let source = link.and_then(|link| window.sources.get(link.chosen));
        let linked = link.map_or(1.0, |link| link.probability);
        drafts.push(Draft {
            source: source.map(|source| source.tokens.clone()),
            cue: cue.tokens.clone(),
            content: pieces.iter().map(|(span, _)| span.tokens.clone()).collect(),
            score: (cue.probability * surest * linked * source.map_or(1.0, |source| source.probability))
                .cbrt(),
        });
    }
    drafts
}

/// The tokens with which paragraphs begin, inside a window: nothing that is said runs from a title into the text.
fn borders(segments: &Segments, tokens: Range<usize>) -> Vec<usize> {
    let next = segments.paragraphs.partition_point(|paragraph| paragraph.tokens.start <= tokens.start);
    let rest = segments.paragraphs.get(next..).unwrap_or(&[]).iter();
    rest.map(|paragraph| paragraph.tokens.start).take_while(|start| *start < tokens.end).collect()
}

fn overlaps(a: &RoleSpan, b: &RoleSpan) -> bool {
    a.tokens.start < b.tokens.end && b.tokens.start < a.tokens.end
}

/// Whether a span stands in quotation marks, at least at one end.
fn is_quoted(segments: &Segments, text: &str, span: &RoleSpan) -> bool {
    let mark = |token: usize| {
        let word = segments.tokens.get(token).map_or("", |token| token.span.of(text));
        matches!(word, "“" | "”" | "\"" | "«" | "»" | "„" | "‘" | "’" | "'")
    };
    mark(span.tokens.start) || mark(span.tokens.end.saturating_sub(1))
}

/// Adds, for each cue without a content, the likeliest content that overlaps nothing and hangs on this cue.
fn rescue(
    labels: &LabelSet,
    layer: &Layer,
    first: usize,
    candidates: &[RoleSpan],
    spans: &mut Vec<RoleSpan>,
) {
    let window = Window::new(labels, layer, first, spans);
    let empty: Vec<usize> =
        window.pieces().iter().enumerate().filter(|(_, p)| p.is_empty()).map(|(at, _)| at).collect();
    if empty.is_empty() {
        return;
    }
    let free = candidates.iter().filter(|candidate| {
        let wanted = candidate.role == Role::Content && candidate.probability >= RESCUED;
        wanted && !spans.iter().any(|span| overlaps(span, candidate))
    });
    let mut offers: Vec<(usize, &RoleSpan)> = free
        .filter_map(|candidate| Some((window.cue_of(candidate)?.chosen, candidate)))
        .filter(|(cue, offer)| {
            let cue_too = window.cues.get(*cue).map_or(0.0, |cue| cue.probability);
            empty.contains(cue) && cue_too + offer.probability >= RESCUED_WITH_CUE
        })
        .collect();
    // the likeliest first; of equals the first in the text
    offers.sort_by(|(_, a), (_, b)| {
        b.probability
            .total_cmp(&a.probability)
            .then(a.tokens.start.cmp(&b.tokens.start))
            .then(a.tokens.end.cmp(&b.tokens.end))
    });
    let mut taken: Vec<(usize, RoleSpan)> = Vec::new();
    for (cue, offer) in offers {
        if !taken.iter().any(|(other, span)| *other == cue || overlaps(span, offer)) {
            taken.push((cue, offer.clone()));
        }
    }
    spans.extend(taken.into_iter().map(|(_, span)| span));
    spans.sort_by_key(|span| span.tokens.start);
}

/// The chosen spans of one window, by role.
struct Window<'a> {
    labels: &'a LabelSet,
    layer: &'a Layer,
    first: usize,
    sources: Vec<&'a RoleSpan>,
    cues: Vec<&'a RoleSpan>,
    contents: Vec<&'a RoleSpan>,
    source_rows: Vec<usize>,
    cue_rows: Vec<usize>,
}

impl<'a> Window<'a> {
    fn new(labels: &'a LabelSet, layer: &'a Layer, first: usize, spans: &'a [RoleSpan]) -> Window<'a> {
        let of = |role: Role| spans.iter().filter(|span| span.role == role).collect::<Vec<_>>();
        let (sources, cues, contents) = (of(Role::Source), of(Role::Cue), of(Role::Content));
        let rows = |spans: &[&RoleSpan]| {
            spans.iter().map(|span| span.tokens.start.saturating_sub(first)).collect::<Vec<_>>()
        };
        let (source_rows, cue_rows) = (rows(&sources), rows(&cues));
        Window { labels, layer, first, sources, cues, contents, source_rows, cue_rows }
    }

    /// For each cue its contents, each with the probability of the link.
    fn pieces(&self) -> Vec<Vec<(&'a RoleSpan, f32)>> {
        let mut pieces = vec![Vec::new(); self.cues.len()];
        for content in &self.contents {
            let Some(link) = self.cue_of(content) else { continue };
            if let Some(list) = pieces.get_mut(link.chosen) {
                list.push((*content, link.probability));
            }
        }
        pieces
    }

    fn cue_of(&self, content: &RoleSpan) -> Option<link::Link> {
        let row = content.tokens.start.saturating_sub(self.first);
        link::cue_of(self.labels, self.layer, row, &self.cue_rows)
    }

    fn source_of(&self, cue: usize) -> Option<link::Link> {
        let row = self.cue_rows.get(cue).copied()?;
        link::source_of(self.labels, self.layer, row, &self.source_rows)
    }
}
