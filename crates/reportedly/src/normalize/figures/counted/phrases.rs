//! Noun phrases before, behind and around an amount.

use super::noun_phrase::noun_phrase;
use super::{CLOSED, Phrase};
use crate::language::{Class, UnitKind};
use crate::normalize::figures::amount::Amount;
use crate::normalize::figures::lex::Line;

pub(super) fn after_determiner(line: &Line<'_>, at: usize) -> usize {
    let determined = line.is(at, Class::DETERMINER.or(Class::POSSESSIVE)) || line.key(at) == "all";
    if determined { at + 1 } else { at }
}

/// Words that are verbs more often than not, as nouns: "38 percent support, …".
pub(super) fn bare(line: &Line<'_>, at: usize) -> Option<Phrase> {
    let noun = matches!(
        line.key(at),
        "support" | "approval" | "vote" | "work" | "need" | "help" | "lead" | "use" | "dead" | "missing"
    );
    let closed = !line.letters(at + 1) || line.is(at + 1, Class::PREPOSITION.or(Class::CONJUNCTION));
    (noun && closed).then_some((at, at + 1))
}

/// A word of time that no figure counts here: "year", "Wednesday", "week".
pub(super) fn timely(line: &Line<'_>, at: usize) -> bool {
    let time = line.words.unit_words.of(line.key(at)).iter().any(|(_, unit)| {
        line.words
            .units
            .get(*unit)
            .is_some_and(|unit| matches!(unit.kind, UnitKind::Time | UnitKind::Measure))
    });
    time || line.is(at, Class::MONTH.or(Class::WEEKDAY)) && line.capital(at)
        || matches!(
            line.key(at),
            "today" | "yesterday" | "tomorrow" | "tonight" | "morning" | "evening" | "afternoon"
        )
}

/// "paying", "overvalued".
pub(super) fn participle(line: &Line<'_>, at: usize) -> bool {
    let key = line.key(at);
    let end = key.ends_with("ing") && key.len() > 5
        || key.ends_with("ed") && key.len() > 4 && !key.ends_with("eed");
    end && !line.capital(at)
}

/// The noun phrase that ends before `end`, without its determiner.
pub(super) fn backward(line: &Line<'_>, end: usize) -> Option<Phrase> {
    let mut start = end;
    while let Some(before) = start.checked_sub(1) {
        let joint = line.hyphen(before) && line.glued(before) || line.text(before) == "&";
        let stop = line.is(before, CLOSED.or(Class::POSSESSIVE).or(Class::ADVERB).or(Class::CHANGE_ADVERB))
            || line.is(before, Class::COPULA) && !line.is(before, Class::CHANGE_NOUN)
            || line.is(before, Class::CHANGE_VERB) && !line.is(before, Class::CHANGE_NOUN)
            || !line.letters(before) && !joint
            || line.is(before, Class::MONTH.or(Class::WEEKDAY)) && line.capital(before)
            || line.word(before).is_some_and(|word| word.scale.is_some() || word.cardinal.is_some())
            || start == end && timely(line, before)
            || start == end && participle(line, before)
            || line.key(before).ends_with("ly");
        if stop || end - start >= 6 {
            break;
        }
        start = before;
    }
    while start < end && (!line.letters(start) || line.key(start).starts_with(['’', '\''])) {
        start += 1;
    }
    // "margin of error of 4 points"
    if start < end
        && line.key(start.wrapping_sub(1)) == "of"
        && end - start == 1
        && line.letters(start.wrapping_sub(2))
        && !line.is(start.wrapping_sub(2), CLOSED)
    {
        start -= 2;
    }
    (start < end).then_some((start, end))
}

/// "premiums doubled", "the company halved its budget", "a threefold increase in sales".
pub(super) fn multiplied(line: &Line<'_>, amount: &Amount) -> Option<Phrase> {
    if line.word(amount.core).is_some_and(|_| line.key(amount.core).ends_with("fold")) {
        let at = (amount.end..amount.end + 3).find(|at| matches!(line.key(*at), "in" | "of"))?;
        return noun_phrase(line, at + 1, line.len());
    }
    let object = if line.is(amount.end, Class::POSSESSIVE.or(Class::DETERMINER)) {
        noun_phrase(line, amount.end + 1, line.len())
    } else {
        None
    };
    let owned =
        backward(line, amount.start).filter(|(start, _)| line.is(start.wrapping_sub(1), Class::POSSESSIVE));
    object.or(owned).or_else(|| before_verb(line, amount.start))
}

/// The phrase behind "of", its determiner kept.
pub(super) fn of_phrase(line: &Line<'_>, at: usize, limit: usize) -> Option<Phrase> {
    let determined = line.is(at, Class::DETERMINER.or(Class::POSSESSIVE)) || line.key(at) == "all";
    let start = if determined { at + 1 } else { at };
    if matches!(line.key(at), "those" | "them" | "these" | "which" | "whom")
        && (line.is(start, CLOSED) || !line.letters(start))
    {
        return Some((at, at + 1));
    }
    if line.key(at) == "those" {
        return Some((at, (at + 2).min(limit)));
    }
    noun_phrase(line, start, limit).map(|(_, end)| (at, end))
}

