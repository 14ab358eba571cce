//! Words that make up quantities: number words, units, money, approximators, words of change.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::{Direction, Relation};

/// Word classes that figures are read with; one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal $text:literal),* $(,)?) => {
        impl Class {
            $($(#[$doc])* pub const $name: Class = Class(1 << $bit);)*

            fn from_name(name: &str) -> Class {
                match name { $($text => Class::$name,)* _ => Class(0) }
            }
        }
    };
}

classes! {
    /// a, the, this.
    DETERMINER = 0 "determiner",
    /// his, its.
    POSSESSIVE = 1 "possessive",
    /// he, they.
    PRONOUN = 2 "pronoun",
    /// of, in.
    PREPOSITION = 3 "preposition",
    /// and, that.
    CONJUNCTION = 4 "conjunction",
    /// is, has, will.
    AUXILIARY = 5 "auxiliary",
    /// Verbs that lead to a level: is, averaged, reached.
    COPULA = 6 "copula",
    /// Verb forms that are seldom nouns.
    VERB = 7 "verb",
    /// Adverbs without -ly.
    ADVERB = 8 "adverb",
    /// Plurals without -s.
    PLURAL = 9 "plural",
    /// Words in -s that are no plurals.
    NOT_PLURAL = 10 "not_plural",
    /// Months and their abbreviations.
    MONTH = 11 "month",
    /// Days of the week.
    WEEKDAY = 12 "weekday",
    /// Nouns that a number follows as a name: Title, Flight.
    NAME_HEAD = 13 "name_head",
    /// Street, Avenue.
    STREET = 14 "street",
    /// Words around votes: ruling, split.
    VOTE = 15 "vote",
    /// Words of leading and trailing, after which two numbers are two results.
    LEAD = 16 "lead",
    /// Verbs after which "about" is a preposition.
    TALK = 17 "talk",
    /// Words of polls, among which points are percentage points.
    POLL = 18 "poll",
    /// will, expected.
    FORECAST = 19 "forecast",
    /// goal, pledged.
    TARGET = 20 "target",
    /// estimate.
    ESTIMATE = 21 "estimate",
    /// denied.
    DENY = 22 "deny",
    /// Verbs of change.
    CHANGE_VERB = 23 "change_verb",
    /// Nouns of change.
    CHANGE_NOUN = 24 "change_noun",
    /// up, lower.
    CHANGE_ADVERB = 25 "change_adverb",
    /// Verbs of change that need a measure or "by": lost, cut.
    WEAK_CHANGE = 26 "weak_change",
    /// Verbs that make another verb with "up": gave up, made up.
    PARTICLE_VERB = 27 "particle_verb",
    /// Verbs after which "down to" tells no fall: boils.
    SETTLE = 28 "settle",
}

impl Class {
    /// Whether any class of `other` is among these.
    pub fn any(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// What one word can be in a quantity.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// A number word below one hundred.
    pub cardinal: Option<Decimal>,
    /// dozen, hundred, million.
    pub scale: Option<Decimal>,
    /// dozens, hundreds: the least that they mean.
    pub many: Option<Decimal>,
    /// third, quarters: the denominator.
    pub part: Option<u32>,
    /// doubled, halved: percent of change.
    pub multiple: Option<(Decimal, Direction)>,
    /// annual, daily: the period of a rate.
    pub period: Option<String>,
    /// Direction of a word of change.
    pub direction: Option<Direction>,
    /// Word classes.
    pub class: Class,
    /// Whether "a" or "an" before it can make a rate ("$3 a share").
    pub rate: bool,
}

/// What kind of unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// Shares of a hundred.
    Percent,
    /// Currencies and their coins.
    Money,
    /// Physical measures.
    Measure,
    /// Votes, pages, times.
    Count,
    /// Durations, which are no figures.
    Time,
}

/// A unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Name as figures give it.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// The smaller unit that may follow it, and how many of them make it: feet and 12 inches.
    pub parts: Option<(String, u32)>,
}

/// An approximator or bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approximator {
    /// How the written number stands to the value.
    pub relation: Relation,
    /// Whether it says that somebody estimated.
    pub estimated: bool,
}

/// ByFirstWord by their first word, longest first.
#[derive(Debug)]
pub struct ByFirstWord<T>(HashMap<String, Vec<(Vec<String>, T)>>);

impl<T> Default for ByFirstWord<T> {
    fn default() -> ByFirstWord<T> {
        ByFirstWord(HashMap::new())
    }
}

impl<T> ByFirstWord<T> {
    fn add(&mut self, words: &str, value: T, last_first: bool) {
        let mut keys: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        if last_first {
            keys.reverse();
        }
        if let Some(first) = keys.first() {
            let list = self.0.entry(first.clone()).or_default();
            list.push((keys, value));
            list.sort_by_key(|(keys, _)| std::cmp::Reverse(keys.len()));
        }
    }

