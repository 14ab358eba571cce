//! What a phrase stands for: its kind, its name, whose it is.

use std::ops::Range;

use super::numbers::number;
use super::{ONE, PEOPLE, Phrase, Reader, pronoun};
use crate::SourceKind;
use crate::language::Classes;
use crate::resolve::name::NameKind;

impl Reader<'_> {
    /// Names and kind of a phrase whose head is known.
    pub(super) fn fill(&self, mut phrase: Phrase, range: Range<usize>, end: usize) -> Option<Phrase> {
        let head = phrase.head;
        let word = self.words.get(head)?;
        if let Some(mention) = self.names.mention_at(head) {
            let kind = self.names.kind(mention.who);
            phrase.who = Some(mention.who);
            phrase.kind = match kind {
                NameKind::Person => SourceKind::Person,
                NameKind::Outlet => SourceKind::Outlet,
                NameKind::Organization | NameKind::Place => SourceKind::Organization,
                NameKind::Open => self.open_kind(mention.who, mention.words.len()),
            };
            // "Attorney General" before the name says more than capitals
            return Some(phrase);
        }
        let classes = word.classes;
        let key = word.key.as_str();
        phrase.gender = crate::resolve::name::gender_of(classes).unwrap_or_default();
        // "Senator from Texas says", "Judge rejects": bare in headlines and subtitles
        let bare = range.start == head && word.first && classes.any(ONE);
        phrase.definite |= bare;
        let named_before = (range.start..head)
            .rev()
            .find_map(|at| self.names.mention_at(at))
            .filter(|mention| mention.words.end <= head);
        // "Connecticut's tax commissioner": there is one
        phrase.definite |=
            (range.start..head).any(|at| self.words.get(at).is_some_and(|word| word.possessive && word.cap));
        let inner = (self.words.key(head + 1) == "of" && head + 2 < range.end)
            .then(|| self.phrase(head + 2..range.end))
            .flatten()
            .map(|inner| inner.kind);
        let of_people = inner == Some(SourceKind::Group);
        let counts = matches!(key, "percent" | "%" | "out") || key.ends_with('%') || number(key).is_some();
        let counts =
            counts && (key != "out" || (head + 1..range.end).any(|at| number(self.words.key(at)).is_some()));
        phrase.kind = if classes.any(PEOPLE) || (counts && key != "one") {
            phrase.plural = true;
            SourceKind::Group
        } else if let (true, Some(inner)) = (key == "one", inner) {
            if inner == SourceKind::Group { SourceKind::Person } else { inner }
        } else if matches!(key, "one") {
            SourceKind::Unknown
        } else if of_people && (classes.any(Classes::ORGANIZATION) || classes.is_plain()) {
            phrase.plural = true;
            SourceKind::Group
        } else if classes.any(ONE) || (classes.any(Classes::DEMONYM) && word.cap && range.start < head) {
            SourceKind::Person
        } else if (classes.any(Classes::OUTLET)
            && (!classes.any(Classes::DOCUMENT) || named_before.is_some()))
            || (matches!(key, "reports" | "accounts" | "sources") && self.of_news(range.start..head))
        {
            SourceKind::Outlet
        } else if classes.any(Classes::DOCUMENT) {
            SourceKind::Document
        } else if classes.any(Classes::ORGANIZATION) {
            phrase.plural |= classes.any(Classes::PLURAL);
            SourceKind::Organization
        } else if classes.any(Classes::MEDIUM) {
            SourceKind::Document
        } else {
            self.owner_or_shape(&mut phrase, range.clone())
        };
        self.made_name(&mut phrase, named_before.map(|mention| (mention.who, mention.words.clone())), end);
        Some(phrase)
    }

    /// "news reports", "media accounts".
    pub(super) fn of_news(&self, mut before: Range<usize>) -> bool {
        before.any(|at| matches!(self.words.key(at), "news" | "media" | "press" | "television" | "tv"))
    }

    /// A head that no list knows: its owner ("the agency's bureaucracy"), or its ending.
    pub(super) fn owner_or_shape(&self, phrase: &mut Phrase, range: Range<usize>) -> SourceKind {
        let key = self.words.key(phrase.head).to_owned();
        let owner = (range.start..phrase.head)
            .rev()
            .find(|&at| self.words.get(at).is_some_and(|word| word.possessive));
        let shaped = ["er", "or", "ist", "ian", "man", "woman"]
            .iter()
            .any(|ending| key.len() > 5 && key.ends_with(ending));
        if let Some(at) = owner.filter(|_| !shaped)
            && let Some(inner) = self.phrase(range.start..at + 1)
        {
            phrase.by_owner = true;
            phrase.who = inner.who;
            phrase.head = inner.head;
            phrase.definite = inner.definite;
            phrase.pronoun = inner.pronoun;
            phrase.plural = inner.plural;
            return inner.kind;
        }
        if let Some(owner) = pronoun(self.words.key(range.start)).filter(|_| range.len() > 1) {
            phrase.pronoun = Some(owner);
            return SourceKind::Unknown;
        }
        let ends = |endings: &[&str]| {
            endings.iter().any(|ending| key.len() > ending.len() + 2 && key.ends_with(ending))
        };
        if ends(&["ers", "ors", "ists", "ians", "ees", "ants", "men", "women", "ics"])
            || (ends(&["s"]) && !ends(&["ss", "us", "is"]))
        {
            phrase.plural = true;
            return SourceKind::Group;
        }
        if ends(&["er", "or", "ist", "ian", "ee", "man", "woman"]) {
            return SourceKind::Person;
        }
        if self.words.get(phrase.head).is_some_and(|word| word.cap) {
            return SourceKind::Organization;
        }
        SourceKind::Organization
    }

    /// "the Obama administration", "Portland police", "the Gannett newspaper chain", "a Post-ABC poll", "a report by Politico".
    pub(super) fn made_name(&self, phrase: &mut Phrase, before: Option<(usize, Range<usize>)>, end: usize) {
        let head = phrase.head;
        let start = (phrase.words.start..head).find(|&at| {
            self.words.get(at).is_some_and(|word| {
                (word.cap && !word.first)
                    || self.names.mention_at(at).is_some()
                    || (word.cap && !word.classes.any(Classes::FUNCTION))
            }) && !matches!(self.words.key(at), "the" | "a" | "an")
        });
        // a headline's capitals make no name
        let headline = self
            .words
            .get(head)
            .is_some_and(|word| self.words.headline.get(word.paragraph).copied().unwrap_or(false));
        let start = start.filter(|_| !headline || before.is_some());
        let all_capital = |from: usize| {
            (from..head).all(|at| {
                self.words.get(at).is_some_and(|word| word.cap || word.classes.any(Classes::DEMONYM))
            })
        };
        let bodies = self.words.is(head, Classes::MADE);
        match phrase.kind {
            SourceKind::Organization if bodies => {
                if let Some(from) = start.filter(|&from| all_capital(from)) {
                    phrase.made_name = self.words.span(from..head + 1);
                }
            }
            SourceKind::Organization | SourceKind::Outlet => {
                // a name right before a common noun for the same thing
                if let Some((who, words)) = before
                    && !self.words.get(words.end - 1).is_some_and(|last| last.possessive)
                    && (words.end..head).all(|at| {
                        self.words.get(at).is_some_and(|word| {
                            word.bracket > 0
                                || !word.cap
                                || word.classes.any(Classes::OUTLET.and(Classes::ORGANIZATION))
                        })
                    })
                    && !matches!(self.names.kind(who), NameKind::Place | NameKind::Person)
                {
                    phrase.who = Some(who);
                    let outlet = self.names.kind(who) == NameKind::Outlet
                        || (words.end..=head).any(|at| self.words.is(at, Classes::OUTLET));
                    phrase.kind = if outlet { SourceKind::Outlet } else { SourceKind::Organization };
                }
            }
            SourceKind::Document if self.words.is(head, Classes::POLL) => {
                if let Some(from) = start {
                    phrase.made_name = self.words.span(from..head + 1);
                }
            }
            SourceKind::Document => {
                // "the WSJ report", "AFP's live feed", "a new report by Politico": the outlet itself speaks
                let own_story = self.words.is(head, Classes::STORY);
                let by = (end..phrase.words.end)
                    .find(|&at| matches!(self.words.key(at), "by" | "from" | "in"))
                    .and_then(|at| (at + 1..(at + 4)).find_map(|at| self.names.mention_at(at)))
                    .map(|mention| mention.who);
                let maker =
                    before.map(|(who, _)| who).or(by).filter(|&who| self.names.kind(who) == NameKind::Outlet);
                if own_story && maker.is_some() {
                    phrase.who = maker;
                    phrase.kind = SourceKind::Outlet;
                }
            }
            _ => {}
        }
    }

    /// What a name in capitals is when nothing else tells.
    pub(super) fn open_kind(&self, who: usize, words: usize) -> SourceKind {
        let named = self.names.named.get(who);
        let referred = named.is_some_and(|named| named.titled);
        // "Kent County Republican", "U.N. Women": words that lists know name no person
        if named.is_some_and(|named| named.keys.iter().any(|key| !self.sourcing.classes(key).is_plain())) {
            return SourceKind::Organization;
        }
        if referred || (2..=3).contains(&words) { SourceKind::Person } else { SourceKind::Organization }
    }
}
