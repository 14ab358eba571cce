//! The origins of a lineage, and how many they are at least and at most.

use super::group::{Copies, Group};
use super::lineage::{Member, Origins, Root, RootKind};
use super::report::outlet_key;
use super::{LinkKind, Voice, WordId};
use crate::{Language, Naming, SourceKind};

/// Somebody or something that a passage comes from.
struct Origin<'a> {
    kind: RootKind,
    naming: Naming,
    /// The name in lower case, in words.
    words: Vec<String>,
    name: Option<&'a str>,
    text: String,
    /// The outlet, where it may be one: a name that the reader does not know as an outlet's may still be a publisher here.
    outlet: Option<WordId>,
    /// Who published the report.
    publisher: Option<WordId>,
    member: usize,
    /// The set of copies that the report belongs to.
    report: usize,
    /// The index of the root that it is counted with.
    root: usize,
}

/// The roots of a lineage, in the order of its members, and their number as a range.
///
/// Words that stand the same in several reports (`utterance`) have one speaker: where only some reports name him, he is
/// the others' root, too.
pub(super) fn origins(
    language: &Language,
    members: &[Member<'_>],
    copies: &Copies,
    group: &Group,
) -> (Vec<Root>, Origins) {
    let utterance = group.kind == LinkKind::Quote;
    let mut all: Vec<Origin<'_>> = Vec::new();
    for ((at, member), &report) in members.iter().enumerate().zip(&copies.of) {
        let step = member.passage.chain.last().filter(|step| !step.is_empty());
        match step {
            Some(step) => all.extend(
                step.iter().map(|voice| said(language, voice, (member.report.outlet_key, at), report)),
            ),
            None => all.push(own(member, at, report)),
        }
    }
    for at in 0..all.len() {
        if let Some(origin) = all.get_mut(at) {
            origin.root = at;
        }
    }
    for at in 0..all.len() {
        let earlier =
            all.get(at).and_then(|this| all.iter().take(at).find(|other| same(language, other, this)));
        let root = earlier.map(|other| other.root);
        // "the Times reports" in one report is what the Times says itself in another
        let root = root.or_else(|| all.get(at).and_then(|this| taken_over(this, &all)));
        if let (Some(root), Some(origin)) = (root, all.get_mut(at)) {
            origin.root = root;
        }
    }
    same_wording(&mut all, &group.alike);
    told_of(language, members, &mut all);
    described_person(&mut all);
    if utterance {
        one_speaker(&mut all);
    }
    let mut roots: Vec<(usize, Root)> = Vec::new();
    for origin in &all {
        if let Some((_, root)) = roots.iter_mut().find(|(id, _)| *id == origin.root) {
            root.members.push(origin.member);
            root.members.dedup();
            let longer =
                origin.name.filter(|name| root.name.as_ref().is_some_and(|had| had.len() < name.len()));
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
    let range = range(&roots, &group.sure, utterance);
    (roots, range)
}

fn said<'a>(
    language: &Language,
    voice: &'a Voice,
    (publisher, member): (Option<WordId>, usize),
    report: usize,
) -> Origin<'a> {
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
        outlet: voice
            .name
            .as_deref()
            .filter(|_| !matches!(kind, RootKind::Person | RootKind::Group))
            .map(|name| outlet_key(language, name)),
        text,
        publisher,
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
        publisher: member.report.outlet_key,
        member: at,
        report,
        root: 0,
    }
}

fn plain(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| word.chars().flat_map(char::to_lowercase).map(bare).collect::<String>());
    words.filter(|word| !matches!(word.as_str(), "the" | "a" | "an" | "jr" | "sr")).collect()
}

/// A letter without its accent, for the accents of names in the news.
fn bare(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' => 'u',
        'ş' | 'š' | 'ś' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ý' => 'y',
        'ł' => 'l',
        'ğ' => 'g',
        other => other,
    }
}

