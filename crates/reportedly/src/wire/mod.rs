//! The JSON of `reportedly/1`: one document with its analysis a line. Offsets are made Unicode code points here.
//!
//! These are the rows of the format, apart from the domain's own types: a change of one is not a change of the other.

mod offsets;
mod rows;
#[cfg(test)]
mod tests;
mod write;

pub use offsets::Offsets;
pub use rows::{
    BlockRow, ChangeRow, ClaimRow, CustodyRow, DateRow, DerivedRow, DocumentRow, EvidenceRow, FigureGroupRow,
    FigureRow, HyperlinkRow, Line, MemberRow, NoticeRow, Range, ReasonRow, ResponseRow, SourceRow, SpanRow,
    StepRow, TimeRow, WordsRow,
};

use crate::{Analysis, Document};
use write::{
    claim_row, derived_row, document_row, figure_group_row, figure_row, held, notice_row, source_row,
    time_row,
};

/// The schema's name, the first field of every line.
pub const SCHEMA: &str = "reportedly/1";

/// The line of a document and its analysis.
pub fn line(document: &Document, analysis: &Analysis) -> Line {
    let offsets = Offsets::new(&document.text);
    let figures = held('f', analysis.claims.len(), analysis.figures.iter().map(|figure| figure.claim));
    let times = held('t', analysis.claims.len(), analysis.times.iter().map(|time| time.claim));
    Line {
        schema: SCHEMA.to_owned(),
        document: document_row(document, &offsets),
        claims: (0..)
            .zip(&analysis.claims)
            .zip(figures.into_iter().zip(times))
            .map(|((id, claim), (figures, times))| claim_row(id, claim, figures, times, &offsets))
            .collect(),
        sources: (0..).zip(&analysis.sources).map(|(id, source)| source_row(id, source, &offsets)).collect(),
        figures: (0..).zip(&analysis.figures).map(|(id, figure)| figure_row(id, figure, &offsets)).collect(),
        figure_groups: analysis.figure_groups.iter().map(figure_group_row).collect(),
        derived: analysis.derived.iter().map(|derived| derived_row(derived, &offsets)).collect(),
        times: (0..).zip(&analysis.times).map(|(id, time)| time_row(id, time, &offsets)).collect(),
        notices: analysis.notices.iter().map(|notice| notice_row(notice, &offsets)).collect(),
    }
}
