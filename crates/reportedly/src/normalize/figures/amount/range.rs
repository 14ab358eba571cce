//! Two numbers that are one amount: "27,000 to 31,000", "six or seven".

use rust_decimal::Decimal;

use super::side::side_at;
use super::{Amount, Known, Side};
use crate::language::Class;
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number;
use crate::normalize::figures::number::Sort;
use crate::{Direction, Relation};

pub(super) enum Joint {
    Range,
    Results,
    Score,
}

/// The second number of a range or of two results.
pub(super) fn second(
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
        || line.hyphen(end) && line.glued(end) && line.key(end + 1) == "to"
        || spaced(line, first, end);
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
        crate::normalize::figures::change::before(line, from)
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

/// "12,000 - 15,000": a hyphen between blanks, where the numbers are too large for a score.
fn spaced(line: &Line<'_>, first: &Side, end: usize) -> bool {
    let large = |value: Decimal| value >= Decimal::ONE_HUNDRED;
    let next = line.literal(end + 1).and_then(|literal| literal.value).is_some_and(large);
    line.text(end) == "-" && !line.glued(end) && !line.glued(end + 1) && next && large(first.num.value)
}

pub(super) fn range(amount: &mut Amount, first: &Side, second: &Side) {
    amount.low = Some(second.num.mantissa);
    amount.high = Some(second.num.value);
    amount.end = second.end;
    amount.relation = Relation::Between;
    amount.unit = second.unit.or(first.unit);
}
