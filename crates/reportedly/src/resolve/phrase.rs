//! What a source's words say it is: its parts, heads, names and kinds.

use std::ops::Range;

use super::name::{NameKind, Names};
use super::word::Words;
use crate::language::{Classes, Gender, Sourcing};
use crate::{SourceKind, Span};

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

/// Words that end the noun phrase's own part: what follows belongs to it but does not say what it is.
fn ends_head(key: &str) -> bool {
    matches!(
        key,
        "of" | "for"
            | "in"
            | "at"
            | "on"
            | "with"
            | "by"
            | "from"
            | "to"
            | "near"
            | "within"
            | "about"
            | "inside"
            | "outside"
            | "across"
            | "around"
            | "against"
            | "among"
            | "amid"
            | "over"
            | "after"
            | "before"
            | "between"
            | "under"
            | "like"
            | "as"
            | "led"
            | "released"
            | "published"
            | "based"
            | "cited"
            | "quoted"
            | "familiar"
            | "involved"
            | "close"
            | "working"
            | "living"
            | "including"
            | "handling"
            | "seeking"
            | "responding"
            | "conducted"
            | "obtained"
            | "reviewed"
            | "seen"
            | "briefed"
            | "carrying"
            | "called"
            | "named"
            | "interviewed"
            | "contacted"
            | "reached"
            | "who"
            | "whom"
            | "which"
            | "that"
            | "whose"
            | "where"
            | "when"
            | "while"
            | "speaking"
            | "issued"
            | "written"
            | "filed"
            | "posted"
            | "taken"
            | "made"
            | "known"
    )
}

fn relative(key: &str) -> bool {
    matches!(key, "who" | "whom" | "which" | "that" | "whose" | "where")
}

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

/// A number word or digits as a count.
pub(super) fn number(key: &str) -> Option<u32> {
    const SMALL: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(value) = SMALL.iter().position(|&word| word == key) {
        return u32::try_from(value).ok();
    }
    match key {
        "dozen" => return Some(12),
        "couple" | "pair" => return Some(2),
        _ => {}
    }
    if let Some((ten, one)) = key.split_once('-') {
        return Some(tens(ten)? + number(one)?);
    }
    tens(key).or_else(|| key.replace(',', "").parse().ok().filter(|&n: &u32| n < 100_000))
}

fn tens(key: &str) -> Option<u32> {
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        .iter()
        .position(|&word| word == key)
        .and_then(|at| u32::try_from(at * 10 + 20).ok())
}