/// The phrase behind "of" for a count, its determiner dropped: "4,250 of these fighters".
pub(super) fn object(line: &Line<'_>, at: usize, limit: usize) -> Option<Phrase> {
    noun_phrase(line, after_determiner(line, at), limit)
}

/// "Among likely voters, 46 percent …".
pub(super) fn among(line: &Line<'_>) -> Option<Phrase> {
    let at = (0..line.len().min(12)).find(|at| matches!(line.key(*at), "among" | "amongst"))?;
    noun_phrase(line, at + 1, line.len())
}

/// The noun phrase that heads the clause before the verb at `verb`.
pub(super) fn before_verb(line: &Line<'_>, verb: usize) -> Option<Phrase> {
    let mut last = verb;
    while let Some(before) = last.checked_sub(1) {
        let adverb = line
            .is(before, Class::AUXILIARY.or(Class::ADVERB).or(Class::COPULA).or(Class::CHANGE_VERB))
            || line.key(before).len() > 4 && line.key(before).ends_with("ly")
            || matches!(
                line.key(before),
                "to" | "expected" | "forecast" | "projected" | "set" | "estimated" | "," | "up" | "down"
            );
        if !adverb {
            break;
        }
        last = before;
    }
    let mut until = last;
    let found = (0..4).find_map(|_| {
        let (first, stop) = segment(line, until)?;
        // ", which include Canada, will grow"
        let relative = matches!(line.key(stop), "which" | "who") && stop < first;
        let pronoun = first == until && matches!(line.key(stop), "which" | "who" | "that");
        let found = if pronoun {
            backward(line, if line.text(stop.wrapping_sub(1)) == "," { stop - 1 } else { stop })
        } else if relative {
            None
        } else {
            head(line, first, until)
        };
        until = if relative && !line.letters(stop.wrapping_sub(1)) { stop.saturating_sub(1) } else { stop };
        found
    });
    let (from, end) = found?;
    // "the number of fighters": the fighters are counted
    let quantity = matches!(
        line.key(end.checked_sub(1)?),
        "number" | "numbers" | "percentage" | "proportion" | "share" | "total"
    );
    if quantity && line.key(end) == "of" {
        let next = if line.is(end + 1, Class::DETERMINER.or(Class::POSSESSIVE)) { end + 2 } else { end + 1 };
        if let Some(found) = noun_phrase(line, next, last) {
            return Some(found);
        }
    }
    // the possessor is not what is measured
    let owner = (from..end.saturating_sub(1)).rfind(|at| matches!(line.key(*at), "’s" | "'s"));
    let from = owner.map_or(from, |owner| owner + 1);
    (from..end).any(|at| line.letters(at)).then_some((from, end))
}

/// The part of the clause that ends before `until`: its first item, and where the part before it ends.
pub(super) fn segment(line: &Line<'_>, until: usize) -> Option<(usize, usize)> {
    let mut first = until;
    for _ in 0..16 {
        let Some(before) = first.checked_sub(1) else { break };
        let mark = !line.letters(before)
            && line.literal(before).is_none()
            && !line.joined(before)
            && !matches!(line.text(before), "&" | "." | "/" | "$" | "%" | "’" | "'");
        let joins = matches!(
            line.key(before),
            "and"
                | "but"
                | "that"
                | "while"
                | "as"
                | "which"
                | "who"
                | "when"
                | "whether"
                | "because"
                | "if"
                | "although"
                | "where"
                | "though"
        );
        // "in Iraq and Syria has dropped": the names belong together
        let names = line.key(before) == "and" && line.capital(first) && line.capital(before.wrapping_sub(1));
        if mark || joins && !names {
            return Some((first, before));
        }
        first = before;
    }
    (first < until).then_some((first, first))
}

/// The first noun phrase between two places; "A year ago" before it is passed over.
pub(super) fn head(line: &Line<'_>, first: usize, last: usize) -> Option<Phrase> {
    let mut start = first;
    while start < last
        && (line.is(start, Class::DETERMINER.or(Class::CONJUNCTION).or(Class::POSSESSIVE).or(Class::ADVERB))
            || line.quote(start))
    {
        start += 1;
    }
    if line.is(start, Class::PREPOSITION) {
        // "in 2014 sales": no subject can be told from the phrase before it
        return None;
    }
    let found = noun_phrase(line, start, last)
        .or((start + 1 == last && line.letters(start) && line.is(start, Class::VERB))
            .then_some((start, last)))?;
    if matches!(line.key(found.1), "ago" | "earlier" | "later") {
        return head(line, found.1 + 1, last);
    }
    Some(found)
}
