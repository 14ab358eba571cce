//! What the links of a lineage say of its members: which repeats which, what changed on the way, who disagrees. Pure.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::trace::{Disagreement, Member};
use super::tree::{self, Taken};

/// What a link's evidence says, as it is stored.
#[derive(Default, Deserialize)]
pub(crate) struct Evidence {
    pub(crate) direction: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct StoredChange {
    pub(crate) kind: String,
    pub(crate) at: String,
}

/// A link between two members.
pub(crate) struct Linked {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) relation: String,
    pub(crate) direction: Option<String>,
    pub(crate) score: f64,
    pub(crate) changes: Vec<StoredChange>,
    pub(crate) evidence: Evidence,
}

/// Passages of earlier versions point to the same passage in the latest one.
pub(crate) fn versions(members: &mut [Member]) {
    let alike = |one: &Member, two: &Member| {
        let set = |member: &Member| -> BTreeSet<String> {
            super::text::words(&member.statement.words).into_iter().collect()
        };
        let (one, two) = (set(one), set(two));
        let shared = one.intersection(&two).count();
        // a part of the same words is the same passage, read with other borders
        let part = shared > 2 && shared == one.len().min(two.len());
        (shared * 100 / one.len().max(two.len()).max(1)).max(if part { 50 } else { 0 })
    };
    for at in 0..members.len() {
        let newest = (0..members.len())
            .filter_map(|other| {
                let (old, new) = (members.get(at)?, members.get(other)?);
                let later = new.statement.report.document == old.statement.report.document
                    && new.statement.report.version > old.statement.report.version
                    && alike(old, new) >= 50;
                later.then_some((new.statement.report.version, alike(old, new), std::cmp::Reverse(other)))
            })
            .max();
        if let (Some(member), Some((_, _, other))) = (members.get_mut(at), newest) {
            member.newer = Some(other.0);
        }
    }
}

/// Two members that somebody said do not belong together, in their latest versions, either way round.
pub(crate) type Parted = BTreeSet<(usize, usize)>;

/// The pairs by the latest versions of their ends.
pub(crate) fn newest(pairs: &[(usize, usize)], members: &[Member]) -> Parted {
    let ends = pairs.iter().map(|&(a, b)| (latest(members, a), latest(members, b)));
    ends.flat_map(|(a, b)| [(a, b), (b, a)]).collect()
}

fn latest(members: &[Member], at: usize) -> usize {
    members.get(at).and_then(|member| member.newer).unwrap_or(at)
}

/// Who names an outlet as its source repeats that outlet's report, where this is in the lineage and no link says more.
/// Not where somebody rejected the link: that word stands over what the name suggests.
pub(crate) fn named(order: &[(String, String, u32)], parted: &Parted, members: &mut [Member]) {
    for at in 0..members.len() {
        let Some(member) = members.get(at).filter(|member| member.repeats.is_none()) else { continue };
        let outlets = member.statement.chain.iter().flatten().filter(|voice| voice.kind == "outlet");
        let names: Vec<String> =
            outlets.filter_map(|voice| voice.name.as_deref()).map(super::sources::key).collect();
        let own = member.statement.report.outlet.as_deref().map(super::sources::key);
        let parent = names.iter().filter(|name| Some(*name) != own.as_ref()).find_map(|name| {
            let fits = |other: &usize| {
                let outlet = members
                    .get(*other)
                    .and_then(|m| m.statement.report.outlet.as_deref().map(super::sources::key));
                outlet.as_ref() == Some(name)
                    && order.get(*other) < order.get(at)
                    && members.get(*other).is_some_and(|m| m.newer.is_none())
                    && !parted.contains(&(latest(members, at), *other))
            };
            // the latest before it
            (0..members.len()).filter(fits).max_by_key(|other| order.get(*other))
        });
        if let (Some(parent), Some(member)) = (parent, members.get_mut(at)) {
            member.repeats = Some(parent);
            member.why = Some("citation".to_owned());
        }
    }
}

