//! `reportedly export`: everything in a ledger, as tables or JSON lines.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use reportedly::wire::Line;
use reportedly_ledger::{DocumentRow, Ledger};

use super::list::{self, json};
use super::{DONE, NOTHING_RAN, judge};
use crate::args::{Export, ExportFormat};
use crate::csv::{self, Cell};
use crate::message::Messages;

/// Runs the command; the exit code.
pub(crate) fn run(args: &Export) -> u8 {
    let mut messages = Messages::new();
    let written = match args.format {
        ExportFormat::Parquet => {
            Err("parquet is not written by this program (write csv, which every tool for \
            Parquet reads)"
                .to_owned())
        }
        ExportFormat::Csv | ExportFormat::Jsonl => write(args),
    };
    match written {
        Ok(files) => {
            messages.say(&format!("{}: {}", args.folder.display(), files.join(", ")));
            DONE
        }
        Err(what) => {
            messages.error(&what);
            NOTHING_RAN
        }
    }
}

fn write(args: &Export) -> Result<Vec<&'static str>, String> {
    let ledger = Ledger::open_read_only(&args.ledger).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&args.folder).map_err(|error| {
        format!("{}: cannot be made: {error} (name another folder)", args.folder.display())
    })?;
    let mut files = Vec::new();
    if args.format == ExportFormat::Jsonl {
        let mut out = Out::new(&args.folder, "reports.jsonl", &mut files)?;
        for document in ledger.documents(false).map_err(|error| error.to_string())? {
            let line = ledger.line(document.id).map_err(|error| error.to_string())?;
            out.put(&crate::read::json_line(&line))?;
        }
        out.done()?;
    } else {
        tables(&ledger, &args.folder, &mut files)?;
    }
    let csv = args.format == ExportFormat::Csv;
    let mut out = Out::new(&args.folder, if csv { "links.csv" } else { "links.jsonl" }, &mut files)?;
    if csv {
        out.head(list::LINK_HEAD)?;
    }
    let mut failed = Ok(());
    let listed = ledger.each_link(&mut |link| {
        failed = out.put(&if csv { list::link_line(&link) } else { json(&link) });
        failed.is_ok()
    });
    listed.map_err(|error| error.to_string()).and(failed)?;
    out.done()?;
    let mut out = Out::new(&args.folder, if csv { "lineages.csv" } else { "lineages.jsonl" }, &mut files)?;
    if csv {
        out.head(list::LINEAGE_HEAD)?;
    }
    let mut failed = Ok(());
    let listed = ledger.each_lineage(&mut |lineage| {
        failed = out.put(&if csv { list::lineage_lines(&lineage) } else { json(&lineage) });
        failed.is_ok()
    });
    listed.map_err(|error| error.to_string()).and(failed)?;
    out.done()?;
    let mut out = Out::new(&args.folder, if csv { "judgments.csv" } else { "judgments.jsonl" }, &mut files)?;
    if csv {
        out.head(judge::HEAD)?;
    }
    for row in ledger.judgments().map_err(|error| error.to_string())? {
        out.put(&if csv { judge::line(&row) } else { json(&row) })?;
    }
    out.done()?;
    Ok(files)
}

/// One file of an export.
struct Out {
    name: String,
    out: BufWriter<File>,
}

impl Out {
    fn new(folder: &Path, name: &'static str, files: &mut Vec<&'static str>) -> Result<Out, String> {
        let path = folder.join(name);
        let name_of = path.display().to_string();
        files.push(name);
        match File::create(&path) {
            Ok(file) => Ok(Out { name: name_of, out: BufWriter::new(file) }),
            Err(error) => Err(format!("{name_of}: cannot be written: {error} (name another folder)")),
        }
    }

    fn put(&mut self, words: &str) -> Result<(), String> {
        let written = self.out.write_all(words.as_bytes());
        self.checked(written)
    }

    fn head(&mut self, names: &[&str]) -> Result<(), String> {
        let cells: Vec<Cell> = names.iter().map(|name| Cell::from(*name)).collect();
        self.put(&csv::line(&cells))
    }

    fn done(mut self) -> Result<(), String> {
        let written = self.out.flush();
        self.checked(written)
    }

    fn checked(&self, written: io::Result<()>) -> Result<(), String> {
        written.map_err(|error| format!("{}: cannot be written: {error} (free some space)", self.name))
    }
}

const DOCUMENTS: &[&str] = &[
    "document",
    "version",
    "latest",
    "title",
    "outlet",
    "byline",
    "published",
    "updated",
    "url",
    "language",
    "text",
];
const CLAIMS: &[&str] = &[
    "document", "version", "claim", "in", "form", "stance", "source", "cue", "content", "chain", "origin",
    "hedges", "start", "end",
];
const SOURCES: &[&str] =
    &["document", "version", "source", "name", "kind", "naming", "descriptor", "stated_count", "mentions"];
const FIGURES: &[&str] = &[
    "document", "version", "figure", "text", "low", "high", "relation", "unit", "per", "change", "counted",
    "about", "status", "claim", "start", "end",
];
const TIMES: &[&str] =
    &["document", "version", "time", "text", "kind", "value", "earliest", "latest", "claim", "start", "end"];

