//! The source of a phrase: named, made of a description, joint, or unnamed.

use super::{Context, Known, Referent, Registry, blank};
use crate::language::{Classes, List};
use crate::resolve::name::NameKind;
use crate::resolve::phrase::{Phrase, Pronoun, Reader};
use crate::{Naming, Source, SourceId, SourceKind, Span};

impl<'a> Registry<'a> {
    /// The referents of a source's phrases; joint speakers become one source.
    pub(in crate::resolve) fn resolve(&mut self, spans: &[Span], context: Context) -> Vec<Referent> {
        let phrases = self.reader.read(spans);
        self.resolve_phrases(&phrases, spans, context)
    }

    pub(in crate::resolve) fn resolve_phrases(
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
    pub(super) fn joint(&mut self, phrases: &[Phrase], spans: &[Span], context: Context) -> Referent {
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
    pub(super) fn is_bare(&self, phrase: &Phrase) -> bool {
        let name = self.reader.names.mention_at(phrase.head).map(|mention| mention.words.clone());
        name.is_some_and(|name| phrase.words.end == name.end) || phrase.made_name.is_some()
    }

    /// One phrase's referent.
    pub(super) fn one(&mut self, phrase: &Phrase, spans: &[Span], context: Context) -> Referent {
        let span = self.reader.words.span(phrase.words.clone());
        if let Some(pronoun) = phrase.pronoun {
            // "terrorists who claim": the noun says who, the pronoun nothing
            if pronoun == Pronoun::Relative
                && let Some(noun) = self.before_relative(phrase.words.start)
            {
                return noun;
            }
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
    pub(super) fn made(&mut self, phrase: &Phrase, name: Span) -> SourceId {
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

    /// The source of a person's or account's name as a signature gives it.
    pub(in crate::resolve) fn signer(&mut self, words: std::ops::Range<usize>) -> Option<SourceId> {
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
    pub(super) fn poll_to_come(&mut self, phrase: &Phrase) -> Option<SourceId> {
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

    pub(super) fn is_poll_word(&self, at: usize) -> bool {
        self.reader.sourcing.listed(List::Survey, self.reader.words.key(at))
    }

    /// A new source that has no name.
    pub(super) fn unnamed(&mut self, phrase: &Phrase, spans: &[Span]) -> SourceId {
        // the same words met again: "her deputy, who …, said"
        if let Some(&id) = self.by_head.get(&phrase.head) {
            return id;
        }
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
            descriptor: whole
                .or_else(|| words.span(phrase.words.clone()))
                .map(|span| without_comma(span, self.reader.text)),
            stated_count: count.filter(|_| !percent),
            ..blank(phrase.kind, Naming::Unnamed)
        };
        let id = self.enter(source, known);
        self.by_head.insert(phrase.head, id);
        id
    }
}

/// The span without the comma that closes an aside in it.
fn without_comma(span: Span, text: &str) -> Span {
    let words = span.of(text);
    let kept = words.trim_end_matches([',', ' ']);
    if kept.is_empty() { span } else { Span::new(span.start(), span.start() + kept.len()) }
}

/// "A", "A and B", "A, B and C".
pub(super) fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same body under "campaign", "camp" and "team", with and without a given name.
pub(super) fn made_key(written: &str) -> String {
    let lower = written.to_lowercase().replace('’', "'").replace("'s", "");
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.as_slice() {
        [.., name, "campaign" | "camp" | "team"] => format!("{name} campaign"),
        _ => words.join(" "),
    }
}

/// What the report says about a named source at this place: titles before the name, or the apposition after it.
pub(super) fn descriptor(reader: Reader<'_>, phrase: &Phrase, spans: &[Span]) -> Option<Span> {
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