    /// The phrases that begin with that word.
    pub fn of(&self, first: &str) -> &[(Vec<String>, T)] {
        self.0.get(first).map_or(&[], Vec::as_slice)
    }
}

/// A sentence of the data in which brackets mark what must be found.
#[derive(Clone, Debug)]
pub struct Example {
    /// The sentence, with `[…]` around each figure; without brackets, nothing may be found in it.
    pub sentence: String,
}

/// All words of quantities of one language.
#[derive(Debug, Default)]
pub struct Quantities {
    words: HashMap<String, Word>,
    letters: BTreeMap<String, Decimal>,
    /// Units by index.
    pub units: Vec<Unit>,
    /// Names of units and currencies behind a number, in any case.
    pub unit_words: ByFirstWord<usize>,
    /// Symbols of units behind digits, as written, longest first.
    pub symbols: Vec<(String, usize)>,
    /// Currency marks before a number, as written; by last key, backwards.
    pub money_before: ByFirstWord<usize>,
    /// Approximators before a number; by last word, backwards.
    pub before: ByFirstWord<Approximator>,
    /// Approximators behind a number.
    pub after: ByFirstWord<Approximator>,
    /// The data's own examples.
    pub examples: Vec<Example>,
}

#[derive(Deserialize)]
struct Checks {
    #[serde(default)]
    example: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
struct Values<T> {
    values: BTreeMap<String, T>,
    direction: Option<String>,
    #[serde(flatten)]
    checks: Checks,
}

#[derive(Deserialize)]
struct Numbers {
    cardinal: Vec<Values<u32>>,
    scale: Vec<Values<u64>>,
    many: Vec<Values<u64>>,
    part: Vec<Values<u32>>,
    letter: Vec<Values<u64>>,
    multiple: Vec<Values<u32>>,
}

#[derive(Deserialize)]
struct UnitEntry {
    name: String,
    kind: UnitKind,
    symbols: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    parts: Option<(String, u32)>,
    #[serde(flatten)]
    checks: Checks,
}

#[derive(Deserialize)]
struct WordList {
    name: Option<String>,
    words: Vec<String>,
    #[serde(flatten)]
    checks: Checks,
}

#[derive(Deserialize)]
struct Units {
    unit: Vec<UnitEntry>,
    rate: Vec<WordList>,
    period: Vec<Values<String>>,
}

#[derive(Deserialize)]
struct CurrencyEntry {
    code: String,
    before: Vec<String>,
    after: Vec<String>,
    words: Vec<String>,
    #[serde(flatten)]
    checks: Checks,
}

#[derive(Deserialize)]
struct Currencies {
    currency: Vec<CurrencyEntry>,
}

#[derive(Deserialize)]
struct ApproximatorEntry {
    relation: String,
    status: Option<String>,
    words: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(flatten)]
    checks: Checks,
}

#[derive(Deserialize)]
struct Approximators {
    approximator: Vec<ApproximatorEntry>,
}

#[derive(Deserialize)]
struct DirectionEntry {
    direction: String,
    verbs: Vec<String>,
    nouns: Vec<String>,
    adverbs: Vec<String>,
    #[serde(flatten)]
    checks: Checks,
}

#[derive(Deserialize)]
struct Changes {
    direction: Vec<DirectionEntry>,
    weak: Vec<WordList>,
}

#[derive(Deserialize)]
struct Classes {
    class: Vec<WordList>,
}

/// The data files' texts.
pub(crate) struct Files<'a> {
    pub(crate) numbers: &'a str,
    pub(crate) units: &'a str,
    pub(crate) currencies: &'a str,
    pub(crate) approximators: &'a str,
    pub(crate) changes: &'a str,
    pub(crate) function_words: &'a str,
}

impl Quantities {
    /// Number words with their values.
    pub(crate) fn cardinals(&self) -> impl Iterator<Item = (&str, Decimal)> {
        let mut cardinals: Vec<(&str, Decimal)> =
            self.words.iter().filter_map(|(word, entry)| Some((word.as_str(), entry.cardinal?))).collect();
        cardinals.sort_unstable();
        cardinals.into_iter()
    }

    /// Reads the files. A file that does not parse leaves its words out; a test keeps the built-in ones right.
    pub(crate) fn parse(files: &Files<'_>) -> Quantities {
        let mut all = Quantities::default();
        let results = [
            toml::from_str(files.numbers).map(|file| all.add_numbers(file)),
            toml::from_str(files.units).map(|file| all.add_units(file)),
            toml::from_str(files.currencies).map(|file| all.add_currencies(file)),
            toml::from_str(files.approximators).map(|file| all.add_approximators(file)),
            toml::from_str(files.changes).map(|file| all.add_changes(file)),
            toml::from_str(files.function_words).map(|file| all.add_classes(file)),
        ];
        debug_assert!(results.iter().all(Result::is_ok), "{results:?}");
        all.symbols.sort_by_key(|(symbol, _)| std::cmp::Reverse(symbol.len()));
        all
    }

