//! Figures over time: a chart for each thing counted, and the tables with the same; long answers on several pages.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};
use reportedly::{Language, visible};
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{Figures, Point, Series, Told};
use serde::Serialize;

use super::figure_pages::{Chunk, Cut};
use super::figure_rows::{self, Roots, place};
use crate::draw::figures::{self, Conflict, Mark, Style, color, letter};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::counted;

/// Points of a chart.
pub(super) const POINTS: usize = 120;
/// Things of one name that a chart tells apart by letters.
const APART: usize = 40;
#[derive(Serialize)]
struct Twin<'a> {
    found: &'a Figures,
    /// For each series and point: the time that the statement speaks of.
    told: &'a [Vec<Option<Told>>],
}

pub(super) fn page(_: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let question = asked.get("q").filter(|words| words.chars().any(char::is_alphanumeric));
    let Some(question) = question else {
        let (found, told) = (Figures::default(), Vec::new());
        return Ok(Answer::new(asked, "figures", "Figures", &Twin { found: &found, told: &told }, || {
            html! {
                h1 { "Figures" }
                p class="lead" { "What was counted, by whom, how it grew, where the numbers disagree. Name the thing: “boats”, “people evacuated”." }
                (form(asked))
            }
        }));
    };
    let found = ledger.figures(Language::english(), question)?;
    let cut = Cut::new(&found, asked);
    let mut left = if asked.json { usize::MAX } else { 600 };
    let mut time = |at: usize, point: &Point| {
        let wanted = asked.json || cut.shows(at);
        left = left.saturating_sub(usize::from(wanted));
        if wanted && left > 0 { ledger.told(&point.figure) } else { Ok(None) }
    };
    let told: Vec<Vec<Option<Told>>> = (found.series.iter().enumerate())
        .map(|(at, series)| series.points.iter().map(|point| time(at, point)).collect())
        .collect::<Result<_, _>>()?;
    let title = format!("Figures: {question}");
    Ok(Answer::new(asked, "figures", title, &Twin { found: &found, told: &told }, || {
        draw(question, &found, &told, &cut, asked)
    }))
}

fn form(asked: &Asked) -> Markup {
    html! {
        form action="/figures" class="line" role="search" aria-label="Figures" {
            label for="q" { "Figures of" } input id="q" name="q" type="search" required value=(asked.get("q").unwrap_or_default());
            @if let Some(time) = asked.get("time") { input type="hidden" name="time" value=(time); }
            button { "Show" }
        }
    }
}

fn draw(question: &str, found: &Figures, told: &[Vec<Option<Told>>], cut: &Cut, asked: &Asked) -> Markup {
    let by_told = asked.get("time") == Some("told");
    let base = href::figures(question);
    let here = if by_told { format!("{base}&time=told") } else { base.clone() };
    let roots = Roots::of(found);
    html! {
        h1 { "Figures: " (visible(question)) }
        (form(asked))
        @if found.series.is_empty() { p { "No figure here is of such a thing. Fewer or other words may find it." } }
        @else {
            p class="switch" { "Placed by "
                @if by_told { a href=(base) { "date of publication" } " · " b aria-current="true" { "time in the statement" } }
                @else { b aria-current="true" { "date of publication" } " · " a href={ (base) "&time=told" } { "time in the statement" } }
            }
            details class="keys-of-charts" {
                summary { "How to read the charts" }
                p { "A letter and a color are an origin, the same on the whole page; a line joins the values that one origin gave. A filled dot is a value as stated, a hollow one an approximate one. A rod upright is a range, a dashed one with an arrow has no end on that side. A bar lying down is a date that is no single day: a year is a year, not its first of January. A ring marks a value that does not agree with an earlier one; a dashed ring one that may be news or a conflict, since the reports do not say for which day it holds. What others repeated from the same origin is drawn once. Where there is no room for a letter, the table has it." }
                @if by_told { p { "Where the statement gives no time, the day of publication stands in, drawn fainter." } }
            }
            @if found.cut { p class="notes" { "There are more figures than were looked at: more telling words narrow it down." } }
            (pager(&here, cut))
            @if cut.now == 0 { (family(found, told, by_told, &roots)) }
            @for chunk in cut.chunks() {
                @if let (Some(series), Some(times)) = (found.series.get(chunk.series), told.get(chunk.series)) { (one(chunk, series, times, by_told, &roots)) }
            }
            (figure_rows::alone(found, told, cut.single(), cut.single.len(), &roots))
            (pager(&here, cut))
        }
    }
}

fn pager(here: &str, cut: &Cut) -> Markup {
    html! {
        @if cut.pages > 1 {
            nav class="pager" aria-label="More figures" {
                @if cut.now > 0 { a rel="prev" href={ (here) "&page=" (cut.now) } { "Before" } }
                span { "page " (cut.now + 1) " of " (cut.pages) }
                @if cut.now + 1 < cut.pages { a rel="next" href={ (here) "&page=" (cut.now + 2) } { "Next" } }
            }
        }
    }
}

/// The name of a series.
pub(super) fn name(series: &Series) -> String {
    let mut name =
        if series.counted.is_empty() { "not told of what".to_owned() } else { series.counted.clone() };
    if let Some(unit) = &series.unit {
        name.push_str(&format!(", {}", unit.replace('_', " ")));
    }
    if let Some(per) = &series.per {
        name.push_str(&format!(" per {}", per.replace('_', " ")));
    }
    if let Some(change) = &series.change {
        name.push_str(&format!(" ({change})"));
    }
    name
}

