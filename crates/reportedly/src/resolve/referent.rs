//! Who is meant: one entry for each person, group or thing, and what pronouns and descriptions point at.

use std::collections::BTreeMap;

use super::name::NameKind;
use super::phrase::{Phrase, Pronoun, Reader};
use crate::language::{Classes, Gender};
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

    /// The referents of a source's phrases; joint speakers become one source.
    pub(super) fn resolve(&mut self, spans: &[Span], context: Context) -> Vec<Referent> {
        let phrases = self.reader.read(spans);
        self.resolve_phrases(&phrases, spans, context)
    }

    pub(super) fn resolve_phrases(
        &mut self,
        phrases: &[Phrase],
        spans: &[Span],
        context: Context,
    ) -> Vec<Referent> {
        match phrases {
            [] => Vec::new(),
            [one] => vec![self.one(one, spans, context)],
            several => vec![self.joint(several, spans, context)],
        }
    }

    /// "Obama and Clinton": one source of several.
    fn joint(&mut self, phrases: &[Phrase], spans: &[Span], context: Context) -> Referent {
        let span = phrases
            .first()
            .zip(phrases.last())
            .and_then(|(first, last)| self.reader.words.span(first.words.start..last.words.end));
        let parts: Vec<(&Phrase, Referent)> =
            phrases.iter().map(|phrase| (phrase, self.one(phrase, spans, context))).collect();
        let kinds: Vec<SourceKind> =
            parts.iter().filter_map(|(_, part)| Some(self.source(part.source)?.kind)).collect();
        let kind = match kinds.first() {
            Some(&first) if first != SourceKind::Person && kinds.iter().all(|&kind| kind == first) => first,
            _ => SourceKind::Group,
        };
        let names: Vec<String> = parts
            .iter()
            .filter(|(phrase, _)| !phrase.others)
            .enumerate()
            .map(|(index, (phrase, part))| {
                let name = self.source(part.source).and_then(|source| source.name.clone());
                let words = self
                    .reader
                    .words
                    .span(phrase.words.clone())
                    .map_or("", |span| span.of(&self.document.text));
                match name {
                    Some(name)
                        if index > 0 && phrase.the && self.is_bare(phrase) && !name.starts_with("The ") =>
                    {
                        format!("the {name}")
                    }
                    Some(name) => name,
                    None => words.to_owned(),
                }
            })
            .collect();
        let any_named = parts
            .iter()
            .any(|(_, part)| self.source(part.source).is_some_and(|source| source.naming == Naming::Named));
        let name = any_named.then(|| join(&names));
        // the parts are mentioned, but it is the whole that speaks
        let key = name.clone().unwrap_or_default();
        if let Some(&source) = self.by_made_name.get(&key).filter(|_| any_named) {
            return Referent { source, span };
        }
        let naming = if any_named { Naming::Named } else { Naming::Unnamed };
        let descriptor = if any_named { None } else { span };
        let known = Known { plural: true, ..Known::default() };
        let source = self.enter(Source { name, descriptor, ..blank(kind, naming) }, known);
        if any_named {
            self.by_made_name.insert(key, source);
        }
        Referent { source, span }
    }

    /// Whether a phrase is nothing but a name with its article.
    fn is_bare(&self, phrase: &Phrase) -> bool {
        let name = self.reader.names.mention_at(phrase.head).map(|mention| mention.words.clone());
        name.is_some_and(|name| phrase.words.end == name.end) || phrase.made_name.is_some()
    }

    /// One phrase's referent.
    fn one(&mut self, phrase: &Phrase, spans: &[Span], context: Context) -> Referent {
        let span = self.reader.words.span(phrase.words.clone());
        if let Some(pronoun) = phrase.pronoun {
            let source = self.pronoun(pronoun, phrase, context);
            return Referent { source, span };
        }
        if let Some(who) = phrase.who {
            let id = self.named(who);
            if let Some(source) = self.sources.get_mut(id.0 as usize) {
                // the phrase knows more than the bare name: "the Gannett newspaper chain"
                if self.reader.names.kind(who) == NameKind::Open && source.kind == SourceKind::Organization {
                    source.kind = phrase.kind;
                }
                if source.descriptor.is_none() {
                    source.descriptor = descriptor(self.reader, phrase, spans);
                }
            }
            return Referent { source: id, span };
        }
        if let Some(name) = phrase.made_name {
            return Referent { source: self.made(phrase, name), span };
        }
        if let Some(source) = self.described(phrase, context).or_else(|| self.poll_to_come(phrase)) {
            return Referent { source, span };
        }
        let source = self.unnamed(phrase, spans);
        Referent { source, span }
    }

    /// "Obama administration", "Saudi government", "Reuters/Ipsos poll".
    fn made(&mut self, phrase: &Phrase, name: Span) -> SourceId {
        let written = name.of(&self.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut key = made_key(&written);
        if phrase.kind == SourceKind::Document
            && self.is_poll_word(phrase.head)
            && let Some(first) = key.split(' ').next()
        {
            // "the Reuters/Ipsos poll" and "the Reuters/Ipsos opinion poll" are one
            key = format!("{first} poll");
        }
        if let Some(&id) = self.by_made_name.get(&key) {
            if let Some(source) = self.sources.get_mut(id.0 as usize)
                && source.name.as_deref().is_some_and(|old| old.len() < written.len())
            {
                source.name = Some(written);
            }
            return id;
        }
        let about: Vec<String> =
            phrase.words.clone().map(|at| self.reader.words.key(at).to_owned()).collect();
        let known = Known { about, head: self.reader.words.key(phrase.head).to_owned(), ..Known::default() };
        let id = self.enter(Source { name: Some(written), ..blank(phrase.kind, Naming::Named) }, known);
        self.by_made_name.insert(key, id);
        id
    }

    /// Whether a pronoun was left without anybody that it stands for.
    pub(super) fn is_unclear(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| known.unclear)
    }

    /// Whether a source is somebody who reports: "its reporter Lea Brandt", "CNN's Jake Olsen".
    pub(super) fn reports(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| {
            known.about.iter().any(|word| {
                matches!(word.as_str(), "reporter" | "correspondent" | "columnist" | "editor" | "anchor")
            })
        })
    }

    /// The head noun of an unnamed source.
    pub(super) fn head(&self, id: SourceId) -> &str {
        self.known(id).map_or("", |known| known.head.as_str())
    }

    /// The source of a person's or account's name as a signature gives it.
    pub(super) fn signer(&mut self, words: std::ops::Range<usize>) -> Option<SourceId> {
        let mention = self.reader.names.mention_at(words.start).filter(|m| m.words == words).map(|m| m.who);
        if let Some(who) = mention {
            let id = self.named(who);
            if let Some(source) = self.sources.get_mut(id.0 as usize) {
                source.kind = SourceKind::Person;
            }
            return Some(id);
        }
        let written = self.reader.words.span(words)?.of(&self.document.text).to_owned();
        let found = self.sources.iter().position(|source| source.name.as_deref() == Some(written.as_str()));
        if let Some(at) = found {
            return u32::try_from(at).ok().map(SourceId);
        }
        Some(self.enter(
            Source { name: Some(written), ..blank(SourceKind::Person, Naming::Named) },
            Known::default(),
        ))
    }

    /// "A new poll" in the lead, whose name comes later.
    fn poll_to_come(&mut self, phrase: &Phrase) -> Option<SourceId> {
        let words = self.reader.words;
        let lead = words.get(phrase.head).is_some_and(|word| word.paragraph <= 2);
        if phrase.kind != SourceKind::Document || !lead || !self.is_poll_word(phrase.head) {
            return None;
        }
        let names =
            (phrase.head + 1..(phrase.head + 400).min(words.all.len())).filter(|&at| self.is_poll_word(at));
        let (found, name) = names
            .filter_map(|at| {
                let first = (at.saturating_sub(6)..at)
                    .rev()
                    .take_while(|&i| {
                        words.get(i).is_some_and(|word| {
                            !word.cut
                                && word.sentence == words.get(at).map_or(0, |word| word.sentence)
                                && !matches!(word.key.as_str(), "the" | "a" | "an")
                        })
                    })
                    .last()?;
                let found = self.reader.phrase(first..at + 1)?;
                found.made_name.map(|name| (found, name))
            })
            .next()?;
        Some(self.made(&found, name))
    }

    fn is_poll_word(&self, at: usize) -> bool {
        matches!(self.reader.words.key(at), "poll" | "polls" | "survey" | "surveys")
    }

    /// A new source that has no name.
    fn unnamed(&mut self, phrase: &Phrase, spans: &[Span]) -> SourceId {
        let words = self.reader.words;
        let about: Vec<String> =
            (phrase.words.start..phrase.head).map(|at| words.key(at).to_owned()).collect();
        let known = Known {
            gender: phrase.gender,
            plural: phrase.plural,
            about,
            head: words.key(phrase.head).to_owned(),
            ..Known::default()
        };
        let whole = spans
            .iter()
            .copied()
            .find(|span| words.span(phrase.words.clone()).is_some_and(|own| span.overlaps(own)));
        let count =
            phrase.count.filter(|&count| count > 1 && phrase.kind != SourceKind::Document).or_else(|| {
                matches!(phrase.kind, SourceKind::Group | SourceKind::Person)
                    .then(|| self.reader.stated_count(spans))
                    .flatten()
            });
        let percent = matches!(words.key(phrase.head), "percent" | "%");
        let source = Source {
            descriptor: whole.or_else(|| words.span(phrase.words.clone())),
            stated_count: count.filter(|_| !percent),
            ..blank(phrase.kind, Naming::Unnamed)
        };
        self.enter(source, known)
    }

    /// Who a pronoun stands for.
    fn pronoun(&mut self, pronoun: Pronoun, phrase: &Phrase, context: Context) -> SourceId {
        let at = phrase.words.start;
        let found = match pronoun {
            Pronoun::Relative => self.before_relative(at),
            Pronoun::I => match context.outer {
                Some(outer) if context.quoted => Some(outer),
                Some(outer) => Some(outer),
                None => self.author(),
            },
            Pronoun::We if context.outer.is_none() && context.reports => Some(self.own_outlet()),
            Pronoun::We | Pronoun::You => None,
            Pronoun::He => self.person(at, Some(Gender::Male), None, context),
            Pronoun::She => self.person(at, Some(Gender::Female), None, context),
            Pronoun::They => self.several(at, context),
            Pronoun::It => self.thing(at, context),
        };
        found.unwrap_or_else(|| {
            let kind = match pronoun {
                Pronoun::He | Pronoun::She | Pronoun::I => SourceKind::Person,
                Pronoun::They | Pronoun::We | Pronoun::You => SourceKind::Group,
                Pronoun::It => SourceKind::Organization,
                Pronoun::Relative => SourceKind::Unknown,
            };
            let span = self.reader.words.span(phrase.words.clone());
            let unclear = matches!(pronoun, Pronoun::He | Pronoun::She | Pronoun::They | Pronoun::It);
            let known = Known { plural: kind == SourceKind::Group, unclear, ..Known::default() };
            self.enter(Source { descriptor: span, ..blank(kind, Naming::Unnamed) }, known)
        })
    }

    /// The writer, where a report says "I" outside quotations.
    fn author(&mut self) -> Option<SourceId> {
        if self.writer.is_some() {
            return self.writer;
        }
        let byline = self.document.meta.byline.clone()?;
        let byline = byline.trim().trim_start_matches("By ").trim_start_matches("by ").to_owned();
        if byline.is_empty() || byline.contains(',') || byline.contains(" and ") {
            return None;
        }
        let existing = self.sources.iter().position(|source| source.name.as_deref() == Some(byline.as_str()));
        self.writer = existing.and_then(|at| u32::try_from(at).ok()).map(SourceId).or_else(|| {
            let writer = Source { name: Some(byline), ..blank(SourceKind::Person, Naming::Named) };
            Some(self.enter(writer, Known::default()))
        });
        self.writer
    }

    /// The noun right before "who", "which" or "that".
    fn before_relative(&mut self, at: usize) -> Option<SourceId> {
        let words = self.reader.words;
        let mut last = at.checked_sub(1)?;
        while last > 0 && words.get(last).is_some_and(|word| word.bracket > 0) {
            last -= 1;
        }
        let sentence = words.get(at)?.sentence;
        // "many of whom", "one of which" are read with what stands before them
        if matches!(words.key(last), "of" | "for" | "to" | "with" | "by" | "in") {
            return None;
        }
        let start = (last.saturating_sub(12)..=last)
            .rev()
            .take_while(|&i| words.get(i).is_some_and(|w| w.sentence == sentence))
            .last()?;
        if let Some(mention) = self.reader.names.mention_at(last) {
            return Some(self.named(mention.who));
        }
        // the noun phrase that ends here: back to its determiner or a mark
        let mut first = last;
        while first > start {
            let word = words.get(first)?;
            let before = words.key(first - 1);
            if word.parted
                || matches!(
                    before,
                    "of" | "by"
                        | "to"
                        | "for"
                        | "with"
                        | "from"
                        | "in"
                        | "on"
                        | "and"
                        | "said"
                        | "that"
                        | "against"
                )
            {
                break;
            }
            first -= 1;
        }
        let phrase = self.reader.phrase(first..last + 1)?;
        if phrase.pronoun.is_some() {
            return None;
        }
        let span = words.span(phrase.words.clone())?;
        Some(self.one(&phrase, &[span], Context::default()).source)
    }

    /// The person that "he" or "she" at word `at` stands for; of either gender where none is given.
    fn person(
        &mut self,
        at: usize,
        gender: Option<Gender>,
        head: Option<&str>,
        context: Context,
    ) -> Option<SourceId> {
        let agrees = |other: Gender| gender.is_none_or(|gender| other == gender || other == Gender::Open);
        let fits = |registry: &Registry<'_>, id: SourceId| {
            registry.source(id).is_some_and(|source| source.kind == SourceKind::Person)
                && agrees(registry.known(id).map_or(Gender::Open, |known| known.gender))
                && head.is_none_or(|head| !registry.another_office(id, head))
        };
        // "Trump said he …": the voice that holds the claim
        if let Some(outer) = context.outer.filter(|_| !context.quoted && !context.asked && head.is_none())
            && fits(self, outer)
        {
            self.learn(outer, gender);
            return Some(outer);
        }
        let sentence = self.reader.words.get(at)?.sentence;
        let mut best: Option<(i64, Result<SourceId, usize>)> = None;
        for recent in self.recent.iter().rev().take(12) {
            let speaker = (context.quoted || context.asked) && Some(recent.source) == context.outer;
            if recent.word >= at || !fits(self, recent.source) || speaker {
                continue;
            }
            let distance = as_i64(sentence.saturating_sub(recent.sentence)).min(99);
            let unnamed = self.source(recent.source).is_none_or(|source| source.naming != Naming::Named);
            let score = 100 - 25 * distance - i64::from(recent.nested) * 30 - i64::from(unnamed) * 20;
            if best.as_ref().is_none_or(|(old, _)| score > *old) {
                best = Some((score, Ok(recent.source)));
            }
        }
        // names in the text before
        let first = at.saturating_sub(120);
        let content = context.content.map(|content| self.reader.words.within(content));
        for mention in self.reader.names.mentions_in(first..at) {
            let who = mention.who;
            let Some(named) = self.reader.names.named.get(who).filter(|named| named.kind == NameKind::Person)
            else {
                continue;
            };
            let spoken_of = content.as_ref().is_some_and(|content| content.contains(&mention.words.start));
            // "Trump campaign spokesman Jason Miller": part of another name's title
            let inside = self
                .reader
                .names
                .titled_at(mention.words.start)
                .is_some_and(|other| other.words != mention.words);
            if !agrees(named.gender) || spoken_of || inside {
                continue;
            }
            let id = self.by_name.get(&who).copied();
            let speaker = (context.quoted || context.asked) && id.is_some() && id == context.outer;
            let office = head.filter(|head| !head.is_empty()).is_some_and(|head| {
                named.about.iter().any(|word| self.office(word))
                    && !named.about.iter().any(|word| self.alike(word, head))
            });
            if speaker || office {
                continue;
            }
            let Some(word) = self.reader.words.get(mention.words.start) else { continue };
            let distance = as_i64(sentence.saturating_sub(word.sentence)).min(99);
            let owner = self
                .reader
                .words
                .get(mention.words.end.saturating_sub(1))
                .is_some_and(|last| last.possessive);
            let subject = !owner && self.is_subject(mention.with_title.start);
            let after =
                mention.with_title.start.checked_sub(1).map_or("", |before| self.reader.words.key(before));
            let oblique = matches!(
                after,
                "of" | "by"
                    | "with"
                    | "for"
                    | "to"
                    | "from"
                    | "against"
                    | "about"
                    | "on"
                    | "like"
                    | "than"
                    | "as"
            );
            let near = as_i64(mention.words.start - first) / 30;
            let score = 60 + i64::from(subject) * 35
                - i64::from(owner) * 12
                - i64::from(oblique) * 25
                - i64::from(word.in_quote) * 40
                - 25 * distance
                + near
                + i64::from(gender == Some(named.gender)) * 4;
            if best.as_ref().is_none_or(|(old, _)| score > *old) {
                best = Some((score, id.ok_or(who)));
            }
        }
        let (_, found) = best.filter(|&(score, _)| score > -60)?;
        let id = match found {
            Ok(id) => id,
            Err(who) => self.named(who),
        };
        self.learn(id, gender);
        Some(id)
    }

    /// Whether a word is an office that one person has and another has not.
    fn office(&self, word: &str) -> bool {
        let classes = self.reader.sourcing.classes(word);
        classes.any(Classes::ROLE.and(Classes::TITLE))
            && !classes.any(Classes::CALLING)
            && !matches!(word, "mr" | "mrs" | "ms" | "dr" | "member")
    }

    /// Whether a person is known by another office than `head`.
    fn another_office(&self, id: SourceId, head: &str) -> bool {
        !head.is_empty()
            && self.known(id).is_some_and(|known| {
                known.about.iter().any(|word| self.office(word))
                    && !known.about.iter().any(|word| self.alike(word, head))
            })
    }

    /// Whether the words from `at` on are their sentence's subject, as far as its words tell.
    fn is_subject(&self, at: usize) -> bool {
        let Some(word) = self.reader.words.get(at) else { return false };
        let start = self.reader.words.sentence(word.sentence).start;
        let opens = |key: &str| {
            matches!(
                key,
                "the"
                    | "but"
                    | "and"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "its"
                    | "however"
                    | "meanwhile"
                    | "still"
                    | "yet"
                    | "then"
                    | "later"
                    | "so"
            )
        };
        // "On Tuesday, however, Vice President Pence": what a comma parts off does not count
        let from = (start.max(at.saturating_sub(60))..at + 1)
            .rev()
            .find(|&i| i == start || self.reader.words.get(i).is_some_and(|w| w.cut && !w.stopped))
            .unwrap_or(start);
        at.saturating_sub(from) <= 6
            && (from..at).all(|i| {
                opens(self.reader.words.key(i))
                    || self.reader.names.mention_at(i).is_some()
                    || self.reader.words.get(i).is_some_and(|w| {
                        !w.classes.any(Classes::FUNCTION) && (!w.classes.is_plain() || w.cap)
                    })
            })
            && (from == start || self.opening(start..from))
    }

    /// Whether words before a comma only open the sentence: "In July,", "At the meeting,".
    fn opening(&self, range: std::ops::Range<usize>) -> bool {
        range.len() <= 12
            && self.reader.words.is(range.start, Classes::FUNCTION)
            && self
                .reader
                .names
                .mentions_in(range)
                .all(|mention| self.reader.names.kind(mention.who) != NameKind::Person)
    }

    fn learn(&mut self, id: SourceId, gender: Option<Gender>) {
        if let (Some(known), Some(gender)) = (self.known.get_mut(id.0 as usize), gender)
            && known.gender == Gender::Open
        {
            known.gender = gender;
        }
    }

    /// Whom "they" stands for.
    fn several(&mut self, at: usize, context: Context) -> Option<SourceId> {
        let fits = |registry: &Registry<'_>, id: SourceId| {
            registry.source(id).is_some_and(|source| {
                matches!(source.kind, SourceKind::Group | SourceKind::Organization | SourceKind::Outlet)
            })
        };
        if let Some(outer) = context.outer.filter(|_| !context.quoted && !context.asked)
            && fits(self, outer)
        {
            return Some(outer);
        }
        self.latest(at, 5, |registry, id| {
            fits(registry, id) && !(context.quoted && Some(id) == context.outer)
        })
    }

    /// What "it" stands for.
    fn thing(&mut self, at: usize, context: Context) -> Option<SourceId> {
        let fits = |registry: &Registry<'_>, id: SourceId| {
            registry.source(id).is_some_and(|source| {
                matches!(source.kind, SourceKind::Organization | SourceKind::Outlet | SourceKind::Document)
            })
        };
        if let Some(outer) = context.outer.filter(|_| !context.quoted && !context.asked)
            && fits(self, outer)
        {
            return Some(outer);
        }
        let recent = self.latest(at, 4, |registry, id| {
            fits(registry, id) && !(context.quoted && Some(id) == context.outer)
        });
        if recent.is_some() {
            return recent;
        }
        let sentence = self.reader.words.get(at)?.sentence;
        let subject = (self.reader.names.mentions_in(at.saturating_sub(60)..at))
            .filter(|mention| {
                matches!(
                    self.reader.names.kind(mention.who),
                    NameKind::Organization | NameKind::Outlet | NameKind::Place
                ) && self.is_subject(mention.words.start)
                    && self
                        .reader
                        .words
                        .get(mention.words.start)
                        .is_some_and(|word| word.sentence + 1 >= sentence)
            })
            .last()
            .map(|mention| mention.who);
        // "the United States … reach the target it pledged": the nearest body in the same sentence
        let nearest = || {
            let kinds = [NameKind::Organization, NameKind::Outlet, NameKind::Place];
            let start = self.reader.words.sentence(sentence).start.max(at.saturating_sub(80));
            (self.reader.names.mentions_in(start..at))
                .filter(|mention| kinds.contains(&self.reader.names.kind(mention.who)))
                .last()
                .map(|mention| mention.who)
        };
        subject.or_else(nearest).map(|who| self.named(who))
    }

    /// A pronoun that stands for nobody known: nothing can point at it.
    fn is_hollow(&self, id: SourceId) -> bool {
        let unnamed = self.source(id).is_none_or(|source| source.naming != Naming::Named);
        unnamed && self.known(id).is_none_or(|known| known.head.is_empty() && !known.plural)
    }

    /// The latest source within some sentences that fits.
    fn latest(
        &self,
        at: usize,
        sentences: usize,
        fits: impl Fn(&Registry<'_>, SourceId) -> bool,
    ) -> Option<SourceId> {
        let sentence = self.reader.words.get(at)?.sentence;
        let near = self.recent.iter().rev().take(60).filter(|recent| {
            recent.word < at
                && recent.sentence + sentences >= sentence
                && fits(self, recent.source)
                && !self.is_hollow(recent.source)
        });
        near.min_by_key(|recent| (recent.nested, sentence.saturating_sub(recent.sentence), at - recent.word))
            .map(|recent| recent.source)
    }

    /// Who a description stands for: "the FBI chief", "the same House committee", "The woman".
    fn described(&mut self, phrase: &Phrase, context: Context) -> Option<SourceId> {
        match phrase.kind {
            SourceKind::Person => self.described_person(phrase, context),
            SourceKind::Organization | SourceKind::Outlet => self.described_body(phrase),
            SourceKind::Document | SourceKind::Group => self.described_again(phrase),
            SourceKind::Unknown => None,
        }
    }

    fn modifiers(&self, phrase: &Phrase) -> Vec<String> {
        (phrase.words.start..phrase.head)
            .filter(|&at| !self.reader.words.is(at, Classes::FUNCTION))
            .map(|at| self.reader.words.key(at).to_owned())
            .collect()
    }

    fn described_person(&mut self, phrase: &Phrase, context: Context) -> Option<SourceId> {
        let words = self.reader.words;
        let head = words.key(phrase.head).to_owned();
        let modifiers = self.modifiers(phrase);
        let headline = words
            .get(phrase.head)
            .is_some_and(|word| words.headline.get(word.paragraph).copied().unwrap_or(false));
        let lead = words.get(phrase.head).is_some_and(|word| word.paragraph <= 2);
        let indefinite = !phrase.definite && !headline && !phrase.owned;
        let mut best: Option<(i64, usize)> = None;
        let mut heads = 0;
        for who in self.with_office(&head) {
            let Some(named) = self.reader.names.named.get(who) else { continue };
            if named.kind != NameKind::Person || !named.about.iter().any(|word| self.alike(word, &head)) {
                continue;
            }
            heads += 1;
            let seen_before = named.first < phrase.head;
            let shared =
                modifiers.iter().filter(|one| named.about.iter().any(|two| self.alike(one, two))).count();
            let foreign =
                modifiers.iter().filter(|one| !named.about.iter().any(|two| self.alike(one, two))).count();
            let last = self.last_mention(who, phrase.head);
            let far = last.map_or(80, |last| phrase.head.saturating_sub(last) / 8);
            let gender_clash = phrase.gender != Gender::Open
                && named.gender != Gender::Open
                && phrase.gender != named.gender;
            if gender_clash || (!seen_before && !(lead && (indefinite || headline))) {
                continue;
            }
            // "the Democratic nominee" is no Republican
            let party = |word: &String| self.reader.sourcing.classes(word).any(Classes::DEMONYM);
            let other_party = modifiers.iter().filter(|one| party(one)).any(|one| {
                named.about.iter().any(&party) && !named.about.iter().any(|two| self.alike(one, two))
            });
            if other_party {
                continue;
            }
            let score = 100 + 40 * as_i64(shared) - 15 * as_i64(foreign) - as_i64(far);
            if best.is_none_or(|(old, _)| score > old) {
                best = Some((score, who));
            }
        }
        if indefinite {
            // "A New York judge" in the lead, whose name comes later
            return best
                .filter(|_| {
                    heads == 1
                        && lead
                        && !phrase.plural
                        && matches!(words.key(phrase.words.start), "a" | "an")
                })
                .map(|(_, who)| self.named(who));
        }
        if let Some((_, who)) = best.filter(|_| !phrase.owned) {
            return Some(self.named(who));
        }
        if let Some(again) = self.described_again(phrase) {
            return Some(again);
        }
        if let Some(who) = self.to_come(phrase, &head).filter(|_| !phrase.owned) {
            return Some(self.named(who));
        }
        // "the 34-year-old mother of three", "the self-proclaimed germaphobe": whoever was spoken of
        let telling = words.is(phrase.head, Classes::PERSON.and(Classes::CALLING))
            || matches!(
                head.as_str(),
                "senator"
                    | "nominee"
                    | "candidate"
                    | "president"
                    | "congressman"
                    | "governor"
                    | "republican"
                    | "democrat"
            );
        let fresh = words.is(phrase.head, Classes::FRESH);
        if telling && !fresh && !headline && !phrase.owned {
            let gender = Some(phrase.gender).filter(|&gender| gender != Gender::Open);
            // an epithet that is no office says nothing against anybody's office
            let head = Some(if self.office(&head) { head.as_str() } else { "" });
            return self.person(
                phrase.head,
                gender,
                head,
                Context { outer: context.outer, content: context.content, ..Context::default() },
            );
        }
        if phrase.owned && matches!(head.as_str(), "wife" | "husband" | "ex-wife" | "ex-husband" | "widow") {
            return self.person(phrase.head, Some(phrase.gender), None, Context { asked: true, ..context });
        }
        None
    }

    /// "Connecticut's tax commissioner", whose name follows soon.
    fn to_come(&self, phrase: &Phrase, head: &str) -> Option<usize> {
        let soon = (self.reader.names.mentions_in(phrase.head + 1..phrase.head + 80)).find(|mention| {
            self.reader
                .names
                .named
                .get(mention.who)
                .is_some_and(|named| named.kind == NameKind::Person && named.first > phrase.head)
                && (mention.with_title.start..mention.words.start)
                    .any(|at| self.alike(self.reader.words.key(at), head))
        });
        soon.filter(|_| self.office(head)).map(|mention| mention.who)
    }

    /// Persons that are described with an office like `head`.
    fn with_office(&self, head: &str) -> Vec<usize> {
        let mut all: Vec<usize> = (self.reader.sourcing.offices_like(head))
            .flat_map(|word| self.reader.names.with_word(word).iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn last_mention(&self, who: usize, before: usize) -> Option<usize> {
        let mentions = &self.reader.names.mentions;
        let end = mentions.partition_point(|mention| mention.words.start < before);
        mentions
            .get(..end)?
            .iter()
            .rev()
            .take(200)
            .find(|mention| mention.who == who)
            .map(|mention| mention.words.start)
    }

    fn described_body(&mut self, phrase: &Phrase) -> Option<SourceId> {
        let words = self.reader.words;
        let head = words.key(phrase.head).to_owned();
        if phrase.owned || (!phrase.definite && head != "police") {
            return None;
        }
        let modifiers: Vec<String> =
            self.modifiers(phrase).into_iter().filter(|word| word != "same").collect();
        // a name that holds the head: "the fund" of the "International Monetary Fund"
        let mut best: Option<(i64, usize)> = None;
        for &who in self.reader.names.with_word(&head) {
            let Some(named) = self.reader.names.named.get(who) else { continue };
            let told = named.about.contains(&head)
                && matches!(named.kind, NameKind::Organization | NameKind::Open | NameKind::Outlet);
            let held = named.keys.contains(&head) && named.keys.len() >= 2;
            if matches!(named.kind, NameKind::Person) || !(held || told) {
                continue;
            }
            let Some(last) = self.last_mention(who, phrase.head) else { continue };
            let knows = |one: &String| named.keys.contains(one) || named.about.contains(one);
            let shared = modifiers.iter().filter(|one| knows(one)).count();
            let foreign = modifiers.iter().filter(|one| !knows(one)).count();
            if modifiers.iter().any(|one| words_cap(self.reader, phrase, one) && !knows(one)) {
                continue;
            }
            let far = as_i64(phrase.head.saturating_sub(last) / 8).min(60);
            let score = 100 + 40 * as_i64(shared) - 40 * as_i64(foreign) - far;
            if best.is_none_or(|(old, _)| score > old) {
                best = Some((score, who));
            }
        }
        if let Some((_, who)) = best.filter(|&(score, _)| score > 30) {
            return Some(self.named(who));
        }
        // "Saudi government" → "the government"; "Portland police" → "police"
        let made = self.known.iter().enumerate().rev().take(300).find(|(at, known)| {
            known.head == head
                && self.sources.get(*at).is_some_and(|source| source.naming == Naming::Named)
                && modifiers.iter().all(|one| known.about.contains(one))
        });
        if let Some((at, _)) = made {
            return u32::try_from(at).ok().map(SourceId);
        }
        if let Some(id) = self.made_before(phrase, &head, &modifiers) {
            return Some(id);
        }
        if let Some(again) = self.described_again(phrase) {
            return Some(again);
        }
        let place = matches!(head.as_str(), "country" | "city" | "nation" | "state" | "town");
        if place && words.key(phrase.head + 1) == "of" {
            // "the city of Phoenix"
            let named = self.reader.names.mention_at(phrase.head + 2).map(|mention| mention.who);
            return named.map(|who| self.named(who));
        }
        if place && modifiers.is_empty() {
            let place = self
                .reader
                .names
                .mentions_in(phrase.head.saturating_sub(200)..phrase.head)
                .filter(|mention| self.reader.names.kind(mention.who) == NameKind::Place);
            return place.last().map(|mention| mention.who).map(|who| self.named(who));
        }
        let vague = words.is(phrase.head, Classes::VAGUE);
        if !vague || modifiers.len() > 1 {
            return None;
        }
        let outlet = phrase.kind == SourceKind::Outlet
            || matches!(head.as_str(), "station" | "newspaper" | "paper" | "magazine" | "broadcaster");
        let kind = if outlet { SourceKind::Outlet } else { SourceKind::Organization };
        let latest = self.latest(phrase.head, 4, |registry, id| {
            registry.source(id).is_some_and(|source| source.kind == kind && source.naming == Naming::Named)
                && !registry.is_place(id)
        });
        latest.or_else(|| {
            let wanted = if outlet { NameKind::Outlet } else { NameKind::Organization };
            let who = (self.reader.names.mentions_in(phrase.head.saturating_sub(60)..phrase.head))
                .filter(|mention| self.reader.names.kind(mention.who) == wanted);
            who.last().map(|mention| mention.who).map(|who| self.named(who))
        })
    }

    /// Whether a source is a country or a city: "the company" is none.
    fn is_place(&self, id: SourceId) -> bool {
        self.known(id).is_some_and(|known| known.place)
    }

    /// A made name with the same head earlier in the text, where it was no source: "asked Portland police to comment".
    fn made_before(&mut self, phrase: &Phrase, head: &str, modifiers: &[String]) -> Option<SourceId> {
        let words = self.reader.words;
        let from = phrase.head.saturating_sub(600);
        let at = (from..phrase.words.start).rev().find(|&at| {
            words.key(at) == head
                && at > 0
                && words.get(at - 1).is_some_and(|before| before.cap || before.classes.any(Classes::DEMONYM))
                && words.get(at).is_some_and(|word| !word.cut)
        })?;
        let first = (at.saturating_sub(4)..at)
            .rev()
            .take_while(|&i| words.get(i).is_some_and(|word| word.cap || word.classes.any(Classes::DEMONYM)))
            .last()?;
        let found = self.reader.phrase(first..at + 1)?;
        let name = found.made_name?;
        let about: Vec<&str> = (first..at).map(|i| words.key(i)).collect();
        modifiers.iter().all(|one| about.contains(&one.as_str())).then(|| self.made(&found, name))
    }

    /// An unnamed source that was described before in the same or more words.
    fn described_again(&self, phrase: &Phrase) -> Option<SourceId> {
        if !phrase.definite {
            return None;
        }
        let head = self.reader.words.key(phrase.head);
        let modifiers = self.modifiers(phrase);
        let at = self.known.iter().enumerate().rev().take(300).find(|(at, known)| {
            let source = self.sources.get(*at);
            known.head == head
                && source.is_some_and(|source| source.kind == phrase.kind)
                && modifiers.iter().all(|one| known.about.contains(one) || known.head == *one)
        })?;
        u32::try_from(at.0).ok().map(SourceId)
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

fn words_cap(reader: Reader<'_>, phrase: &Phrase, key: &str) -> bool {
    phrase
        .words
        .clone()
        .any(|at| reader.words.key(at) == key && reader.words.get(at).is_some_and(|word| word.cap))
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

/// "A", "A and B", "A, B and C".
fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same body under "campaign", "camp" and "team", with and without a given name.
fn made_key(written: &str) -> String {
    let lower = written.to_lowercase().replace('’', "'").replace("'s", "");
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.as_slice() {
        [.., name, "campaign" | "camp" | "team"] => format!("{name} campaign"),
        _ => words.join(" "),
    }
}

/// What the report says about a named source at this place: titles before the name, or the apposition after it.
fn descriptor(reader: Reader<'_>, phrase: &Phrase, spans: &[Span]) -> Option<Span> {
    let mention = reader.names.mention_at(phrase.head)?;
    let before = phrase.words.start..mention.words.start;
    let telling = before.clone().any(|at| !reader.words.is(at, Classes::FUNCTION));
    if telling {
        return reader.words.span(before).map(|span| span.trim(reader.text));
    }
    let whole = spans
        .iter()
        .copied()
        .find(|span| reader.words.span(mention.words.clone()).is_some_and(|name| span.overlaps(name)))?;
    let rest = reader.words.within(whole);
    let after = mention.words.end..rest.end;
    reader.words.span(after).filter(|span| !span.is_empty())
}
