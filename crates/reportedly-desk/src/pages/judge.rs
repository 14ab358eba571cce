//! Judging: the forms, what was said, the list of all judgments. The records are those of the command line.

use maud::{Markup, html};
use reportedly::summary::source_label;
use reportedly::{Claim, visible};
use reportedly_ledger::query::claim_again;
use reportedly_ledger::{JudgmentRow, Ledger};
use serde::Serialize;

use super::report::{Report, past};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};

/// Judgments on a page.
const MOST: u32 = 100;

/// Who judges: asked for once, kept by the browser.
pub(super) fn name(asked: &Asked, id: &str) -> Markup {
    html! {
        label for=(id) { "Your name" }
        input id=(id) name="judge" required maxlength="100" autocomplete="name" value=(asked.judge.as_deref().unwrap_or_default());
    }
}

fn hidden(one: &str, words: &str, back: &str) -> Markup {
    html! {
        input type="hidden" name="one" value=(one);
        input type="hidden" name="words" value=(words);
        input type="hidden" name="back" value=(back);
    }
}

/// The forms of a claim.
pub(super) fn forms(report: &Report, claim: &Claim, name_of: &str, asked: &Asked) -> Markup {
    let document = &report.row.document;
    let place = |id: &str| format!("{document}#{id}");
    let back = href::claim(document, name_of);
    let first = claim.content.first().or(claim.cue.first()).or(claim.source.first());
    let words = first.map(|span| span.of(&report.document.text)).unwrap_or_default();
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    let label =
        |id: usize| report.analysis.sources.get(id).map(|source| source_label(&report.document, source));
    let mut sources: Vec<(String, String)> = Vec::new();
    for at in claim.chain.iter().flat_map(|step| &step.sources) {
        let id = format!("s{}", at.source.0 + 1);
        if let Some(label) = label(at.source.0 as usize)
            && sources.iter().all(|(known, _)| *known != id)
        {
            sources.push((id, label));
        }
    }
    let others = (1..=report.analysis.sources.len())
        .map(|number| (format!("s{number}"), label(number - 1).unwrap_or_default()));
    let others: Vec<(String, String)> = others.collect();
    let figures: Vec<(String, String)> = (report.analysis.figures.iter().enumerate())
        .filter(|(_, figure)| claim.content.iter().any(|content| content.contains(figure.span)))
        .map(|(index, figure)| (format!("f{}", index + 1), figure.span.of(&report.document.text).to_owned()))
        .collect();
    html! {
        section class="judging" aria-label="Judge this statement" {
            h3 { "Judge it" }
            form method="post" action="/judge" class="verdict" {
                (hidden(&place(name_of), &words, &back))
                (name(asked, "judge-name"))
                label for="judge-note" { "Why " span class="dim" { "(may stay empty)" } }
                input id="judge-note" name="note" maxlength="2000";
                div class="buttons" {
                    button name="act" value="confirm" data-key="a" { "Confirm " kbd { "a" } }
                    button name="act" value="reject" data-key="r" { "Reject " kbd { "r" } }
                    button name="act" value="note" { "Only note" }
                }
            }
            details {
                summary data-key="e" { "Correct a field " kbd { "e" } }
                form method="post" action="/judge" {
                    input type="hidden" name="act" value="correct";
                    input type="hidden" name="back" value=(back);
                    (name(asked, "correct-name"))
                    label for="correct-one" { "Of" }
                    select id="correct-one" name="one" {
                        option value=(place(name_of)) { "this statement" }
                        @for (id, words) in sources.iter().chain(&figures) { option value=(place(id)) { (visible(words)) } }
                    }
                    label for="correct-field" { "Field" }
                    select id="correct-field" name="field" {
                        @for field in ["content", "form", "stance", "name", "kind", "naming", "low", "high", "unit", "counted"] { option { (field) } }
                    }
                    label for="correct-value" { "Should be" }
                    input id="correct-value" name="value" required maxlength="2000";
                    label for="correct-note" { "Why" }
                    input id="correct-note" name="note" maxlength="2000";
                    button { "Correct" }
                }
            }
            @if !sources.is_empty() {
                details {
                    summary data-key="m" { "Merge or part sources " kbd { "m" } }
                    form method="post" action="/judge" {
                        input type="hidden" name="back" value=(back);
                        (name(asked, "merge-name"))
                        label for="merge-one" { "Source" }
                        select id="merge-one" name="one" { @for (id, words) in &sources { option value=(place(id)) { (visible(words)) } } }
                        label for="merge-two" { "and" }
                        select id="merge-two" name="two" { @for (id, words) in &others { option value=(place(id)) { (visible(words)) } } }
                        div class="buttons" {
                            button name="act" value="same" { "are the same" }
                            button name="act" value="different" { "are not the same" }
                        }
                    }
                }
            }
        }
    }
}

/// What was said of a thing, each with the way to take it back.
pub(super) fn said(rows: &[&JudgmentRow], asked: &Asked, back: &str) -> Markup {
    html! {
        ul class="judgments" {
            @for row in rows { li { (words(row)) (undo(row, asked, back)) } }
        }
    }
}

