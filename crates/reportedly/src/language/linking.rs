//! Words as links between reports compare them (`data/en/alike_words.toml`, `data/en/frequencies.txt`).

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;

use super::Quantities;
use super::entry;

/// What is known of words when two passages are compared.
#[derive(Debug, Default)]
pub struct Linking {
    /// Weight of a stem in tenths of a bit, by the stem's hash.
    weights: HashMap<u32, u8>,
    /// The stem that stands for a word of the same meaning, by hashes.
    stands_for: HashMap<u32, u32>,
    /// Classes of things and people that never mix, by the hash of a stem.
    classes: HashMap<u32, u32>,
    /// The entries, for their examples.
    groups: Vec<Group>,
}

#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default)]
    alike: Vec<Group>,
    #[serde(default)]
    class: Vec<Group>,
}

#[derive(Debug, Default, Deserialize)]
struct Group {
    id: String,
    words: Vec<String>,
}

/// Weight of a word that the list of frequencies does not hold.
const UNKNOWN: u8 = 120;

impl Linking {
    pub(crate) fn parse(alike: &str, frequencies: &str, quantities: &Quantities) -> Linking {
        let mut linking = Linking::default();
        let file: File = entry::read(alike);
        for (word, value) in quantities.cardinals() {
            linking.stands_for.insert(hash(&stem(word)), hash(&value.normalize().to_string()));
        }
        for group in &file.alike {
            let Some(first) = group.words.first() else { continue };
            let head = hash(&stem(first));
            for word in &group.words {
                linking.stands_for.insert(hash(&stem(word)), head);
            }
        }
        for group in &file.class {
            for word in &group.words {
                linking.classes.insert(linking.key(word), hash(&group.id));
            }
        }
        for line in frequencies.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(weight) = words.next().and_then(|weight| weight.parse().ok()) else { continue };
            for word in words {
                linking.weights.insert(hash(word), weight);
            }
        }
        linking.groups = file.alike;
        linking.groups.extend(file.class);
        linking
    }

    /// The key of a word in lower case: a stable hash of its stem, the same for words that stand for each other.
    pub fn key(&self, word: &str) -> u32 {
        let key = hash(&stem(word));
        self.stands_for.get(&key).copied().unwrap_or(key)
    }

    /// How telling the word of that key is, in tenths of a bit.
    pub fn weight(&self, key: u32) -> u8 {
        self.weights.get(&key).copied().unwrap_or(UNKNOWN)
    }

    /// The class of things that the word of that key belongs to and that never mixes with another.
    pub fn class(&self, key: u32) -> Option<u32> {
        self.classes.get(&key).copied()
    }

    /// Where words of the entry `id` stand in a sentence.
    pub fn places_of(&self, id: &str, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for group in self.groups.iter().filter(|group| group.id == id) {
            let stems: Vec<String> = group.words.iter().map(|word| stem(word)).collect();
            crate::link::each_word(text, crate::Span::new(0, text.len()), |word, span, _| {
                if stems.contains(&stem(word)) {
                    places.push(span.start()..span.end());
                }
            });
        }
        places
    }
}

/// A stable hash (FNV-1a).
pub(crate) fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Endings that are cut, longest first, with what stays in their place and how many letters must stay before it.
const ENDINGS: &[(&str, &str, usize)] = &[
    ("ations", "", 4),
    ("ation", "", 4),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ness", "", 4),
    ("ities", "", 5),
    ("ity", "", 5),
    ("ions", "", 5),
    ("ion", "", 5),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ied", "y", 2),
    ("ies", "y", 2),
    ("edly", "", 4),
    ("ed", "", 3),
    ("ers", "", 5),
    ("er", "", 5),
    ("ly", "", 4),
    ("al", "", 4),
    ("es", "", 3),
    ("s", "", 3),
    ("e", "", 3),
];

/// The stem of a word in lower case: the part that its forms share. It need not be a word.
pub(crate) fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    for &(ending, stays, least) in ENDINGS {
        let Some(left) = word.strip_suffix(ending) else { continue };
        let vowel = left.bytes().any(|byte| b"aeiouy".contains(&byte));
        if left.len() < least || !vowel || ending == "s" && left.ends_with(['s', 'u', 'i']) {
            continue;
        }
        stem = format!("{left}{stays}");
        break;
    }
    // "settl(e)", "stop(p)ed", "deny/deni(al)"
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    let bytes = stem.as_bytes();
    if let [.., a, b] = bytes
        && a == b
        && stem.len() > 3
        && !b"aeiouls".contains(a)
    {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('i') {
        stem.pop();
        stem.push('y');
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for forms in [
            &["resign", "resigns", "resigned", "resigning", "resignation"][..],
            &["settle", "settled", "settles", "settlement", "settling"],
            &["discriminate", "discrimination", "discriminated"],
            &["allege", "alleged", "allegation", "allegations", "allegedly"],
            &["deny", "denies", "denied", "denying", "denial"],
            &["stop", "stopped", "stops"],
            &["company", "companies"],
            &["boss", "bosses"],
            &["protester", "protesters", "protested", "protests"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        }
    }

    #[test]
    fn other_words_keep_apart() {
        for (one, two) in [
            ("police", "policy"),
            ("kill", "kiln"),
            ("2014", "2015"),
            ("bus", "bust"),
            ("bill", "billion"),
            ("state", "station"),
            ("form", "former"),
        ] {
            assert_ne!(stem(one), stem(two));
        }
    }
}
