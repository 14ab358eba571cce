//! The tables of the figures: what the charts show, in words, with who repeats it and what it does not agree with.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::query::{FigureRow, Figures, Point, Series, Told};

use super::figures::name;
use super::statement::by;
use crate::draw::figures::{color, letter};
use crate::href;
use crate::words::{counted, relation, short};

/// Rows of a table.
pub(super) const ROWS: usize = 40;
/// Repeats and disagreements that a row names.
const NAMED: usize = 6;

/// Whom the figures come from, with one letter each for the whole answer.
pub(super) struct Roots<'a> {
    labels: Vec<&'a str>,
    /// By series and its own number.
    numbers: Vec<Vec<usize>>,
}

impl<'a> Roots<'a> {
    pub(super) fn of(found: &'a Figures) -> Roots<'a> {
        let (mut labels, mut known) = (Vec::new(), BTreeMap::new());
        let mut numbers = vec![Vec::new(); found.series.len()];
        // Those of a chart with lines come first: the first letters have colors of their own.
        let mut order: Vec<(usize, &Series)> = found.series.iter().enumerate().collect();
        order.sort_by_key(|(_, series)| series.points.len() < 2);
        for (at, series) in order {
            let own = series.roots.iter().map(|root| {
                *known.entry(root.as_str()).or_insert_with(|| {
                    labels.push(root.as_str());
                    labels.len() - 1
                })
            });
            if let Some(slot) = numbers.get_mut(at) {
                *slot = own.collect();
            }
        }
        Roots { labels, numbers }
    }

    /// The number for all of a series' own number.
    pub(super) fn number(&self, series: usize, own: usize) -> usize {
        self.numbers.get(series).and_then(|numbers| numbers.get(own)).copied().unwrap_or(0)
    }

    pub(super) fn label(&self, number: usize) -> &'a str {
        self.labels.get(number).copied().unwrap_or("")
    }

    fn key(&self, series: usize, own: usize) -> Markup {
        let number = self.number(series, own);
        html! { span class={ "key " (color(number)) } { (letter(number)) } " " (visible(self.label(number))) }
    }
}

/// What a row weighs, in marks of a chart.
pub(super) fn weight(point: &Point) -> usize {
    2 + point.repeats.len().min(NAMED) + point.against.len().min(NAMED) / 2
}

/// Where the figure stands.
pub(super) fn place(figure: &FigureRow) -> String {
    match &figure.claim {
        Some(claim) => href::claim(&figure.report.document, claim),
        None => href::report(&figure.report.document),
    }
}

