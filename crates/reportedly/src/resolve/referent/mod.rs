//! Who is meant: one entry for each person, group or thing, and what pronouns and descriptions point at.

mod bodies;
mod described;
mod people;
mod phrases;
mod pronouns;

use std::collections::BTreeMap;

use super::name::NameKind;
use super::phrase::Reader;
use crate::language::{Classes, Gender, List};
use crate::{Document, Naming, Source, SourceId, SourceKind, Span};

/// A source at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Referent {
    pub source: SourceId,
    pub span: Option<Span>,
}

/// What a mention stands in, for what it may point at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    /// The voice of the claim that holds this one.
    pub outer: Option<SourceId>,
    /// Whether the claim that holds this one quotes its voice directly here.
    pub quoted: bool,
    /// Whether the cue is one of reporting work ("reported", "asked", "learned").
    pub reports: bool,
    /// Whether the holder asks rather than says.
    pub asked: bool,
    /// The claim's own content: who is spoken of there is not the one who speaks.
    pub content: Option<Span>,
}

/// A source that was just spoken of.
#[derive(Clone, Copy, Debug)]
struct Recent {
    /// Word index of the mention.
    word: usize,
    /// Sentence in which the claim ends.
    sentence: usize,
    source: SourceId,
    nested: bool,
}

/// What is known of a source beside its public entry.
#[derive(Clone, Debug, Default)]
struct Known {
    gender: Gender,
    plural: bool,
    /// Head and other words of an unnamed source.
    about: Vec<String>,
    head: String,
    /// A country, a city.
    place: bool,
    /// A pronoun without antecedent.
    unclear: bool,
}

/// All sources of a report.
pub(super) struct Registry<'a> {
    pub reader: Reader<'a>,
    document: &'a Document,
    pub sources: Vec<Source>,
    known: Vec<Known>,
    by_name: BTreeMap<usize, SourceId>,
    by_made_name: BTreeMap<String, SourceId>,
    /// Unnamed sources by the word that is their head.
    by_head: BTreeMap<usize, SourceId>,
    recent: Vec<Recent>,
    own: Option<SourceId>,
    nobody: Option<SourceId>,
    writer: Option<SourceId>,
}

impl<'a> Registry<'a> {
    pub(super) fn new(reader: Reader<'a>, document: &'a Document) -> Registry<'a> {
        Registry {
            reader,
            document,
            sources: Vec::new(),
            known: Vec::new(),
            by_name: BTreeMap::new(),
            by_made_name: BTreeMap::new(),
            by_head: BTreeMap::new(),
            recent: Vec::new(),
            own: None,
            nobody: None,
            writer: None,
        }
    }

    /// Whether two words may say the same office.
    fn alike(&self, one: &str, two: &str) -> bool {
        self.reader.sourcing.same_office(one, two)
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    fn known(&self, id: SourceId) -> Option<&Known> {
        self.known.get(id.0 as usize)
    }

    fn enter(&mut self, source: Source, known: Known) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(source);
        self.known.push(known);
        id
    }

    /// A source for which nobody is given.
    pub(super) fn absent(&mut self) -> Referent {
        let source = match self.nobody {
            Some(id) => id,
            None => self.enter(blank(SourceKind::Unknown, Naming::Absent), Known::default()),
        };
        self.nobody = Some(source);
        Referent { source, span: None }
    }

    /// The source of a name in the text.
    pub(super) fn named(&mut self, who: usize) -> SourceId {
        if let Some(&id) = self.by_name.get(&who) {
            return id;
        }
        let Some(named) = self.reader.names.named.get(who) else { return self.absent().source };
        let kind = match named.kind {
            NameKind::Person => SourceKind::Person,
            NameKind::Outlet => SourceKind::Outlet,
            NameKind::Organization | NameKind::Place | NameKind::Open => SourceKind::Organization,
        };
        let known = Known {
            gender: named.gender,
            about: named.about.clone(),
            place: named.kind == NameKind::Place,
            ..Known::default()
        };
        let source = Source { name: Some(named.name.clone()), ..blank(kind, Naming::Named) };
        let id = self.enter(source, known);
        self.by_name.insert(who, id);
        id
    }

    /// The report's own outlet as a source ("as we reported").
    fn own_outlet(&mut self) -> SourceId {
        if let Some(id) = self.own {
            return id;
        }
        let written = (0..self.reader.names.named.len().min(400))
            .find(|&who| self.reader.names.kind(who) == NameKind::Outlet && self.is_own(who));
        if let Some(who) = written {
            let id = self.named(who);
            self.own = Some(id);
            return id;
        }
        let name = self.document.meta.outlet.clone();
        let naming = if name.is_some() { Naming::Named } else { Naming::Unnamed };
        let id = self.enter(Source { name, ..blank(SourceKind::Outlet, naming) }, Known::default());
        self.own = Some(id);
        id
    }

    /// Whether a name is the report's own outlet.
    pub(super) fn is_own(&self, who: usize) -> bool {
        let Some(own) = self.document.meta.outlet.as_deref() else { return false };
        let own: Vec<String> = own
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty() && *w != "the")
            .map(str::to_owned)
            .collect();
        let Some(named) = self.reader.names.named.get(who) else { return false };
        let same = |name: &str| {
            let words: Vec<String> = name
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty() && *w != "the")
                .map(str::to_owned)
                .collect();
            !words.is_empty() && (words == own || own.starts_with(&words) || words.starts_with(&own))
        };
        same(&named.name) || named.station.as_deref().is_some_and(same)
    }

    /// Notes that a source was just spoken of.
    pub(super) fn remember(&mut self, referent: Referent, word: usize, sentence: usize, nested: bool) {
        self.recent.push(Recent { word, sentence, source: referent.source, nested });
    }

    /// Whether a pronoun was left without anybody that it stands for.
    pub(super) fn is_unclear(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| known.unclear)
    }

    /// Whether a source is somebody who reports: "its reporter Lea Brandt", "CNN's Jake Olsen".
    pub(super) fn reports(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| {
            known.about.iter().any(|word| self.reader.sourcing.listed(List::Reporter, word))
        })
    }

    /// The head noun of an unnamed source.
    pub(super) fn head(&self, id: SourceId) -> &str {
        self.known(id).map_or("", |known| known.head.as_str())
    }

    /// Whether a source is a country or a city: "the company" is none.
    fn is_place(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| known.place)
    }

    /// Whether a source is a poll.
    pub(super) fn is_poll(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| self.reader.sourcing.classes(&known.head).any(Classes::POLL))
    }

    /// The source of a name that was already met as one.
    pub(super) fn id_of(&self, who: usize) -> Option<SourceId> {
        self.by_name.get(&who).copied()
    }
}

fn as_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 1000)
}

fn blank(kind: SourceKind, naming: Naming) -> Source {
    Source {
        name: None,
        kind,
        naming,
        descriptor: None,
        stated_count: None,
        anonymity: None,
        basis: None,
        mentions: Vec::new(),
    }
}
