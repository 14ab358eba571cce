//! The statement in focus: its chain as a drawing, what each step rests on, figures, times, notices, judgments.

use maud::{Markup, html};
use reportedly::summary::{figure_reading, source_label, time_reading};
use reportedly::{Anchor, Claim, ClaimId, Evidence, Figure, Form, Span, Step, Time, visible, wire};

use super::judge;
use super::report::{Report, judged};
use super::statement::told;
use crate::annotated::{View, notes, place_link, words};
use crate::draw::chain::{self, Voice};
use crate::href;
use crate::server::Asked;

/// The card of one claim.
pub(super) fn card(view: &View<'_>, report: &Report, id: ClaimId, asked: &Asked) -> Markup {
    let Some(claim) = report.analysis.claims.get(id.0 as usize) else { return html! {} };
    let name = format!("c{}", id.0 + 1);
    let spans = if claim.content.is_empty() { &claim.cue } else { &claim.content };
    let first = spans.first().copied();
    let held = judged(&report.around);
    html! {
        section class="focus" id="focus" data-claim=(name) aria-labelledby="focus-name" {
            h2 id="focus-name" { "Statement " (id.0 + 1) " " (place_link(view, first.map(|span| view.places().of(span)), first)) }
            blockquote { (words(view, spans)) }
            @let notes = notes(view, claim);
            @if !notes.is_empty() { p class="note" { (visible(&notes.join("; "))) } }
            (chain::draw(&steps(report, claim)))
            (evidence(report, claim))
            @let figures: Vec<&Figure> = report.analysis.figures.iter().filter(|f| inside(claim, f.span)).collect();
            @if !figures.is_empty() { h3 { "Figures" } (figure_table(report, &figures)) }
            @let times: Vec<&Time> = report.analysis.times.iter().filter(|t| inside(claim, t.span)).collect();
            @if !times.is_empty() { h3 { "Times" } (time_list(report, &times)) }
            (doubts(report, claim))
            @match report.around.lineages.get(&(id.0 + 1)) {
                Some(lineage) => p { "Told in " (told(lineage)) @if !lineage.reasons.is_empty() { " " span class="dim" { (visible(&lineage.reasons.join("; "))) } } },
                None => p class="dim" { "No other report here is linked to it." },
            }
            @if let Some(rows) = held.get(name.as_str()) { (judge::said(rows, asked, &href::claim(&report.row.document, &name))) }
            @if report.around.latest { (judge::forms(report, claim, &name, asked)) }
            p class="lasting" { a href=(lasting(report, claim, &name)) { "Lasting address of this statement" } }
        }
    }
}

/// An address that finds the words again after a new analysis.
fn lasting(report: &Report, claim: &Claim, name: &str) -> String {
    let spans = [&claim.content, &claim.cue, &claim.source];
    let first = spans.iter().find_map(|spans| spans.first()).copied();
    let start = first.map_or(0, |span| wire::Offsets::new(&report.document.text).point(span.start()));
    let words = first.map(|span| span.of(&report.document.text)).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    href::lasting(&report.row.document, name, start, &words)
}

fn steps(report: &Report, claim: &Claim) -> Vec<Vec<Voice>> {
    let voice = |at: &reportedly::StepSource| {
        let source = report.analysis.sources.get(at.source.0 as usize)?;
        Some(Voice { label: source_label(&report.document, source), naming: source.naming.name() })
    };
    let step = |step: &Step| {
        let mut voices: Vec<Voice> = Vec::new();
        for voice in step.sources.iter().filter_map(voice) {
            if voices.iter().all(|known| known.label != voice.label) {
                voices.push(voice);
            }
        }
        voices
    };
    claim.chain.iter().map(step).collect()
}

fn inside(claim: &Claim, span: Span) -> bool {
    claim.content.iter().any(|content| content.contains(span))
}

