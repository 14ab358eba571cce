//! What an amount counts or measures: the noun phrase, found without syntax.

mod context;
mod noun_phrase;
mod phrases;

use super::amount::{Amount, Known};
use super::lex::Line;
use crate::language::{Class, UnitKind};
use crate::{Change, ChangeKind};
use context::Context;

/// Items of a noun phrase.
pub(super) type Phrase = (usize, usize);

const CLOSED: Class = Class::DETERMINER
    .or(Class::PREPOSITION)
    .or(Class::PRONOUN)
    .or(Class::AUXILIARY)
    .or(Class::VERB)
    .or(Class::CONJUNCTION);

/// What each amount of the line counts; none where the line does not say.
pub(super) fn counted(
    line: &Line<'_>,
    amounts: &[Amount],
    changes: &[Option<Change>],
    known: &Known,
) -> (Vec<Option<Phrase>>, Vec<bool>) {
    let mut all: Vec<Option<Phrase>> = Vec::with_capacity(amounts.len());
    let mut guessed = Vec::with_capacity(amounts.len());
    for (index, amount) in amounts.iter().enumerate() {
        let change = changes.get(index).copied().flatten();
        let context = Context { line, amount, change, next: next_of(line, amounts, index), known };
        let found = context
            .noun()
            .or_else(|| converted(line, amounts, &all, index))
            .or_else(|| linked(line, amounts, changes, &all, index))
            .or_else(|| {
                (context.spoken_share() || context.elliptic(amounts, index))
                    .then(|| inherited(line, amounts, &all, index))?
            })
            .or_else(|| forward(line, amounts, index, known))
            .or_else(|| context.thing())
            .or_else(|| inherited(line, amounts, &all, index));
        let guess = if found.is_none() { context.nearest() } else { None };
        guessed.push(guess.is_some());
        all.push(found.or(guess));
    }
    (all, guessed)
}

/// Where the next amount begins and ends.
fn next_of(line: &Line<'_>, amounts: &[Amount], index: usize) -> (usize, usize) {
    amounts.get(index + 1).map_or((line.len(), line.len()), |next| (next.start, next.end))
}

/// Whether a verb makes the amount a number of those who were counted before ("46 percent would choose").
pub(super) fn spoken(line: &Line<'_>, amount: &Amount, known: &Known) -> bool {
    Context { line, amount, change: None, next: (line.len(), line.len()), known }.spoken_share()
}

/// "7.5 million crowns ($1.1 million)": the same thing in another unit.
fn converted(line: &Line<'_>, amounts: &[Amount], all: &[Option<Phrase>], index: usize) -> Option<Phrase> {
    let (amount, before) = (amounts.get(index)?, amounts.get(index.checked_sub(1)?)?);
    let open = amount.start.checked_sub(1)?;
    let bracket = matches!(line.text(open), "(" | "/") && before.end >= open.saturating_sub(1);
    if bracket && amount.unit.is_some() { all.get(index - 1).copied().flatten() } else { None }
}

/// The from, to and by of one change are about one thing.
fn linked(
    line: &Line<'_>,
    amounts: &[Amount],
    changes: &[Option<Change>],
    all: &[Option<Phrase>],
    index: usize,
) -> Option<Phrase> {
    let (amount, before) = (amounts.get(index)?, amounts.get(index.checked_sub(1)?)?);
    let change = changes.get(index).copied().flatten()?;
    let other = changes.get(index - 1).copied().flatten()?;
    let near = amount.start.saturating_sub(before.end)
        <= if change.kind == ChangeKind::From { 14 } else { 8 }
        && matches!(line.key(amount.start.wrapping_sub(1)), "to" | "from" | "the");
    (near && change.direction == other.direction && change.kind != other.kind)
        .then(|| all.get(index - 1).copied().flatten())?
}

/// What an earlier amount of the sentence counts, where this one has no noun of its own.
fn inherited(line: &Line<'_>, amounts: &[Amount], all: &[Option<Phrase>], index: usize) -> Option<Phrase> {
    let amount = amounts.get(index)?;
    let kind =
        |amount: &Amount| amount.unit.and_then(|unit| line.words.units.get(unit)).map(|unit| unit.kind);
    let own = kind(amount);
    if amount.result || matches!(own, Some(UnitKind::Measure | UnitKind::Count)) {
        return None;
    }
    (index.saturating_sub(12)..index).rev().find_map(|before| {
        let other = amounts.get(before)?;
        let found = all.get(before).copied().flatten()?;
        (kind(other) == own && !other.result).then_some(found)
    })
}

/// "twelve and four people": the noun of the next number.
fn forward(line: &Line<'_>, amounts: &[Amount], index: usize, known: &Known) -> Option<Phrase> {
    let amount = amounts.get(index)?;
    let next = amounts.get(index + 1)?;
    let joint = next.start == amount.end + 1 && matches!(line.key(amount.end), "and" | "or" | "," | "to");
    if !joint || amount.unit.is_some() || next.unit.is_some() {
        return None;
    }
    Context { line, amount: next, change: None, next: next_of(line, amounts, index + 1), known }.noun()
}
