//! Statements by origin, each with its chain.

use reportedly::summary::{Chain, Origin};
use reportedly::{Claim, ClaimId, Naming, ResponseKind, Stance, Words};

use super::{Detail, View, counted};
use crate::paint::{GAP, Ink, Page, Text};

/// A reading with a lower score than this shows "?".
const UNCERTAIN: f32 = 0.5;

/// Columns of the ¶ numbers.
const PLACE: usize = 6;

pub(super) fn draw(view: &View<'_>, detail: Detail, page: &mut Page) {
    for (naming, heading) in [
        (Naming::Named, "NAMED SOURCES"),
        (Naming::Unnamed, "UNNAMED SOURCES"),
        (Naming::Absent, "NOBODY NAMED"),
    ] {
        let origins: Vec<&Origin> =
            view.summary.origins.iter().filter(|origin| origin.naming == naming).collect();
        if origins.is_empty() {
            continue;
        }
        view.heading(page, heading, Some(origins.iter().map(|origin| origin.statements()).sum()));
        let shown = origins.len().min(detail.origins);
        // One more costs no more lines than saying that it is left out.
        let shown = if origins.len() == shown + 1 { origins.len() } else { shown };
        for origin in origins.iter().take(shown) {
            draw_origin(view, detail, origin, page);
        }
        rest(view, origins.get(shown..).unwrap_or_default(), page);
    }
    own_voice(view, detail, page);
}

/// Those that are left out, by name.
fn rest(view: &View<'_>, origins: &[&Origin], page: &mut Page) {
    if origins.is_empty() {
        return;
    }
    let mut text = Text::new().with(Ink::Dim, &format!("… {} more: ", origins.len()));
    for (index, origin) in origins.iter().enumerate() {
        if index > 0 {
            text.add(Ink::Dim, ", ");
        }
        text.add(Ink::Plain, &origin.label);
        text.add(Ink::Dim, &format!("\u{a0}({})", origin.statements()));
    }
    text.add(Ink::Dim, " – all: --all");
    page.cut(view.paper, 2, 4, 3, &text);
}

/// An origin: with one chain, that chain says it all; with several, its name and each of them.
fn draw_origin(view: &View<'_>, detail: Detail, origin: &Origin, page: &mut Page) {
    let count = Text::new().with(Ink::Dim, &format!("{:>3}", origin.statements()).replace(' ', "\u{a0}"));
    let mut about = Text::new();
    for (index, words) in origin.about.iter().enumerate() {
        about.add(Ink::Dim, if index == 0 { "" } else { " · " });
        about.add(Ink::Dim, words);
    }
    let several = origin.chains.len() > 1 && origin.naming != Naming::Absent;
    let most = detail.lines.saturating_add(1).max(3);
    let with_about = |mut text: Text| {
        if !about.is_empty() {
            text.add(Ink::Dim, GAP);
            text.append(about.clone());
        }
        text
    };
    if several {
        let name = with_about(Text::new().with(Ink::Strong, &origin.label));
        page.beside(view.paper, 0, 5, most, &count, &name);
    }
    for chain in &origin.chains {
        let number = format!("{:>3}", chain.claims.len()).replace(' ', "\u{a0}");
        let number = Text::new().with(Ink::Dim, &number);
        let indent = if several { 5 } else { 0 };
        let steps = if several { steps(chain) } else { with_about(steps(chain)) };
        page.beside(view.paper, indent, 5, usize::MAX, &number, &steps);
        statements(view, detail, chain, indent + 7, page);
    }
}

/// `this report ← The Wall Street Journal ← unnamed Western diplomats`.
fn steps(chain: &Chain) -> Text {
    let mut text = Text::new().with(Ink::Dim, "this report");
    for (index, step) in chain.steps.iter().enumerate() {
        text.add(Ink::Dim, " ←\u{a0}");
        let last = index + 1 == chain.steps.len();
        text.add(if last { Ink::Strong } else { Ink::Plain }, step);
    }
    text
}

