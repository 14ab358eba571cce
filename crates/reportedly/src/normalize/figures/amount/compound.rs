//! Two units of one measure: "6 feet 4 inches", "7 pounds, 4 ounces".

use rust_decimal::Decimal;

use super::Side;
use super::side::side_at;
use super::unit::symbol_apart;
use super::{Amount, Known};
use crate::language::UnitKind;
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number::Sort;

/// Joins the smaller part to `amount`, in the smaller unit; where it ends.
pub(super) fn join(line: &Line<'_>, amount: &mut Amount, first: &Side, known: &Known) -> Option<usize> {
    let larger = line.words.units.get(first.unit?)?;
    let (smaller, many) = larger.parts.as_ref().filter(|_| larger.kind == UnitKind::Measure)?;
    let many = Decimal::from(*many);
    let unit = line.words.units.iter().position(|unit| unit.name == *smaller)?;
    let next = first.end + usize::from(matches!(line.text(first.end), "," | "and"));
    let second = side_at(line, next, known).filter(|side| side.start == side.core)?;
    let end = if second.unit == Some(unit) {
        second.end
    } else if second.unit.is_none() && next == first.end {
        symbol_apart(line, second.end, unit)?
    } else {
        return None;
    };
    let plain = |side: &Side| side.num.sort == Sort::Plain && side.num.value >= Decimal::ZERO;
    if !plain(first) || !plain(&second) || second.num.value >= many {
        return None;
    }
    let value = first.num.value.checked_mul(many)?.checked_add(second.num.value)?;
    (amount.low, amount.high) = (amount.low.map(|_| value), amount.high.map(|_| value));
    amount.unit = Some(unit);
    amount.end = end;
    Some(end)
}
