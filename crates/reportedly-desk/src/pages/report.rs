//! One report: its text with every mark at the left, the statement in focus and all others at the right.

use std::collections::BTreeMap;
use std::ops::Range;

use maud::{Markup, html};
use reportedly::summary::{Summary, summarize};
use reportedly::{Analysis, ClaimId, Document, Language, visible};
use reportedly_ledger::query::{Around, ReportRow, claim_again};
use reportedly_ledger::{JudgmentRow, Ledger, LedgerError, LedgerErrorKind};
use serde::Serialize;

use super::{focus, statement};
use crate::annotated::{self, Frame, View};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::{counted, origins};

/// Words of a page: longer reports have several.
const WORDS: usize = 2_000;

/// What the twin holds.
#[derive(Serialize)]
struct Twin<'a> {
    report: &'a ReportRow,
    analysis: &'a reportedly::wire::Line,
    #[serde(flatten)]
    around: &'a Around,
}

/// A report with everything that its page shows.
pub(super) struct Report {
    pub(super) row: ReportRow,
    pub(super) document: Document,
    pub(super) analysis: Analysis,
    pub(super) around: Around,
}

fn row(ledger: &Ledger, asked: &Asked) -> Result<ReportRow, Fault> {
    let identity =
        asked.get("d").ok_or_else(|| Fault::Wrong("which report? The address has none".to_owned()))?;
    let missing =
        || Fault::NotFound(format!("there is no report “{identity}” in this ledger (search for its words)"));
    ledger.report(identity, asked.number("v"))?.ok_or_else(missing)
}

fn unpacked(ledger: &Ledger, line: &reportedly::wire::Line) -> Result<(Document, Analysis), Fault> {
    reportedly::unpack(line).map_err(|error| {
        let what = format!("the analysis of {}: {error}", line.document.id);
        Fault::Ledger(LedgerError { path: ledger.path().to_owned(), kind: LedgerErrorKind::Damaged(what) })
    })
}

/// The claim that is asked for by its number.
fn claim(asked: &Asked, analysis: &Analysis) -> Result<Option<ClaimId>, Fault> {
    let Some(id) = asked.get("claim") else { return Ok(None) };
    let number =
        id.strip_prefix('c').and_then(|number| number.parse::<u32>().ok()).and_then(|n| n.checked_sub(1));
    let found = number.filter(|number| (*number as usize) < analysis.claims.len()).map(ClaimId);
    found.map(Some).ok_or_else(|| {
        Fault::NotFound(format!("this report has no statement {id} (it has {})", analysis.claims.len()))
    })
}

pub(super) fn page(_: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let row = row(ledger, asked)?;
    let line = ledger.line_of(&row)?;
    let mut lost = false;
    if let Some(words) = asked.get("words") {
        let start = asked.get("at").and_then(|at| at.parse().ok()).unwrap_or(0);
        match claim_again(&line, words, start) {
            Some(id) => return Err(Fault::Elsewhere(href::claim(&row.document, &id))),
            None => lost = true,
        }
    }
    let (document, analysis) = unpacked(ledger, &line)?;
    let chosen = claim(asked, &analysis)?;
    let around = ledger.around(&row)?;
    if asked.json {
        let twin = Twin { report: &row, analysis: &line, around: &around };
        return Ok(Answer::new(asked, "reports", "", &twin, Markup::default));
    }
    let report = Report { row, document, analysis, around };
    let title = report.document.meta.title.clone().unwrap_or_else(|| "(no title)".to_owned());
    Ok(Answer::new(asked, "reports", title, &(), || draw(&report, asked, chosen, lost)))
}

/// The statement in focus alone.
pub(crate) fn focus_alone(ledger: &Ledger, asked: &Asked) -> Result<Markup, Fault> {
    let row = row(ledger, asked)?;
    let line = ledger.line_of(&row)?;
    let (document, analysis) = unpacked(ledger, &line)?;
    let around = ledger.around(&row)?;
    let chosen = claim(asked, &analysis)?
        .ok_or_else(|| Fault::Wrong("which statement? The address has none".to_owned()))?;
    let report = Report { row, document, analysis, around };
    let summary = Summary::default();
    let frame = Frame {
        prefix: String::new(),
        blocks: 0..usize::MAX,
        elsewhere: &|_| String::new(),
        beside: &|_| html! {},
    };
    let view = View::new(&report.document, &report.analysis, &summary, frame);
    Ok(focus::card(&view, &report, chosen, asked))
}

