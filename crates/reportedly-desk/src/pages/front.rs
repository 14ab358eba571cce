//! The front page; all reports as they came in; what changed in them.

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::query::{Conflict, Corrected, Echo, Reports};
use reportedly_ledger::{Ledger, LedgerError};
use serde::Serialize;

use super::statement::{self, by, chain, told, words as said};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::{counted, relation};

#[derive(Serialize)]
pub(super) struct Front {
    latest: Reports,
    echoes: Vec<Echo>,
    conflicts: Vec<Conflict>,
    corrected: Vec<Corrected>,
    /// Later numbers of which it is not known whether they are news or a conflict.
    open: Vec<Conflict>,
    /// Widely told, and nobody named behind it.
    nameless: Vec<Echo>,
}

impl Front {
    pub(super) fn of(ledger: &Ledger) -> Result<Front, LedgerError> {
        Ok(Front {
            latest: ledger.latest_reports(10, None, None)?,
            echoes: ledger.echoes(8)?,
            conflicts: ledger.conflicts(6, false)?,
            corrected: ledger.corrected(5)?,
            open: ledger.conflicts(4, true)?,
            nameless: ledger.nameless(4)?,
        })
    }
}

pub(super) fn page(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let front = app.cached.front.get(ledger, Front::of)?;
    Ok(Answer::new(asked, "front", "Front page", &*front, || draw(&front)))
}

fn draw(front: &Front) -> Markup {
    html! {
        h1 { "What is in this ledger" }
        @if front.latest.reports.is_empty() {
            p { "Nothing yet. " a href="/add" { "Add reports" } ", or run " code { "reportedly add" } "." }
        }
        div class="columns" {
            div {
            section aria-labelledby="latest" {
                h2 id="latest" { "Came in last" }
                ul class="entries" { @for (report, statements) in &front.latest.reports { (statement::report(report, html! { span class="dim" { (counted(*statements, "statement")) } })) } }
                @if front.latest.before.is_some() { p { a href="/reports" { "All reports" } } }
            }
            section aria-labelledby="conflicts" {
                h2 id="conflicts" { "Newest conflicts" }
                (conflicts(&front.conflicts, "No two reports are known to contradict each other."))
            }
            }
            div {
            section aria-labelledby="echoes" {
                h2 id="echoes" { "Widest echoes on fewest origins" }
                (echoes(&front.echoes, "No statement is told in more than one report yet."))
            }
            section aria-labelledby="corrections" {
                h2 id="corrections" { "Newest corrections" }
                @if front.corrected.is_empty() { p class="dim" { "No report has a note of correction." } }
                ul class="entries" {
                    @for one in &front.corrected {
                        (statement::report(&one.report, html! { @for note in &one.notes { span class="notes" { (visible(note)) } " " } }))
                    }
                }
                p { a href="/changes" { "All changes, noted and silent" } }
            }
            section aria-labelledby="doubts" {
                h2 id="doubts" { "Open doubts" }
                h3 { "News or conflict? As-of not stated" }
                (conflicts(&front.open, "None."))
                h3 { "Widely told, nobody named" }
                (echoes(&front.nameless, "None."))
            }
            }
        }
    }
}

fn echoes(echoes: &[Echo], none: &str) -> Markup {
    html! {
        @if echoes.is_empty() { p class="dim" { (none) } }
        ul class="entries" {
            @for echo in echoes {
                li class="entry" {
                    p { a class="said" href=(href::lineage(&echo.lineage.id)) { (visible(&crate::words::short(&echo.statement.context, 180))) } }
                    p class="from" { (told(&echo.lineage)) " · earliest: " (by(&echo.statement.report)) " " (chain(&echo.statement)) }
                }
            }
        }
    }
}

fn conflicts(conflicts: &[Conflict], none: &str) -> Markup {
    html! {
        @if conflicts.is_empty() { p class="dim" { (none) } }
        ul class="entries" {
            @for one in conflicts {
                li class="entry" {
                    p { (said(&one.b)) }
                    p class="from" { (by(&one.b.report)) " " (chain(&one.b)) }
                    p { span class="relation" { @if one.note.is_some() { "later than" } @else { (relation(&one.relation)) } } @if let Some(note) = &one.note { " " span class="dim" { (visible(note)) } } }
                    p { (said(&one.a)) }
                    p class="from" { (by(&one.a.report)) " " (chain(&one.a)) }
                }
            }
        }
    }
}

/// All reports, the last that came in first.
pub(super) fn reports(_: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let before = asked.get("before").and_then(|number| number.parse().ok());
    let found = ledger.latest_reports(50, before, None)?;
    Ok(Answer::new(asked, "reports", "Reports", &found, || {
        html! {
            h1 { "Reports" }
            p class="lead" { "As they came in, the last one first." }
            @if found.reports.is_empty() { p { "None. " a href="/add" { "Add reports" } } }
            ul class="entries" { @for (report, statements) in &found.reports { (statement::report(report, html! { span class="dim" { (counted(*statements, "statement")) } })) } }
            @if let Some(before) = found.before { nav class="pager" aria-label="More reports" { a href={ "/reports?before=" (before) } { "Reports that came in before" } } }
        }
    }))
}
