//! Figures that belong together, and what follows from them by arithmetic.

use rust_decimal::Decimal;

use crate::{
    Change, ChangeKind, Derived, DerivedKind, Direction, Figure, FigureGroup, FigureId, FigureRole,
    GroupKind, Notice, Relation, Segments, Span,
};

/// The groups of a document's figures, what follows from them, and where they contradict each other.
pub fn relate(
    text: &str,
    segments: &Segments,
    figures: &[Figure],
) -> (Vec<FigureGroup>, Vec<Derived>, Vec<Notice>) {
    let mut groups = changes(text, segments, figures);
    groups.extend(parts(text, segments, figures));
    groups.sort_by_key(|group| group.members.first().map(|(id, _)| *id));
    let (mut derived, mut notices) = (Vec::new(), Vec::new());
    for group in &groups {
        match group.kind {
            GroupKind::Change => change(text, figures, group, &mut derived, &mut notices),
            GroupKind::Part => part(figures, group, &mut derived, &mut notices),
        }
    }
    (groups, derived, notices)
}

fn id(index: usize) -> FigureId {
    FigureId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// From, to and by of one change: neighbors in one sentence that tell the same direction.
fn changes(text: &str, segments: &Segments, figures: &[Figure]) -> Vec<FigureGroup> {
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

/// A part and its whole: "six of the 10 judges", "of the 900 patients, 20 died", "1,000 people, including 200 children".
fn parts(text: &str, segments: &Segments, figures: &[Figure]) -> Vec<FigureGroup> {
    let mut groups: Vec<FigureGroup> = Vec::new();
    for (index, pair) in figures.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if segments.sentence_at(first.span.start()) != segments.sentence_at(second.span.start()) {
            continue;
        }
        let gap = Span::new(first.span.end(), second.span.start()).of(text);
        let gap_words = gap.trim().to_lowercase();
        let ahead = text.get(..first.span.start()).unwrap_or("").trim_end();
        let head: Vec<&str> = ahead.rsplit(char::is_whitespace).take(2).collect();
        let after = text.get(second.span.end()..).unwrap_or("").trim_start();
        let counts = first.unit.is_none() && second.unit.is_none();
        let share = |figure: &Figure| figure.unit.as_deref() == Some("percent");
        let inside = ["of the", "of these", "of those", "of its", "of their", "of his", "of her"]
            .contains(&gap_words.as_str());
        let named = matches!(head.as_slice(), [article, of] if article.eq_ignore_ascii_case("the") && of.eq_ignore_ascii_case("of") || of.eq_ignore_ascii_case("of") && article.eq_ignore_ascii_case("its"));
        let named = named && (ahead.len() < 8 || gap.contains(','));
        let some_of =
            ["of them", "of whom", "of which", "were ", "are ", "was ", "is ", "have ", "had ", "said "]
                .iter()
                .any(|word| after.starts_with(word));
        let part_first = inside
            && second.unit.is_none()
            && (first.unit.is_none() || share(first))
            && first.change.is_none();
        let of_whole = named
            && gap.contains(',')
            && gap.len() < 120
            && first.unit.is_none()
            && (share(second) && !after.starts_with("of ") || second.unit.is_none() && some_of);
        let including = counts
            && gap.len() < 60
            && gap_words.ends_with(", including")
            && same_people(text, first, second);
        let of_them =
            counts && gap.len() < 80 && ["of them", "of whom"].iter().any(|word| after.starts_with(word));
        let (whole, part) = match (part_first, of_whole || including || of_them) {
            (true, _) => (index + 1, index),
            (false, true) => (index, index + 1),
            (false, false) => continue,
        };
        let mut members = [(id(whole), FigureRole::Whole), (id(part), FigureRole::Part)];
        members.sort();
        groups.push(FigureGroup { kind: GroupKind::Part, members: members.to_vec() });
    }
    groups.extend(of_these(text, figures));
    groups
}

/// People among people: "1,000 people, including 200 children".
fn same_people(text: &str, first: &Figure, second: &Figure) -> bool {
    let (Some(whole), Some(part)) = (first.counted, second.counted) else { return false };
    let people = |span: Span| {
        let words = span.of(text).to_lowercase();
        [
            "people",
            "civilians",
            "children",
            "women",
            "men",
            "soldiers",
            "officers",
            "students",
            "persons",
            "passengers",
            "workers",
            "members",
            "victims",
            "troops",
            "police",
        ]
        .iter()
        .any(|word| words.ends_with(word))
    };
    people(whole) && people(part)
}

/// "An estimated 27,000 fighters … Around 4,250 of these fighters are European, and a further 250 are American".
fn of_these(text: &str, figures: &[Figure]) -> Vec<FigureGroup> {
    let mut groups = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        let after = text.get(figure.span.end()..).unwrap_or("").trim_start();
        let these = after.starts_with("of these ") || after.starts_with("of those ");
        let Some(counted) = figure.counted.filter(|_| these && figure.unit.is_none()) else { continue };
        let head = |span: Span| span.of(text).to_lowercase();
        let whole = (index.saturating_sub(6)..index).rfind(|before| {
            figures.get(*before).is_some_and(|other| {
                let near = figure.span.start() - other.span.end().min(figure.span.start()) <= 400;
                let larger =
                    other.high.or(other.low).zip(figure.low).is_some_and(|(whole, part)| whole > part);
                near && larger
                    && other.unit.is_none()
                    && other.change.is_none()
                    && other
                        .counted
                        .is_some_and(|span| span.start() > other.span.end() && head(span) == head(counted))
            })
        });
        let Some(whole) = whole else { continue };
        let mut members = vec![(id(whole), FigureRole::Whole), (id(index), FigureRole::Part)];
        if let Some(next) = figures.get(index + 1) {
            let gap = Span::new(figure.span.end(), next.span.start()).of(text);
            if gap.ends_with("a further ") || gap.ends_with("another ") {
                members.push((id(index + 1), FigureRole::Part));
            }
        }
        groups.push(FigureGroup { kind: GroupKind::Part, members });
    }
    groups
}

