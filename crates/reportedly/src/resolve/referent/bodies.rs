//! "The committee", "the government": which body a description means.

use super::{Registry, as_i64};
use crate::language::{Classes, List};
use crate::resolve::name::NameKind;
use crate::resolve::phrase::{Phrase, Reader};
use crate::{Naming, SourceId, SourceKind};

impl<'a> Registry<'a> {
    pub(super) fn described_body(&mut self, phrase: &Phrase) -> Option<SourceId> {
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
        let place = self.reader.sourcing.listed(List::Land, &head);
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
        let outlet =
            phrase.kind == SourceKind::Outlet || self.reader.sourcing.listed(List::OutletKind, &head);
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

    /// A made name with the same head earlier in the text, where it was no source: "asked Portland police to comment".
    pub(super) fn made_before(
        &mut self,
        phrase: &Phrase,
        head: &str,
        modifiers: &[String],
    ) -> Option<SourceId> {
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
}

pub(super) fn words_cap(reader: Reader<'_>, phrase: &Phrase, key: &str) -> bool {
    phrase
        .words
        .clone()
        .any(|at| reader.words.key(at) == key && reader.words.get(at).is_some_and(|word| word.cap))
}
