//! `--figures`: every figure as a table.

use reportedly::summary::{Places, chain, derived_reading, figure_reading, time_reading, words};
use reportedly::{Analysis, Claim, DerivedKind, Document, Figure};

use crate::paint::{Ink, Page, Paper, Text, wrap};

const COLUMNS: [&str; 6] = ["", "figure", "reading", "counted", "when", "according to"];

/// The table: figure, reading, what is counted, when, according to whom, and the words.
pub(crate) fn view(document: &Document, analysis: &Analysis, paper: Paper) -> String {
    let mut page = Page::new();
    let title = document.meta.title.as_deref().unwrap_or("(no title)");
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Strong, title));
    let number = match analysis.figures.len() {
        0 => "no figures".to_owned(),
        1 => "1 figure".to_owned(),
        n => format!("{n} figures"),
    };
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Dim, &number));
    if analysis.figures.is_empty() {
        return page.into_string();
    }
    page.blank();
    let places = Places::new(document);
    let rows: Vec<[Text; 6]> =
        analysis.figures.iter().map(|figure| row(document, analysis, &places, figure)).collect();
    let widths = widths(&rows, paper.width);
    let head = COLUMNS.map(|name| Text::new().with(Ink::Heading, name));
    cells(&mut page, paper, &widths, &head);
    for (index, (row, figure)) in rows.iter().zip(&analysis.figures).enumerate() {
        cells(&mut page, paper, &widths, row);
        // Figures of one statement stand together, its words below the last.
        let next = analysis.figures.get(index + 1);
        if next.is_some_and(|next| next.claim.is_some() && next.claim == figure.claim) {
            continue;
        }
        if let Some(claim) = claim_of(analysis, figure) {
            let indent = widths.first().copied().unwrap_or(0) + 2;
            let text = Text::new().with(Ink::Dim, &words(document, &claim.content));
            page.cut(paper, indent, indent, 2, &text);
        }
    }
    derived(document, analysis, paper, &mut page);
    page.into_string()
}

/// What follows by arithmetic, marked as what it is.
fn derived(document: &Document, analysis: &Analysis, paper: Paper, page: &mut Page) {
    if analysis.derived.is_empty() {
        return;
    }
    page.blank();
    page.wrapped(
        paper,
        0,
        0,
        &Text::new().with(Ink::Heading, "Follows by arithmetic; the report does not say it"),
    );
    for derived in &analysis.derived {
        let what = match derived.kind {
            DerivedKind::Before => "before",
            DerivedKind::After => "after",
            DerivedKind::Difference => "difference",
            DerivedKind::Share => "share",
            DerivedKind::Count => "number",
            DerivedKind::Base => "base",
        };
        let mut text = Text::new().with(Ink::Plain, &format!("{what} "));
        text.add(Ink::Reading, &derived_reading(derived));
        if let Some(counted) = derived.counted {
            text.add(Ink::Plain, &format!(" {}", words(document, &[counted])));
        }
        let premises = derived.premises.iter().filter_map(|id| analysis.figures.get(id.0 as usize));
        let premises: Vec<String> =
            premises.map(|figure| format!("“{}”", words(document, &[figure.span]))).collect();
        text.add(Ink::Dim, &format!(", from {}", premises.join(" and ")));
        page.wrapped(paper, 2, 4, &text);
    }
}

fn claim_of<'a>(analysis: &'a Analysis, figure: &Figure) -> Option<&'a Claim> {
    figure.claim.and_then(|id| analysis.claims.get(id.0 as usize))
}

fn row(document: &Document, analysis: &Analysis, places: &Places, figure: &Figure) -> [Text; 6] {
    let place = Text::new().with(Ink::Place, &places.of(figure.span).to_string());
    let written = Text::new().with(Ink::Figure, &words(document, &[figure.span]));
    let mut reading = Text::new().with(Ink::Reading, &figure_reading(figure).replace("≈ ", "≈\u{a0}"));
    if let Some(status) = figure.status {
        reading.add(Ink::Dim, &format!(" {}", status.name()));
    }
    let counted = figure.counted.map(|span| words(document, &[span])).unwrap_or_default();
    let counted = Text::new().with(Ink::Plain, &counted);
    let claim = claim_of(analysis, figure);
    let mut when = Text::new();
    for (index, time) in times(analysis, figure).enumerate() {
        if index > 0 {
            when.add(Ink::Dim, "; ");
        }
        let words = words(document, &[time.span]);
        let reading = time_reading(time).filter(|reading| *reading != words);
        when.add(Ink::Plain, &words);
        if let Some(reading) = reading {
            when.add(Ink::Reading, &format!(" [{}]", reading.replace(' ', "\u{a0}")));
        }
    }
    let mut according = Text::new();
    match claim.map(|claim| chain(document, analysis, &claim.chain)) {
        Some(steps) if !steps.is_empty() => {
            for (index, step) in steps.iter().enumerate() {
                if index > 0 {
                    according.add(Ink::Dim, " ←\u{a0}");
                }
                according.add(Ink::Plain, step);
            }
        }
        _ => according.add(Ink::Notice, "this report itself"),
    }
    [place, written, reading, counted, when, according]
}

/// The calendar times in the same statement, the nearest first, at most two.
fn times<'a>(analysis: &'a Analysis, figure: &Figure) -> impl Iterator<Item = &'a reportedly::Time> {
    let distance = |time: &reportedly::Time| {
        let (a, b) = (figure.span, time.span);
        a.start().saturating_sub(b.end()).max(b.start().saturating_sub(a.end()))
    };
    let claim_time = claim_of(analysis, figure).and_then(|claim| claim.told);
    let claim_time = claim_time.and_then(|id| analysis.times.get(id.0 as usize)).map(|time| time.span);
    let told = |time: &&reportedly::Time| {
        let same_claim = time.claim.is_some() && time.claim == figure.claim;
        let near = same_claim || claim_time == Some(time.span);
        near && time_reading(time).is_some() && !time.span.overlaps(figure.span)
    };
    let mut times: Vec<&reportedly::Time> = analysis.times.iter().filter(told).collect();
    times.sort_by_key(|time| (distance(time), time.span));
    times.into_iter().take(2)
}

/// Widths of the columns: what they need, less where there is not room for all.
fn widths(rows: &[[Text; 6]], width: usize) -> [usize; 6] {
    let mut widths = COLUMNS.map(str::len);
    for row in rows {
        for (have, cell) in widths.iter_mut().zip(row) {
            *have = cell.columns().max(*have);
        }
    }
    let room = width.saturating_sub(2 * (COLUMNS.len() - 1));
    let least = (room / COLUMNS.len()).clamp(4, 9);
    // The widest gives way first, but every column keeps a few words' room.
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > least => *widest -= 1,
            _ => break,
        }
    }
    widths
}

fn cells(page: &mut Page, paper: Paper, widths: &[usize; 6], row: &[Text; 6]) {
    let cells: Vec<_> = row.iter().zip(widths).map(|(cell, &width)| wrap(cell, width, width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut text = Vec::new();
        for (cell, &width) in cells.iter().zip(widths) {
            let empty = Vec::new();
            let words = cell.get(line).unwrap_or(&empty);
            let used: usize = words.iter().map(|&(c, _)| crate::paint::columns(c)).sum();
            text.extend(words.iter().copied());
            text.extend(std::iter::repeat_n((' ', Ink::Plain), (width + 2).saturating_sub(used)));
        }
        while text.last().is_some_and(|&(c, _)| c == ' ') {
            text.pop();
        }
        page.line(paper, 0, &text);
    }
}
