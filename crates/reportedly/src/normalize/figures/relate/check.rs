//! Whether the three figures of a change agree.

use rust_decimal::Decimal;

use super::exact;
use crate::{Figure, Notice};

/// Half of the last digit written.
fn rounding(value: Decimal) -> Decimal {
    let scale = value.normalize().scale();
    if scale > 0 {
        return Decimal::new(5, (scale + 1).min(28));
    }
    // 5,000 may stand for 4,950 to 5,050: two digits are taken as meant
    let mut step = Decimal::ONE;
    let mut left = value.normalize().abs();
    while left >= Decimal::ONE_HUNDRED && (left % Decimal::TEN).is_zero() {
        left /= Decimal::TEN;
        step = step.checked_mul(Decimal::TEN).unwrap_or(step);
    }
    step / Decimal::TWO
}

/// A notice where the difference that is told is not the difference of the ends.
pub(super) fn disagreement(
    text: &str,
    from: &Figure,
    to: &Figure,
    by: &Figure,
    low: Decimal,
    high: Decimal,
    percent: bool,
) -> Option<Notice> {
    if !exact(&[from, to, by]) || low != high {
        return None;
    }
    let (a, b, told) = (from.low?, to.low?, by.low?);
    let slack = rounding(a).checked_add(rounding(b))?;
    let span = from.span.cover(to.span).cover(by.span);
    let share = by.unit.as_deref() == Some("percent");
    if share && percent {
        // "from 95 to 85 percent, a drop of 10 percent" means points
        let points = low.checked_sub(told)?.abs() <= slack;
        let relative = low.checked_div(a)?.checked_mul(Decimal::ONE_HUNDRED)?;
        let far = relative.checked_sub(told)?.abs() > rounding(told);
        return (points && far).then(|| {
            Notice::new(
                "F06",
                Some(by.span),
                format!(
                    "from {a} to {b} percent is {told} percentage points, or {} percent",
                    relative.round_dp(1).normalize()
                ),
            )
        });
    }
    if share {
        if a.is_zero() {
            return None;
        }
        let low = low
            .checked_sub(slack)?
            .checked_div(a.checked_add(rounding(a))?)?
            .checked_mul(Decimal::ONE_HUNDRED)?;
        let high = high
            .checked_add(slack)?
            .checked_div(a.checked_sub(rounding(a))?)?
            .checked_mul(Decimal::ONE_HUNDRED)?;
        // "fourfold" is said of much that is nearly so
        let words = !by.span.of(text).contains(|c: char| c.is_ascii_digit());
        let error = if words { Decimal::from(60) } else { rounding(told).max(Decimal::ONE) };
        if told.checked_add(error)? >= low && told.checked_sub(error)? <= high {
            return None;
        }
        let real = b
            .checked_sub(a)?
            .checked_div(a)?
            .abs()
            .checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp(1)
            .normalize();
        return Some(Notice::new(
            "F04",
            Some(span),
            format!("from {a} to {b} is a change of {real} percent, not {told}"),
        ));
    }
    if by.unit != to.unit && !(percent && by.unit.as_deref() == Some("percentage_point")) {
        return None;
    }
    let slack = slack.checked_add(rounding(told))?;
    let fits = low.checked_sub(told)?.abs() <= slack;
    (!fits).then(|| {
        Notice::new("F04", Some(span), format!("from {a} to {b} is a difference of {low}, not {told}"))
    })
}
