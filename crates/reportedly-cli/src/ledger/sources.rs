//! The answers to `sources` and `outlets`. Counts, each of which opens its list; no scores, no ranking.

use reportedly_ledger::query::{Citing, Outlets, SourceDetail, SourceRow, Statement};
use reportedly_ledger::{Ledger, LedgerError};
use serde::Serialize;

use super::args::Show;
use super::view::{chain, counted, day, heading, plain};
use super::{Answer, json};
use crate::csv::Cell;
use crate::paint::{GAP, Ink, Page, Paper, Text};

/// Sources in the short view.
const MOST: usize = 40;
/// Statements of one source in the short view.
const SAID: usize = 40;

pub(super) fn answer(
    ledger: &Ledger,
    question: Option<&str>,
    found: &[SourceRow],
    show: &Show,
) -> Result<u8, LedgerError> {
    let nothing = match question {
        Some(words) => format!("no source here is called “{}” (try a part of the name)", words.trim()),
        None => "no report here cites anybody".to_owned(),
    };
    // One alone is shown with everything it said.
    if let (Some(_), [source]) = (question, found) {
        let detail = SourceDetail { source: source.clone(), statements: ledger.statements_of(source)? };
        let answer = Answer {
            found: true,
            nothing,
            view: &|paper| one(&detail, paper, show.all),
            lines: &|| json([&detail]),
            table: &|| said_table(&detail.statements),
        };
        return Ok(answer.give(show));
    }
    let answer = Answer {
        found: !found.is_empty(),
        nothing,
        view: &|paper| list(found, paper, show.all),
        lines: &|| json(found),
        table: &|| table(found),
    };
    Ok(answer.give(show))
}

fn pairs(counts: &[(String, u32)], most: usize) -> String {
    let mut words: Vec<String> =
        counts.iter().take(most).map(|(name, number)| format!("{name} ({number})")).collect();
    if counts.len() > most {
        words.push(format!("{} more", counts.len() - most));
    }
    words.join(", ")
}

fn list(found: &[SourceRow], paper: Paper, all: bool) -> String {
    let mut page = Page::new();
    let (named, unnamed): (Vec<&SourceRow>, Vec<&SourceRow>) =
        found.iter().partition(|row| row.naming == "named");
    for (name, rows) in [("NAMED SOURCES", named), ("UNNAMED SOURCES, AS DESCRIBED", unnamed)] {
        if rows.is_empty() {
            continue;
        }
        heading(&mut page, paper, name, &rows.len().to_string());
        let most = if all { usize::MAX } else { MOST };
        for row in rows.iter().take(most) {
            source(&mut page, paper, row, all);
        }
        if rows.len() > most {
            page.wrapped(
                paper,
                2,
                4,
                &Text::new().with(Ink::Dim, &format!("… {} more: --all", rows.len() - most)),
            );
        }
    }
    page.blank();
    let more = "what one of them said: reportedly sources LEDGER NAME";
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Dim, more));
    page.into_string()
}

fn source(page: &mut Page, paper: Paper, row: &SourceRow, all: bool) {
    let mut text = Text::new().with(Ink::Strong, &row.label);
    text.add(Ink::Dim, &format!("{GAP}{}", totals(row)));
    if !row.through.is_empty() {
        text.add(Ink::Dim, &format!(" · through {}", pairs(&row.through, if all { usize::MAX } else { 3 })));
    }
    if !row.called.is_empty() {
        let called: Vec<String> = row
            .called
            .iter()
            .take(if all { usize::MAX } else { 2 })
            .map(|(words, _)| format!("“{words}”"))
            .collect();
        text.add(Ink::Dim, &format!(" · {}", called.join(", ")));
    }
    page.cut(paper, 2, 4, if all { usize::MAX } else { 3 }, &text);
}

