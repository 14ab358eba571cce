//! What a run of capitals names.

use std::ops::Range;

use super::{Finder, NameKind};
use crate::EntityKind;
use crate::language::{Classes, List};

impl Finder<'_> {
    /// Whether a common noun for a body stands right before: "the event organizer Alliance to …".
    pub(super) fn described(&self, start: usize) -> bool {
        let Some(word) = start.checked_sub(1).and_then(|before| self.words.get(before)) else { return false };
        let together =
            self.words.get(start).is_some_and(|next| !next.parted && next.sentence == word.sentence);
        together
            && !word.cap
            && !word.possessive
            && word.classes.any(Classes::ROLE.and(Classes::ORGANIZATION).and(Classes::OUTLET))
    }

    /// Whether a role in lower case stands right before: "economist Paul Edelstein".
    pub(super) fn title_before(&self, start: usize) -> bool {
        let Some(word) = start.checked_sub(1).and_then(|before| self.words.get(before)) else { return false };
        let same = self.words.get(start).is_some_and(|next| !next.parted && next.sentence == word.sentence);
        same && !word.possessive
            && word.classes.any(Classes::ROLE.and(Classes::TITLE).and(Classes::PERSON))
            && !word.classes.any(Classes::FUNCTION)
    }

    /// First word of the titles before `start`.
    pub(super) fn title_start(&self, start: usize) -> usize {
        let mut first = start;
        while first > 0 {
            let Some(word) = self.words.get(first - 1) else { break };
            let next_parted = self.words.get(first).is_none_or(|next| next.parted);
            let stop = word.classes.any(Classes::FUNCTION) || word.possessive || next_parted;
            let crossed = self.words.get(start).is_none_or(|name| name.sentence != word.sentence);
            let stop = stop || crossed;
            if stop || start - first >= 6 || self.sourcing.listed(List::InName, &word.key) {
                break;
            }
            first -= 1;
        }
        first
    }

    pub(super) fn kind_of(&self, name: Range<usize>, titled: bool) -> NameKind {
        let keys = self.words.keys(name.clone());
        let last = name.end - 1;
        if self.sourcing.is_place(&keys) {
            return NameKind::Place;
        }
        if let Some(outlet) = self.sourcing.outlet(&keys)
            && !outlet.weak
        {
            return NameKind::Outlet;
        }
        let entity = self.entity(name.clone());
        if name.len() > 1
            && self.words.is(last, Classes::MASTHEAD)
            && !titled
            && entity != Some(NameKind::Person)
        {
            return NameKind::Outlet;
        }
        if name.len() > 1 && !titled && matches!(self.words.key(name.start), "radio" | "tv" | "television") {
            return NameKind::Outlet;
        }
        if self.words.key(last).ends_with("-tv") || (name.len() == 1 && self.call_sign(last)) {
            return NameKind::Outlet;
        }
        // "Laurence H. Tribe", "Vann R. Newkirk II"
        let initial = name.len() >= 3
            && name.clone().skip(1).take(name.len() - 2).any(|at| {
                self.words.key(at).chars().count() == 1 && self.words.get(at).is_some_and(|word| word.cap)
            });
        let number = name.len() >= 3 && matches!(self.words.key(last), "jr" | "sr" | "ii" | "iii" | "iv");
        if initial || number {
            return NameKind::Person;
        }
        let body = Classes::ORGANIZATION;
        let of = name.clone().any(|at| matches!(self.words.key(at), "of" | "for" | "to"));
        let titled = titled && !(of && name.len() > 2 && self.words.is(name.start, body));
        if !titled
            && name.len() > 1
            && (self.words.is(last, body)
                || (of && self.words.is(name.start, body))
                || (of && name.clone().any(|at| self.words.is(at, body))))
        {
            return NameKind::Organization;
        }
        if titled {
            return NameKind::Person;
        }
        let first = self.words.key(name.start);
        if name.len() == 1 {
            let word = self.words.get(name.start);
            if entity == Some(NameKind::Person) {
                return NameKind::Open; // surnames wait for the full names
            }
            if word.is_some_and(|word| word.upper && word.key.len() <= 6 && !word.colon) {
                return NameKind::Organization;
            }
            return NameKind::Open;
        }
        if let Some(kind) = entity {
            return kind;
        }
        let initials = first.len() <= 4 && first.contains('.') || first.len() == 1;
        if name.len() <= 5 && (self.sourcing.given(first).is_some() || initials) {
            return NameKind::Person;
        }
        if name.len() <= 4
            && name.clone().skip(1).any(|at| self.sourcing.listed(List::Particle, self.words.key(at)))
        {
            return NameKind::Person;
        }
        if (2..=3).contains(&name.len()) && self.described_after(last) {
            return NameKind::Person;
        }
        NameKind::Open
    }

    /// Call sign of an American station: "KOIN", "WBUR".
    pub(super) fn call_sign(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            word.upper
                && word.key.len() == 4
                && word.key.starts_with(['k', 'w'])
                && word.key.chars().all(char::is_alphabetic)
                && self.stations.contains(&word.key)
        })
    }

    /// Whether an age or an office follows after a comma: ", 31,", ", director of".
    pub(super) fn described_after(&self, last: usize) -> bool {
        let Some(next) = self.words.get(last + 1) else { return false };
        if !next.parted || next.stopped {
            return false;
        }
        let age = next.key.len() == 2 && next.key.chars().all(|c| c.is_ascii_digit());
        let role = Classes::ROLE.and(Classes::PERSON);
        age || next.key == "who"
            || (last + 1..last + 6).any(|at| {
                self.words
                    .get(at)
                    .is_some_and(|word| word.sentence == next.sentence && word.classes.any(role) && !word.cap)
            })
    }

    /// What the network takes the words for.
    pub(super) fn entity(&self, name: Range<usize>) -> Option<NameKind> {
        let span = self.words.span(name)?;
        let entities = &self.seen.entities;
        let at = entities.partition_point(|entity| entity.span.end() <= span.start());
        let entity = entities.get(at).filter(|entity| entity.span.overlaps(span) && entity.score >= 0.5)?;
        let covered = 2 * entity.span.len().min(span.len()) >= span.len();
        match entity.kind {
            _ if !covered => None,
            EntityKind::Person => Some(NameKind::Person),
            EntityKind::Organization => Some(NameKind::Organization),
            EntityKind::Location => Some(NameKind::Place),
            EntityKind::Group | EntityKind::Misc => None,
        }
    }
}
