//! Figures that belong together, and what follows from them by arithmetic.

mod change;
mod check;
mod part;
mod rate;

use rust_decimal::Decimal;

use crate::{Derived, Figure, FigureGroup, FigureId, GroupKind, Notice, Relation, Segments};

/// The groups of a document's figures, what follows from them, and where they contradict each other.
pub fn relate(
    text: &str,
    segments: &Segments,
    figures: &[Figure],
) -> (Vec<FigureGroup>, Vec<Derived>, Vec<Notice>) {
    let mut groups = change::groups(text, segments, figures);
    groups.extend(part::groups(text, segments, figures));
    groups.extend(rate::groups(text, segments, figures));
    groups.sort_by_key(|group| group.members.first().map(|(id, _)| *id));
    let (mut derived, mut notices) = (Vec::new(), Vec::new());
    for group in &groups {
        match group.kind {
            GroupKind::Change => change::follow(text, figures, group, &mut derived, &mut notices),
            GroupKind::Part => part::follow(figures, group, &mut derived, &mut notices),
            GroupKind::Rate => derived.extend(rate::follow(figures, group)),
        }
    }
    (groups, derived, notices)
}

pub(super) fn id(index: usize) -> FigureId {
    FigureId(u32::try_from(index).unwrap_or(u32::MAX))
}

pub(super) type Member<'a> = (FigureId, &'a Figure);

/// Least and greatest value of a figure that has both.
pub(super) fn bounds(figure: &Figure) -> Option<(Decimal, Decimal)> {
    Some((figure.low?, figure.high?))
}

pub(super) fn exact(figures: &[&Figure]) -> bool {
    figures.iter().all(|figure| figure.relation == Relation::Exact)
}

/// Three significant digits: what was rounded before is not made finer.
pub(super) fn rounded(value: Decimal) -> Option<Decimal> {
    value.round_sf(3).map(|value| value.normalize())
}

pub(super) fn relation(low: Decimal, high: Decimal, exact: bool) -> Relation {
    if low != high {
        Relation::Between
    } else if exact {
        Relation::Exact
    } else {
        Relation::About
    }
}
