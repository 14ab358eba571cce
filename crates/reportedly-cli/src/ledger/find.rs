//! The answer to `find`.

use reportedly_ledger::query::{Found, FoundStatement, Search};
use serde::Serialize;

use super::args::Show;
use super::view::{chain, counted, day, heading, origins, when};
use super::{Answer, json};
use crate::csv::Cell;
use crate::paint::{GAP, Ink, Page, Paper, Text};

pub(super) fn answer(search: &Search, found: &Found, show: &Show) -> u8 {
    Answer {
        found: !found.statements.is_empty() || !found.reports.is_empty(),
        nothing: format!("nothing found for “{}” (try fewer words, or fewer filters)", search.words.trim()),
        view: &|paper| view(found, show.all, paper),
        lines: &|| lines(found),
        table: &|| table(found),
    }
    .give(show)
}

fn view(found: &Found, all: bool, paper: Paper) -> String {
    let mut page = Page::new();
    if !found.all_words {
        let words = "nothing holds all the words: what follows holds some of them";
        page.wrapped(paper, 0, 2, &Text::new().with(Ink::Notice, words));
    }
    if !found.statements.is_empty() {
        let beside = shown(found.statements.len(), found.more_statements);
        heading(&mut page, paper, "STATEMENTS", &beside);
        for hit in &found.statements {
            statement(&mut page, paper, hit, if all { usize::MAX } else { 3 });
        }
    }
    if !found.reports.is_empty() {
        let most = if all { usize::MAX } else { 8 };
        let few = found.reports.len().min(most);
        let beside = shown(few, found.more_reports || few < found.reports.len());
        heading(&mut page, paper, "REPORTS", &beside);
        for hit in found.reports.iter().take(most) {
            let report = &hit.report;
            let left = Text::new().with(Ink::Place, day(report));
            let mut text = Text::new().with(Ink::Plain, report.outlet());
            text.add(Ink::Dim, GAP);
            text.add(Ink::Strong, report.title.as_deref().unwrap_or("(no title)"));
            page.beside(paper, 2, 12, 2, &left, &text);
        }
    }
    page.blank();
    let more = "where one comes from: reportedly trace LEDGER STATEMENT · more: --limit";
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Dim, more));
    page.into_string()
}

fn shown(number: usize, more: bool) -> String {
    if more { format!("{number}, and more") } else { number.to_string() }
}

fn statement(page: &mut Page, paper: Paper, hit: &FoundStatement, most: usize) {
    let statement = &hit.statement;
    let left = when(statement);
    page.beside(paper, 2, 16, 2, &left, &chain(statement));
    let mut words = Text::new();
    if let Some(stance) = statement.stance.as_deref().filter(|stance| *stance == "denying") {
        words.add(Ink::Notice, if stance == "denying" { "denied: " } else { "" });
    }
    words.add(Ink::Plain, &statement.words);
    page.cut(paper, 18, 18, most, &words);
    let mut below = Text::new().with(Ink::Dim, &statement.id());
    if let Some(lineage) = &hit.lineage {
        let told =
            format!("{} in {}", counted(lineage.reports, "report"), counted(lineage.outlets, "outlet"));
        below.add(Ink::Dim, &format!(" · told in {told}, {}", origins(lineage)));
    }
    page.cut(paper, 18, 18, 2, &below);
}

/// What a line is.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    what: &'static str,
    #[serde(flatten)]
    row: &'a T,
}

fn lines(found: &Found) -> String {
    let mut lines = json(found.statements.iter().map(|row| Line { what: "statement", row }));
    lines.push_str(&json(found.reports.iter().map(|row| Line { what: "report", row })));
    lines
}

fn table(found: &Found) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec![
        "type",
        "statement",
        "outlet",
        "published",
        "title",
        "words",
        "chain",
        "lineage",
        "reports",
        "outlets",
        "at_least",
        "at_most",
    ];
    let mut rows = Vec::new();
    for hit in &found.statements {
        let statement = &hit.statement;
        let report = &statement.report;
        let mut row: Vec<Cell> = vec![
            "statement".into(),
            statement.id().into(),
            report.outlet.clone().into(),
            report.published.clone().into(),
            report.title.clone().into(),
            statement.words.as_str().into(),
            statement.steps().join(" ← ").into(),
        ];
        match &hit.lineage {
            Some(lineage) => {
                row.push(lineage.id.as_str().into());
                let numbers = [lineage.reports, lineage.outlets, lineage.at_least, lineage.at_most];
                row.extend(numbers.map(|number| Cell::from(i64::from(number))));
            }
            None => row.extend([const { Cell::Empty }; 5]),
        }
        rows.push(row);
    }
    for hit in &found.reports {
        let report = &hit.report;
        let mut row: Vec<Cell> = vec![
            "report".into(),
            report.document.as_str().into(),
            report.outlet.clone().into(),
            report.published.clone().into(),
            report.title.clone().into(),
            hit.snippet.as_str().into(),
        ];
        row.extend([const { Cell::Empty }; 6]);
        rows.push(row);
    }
    (names, rows)
}
