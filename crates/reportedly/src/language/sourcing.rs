//! Words and names that tell what a source is: people, bodies, documents, outlets, places, given names.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{List, Lists};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal $text:literal),* $(,)?) => {
        /// Classes of a word, as bits.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Classes(u64);

        impl Classes {
            $($(#[$doc])* pub const $name: Classes = Classes(1 << $bit);)*

            fn from_name(name: &str) -> Option<Classes> {
                match name { $($text => Some(Classes::$name),)* _ => None }
            }
        }
    };
}

classes! {
    /// Stands before a name: "Gov.".
    TITLE = 0 "title",
    /// An office or work: "spokesman".
    ROLE = 1 "role",
    /// One human being: "woman".
    PERSON = 2 "person",
    /// Several: "voters", "aides".
    PEOPLE = 3 "people",
    /// A body: "committee".
    ORGANIZATION = 4 "organization",
    /// Who publishes: "newspaper".
    OUTLET = 5 "outlet",
    /// A group written in the singular: "mob".
    CROWD = 6 "person_body",
    /// Something written or recorded.
    DOCUMENT = 7 "document",
    /// A document that asks people.
    POLL = 8 "poll",
    /// Carries a speaker's own words; no step.
    MEDIUM = 9 "medium",
    /// Is only told.
    AUDIENCE = 10 "audience",
    /// Closed-class words.
    FUNCTION = 11 "function",
    /// Days and months.
    CALENDAR = 12 "calendar",
    /// Capitalized adjectives.
    DEMONYM = 13 "demonym",
    /// Capitalized plurals for people.
    NATIONALS = 14 "demonym_people",
    /// Says that somebody is male.
    MALE = 15 "male",
    /// Says that somebody is female.
    FEMALE = 16 "female",
    /// The last word of many outlets' names: "Times".
    MASTHEAD = 17 "masthead",
    /// Plural of a body: "companies".
    PLURAL = 18 "plural",
    /// Its object is who was told: "told".
    TELL = 19 "tell",
    /// Retells somebody's words: "reports".
    RETELL = 20 "retell",
    /// Got to know: "learned".
    LEARN = 21 "learn",
    /// A conversation: "interview".
    TALK = 22 "talk",
    /// A broadcast: "edition".
    AIRING = 23 "airing",
    /// Came through an outlet: "quoted".
    HANDED = 24 "handed",
    /// Where somebody speaks to all: "rally".
    VENUE = 25 "venue",
    /// Makes a name of the capitals before it: "administration".
    MADE = 26 "made",
    /// Points at the body spoken of last: "agency".
    VAGUE = 27 "vague",
    /// Somebody of whom nothing was said before: "spokesman".
    FRESH = 28 "fresh",
    /// What an outlet makes itself: "report".
    STORY = 29 "story",
    /// Who speaks in minutes: "participants".
    MEETING = 30 "meeting",
    /// Minutes, transcripts.
    RECORD = 31 "record",
    /// Says something to everybody: "tweeted".
    PUBLIC = 32 "public",
    /// What is said or sent to an outlet: "statement".
    ADDRESS = 33 "address",
    /// What somebody is beside any office: "businessman".
    CALLING = 34 "calling",
}

impl Classes {
    /// Whether it has any class of `other`.
    pub fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the word says nothing about what a source is; verbs around the cue and the like do not count.
    pub fn is_plain(self) -> bool {
        self.0 & (Classes::TELL.0 - 1) == 0
    }

    /// All classes of both.
    pub const fn and(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// Grammatical gender that a name or a word gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// Not known.
    #[default]
    Open,
}

/// An outlet by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The full name.
    pub name: String,
    /// The station of a program.
    pub station: Option<String>,
    /// Whether the name is also an everyday word, so that it needs help from its neighbors.
    pub weak: bool,
    /// A body that publishes nothing: a ministry, a bank, a party.
    pub body: bool,
}

/// An example of the data: a phrase in brackets and the kind that it must or must not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseExample {
    /// The sentence, with the phrase in brackets.
    pub sentence: String,
    /// The kind's name.
    pub kind: String,
    /// Whether the phrase must have that kind.
    pub holds: bool,
}

