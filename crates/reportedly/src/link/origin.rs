//! The origins of a lineage, and how many they are at least and at most.

use super::group::Copies;
use super::lineage::{Member, Origins, Root, RootKind};
use super::report::outlet_key;
use super::{Voice, WordId};
use crate::{Language, Naming, SourceKind};

/// Somebody or something that a passage comes from.
struct Origin<'a> {
    kind: RootKind,
    naming: Naming,
    /// The name in lower case, in words.
    words: Vec<String>,
    name: Option<&'a str>,
    text: String,
    /// The outlet, where it is one.
    outlet: Option<WordId>,
    member: usize,
    /// The set of copies that the report belongs to.
    report: usize,
    /// The index of the root that it is counted with.
    root: usize,
}

/// The roots of a lineage, in the order of its members, and their number as a range.
pub(super) fn origins(language: &Language, members: &[Member<'_>], copies: &Copies) -> (Vec<Root>, Origins) {
    let mut all: Vec<Origin<'_>> = Vec::new();
    for ((at, member), &report) in members.iter().enumerate().zip(&copies.of) {
        let step = member.passage.chain.last().filter(|step| !step.is_empty());
        match step {
            Some(step) => all.extend(step.iter().map(|voice| said(language, voice, at, report))),
            None => all.push(own(member, at, report)),
        }
    }
    for at in 0..all.len() {
        if let Some(origin) = all.get_mut(at) {
            origin.root = at;
        }
    }
    for at in 1..all.len() {
        let earlier = all.get(at).and_then(|this| all.iter().take(at).find(|other| same(other, this)));
        let root = earlier.map(|other| other.root);
        // "the Times reports" in one report is what the Times says itself in another
        let root = root.or_else(|| all.get(at).and_then(|this| taken_over(this, &all)));
        if let (Some(root), Some(origin)) = (root, all.get_mut(at)) {
            origin.root = root;
        }
    }
    let mut roots: Vec<(usize, Root)> = Vec::new();
    for origin in &all {
        if let Some((_, root)) = roots.iter_mut().find(|(id, _)| *id == origin.root) {
            root.members.push(origin.member);
            root.members.dedup();
            let longer = origin.name.filter(|name| root.name.as_ref().is_some_and(|had| had.len() < name.len()));
            if let Some(name) = longer {
                root.name = Some(name.to_owned());
            }
            continue;
        }
        let evidence = match (origin.kind, origin.naming) {
            (RootKind::Report, _) => "told in its own voice",
            (_, Naming::Named) => "named as the origin",
            (_, Naming::Unnamed) => "described as the origin",
            (_, Naming::Absent) => "no origin given",
        };
        roots.push((
            origin.root,
            Root {
                kind: origin.kind,
                name: origin.name.map(str::to_owned),
                text: origin.text.clone(),
                members: vec![origin.member],
                evidence: evidence.to_owned(),
            },
        ));
    }
    let roots: Vec<Root> = roots.into_iter().map(|(_, root)| root).collect();
    let range = range(&roots);
    (roots, range)
}

fn said<'a>(language: &Language, voice: &'a Voice, member: usize, report: usize) -> Origin<'a> {
    let kind = match voice.kind {
        SourceKind::Person => RootKind::Person,
        SourceKind::Group => RootKind::Group,
        SourceKind::Organization => RootKind::Organization,
        SourceKind::Outlet => RootKind::Outlet,
        SourceKind::Document => RootKind::Document,
        SourceKind::Unknown => RootKind::Unknown,
    };
    let text = voice.name.as_deref().or(voice.text.as_deref()).unwrap_or("not given").to_owned();
    Origin {
        kind,
        naming: voice.naming,
        words: plain(&text),
        name: voice.name.as_deref(),
        outlet: voice.name.as_deref().filter(|_| kind == RootKind::Outlet).map(|name| outlet_key(language, name)),
        text,
        member,
        report,
        root: 0,
    }
}

fn own<'a>(member: &Member<'a>, at: usize, report: usize) -> Origin<'a> {
    let name = member.report.outlet.as_deref();
    Origin {
        kind: RootKind::Report,
        naming: Naming::Named,
        words: Vec::new(),
        name,
        text: name.unwrap_or(&member.report.id).to_owned(),
        outlet: member.report.outlet_key,
        member: at,
        report,
        root: 0,
    }
}

fn plain(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).filter(|word| !matches!(word.as_str(), "the" | "a" | "an")).collect()
}

/// Whether two origins are certainly one.
fn same(one: &Origin<'_>, two: &Origin<'_>) -> bool {
    if one.kind == RootKind::Report || two.kind == RootKind::Report {
        // copies of one report, and reports of one outlet, have one voice
        let outlets = one.outlet.is_some() && one.outlet == two.outlet;
        return one.kind == two.kind && (one.report == two.report || outlets)
            || one.kind != two.kind && outlets;
    }
    if one.report == two.report && one.text == two.text {
        return true;
    }
    match (one.naming, two.naming) {
        (Naming::Named, Naming::Named) => {
            one.outlet.is_some() && one.outlet == two.outlet || same_name(&one.words, &two.words)
        }
        _ => false,
    }
}

/// Whether two names are one: the same words, or the last name and what else both have.
fn same_name(one: &[String], two: &[String]) -> bool {
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    let given = |few: &[String], many: &[String]| {
        // "Richard J. Durbin" and "Dick Durbin" keep apart, "R. Durbin" does not
        few.len() > 1 && few.last() == many.last() && few.first().zip(many.first()).is_some_and(|(one, two)| {
            one.len() == 1 && two.starts_with(one.as_str()) || two.len() == 1 && one.starts_with(two.as_str()) || one == two
        })
    };
    !one.is_empty() && !two.is_empty() && (within(one, two) || within(two, one) || given(one, two))
}

/// The root of the report that an origin is the outlet of.
fn taken_over(this: &Origin<'_>, all: &[Origin<'_>]) -> Option<usize> {
    let outlet = this.outlet.filter(|_| this.kind == RootKind::Outlet)?;
    let theirs = all.iter().find(|other| other.kind == RootKind::Report && other.outlet == Some(outlet))?;
    Some(theirs.root)
}

/// How many origins there are at least and at most, and why these differ.
fn range(roots: &[Root]) -> Origins {
    let count = |wanted: fn(&Root) -> bool| roots.iter().filter(|root| wanted(root)).count();
    let people = count(|root| root.kind == RootKind::Person && root.name.is_some());
    let reports = count(|root| root.kind == RootKind::Report);
    let bodies = count(|root| {
        root.name.is_some() && !matches!(root.kind, RootKind::Person | RootKind::Report | RootKind::Unknown)
    });
    let described = roots.len() - people - reports - bodies;
    let at_most = roots.len().max(1);
    let at_least = people.max(1);
    let mut reasons = Vec::new();
    let mut why = |so: bool, words: &str| {
        if so {
            reasons.push(words.to_owned());
        }
    };
    if at_least < at_most {
        why(reports > 1, "reports that tell it in their own voice may have it from one place");
        why(reports > 0 && people + bodies + described > 0, "a report's own voice may rest on a source that another names");
        why(described > 1, "unnamed sources may be one");
        why(described > 0 && people + bodies > 0, "an unnamed source may be one of the named");
        why(bodies > 0 && people + bodies > 1, "a body may speak through a person, or through another body");
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Origins { at_least: number(at_least), at_most: number(at_most), reasons }
}
