//! Numbers with their units, ranges, bounds and rates.

use rust_decimal::Decimal;

use super::lex::Line;
use super::number::{self, Num, Sort};
use super::{names, rate};
use crate::language::{Approximator, Class, Quantities, UnitKind};
use crate::{Direction, Relation};

/// An amount as it stands in the line; indexes are those of items.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    /// Approximator, currency mark and all.
    pub(super) start: usize,
    /// The number itself.
    pub(super) core: usize,
    pub(super) end: usize,
    pub(super) low: Option<Decimal>,
    pub(super) high: Option<Decimal>,
    pub(super) relation: Relation,
    /// Index of the unit in the language data.
    pub(super) unit: Option<usize>,
    pub(super) per: Option<String>,
    pub(super) sort: Sort,
    /// The words of the approximator or bound.
    pub(super) approximator: Option<(usize, usize)>,
    pub(super) estimated: bool,
    /// "doubled", "+3%": the change that the number itself tells.
    pub(super) change: Option<Direction>,
    /// A number word of change ("doubled") rather than a number.
    pub(super) multiple: bool,
    /// One of two results in a vote.
    pub(super) result: bool,
    /// The number is "one".
    pub(super) digits: bool,
}

impl Amount {
    /// One value that stands for the amount.
    pub(super) fn point(&self) -> Option<Decimal> {
        self.low.or(self.high)
    }
}

/// A number with its unit, one side of a range.
#[derive(Clone, Debug)]
struct Side {
    start: usize,
    core: usize,
    end: usize,
    num: Num,
    unit: Option<usize>,
    signed: Option<Direction>,
}

/// Names of units that the code itself gives.
pub(super) struct Known {
    pub(super) percent: Option<usize>,
    pub(super) point: Option<usize>,
    pub(super) vote: Option<usize>,
    pub(super) times: Option<usize>,
    pound: Option<usize>,
    sterling: Option<usize>,
}

impl Known {
    pub(super) fn new(words: &Quantities) -> Known {
        let find = |name: &str| words.units.iter().position(|unit| unit.name == name);
        Known {
            percent: find("percent"),
            point: find("percentage_point"),
            vote: find("vote"),
            times: find("times"),
            pound: find("pound"),
            sterling: find("GBP"),
        }
    }
}

/// All amounts of the line, and the numbers that could not be read.
pub(super) fn find(line: &Line<'_>, known: &Known) -> (Vec<Amount>, Vec<usize>) {
    let title = names::title_case(line);
    let (mut amounts, mut unread) = (Vec::new(), Vec::new());
    let mut at = 0;
    let mut from = 0;
    while at < line.len() {
        if let Some((percent, direction)) = line
            .word(at)
            .and_then(|word| word.multiple)
            .filter(|_| !matches!(line.key(at + 1), "down" | "up" | "over"))
        {
            amounts.push(multiple(line, at, from, percent, direction, known));
            at += 1;
            from = at;
            continue;
        }
        if let Some(amount) = twice(line, at, from, known) {
            at = amount.end;
            from = at;
            amounts.push(amount);
            continue;
        }
        if !begins(line, at) {
            at += 1;
            continue;
        }
        if let Some(end) = names::skip(line, at, title) {
            if line.literal(at).is_some_and(|literal| literal.value.is_none()) {
                unread.push(at);
            }
            at = end.max(at + 1);
            from = at;
            continue;
        }
        match amount(line, at, from, known) {
            Some((found, end)) => {
                amounts.extend(found);
                at = end.max(at + 1);
                from = at;
            }
            None => at += 1,
        }
    }
    (amounts, unread)
}

/// Whether a number can begin here.
fn begins(line: &Line<'_>, at: usize) -> bool {
    if line.literal(at).is_some() {
        return true;
    }
    let number = line.word(at).is_some_and(|word| {
        word.cardinal.is_some() || word.many.is_some() || word.part.is_some() || word.scale.is_some()
    });
    number && !line.text(at).chars().all(|c| c == 's')
        || matches!(line.key(at), "a" | "an" | "several" | "few" | "many" | "couple" | "half")
}

