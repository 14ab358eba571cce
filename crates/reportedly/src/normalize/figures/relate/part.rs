//! A whole and its parts: the share of a part, or the number that a share stands for.

use rust_decimal::Decimal;

use super::{Member, bounds, id, relation, rounded};
use crate::{Derived, DerivedKind, Figure, FigureGroup, FigureRole, GroupKind, Notice, Segments, Span};

/// A part and its whole: "six of the 10 judges", "of the 900 patients, 20 died", "1,000 people, including 200 children".
pub(super) fn groups(text: &str, segments: &Segments, figures: &[Figure]) -> Vec<FigureGroup> {
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

/// The share or the number of a part, and whether the parts fit into the whole.
pub(super) fn follow(
    figures: &[Figure],
    group: &FigureGroup,
    derived: &mut Vec<Derived>,
    notices: &mut Vec<Notice>,
) {
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
