//! On which side of its present the clause around a time stands.

use std::ops::Range;

use crate::language::times::Side;

use super::scan::Scan;

/// How far a verb may stand from the time that it governs, in tokens.
const REACH: usize = 14;

/// The side of the clause around the tokens; none where nothing tells.
///
/// The nearest verb counts, one before the time more than one after it; a clause ends at a semicolon, a dash, or a
/// quotation mark.
pub(super) fn side(scan: &Scan<'_>, time: Range<usize>) -> Option<Side> {
    let mut best: Option<(usize, Side)> = None;
    let mut offer = |cost: usize, side: Side| {
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, side));
        }
    };
    let mut cost = 0;
    for at in (scan.range.start..time.start).rev().take(REACH) {
        cost += step(scan, at);
        if let Some(side) = verb(scan, at) {
            offer(cost, side);
            break;
        }
    }
    let mut cost = 0;
    for at in (time.end..scan.range.end).take(REACH) {
        cost += step(scan, at);
        if let Some(side) = verb(scan, at) {
            // behind the time the first verb is its own only where the time opens the clause
            offer(cost + cost / 2 + 1, side);
            break;
        }
    }
    best.map(|(_, side)| side)
}

/// Distance that a token adds: clause borders weigh more.
fn step(scan: &Scan<'_>, at: usize) -> usize {
    match scan.word(at) {
        ";" | "—" | "--" | ":" => 8,
        "”" | "“" | "\"" | "," => 3,
        "that" | "which" | "who" | "when" | "if" | "because" | "until" => 5,
        "and" | "but" => 2,
        _ => 1,
    }
}

/// The side that a verb at this token gives.
fn verb(scan: &Scan<'_>, at: usize) -> Option<Side> {
    let word = scan.word(at);
    for (form, side) in scan.words.tense(word) {
        if form.iter().enumerate().all(|(i, word)| scan.word(at + i) == word) {
            return Some(*side);
        }
    }
    let regular = word.len() > 4 && word.ends_with("ed") && !scan.capital(at) && !word.ends_with("eed");
    regular.then_some(Side::Back)
}
