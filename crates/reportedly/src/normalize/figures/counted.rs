//! What an amount counts or measures: the noun phrase, found without syntax.

use super::amount::{Amount, Known};
use super::lex::Line;
use super::number::{Sort, is_plural};
use crate::language::{Class, UnitKind};
use crate::{Change, ChangeKind};

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
) -> Vec<Option<Phrase>> {
    let mut all: Vec<Option<Phrase>> = Vec::with_capacity(amounts.len());
    for (index, amount) in amounts.iter().enumerate() {
        let change = changes.get(index).copied().flatten();
        let next = amounts.get(index + 1).map_or(line.len(), |next| next.start);
        let found = one(line, amount, change, next, known)
            .or_else(|| inherited(line, amounts, &all, index))
            .or_else(|| forward(line, amounts, index, known));
        all.push(found);
    }
    all
}

/// The phrase of one amount from the words around it.
fn one(
    line: &Line<'_>,
    amount: &Amount,
    change: Option<Change>,
    limit: usize,
    known: &Known,
) -> Option<Phrase> {
    if amount.result {
        return None;
    }
    let kind = amount.unit.and_then(|unit| line.words.units.get(unit)).map(|unit| unit.kind);
    let end = amount.end;
    let of = line.key(end) == "of";
    if amount.unit.is_none() {
        if line.joined(end) {
            // "two-front war": the front is counted
            return line
                .letters(end + 1)
                .then_some((end + 1, end + 2))
                .filter(|_| !line.is(end + 1, Class::STREET));
        }
        if of {
            return object(line, end + 1, limit, amount.sort == Sort::Open);
        }
        if change.is_some_and(|change| change.kind != ChangeKind::By) {
            return noun_phrase(line, end, limit).or_else(|| subject(line, amount));
        }
        return noun_phrase(line, end, limit).or_else(|| level(line, amount));
    }
    if amount.unit == known.vote {
        return line
            .span(end.checked_sub(1)?, end)
            .filter(|_| line.key(end - 1).starts_with("vote"))
            .map(|_| (end - 1, end));
    }
    if amount.multiple {
        return multiplied(line, amount);
    }
    let told = change.is_some();
    match kind {
        Some(UnitKind::Percent) if amount.sort == Sort::Percent || amount.unit == known.percent => {
            if of {
                return of_phrase(line, end + 1, limit);
            }
            if told {
                return subject(line, amount).or_else(|| noun_phrase(line, end, limit));
            }
            let start =
                if amount.sort == Sort::Percent && line.is(end, Class::DETERMINER.or(Class::POSSESSIVE)) {
                    end + 1
                } else {
                    end
                };
            noun_phrase(line, start, limit).or_else(|| among(line)).or_else(|| level(line, amount))
        }
        Some(UnitKind::Count) if amount.unit == known.times => {
            let start = if line.key(end) == "as" { end + 2 } else { end };
            of_phrase(line, start, limit)
        }
        Some(UnitKind::Money) => {
            if of || matches!(line.key(end), "in" | "worth") && line.letters(end + 1) {
                let start = if line.key(end + 1) == "of" { end + 2 } else { end + 1 };
                if let Some(found) = noun_phrase(line, start, limit) {
                    return Some(found);
                }
            }
            if told {
                return subject(line, amount).or_else(|| noun_phrase(line, end, limit));
            }
            noun_phrase(line, end, limit).or_else(|| level(line, amount))
        }
        _ => {
            if of {
                return of_phrase(line, end + 1, limit);
            }
            if told {
                return subject(line, amount).or_else(|| noun_phrase(line, end, limit));
            }
            noun_phrase(line, end, limit).or_else(|| level(line, amount))
        }
    }
}

/// "premiums doubled", "the company halved its budget", "a threefold increase in sales".
fn multiplied(line: &Line<'_>, amount: &Amount) -> Option<Phrase> {
    if line.word(amount.core).is_some_and(|_| line.key(amount.core).ends_with("fold")) {
        let at = (amount.end..amount.end + 4).find(|at| matches!(line.key(*at), "in" | "of"))?;
        return noun_phrase(line, at + 1, line.len());
    }
    let object = if line.is(amount.end, Class::POSSESSIVE.or(Class::DETERMINER)) {
        noun_phrase(line, amount.end + 1, line.len())
    } else {
        None
    };
    object.or_else(|| before_verb(line, amount.start))
}

