//! The JSON of `reportedly/1`: one document with its analysis a line. Offsets are made Unicode code points here.
//!
//! These are the rows of the format, apart from the domain's own types: a change of one is not a change of the other.

use serde::{Deserialize, Serialize};

use crate::{
    Analysis, Anchor, Claim, Dated, Derived, Document, Evidence, Figure, FigureGroup, Notice, Source, Span,
    Step, StepSource, Time,
};

/// The schema's name, the first field of every line.
pub const SCHEMA: &str = "reportedly/1";

/// Half-open range of Unicode code points.
pub type Range = [usize; 2];

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// [`SCHEMA`].
    pub schema: String,
    /// The document.
    pub document: DocumentRow,
    /// Its claims, in text order.
    pub claims: Vec<ClaimRow>,
    /// Their sources.
    pub sources: Vec<SourceRow>,
    /// Quantities.
    pub figures: Vec<FigureRow>,
    /// Figures that belong together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figure_groups: Vec<FigureGroupRow>,
    /// What follows from figures by arithmetic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<DerivedRow>,
    /// Time expressions.
    pub times: Vec<TimeRow>,
    /// Doubts.
    pub notices: Vec<NoticeRow>,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DocumentRow {
    pub id: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<BlockRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<HyperlinkRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody: Option<CustodyRow>,
}

/// A date with its origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DateRow {
    pub date: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    pub role: String,
    pub origin: String,
    pub evidence: String,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct BlockRow {
    pub span: Range,
    pub kind: String,
}

/// A hyperlink.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct HyperlinkRow {
    pub span: Range,
    pub href: String,
}

/// The bytes that were read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CustodyRow {
    pub file: String,
    pub sha256: String,
    pub bytes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

/// Words in one or more pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordsRow {
    /// Where each piece stands.
    pub spans: Vec<Range>,
    /// The pieces, joined by " … ".
    pub text: String,
}

/// A span with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpanRow {
    /// Where it stands.
    pub span: Range,
    /// The words.
    pub text: String,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ClaimRow {
    pub id: String,
    pub form: String,
    #[serde(rename = "in")]
    pub within: Option<String>,
    pub source: Option<WordsRow>,
    pub cue: Option<WordsRow>,
    pub content: Option<WordsRow>,
    pub chain: Vec<Vec<StepRow>>,
    pub stance: String,
    pub hedges: Vec<SpanRow>,
    pub figures: Vec<String>,
    pub times: Vec<String>,
    pub evidence: EvidenceRow,
    /// Evidence of each step of the chain, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain_evidence: Vec<EvidenceRow>,
    /// Whose words the quotation marks hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseRow>,
    /// The time of what is told, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    /// The time at which it was said, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// Words by which the claim says that something is not known or was not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<SpanRow>,
}

/// A source at a step of a chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct StepRow {
    pub source: String,
    pub span: Option<Range>,
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A reaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ResponseRow {
    pub kind: String,
    pub span: Range,
    pub text: String,
}

/// What something rests on: `{"rule": …}` or `{"model": …, "score": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum EvidenceRow {
    Rule { rule: String },
    Model { model: String, score: serde_json::Number },
}

/// A source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SourceRow {
    pub id: String,
    pub name: Option<String>,
    pub kind: String,
    pub naming: String,
    pub descriptor: Option<String>,
    pub stated_count: Option<u32>,
    pub mentions: Vec<Range>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymity: Option<ReasonRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<ReasonRow>,
}

/// A class with the words that give it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ReasonRow {
    pub class: String,
    pub span: Option<Range>,
    pub text: Option<String>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FigureRow {
    pub id: String,
    pub span: Range,
    pub text: String,
    pub low: Option<serde_json::Number>,
    pub high: Option<serde_json::Number>,
    pub relation: String,
    pub unit: Option<String>,
    pub counted: Option<SpanRow>,
    pub per: Option<String>,
    pub change: Option<ChangeRow>,
    pub claim: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximator: Option<SpanRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<SpanRow>,
    pub evidence: EvidenceRow,
}

/// Figures that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FigureGroupRow {
    pub kind: String,
    pub members: Vec<MemberRow>,
}

/// A figure of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MemberRow {
    pub figure: String,
    pub role: String,
}

/// What follows from figures by arithmetic; the report does not say it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DerivedRow {
    pub kind: String,
    pub low: Option<serde_json::Number>,
    pub high: Option<serde_json::Number>,
    pub relation: String,
    pub unit: Option<String>,
    pub counted: Option<SpanRow>,
    pub per: Option<String>,
    pub premises: Vec<String>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ChangeRow {
    pub direction: String,
    pub kind: String,
}

/// A time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TimeRow {
    pub id: String,
    pub span: Range,
    pub text: String,
    pub kind: String,
    pub value: String,
    pub claim: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// What the value was counted from: `published`, or the id of an earlier time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    pub evidence: EvidenceRow,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct NoticeRow {
    pub code: String,
    pub span: Option<Range>,
    pub message: String,
}

/// Turns byte offsets of one text into code point offsets.
pub struct Offsets<'a> {
    text: &'a str,
    /// Code points before each block of `BLOCK` bytes (at the first character boundary in it).
    blocks: Vec<(usize, usize)>,
}

const BLOCK: usize = 256;

