//! What a source's words say it is: its parts, heads, names and kinds.

mod heads;
mod kinds;
mod lists;
mod numbers;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::name::Names;
use super::word::Words;
use crate::language::{Classes, Gender, Sourcing};
use crate::{SourceKind, Span};
pub(super) use numbers::number;

/// A pronoun as a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
    They,
    It,
    /// who, which, that, whose.
    Relative,
    I,
    We,
    You,
}

/// One source as described by its own words.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// Words of the noun phrase, without relative clauses and appositions.
    pub words: Range<usize>,
    /// The head word.
    pub head: usize,
    pub kind: SourceKind,
    /// The name that it carries, an index into [`Names::named`].
    pub who: Option<usize>,
    /// A name made of a name and a common noun: "Obama administration", "Saudi government".
    pub made_name: Option<Span>,
    pub pronoun: Option<Pronoun>,
    /// With "the" or "this": something known already.
    pub definite: bool,
    /// With "his", "their": known by its owner.
    pub owned: bool,
    pub plural: bool,
    pub gender: Gender,
    /// How many the words say.
    pub count: Option<u32>,
    /// Begins with "the" (for joint names).
    pub the: bool,
    /// The head is the owner's: "the agency's bureaucracy".
    pub by_owner: bool,
    /// "other", "others": those that are not named beside a name.
    pub others: bool,
}

/// What reads phrases.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub words: &'a Words,
    pub names: &'a Names,
    pub sourcing: &'a Sourcing,
}

const PEOPLE: Classes = Classes::PEOPLE.and(Classes::NATIONALS).and(Classes::CROWD);

const ONE: Classes = Classes::ROLE.and(Classes::PERSON).and(Classes::TITLE);

fn pronoun(key: &str) -> Option<Pronoun> {
    Some(match key {
        "he" | "his" | "him" | "himself" => Pronoun::He,
        "she" | "her" | "hers" | "herself" => Pronoun::She,
        "they" | "their" | "them" | "theirs" | "themselves" => Pronoun::They,
        "it" | "its" | "itself" => Pronoun::It,
        "who" | "which" | "that" | "whose" | "whom" => Pronoun::Relative,
        "i" | "my" | "me" | "mine" | "myself" | "i'm" | "i've" | "i'd" | "i'll" => Pronoun::I,
        "we" | "our" | "us" | "ours" | "ourselves" | "we're" | "we've" | "we'd" | "we'll" => Pronoun::We,
        "you" | "your" | "yours" => Pronoun::You,
        "he's" | "he'd" | "he'll" => Pronoun::He,
        "she's" | "she'd" | "she'll" => Pronoun::She,
        "they're" | "they've" | "they'd" | "they'll" => Pronoun::They,
        "it's" | "it'll" => Pronoun::It,
        _ => return None,
    })
}

impl Reader<'_> {
    /// The sources that a source's spans describe: several where they are joined ("Obama and Clinton").
    pub(super) fn read(&self, spans: &[Span]) -> Vec<Phrase> {
        spans
            .iter()
            .map(|&span| {
                // nobody is described in more words
                let words = self.words.within(span);
                self.range(words.start..words.end.min(words.start + 90))
            })
            .find(|phrases| !phrases.is_empty())
            .unwrap_or_default()
    }

    /// One noun phrase over an "and" that joins words inside it.
    fn phrase_of(&self, range: Range<usize>) -> Option<Phrase> {
        self.phrase(range)
    }

    /// One noun phrase.
    pub(super) fn phrase(&self, range: Range<usize>) -> Option<Phrase> {
        let first = self.words.get(range.start)?;
        let mut blank = Phrase {
            words: range.clone(),
            head: range.start,
            kind: SourceKind::Unknown,
            who: None,
            made_name: None,
            pronoun: None,
            definite: false,
            owned: false,
            plural: false,
            gender: Gender::Open,
            count: None,
            the: first.key == "the",
            others: false,
            by_owner: false,
        };
        if let Some(pronoun) = pronoun(&first.key) {
            let possessive = matches!(
                first.key.as_str(),
                "his" | "her" | "their" | "its" | "our" | "my" | "your" | "whose"
            );
            if range.len() == 1 || !possessive {
                blank.words = range.start..range.start + 1;
                blank.pronoun = Some(pronoun);
                return Some(blank);
            }
            // "his spokesman": known by its owner; "its … Stephanie McCrummen" has a name
            blank.owned = true;
        }
        blank.definite |= matches!(first.key.as_str(), "the" | "this" | "that" | "these" | "those");
        let end = self.head_end(range.clone());
        let head = self.head(range.start..end)?;
        blank.head = head;
        blank.words = range.start..self.span_end(end, range.end);
        blank.others = matches!(first.key.as_str(), "other" | "others");
        blank.count = (range.start..head).find_map(|at| number(self.words.key(at)));
        self.fill(blank, range, end)
    }
}
