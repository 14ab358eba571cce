//! `reportedly links` and `reportedly lineages`.

use std::io::{self, BufWriter, Write};

use reportedly_ledger::{EndRow, Ledger, LedgerError, LineageRow, LinkRow};

use super::{DONE, NOTHING_RAN, SOME_FAILED};
use crate::args::{List, ListFormat};
use crate::csv::{self, Cell};
use crate::message::Messages;

/// Runs `links`; the exit code.
pub(crate) fn links(args: &List) -> u8 {
    run(args, LINK_HEAD, |ledger, write| {
        ledger.each_link(&mut |link| {
            write(&match args.format {
                ListFormat::Jsonl => json(&link),
                ListFormat::Csv => link_line(&link),
            })
        })
    })
}

/// Runs `lineages`; the exit code.
pub(crate) fn lineages(args: &List) -> u8 {
    run(args, LINEAGE_HEAD, |ledger, write| {
        ledger.each_lineage(&mut |lineage| {
            write(&match args.format {
                ListFormat::Jsonl => json(&lineage),
                ListFormat::Csv => lineage_lines(&lineage),
            })
        })
    })
}

type Each<'a> = &'a mut dyn FnMut(&str) -> bool;

fn run(args: &List, head: &[&str], each: impl Fn(&Ledger, Each<'_>) -> Result<(), LedgerError>) -> u8 {
    let mut messages = Messages::new();
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut written = Ok(());
    let mut any = false;
    let mut write = |line: &str| {
        if !any && args.format == ListFormat::Csv {
            let cells: Vec<Cell> = head.iter().map(|name| Cell::from(*name)).collect();
            written = out.write_all(csv::line(&cells).as_bytes());
        }
        any = true;
        if written.is_ok() {
            written = out.write_all(line.as_bytes());
        }
        written.is_ok()
    };
    let read = Ledger::open_read_only(&args.ledger).and_then(|ledger| each(&ledger, &mut write));
    let written = written.and_then(|()| out.flush());
    match (read, written) {
        (Err(error), _) => {
            messages.error(&error.to_string());
            NOTHING_RAN
        }
        (_, Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => {
            messages.error(&format!("standard output: cannot be written: {error}"));
            NOTHING_RAN
        }
        _ if any => DONE,
        _ => SOME_FAILED,
    }
}

pub(super) fn json(row: &impl serde::Serialize) -> String {
    let mut json = serde_json::to_string(row).unwrap_or_default();
    json.push('\n');
    json
}

pub(super) const LINK_HEAD: &[&str] = &[
    "kind",
    "relation",
    "direction",
    "score",
    "changes",
    "judged",
    "a_document",
    "a_version",
    "a_outlet",
    "a_published",
    "a_start",
    "a_end",
    "a_claim",
    "a_figure",
    "a_words",
    "b_document",
    "b_version",
    "b_outlet",
    "b_published",
    "b_start",
    "b_end",
    "b_claim",
    "b_figure",
    "b_words",
];

pub(super) fn link_line(link: &LinkRow) -> String {
    let changes = match &link.changes {
        serde_json::Value::Array(changes) if changes.is_empty() => Cell::Empty,
        changes => Cell::Text(changes.to_string()),
    };
    let mut cells = vec![
        link.kind.as_str().into(),
        link.relation.as_str().into(),
        link.direction.clone().into(),
        Cell::Number(link.score.to_string()),
        changes,
        link.judged.clone().into(),
    ];
    cells.extend(end(&link.a));
    cells.extend(end(&link.b));
    csv::line(&cells)
}

pub(super) const LINEAGE_HEAD: &[&str] = &[
    "lineage",
    "kind",
    "reports",
    "outlets",
    "origins_at_least",
    "origins_at_most",
    "document",
    "version",
    "outlet",
    "published",
    "start",
    "end",
    "claim",
    "figure",
    "words",
];

/// A line for each member.
pub(super) fn lineage_lines(lineage: &LineageRow) -> String {
    let mut lines = String::new();
    for member in &lineage.members {
        let mut cells = vec![
            lineage.id.as_str().into(),
            lineage.kind.as_str().into(),
            lineage.reports.into(),
            lineage.outlets.into(),
            lineage.origins.at_least.into(),
            lineage.origins.at_most.into(),
        ];
        cells.extend(end(member));
        lines.push_str(&csv::line(&cells));
    }
    lines
}

fn end(end: &EndRow) -> [Cell; 9] {
    [
        end.document.as_str().into(),
        end.version.map_or(Cell::Empty, Cell::from),
        end.outlet.clone().into(),
        end.published.clone().into(),
        Cell::Number(end.span[0].to_string()),
        Cell::Number(end.span[1].to_string()),
        end.claim.clone().into(),
        end.figure.clone().into(),
        end.words.as_str().into(),
    ]
}
