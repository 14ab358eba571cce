//! What was typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::ledger::args as ask;

/// Who says so, through whom, and how many really know?
///
/// Reads news reports and lays bare what each statement in them rests on. It never says what is true.
#[derive(Debug, Parser)]
#[command(name = "reportedly", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports: every statement, and the chain of sources it rests on
    #[command(
        after_help = "Examples:\n  reportedly read report.html\n  reportedly read --published 2026-03-04 report.txt\n  \
        reportedly read --format jsonl reports/ > reports.jsonl\n  reportedly read --format html -o report.html report.txt"
    )]
    Read(Read),

    /// Put reports into a ledger: one file that holds them, their claims and the links between them
    #[command(
        after_help = "Examples:\n  reportedly add dam.ledger reports/\n  reportedly read --format jsonl reports/ > reports.jsonl\n  \
        reportedly add dam.ledger reports.jsonl\n\nWhat is in the ledger already is passed over: after an interruption the same command goes on."
    )]
    Add(Add),

    /// Put the shipped example into a ledger and show where its main claim comes from
    Demo(ask::Demo),

    /// Show a ledger in the browser: reports, lineages, figures; judge and add there
    #[command(after_help = "Examples:\n  reportedly serve dam.ledger\n  \
        reportedly serve dam.ledger --listen 0.0.0.0:8300 --password-file secret.txt")]
    Serve(Serve),

    /// Find statements and reports in a ledger by their words
    #[command(
        after_help = "Example:\n  reportedly find dam.ledger --naming unnamed --from 2026-03-01 evacuated \"night of the flood\""
    )]
    Find(ask::Find),

    /// Where a statement comes from: who repeats whom, on how many origins it rests, what changed on the way
    #[command(after_help = "Examples:\n  reportedly trace dam.ledger gates opened at night\n  \
        reportedly trace dam.ledger 'https://post.example/dam#c4'\n  reportedly trace dam.ledger --file report.html")]
    Trace(ask::Trace),

    /// Figures over time: a chart and a table for each thing counted
    #[command(after_help = "Example:\n  reportedly figures dam.ledger people evacuated")]
    Figures(ask::Figures),

    /// Corrections and silent edits, and who still says the old thing
    Changes(ask::Changes),

    /// Who is cited, how often, through whom, named how; for one of them: what it said
    Sources(ask::Names),

    /// Which outlet cites which
    Outlets(ask::Names),

    /// List the links of a ledger: passages of different reports that carry the same quote, claim or figure
    Links(List),

    /// List the lineages of a ledger: linked passages, and on how many origins they rest
    Lineages(List),

    /// Write everything in a ledger into a folder, as tables or JSON lines
    Export(Export),

    /// Read the reports of a ledger anew, with this version's network and language data
    Refresh(Refresh),

    /// Say that a claim, source, figure or link is right
    #[command(after_help = PLACES)]
    Confirm(Judge),

    /// Say that a claim, source, figure or link is wrong: what is rejected counts no longer
    #[command(after_help = PLACES)]
    Reject(Judge),

    /// Say what a field of a claim, source or figure should be
    #[command(after_help = PLACES)]
    Correct(Correct),

    /// Say that two sources are the same
    #[command(after_help = PLACES)]
    Same(Pair),

    /// Say that two sources are not the same
    #[command(after_help = PLACES)]
    Different(Pair),

    /// Write a note to a report, claim, source, figure or link
    #[command(after_help = PLACES)]
    Note(Note),

    /// Take a judgment back; both stay on record
    Undo(Undo),

    /// List all judgments: who said what, when, and whether its place is still there
    Judgments(List),

    /// Erase reports from a ledger, with everything made of them and said about them
    Forget(Forget),
}

/// How places are written.
const PLACES: &str = "A place is DOCUMENT#c3 (a claim), DOCUMENT#s2 (a source), DOCUMENT#f1 (a figure) or DOCUMENT; \
    ids are those of reportedly/1. Two claims or figures mean the link between them.\n\nExamples:\n  \
    reportedly reject dam.ledger herald#c4 mail#c7 --by \"R. Haas\" --note \"another dam\"\n  \
    reportedly correct dam.ledger herald#s2 name \"Ada Lunt\"\n  \
    reportedly same dam.ledger herald#s2 mail#s1";

#[derive(Debug, clap::Args)]
pub(crate) struct Refresh {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Keep the analyses; make only passages, links and lineages anew
    #[arg(long)]
    pub(crate) links: bool,

    /// How many reports to read at once [default: one for each processor core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Where to listen; beyond this machine a password is needed [default: 127.0.0.1, any free port]
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0", hide_default_value = true)]
    pub(crate) listen: std::net::SocketAddr,

    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,

    /// A file whose first line is the password that the desk asks for
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,

    /// Another name by which the desk is called, as behind a proxy (may be given several times)
    #[arg(long = "name", value_name = "HOST")]
    pub(crate) names: Vec<String>,
}