fn words(row: &JudgmentRow) -> Markup {
    html! {
        span class={ "tag " (row.act) } { (past(&row.act)) } " by " b { (visible(&row.judge)) } " "
        time class="dim" datetime=(row.made) { (row.made.get(..16).unwrap_or(&row.made).replace('T', " ")) }
        @if let Some(other) = row.other.as_ref().filter(|_| row.target == "source") {
            @let one = row.anchor.as_ref().map_or("", |anchor| anchor.quote.as_str());
            ": “" (visible(&crate::words::short(one, 80))) "” and “" (visible(&crate::words::short(&other.quote, 80))) "”"
        }
        @if let (Some(field), Some(value)) = (&row.field, &row.value) { ": " (visible(field)) " should be “" (visible(value)) "”" }
        @if let Some(note) = &row.note { ": " (visible(note)) }
    }
}

fn undo(row: &JudgmentRow, asked: &Asked, back: &str) -> Markup {
    html! {
        @if row.undone_by.is_none() {
            form method="post" action="/undo" class="undo" {
                input type="hidden" name="number" value=(row.id);
                input type="hidden" name="back" value=(back);
                @match &asked.judge {
                    Some(judge) => input type="hidden" name="judge" value=(judge);,
                    None => { label class="sr" for={ "undo-" (row.id) } { "Your name" } input id={ "undo-" (row.id) } name="judge" required maxlength="100" placeholder="your name"; },
                }
                button data-undo=(row.judge) { "Undo" span class="sr" { " judgment " (row.id) } }
            }
        }
    }
}

/// The place that is judged, found by its words where the numbers are others by now.
pub(crate) fn still(ledger: &Ledger, place: &str, words: Option<&str>) -> Result<String, Fault> {
    let (Some((identity, id)), Some(words)) = (place.rsplit_once('#'), words) else {
        return Ok(place.to_owned());
    };
    let (true, Some(row)) = (id.starts_with('c'), ledger.report(identity, None)?) else {
        return Ok(place.to_owned());
    };
    let line = ledger.line_of(&row)?;
    let told = |id: &str| {
        let claim = line.claims.iter().find(|claim| claim.id == id)?;
        let said = claim.content.as_ref().or(claim.cue.as_ref()).or(claim.source.as_ref())?;
        let start = said.spans.first()?[0];
        let plain = said.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((start, plain))
    };
    let (start, fits) = told(id).map_or((0, false), |(start, said)| (start, said.starts_with(words)));
    if fits {
        return Ok(place.to_owned());
    }
    match claim_again(&line, words, start) {
        Some(id) => Ok(format!("{identity}#{id}")),
        None => Err(Fault::Wrong("the report was read anew and this statement is not in it any more; nothing was kept (look at the report again)".to_owned())),
    }
}

#[derive(Serialize)]
struct Judgments<'a> {
    judgments: &'a [JudgmentRow],
    /// The number to ask for those before; none where these are the first ones.
    before: Option<i64>,
}

pub(super) fn page(_: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let before = asked.get("before").and_then(|number| number.parse().ok());
    let rows = ledger.latest_judgments(MOST + 1, before)?;
    let more = rows.len() > MOST as usize;
    let rows = rows.get(..rows.len().min(MOST as usize)).unwrap_or_default();
    let before = rows.last().filter(|_| more).map(|row| row.id);
    let data = Judgments { judgments: rows, before };
    Ok(Answer::new(asked, "judgments", "Judgments", &data, || {
        html! {
            h1 { "Judgments" }
            p class="lead" { "What people said about statements, sources and links: kept for good, with the words they are about. Taking one back keeps both on record." }
            form method="post" action="/name" class="line" {
                input type="hidden" name="back" value="/judgments";
                (name(asked, "own-name"))
                button { "Keep this name" }
            }
            @if rows.is_empty() { p { "Nobody has judged anything yet. Open a report, choose a statement, and confirm or reject it." } }
            ol class="judgments all" reversed[true] {
                @for row in rows {
                    li value=(row.id) class=[row.undone_by.map(|_| "undone")] {
                        p {
                            (words(row))
                            @if let Some(by) = row.undone_by { " " span class="tag" { "taken back (" (by) ")" } }
                            @if !row.fits() { " " span class="tag reject" { "fits no place any more" } }
                        }
                        @for (anchor, now) in [(&row.anchor, &row.now), (&row.other, &row.other_now)] {
                            @if let Some(anchor) = anchor {
                                p class="from" {
                                    (anchor.kind) " "
                                    @match now.as_deref().filter(|id| id.starts_with('c')) {
                                        Some(id) => a href=(href::claim(&anchor.document, id)) { "“" (visible(&crate::words::short(&anchor.quote, 200))) "”" },
                                        None => a href=(href::report(&anchor.document)) {
                                            @if anchor.quote.is_empty() { (visible(&anchor.document)) } @else { "“" (visible(&crate::words::short(&anchor.quote, 200))) "”" }
                                        },
                                    }
                                }
                            }
                        }
                        (undo(row, asked, "/judgments"))
                    }
                }
            }
            @if let Some(before) = before { p { a href={ "/judgments?before=" (before) } { "Older ones" } } }
        }
    }))
}
