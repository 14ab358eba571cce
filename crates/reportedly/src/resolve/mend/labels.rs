//! Speakers' labels of a transcript as attributions.

use std::ops::Range;

use super::Mender;
use crate::decode::in_text_order;
use crate::{Attribution, Evidence, Span};

impl Mender<'_> {
    /// Speakers' labels of a transcript: "WALLACE: …", where there are two or more.
    pub(super) fn labels(&self, attributions: &mut Vec<Attribution>) {
        let words = self.reader.words;
        let text = &self.document.text;
        let mut labels: Vec<(usize, Range<usize>)> = Vec::new();
        for (index, paragraph) in self.segments.paragraphs.iter().enumerate() {
            let range = words.within(paragraph.span);
            let found = (range.start..range.end.min(range.start + 3))
                .find(|&at| words.get(at).is_some_and(|word| word.colon));
            let upper =
                |label: &Range<usize>| label.clone().all(|at| words.get(at).is_some_and(|word| word.upper));
            if let Some(last) = found {
                let label = range.start..last + 1;
                if upper(&label) && !label.is_empty() && range.end > last + 1 {
                    labels.push((index, label));
                }
            }
        }
        if labels.len() < 2 {
            return;
        }
        let mut added: Vec<Attribution> = Vec::new();
        for (at, (paragraph, label)) in labels.iter().enumerate() {
            let (Some(source), Some(place)) =
                (words.span(label.clone()), self.segments.paragraphs.get(*paragraph))
            else {
                continue;
            };
            let taken = attributions.iter().any(|a| a.source.iter().any(|span| span.overlaps(source)));
            if taken {
                continue;
            }
            let colon = Span::new(source.end(), source.end() + 1);
            let start = words.get(label.end).map_or(source.end(), |word| word.span.start());
            // without a label a paragraph goes on in the same voice, a few at most
            let next = labels.get(at + 1).map_or(*paragraph + 1, |(next, _)| *next).min(*paragraph + 6);
            let end = self
                .segments
                .paragraphs
                .get(next.saturating_sub(1))
                .map_or(place.span.end(), |last| last.span.end());
            let content = Span::new(start, end.max(place.span.end())).trim(text);
            if colon.of(text) != ":" || content.is_empty() {
                continue;
            }
            added.push(Attribution {
                source: vec![source],
                cue: vec![colon],
                content: vec![content],
                within: None,
                evidence: Evidence::rule("claim/transcript"),
            });
        }
        if added.is_empty() {
            return;
        }
        attributions.extend(added);
        *attributions = in_text_order(std::mem::take(attributions));
    }
}
