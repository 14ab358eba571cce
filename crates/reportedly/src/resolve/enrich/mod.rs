//! What the words around a claim add to it: stance, hedges, reactions, whose words are quoted, what is admitted not to be
//! known; and of each source why it is not named and how it is said to know. What each of these means stands in
//! `docs/sourcing.md`; the words are data (`data/en/`).

mod anonymity;
mod basis;
mod claims;
mod notices;
mod stance;
#[cfg(test)]
mod tests;
mod words;

use super::Resolutions;
use crate::{Document, Language, Segments, Span};

/// What every part needs to look things up.
#[derive(Clone, Copy)]
struct Context<'a> {
    language: &'a Language,
    document: &'a Document,
    segments: &'a Segments,
}

impl<'a> Context<'a> {
    fn text(&self) -> &'a str {
        &self.document.text
    }

    /// The sentence that holds `offset`.
    fn sentence(&self, offset: usize) -> Option<Span> {
        self.segments.sentence_at(offset).and_then(|i| self.segments.sentences.get(i)).map(|s| s.span)
    }
}

/// Fills stance, hedges, reaction, whose words and unknowns of each claim, anonymity and basis of each source, and adds
/// the notices on sourcing (S10 to S19).
pub fn enrich(language: &Language, document: &Document, segments: &Segments, resolved: &mut Resolutions) {
    let context = Context { language, document, segments };
    for claim in &mut resolved.claims {
        claim.stance = stance::of(context, claim);
    }
    claims::fill(context, &mut resolved.claims);
    words::fill(context, resolved);
    anonymity::fill(context, resolved);
    basis::fill(context, resolved);
    notices::add(context, resolved);
}

/// The smallest span that holds all of `spans`.
fn cover(spans: &[Span]) -> Option<Span> {
    spans.iter().copied().reduce(Span::cover)
}