    /// What is known about a word in lower case.
    pub fn word(&self, key: &str) -> Option<&Word> {
        self.words.get(key)
    }

    /// What a letter behind digits multiplies with: `bn`.
    pub fn letter(&self, letter: &str) -> Option<Decimal> {
        self.letters.get(letter).copied()
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        self.words.entry(word.to_owned()).or_default()
    }

    fn check(&mut self, checks: Checks) {
        let sentences = checks.example.into_iter().chain(checks.not);
        self.examples.extend(sentences.map(|sentence| Example { sentence }));
    }

    fn add_numbers(&mut self, file: Numbers) {
        for list in file.cardinal {
            list.values.iter().for_each(|(w, v)| self.entry(w).cardinal = Some(Decimal::from(*v)));
            self.check(list.checks);
        }
        for list in file.scale {
            list.values.iter().for_each(|(w, v)| self.entry(w).scale = Some(Decimal::from(*v)));
            self.check(list.checks);
        }
        for list in file.many {
            list.values.iter().for_each(|(w, v)| self.entry(w).many = Some(Decimal::from(*v)));
            self.check(list.checks);
        }
        for list in file.part {
            list.values.iter().for_each(|(w, v)| self.entry(w).part = Some(*v));
            self.check(list.checks);
        }
        for list in file.letter {
            self.letters.extend(list.values.into_iter().map(|(w, v)| (w, Decimal::from(v))));
            self.check(list.checks);
        }
        for list in file.multiple {
            let direction = direction(list.direction.as_deref());
            for (word, value) in &list.values {
                self.entry(word).multiple = Some((Decimal::from(*value), direction));
            }
            self.check(list.checks);
        }
    }

    fn add_units(&mut self, file: Units) {
        for unit in file.unit {
            let index = self.units.len();
            unit.words.iter().for_each(|words| self.unit_words.add(words, index, false));
            self.symbols.extend(unit.symbols.into_iter().map(|symbol| (symbol, index)));
            self.units.push(Unit { name: unit.name, kind: unit.kind, parts: unit.parts });
            self.check(unit.checks);
        }
        for list in file.rate {
            list.words.iter().for_each(|word| self.entry(word).rate = true);
            self.check(list.checks);
        }
        for list in file.period {
            for (word, period) in list.values {
                self.entry(&word).period = Some(period);
            }
            self.check(list.checks);
        }
    }

    fn add_currencies(&mut self, file: Currencies) {
        for currency in file.currency {
            let index = self.units.len();
            self.units.push(Unit { name: currency.code, kind: UnitKind::Money, parts: None });
            currency.before.iter().for_each(|mark| self.money_before.add(mark, index, true));
            currency.words.iter().for_each(|words| self.unit_words.add(words, index, false));
            self.symbols.extend(currency.after.into_iter().map(|symbol| (symbol, index)));
            self.check(currency.checks);
        }
    }

    fn add_approximators(&mut self, file: Approximators) {
        for entry in file.approximator {
            let Some(relation) = Relation::from_name(&entry.relation) else { continue };
            let value = Approximator { relation, estimated: entry.status.is_some() };
            entry.words.iter().for_each(|words| self.before.add(words, value, true));
            entry.after.iter().for_each(|words| self.after.add(words, value, false));
            self.check(entry.checks);
        }
    }

    fn add_changes(&mut self, file: Changes) {
        for entry in file.direction {
            let toward = direction(Some(&entry.direction));
            let lists = [
                (&entry.verbs, Class::CHANGE_VERB),
                (&entry.nouns, Class::CHANGE_NOUN),
                (&entry.adverbs, Class::CHANGE_ADVERB),
            ];
            for (words, class) in lists {
                for word in words {
                    let word = self.entry(word);
                    word.direction = Some(toward);
                    word.class = word.class.or(class);
                }
            }
            self.check(entry.checks);
        }
        for list in file.weak {
            for word in &list.words {
                let word = self.entry(word);
                word.class = word.class.or(Class::WEAK_CHANGE);
            }
            self.check(list.checks);
        }
    }

    fn add_classes(&mut self, file: Classes) {
        for list in file.class {
            let class = list.name.as_deref().map_or(Class::default(), Class::from_name);
            for word in &list.words {
                let word = self.entry(word);
                word.class = word.class.or(class);
            }
            self.check(list.checks);
        }
    }
}

fn direction(name: Option<&str>) -> Direction {
    name.and_then(Direction::from_name).unwrap_or(Direction::Up)
}
