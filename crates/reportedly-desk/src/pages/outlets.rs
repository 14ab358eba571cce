//! Outlets: who cites whom; and one of them with its reports.

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{Citing, OutletDetail, Outlets, Statement};
use serde::Serialize;

use super::statement;
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::counted;

/// Pairs, outlets, reports and statements of a page.
const PAIRS: usize = 100;
const OUTLETS: usize = 300;
const REPORTS: u32 = 50;
const STATEMENTS: usize = 60;

pub(super) fn all(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let found = app.cached.outlets.get(ledger, Ledger::outlets)?;
    let pages = found.outlets.len().div_ceil(OUTLETS).max(found.citing.len().div_ceil(PAIRS)).max(1);
    let page = asked.number("page").map_or(0, |page| (page as usize - 1).min(pages - 1));
    Ok(Answer::new(asked, "outlets", "Outlets", &*found, || {
        html! {
            h1 { "Outlets" }
            p class="lead" { "Whose reports are here, and who cites whom: counts that open their list. No scores, no ranking; by name." }
            div class="columns" {
                section aria-labelledby="all-outlets" {
                    h2 id="all-outlets" { "Reports by outlet" }
                    ul class="plain" {
                        @for (name, reports) in found.outlets.iter().skip(page * OUTLETS).take(OUTLETS) {
                            li { @if name == "outlet not given" { (name) } @else { a href=(href::outlet(name)) { (visible(name)) } } " " span class="dim" { (reports) } }
                        }
                    }
                }
                section aria-labelledby="citing" {
                    h2 id="citing" { "Who cites whom" }
                    @if found.citing.is_empty() { p class="dim" { "No report here cites another outlet." } }
                    (pairs(&found, "All pairs", page, |_| true))
                }
            }
            @if pages > 1 {
                nav class="pager" aria-label="More outlets" {
                    @if page > 0 { a rel="prev" href={ "/outlets?page=" (page) } { "Before" } }
                    span { "page " (page + 1) " of " (pages) ": " (counted(found.outlets.len() as u64, "outlet")) ", " (counted(found.citing.len() as u64, "pair")) }
                    @if page + 1 < pages { a rel="next" href={ "/outlets?page=" (page + 2) } { "Next" } }
                }
            }
        }
    }))
}

fn pairs(found: &Outlets, label: &str, page: usize, which: impl Fn(&Citing) -> bool) -> Markup {
    let rows: Vec<&Citing> = found.citing.iter().filter(|pair| which(pair)).collect();
    html! {
        @if rows.len() > page * PAIRS {
            div class="scroll" tabindex="0" role="region" aria-label=(label) {
                table {
                    thead { tr { th scope="col" { "Outlet" } th scope="col" { "cites" } th scope="col" class="number" { "Reports" } th scope="col" class="number" { "Statements" } } }
                    tbody {
                        @for pair in rows.iter().skip(page * PAIRS).take(PAIRS) {
                            tr {
                                th scope="row" { a href=(href::outlet(&pair.outlet)) { (visible(&pair.outlet)) } }
                                td { a href=(href::source(&pair.cites)) { (visible(&pair.cites)) } }
                                td class="number" { (pair.reports) }
                                td class="number" { a href={ (href::outlet(&pair.outlet)) "&cites=" (href::escape(&pair.cites)) "#statements" } { (pair.statements) span class="sr" { " statements" } } }
                            }
                        }
                    }
                }
            }
            @if rows.len() > PAIRS { p class="dim" { (page * PAIRS + 1) " to " ((page * PAIRS + PAIRS).min(rows.len())) " of " (rows.len()) } }
        }
    }
}

#[derive(Serialize)]
struct One<'a> {
    outlet: &'a OutletDetail,
    cites: Vec<&'a Citing>,
    cited_by: Vec<&'a Citing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<&'a [Statement]>,
}