impl<'a> Offsets<'a> {
    /// Counts the text's code points once.
    pub fn new(text: &'a str) -> Offsets<'a> {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        for (count, (at, _)) in text.char_indices().enumerate() {
            if at / BLOCK >= blocks.len() {
                blocks.push((at, count));
            }
        }
        Offsets { text, blocks }
    }

    /// Code points before byte `offset`.
    pub fn point(&self, offset: usize) -> usize {
        let block = self.blocks.partition_point(|&(at, _)| at <= offset).checked_sub(1);
        let (from, count) = block.map_or((0, 0), |block| self.blocks[block]);
        count + self.text.get(from..offset).map_or(0, |gap| gap.chars().count())
    }

    /// A span in code points.
    pub fn range(&self, span: Span) -> Range {
        [self.point(span.start()), self.point(span.end())]
    }

    fn span_row(&self, span: Span) -> SpanRow {
        SpanRow { span: self.range(span), text: span.of(self.text).to_owned() }
    }

    fn words_row(&self, spans: &[Span]) -> Option<WordsRow> {
        let words: Vec<&str> = spans.iter().map(|span| span.of(self.text)).collect();
        (!spans.is_empty()).then(|| WordsRow {
            spans: spans.iter().map(|&s| self.range(s)).collect(),
            text: words.join(" … "),
        })
    }
}

/// The line of a document and its analysis.
pub fn line(document: &Document, analysis: &Analysis) -> Line {
    let offsets = Offsets::new(&document.text);
    Line {
        schema: SCHEMA.to_owned(),
        document: document_row(document, &offsets),
        claims: (0..)
            .zip(&analysis.claims)
            .map(|(id, claim)| claim_row(id, claim, analysis, &offsets))
            .collect(),
        sources: (0..).zip(&analysis.sources).map(|(id, source)| source_row(id, source, &offsets)).collect(),
        figures: (0..).zip(&analysis.figures).map(|(id, figure)| figure_row(id, figure, &offsets)).collect(),
        figure_groups: analysis.figure_groups.iter().map(figure_group_row).collect(),
        derived: analysis.derived.iter().map(|derived| derived_row(derived, &offsets)).collect(),
        times: (0..).zip(&analysis.times).map(|(id, time)| time_row(id, time, &offsets)).collect(),
        notices: analysis.notices.iter().map(|notice| notice_row(notice, &offsets)).collect(),
    }
}

/// Ids in the JSON count from one: `c1`, `s1`, `f1`, `t1`.
fn id(letter: char, index: u32) -> String {
    format!("{letter}{}", index + 1)
}

fn dated(dated: &Dated) -> String {
    match &dated.time {
        Some(time) => format!("{}T{time}", dated.date),
        None => dated.date.to_string(),
    }
}

fn document_row(document: &Document, offsets: &Offsets<'_>) -> DocumentRow {
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

fn claim_row(index: u32, claim: &Claim, analysis: &Analysis, offsets: &Offsets<'_>) -> ClaimRow {
    let of_claim = |owner: Option<crate::ClaimId>| owner == Some(crate::ClaimId(index));
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
        figures: (0..)
            .zip(&analysis.figures)
            .filter(|(_, f)| of_claim(f.claim))
            .map(|(i, _)| id('f', i))
            .collect(),
        times: (0..)
            .zip(&analysis.times)
            .filter(|(_, t)| of_claim(t.claim))
            .map(|(i, _)| id('t', i))
            .collect(),
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

fn step_rows(step: &Step, offsets: &Offsets<'_>) -> Vec<StepRow> {
    let row = |source: &StepSource| StepRow {
        source: id('s', source.source.0),
        span: source.span.map(|span| offsets.range(span)),
        text: source.span.map(|span| span.of(offsets.text).to_owned()),
        href: source.href.clone(),
    };
    step.sources.iter().map(row).collect()
}

fn evidence_row(evidence: &Evidence) -> EvidenceRow {
    match evidence {
        Evidence::Rule(rule) => EvidenceRow::Rule { rule: rule.to_string() },
        Evidence::Model { name, score } => EvidenceRow::Model {
            model: name.to_string(),
            score: serde_json::Number::from_f64((f64::from(*score) * 100.0).round() / 100.0)
                .unwrap_or(0.into()),
        },
    }
}

fn source_row(index: u32, source: &Source, offsets: &Offsets<'_>) -> SourceRow {
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

fn figure_row(index: u32, figure: &Figure, offsets: &Offsets<'_>) -> FigureRow {
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

fn figure_group_row(group: &FigureGroup) -> FigureGroupRow {
    let member = |(figure, role): &(crate::FigureId, crate::FigureRole)| MemberRow {
        figure: id('f', figure.0),
        role: role.name().to_owned(),
    };
    FigureGroupRow { kind: group.kind.name().to_owned(), members: group.members.iter().map(member).collect() }
}

fn derived_row(derived: &Derived, offsets: &Offsets<'_>) -> DerivedRow {
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
fn number(value: rust_decimal::Decimal) -> Option<serde_json::Number> {
    serde_json::from_str(&value.to_string()).ok()
}

fn time_row(index: u32, time: &Time, offsets: &Offsets<'_>) -> TimeRow {
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

fn notice_row(notice: &Notice, offsets: &Offsets<'_>) -> NoticeRow {
    NoticeRow {
        code: notice.code.to_owned(),
        span: notice.span.map(|span| offsets.range(span)),
        message: notice.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_code_points() {
        let text = format!("é“x”😀 {}ü", "a".repeat(600));
        let offsets = Offsets::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.point(at), count);
        }
        assert_eq!(offsets.point(text.len()), text.chars().count());
    }

    #[test]
    fn numbers_keep_their_digits() {
        let value = "2.50".parse().unwrap();
        assert_eq!(serde_json::to_string(&number(value)).unwrap(), "2.50");
    }
}
