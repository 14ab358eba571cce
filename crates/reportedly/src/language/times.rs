//! Words of time (`data/en/times.toml`).

use std::collections::HashMap;

use serde::Deserialize;

use crate::segment::tokenize;

/// What one word can mean in a time expression; one word may be several things ("second").
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TimeWord {
    pub(crate) month: Option<i8>,
    /// 1 is Monday.
    pub(crate) weekday: Option<i8>,
    pub(crate) unit: Option<Unit>,
    pub(crate) season: Option<Season>,
    pub(crate) part: Option<Part>,
    /// The hour that the word itself names.
    pub(crate) clock: Option<i8>,
    /// Days from today.
    pub(crate) day: Option<i8>,
    /// The night of that day, counted from today.
    pub(crate) night: Option<i8>,
    pub(crate) which: Option<Which>,
    pub(crate) each: bool,
    pub(crate) vague: bool,
    /// A vague number that needs "of": "hundreds of years".
    pub(crate) crowd: bool,
    pub(crate) number: Option<u32>,
    pub(crate) ordinal: Option<u32>,
    pub(crate) about: bool,
    pub(crate) edge: Option<Edge>,
    pub(crate) span: Option<Edge>,
    pub(crate) shift: Option<Shift>,
    pub(crate) plural: bool,
    /// The calendar sense needs a capital letter.
    pub(crate) capital: bool,
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// Seasons, in the order of the northern year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) enum Season {
    #[serde(rename = "SP")]
    Spring,
    #[serde(rename = "SU")]
    Summer,
    #[serde(rename = "FA")]
    Fall,
    #[serde(rename = "WI")]
    Winter,
}

/// Parts of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Part {
    #[serde(rename = "TMO")]
    Morning,
    #[serde(rename = "TAF")]
    Afternoon,
    #[serde(rename = "TEV")]
    Evening,
    #[serde(rename = "TNI")]
    Night,
}

impl Part {
    /// TIMEX3 code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Part::Morning => "TMO",
            Part::Afternoon => "TAF",
            Part::Evening => "TEV",
            Part::Night => "TNI",
        }
    }
}

/// Which one of a row of like stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Which {
    Last,
    Previous,
    This,
    Current,
    Next,
    Following,
    Same,
    Latest,
}

/// A part at the start, in the middle or at the end of a stretch, or before or after its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Edge {
    Start,
    Middle,
    End,
    Earlier,
    Later,
}

/// From where a number of units is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shift {
    /// Back from now.
    Ago,
    /// Ahead from now.
    Hence,
    /// Back from the time just spoken of.
    Before,
    /// Ahead from the time just spoken of.
    After,
}

/// What a fixed phrase means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phrase {
    /// PRESENT_REF, PAST_REF, FUTURE_REF.
    Reference(String),
    Duration(String),
    Set(String),
    Holiday(Holiday),
}

/// The day of a holiday in a given year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which one (-1 is the last), weekday (1 is Monday).
    Weekday(i8, i8, i8),
    /// Days from Easter Sunday.
    Easter(i8),
    /// The Tuesday after the first Monday of November.
    Election,
}

/// On which side of its present a clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Back,
    Ahead,
    /// It has a verb that leaves it open.
    Open,
}

/// All words of time of one language.
#[derive(Debug, Default)]
pub struct TimeWords {
    words: HashMap<String, TimeWord>,
    /// Phrases by their first token; the longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Phrase)>>,
    tense: HashMap<String, Vec<(Vec<String>, Side)>>,
    /// Days that stand for one event.
    pub(crate) events: Vec<Event>,
    /// Why the data could not be read; tested to be none.
    pub(crate) errors: Vec<String>,
    #[cfg(test)]
    pub(crate) examples: Vec<(String, bool)>,
}

