//! Whether two passages carry the same, how they stand to each other, and what changed on the way.

use std::borrow::Cow;

use super::{Link, LinkEvidence, LinkKind, LinkRelation, Passage, PassageKind, Report};
use crate::Language;

/// Whether two passages of different reports carry the same quote, claim or figure.
///
/// The link is the same however the two are given; [`Link::swapped`] says which of them is its end `a`.
pub fn link(_language: &Language, one: (&Report, &Passage), two: (&Report, &Passage)) -> Option<Link> {
    let figures = (one.1.kind == PassageKind::Figure, two.1.kind == PassageKind::Figure);
    if one.0.id == two.0.id || figures.0 != figures.1 {
        return None;
    }
    let shared = one.1.weights.iter().filter(|word| two.1.weights.binary_search(word).is_ok()).count();
    let least = one.1.weights.len().min(two.1.weights.len()).max(1);
    if shared < 4 || shared * 2 < least {
        return None;
    }
    let kind = match (one.1.kind, two.1.kind) {
        (PassageKind::Quote, PassageKind::Quote) => LinkKind::Quote,
        (PassageKind::Figure, _) => LinkKind::Figure,
        _ => LinkKind::Claim,
    };
    let order = |(report, passage): (&Report, &Passage)| (report.published, report.id.clone(), passage.span);
    Some(Link {
        kind,
        relation: LinkRelation::Same,
        score: 0.5,
        direction: None,
        changes: Vec::new(),
        evidence: LinkEvidence {
            rule: Cow::Borrowed("link/words"),
            shared: u16::try_from(shared).unwrap_or(u16::MAX),
            run: 0,
            direction: None,
            note: None,
        },
        swapped: order(two) < order(one),
    })
}

/// The links between two reports: of the candidate pairs (indexes into their passages) those that hold, each passage
/// with its best partners only.
///
/// Pairs are sorted in the result; giving a pair twice changes nothing.
pub fn links(
    language: &Language,
    one: (&Report, &[Passage]),
    two: (&Report, &[Passage]),
    candidates: &[(usize, usize)],
) -> Vec<(usize, usize, Link)> {
    let mut pairs = candidates.to_vec();
    pairs.sort_unstable();
    pairs.dedup();
    let decide = |(i, j): (usize, usize)| {
        Some((i, j, link(language, (one.0, one.1.get(i)?), (two.0, two.1.get(j)?))?))
    };
    pairs.into_iter().filter_map(decide).collect()
}
