//! Search: statements and reports by their words, with the ways to narrow it down.

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{Facets, Found, Search};
use serde::Serialize;

use super::statement;
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::counted;

#[derive(Serialize)]
struct Twin<'a> {
    found: &'a Found,
    facets: &'a Facets,
}

/// Statements, and reports, that a page holds: what lies beyond is found by narrowing it down.
const MOST: u32 = 60;

/// What can be narrowed down.
const FILTERS: &[&str] = &["q", "outlet", "naming", "kind", "from", "to", "source"];

pub(super) fn page(_: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let words = asked.get("q").unwrap_or_default();
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let search = Search {
        words: words.to_owned(),
        outlet: text("outlet"),
        source: text("source"),
        from: text("from"),
        to: text("to"),
        naming: text("naming"),
        kind: text("kind"),
        limit: asked
            .number("limit")
            .map_or(20, |limit| limit.min(if asked.json { 200 } else { MOST }) as usize),
    };
    if !words.chars().any(char::is_alphanumeric) {
        let (found, facets) = (Found::default(), Facets::default());
        return Ok(Answer::new(asked, "search", "Search", &Twin { found: &found, facets: &facets }, || {
            html! {
                h1 { "Search" }
                (form(asked))
                p class="lead" { "Words in any form with the same stem (“boat”, “boats”); words in quotation marks stand together." }
            }
        }));
    }
    for name in ["from", "to"] {
        if let Some(date) = asked.get(name).filter(|date| date.parse::<jiff::civil::Date>().is_err()) {
            return Err(Fault::Wrong(format!("“{date}” is no date (write it like 2016-06-09)")));
        }
    }
    let found = ledger.find(&search)?;
    let facets = ledger.facets(&search)?;
    let title = format!("Search: {words}");
    Ok(Answer::new(asked, "search", title, &Twin { found: &found, facets: &facets }, || {
        draw(&found, &facets, asked, &search)
    }))
}

fn form(asked: &Asked) -> Markup {
    html! {
        form action="/search" class="line" role="search" aria-label="Search and narrow down" {
            label class="sr" for="q" { "Words" }
            input id="q" name="q" type="search" value=(asked.get("q").unwrap_or_default());
            label for="from" { "published from" } input id="from" name="from" size="10" placeholder="2016-06-09" value=(asked.get("from").unwrap_or_default());
            label for="to" { "to" } input id="to" name="to" size="10" placeholder="2016-06-30" value=(asked.get("to").unwrap_or_default());
            label for="by" { "source" } input id="by" name="source" size="14" value=(asked.get("source").unwrap_or_default());
            @for name in ["outlet", "naming", "kind"] { @if let Some(value) = asked.get(name) { input type="hidden" name=(name) value=(value); } }
            button { "Search" }
        }
    }
}

/// The address of the same search with one filter set or taken away.
fn with(asked: &Asked, name: &str, value: Option<&str>) -> String {
    let mut parts = Vec::new();
    for filter in FILTERS {
        let value = if *filter == name { value } else { asked.get(filter) };
        if let Some(value) = value {
            parts.push(format!("{filter}={}", href::escape(value)));
        }
    }
    format!("/search?{}", parts.join("&"))
}

fn facet(
    asked: &Asked,
    heading: &str,
    name: &str,
    counts: &[(String, u32)],
    label: impl Fn(&str) -> String,
) -> Markup {
    let set = asked.get(name);
    html! {
        @if !counts.is_empty() || set.is_some() {
            section {
                h2 { (heading) }
                ul {
                    @if let Some(set) = set { li { a href=(with(asked, name, None)) aria-current="true" { (visible(&label(set))) " ✕" span class="sr" { " take away" } } } }
                    @for (value, count) in counts.iter().filter(|(value, _)| Some(value.as_str()) != set).take(8) {
                        li { a href=(with(asked, name, Some(value))) { (visible(&label(value))) } " " span class="dim" { (count) } }
                    }
                }
            }
        }
    }
}

fn naming(value: &str) -> String {
    match value {
        "named" => "named source",
        "unnamed" => "unnamed source",
        "absent" => "nobody named",
        "own" => "the outlet’s own voice",
        other => other,
    }
    .to_owned()
}

fn draw(found: &Found, facets: &Facets, asked: &Asked, search: &Search) -> Markup {
    let plain = |value: &str| value.to_owned();
    let year = asked.get("from").and_then(|from| from.get(..4));
    html! {
        h1 { "Search: " (visible(&search.words)) }
        (form(asked))
        @let some = !found.statements.is_empty() || !found.reports.is_empty();
        @if some && !found.all_words { p class="notes" role="status" { "Nothing holds all the words; this holds some of them." } }
        div class="search-page" {
            aside class="facets" aria-label="Narrow down" {
                (facet(asked, "Who stands at the origin", "naming", &facets.naming, naming))
                (facet(asked, "What it is", "kind", &facets.kinds, plain))
                (facet(asked, "Outlet", "outlet", &facets.outlets, plain))
                @if facets.years.len() > 1 || year.is_some() {
                    section {
                        h2 { "Published" }
                        ul { @for (year, count) in facets.years.iter().take(12) { li {
                            a href={ (with(asked, "from", Some(&format!("{year}-01-01")))) "&to=" (year) "-12-31" } { (year) } " " span class="dim" { (count) }
                        } } }
                    }
                }
                @if facets.more { p class="dim" { "counted in the first " (facets.statements) } }
            }
            div {
                p { a href=(href::figures(&search.words)) { "Figures with these words" } " · " a href={ "/lineage?q=" (href::escape(&search.words)) } { "Where this comes from" } }
                h2 { "Statements " span class="dim" { (found.statements.len()) @if found.more_statements { "+" } } }
                @if found.statements.is_empty() { p { "No statement holds these words. Fewer or other words may find it." } }
                ul class="entries" { @for one in &found.statements { (statement::entry(&one.statement, one.lineage.as_ref())) } }
                @if found.more_statements && search.limit < MOST as usize { p { a href={ (with(asked, "", None)) "&limit=" ((search.limit * 3).min(MOST as usize)) } { "More statements" } } }
                @else if found.more_statements { p class="dim" { "The first " (MOST) " are here. A date, a source, an outlet or another word narrows it down; the JSON holds up to 200." } }
                @if !found.reports.is_empty() {
                    h2 { "Reports " span class="dim" { (counted(found.reports.len() as u64, "report")) @if found.more_reports { " and more" } } }
                    ul class="entries" { @for one in &found.reports { (statement::report(&one.report, html! { (visible(&one.snippet)) })) } }
                }
            }
        }
    }
}
