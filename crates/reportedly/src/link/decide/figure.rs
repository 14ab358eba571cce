//! The same quantity of the same thing, whether the values agree or not.

use rust_decimal::Decimal;

use super::{Place, Verdict, compare};
use crate::link::{Amount, LinkKind, LinkRelation};
use crate::{Language, Relation};

/// Said of a difference that time may explain.
const OPEN: &str = "update or conflict: as-of not stated";

/// A number this unlikely to be met by chance is told for itself, in bits.
const TELLING: f32 = 4.0;

pub(super) fn compare(_language: &Language, a: Place<'_>, b: Place<'_>, near: bool) -> Option<Verdict> {
    let (one, two) = (a.passage.amount.as_ref()?, b.passage.amount.as_ref()?);
    if one.derived && two.derived || !comparable(one, two) {
        return None;
    }
    let shared = compare::shared(a.passage, b.passage);
    let around = compare::around(a.passage, b.passage);
    let counted = one.counted.iter().filter(|word| two.counted.binary_search(word).is_ok()).count();
    let context = shared.weight + around;
    let values = Values::of(one, two);
    let distinct = distinct(one).min(distinct(two));
    // inside one utterance the link of the utterance tells it, unless the number is one to remember
    if a.passage.quoted && b.passage.quoted && distinct < TELLING {
        return None;
    }
    let evidence = context + 2.0 * distinct + if counted > 0 { 5.0 } else { 0.0 };
    let enough = match values {
        Values::Equal if !near => evidence >= 45.0 && counted > 0 && context >= 30.0,
        // two and three are met everywhere
        Values::Equal if small(one) => counted > 0 && context >= 9.0 || context >= 16.0,
        Values::Equal => evidence >= 8.0 && context >= 2.0,
        // other values need to be of the very same thing
        Values::Overlap | Values::Apart => {
            near && counted > 0 && (context >= 18.0 || context >= 4.0 && distinct >= 2.5 && close(one, two))
        }
    };
    if !enough || (one.derived || two.derived) && (values != Values::Equal || context < 8.0) {
        return None;
    }
    let (relation, note, turned) = relation(a, b, one, two, values);
    Some(Verdict {
        kind: LinkKind::Figure,
        relation,
        // of two figures that may be the same thing's the one with the same value is
        score: (0.5 + evidence / 120.0).min(0.99) - if values == Values::Equal { 0.0 } else { 0.1 },
        rule: "link/figure",
        shared: shared.words,
        run: 0,
        note,
        turned,
    })
}

/// Whether two amounts can be of the same thing at all.
fn comparable(one: &Amount, two: &Amount) -> bool {
    let rates = one.per == two.per || one.per.is_none() || two.per.is_none();
    let changes = match (one.change, two.change) {
        (Some(one), Some(two)) => one == two,
        (None, None) => true,
        // a difference is no level
        (Some((_, kind)), None) | (None, Some((_, kind))) => {
            kind != crate::ChangeKind::By || one.unit == two.unit
        }
    };
    // killed, injured and missing never mix
    let classes = match (one.class, two.class) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    one.unit == two.unit && rates && changes && classes
}

/// How unlikely the value is to be met by chance, in about bits.
fn distinct(amount: &Amount) -> f32 {
    let digits =
        |value: Decimal| value.normalize().mantissa().unsigned_abs().to_string().trim_end_matches('0').len();
    let value = amount.low.or(amount.high).map_or(0, digits) as f32;
    let measured = if amount.unit.is_some() { 1.0 } else { 0.0 };
    if small(amount) { 0.0 } else { value * 1.5 + measured }
}

/// A count of a few, or of a few months or years.
fn small(amount: &Amount) -> bool {
    let plain =
        amount.unit.as_deref().is_none_or(|unit| matches!(unit, "year" | "month" | "week" | "day" | "hour"));
    plain && amount.low.or(amount.high).is_some_and(|value| value <= Decimal::TEN)
}

/// Whether two values lie within a quarter of each other.
fn close(one: &Amount, two: &Amount) -> bool {
    let (Some(a), Some(b)) = (one.low.or(one.high), two.low.or(two.high)) else { return false };
    let (least, most) = (a.min(b), a.max(b));
    least.is_sign_positive() && most.checked_mul(Decimal::new(75, 2)).is_some_and(|most| least >= most)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    /// The written numbers are the same.
    Equal,
    /// Both can be right.
    Overlap,
    /// Both cannot be right.
    Apart,
}

impl Values {
    fn of(one: &Amount, two: &Amount) -> Values {
        let written = |amount: &Amount| (amount.low.or(amount.high), amount.high.or(amount.low));
        if written(one) == written(two) {
            return Values::Equal;
        }
        let below = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
            (Some(low), Some(high)) => low <= high,
            _ => true,
        };
        // "about 1.5 million" leaves a tenth of room
        let room = |amount: &Amount| {
            let part = if amount.relation == Relation::About { Decimal::new(1, 1) } else { Decimal::ZERO };
            let low = amount.low.and_then(|low| low.checked_sub(low.checked_mul(part)?));
            let high = amount.high.and_then(|high| high.checked_add(high.checked_mul(part)?));
            (low, high)
        };
        let ((low, high), (other_low, other_high)) = (room(one), room(two));
        if below(low, other_high) && below(other_low, high) { Values::Overlap } else { Values::Apart }
    }
}

fn relation(
    a: Place<'_>,
    b: Place<'_>,
    one: &Amount,
    two: &Amount,
    values: Values,
) -> (LinkRelation, Option<&'static str>, bool) {
    // the narrower the value, the more it says
    let loose = |amount: &Amount| match amount.relation {
        Relation::Exact => 0,
        Relation::Between => 1,
        Relation::About => 2,
        _ => 3,
    };
    match values {
        Values::Equal if one.relation == two.relation || one.derived || two.derived => {
            (LinkRelation::Same, None, false)
        }
        Values::Equal => (LinkRelation::Narrower, None, loose(two) < loose(one)),
        Values::Overlap => (LinkRelation::Compatible, None, false),
        Values::Apart => {
            if a.passage.correction != b.passage.correction {
                return (LinkRelation::Corrects, None, a.passage.correction);
            }
            match (one.as_of, two.as_of) {
                (Some(first), Some(second)) if first.1 < second.0 => (LinkRelation::Update, None, false),
                (Some(first), Some(second)) if second.1 < first.0 => (LinkRelation::Update, None, true),
                (Some(first), Some(second)) if first == second => (LinkRelation::Differs, None, false),
                // later reports give later states
                _ if a.report.published.is_some() && a.report.published != b.report.published => {
                    (LinkRelation::Update, Some(OPEN), false)
                }
                _ => (LinkRelation::Differs, Some(OPEN), false),
            }
        }
    }
}
