//! `reportedly links` and `reportedly lineages`.

use std::io::{self, BufWriter, Write};

use reportedly_ledger::{EndRow, Ledger, LedgerError, LineageRow, LinkRow};

use super::table::Kind::{Integer, Real, Text};
use super::table::Table;
use super::{DONE, NOTHING_RAN, SOME_FAILED};
use crate::args::{List, ListFormat};
use crate::csv::{self, Cell};
use crate::message::Messages;

/// Runs `links`; the exit code.
pub(crate) fn links(args: &List) -> u8 {
    run(args, &LINKS, |ledger, write| {
        ledger.each_link(&mut |link| {
            write(&match args.format {
                ListFormat::Jsonl => json(&link),
                ListFormat::Csv => csv::line(&link_cells(&link)),
            })
        })
    })
}

/// Runs `lineages`; the exit code.
pub(crate) fn lineages(args: &List) -> u8 {
    run(args, &LINEAGES, |ledger, write| {
        ledger.each_lineage(&mut |lineage| {
            write(&match args.format {
                ListFormat::Jsonl => json(&lineage),
                ListFormat::Csv => lineage_cells(&lineage).map(|cells| csv::line(&cells)).collect(),
            })
        })
    })
}

type Each<'a> = &'a mut dyn FnMut(&str) -> bool;

fn run(args: &List, table: &Table, each: impl Fn(&Ledger, Each<'_>) -> Result<(), LedgerError>) -> u8 {
    let mut messages = Messages::new();
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut written = Ok(());
    let mut any = false;
    let mut write = |line: &str| {
        if !any && args.format == ListFormat::Csv {
            written = out.write_all(table.head().as_bytes());
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

pub(super) const LINKS: Table = Table {
    name: "links",
    columns: &[
        ("kind", Text),
        ("relation", Text),
        ("direction", Text),
        ("score", Real),
        ("changes", Text),
        ("judged", Text),
        ("a_document", Text),
        ("a_version", Integer),
        ("a_outlet", Text),
        ("a_published", Text),
        ("a_start", Integer),
        ("a_end", Integer),
        ("a_claim", Text),
        ("a_figure", Text),
        ("a_words", Text),
        ("b_document", Text),
        ("b_version", Integer),
        ("b_outlet", Text),
        ("b_published", Text),
        ("b_start", Integer),
        ("b_end", Integer),
        ("b_claim", Text),
        ("b_figure", Text),
        ("b_words", Text),
    ],
};

pub(super) fn link_cells(link: &LinkRow) -> Vec<Cell> {
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
    cells
}

pub(super) const LINEAGES: Table = Table {
    name: "lineages",
    columns: &[
        ("lineage", Text),
        ("kind", Text),
        ("reports", Integer),
        ("outlets", Integer),
        ("origins_at_least", Integer),
        ("origins_at_most", Integer),
        ("document", Text),
        ("version", Integer),
        ("outlet", Text),
        ("published", Text),
        ("start", Integer),
        ("end", Integer),
        ("claim", Text),
        ("figure", Text),
        ("words", Text),
    ],
};

/// A row for each member.
pub(super) fn lineage_cells(lineage: &LineageRow) -> impl Iterator<Item = Vec<Cell>> + '_ {
    lineage.members.iter().map(|member| {
        let mut cells: Vec<Cell> = vec![
            lineage.id.as_str().into(),
            lineage.kind.as_str().into(),
            lineage.reports.into(),
            lineage.outlets.into(),
            lineage.origins.at_least.into(),
            lineage.origins.at_most.into(),
        ];
        cells.extend(end(member));
        cells
    })
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
