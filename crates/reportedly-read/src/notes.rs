//! Paragraphs of plain text that are no part of the story: credits, notes of correction, captions.

use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexBuilder};
use reportedly::BlockKind;
use serde::Deserialize;

/// No note is longer, in bytes.
const LONGEST: usize = 1200;

const LIST: &str = include_str!("../data/en/notes.toml");

#[derive(Deserialize)]
struct List {
    note: Vec<Entry>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
struct Entry {
    kind: String,
    words: Vec<String>,
    longest: usize,
    pattern: String,
    example: Vec<String>,
    not: Vec<String>,
}

struct Note {
    kind: BlockKind,
    /// One of these stands in every paragraph that matches; in lower case.
    words: Vec<String>,
    longest: usize,
    pattern: String,
    /// Made when a paragraph first holds one of the words: most texts need none.
    regex: OnceLock<Option<Regex>>,
}

static NOTES: LazyLock<Vec<Note>> = LazyLock::new(|| {
    let entries = toml::from_str::<List>(LIST).map(|list| list.note).unwrap_or_default();
    entries.into_iter().filter_map(Note::new).collect()
});

impl Note {
    fn new(entry: Entry) -> Option<Note> {
        let kind = BlockKind::from_name(&entry.kind)?;
        let Entry { words, longest, pattern, .. } = entry;
        Some(Note { kind, words, longest, pattern, regex: OnceLock::new() })
    }

    fn matches(&self, paragraph: &str, lower: &str) -> bool {
        let regex = || {
            RegexBuilder::new(&format!("^(?:{})$", self.pattern))
                .case_insensitive(true)
                .size_limit(64 << 20)
                .build()
                .ok()
        };
        paragraph.len() <= self.longest
            && self.words.iter().any(|word| lower.contains(word))
            && self.regex.get_or_init(regex).as_ref().is_some_and(|regex| regex.is_match(paragraph))
    }
}

/// What a whole paragraph is, where it is plainly no part of the story.
pub(crate) fn kind(paragraph: &str) -> Option<BlockKind> {
    let words = paragraph.trim_matches(|c: char| c.is_whitespace() || "•⦁*_—–-".contains(c));
    if words.len() > LONGEST {
        return None;
    }
    let lower = words.to_lowercase();
    NOTES.iter().find(|note| note.matches(words, &lower)).map(|note| note.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_matches_and_no_counterexample_does() {
        let list: List = toml::from_str(LIST).unwrap();
        assert_eq!(list.note.len(), NOTES.len());
        for (entry, note) in list.note.iter().zip(NOTES.iter()) {
            assert!(note.longest <= LONGEST);
            let matches = |words: &str| note.matches(words, &words.to_lowercase());
            for example in &entry.example {
                let words = example.trim_matches(['[', ']']);
                assert!(matches(words), "{example} should match {}", entry.pattern);
                assert_eq!(kind(words), Some(note.kind), "{example}");
            }
            for not in &entry.not {
                assert!(!matches(not), "{not} should not match {}", entry.pattern);
                assert_eq!(kind(not), None, "{not}");
            }
        }
    }
}
