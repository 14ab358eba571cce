//! The names of a report: where each stands, what it names, and which of them name the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::phrase::number;
use super::word::Words;
use crate::language::{Classes, Gender, Outlet, Sourcing};
use crate::{Annotations, Document, EntityKind, Language, Span};

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

/// Small words inside names: "Department of State", "Center for Disease Control".
fn joins(key: &str) -> bool {
    matches!(
        key,
        "of" | "for"
            | "de"
            | "del"
            | "der"
            | "den"
            | "von"
            | "van"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "la"
            | "le"
            | "da"
            | "dos"
            | "du"
            | "di"
            | "ter"
            | "zu"
    )
}

fn particle(key: &str) -> bool {
    joins(key) && !matches!(key, "of" | "for")
}

impl Finder<'_> {
    /// Outlets that the list knows, longest first.
    fn outlets(&mut self) {
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
    fn program_of(&self, words: Range<usize>) -> Option<usize> {
        if words.len() > 1 {
            return None;
        }
        let station = self.words.key(words.start);
        self.names.named.iter().take(400).position(|named| {
            named.station.as_deref().is_some_and(|own| own.to_lowercase() == station)
                && named.keys.first().is_some_and(|first| first == station)
        })
    }

    fn outlet_at(&self, at: usize) -> Option<(usize, Outlet)> {
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
    fn backed(&self, at: usize, length: usize) -> bool {
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
    fn run_limit(&self, at: usize, limit: usize) -> usize {
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

    /// Runs of capitals with two words or more, and what is clear without neighbors.
    fn full(&mut self) {
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
    fn run(&self, at: usize) -> Range<usize> {
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
                    && !joins(&next.key)
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
    fn opens_quote(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| {
            self.text.get(..word.span.start()).is_some_and(|before| before.ends_with(['"', '“', '‘', '«']))
        })
    }

    /// How many words a small word inside a name brings in at `end`: "of State", "for the Study", "and Prevention".
    fn joined(&self, start: usize, end: usize) -> Option<usize> {
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
            key if particle(key) && next.cap && end > start => Some(2),
            _ => None,
        }
    }

    /// Parts a run into titles and name, and enters the name.
    fn read_run(&mut self, run: Range<usize>) {
        // a comma-free list of bodies: places inside stand for themselves
        let role = Classes::ROLE.and(Classes::TITLE);
        let last_title = (run.start..run.end.saturating_sub(1))
            .rev()
            .find(|&at| self.words.is(at, role) && !self.body_word_follows(at, run.end));
        let mut name = last_title.map_or(run.start, |at| at + 1)..run.end;
        if last_title.is_some() && joins(self.words.key(name.start)) && !particle(self.words.key(name.start))
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
        if particle(self.words.key(name.start)) && self.words.key(name.start) != "al" {
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
    fn body_word_follows(&self, at: usize, end: usize) -> bool {
        at + 1 < end
            && self.words.is(end - 1, Classes::ORGANIZATION.and(Classes::MASTHEAD))
            && !self.words.is(at, Classes::TITLE)
            && self.sourcing.given(self.words.key(at + 1)).is_none()
    }

    fn has_given(&self, range: Range<usize>) -> bool {
        self.words.all.get(range).unwrap_or(&[]).iter().any(|word| self.sourcing.given(&word.key).is_some())
    }

    /// Names of bodies and places in the titles before a name: "FBI Director", "Ohio Gov.".
    fn names_inside(&mut self, range: Range<usize>) {
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

    /// Whether a common noun for a body stands right before: "the event organizer Alliance to …".
    fn described(&self, start: usize) -> bool {
        let Some(word) = start.checked_sub(1).and_then(|before| self.words.get(before)) else { return false };
        let together =
            self.words.get(start).is_some_and(|next| !next.parted && next.sentence == word.sentence);
        together
            && !word.cap
            && !word.possessive
            && word.classes.any(Classes::ROLE.and(Classes::ORGANIZATION).and(Classes::OUTLET))
    }

    /// Whether a role in lower case stands right before: "economist Paul Edelstein".
    fn title_before(&self, start: usize) -> bool {
        let Some(word) = start.checked_sub(1).and_then(|before| self.words.get(before)) else { return false };
        let same = self.words.get(start).is_some_and(|next| !next.parted && next.sentence == word.sentence);
        same && !word.possessive
            && word.classes.any(Classes::ROLE.and(Classes::TITLE).and(Classes::PERSON))
            && !word.classes.any(Classes::FUNCTION)
    }

    /// First word of the titles before `start`.
    fn title_start(&self, start: usize) -> usize {
        let mut first = start;
        while first > 0 {
            let Some(word) = self.words.get(first - 1) else { break };
            let next_parted = self.words.get(first).is_none_or(|next| next.parted);
            let stop = word.classes.any(Classes::FUNCTION) || word.possessive || next_parted;
            let crossed = self.words.get(start).is_none_or(|name| name.sentence != word.sentence);
            let stop = stop || crossed;
            if stop || start - first >= 6 || joins(&word.key) {
                break;
            }
            first -= 1;
        }
        first
    }

    fn kind_of(&self, name: Range<usize>, titled: bool) -> NameKind {
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
        if name.len() <= 4 && name.clone().skip(1).any(|at| particle(self.words.key(at))) {
            return NameKind::Person;
        }
        if (2..=3).contains(&name.len()) && self.described_after(last) {
            return NameKind::Person;
        }
        NameKind::Open
    }

    /// Call sign of an American station: "KOIN", "WBUR".
    fn call_sign(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            word.upper
                && word.key.len() == 4
                && word.key.starts_with(['k', 'w'])
                && word.key.chars().all(char::is_alphabetic)
                && self.stations.contains(&word.key)
        })
    }

    /// Whether an age or an office follows after a comma: ", 31,", ", director of".
    fn described_after(&self, last: usize) -> bool {
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
    fn entity(&self, name: Range<usize>) -> Option<NameKind> {
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

    fn mention(&mut self, words: Range<usize>, with_title: Range<usize>, who: usize) {
        let index = u32::try_from(self.names.mentions.len()).ok();
        for at in words.clone() {
            if let Some(slot) = self.names.at.get_mut(at) {
                *slot = index;
            }
        }
        if let Some(named) = self.names.named.get_mut(who) {
            for at in with_title.start..words.start {
                let key = self.words.key(at);
                if !key.is_empty() && !self.words.is(at, Classes::FUNCTION) {
                    named.about.push(key.to_owned());
                }
            }
        }
        self.names.mentions.push(Mention { words, with_title, who });
    }

    fn enter(&mut self, named: Named) -> usize {
        self.names.named.push(named);
        self.names.named.len() - 1
    }

    /// An outlet or body that the list knows; its name is the fullest form that the report has.
    fn known(&mut self, outlet: &Outlet, words: Range<usize>) -> usize {
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

    fn written(&self, words: Range<usize>) -> String {
        let span = self.words.span(words).unwrap_or(Span::new(0, 0));
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn keys(&self, words: Range<usize>) -> Vec<String> {
        words.map(|at| self.words.key(at).to_owned()).collect()
    }

    /// A body or place by the words themselves.
    fn body(&mut self, kind: NameKind, words: Range<usize>) -> usize {
        let key = self.words.keys(words.clone());
        let known = self.by_key.get(&key).or_else(|| self.by_key.get(&format!("{key}-tv")));
        if let Some(&who) = known {
            return who;
        }
        let named = Named {
            kind,
            name: self.written(words.clone()),
            keys: self.keys(words),
            gender: Gender::Open,
            about: Vec::new(),
            short: Vec::new(),
            station: None,
            first: usize::MAX,
            titled: false,
            journalist: false,
        };
        let who = self.enter(named);
        self.by_key.insert(key, who);
        who
    }

    /// A person by a full name, or by a surname with a title.
    fn person(&mut self, name: Range<usize>, run: usize) -> usize {
        let keys = self.keys(name.clone());
        let end = keys.len()
            - usize::from(
                keys.len() > 1
                    && keys.last().is_some_and(|k| matches!(k.as_str(), "jr" | "sr" | "ii" | "iii" | "iv")),
            );
        let surname = keys.get(end.saturating_sub(1)).cloned().unwrap_or_default();
        let given = keys.first().filter(|_| end > 1).cloned();
        let title_gender = (run..name.start)
            .chain(run.checked_sub(1))
            .find_map(|at| gender_of(self.words.get(at)?.classes))
            .or_else(|| given.as_deref().and_then(|given| self.sourcing.given(given)))
            .unwrap_or_default();
        let same = self.by_surname.get(&surname).into_iter().flatten().copied().find(|&who| {
            self.names.named.get(who).is_some_and(|other| {
                match (&given, other.keys.first().filter(|_| other.keys.len() > 1)) {
                    (Some(one), Some(two)) => agree(one, two) || self.sourcing.same_given(one, two),
                    _ => true,
                }
            })
        });
        // "Mr. Obama" is not Michelle Obama
        let female = given.as_deref().and_then(|given| self.sourcing.given(given)) == Some(Gender::Female);
        let mister = self.misters.contains(&surname);
        let same = same.filter(|&who| {
            self.names.named.get(who).is_none_or(|other| {
                let bare = other.keys.len() == 1;
                !(bare
                    && given.is_some()
                    && female
                    && mister
                    && !other.about.iter().any(|word| matches!(word.as_str(), "mrs" | "ms")))
            })
        });
        // "Mr. Ban" is Ban Ki-moon
        let same = same.or_else(|| match (&given, self.by_given.get(&surname).map(Vec::as_slice)) {
            (None, Some([who])) => Some(*who),
            _ => None,
        });
        let written = self.written(name.clone());
        if let Some(who) = same {
            if let Some(named) = self.names.named.get_mut(who) {
                if keys.len() > named.keys.len() {
                    if let Some(given) = given.filter(|_| named.keys.len() == 1) {
                        self.by_given.entry(given).or_default().push(who);
                    }
                    named.name = written;
                    named.keys = keys;
                }
                if named.gender == Gender::Open {
                    named.gender = title_gender;
                }
            }
            return who;
        }
        let who = self.enter(Named {
            kind: NameKind::Person,
            name: written,
            keys,
            gender: title_gender,
            about: Vec::new(),
            short: Vec::new(),
            station: None,
            first: usize::MAX,
            titled: false,
            journalist: false,
        });
        self.by_surname.entry(surname).or_default().push(who);
        if let Some(given) = given {
            self.by_given.entry(given).or_default().push(who);
        }
        who
    }

    /// Acronyms in brackets right after a name: "Center for American Progress (CAP)".
    fn brackets(&mut self) {
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
    fn single(&mut self) {
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
    fn acronyms(&self) -> BTreeMap<String, usize> {
        let mut acronyms = BTreeMap::new();
        for (who, named) in self.names.named.iter().enumerate() {
            if named.keys.len() >= 2 && !matches!(named.kind, NameKind::Person) {
                let initials: String = named
                    .keys
                    .iter()
                    .filter(|key| !joins(key) && *key != "and" && *key != "the")
                    .filter_map(|key| key.chars().next())
                    .collect();
                acronyms.entry(initials).or_insert(who);
            }
        }
        acronyms
    }

    /// Enters the longest short form that starts at `at`; its length, 0 where nothing is known.
    fn short_form(&mut self, at: usize, run: Range<usize>, acronyms: &BTreeMap<String, usize>) -> usize {
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

    fn full_person(&self, words: Range<usize>) -> Option<usize> {
        let keys = self.keys(words);
        let who = self.surname(keys.last()?)?;
        let first = keys.first()?;
        (self.names.named.get(who)?.keys.first()? == first || particle(first)).then_some(who)
    }

    /// The person of that surname: the one first named in the report.
    fn surname(&self, key: &str) -> Option<usize> {
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

    fn given_name(&self, key: &str) -> Option<usize> {
        match self.by_given.get(key)?.as_slice() {
            [who] => Some(*who),
            _ => None,
        }
    }

    /// A single word that no full name explains.
    fn lone(&mut self, at: usize, key: &str) -> usize {
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
    fn acts_as_name(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        word.key.starts_with('@')
            || word.possessive
            || self.sourcing.given(&word.key).is_some()
            || (word.classes.is_plain() && self.inside.contains(&word.key))
    }
}

/// Whether only the stop of an initial or an abbreviation parts the two: "Paul D. Ryan", "Lt. Smith".
fn initial_follows(text: &str, last: Span, next: Span) -> bool {
    text.get(last.end()..next.start()).is_some_and(|gap| gap == ". " && last.of(text).chars().count() <= 1)
}

/// Whether two given names may be the same person's: equal, an initial, or a short form.
fn agree(one: &str, two: &str) -> bool {
    let initial = |short: &str, long: &str| short.trim_end_matches('.').len() == 1 && long.starts_with(short);
    one == two
        || (one.len() >= 5 && near(one, two))
        || initial(one, two)
        || initial(two, one)
        || (one.len().min(two.len()) >= 3 && (one.starts_with(two) || two.starts_with(one)))
}

/// Whether two words differ by at most two single edits.
fn near(one: &str, two: &str) -> bool {
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
