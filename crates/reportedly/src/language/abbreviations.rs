//! Abbreviations and sentence starters.

use std::collections::BTreeSet;

/// Words whose full stop need not end a sentence (`data/en/abbreviations.txt`).
#[derive(Debug, Default)]
pub struct Abbreviations {
    titles: BTreeSet<String>,
    other: BTreeSet<String>,
    starters: BTreeSet<String>,
}

impl Abbreviations {
    /// Reads the list: sections `[title]`, `[other]`, `[starter]`, words parted by white space, `#` comments.
    pub(crate) fn parse(list: &str) -> Abbreviations {
        let mut abbreviations = Abbreviations::default();
        let mut section = "";
        for line in list.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
                continue;
            }
            let set = match section {
                "title" => &mut abbreviations.titles,
                "other" => &mut abbreviations.other,
                _ => &mut abbreviations.starters,
            };
            set.extend(line.split_whitespace().map(str::to_lowercase));
        }
        abbreviations
    }

    /// An abbreviation that stands before a name or number: "Gen", "St", "No".
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(&word.to_lowercase())
    }

    /// An abbreviation that may stand before anything: "Inc", "a.m".
    pub fn is_other(&self, word: &str) -> bool {
        self.other.contains(&word.to_lowercase())
    }

    /// A word that, capitalized after an abbreviation, starts a new sentence: "The", "He".
    pub fn starts_sentences(&self, word: &str) -> bool {
        self.starters.contains(&word.to_lowercase())
    }
}
