//! A rate and its total: "36,500 people, or 100 a day".

use rust_decimal::Decimal;

use super::{bounds, exact, id, relation, rounded};
use crate::{Derived, DerivedKind, Figure, FigureGroup, FigureRole, GroupKind, Segments, Span};

/// Words that say, between a total and its rate, that the second is the first told in another way.
const BETWEEN: [&str; 12] = [
    "or",
    "(",
    "–",
    "—",
    "that is",
    "i.e.",
    "which is",
    "averaging",
    "an average of",
    "for a total of",
    "a total of",
    "totaling",
];

/// Neighbors in one sentence, one of them per something, with a word between them that makes them one.
pub(super) fn groups(text: &str, segments: &Segments, figures: &[Figure]) -> Vec<FigureGroup> {
    let mut groups: Vec<FigureGroup> = Vec::new();
    let mut taken = None;
    for (index, pair) in figures.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let (total, rate) = match (&first.per, &second.per) {
            (None, Some(_)) => (first, second),
            (Some(_), None) => (second, first),
            _ => continue,
        };
        let same_unit = total.unit == rate.unit && total.unit.as_deref() != Some("percent");
        let plain = total.change.is_none() && rate.change.is_none();
        // "$500 per person or $1,000 per household" are two: a rate before its total needs the word
        let alternative = Span::new(first.span.end(), second.span.start()).of(text).trim().ends_with("or")
            && (first.per.is_some() || after_or(text, figures, index));
        // a figure stands for one total only
        if !same_unit
            || !plain
            || taken == Some(index)
            || alternative
            || segments.sentence_at(first.span.start()) != segments.sentence_at(second.span.start())
            || !one_thing(text, total, rate)
            || !joined(Span::new(first.span.end(), second.span.start()).of(text), first, text)
        {
            continue;
        }
        let role = |figure: &Figure| if figure.per.is_some() { FigureRole::Rate } else { FigureRole::Total };
        groups.push(FigureGroup {
            kind: GroupKind::Rate,
            members: vec![(id(index), role(first)), (id(index + 1), role(second))],
        });
        taken = Some(index + 1);
    }
    groups
}

/// Whether a figure is itself one of several: "$40,000, or $25,000".
fn after_or(text: &str, figures: &[Figure], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| figures.get(before)).zip(figures.get(index));
    before.is_some_and(|(before, figure)| {
        Span::new(before.span.end().min(figure.span.start()), figure.span.start())
            .of(text)
            .trim_matches([',', ' '])
            .eq("or")
    })
}

/// Both count the same, or one of them leaves it open; the total is the larger.
fn one_thing(text: &str, total: &Figure, rate: &Figure) -> bool {
    let thing = |figure: &Figure| figure.counted.map(|span| span.of(text).to_lowercase());
    let same = match (thing(total), thing(rate)) {
        (Some(total), Some(rate)) => total == rate,
        _ => true,
    };
    let larger =
        total.low.or(total.high).zip(rate.high.or(rate.low)).is_some_and(|(total, rate)| total > rate);
    same && larger
}

/// "or", a bracket or a dash right before the second, with at most what is counted before it.
fn joined(gap: &str, first: &Figure, text: &str) -> bool {
    let counted = first.counted.filter(|counted| counted.start() >= first.span.end());
    let gap = match counted {
        Some(counted) if counted.end() - first.span.end() <= gap.len() => {
            text.get(counted.end()..first.span.end() + gap.len()).unwrap_or(gap)
        }
        _ => gap,
    };
    let words = gap.trim_matches(|c: char| c.is_whitespace() || c == ',').to_lowercase();
    let ends = |word: &str| {
        let before = words.strip_suffix(word);
        before.is_some_and(|before| !before.ends_with(char::is_alphanumeric) && before.len() <= 24)
    };
    gap.len() <= 40 && !words.contains([';', ')']) && BETWEEN.iter().any(|word| ends(word))
}

/// Over how many periods or things the total was taken: the total by the rate.
pub(super) fn follow(figures: &[Figure], group: &FigureGroup) -> Option<Derived> {
    let member = |role: FigureRole| {
        let (id, _) = group.members.iter().find(|(_, other)| *other == role)?;
        Some((*id, figures.get(id.0 as usize)?))
    };
    let ((total_id, total), (rate_id, rate)) = (member(FigureRole::Total)?, member(FigureRole::Rate)?);
    let ((total_low, total_high), (rate_low, rate_high)) = (bounds(total)?, bounds(rate)?);
    if rate_low <= Decimal::ZERO || total_low <= Decimal::ZERO {
        return None;
    }
    let (low, high) = (total_low.checked_div(rate_high)?, total_high.checked_div(rate_low)?);
    let whole = exact(&[total, rate]) && low == high && low.fract().is_zero();
    let (low, high) = if whole { (low, high) } else { (rounded(low)?, rounded(high)?) };
    Some(Derived {
        kind: DerivedKind::Base,
        low: Some(low),
        high: Some(high),
        relation: relation(low, high, false),
        unit: rate.per.clone(),
        per: None,
        counted: None,
        premises: vec![total_id, rate_id],
    })
}
