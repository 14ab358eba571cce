//! Whose words a quotation holds, apart from whose information it is.

use std::collections::BTreeMap;

use super::{Context, cover};
use crate::resolve::Resolutions;
use crate::segment::Quotation;
use crate::{Claim, Form, Source, SourceKind, Span, Step, Words};

/// Fills whose words each quotation holds.
pub(super) fn fill(context: Context<'_>, resolved: &mut Resolutions) {
    let nested = nested_contents(&resolved.claims);
    for index in 0..resolved.claims.len() {
        let Some(claim) = resolved.claims.get(index) else { continue };
        let inner = nested.get(&index).map(Vec::as_slice).unwrap_or_default();
        let words = whose(context, claim, &resolved.sources, inner);
        if let Some(claim) = resolved.claims.get_mut(index) {
            claim.words = words;
        }
    }
}

/// The contents of nested claims, by the index of the claim that holds them.
fn nested_contents(claims: &[Claim]) -> BTreeMap<usize, Vec<Span>> {
    let mut nested: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for claim in claims {
        if let Some(within) = claim.within {
            nested.entry(within.0 as usize).or_default().extend(&claim.content);
        }
    }
    nested
}

fn whose(context: Context<'_>, claim: &Claim, sources: &[Source], nested: &[Span]) -> Option<Words> {
    if !matches!(claim.form, Form::Direct | Form::Mixed) {
        return None;
    }
    let quotations: Vec<&Quotation> = quotations(context, claim)
        .filter(|quotation| !is_title(context.text(), quotation.inner))
        // what a nested claim quotes is that claim's
        .filter(|quotation| !nested.iter().any(|inner| inner.contains(quotation.inner)))
        .collect();
    if quotations.is_empty() {
        return None;
    }
    let last = claim.chain.last()?;
    let kinds: Vec<SourceKind> = (last.sources.iter())
        .filter_map(|source| sources.get(source.source.0 as usize))
        .map(|source| source.kind)
        .collect();
    if kinds.iter().all(|kind| *kind == SourceKind::Unknown) {
        return Some(Words::Unclear);
    }
    if claim.chain.len() < 2 {
        return Some(Words::Speaker);
    }
    // who stands beside the cue: the carrier or the origin
    let first = *claim.source.first()?;
    let stands = |step: &Step| step.sources.iter().filter_map(|s| s.span).any(|span| span.overlaps(first));
    let by_carrier = claim.chain.first().is_some_and(stands);
    if !by_carrier {
        return Some(Words::Speaker); // the origin itself, or a pronoun for it
    }
    let cue = cover(&claim.cue)?;
    let found = context.language.quoted.find_all(context.text(), cue);
    let says = |words: Words| found.iter().any(|f| f.class == words);
    Some(if says(Words::Speaker) {
        Words::Speaker
    } else if says(Words::Carrier) {
        Words::Carrier
    } else {
        Words::Unclear
    })
}

/// The outermost quotations that lie in the claim's content.
fn quotations<'a>(context: Context<'a>, claim: &'a Claim) -> impl Iterator<Item = &'a Quotation> {
    // they begin in the paragraph where the content does, or later
    let content = cover(&claim.content).unwrap_or(Span::new(0, 0));
    let segments = context.segments;
    let paragraph = segments.paragraph_at(content.start()).and_then(|at| segments.paragraphs.get(at));
    let start = paragraph.map_or(content.start(), |paragraph| paragraph.span.start());
    let from = segments.quotations.partition_point(|quotation| quotation.span.start() < start);
    let quotations = segments.quotations.iter().skip(from);
    quotations.take_while(move |quotation| quotation.span.start() < content.end()).filter(move |quotation| {
        quotation.depth == 0 && claim.content.iter().any(|piece| piece.overlaps(quotation.inner))
    })
}

/// A title or nickname in quotation marks: a few words that all begin with a capital letter.
fn is_title(text: &str, inner: Span) -> bool {
    let words: Vec<&str> = inner.of(text).split_whitespace().collect();
    let small =
        ["a", "an", "the", "of", "and", "in", "on", "to", "for", "with", "at", "by", "from", "or", "vs."];
    let capital = |word: &&str| {
        small.contains(word) || word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    let ended = inner.of(text).trim_end().ends_with(['.', '!', '?', ',']);
    (1..=8).contains(&words.len())
        && words.iter().all(capital)
        && (!ended || words.len() > 1)
        && words.len() > 1
}
