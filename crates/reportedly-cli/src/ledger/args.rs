//! What is typed to ask a ledger.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::args::Color;

/// How answers are shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// What to write
    #[arg(short, long, value_enum, default_value_t = AnswerFormat::Terminal)]
    pub(crate) format: AnswerFormat,

    /// Show everything instead of what fits a couple of screens
    #[arg(long)]
    pub(crate) all: bool,

    /// When to use color
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Columns to wrap to [default: the terminal's width, at most 120; 100 elsewhere]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(crate) width: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// A view to be read
    Terminal,
    /// JSON, one thing a line
    Jsonl,
    /// A table for spreadsheets
    Csv,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Find {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Words; those in quotation marks stand together. Signs mean nothing
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    /// Only reports of this outlet
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// Only statements that come from or through this source
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,

    /// Only reports published on this day or later (2016-06-09)
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,

    /// Only reports published on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,

    /// Only statements whose origin is named so
    #[arg(long, value_enum, value_name = "HOW")]
    pub(crate) naming: Option<Naming>,

    /// Only statements whose origin is of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) origin: Option<Origin>,

    /// How many to show
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) limit: u16,

    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Naming {
    /// By a proper name
    Named,
    /// Only described
    Unnamed,
    /// Not given at all
    Absent,
    /// The report's own voice
    Own,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Origin {
    /// One human being
    Person,
    /// People together
    Group,
    /// A committee, company, ministry, country
    Organization,
    /// A newspaper, station, agency
    Outlet,
    /// A report, study, filing
    Document,
    /// Nobody is given
    Unknown,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Trace {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Words, a statement (DOCUMENT#c3) or a lineage's id
    #[arg(value_name = "WORDS|STATEMENT", required_unless_present = "file", conflicts_with = "file")]
    pub(crate) words: Vec<String>,

    /// A report: all its statements against the ledger; it is not added
    #[arg(long, value_name = "REPORT")]
    pub(crate) file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Figures {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Words of what is counted
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Changes {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Names {
    /// The ledger's file
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,

    /// Words of the name or the description: where one alone fits, what it said is shown too
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Where to keep the example's ledger [default: a temporary one, removed afterwards]
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: Option<PathBuf>,

    /// When to use color
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Columns to wrap to [default: the terminal's width, at most 120; 100 elsewhere]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(crate) width: Option<u16>,
}