/// The days that a point stands at, and whether they are only those of publication.
fn when(point: &Point, told: Option<&Told>, by_told: bool) -> Option<(Date, Date, bool)> {
    let stated = told.and_then(|told| Some((told.earliest.parse().ok()?, told.latest.parse().ok()?)));
    let published: Option<Date> = point.figure.report.day().and_then(|day| day.parse().ok());
    match (by_told, stated) {
        (true, Some((from, to))) => Some((from, to, false)),
        _ => published.map(|day| (day, day, by_told)),
    }
}

fn mark(point: &Point, told: Option<&Told>, by_told: bool, root: usize) -> Option<Mark> {
    let (from, to, stand_in) = when(point, told, by_told)?;
    let figure = &point.figure;
    let against = |which: &dyn Fn(&str) -> bool| point.against.iter().any(|against| which(&against.relation));
    Some(Mark {
        from,
        to,
        low: figure.low,
        high: figure.high,
        hollow: figure.relation == "about" || figure.status.as_deref() == Some("estimated"),
        root,
        conflict: match () {
            () if against(&|relation| matches!(relation, "differs" | "denies" | "corrects")) => {
                Conflict::Known
            }
            () if against(&|relation| relation == "open") => Conflict::Open,
            () => Conflict::None,
        },
        stand_in,
        href: place(figure),
        words: format!(
            "{}, {}, {}: {}",
            figure.words,
            figure.origin(),
            figure.report.day().unwrap_or("no date"),
            crate::words::short(&figure.clause, 160)
        ),
    })
}

/// Who is meant by the letters of a chart.
fn key(marks: &[Mark], roots: &Roots<'_>) -> Markup {
    let mut own: BTreeMap<usize, &str> = BTreeMap::new();
    for mark in marks {
        own.insert(mark.root, roots.label(mark.root));
    }
    let list = html! { ul class="key-list" { @for (at, label) in &own { li { span class={ "key " (color(*at)) } { (letter(*at)) } " " (visible(label)) } } } };
    html! {
        @if own.len() > 12 { details class="key-of-chart" { summary { (counted(own.len() as u64, "origin")) ": who is who" } (list) } }
        @else { (list) }
    }
}

/// Things that are called the same and may not be the same: one chart, no lines.
fn family(found: &Figures, told: &[Vec<Option<Told>>], by_told: bool, roots: &Roots<'_>) -> Markup {
    let like = |series: &Series| {
        let noun = series.counted.split_whitespace().next_back().unwrap_or("").to_lowercase();
        (noun, series.unit.clone(), series.per.clone(), series.change.clone())
    };
    let mut groups: Vec<(_, Vec<usize>)> = Vec::new();
    for (at, series) in found.series.iter().enumerate().filter(|(_, series)| series.direct) {
        match groups.iter_mut().find(|(known, _)| *known == like(series)) {
            Some((_, group)) => group.push(at),
            None => groups.push((like(series), vec![at])),
        }
    }
    let widest = groups.into_iter().max_by_key(|(_, group)| group.len());
    let Some((_, direct)) = widest.filter(|(_, group)| group.len() > 2) else { return html! {} };
    let points = direct.iter().filter_map(|&at| Some((at, found.series.get(at)?, told.get(at)?)));
    let marks = points.flat_map(|(at, series, told)| {
        series.points.iter().zip(told).filter_map(move |(point, told)| {
            mark(point, told.as_ref(), by_told, roots.number(at, point.root))
        })
    });
    let marks: Vec<Mark> = marks.take(POINTS).collect();
    let style = if marks.len() > APART { Style::Plain } else { Style::Apart };
    // The plainest name stands for all.
    let shortest =
        direct.iter().filter_map(|&at| found.series.get(at)).min_by_key(|series| series.counted.len());
    let name = shortest.map(name).unwrap_or_default();
    html! {
        section class="series" {
            h2 id="family" { "Everything called “" (visible(&name)) "”" }
            p class="dim" {
                (counted(direct.len() as u64, "thing")) " that may or may not be the same: a place, a time, a part. No lines are drawn between them; each stands below with its clause."
                @if style == Style::Plain { " There are too many origins for letters here: point at a dot to read it, or follow it." }
                @if marks.len() == POINTS { " The first " (POINTS) " are drawn." }
            }
            (figures::draw(&marks, &name, style))
            @if style != Style::Plain { (key(&marks, roots)) }
        }
    }
}

fn one(chunk: &Chunk, series: &Series, told: &[Option<Told>], by_told: bool, roots: &Roots<'_>) -> Markup {
    let marks = (series.points.iter().zip(told)).filter_map(|(point, told)| {
        mark(point, told.as_ref(), by_told, roots.number(chunk.series, point.root))
    });
    let marks: Vec<Mark> = marks.take(POINTS).collect();
    let name = name(series);
    let number = chunk.series + 1;
    html! {
        section class="series" {
            h2 id={ "series-" (number) } { (visible(&name)) @if chunk.from > 0 { " " span class="dim" { "continued" } } }
            p class="dim" { "“" (visible(&crate::words::short(&series.clause, 240))) "”" }
            @if chunk.from == 0 && marks.len() > 1 {
                (figures::draw(&marks, &format!("{number}: {name}"), Style::Joined))
                @if series.points.len() > POINTS { p class="dim" { "The first " (POINTS) " are drawn." } }
                (key(&marks, roots))
            }
            (figure_rows::table(chunk.series, series, told, chunk.from..chunk.to, roots))
        }
    }
}