/// Who judges, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct By {
    /// Who says so [default: the name of the account]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,

    /// Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Judge {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// What is judged
    #[arg(value_name = "PLACE")]
    pub(crate) place: String,

    /// The other end of a link
    #[arg(value_name = "OTHER")]
    pub(crate) other: Option<String>,

    #[command(flatten)]
    pub(crate) by: By,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Correct {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// What is corrected
    #[arg(value_name = "PLACE")]
    pub(crate) place: String,

    /// The field, as in reportedly/1 (name, kind, naming, form, stance, content, low, high, unit …)
    #[arg(value_name = "FIELD")]
    pub(crate) field: String,

    /// What it should be
    #[arg(value_name = "VALUE")]
    pub(crate) value: String,

    #[command(flatten)]
    pub(crate) by: By,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Pair {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// One source
    #[arg(value_name = "SOURCE")]
    pub(crate) one: String,

    /// The other source
    #[arg(value_name = "SOURCE")]
    pub(crate) two: String,

    #[command(flatten)]
    pub(crate) by: By,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Note {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// What the note is about
    #[arg(value_name = "PLACE")]
    pub(crate) place: String,

    /// The note
    #[arg(value_name = "WORDS")]
    pub(crate) words: String,

    /// The other end of a link
    #[arg(long, value_name = "PLACE")]
    pub(crate) other: Option<String>,

    /// Who says so [default: the name of the account]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Undo {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// The judgment's number, as in reportedly judgments
    #[arg(value_name = "NUMBER")]
    pub(crate) number: i64,

    #[command(flatten)]
    pub(crate) by: By,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Forget {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Ids of the reports, as in reportedly/1
    #[arg(required = true, value_name = "DOCUMENT")]
    pub(crate) documents: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// The ledger's file; it is made if there is none
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Reports: plain text, HTML pages, JSON lines (analyzed ones are taken as they are); folders and patterns too
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,

    /// Publication date, where a file says none (2016-06-09)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,

    /// Publisher, where a file says none
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// Headline, where a file says none
    #[arg(long, value_name = "WORDS")]
    pub(crate) title: Option<String>,

    /// Largest document to read (500kB, 20MB; 1 kB is 1,000 bytes)
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "10MB")]
    pub(crate) max_size: u64,

    /// Encoding of the files, where it should not be found out (utf-8, windows-1252)
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,

    /// How many reports to read at once [default: one for each processor core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,

    /// Say what became of each report, once it is safely in the ledger
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// What to write
    #[arg(short, long, value_enum, default_value_t = ListFormat::Jsonl)]
    pub(crate) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// JSON, one a line
    Jsonl,
    /// A table
    Csv,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Where to write; it is made if it is not there
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,

    /// What to write
    #[arg(short, long, value_enum, default_value_t = ExportFormat::Csv)]
    pub(crate) format: ExportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Tables for spreadsheets
    Csv,
    /// JSON lines; the reports as reportedly/1
    Jsonl,
    /// Tables with typed columns, for data tools
    Parquet,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Read {
    /// Reports: plain text, HTML pages, JSON lines; folders and patterns too, - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,

    /// What to write
    #[arg(short, long, value_enum, default_value_t = Format::Terminal)]
    pub(crate) format: Format,

    /// Where to write: a file, or a folder (one file for each report)
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub(crate) output: Option<PathBuf>,

    /// Publication date, where a file says none (2016-06-09)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,

    /// Publisher, where a file says none
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// Headline, where a file says none
    #[arg(long, value_name = "WORDS")]
    pub(crate) title: Option<String>,

    /// Show the figures as a table: reading, what is counted, when, according to whom
    #[arg(long)]
    pub(crate) figures: bool,

    /// A ledger to hold the reports against: which of their statements it knows
    #[arg(long, value_name = "LEDGER")]
    pub(crate) ledger: Option<PathBuf>,

    /// Show every statement instead of the most telling ones
    #[arg(long)]
    pub(crate) all: bool,

    /// Largest document to read (500kB, 20MB; 1 kB is 1,000 bytes)
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "10MB")]
    pub(crate) max_size: u64,

    /// Encoding of the files, where it should not be found out (utf-8, windows-1252)
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,

    /// How many reports to read at once [default: one for each processor core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,

    /// When to use color
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Columns to wrap to [default: the terminal's width, at most 120; 100 elsewhere]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(crate) width: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A view to be read
    Terminal,
    /// JSON, one report a line (schema reportedly/1)
    Jsonl,
    /// One self-contained page
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// "20MB", "500 kB", "1000" in bytes.
fn size(words: &str) -> Result<u64, String> {
    let help = || "not a size: write 500kB, 20MB or a number of bytes".to_owned();
    let words = words.trim();
    let at = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let (number, unit) = words.split_at(at);
    let number: u64 = number.parse().map_err(|_| help())?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        _ => return Err(help()),
    };
    number.checked_mul(factor).ok_or_else(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(size("20MB"), Ok(20_000_000));
        assert_eq!(size("500 kb"), Ok(500_000));
        assert_eq!(size("7"), Ok(7));
        for wrong in ["", "MB", "-1", "10 parsecs", "99999999999GB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
