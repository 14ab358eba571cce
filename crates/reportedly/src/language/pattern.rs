//! Phrases of the language data: regular expressions that read like the words they find.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

use super::entry;
use crate::Span;

/// A file of phrases: words to fill in, and the entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// `{name}` in a pattern stands for these words; lists may name each other, three deep.
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    phrase: Vec<Entry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    class: String,
    pattern: String,
    /// Letters of which one group must occur for the pattern to be worth trying; always tried without any.
    #[serde(default)]
    near: Vec<String>,
    /// Words right after which, or around which, the entry does not hold.
    #[serde(default)]
    unless: Option<String>,
    #[serde(rename = "example", default)]
    _example: Vec<String>,
    #[serde(rename = "not", default)]
    _not: Vec<String>,
}

/// One entry; its expressions are made when they are first needed, since a report needs few of them.
#[derive(Debug)]
struct Phrase<T> {
    id: String,
    class: T,
    near: Vec<String>,
    pattern: Lazy,
    unless: Option<Lazy>,
}

/// A regular expression that is compiled at its first use.
#[derive(Debug)]
struct Lazy {
    source: String,
    /// `None` inside for one that is no expression, which the test of examples refuses.
    regex: OnceLock<Option<Regex>>,
}

impl Lazy {
    fn new(pattern: &str, words: &BTreeMap<String, String>) -> Lazy {
        Lazy { source: bound(&spell(&fill(pattern, words))), regex: OnceLock::new() }
    }

    fn get(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.source).case_insensitive(true).unicode(false).build().ok();
        self.regex.get_or_init(compile).as_ref()
    }
}

/// The phrases of one file of language data, each with a class.
///
/// A pattern is a regular expression without regard to case. A space stands for any white space, `'` for either
/// apostrophe, `"` for any double quotation mark, `{name}` for an entry of the file's `[words]`; letters at its ends
/// are bound to whole words. What is found is the group `(?<x>…)`, where there is one, else all that matched.
/// A match inside which, or right around which, the pattern `unless` matches as well does not count.
#[derive(Debug)]
pub struct Phrases<T> {
    phrases: Vec<Phrase<T>>,
}

/// What is found, all that matched, and a named part of it.
type Place = (Range<usize>, Range<usize>, Option<Range<usize>>);

/// A place where a phrase was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a, T> {
    /// The entry's id.
    pub id: &'a str,
    /// The entry's class.
    pub class: T,
    /// The words.
    pub span: Span,
    /// All that the pattern matched; holds `span`.
    pub whole: Span,
    /// The first group with a name other than `x` that took part, such as the outlet in a credit.
    pub part: Option<Span>,
}

impl<T: Copy> Phrases<T> {
    /// Reads a file; `class` gives the meaning of an entry's class name.
    ///
    /// Entries that cannot be read are left out; the test of examples refuses them.
    pub(crate) fn parse(file: &str, class: impl Fn(&str) -> Option<T>) -> Phrases<T> {
        let file: File = entry::read(file);
        let words = &file.words;
        let phrases = file.phrase.iter().filter_map(|entry| {
            Some(Phrase {
                id: entry.id.clone(),
                class: class(&entry.class)?,
                near: entry.near.clone(),
                pattern: Lazy::new(&entry.pattern, words),
                unless: entry.unless.as_ref().map(|unless| Lazy::new(unless, words)),
            })
        });
        Phrases { phrases: phrases.collect() }
    }

    /// Makes the expressions that a text may need.
    pub(crate) fn warm(&self, lower: &str) {
        for phrase in self.phrases.iter().filter(|phrase| phrase.is_near(lower)) {
            phrase.pattern.get();
        }
    }

    /// Every match in `place`, in text order; of those that overlap the longest, then the one that comes first in the file.
    pub fn find(&self, text: &str, place: Span) -> Vec<Found<'_, T>> {
        let mut found = self.find_all(text, place);
        found.sort_by_key(|f| (f.span.start(), usize::MAX - f.span.len()));
        let mut kept: Vec<Found<'_, T>> = Vec::new();
        for one in found {
            match kept.last_mut() {
                Some(last) if last.span.overlaps(one.span) => {
                    if one.span.len() > last.span.len() {
                        *last = one;
                    }
                }
                _ => kept.push(one),
            }
        }
        kept
    }

    /// Every match in `place`, also those that overlap, entry by entry.
    pub fn find_all(&self, text: &str, place: Span) -> Vec<Found<'_, T>> {
        let words = place.of(text);
        let mut found = Vec::new();
        let lower = words.to_ascii_lowercase();
        for phrase in self.phrases.iter().filter(|phrase| phrase.is_near(&lower)) {
            for (span, whole, part) in phrase.places(words) {
                let shift = |r: Range<usize>| Span::new(place.start() + r.start, place.start() + r.end);
                found.push(Found {
                    id: &phrase.id,
                    class: phrase.class,
                    span: shift(span),
                    whole: shift(whole),
                    part: part.map(shift),
                });
            }
        }
        found
    }

    /// Where the entry `id` matches, for the test of examples.
    #[cfg(test)]
    pub(crate) fn places_of(&self, id: &str, sentence: &str) -> Vec<Range<usize>> {
        let lower = sentence.to_ascii_lowercase();
        let phrase = self.phrases.iter().find(|phrase| phrase.id == id);
        // an `unless` that is no expression would never be seen
        assert!(phrase.is_none_or(|p| p.unless.as_ref().is_none_or(|u| u.get().is_some())), "{id}: unless");
        phrase
            .into_iter()
            .filter(|phrase| phrase.is_near(&lower))
            .flat_map(|phrase| phrase.places(sentence))
            .map(|(span, ..)| span)
            .collect()
    }
}

