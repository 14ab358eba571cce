//! The passages of a report that may stand in others too.

use super::words::{Token, tokens};
use super::{Amount, Passage, PassageKind, Voice};
use crate::{Analysis, Claim, ClaimId, Document, FigureId, Form, Language, Span};

/// The passages of a report: its quotations, statements and figures, in text order.
pub fn passages(_language: &Language, document: &Document, analysis: &Analysis) -> Vec<Passage> {
    let text = document.text.as_str();
    let mut out = Vec::new();
    for (index, claim) in analysis.claims.iter().enumerate() {
        let kind = if claim.form == Form::Direct { PassageKind::Quote } else { PassageKind::Claim };
        let id = ClaimId(u32::try_from(index).unwrap_or(u32::MAX));
        for &span in &claim.content {
            out.push(plain(text, analysis, kind, span, Some((id, claim))));
        }
    }
    for (index, figure) in analysis.figures.iter().enumerate() {
        let span = figure.counted.map_or(figure.span, |counted| figure.span.cover(counted));
        let claim = figure.claim.and_then(|id| Some((id, analysis.claims.get(id.0 as usize)?)));
        let mut passage = plain(text, analysis, PassageKind::Figure, span, claim);
        passage.figure = Some(FigureId(u32::try_from(index).unwrap_or(u32::MAX)));
        passage.amount = Some(Amount {
            low: figure.low,
            high: figure.high,
            relation: figure.relation,
            unit: figure.unit.clone(),
            per: figure.per.clone(),
            change: figure.change.map(|change| (change.direction, change.kind)),
            counted: Vec::new(),
            class: None,
            as_of: None,
            derived: false,
        });
        out.push(passage);
    }
    out.sort_by_key(|passage| (passage.span, passage.kind));
    out
}

fn plain(
    text: &str,
    analysis: &Analysis,
    kind: PassageKind,
    span: Span,
    claim: Option<(ClaimId, &Claim)>,
) -> Passage {
    let mut found: Vec<Token> = Vec::new();
    tokens(text, span, &mut found);
    let mut weights: Vec<(u32, u8)> = found.iter().map(|token| (token.id, 10)).collect();
    weights.sort_unstable();
    weights.dedup();
    Passage {
        kind,
        span,
        claim: claim.map(|(id, _)| id),
        figure: None,
        words: found.iter().map(|token| token.id).collect(),
        weights,
        around: Vec::new(),
        chain: claim.map(|(_, claim)| chain(text, analysis, claim)).unwrap_or_default(),
        stance: claim.map_or(crate::Stance::Neutral, |(_, claim)| claim.stance),
        hedged: claim.is_some_and(|(_, claim)| !claim.hedges.is_empty()),
        negated: false,
        quoted: kind == PassageKind::Quote,
        correction: false,
        partial: false,
        days: None,
        amount: None,
    }
}

/// Who says a claim, nearest step first.
pub(super) fn chain(text: &str, analysis: &Analysis, claim: &Claim) -> Vec<Vec<Voice>> {
    let voice = |at: &crate::StepSource| {
        let source = analysis.sources.get(at.source.0 as usize)?;
        let described = source.descriptor.or(at.span).map(|span| span.of(text).to_owned());
        Some(Voice {
            kind: source.kind,
            naming: source.naming,
            name: source.name.clone(),
            text: if source.name.is_some() { None } else { described },
            count: source.stated_count,
        })
    };
    let steps = claim.chain.iter().map(|step| step.sources.iter().filter_map(voice).collect::<Vec<_>>());
    steps.filter(|step| !step.is_empty()).collect()
}
