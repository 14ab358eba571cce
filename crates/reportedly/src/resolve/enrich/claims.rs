//! Hedges, reactions and admitted unknowns: phrases of the text, given to the claims that they belong to.

use super::{Context, cover};
use crate::language::Found;
use crate::{Claim, Form, Response, ResponseKind, Span};

/// Gives every phrase found in the text to its claim.
pub(super) fn fill(context: Context<'_>, claims: &mut [Claim]) {
    let owners = Owners::new(claims);
    let text = context.text();
    let paragraphs = context.segments.paragraphs.iter().map(|paragraph| paragraph.span);
    for paragraph in paragraphs {
        for hedge in context.language.hedges.find(text, paragraph) {
            if let Some(claim) = owners.beside(text, hedge.span).and_then(|owner| claims.get_mut(owner)) {
                claim.hedges.push(hedge.span);
            }
        }
        for unknown in context.language.unknowns.find(text, paragraph) {
            let sentence = context.sentence(unknown.span.start());
            if let Some(claim) = owners.around(unknown.span, sentence).and_then(|owner| claims.get_mut(owner))
            {
                claim.unknown = claim.unknown.or(Some(unknown.span));
            }
        }
        for response in context.language.responses.find_all(text, paragraph) {
            respond(context, &owners, claims, response);
        }
    }
    for claim in claims {
        claim.hedges.sort();
        claim.hedges.dedup();
    }
}

fn respond(context: Context<'_>, owners: &Owners, claims: &mut [Claim], found: Found<'_, ResponseKind>) {
    if found.class == ResponseKind::Confirmed && !found.part.is_some_and(|part| is_own(context, part)) {
        return; // another outlet's confirmation is its statement
    }
    // what somebody says in a quotation is no reaction of the report's
    let quotations = &context.segments.quotations;
    let before = quotations.partition_point(|quotation| quotation.span.start() <= found.span.start());
    let quoted = quotations.get(before.saturating_sub(4)..before).unwrap_or(&[]);
    if quoted.iter().any(|quotation| quotation.closed && quotation.inner.contains(found.span)) {
        return;
    }
    let sentence = context.sentence(found.span.start());
    let Some(owner) = owners.reacting(claims, found.span, sentence) else { return };
    let Some(claim) = claims.get_mut(owner) else { return };
    // of two the one that is stated first; a reaction that says more about verification counts over a denial
    if claim.response.is_none_or(|old| found.span.start() < old.span.start()) {
        claim.response = Some(Response { kind: found.class, span: found.span });
    }
}

/// Whether the words name the outlet that the report itself comes from.
pub(super) fn is_own(context: Context<'_>, words: Span) -> bool {
    let words = words.of(context.text()).to_lowercase();
    if matches!(words.as_str(), "we" | "us") {
        return true;
    }
    let Some(outlet) = &context.document.meta.outlet else { return false };
    let plain = |name: &str| {
        let name = name.to_lowercase();
        let name = name.split('(').next().unwrap_or("").trim().trim_start_matches("the ").to_owned();
        name.trim_end_matches(".com").replace("fox online news", "fox news").replace(" news", "")
    };
    let (outlet, words) = (plain(outlet), plain(&words));
    let short = |long: &str| -> String { long.split_whitespace().filter_map(|w| w.chars().next()).collect() };
    !words.is_empty()
        && (words == outlet
            || short(&outlet) == words
            || outlet.split_whitespace().last() == Some(words.as_str()))
}

/// Which claim holds which place.
struct Owners {
    /// Span of source, cue and content together (`own` ones: the content), with the claim's index; in text order.
    whole: Vec<(Span, usize)>,
}

impl Owners {
    fn new(claims: &[Claim]) -> Owners {
        let mut whole: Vec<(Span, usize)> = claims
            .iter()
            .enumerate()
            .flat_map(|(index, claim)| {
                let pieces = claim.source.iter().chain(&claim.cue).chain(&claim.content);
                pieces.map(move |&piece| (piece, index))
            })
            .collect();
        whole.sort();
        Owners { whole }
    }

    /// The pieces that touch `place`.
    fn touching(&self, place: Span) -> impl Iterator<Item = (Span, usize)> + '_ {
        // pieces are sorted by start; nested ones start later, so that a bounded walk back finds the ones that hold it
        let end = self.whole.partition_point(|(span, _)| span.start() < place.end());
        let start = end.saturating_sub(64);
        self.whole
            .get(start..end)
            .unwrap_or(&[])
            .iter()
            .copied()
            .filter(move |(span, _)| span.overlaps(place))
    }

    /// The innermost claim that holds the place; else one of which a piece stands right before or behind it. What is
    /// farther off says another thing.
    fn beside(&self, text: &str, place: Span) -> Option<usize> {
        let inner = self.touching(place).min_by_key(|(span, index)| (span.len(), usize::MAX - index));
        if let Some((_, index)) = inner {
            return Some(index);
        }
        let near = |span: Span| {
            let gap = Span::new(span.end().min(place.end()), place.start().max(span.start()));
            gap.len() <= 4 && gap.of(text).trim_matches([',', ' ', '\n']).is_empty()
        };
        let edge = |at: usize| {
            let mut at = at;
            while !text.is_char_boundary(at) {
                at += 1;
            }
            at
        };
        let around =
            Span::new(edge(place.start().saturating_sub(4)), edge((place.end() + 4).min(text.len())));
        self.touching(around).filter(|(span, _)| near(*span)).map(|(_, index)| index).min()
    }

    /// The innermost claim that holds the place; else one whose source or cue stands in the same sentence.
    fn around(&self, place: Span, sentence: Option<Span>) -> Option<usize> {
        let inner = self.touching(place).min_by_key(|(span, index)| (span.len(), usize::MAX - index));
        if let Some((_, index)) = inner {
            return Some(index);
        }
        let sentence = sentence?;
        let distance = |span: Span| {
            if span.start() >= place.end() {
                span.start() - place.end()
            } else {
                place.start().saturating_sub(span.end())
            }
        };
        let near = self.touching(sentence).filter(|(span, _)| sentence.contains(*span));
        near.min_by_key(|(span, index)| (distance(*span), *index)).map(|(_, index)| index)
    }

    /// The claim that a reaction is: the one whose cue it is, or the sentence in the outlet's own voice that holds it.
    fn reacting(&self, claims: &[Claim], place: Span, sentence: Option<Span>) -> Option<usize> {
        let cue = self
            .touching(place)
            .filter(|(span, index)| claims.get(*index).is_some_and(|claim| claim.cue.contains(span)))
            .min_by_key(|(span, index)| (span.start(), *index));
        if let Some((_, index)) = cue {
            return Some(index);
        }
        let index = self.around(place, sentence)?;
        let claim = claims.get(index)?;
        let outside = cover(&claim.content).is_none_or(|content| !content.overlaps(place));
        (claim.form == Form::Own || outside).then_some(index)
    }
}