impl<T> Phrase<T> {
    /// Whether the words, in lower case, hold what the pattern cannot do without.
    fn is_near(&self, lower: &str) -> bool {
        self.near.is_empty() || self.near.iter().any(|letters| lower.contains(letters.as_str()))
    }

    fn places(&self, words: &str) -> Vec<Place> {
        let mut places = Vec::new();
        let Some(pattern) = self.pattern.get() else { return places };
        // found once, at the first match, in order and without overlaps
        let unless = self.unless.as_ref().and_then(Lazy::get);
        let mut bars: Option<Vec<Range<usize>>> = None;
        let bars_of = |unless: &Regex| unless.find_iter(words.as_bytes()).map(|bar| bar.range()).collect();
        for captures in pattern.captures_iter(words.as_bytes()) {
            let Some(whole) = captures.get(0) else { continue };
            let span = captures.name("x").unwrap_or(whole);
            if words.get(span.range()).is_none() || words.get(whole.range()).is_none() || span.is_empty() {
                continue; // never cuts a character
            }
            let barred = unless.is_some_and(|unless| {
                let bars = bars.get_or_insert_with(|| bars_of(unless));
                let next = bars.partition_point(|bar| bar.end <= whole.start());
                bars.get(next).is_some_and(|bar| bar.start < whole.end())
            });
            if !barred {
                let mut named = pattern.capture_names().flatten().filter(|name| *name != "x");
                let part = named.find_map(|name| captures.name(name)).map(|part| part.range());
                places.push((span.range(), whole.range(), part));
            }
        }
        places
    }
}

/// Puts the lists in the place of their names.
fn fill(pattern: &str, words: &BTreeMap<String, String>) -> String {
    let mut filled = pattern.to_owned();
    for _ in 0..3 {
        for (name, list) in words {
            filled = filled.replace(&format!("{{{name}}}"), &format!("(?:{list})"));
        }
    }
    filled
}

/// Spells out spaces, apostrophes and quotation marks.
fn spell(pattern: &str) -> String {
    let mut spelled = String::with_capacity(pattern.len() * 2);
    let mut in_class = false;
    let mut escaped = false;
    for c in pattern.chars() {
        match c {
            '[' if !escaped => in_class = true,
            ']' if !escaped => in_class = false,
            _ => {}
        }
        match c {
            ' ' if !in_class => spelled.push_str(r"[\s\xC2\xA0]+"),
            '\'' if !in_class => spelled.push_str("(?:'|’)"),
            '"' if !in_class => spelled.push_str("(?:\"|“|”)"),
            c => spelled.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    spelled
}

/// Binds to whole words; `\b` beside a mark would ask for a word there, hence the half boundaries.
fn bound(pattern: &str) -> String {
    format!(r"(?:\b{{start-half}})(?:{pattern})(?:\b{{end-half}})")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        words.verb = "decline|refuse"
        words.did = "{verb}d"
        [[phrase]]
        id = "declined"
        class = "no"
        pattern = "{did} to (?:comment|talk)"
        unless = "never {did}"
        [[phrase]]
        id = "to"
        class = "to"
        pattern = "d (?<x>to) t"
        [[phrase]]
        id = "won't"
        class = "no"
        pattern = "won't"
        [[phrase]]
        id = "odd"
        class = "unknown"
        pattern = "declined"
    "#;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let phrases = Phrases::parse(FILE, |class| (class != "unknown").then_some(()));
        let found = phrases.find(text, Span::new(0, text.len()));
        let words: Vec<&str> = found.iter().map(|f| f.span.of(text)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn words_spaces_and_marks() {
        check("She declined\u{a0}to comment and won’t.", &["declined\u{a0}to comment", "won’t"]);
        check("Both Declined\nto talk; won't", &["Declined\nto talk", "won't"]);
        check("The undeclined to comment, commentary declined to commentary", &[]);
        check("They never refused to talk", &[]);
        check("ééé refused to commenté", &["refused to comment"]);
    }

    #[test]
    fn the_longest_of_overlapping_matches_is_kept() {
        let text = "refused to talk";
        let phrases = Phrases::parse(FILE, |class| Some(class == "to"));
        assert_eq!(phrases.find_all(text, Span::new(0, text.len())).len(), 1);
        check(text, &[text]);
    }
}
