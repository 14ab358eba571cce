//! Where spans begin and end: the annotation guide's rules about full stops and quotation marks.
//!
//! The network knows these rules from its examples and nearly always keeps them; here its slips are mended.

use std::ops::Range;

use super::assemble::Draft;
use crate::segment::TokenKind;
use crate::{Segments, Span};

/// The spans of one attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spans {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
}

/// Tokens to spans; what lies outside `within`, the tokens that were read, is never added.
///
/// Sources and cues stay as they are: a relative clause keeps its closing comma.
pub(crate) fn spans(text: &str, segments: &Segments, draft: &Draft, within: &Range<usize>) -> Spans {
    let edges = Edges { text, segments };
    let span = |tokens: Range<usize>| segments.span_of(tokens);
    let taken = |token: usize| {
        let named = draft.source.iter().chain([&draft.cue]).any(|tokens| tokens.contains(&token));
        named || draft.content.iter().any(|tokens| tokens.contains(&token))
    };
    let free = |token: usize| within.contains(&token) && !taken(token);
    Spans {
        source: draft.source.iter().filter_map(|tokens| span(tokens.clone())).collect(),
        cue: span(draft.cue.clone()).into_iter().collect(),
        content: draft.content.iter().filter_map(|tokens| span(edges.content(tokens, &free))).collect(),
    }
}

/// How many quotations that open before a content are looked at: they nest no deeper.
const NESTED: usize = 6;

struct Edges<'a> {
    text: &'a str,
    segments: &'a Segments,
}

impl Edges<'_> {
    fn word(&self, token: usize) -> &str {
        self.segments.tokens.get(token).map_or("", |token| token.span.of(self.text))
    }

    fn holds_words(&self, tokens: Range<usize>) -> bool {
        let tokens = self.segments.tokens.get(tokens).unwrap_or(&[]);
        tokens.iter().any(|token| token.kind != TokenKind::Mark)
    }

    /// Leaves out tokens at both ends as long as words are left.
    fn shrink(
        &self,
        tokens: Range<usize>,
        first: impl Fn(usize) -> bool,
        last: impl Fn(usize) -> bool,
    ) -> Range<usize> {
        if !self.holds_words(tokens.clone()) {
            return tokens;
        }
        let Range { mut start, mut end } = tokens;
        while start + 1 < end && first(start) {
            start += 1;
        }
        while start + 1 < end && last(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// A content: no comma or colon around it, no final full stop, its own quotation marks.
    fn content(&self, tokens: &Range<usize>, free: &impl Fn(usize) -> bool) -> Range<usize> {
        let loose = |token: usize| matches!(self.word(token), "," | ";" | ":");
        let tokens = self.with_marks(tokens.clone(), free);
        self.shrink(tokens, loose, |token| loose(token) || self.is_final_stop(token))
    }

    /// A full stop that ends a sentence and no abbreviation; ellipses stay.
    fn is_final_stop(&self, token: usize) -> bool {
        let ends = self.segments.sentences.get(self.segments.sentence_of(token)).is_some_and(|sentence| {
            sentence.tokens.end == token + 1 || !self.holds_words(token + 1..sentence.tokens.end)
        });
        let before = token.checked_sub(1).map_or("", |before| self.word(before));
        let dotted =
            token.checked_sub(2).is_some_and(|at| self.word(at) == ".") && before.chars().count() == 1;
        self.word(token) == "." && ends && before != "." && !dotted
    }

    /// Takes in the quotation marks that belong to the content, and leaves out single ones that do not.
    fn with_marks(&self, tokens: Range<usize>, free: &impl Fn(usize) -> bool) -> Range<usize> {
        let Some(span) = self.segments.span_of(tokens.clone()) else { return tokens };
        let Range { mut start, mut end } = tokens;
        let quotations = &self.segments.quotations;
        let behind = quotations.partition_point(|quotation| quotation.span.start() < span.end());
        let before = quotations.partition_point(|quotation| quotation.span.start() < span.start());
        let near = quotations.get(before.saturating_sub(NESTED)..behind).unwrap_or(&[]);
        for quotation in near.iter().filter(|quotation| quotation.closed) {
            let marks = self.segments.tokens_in(quotation.span);
            if marks.end <= start || marks.start >= end {
                continue;
            }
            let opens_before = marks.start < start;
            let closes_after = marks.end > end;
            // only marks lie between the content and the quotation's end
            let near_start = !self.holds_words(marks.start..start) && (marks.start..start).all(free);
            let near_end = !self.holds_words(end..marks.end) && (end..marks.end).all(free);
            match (opens_before, closes_after) {
                (true, true) if near_start && near_end => (start, end) = (marks.start, marks.end),
                (true, false) if near_start => start = marks.start,
                (false, true) if near_end => end = marks.end,
                // a closing mark at the very start, an opening one at the very end
                (true, false) if marks.end == start + 1 && start + 1 < end => start += 1,
                (false, true) if marks.start + 1 == end && start + 1 < end => end -= 1,
                _ => {}
            }
        }
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Language, Meta, segment};

    /// The content is marked with ⟦ ⟧.
    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let start = marked.find('⟦').unwrap();
        let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
        let document = Document::plain("t", text.as_str(), Meta::default());
        let segments = segment(Language::english(), &document);
        let tokens = segments.tokens_in(Span::new(start, end));
        let draft = Draft { source: None, cue: 0..0, content: vec![tokens], score: 1.0 };
        let found = spans(&text, &segments, &draft, &(0..segments.tokens.len()));
        assert_eq!(found.content[0].of(&text), expected);
    }

    #[test]
    fn the_final_stop_goes_and_others_stay() {
        check("He said ⟦the dam held.⟧ It did.", "the dam held");
        check("He said ⟦they moved to the U.S.⟧ in May.", "they moved to the U.S.");
        check("He asked ⟦why the dam broke?⟧", "why the dam broke?");
        check("⟦The dam held,⟧ he said.", "The dam held");
        check("He said⟦: the dam held⟧.", "the dam held");
        check("He said ⟦the dam held …⟧", "the dam held …");
    }

    #[test]
    fn quotation_marks_belong_to_the_content() {
        check("“⟦We won⟧,” he said.", "“We won,”");
        check("⟦“We won⟧,” he said.", "“We won,”");
        check("He said “⟦we won.”⟧", "“we won.”");
        check("He said ⟦“we won.⟧”", "“we won.”");
        check("He said ⟦they “won twice⟧.”", "they “won twice.”");
        check("\"⟦We won⟧,\" he said.", "\"We won,\"");
    }

    #[test]
    fn marks_of_other_quotations_do_not() {
        check("“Yes,⟦” we won⟧, he said.", "we won");
        check("He said ⟦we won. “⟧No,” she said.", "we won");
        check("He called it “a ⟦great⟧ day for all”.", "great");
        check("⟦“”⟧", "“”");
    }
}
