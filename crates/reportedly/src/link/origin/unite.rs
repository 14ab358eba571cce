//! Which origins of a lineage are one.

use super::super::WordId;
use super::super::group::Alike;
use super::super::lineage::{Member, RootKind};
use super::super::report::outlet_key;
use super::judged::Word;
use super::voice::Origin;
use crate::{Language, Naming, SourceKind};

/// Gives origins that are one the same root. Each step may only join what the steps before left apart.
pub(super) fn unite(
    language: &Language,
    members: &[Member<'_>],
    alike: &[Alike],
    utterance: bool,
    word: &Word,
    all: &mut [Origin<'_>],
) {
    // the user's word first: what it joins stays joined, and nothing joins what it parts
    for &(a, b) in &word.same {
        if let (Some(one), Some(two)) = (all.get(a), all.get(b)) {
            let (from, to) = (one.root.max(two.root), one.root.min(two.root));
            join(word, all, from, to);
        }
    }
    pairs(word, all, |one, two| same(language, one, two));
    credited(word, all);
    through(language, members, word, all);
    repeats(word, all);
    same_wording(members, word, all, alike);
    told_of(language, members, word, all);
    papers_of_outlets(language, word, all);
    described(members, word, all);
    if utterance {
        one_speaker(word, all);
    }
}

fn join(word: &Word, all: &mut [Origin<'_>], from: usize, to: usize) {
    if from == to || word.parts(all, from, to) {
        return;
    }
    all.iter_mut().filter(|origin| origin.root == from).for_each(|origin| origin.root = to);
}

/// Gives one origin alone another root, if the user's word leaves it free.
fn give(word: &Word, all: &mut [Origin<'_>], at: usize, to: usize) {
    let root = |at: usize| all.get(at).map(|origin| origin.root);
    let other = |(a, b): &(usize, usize)| {
        if *a == at {
            Some(*b)
        } else if *b == at {
            Some(*a)
        } else {
            None
        }
    };
    let parted = word.different.iter().filter_map(other).any(|other| root(other) == Some(to));
    let bound = word.same.iter().any(|pair| other(pair).is_some());
    if parted || bound {
        return;
    }
    if let Some(origin) = all.get_mut(at) {
        origin.root = to;
    }
}

/// Joins all pairs that a test holds to be one.
fn pairs(word: &Word, all: &mut [Origin<'_>], is_one: impl Fn(&Origin<'_>, &Origin<'_>) -> bool) {
    for at in 0..all.len() {
        let found = all.get(at).and_then(|this| {
            let earlier = all.iter().take(at).filter(|other| other.root != this.root);
            let mut roots: Vec<usize> = earlier.filter(|other| is_one(other, this)).map(|o| o.root).collect();
            roots.push(this.root);
            Some((*roots.iter().min()?, roots))
        });
        if let Some((to, roots)) = found {
            roots.into_iter().filter(|&root| root != to).for_each(|root| join(word, all, root, to));
        }
    }
}

/// Whether two origins are certainly one.
fn same(language: &Language, one: &Origin<'_>, two: &Origin<'_>) -> bool {
    if one.kind == RootKind::Report || two.kind == RootKind::Report {
        // copies of one report, and reports of one outlet, have one voice
        let outlets = one.outlet.is_some() && one.outlet == two.outlet;
        return outlets || one.kind == two.kind && one.report == two.report;
    }
    if one.report == two.report && one.text == two.text {
        return true;
    }
    match (one.naming, two.naming) {
        (Naming::Named, Naming::Named) => {
            one.outlet.is_some() && one.outlet == two.outlet || same_name(language, &one.words, &two.words)
        }
        // a paper is known by what it is called: "the lawsuit", "records"
        (Naming::Unnamed, Naming::Unnamed) => {
            let papers = one.kind == RootKind::Document && two.kind == RootKind::Document;
            papers && one.words.last() == two.words.last()
                || one.definite && two.definite && called_alike(one, two)
        }
        _ => false,
    }
}

/// Whether two that are called by "the" are called the same, one perhaps at more length: "the business community".
/// People who only hold an office are not: each of two officials may be "the official".
fn called_alike(one: &Origin<'_>, two: &Origin<'_>) -> bool {
    let (few, many) = if one.words.len() <= two.words.len() { (one, two) } else { (two, one) };
    let bodies = one.kind != RootKind::Person && two.kind != RootKind::Person;
    let same_end = few.words.last().is_some() && few.words.last() == many.words.last();
    bodies && same_end && few.words.iter().all(|word| many.words.contains(word))
}

/// Whether two names are one: the words of one are among the other's, or the last name is the same and the first names
/// are forms of one ("Richard", "Dick", "R."; "Vicente", "Vincente").
fn same_name(language: &Language, one: &[String], two: &[String]) -> bool {
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    if one.is_empty() || two.is_empty() {
        return false;
    }
    if within(one, two) || within(two, one) {
        return true;
    }
    let (Some(a), Some(b)) = (one.first(), two.first()) else { return false };
    let initial = |short: &String, long: &String| short.len() == 1 && long.starts_with(short.as_str());
    one.len() > 1
        && two.len() > 1
        && one.last() == two.last()
        && (a == b || initial(a, b) || initial(b, a) || language.sourcing.same_given(a, b) || slip(a, b))
}

/// Whether two words of some length differ by one letter too many.
fn slip(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let ends: usize = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count()
        + short.bytes().rev().zip(long.bytes().rev()).take_while(|(a, b)| a == b).count();
    short.len() >= 5 && long.len() == short.len() + 1 && ends >= short.len()
}

/// "The Times reports" in one report is what the Times says itself in another: it rests on what the Times' own report
/// gives.
fn credited(word: &Word, all: &mut [Origin<'_>]) {
    for at in 0..all.len() {
        let found = all.get(at).and_then(|this| {
            let outlet =
                this.outlet.filter(|_| this.kind != RootKind::Report && this.publisher != this.outlet)?;
            let theirs =
                all.iter().find(|other| other.publisher == Some(outlet) && other.member != this.member)?;
            Some((this.root, theirs.root))
        });
        if let Some((from, to)) = found {
            join(word, all, from, to);
        }
    }
}

/// Whom one report has through the Post ("port officials, the Post reports") is whom the Post's own report describes.
fn through(language: &Language, members: &[Member<'_>], word: &Word, all: &mut [Origin<'_>]) {
    for at in 0..all.len() {
        let found = all.get(at).filter(|this| this.naming != Naming::Named).and_then(|this| {
            let (_, nearer) = members.get(this.member)?.passage.chain.split_last()?;
            let outlets: Vec<WordId> = (nearer.iter().flatten())
                .filter(|voice| voice.kind == SourceKind::Outlet)
                .filter_map(|voice| Some(outlet_key(language, voice.name.as_deref()?)))
                .collect();
            let theirs = |other: &&Origin<'_>| {
                other.publisher.is_some_and(|key| outlets.contains(&key))
                    && other.publisher != this.publisher
                    && other.naming != Naming::Named
                    && other.kind != RootKind::Report
            };
            let shared = |other: &&Origin<'_>| other.words.iter().any(|word| this.words.contains(word));
            let there: Vec<&Origin<'_>> = all.iter().filter(theirs).collect();
            let it = there.iter().copied().find(shared).or_else(|| there.first().copied())?;
            Some((this.root, it.root))
        });
        if let Some((from, to)) = found {
            join(word, all, from, to);
        }
    }
}

/// An outlet that gives a source for the passage anywhere in the lineage, or whose copy does, is no origin of it: what it
/// says in its own voice beside that is the same source's.
fn repeats(word: &Word, all: &mut [Origin<'_>]) {
    for at in 0..all.len() {
        let found = all.get(at).filter(|this| this.kind == RootKind::Report).and_then(|this| {
            let here = |other: &&Origin<'_>| {
                other.report == this.report || other.publisher.is_some() && other.publisher == this.publisher
            };
            let source = all.iter().filter(here).find(|other| other.kind != RootKind::Report)?;
            Some((this.root, source.root))
        });
        if let Some((from, to)) = found {
            join(word, all, from, to);
        }
    }
}

/// Where two reports use the same words at length, one has them from the other or both from a third: their own voices,
/// and sources described alike, are one. What one report gives in its own voice as the words that another quotes is the
/// speaker's; a few words only where they did not stand there before he was quoted.
fn same_wording(members: &[Member<'_>], word: &Word, all: &mut [Origin<'_>], alike: &[Alike]) {
    for pair in alike {
        let of = |at: usize| all.iter().find(|origin| origin.member == at);
        let (Some(one), Some(two)) = (of(pair.a), of(pair.b)) else { continue };
        let own = |origin: &Origin<'_>| origin.kind == RootKind::Report;
        let day = |origin: &Origin<'_>| members.get(origin.member).and_then(|member| member.report.published);
        let quoted = |origin: &Origin<'_>| {
            !own(origin) && members.get(origin.member).is_some_and(|member| member.passage.quoted)
        };
        let (one_root, two_root) = (one.root, two.root);
        let long = pair.run >= COPIED;
        let copied = long && (own(one) && own(two) || !own(one) && one.words == two.words);
        let quotation = pair.run >= QUOTED;
        let told = own(one) && quoted(two) && (quotation || day(one) >= day(two))
            || own(two) && quoted(one) && (quotation || day(two) >= day(one));
        if copied || told {
            join(word, all, one_root.max(two_root), one_root.min(two_root));
        }
    }
}

/// Words in a row that two reporters do not choose by chance.
const COPIED: u16 = 8;
/// The same where one of them gives the words as somebody's.
const QUOTED: u16 = 6;

/// A report that tells in its own voice what somebody did or said has it from him, if another report does: its own words
/// name him.
fn told_of(language: &Language, members: &[Member<'_>], word: &Word, all: &mut [Origin<'_>]) {
    // a person by the last name; a body, and whoever is called "the GOP front-runner", by all words
    let named: Vec<(usize, Vec<WordId>)> = all
        .iter()
        .filter(|origin| origin.kind != RootKind::Report)
        .filter(|origin| origin.naming == Naming::Named || origin.definite && origin.words.len() > 1)
        .map(|origin| {
            let last = origin.kind == RootKind::Person && origin.naming == Naming::Named;
            let from = if last { origin.words.len().saturating_sub(1) } else { 0 };
            let words = origin.words.iter().skip(from).map(|word| language.linking.key(word)).collect();
            (origin.root, words)
        })
        .filter(|(_, words): &(usize, Vec<WordId>)| !words.is_empty())
        .collect();
    for at in 0..all.len() {
        let Some(origin) = all.get(at).filter(|origin| origin.kind == RootKind::Report) else { continue };
        let Some(member) = members.get(origin.member) else { continue };
        let holds = |words: &[WordId]| words.iter().all(|word| member.passage.words.contains(word));
        let mut roots = named.iter().filter(|(_, words)| holds(words)).map(|&(root, _)| root);
        if let Some(to) = roots.next()
            && roots.all(|other| other == to)
        {
            // alone: the report's other passages speak for themselves
            give(word, all, at, to);
        }
    }
}

/// "The report", "the newspaper" is that of the one outlet that the lineage names.
fn papers_of_outlets(language: &Language, word: &Word, all: &mut [Origin<'_>]) {
    let outlets =
        all.iter().filter(|origin| origin.kind == RootKind::Outlet && origin.naming == Naming::Named);
    if let Some(to) = only(outlets.map(|origin| origin.root)) {
        for at in 0..all.len() {
            if all.get(at).is_some_and(|origin| origin.is_press(language)) {
                give(word, all, at, to);
            }
        }
    }
}

fn only(roots: impl Iterator<Item = usize>) -> Option<usize> {
    let mut roots: Vec<usize> = roots.collect();
    roots.sort_unstable();
    roots.dedup();
    match roots[..] {
        [root] => Some(root),
        _ => None,
    }
}

/// A person who is only described belongs to the one person that the other reports name; a body called "the committee" to
/// the one committee.
fn described(members: &[Member<'_>], word: &Word, all: &mut [Origin<'_>]) {
    let person = |origin: &&Origin<'_>| origin.kind == RootKind::Person && origin.naming == Naming::Named;
    if let Some(to) = only(all.iter().filter(person).map(|origin| origin.root)) {
        // "her lawyer had informed him, Gowdy said": whom the one named passes on is somebody else
        let names: Vec<String> =
            all.iter().filter(person).filter_map(|origin| origin.words.last().cloned()).collect();
        let passed_on = |origin: &Origin<'_>| {
            let chain = members.get(origin.member).map_or(&[][..], |member| &member.passage.chain);
            let nearer = chain.split_last().map_or(&[][..], |(_, nearer)| nearer);
            nearer
                .iter()
                .flatten()
                .filter_map(|voice| voice.name.as_deref())
                .any(|name| super::voice::plain(name).last().is_some_and(|last| names.contains(last)))
        };
        let described = |origin: &Origin<'_>| {
            origin.kind == RootKind::Person && origin.naming != Naming::Named && !passed_on(origin)
        };
        let which: Vec<usize> =
            all.iter().enumerate().filter(|(_, origin)| described(origin)).map(|(at, _)| at).collect();
        which.into_iter().for_each(|at| give(word, all, at, to));
    }
    for at in 0..all.len() {
        let Some(this) = all.get(at).filter(|this| this.naming == Naming::Unnamed && this.definite) else {
            continue;
        };
        let Some(head) = this.head.as_ref() else { continue };
        let bodies = all.iter().filter(|other| {
            !matches!(other.kind, RootKind::Person | RootKind::Report)
                && (other.naming == Naming::Named || other.definite)
                && other.head.as_ref() == Some(head)
                && other.root != this.root
        });
        if let Some(to) = only(bodies.map(|other| other.root)) {
            let from = this.root;
            join(word, all, from.max(to), from.min(to));
        }
    }
}

/// Origins that are not named, and voices that the report does not tell apart from its own, belong to the one who is
/// named.
fn one_speaker(word: &Word, all: &mut [Origin<'_>]) {
    let named = |origin: &Origin<'_>| origin.naming == Naming::Named && origin.kind != RootKind::Report;
    // a person speaks, else whoever is named, else whoever is described
    let speaker = (all.iter().find(|origin| named(origin) && origin.kind == RootKind::Person))
        .or_else(|| all.iter().find(|origin| named(origin)))
        .or_else(|| all.iter().find(|origin| origin.kind != RootKind::Report))
        .map(|origin| (origin.root, origin.kind));
    let Some((root, kind)) = speaker else { return };
    for at in 0..all.len() {
        let other_person = |origin: &Origin<'_>| {
            named(origin) && (origin.kind == RootKind::Person || kind != RootKind::Person)
        };
        if all.get(at).is_some_and(|origin| !other_person(origin)) {
            give(word, all, at, root);
        }
    }
}
