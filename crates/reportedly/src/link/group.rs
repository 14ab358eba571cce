//! Which linked passages belong together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, LinkKind, LinkRelation, Member};

/// Passages that carry the same, in order of publication.
pub(super) struct Group {
    pub members: Vec<usize>,
    pub kind: LinkKind,
    /// For each member whether a sure link holds it.
    pub sure: Vec<bool>,
    /// For each member whether it denies another.
    pub denying: Vec<bool>,
    /// Pairs of members that share a run of words.
    pub alike: Vec<Alike>,
}

/// Two members, by their place among the members, that share a run of so many words.
pub(super) struct Alike {
    pub a: usize,
    pub b: usize,
    pub run: u16,
}

/// A link of this score holds its ends so surely that it may raise the least number of origins.
const SURE: f32 = 0.8;
/// Words in a row below which nothing follows from them.
const RUN: u16 = 5;

type Place<'a> = (i32, &'a str, (usize, usize), &'static str);

/// Where a member stands among all: by day, report and place.
fn place<'a>(members: &[Member<'a>], at: usize) -> Place<'a> {
    members.get(at).map_or((i32::MAX, "", (0, 0), ""), |member| {
        let span = member.passage.span;
        let day = member.report.published.unwrap_or(i32::MAX);
        (day, member.report.id.as_str(), (span.start(), span.end()), member.passage.kind.name())
    })
}

/// The groups that the links make, the surest links first.
///
/// Statements are joined so that a group holds one place of each report at most: else one vague sentence would draw
/// together all that an event's reports say. What is linked but kept apart by that rule is grouped again by itself: a
/// sentence that tells two things stands in two groups. Utterances may be cut into any number of places.
pub(super) fn groups(members: &[Member<'_>], edges: &[Edge<'_>]) -> Vec<Group> {
    let mut ranked: Vec<&Edge<'_>> =
        edges.iter().filter(|edge| edge.a < members.len() && edge.b < members.len()).collect();
    ranked.sort_by_key(|edge| {
        let (a, b) = (place(members, edge.a), place(members, edge.b));
        let sure = (edge.link.score * 100.0).round() as i32;
        (edge.link.kind != LinkKind::Quote, Reverse(sure), a.min(b), a.max(b))
    });
    let mut all: Vec<(Vec<usize>, Vec<LinkKind>)> = Vec::new();
    for _ in 0..ROUNDS {
        let (groups, left) = round(members, &ranked);
        for (group, kinds) in groups {
            match all.iter_mut().find(|(had, known)| {
                let figure = |kinds: &[LinkKind]| kinds.contains(&LinkKind::Figure);
                figure(known) == figure(&kinds) && again(members, had, &group)
            }) {
                // the same places once more: what is new of them belongs there, even if a report tells it twice
                Some((had, known)) => {
                    had.extend(group.iter().filter(|at| !had.contains(at)).copied().collect::<Vec<_>>());
                    known.extend(kinds);
                }
                None => all.push((group, kinds)),
            }
        }
        ranked = left;
    }
    finish(members, edges, all)
}

/// A link of a lower score joins two groups only if all their members are linked: else a chain of doubtful links would
/// draw one story's statements together.
const JOINS: f32 = 0.8;

