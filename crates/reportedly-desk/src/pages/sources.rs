//! Sources: who is cited; and one of them with what it said.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{SourceRow, Statement};
use serde::Serialize;

use super::cached::Sources;
use super::{merge, statement};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::counted;

/// Entries of a page.
const MOST: usize = 60;

#[derive(Serialize)]
struct Twin<'a> {
    sources: &'a [SourceRow],
    all: usize,
}

pub(super) fn all(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let question = asked.get("q").filter(|words| words.chars().any(char::is_alphanumeric));
    let found = match question {
        Some(words) => {
            let rows = ledger.sources(Some(words))?;
            Arc::new(Sources { all: rows.len(), rows })
        }
        None => app.cached.sources.get(ledger, Sources::of)?,
    };
    let page = asked.number("page").map_or(0, |page| page as usize - 1);
    let from = page.saturating_mul(MOST);
    let shown: Vec<SourceRow> = found.rows.iter().skip(from).take(MOST).cloned().collect();
    Ok(Answer::new(asked, "sources", "Sources", &Twin { sources: &shown, all: found.all }, || {
        html! {
            h1 { "Sources" }
            p class="lead" { "Who is cited, named ones first. One name, or a last name that fits one full name here, is counted as one; unnamed ones by their description, so two “port officials” may be other people." }
            form action="/sources" class="line" role="search" aria-label="Search sources" {
                label for="q" { "Name or description" } input id="q" name="q" type="search" value=(question.unwrap_or_default());
                button { "Search" }
            }
            @if shown.is_empty() { p { "Nobody here is called so." } }
            @else { (table(&shown)) }
        @if found.rows.len() < found.all { p class="dim" { "The list holds the first " (found.rows.len()) ". The others are found by their names." } }
            @if found.rows.len() > MOST {
                @let base = question.map_or("/sources?".to_owned(), |words| format!("/sources?q={}&", href::escape(words)));
                nav class="pager" aria-label="More sources" {
                    @if page > 0 { a rel="prev" href={ (base) "page=" (page) } { "Before" } }
                    span { (from + 1) " to " ((from + MOST).min(found.rows.len())) " of " (found.all) }
                    @if from + MOST < found.rows.len() { a rel="next" href={ (base) "page=" (page + 2) } { "Next" } }
                }
            }
        }
    }))
}

fn table(rows: &[SourceRow]) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label="Sources" {
            table {
                thead { tr { th scope="col" { "Source" } th scope="col" { "Kind" } th scope="col" class="number" { "Statements" } th scope="col" class="number" { "Passed on" } th scope="col" class="number" { "Reports" } th scope="col" class="number" { "Outlets" } th scope="col" { "Through" } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { span class=(if row.naming == "named" { "voice" } else { "voice unnamed" }) { a href=(href::source(&row.label)) { (visible(&row.label)) } } }
                            td { (row.kind) }
                            td class="number" { (row.statements) } td class="number" { (row.passed_on) } td class="number" { (row.reports) } td class="number" { (row.outlets) }
                            td { (through(row, 3)) }
                        }
                    }
                }
            }
        }
    }
}

fn through(row: &SourceRow, most: usize) -> Markup {
    html! {
        @if row.through.is_empty() { span class="dim" { "directly" } }
        @for (index, (name, count)) in row.through.iter().take(most).enumerate() { @if index > 0 { ", " } (visible(if name == "absent" { "nobody named" } else { name })) " " span class="dim" { (count) } }
        @if row.through.len() > most { span class="dim" { ", …" } }
    }
}

#[derive(Serialize)]
struct One<'a> {
    source: &'a SourceRow,
    statements: &'a [Statement],
}

/// A name without what reports write in several ways.
pub(super) fn key(label: &str) -> String {
    let label = label.to_lowercase();
    label.strip_prefix("the ").unwrap_or(&label).to_owned()
}

