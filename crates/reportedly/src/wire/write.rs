//! Layers to rows.

use super::offsets::Offsets;
use super::rows::{
    BlockRow, ChangeRow, ClaimRow, CustodyRow, DateRow, DerivedRow, DocumentRow, EvidenceRow, FigureGroupRow,
    FigureRow, HyperlinkRow, MemberRow, NoticeRow, ReasonRow, ResponseRow, SourceRow, StepRow, TimeRow,
};
use crate::{
    Anchor, Claim, ClaimId, Dated, Derived, Document, Evidence, Figure, FigureGroup, Notice, Source, Span,
    Step, StepSource, Time,
};

/// Ids in the JSON count from one: `c1`, `s1`, `f1`, `t1`.
pub(super) fn id(letter: char, index: u32) -> String {
    format!("{letter}{}", index + 1)
}

pub(super) fn dated(dated: &Dated) -> String {
    match &dated.time {
        Some(time) => format!("{}T{time}", dated.date),
        None => dated.date.to_string(),
    }
}

pub(super) fn document_row(document: &Document, offsets: &Offsets<'_>) -> DocumentRow {
    let meta = &document.meta;
    DocumentRow {
        id: document.id.clone(),
        title: meta.title.clone(),
        outlet: meta.outlet.clone(),
        byline: meta.byline.clone(),
        published: meta.published.as_ref().map(dated),
        url: meta.url.clone(),
        language: meta.language.clone(),
        text: document.text.clone(),
        updated: meta.updated.as_ref().map(dated),
        dates: (meta.dates.iter())
            .map(|d| DateRow {
                date: d.date.to_string(),
                time: d.time.clone(),
                role: d.role.name().to_owned(),
                origin: d.origin.name().to_owned(),
                evidence: d.evidence.clone(),
            })
            .collect(),
        blocks: (document.blocks.iter())
            .map(|block| BlockRow { span: offsets.range(block.span), kind: block.kind.name().to_owned() })
            .collect(),
        links: (meta.links.iter())
            .map(|link| HyperlinkRow { span: offsets.range(link.span), href: link.href.clone() })
            .collect(),
        custody: meta.custody.as_ref().map(|custody| CustodyRow {
            file: custody.file.clone(),
            sha256: custody.sha256.clone(),
            bytes: custody.bytes,
            line: custody.line,
        }),
    }
}

/// For each claim the ids of what it holds; `owners` has the claim of each thing, in order.
pub(super) fn held(
    letter: char,
    claims: usize,
    owners: impl Iterator<Item = Option<ClaimId>>,
) -> Vec<Vec<String>> {
    let mut held = vec![Vec::new(); claims];
    for (index, owner) in (0..).zip(owners) {
        if let Some(ids) = owner.and_then(|claim| held.get_mut(claim.0 as usize)) {
            ids.push(id(letter, index));
        }
    }
    held
}

pub(super) fn claim_row(
    index: u32,
    claim: &Claim,
    figures: Vec<String>,
    times: Vec<String>,
    offsets: &Offsets<'_>,
) -> ClaimRow {
    ClaimRow {
        id: id('c', index),
        form: claim.form.name().to_owned(),
        within: claim.within.map(|within| id('c', within.0)),
        source: offsets.words_row(&claim.source),
        cue: offsets.words_row(&claim.cue),
        content: offsets.words_row(&claim.content),
        chain: claim.chain.iter().map(|step| step_rows(step, offsets)).collect(),
        stance: claim.stance.name().to_owned(),
        hedges: claim.hedges.iter().map(|&span| offsets.span_row(span)).collect(),
        figures,
        times,
        evidence: evidence_row(&claim.evidence),
        chain_evidence: claim.chain.iter().map(|step| evidence_row(&step.evidence)).collect(),
        words: claim.words.map(|words| words.name().to_owned()),
        response: claim.response.map(|response| {
            let row = offsets.span_row(response.span);
            ResponseRow { kind: response.kind.name().to_owned(), span: row.span, text: row.text }
        }),
        told: claim.told.map(|time| id('t', time.0)),
        said: claim.said.map(|time| id('t', time.0)),
        unknown: claim.unknown.map(|span| offsets.span_row(span)),
    }
}

pub(super) fn step_rows(step: &Step, offsets: &Offsets<'_>) -> Vec<StepRow> {
    let row = |source: &StepSource| StepRow {
        source: id('s', source.source.0),
        span: source.span.map(|span| offsets.range(span)),
        text: source.span.map(|span| span.of(offsets.text).to_owned()),
        href: source.href.clone(),
    };
    step.sources.iter().map(row).collect()
}

