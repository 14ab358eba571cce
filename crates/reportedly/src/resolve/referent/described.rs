//! Persons and things that are described rather than named.

use super::{Context, Registry, as_i64};
use crate::language::{Classes, Gender, List};
use crate::resolve::name::NameKind;
use crate::resolve::phrase::Phrase;
use crate::{SourceId, SourceKind};

impl<'a> Registry<'a> {
    /// Who a description stands for: "the FBI chief", "the same House committee", "The woman".
    pub(super) fn described(&mut self, phrase: &Phrase, context: Context) -> Option<SourceId> {
        match phrase.kind {
            SourceKind::Person => self.described_person(phrase, context),
            SourceKind::Organization | SourceKind::Outlet => self.described_body(phrase),
            SourceKind::Document | SourceKind::Group => self.described_again(phrase),
            SourceKind::Unknown => None,
        }
    }

    pub(super) fn modifiers(&self, phrase: &Phrase) -> Vec<String> {
        (phrase.words.start..phrase.head)
            .filter(|&at| !self.reader.words.is(at, Classes::FUNCTION))
            .map(|at| self.reader.words.key(at).to_owned())
            .collect()
    }

    pub(super) fn described_person(&mut self, phrase: &Phrase, context: Context) -> Option<SourceId> {
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
            || self.reader.sourcing.listed(List::Epithet, &head);
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
        if phrase.owned && self.reader.sourcing.listed(List::Spouse, &head) {
            return self.person(phrase.head, Some(phrase.gender), None, Context { asked: true, ..context });
        }
        None
    }

    /// "Connecticut's tax commissioner", whose name follows soon.
    pub(super) fn to_come(&self, phrase: &Phrase, head: &str) -> Option<usize> {
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
    pub(super) fn with_office(&self, head: &str) -> Vec<usize> {
        let mut all: Vec<usize> = (self.reader.sourcing.offices_like(head))
            .flat_map(|word| self.reader.names.with_word(word).iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn last_mention(&self, who: usize, before: usize) -> Option<usize> {
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

    /// An unnamed source that was described before in the same or more words.
    pub(super) fn described_again(&self, phrase: &Phrase) -> Option<SourceId> {
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
}
