//! Lists of phrases: "diplomats and a network".

use std::ops::Range;

use super::{ONE, Phrase, Reader};
use crate::SourceKind;
use crate::language::Classes;
use crate::language::List;

/// How a part of a phrase is tied to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    First,
    Comma,
    And,
    CommaAnd,
}

impl Reader<'_> {
    /// The same for a range of words.
    pub(in crate::resolve) fn range(&self, range: Range<usize>) -> Vec<Phrase> {
        let range = self.trim(range);
        if range.is_empty() {
            return Vec::new();
        }
        let parts = self.parts(range.clone());
        let mut joined: Vec<Phrase> = Vec::new();
        let mut aside = false;
        for (index, (tie, part)) in parts.iter().enumerate() {
            let part = self.trim(part.clone());
            if part.is_empty() || self.is_aside(&part) {
                continue;
            }
            let Some(phrase) = self.phrase(part.clone()) else { continue };
            match tie {
                Tie::First => joined.push(phrase),
                // "State Treasurer and gubernatorial hopeful Tom Reed" is one man
                Tie::And if !aside && joined.len() == 1 && self.two_offices(joined.last(), &phrase) => {
                    let start = joined.pop().map_or(phrase.words.start, |office| office.words.start);
                    joined.push(Phrase { words: start..phrase.words.end, ..phrase });
                }
                Tie::And if !aside && joins_well(joined.last(), &phrase, self, range.start) => {
                    joined.push(phrase)
                }
                Tie::CommaAnd if joins_well(joined.last(), &phrase, self, range.start) => {
                    aside = false;
                    joined.push(phrase);
                }
                Tie::Comma if !aside && self.lists_on(&parts, index, &phrase) => joined.push(phrase),
                Tie::Comma => {
                    // "A lawyer for the outlets, David Schulz,": the apposition has the name
                    if let [only] = joined.as_mut_slice()
                        && only.who.is_none()
                        && only.kind == SourceKind::Person
                        && only.pronoun.is_none()
                        && phrase.kind == SourceKind::Person
                        && phrase.who.is_some()
                        && !aside
                    {
                        let words = only.words.start..phrase.words.end;
                        *only = Phrase { words, ..phrase };
                    }
                    aside = true;
                }
                Tie::And if !aside => {
                    // "a spokesman for Fitch and Moody's": still the same source's words
                    let Some(last) = joined.last_mut() else { continue };
                    let whole = last.words.start..part.end;
                    let describes = last.by_owner || self.head_end(last.words.clone()) == last.words.end;
                    if describes && let Some(phrase) = self.phrase_of(whole) {
                        *last = phrase;
                    } else {
                        last.words.end = phrase.words.end;
                    }
                }
                _ => {}
            }
        }
        joined
    }

    /// Without determiner-like first words that are no part of a source ("from", "by") and final marks.
    pub(super) fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        while range.start < range.end
            && matches!(
                self.words.key(range.start),
                "from" | "by" | "with" | "and" | "to" | "in" | "as" | "both" | "even" | "but"
            )
            && range.len() > 1
        {
            range.start += 1;
        }
        // "Trump this week", "the minister on Friday"
        while range.len() > 1
            && crate::resolve::mend::tells_when(self.sourcing, self.words, range.end - 1)
            && self.names.mention_at(range.end - 1).is_none()
        {
            range.end -= 1;
            while range.len() > 1
                && matches!(
                    self.words.key(range.end - 1),
                    "this" | "last" | "late" | "early" | "next" | "on" | "that"
                )
            {
                range.end -= 1;
            }
        }
        range
    }

    /// Whether two parts joined by "and" are two offices of the one person who is named behind them.
    fn two_offices(&self, left: Option<&Phrase>, right: &Phrase) -> bool {
        let Some(left) = left else { return false };
        let nobody = left.who.is_none() && left.pronoun.is_none() && !left.plural && left.count.is_none();
        // with an article of its own the first is somebody else: "the mayor and Senator Ines Calloway"
        let article = |phrase: &Phrase| {
            matches!(self.words.key(phrase.words.start), "the" | "a" | "an" | "this" | "that" | "one")
        };
        let name = self.names.mention_at(right.head).map_or(right.head, |mention| mention.words.start);
        let office = |at: usize| {
            self.words.get(at).is_some_and(|word| !word.cap && !word.classes.any(Classes::FUNCTION))
        };
        left.kind == SourceKind::Person
            && right.kind == SourceKind::Person
            && nobody
            && ![left, right].iter().any(|phrase| phrase.owned || phrase.by_owner || article(phrase))
            && left.words.len() > 1
            && right.who.is_some()
            && (right.words.start..name).any(office)
    }

    /// Ages, party and state after a name: ", 31,", ", R-Ky.,".
    pub(super) fn is_aside(&self, part: &Range<usize>) -> bool {
        let first = self.words.key(part.start);
        let party = first.len() > 2 && matches!(first.get(..2), Some("r-" | "d-" | "i-"));
        part.len() == 1 && (party || first.chars().all(|c| c.is_ascii_digit()))
    }

    /// Cuts at commas, dashes, brackets, relative pronouns after a comma, and "and" outside names.
    pub(super) fn parts(&self, range: Range<usize>) -> Vec<(Tie, Range<usize>)> {
        let mut parts = Vec::new();
        let (mut tie, mut start) = (Tie::First, range.start);
        let mut at = range.start;
        while at < range.end {
            let Some(word) = self.words.get(at) else { break };
            if let Some(mention) = self.names.mention_at(at)
                && mention.words.start < at
                && at < mention.words.end
            {
                at += 1;
                continue;
            }
            let and = matches!(word.key.as_str(), "and" | "&");
            let comma = word.cut && at > range.start && word.bracket == 0;
            if (and || comma) && at > start {
                parts.push((tie, start..at));
                start = at;
                tie = match (comma, and) {
                    (true, true) => Tie::CommaAnd,
                    (false, true) => Tie::And,
                    _ => Tie::Comma,
                };
            } else if and && at == start && tie == Tie::Comma {
                tie = Tie::CommaAnd;
            }
            if and {
                start = at + 1;
            }
            at += 1;
        }
        if start < range.end {
            parts.push((tie, start..range.end));
        }
        parts
    }

    /// Whether a part after a comma is one of a list: "Ukraine, the United States and NATO".
    pub(super) fn lists_on(&self, parts: &[(Tie, Range<usize>)], index: usize, phrase: &Phrase) -> bool {
        let next_and = parts.get(index + 1..).unwrap_or(&[]).iter().find(|(tie, _)| *tie != Tie::Comma);
        phrase.who.is_some()
            && !phrase.words.clone().any(|at| self.words.is(at, ONE))
            && next_and.is_some_and(|(_, part)| {
                self.phrase(self.trim(part.clone())).is_some_and(|last| last.who.is_some())
            })
            && parts.first().is_some_and(|(_, part)| {
                self.phrase(part.clone()).is_some_and(|first| {
                    first.who.is_some() && first.kind != SourceKind::Person
                        || first.who.is_some() && phrase.kind == SourceKind::Person
                })
            })
    }
}