/// The source that a label means.
fn find(app: &App, ledger: &Ledger, name: &str) -> Result<Option<SourceRow>, Fault> {
    let pick = |rows: &[SourceRow]| rows.iter().find(|row| key(&row.label) == key(name)).cloned();
    // The list as it was counted last tells where it stands; only what is newer has to be looked for.
    if let Some(found) = app.cached.sources.peek(ledger)?.and_then(|found| pick(&found.rows)) {
        return Ok(Some(found));
    }
    let key = key(name);
    let bare = key.strip_prefix("unnamed ").unwrap_or(&key);
    if !bare.chars().any(char::is_alphanumeric) {
        return Ok(None);
    }
    let rows = ledger.sources(Some(bare))?;
    if let Some(found) = pick(&rows).or_else(|| rows.into_iter().next()) {
        return Ok(Some(found));
    }
    // Cited under other names, or not at all: its own page knows.
    match ledger.outlet(name, 0, 0)? {
        Some(outlet) => Err(Fault::Elsewhere(href::outlet(&outlet.name))),
        None => Ok(None),
    }
}

pub(super) fn one(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let name =
        asked.get("name").ok_or_else(|| Fault::Wrong("which source? The address has none".to_owned()))?;
    let missing =
        || Fault::NotFound(format!("nobody here is called “{name}” (look through the list of sources)"));
    let row = find(app, ledger, name)?.ok_or_else(missing)?;
    let page = asked.number("page").map_or(0, |page| page as usize - 1);
    let from = page.saturating_mul(MOST);
    let said = ledger.some_of(&row, MOST + 1, from)?;
    let more = said.len() > MOST;
    let said = said.get(..said.len().min(MOST)).unwrap_or_default();
    Ok(Answer::new(asked, "sources", row.label.clone(), &One { source: &row, statements: said }, || {
        html! {
            p class="dim" { (row.naming) " " (row.kind) }
            h1 { (visible(&row.label)) }
            ul class="numbers" {
                li { b { (row.statements) } span class="dim" { "statements as the origin" } }
                @if row.passed_on > 0 { li { b { (row.passed_on) } span class="dim" { "passed on" } } }
                li { b { (row.reports) } span class="dim" { "reports" } }
                li { b { (row.outlets) } span class="dim" { "outlets" } }
                @if let (Some(first), Some(last)) = (&row.earliest, &row.latest) { li { b { (first) @if first != last { " to " (last) } } span class="dim" { "in this ledger" } } }
            }
            @if !row.called.is_empty() { p { "Called: " @for (index, (words, count)) in row.called.iter().take(8).enumerate() { @if index > 0 { " · " } "“" (visible(words)) "” " span class="dim" { (count) } } } }
            @if !row.through.is_empty() { p { "Through: " (through(&row, 12)) } }
            @if row.kind == "outlet" { p { a href=(href::outlet(&row.label)) { "Its own reports, and whom it cites" } } }
            h2 { "What it said, by date" }
            ul class="entries" { @for group in wordings(said) { (wording(&group)) } }
            @if page > 0 || more {
                nav class="pager" aria-label="More statements" {
                    @if page > 0 { a rel="prev" href={ (href::source(&row.label)) "&page=" (page) } { "Before" } }
                    @if more { a rel="next" href={ (href::source(&row.label)) "&page=" (page + 2) } { "Next" } }
                }
            }
            (merge::section(app, ledger, &row, asked))
        }
    }))
}

/// Statements in the same words, under the earliest of them.
fn wordings(said: &[Statement]) -> Vec<Vec<&Statement>> {
    let bare = |statement: &Statement| -> String {
        statement.context.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Statement>> = Vec::new();
    for statement in said {
        let place = *places.entry(bare(statement)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups
}

fn wording(group: &[&Statement]) -> Markup {
    let Some((first, rest)) = group.split_first() else { return html! {} };
    html! {
        (statement::entry(first, None))
        @if !rest.is_empty() {
            li class="same" {
                details {
                    summary { "in the same words in " (counted(rest.len() as u64, "other statement")) }
                    ul class="entries" { @for one in rest { li class="from" { a href=(statement::place(one)) { (one.report.day().unwrap_or("no date")) } " " (visible(one.report.outlet())) " " (statement::chain(one)) } } }
                }
            }
        }
    }
}
