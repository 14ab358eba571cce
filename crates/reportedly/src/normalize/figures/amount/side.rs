//! One number with its unit: an amount, or one side of a range.

use rust_decimal::Decimal;

use super::unit::{money_before, unit_after};
use super::{Known, Side, begins};
use crate::Direction;
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number;
use crate::normalize::figures::number::Sort;

pub(super) fn side(line: &Line<'_>, core: usize, from: usize, listed: bool, known: &Known) -> Option<Side> {
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
pub(super) fn side_at(line: &Line<'_>, at: usize, known: &Known) -> Option<Side> {
    (at..at + 4).find_map(|core| {
        if !begins(line, core) {
            return None;
        }
        side(line, core, at, false, known).filter(|side| side.start == at)
    })
}
