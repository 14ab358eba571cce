//! Short forms: acronyms, surnames, given names, and capitals that no full name explains.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Finder, NameKind};
use crate::language::{Classes, List};

impl Finder<'_> {
    /// Acronyms in brackets right after a name: "Center for American Progress (CAP)".
    pub(super) fn brackets(&mut self) {
        let mut found = Vec::new();
        for mention in &self.names.mentions {
            let at = mention.words.end;
            let one = self.words.get(at).filter(|word| word.bracket > 0 && word.upper && word.parted);
            let closes = self.words.get(at + 1).is_none_or(|next| next.bracket == 0);
            if let Some(word) = one.filter(|_| closes) {
                found.push((mention.who, at, word.key.clone()));
            }
        }
        for (who, at, short) in found {
            if let Some(named) = self.names.named.get_mut(who)
                && named.kind != NameKind::Person
            {
                named.short.push(short.clone());
                self.by_key.insert(short, who);
                // the acronym itself was read as a name before
                self.short.retain(|range| range.start != at);
                if let Some(old) = self.names.at.get(at).copied().flatten() {
                    if let Some(mention) = self.names.mentions.get_mut(old as usize) {
                        mention.who = who;
                    }
                } else {
                    self.mention(at..at + 1, at..at + 1, who);
                }
            }
        }
        // every other place where the acronym stands; initials of a long name too
        let initials = self.acronyms();
        for (short, who) in initials {
            if short.len() >= 3 && self.by_key.get(&short).is_some_and(|&old| old != who) {
                self.by_key.insert(short, who);
            }
        }
        for index in 0..self.names.mentions.len() {
            let Some(mention) = self.names.mentions.get(index) else { continue };
            if mention.words.len() != 1 {
                continue;
            }
            let key = self.words.key(mention.words.start).to_owned();
            let Some(&who) = self.by_key.get(&key) else { continue };
            if let Some(mention) = self.names.mentions.get_mut(index) {
                mention.who = who;
            }
        }
    }

    /// Single capitals and headline runs: surnames, given names, short forms of what was seen in full.
    pub(super) fn single(&mut self) {
        let mut runs = std::mem::take(&mut self.short);
        runs.sort_by_key(|run| run.start);
        let acronyms = self.acronyms();
        for run in runs {
            let mut at = run.start;
            while at < run.end {
                if self.names.at.get(at).copied().flatten().is_some() {
                    at += 1;
                    continue;
                }
                let length = self.short_form(at, run.clone(), &acronyms);
                at += length.max(1);
            }
        }
    }

    /// Initials of the bodies with long names.
    pub(super) fn acronyms(&self) -> BTreeMap<String, usize> {
        let mut acronyms = BTreeMap::new();
        for (who, named) in self.names.named.iter().enumerate() {
            if named.keys.len() >= 2 && !matches!(named.kind, NameKind::Person) {
                let initials: String = named
                    .keys
                    .iter()
                    .filter(|key| !self.sourcing.listed(List::InName, key) && *key != "and" && *key != "the")
                    .filter_map(|key| key.chars().next())
                    .collect();
                acronyms.entry(initials).or_insert(who);
            }
        }
        acronyms
    }

    /// Enters the longest short form that starts at `at`; its length, 0 where nothing is known.
    pub(super) fn short_form(
        &mut self,
        at: usize,
        run: Range<usize>,
        acronyms: &BTreeMap<String, usize>,
    ) -> usize {
        for end in (at + 1..=run.end).rev() {
            let key = self.words.keys(at..end);
            let known = self.by_key.get(&key).copied().or_else(|| {
                (end == at + 1 && self.words.get(at).is_some_and(|word| word.upper))
                    .then(|| acronyms.get(&key).copied())
                    .flatten()
            });
            if let Some(who) = known {
                self.mention(at..end, at..end, who);
                return end - at;
            }
            if end > at + 1 {
                if let Some(who) = self.full_person(at..end) {
                    self.mention(at..end, at..end, who);
                    return end - at;
                }
                continue;
            }
            if let Some(who) = self.surname(&key).or_else(|| self.given_name(&key)) {
                self.mention(at..end, at..end, who);
                return 1;
            }
            if run.len() == 1 || self.sourcing.is_place(&key) {
                return self.lone(at, &key);
            }
        }
        0
    }

    pub(super) fn full_person(&self, words: Range<usize>) -> Option<usize> {
        let keys = self.keys(words);
        let who = self.surname(keys.last()?)?;
        let first = keys.first()?;
        (self.names.named.get(who)?.keys.first()? == first || self.sourcing.listed(List::Particle, first))
            .then_some(who)
    }

    /// The person of that surname: the one first named in the report.
    pub(super) fn surname(&self, key: &str) -> Option<usize> {
        if let Some(who) = self.by_surname.get(key).and_then(|people| people.first()) {
            return Some(*who);
        }
        // "bin Laden" under "laden"; a misspelling of a long name
        (key.len() >= 5)
            .then(|| {
                let initial: String = key.chars().take(1).collect();
                let same_initial = self
                    .by_surname
                    .range(initial.clone()..)
                    .take_while(|(surname, _)| surname.starts_with(&initial));
                same_initial.take(300).find(|(surname, _)| surname.len() >= 5 && near(surname, key))
            })
            .flatten()
            .and_then(|(_, people)| people.first().copied())
    }

    pub(super) fn given_name(&self, key: &str) -> Option<usize> {
        match self.by_given.get(key)?.as_slice() {
            [who] => Some(*who),
            _ => None,
        }
    }

    /// A single word that no full name explains.
    pub(super) fn lone(&mut self, at: usize, key: &str) -> usize {
        let Some(word) = self.words.get(at) else { return 0 };
        let place = self.sourcing.is_place(key);
        if !place && word.classes.any(Classes::DEMONYM.and(Classes::NATIONALS).and(Classes::CALENDAR)) {
            return 0;
        }
        // "the Journal", "the Post": the outlet seen before
        let the = at > 0 && self.words.key(at - 1) == "the";
        if the && word.classes.any(Classes::MASTHEAD) {
            let outlet = self.names.named.iter().take(400).position(|named| {
                named.kind == NameKind::Outlet && named.keys.last().is_some_and(|last| last == key)
            });
            let who = outlet.unwrap_or_else(|| self.body(NameKind::Outlet, at..at + 1));
            self.mention(at..at + 1, at..at + 1, who);
            return 1;
        }
        if word.cap
            && word.classes.any(
                Classes::ORGANIZATION
                    .and(Classes::ROLE)
                    .and(Classes::TITLE)
                    .and(Classes::DOCUMENT)
                    .and(Classes::PEOPLE),
            )
            && !word.upper
            && !place
        {
            return 0; // "the Committee", "the President": described, not named
        }
        if word.first && !word.upper && !place && !self.acts_as_name(at) {
            return 0;
        }
        let given = self.sourcing.given(key);
        let label = word.colon && word.upper;
        let kind = match (place, given, self.entity(at..at + 1)) {
            (true, ..) => NameKind::Place,
            (_, _, Some(kind)) => kind,
            (_, Some(_), _) => NameKind::Person,
            _ if label => NameKind::Person,
            _ => NameKind::Open,
        };
        if kind == NameKind::Person {
            let who = self.person(at..at + 1, at);
            if let (Some(named), Some(given)) = (self.names.named.get_mut(who), given) {
                named.gender = given;
            }
            self.mention(at..at + 1, at..at + 1, who);
            return 1;
        }
        let who = self.body(kind, at..at + 1);
        self.mention(at..at + 1, at..at + 1, who);
        1
    }

    /// Whether a capital at the start of a sentence is a name: it stands inside a sentence somewhere too, or is a handle.
    pub(super) fn acts_as_name(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        word.key.starts_with('@')
            || word.possessive
            || self.sourcing.given(&word.key).is_some()
            || (word.classes.is_plain() && self.inside.contains(&word.key))
    }
}

/// Whether two words differ by at most two single edits.
pub(super) fn near(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    if one.len().abs_diff(two.len()) > 2 || one.len() > 24 {
        return false;
    }
    let allowed = if one.len().min(two.len()) >= 8 { 2 } else { 1 };
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, b) in two.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let left = row.get(j).copied().unwrap_or(usize::MAX);
            let cost = diagonal + usize::from(a != b);
            diagonal = above;
            if let Some(slot) = row.get_mut(j + 1) {
                *slot = cost.min(above.saturating_add(1)).min(left.saturating_add(1));
            }
        }
    }
    row.last().is_some_and(|&cost| cost <= allowed)
}
