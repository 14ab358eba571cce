//! Which person "he", "she" or an epithet means.

use super::{Context, Registry, as_i64};
use crate::language::{Classes, Gender};
use crate::resolve::name::NameKind;
use crate::{Naming, SourceId, SourceKind};

impl<'a> Registry<'a> {
    /// The person that "he" or "she" at word `at` stands for; of either gender where none is given.
    pub(super) fn person(
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
    pub(super) fn office(&self, word: &str) -> bool {
        let classes = self.reader.sourcing.classes(word);
        classes.any(Classes::ROLE.and(Classes::TITLE))
            && !classes.any(Classes::CALLING)
            && !matches!(word, "mr" | "mrs" | "ms" | "dr" | "member")
    }

    /// Whether a person is known by another office than `head`.
    pub(super) fn another_office(&self, id: SourceId, head: &str) -> bool {
        !head.is_empty()
            && self.known(id).is_some_and(|known| {
                known.about.iter().any(|word| self.office(word))
                    && !known.about.iter().any(|word| self.alike(word, head))
            })
    }

    /// Whether the words from `at` on are their sentence's subject, as far as its words tell.
    pub(super) fn is_subject(&self, at: usize) -> bool {
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
    pub(super) fn opening(&self, range: std::ops::Range<usize>) -> bool {
        range.len() <= 12
            && self.reader.words.is(range.start, Classes::FUNCTION)
            && self
                .reader
                .names
                .mentions_in(range)
                .all(|mention| self.reader.names.kind(mention.who) != NameKind::Person)
    }
}
