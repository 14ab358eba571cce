//! The origins of a lineage, and how many they are at least and at most.

mod count;
mod judged;
mod unite;
mod voice;

use super::group::{Copies, Group};
use super::lineage::{Judged, Member, Origins, Root, RootKind};
use super::{LinkKind, Passage};
use crate::{Language, Naming};
use voice::Origin;

/// The roots of a lineage, in the order of its members, and their number as a range.
///
/// Words that stand the same in several reports (an utterance) have one speaker: where only some reports name him, he is
/// the others' root, too.
pub(super) fn origins(
    language: &Language,
    members: &[Member<'_>],
    copies: &Copies,
    group: &Group,
    judged: &Judged,
) -> (Vec<Root>, Origins) {
    let utterance = group.kind == LinkKind::Quote;
    let mut all: Vec<Origin<'_>> = Vec::new();
    for ((at, member), &report) in members.iter().enumerate().zip(&copies.of) {
        if !retold(members, at) {
            all.extend(voice::of(language, member, at, report));
        }
    }
    let mut all = voice::part_joint(all);
    for (at, origin) in all.iter_mut().enumerate() {
        origin.root = at;
    }
    let word = judged::Word::of(members, &all, judged);
    unite::unite(language, members, &group.alike, utterance, &word, &mut all);
    let mut order: Vec<usize> = Vec::new();
    for origin in &all {
        if !order.contains(&origin.root) {
            order.push(origin.root);
        }
    }
    let roots: Vec<Root> =
        order.iter().filter_map(|&id| root(language, members, &group.denying, &all, id)).collect();
    let apart = word.apart(&all, &order);
    let range = count::range(&roots, &group.sure, utterance, apart);
    (roots, range)
}

/// Whether another member of the same report tells who says this one: of "Rice said that it hurt the relationship" and
/// the "it hurt the relationship" inside, which the reading may give to somebody mentioned there, one is a voice.
fn retold(members: &[Member<'_>], at: usize) -> bool {
    let Some(this) = members.get(at) else { return false };
    let others = members.iter().enumerate().filter(|&(other, _)| other != at).map(|(_, member)| member);
    let mut places = others
        .filter(|other| other.report.id == this.report.id && other.passage.span.overlaps(this.passage.span));
    // the deeper one stands where an outlet, or nobody, is the outer voice
    places.any(|other| {
        let (chain, outer) = (&this.passage.chain, &other.passage.chain);
        if chain.len() > outer.len() {
            chain.starts_with(outer) && speaks(other.passage)
        } else {
            outer.len() > chain.len() && outer.starts_with(chain) && !speaks(this.passage)
        }
    })
}

/// Whether somebody who can know stands at the end of the chain: no outlet, and not nobody.
fn speaks(passage: &Passage) -> bool {
    let last = passage.chain.last().and_then(|step| step.first());
    last.is_some_and(|voice| voice.naming != Naming::Absent && voice.kind != crate::SourceKind::Outlet)
}

/// The evidence of a root that only says that it is not so: no origin of the statement.
pub(super) const DENIES: &str = "denies it";

/// A root from the origins that are counted together: called by the name that tells most, in the form that most use.
fn root(
    language: &Language,
    members: &[Member<'_>],
    denying: &[bool],
    all: &[Origin<'_>],
    id: usize,
) -> Option<Root> {
    let together = || all.iter().filter(|origin| origin.root == id);
    let first = together().next()?;
    // an outlet that others credit passes on what its own report has from somebody
    let rank = |origin: &Origin<'_>| match (origin.kind, origin.naming) {
        (RootKind::Report, _) => 0,
        (_, Naming::Unnamed) if origin.is_press(language) => 1,
        (RootKind::Outlet, _) => 2,
        (RootKind::Person, Naming::Named) => 5,
        (_, Naming::Named) => 4,
        _ => 3,
    };
    let best = together().map(rank).max()?;
    let alike = |origin: &Origin<'_>| together().filter(|other| other.words == origin.words).count();
    let mut kind = None;
    let called = if best == 0 {
        // of reports with one voice the one that the others credit
        let credited = |origin: &&Origin<'_>| {
            origin.outlet.is_some_and(|key| {
                together()
                    .filter_map(|other| members.get(other.member))
                    .any(|member| member.report.cites.binary_search(&key).is_ok())
            })
        };
        let found = together().find(credited);
        kind = found.filter(|origin| origin.name.is_some()).map(|_| RootKind::Outlet);
        found.unwrap_or(first)
    } else {
        let told = || together().filter(|origin| rank(origin) == best);
        // the fullest name, as most write it; of two ways to write it the one with a known given name, or with its accents
        let fullness = |origin: &Origin<'_>| {
            let given = origin.words.first().is_some_and(|word| language.sourcing.given(word).is_some());
            let accents = origin.text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
            (origin.words.len(), given, alike(origin), accents)
        };
        let most = told().map(fullness).max()?;
        // the first of the best, so that the order of members decides what is left
        told().find(|origin| best == 3 || fullness(origin) == most)?
    };
    let denied = together().all(|origin| denying.get(origin.member).copied().unwrap_or(false));
    let evidence = match (kind.unwrap_or(called.kind), called.naming) {
        _ if denied => DENIES,
        (RootKind::Outlet, _) if kind.is_some() => "credited by those that repeat it",
        (RootKind::Report, Naming::Absent) => "told without a source",
        (RootKind::Report, _) => "told in its own voice",
        (_, Naming::Named) => "named as the origin",
        (_, Naming::Unnamed) => "described as the origin",
        (_, Naming::Absent) => "no origin given",
    };
    let mut held: Vec<usize> = together().map(|origin| origin.member).collect();
    held.sort_unstable();
    held.dedup();
    Some(Root {
        kind: kind.unwrap_or(called.kind),
        name: called.name.map(str::to_owned),
        text: called.text.clone(),
        members: held,
        evidence: evidence.to_owned(),
    })
}
