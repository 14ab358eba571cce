//! Runs of capitals: full names, with their titles, and names joined by small words.

use std::ops::Range;

use super::{Finder, NameKind};
use crate::Span;
use crate::language::{Classes, List};
use crate::resolve::phrase::number;

impl Finder<'_> {
    /// Runs of capitals with two words or more, and what is clear without neighbors.
    pub(super) fn full(&mut self) {
        let mut at = 0;
        while at < self.words.all.len() {
            let run = self.run(at);
            if run.is_empty() {
                at += 1;
                continue;
            }
            at = run.end;
            let headline = self
                .words
                .get(run.start)
                .is_some_and(|word| self.words.headline.get(word.paragraph).copied().unwrap_or(false));
            if headline {
                self.short.push(run);
                continue;
            }
            self.read_run(run);
        }
    }

    /// The capitals from `at` on that may be one name with its titles; empty where none starts.
    pub(super) fn run(&self, at: usize) -> Range<usize> {
        let Some(first) = self.words.get(at) else { return at..at };
        let taken = |index: usize| self.names.at.get(index).copied().flatten().is_some();
        let no_start = Classes::FUNCTION.and(Classes::CALENDAR);
        let adjective =
            ["-based", "-led", "-born", "-backed", "-style"].iter().any(|ending| first.key.ends_with(ending));
        // "Will Hurd", "May Chan"
        let given = self.sourcing.given(&first.key).is_some()
            && self
                .words
                .get(at + 1)
                .is_some_and(|next| next.cap && !next.parted && !next.classes.any(no_start));
        if !first.cap
            || taken(at)
            || (first.classes.any(no_start) && !given)
            || first.key == "i"
            || adjective
            || number(&first.key).is_some()
        {
            return at..at;
        }
        let place_next = (2..=3).any(|length| self.sourcing.is_place(&self.words.keys(at..at + length)));
        if first.key == "new" && first.first && !place_next {
            return at..at;
        }
        let mut end = at + 1;
        while let (Some(last), Some(next)) = (self.words.get(end - 1), self.words.get(end)) {
            if next.parted && !initial_follows(self.text, last.span, next.span)
                || last.possessive
                || taken(end)
            {
                break;
            }
            // "Theresa May", but not "Anna May 3"
            let named_month = self.sourcing.given(&last.key).is_some()
                && self
                    .words
                    .get(end + 1)
                    .is_none_or(|third| !third.key.starts_with(|c: char| c.is_numeric()));
            if next.paragraph != last.paragraph || (next.classes.any(Classes::CALENDAR) && !named_month) {
                break;
            }
            if next.key.ends_with("-based") || next.key.ends_with("-led") || next.key.ends_with("-backed") {
                break;
            }
            if next.cap && !(next.quoted && !last.quoted && self.opens_quote(end)) {
                let of_body = (at..end).any(|index| self.words.is(index, Classes::ORGANIZATION));
                if next.classes.any(Classes::FUNCTION)
                    && !self.sourcing.listed(List::InName, &next.key)
                    && next.key != "the"
                    && next.key != "and"
                    && !of_body
                    && !named_month
                {
                    break;
                }
                end += 1;
            } else if let Some(length) = self.joined(at, end) {
                end += length;
            } else {
                break;
            }
        }
        at..end
    }

    /// Whether a quotation opens right before word `index`.
    pub(super) fn opens_quote(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| {
            self.text.get(..word.span.start()).is_some_and(|before| before.ends_with(['"', '“', '‘', '«']))
        })
    }

    /// How many words a small word inside a name brings in at `end`: "of State", "for the Study", "and Prevention".
    pub(super) fn joined(&self, start: usize, end: usize) -> Option<usize> {
        let word = self.words.get(end)?;
        let next = self.words.get(end + 1)?;
        if next.parted || (next.quoted && self.opens_quote(end + 1)) {
            return None;
        }
        let of_body = (start..end).any(|index| self.words.is(index, Classes::ORGANIZATION));
        match word.key.as_str() {
            "of" | "for" if next.cap && !next.classes.any(Classes::CALENDAR) => {
                let role = self.words.is(end - 1, Classes::ROLE.and(Classes::TITLE))
                    && self.words.key(end - 1) != "secretary";
                (of_body
                    || (self.words.key(end - 1) == "secretary")
                    || !role && word.key == "of" && end - start == 1)
                    .then_some(2)
            }
            "of" | "for" | "to" if next.key == "the" && of_body => {
                self.words.get(end + 2).filter(|third| third.cap && !third.parted).map(|_| 3)
            }
            "to" if of_body && next.cap => Some(2),
            "and" | "&"
                if next.cap
                    && of_body
                    && (start..end).any(|i| matches!(self.words.key(i), "of" | "for" | "to")) =>
            {
                // "Center for Disease Control and Prevention", but not "… of Iraq and President Smith"
                let next_is_name = self.sourcing.given(&next.key).is_some()
                    || next.classes.any(Classes::TITLE.and(Classes::ROLE));
                (!next_is_name
                    && !self.words.get(end - 1).is_some_and(|last| self.sourcing.is_place(&last.key)))
                .then_some(2)
            }
            key if self.sourcing.listed(List::Particle, key) && next.cap && end > start => Some(2),
            _ => None,
        }
    }

    /// Parts a run into titles and name, and enters the name.
    pub(super) fn read_run(&mut self, run: Range<usize>) {
        // a comma-free list of bodies: places inside stand for themselves
        let role = Classes::ROLE.and(Classes::TITLE);
        let last_title = (run.start..run.end.saturating_sub(1))
            .rev()
            .find(|&at| self.words.is(at, role) && !self.body_word_follows(at, run.end));
        let mut name = last_title.map_or(run.start, |at| at + 1)..run.end;
        if last_title.is_some()
            && self.sourcing.listed(List::InName, self.words.key(name.start))
            && !self.sourcing.listed(List::Particle, self.words.key(name.start))
        {
            // "Secretary of State John Kerry", "Attorney General of Ohio"
            match (name.start..name.end)
                .rev()
                .skip(1)
                .find(|&at| self.sourcing.given(self.words.key(at)).is_some())
            {
                Some(at) => name.start = at,
                None => {
                    self.names_inside(name.start + 1..name.end);
                    return;
                }
            }
        }
        // "Connecticut Attorney General and …": an office, nobody's name
        if last_title == Some(run.end.wrapping_sub(2)) && self.words.key(run.end - 1) == "general" {
            self.names_inside(run.start..run.end - 2);
            return;
        }
        let before_role = name.start == run.start && run.start > 0 && self.title_before(run.start);
        if last_title.is_none() && self.words.is(run.end - 1, role) && run.len() > 1 {
            // "White House Press Secretary": what stands before the office has a name of its own
            if !self.has_given(run.clone()) {
                self.names_inside(run.start..run.end - 1);
                return;
            }
        }
        if let Some(title) = last_title {
            self.names_inside(run.start..title);
        }
        // "the Texas Democrat": a place, and what somebody from there is
        if name.len() > 1
            && self.words.is(name.end - 1, Classes::DEMONYM)
            && self.sourcing.is_place(&self.words.keys(name.start..name.end - 1))
        {
            self.names_inside(name.start..name.end - 1);
            return;
        }
        // "Republican Donald Trump", "Democratic Sen."
        while name.len() > 1
            && self.words.is(name.start, Classes::DEMONYM.and(Classes::NATIONALS))
            && self.has_given(name.start + 1..name.end)
            && !self.sourcing.is_place(&self.words.keys(name.clone()))
        {
            name.start += 1;
        }
        if name.len() > 1 && self.words.is(name.end - 1, Classes::NATIONALS) {
            self.names_inside(name);
            return; // "Fellow Republicans"
        }
        if self.sourcing.listed(List::Particle, self.words.key(name.start))
            && self.words.key(name.start) != "al"
        {
            self.short.push(name); // "De Blasio" after "Bill de Blasio"
            return;
        }
        let titled = last_title.is_some() || before_role;
        let kind = self.kind_of(name.clone(), titled);
        let full = if titled { self.title_start(run.start)..run.end } else { run.clone() };
        match kind {
            NameKind::Person if name.len() > 1 || last_title.is_some() => {
                let who = self.person(name.clone(), run.start);
                self.mention(name, full, who);
            }
            NameKind::Organization | NameKind::Place | NameKind::Outlet => {
                let who = self.body(kind, name.clone());
                let full = if self.described(run.start) {
                    self.title_start(run.start)..run.end
                } else {
                    name.clone()
                };
                self.mention(name.clone(), full, who);
            }
            NameKind::Open if name.len() > 1 => {
                let who = self.body(kind, name.clone());
                self.mention(name.clone(), name, who);
            }
            _ => self.short.push(name),
        }
    }

    /// Whether the word after `at` makes a body of it: "Press Secretary" no, "Judge Advocate Corps" yes.
    pub(super) fn body_word_follows(&self, at: usize, end: usize) -> bool {
        at + 1 < end
            && self.words.is(end - 1, Classes::ORGANIZATION.and(Classes::MASTHEAD))
            && !self.words.is(at, Classes::TITLE)
            && self.sourcing.given(self.words.key(at + 1)).is_none()
    }

    pub(super) fn has_given(&self, range: Range<usize>) -> bool {
        self.words.all.get(range).unwrap_or(&[]).iter().any(|word| self.sourcing.given(&word.key).is_some())
    }

    /// Names of bodies and places in the titles before a name: "FBI Director", "Ohio Gov.".
    pub(super) fn names_inside(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let longest = (range.end - at).min(self.sourcing.longest_place());
            let place =
                (1..=longest).rev().find(|&length| self.sourcing.is_place(&self.words.keys(at..at + length)));
            if let Some(length) = place {
                let who = self.body(NameKind::Place, at..at + length);
                self.mention(at..at + length, at..at + length, who);
                at += length;
                continue;
            }
            if self.words.get(at).is_some_and(|word| word.upper) {
                let who = self.body(NameKind::Organization, at..at + 1);
                self.mention(at..at + 1, at..at + 1, who);
            } else if self.words.get(at).is_some_and(|word| word.cap && word.classes.is_plain()) {
                self.short.push(at..at + 1);
            }
            at += 1;
        }
    }
}

/// Whether only the stop of an initial or an abbreviation parts the two: "Paul D. Ryan", "Lt. Smith".
pub(super) fn initial_follows(text: &str, last: Span, next: Span) -> bool {
    text.get(last.end()..next.start()).is_some_and(|gap| gap == ". " && last.of(text).chars().count() <= 1)
}
