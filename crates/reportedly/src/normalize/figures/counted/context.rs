//! What an amount counts, by what stands around it.

use super::noun_phrase::noun_phrase;
use super::phrases::{after_determiner, among, backward, bare, before_verb, multiplied, object, of_phrase};
use super::{CLOSED, Phrase};
use crate::language::{Class, UnitKind};
use crate::normalize::figures::amount::{Amount, Known};
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number::Sort;
use crate::{Change, ChangeKind};

/// One amount and what surrounds it.
pub(super) struct Context<'a, 'b> {
    pub(super) line: &'a Line<'b>,
    pub(super) amount: &'a Amount,
    pub(super) change: Option<Change>,
    /// Where the next amount begins and ends.
    pub(super) next: (usize, usize),
    pub(super) known: &'a Known,
}

impl Context<'_, '_> {
    pub(super) fn kind(&self) -> Option<UnitKind> {
        self.amount.unit.and_then(|unit| self.line.words.units.get(unit)).map(|unit| unit.kind)
    }

    /// "46 percent would choose": the share of those who were counted before.
    pub(super) fn spoken_share(&self) -> bool {
        let verb = self.line.is(self.amount.end, Class::AUXILIARY.or(Class::VERB).or(Class::COPULA));
        self.amount.unit == self.known.percent && self.change.is_none() && verb
            || self.amount.unit.is_none() && verb
    }

    /// "10 judges rather than 11", "Johnson 3 percent", ", a 10 percent drop": nothing but an earlier amount says what it is of.
    pub(super) fn elliptic(&self, amounts: &[Amount], index: usize) -> bool {
        let (line, start) = (self.line, self.amount.start);
        let before = start.wrapping_sub(1);
        if matches!(line.key(before), "than" | "not" | "versus" | "vs") {
            return true;
        }
        if matches!(line.key(before), "a" | "an") && line.text(before.wrapping_sub(1)) == "," {
            return true;
        }
        let adverb = matches!(line.key(before), "up" | "down")
            || line.key(before) == "by" && matches!(line.key(before.wrapping_sub(1)), "up" | "down");
        let Some(last) = index.checked_sub(1).and_then(|index| amounts.get(index)) else { return false };
        const VERBS: Class = Class::COPULA.or(Class::CHANGE_VERB).or(Class::AUXILIARY).or(Class::VERB);
        let verb = (last.end..start).any(|at| line.is(at, VERBS) || line.text(at) == ";");
        let comma = (last.end..start).any(|at| line.text(at) == ",");
        if adverb && comma && !verb {
            return true;
        }
        let listed = (last.end..start).any(|at| matches!(line.key(at), "and" | "," | "to"));
        last.unit == self.amount.unit
            && self.amount.unit == self.known.percent
            && listed
            && !verb
            && self.change.is_none()
    }

    /// The noun right behind the amount.
    pub(super) fn noun(&self) -> Option<Phrase> {
        let (line, amount, limit) = (self.line, self.amount, self.next.0);
        if amount.result {
            return None;
        }
        let end = amount.end;
        let share = amount.unit.is_some() && amount.unit == self.known.percent;
        // "two-thirds of the 900 patients", "six of the 10 judges"
        let (begins, ends) = self.next;
        if line.key(end) == "of"
            && begins > end
            && begins - end <= 3
            && (share || amount.unit.is_none())
            && ends < line.len()
            && let Some(found) = noun_phrase(line, ends, line.len())
        {
            return Some(found);
        }
        if amount.unit.is_none() {
            if line.joined(end) {
                // "two-front war": the front is counted
                return line.letters(end + 1).then_some((end + 1, end + 2));
            }
            if line.key(end) == "of" {
                return object(line, end + 1, limit);
            }
            if amount.digits && line.hyphen(end) {
                return None;
            }
            return noun_phrase(line, end, limit).or_else(|| bare(line, end));
        }
        if amount.change.is_some() && !amount.multiple {
            // "Dow +0.2%"
            return backward(line, amount.start);
        }
        if amount.unit == self.known.vote {
            return line.key(end.checked_sub(1)?).starts_with("vote").then_some((end - 1, end));
        }
        if amount.multiple {
            return multiplied(line, amount);
        }
        let mut next = end;
        // "8 miles (13 kilometers) of tunnels"
        if line.text(next) == "("
            && let Some(close) = (next..next + 6).find(|at| line.text(*at) == ")")
            && line.key(close + 1) == "of"
        {
            next = close + 1;
        }
        if amount.unit == self.known.times && line.is(amount.start.wrapping_sub(1), Class::COPULA) {
            return before_verb(line, amount.start - 1);
        }
        if amount.unit == self.known.times {
            return of_phrase(line, if line.key(end) == "as" { end + 2 } else { end }, limit)
                .filter(|_| line.is(end, Class::DETERMINER.or(Class::POSSESSIVE)) || line.key(end) == "as");
        }
        if line.key(next) == "of" {
            return if share {
                of_phrase(line, next + 1, limit.max(next + 1))
            } else {
                noun_phrase(line, after_determiner(line, next + 1), line.len())
            };
        }
        if self.kind() == Some(UnitKind::Money)
            && matches!(line.key(end), "in" | "worth")
            && line.letters(end + 1)
        {
            let start = if line.key(end + 1) == "of" { end + 2 } else { end + 1 };
            if let Some(found) = noun_phrase(line, start, limit) {
                return Some(found);
            }
        }
        let told = self.change.is_some();
        let comparative = line.is(end, Class::CHANGE_ADVERB) || told && line.is(end, Class::CHANGE_NOUN);
        let start = if amount.sort == Sort::Percent { after_determiner(line, end) } else { end };
        if comparative
            || told && !line.joined(end) && self.change.is_some_and(|change| change.kind == ChangeKind::By)
        {
            return None;
        }
        let start = if line.joined(start) { start + 1 } else { start };
        let dimension = matches!(
            line.key(start),
            "wide"
                | "long"
                | "tall"
                | "high"
                | "deep"
                | "slim"
                | "thick"
                | "away"
                | "apart"
                | "old"
                | "owned"
                | "out"
                | "off"
                | "north"
                | "south"
                | "east"
                | "west"
        );
        if dimension {
            return None;
        }
        let found = noun_phrase(line, start, limit).or_else(|| bare(line, start))?;
        // "the 95 percent Obama received"
        let clause = found.1 == found.0 + 1
            && line.capital(found.0)
            && (line.is(found.1, Class::AUXILIARY.or(Class::VERB)) || line.key(found.1).ends_with("ed"));
        (!clause).then_some(found)
    }

