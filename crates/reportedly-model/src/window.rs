//! Windows: what the network sees at once.

use std::ops::Range;

use reportedly::{Reading, Segments, Span};

use crate::features::{CLOSES, casing, quotation};
use crate::wordpiece::Vocabulary;

/// Most pieces in a window, without the two marks around it.
pub(crate) const MOST_PIECES: usize = 254;

/// One token as the network gets it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Index in the segments' tokens.
    pub(crate) token: usize,
    pub(crate) pieces: Vec<i32>,
    pub(crate) casing: i32,
    pub(crate) quotation: i32,
    /// 1 for the first word of a paragraph.
    pub(crate) paragraph: i32,
    /// Whether a sentence can end with it.
    stop: bool,
}

/// The windows of a reading: whole paragraphs packed as they come; a paragraph that is too long is cut after a sentence,
/// or anywhere where there is none.
pub(crate) fn pack(
    vocabulary: &Vocabulary,
    text: &str,
    segments: &Segments,
    reading: &Reading,
) -> Vec<Vec<Word>> {
    let mut windows: Vec<Vec<Word>> = Vec::new();
    let mut open: Vec<Word> = Vec::new();
    let mut size = 0;
    let first = segments.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= reading.tokens.start);
    for paragraph in segments.paragraphs.get(first..).unwrap_or(&[]) {
        if paragraph.tokens.start >= reading.tokens.end {
            break;
        }
        let tokens =
            paragraph.tokens.start.max(reading.tokens.start)..paragraph.tokens.end.min(reading.tokens.end);
        for unit in units(words(vocabulary, text, segments, tokens)) {
            let more = pieces_of(&unit);
            if !open.is_empty() && size + more > MOST_PIECES {
                windows.push(std::mem::take(&mut open));
                size = 0;
            }
            open.extend(unit);
            size += more;
        }
    }
    if !open.is_empty() {
        windows.push(open);
    }
    windows
}

fn pieces_of(words: &[Word]) -> usize {
    words.iter().map(|word| word.pieces.len()).sum()
}

/// The words of a paragraph, or of the part of it that is read.
fn words(vocabulary: &Vocabulary, text: &str, segments: &Segments, tokens: Range<usize>) -> Vec<Word> {
    let place = segments.span_of(tokens.clone()).unwrap_or(Span::new(0, 0));
    let states = quotation(place.of(text));
    let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
    let mut stopped = false;
    for (at, token) in tokens.clone().zip(segments.tokens.get(tokens).unwrap_or(&[])) {
        let letters = token.span.of(text);
        let mut pieces = Vec::new();
        vocabulary.pieces(letters, &mut pieces);
        if pieces.is_empty() {
            continue;
        }
        let state = states.get(token.span.start() - place.start()).copied().unwrap_or(0);
        let mark = letters.starts_with(['.', '!', '?']);
        words.push(Word {
            token: at,
            pieces,
            casing: casing(letters),
            quotation: i32::from(state),
            paragraph: i32::from(words.is_empty()),
            stop: mark || (state == CLOSES && stopped),
        });
        stopped = mark;
    }
    words
}

/// Cuts a paragraph that does not fit: after the last sentence end in the second half of what fits, else hard.
fn units(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut units = Vec::new();
    let mut open: Vec<Word> = Vec::new();
    let mut size = 0;
    for word in words {
        while size + word.pieces.len() > MOST_PIECES && !open.is_empty() {
            let mut sum = 0;
            let mut cut = open.len();
            for (at, word) in open.iter().enumerate() {
                sum += word.pieces.len();
                if sum * 2 > MOST_PIECES && word.stop {
                    cut = at + 1;
                }
            }
            let rest = open.split_off(cut);
            units.push(std::mem::replace(&mut open, rest));
            size = pieces_of(&open);
        }
        size += word.pieces.len();
        open.push(word);
    }
    if !open.is_empty() {
        units.push(open);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use reportedly::{Document, Language, Meta, segment};

    fn windows(text: &str) -> Vec<Vec<Word>> {
        let vocabulary = Vocabulary::parse("[UNK]\n[CLS]\n[SEP]\nword\n.\n##s").unwrap();
        let document = Document::plain("t", text, Meta::default());
        let segments = segment(Language::english(), &document);
        let reading = Reading { tokens: 0..segments.tokens.len(), inner: false };
        pack(&vocabulary, text, &segments, &reading)
    }

    #[test]
    fn paragraphs_share_a_window_until_it_is_full() {
        let text = format!("{}\n\n{}\n\nword", "word ".repeat(200), "word ".repeat(54));
        let found = windows(&text);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [254, 1]);
        assert_eq!(found[0].iter().filter(|word| word.paragraph == 1).count(), 2);
    }

    #[test]
    fn a_long_paragraph_is_cut_after_a_sentence_or_hard() {
        let sentence = format!("{}. ", "words ".repeat(60).trim());
        let found = windows(&sentence.repeat(4));
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [122, 122]);
        let found = windows(&"word ".repeat(1000));
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [254, 254, 254, 238]);
    }

    #[test]
    fn a_million_characters_on_one_line_are_cut() {
        let found = windows(&"word.".repeat(200_000));
        assert!(found.iter().all(|window| pieces_of(window) <= MOST_PIECES));
        assert_eq!(found.iter().map(Vec::len).sum::<usize>(), 400_000);
        assert!(windows("").is_empty());
    }

    /// `training/features.py` made these from invented texts: start and end in code points, pieces, features.
    #[test]
    fn windows_are_those_of_the_training() {
        let vocabulary = Vocabulary::parse(include_str!("../../../models/en/vocab.txt")).unwrap();
        for line in include_str!("../tests/fixtures/windows.jsonl").lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = case["text"].as_str().unwrap();
            let document = Document::plain("t", text, Meta::default());
            let segments = segment(Language::english(), &document);
            let reading = Reading { tokens: 0..segments.tokens.len(), inner: false };
            let place = |byte: usize| text[..byte].chars().count();
            let row = |word: &Word| {
                let span = segments.tokens[word.token].span;
                let (start, end) = (place(span.start()), place(span.end()));
                serde_json::json!([start, end, word.pieces, word.casing, word.quotation, word.paragraph])
            };
            let windows = pack(&vocabulary, text, &segments, &reading);
            let found: Vec<Vec<_>> = windows.iter().map(|window| window.iter().map(row).collect()).collect();
            assert_eq!(serde_json::json!(found), case["windows"], "{text}");
        }
    }
}
