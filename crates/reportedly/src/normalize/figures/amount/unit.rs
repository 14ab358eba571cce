//! Units and signs of money beside a number.

use rust_decimal::Decimal;

use super::Known;
use crate::language::Class;
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number::{Num, Sort};

/// The currency mark before the number at `core`: where it begins and its unit.
pub(super) fn money_before(line: &Line<'_>, core: usize, from: usize) -> Option<(usize, usize)> {
    let before = core.checked_sub(1)?;
    line.words.money_before.of(line.text(before)).iter().find_map(|(keys, unit)| {
        let start = core.checked_sub(keys.len()).filter(|start| *start >= from)?;
        let matches = keys.iter().enumerate().all(|(back, key)| line.text(before.wrapping_sub(back)) == key);
        // "PS5" is no price, "PS 5" even less; marks of letters must touch or be a code
        let mark = line.text(before);
        let letters = mark.len() == 2 && mark.chars().all(char::is_alphabetic);
        (matches && (!letters || line.glued(core))).then_some((start, *unit))
    })
}

/// The unit behind a number: where it ends and which.
pub(super) fn unit_after(line: &Line<'_>, end: usize, num: &Num, known: &Known) -> Option<(usize, usize)> {
    let mut at = if line.joined(end) { end + 1 } else { end };
    if num.sort == Sort::Open && line.key(at) == "of" {
        at += 1;
    }
    if let Some(found) = unit_words(line, at, num, known) {
        return Some(found);
    }
    if at != end
        || !num.digits
        || num.scale.is_some() && !line.words.symbols.iter().any(|(s, _)| s == line.text(at))
    {
        return None;
    }
    symbol(line, at)
}

pub(super) fn unit_words(line: &Line<'_>, at: usize, num: &Num, known: &Known) -> Option<(usize, usize)> {
    let key = line.key(at);
    if matches!(key, "point" | "points")
        && (polled(line, at) || key == "point" && num.value < Decimal::ONE && !num.digits)
    {
        return known.point.map(|unit| (at + 1, unit));
    }
    let found = line
        .words
        .unit_words
        .of(key)
        .iter()
        .find_map(|(keys, unit)| Some((line.phrase(at, keys)?, *unit)))?;
    let (end, unit) = found;
    // "10 won" is a verb, "5,000 won" money
    if matches!(key, "won" | "rand" | "sterling" | "bitcoin")
        && num.value < Decimal::from(1000)
        && key != "sterling"
    {
        return None;
    }
    if Some(unit) == known.pound
        && num.scale.is_some_and(|scale| scale >= Decimal::from(1000))
        && line.key(end) != "of"
    {
        return known.sterling.map(|unit| (end, unit));
    }
    // "one second" is a time, "the second" never comes here; "page 5" neither
    Some((end, unit))
}

/// Points are percentage points where a poll is told about.
pub(super) fn polled(line: &Line<'_>, at: usize) -> bool {
    (at.saturating_sub(40)..at + 40).any(|at| line.is(at, Class::POLL) || line.text(at) == "%")
}

/// A unit's symbol right behind digits.
pub(super) fn symbol(line: &Line<'_>, at: usize) -> Option<(usize, usize)> {
    let glued = line.glued(at);
    line.words.symbols.iter().find_map(|(symbol, unit)| {
        let mut left = symbol.as_str();
        let mut next = at;
        loop {
            if next > at && !line.glued(next) && !left.starts_with(' ') {
                return None;
            }
            left = left.trim_start().strip_prefix(line.text(next)).filter(|_| !line.text(next).is_empty())?;
            next += 1;
            if left.is_empty() {
                break;
            }
        }
        let letter = symbol.chars().count() == 1 && symbol.chars().all(char::is_alphabetic);
        let alone = !matches!(symbol.as_str(), "m" | "g" | "W" | "p");
        if letter && !glued && (alone || line.text(next) == "." && symbol == "p")
            || !glued && matches!(symbol.as_str(), "in" | "in." | "$" | "A")
        {
            return None;
        }
        let runs_on = line.glued(next)
            && (line.letters(next) && !line.key(next).starts_with(['’', '\''])
                || line.literal(next).is_some())
            && symbol.chars().last().is_some_and(char::is_alphanumeric);
        (!runs_on).then_some((next, *unit))
    })
}

/// "5 ft 2 in tall": a unit's symbol that stands apart, where it can be no preposition.
pub(super) fn symbol_apart(line: &Line<'_>, at: usize, unit: usize) -> Option<usize> {
    let known = line.words.symbols.iter().any(|(symbol, of)| *of == unit && symbol == line.text(at));
    let free = !line.letters(at + 1) && line.literal(at + 1).is_none()
        || matches!(line.key(at + 1), "tall" | "high" | "long" | "wide" | "deep" | "thick");
    (known && free).then_some(at + 1)
}