/// Least and greatest value of a figure that has both.
fn bounds(figure: &Figure) -> Option<(Decimal, Decimal)> {
    Some((figure.low?, figure.high?))
}

fn exact(figures: &[&Figure]) -> bool {
    figures.iter().all(|figure| figure.relation == Relation::Exact)
}

/// Three significant digits: what was rounded before is not made finer.
fn rounded(value: Decimal) -> Option<Decimal> {
    value.round_sf(3).map(|value| value.normalize())
}

fn relation(low: Decimal, high: Decimal, exact: bool) -> Relation {
    if low != high {
        Relation::Between
    } else if exact {
        Relation::Exact
    } else {
        Relation::About
    }
}

/// What follows from two members of a change, and whether three agree.
fn change(
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

type Member<'a> = (FigureId, &'a Figure);

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
            if let Some(notice) = disagreement(text, from, to, by, low.max(Decimal::ZERO), high, percent) {
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
fn disagreement(
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

/// The share or the number of a part, and whether the parts fit into the whole.
fn part(figures: &[Figure], group: &FigureGroup, derived: &mut Vec<Derived>, notices: &mut Vec<Notice>) {
    let Some((whole_id, whole)) = group
        .members
        .iter()
        .find(|(_, role)| *role == FigureRole::Whole)
        .and_then(|(id, _)| Some((*id, figures.get(id.0 as usize)?)))
    else {
        return;
    };
    let Some((whole_low, whole_high)) = bounds(whole).filter(|(low, _)| *low > Decimal::ZERO) else { return };
    let parts: Vec<Member<'_>> = (group.members.iter())
        .filter(|(_, role)| *role == FigureRole::Part)
        .filter_map(|(id, _)| Some((*id, figures.get(id.0 as usize)?)))
        .collect();
    for (part_id, part) in parts {
        if let Some(low) =
            part.low.filter(|low| part.unit.is_none() && *low > whole_high && whole.unit.is_none())
        {
            let span = whole.span.cover(part.span);
            notices.push(Notice::new(
                "F04",
                Some(span),
                format!("a part of {low} is more than its whole of {whole_high}"),
            ));
            continue;
        }
        let Some((low, high)) = bounds(part) else { continue };
        let share = part.unit.as_deref() == Some("percent");
        let value = |part: Decimal, whole: Decimal| -> Option<Decimal> {
            let value = if share {
                part.checked_mul(whole)?.checked_div(Decimal::ONE_HUNDRED)?
            } else {
                part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)?
            };
            rounded(value)
        };
        let ends = if share {
            (value(low, whole_low), value(high, whole_high))
        } else {
            (value(low, whole_high), value(high, whole_low))
        };
        let (Some(low), Some(high)) = ends else { continue };
        derived.push(Derived {
            kind: if share { DerivedKind::Count } else { DerivedKind::Share },
            low: Some(low),
            high: Some(high),
            relation: relation(low, high, false),
            unit: if share { None } else { Some("percent".to_owned()) },
            per: None,
            counted: whole.counted,
            premises: vec![part_id, whole_id],
        });
    }
}