/// "doubled", "more than tripled".
fn multiple(
    line: &Line<'_>,
    at: usize,
    from: usize,
    percent: Decimal,
    direction: Direction,
    known: &Known,
) -> Amount {
    let mut amount = blank(at, at + 1, Sort::Percent);
    amount.low = Some(percent);
    amount.high = Some(percent);
    amount.unit = known.percent;
    amount.change = Some(direction);
    amount.multiple = true;
    bound(line, &mut amount, from, percent);
    amount
}

/// "twice as many", "double the", "three times as many" is read as a plain number with the unit "times".
fn twice(line: &Line<'_>, at: usize, from: usize, known: &Known) -> Option<Amount> {
    let value = match (line.key(at), line.key(at + 1)) {
        ("twice", "as")
            if !line.letters(at + 2)
                || line.capital(at + 2)
                || line.is(at + 2, Class::PRONOUN.or(Class::DETERMINER)) =>
        {
            return None;
        }
        ("twice", "as" | "the" | "that" | "its" | "their" | "what" | "his" | "her") => Decimal::TWO,
        ("double" | "triple", "the" | "that" | "its" | "their" | "what") => {
            if line.key(at) == "double" {
                Decimal::TWO
            } else {
                Decimal::from(3)
            }
        }
        _ => return None,
    };
    let mut amount = blank(at, at + 1, Sort::Plain);
    amount.low = Some(value);
    amount.high = Some(value);
    amount.unit = known.times;
    bound(line, &mut amount, from, Decimal::ONE_HUNDRED);
    Some(amount)
}

fn blank(core: usize, end: usize, sort: Sort) -> Amount {
    Amount {
        start: core,
        core,
        end,
        low: None,
        high: None,
        relation: Relation::Exact,
        unit: None,
        per: None,
        sort,
        approximator: None,
        estimated: false,
        change: None,
        multiple: false,
        result: false,
        digits: false,
    }
}

