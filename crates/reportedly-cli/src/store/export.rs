//! `reportedly export`: everything in a ledger, as tables or JSON lines.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use reportedly_ledger::{Ledger, LedgerError};
use serde::Serialize;

use super::list::{self, json};
use super::parquet::Parquet;
use super::table::Table;
use super::{DONE, NOTHING_RAN, judge, rows};
use crate::args::{Export, ExportFormat};
use crate::csv::{self, Cell};
use crate::message::Messages;

/// Runs the command; the exit code.
pub(crate) fn run(args: &Export) -> u8 {
    let mut messages = Messages::new();
    let mut files = Vec::new();
    match write(args, &mut files) {
        Ok(()) => {
            messages.say(&format!("{}: {}", args.folder.display(), files.join(", ")));
            DONE
        }
        Err(what) => {
            messages.error(&what);
            NOTHING_RAN
        }
    }
}

fn write(args: &Export, files: &mut Vec<String>) -> Result<(), String> {
    let ledger = Ledger::open_read_only(&args.ledger).map_err(said)?;
    std::fs::create_dir_all(&args.folder).map_err(|error| {
        format!("{}: cannot be made: {error} (name another folder)", args.folder.display())
    })?;
    if args.format == ExportFormat::Jsonl {
        return json_lines(&ledger, &args.folder, files);
    }
    let mut open = |table| Sink::new(args.format, &args.folder, table, files);
    let mut documents = open(&rows::DOCUMENTS)?;
    let mut claims = open(&rows::CLAIMS)?;
    let mut sources = open(&rows::SOURCES)?;
    let mut figures = open(&rows::FIGURES)?;
    let mut times = open(&rows::TIMES)?;
    let mut links = open(&list::LINKS)?;
    let mut lineages = open(&list::LINEAGES)?;
    let mut judgments = open(&judge::JUDGMENTS)?;
    for row in ledger.documents(false).map_err(said)? {
        let line = ledger.line(row.id).map_err(said)?;
        documents.put(rows::document(&row, &line))?;
        rows::claims(&row, &line).try_for_each(|cells| claims.put(cells))?;
        rows::sources(&row, &line).try_for_each(|cells| sources.put(cells))?;
        rows::figures(&row, &line).try_for_each(|cells| figures.put(cells))?;
        rows::times(&row, &line).try_for_each(|cells| times.put(cells))?;
    }
    each(|next| ledger.each_link(&mut |link| next(links.put(list::link_cells(&link)))))?;
    each(|next| {
        ledger.each_lineage(&mut |lineage| {
            next(list::lineage_cells(&lineage).try_for_each(|cells| lineages.put(cells)))
        })
    })?;
    for row in ledger.judgments().map_err(said)? {
        judgments.put(judge::cells(&row))?;
    }
    [documents, claims, sources, figures, times, links, lineages, judgments]
        .into_iter()
        .try_for_each(Sink::done)
}

fn json_lines(ledger: &Ledger, folder: &Path, files: &mut Vec<String>) -> Result<(), String> {
    let mut open = |name: &str| Out::new(folder, format!("{name}.jsonl"), files);
    let mut reports = open("reports")?;
    let mut links = open("links")?;
    let mut lineages = open("lineages")?;
    let mut judgments = open("judgments")?;
    for document in ledger.documents(false).map_err(said)? {
        reports.put(&crate::read::json_line(&ledger.line(document.id).map_err(said)?))?;
    }
    fn put(out: &mut Out, row: &impl Serialize) -> Result<(), String> {
        out.put(&json(row))
    }
    each(|next| ledger.each_link(&mut |link| next(put(&mut links, &link))))?;
    each(|next| ledger.each_lineage(&mut |lineage| next(put(&mut lineages, &lineage))))?;
    for row in ledger.judgments().map_err(said)? {
        put(&mut judgments, &row)?;
    }
    [reports, links, lineages, judgments].into_iter().try_for_each(Out::done)
}

/// Goes through a list of the ledger until something cannot be written; both errors in words.
fn each(
    list: impl FnOnce(&mut dyn FnMut(Result<(), String>) -> bool) -> Result<(), LedgerError>,
) -> Result<(), String> {
    let mut written = Ok(());
    let listed = list(&mut |put| {
        written = put;
        written.is_ok()
    });
    listed.map_err(said).and(written)
}

fn said(error: LedgerError) -> String {
    error.to_string()
}

/// A table on its way into a file.
enum Sink {
    Csv(Out),
    Parquet(Box<Parquet>),
}

impl Sink {
    fn new(
        format: ExportFormat,
        folder: &Path,
        table: &Table,
        files: &mut Vec<String>,
    ) -> Result<Sink, String> {
        if format == ExportFormat::Parquet {
            let (path, file) = create(folder, format!("{}.parquet", table.name), files)?;
            return Ok(Sink::Parquet(Box::new(Parquet::new(path.display().to_string(), file, table)?)));
        }
        let mut out = Out::new(folder, format!("{}.csv", table.name), files)?;
        out.put(&table.head())?;
        Ok(Sink::Csv(out))
    }

    fn put(&mut self, cells: Vec<Cell>) -> Result<(), String> {
        match self {
            Sink::Csv(out) => out.put(&csv::line(&cells)),
            Sink::Parquet(table) => table.put(cells),
        }
    }

    fn done(self) -> Result<(), String> {
        match self {
            Sink::Csv(out) => out.done(),
            Sink::Parquet(table) => table.done(),
        }
    }
}

/// One file of text.
struct Out {
    name: String,
    out: BufWriter<File>,
}

impl Out {
    fn new(folder: &Path, name: String, files: &mut Vec<String>) -> Result<Out, String> {
        let (path, file) = create(folder, name, files)?;
        Ok(Out { name: path.display().to_string(), out: BufWriter::new(file) })
    }

    fn put(&mut self, words: &str) -> Result<(), String> {
        let written = self.out.write_all(words.as_bytes());
        self.checked(written)
    }

    fn done(mut self) -> Result<(), String> {
        let written = self.out.flush();
        self.checked(written)
    }

    fn checked(&self, written: io::Result<()>) -> Result<(), String> {
        written.map_err(|error| format!("{}: cannot be written: {error} (free some space)", self.name))
    }
}

fn create(folder: &Path, name: String, files: &mut Vec<String>) -> Result<(PathBuf, File), String> {
    let path = folder.join(&name);
    files.push(name);
    match File::create(&path) {
        Ok(file) => Ok((path, file)),
        Err(error) => Err(format!("{}: cannot be written: {error} (name another folder)", path.display())),
    }
}
