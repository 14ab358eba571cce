//! Numbers with their units, ranges, bounds and rates.

mod bound;
mod compound;
mod range;
mod side;
mod unit;

use rust_decimal::Decimal;

use super::lex::Line;
use super::number::{Num, Sort};
use super::{names, rate};
use crate::language::{Class, Quantities, UnitKind};
use crate::{Direction, Relation};
use bound::{bound, bound_after};
use range::{Joint, range, second};
use side::side;

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
    let joined = found.first_mut().and_then(|amount| compound::join(line, amount, &first, known));
    if let Some(joined) = joined {
        end = joined;
    } else if let Some((second, joint)) = second(line, &first, &found, known, between) {
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
