//! What changed in reports: notes of correction, silent edits, and who still says the old thing.

use std::ops::Range;

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{ChangedReport, Edit};
use serde::Serialize;

use super::differ;
use super::statement::{self, by};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::counted;

#[derive(Serialize)]
struct Changes<'a> {
    changes: &'a [ChangedReport],
    reports: usize,
}

/// What a page may weigh, in sentences.
const WEIGHT: usize = 110;
/// Edits of a report, and reports that still say the old thing, that are shown.
const EDITS: usize = 25;
const STILL: usize = 6;

/// The reports of each page.
fn cut(all: &[&ChangedReport]) -> Vec<Range<usize>> {
    let weight = |one: &ChangedReport| {
        let edits = one.edits.iter().take(EDITS).map(|edit| 2 + edit.still.len().min(STILL));
        2 + one.notes.len() + edits.sum::<usize>()
    };
    let (mut pages, mut from, mut left) = (Vec::new(), 0, WEIGHT);
    for (at, own) in all.iter().map(|one| weight(one)).enumerate() {
        if own > left && at > from {
            pages.push(from..at);
            (from, left) = (at, WEIGHT);
        }
        left = left.saturating_sub(own);
    }
    if from < all.len() {
        pages.push(from..all.len());
    }
    pages
}

/// Notes of correction and silent edits.
pub(super) fn page(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let all = app.cached.changes.get(ledger, Ledger::changes)?;
    // The newest first.
    let newest: Vec<&ChangedReport> = all.iter().rev().collect();
    let pages = cut(&newest);
    let page = asked.number("page").map_or(0, |page| (page as usize - 1).min(pages.len().saturating_sub(1)));
    let range = pages.get(page).cloned().unwrap_or(0..0);
    let shown: Vec<ChangedReport> =
        newest.get(range).unwrap_or_default().iter().map(|one| (*one).clone()).collect();
    let data = Changes { changes: &shown, reports: all.len() };
    Ok(Answer::new(asked, "changes", "Changes", &data, || {
        html! {
            h1 { "Changes" }
            p class="lead" { "Notes of correction, what was changed without one, and who still says the old thing. The newest first." }
            @if all.is_empty() { p { "No report here has a note of correction or more than one version." } }
            @for one in &shown { (changed(one)) }
            @if pages.len() > 1 {
                nav class="pager" aria-label="More changes" {
                    @if page > 0 { a rel="prev" href={ "/changes?page=" (page) } { "Newer ones" } }
                    span { "page " (page + 1) " of " (pages.len()) }
                    @if page + 1 < pages.len() { a rel="next" href={ "/changes?page=" (page + 2) } { "Older ones" } }
                }
            }
        }
    }))
}

fn changed(one: &ChangedReport) -> Markup {
    let quiet = one
        .edits
        .iter()
        .take(EDITS)
        .filter(|edit| edit.still.is_empty() && (edit.before.is_none() || edit.after.is_none()));
    let quiet: Vec<&Edit> = quiet.collect();
    html! {
        section class="changed" {
            h2 { a href=(href::report(&one.report.document)) { (visible(one.report.title.as_deref().unwrap_or("(no title)"))) } }
            p class="from" { (by(&one.report)) }
            @for note in &one.notes { p class="notes" { (visible(note)) } }
            @for edit in one.edits.iter().take(EDITS) {
                @if let (Some(before), Some(after)) = (&edit.before, &edit.after) {
                    @let (before, after) = differ::marked(before, after);
                    div class="compare" {
                        div { p class="from" { a href=(href::version(&one.report.document, edit.from_version)) { "version " (edit.from_version) } } p { span class="said" { (before) } } }
                        div { p class="from" { "version " (edit.to_version) @if let Some(day) = &edit.day { " " time datetime=(day) { (day) } } " " @if edit.noted { span class="tag" { "corrected" } } @else { span class="tag reject" { "changed without a note" } } } p { span class="said" { (after) } } }
                        (still(edit))
                    }
                }
            }
            @if one.edits.len() > EDITS { p class="dim" { (counted((one.edits.len() - EDITS) as u64, "more change")) ": the JSON has all" } }
            @if !quiet.is_empty() {
                details {
                    summary { (counted(quiet.len() as u64, "sentence")) " added or dropped" }
                    ul { @for edit in quiet { li {
                        @if let Some(before) = &edit.before { del { (visible(before)) } }
                        @if let Some(after) = &edit.after { ins { (visible(after)) } }
                    } } }
                }
            }
        }
    }
}

fn still(edit: &Edit) -> Markup {
    html! {
        @if !edit.still.is_empty() {
            details class="notes" {
                summary { (counted(edit.still.len() as u64, "later report")) " here still " @if edit.still.len() == 1 { "says" } @else { "say" } " the old thing" }
                ul class="entries" {
                    @for statement in edit.still.iter().take(STILL) { (statement::entry(statement, None)) }
                    @if let Some(first) = edit.still.first().filter(|_| edit.still.len() > STILL) { li { a href={ "/lineage?of=" (href::escape(&first.id())) } { (edit.still.len() - STILL) " more in the lineage" } } }
                }
            }
        }
    }
}