pub(super) fn table(
    at: usize,
    series: &Series,
    told: &[Option<Told>],
    rows: Range<usize>,
    roots: &Roots<'_>,
) -> Markup {
    let shown = series.points.iter().zip(told).skip(rows.start).take(rows.len());
    let against = series.points.iter().any(|point| !point.against.is_empty());
    let repeated = series.points.iter().any(|point| !point.repeats.is_empty());
    html! {
        div class="scroll" tabindex="0" role="region" aria-label={ "Table " (at + 1) ": " (visible(&name(series))) @if rows.start > 0 { ", from row " (rows.start + 1) } } {
            table class="figures" {
                thead { tr { th scope="col" { "Published" } th scope="col" { "Time in it" } th scope="col" { "Figure" } th scope="col" { "From" } th scope="col" { "Origin" } @if repeated { th scope="col" { "Repeated" } } @if against { th scope="col" { "Against" } } } }
                tbody {
                    @for (point, told) in shown {
                        tr {
                            (start(point, told.as_ref()))
                            td { (from(&point.figure)) }
                            td { (roots.key(at, point.root)) }
                            @if repeated { td { (repeats(point)) } }
                            @if against { td { (disagreements(series, point)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Figures that stand alone, with their clauses.
pub(super) fn alone(
    found: &Figures,
    told: &[Vec<Option<Told>>],
    shown: &[usize],
    all: usize,
    roots: &Roots<'_>,
) -> Markup {
    let rows = || {
        let series = shown.iter().filter_map(|&at| Some((at, found.series.get(at)?, told.get(at)?)));
        series.filter_map(|(at, series, told)| Some((at, series.points.first()?, told.first()?)))
    };
    let repeated = rows().any(|(_, point, _)| !point.repeats.is_empty());
    html! {
        @if !shown.is_empty() {
            section class="series" {
            h2 { "Counted once " span class="dim" { (counted(all as u64, "figure")) } }
            p class="dim" { "Nobody here gives another number for these. What may be the same thing and what certainly is not stand side by side, each with its clause: the program joins only what is sure." }
            div class="scroll" tabindex="0" role="region" aria-label="Figures counted once" {
                table class="figures" {
                    thead { tr { th scope="col" { "Published" } th scope="col" { "Time in it" } th scope="col" { "Figure" } th scope="col" { "Clause" } th scope="col" { "From" } th scope="col" { "Origin" } @if repeated { th scope="col" { "Repeated" } } } }
                    tbody {
                        @for (at, point, told) in rows() {
                            @let figure = &point.figure;
                            tr {
                                (start(point, told.as_ref()))
                                td class="clause" { (visible(&short(if figure.clause.is_empty() { &figure.counted } else { &figure.clause }, 240))) }
                                td { (from(figure)) }
                                td { (roots.key(at, point.root)) }
                                @if repeated { td { (repeats(point)) } }
                            }
                        }
                    }
                }
            }
            }
        }
    }
}

/// When, of when, how many.
fn start(point: &Point, told: Option<&Told>) -> Markup {
    let figure = &point.figure;
    html! {
        td class="day" { (figure.report.day().unwrap_or("no date")) }
        td class="days" { @match told { Some(told) => { span { (told.earliest) } @if told.latest != told.earliest { " to " span { (told.latest) } } }, None => span class="dim" { "not stated" } } }
        th scope="row" { a href=(place(figure)) { (visible(&figure.words)) } @if let Some(status) = &figure.status { " " span class="tag" { (status) } } }
    }
}

fn from(figure: &FigureRow) -> Markup {
    html! {
        @match &figure.report.outlet {
            Some(name) => a class="outlet" href=(href::outlet(name)) { (visible(name)) },
            None => span class="dim" { "not given" },
        }
    }
}

fn repeats(point: &Point) -> Markup {
    let more = point.repeats.len().saturating_sub(NAMED);
    let own = point.figure.claim.as_deref().unwrap_or(&point.figure.figure);
    let all = format!("/lineage?of={}", href::escape(&format!("{}#{own}", point.figure.report.document)));
    html! {
        @if !point.repeats.is_empty() {
            details { summary { (point.repeats.len()) "×" span class="sr" { " repeated" } }
                ul class="entries" {
                    @for repeat in point.repeats.iter().take(NAMED) { li { a href=(place(repeat)) { (visible(&repeat.words)) } " " (by(&repeat.report)) } }
                    @if more > 0 { li { a href=(all) { (more) " more in its lineage" } } }
                }
            }
        }
    }
}

/// What it does not agree with: by what is known of the two, each value once.
fn disagreements(series: &Series, point: &Point) -> Markup {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for against in &point.against {
        let Some(other) = series.points.get(against.point) else { continue };
        let words = other.figure.words.as_str();
        match kinds.iter_mut().find(|(kind, _)| *kind == against.relation) {
            Some((_, values)) => values.push(words),
            None => kinds.push((&against.relation, vec![words])),
        }
    }
    html! {
        @for (kind, values) in &kinds {
            @let mut known = BTreeSet::new();
            @let values: Vec<&&str> = values.iter().filter(|words| known.insert(**words)).collect();
            p {
                span class="relation" { (relation(if *kind == "open" { "differs" } else { kind })) } " "
                @for (index, words) in values.iter().take(NAMED).enumerate() { @if index > 0 { ", " } (visible(words)) }
                @if values.len() > NAMED { span class="dim" { " and " (values.len() - NAMED) " more" } }
                @if *kind == "open" { " " span class="dim" { "(update or conflict: as-of not stated)" } }
            }
        }
    }
}
