//! Whether two passages carry the same, how they stand to each other, and what changed on the way.

mod claim;
mod compare;
mod direction;
mod drift;
mod features;
mod figure;
mod quote;
mod statements;
mod weights;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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

/// Two passages, by their indexes, and their features by name.
pub type Described = (usize, usize, Vec<(&'static str, f32)>);

/// What the comparison of two reports' passages gave.
struct Found {
    one: usize,
    two: usize,
    verdict: Verdict,
}

/// The links between two reports, each passage with its best partners only, sorted by index.
///
/// Reports of the same story ([`super::same_story`]) are compared whole. Of others the candidate pairs (indexes into
/// their passages) are tried; giving a pair twice changes nothing. The links are the same however the two reports are
/// given; [`Link::swapped`] says which of its passages is a link's end `a`.
pub fn links(
    language: &Language,
    one: (&Report, &[Passage]),
    two: (&Report, &[Passage]),
    candidates: &[(usize, usize)],
) -> Vec<(usize, usize, Link)> {
    if one.0.id == two.0.id {
        return Vec::new();
    }
    // the earlier comes first, so that it does not matter how the two are given
    let order = |report: &Report| (report.published.unwrap_or(i32::MAX), report.id.clone());
    let turned = order(two.0) < order(one.0);
    let (a, b) = if turned { (two, one) } else { (one, two) };
    let found = match story(a.0, b.0) {
        Some(story) => same_story(language, a, b, story),
        None => {
            let flip = |&(i, j): &(usize, usize)| if turned { (j, i) } else { (i, j) };
            other_story(language, a, b, candidates.iter().map(flip).collect())
        }
    };
    let mut links: Vec<(usize, usize, Link)> = Vec::new();
    for Found { one: i, two: j, verdict } in found {
        let (Some(p), Some(q)) = (a.1.get(i), b.1.get(j)) else { continue };
        let link = link(
            language,
            Place { report: a.0, passage: p },
            Place { report: b.0, passage: q },
            verdict,
            turned,
        );
        links.push(if turned { (j, i, link) } else { (i, j, link) });
    }
    links.sort_by_key(|&(i, j, _)| (i, j));
    keep_best(links)
}

/// The link that a verdict on two passages makes.
fn link(language: &Language, a: Place<'_>, b: Place<'_>, verdict: Verdict, turned: bool) -> Link {
    let (first, second) = if verdict.turned { (b, a) } else { (a, b) };
    let (direction, why) = direction::direction(language, first, second, verdict.kind);
    Link {
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
        swapped: turned != verdict.turned,
    }
}

/// Pairs of passages of two reports that share a telling word.
fn sharing(one: &[Passage], two: &[Passage]) -> Vec<(usize, usize)> {
    // a bit for each telling word: most pairs share none, which one look tells
    let marks = |passages: &[Passage]| -> Vec<u128> {
        let mark = |passage: &Passage| {
            let around = passage.around.iter().filter(|_| passage.amount.is_some());
            passage.weights.iter().chain(around).fold(0u128, |mark, &(word, _)| mark | 1 << (word % 128))
        };
        passages.iter().map(mark).collect()
    };
    let (firsts, seconds) = (marks(one), marks(two));
    let pairs = firsts.iter().enumerate().flat_map(|(i, mark)| {
        seconds.iter().enumerate().filter(move |(_, other)| mark & *other != 0).map(move |(j, _)| (i, j))
    });
    pairs.collect()
}

/// Reports of one story: all their passages with each other.
fn same_story(
    language: &Language,
    a: (&Report, &[Passage]),
    b: (&Report, &[Passage]),
    story: u32,
) -> Vec<Found> {
    let pairs = sharing(a.1, b.1);
    let mut found = Vec::new();
    let mut uttered = BTreeSet::new();
    for &(i, j) in &pairs {
        let (Some(p), Some(q)) = (a.1.get(i), b.1.get(j)) else { continue };
        let (p, q) = (Place { report: a.0, passage: p }, Place { report: b.0, passage: q });
        let verdict = match (p.passage.kind, q.passage.kind) {
            (PassageKind::Figure, PassageKind::Figure) => figure::compare(language, p, q, true),
            (PassageKind::Quote, PassageKind::Quote) => quote::compare(language, p, q, true),
            _ => None,
        };
        if let Some(verdict) = verdict {
            uttered.insert((i, j));
            found.push(Found { one: i, two: j, verdict });
        }
    }
    let candidates = statements::candidates(language, a, b, story, &pairs);
    for (candidate, evidence) in candidates.iter().zip(statements::weigh(&candidates)) {
        let (i, j) = (candidate.one, candidate.two);
        let (Some(p), Some(q)) = (a.1.get(i), b.1.get(j)) else { continue };
        if uttered.contains(&(i, j)) {
            continue;
        }
        let (p, q) = (Place { report: a.0, passage: p }, Place { report: b.0, passage: q });
        if let Some(verdict) = statements::verdict(p, q, candidate, evidence) {
            found.push(Found { one: i, two: j, verdict });
        }
    }
    found
}

/// Reports of different stories: the pairs that share something rare.
fn other_story(
    language: &Language,
    a: (&Report, &[Passage]),
    b: (&Report, &[Passage]),
    mut pairs: Vec<(usize, usize)>,
) -> Vec<Found> {
    pairs.sort_unstable();
    pairs.dedup();
    let mut found = Vec::new();
    for (i, j) in pairs {
        let (Some(p), Some(q)) = (a.1.get(i), b.1.get(j)) else { continue };
        let (p, q) = (Place { report: a.0, passage: p }, Place { report: b.0, passage: q });
        let verdict = match (p.passage.kind, q.passage.kind) {
            (PassageKind::Figure, PassageKind::Figure) => figure::compare(language, p, q, false),
            (PassageKind::Figure, _) | (_, PassageKind::Figure) => None,
            (PassageKind::Quote, PassageKind::Quote) => {
                quote::compare(language, p, q, false).or_else(|| claim::compare(language, p, q))
            }
            _ => claim::compare(language, p, q),
        };
        found.extend(verdict.map(|verdict| Found { one: i, two: j, verdict }));
    }
    found
}

/// The pairs of statements of two reports of one story that are weighed, each with its features by name: what the
/// weights of the decision are fitted on. The first index is the earlier report's.
pub fn described(
    language: &Language,
    one: (&Report, &[Passage]),
    two: (&Report, &[Passage]),
) -> Vec<Described> {
    let Some(story) = story(one.0, two.0) else { return Vec::new() };
    let pairs = sharing(one.1, two.1);
    statements::described(&statements::candidates(language, one, two, story, &pairs))
}

/// Of each passage the best link of each kind. Of statements a link stays if it is the best of one of its ends; of
/// figures, which a report tends to repeat, if it is the best of both; of utterances always: words in a row are proof
/// enough of themselves. Denials and corrections stay.
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
            // a denial stands beside the statement, whatever else of the report is nearer to it
            _ if matches!(link.relation, LinkRelation::Denies | LinkRelation::Corrects) => true,
            LinkKind::Quote => true,
            LinkKind::Claim => first || second,
            LinkKind::Figure => first && second,
        }
    };
    found.into_iter().filter(keep).collect()
}
