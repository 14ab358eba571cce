//! What all TOML files of language data share: how they are read, and how their examples are tried.
//!
//! A file is any number of arrays of tables (`[[hedge]]`, `[[unit]]` …). Each table is an entry with an `id` and with
//! sentences of its own:
//!
//! ```toml
//! [[hedge]]
//! id = "reportedly"
//! pattern = "reportedly"
//! example = ["The minister has [reportedly] resigned."]
//! not = ["The minister reported for work."]
//! ```
//!
//! `example`: what stands in square brackets is what the entry must find, and nothing else in that sentence; an example
//! without brackets only must be found somewhere. `not`: the entry finds nothing there. Every entry has both. To have a
//! file tried, add it to `FILES` in the tests below.

use serde::de::DeserializeOwned;

/// Reads a file of language data that is built into the program.
///
/// A file that does not parse gives no data; the test of examples refuses it, so that it is never shipped.
pub(crate) fn read<T: DeserializeOwned + Default>(file: &str) -> T {
    toml::from_str(file).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ops::Range;

    use toml::{Table, Value};

    use crate::Language;

    /// Where the entry `id` is found in a sentence.
    type Find = fn(language: &Language, id: &str, sentence: &str) -> Vec<Range<usize>>;

    /// Every file with examples: its name, its text, and how one of its entries is looked for.
    const FILES: &[(&str, &str, Find)] = &[
        ("alike_words.toml", include_str!("../../data/en/alike_words.toml"), |l, id, text| {
            l.linking.places_of(id, text)
        }),
        ("anonymity.toml", include_str!("../../data/en/anonymity.toml"), |l, id, text| {
            l.anonymity.places_of(id, text)
        }),
        ("basis.toml", include_str!("../../data/en/basis.toml"), |l, id, text| l.basis.places_of(id, text)),
        ("cues.toml", include_str!("../../data/en/cues.toml"), |l, id, text| l.cues.places_of(id, text)),
        ("disputable.toml", include_str!("../../data/en/disputable.toml"), |l, id, text| {
            l.disputable.places_of(id, text)
        }),
        ("furniture.toml", include_str!("../../data/en/furniture.toml"), |l, id, text| {
            l.furniture.places_of(id, text)
        }),
        ("hedges.toml", include_str!("../../data/en/hedges.toml"), |l, id, text| {
            l.hedges.places_of(id, text)
        }),
        ("papers.toml", include_str!("../../data/en/papers.toml"), |l, id, text| {
            l.papers.places_of(id, text)
        }),
        ("responses.toml", include_str!("../../data/en/responses.toml"), |l, id, text| {
            l.responses.places_of(id, text)
        }),
        ("stances.toml", include_str!("../../data/en/stances.toml"), |l, id, text| {
            l.stances.places_of(id, text)
        }),
        ("unknowns.toml", include_str!("../../data/en/unknowns.toml"), |l, id, text| {
            l.unknowns.places_of(id, text)
        }),
        ("quoted.toml", include_str!("../../data/en/quoted.toml"), |l, id, text| {
            l.quoted.places_of(id, text)
        }),
    ];

    /// The sentence without its square brackets, and what stood in them.
    fn unmark(example: &str) -> (String, Vec<Range<usize>>) {
        let mut sentence = String::new();
        let mut marked = Vec::new();
        let mut start = 0;
        for c in example.chars() {
            match c {
                '[' => start = sentence.len(),
                ']' => marked.push(start..sentence.len()),
                c => sentence.push(c),
            }
        }
        (sentence, marked)
    }

    fn sentences(entry: &Table, key: &str) -> Vec<String> {
        let list = entry.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(|s| s.as_str().map(str::to_owned)).collect()
    }

    fn try_entry(find: Find, id: &str, entry: &Table, faults: &mut Vec<String>) {
        let language = Language::english();
        let shown = |sentence: &str, places: &[Range<usize>]| {
            places.iter().map(|place| sentence[place.clone()].to_owned()).collect::<Vec<_>>().join(" | ")
        };
        let (examples, nots) = (sentences(entry, "example"), sentences(entry, "not"));
        if examples.is_empty() || nots.is_empty() {
            faults.push(format!("{id}: an entry needs an `example` and a `not`"));
        }
        for example in examples {
            let (sentence, marked) = unmark(&example);
            let found = find(language, id, &sentence);
            if found.is_empty() || !marked.is_empty() && found != marked {
                faults.push(format!("{id}: finds [{}] in: {example}", shown(&sentence, &found)));
            }
        }
        for sentence in nots {
            let found = find(language, id, &sentence);
            if !found.is_empty() {
                faults.push(format!("{id}: must not find [{}] in: {sentence}", shown(&sentence, &found)));
            }
        }
    }

    #[test]
    fn every_entry_finds_its_examples() {
        let mut faults = Vec::new();
        for &(name, text, find) in FILES {
            let mut entry_faults = Vec::new();
            let table: Table = match toml::from_str(text) {
                Ok(table) => table,
                Err(error) => {
                    faults.push(format!("{name}: {error}"));
                    continue;
                }
            };
            let mut ids = BTreeSet::new();
            for entry in table.values().filter_map(Value::as_array).flatten().filter_map(Value::as_table) {
                let id = entry.get("id").and_then(Value::as_str).unwrap_or("");
                if !ids.insert(id) {
                    entry_faults.push(format!("{id:?} is missing or used twice as an id"));
                }
                try_entry(find, id, entry, &mut entry_faults);
            }
            if ids.is_empty() {
                entry_faults.push("no entries".to_owned());
            }
            faults.extend(entry_faults.iter().map(|fault| format!("{name}: {fault}")));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