pub(super) fn evidence_row(evidence: &Evidence) -> EvidenceRow {
    match evidence {
        Evidence::Rule(rule) => EvidenceRow::Rule { rule: rule.to_string() },
        Evidence::Model { name, score } => EvidenceRow::Model {
            model: name.to_string(),
            score: serde_json::Number::from_f64((f64::from(*score) * 100.0).round() / 100.0)
                .unwrap_or(0.into()),
        },
    }
}

pub(super) fn source_row(index: u32, source: &Source, offsets: &Offsets<'_>) -> SourceRow {
    let reason = |class: &str, span: Option<Span>| ReasonRow {
        class: class.to_owned(),
        span: span.map(|span| offsets.range(span)),
        text: span.map(|span| span.of(offsets.text).to_owned()),
    };
    SourceRow {
        id: id('s', index),
        name: source.name.clone(),
        kind: source.kind.name().to_owned(),
        naming: source.naming.name().to_owned(),
        descriptor: source.descriptor.map(|span| span.of(offsets.text).to_owned()),
        stated_count: source.stated_count,
        mentions: source.mentions.iter().map(|&span| offsets.range(span)).collect(),
        anonymity: source.anonymity.map(|anonymity| reason(anonymity.class.name(), anonymity.span)),
        basis: source.basis.map(|basis| reason(basis.class.name(), basis.span)),
    }
}

pub(super) fn figure_row(index: u32, figure: &Figure, offsets: &Offsets<'_>) -> FigureRow {
    FigureRow {
        id: id('f', index),
        span: offsets.range(figure.span),
        text: figure.span.of(offsets.text).to_owned(),
        low: figure.low.and_then(number),
        high: figure.high.and_then(number),
        relation: figure.relation.name().to_owned(),
        unit: figure.unit.clone(),
        counted: figure.counted.map(|span| offsets.span_row(span)),
        per: figure.per.clone(),
        change: figure.change.map(|change| ChangeRow {
            direction: change.direction.name().to_owned(),
            kind: change.kind.name().to_owned(),
        }),
        claim: figure.claim.map(|claim| id('c', claim.0)),
        approximator: figure.approximator.map(|span| offsets.span_row(span)),
        status: figure.status.map(|status| status.name().to_owned()),
        about: figure.about.map(|span| offsets.span_row(span)),
        evidence: evidence_row(&figure.evidence),
    }
}

pub(super) fn figure_group_row(group: &FigureGroup) -> FigureGroupRow {
    let member = |(figure, role): &(crate::FigureId, crate::FigureRole)| MemberRow {
        figure: id('f', figure.0),
        role: role.name().to_owned(),
    };
    FigureGroupRow { kind: group.kind.name().to_owned(), members: group.members.iter().map(member).collect() }
}

pub(super) fn derived_row(derived: &Derived, offsets: &Offsets<'_>) -> DerivedRow {
    DerivedRow {
        kind: derived.kind.name().to_owned(),
        low: derived.low.and_then(number),
        high: derived.high.and_then(number),
        relation: derived.relation.name().to_owned(),
        unit: derived.unit.clone(),
        counted: derived.counted.map(|span| offsets.span_row(span)),
        per: derived.per.clone(),
        premises: derived.premises.iter().map(|figure| id('f', figure.0)).collect(),
    }
}

/// A JSON number with exactly the decimal's digits.
pub(super) fn number(value: rust_decimal::Decimal) -> Option<serde_json::Number> {
    serde_json::from_str(&value.to_string()).ok()
}

pub(super) fn time_row(index: u32, time: &Time, offsets: &Offsets<'_>) -> TimeRow {
    TimeRow {
        id: id('t', index),
        span: offsets.range(time.span),
        text: time.span.of(offsets.text).to_owned(),
        kind: time.kind.name().to_owned(),
        value: time.value.clone(),
        claim: time.claim.map(|claim| id('c', claim.0)),
        earliest: time.days.map(|(first, _)| first.to_string()),
        latest: time.days.map(|(_, last)| last.to_string()),
        anchor: match time.anchor {
            Anchor::None => None,
            Anchor::Published => Some("published".to_owned()),
            Anchor::Mention(earlier) => Some(id('t', earlier.0)),
        },
        modifier: time.modifier.map(|modifier| modifier.name().to_owned()),
        evidence: evidence_row(&time.evidence),
    }
}

pub(super) fn notice_row(notice: &Notice, offsets: &Offsets<'_>) -> NoticeRow {
    NoticeRow {
        code: notice.code.to_owned(),
        span: notice.span.map(|span| offsets.range(span)),
        message: notice.message.clone(),
    }
}
