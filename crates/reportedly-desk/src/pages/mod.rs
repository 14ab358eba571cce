//! The pages of the desk, each with its twin.

pub(crate) mod add;
pub(crate) mod cached;
mod changes;
mod differ;
mod figure_pages;
mod figure_rows;
mod figures;
mod focus;
mod front;
pub(crate) mod judge;
mod lineage;
pub(crate) mod merge;
mod outlets;
pub(crate) mod report;
mod search;
pub(crate) mod shell;
mod sources;
mod statement;

use reportedly_ledger::Ledger;

use crate::server::{Answer, App, Asked, Fault};

/// Makes a page from one state of the ledger.
pub(crate) type Ask = fn(&App, &Ledger, &Asked) -> Result<Answer, Fault>;

/// Each page: its address, that of its twin, and what makes it.
pub(crate) const PAGES: &[(&str, &str, Ask)] = &[
    ("/", "/index.json", front::page),
    ("/report", "/report.json", report::page),
    ("/reports", "/reports.json", front::reports),
    ("/lineage", "/lineage.json", lineage::page),
    ("/search", "/search.json", search::page),
    ("/figures", "/figures.json", figures::page),
    ("/sources", "/sources.json", sources::all),
    ("/source", "/source.json", sources::one),
    ("/outlets", "/outlets.json", outlets::all),
    ("/outlet", "/outlet.json", outlets::one),
    ("/changes", "/changes.json", changes::page),
    ("/judgments", "/judgments.json", judge::page),
    ("/add", "/add.json", add::page),
];
