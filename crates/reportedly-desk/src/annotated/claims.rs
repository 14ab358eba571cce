//! The right side: what to check first, what to get, the statements by origin.

use maud::{Markup, html};
use reportedly::summary::{Piece, Place, pieces};
use reportedly::{Claim, ClaimId, Form, Naming, Span, Stance, Words};

use super::{View, link};
use reportedly::visible;

/// What to check first.
pub fn checks(view: &View<'_>) -> Markup {
    html! {
        @if !view.summary.checks.is_empty() {
            details class="check" open {
                summary { h2 { "Check first" } span class="dim" { (view.summary.checks.len()) } }
                ul {
                    @for check in &view.summary.checks {
                        li {
                            p {
                                (place_link(view, check.places.first().copied(), check.quote.first().copied()))
                                " " (visible(&check.says))
                                @if check.places.len() > 1 { span class="dim" { " in " (places(&check.places)) } }
                            }
                            @if !check.quote.is_empty() { blockquote { (words(view, &check.quote)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Reports and documents that one would have to get.
pub fn obtain(view: &View<'_>) -> Markup {
    html! {
        @if !view.summary.obtain.is_empty() {
            details class="obtain" open {
                summary { h2 { "Get these" } span class="dim" { (view.summary.obtain.len()) } }
                ul {
                    @for item in &view.summary.obtain {
                        li {
                            b { (visible(&item.what)) } " "
                            @match &item.date {
                                Some(date) => span class="reading" { (visible(date)) },
                                None => span class="dim" { "no date" },
                            }
                            @match &item.href {
                                Some(href) => { " " (link(href)) },
                                None => span class="dim" { ", no link" },
                            }
                            span class="dim" {
                                " · " (item.statements) @if item.statements == 1 { " statement: " } @else { " statements: " }
                                (places(&item.places))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The attributed statements that the frame shows, by origin.
pub fn origins(view: &View<'_>) -> Markup {
    let sections = [
        (Naming::Named, "Named sources"),
        (Naming::Unnamed, "Unnamed sources"),
        (Naming::Absent, "Nobody named"),
    ];
    html! {
        @for (naming, heading) in sections {
            @let origins: Vec<_> = view.summary.origins.iter().filter(|o| o.naming == naming)
                .filter(|o| o.chains.iter().flat_map(|chain| &chain.claims).any(|id| view.shows(*id))).collect();
            @if !origins.is_empty() {
                details open {
                    summary {
                        h2 { (heading) }
                        span class="dim" { (origins.iter().map(|o| o.statements()).sum::<usize>()) }
                    }
                    @for origin in origins {
                        section class="origin" {
                            @if naming != Naming::Absent {
                                h3 { (visible(&origin.label)) " " span class="dim" { (origin.statements()) } }
                            }
                            @if !origin.about.is_empty() { p class="about" { (visible(&origin.about.join(" · "))) } }
                            @for chain in origin.chains.iter().filter(|c| c.claims.iter().any(|id| view.shows(*id))) {
                                p class="chain" {
                                    span class="dim" { "this report" }
                                    @for (index, step) in chain.steps.iter().enumerate() {
                                        span class="dim" aria-label=" from " { " ← " }
                                        @if index + 1 == chain.steps.len() { b { (visible(step)) } }
                                        @else { span { (visible(step)) } }
                                    }
                                }
                                ol class="statements" {
                                    @for id in chain.claims.iter().filter(|id| view.shows(**id)) { (statement(view, *id)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Those in the report's own voice.
pub fn own(view: &View<'_>) -> Markup {
    html! {
        @if view.summary.own.iter().any(|id| view.shows(*id)) {
            details open {
                summary { h2 { "In its own voice" } span class="dim" { (view.summary.own.len()) } }
                ol class="statements" {
                    @for id in view.summary.own.iter().filter(|id| view.shows(**id)) { (statement(view, *id)) }
                }
            }
        }
    }
}

fn statement(view: &View<'_>, id: ClaimId) -> Markup {
    let Some(claim) = view.analysis.claims.get(id.0 as usize) else { return html! {} };
    let spans = if claim.content.is_empty() { &claim.cue } else { &claim.content };
    let first = spans.first().copied();
    html! {
        li class="statement" id=(view.claim_id(id)) value=(u64::from(id.0) + 1) tabindex="-1" {
            (place_link(view, first.map(|span| view.places.of(span)), first)) " "
            (words(view, spans))
            @let notes = notes(view, claim);
            @if !notes.is_empty() { " " span class="note" { "(" (notes.join("; ")) ")" } }
            (view.beside(id))
        }
    }
}

/// How it was said, where that is more than plain "said".
pub(crate) fn notes(view: &View<'_>, claim: &Claim) -> Vec<String> {
    let mut notes = Vec::new();
    if claim.form != Form::Own && !claim.cue.is_empty() {
        notes.push(format!("“{}”", view.words(&claim.cue)));
    }
    if claim.form == Form::Direct {
        notes.push("quoted".to_owned());
    }
    if claim.stance != Stance::Neutral {
        notes.push(claim.stance.name().to_owned());
    }
    if let Some(response) = claim.response {
        notes.push(response.kind.name().replace('_', " "));
    }
    match claim.words {
        Some(Words::Carrier) => notes.push("not the speaker's words".to_owned()),
        Some(Words::Unclear) => notes.push("unclear whose words".to_owned()),
        Some(Words::Speaker) | None => {}
    }
    for hedge in &claim.hedges {
        notes.push(format!("hedged: “{}”", view.words(&[*hedge])));
    }
    if let Some(within) = claim.within {
        notes.push(format!("inside {}", u64::from(within.0) + 1));
    }
    if let Some(score) = claim.evidence.score() {
        notes.push(format!("model {score:.2}"));
    }
    notes
}

pub(crate) fn words(view: &View<'_>, spans: &[Span]) -> Markup {
    let text = |span: Span| visible(span.of(&view.document.text)).into_owned();
    html! {
        @for piece in pieces(view.document, view.analysis, spans) {
            @match piece {
                Piece::Words(span) => (text(span)),
                Piece::Figure(_, span, reading) => {
                    b class="figure" { (text(span)) }
                    @if let Some(reading) = reading { small class="reading" { " [" (visible(&reading)) "]" } }
                },
                Piece::Time(_, span, reading) => {
                    span class="time" { (text(span)) }
                    @if let Some(reading) = reading { small class="reading" { " [" (visible(&reading)) "]" } }
                },
                Piece::Gap => " … ",
            }
        }
    }
}

pub(crate) fn place_link(view: &View<'_>, place: Option<Place>, span: Option<Span>) -> Markup {
    html! {
        @if let Some(place) = place {
            @match span {
                Some(span) => a class="place" href=(view.block_href(span)) { (place) },
                None => span class="place" { (place) },
            }
        }
    }
}

fn places(places: &[Place]) -> String {
    places.iter().map(Place::to_string).collect::<Vec<_>>().join(" ")
}
