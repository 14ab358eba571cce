//! When each claim holds: the time of what is told, and the time at which it was said. The third, the publication, is
//! the document's own.

use crate::{Claim, Segments, Span, Time, TimeId, TimeKind};

/// Gives each claim the time of what it tells and the time at which it was said.
///
/// The first is the first calendar time in its content that no claim inside it holds; the second stands in the sentence
/// of its cue or source, outside every content.
pub fn place(segments: &Segments, times: &[Time], claims: &mut [Claim]) {
    let calendar = |time: &Time| {
        matches!(time.kind, TimeKind::Date | TimeKind::Time)
            && (time.days.is_some() || time.value.starts_with(|c: char| c.is_ascii_digit() || c == 'X'))
    };
    for (id, time) in (0..).zip(times) {
        if let Some(claim) = time.claim
            && calendar(time)
            && let Some(claim) = claims.get_mut(claim.0 as usize)
        {
            claim.told = claim.told.or(Some(TimeId(id)));
        }
    }
    for claim in claims.iter_mut() {
        let Some(cue) = claim.cue.first().or(claim.source.first()).copied() else { continue };
        let Some(sentence) = segments.sentence_at(cue.start()).and_then(|at| segments.sentences.get(at))
        else {
            continue;
        };
        let from = times.partition_point(|time| time.span.start() < sentence.span.start());
        let inside = |span: Span| claim.content.iter().any(|content| content.overlaps(span));
        claim.said = (from..)
            .zip(times.get(from..).unwrap_or_default())
            .take_while(|(_, time)| time.span.end() <= sentence.span.end())
            .filter(|(_, time)| {
                calendar(time)
                    && time.claim.is_none_or(|held| Some(held) == claim.within)
                    && !inside(time.span)
            })
            .min_by_key(|(_, time)| distance(time.span, cue))
            .and_then(|(at, _)| u32::try_from(at).ok().map(TimeId));
    }
}

fn distance(a: Span, b: Span) -> usize {
    if a.end() <= b.start() { b.start() - a.end() } else { a.start().saturating_sub(b.end()) }
}
