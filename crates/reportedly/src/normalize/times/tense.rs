//! On which side of its present the clause around a time stands.

use std::ops::Range;

use crate::language::times::Side;
use crate::{Syntax, Upos};

use super::scan::Scan;

/// How far a verb may stand from the time that it governs, in tokens.
const REACH: usize = 14;

/// The side of the clause around the tokens; none where nothing tells.
///
/// The nearest verb counts, one before the time more than one after it; a clause ends at a semicolon, a dash, or a
/// quotation mark. `syntax` may be empty; where it is not, it tells present verbs, which no list of forms can.
pub(super) fn side(scan: &Scan<'_>, syntax: &[Syntax], time: Range<usize>) -> Option<Side> {
    let before = (scan.range.start..time.start).rev();
    let after = time.end..scan.range.end;
    let left = nearest(scan, syntax, before);
    // behind the time the first verb is its own only where the time opens the clause
    let opens = opens_clause(scan, time.start);
    let right = nearest(scan, syntax, after)
        .map(|(cost, side)| (if opens { cost + cost / 2 + 1 } else { 2 * cost + 6 }, side));
    match (left, right) {
        (Some((a, side)), Some((b, _))) if a <= b => Some(side),
        (_, Some((_, side))) | (Some((_, side)), None) => Some(side),
        (None, None) => None,
    }
}

/// Whether the time, with its preposition, stands at the start of a sentence or behind a mark.
fn opens_clause(scan: &Scan<'_>, start: usize) -> bool {
    let mut at = start;
    for _ in 0..3 {
        if scan.is_before(
            at,
            &[
                "on", "in", "by", "at", "during", "since", "after", "before", "until", "the", "of", "over",
                "and", "but",
            ],
        ) {
            at = at.saturating_sub(1);
        }
    }
    at <= scan.range.start
        || scan.is_before(at, &[",", ";", ":", "“", "\"", "—", "–", "-", "(", "that", "when"])
}

fn nearest(scan: &Scan<'_>, syntax: &[Syntax], tokens: impl Iterator<Item = usize>) -> Option<(usize, Side)> {
    let mut cost = 0;
    for at in tokens.take(REACH) {
        cost += step(scan, at);
        if let Some(side) = verb(scan, syntax, at) {
            return Some((cost, side));
        }
    }
    None
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

/// The side that a verb at this token gives, with its auxiliaries: "held" looks back, "will be held" ahead.
fn verb(scan: &Scan<'_>, syntax: &[Syntax], at: usize) -> Option<Side> {
    let word = scan.word(at);
    let form = scan.words.tense(word).iter().find(|(form, _)| matches(scan, form, at));
    let regular = word.len() > 4 && word.ends_with("ed") && !scan.capital(at) && !word.ends_with("eed");
    let mut side = match form {
        Some((_, side)) => *side,
        None if regular => Side::Back,
        None => return present(scan, syntax, at),
    };
    // "was expected" and "has scheduled" still look ahead, "had been due" no more
    let ahead = side == Side::Ahead;
    let mut start = at;
    for _ in 0..4 {
        let next = skip_adverbs(scan, start);
        let Some((from, auxiliary)) = ending_at(scan, next) else { break };
        if !ahead || scan.word(from) == "had" {
            side = auxiliary;
        }
        start = from;
    }
    Some(side)
}

/// A verb without any mark of the past or of an auxiliary, as the network sees it: "The court sits on Thursday".
fn present(scan: &Scan<'_>, syntax: &[Syntax], at: usize) -> Option<Side> {
    let finite = syntax.get(at).is_some_and(|syntax| syntax.upos == Upos::Verb)
        && scan.word(at).ends_with('s')
        && !scan.word(at).ends_with("ss");
    finite.then_some(Side::Ahead)
}

fn matches(scan: &Scan<'_>, form: &[String], at: usize) -> bool {
    form.iter().enumerate().all(|(i, word)| scan.word(at + i) == word)
}

/// The start of the verb group's adverbs and negation before `at`.
fn skip_adverbs(scan: &Scan<'_>, at: usize) -> usize {
    let mut at = at;
    for _ in 0..3 {
        let word = scan.before(at);
        if word.ends_with("ly")
            || matches!(word, "not" | "also" | "never" | "now" | "still" | "just" | "t" | "n't")
        {
            at = at.saturating_sub(1);
        } else {
            break;
        }
    }
    at
}

/// A form of the data that ends right before `end`: where it starts, and its side.
fn ending_at(scan: &Scan<'_>, end: usize) -> Option<(usize, Side)> {
    (1..=3).find_map(|length| {
        let start = end.checked_sub(length).filter(|start| *start >= scan.range.start)?;
        let forms = scan.words.tense(scan.word(start));
        let (_, side) = forms.iter().find(|(form, _)| form.len() == length && matches(scan, form, start))?;
        Some((start, *side))
    })
}
