//! Which of two linked passages was taken from the other, where it can be told.

use super::Place;
use crate::link::report::outlet_key;
use crate::link::{LinkDirection, LinkKind};
use crate::{Language, SourceKind};

/// The direction, and what tells it: "citation", "containment" or "time".
pub(super) fn direction(
    language: &Language,
    a: Place<'_>,
    b: Place<'_>,
    kind: LinkKind,
) -> (Option<LinkDirection>, Option<&'static str>) {
    // the passage itself names the other's outlet; else the report credits it somewhere
    for cites in [names as fn(&Language, Place<'_>, Place<'_>) -> bool, credits] {
        match (cites(language, a, b), cites(language, b, a)) {
            (true, false) => return (Some(LinkDirection::AFromB), Some("citation")),
            (false, true) => return (Some(LinkDirection::BFromA), Some("citation")),
            _ => {}
        }
    }
    let (Some(first), Some(second)) = (a.report.published, b.report.published) else { return (None, None) };
    let later = match first.cmp(&second) {
        std::cmp::Ordering::Less => LinkDirection::BFromA,
        std::cmp::Ordering::Greater => LinkDirection::AFromB,
        std::cmp::Ordering::Equal => return (None, None),
    };
    let (early, late) = if later == LinkDirection::BFromA { (a, b) } else { (b, a) };
    let cut = kind == LinkKind::Quote && late.passage.words.len() * 3 < early.passage.words.len() * 2;
    (Some(later), Some(if cut { "containment" } else { "time" }))
}

fn names(language: &Language, place: Place<'_>, other: Place<'_>) -> bool {
    let Some(outlet) = other.report.outlet_key.filter(|key| place.report.outlet_key != Some(*key)) else {
        return false;
    };
    let outlets = place.passage.chain.iter().flatten().filter(|voice| voice.kind == SourceKind::Outlet);
    outlets.filter_map(|voice| voice.name.as_deref()).any(|name| outlet_key(language, name) == outlet)
}

fn credits(_language: &Language, place: Place<'_>, other: Place<'_>) -> bool {
    let outlet = other.report.outlet_key.filter(|key| place.report.outlet_key != Some(*key));
    outlet.is_some_and(|key| place.report.cites.binary_search(&key).is_ok())
}