/// The blocks of each page.
fn cut(document: &Document) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut from, mut words) = (0, 0);
    for (index, block) in document.blocks.iter().enumerate() {
        let own = block.span.of(&document.text).split_whitespace().count();
        if words > 0 && words + own > WORDS {
            pages.push(from..index);
            (from, words) = (index, 0);
        }
        words += own;
    }
    pages.push(from..document.blocks.len().max(from + 1));
    pages
}

/// The judgments that hold, by the id of what they are about now.
pub(super) fn judged(around: &Around) -> BTreeMap<&str, Vec<&JudgmentRow>> {
    let mut found: BTreeMap<&str, Vec<&JudgmentRow>> = BTreeMap::new();
    for row in around.judgments.iter().filter(|row| row.undone_by.is_none()) {
        if let Some(now) = row.now.as_deref() {
            found.entry(now).or_default().push(row);
        }
    }
    found
}

fn draw(report: &Report, asked: &Asked, chosen: Option<ClaimId>, lost: bool) -> Markup {
    let Report { row, document, analysis, around } = report;
    let summary = summarize(Language::english(), document, analysis);
    let pages = cut(document);
    let last = pages.len().saturating_sub(1);
    let number_of = |block: usize| pages.iter().position(|page| page.contains(&block)).unwrap_or(last);
    let places = reportedly::summary::Places::new(document);
    let block_of = |id: ClaimId| {
        let claim = analysis.claims.get(id.0 as usize)?;
        let first = claim.content.first().or(claim.cue.first()).or(claim.source.first())?;
        Some(places.blocks().partition_point(|(block, _)| block.start() <= first.start()).saturating_sub(1))
    };
    let asked_page =
        asked.number("page").and_then(|page| usize::try_from(page).ok()).map(|page| (page - 1).min(last));
    let now = chosen.and_then(block_of).map(number_of).or(asked_page).unwrap_or(0);
    let base = match around.latest {
        true => href::report(&row.document),
        false => href::version(&row.document, row.version),
    };
    let elsewhere = |block: usize| format!("{base}&page={}#b{}", number_of(block) + 1, block + 1);
    let judged = judged(around);
    let beside = |id: ClaimId| beside(around, &judged, id);
    let blocks = pages.get(now).cloned().unwrap_or(0..1);
    let frame = Frame { prefix: String::new(), blocks, elsewhere: &elsewhere, beside: &beside };
    let view = View::new(document, analysis, &summary, frame);
    let ids = || (0..).map(ClaimId).take(analysis.claims.len());
    let shown = ids().filter(|id| view.shows(*id));
    let first = shown
        .clone()
        .find(|id| analysis.claims.get(id.0 as usize).is_some_and(|claim| !claim.chain.is_empty()));
    let focused = chosen.or(first).or_else(|| shown.clone().next());
    html! {
        article class="report" data-report=(row.document) data-version=(row.version) {
            (annotated::header(&view))
            (notes(report, lost))
            nav class="jump" aria-label="On this page" {
                ul {
                    li { a href="#text" { "Text" } }
                    @if focused.is_some() { li { a href="#focus" { "Statement in focus" } } }
                    @if !summary.checks.is_empty() { li { a href="#check" { "Check first " span class="dim" { (summary.checks.len()) } } } }
                    @if !summary.obtain.is_empty() { li { a href="#obtain" { "Get these " span class="dim" { (summary.obtain.len()) } } } }
                    li { a href="#statements" { "All statements " span class="dim" { (analysis.claims.len()) } } }
                    @if !analysis.figures.is_empty() { li { a href=(format!("#figures")) { "Figures " span class="dim" { (analysis.figures.len()) } } } }
                }
            }
            (pager(&base, now, pages.len()))
            div class="sides" {
                section class="text" id="text" aria-label="The report" lang=(document.meta.language.as_deref().unwrap_or("en")) {
                    (annotated::legend())
                    (annotated::blocks(&view))
                    (pager(&base, now, pages.len()))
                }
                div class="claims" {
                    @if let Some(id) = focused { (focus::card(&view, report, id, asked)) }
                    section class="lists" aria-label="Statements and their sources" {
                        div id="check" { (annotated::checks(&view)) }
                        div id="obtain" { (annotated::obtain(&view)) }
                        // Without script the buttons bring the statement into focus.
                        form id="statements" action="/report" {
                            input type="hidden" name="d" value=(row.document);
                            @if !around.latest { input type="hidden" name="v" value=(row.version); }
                            (annotated::origins(&view))
                            (annotated::own(&view))
                        }
                        (focus::all_figures(&view))
                    }
                }
            }
        }
    }
}

