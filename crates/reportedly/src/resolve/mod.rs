//! From what is seen to what it means: who a source is, and through whom a claim reached the report.

mod carrier;
mod chain;
mod discourse;
mod enrich;
mod form;
mod mend;
mod name;
mod own;
mod phrase;
mod referent;
mod word;

use crate::{Annotations, Claim, ClaimId, Document, Language, Notice, Segments, Source, Span, Stance};

pub use enrich::enrich;

/// Claims with their chains, and the sources that stand in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolutions {
    /// In text order.
    pub claims: Vec<Claim>,
    /// In order of their first mention.
    pub sources: Vec<Source>,
    /// Doubts.
    pub notices: Vec<Notice>,
}

/// Resolves attributions into claims, sources and chains.
///
/// Attributions are taken in the order that [`Annotations::attributions`] promises; entities and syntax may be missing.
pub fn resolve(
    language: &Language,
    document: &Document,
    segments: &Segments,
    seen: &Annotations,
) -> Resolutions {
    let words = word::Words::of(language, &document.text, segments);
    let seen = &mend::mend(language, document, segments, seen, &words);
    let chained = chain::build(language, document, segments, seen, &words);
    let mut claims: Vec<(usize, Option<usize>, Claim)> = Vec::new();
    for draft in chained.drafts.into_iter().filter(|draft| !draft.hollow) {
        let Some(attribution) = seen.attributions.get(draft.index) else { continue };
        claims.push((
            draft.index,
            draft.holder,
            Claim {
                within: None,
                form: draft.form,
                source: attribution.source.clone(),
                cue: attribution.cue.clone(),
                content: attribution.content.clone(),
                chain: draft.chain,
                stance: Stance::Neutral,
                hedges: Vec::new(),
                words: None,
                response: None,
                told: None,
                said: None,
                unknown: None,
                evidence: attribution.evidence.clone(),
            },
        ));
    }
    let claims = in_order(claims, own::claims(&document.text, segments, &words, seen));
    Resolutions { claims, sources: chained.sources, notices: chained.notices }
}

/// Attributed and own-voice claims in text order, nested ones after the claim that holds them.
fn in_order(attributed: Vec<(usize, Option<usize>, Claim)>, own: Vec<Claim>) -> Vec<Claim> {
    let start = |claim: &Claim| {
        let spans = claim.source.iter().chain(&claim.cue).chain(&claim.content);
        spans.map(|span: &Span| span.start()).min().unwrap_or(0)
    };
    // a nested claim stays behind its holder: attributions are in that order, own-voice claims go between
    let mut own = own.into_iter().peekable();
    let mut claims: Vec<Claim> = Vec::new();
    let mut new_id: Vec<Option<ClaimId>> = Vec::new();
    let mut holders: Vec<(usize, usize)> = Vec::new();
    for (index, holder, claim) in attributed {
        while holder.is_none() && own.peek().is_some_and(|next| start(next) < start(&claim)) {
            claims.extend(own.next());
        }
        if new_id.len() <= index {
            new_id.resize(index + 1, None);
        }
        if let Some(slot) = new_id.get_mut(index) {
            *slot = u32::try_from(claims.len()).ok().map(ClaimId);
        }
        holders.extend(holder.map(|holder| (claims.len(), holder)));
        claims.push(claim);
    }
    claims.extend(own);
    for (at, holder) in holders {
        if let Some(claim) = claims.get_mut(at) {
            claim.within = new_id.get(holder).copied().flatten();
        }
    }
    claims
}
