//! The answer to `trace --file`, and what `read --ledger` adds: a report against the ledger.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use reportedly::{Analysis, Document, Language, Scorer};
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{AgainstLedger, Known};
use reportedly_read::{Input, ReadOptions};

use super::args::Show;
use super::view::{change, counted, day, heading, origins, span};
use super::{Answer, FAILED, NOTHING, json};
use crate::csv::Cell;
use crate::files::{self, Entry};
use crate::message::Messages;
use crate::paint::{GAP, Ink, Page, Paper, Text};

/// Statements in the short view.
const MOST: usize = 20;

/// `trace --file`.
pub(super) fn run(ledger: &Path, file: &Path, show: &Show) -> u8 {
    match compare(ledger, file) {
        Ok(found) => answer(&found, show),
        Err(messages) => {
            let mut said = Messages::new();
            for what in messages {
                said.error(&what);
            }
            FAILED
        }
    }
}

fn compare(path: &Path, file: &Path) -> Result<Vec<AgainstLedger>, Vec<String>> {
    let ledger = Ledger::open_read_only(path).map_err(|error| vec![error.to_string()])?;
    let found = files::find(&[file.to_string_lossy().into_owned()]);
    let entries: Vec<Result<Entry, String>> = found.entries;
    let options = ReadOptions { max_size: 10_000_000, ..ReadOptions::default() };
    let count = Arc::new(AtomicU64::new(0));
    let mut scorer: Option<Box<dyn Scorer>> = None;
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for item in crate::read::draw(entries, &options, &count) {
        let name = item.source.clone();
        let analyzed = item.input().and_then(|input| match input {
            Input::Analyzed(line) => reportedly::unpack(&line).map_err(|error| format!("{name}: {error}")),
            Input::Document(document) => {
                if scorer.is_none() {
                    scorer = Some(crate::read::network(crate::read::threads(None))?);
                }
                let Some(scorer) = scorer.as_deref() else { return Err("no network".to_owned()) };
                let analysis = reportedly::analyze(Language::english(), &document, scorer)
                    .map_err(|error| format!("{name}: {error}"))?;
                Ok((*document, analysis))
            }
        });
        let compared = analyzed.and_then(|(document, analysis)| {
            ledger.against(Language::english(), &document, &analysis).map_err(|error| error.to_string())
        });
        match compared {
            Ok(report) => reports.push(report),
            Err(what) => errors.push(what),
        }
    }
    if errors.is_empty() { Ok(reports) } else { Err(errors) }
}

fn answer(found: &[AgainstLedger], show: &Show) -> u8 {
    let known = found.iter().any(|report| !report.known.is_empty());
    let code = Answer {
        found: known,
        nothing: "no other report here tells any of its statements".to_owned(),
        view: &|paper| {
            let mut page = Page::new();
            for report in found {
                draw(&mut page, paper, report, show.all);
            }
            page.into_string()
        },
        lines: &|| json(found),
        table: &|| table(found),
    }
    .give(show);
    if known { code } else { NOTHING }
}

/// What `read --ledger` adds below a report's view.
pub(crate) fn section(
    path: &Path,
    document: &Document,
    analysis: &Analysis,
    paper: Paper,
    all: bool,
) -> Result<String, String> {
    let ledger = Ledger::open_read_only(path).map_err(|error| error.to_string())?;
    let report =
        ledger.against(Language::english(), document, analysis).map_err(|error| error.to_string())?;
    let mut page = Page::new();
    page.blank();
    let known = report.known.len();
    if known == 0 {
        heading(&mut page, paper, "IN THE LEDGER", "no other report tells any of its statements");
        return Ok(page.into_string());
    }
    list(&mut page, paper, &report, all);
    Ok(page.into_string())
}

fn draw(page: &mut Page, paper: Paper, report: &AgainstLedger, all: bool) {
    if page.lines() > 0 {
        page.blank();
    }
    let title = report.title.as_deref().unwrap_or("(no title)");
    page.wrapped(paper, 0, 2, &Text::new().with(Ink::Strong, title));
    list(page, paper, report, all);
}