/// Where two reports use the same words at length, one has them from the other or both from a third: their own voices,
/// and sources described alike, are one.
fn same_wording(all: &mut [Origin<'_>], alike: &[(usize, usize)]) {
    for &(a, b) in alike {
        let merged = all.iter().filter(|one| one.member == a).find_map(|one| {
            let other = all.iter().find(|two| {
                two.member == b
                    && (one.kind == RootKind::Report && two.kind == RootKind::Report
                        || one.words == two.words)
            })?;
            Some((one.root.max(other.root), one.root.min(other.root)))
        });
        if let Some((from, to)) = merged {
            all.iter_mut().filter(|origin| origin.root == from).for_each(|origin| origin.root = to);
        }
    }
}

/// A report that tells in its own voice what somebody did or said has it from him, if another report does: its own words
/// name him.
fn told_of(language: &Language, members: &[Member<'_>], all: &mut [Origin<'_>]) {
    let named: Vec<(usize, WordId)> = all
        .iter()
        .filter(|origin| origin.kind == RootKind::Person && origin.naming == Naming::Named)
        .filter_map(|origin| Some((origin.root, language.linking.key(origin.words.last()?))))
        .collect();
    for origin in all.iter_mut().filter(|origin| origin.kind == RootKind::Report) {
        let Some(member) = members.get(origin.member) else { continue };
        let mut roots =
            named.iter().filter(|(_, name)| member.passage.words.contains(name)).map(|&(root, _)| root);
        if let Some(root) = roots.next()
            && roots.all(|other| other == root)
        {
            origin.root = root;
        }
    }
}

/// Origins that are not named, and voices that the report does not tell apart from its own, belong to the one who is
/// named.
fn one_speaker(all: &mut [Origin<'_>]) {
    let named = |origin: &Origin<'_>| origin.naming == Naming::Named && origin.kind != RootKind::Report;
    // a person speaks, else whoever is named, else whoever is described
    let speaker = (all.iter().find(|origin| named(origin) && origin.kind == RootKind::Person))
        .or_else(|| all.iter().find(|origin| named(origin)))
        .or_else(|| all.iter().find(|origin| origin.kind != RootKind::Report))
        .map(|origin| (origin.root, origin.kind));
    let Some((root, kind)) = speaker else { return };
    for origin in all.iter_mut() {
        let other_person = named(origin) && (origin.kind == RootKind::Person || kind != RootKind::Person);
        if !other_person {
            origin.root = root;
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
        _ => {
            let papers = one.kind == RootKind::Document && two.kind == RootKind::Document;
            papers && one.words.last() == two.words.last()
        }
    }
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

/// The root of the report that an origin is the outlet of: what "the Times reports" rests on is what the Times' own
/// report gives, where that is at hand.
fn taken_over(this: &Origin<'_>, all: &[Origin<'_>]) -> Option<usize> {
    let outlet = this.outlet.filter(|_| this.kind != RootKind::Report && this.publisher != this.outlet)?;
    let theirs = all.iter().find(|other| other.publisher == Some(outlet) && other.member != this.member)?;
    Some(theirs.root)
}

/// A person who is only described belongs to the one person that the other reports name.
fn described_person(all: &mut [Origin<'_>]) {
    let person = |origin: &&Origin<'_>| origin.kind == RootKind::Person && origin.naming == Naming::Named;
    let mut roots: Vec<usize> = all.iter().filter(person).map(|origin| origin.root).collect();
    roots.dedup();
    if let [root] = roots[..] {
        let described = |origin: &&mut Origin<'_>| {
            origin.kind == RootKind::Person && origin.naming != Naming::Named && origin.outlet.is_none()
        };
        all.iter_mut().filter(described).for_each(|origin| origin.root = root);
    }
}

/// How many origins there are at least and at most, and why these differ.
fn range(roots: &[Root], sure: &[bool], utterance: bool) -> Origins {
    let count = |wanted: fn(&Root) -> bool| roots.iter().filter(|root| wanted(root)).count();
    let people = count(|root| root.kind == RootKind::Person && root.name.is_some());
    // a doubtful link never raises the least number
    let held = |root: &Root| root.members.iter().any(|&at| sure.get(at).copied().unwrap_or(false));
    let certain = roots
        .iter()
        .filter(|root| root.kind == RootKind::Person && root.name.is_some() && held(root))
        .count();
    let reports = count(|root| root.kind == RootKind::Report);
    let bodies = count(|root| {
        root.name.is_some() && !matches!(root.kind, RootKind::Person | RootKind::Report | RootKind::Unknown)
    });
    let described = roots.len() - people - reports - bodies;
    let at_most = roots.len().max(1);
    let at_least = if utterance { 1 } else { certain.max(1) };
    let mut reasons = Vec::new();
    let mut why = |so: bool, words: &str| {
        if so {
            reasons.push(words.to_owned());
        }
    };
    if at_least < at_most && utterance {
        why(true, "the same words are given to different speakers");
    } else if at_least < at_most {
        why(reports > 1, "reports that tell it in their own voice may have it from one place");
        why(
            reports > 0 && people + bodies + described > 0,
            "a report's own voice may rest on a source that another names",
        );
        why(described > 1, "unnamed sources may be one");
        why(described > 0 && people + bodies > 0, "an unnamed source may be one of the named");
        why(bodies > 0 && people + bodies > 1, "a body may speak through a person, or through another body");
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Origins { at_least: number(at_least), at_most: number(at_most), reasons }
}
