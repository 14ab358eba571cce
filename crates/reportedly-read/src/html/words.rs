//! The words of news pages (`data/en/page.toml`): what classes are called, what lines only the page says.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::tree::Node;

const DATA: &str = include_str!("../../data/en/page.toml");

#[derive(Deserialize)]
struct Data {
    boilerplate: String,
    unseen: String,
    body: String,
    caption: String,
    byline: String,
    dateline: String,
    correction: String,
    dek: String,
    line: Vec<Line>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
struct Line {
    pattern: String,
    example: Vec<String>,
    not: Vec<String>,
}

/// All words of a page.
pub(crate) struct Words {
    pub(crate) boilerplate: Set,
    unseen: Set,
    pub(crate) body: Set,
    pub(crate) caption: Set,
    pub(crate) byline: Set,
    pub(crate) dateline: Set,
    pub(crate) correction: Set,
    pub(crate) dek: Set,
    lines: Vec<Regex>,
}

/// Single words and pairs of words.
#[derive(Default)]
pub(crate) struct Set {
    words: BTreeSet<String>,
    pairs: BTreeSet<(String, String)>,
}

pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let data = toml::from_str::<Data>(DATA).unwrap_or_else(|_| Data {
        boilerplate: String::new(),
        unseen: String::new(),
        body: String::new(),
        caption: String::new(),
        byline: String::new(),
        dateline: String::new(),
        correction: String::new(),
        dek: String::new(),
        line: Vec::new(),
    });
    Words {
        boilerplate: Set::parse(&data.boilerplate),
        unseen: Set::parse(&data.unseen),
        body: Set::parse(&data.body),
        caption: Set::parse(&data.caption),
        byline: Set::parse(&data.byline),
        dateline: Set::parse(&data.dateline),
        correction: Set::parse(&data.correction),
        dek: Set::parse(&data.dek),
        lines: data.line.iter().filter_map(|line| regex(&line.pattern)).collect(),
    }
});

fn regex(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&format!("^(?:{pattern})$")).case_insensitive(true).size_limit(64 << 20).build().ok()
}

impl Words {
    /// Whether a tag inside a line is for screen readers only, or a component that is no text (`amp-ad`).
    pub(crate) fn unseen(&self, node: &Node) -> bool {
        let component = || cut(&node.name).iter().any(|word| self.boilerplate.words.contains(word));
        (node.name.contains('-') && component()) || (!node.attributes.is_empty() && self.unseen.names(node))
    }

    /// Whether a line is something that only the page says.
    pub(crate) fn only_page(&self, line: &str) -> bool {
        let line = line.trim_matches(|c: char| c.is_whitespace() || "•*→»>|[]".contains(c));
        line.is_empty() || (line.len() <= 400 && self.lines.iter().any(|regex| regex.is_match(line)))
    }
}

impl Set {
    /// Words parted by white space; two words in quotation marks are a pair.
    fn parse(list: &str) -> Set {
        let mut set = Set::default();
        for (at, part) in list.split('"').enumerate() {
            let mut words = part.split_whitespace().map(str::to_owned);
            if at % 2 == 0 {
                set.words.extend(words);
            } else if let (Some(first), Some(second)) = (words.next(), words.next()) {
                set.pairs.insert((first, second));
            }
        }
        set
    }

    /// Whether a class or id of the tag holds one of the words.
    pub(crate) fn names(&self, node: &Node) -> bool {
        let mut found = false;
        for attribute in ["class", "id", "itemprop", "name", "data-testid", "data-component", "rel"] {
            let Some(value) = node.attribute(attribute) else { continue };
            for name in crate::head(value, 500).split_whitespace() {
                let words = cut(name);
                found |= words.iter().any(|word| self.words.contains(word));
                found |= words
                    .iter()
                    .zip(words.iter().skip(1))
                    .any(|(first, second)| self.pairs.contains(&(first.clone(), second.clone())));
            }
        }
        found
    }
}

/// "storyBody__related-links" as story, body, related, links.
fn cut(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        let ends = !c.is_alphabetic() || (c.is_uppercase() && before_lower);
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(cut("storyBody__related-links2"), ["story", "body", "related", "links"]);
        assert_eq!(cut("AD"), ["ad"]);
    }

    #[test]
    fn every_example_matches_and_no_counterexample_does() {
        let data: Data = toml::from_str(DATA).unwrap();
        assert!(WORDS.boilerplate.words.contains("nav"));
        for line in &data.line {
            let regex = regex(&line.pattern).unwrap();
            for example in &line.example {
                let words = example.trim_matches(['[', ']']);
                assert!(regex.is_match(words), "{example}");
            }
            for not in &line.not {
                assert!(!WORDS.only_page(not), "{not}");
            }
        }
    }
}