/// A day that stands for an event of one year: "Sept. 11".
#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) month: i8,
    pub(crate) day: i8,
    pub(crate) year: i16,
    /// Words right before it that say so.
    #[serde(default)]
    pub(crate) before: Vec<String>,
    /// Words right after it that say so.
    pub(crate) after: Vec<String>,
    #[serde(default)]
    example: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    word: Vec<WordRow>,
    phrase: Vec<PhraseRow>,
    holiday: Vec<HolidayRow>,
    tense: Vec<TenseRow>,
    event: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordRow {
    class: String,
    value: Option<toml::Value>,
    forms: Vec<String>,
    #[serde(default)]
    plural: bool,
    #[serde(default)]
    capital: bool,
    example: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRow {
    value: String,
    #[serde(default)]
    set: bool,
    #[serde(default)]
    duration: bool,
    forms: Vec<String>,
    example: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    rule: String,
    forms: Vec<String>,
    example: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TenseRow {
    side: Side,
    forms: Vec<String>,
}

impl TimeWords {
    pub(crate) fn parse(data: &str) -> TimeWords {
        let mut times = TimeWords::default();
        let file: File = match toml::from_str(data) {
            Ok(file) => file,
            Err(error) => {
                times.errors.push(error.to_string());
                return times;
            }
        };
        for row in &file.word {
            for form in &row.forms {
                if times.words.entry(form.clone()).or_default().read(row).is_none() {
                    times.errors.push(format!("{form}: class {} with value {:?}", row.class, row.value));
                }
            }
            times.keep_examples(&row.example, &row.not);
        }
        for row in &file.phrase {
            let meaning = match (row.set, row.duration) {
                (true, _) => Phrase::Set(row.value.clone()),
                (_, true) => Phrase::Duration(row.value.clone()),
                _ => Phrase::Reference(row.value.clone()),
            };
            for form in &row.forms {
                insert(&mut times.phrases, form, meaning.clone());
            }
            times.keep_examples(&row.example, &row.not);
        }
        for row in &file.holiday {
            match Holiday::parse(&row.rule) {
                Some(holiday) => {
                    for form in &row.forms {
                        insert(&mut times.phrases, form, Phrase::Holiday(holiday));
                    }
                }
                None => times.errors.push(format!("holiday rule {}", row.rule)),
            }
            times.keep_examples(&row.example, &row.not);
        }
        for row in &file.event {
            times.keep_examples(&row.example, &row.not);
        }
        times.events = file.event;
        for row in &file.tense {
            for form in &row.forms {
                insert(&mut times.tense, form, row.side);
            }
        }
        times
    }

    #[cfg(test)]
    fn keep_examples(&mut self, example: &[String], not: &[String]) {
        self.examples.extend(example.iter().map(|sentence| (sentence.clone(), true)));
        self.examples.extend(not.iter().map(|sentence| (sentence.clone(), false)));
    }

    #[cfg(not(test))]
    fn keep_examples(&mut self, _example: &[String], _not: &[String]) {}

    /// The word, lower case.
    pub(crate) fn word(&self, word: &str) -> Option<&TimeWord> {
        self.words.get(word)
    }

    /// Whether a phrase begins with that lower-case word.
    pub(crate) fn starts_phrase(&self, word: &str) -> bool {
        self.phrases.contains_key(word)
    }

    /// Phrases that begin with that lower-case word, the longest first.
    pub(crate) fn phrases(&self, first: &str) -> &[(Vec<String>, Phrase)] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// Marks of tense that begin with that lower-case word, the longest first.
    pub(crate) fn tense(&self, first: &str) -> &[(Vec<String>, Side)] {
        self.tense.get(first).map_or(&[], Vec::as_slice)
    }
}

fn insert<T>(table: &mut HashMap<String, Vec<(Vec<String>, T)>>, form: &str, meaning: T) {
    let mut tokens = Vec::new();
    tokenize(form, 0, &mut tokens);
    let words: Vec<String> = tokens.iter().map(|token| token.span.of(form).to_owned()).collect();
    if let Some(first) = words.first() {
        let row = table.entry(first.clone()).or_default();
        row.push((words, meaning));
        row.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
}

impl TimeWord {
    /// A word that says nothing about time.
    pub(crate) const NOTHING: TimeWord = TimeWord {
        month: None,
        weekday: None,
        unit: None,
        season: None,
        part: None,
        clock: None,
        day: None,
        night: None,
        which: None,
        each: false,
        vague: false,
        crowd: false,
        number: None,
        ordinal: None,
        about: false,
        edge: None,
        span: None,
        shift: None,
        plural: false,
        capital: false,
    };

    /// Takes over what the row says of the word; none where the row makes no sense.
    fn read(&mut self, row: &WordRow) -> Option<()> {
        let value = row.value.as_ref();
        let small = || value.and_then(toml::Value::as_integer).and_then(|n| i8::try_from(n).ok());
        let count = || value.and_then(toml::Value::as_integer).and_then(|n| u32::try_from(n).ok());
        self.plural |= row.plural;
        self.capital |= row.capital;
        match row.class.as_str() {
            "month" => self.month = Some(small()?),
            "weekday" => self.weekday = Some(small()?),
            "unit" => self.unit = Some(named(value)?),
            "season" => self.season = Some(named(value)?),
            "part" => self.part = Some(named(value)?),
            "clock" => self.clock = Some(small()?),
            "day" => self.day = Some(small()?),
            "night" => self.night = Some(small()?),
            "which" => self.which = Some(named(value)?),
            "each" => self.each = true,
            "vague" => self.vague = true,
            "crowd" => self.crowd = true,
            "number" => self.number = Some(count()?),
            "ordinal" => self.ordinal = Some(count()?),
            "about" => self.about = true,
            "edge" => self.edge = Some(named(value)?),
            "span" => self.span = Some(named(value)?),
            "shift" => self.shift = Some(named(value)?),
            _ => return None,
        }
        Some(())
    }
}

fn named<T: serde::de::DeserializeOwned>(value: Option<&toml::Value>) -> Option<T> {
    value.and_then(|value| value.clone().try_into().ok())
}

impl Holiday {
    fn parse(rule: &str) -> Option<Holiday> {
        if rule == "election" {
            return Some(Holiday::Election);
        }
        if let Some(days) = rule.strip_prefix("easter") {
            return days.parse().ok().map(Holiday::Easter);
        }
        if let Some((month, day)) = rule.split_once('-').filter(|_| !rule.contains('/')) {
            return Some(Holiday::Fixed(month.parse().ok()?, day.parse().ok()?));
        }
        let mut parts = rule.split('/');
        let (month, nth, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        let day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|name| *name == day)?;
        Some(Holiday::Weekday(month, nth, i8::try_from(day).ok()? + 1))
    }
}