/// Words and names about sources.
#[derive(Debug, Default)]
pub struct Sourcing {
    words: HashMap<String, Classes>,
    given: HashMap<String, Gender>,
    outlets: Vec<Outlet>,
    outlet_forms: HashMap<String, usize>,
    /// Forms that are written in capitals only: "WHO" is not "who".
    capitals: HashSet<String>,
    longest_outlet: usize,
    /// Groups of offices that stand for each other, by word.
    offices: HashMap<String, Vec<u16>>,
    office_groups: Vec<Vec<String>>,
    /// Groups of forms of a given name.
    nicknames: HashMap<String, Vec<u16>>,
    places: HashSet<String>,
    longest_place: usize,
    /// Short lists of words.
    pub lists: Lists,
    /// Sentences that the data must pass.
    pub examples: Vec<PhraseExample>,
}

#[derive(Deserialize)]
struct File {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    class: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    names: String,
    #[serde(default)]
    weak: String,
    #[serde(default)]
    example: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Sourcing {
    /// Reads the data files; `Err` names what is wrong with them.
    pub(crate) fn parse(
        files: &[&str],
        places: &str,
        given: &str,
        alike: &str,
        lists: &str,
    ) -> Result<Sourcing, String> {
        let mut sourcing = Sourcing { lists: Lists::parse(lists), ..Sourcing::default() };
        for file in files {
            let file: File = toml::from_str(file).map_err(|error| error.to_string())?;
            for group in file.group {
                sourcing.add(&group)?;
            }
        }
        for line in places.lines().filter(|line| !line.starts_with('#')) {
            for name in line.split('|').map(|name| key(name.trim())).filter(|name| !name.is_empty()) {
                sourcing.longest_place = sourcing.longest_place.max(name.split(' ').count());
                sourcing.places.insert(name);
            }
        }
        let mut gender = Gender::Open;
        for line in given.lines().filter(|line| !line.starts_with('#')) {
            match line.trim() {
                "[male]" => gender = Gender::Male,
                "[female]" => gender = Gender::Female,
                "[any]" => gender = Gender::Open,
                names => {
                    for name in names.split_whitespace() {
                        sourcing.given.entry(name.to_owned()).or_insert(gender);
                    }
                }
            }
        }
        let mut offices = true;
        for (group, line) in (0u16..).zip(alike.lines().filter(|line| !line.starts_with('#'))) {
            sourcing.office_groups.push(line.split_whitespace().map(str::to_owned).collect());
            match line.trim() {
                "[office]" => offices = true,
                "[given]" => offices = false,
                words => {
                    let table = if offices { &mut sourcing.offices } else { &mut sourcing.nicknames };
                    for word in words.split_whitespace() {
                        table.entry(word.to_owned()).or_default().push(group);
                    }
                }
            }
        }
        Ok(sourcing)
    }

    /// Whether a word, in lower case, is on a short list.
    pub fn listed(&self, list: List, word: &str) -> bool {
        self.lists.has(list, word)
    }

    /// Whether two words may stand for the same office: equal, or in one group.
    pub fn same_office(&self, one: &str, two: &str) -> bool {
        one == two || share(&self.offices, one, two)
    }

    /// The words that may stand for the same office, itself first.
    pub fn offices_like<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let groups = self.offices.get(word).map_or(&[][..], Vec::as_slice);
        let others = groups.iter().filter_map(|group| self.office_groups.get(usize::from(*group))).flatten();
        std::iter::once(word).chain(others.map(String::as_str).filter(move |other| *other != word))
    }

    /// Whether two given names may be forms of one.
    pub fn same_given(&self, one: &str, two: &str) -> bool {
        one == two || share(&self.nicknames, one, two)
    }

    fn add(&mut self, group: &Group) -> Result<(), String> {
        for (sentences, holds) in [(&group.example, true), (&group.not, false)] {
            self.examples.extend(sentences.iter().map(|sentence| PhraseExample {
                sentence: sentence.clone(),
                kind: group.kind.clone(),
                holds,
            }));
        }
        if !group.names.is_empty() {
            for (names, weak) in [(&group.names, false), (&group.weak, true)] {
                names.lines().for_each(|line| self.add_outlet(line, weak, group.class == "body"));
            }
            return Ok(());
        }
        let class =
            Classes::from_name(&group.class).ok_or_else(|| format!("no class is called {}", group.class))?;
        for word in group.words.split_whitespace() {
            self.mark(word.to_owned(), class);
            if class.any(Classes::TITLE.and(Classes::ROLE).and(Classes::PERSON)) {
                self.mark(plural(word), Classes::PEOPLE);
            } else if class == Classes::ORGANIZATION {
                self.mark(plural(word), Classes::ORGANIZATION.and(Classes::PLURAL));
            }
        }
        Ok(())
    }

