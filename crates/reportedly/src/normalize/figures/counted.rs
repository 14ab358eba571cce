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

/// One amount and what surrounds it.
struct Context<'a, 'b> {
    line: &'a Line<'b>,
    amount: &'a Amount,
    change: Option<Change>,
    /// Where the next amount begins and ends.
    next: (usize, usize),
    known: &'a Known,
}

impl Context<'_, '_> {
    fn kind(&self) -> Option<UnitKind> {
        self.amount.unit.and_then(|unit| self.line.words.units.get(unit)).map(|unit| unit.kind)
    }

    /// "46 percent would choose": the share of those who were counted before.
    fn spoken_share(&self) -> bool {
        let verb = self.line.is(self.amount.end, Class::AUXILIARY.or(Class::VERB).or(Class::COPULA));
        self.amount.unit == self.known.percent && self.change.is_none() && verb
            || self.amount.unit.is_none() && verb
    }

    /// "10 judges rather than 11", "Johnson 3 percent", ", a 10 percent drop": nothing but an earlier amount says what it is of.
    fn elliptic(&self, amounts: &[Amount], index: usize) -> bool {
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
    fn noun(&self) -> Option<Phrase> {
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
    fn thing(&self) -> Option<Phrase> {
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
    fn verb(&self, from: usize) -> Option<usize> {
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
    fn nearest(&self) -> Option<Phrase> {
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

fn after_determiner(line: &Line<'_>, at: usize) -> usize {
    let determined = line.is(at, Class::DETERMINER.or(Class::POSSESSIVE)) || line.key(at) == "all";
    if determined { at + 1 } else { at }
}

/// Words that are verbs more often than not, as nouns: "38 percent support, …".
fn bare(line: &Line<'_>, at: usize) -> Option<Phrase> {
    let noun = matches!(
        line.key(at),
        "support" | "approval" | "vote" | "work" | "need" | "help" | "lead" | "use" | "dead" | "missing"
    );
    let closed = !line.letters(at + 1) || line.is(at + 1, Class::PREPOSITION.or(Class::CONJUNCTION));
    (noun && closed).then_some((at, at + 1))
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

/// A word of time that no figure counts here: "year", "Wednesday", "week".
fn timely(line: &Line<'_>, at: usize) -> bool {
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
fn participle(line: &Line<'_>, at: usize) -> bool {
    let key = line.key(at);
    let end = key.ends_with("ing") && key.len() > 5
        || key.ends_with("ed") && key.len() > 4 && !key.ends_with("eed");
    end && !line.capital(at)
}

/// The noun phrase that ends before `end`, without its determiner.
fn backward(line: &Line<'_>, end: usize) -> Option<Phrase> {
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
fn multiplied(line: &Line<'_>, amount: &Amount) -> Option<Phrase> {
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
fn object(line: &Line<'_>, at: usize, limit: usize) -> Option<Phrase> {
    noun_phrase(line, after_determiner(line, at), limit)
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
fn segment(line: &Line<'_>, until: usize) -> Option<(usize, usize)> {
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
fn head(line: &Line<'_>, first: usize, last: usize) -> Option<Phrase> {
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
            // "this years price": a possessive that lost its mark
            let time = super::rate::period(line, next).is_some()
                || matches!(key, "years" | "weeks" | "months" | "days" | "yesterdays" | "todays");
            if time && more {
                next += 1;
                continue;
            }
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
            && !(more && matches!(key, "trade" | "total" | "average" | "cost" | "range"))
        {
            break;
        }
        next += 1;
    }
    let mut end = head.unwrap_or(next);
    while end > start && !line.letters(end - 1) && line.literal(end - 1).is_none() {
        end -= 1;
    }
    let time =
        end > start && timely(line, end - 1) && super::rate::period(line, end - 1).is_some_and(|_| true)
            || end > start && line.is(end - 1, Class::WEEKDAY.or(Class::MONTH)) && line.capital(end - 1);
    (end > start && end - start <= 9 && !time).then_some((start, end))
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
