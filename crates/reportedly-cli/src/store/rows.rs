//! The tables made of reports: their columns and rows, whatever they are written as.

use reportedly::wire::{Line, WordsRow};
use reportedly_ledger::DocumentRow;

use super::table::Kind::{Digits, Flag, Integer, Text};
use super::table::Table;
use crate::csv::Cell;

pub(super) const DOCUMENTS: Table = Table {
    name: "documents",
    columns: &[
        ("document", Text),
        ("version", Integer),
        ("latest", Flag),
        ("title", Text),
        ("outlet", Text),
        ("byline", Text),
        ("published", Text),
        ("updated", Text),
        ("url", Text),
        ("language", Text),
        ("text", Text),
    ],
};

pub(super) const CLAIMS: Table = Table {
    name: "claims",
    columns: &[
        ("document", Text),
        ("version", Integer),
        ("claim", Text),
        ("in", Text),
        ("form", Text),
        ("stance", Text),
        ("source", Text),
        ("cue", Text),
        ("content", Text),
        ("chain", Text),
        ("origin", Text),
        ("hedges", Text),
        ("start", Integer),
        ("end", Integer),
    ],
};

pub(super) const SOURCES: Table = Table {
    name: "sources",
    columns: &[
        ("document", Text),
        ("version", Integer),
        ("source", Text),
        ("name", Text),
        ("kind", Text),
        ("naming", Text),
        ("descriptor", Text),
        ("stated_count", Integer),
        ("mentions", Integer),
    ],
};

pub(super) const FIGURES: Table = Table {
    name: "figures",
    columns: &[
        ("document", Text),
        ("version", Integer),
        ("figure", Text),
        ("text", Text),
        ("low", Digits),
        ("high", Digits),
        ("relation", Text),
        ("unit", Text),
        ("per", Text),
        ("change", Text),
        ("counted", Text),
        ("about", Text),
        ("status", Text),
        ("claim", Text),
        ("start", Integer),
        ("end", Integer),
    ],
};

pub(super) const TIMES: Table = Table {
    name: "times",
    columns: &[
        ("document", Text),
        ("version", Integer),
        ("time", Text),
        ("text", Text),
        ("kind", Text),
        ("value", Text),
        ("earliest", Text),
        ("latest", Text),
        ("claim", Text),
        ("start", Integer),
        ("end", Integer),
    ],
};

/// A row of [`DOCUMENTS`].
pub(super) fn document(row: &DocumentRow, line: &Line) -> Vec<Cell> {
    let document = &line.document;
    of(
        row,
        [
            i64::from(row.latest).into(),
            document.title.clone().into(),
            document.outlet.clone().into(),
            document.byline.clone().into(),
            document.published.clone().into(),
            document.updated.clone().into(),
            document.url.clone().into(),
            document.language.clone().into(),
            document.text.as_str().into(),
        ],
    )
}

/// Rows of [`CLAIMS`].
pub(super) fn claims<'l>(row: &'l DocumentRow, line: &'l Line) -> impl Iterator<Item = Vec<Cell>> + 'l {
    let label = |id: &String| {
        let source = line.sources.iter().find(|source| source.id == *id);
        let name = source.and_then(|source| source.name.clone().or_else(|| source.descriptor.clone()));
        name.unwrap_or_else(|| "nobody named".to_owned())
    };
    let words = |words: &Option<WordsRow>| Cell::from(words.as_ref().map(|words| words.text.clone()));
    line.claims.iter().map(move |claim| {
        let steps: Vec<String> = (claim.chain.iter())
            .map(|step| step.iter().map(|at| label(&at.source)).collect::<Vec<_>>().join(", "))
            .collect();
        let hedges: Vec<&str> = claim.hedges.iter().map(|hedge| hedge.text.as_str()).collect();
        let spans = claim.content.iter().flat_map(|words| &words.spans);
        of(
            row,
            [
                claim.id.as_str().into(),
                claim.within.clone().into(),
                claim.form.as_str().into(),
                claim.stance.as_str().into(),
                words(&claim.source),
                words(&claim.cue),
                words(&claim.content),
                steps.join(" ← ").as_str().into(),
                steps.last().cloned().into(),
                hedges.join("; ").as_str().into(),
                spans.clone().map(|span| span[0]).min().map_or(Cell::Empty, number),
                spans.map(|span| span[1]).max().map_or(Cell::Empty, number),
            ],
        )
    })
}

/// Rows of [`SOURCES`].
pub(super) fn sources<'l>(row: &'l DocumentRow, line: &'l Line) -> impl Iterator<Item = Vec<Cell>> + 'l {
    line.sources.iter().map(|source| {
        of(
            row,
            [
                source.id.as_str().into(),
                source.name.clone().into(),
                source.kind.as_str().into(),
                source.naming.as_str().into(),
                source.descriptor.clone().into(),
                source.stated_count.map_or(Cell::Empty, |count| Cell::from(i64::from(count))),
                number(source.mentions.len()),
            ],
        )
    })
}

/// Rows of [`FIGURES`].
pub(super) fn figures<'l>(row: &'l DocumentRow, line: &'l Line) -> impl Iterator<Item = Vec<Cell>> + 'l {
    let digits = |value: &Option<serde_json::Number>| {
        value.as_ref().map_or(Cell::Empty, |number| Cell::Number(number.to_string()))
    };
    line.figures.iter().map(move |figure| {
        let change = figure.change.as_ref().map(|change| format!("{} {}", change.direction, change.kind));
        of(
            row,
            [
                figure.id.as_str().into(),
                figure.text.as_str().into(),
                digits(&figure.low),
                digits(&figure.high),
                figure.relation.as_str().into(),
                figure.unit.clone().into(),
                figure.per.clone().into(),
                change.into(),
                figure.counted.as_ref().map(|words| words.text.clone()).into(),
                figure.about.as_ref().map(|words| words.text.clone()).into(),
                figure.status.clone().into(),
                figure.claim.clone().into(),
                number(figure.span[0]),
                number(figure.span[1]),
            ],
        )
    })
}

/// Rows of [`TIMES`].
pub(super) fn times<'l>(row: &'l DocumentRow, line: &'l Line) -> impl Iterator<Item = Vec<Cell>> + 'l {
    line.times.iter().map(|time| {
        of(
            row,
            [
                time.id.as_str().into(),
                time.text.as_str().into(),
                time.kind.as_str().into(),
                time.value.as_str().into(),
                time.earliest.clone().into(),
                time.latest.clone().into(),
                time.claim.clone().into(),
                number(time.span[0]),
                number(time.span[1]),
            ],
        )
    })
}

/// A row that begins with the document and its version.
fn of(row: &DocumentRow, cells: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
    let first = [Cell::from(row.identity.as_str()), Cell::from(row.version)];
    first.into_iter().chain(cells).collect()
}

fn number(number: usize) -> Cell {
    Cell::Number(number.to_string())
}