/// Versions, copies, and an address that leads nowhere.
fn notes(report: &Report, lost: bool) -> Markup {
    let Report { row, around, .. } = report;
    html! {
        @if lost {
            p class="wrong" role="status" {
                "The words of this address are no statement of the report any more. This is the report as it stands now."
            }
        }
        @if around.versions.len() > 1 {
            p class="versions" {
                "Version " (row.version) " of " (around.versions.len()) ": "
                @for (index, version) in around.versions.iter().enumerate() {
                    @if index > 0 { ", " }
                    @if *version == row.version { b { (version) } }
                    @else { a href=(href::version(&row.document, *version)) { (version) } }
                }
                @if !around.latest { ". " b { "A later version is here." } " Only the latest counts in lineages and can be judged." }
                @else { ". " a href="/changes" { "What changed" } }
            }
        }
        @if !around.copies.is_empty() {
            details class="copies" {
                summary { "Near-identical to " (counted(around.copies.len() as u64, "other report")) " here; together they count as one" }
                ul class="entries" {
                    @for (copy, share) in &around.copies {
                        (statement::report(copy, html! { span class="dim" { (format!("{:.0}", share * 100.0)) " % of the shorter text" } }))
                    }
                }
            }
        }
        @let document: Vec<_> = around.judgments.iter().filter(|row| row.target == "document" && row.undone_by.is_none()).collect();
        @for row in document {
            p class="judged" { b { (visible(&row.judge)) } " " span class="dim" { (row.made.get(..10).unwrap_or_default()) } ": " (visible(row.note.as_deref().unwrap_or(&row.act))) }
        }
    }
}

fn pager(base: &str, now: usize, pages: usize) -> Markup {
    html! {
        @if pages > 1 {
            nav class="pager" aria-label="Parts of the report" {
                @if now > 0 { a rel="prev" href={ (base) "&page=" (now) } { "Part before" } " " }
                span { "part " (now + 1) " of " (pages) }
                @if now + 1 < pages { " " a rel="next" href={ (base) "&page=" (now + 2) } { "Next part" } }
            }
        }
    }
}

/// Behind each statement: where else it is told, what was said of it, and the way to its chain.
fn beside(around: &Around, judged: &BTreeMap<&str, Vec<&JudgmentRow>>, id: ClaimId) -> Markup {
    let number = id.0 + 1;
    let name = format!("c{number}");
    html! {
        @if let Some(lineage) = around.lineages.get(&number) {
            " " a class="told" href=(href::lineage(&lineage.id)) { (counted(lineage.reports, "report")) " · " (origins(lineage)) }
        }
        @for row in judged.get(name.as_str()).into_iter().flatten() {
            " " span class={ "tag " (row.act) } { (past(&row.act)) " by " (visible(&row.judge)) }
        }
        " " button class="show" name="claim" value=(name) { "chain" span class="sr" { " of statement " (number) } }
    }
}

/// What somebody did.
pub(super) fn past(act: &str) -> &str {
    match act {
        "confirm" => "confirmed",
        "reject" => "rejected",
        "correct" => "corrected",
        "same" => "said to be the same",
        "different" => "said to differ",
        "note" => "noted",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reportedly::Meta;

    #[test]
    fn long_reports_are_cut_between_paragraphs() {
        let paragraph = "word ".repeat(900);
        let text = [paragraph.as_str(); 5].join("\n\n");
        let document = Document::plain("d", text, Meta::default());
        assert_eq!(cut(&document), [0..2, 2..4, 4..5]);
        assert_eq!(cut(&Document::plain("d", "", Meta::default())).first(), Some(&(0..1)));
        let long = Document::plain("d", "word ".repeat(9_000), Meta::default());
        assert_eq!(cut(&long).len(), 1);
    }
}