pub(super) fn one(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let name =
        asked.get("name").ok_or_else(|| Fault::Wrong("which outlet? The address has none".to_owned()))?;
    let page = asked.number("page").unwrap_or(1);
    // Of the other lists.
    let part = asked.number("part").map_or(0, |part| part as usize - 1).min(10_000);
    let detail = ledger.outlet(name, REPORTS, (page - 1).saturating_mul(REPORTS))?;
    let detail = detail.ok_or_else(|| {
        Fault::NotFound(format!(
            "no report here is by “{name}” (it may be cited: look through the list of sources)"
        ))
    })?;
    let all = app.cached.outlets.get(ledger, Ledger::outlets)?;
    let key = |name: &str| name.to_lowercase().trim_start_matches("the ").to_owned();
    let own = key(&detail.name);
    let cites = |pair: &Citing| key(&pair.outlet) == own;
    let cited = |pair: &Citing| key(&pair.cites) == own;
    let chosen = asked
        .get("cites")
        .and_then(|other| all.citing.iter().find(|pair| cites(pair) && key(&pair.cites) == key(other)));
    let statements = chosen.map(|pair| ledger.citations(pair)).transpose()?;
    let data = One {
        outlet: &detail,
        cites: all.citing.iter().filter(|pair| cites(pair)).collect(),
        cited_by: all.citing.iter().filter(|pair| cited(pair)).collect(),
        statements: statements.as_deref(),
    };
    Ok(Answer::new(asked, "outlets", detail.name.clone(), &data, || {
        html! {
            p class="dim" { "Outlet" }
            h1 { (visible(&detail.name)) }
            p { (counted(detail.reports, "report")) " here" @if detail.forms.len() > 1 { "; also written " @for (index, (form, _)) in detail.forms.iter().skip(1).enumerate() { @if index > 0 { ", " } "“" (visible(form)) "”" } } }
            @if let (Some(pair), Some(statements)) = (chosen, &statements) {
                h2 id="statements" { "What it has from " (visible(&pair.cites)) }
                ul class="entries" { @for one in statements.iter().skip(part * STATEMENTS).take(STATEMENTS) { (statement::entry(one, None)) } }
                (parts(&format!("{}&cites={}", href::outlet(&detail.name), href::escape(&pair.cites)), part, statements.len().div_ceil(STATEMENTS), "statements"))
            }
            div class="columns" {
                section aria-labelledby="cites" {
                    h2 id="cites" { "Whom it cites" }
                    @if data.cites.is_empty() { p class="dim" { "No other outlet, in the reports that are here." } }
                    (pairs(&all, "Cited here", part, cites))
                }
                section aria-labelledby="cited" {
                    h2 id="cited" { "Who cites it" }
                    @if data.cited_by.is_empty() { p class="dim" { "No other outlet, in the reports that are here." } }
                    (pairs(&all, "Citing it", part, cited))
                }
            }
            @if chosen.is_none() { (parts(&href::outlet(&detail.name), part, data.cites.len().max(data.cited_by.len()).div_ceil(PAIRS), "cites")) }
            h2 { "Its reports, the latest first" }
            ul class="entries" { @for report in &detail.latest { (statement::report(report, html! {})) } }
            @if detail.reports > REPORTS {
                nav class="pager" aria-label="More reports" {
                    @if page > 1 { a rel="prev" href={ (href::outlet(&detail.name)) "&page=" (page - 1) } { "Later ones" } }
                    @if page.saturating_mul(REPORTS) < detail.reports { a rel="next" href={ (href::outlet(&detail.name)) "&page=" (page + 1) } { "Earlier ones" } }
                }
            }
        }
    }))
}

fn parts(base: &str, part: usize, parts: usize, place: &str) -> Markup {
    html! {
        @if parts > 1 {
            nav class="pager" aria-label="More of this list" {
                @if part > 0 { a rel="prev" href={ (base) "&part=" (part) "#" (place) } { "Before" } }
                span { "part " (part + 1) " of " (parts) }
                @if part + 1 < parts { a rel="next" href={ (base) "&part=" (part + 2) "#" (place) } { "Next" } }
            }
        }
    }
}
