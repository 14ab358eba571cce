//! Near-identical documents: one report in many outlets.

use serde::{Deserialize, Serialize};

use super::words::{Token, mix, tokens};
use crate::{Document, Language, Span};

/// Words in a row that are compared.
const RUN: usize = 8;

/// A document as the runs of eight words that it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// Hashes of all distinct runs, sorted.
    pub runs: Vec<u32>,
}

/// Two documents that are copies of each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    /// Share of the distinct runs of the shorter text that the longer one holds too, 0 to 1.
    pub shared: f32,
}

/// The runs of words of a document.
pub fn sketch(language: &Language, document: &Document) -> Sketch {
    sketch_of(language, &document.text)
}

/// The runs of words of a document's text.
pub fn sketch_of(language: &Language, text: &str) -> Sketch {
    let found = tokens(language, text, Span::new(0, text.len()));
    let run = |words: &[Token]| (mix(words.iter().map(|word| u64::from(word.id))) >> 32) as u32;
    let mut runs: Vec<u32> = found.windows(RUN).map(run).collect();
    runs.sort_unstable();
    runs.dedup();
    Sketch { runs }
}

impl Sketch {
    /// Keys that copies are looked up by: the smallest runs.
    pub fn keys(&self) -> Vec<u64> {
        self.runs.iter().take(16).map(|&run| u64::from(run)).collect()
    }
}

/// Whether two documents are near-identical: whether more than 60 % of the runs of the shorter stand in the other.
pub fn copy(one: &Sketch, two: &Sketch) -> Option<Copied> {
    let (short, long) = if one.runs.len() <= two.runs.len() { (one, two) } else { (two, one) };
    if short.runs.is_empty() {
        return None;
    }
    let shared = short.runs.iter().filter(|run| long.runs.binary_search(run).is_ok()).count();
    let shared = shared as f32 / short.runs.len() as f32;
    (shared >= 0.5).then_some(Copied { shared })
}