/// The currency mark before the number at `core`: where it begins and its unit.
fn money_before(line: &Line<'_>, core: usize, from: usize) -> Option<(usize, usize)> {
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
fn unit_after(line: &Line<'_>, end: usize, num: &Num, known: &Known) -> Option<(usize, usize)> {
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

fn unit_words(line: &Line<'_>, at: usize, num: &Num, known: &Known) -> Option<(usize, usize)> {
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
fn polled(line: &Line<'_>, at: usize) -> bool {
    (at.saturating_sub(40)..at + 40).any(|at| line.is(at, Class::POLL) || line.text(at) == "%")
}

/// A unit's symbol right behind digits.
fn symbol(line: &Line<'_>, at: usize) -> Option<(usize, usize)> {
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

fn side(line: &Line<'_>, core: usize, from: usize, listed: bool, known: &Known) -> Option<Side> {
    // "$-50.8bn"
    let sign = line.hyphen(core.wrapping_sub(1)) && line.glued(core) && line.glued(core.wrapping_sub(1));
    let marked = if sign { core.saturating_sub(1) } else { core };
    let money = money_before(line, marked, from);
    let mut num = number::read(line, core, money.is_some(), listed)?;
    let mut start = money.map_or(core, |(start, _)| start);
    if start != core && line.hyphen(core.wrapping_sub(1)) {
        num.value = Decimal::ZERO.checked_sub(num.value)?;
    }
    let mut end = num.end;
    let mut unit = money.map(|(_, unit)| unit);
    if num.sort == Sort::Percent {
        unit = known.percent;
    } else if unit.is_none() {
        if let Some((behind, found)) = unit_after(line, end, &num, known) {
            end = behind;
            unit = Some(found);
        }
    } else if let Some((behind, found)) = unit_after(line, end, &num, known).filter(|(_, found)| {
        Some(*found) == unit || line.words.unit_words.of(line.key(end)).is_empty() && line.text(end) == "US"
    }) {
        // "$5 million USD"
        (end, unit) = (behind, Some(found));
    } else if line.text(end) == "US"
        || line.text(end) == "U" && line.text(end + 1) == "." && line.text(end + 2) == "S"
    {
        end = if line.text(end) == "US" {
            end + 1
        } else {
            end + if line.text(end + 3) == "." { 4 } else { 3 }
        };
    }
    let mut signed = None;
    if let Some(before) = start.checked_sub(1).filter(|before| *before >= from) {
        let free = !line.glued(before) || matches!(line.text(before.wrapping_sub(1)), "(" | "$");
        let percent = unit.is_some() && unit == known.percent;
        if line.text(before) == "+" && line.glued(start) && free && percent {
            signed = Some(Direction::Up);
            start = before;
        } else if matches!(line.text(before), "-" | "−") && line.glued(start) && free && percent {
            signed = Some(Direction::Down);
            start = before;
        } else if matches!(line.text(before), "-" | "−") && line.glued(start) && free
            || line.key(before) == "minus" && line.key(before.wrapping_sub(1)) != "or"
            || line.hyphen(before) && line.key(before.wrapping_sub(1)) == "minus"
        {
            num.value = Decimal::ZERO.checked_sub(num.value)?;
            start = if line.hyphen(before) && line.key(before.wrapping_sub(1)) == "minus" {
                before - 1
            } else {
                before
            };
        }
    }
    Some(Side { start, core, end, num, unit, signed })
}

/// The side that begins exactly at `at`, with a currency mark or without.
fn side_at(line: &Line<'_>, at: usize, known: &Known) -> Option<Side> {
    (at..at + 4).find_map(|core| {
        if !begins(line, core) {
            return None;
        }
        side(line, core, at, false, known).filter(|side| side.start == at)
    })
}

/// The amount or the two amounts whose number begins at `core`, and where they end; durations are read and left out.
fn amount(line: &Line<'_>, core: usize, from: usize, known: &Known) -> Option<(Vec<Amount>, usize)> {
    let between = (core.saturating_sub(5).max(from)..core).any(|at| line.key(at) == "between");
    let first = side(line, core, from, between, known)?;
    // "9AB8", "4x4", "747s"
    if first.num.digits
        && line.glued(first.end)
        && line.letters(first.end)
        && !line.key(first.end).starts_with(['’', '\''])
    {
        return Some((Vec::new(), first.end + 1));
    }
    let unit_kind =
        |unit: Option<usize>| unit.and_then(|unit| line.words.units.get(unit)).map(|unit| unit.kind);
    let mut amount = single(&first);
    bound(line, &mut amount, from, first.num.value);
    let mut found = vec![amount];
    let mut end = first.end;
    if let Some((second, joint)) = second(line, &first, &found, known, between) {
        end = second.end;
        match joint {
            Joint::Range => {
                if let Some(amount) = found.first_mut() {
                    range(amount, &first, &second);
                }
            }
            Joint::Results => {
                let mut other = single(&second);
                other.result = true;
                other.unit = known.vote;
                if let Some(amount) = found.first_mut() {
                    amount.result = true;
                    amount.unit = known.vote;
                }
                found.push(other);
            }
            Joint::Score => return Some((Vec::new(), second.end)),
        }
    }
    if found.iter().any(|amount| unit_kind(amount.unit) == Some(UnitKind::Time)) {
        return Some((Vec::new(), end));
    }
    if let Some(last) = found.last_mut() {
        bound_after(line, last);
        rate::attach(line, last);
        end = last.end;
    }
    Some((found, end))
}

fn single(side: &Side) -> Amount {
    let mut amount = blank(side.core, side.end, side.num.sort);
    amount.start = side.start;
    amount.unit = side.unit;
    amount.change = side.signed;
    amount.digits = side.num.digits;
    amount.low = Some(side.num.value);
    amount.high = Some(side.num.value);
    match side.num.sort {
        Sort::Open => {
            amount.high = None;
            amount.relation = Relation::AtLeast;
        }
        Sort::Rough => amount.relation = Relation::About,
        Sort::Plain | Sort::Percent => {}
    }
    amount
}

enum Joint {
    Range,
    Results,
    Score,
}

/// The second number of a range or of two results.
fn second(
    line: &Line<'_>,
    first: &Side,
    found: &[Amount],
    known: &Known,
    between: bool,
) -> Option<(Side, Joint)> {
    let end = first.end;
    let start = found.first()?.start;
    let before = line.key(start.wrapping_sub(1));
    let dash = line.joined(end)
        || line.text(end) == "–"
            && line.literal(end + 1).is_some()
            && line.literal(end.wrapping_sub(1)).is_some()
        || line.hyphen(end) && line.glued(end) && line.key(end + 1) == "to";
    let key = line.key(end);
    let mut next = end + 1;
    if line.hyphen(end) && line.key(end + 1) == "to" {
        next = end + 2;
        next += usize::from(line.hyphen(next));
    } else if key == "to" && line.hyphen(next) {
        next += 1;
    }
    if !(dash || matches!(key, "to" | "or") || between && key == "and") {
        return None;
    }
    let mut second = side_at(line, next, known)?;
    // "18- to 24-year-old"
    let open = |sort: Sort| matches!(sort, Sort::Open | Sort::Rough);
    if open(first.num.sort) || open(second.num.sort) {
        return None;
    }
    if let (Some(scale), None) = (second.num.scale, first.num.scale)
        && first.num.mantissa < second.num.mantissa
        && first.num.sort == Sort::Plain
    {
        let shared = first.num.value.checked_mul(scale)?;
        if shared < second.num.value {
            second.num.mantissa = shared;
        }
    }
    let low = if second.num.mantissa < second.num.value
        && second.num.scale.is_some()
        && first.num.scale.is_none()
        && first.num.mantissa < second.num.mantissa
        && first.num.sort == Sort::Plain
    {
        first.num.value.checked_mul(second.num.scale?)?
    } else {
        first.num.value
    };
    let low = if low < second.num.value { low } else { first.num.value };
    second.num.mantissa = low;
    let rising = low < second.num.value;
    let units_agree = first.unit.is_none() || second.unit.is_none() || first.unit == second.unit;
    if dash && key != "to" && line.key(end + 1) != "to" {
        let vote = (start.saturating_sub(6)..second.end + 6).any(|at| line.is(at, Class::VOTE));
        let whole = first.num.value.fract().is_zero() && second.num.value.fract().is_zero();
        let bare = first.unit.is_none() && second.unit.is_none() && whole && first.num.scale.is_none();
        let noun = line.letters(second.end)
            && !line.is(second.end, Class::PREPOSITION.or(Class::AUXILIARY).or(Class::CONJUNCTION));
        if bare && vote && (!rising || !number::is_plural(line, second.end)) {
            return Some((second, Joint::Results));
        }
        if bare
            && (!rising
                || !noun
                    && line.text(second.end) != "%"
                    && first.num.value < Decimal::ONE_HUNDRED
                    && line.glued(end))
        {
            return Some((second, Joint::Score));
        }
        return (rising && units_agree).then_some((second, Joint::Range));
    }
    if !rising || !units_agree {
        return None;
    }
    if key == "or" {
        let near = second.num.value <= low.checked_mul(Decimal::TEN)? && first.unit.is_none();
        return near.then_some((second, Joint::Range));
    }
    if key == "and" {
        return Some((second, Joint::Range));
    }
    // two levels of one change are two figures: "from 120 to 150"
    let chained = line.key(second.end) == "to";
    let own = first.unit.is_some() && second.unit.is_some();
    // "job losses from 1.8 million to 3.6 million": no fall, unless a verb of falling stands right there
    let moved = |from: usize| {
        super::change::before(line, from)
            .is_some_and(|(at, direction)| direction == Direction::Up || from - at <= 2)
    };
    if before == "from" && !chained {
        let spread = (start.saturating_sub(5)..start).any(|at| {
            matches!(
                line.key(at),
                "range" | "ranges" | "ranged" | "ranging" | "vary" | "varies" | "varied" | "anywhere"
            )
        });
        return (spread || !moved(start.wrapping_sub(1))).then_some((second, Joint::Range));
    }
    let leads = (start.saturating_sub(8)..start).any(|at| line.is(at, Class::LEAD));
    let changed = line.is(start.wrapping_sub(1), Class::CHANGE_VERB.or(Class::CHANGE_ADVERB));
    if own && (leads || changed || before == "by" && moved(start)) {
        return None;
    }
    Some((second, Joint::Range))
}

fn range(amount: &mut Amount, first: &Side, second: &Side) {
    amount.low = Some(second.num.mantissa);
    amount.high = Some(second.num.value);
    amount.end = second.end;
    amount.relation = Relation::Between;
    amount.unit = second.unit.or(first.unit);
}

/// Takes in the approximators and bounds before the number.
fn bound(line: &Line<'_>, amount: &mut Amount, from: usize, value: Decimal) {
    let mut found: Option<Approximator> = None;
    let core = amount.start;
    for _ in 0..3 {
        let mut start = amount.start;
        let quoted = found.is_none() && start > from && line.quote(start - 1);
        if quoted {
            start -= 1;
        }
        let Some(before) = start.checked_sub(1) else { break };
        let next = line.words.before.of(line.key(before)).iter().find_map(|(keys, value)| {
            let begin = start.checked_sub(keys.len()).filter(|begin| *begin >= from)?;
            keys.iter()
                .enumerate()
                .all(|(back, key)| line.key(before.wrapping_sub(back)) == key)
                .then_some((begin, *value))
        });
        let Some((begin, approximator)) = next else { break };
        if is_preposition(line, begin, before, value, amount) {
            break;
        }
        amount.start = begin;
        if quoted && line.quote(amount.end) {
            amount.end += 1;
        }
        amount.estimated |= approximator.estimated;
        let bounds = approximator.relation != Relation::About;
        if found.is_none() || bounds {
            found = Some(Approximator { relation: approximator.relation, ..approximator });
        }
    }
    if let Some(approximator) = found {
        amount.approximator = Some((amount.start, core));
        apply(amount, approximator.relation);
    }
}

/// "talked about two things", "over three presidents": a preposition, no approximator.
fn is_preposition(line: &Line<'_>, begin: usize, last: usize, value: Decimal, amount: &Amount) -> bool {
    if begin != last {
        return false;
    }
    let small = value <= Decimal::from(12) && !value.is_zero();
    match line.key(last) {
        "about" => small && line.is(begin.wrapping_sub(1), Class::TALK),
        "over" | "under" | "around" | "near" | "above" | "below" | "beyond" => {
            small && amount.unit.is_none() && amount.sort == Sort::Plain && !amount.digits
        }
        "short" => true,
        _ => false,
    }
}

fn apply(amount: &mut Amount, relation: Relation) {
    let point = amount.low.or(amount.high);
    let exact = amount.low == amount.high;
    amount.relation = match (relation, amount.relation) {
        (Relation::About, before) => {
            if before == Relation::Exact {
                Relation::About
            } else {
                before
            }
        }
        (_, Relation::Between) => Relation::Between,
        (bound, _) => bound,
    };
    if amount.relation == Relation::Between {
        return;
    }
    match relation {
        Relation::AtLeast | Relation::MoreThan => {
            amount.low = point;
            amount.high = None;
        }
        Relation::AtMost | Relation::LessThan if exact => {
            amount.low = None;
            amount.high = point;
        }
        _ => {}
    }
}

/// "or more", "-plus", "or so" behind the number.
fn bound_after(line: &Line<'_>, amount: &mut Amount) {
    let end = amount.end;
    let found = line
        .words
        .after
        .of(line.key(end))
        .iter()
        .find_map(|(keys, value)| Some((line.phrase(end, keys)?, *value)));
    let Some((behind, approximator)) = found else { return };
    if line.key(behind) == "than"
        || line.text(end) == "+" && !line.glued(end)
        || line.key(end) == "-" && !line.glued(end)
    {
        return;
    }
    amount.end = behind;
    if amount.relation != Relation::Between {
        apply(amount, approximator.relation);
    }
    amount.approximator = amount.approximator.or(Some((end, behind)));
}
