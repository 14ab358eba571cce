//! The report's text with its sources, cues, contents, figures and times marked.
//!
//! Marks nest and overlap; so the text is cut wherever one begins or ends, and each piece names all that hold it.

use std::collections::BTreeSet;

use maud::{Markup, html};
use reportedly::summary::{Place, telling_figure, telling_time};
use reportedly::{Form, Span};

use super::{View, web_address};
use reportedly::visible;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Content,
    Own,
    Source,
    Cue,
    Figure,
    Time,
    Link,
}

/// One mark: what it is, and the index of its claim, figure, time or link.
type Mark = (Role, usize);

/// What the marks mean.
pub fn legend() -> Markup {
    html! {
        p class="legend" {
            span class="m source" { "source" } " " span class="m cue" { "cue" } " "
            span class="m content" { "what is said" } " " span class="m own" { "its own voice" } " "
            b class="figure" { "figure" } " " span class="time" { "time" }
        }
    }
}

/// The blocks that the frame shows, with all marks.
pub fn blocks(view: &View<'_>) -> Markup {
    let edges = edges(view);
    let mut active: BTreeSet<Mark> = BTreeSet::new();
    let mut next = edges.iter().peekable();
    html! {
        @for (index, &(block, place)) in view.places.blocks().iter().enumerate() {
            @let pieces = {
                let mut pieces: Vec<(Span, Vec<Mark>, Vec<Mark>)> = Vec::new();
                let mut at = block.start();
                loop {
                    let edge = next.peek().map_or(usize::MAX, |edge| edge.0);
                    if edge > at || edge == usize::MAX {
                        let to = edge.min(block.end());
                        if at < to {
                            pieces.push((Span::new(at, to), active.iter().copied().collect(), Vec::new()));
                            at = to;
                        }
                        if edge >= block.end() { break; }
                    }
                    let Some(&&(_, begins, mark)) = next.peek() else { break };
                    next.next();
                    if begins {
                        active.insert(mark);
                    } else if active.remove(&mark) && let Some(last) = pieces.last_mut() {
                        last.2.push(mark);
                    }
                }
                pieces
            };
            // Ends that fall on the block's own end belong to it.
            @let closing = closing(&mut next, block.end(), &mut active);
            @if view.frame.blocks.contains(&index) {
            div class={ "block " (class(place)) } id={ (view.frame.prefix) "b" (index + 1) } {
                span class="place" aria-hidden="true" { (place) }
                p {
                    @for (number, (span, marks, ended)) in pieces.iter().enumerate() {
                        (piece(view, *span, marks))
                        (readings(view, span.end(), ended))
                        @if number + 1 == pieces.len() { (readings(view, span.end(), &closing)) }
                    }
                }
            }
            }
        }
    }
}

fn closing<'a>(
    next: &mut std::iter::Peekable<impl Iterator<Item = &'a (usize, bool, Mark)>>,
    end: usize,
    active: &mut BTreeSet<Mark>,
) -> Vec<Mark> {
    let mut ended = Vec::new();
    while let Some(&(_, _, mark)) = next.next_if(|(at, begins, _)| *at <= end && !begins) {
        if active.remove(&mark) {
            ended.push(mark);
        }
    }
    ended
}

/// Where marks begin and end, in text order; at one place ends come before beginnings.
fn edges(view: &View<'_>) -> Vec<(usize, bool, Mark)> {
    let mut edges = Vec::new();
    let mut add = |span: Span, mark: Mark| {
        if !span.is_empty() {
            edges.push((span.start(), true, mark));
            edges.push((span.end(), false, mark));
        }
    };
    for (index, claim) in view.analysis.claims.iter().enumerate() {
        let content = if claim.form == Form::Own { Role::Own } else { Role::Content };
        claim.content.iter().for_each(|&span| add(span, (content, index)));
        claim.source.iter().for_each(|&span| add(span, (Role::Source, index)));
        claim.cue.iter().for_each(|&span| add(span, (Role::Cue, index)));
    }
    for (index, figure) in view.analysis.figures.iter().enumerate() {
        add(figure.span, (Role::Figure, index));
    }
    for (index, time) in view.analysis.times.iter().enumerate() {
        add(time.span, (Role::Time, index));
    }
    for (index, link) in view.document.meta.links.iter().enumerate() {
        add(link.span, (Role::Link, index));
    }
    edges.sort();
    edges
}

fn piece(view: &View<'_>, span: Span, marks: &[Mark]) -> Markup {
    let mut classes: BTreeSet<&str> = BTreeSet::new();
    let mut claims: BTreeSet<usize> = BTreeSet::new();
    let mut depth = 0;
    let mut address = None;
    for &(role, index) in marks {
        match role {
            Role::Content => {
                depth += 1;
                classes.insert("content");
                claims.insert(index);
            }
            Role::Own | Role::Source | Role::Cue => {
                classes.insert(match role {
                    Role::Own => "own",
                    Role::Source => "source",
                    _ => "cue",
                });
                claims.insert(index);
            }
            Role::Figure => {
                classes.insert("figure");
            }
            Role::Time => {
                classes.insert("time");
            }
            Role::Link => {
                let link = view.document.meta.links.get(index);
                address = link.and_then(|link| web_address(&link.href));
            }
        }
    }
    if depth > 1 {
        classes.insert("deep");
    }
    let class = classes.into_iter().collect::<Vec<_>>().join(" ");
    let of: Vec<String> = claims.iter().map(|index| format!("{}c{}", view.frame.prefix, index + 1)).collect();
    let words = visible(span.of(&view.document.text));
    let words = html! {
        @match address {
            // A link is cut where marks begin: the space between two marks alone is none.
            Some(address) if !words.trim().is_empty() => a href=(address) rel="noreferrer noopener nofollow" { (words) },
            _ => (words),
        }
    };
    html! {
        @if class.is_empty() { (words) }
        @else if of.is_empty() { span class=(class) { (words) } }
        @else { span class={ "m " (class) } data-c=(of.join(" ")) { (words) } }
    }
}

/// Behind a figure or time that ends here: how it was read; behind a content: the way to its statement.
fn readings(view: &View<'_>, at: usize, ended: &[Mark]) -> Markup {
    html! {
        @for &(role, index) in ended {
            @match role {
                Role::Figure => @if let Some(reading) = (view.analysis.figures.get(index))
                    .and_then(|figure| telling_figure(view.document, figure)) {
                    small class="reading" { " [" (visible(&reading)) "]" }
                },
                Role::Time => @if let Some(reading) = (view.analysis.times.get(index))
                    .and_then(|time| telling_time(view.document, time)) {
                    small class="reading" { " [" (visible(&reading)) "]" }
                },
                Role::Content => @if is_last_piece(view, index, at) {
                    a class="ref" href={ "#" (view.frame.prefix) "c" (index + 1) } title="who says this" { (index + 1) }
                },
                Role::Own | Role::Source | Role::Cue | Role::Link => {},
            }
        }
    }
}

/// A content in several pieces has its reference once, at its very end.
fn is_last_piece(view: &View<'_>, index: usize, at: usize) -> bool {
    let claim = view.analysis.claims.get(index);
    claim.and_then(|claim| claim.content.last()).is_some_and(|last| last.end() == at)
}

fn class(place: Place) -> &'static str {
    match place {
        Place::Title => "title",
        Place::Heading => "heading",
        Place::Caption => "caption",
        Place::Correction => "correction",
        Place::Credit => "credit",
        Place::Paragraph(_) | Place::Elsewhere => "paragraph",
    }
}
