//! A sentence's tokens with what each word can mean in a time expression.

use std::borrow::Cow;
use std::ops::Range;

use crate::language::times::{Part, Phrase, TimeWord, TimeWords};
use crate::segment::{Token, TokenKind};

/// One sentence, ready to be read for times. Every index is one of the document's tokens; outside the sentence there is
/// nothing.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a TimeWords,
    pub(super) tokens: &'a [Token],
    pub(super) range: Range<usize>,
    lower: Vec<Cow<'a, str>>,
    entries: Vec<Option<&'a TimeWord>>,
}

static NOTHING: TimeWord = TimeWord::NOTHING;

impl<'a> Scan<'a> {
    /// Reads the words of the sentence; none where it holds neither a word of time nor a digit.
    pub(super) fn new(
        text: &'a str,
        words: &'a TimeWords,
        tokens: &'a [Token],
        range: Range<usize>,
    ) -> Option<Scan<'a>> {
        let mut scan =
            Scan { text, words, tokens, range: range.clone(), lower: Vec::new(), entries: Vec::new() };
        let mut seen = false;
        for token in tokens.get(range)? {
            let word = token.span.of(text);
            let lower = lower(word);
            let entry = match token.kind {
                TokenKind::Word => words.word(&lower),
                _ => None,
            };
            let entry = entry.filter(|entry| !entry.capital || word.starts_with(|c: char| c.is_uppercase()));
            seen |= entry.is_some()
                || word.starts_with(|c: char| c.is_ascii_digit())
                || words.starts_phrase(&lower)
                || matches!(&*lower, "then" | "time");
            scan.entries.push(entry);
            scan.lower.push(lower);
        }
        seen.then_some(scan)
    }

    /// The lower-case word; empty outside the sentence.
    pub(super) fn word(&self, at: usize) -> &str {
        at.checked_sub(self.range.start).and_then(|i| self.lower.get(i)).map_or("", |word| word)
    }

    /// What the word can mean.
    pub(super) fn entry(&self, at: usize) -> &'a TimeWord {
        at.checked_sub(self.range.start)
            .and_then(|i| self.entries.get(i).copied().flatten())
            .unwrap_or(&NOTHING)
    }

    /// The word before; empty at the start.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    /// Whether the token touches the one before it.
    pub(super) fn touches(&self, at: usize) -> bool {
        at > self.range.start
            && self.range.contains(&at)
            && self.tokens[at - 1].span.end() == self.tokens[at].span.start()
    }

    /// Whether the token stands there as written, with a capital letter.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.range.contains(&at) && self.tokens[at].span.of(self.text).starts_with(|c: char| c.is_uppercase())
    }

    /// A dash that joins two words.
    pub(super) fn joined(&self, at: usize) -> bool {
        self.is(at, &["-", "\u{2010}", "\u{2011}", "\u{2013}"]) && self.touches(at) && self.touches(at + 1)
    }

    /// Plain digits: value and number of digits.
    pub(super) fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at);
        let all = !word.is_empty() && word.len() <= 9 && word.bytes().all(|b| b.is_ascii_digit());
        if all { word.parse().ok().map(|n| (n, word.len())) } else { None }
    }

    /// Digits that are a number by themselves: no part of "1,500", "2.5", "$5", "5%".
    pub(super) fn lone_digits(&self, at: usize) -> Option<(u32, usize)> {
        let found = self.digits(at)?;
        let mark_then_digit = |mark: usize, digit: usize| {
            self.is(mark, &[",", ".", "/", ":"]) && self.word(digit).starts_with(|c: char| c.is_ascii_digit())
        };
        let before = at >= 2 && self.touches(at) && self.touches(at - 1) && mark_then_digit(at - 1, at - 2);
        let after = self.touches(at + 1) && self.touches(at + 2) && mark_then_digit(at + 1, at + 2);
        let money = self.is_before(at, &["$", "€", "£", "¥", "₹", "#", "/", "+"]) && self.touches(at);
        let unit = self.touches(at + 1) && self.is(at + 1, &["%", "°", "/"]);
        (!before && !after && !money && !unit).then_some(found)
    }

    pub(super) fn is_before(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.before(at))
    }

    /// A fixed phrase that begins here, with the token after it.
    pub(super) fn phrase(&self, at: usize) -> Option<(usize, &'a Phrase)> {
        let words: &'a TimeWords = self.words;
        let (form, phrase) = (words.phrases(self.word(at)).iter())
            .find(|(form, _)| form.iter().enumerate().all(|(i, word)| self.word(at + i) == word))?;
        Some((at + form.len(), phrase))
    }

    /// A part of the day, singular.
    pub(super) fn part(&self, at: usize) -> Option<Part> {
        self.entry(at).part.filter(|_| !self.entry(at).plural)
    }
}

/// Lower case, without a new string where it is so already.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}
