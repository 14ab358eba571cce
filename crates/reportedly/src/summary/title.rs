//! A title that says more than the text under it.

use std::collections::BTreeSet;

use crate::language::{Language, List};
use crate::{BlockKind, Claim, Form, Naming, Span};

use super::{Check, CheckKind, Place, View};

pub(super) fn checks(view: &View<'_>) -> Vec<Check> {
    let block = view.document.blocks.iter().find(|block| block.kind == BlockKind::Title);
    let title = match (block, &view.document.meta.title) {
        (Some(block), _) => block.span.of(&view.document.text),
        (None, Some(title)) => title.as_str(),
        (None, None) => return Vec::new(),
    };
    let place = block.map(|block| block.span);
    let mut checks = Vec::new();
    checks.extend(numbers(view, title, place));
    checks.extend(flat(view, title, place));
    checks
}

fn check(says: String, quote: Option<Span>) -> Check {
    Check { kind: CheckKind::Title, places: vec![Place::Title], says, quote: quote.into_iter().collect() }
}

/// A number in the title that the text does not give.
fn numbers(view: &View<'_>, title: &str, place: Option<Span>) -> Vec<Check> {
    let text = &view.document.text;
    let in_body = |span: &Span| place.is_none_or(|place| !place.overlaps(*span));
    let mut checks = Vec::new();
    for number in digit_runs(title) {
        let written = runs_outside(text, place).any(|run| run == number);
        let value = number.replace(',', "").parse::<rust_decimal::Decimal>().ok();
        // An open figure ("several hundred") would hold any number: only its closed side counts.
        let within =
            |low: Option<rust_decimal::Decimal>, high: Option<rust_decimal::Decimal>| match (low, high) {
                (Some(low), Some(high)) => value.is_some_and(|value| low <= value && value <= high),
                (bound, None) | (None, bound) => bound.is_some() && bound == value,
            };
        let meant = view.analysis.figures.iter().any(|f| in_body(&f.span) && within(f.low, f.high));
        let dated = view.analysis.times.iter().any(|t| in_body(&t.span) && t.value.contains(number));
        if !written && !meant && !dated {
            checks.push(check(format!("the title says “{number}”, the text gives no such number"), None));
        }
    }
    checks
}

/// Runs of digits with the commas and points inside them.
fn digit_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .map(|run| run.trim_matches([',', '.']))
        .filter(|run| !run.is_empty())
}

fn runs_outside(text: &str, place: Option<Span>) -> impl Iterator<Item = &str> {
    let (before, after) = match place {
        Some(place) => (text.get(..place.start()), text.get(place.end()..)),
        None => (Some(text), None),
    };
    before.into_iter().chain(after).flat_map(digit_runs)
}

/// A title that states flatly what the text only has from others.
fn flat(view: &View<'_>, title: &str, place: Option<Span>) -> Option<Check> {
    // A cue or a hedge leaves it to others, or open.
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    let whole = Span::new(0, title.len());
    let careful = words.any(|word| view.language.cues.is_candidate(word))
        || !view.language.hedges.find(title, whole).is_empty()
        || !view.language.papers.find(title, whole).is_empty();
    if careful || title.contains(['“', '"', '‘', ':', '?', '«']) {
        return None;
    }
    let wanted = stems(view.language, title);
    if wanted.len() < 3 {
        return None;
    }
    let mut best: Option<(usize, &Claim)> = None;
    for (_, claim) in view.claims() {
        let in_title = |span: &Span| place.is_some_and(|place| place.overlaps(*span));
        if claim.content.iter().any(in_title) || claim.response.is_some() {
            continue;
        }
        let found: BTreeSet<String> = claim
            .content
            .iter()
            .flat_map(|span| stems(view.language, span.of(&view.document.text)))
            .collect();
        let shared = wanted.intersection(&found).count();
        // Of claims that tell it equally well, the report's own word counts, then the first.
        let better = best.is_none_or(|(most, so_far)| {
            shared > most || shared == most && claim.form == Form::Own && so_far.form != Form::Own
        });
        if better {
            best = Some((shared, claim));
        }
    }
    let (shared, claim) = best?;
    if shared * 5 < wanted.len() * 3 || shared < 3 {
        return None;
    }
    if claim.form == Form::Own {
        let hedge = claim.hedges.first()?;
        let hedge = hedge.of(&view.document.text);
        return Some(check(
            format!("the title says flatly what {} hedges with “{hedge}”", view.place(claim)),
            claim.content.first().copied(),
        ));
    }
    let from = match view.class(claim) {
        Naming::Absent => "without saying from whom".to_owned(),
        _ => format!("from {}", view.chain(claim).pop()?),
    };
    Some(check(
        format!("the title says flatly what {} has {from}", view.place(claim)),
        claim.content.first().copied(),
    ))
}

/// The words that carry meaning, cut to five letters so that "joined" meets "joining"; short words are left out.
fn stems(language: &Language, text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(|word| word.chars().flat_map(char::to_lowercase).take(5).collect())
        .filter(|stem: &String| !language.sourcing.listed(List::CommonStem, stem))
        .collect()
}
