//! Sentence ends.

use std::ops::Range;

use super::{Token, TokenKind};
use crate::language::Abbreviations;

/// Marks that can stand between a stop and the first word of the next sentence; more of them are no opening.
const OPENERS: usize = 8;

/// Splits a paragraph's tokens into sentences.
pub(super) fn split(
    text: &str,
    tokens: &[Token],
    paragraph: Range<usize>,
    abbreviations: &Abbreviations,
) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while at < paragraph.end {
        if !is_stop(tokens[at].span.of(text)) {
            at += 1;
            continue;
        }
        // "…?!”)" all belong to the sentence that they close
        let mut next = at + 1;
        while next < paragraph.end && closes(text, tokens, next) {
            next += 1;
        }
        if next < paragraph.end && ends_here(text, tokens, &paragraph, at, next, abbreviations) {
            sentences.push(start..next);
            start = next;
        }
        at = next;
    }
    if start < paragraph.end {
        sentences.push(start..paragraph.end);
    }
    sentences
}

fn is_stop(word: &str) -> bool {
    matches!(word, "." | "?" | "!" | "…" | "。" | "？" | "！")
}

/// Whether the token is a further stop or a closing mark that touches the one before.
fn closes(text: &str, tokens: &[Token], at: usize) -> bool {
    let touching = tokens[at - 1].span.end() == tokens[at].span.start();
    let next_touching = tokens.get(at + 1).is_some_and(|next| next.span.start() == tokens[at].span.end());
    match tokens[at].span.of(text) {
        word if is_stop(word) => touching,
        "”" | "’" | ")" | "]" | "»" => touching,
        // a straight mark closes where it does not touch the word after it
        "\"" | "'" => {
            touching && (!next_touching || tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Mark))
        }
        _ => false,
    }
}

fn ends_here(
    text: &str,
    tokens: &[Token],
    paragraph: &Range<usize>,
    stop: usize,
    next: usize,
    abbreviations: &Abbreviations,
) -> bool {
    if tokens[next - 1].span.end() == tokens[next].span.start() {
        return false; // "example.com", "U.S.", "2.5"
    }
    let opener = tokens[next..paragraph.end.min(next + OPENERS)]
        .iter()
        .map(|t| t.span.of(text))
        .find(|w| w.chars().any(char::is_alphanumeric));
    let Some(follower) = opener else { return true };
    let starts_new = follower.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    if !starts_new {
        // "iPhone" and the like are too rare to outweigh "'What?' he asked"
        return false;
    }
    if tokens[stop].span.of(text) != "." || stop == paragraph.start {
        return true;
    }
    let word = tokens[stop - 1].span.of(text);
    if tokens[stop - 1].span.end() != tokens[stop].span.start() {
        return true;
    }
    // the whole dotted word: "U.S", "a.m", "Lt"
    let mut first = stop - 1;
    while first > paragraph.start + 1
        && tokens[first - 1].span.of(text) == "."
        && tokens[first - 1].span.end() == tokens[first].span.start()
        && tokens[first - 2].span.end() == tokens[first - 1].span.start()
        && tokens[first - 2].kind == TokenKind::Word
    {
        first -= 2;
    }
    let dotted = tokens[first].span.cover(tokens[stop - 1].span).of(text);
    if next == stop + 1 && abbreviations.is_title(dotted) {
        return false; // "Gen. Smith", "St. Louis", "No. 5"
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if dotted.contains('.') || initial || abbreviations.is_other(dotted) {
        // "the U.S. Senate" goes on, "in the U.S. The Senate" ends
        return next > stop + 1 || abbreviations.starts_sentences(follower);
    }
    true
}