fn totals(row: &SourceRow) -> String {
    let mut parts = Vec::new();
    if row.statements > 0 {
        parts.push(counted(row.statements, "statement"));
    }
    if row.passed_on > 0 {
        parts.push(format!("{} passed on", row.passed_on));
    }
    parts.push(format!("in {}, {}", counted(row.reports, "report"), counted(row.outlets, "outlet")));
    parts.join(", ")
}

fn one(detail: &SourceDetail, paper: Paper, all: bool) -> String {
    let mut page = Page::new();
    let row = &detail.source;
    page.wrapped(
        paper,
        0,
        2,
        &Text::new().with(Ink::Strong, &row.label).with(Ink::Dim, &format!("{GAP}{}", row.kind)),
    );
    page.wrapped(paper, 0, 2, &Text::new().with(Ink::Plain, &totals(row)));
    if !row.through.is_empty() {
        page.wrapped(
            paper,
            0,
            2,
            &Text::new().with(Ink::Plain, &format!("through {}", pairs(&row.through, 20))),
        );
    }
    if !row.called.is_empty() {
        page.wrapped(
            paper,
            0,
            2,
            &Text::new().with(Ink::Plain, &format!("called {}", pairs(&row.called, 20))),
        );
    }
    said(&mut page, paper, "WHAT IT SAID", &detail.statements, all);
    page.into_string()
}

/// Statements by date, each with its way to the report.
fn said(page: &mut Page, paper: Paper, name: &str, statements: &[Statement], all: bool) {
    heading(page, paper, name, &counted(statements.len() as u64, "statement"));
    // What several reports tell in the same words is said once, with all of them.
    let mut groups: Vec<(String, Vec<&Statement>)> = Vec::new();
    for statement in statements {
        let words = plain(&statement.words);
        match groups.iter_mut().find(|(known, _)| *known == words) {
            Some((_, group)) => group.push(statement),
            None => groups.push((words, vec![statement])),
        }
    }
    let most = if all { usize::MAX } else { SAID };
    for (_, group) in groups.iter().take(most) {
        let Some((first, rest)) = group.split_first() else { continue };
        let left = Text::new().with(Ink::Place, day(&first.report));
        page.beside(paper, 2, 12, 2, &left, &chain(first));
        page.cut(
            paper,
            14,
            14,
            if all { usize::MAX } else { 2 },
            &Text::new().with(Ink::Plain, &first.words),
        );
        let also: Vec<String> =
            rest.iter().map(|other| format!("{} {}", other.report.outlet(), day(&other.report))).collect();
        if !also.is_empty() {
            let text = Text::new().with(Ink::Dim, &format!("in the same words: {}", also.join(", ")));
            page.cut(paper, 14, 16, if all { usize::MAX } else { 2 }, &text);
        }
    }
    if groups.len() > most {
        page.wrapped(
            paper,
            2,
            4,
            &Text::new().with(Ink::Dim, &format!("… {} more: --all", groups.len() - most)),
        );
    }
}

fn cell(number: u32) -> Cell {
    Cell::from(i64::from(number))
}

fn table(found: &[SourceRow]) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec![
        "source",
        "kind",
        "naming",
        "statements",
        "passed_on",
        "reports",
        "outlets",
        "earliest",
        "latest",
        "through",
        "called",
    ];
    let rows = found.iter().map(|row| {
        vec![
            row.label.as_str().into(),
            row.kind.as_str().into(),
            row.naming.as_str().into(),
            cell(row.statements),
            cell(row.passed_on),
            cell(row.reports),
            cell(row.outlets),
            row.earliest.clone().into(),
            row.latest.clone().into(),
            pairs(&row.through, usize::MAX).into(),
            pairs(&row.called, usize::MAX).into(),
        ]
    });
    (names, rows.collect())
}

