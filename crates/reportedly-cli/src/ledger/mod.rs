//! Questions to a ledger: from what was typed to views, JSON lines and tables.

mod against;
pub(crate) mod args;
mod changes;
mod demo;
mod figures;
mod find;
mod sources;
mod trace;
mod view;

use std::io::{IsTerminal, Write};
use std::path::Path;

use reportedly::Language;
use reportedly_ledger::query::Search;
use reportedly_ledger::{Ledger, LedgerError};
use serde::Serialize;

use crate::args::Color;
use crate::csv::Cell;
use crate::message::Messages;
use crate::paint::Paper;
use args::{AnswerFormat, Naming, Origin, Show};

pub(crate) use against::section;
pub(crate) use demo::run as demo;

/// There is an answer.
const FOUND: u8 = 0;
/// Nothing was found.
const NOTHING: u8 = 1;
/// The question could not be asked.
const FAILED: u8 = 2;

/// An answer in every form that may be wanted; each is made only where it is.
struct Answer<'a> {
    found: bool,
    /// What to say where nothing was found.
    nothing: String,
    view: &'a dyn Fn(Paper) -> String,
    lines: &'a dyn Fn() -> String,
    /// Names of the columns, and the rows.
    table: &'a dyn Fn() -> (Vec<&'static str>, Vec<Vec<Cell>>),
}

impl Answer<'_> {
    fn give(&self, show: &Show) -> u8 {
        if !self.found {
            Messages::new().say(&self.nothing);
            return NOTHING;
        }
        let words = match show.format {
            AnswerFormat::Terminal => (self.view)(paper(show.color, show.width)),
            AnswerFormat::Jsonl => (self.lines)(),
            AnswerFormat::Csv => {
                let (names, rows) = (self.table)();
                let names: Vec<Cell> = names.into_iter().map(Cell::from).collect();
                std::iter::once(&names).chain(&rows).map(|row| crate::csv::line(row)).collect()
            }
        };
        print(&words, FOUND)
    }
}

/// Where views are shown.
fn paper(color: Color, width: Option<u16>) -> Paper {
    let stdout = std::io::stdout();
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
    };
    let terminal = || {
        let size = terminal_size::terminal_size().filter(|_| stdout.is_terminal());
        size.map_or(100, |(terminal_size::Width(columns), _)| usize::from(columns).clamp(40, 120))
    };
    Paper { width: width.map_or_else(terminal, usize::from), color }
}

/// Writes an answer to standard output.
fn print(words: &str, code: u8) -> u8 {
    let mut out = std::io::stdout().lock();
    match out.write_all(words.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => code,
        // The reader of the pipe has gone: nothing is wrong.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => code,
        Err(error) => {
            Messages::new().say(&format!("standard output: cannot be written: {error}"));
            FAILED
        }
    }
}

fn json<T: Serialize>(rows: impl IntoIterator<Item = T>) -> String {
    let mut lines = String::new();
    for row in rows {
        lines.push_str(&serde_json::to_string(&row).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// Opens the ledger and asks it.
fn ask(path: &Path, question: impl FnOnce(&Ledger) -> Result<u8, LedgerError>) -> u8 {
    match Ledger::open_read_only(path).and_then(|ledger| question(&ledger)) {
        Ok(code) => code,
        Err(error) => {
            Messages::new().say(&error.to_string());
            FAILED
        }
    }
}

/// Words as typed: a single argument may hold several, several may stand together.
fn joined(words: &[String]) -> String {
    match words {
        [one] => one.clone(),
        // the shell took the quotation marks away
        several => several
            .iter()
            .map(|word| if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.clone() })
            .collect::<Vec<_>>()
            .join(" "),
    }
}

pub(crate) fn find(args: &args::Find) -> u8 {
    let search = Search {
        words: joined(&args.words),
        outlet: args.outlet.clone(),
        source: args.source.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        naming: args.naming.map(|naming| {
            match naming {
                Naming::Named => "named",
                Naming::Unnamed => "unnamed",
                Naming::Absent => "absent",
                Naming::Own => "own",
            }
            .to_owned()
        }),
        kind: args.origin.map(|origin| {
            match origin {
                Origin::Person => "person",
                Origin::Group => "group",
                Origin::Organization => "organization",
                Origin::Outlet => "outlet",
                Origin::Document => "document",
                Origin::Unknown => "unknown",
            }
            .to_owned()
        }),
        limit: usize::from(args.limit),
    };
    ask(&args.ledger, |ledger| {
        let found = ledger.find(&search)?;
        Ok(find::answer(&search, &found, &args.show))
    })
}

pub(crate) fn trace(args: &args::Trace) -> u8 {
    if let Some(file) = &args.file {
        return against::run(&args.ledger, file, &args.show);
    }
    let question = joined(&args.words);
    ask(&args.ledger, |ledger| {
        let found = ledger.trace(&question)?;
        Ok(trace::answer(&question, found.as_ref(), &args.show))
    })
}

pub(crate) fn figures(args: &args::Figures) -> u8 {
    let question = joined(&args.words);
    ask(&args.ledger, |ledger| {
        let found = ledger.figures(Language::english(), &question)?;
        Ok(figures::answer(&question, &found, &args.show))
    })
}

pub(crate) fn changes(args: &args::Changes) -> u8 {
    ask(&args.ledger, |ledger| {
        let found = ledger.changes()?;
        Ok(changes::answer(&found, &args.show))
    })
}

pub(crate) fn sources(args: &args::Names) -> u8 {
    let question = (!args.words.is_empty()).then(|| joined(&args.words));
    ask(&args.ledger, |ledger| {
        let found = ledger.sources(question.as_deref())?;
        sources::answer(ledger, question.as_deref(), &found, &args.show)
    })
}

pub(crate) fn outlets(args: &args::Names) -> u8 {
    let question = (!args.words.is_empty()).then(|| joined(&args.words));
    ask(&args.ledger, |ledger| {
        let found = ledger.outlets()?;
        sources::outlets(ledger, question.as_deref(), &found, &args.show)
    })
}
