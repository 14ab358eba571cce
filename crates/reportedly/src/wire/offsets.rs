//! Bytes to code points.

use super::rows::{Range, SpanRow, WordsRow};
use crate::Span;

/// Turns byte offsets of one text into code point offsets.
pub struct Offsets<'a> {
    pub(super) text: &'a str,
    /// Code points before each block of `BLOCK` bytes (at the first character boundary in it).
    blocks: Vec<(usize, usize)>,
}

pub(super) const BLOCK: usize = 256;

impl<'a> Offsets<'a> {
    /// Counts the text's code points once.
    pub fn new(text: &'a str) -> Offsets<'a> {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        for (count, (at, _)) in text.char_indices().enumerate() {
            if at / BLOCK >= blocks.len() {
                blocks.push((at, count));
            }
        }
        Offsets { text, blocks }
    }

    /// Code points before byte `offset`.
    pub fn point(&self, offset: usize) -> usize {
        let block = self.blocks.partition_point(|&(at, _)| at <= offset).checked_sub(1);
        let (from, count) = block.map_or((0, 0), |block| self.blocks[block]);
        count + self.text.get(from..offset).map_or(0, |gap| gap.chars().count())
    }

    /// A span in code points.
    pub fn range(&self, span: Span) -> Range {
        [self.point(span.start()), self.point(span.end())]
    }

    pub(super) fn span_row(&self, span: Span) -> SpanRow {
        SpanRow { span: self.range(span), text: span.of(self.text).to_owned() }
    }

    pub(super) fn words_row(&self, spans: &[Span]) -> Option<WordsRow> {
        let words: Vec<&str> = spans.iter().map(|span| span.of(self.text)).collect();
        (!spans.is_empty()).then(|| WordsRow {
            spans: spans.iter().map(|&s| self.range(s)).collect(),
            text: words.join(" … "),
        })
    }
}
