//! Whether two passages carry the same, how they stand to each other, and what changed on the way.

mod claim;
mod compare;
mod direction;
mod drift;
mod figure;
mod quote;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::report::story;
use super::{Link, LinkEvidence, LinkKind, LinkRelation, Passage, PassageKind, Report};
use crate::Language;

/// A passage with its report.
#[derive(Clone, Copy)]
struct Place<'a> {
    report: &'a Report,
    passage: &'a Passage,
}

/// What a rule found.
struct Verdict {
    kind: LinkKind,
    relation: LinkRelation,
    score: f32,
    rule: &'static str,
    shared: usize,
    run: usize,
    note: Option<&'static str>,
    /// Whether the relation holds from the second place to the first.
    turned: bool,
}

/// Whether two passages of different reports carry the same quote, claim or figure.
///
/// The link is the same however the two are given; [`Link::swapped`] says which of them is its end `a`.
pub fn link(language: &Language, one: (&Report, &Passage), two: (&Report, &Passage)) -> Option<Link> {
    let near = story(one.0, two.0);
    decide(language, one, two, near)
}

fn decide(
    language: &Language,
    one: (&Report, &Passage),
    two: (&Report, &Passage),
    near: Option<u32>,
) -> Option<Link> {
    if one.0.id == two.0.id {
        return None;
    }
    let (one, two) = (Place { report: one.0, passage: one.1 }, Place { report: two.0, passage: two.1 });
    // the earlier comes first, so that it does not matter how the two are given
    let order = |place: Place<'_>| {
        (place.report.published.unwrap_or(i32::MAX), place.report.id.clone(), place.passage.span)
    };
    let given_later = order(two) < order(one);
    let (a, b) = if given_later { (two, one) } else { (one, two) };
    let verdict = match (a.passage.kind, b.passage.kind) {
        (PassageKind::Figure, PassageKind::Figure) => figure::compare(language, a, b, near.is_some())?,
        (PassageKind::Figure, _) | (_, PassageKind::Figure) => return None,
        (PassageKind::Quote, PassageKind::Quote) => {
            quote::compare(language, a, b, near.is_some()).or_else(|| claim::compare(language, a, b, near))?
        }
        _ => claim::compare(language, a, b, near)?,
    };
    let (first, second) = if verdict.turned { (b, a) } else { (a, b) };
    let (direction, why) = direction::direction(language, first, second, verdict.kind);
    Some(Link {
        kind: verdict.kind,
        relation: verdict.relation,
        score: (verdict.score * 100.0).round() / 100.0,
        direction,
        changes: drift::changes(first, second, &verdict, verdict.turned),
        evidence: LinkEvidence {
            rule: Cow::Borrowed(verdict.rule),
            shared: u16::try_from(verdict.shared).unwrap_or(u16::MAX),
            run: u16::try_from(verdict.run).unwrap_or(u16::MAX),
            direction: why.map(Cow::Borrowed),
            note: verdict.note.map(Cow::Borrowed),
        },
        swapped: given_later != verdict.turned,
    })
}

/// The links between two reports, each passage with its best partners only, sorted by index.
///
/// Reports of the same story ([`super::same_story`]) are compared whole. Of others the candidate pairs (indexes into
/// their passages) are tried; giving a pair twice changes nothing.
pub fn links(
    language: &Language,
    one: (&Report, &[Passage]),
    two: (&Report, &[Passage]),
    candidates: &[(usize, usize)],
) -> Vec<(usize, usize, Link)> {
    let near = story(one.0, two.0);
    let mut found = Vec::new();
    let mut decide_pair = |i: usize, j: usize| {
        if let (Some(a), Some(b)) = (one.1.get(i), two.1.get(j))
            && let Some(link) = decide(language, (one.0, a), (two.0, b), near)
        {
            found.push((i, j, link));
        }
    };
    if near.is_some() {
        // a bit for each telling word: most pairs share none, which one look tells
        let marks = |passages: &[Passage]| -> Vec<u128> {
            let mark = |passage: &Passage| {
                let words = passage.weights.iter().chain(if passage.amount.is_some() {
                    passage.around.iter()
                } else {
                    [].iter()
                });
                words.fold(0u128, |mark, &(word, _)| mark | 1 << (word % 128))
            };
            passages.iter().map(mark).collect()
        };
        let (first, second) = (marks(one.1), marks(two.1));
        for (i, mark) in first.iter().enumerate() {
            for (j, other) in second.iter().enumerate() {
                if mark & other != 0 {
                    decide_pair(i, j);
                }
            }
        }
    } else {
        let mut pairs = candidates.to_vec();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().for_each(|(i, j)| decide_pair(i, j));
    }
    keep_best(found)
}

/// Of each passage the best link of each kind. Of statements a link stays if it is the best of one of its ends; of
/// figures, which a report tends to repeat, if it is the best of both; of utterances always: words in a row are proof
/// enough of themselves.
fn keep_best(found: Vec<(usize, usize, Link)>) -> Vec<(usize, usize, Link)> {
    type Rank = (i32, std::cmp::Reverse<(usize, usize)>);
    let rank = |i: usize, j: usize, link: &Link| -> Rank {
        // of figures that are as good the first ones in the text
        let place = if link.kind == LinkKind::Figure { (i, j) } else { (0, 0) };
        ((link.score * 100.0).round() as i32, std::cmp::Reverse(place))
    };
    let mut best: BTreeMap<(bool, usize, LinkKind), Rank> = BTreeMap::new();
    for (i, j, link) in &found {
        for key in [(false, *i, link.kind), (true, *j, link.kind)] {
            let this = rank(*i, *j, link);
            let slot = best.entry(key).or_insert(this);
            *slot = (*slot).max(this);
        }
    }
    let keep = |(i, j, link): &(usize, usize, Link)| {
        let is_best = |key| best.get(&key).is_none_or(|&most| rank(*i, *j, link) >= most);
        let (first, second) = (is_best((false, *i, link.kind)), is_best((true, *j, link.kind)));
        match link.kind {
            LinkKind::Quote => true,
            LinkKind::Claim => first || second,
            LinkKind::Figure => first && second,
        }
    };
    found.into_iter().filter(keep).collect()
}