fn statements(view: &View<'_>, detail: Detail, chain: &Chain, indent: usize, page: &mut Page) {
    let shown = chain.claims.len().min(detail.statements);
    let shown = if chain.claims.len() == shown + 1 { shown + 1 } else { shown };
    for claim in chain.claims.iter().take(shown) {
        statement(view, detail, *claim, indent, page);
    }
    let rest = chain.claims.get(shown..).unwrap_or_default().iter().filter_map(|id| view.claim(*id));
    let rest: Vec<String> = rest.map(|claim| view.place_of(claim)).collect();
    if !rest.is_empty() {
        let text = Text::new().with(Ink::Dim, &format!("… {} more: ", rest.len()));
        page.cut(view.paper, indent, indent + 2, 2, &text.with(Ink::Place, &unique(rest).join(" ")));
    }
}

/// One statement: its paragraph, its words, what is to be known about how it was said.
fn statement(view: &View<'_>, detail: Detail, id: ClaimId, indent: usize, page: &mut Page) {
    let Some(claim) = view.claim(id) else { return };
    let mut place = Text::new().with(Ink::Place, &view.place_of(claim));
    if claim.evidence.score().is_some_and(|score| score < UNCERTAIN) {
        place.add(Ink::Notice, "?");
    }
    let mut text = Text::new();
    for tag in tags(view, claim) {
        text.add(Ink::Notice, &tag);
        text.add(Ink::Dim, ": ");
    }
    let spans = if claim.content.is_empty() { &claim.cue } else { &claim.content };
    text.append(view.words(spans, Ink::Plain));
    page.beside(view.paper, indent, PLACE, detail.lines, &place, &text);
}

/// What sets a statement apart from plain "said".
fn tags(view: &View<'_>, claim: &Claim) -> Vec<String> {
    let words = |spans: &[reportedly::Span]| reportedly::summary::words(view.document, spans);
    let mut tags = Vec::new();
    if let Some(response) = claim.response {
        tags.push(
            match response.kind {
                ResponseKind::Confirmed => "confirmed by this report",
                ResponseKind::Unverified => "could not be verified",
                ResponseKind::Declined => "declined to comment",
                ResponseKind::NoResponse => "did not respond",
                ResponseKind::Denied => "denied",
                ResponseKind::Credited => "first reported by",
            }
            .to_owned(),
        );
    } else if claim.stance != Stance::Neutral && !claim.cue.is_empty() {
        let cue: String = words(&claim.cue).chars().take(40).collect();
        tags.push(cue);
    }
    if claim.words == Some(Words::Carrier) {
        tags.push("not the speaker's words".to_owned());
    }
    if let Some(hedge) = claim.hedges.first() {
        let hedge = words(&[*hedge]);
        if !tags.iter().any(|tag| tag.contains(&hedge)) {
            tags.push(hedge);
        }
    }
    tags
}

/// Statements in the report's own voice: where they are; with --all, all of them.
fn own_voice(view: &View<'_>, detail: Detail, page: &mut Page) {
    let own = &view.summary.own;
    if own.is_empty() {
        return;
    }
    view.heading(page, "IN ITS OWN VOICE", Some(own.len()));
    if detail.statements == usize::MAX {
        for claim in own {
            statement(view, detail, *claim, 5, page);
        }
        return;
    }
    let places = own.iter().filter_map(|id| view.claim(*id)).map(|claim| view.place_of(claim));
    let text = Text::new().with(Ink::Dim, &format!("{} in ", counted(own.len(), "statement")));
    page.cut(view.paper, 5, 5, 3, &text.with(Ink::Place, &unique(places.collect()).join(" ")));
}

/// Each place once, in order.
pub(super) fn unique(places: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for place in places {
        if !unique.contains(&place) {
            unique.push(place);
        }
    }
    unique
}
