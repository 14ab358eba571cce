//! Tokens, sentences and quotations of a document: pure text work, no language model.

mod quotation;
mod sentence;
mod token;

use std::ops::Range;

use crate::{BlockKind, Document, Language, Span};

pub use token::{is_visible, tokenize};

/// A document cut up. All layers are in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segments {
    /// Words, numbers and single punctuation marks (the basic tokens of BERT).
    pub tokens: Vec<Token>,
    /// Sentences; every token is in exactly one.
    pub sentences: Vec<Sentence>,
    /// Paragraphs: one for each block of the document that holds a token.
    pub paragraphs: Vec<Paragraph>,
    /// Quotations, outer ones before the ones they hold.
    pub quotations: Vec<Quotation>,
}

/// A word, a number or one punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, possibly with digits.
    Word,
    /// Digits only.
    Number,
    /// One mark or symbol.
    Mark,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, with its closing marks.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// A paragraph: one block of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// What kind of block it is.
    pub kind: BlockKind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentences.
    pub sentences: Range<usize>,
}

/// Words between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Whether a closing mark was found; a quotation without one ends with its paragraph.
    pub closed: bool,
    /// 0 for an outermost quotation, 1 for one inside it.
    pub depth: u8,
}

impl Segments {
    /// The indexes of the tokens that share a byte with `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.span.start() < span.end());
        start..end.max(start)
    }

    /// The index of the sentence that holds a token; the number of sentences for a token that does not exist.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The sentence that holds byte `offset`, or the last one before it.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        self.sentences.partition_point(|sentence| sentence.span.start() <= offset).checked_sub(1)
    }

    /// The paragraph that holds byte `offset`, or the last one before it.
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        self.paragraphs.partition_point(|paragraph| paragraph.span.start() <= offset).checked_sub(1)
    }

    /// The span from the first to the last of the tokens.
    pub fn span_of(&self, tokens: Range<usize>) -> Option<Span> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        (tokens.start < tokens.end).then(|| first.span.cover(last.span))
    }
}

/// Cuts up a document.
pub fn segment(language: &Language, document: &Document) -> Segments {
    let text = document.text.as_str();
    let mut segments = Segments::default();
    for block in &document.blocks {
        let first_token = segments.tokens.len();
        tokenize(block.span.of(text), block.span.start(), &mut segments.tokens);
        let tokens = first_token..segments.tokens.len();
        if tokens.is_empty() {
            continue;
        }
        let first_sentence = segments.sentences.len();
        let paragraph = segments.paragraphs.len();
        for tokens in sentence::split(text, &segments.tokens, tokens.clone(), &language.abbreviations) {
            if let Some(span) = segments.span_of(tokens.clone()) {
                segments.sentences.push(Sentence { span, tokens, paragraph });
            }
        }
        segments.paragraphs.push(Paragraph {
            span: block.span,
            kind: block.kind,
            tokens,
            sentences: first_sentence..segments.sentences.len(),
        });
        quotation::find(text, block.span, &mut segments.quotations);
    }
    segments
}
