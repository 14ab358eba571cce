//! Many documents out of few, for measuring: other rare words in each round, everything else as it was.
//!
//! In each round the rarer words of all documents are exchanged for other words of the same length and case, so that spans
//! still hold, the words stay as frequent as they are in news, and a round has its own names, places and things. Each round
//! is published a year earlier. Function words and numbers stay.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::Value;

/// So many of the most frequent words stay as they are.
const COMMON: usize = 150;
/// Shorter words stay.
const SHORT: usize = 3;

/// Words that are exchanged for each other, those of one length and case that are about as frequent, and the place of each
/// word: a name that becomes a common word, or the other way round, would link what tells nothing in common.
#[derive(Default)]
struct Classes<'a> {
    classes: BTreeMap<(usize, bool, u32), Vec<&'a str>>,
    places: BTreeMap<&'a str, ((usize, bool, u32), usize)>,
}

impl<'a> Classes<'a> {
    fn new(ranked: impl Iterator<Item = (&'a str, usize)>) -> Classes<'a> {
        let mut all = Classes::default();
        for (word, count) in ranked {
            if let Some((length, capital)) = class(word) {
                let class = (length, capital, count.max(1).ilog2());
                let words = all.classes.entry(class).or_default();
                all.places.insert(word, (class, words.len()));
                words.push(word);
            }
        }
        all
    }

    fn other(&self, word: &str, round: usize) -> Option<&'a str> {
        let (class, at) = self.places.get(word)?;
        let words = self.classes.get(class)?;
        // Another step for each length and round: neighbors in one round are none in the next.
        words.get((at * (2 * round + 1) + round * (7 + word.len())) % words.len()).copied()
    }
}

/// Writes `count` documents made of the lines of `reportedly/1` in `from` to `to`; the first round is as it came. Gives the
/// bytes of all texts.
pub(crate) fn vary(from: &Path, to: &Path, count: usize) -> Result<usize, String> {
    let text = fs::read_to_string(from).map_err(|e| format!("{}: {e}", from.display()))?;
    let documents: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|e| format!("{}: {e}", from.display())))
        .collect::<Result<_, _>>()?;
    if documents.is_empty() {
        return Err(format!("{}: no documents", from.display()));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in &documents {
        for (word, is_word) in pieces(document["document"]["text"].as_str().unwrap_or_default()) {
            if is_word && class(word).is_some() {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    let classes = Classes::new(ranked.into_iter().skip(COMMON));
    let file = fs::File::create(to).map_err(|e| format!("{}: {e}", to.display()))?;
    let mut out = BufWriter::new(file);
    let mut bytes = 0;
    for at in 0..count {
        let (round, place) = (at / documents.len(), at % documents.len());
        let mut document = documents.get(place).cloned().unwrap_or_default();
        if round > 0 {
            exchange(&mut document, &classes, round);
            let id = document["document"]["id"].as_str().unwrap_or_default();
            document["document"]["id"] = Value::from(format!("{id}#{round}"));
            earlier(&mut document["document"], round);
        }
        bytes += document["document"]["text"].as_str().map_or(0, str::len);
        writeln!(out, "{document}").map_err(|e| format!("{}: {e}", to.display()))?;
    }
    out.flush().map_err(|e| format!("{}: {e}", to.display()))?;
    Ok(bytes)
}

/// Changes the words in every field that holds words of the text.
fn exchange(value: &mut Value, classes: &Classes<'_>, round: usize) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| exchange(value, classes, round)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(words)
                        if matches!(
                            name.as_str(),
                            "text" | "name" | "descriptor" | "title" | "byline" | "outlet"
                        ) =>
                    {
                        *words = exchanged(words, classes, round);
                    }
                    _ => exchange(value, classes, round),
                }
            }
        }
        _ => {}
    }
}

/// Publishes a document so many years earlier.
fn earlier(document: &mut Value, years: usize) {
    let shift = |value: &mut Value| {
        let words = value.as_str().unwrap_or_default();
        let shifted = words.split_at_checked(4).and_then(|(year, rest)| {
            let year = year.parse::<usize>().ok()?.checked_sub(years)?;
            // A year of its own may have no 29 February.
            Some(format!("{year:04}{}", rest.replacen("-02-29", "-02-28", 1)))
        });
        if let Some(shifted) = shifted {
            *value = Value::from(shifted);
        }
    };
    for field in ["published", "updated"] {
        shift(&mut document[field]);
    }
    for date in document["dates"].as_array_mut().into_iter().flatten() {
        shift(&mut date["date"]);
    }
}

fn exchanged(text: &str, classes: &Classes<'_>, round: usize) -> String {
    let other = |(word, is_word): (&str, bool)| classes.other(word, round).filter(|_| is_word);
    pieces(text).map(|piece| other(piece).unwrap_or(piece.0)).collect()
}

/// Length, and whether it begins with a capital; none for words that stay.
fn class(word: &str) -> Option<(usize, bool)> {
    let (first, rest) = (word.chars().next()?, word.get(1..)?);
    (word.len() > SHORT && rest.chars().all(|c| c.is_ascii_lowercase()))
        .then_some((word.len(), first.is_ascii_uppercase()))
}

/// Runs of ASCII letters, and what is between them.
fn pieces(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = rest.chars().next()?.is_ascii_alphabetic();
        let end = rest.find(|c: char| c.is_ascii_alphabetic() != is_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some((piece, is_word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_change_and_places_stay() {
        let words = ["harbor", "bridge", "ferret", "Harwick", "Lindham"];
        let classes = Classes::new(words.into_iter().map(|word| (word, 1)));
        let text = "Harwick’s 12 harbor — bridge, the ferret";
        let other = exchanged(text, &classes, 1);
        assert_ne!(text, other);
        assert_eq!(text.len(), other.len());
        assert!(other.ends_with(|c: char| c.is_ascii_lowercase()) && other.contains("’s 12 "), "{other}");
    }
}