fn said_table(statements: &[Statement]) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec!["statement", "outlet", "published", "words", "form", "chain"];
    let rows = statements.iter().map(|statement| {
        vec![
            statement.id().into(),
            statement.report.outlet.clone().into(),
            statement.report.published.clone().into(),
            statement.words.as_str().into(),
            statement.form.clone().into(),
            statement.steps().join(" ← ").into(),
        ]
    });
    (names, rows.collect())
}

/// A pair of outlets with the statements it stands for.
#[derive(Serialize)]
struct Opened<'a> {
    #[serde(flatten)]
    citing: &'a Citing,
    list: Vec<Statement>,
}

pub(super) fn outlets(
    ledger: &Ledger,
    question: Option<&str>,
    found: &Outlets,
    show: &Show,
) -> Result<u8, LedgerError> {
    let Some(words) = question else {
        let answer = Answer {
            found: !found.outlets.is_empty(),
            nothing: "no report is in this ledger yet".to_owned(),
            view: &|paper| overview(found, paper, show.all),
            lines: &|| json(&found.citing),
            table: &|| outlet_table(found),
        };
        return Ok(answer.give(show));
    };
    let wanted = words.trim().trim_matches('"').to_lowercase();
    let mut opened = Vec::new();
    let fits = |citing: &&Citing| {
        [&citing.outlet, &citing.cites].iter().any(|name| name.to_lowercase().contains(&wanted))
    };
    for citing in found.citing.iter().filter(fits) {
        opened.push(Opened { citing, list: ledger.citations(citing)? });
    }
    let statements: Vec<Statement> = opened.iter().flat_map(|one| one.list.clone()).collect();
    let answer = Answer {
        found: !opened.is_empty(),
        nothing: format!(
            "no outlet called “{wanted}” cites another here, or is cited (outlets LEDGER lists all)"
        ),
        view: &|paper| {
            let mut page = Page::new();
            for one in &opened {
                let name = format!("{} cites {}", one.citing.outlet, one.citing.cites);
                said(&mut page, paper, &name, &one.list, show.all);
            }
            page.into_string()
        },
        lines: &|| json(&opened),
        table: &|| said_table(&statements),
    };
    Ok(answer.give(show))
}

fn overview(found: &Outlets, paper: Paper, all: bool) -> String {
    let mut page = Page::new();
    heading(&mut page, paper, "OUTLETS", &found.outlets.len().to_string());
    let most = if all { usize::MAX } else { 60 };
    for (name, reports) in found.outlets.iter().take(most) {
        let cited: Vec<&Citing> = found.citing.iter().filter(|citing| citing.outlet == *name).collect();
        let mut text = Text::new().with(Ink::Strong, name);
        text.add(Ink::Dim, &format!("{GAP}{}", counted(*reports, "report")));
        if !cited.is_empty() {
            text.add(Ink::Plain, " · cites ");
            for (index, citing) in cited.iter().enumerate() {
                if index > 0 {
                    text.add(Ink::Plain, ", ");
                }
                text.add(Ink::Plain, &citing.cites);
                let numbers = format!(
                    "{}, {}",
                    counted(citing.statements, "statement"),
                    counted(citing.reports, "report")
                );
                text.add(Ink::Dim, &format!(" ({numbers})"));
            }
        }
        page.cut(paper, 2, 4, if all { usize::MAX } else { 4 }, &text);
    }
    if found.outlets.len() > most {
        page.wrapped(
            paper,
            2,
            4,
            &Text::new().with(Ink::Dim, &format!("… {} more: --all", found.outlets.len() - most)),
        );
    }
    page.blank();
    let more = "the statements behind a count: reportedly outlets LEDGER NAME";
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Dim, more));
    page.into_string()
}

fn outlet_table(found: &Outlets) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec!["outlet", "cites", "reports", "statements"];
    let rows = found.citing.iter().map(|citing| {
        vec![
            citing.outlet.as_str().into(),
            citing.cites.as_str().into(),
            cell(citing.reports),
            cell(citing.statements),
        ]
    });
    (names, rows.collect())
}