    /// The thing measured: what stands before "of", the object of the verb of change, or the subject.
    pub(super) fn thing(&self) -> Option<Phrase> {
        let (line, amount) = (self.line, self.amount);
        if amount.result || amount.unit == self.known.vote {
            return None;
        }
        if self.spoken_share() && amount.unit.is_some() {
            return among(line);
        }
        if amount.unit == self.known.percent
            && let Some(found) = among(line)
        {
            return Some(found);
        }
        let before = amount.start.checked_sub(1)?;
        let determined = line.is(before, Class::DETERMINER.or(Class::POSSESSIVE));
        let before = if determined { before.checked_sub(1)? } else { before };
        let swing = line.key(before) == "minus" && line.key(before.wrapping_sub(1)) == "or";
        let before = if swing { before.checked_sub(3)? } else { before };
        if matches!(line.key(before), "worth" | "with")
            && amount.unit.is_some()
            && let Some(found) = backward(line, before)
        {
            return Some(found);
        }
        if line.key(before) == "of"
            && let Some(found) = backward(line, before)
        {
            let total = matches!(line.key(found.1 - 1), "total" | "average" | "maximum" | "minimum");
            if !total {
                return Some(found);
            }
        }
        // "a 10 percent drop in support"
        if self.change.is_some() {
            let end = if line.joined(amount.end) { amount.end + 1 } else { amount.end };
            if let Some(noun) = (end..end + 4).find(|at| line.is(*at, Class::CHANGE_NOUN))
                && !(end..noun).any(|at| line.is(at, CLOSED))
            {
                if matches!(line.key(noun + 1), "in" | "of") {
                    return noun_phrase(line, after_determiner(line, noun + 2), self.next.0.max(noun + 2));
                }
                if noun > end {
                    return Some((end, noun + 1));
                }
            }
        }
        let verb = self.verb(before)?;
        if self.change.is_some() && line.is(verb, Class::CHANGE_VERB)
            || matches!(
                line.key(verb),
                "keep" | "kept" | "keeps" | "put" | "bring" | "brought" | "brings" | "hold" | "held"
            )
        {
            let particle = line.is(verb + 1, Class::CHANGE_ADVERB);
            let start = after_determiner(line, if particle { verb + 2 } else { verb + 1 });
            if start < before
                && !line.is(start, Class::PREPOSITION)
                && let Some(found) = noun_phrase(line, start, before.max(start + 1))
            {
                return Some(found);
            }
        }
        before_verb(line, verb)
    }

    /// The verb to the left of `from` that governs the amount.
    pub(super) fn verb(&self, from: usize) -> Option<usize> {
        let line = self.line;
        const VERBS: Class = Class::COPULA.or(Class::CHANGE_VERB).or(Class::AUXILIARY).or(Class::VERB);
        let mut at = from + 1;
        for _ in 0..18 {
            at = at.checked_sub(1)?;
            if matches!(line.text(at), ";" | ":" | "“" | "(") {
                return None;
            }
            let adverb = line.is(at, Class::CHANGE_ADVERB) && line.letters(at.wrapping_sub(1));
            if line.is(at, VERBS) || adverb && !line.is(at.wrapping_sub(1), CLOSED) && at == from {
                return Some(at);
            }
            // "X, down 5 percent", "X fell 3 percent, up 2"
            if line.is(at, Class::CHANGE_ADVERB) && line.text(at.wrapping_sub(1)) == "," {
                continue;
            }
        }
        None
    }

    /// The nearest noun phrase to the left, whatever it is.
    pub(super) fn nearest(&self) -> Option<Phrase> {
        // a guess only: a figure of another thing must not hide it
        if self.amount.result || self.amount.unit.is_none() && !self.amount.digits {
            return None;
        }
        let mut at = self.amount.start;
        for _ in 0..8 {
            if let Some(found) = backward(self.line, at) {
                return Some(found);
            }
            at = at.checked_sub(1)?;
            if self.line.text(at) == "." {
                return None;
            }
        }
        None
    }
}
