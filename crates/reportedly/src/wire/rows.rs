//! The rows of a line, as they stand in the JSON.

use serde::{Deserialize, Serialize};

/// Half-open range of Unicode code points.
pub type Range = [usize; 2];

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// [`SCHEMA`](super::SCHEMA).
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
