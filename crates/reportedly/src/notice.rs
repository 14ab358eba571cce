//! Coded doubts about one place or one report.

use crate::Span;

/// A doubt. Every code is listed with its meaning in `docs/notices.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The code: a letter for the layer (R reading, S sourcing, F figures, T times) and two digits.
    pub code: &'static str,
    /// The place it is about, where it is about one.
    pub span: Option<Span>,
    /// What is doubtful, in words for the reader: lower case, no full stop.
    pub message: String,
}

impl Notice {
    /// A notice about `span`, or about the whole report.
    pub fn new(code: &'static str, span: Option<Span>, message: impl Into<String>) -> Notice {
        Notice { code, span, message: message.into() }
    }
}