fn tables(ledger: &Ledger, folder: &Path, files: &mut Vec<&'static str>) -> Result<(), String> {
    let mut documents = Out::new(folder, "documents.csv", files)?;
    let mut claims = Out::new(folder, "claims.csv", files)?;
    let mut sources = Out::new(folder, "sources.csv", files)?;
    let mut figures = Out::new(folder, "figures.csv", files)?;
    let mut times = Out::new(folder, "times.csv", files)?;
    documents.head(DOCUMENTS)?;
    claims.head(CLAIMS)?;
    sources.head(SOURCES)?;
    figures.head(FIGURES)?;
    times.head(TIMES)?;
    for row in ledger.documents(false).map_err(|error| error.to_string())? {
        let line = ledger.line(row.id).map_err(|error| error.to_string())?;
        let cells = [
            i64::from(row.latest).into(),
            line.document.title.clone().into(),
            line.document.outlet.clone().into(),
            line.document.byline.clone().into(),
            line.document.published.clone().into(),
            line.document.updated.clone().into(),
            line.document.url.clone().into(),
            line.document.language.clone().into(),
            line.document.text.as_str().into(),
        ];
        documents.put(&row_of(&row, cells))?;
        claims_of(&row, &line, &mut claims)?;
        sources_of(&row, &line, &mut sources)?;
        figures_of(&row, &line, &mut figures)?;
        times_of(&row, &line, &mut times)?;
    }
    [documents, claims, sources, figures, times].into_iter().try_for_each(Out::done)
}

/// A line that begins with the document and its version.
fn row_of(row: &DocumentRow, cells: impl IntoIterator<Item = Cell>) -> String {
    let first = [Cell::from(row.identity.as_str()), Cell::from(row.version)];
    csv::line(&first.into_iter().chain(cells).collect::<Vec<_>>())
}

fn claims_of(row: &DocumentRow, line: &Line, out: &mut Out) -> Result<(), String> {
    let label = |id: &String| {
        let source = line.sources.iter().find(|source| source.id == *id);
        let name = source.and_then(|source| source.name.clone().or_else(|| source.descriptor.clone()));
        name.unwrap_or_else(|| "nobody named".to_owned())
    };
    for claim in &line.claims {
        let steps: Vec<String> = (claim.chain.iter())
            .map(|step| step.iter().map(|at| label(&at.source)).collect::<Vec<_>>().join(", "))
            .collect();
        let words =
            |words: &Option<reportedly::wire::WordsRow>| Cell::from(words.as_ref().map(|w| w.text.clone()));
        let spans = claim.content.iter().flat_map(|words| &words.spans);
        out.put(&row_of(
            row,
            [
                claim.id.as_str().into(),
                claim.within.clone().into(),
                claim.form.as_str().into(),
                claim.stance.as_str().into(),
                words(&claim.source),
                words(&claim.cue),
                words(&claim.content),
                steps.join(" ← ").as_str().into(),
                steps.last().cloned().into(),
                claim
                    .hedges
                    .iter()
                    .map(|hedge| hedge.text.as_str())
                    .collect::<Vec<_>>()
                    .join("; ")
                    .as_str()
                    .into(),
                spans.clone().map(|span| span[0]).min().map_or(Cell::Empty, number),
                spans.map(|span| span[1]).max().map_or(Cell::Empty, number),
            ],
        ))?;
    }
    Ok(())
}

fn sources_of(row: &DocumentRow, line: &Line, out: &mut Out) -> Result<(), String> {
    for source in &line.sources {
        out.put(&row_of(
            row,
            [
                source.id.as_str().into(),
                source.name.clone().into(),
                source.kind.as_str().into(),
                source.naming.as_str().into(),
                source.descriptor.clone().into(),
                source.stated_count.map_or(Cell::Empty, |count| Cell::from(i64::from(count))),
                number(source.mentions.len()),
            ],
        ))?;
    }
    Ok(())
}

fn figures_of(row: &DocumentRow, line: &Line, out: &mut Out) -> Result<(), String> {
    let digits = |value: &Option<serde_json::Number>| {
        value.as_ref().map_or(Cell::Empty, |number| Cell::Number(number.to_string()))
    };
    for figure in &line.figures {
        let change = figure.change.as_ref().map(|change| format!("{} {}", change.direction, change.kind));
        out.put(&row_of(
            row,
            [
                figure.id.as_str().into(),
                figure.text.as_str().into(),
                digits(&figure.low),
                digits(&figure.high),
                figure.relation.as_str().into(),
                figure.unit.clone().into(),
                figure.per.clone().into(),
                change.into(),
                figure.counted.as_ref().map(|words| words.text.clone()).into(),
                figure.about.as_ref().map(|words| words.text.clone()).into(),
                figure.status.clone().into(),
                figure.claim.clone().into(),
                number(figure.span[0]),
                number(figure.span[1]),
            ],
        ))?;
    }
    Ok(())
}

fn times_of(row: &DocumentRow, line: &Line, out: &mut Out) -> Result<(), String> {
    for time in &line.times {
        out.put(&row_of(
            row,
            [
                time.id.as_str().into(),
                time.text.as_str().into(),
                time.kind.as_str().into(),
                time.value.as_str().into(),
                time.earliest.clone().into(),
                time.latest.clone().into(),
                time.claim.clone().into(),
                number(time.span[0]),
                number(time.span[1]),
            ],
        ))?;
    }
    Ok(())
}

fn number(number: usize) -> Cell {
    Cell::Number(number.to_string())
}
