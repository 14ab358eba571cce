//! From, to and by of one change, and the one of them that is not told.

use rust_decimal::Decimal;

use super::{Member, bounds, check, exact, id, relation, rounded};
use crate::{
    Change, ChangeKind, Derived, DerivedKind, Direction, Figure, FigureGroup, FigureRole, GroupKind, Notice,
    Segments, Span,
};

/// From, to and by of one change: neighbors in one sentence that tell the same direction.
pub(super) fn groups(text: &str, segments: &Segments, figures: &[Figure]) -> Vec<FigureGroup> {
    let mut groups: Vec<FigureGroup> = Vec::new();
    let mut open: Vec<(usize, Change)> = Vec::new();
    let mut close = |open: &mut Vec<(usize, Change)>| {
        if open.len() > 1 {
            let members = open.iter().map(|(index, change)| (id(*index), role(change.kind))).collect();
            groups.push(FigureGroup { kind: GroupKind::Change, members });
        }
        open.clear();
    };
    for (index, figure) in figures.iter().enumerate() {
        let Some(change) = figure.change else {
            // "45 percent in May from": another amount between parts them, unless it counts nothing here
            continue;
        };
        let belongs = open.last().is_some_and(|(last, before)| {
            figures.get(*last).is_some_and(|other| together(text, segments, other, figure))
                && before.direction == change.direction
                && open.iter().all(|(_, other)| other.kind != change.kind)
        });
        if !belongs {
            close(&mut open);
        }
        open.push((index, change));
    }
    close(&mut open);
    groups
}

fn role(kind: ChangeKind) -> FigureRole {
    match kind {
        ChangeKind::By => FigureRole::By,
        ChangeKind::To => FigureRole::To,
        ChangeKind::From => FigureRole::From,
    }
}

/// Whether two figures can be told of the same change: near each other in one sentence, about one thing.
fn together(text: &str, segments: &Segments, first: &Figure, second: &Figure) -> bool {
    if segments.sentence_at(first.span.start()) != segments.sentence_at(second.span.start()) {
        return false;
    }
    let gap = Span::new(first.span.end(), second.span.start()).of(text);
    let thing = |figure: &Figure| figure.counted.map(|span| span.of(text).to_lowercase());
    let same = first.counted == second.counted || thing(first) == thing(second);
    let short = gap.len() <= 30;
    let apart = [" and ", " after ", " before ", " while ", " when ", " following "]
        .iter()
        .any(|word| gap.contains(word));
    gap.len() <= 80
        && !apart
        && !gap.contains(';')
        && (same || short && (first.counted.is_none() || second.counted.is_none()))
}

/// What follows from two members of a change, and whether three agree.
pub(super) fn follow(
    text: &str,
    figures: &[Figure],
    group: &FigureGroup,
    derived: &mut Vec<Derived>,
    notices: &mut Vec<Notice>,
) {
    let member = |role: FigureRole| {
        let (id, _) = group.members.iter().find(|(_, other)| *other == role)?;
        Some((*id, figures.get(id.0 as usize)?))
    };
    let (from, to, by) = (member(FigureRole::From), member(FigureRole::To), member(FigureRole::By));
    let direction = [from, to, by]
        .into_iter()
        .flatten()
        .find_map(|(_, figure)| figure.change)
        .map(|change| change.direction);
    let Some(direction) = direction else { return };
    if let (Some(from), Some(to)) = (from, to) {
        ends(from, to, by, direction, derived, notices, text);
    } else if let (Some(by), Some(to)) = (by, to) {
        derived.extend(other_end(by, to, direction, DerivedKind::Before));
    } else if let (Some(by), Some(from)) = (by, from) {
        derived.extend(other_end(by, from, direction, DerivedKind::After));
    }
}

