//! Who a member of a lineage comes from.

use super::super::lineage::{Member, RootKind};
use super::super::report::outlet_key;
use super::super::words::hash;
use super::super::{Voice, WordId};
use crate::language::Classes;
use crate::{Language, Naming, SourceKind};

/// Somebody or something that a passage comes from.
#[derive(Clone)]
pub(super) struct Origin<'a> {
    pub kind: RootKind,
    pub naming: Naming,
    /// The name in lower case, in words.
    pub words: Vec<String>,
    pub name: Option<&'a str>,
    pub text: String,
    /// What kind of body or paper it is called ("committee", "report"), in lower case.
    pub head: Option<String>,
    /// Whether it is called by "the": the reader is taken to know which.
    pub definite: bool,
    /// The outlet, where it may be one: a name that the reader does not know as an outlet's may still be a publisher here.
    pub outlet: Option<WordId>,
    /// Who published the report.
    pub publisher: Option<WordId>,
    pub member: usize,
    /// The set of copies that the report belongs to.
    pub report: usize,
    /// The index of the root that it is counted with.
    pub root: usize,
}

impl Origin<'_> {
    /// Whether it is only called what an outlet or its piece is called: "the report", "the newspaper".
    pub(super) fn is_press(&self, language: &Language) -> bool {
        let press = |word: &String| language.linking.class(language.linking.key(word)) == Some(hash("press"));
        self.naming == Naming::Unnamed
            && matches!(self.kind, RootKind::Document | RootKind::Outlet | RootKind::Organization)
            && self.head.as_ref().is_some_and(press)
    }
}

/// The origins that a member names: the last step of its chain that gives anybody, else the report itself.
pub(super) fn of<'a>(language: &Language, member: &Member<'a>, at: usize, report: usize) -> Vec<Origin<'a>> {
    let given = |voice: &&Voice| voice.naming != Naming::Absent;
    let step = member.passage.chain.iter().rev().find(|step| step.iter().any(|voice| given(&voice)));
    match step {
        Some(step) => {
            step.iter().filter(given).map(|voice| said(language, voice, member, at, report)).collect()
        }
        None => vec![own(member, at, report)],
    }
}

fn said<'a>(
    language: &Language,
    voice: &'a Voice,
    member: &Member<'_>,
    at: usize,
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
    let words = plain(&text);
    let body = !matches!(kind, RootKind::Person | RootKind::Group);
    Origin {
        kind,
        naming: voice.naming,
        head: head(language, &words),
        definite: text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the ")),
        words,
        name: voice.name.as_deref(),
        outlet: voice.name.as_deref().filter(|_| body).map(|name| outlet_key(language, name)),
        text,
        publisher: member.report.outlet_key,
        member: at,
        report,
        root: 0,
    }
}

fn own<'a>(member: &Member<'a>, at: usize, report: usize) -> Origin<'a> {
    let name = member.report.outlet.as_deref();
    Origin {
        kind: RootKind::Report,
        naming: if member.passage.chain.is_empty() { Naming::Named } else { Naming::Absent },
        words: Vec::new(),
        head: None,
        definite: false,
        name,
        text: name.unwrap_or(&member.report.id).to_owned(),
        outlet: member.report.outlet_key,
        publisher: member.report.outlet_key,
        member: at,
        report,
        root: 0,
    }
}

/// The word that tells what kind of body or paper somebody is: the first such word before any "of", "that", "in".
fn head(language: &Language, words: &[String]) -> Option<String> {
    let classes = |word: &String| language.sourcing.classes(word);
    let phrase = words.iter().take_while(|word| !classes(word).any(Classes::FUNCTION));
    let kinds = Classes::ORGANIZATION.and(Classes::DOCUMENT).and(Classes::OUTLET).and(Classes::POLL);
    phrase.filter(|word| classes(word).any(kinds)).last().cloned()
}

/// Joint speakers ("state lawmakers and Mike Pence") as one each, where another report has one of them alone.
pub(super) fn part_joint(all: Vec<Origin<'_>>) -> Vec<Origin<'_>> {
    let mut out = Vec::new();
    for (at, origin) in all.iter().enumerate() {
        let pieces: Vec<&str> = match origin.name {
            Some(name) if origin.kind == RootKind::Group => name
                .split(", ")
                .flat_map(|piece| piece.split(" and "))
                .map(|piece| piece.trim().trim_start_matches("and "))
                .filter(|piece| !piece.is_empty())
                .collect(),
            _ => Vec::new(),
        };
        let alone = |piece: &str| {
            let words = plain(piece);
            let others = all.iter().enumerate().filter(|&(other, _)| other != at).map(|(_, other)| other);
            others.filter(|other| other.naming == Naming::Named && other.kind == RootKind::Person).any(
                |other| {
                    !other.words.is_empty()
                        && other.words.len() > 1
                        && other.words.iter().all(|word| words.contains(word))
                },
            )
        };
        if pieces.len() < 2 || !pieces.iter().any(|piece| alone(piece)) {
            out.push(origin.clone());
            continue;
        }
        for piece in pieces {
            let named = piece.split(' ').all(|word| word.starts_with(char::is_uppercase));
            out.push(Origin {
                kind: if named { RootKind::Person } else { RootKind::Group },
                naming: if named { Naming::Named } else { Naming::Unnamed },
                words: plain(piece),
                name: named.then_some(piece),
                text: piece.to_owned(),
                ..origin.clone()
            });
        }
    }
    out
}

/// A name's words in lower case, without articles, accents and what sets off a son.
pub(super) fn plain(name: &str) -> Vec<String> {
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
