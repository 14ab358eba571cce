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

/// Pairs and reports of a page.
const MOST: usize = 200;
const REPORTS: u32 = 50;

pub(super) fn all(app: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let found = app.cached.outlets.get(ledger, Ledger::outlets)?;
    Ok(Answer::new(asked, "outlets", "Outlets", &*found, || {
        html! {
            h1 { "Outlets" }
            p class="lead" { "Whose reports are here, and who cites whom: counts that open their list. No scores, no ranking; by name." }
            div class="columns" {
                section aria-labelledby="all-outlets" {
                    h2 id="all-outlets" { "Reports by outlet" }
                    ul class="plain" {
                        @for (name, reports) in found.outlets.iter().take(1_000) {
                            li { @if name == "outlet not given" { (name) } @else { a href=(href::outlet(name)) { (visible(name)) } } " " span class="dim" { (reports) } }
                        }
                    }
                }
                section aria-labelledby="citing" {
                    h2 id="citing" { "Who cites whom" }
                    @if found.citing.is_empty() { p class="dim" { "No report here cites another outlet." } }
                    (pairs(&found, "All pairs", |_| true))
                }
            }
        }
    }))
}

fn pairs(found: &Outlets, label: &str, which: impl Fn(&Citing) -> bool) -> Markup {
    let rows: Vec<&Citing> = found.citing.iter().filter(|pair| which(pair)).collect();
    html! {
        @if !rows.is_empty() {
            div class="scroll" tabindex="0" role="region" aria-label=(label) {
                table {
                    thead { tr { th scope="col" { "Outlet" } th scope="col" { "cites" } th scope="col" { "Reports" } th scope="col" { "Statements" } } }
                    tbody {
                        @for pair in rows.iter().take(MOST) {
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
            @if rows.len() > MOST { p class="dim" { (rows.len() - MOST) " more: see the outlets’ own pages, or the JSON" } }
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
                ul class="entries" { @for one in statements.iter().take(MOST) { (statement::entry(one, None)) } }
            }
            div class="columns" {
                section aria-labelledby="cites" {
                    h2 id="cites" { "Whom it cites" }
                    @if data.cites.is_empty() { p class="dim" { "No other outlet, in the reports that are here." } }
                    (pairs(&all, "Cited here", cites))
                }
                section aria-labelledby="cited" {
                    h2 id="cited" { "Who cites it" }
                    @if data.cited_by.is_empty() { p class="dim" { "No other outlet, in the reports that are here." } }
                    (pairs(&all, "Citing it", cited))
                }
            }
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