/// The end that is not told, from the difference and the other end.
fn other_end(by: Member<'_>, end: Member<'_>, direction: Direction, kind: DerivedKind) -> Option<Derived> {
    let ((by_id, by), (end_id, end)) = (by, end);
    let (by_low, by_high) = bounds(by)?;
    let (end_low, end_high) = bounds(end)?;
    let share = by.unit.as_deref() == Some("percent");
    // "up 2 percent to 5 percent" may mean points
    if share && matches!(end.unit.as_deref(), Some("percent" | "percentage_point"))
        || by.per.is_some() && by.per != end.per
    {
        return None;
    }
    let points = by.unit.as_deref() == Some("percentage_point") && end.unit.as_deref() == Some("percent");
    if !share && !points && by.unit != end.unit {
        return None;
    }
    let grows = (direction == Direction::Up) == (kind == DerivedKind::After);
    let compute = |end: Decimal, by: Decimal| -> Option<Decimal> {
        if !share {
            return if grows { end.checked_add(by) } else { end.checked_sub(by) };
        }
        let part = by.checked_div(Decimal::ONE_HUNDRED)?;
        let factor = if direction == Direction::Up {
            Decimal::ONE.checked_add(part)?
        } else {
            Decimal::ONE.checked_sub(part)?
        };
        if factor <= Decimal::ZERO {
            return None;
        }
        if kind == DerivedKind::After { end.checked_mul(factor) } else { end.checked_div(factor) }
    };
    let all = [
        compute(end_low, by_low)?,
        compute(end_low, by_high)?,
        compute(end_high, by_low)?,
        compute(end_high, by_high)?,
    ];
    let (low, high) = (all.into_iter().min()?, all.into_iter().max()?);
    if low < Decimal::ZERO && !end_low.is_sign_negative() {
        return None;
    }
    let sharp = exact(&[by, end]) && !share;
    let (low, high) = if sharp { (low, high) } else { (rounded(low)?, rounded(high)?) };
    Some(Derived {
        kind,
        low: Some(low),
        high: Some(high),
        relation: relation(low, high, sharp),
        unit: end.unit.clone(),
        per: end.per.clone(),
        counted: end.counted.or(by.counted),
        premises: vec![by_id, end_id],
    })
}

/// The difference of two ends; where the report gives it itself, whether it fits.
fn ends(
    from: Member<'_>,
    to: Member<'_>,
    by: Option<Member<'_>>,
    direction: Direction,
    derived: &mut Vec<Derived>,
    notices: &mut Vec<Notice>,
    text: &str,
) {
    let ((from_id, from), (to_id, to)) = (from, to);
    let (Some((a_low, a_high)), Some((b_low, b_high))) = (bounds(from), bounds(to)) else { return };
    if from.unit != to.unit && from.unit.is_some() && to.unit.is_some() {
        return;
    }
    let span = from.span.cover(to.span);
    let wrong = match direction {
        Direction::Up => b_high < a_low,
        Direction::Down => b_low > a_high,
    };
    if wrong {
        let words = if direction == Direction::Up { "a rise" } else { "a fall" };
        notices.push(Notice::new(
            "F04",
            Some(span),
            format!("{words} is told, but from {a_low} to {b_low} is none"),
        ));
        return;
    }
    let (low, high) = match direction {
        Direction::Up => (b_low.checked_sub(a_high), b_high.checked_sub(a_low)),
        Direction::Down => (a_low.checked_sub(b_high), a_high.checked_sub(b_low)),
    };
    let (Some(low), Some(high)) = (low, high) else { return };
    let percent = to.unit.as_deref() == Some("percent") || from.unit.as_deref() == Some("percent");
    match by {
        Some((_, by)) => {
            if let Some(notice) =
                check::disagreement(text, from, to, by, low.max(Decimal::ZERO), high, percent)
            {
                notices.push(notice);
            }
        }
        None => {
            let sharp = exact(&[from, to]);
            let unit = if percent {
                Some("percentage_point".to_owned())
            } else {
                to.unit.clone().or(from.unit.clone())
            };
            derived.push(Derived {
                kind: DerivedKind::Difference,
                low: Some(low.max(Decimal::ZERO)),
                high: Some(high),
                relation: relation(low, high, sharp),
                unit,
                per: to.per.clone(),
                counted: to.counted.or(from.counted),
                premises: vec![from_id, to_id],
            });
            if !percent && let Some((low, high)) = share_of_change(a_low, a_high, b_low, b_high) {
                derived.push(Derived {
                    kind: DerivedKind::Share,
                    low: Some(low),
                    high: Some(high),
                    relation: relation(low, high, false),
                    unit: Some("percent".to_owned()),
                    per: None,
                    counted: to.counted.or(from.counted),
                    premises: vec![from_id, to_id],
                });
            }
        }
    }
}

/// The change in percent of the first end.
fn share_of_change(
    a_low: Decimal,
    a_high: Decimal,
    b_low: Decimal,
    b_high: Decimal,
) -> Option<(Decimal, Decimal)> {
    if a_low <= Decimal::ZERO {
        return None;
    }
    let share = |a: Decimal, b: Decimal| {
        rounded(b.checked_sub(a)?.checked_div(a)?.abs().checked_mul(Decimal::ONE_HUNDRED)?)
    };
    let all = [share(a_low, b_low)?, share(a_low, b_high)?, share(a_high, b_low)?, share(a_high, b_high)?];
    Some((all.into_iter().min()?, all.into_iter().max()?))
}