/// What the reading rests on, step by step.
fn evidence(report: &Report, claim: &Claim) -> Markup {
    let quoted = |span: Option<Span>| span.map(|span| span.of(&report.document.text).to_owned());
    html! {
        details class="evidence" {
            summary { "Evidence" }
            dl {
                div { dt { "statement" } dd { (rests(&claim.evidence)) } }
                @for (index, step) in claim.chain.iter().enumerate() {
                    div {
                        dt { "step " (index + 1) }
                        dd {
                            @for (place, at) in step.sources.iter().enumerate() {
                                @if place > 0 { ", " }
                                @match quoted(at.span) {
                                    Some(words) => { "“" (visible(&words)) "”" },
                                    None => span class="dim" { "no words" },
                                }
                                @if let Some(href) = &at.href { " " (crate::annotated::link(href)) }
                            }
                            " " span class="dim" { (rests(&step.evidence)) }
                        }
                    }
                }
                @if claim.form != Form::Own { div { dt { "form" } dd { (claim.form.name()) ", " (claim.stance.name()) } } }
            }
        }
    }
}

fn rests(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Rule(id) => format!("rule {id}"),
        Evidence::Model { name, score } => format!("{name}, {score:.2}"),
    }
}

fn figure_table(report: &Report, figures: &[&Figure]) -> Markup {
    let words = |span: Span| visible(span.of(&report.document.text)).into_owned();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label="Figures" {
            table {
                thead { tr { th scope="col" { "Words" } th scope="col" { "Reading" } th scope="col" { "Of" } th scope="col" { "Rests on" } } }
                tbody {
                    @for figure in figures {
                        tr {
                            th scope="row" { (words(figure.span)) }
                            td { (figure_reading(figure)) @if let Some(status) = figure.status { " " span class="tag" { (status.name()) } } }
                            td {
                                @match figure.counted {
                                    Some(span) => a href=(href::figures(span.of(&report.document.text))) { (words(span)) },
                                    None => span class="dim" { "not told" },
                                }
                            }
                            td class="dim" { (rests(&figure.evidence)) }
                        }
                    }
                }
            }
        }
    }
}

fn time_list(report: &Report, times: &[&Time]) -> Markup {
    html! {
        ul class="times" {
            @for time in times {
                li {
                    "“" (visible(time.span.of(&report.document.text))) "” "
                    @if let Some(reading) = time_reading(time) { b class="reading" { (reading) } " " }
                    @if let Some((from, to)) = time.days { span class="dim" { (from) @if from != to { " to " (to) } } " " }
                    @match time.anchor {
                        Anchor::Published => span class="tag" { "hangs on the publication date" },
                        Anchor::Mention(_) => span class="dim" { "counted from a time before" },
                        Anchor::None => {},
                    }
                }
            }
        }
    }
}

/// Doubts about the places that the statement touches.
fn doubts(report: &Report, claim: &Claim) -> Markup {
    let spans = || claim.content.iter().chain(&claim.source).chain(&claim.cue);
    let touching: Vec<_> = (report.analysis.notices.iter())
        .filter(|notice| notice.span.is_some_and(|span| spans().any(|own| own.overlaps(span))))
        .collect();
    html! {
        @if !touching.is_empty() {
            h3 { "Notices" }
            ul class="notices" {
                @for notice in touching { li { (visible(&notice.message)) " " span class="dim" { (notice.code) } } }
            }
        }
    }
}

/// All figures that the page shows, as a table.
pub(super) fn all_figures(view: &View<'_>) -> Markup {
    let analysis = view.analysis;
    let words = |span: Span| visible(span.of(&view.document.text)).into_owned();
    html! {
        @if !analysis.figures.is_empty() {
            details id="figures" {
                summary { h2 { "Figures" } span class="dim" { (analysis.figures.len()) } }
                div class="scroll" tabindex="0" role="region" aria-label="All figures" {
                    table {
                        thead { tr { th scope="col" { "Words" } th scope="col" { "Reading" } th scope="col" { "Of" } th scope="col" { "Statement" } } }
                        tbody {
                            @for figure in analysis.figures.iter().filter(|figure| figure.claim.is_none_or(|id| view.shows(id))) {
                                tr {
                                    th scope="row" { (words(figure.span)) }
                                    td { (figure_reading(figure)) }
                                    td { (figure.counted.map(words).unwrap_or_default()) }
                                    td { @if let Some(id) = figure.claim { a href={ "#c" (id.0 + 1) } { (id.0 + 1) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