/// Whether each member of one group is linked with each of the other; places of one report that overlap need no link.
fn all_linked(
    members: &[Member<'_>],
    linked: &BTreeSet<(usize, usize)>,
    first: &[usize],
    second: &[usize],
) -> bool {
    let one_place = |a: usize, b: usize| match (members.get(a), members.get(b)) {
        (Some(a), Some(b)) => a.report.id == b.report.id && a.passage.span.overlaps(b.passage.span),
        _ => false,
    };
    first.iter().all(|&a| second.iter().all(|&b| linked.contains(&(a.min(b), a.max(b))) || one_place(a, b)))
}

/// How often what was kept apart is grouped again.
const ROUNDS: usize = 3;

type Grouped = Vec<(Vec<usize>, Vec<LinkKind>)>;

/// One round: the groups, and the links that were kept out of them.
fn round<'a, 'b>(members: &[Member<'_>], ranked: &[&'a Edge<'b>]) -> (Grouped, Vec<&'a Edge<'b>>) {
    let mut of: Vec<usize> = (0..members.len()).collect();
    let mut groups: BTreeMap<usize, (Vec<usize>, Vec<LinkKind>)> =
        (0..members.len()).map(|at| (at, (vec![at], Vec::new()))).collect();
    let linked: BTreeSet<(usize, usize)> =
        ranked.iter().map(|edge| (edge.a.min(edge.b), edge.a.max(edge.b))).collect();
    let mut left = Vec::new();
    for &edge in ranked {
        let (Some(&one), Some(&two)) = (of.get(edge.a), of.get(edge.b)) else { continue };
        if one == two {
            if let Some((_, kinds)) = groups.get_mut(&one) {
                kinds.push(edge.link.kind);
            }
            continue;
        }
        let (Some((first, _)), Some((second, _))) = (groups.get(&one), groups.get(&two)) else { continue };
        let weak = edge.link.score < JOINS && !all_linked(members, &linked, first, second);
        if weak || edge.link.kind != LinkKind::Quote && clash(members, first, second) {
            left.push(edge);
            continue;
        }
        let Some((moved, kinds)) = groups.remove(&two) else { continue };
        for &at in &moved {
            if let Some(slot) = of.get_mut(at) {
                *slot = one;
            }
        }
        if let Some((into, all)) = groups.get_mut(&one) {
            into.extend(moved);
            all.extend(kinds);
            all.push(edge.link.kind);
        }
    }
    let mut groups: Grouped = groups.into_values().filter(|(group, _)| group.len() > 1).collect();
    // what the next step makes of them must not depend on how the members were numbered
    groups.sort_by_key(|(group, _)| group.iter().map(|&at| place(members, at)).min());
    (groups, left)
}

/// The least score of a link by which a denial or correction belongs to a group.
const AGAINST: f32 = 0.5;

fn finish(members: &[Member<'_>], edges: &[Edge<'_>], groups: Grouped) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for (mut indexes, kinds) in groups {
        // who denies or corrects what is told here belongs to it, whatever else his report tells of it
        let turned = |edge: &&Edge<'_>| {
            matches!(edge.link.relation, LinkRelation::Denies | LinkRelation::Corrects)
                && edge.link.score >= AGAINST
                && indexes.contains(&edge.a)
                && !indexes.contains(&edge.b)
        };
        let mut against: Vec<usize> = edges.iter().filter(turned).map(|edge| edge.b).collect();
        against.sort_unstable();
        against.dedup();
        indexes.extend(against);
        indexes.sort_by_key(|&at| place(members, at));
        let places: BTreeMap<usize, usize> =
            indexes.iter().enumerate().map(|(at, &index)| (index, at)).collect();
        let local = |at: usize| places.get(&at).copied();
        let inner = || edges.iter().filter_map(|edge| Some((local(edge.a)?, local(edge.b)?, edge.link)));
        let mut sure = vec![false; indexes.len()];
        let mut denying = vec![false; indexes.len()];
        let mut in_quote = vec![false; indexes.len()];
        let mut alike = Vec::new();
        for (a, b, link) in inner() {
            for at in [a, b] {
                if let (Some(sure), Some(quote)) = (sure.get_mut(at), in_quote.get_mut(at)) {
                    *sure |= link.score >= SURE;
                    *quote |= link.kind == LinkKind::Quote;
                }
            }
            if link.relation == LinkRelation::Denies
                && let Some(denying) = denying.get_mut(b)
            {
                *denying = true;
            }
            if link.evidence.run >= RUN {
                alike.push(Alike { a, b, run: link.evidence.run });
            }
        }
        // an utterance, where most of its places are linked word for word
        let quoted = in_quote.iter().filter(|&&quote| quote).count();
        let kind = if quoted * 2 >= indexes.len() {
            LinkKind::Quote
        } else if kinds.contains(&LinkKind::Figure) {
            LinkKind::Figure
        } else {
            LinkKind::Claim
        };
        out.push(Group { members: indexes, kind, sure, denying, alike });
    }
    out
}

/// Whether a group tells what another does: places of two reports, and more than two thirds of the smaller
/// group, stand in both.
fn again(members: &[Member<'_>], had: &[usize], group: &[usize]) -> bool {
    let at = |index: &usize| members.get(*index);
    let stands = |one: &Member<'_>| {
        had.iter()
            .filter_map(at)
            .any(|two| one.report.id == two.report.id && one.passage.span.overlaps(two.passage.span))
    };
    let both: Vec<&Member<'_>> = group.iter().filter_map(at).filter(|one| stands(one)).collect();
    let several = both.first().is_some_and(|first| both.iter().any(|one| one.report.id != first.report.id));
    several && both.len() * 3 > group.len().min(had.len()) * 2
}

/// Whether two groups hold different places of one report.
fn clash(members: &[Member<'_>], first: &[usize], second: &[usize]) -> bool {
    let clash = |one: &Member<'_>, two: &Member<'_>| {
        one.report.id == two.report.id && !one.passage.span.overlaps(two.passage.span)
    };
    let at = |index: &usize| members.get(*index);
    first.iter().filter_map(at).any(|one| second.iter().filter_map(at).any(|two| clash(one, two)))
}

/// Reports of a group that are copies of each other.
pub(super) struct Copies {
    /// For each member the first report of its set of copies, as a number.
    pub of: Vec<usize>,
}

impl Copies {
    pub(super) fn of(members: &[Member<'_>], copies: &[(&str, &str)]) -> Copies {
        let mut ids: Vec<&str> = members.iter().map(|member| member.report.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let index = |id: &str| ids.binary_search(&id).ok();
        let mut set: Vec<usize> = (0..ids.len()).collect();
        for (one, two) in copies {
            let (Some(one), Some(two)) = (index(one), index(two)) else { continue };
            let (Some(&a), Some(&b)) = (set.get(one), set.get(two)) else { continue };
            for slot in set.iter_mut().filter(|slot| **slot == a.max(b)) {
                *slot = a.min(b);
            }
        }
        let of = members
            .iter()
            .map(|member| index(&member.report.id).and_then(|at| set.get(at).copied()).unwrap_or(usize::MAX));
        Copies { of: of.collect() }
    }

    /// How many reports, copies counted once.
    pub(super) fn reports(&self) -> u32 {
        let mut all = self.of.clone();
        all.sort_unstable();
        all.dedup();
        u32::try_from(all.len()).unwrap_or(u32::MAX)
    }
}
