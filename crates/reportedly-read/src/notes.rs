//! Paragraphs of plain text that are no part of the story: credits, notes of correction, captions.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use reportedly::BlockKind;
use serde::Deserialize;

const LIST: &str = include_str!("../data/en/notes.toml");

#[derive(Deserialize)]
struct List {
    note: Vec<Entry>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
struct Entry {
    kind: String,
    longest: usize,
    pattern: String,
    example: Vec<String>,
    not: Vec<String>,
}

struct Note {
    kind: BlockKind,
    longest: usize,
    regex: Regex,
}

static NOTES: LazyLock<Vec<Note>> = LazyLock::new(|| {
    let entries = toml::from_str::<List>(LIST).map(|list| list.note).unwrap_or_default();
    entries.iter().filter_map(note).collect()
});

fn note(entry: &Entry) -> Option<Note> {
    let kind = match entry.kind.as_str() {
        "credit" => BlockKind::Credit,
        "correction" => BlockKind::Correction,
        "caption" => BlockKind::Caption,
        _ => return None,
    };
    let regex = RegexBuilder::new(&format!("^(?:{})$", entry.pattern))
        .case_insensitive(true)
        .size_limit(64 << 20)
        .build()
        .ok()?;
    Some(Note { kind, longest: entry.longest, regex })
}

/// What a whole paragraph is, where it is plainly no part of the story.
pub(crate) fn kind(paragraph: &str) -> Option<BlockKind> {
    let words = paragraph.trim_matches(|c: char| c.is_whitespace() || "•⦁*_—–-".contains(c));
    let fits = |note: &&Note| words.len() <= note.longest && note.regex.is_match(words);
    NOTES.iter().find(fits).map(|note| note.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_matches_and_no_counterexample_does() {
        let list: List = toml::from_str(LIST).unwrap();
        assert_eq!(list.note.len(), NOTES.len());
        for entry in &list.note {
            let note = note(entry).unwrap();
            for example in &entry.example {
                let words = example.trim_matches(['[', ']']);
                assert!(note.regex.is_match(words), "{example} should match {}", entry.pattern);
                assert_eq!(kind(words), Some(note.kind), "{example}");
            }
            for not in &entry.not {
                assert!(!note.regex.is_match(not), "{not} should not match {}", entry.pattern);
                assert_eq!(kind(not), None, "{not}");
            }
        }
    }
}
