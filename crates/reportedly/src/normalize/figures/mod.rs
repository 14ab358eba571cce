//! Quantities: found in the text, read, and tied to what they count.

mod amount;
mod change;
mod counted;
mod lex;
mod literal;
mod names;
mod number;
mod rate;

use crate::{
    Annotations, Claim, ClaimId, Document, Evidence, Figure, Language, Notice, Segments, Span, Time, TimeKind,
};

use amount::{Amount, Known};
use lex::Line;

/// Finds the figures of a document, reads them and ties them to the innermost claim that holds them.
pub fn figures(
    language: &Language,
    document: &Document,
    segments: &Segments,
    _seen: &Annotations,
    claims: &[Claim],
    times: &[Time],
) -> (Vec<Figure>, Vec<Notice>) {
    let text = document.text.as_str();
    let words = &language.quantities;
    let mut figures = Vec::new();
    let mut notices = Vec::new();
    let mut known: Option<Known> = None;
    for sentence in &segments.sentences {
        if !may_hold_number(sentence.span.of(text)) {
            continue;
        }
        let line = Line::new(text, sentence.span, words);
        let known = known.get_or_insert_with(|| Known::new(&line));
        let (mut amounts, unread) = amount::find(&line, known);
        for at in unread {
            if let Some(item) = line.get(at).filter(|item| item.text.len() > 26) {
                notices.push(Notice::new("F05", Some(item.span), "a number that is too long to be read"));
            }
        }
        amounts.retain(|amount| !is_time(&line, amount, times));
        let changes = change::changes(&line, &amounts, known);
        let counted = counted::counted(&line, &amounts, &changes, known);
        for (index, amount) in amounts.iter().enumerate() {
            let Some(span) = line.span(amount.start, amount.end) else { continue };
            figures.push(Figure {
                span,
                low: amount.low,
                high: amount.high,
                relation: amount.relation,
                unit: amount.unit.and_then(|unit| words.units.get(unit)).map(|unit| unit.name.clone()),
                per: amount.per.clone(),
                change: changes.get(index).copied().flatten(),
                counted: counted.get(index).copied().flatten().and_then(|(start, end)| line.span(start, end)),
                claim: None,
                evidence: Evidence::rule("figure/grammar"),
            });
        }
    }
    assign(&mut figures, claims);
    (figures, notices)
}

/// A quick look: digits, or any word that can begin a number, are common enough that only short marks are left out.
fn may_hold_number(sentence: &str) -> bool {
    sentence.len() > 1
}

/// Whether the amount is part of a time expression: a date, a clock time, a duration.
fn is_time(line: &Line<'_>, amount: &Amount, times: &[Time]) -> bool {
    let Some(core) = line.get(amount.core).map(|item| item.span) else { return false };
    let from = times.partition_point(|time| time.span.end() <= core.start());
    times.iter().skip(from).take_while(|time| time.span.start() < core.end()).any(|time| {
        let inside = time.span.contains(core);
        let rate = time.kind == TimeKind::Set && amount.unit.is_some();
        inside && !rate && (amount.unit.is_none() || amount.sort != number::Sort::Plain)
    })
}

/// Ties each figure to the innermost claim whose content holds it.
fn assign(figures: &mut [Figure], claims: &[Claim]) {
    let mut contents: Vec<(Span, usize, ClaimId)> = Vec::new();
    for (id, claim) in (0..).zip(claims) {
        let size = claim.content.iter().map(|span| span.len()).sum();
        contents.extend(claim.content.iter().map(|span| (*span, size, ClaimId(id))));
    }
    contents.sort_by_key(|(span, size, id)| (span.start(), *size, *id));
    let mut open: Vec<(Span, usize, ClaimId)> = Vec::new();
    let mut next = 0;
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by_key(|index| figures.get(*index).map(|figure| figure.span.end()));
    for index in order {
        let Some(figure) = figures.get_mut(index) else { continue };
        // the number stands last before the unit; the span's last byte decides
        let place = figure.span.end().saturating_sub(1);
        while let Some(content) = contents.get(next).filter(|(span, ..)| span.start() <= place) {
            open.push(*content);
            next += 1;
        }
        open.retain(|(span, ..)| span.end() > place);
        figure.claim =
            open.iter().min_by_key(|(_, size, id)| (*size, std::cmp::Reverse(*id))).map(|(_, _, id)| *id);
    }
}

#[cfg(test)]
mod tests;
