//! Whose words a quotation holds, apart from whose information it is.

use super::{Context, cover};
use crate::resolve::Resolutions;
use crate::segment::Quotation;
use crate::{Claim, ClaimId, Form, Source, SourceKind, Span, Step, Words};

/// Fills whose words each quotation holds.
pub(super) fn fill(context: Context<'_>, resolved: &mut Resolutions) {
    let nested = nested_contents(&resolved.claims);
    for index in 0..resolved.claims.len() {
        let Some(claim) = resolved.claims.get(index) else { continue };
        let inner = nested.iter().filter(|(within, _)| within.0 as usize == index).map(|&(_, span)| span);
        let words = whose(context, claim, &resolved.sources, inner.collect());
        if let Some(claim) = resolved.claims.get_mut(index) {
            claim.words = words;
        }
    }
}

/// The contents of nested claims, with the claim that holds each.
fn nested_contents(claims: &[Claim]) -> Vec<(ClaimId, Span)> {
    let pieces = |claim: &Claim| {
        let within = claim.within;
        claim.content.clone().into_iter().filter_map(move |piece| within.map(|within| (within, piece)))
    };
    claims.iter().flat_map(pieces).collect()
}

fn whose(context: Context<'_>, claim: &Claim, sources: &[Source], nested: Vec<Span>) -> Option<Words> {
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
    context.segments.quotations.iter().filter(move |quotation| {
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