fn list(page: &mut Page, paper: Paper, report: &AgainstLedger, all: bool) {
    let beside = format!(
        "{} of {} that were compared",
        counted(report.known.len() as u64, "passage"),
        report.passages
    );
    heading(page, paper, "IN THE LEDGER", &beside);
    let most = if all { usize::MAX } else { MOST };
    for known in report.known.iter().take(most) {
        passage(page, paper, known, all);
    }
    if report.known.len() > most {
        page.wrapped(
            paper,
            2,
            4,
            &Text::new().with(Ink::Dim, &format!("… {} more: --all", report.known.len() - most)),
        );
    }
}

fn passage(page: &mut Page, paper: Paper, known: &Known, all: bool) {
    page.cut(paper, 2, 4, 2, &Text::new().with(Ink::Plain, &known.words));
    let days: Vec<Option<&str>> = known.links.iter().map(|link| link.statement.report.day()).collect();
    let mut reports: Vec<i64> = known.links.iter().map(|link| link.statement.report.id).collect();
    reports.sort_unstable();
    reports.dedup();
    let mut text = Text::new()
        .with(Ink::Strong, &format!("{} here, {}", counted(reports.len() as u64, "report"), span(&days)));
    if let Some(lineage) = &known.lineage {
        text.add(Ink::Dim, &format!(" · {} · lineage {}", origins(lineage), lineage.id));
    }
    page.wrapped(paper, 6, 8, &text);
    // The earliest, and whatever does not simply say the same.
    let telling = known.links.iter().enumerate().filter(|(index, link)| {
        all || *index == 0
            || !link.changes.is_empty()
            || !matches!(link.relation.as_str(), "same" | "compatible" | "narrower")
    });
    for (index, link) in telling.take(if all { usize::MAX } else { 4 }) {
        let left = Text::new().with(Ink::Place, day(&link.statement.report));
        let mut text = Text::new().with(Ink::Strong, link.statement.report.outlet());
        if index == 0 {
            text.add(Ink::Reading, " · earliest in this ledger");
        }
        let relation = match link.relation.as_str() {
            "same" | "compatible" => None,
            "narrower" => Some("more or less precise"),
            "update" => Some("another state"),
            "denies" => Some("one denies the other"),
            "corrects" => Some("one corrects the other"),
            _ => Some("differs"),
        };
        if let Some(relation) = relation {
            text.add(Ink::Notice, &format!(" · {relation}"));
        }
        for kind in &link.changes {
            text.add(Ink::Notice, &format!(" · {}", change(kind)));
        }
        if let Some(note) = &link.note {
            text.add(Ink::Dim, &format!(" ({note})"));
        }
        text.add(Ink::Plain, &format!("{GAP}{}", link.statement.context));
        page.beside(paper, 6, 12, if all { usize::MAX } else { 2 }, &left, &text);
    }
}

fn table(found: &[AgainstLedger]) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec![
        "document",
        "kind",
        "claim",
        "figure",
        "words",
        "relation",
        "statement",
        "outlet",
        "published",
        "their_words",
        "changes",
        "lineage",
        "at_least",
        "at_most",
    ];
    let mut rows = Vec::new();
    for report in found {
        for known in &report.known {
            for link in &known.links {
                let mut row: Vec<Cell> = vec![
                    report.document.as_str().into(),
                    known.kind.as_str().into(),
                    known.claim.clone().into(),
                    known.figure.clone().into(),
                    known.words.as_str().into(),
                    link.relation.as_str().into(),
                    link.statement.id().into(),
                    link.statement.report.outlet.clone().into(),
                    link.statement.report.published.clone().into(),
                    link.statement.words.as_str().into(),
                    link.changes.join("; ").into(),
                ];
                match &known.lineage {
                    Some(lineage) => row.extend([
                        lineage.id.as_str().into(),
                        Cell::from(i64::from(lineage.at_least)),
                        Cell::from(i64::from(lineage.at_most)),
                    ]),
                    None => row.extend([const { Cell::Empty }; 3]),
                }
                rows.push(row);
            }
        }
    }
    (names, rows)
}
