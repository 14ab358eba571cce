//! Approximators and bounds: "nearly", "or more".

use rust_decimal::Decimal;

use super::Amount;
use crate::Relation;
use crate::language::{Approximator, Class};
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number::Sort;

/// Takes in the approximators and bounds before the number.
pub(super) fn bound(line: &Line<'_>, amount: &mut Amount, from: usize, value: Decimal) {
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
pub(super) fn is_preposition(
    line: &Line<'_>,
    begin: usize,
    last: usize,
    value: Decimal,
    amount: &Amount,
) -> bool {
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

pub(super) fn apply(amount: &mut Amount, relation: Relation) {
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
pub(super) fn bound_after(line: &Line<'_>, amount: &mut Amount) {
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
