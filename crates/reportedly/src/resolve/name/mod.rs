//! The names of a report: where each stands, what it names, and which of them name the same.

mod entries;
mod kinds;
mod outlets;
mod runs;
mod short;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::word::Words;
use crate::language::{Classes, Gender, Sourcing};
use crate::{Annotations, Document, Language};

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    Person,
    Organization,
    Outlet,
    /// A country, a city, a seat of government.
    Place,
    /// Capitals that nothing explains.
    Open,
}

/// Somebody or something with a name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub kind: NameKind,
    /// The fullest name in the report, as written.
    pub name: String,
    /// The same, as keys.
    pub keys: Vec<String>,
    pub gender: Gender,
    /// Words that tell what it is: "fbi", "director"; lower case.
    pub about: Vec<String>,
    /// Other short names: acronyms.
    pub short: Vec<String>,
    /// The station of a program.
    pub station: Option<String>,
    /// First word of its first mention.
    pub first: usize,
    /// Stands with a title or a description somewhere.
    pub titled: bool,
    /// Is called an outlet's own: "NPR's Michele Kelemen".
    pub journalist: bool,
}

/// One place where a name stands.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Words of the name itself.
    pub words: Range<usize>,
    /// Words with the titles and roles before it.
    pub with_title: Range<usize>,
    /// Index into [`Names::named`].
    pub who: usize,
}

/// All names of a report.
#[derive(Default)]
pub(super) struct Names {
    pub named: Vec<Named>,
    /// In text order; they do not overlap.
    pub mentions: Vec<Mention>,
    /// Index of the mention that covers each word.
    at: Vec<Option<u32>>,
    /// The same with the titles before a name.
    titled: Vec<Option<u32>>,
    /// Names by each word of theirs and of what is said about them, in order.
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Names {
    /// Finds the names of a document.
    pub(super) fn find(language: &Language, document: &Document, words: &Words, seen: &Annotations) -> Names {
        let mut finder = Finder {
            sourcing: &language.sourcing,
            text: &document.text,
            words,
            seen,
            names: Names { at: vec![None; words.all.len()], ..Names::default() },
            short: Vec::new(),
            by_key: BTreeMap::new(),
            by_surname: BTreeMap::new(),
            by_given: BTreeMap::new(),
            inside: (words.all.iter())
                .filter(|word| {
                    word.cap && !word.first && !words.headline.get(word.paragraph).copied().unwrap_or(false)
                })
                .map(|word| word.key.clone())
                .collect(),
            misters: (words.all.windows(2))
                .filter_map(|pair| match pair {
                    [title, name] if title.key == "mr" && name.cap => Some(name.key.clone()),
                    _ => None,
                })
                .collect(),
            stations: words
                .all
                .iter()
                .filter_map(|word| word.key.strip_suffix("-tv"))
                .map(str::to_owned)
                .collect(),
        };
        finder.outlets();
        finder.full();
        finder.brackets();
        finder.single();
        let mut names = finder.names;
        names.mentions.sort_by_key(|mention| mention.words.start);
        names.at = vec![None; words.all.len()];
        names.index(words);
        names.titled = vec![None; words.all.len()];
        for (index, mention) in (0u32..).zip(&names.mentions) {
            for at in mention.words.clone() {
                if let Some(slot) = names.at.get_mut(at) {
                    *slot = Some(index);
                }
            }
            for at in mention.with_title.start..mention.words.end {
                if let Some(slot) = names.titled.get_mut(at) {
                    *slot = Some(index);
                }
            }
        }
        names
    }

    /// Fills what is looked up later.
    fn index(&mut self, words: &Words) {
        let mut before: Option<(usize, usize)> = None;
        for mention in &self.mentions {
            let owner = before.filter(|&(end, _)| end == mention.with_title.start).map(|(_, who)| who);
            let owned = owner
                .is_some_and(|who| self.named.get(who).is_some_and(|named| named.kind == NameKind::Outlet))
                && words.get(mention.with_title.start.wrapping_sub(1)).is_some_and(|word| word.possessive);
            before = Some((mention.words.end, mention.who));
            if let Some(named) = self.named.get_mut(mention.who) {
                named.first = named.first.min(mention.words.start);
                named.titled |= mention.with_title != mention.words;
                named.journalist |= owned;
            }
        }
        for (who, named) in self.named.iter_mut().enumerate() {
            named.about.sort_unstable();
            named.about.dedup();
            for word in named.keys.iter().chain(&named.about) {
                let list = self.by_word.entry(word.clone()).or_default();
                if list.last() != Some(&who) {
                    list.push(who);
                }
            }
        }
    }

    /// The names that have a word in them or are described with it, the latest of them where they are many.
    pub(super) fn with_word(&self, word: &str) -> &[usize] {
        let all = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        all.get(all.len().saturating_sub(60)..).unwrap_or(&[])
    }

    /// The mention whose titles or name cover word `index`.
    pub(super) fn titled_at(&self, index: usize) -> Option<&Mention> {
        self.mentions.get(self.titled.get(index).copied().flatten()? as usize)
    }

    /// The mention that covers word `index`.
    pub(super) fn mention_at(&self, index: usize) -> Option<&Mention> {
        self.mentions.get(self.at.get(index).copied().flatten()? as usize)
    }

    /// Mentions that lie wholly in the range of words.
    pub(super) fn mentions_in(&self, range: Range<usize>) -> impl Iterator<Item = &Mention> {
        let start = self.mentions.partition_point(|mention| mention.words.start < range.start);
        self.mentions
            .get(start..)
            .unwrap_or(&[])
            .iter()
            .take_while(move |mention| mention.words.start < range.end)
            .filter(move |mention| mention.words.end <= range.end)
    }

    pub(super) fn kind(&self, who: usize) -> NameKind {
        self.named.get(who).map_or(NameKind::Open, |named| named.kind)
    }
}

struct Finder<'a> {
    sourcing: &'a Sourcing,
    text: &'a str,
    words: &'a Words,
    seen: &'a Annotations,
    names: Names,
    /// Runs of capitals that wait for the full names: single words, and what stands in headlines.
    short: Vec<Range<usize>>,
    by_key: BTreeMap<String, usize>,
    by_surname: BTreeMap<String, Vec<usize>>,
    by_given: BTreeMap<String, Vec<usize>>,
    /// Capitals that stand inside sentences somewhere.
    inside: BTreeSet<String>,
    /// Surnames after "Mr.", and after "Mrs." or "Ms.".
    misters: BTreeSet<String>,
    /// Call signs that stand with "-TV" somewhere.
    stations: BTreeSet<String>,
}

/// The gender that a word gives.
pub(super) fn gender_of(classes: Classes) -> Option<Gender> {
    if classes.any(Classes::MALE) {
        Some(Gender::Male)
    } else if classes.any(Classes::FEMALE) {
        Some(Gender::Female)
    } else {
        None
    }
}
