//! `figures`: what was counted, how it grew, who says otherwise.

use std::collections::BTreeMap;

use reportedly::Language;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::figure_rows;
use super::find::terms;
use super::points::{Links, tell};
use super::row::{ReportRow, StepRow, step_label};
use super::series::{self, Thing};
use crate::error::Sql;
use crate::{Ledger, LedgerError};

/// Figures that fit a question.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    /// One for each thing counted; the longest first.
    pub series: Vec<Series>,
    /// Whether there were too many to look at all of them.
    pub cut: bool,
}

/// Figures of one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// What is counted.
    pub counted: String,
    /// The clause that says what exactly, of the earliest figure, with "N" in the number's place.
    pub clause: String,
    /// As in `reportedly/1`.
    pub unit: Option<String>,
    /// As in `reportedly/1`.
    pub per: Option<String>,
    /// up by, down by; none for a state.
    pub change: Option<String>,
    /// Whether the words asked for are in what is counted itself; else only in the clause.
    pub direct: bool,
    /// Who the figures come from.
    pub roots: Vec<String>,
    /// The figures by date; repetitions are under the first that gives them.
    pub points: Vec<Point>,
}

/// A figure, with those who repeat it.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// The figure.
    pub figure: FigureRow,
    /// Index of its root among the series' roots.
    pub root: usize,
    /// Others that give the same from the same root.
    pub repeats: Vec<FigureRow>,
    /// Indexes of earlier points of another value that this one stands against, nearest first.
    pub against: Vec<Against>,
}

/// Two points of a series that do not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    /// Index of the other point.
    pub point: usize,
    /// update (a later state), differs, denies, corrects; or open: update or conflict, as-of not stated.
    pub relation: String,
}

/// A figure of a report.
#[derive(Clone, Debug, Serialize)]
pub struct FigureRow {
    /// The report.
    pub report: ReportRow,
    /// Its number in the report: "f1".
    pub figure: String,
    /// The claim's: "c3".
    pub claim: Option<String>,
    /// Code points of the report's text.
    pub span: [u32; 2],
    /// As written.
    pub words: String,
    /// Least value; none where it is open.
    pub low: Option<f64>,
    /// Greatest value; none where it is open.
    pub high: Option<f64>,
    /// exact, about, at_least, more_than, at_most, less_than, between.
    pub relation: String,
    /// estimated, forecast, targeted, denied.
    pub status: Option<String>,
    /// What is counted, as written.
    pub counted: String,
    /// The clause around it.
    pub clause: String,
    /// Whom it comes from.
    pub chain: Vec<StepRow>,
    #[serde(skip)]
    pub(super) document: i64,
    #[serde(skip)]
    pub(super) passage: Option<u32>,
    #[serde(skip)]
    pub(super) thing: Thing,
    #[serde(skip)]
    pub(super) direct: bool,
}

impl FigureRow {
    /// Who stands at the end of the chain, else the outlet itself.
    pub fn origin(&self) -> String {
        match self.chain.last() {
            Some(step) => step_label(step),
            None => format!("{} itself", self.report.outlet()),
        }
    }

    /// The labels of each step, nearest first.
    pub fn steps(&self) -> Vec<String> {
        self.chain.iter().map(|step| step_label(step)).collect()
    }
}

impl Ledger {
    /// The figures whose thing counted, or the clause around it, holds the words.
    ///
    /// # Errors
    ///
    /// No words, or those of the file.
    pub fn figures(&self, language: &Language, question: &str) -> Result<Figures, LedgerError> {
        self.reading(|conn| figures(conn, language, question))
    }
}

fn figures(conn: &Connection, language: &Language, question: &str) -> Sql<Figures> {
    let (rows, cut) = figure_rows::load(conn, language, &terms(question)?)?;
    let links = links(conn, &rows)?;
    let things: Vec<Thing> = rows.iter().map(|row| row.thing.clone()).collect();
    let pairs: Vec<(usize, usize)> = links.keys().copied().collect();
    let groups = series::series(&things, &pairs);
    let mut by_group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.into_iter().enumerate() {
        by_group.entry(group).or_default().push(at);
    }
    let mut series: Vec<Series> = by_group.into_values().filter_map(|at| tell(&rows, &links, &at)).collect();
    series.sort_by_cached_key(|series| {
        let figures: usize = series.points.iter().map(|point| 1 + point.repeats.len()).sum();
        let first = series.points.first().map(|point| &point.figure);
        (
            !series.direct,
            std::cmp::Reverse(figures),
            first.and_then(|row| row.report.published.clone()),
            first.map(|row| (row.report.document.clone(), row.span)),
        )
    });
    Ok(Figures { series, cut })
}

/// What the ledger's links say about pairs of the rows.
fn links(conn: &Connection, rows: &[FigureRow]) -> Sql<Links> {
    let at = |row: &FigureRow| row.passage.map(|passage| (row.document, passage));
    let index: BTreeMap<(i64, u32), usize> =
        rows.iter().enumerate().filter_map(|(place, row)| Some((at(row)?, place))).collect();
    let mut query = conn.prepare_cached(
        "SELECT b_document, b, relation FROM link
         WHERE a_document = ?1 AND a = ?2 AND kind = 'figure' AND coalesce(judged, '') <> 'rejected'",
    )?;
    let mut links = Links::new();
    for (&(document, passage), &a) in &index {
        let mut found = query.query(params![document, passage])?;
        while let Some(row) = found.next()? {
            if let Some(&b) = index.get(&(row.get(0)?, row.get(1)?)) {
                links.insert((a.min(b), a.max(b)), row.get(2)?);
            }
        }
    }
    Ok(links)
}