/// How a part of a phrase is tied to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    First,
    Comma,
    And,
    CommaAnd,
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

    /// The same for a range of words.
    pub(super) fn range(&self, range: Range<usize>) -> Vec<Phrase> {
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
    fn trim(&self, mut range: Range<usize>) -> Range<usize> {
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
            && super::mend::tells_when(self.words, range.end - 1)
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

    /// Ages, party and state after a name: ", 31,", ", R-Ky.,".
    fn is_aside(&self, part: &Range<usize>) -> bool {
        let first = self.words.key(part.start);
        let party = first.len() > 2 && matches!(first.get(..2), Some("r-" | "d-" | "i-"));
        part.len() == 1 && (party || first.chars().all(|c| c.is_ascii_digit()))
    }

    /// Cuts at commas, dashes, brackets, relative pronouns after a comma, and "and" outside names.
    fn parts(&self, range: Range<usize>) -> Vec<(Tie, Range<usize>)> {
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
    fn lists_on(&self, parts: &[(Tie, Range<usize>)], index: usize, phrase: &Phrase) -> bool {
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

    /// Names and kind of a phrase whose head is known.
    fn fill(&self, mut phrase: Phrase, range: Range<usize>, end: usize) -> Option<Phrase> {
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
        phrase.gender = super::name::gender_of(classes).unwrap_or_default();
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
    fn of_news(&self, mut before: Range<usize>) -> bool {
        before.any(|at| matches!(self.words.key(at), "news" | "media" | "press" | "television" | "tv"))
    }

    /// A head that no list knows: its owner ("the agency's bureaucracy"), or its ending.
    fn owner_or_shape(&self, phrase: &mut Phrase, range: Range<usize>) -> SourceKind {
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
    fn made_name(&self, phrase: &mut Phrase, before: Option<(usize, Range<usize>)>, end: usize) {
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
    fn open_kind(&self, who: usize, words: usize) -> SourceKind {
        let named = self.names.named.get(who);
        let referred = named.is_some_and(|named| named.titled);
        // "Kent County Republican", "U.N. Women": words that lists know name no person
        if named.is_some_and(|named| named.keys.iter().any(|key| !self.sourcing.classes(key).is_plain())) {
            return SourceKind::Organization;
        }
        if referred || (2..=3).contains(&words) { SourceKind::Person } else { SourceKind::Organization }
    }

    /// Where the part ends that says what it is.
    fn head_end(&self, range: Range<usize>) -> usize {
        let mut at = range.start;
        while at < range.end {
            if let Some(mention) = self.names.titled_at(at).filter(|mention| mention.words.end <= range.end) {
                at = mention.words.end.max(at + 1);
                continue;
            }
            if let Some(mention) = self.names.mention_at(at) {
                at = mention.words.end.max(at + 1);
                continue;
            }
            let Some(word) = self.words.get(at) else { break };
            if at > range.start
                && (ends_head(&word.key)
                    || matches!(word.key.as_str(), "i" | "we" | "he" | "she" | "they")
                    || (word.cut && word.bracket == 0))
            {
                return at;
            }
            at += 1;
        }
        at.min(range.end)
    }

    /// The last word outside brackets that can be a head.
    fn head(&self, range: Range<usize>) -> Option<usize> {
        let able = |at: &usize| self.words.get(*at).is_some_and(|word| word.bracket == 0);
        let last = range.clone().rev().find(able).or_else(|| range.clone().next_back())?;
        // "46 percent", "the officer himself"
        if matches!(
            self.words.key(last),
            "himself" | "herself" | "themselves" | "itself" | "alike" | "alone" | "there" | "here" | "today"
        ) && last > range.start
        {
            return Some(last - 1);
        }
        // a headline's verb with a capital: "Kerry Says"
        let headline = self.words.get(last).is_some_and(|word| {
            word.cap
                && word.classes.is_plain()
                && self.words.headline.get(word.paragraph).copied().unwrap_or(false)
        });
        if headline
            && last > range.start
            && self.names.mention_at(last).is_none()
            && self.names.mention_at(last - 1).is_some()
        {
            return Some(last - 1);
        }
        Some(last)
    }

    /// The phrase's last word for its span: up to a relative clause or a comma, prepositions included.
    fn span_end(&self, head_end: usize, end: usize) -> usize {
        (head_end..end)
            .find(|&at| {
                self.words.get(at).is_some_and(|word| {
                    (word.cut && word.bracket == 0)
                        || relative(&word.key)
                        || matches!(word.key.as_str(), "cited" | "quoted" | "interviewed")
                })
            })
            .unwrap_or(end)
    }

    /// The first number with a plural noun after it in the words: "who represent six missions".
    pub(super) fn stated_count(&self, spans: &[Span]) -> Option<u32> {
        spans.iter().find_map(|&span| {
            let range = self.words.within(span);
            range.clone().find_map(|at| {
                let count = number(self.words.key(at)).filter(|&count| count > 1 && count < 1900)?;
                let next = (at + 1..(at + 4).min(range.end)).find(|&next| {
                    let key = self.words.key(next);
                    key.ends_with('s') || self.words.is(next, PEOPLE)
                })?;
                let measure = matches!(
                    self.words.key(next),
                    "years"
                        | "percent"
                        | "days"
                        | "months"
                        | "weeks"
                        | "hours"
                        | "minutes"
                        | "points"
                        | "dollars"
                        | "million"
                        | "miles"
                );
                (!measure).then_some(count)
            })
        })
    }
}

/// Whether two parts joined by "and" are two sources rather than two words about one.
fn joins_well(left: Option<&Phrase>, right: &Phrase, reader: &Reader<'_>, start: usize) -> bool {
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
        && reader.words.get(left.head + 1).is_some_and(|word| ends_head(&word.key))
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

#[cfg(test)]
mod tests {
    use super::super::name::Names;
    use super::*;
    use crate::{Annotations, Document, Language, Meta, segment};

    /// The phrases of the words in brackets.
    fn read(sentence: &str) -> (String, Vec<Phrase>) {
        let (before, rest) = sentence.split_once('[').unwrap();
        let (inside, after) = rest.split_once(']').unwrap();
        let text = format!("{before}{inside}{after}");
        let span = Span::new(before.len(), before.len() + inside.len());
        let document = Document::plain("example", text, Meta::default());
        let language = Language::english();
        let segments = segment(language, &document);
        let words = Words::of(language, &document.text, &segments);
        let names = Names::find(language, &document, &words, &Annotations::default());
        let reader =
            Reader { text: &document.text, words: &words, names: &names, sourcing: &language.sourcing };
        let phrases = reader.read(&[span]);
        let names = phrases
            .iter()
            .map(|phrase| {
                let named = phrase.who.and_then(|who| names.named.get(who)).map(|named| named.name.clone());
                named
                    .or_else(|| phrase.made_name.map(|span| span.of(&document.text).to_owned()))
                    .unwrap_or_default()
            })
            .collect::<Vec<_>>();
        (names.join(" & "), phrases)
    }

    #[test]
    fn the_data_keeps_its_examples() {
        let examples = &Language::english().sourcing.examples;
        assert!(examples.len() > 40);
        for example in examples {
            let (_, phrases) = read(&example.sentence);
            let kind = phrases.first().map_or("", |phrase| phrase.kind.name());
            assert_eq!(
                kind == example.kind,
                example.holds,
                "{}: {kind}, not {}",
                example.sentence,
                example.kind
            );
        }
    }

    #[track_caller]
    fn check(sentence: &str, names: &str, kinds: &[SourceKind]) {
        let (got, phrases) = read(sentence);
        assert_eq!(got, names, "{sentence}");
        let got: Vec<SourceKind> = phrases.iter().map(|phrase| phrase.kind).collect();
        assert_eq!(got, kinds, "{sentence}");
    }

    #[test]
    fn names_stand_apart_from_titles() {
        use SourceKind::{Group, Organization, Outlet, Person};
        check("[Former Gov. Dana Holt (D-Ohio)] said no.", "Dana Holt", &[Person]);
        check("[Secretary of State John Reyes] said no.", "John Reyes", &[Person]);
        check("[British Prime Minister Theresa May] said no.", "Theresa May", &[Person]);
        check(
            "[the Center for Coastal Progress (CCP) think tank] said no.",
            "Center for Coastal Progress",
            &[Organization],
        );
        check(
            "[Anna Berg, head of the Institute of Rivers and Dams, and other engineers] said no.",
            "Anna Berg & ",
            &[Person, Group],
        );
        check(
            "[Norway, the United States and NATO] said no.",
            "Norway & United States & NATO",
            &[Organization, Organization, Organization],
        );
        check("[a spokesman for Berg and Sons] said no.", "", &[Person]);
        check("[the Okafor administration] said no.", "Okafor administration", &[Organization]);
        check("[CBS's “Face the Nation”] said no.", "Face the Nation", &[Outlet]);
    }

    #[test]
    fn counts_are_read_from_the_words() {
        let count = |words: &str| number(words);
        assert_eq!(count("six"), Some(6));
        assert_eq!(count("twenty-seven"), Some(27));
        assert_eq!(count("1,200"), Some(1200));
        assert_eq!(count("several"), None);
    }
}
