//! A place in a document's text.

use std::fmt;

/// A half-open range of UTF-8 byte offsets into one document's text.
///
/// Invariant: `start <= end`. Spans made by this crate lie on character boundaries of the text they
/// were made for; [`Span::of`] returns an empty string for a span that does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`; the two are swapped where they stand the wrong way round.
    ///
    /// Offsets beyond 4 GiB are clamped; no document is that long.
    pub fn new(start: usize, end: usize) -> Span {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let (a, b) = (clamp(start), clamp(end));
        Span { start: a.min(b), end: a.max(b) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside (equal counts).
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The words themselves; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_does_not_fit_is_empty_words() {
        assert_eq!(Span::new(1, 3).of("é!"), "");
        assert_eq!(Span::new(0, 2).of("é!"), "é");
        assert_eq!(Span::new(0, 99).of("é!"), "");
    }

    #[test]
    fn trim_keeps_the_words() {
        let text = "  two words\u{a0} ";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "two words");
    }
}
