//! What people say about claims, sources, figures and links.

use std::path::Path;

use reportedly::Language;
use reportedly_ledger::{Act, Judge, JudgmentRow, Ledger, LedgerError};

use super::table::Kind::{Integer, Text};
use super::table::Table;
use super::{DONE, NOTHING_RAN, SOME_FAILED, list, now, print};
use crate::args::{self, By, List, ListFormat};
use crate::csv::{self, Cell};
use crate::message::Messages;

/// `confirm` and `reject`; the exit code.
pub(crate) fn judge(args: &args::Judge, act: &Act) -> u8 {
    keep(&args.ledger, act, &args.place, args.other.as_deref(), &args.by)
}

/// `correct`; the exit code.
pub(crate) fn correct(args: &args::Correct) -> u8 {
    let act = Act::Correct(args.field.clone(), args.value.clone());
    keep(&args.ledger, &act, &args.place, None, &args.by)
}

/// `same` and `different`; the exit code.
pub(crate) fn pair(args: &args::Pair, act: &Act) -> u8 {
    keep(&args.ledger, act, &args.one, Some(&args.two), &args.by)
}

/// `note`; the exit code.
pub(crate) fn note(args: &args::Note) -> u8 {
    let by = By { by: args.by.clone(), note: Some(args.words.clone()) };
    keep(&args.ledger, &Act::Note, &args.place, args.other.as_deref(), &by)
}

/// `undo`; the exit code.
pub(crate) fn undo(args: &args::Undo) -> u8 {
    with(&args.ledger, &args.by, |ledger, judge| {
        let number = ledger.undo(Language::english(), args.number, judge)?;
        Ok(format!("judgment {} is taken back (judgment {number})", args.number))
    })
}

fn keep(path: &Path, act: &Act, one: &str, two: Option<&str>, by: &By) -> u8 {
    with(path, by, |ledger, judge| {
        let number = ledger.judge(Language::english(), act, one, two, judge)?;
        Ok(format!("judgment {number} by {} (take it back with reportedly undo)", judge.name))
    })
}

fn with(
    path: &Path,
    by: &By,
    run: impl FnOnce(&mut Ledger, &Judge<'_>) -> Result<String, LedgerError>,
) -> u8 {
    let mut messages = Messages::new();
    let account = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).ok();
    let Some(name) = by.by.clone().or_else(account).filter(|name| !name.trim().is_empty()) else {
        messages.error("who judges is not known (say it with --by NAME)");
        return NOTHING_RAN;
    };
    let now = now();
    let judge = Judge { name: &name, now: &now, note: by.note.as_deref() };
    match Ledger::open(path).and_then(|mut ledger| run(&mut ledger, &judge)) {
        Ok(done) => {
            print(&format!("{}: {done}", path.display()));
            DONE
        }
        Err(error) => {
            messages.error(&error.to_string());
            NOTHING_RAN
        }
    }
}

/// `judgments`; the exit code.
pub(crate) fn judgments(args: &List) -> u8 {
    let mut messages = Messages::new();
    let rows = match Ledger::open_read_only(&args.ledger).and_then(|ledger| ledger.judgments()) {
        Ok(rows) => rows,
        Err(error) => {
            messages.error(&error.to_string());
            return NOTHING_RAN;
        }
    };
    let mut out = String::new();
    if args.format == ListFormat::Csv && !rows.is_empty() {
        out.push_str(&JUDGMENTS.head());
    }
    for row in &rows {
        out.push_str(&match args.format {
            ListFormat::Jsonl => list::json(row),
            ListFormat::Csv => csv::line(&cells(row)),
        });
    }
    use std::io::Write;
    // A closed pipe is nobody's mistake.
    let _ = std::io::stdout().write_all(out.as_bytes());
    if let Some(what) = unfit(&rows) {
        messages.say(&what);
    }
    if rows.is_empty() { SOME_FAILED } else { DONE }
}

/// Judgments whose place is gone, in one line.
pub(super) fn unfit(rows: &[JudgmentRow]) -> Option<String> {
    let gone: Vec<String> = rows
        .iter()
        .filter(|row| row.undone_by.is_none() && !row.fits())
        .map(|row| row.id.to_string())
        .collect();
    (!gone.is_empty())
        .then(|| format!("judgments that fit no place any more (they are kept): {}", gone.join(", ")))
}

pub(super) const JUDGMENTS: Table = Table {
    name: "judgments",
    columns: &[
        ("judgment", Integer),
        ("made", Text),
        ("judge", Text),
        ("act", Text),
        ("target", Text),
        ("document", Text),
        ("id", Text),
        ("words", Text),
        ("now", Text),
        ("other_document", Text),
        ("other_id", Text),
        ("other_words", Text),
        ("other_now", Text),
        ("field", Text),
        ("value", Text),
        ("note", Text),
        ("undone_by", Integer),
    ],
};

pub(super) fn cells(row: &JudgmentRow) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        row.id.into(),
        row.made.as_str().into(),
        row.judge.as_str().into(),
        row.act.as_str().into(),
        row.target.as_str().into(),
    ];
    for (anchor, now) in [(&row.anchor, &row.now), (&row.other, &row.other_now)] {
        cells.push(anchor.as_ref().map(|anchor| anchor.document.clone()).into());
        cells.push(anchor.as_ref().map(|anchor| anchor.id.clone()).into());
        cells.push(anchor.as_ref().map(|anchor| anchor.quote.clone()).into());
        cells.push(now.clone().into());
    }
    cells.extend([row.field.clone().into(), row.value.clone().into(), row.note.clone().into()]);
    cells.push(row.undone_by.map_or(Cell::Empty, Cell::from));
    cells
}
