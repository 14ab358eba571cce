//! What the outlet says in its own voice: declarative sentences outside every attribution.

use super::word::Words;
use crate::language::Classes;
use crate::{Annotations, BlockKind, Claim, Evidence, Form, Segments, Span, Stance};

/// One claim for each declarative sentence that no attribution touches.
pub(super) fn claims(text: &str, segments: &Segments, words: &Words, seen: &Annotations) -> Vec<Claim> {
    let mut covered: Vec<Span> = (seen.attributions.iter())
        .flat_map(|attribution| attribution.source.iter().chain(&attribution.cue).chain(&attribution.content))
        .copied()
        .filter(|span| !span.is_empty())
        .collect();
    covered.sort_unstable();
    // ends grow with the starts, so that a binary search finds what touches
    let mut furthest = 0;
    let merged: Vec<Span> = covered
        .into_iter()
        .filter_map(|span| {
            let from = span.start().max(furthest);
            furthest = furthest.max(span.end());
            (from < span.end()).then(|| Span::new(from, span.end()))
        })
        .collect();
    let touched = |place: Span| {
        let at = merged.partition_point(|span| span.end() <= place.start());
        merged.get(at).is_some_and(|span| span.overlaps(place))
    };
    (segments.sentences.iter().enumerate())
        .filter(|(index, sentence)| {
            let running = (segments.paragraphs.get(sentence.paragraph))
                .is_some_and(|p| matches!(p.kind, BlockKind::Paragraph | BlockKind::ListItem));
            let headline = words.headline.get(sentence.paragraph).copied().unwrap_or(false);
            running && !headline && !touched(sentence.span) && declares(text, words, *index, sentence.span)
        })
        .map(|(_, sentence)| claim(text, sentence.span))
        .collect()
}

/// A full sentence that is no question and no bare name, date or credit.
fn declares(text: &str, words: &Words, index: usize, span: Span) -> bool {
    let written = span.of(text).trim_end_matches(['"', '”', '’', '\'', ')', ' ']);
    let stopped = written.ends_with(['.', '!', '…', ':', ';']);
    if written.ends_with('?') {
        return false;
    }
    let range = words.sentence(index);
    let Some(all) = words.all.get(range) else { return false };
    let small = all.iter().filter(|word| !word.cap && word.key.chars().all(char::is_alphabetic)).count();
    let verbal = all.iter().any(|word| {
        word.classes.any(Classes::FUNCTION) && is_verb(&word.key)
            || (!word.cap && word.key.len() > 3 && word.key.ends_with(['d', 's']))
    });
    let small_enough = if stopped { 2 } else { 4 };
    all.len() >= 3
        && small >= small_enough
        && (verbal || all.len() >= if stopped { 5 } else { 8 })
        && !written.starts_with("Follow ")
        && !written.contains('©')
}

fn is_verb(key: &str) -> bool {
    matches!(
        key,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "do"
            | "does"
            | "did"
            | "can"
            | "could"
            | "will"
            | "would"
            | "may"
            | "might"
            | "must"
            | "should"
    )
}

fn claim(text: &str, sentence: Span) -> Claim {
    let written = sentence.of(text);
    let end = written.strip_suffix('.').unwrap_or(written).len();
    Claim {
        within: None,
        form: Form::Own,
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![Span::new(sentence.start(), sentence.start() + end)],
        chain: Vec::new(),
        stance: Stance::Neutral,
        hedges: Vec::new(),
        words: None,
        response: None,
        told: None,
        said: None,
        unknown: None,
        evidence: Evidence::rule("claim/own-voice"),
    }
}
