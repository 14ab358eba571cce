//! Outlets that the list knows.

use std::ops::Range;

use super::{Finder, NameKind, Named};
use crate::language::{Classes, Gender, Outlet};

impl Finder<'_> {
    /// Outlets that the list knows, longest first.
    pub(super) fn outlets(&mut self) {
        let mut at = 0;
        while at < self.words.all.len() {
            let step = match self.outlet_at(at) {
                Some((length, outlet)) => {
                    let who = self
                        .program_of(at..at + length)
                        .unwrap_or_else(|| self.known(&outlet, at..at + length));
                    self.mention(at..at + length, at..at + length, who);
                    length
                }
                None => 1,
            };
            at += step;
        }
    }

    /// "CBS" after "CBS This Morning": the program that the report spoke of.
    pub(super) fn program_of(&self, words: Range<usize>) -> Option<usize> {
        if words.len() > 1 {
            return None;
        }
        let station = self.words.key(words.start);
        self.names.named.iter().take(400).position(|named| {
            named.station.as_deref().is_some_and(|own| own.to_lowercase() == station)
                && named.keys.first().is_some_and(|first| first == station)
        })
    }

    pub(super) fn outlet_at(&self, at: usize) -> Option<(usize, Outlet)> {
        let first = self.words.get(at)?;
        if !first.cap && !first.key.starts_with(|c: char| c.is_numeric()) {
            return None;
        }
        let longest = self.run_limit(at, self.sourcing.longest_outlet());
        (1..=longest).rev().find_map(|length| {
            let key = self.words.keys(at..at + length);
            let outlet = self.sourcing.outlet(&key)?;
            if self.sourcing.only_capitals(&key)
                && !self.words.all.get(at..at + length)?.iter().any(|word| word.upper)
            {
                return None;
            }
            let last = self.words.get(at + length - 1)?;
            // "Fox News" the station, not "New York Times Square"
            if self.words.get(at + length).is_some_and(|next| {
                next.cap
                    && !next.parted
                    && !last.possessive
                    && !next.upper
                    && !next
                        .classes
                        .any(Classes::ROLE.and(Classes::TITLE).and(Classes::DOCUMENT).and(Classes::OUTLET))
                    && length == 1
                    && self.sourcing.given(&next.key).is_none()
            }) {
                return None;
            }
            if outlet.weak && !self.backed(at, length) {
                return None;
            }
            Some((length, outlet.clone()))
        })
    }

    /// Whether its neighbors say that an everyday word is meant as an outlet here.
    pub(super) fn backed(&self, at: usize, length: usize) -> bool {
        let Some(first) = self.words.get(at) else { return false };
        let before = at.checked_sub(1).and_then(|before| self.words.get(before));
        let after = self.words.key(at + length);
        let the = before.is_some_and(|before| before.key == "the" && before.cap && !before.first);
        let told = before.is_some_and(|b| {
            matches!(b.key.as_str(), "told" | "tells" | "telling" | "on" | "with") && !first.parted
        });
        (the && !first.parted)
            || matches!(
                after,
                "magazine" | "newspaper" | "program" | "programme" | "show" | "podcast" | "website"
            )
            || (told && first.quoted)
            || (told
                && self.words.get(at + length).is_none_or(|next| next.parted || !next.cap)
                && before.is_some_and(|b| b.key.starts_with("t")))
    }

    /// How many words from `at` on stand together without a mark, at most `limit`.
    pub(super) fn run_limit(&self, at: usize, limit: usize) -> usize {
        let mut length = 1;
        while length < limit {
            let (Some(last), Some(next)) = (self.words.get(at + length - 1), self.words.get(at + length))
            else {
                break;
            };
            if next.parted || last.possessive || next.paragraph != last.paragraph {
                break;
            }
            length += 1;
        }
        length
    }

    /// An outlet or body that the list knows; its name is the fullest form that the report has.
    pub(super) fn known(&mut self, outlet: &Outlet, words: Range<usize>) -> usize {
        let mut written = self.written(words.clone());
        if outlet.name.strip_prefix("The ").is_some_and(|bare| bare.eq_ignore_ascii_case(&written)) {
            written.clone_from(&outlet.name);
        }
        // entries of the list are told apart by a mark that no text has
        let key = format!("={}", outlet.name.to_lowercase());
        let keys = self.keys(words);
        if let Some(&who) = self.by_key.get(&key) {
            if let Some(named) = self.names.named.get_mut(who)
                && named.name.len() < written.len()
            {
                named.name = written;
                named.keys = keys;
            }
            return who;
        }
        let kind = if outlet.body { NameKind::Organization } else { NameKind::Outlet };
        let who = self.enter(Named {
            kind,
            name: written,
            keys,
            gender: Gender::Open,
            about: Vec::new(),
            short: Vec::new(),
            station: outlet.station.clone(),
            first: usize::MAX,
            titled: false,
            journalist: false,
        });
        self.by_key.insert(key, who);
        who
    }
}
