//! Short lists of words that the resolution of sources and the views ask for by name (`data/en/lists.toml`).

use std::collections::HashSet;

use serde::Deserialize;

use crate::analysis::named;

named! {
    /// A list of words.
    List {
        /// Small words inside names: "Department of State".
        InName = "in_name",
        /// Small words that join parts of a person's name: "de la Cruz".
        Particle = "particle",
        /// Ends the head of a noun phrase: what follows does not say what it is.
        AfterHead = "after_head",
        /// Stands behind a head and says nothing: "the officer himself".
        Emphatic = "emphatic",
        /// A count of these is no count of sources: "sources with ten years in office".
        Measured = "measured",
        /// Says when rather than who.
        When = "when",
        /// A stretch of time that needs "this" or "last" before it to say when.
        Stretch = "stretch",
        /// Who reports for an outlet.
        Reporter = "reporter",
        /// A calling that stands for whoever was spoken of: "the nominee".
        Epithet = "epithet",
        /// Names where a document has its facts from: "cites".
        Cites = "cites",
        /// Names a source beside what is said: "citing two officials".
        Citing = "citing",
        /// What an outlet does with somebody's words: "quoted".
        Quotes = "quotes",
        /// Verbs of thinking whose subject need not think: "the vote seems lost".
        Seeming = "seeming",
        /// Subjects that say nothing in particular: "you think".
        NoSpeaker = "no_speaker",
        /// Leaves a statement to nobody: "reportedly".
        Hearsay = "hearsay",
        /// An outlet's own work: "learned", "obtained".
        NewsWork = "news_work",
        /// Kinds of places: "city".
        Land = "land",
        /// Kinds of outlets.
        OutletKind = "outlet_kind",
        /// Asks many people.
        Survey = "survey",
        /// Stands before an outlet's name and describes it: "host", "local".
        BeforeOutlet = "before_outlet",
        /// A married person by the other.
        Spouse = "spouse",
        /// Five-letter beginnings of words that carry no meaning in a title.
        CommonStem = "common_stem",
    }
}

/// All lists of a language.
#[derive(Debug, Default)]
pub struct Lists {
    /// By the list's place in [`List::ALL`].
    words: Vec<HashSet<String>>,
}

#[derive(Deserialize)]
struct File {
    list: Vec<Entry>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
struct Entry {
    name: String,
    words: String,
    example: Vec<String>,
    not: Vec<String>,
}

impl Lists {
    /// Reads the data file; a list that is not there is empty, which the tests catch.
    pub(crate) fn parse(data: &str) -> Lists {
        let entries = toml::from_str::<File>(data).map(|file| file.list).unwrap_or_default();
        let words = |list: &List| {
            let named = entries.iter().filter(|entry| entry.name == list.name());
            named.flat_map(|entry| entry.words.split_whitespace()).map(str::to_owned).collect()
        };
        Lists { words: List::ALL.iter().map(words).collect() }
    }

    /// Whether a word, in lower case, is on a list.
    pub fn has(&self, list: List, word: &str) -> bool {
        self.words.get(list as usize).is_some_and(|words| words.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = include_str!("../../data/en/lists.toml");

    /// The words in brackets.
    fn marked(sentence: &str) -> &str {
        sentence.split_once('[').and_then(|(_, rest)| rest.split_once(']')).unwrap().0
    }

    #[test]
    fn every_list_is_there_once_and_keeps_its_examples() {
        let (lists, file) = (Lists::parse(DATA), toml::from_str::<File>(DATA).unwrap());
        let names: Vec<&str> = file.list.iter().map(|entry| entry.name.as_str()).collect();
        let known: Vec<&str> = List::ALL.iter().map(|list| list.name()).collect();
        assert_eq!(names, known);
        for entry in &file.list {
            let list = List::from_name(&entry.name).unwrap();
            let has = |sentence: &String| lists.has(list, &marked(sentence).to_lowercase());
            assert!(!entry.example.is_empty() && !entry.not.is_empty(), "{}", entry.name);
            assert!(entry.example.iter().all(has), "{}: {:?}", entry.name, entry.example);
            assert!(!entry.not.iter().any(has), "{}: {:?}", entry.name, entry.not);
            let mut words: Vec<&str> = entry.words.split_whitespace().collect();
            words.sort_unstable();
            let all = words.len();
            words.dedup();
            assert_eq!(words.len(), all, "{} has a word twice", entry.name);
        }
    }
}
