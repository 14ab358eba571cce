//! Figures over time: a chart for each thing counted, and the table with the same.

use jiff::civil::Date;
use maud::{Markup, html};
use reportedly::{Language, visible};
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{FigureRow, Figures, Point, Series, Told};
use serde::Serialize;

use super::statement::by;
use crate::draw::figures::{self, Mark, color, letter};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::{counted, relation};

/// Charts of a page.
const CHARTS: usize = 8;
/// Series with a table.
const SERIES: usize = 20;
/// Points of a chart.
const POINTS: usize = 120;
/// Rows of a table, and figures that stand alone.
const ROWS: usize = 40;

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
    // What is not shown need not be looked up; the twin tells all.
    let mut left = if asked.json { usize::MAX } else { 600 };
    let mut time = |point: &Point| {
        left = left.saturating_sub(1);
        if left > 0 { ledger.told(&point.figure) } else { Ok(None) }
    };
    let told: Vec<Vec<Option<Told>>> = (found.series.iter())
        .map(|series| series.points.iter().map(&mut time).collect())
        .collect::<Result<_, _>>()?;
    let title = format!("Figures: {question}");
    Ok(Answer::new(asked, "figures", title, &Twin { found: &found, told: &told }, || {
        draw(question, &found, &told, asked)
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

fn draw(question: &str, found: &Figures, told: &[Vec<Option<Told>>], asked: &Asked) -> Markup {
    let by_told = asked.get("time") == Some("told");
    let base = href::figures(question);
    let pairs: Vec<(&Series, &Vec<Option<Told>>)> = found.series.iter().zip(told).collect();
    let (many, single): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(series, _)| {
        series.points.len() > 1 || series.points.iter().any(|p| !p.repeats.is_empty())
    });
    html! {
        h1 { "Figures: " (visible(question)) }
        (form(asked))
        @if found.series.is_empty() { p { "No figure here is of such a thing. Fewer or other words may find it." } }
        @else {
            p { "By "
                @if by_told { a href=(base) { "publication" } " · " b { "the time in the statement" } }
                @else { b { "publication" } " · " a href={ (base) "&time=told" } { "the time in the statement" } }
            }
            details class="keys-of-charts" {
                summary { "How to read the charts" }
                p { "A letter and a color are an origin; a line joins the values that one origin gave. A filled dot is a value as stated, a hollow one an approximate one. A rod upright is a range, a dashed one with an arrow has no end on that side. A bar lying down is a date that is no single day: a year is a year, not its first of January. A ring marks a value that does not agree with an earlier one. What others repeated from the same origin is drawn once." }
                @if by_told { p { "Where the statement gives no time, the day of publication stands in, drawn fainter." } }
            }
            @if found.cut { p class="notes" { "There are more figures than were looked at: more telling words narrow it down." } }
            (family(found, told, by_told))
            @for (index, (series, times)) in many.iter().enumerate().take(SERIES) { (one(index, series, times, by_told)) }
            @if many.len() > SERIES { p class="dim" { (many.len() - SERIES) " more series: more telling words narrow it down, the JSON holds all" } }
            (alone(&single))
        }
    }
}

/// The name of a series.
fn name(series: &Series) -> String {
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
    Some(Mark {
        from,
        to,
        low: figure.low,
        high: figure.high,
        hollow: figure.relation == "about" || figure.status.as_deref() == Some("estimated"),
        root,
        conflict: point.against.iter().any(|against| against.relation != "update"),
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

/// Things that are called the same and may not be the same: one chart, no lines.
fn family(found: &Figures, told: &[Vec<Option<Told>>], by_told: bool) -> Markup {
    let key = |series: &Series| {
        let noun = series.counted.split_whitespace().next_back().unwrap_or("").to_lowercase();
        (noun, series.unit.clone(), series.per.clone(), series.change.clone())
    };
    let mut groups: Vec<(_, Vec<usize>)> = Vec::new();
    for (at, series) in found.series.iter().enumerate().filter(|(_, series)| series.direct) {
        match groups.iter_mut().find(|(known, _)| *known == key(series)) {
            Some((_, group)) => group.push(at),
            None => groups.push((key(series), vec![at])),
        }
    }
    let Some((_, group)) =
        groups.into_iter().max_by_key(|(_, group)| group.len()).filter(|(_, group)| group.len() > 2)
    else {
        return html! {};
    };
    let mut roots: Vec<String> = Vec::new();
    let mut marks = Vec::new();
    let points = group.iter().filter_map(|&at| found.series.get(at).zip(told.get(at)));
    for (point, told) in points.flat_map(|(series, told)| series.points.iter().zip(told)).take(POINTS) {
        let origin = point.figure.origin();
        let root = roots.iter().position(|root| *root == origin).unwrap_or_else(|| {
            roots.push(origin);
            roots.len() - 1
        });
        marks.extend(mark(point, told.as_ref(), by_told, root));
    }
    let shortest =
        group.iter().filter_map(|&at| found.series.get(at)).min_by_key(|series| series.counted.len());
    let name = shortest.map(name).unwrap_or_default();
    html! {
        section class="series" {
            h2 id="family" { "Everything called “" (visible(&name)) "”" }
            p class="dim" { (counted(group.len() as u64, "thing")) " that may or may not be the same: a place, a time, a part. No lines are drawn between them; each stands below with its clause." }
            (figures::draw(&marks, &name, false))
            p { @for (at, root) in roots.iter().take(26).enumerate() { @if at > 0 { " · " } span class={ "key " (color(at)) } { (letter(at)) } " " (visible(root)) } }
        }
    }
}

fn one(index: usize, series: &Series, told: &[Option<Told>], by_told: bool) -> Markup {
    let marks = series
        .points
        .iter()
        .zip(told)
        .filter_map(|(point, told)| mark(point, told.as_ref(), by_told, point.root));
    let marks: Vec<Mark> = marks.take(POINTS).collect();
    let name = name(series);
    html! {
        section class="series" {
            h2 id={ "series-" (index + 1) } { (visible(&name)) }
            p class="dim" { "“" (visible(&crate::words::short(&series.clause, 240))) "”" }
            @if index < CHARTS && marks.len() > 1 { (figures::draw(&marks, &format!("{}: {name}", index + 1), true)) }
            p {
                @for (at, root) in series.roots.iter().take(26).enumerate() { @if at > 0 { " · " } span class={ "key " (color(at)) } { (letter(at)) } " " (visible(root)) }
            }
            (table(index, series, told))
        }
    }
}

fn table(index: usize, series: &Series, told: &[Option<Told>]) -> Markup {
    let rows: Vec<(&Point, &Option<Told>)> = series.points.iter().zip(told).collect();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label={ "Table " (index + 1) ": " (visible(&name(series))) } {
            table {
                thead { tr { th scope="col" { "Published" } th scope="col" { "Time in it" } th scope="col" { "Figure" } th scope="col" { "From" } th scope="col" { "Origin" } th scope="col" { "Repeated" } th scope="col" { "Against" } } }
                tbody { @for (point, told) in rows.iter().take(ROWS) { (row(series, point, told.as_ref())) } }
            }
        }
        @if rows.len() > ROWS { p class="dim" { (rows.len() - ROWS) " more: see the JSON" } }
    }
}

fn row(series: &Series, point: &Point, told: Option<&Told>) -> Markup {
    let figure = &point.figure;
    html! {
        tr {
            td class="day" { (figure.report.day().unwrap_or("no date")) }
            td { @match told { Some(told) => { (told.earliest) @if told.latest != told.earliest { " to " (told.latest) } }, None => span class="dim" { "not stated" } } }
            th scope="row" { a href=(place(figure)) { (visible(&figure.words)) } @if let Some(status) = &figure.status { " " span class="tag" { (status) } } }
            td { @match &figure.report.outlet { Some(name) => a class="outlet" href=(href::outlet(name)) { (visible(name)) }, None => span class="dim" { "not given" } } }
            td { span class={ "key " (color(point.root)) } { (letter(point.root)) } " " (visible(series.roots.get(point.root).map_or("", String::as_str))) }
            td {
                @if !point.repeats.is_empty() {
                    details { summary { (point.repeats.len()) "×" span class="sr" { " repeated" } }
                        ul class="entries" { @for repeat in point.repeats.iter().take(8) { li { a href=(place(repeat)) { (visible(&repeat.words)) } " " (by(&repeat.report)) } } }
                    }
                }
            }
            td {
                @for against in &point.against { @if let Some(other) = series.points.get(against.point) {
                    span class="relation" { (relation(if against.relation == "open" { "differs" } else { &against.relation })) } " " (visible(&other.figure.words)) " "
                    @if against.relation == "open" { span class="dim" { "(update or conflict: as-of not stated) " } }
                } }
            }
        }
    }
}

/// Figures that nobody else gives.
fn alone(single: &[(&Series, &Vec<Option<Told>>)]) -> Markup {
    html! {
        @if !single.is_empty() {
            h2 { "Counted once " span class="dim" { (counted(single.len() as u64, "figure")) } }
            p class="dim" { "What may be the same thing and what certainly is not stand here side by side, each with its clause: the program joins only what is sure." }
            div class="scroll" tabindex="0" role="region" aria-label="Figures counted once" {
                table {
                    thead { tr { th scope="col" { "Published" } th scope="col" { "Time in it" } th scope="col" { "Figure" } th scope="col" { "Clause" } th scope="col" { "From" } th scope="col" { "Origin" } } }
                    tbody {
                        @for (series, told) in single.iter().take(ROWS) {
                            @for (point, told) in series.points.iter().zip(told.iter()) {
                                @let figure = &point.figure;
                                tr {
                                    td class="day" { (figure.report.day().unwrap_or("no date")) }
                                    td { @match told { Some(told) => { (told.earliest) @if told.latest != told.earliest { " to " (told.latest) } }, None => span class="dim" { "not stated" } } }
                                    th scope="row" { a href=(place(figure)) { (visible(&figure.words)) } @if let Some(status) = &figure.status { " " span class="tag" { (status) } } }
                                    td { (visible(&crate::words::short(if figure.clause.is_empty() { &figure.counted } else { &figure.clause }, 240))) }
                                    td { @match &figure.report.outlet { Some(name) => a class="outlet" href=(href::outlet(name)) { (visible(name)) }, None => span class="dim" { "not given" } } }
                                    td { (visible(&figure.origin())) }
                                }
                            }
                        }
                    }
                }
            }
            @if single.len() > ROWS { p class="dim" { (single.len() - ROWS) " more: see the JSON" } }
        }
    }
}

fn place(figure: &FigureRow) -> String {
    match &figure.claim {
        Some(claim) => href::claim(&figure.report.document, claim),
        None => href::report(&figure.report.document),
    }
}