/// Whether two parts joined by "and" are two sources rather than two words about one.
pub(super) fn joins_well(left: Option<&Phrase>, right: &Phrase, reader: &Reader<'_>, start: usize) -> bool {
    let Some(left) = left else { return false };
    if right.kind == SourceKind::Unknown && right.pronoun.is_none() {
        return false;
    }
    // "smoking and health experts": the left word alone is no source
    let bare = left.words.len() == 1
        && left.who.is_none()
        && left.pronoun.is_none()
        && left.kind != SourceKind::Group;
    // "a spokesman for Fitch and Moody's": the right part belongs to what the left part is of
    let continues = left.words.end > left.head + 1
        && reader
            .words
            .get(left.head + 1)
            .is_some_and(|word| reader.sourcing.listed(List::AfterHead, &word.key))
        && left.words.start == start
        && !reader.words.get(right.words.start).is_some_and(|word| word.cut);
    // "health and safety guidelines": both words describe one head
    let describes = left.by_owner
        || left.who.is_some() && reader.names.mention_at(left.head).is_none()
        || (left.who.is_none()
            && left.made_name.is_none()
            && left.pronoun.is_none()
            && reader.words.get(left.head).is_some_and(|word| word.classes.is_plain())
            && !left.plural
            && left.kind == SourceKind::Organization);
    let tail = continues
        && !(right.kind == SourceKind::Group && left.kind == SourceKind::Organization && right.who.is_none());
    !bare && !tail && !describes
}
