//! What pronouns point at.

use super::{Context, Known, Referent, Registry, blank};
use crate::language::{Classes, Gender};
use crate::resolve::name::NameKind;
use crate::resolve::phrase::{Phrase, Pronoun};
use crate::{Naming, Source, SourceId, SourceKind};

impl<'a> Registry<'a> {
    /// Who a pronoun stands for.
    pub(super) fn pronoun(&mut self, pronoun: Pronoun, phrase: &Phrase, context: Context) -> SourceId {
        let at = phrase.words.start;
        let found = match pronoun {
            Pronoun::Relative => self.before_relative(at).map(|referent| referent.source),
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
    pub(super) fn author(&mut self) -> Option<SourceId> {
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

    /// The last word before what only says when: "met an attorney in June 2016, who".
    fn before_when(&self, last: usize) -> usize {
        let words = self.reader.words;
        let year = |at: usize| {
            let key = words.key(at);
            key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut at = last;
        while at > 0 && (year(at) || words.is(at, Classes::CALENDAR)) {
            at -= 1;
        }
        let said = at < last && at > 0 && matches!(words.key(at), "in" | "on" | "last" | "this" | "since");
        if said { at - 1 } else { last }
    }

    /// The noun right before "who", "which" or "that".
    pub(super) fn before_relative(&mut self, at: usize) -> Option<Referent> {
        let words = self.reader.words;
        let mut last = at.checked_sub(1)?;
        while last > 0 && words.get(last).is_some_and(|word| word.bracket > 0) {
            last -= 1;
        }
        last = self.before_when(last);
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
            let (source, span) = (self.named(mention.who), words.span(mention.words.clone()));
            return Some(Referent { source, span });
        }
        // the noun phrase that ends here: back to its determiner or a mark
        let mut first = last;
        while first > start {
            let word = words.get(first)?;
            let before = words.key(first - 1);
            // "let into their countries terrorists who": a plural noun describes no other noun
            let plural = words.is(first - 1, Classes::PLURAL) && !words.is(first - 1, Classes::PEOPLE);
            if word.parted
                || plural
                || matches!(
                    before,
                    "of" | "by"
                        | "who"
                        | "which"
                        | "whom"
                        | "into"
                        | "at"
                        | "about"
                        | "among"
                        | "or"
                        | "but"
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
        Some(self.one(&phrase, &[span], Context::default()))
    }

    pub(super) fn learn(&mut self, id: SourceId, gender: Option<Gender>) {
        if let (Some(known), Some(gender)) = (self.known.get_mut(id.0 as usize), gender)
            && known.gender == Gender::Open
        {
            known.gender = gender;
        }
    }

    /// Whom "they" stands for.
    pub(super) fn several(&mut self, at: usize, context: Context) -> Option<SourceId> {
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
    pub(super) fn thing(&mut self, at: usize, context: Context) -> Option<SourceId> {
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
    pub(super) fn is_hollow(&self, id: SourceId) -> bool {
        let unnamed = self.source(id).is_none_or(|source| source.naming != Naming::Named);
        unnamed && self.known(id).is_none_or(|known| known.head.is_empty() && !known.plural)
    }

    /// The latest source within some sentences that fits.
    pub(super) fn latest(
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
}