    fn mark(&mut self, word: String, class: Classes) {
        let entry = self.words.entry(word).or_default();
        *entry = entry.and(class);
    }

    fn add_outlet(&mut self, line: &str, weak: bool, body: bool) {
        let (names, station) = line.split_once('>').map_or((line, None), |(names, station)| {
            (names, Some(station.trim().to_owned()).filter(|station| !station.is_empty()))
        });
        let mut forms = names.split('|').map(str::trim).filter(|form| !form.is_empty()).peekable();
        let Some(name) = forms.peek().map(|&name| name.to_owned()) else { return };
        let index = self.outlets.len();
        self.outlets.push(Outlet { name, station, weak, body });
        for form in forms {
            let capitals = form.chars().all(|c| !c.is_lowercase());
            let form = key(form);
            if capitals {
                self.capitals.insert(form.clone());
            }
            let bare = form.strip_prefix("the ").unwrap_or(&form).to_owned();
            self.longest_outlet = self.longest_outlet.max(bare.split(' ').count());
            self.outlet_forms.entry(bare).or_insert(index);
        }
    }

    /// The classes of a word in lower case.
    pub fn classes(&self, word: &str) -> Classes {
        if let Some(&classes) = self.words.get(word) {
            return classes;
        }
        // "vice-presidential", "co-worker", "ex-minister": the last part decides
        match word.rsplit_once('-') {
            Some((_, last)) if last.len() > 3 => {
                self.words.get(last).copied().filter(|c| !c.any(Classes::FUNCTION)).unwrap_or_default()
            }
            _ => Classes::default(),
        }
    }

    /// The gender of a given name in lower case; `None` where it is no known given name.
    pub fn given(&self, name: &str) -> Option<Gender> {
        self.given.get(name).copied()
    }

    /// The outlet of that name in lower case, without "the".
    pub fn outlet(&self, name: &str) -> Option<&Outlet> {
        self.outlet_forms.get(name).and_then(|&index| self.outlets.get(index))
    }

    /// Whether a name counts only where it is written in capitals.
    pub fn only_capitals(&self, name: &str) -> bool {
        self.capitals.contains(name)
    }

    /// Words in the longest outlet name.
    pub fn longest_outlet(&self) -> usize {
        self.longest_outlet
    }

    /// Whether a name in lower case, without "the", is a place that can stand for a body.
    pub fn is_place(&self, name: &str) -> bool {
        self.places.contains(name)
    }

    /// Words in the longest place name.
    pub fn longest_place(&self) -> usize {
        self.longest_place
    }
}

/// A name as the lists know it: lower case, straight apostrophes, no final full stop of an abbreviation.
fn key(name: &str) -> String {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| word.to_lowercase().replace('’', "'").trim_end_matches('.').to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn share(table: &HashMap<String, Vec<u16>>, one: &str, two: &str) -> bool {
    match (table.get(one), table.get(two)) {
        (Some(one), Some(two)) => one.iter().any(|group| two.contains(group)),
        _ => false,
    }
}

/// The regular plural of a noun.
fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man") {
        return format!("{stem}men");
    }
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if word == "child" {
        return "children".to_owned();
    }
    if word == "person" {
        return "people".to_owned();
    }
    let hissing = word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh");
    format!("{word}{}", if hissing { "es" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn plurals() {
        for (one, many) in
            [("spokesman", "spokesmen"), ("deputy", "deputies"), ("aide", "aides"), ("coach", "coaches")]
        {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn forms_lead_to_the_full_name() {
        let sourcing = &Language::english().sourcing;
        assert_eq!(sourcing.outlet("wsj").map(|o| o.name.as_str()), Some("The Wall Street Journal"));
        assert_eq!(sourcing.outlet("face the nation").and_then(|o| o.station.as_deref()), Some("CBS"));
        assert!(sourcing.outlet("time").is_some_and(|o| o.weak));
        assert!(sourcing.is_place("u.s"));
    }
}
