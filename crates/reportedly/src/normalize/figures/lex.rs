//! Cuts a sentence into words, numbers and marks, with each number read.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::literal::{self, Literal};
use crate::Span;
use crate::language::{Class, Quantities, Word};

/// A word, a number in digits or one mark.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
    /// In lower case.
    pub(super) key: Cow<'a, str>,
    /// Whether it touches the item before.
    pub(super) glued: bool,
    /// A number in digits; its value is none where it cannot be read.
    pub(super) literal: Option<Literal>,
    /// Letters, not marks.
    pub(super) letters: bool,
    /// What the language data know about it.
    pub(super) word: Option<&'a Word>,
}

/// The items of one sentence.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) words: &'a Quantities,
}

impl<'a> Line<'a> {
    /// Reads the words of `span`.
    pub(super) fn new(text: &'a str, span: Span, words: &'a Quantities) -> Line<'a> {
        let mut line = Line { items: Vec::with_capacity(span.len() / 5), words };
        let within = span.of(text);
        let mut at = 0;
        let mut glued = false;
        while let Some(rest) = within.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            let length = if c.is_whitespace() {
                glued = false;
                at += c.len_utf8();
                continue;
            } else if literal::is_invisible(c) {
                at += c.len_utf8();
                continue;
            } else if let Some((length, number)) = literal::read(rest) {
                line.push(rest, at + span.start(), length, glued, Some(number));
                length
            } else {
                let length = word_length(rest, c);
                line.push(rest, at + span.start(), length, glued, None);
                length
            };
            at += length;
            glued = true;
        }
        line
    }

    fn push(&mut self, rest: &'a str, start: usize, length: usize, glued: bool, literal: Option<Literal>) {
        let text = rest.get(..length).unwrap_or("");
        let letters = literal.is_none() && text.chars().any(char::is_alphabetic);
        let key = if letters && text.chars().any(char::is_uppercase) {
            Cow::Owned(text.to_lowercase())
        } else {
            Cow::Borrowed(text)
        };
        let word = if literal.is_none() { self.words.word(&key) } else { None };
        let span = Span::new(start, start + length);
        self.items.push(Item { span, text, key, glued, literal, letters, word });
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// The item; none before the first and behind the last.
    pub(super) fn get(&self, at: usize) -> Option<&Item<'a>> {
        self.items.get(at)
    }

    /// The item in lower case; empty where there is none.
    pub(super) fn key(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |item| &item.key)
    }

    /// The item as written.
    pub(super) fn text(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |item| item.text)
    }

    pub(super) fn word(&self, at: usize) -> Option<&'a Word> {
        self.items.get(at).and_then(|item| item.word)
    }

    /// Whether the item is of one of the classes.
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        self.word(at).is_some_and(|word| word.class.any(class))
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| item.glued)
    }

    pub(super) fn letters(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| item.letters)
    }

    /// Whether the item begins with a capital letter.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.text(at).chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn literal(&self, at: usize) -> Option<&Literal> {
        self.items.get(at).and_then(|item| item.literal.as_ref())
    }

    /// Value of a number in digits.
    pub(super) fn value(&self, at: usize) -> Option<Decimal> {
        self.literal(at).and_then(|literal| literal.value)
    }

    /// A mark of hyphens or dashes.
    pub(super) fn hyphen(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "‐" | "‑" | "–" | "−")
    }

    /// Whether a hyphen joins the items before and behind.
    pub(super) fn joined(&self, at: usize) -> bool {
        self.hyphen(at) && self.glued(at) && self.glued(at + 1)
    }

    pub(super) fn quote(&self, at: usize) -> bool {
        matches!(self.text(at), "“" | "”" | "\"" | "‘" | "’" | "'" | "«" | "»")
    }

    /// The span from the first to the last item of the range.
    pub(super) fn span(&self, start: usize, end: usize) -> Option<Span> {
        let last = self.get(end.checked_sub(1)?)?;
        (start < end).then(|| self.get(start).map(|first| first.span.cover(last.span)))?
    }

    /// Where the phrase ends that begins at `at`; hyphens between its words are passed over.
    pub(super) fn phrase(&self, at: usize, keys: &[String]) -> Option<usize> {
        let mut next = at;
        for (count, key) in keys.iter().enumerate() {
            if count > 0 && key != "-" && self.joined(next) {
                next += 1;
            }
            if self.key(next) != key && !(key == "-" && self.joined(next)) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }
}

/// Length of a run of letters, or of one mark.
fn word_length(rest: &str, first: char) -> usize {
    let mut chars = rest.char_indices().skip(1).peekable();
    if matches!(first, '\'' | '’') {
        // "’s", "n’t": the letters behind the mark belong to it; an opening mark stands alone
        let tail = rest.get(first.len_utf8()..).unwrap_or("");
        let letters: usize = tail.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let suffix = matches!(
            tail.get(..letters).unwrap_or(""),
            "s" | "t" | "re" | "ve" | "ll" | "d" | "m" | "S" | "clock"
        );
        return if suffix { first.len_utf8() + letters } else { first.len_utf8() };
    }
    if !first.is_alphabetic() {
        return first.len_utf8();
    }
    while let Some(&(at, c)) = chars.peek() {
        if !c.is_alphabetic() {
            return at;
        }
        chars.next();
    }
    rest.len()
}