/// The phrase behind "of", its determiner kept.
fn of_phrase(line: &Line<'_>, at: usize, limit: usize) -> Option<Phrase> {
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
fn object(line: &Line<'_>, at: usize, limit: usize, open: bool) -> Option<Phrase> {
    let determined = line.is(at, Class::DETERMINER.or(Class::POSSESSIVE)) || line.key(at) == "all";
    let _ = open;
    noun_phrase(line, if determined { at + 1 } else { at }, limit)
}

/// "Among likely voters, 46 percent …".
fn among(line: &Line<'_>) -> Option<Phrase> {
    let at = (0..line.len().min(12)).find(|at| matches!(line.key(*at), "among" | "amongst"))?;
    noun_phrase(line, at + 1, line.len())
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
    (0..index).rev().find_map(|before| {
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
    one(line, next, None, amounts.get(index + 2).map_or(line.len(), |next| next.start), known)
}

/// The subject of a verb of level: "unemployment was 5 percent", "the sample is 834".
fn level(line: &Line<'_>, amount: &Amount) -> Option<Phrase> {
    subject(line, amount)
}

/// The subject of the verb to the left of the amount.
fn subject(line: &Line<'_>, amount: &Amount) -> Option<Phrase> {
    let mut at = amount.start;
    for _ in 0..16 {
        at = at.checked_sub(1)?;
        if matches!(line.text(at), ";" | ":" | "“" | "(") {
            return None;
        }
        if line.is(at, Class::COPULA.or(Class::CHANGE_VERB).or(Class::AUXILIARY).or(Class::VERB))
            || line.is(at, Class::CHANGE_ADVERB) && line.text(at.wrapping_sub(1)) == ","
        {
            return before_verb(line, at);
        }
    }
    None
}

/// The noun phrase that heads the clause before the verb at `verb`.
fn before_verb(line: &Line<'_>, verb: usize) -> Option<Phrase> {
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
    let mut first = last;
    for _ in 0..16 {
        let Some(before) = first.checked_sub(1) else { break };
        let mark = !line.letters(before)
            && line.literal(before).is_none()
            && !line.hyphen(before)
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
        );
        if mark || joins {
            break;
        }
        first = before;
    }
    let mut start = first;
    while start < last
        && (line.is(start, Class::DETERMINER.or(Class::CONJUNCTION).or(Class::POSSESSIVE))
            || line.quote(start))
    {
        start += 1;
    }
    let (from, end) = noun_phrase(line, start, last)?;
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
    (from..end).any(|at| line.letters(at)).then_some((from, end))
}

/// The noun phrase that begins at `at`: up to its first plural, or up to the first word that cannot belong to it.
pub(super) fn noun_phrase(line: &Line<'_>, at: usize, limit: usize) -> Option<Phrase> {
    let mut start = at;
    while line.quote(start) && start < at + 2
        || matches!(line.key(start), "more" | "additional" | "further" | "extra" | "fewer" | "less")
            && line.letters(start + 1)
            && line.key(start + 1) != "than"
    {
        start += 1;
    }
    let mut next = start;
    let mut head: Option<usize> = None;
    let limit = limit.min(line.len()).min(start + 10);
    while next < limit {
        if !line.letters(next) {
            if line.hyphen(next) && line.glued(next) && next > start {
                next += 1;
                continue;
            }
            if line.text(next) == "&" && next > start {
                next += 1;
                continue;
            }
            let initials = line.text(next) == "."
                && line.glued(next)
                && line.text(next.wrapping_sub(1)).len() == 1
                && line.capital(next.wrapping_sub(1));
            if initials && next > start {
                next += 1;
                continue;
            }
            let list = line.text(next) == ","
                && head.is_none()
                && next > start
                && plural_ahead(line, next + 1, limit, 3);
            if list && !is_plural(line, next - 1) {
                next += 1;
                continue;
            }
            // "S&P 500"
            if line.literal(next).is_some()
                && next > start
                && line.capital(next - 1)
                && line.letters(next - 1)
            {
                next += 1;
                head = Some(next);
                continue;
            }
            break;
        }
        let key = line.key(next);
        if matches!(key, "’s" | "'s") {
            if next == start {
                break;
            }
            head = None;
            next += 1;
            continue;
        }
        let name = line.capital(next) && next > start && line.capital(next - 1);
        if line.is(next, Class::CONJUNCTION) && matches!(key, "and" | "or") && head.is_none() && next > start
        {
            let hyphen = line.hyphen(next - 1);
            if hyphen || plural_ahead(line, next + 1, limit, 4) {
                next += 1;
                continue;
            }
            break;
        }
        if line.is(next, CLOSED) && !(name && line.is(next, Class::VERB)) {
            break;
        }
        let more = line.letters(next + 1) && !line.is(next + 1, CLOSED) && next + 1 < limit;
        let adverb = line.is(next, Class::ADVERB)
            || key.len() > 4
                && key.ends_with("ly")
                && !matches!(key, "family" | "supply" | "assembly" | "monopoly" | "rally" | "anomaly");
        if adverb && !line.capital(next) {
            if head.is_none() && more && (next == start || plural_ahead(line, next + 1, limit, 4)) {
                next += 1;
                continue;
            }
            break;
        }
        let participle = key.len() > 4
            && key.ends_with("ed")
            && !key.ends_with("eed")
            && !line.capital(next)
            && key != "hundred";
        if participle {
            let modified = next > start && (line.hyphen(next - 1) || line.key(next - 1).ends_with("ly"));
            if next == start
                && matches!(key, "injured" | "wounded" | "killed" | "arrested" | "displaced" | "unemployed")
                && !(more && plural_ahead(line, next + 1, limit, 2))
            {
                head = Some(next + 1);
                break;
            }
            if (next == start
                || modified
                || plural_ahead(line, next + 1, limit, 2) && !is_plural(line, next - 1))
                && more
            {
                next += 1;
                continue;
            }
            break;
        }
        if is_plural(line, next) {
            next += 1;
            head = Some(next);
            // "news programs", "women members"
            let compound = is_plural(line, next)
                && next < limit
                && !line.is(next, Class::COPULA.or(Class::VERB).or(Class::CHANGE_VERB));
            if compound
                || line.joined(next)
                || matches!(line.key(next), "’s" | "'s")
                || line.text(next) == "’" && line.glued(next) && is_plural(line, next + 1)
            {
                if line.text(next) == "’" {
                    next += 1;
                }
                continue;
            }
            break;
        }
        if line.is(next, Class::CHANGE_VERB.or(Class::COPULA))
            && next > start
            && !line.is(next, Class::CHANGE_NOUN)
            && !more
        {
            break;
        }
        if line.is(next, Class::COPULA.or(Class::CHANGE_VERB))
            && next > start
            && !plural_ahead(line, next + 1, limit, 1)
            && !line.is(next, Class::CHANGE_NOUN)
        {
            break;
        }
        next += 1;
    }
    let mut end = head.unwrap_or(next);
    while end > start && !line.letters(end - 1) && line.literal(end - 1).is_none() {
        end -= 1;
    }
    (end > start && end - start <= 9).then_some((start, end))
}

/// Whether a plural noun follows within `reach` words, with nothing between that ends a phrase.
fn plural_ahead(line: &Line<'_>, at: usize, limit: usize, reach: usize) -> bool {
    let mut words = 0;
    for next in at..limit {
        if !line.letters(next) {
            if line.hyphen(next) && line.glued(next) {
                continue;
            }
            return false;
        }
        if line.is(next, CLOSED) {
            return false;
        }
        if is_plural(line, next) {
            return true;
        }
        words += 1;
        if words >= reach {
            return false;
        }
    }
    false
}