pub(crate) fn repeats(
    order: &[(String, String, u32)],
    links: &[Linked],
    parted: &Parted,
    members: &mut [Member],
) {
    let mut taken: Vec<Taken> = Vec::new();
    for link in links {
        let (child, parent) = match link.direction.as_deref() {
            Some("a_from_b") => (link.a, link.b),
            Some("b_from_a") => (link.b, link.a),
            _ => continue,
        };
        let parent = latest(members, parent);
        // An earlier version is not asked about: what is said of the latest one holds for it.
        if latest(members, child) == parent
            || parted.contains(&(latest(members, child), parent))
            || !members.get(child).zip(members.get(parent)).is_some_and(|(c, p)| may_repeat(c, p))
        {
            continue;
        }
        // That a report is later is no sign that it has it from there: the dates beside the branches say so anyway.
        let cited = link.evidence.direction.as_deref().is_some_and(|why| why == "citation");
        if link.evidence.direction.as_deref() == Some("time") {
            continue;
        }
        // Who denies or corrects a thing does not repeat it; nor does another number that nobody is credited with.
        let repeats = match link.relation.as_str() {
            "same" | "compatible" | "narrower" => true,
            "differs" | "update" => cited,
            _ => false,
        };
        if repeats {
            taken.push(Taken { child, parent, cited, score: link.score });
        }
    }
    for (at, member) in members.iter().enumerate() {
        if let Some(parent) = member.copy_of {
            taken.push(Taken { child: at, parent, cited: true, score: 2.0 });
        }
    }
    let parents = tree::parents(members.len(), order, &taken);
    for (at, parent) in parents.iter().enumerate() {
        let compared = parent.or_else(|| earliest_linked(at, order, links));
        let between = |link: &&Linked| {
            Some((link.a, link.b)) == compared.map(|other| (at, other))
                || Some((link.b, link.a)) == compared.map(|other| (at, other))
        };
        let link = links.iter().find(between);
        let Some(member) = members.get_mut(at) else { continue };
        member.repeats = *parent;
        member.why = match (parent, link) {
            (Some(parent), _) if member.copy_of == Some(*parent) => Some("copy".to_owned()),
            (Some(_), Some(link)) => link.evidence.direction.clone(),
            _ => None,
        };
        if let Some(link) = link {
            let here = if link.a == at { "a" } else { "b" };
            let mut changes: Vec<String> = Vec::new();
            for change in link.changes.iter().filter(|change| change.at == here) {
                if !changes.contains(&change.kind) {
                    changes.push(change.kind.clone());
                }
            }
            if parent.is_none() {
                // of two reports that have it from different people this says nothing
                let told = ["attribution_added", "attribution_lost", "unnamed_became_named"];
                changes.retain(|change| !told.contains(&change.as_str()));
            }
            if !changes.is_empty() {
                member.changes = changes;
                member.changed_from = compared;
            }
        }
    }
}

/// A report that credits another somewhere does not have everything from there: not what it denies, and not what it has
/// from somebody whom the other does not name.
fn may_repeat(child: &Member, parent: &Member) -> bool {
    let denies = |member: &Member| member.statement.stance.as_deref() == Some("denying");
    if denies(child) != denies(parent) {
        return false;
    }
    let key = super::sources::key;
    let outlet = parent.statement.report.outlet.as_deref().map(key);
    let through = |voice: &super::row::VoiceRow| voice.name.as_deref().map(key) == outlet && outlet.is_some();
    if child.statement.chain.iter().flatten().any(through) {
        return true;
    }
    let origin = child.statement.chain.last().map(Vec::as_slice).unwrap_or_default();
    let named: Vec<String> = origin.iter().filter_map(|voice| voice.name.as_deref()).map(key).collect();
    let theirs = parent.statement.chain.iter().flatten().filter_map(|voice| voice.name.as_deref()).map(key);
    let theirs: Vec<String> = theirs.collect();
    named.is_empty() || named.iter().any(|name| theirs.contains(name))
}

fn earliest_linked(at: usize, order: &[(String, String, u32)], links: &[Linked]) -> Option<usize> {
    let ends = links.iter().filter_map(|link| match (link.a == at, link.b == at) {
        (true, _) => Some(link.b),
        (_, true) => Some(link.a),
        _ => None,
    });
    ends.filter(|&other| order.get(other) < order.get(at)).min_by_key(|&other| order.get(other))
}

pub(crate) fn disagreements(
    order: &[(String, String, u32)],
    links: &[Linked],
    members: &[Member],
) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for link in links {
        if !matches!(link.relation.as_str(), "update" | "differs" | "denies" | "corrects") {
            continue;
        }
        // versions of one report are the matter of `changes`
        let old = |at: usize| members.get(at).is_some_and(|member| member.newer.is_some());
        if old(link.a) || old(link.b) {
            continue;
        }
        let (mut a, mut b) = (link.a, link.b);
        if link.relation == "differs" && order.get(b) < order.get(a) {
            (a, b) = (b, a);
        }
        found.push(Disagreement { relation: link.relation.clone(), a, b, note: link.evidence.note.clone() });
    }
    found.sort_by(|one, two| (order.get(one.b), order.get(one.a)).cmp(&(order.get(two.b), order.get(two.a))));
    found
}
