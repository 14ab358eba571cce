//! Cue words with their forms and senses (`data/en/cues.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::entry;
use crate::Stance;
use crate::analysis::named;

named! {
    /// What is done by a cue.
    CueClass {
        /// Words are uttered or written.
        Say = "say",
        /// A document, study or poll has a result.
        Show = "show",
        /// A content is turned down.
        Deny = "deny",
        /// A content is asked for or doubted.
        Ask = "ask",
        /// Something is held to be so.
        Think = "think",
        /// Something is known to be so.
        Know = "know",
        /// Something is seen or heard.
        Perceive = "perceive",
        /// Something is wanted or planned.
        Want = "want",
        /// Somebody else is to do something.
        Order = "order",
        /// Praise or blame.
        Judge = "judge",
        /// A word that turns the cue after it round: not, declined to.
        Negate = "negate",
    }
}

/// One sense of a cue word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueSense {
    /// What is done.
    pub class: CueClass,
    /// How it stands to its content.
    pub stance: Stance,
    /// Whether the word is a form of a verb.
    pub verb: bool,
}

/// All cue words of a language.
#[derive(Debug, Default)]
pub struct Cues {
    /// Form in lower case to its senses, in the order of the file.
    senses: BTreeMap<String, Vec<CueSense>>,
    #[cfg(test)]
    ids: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[cfg_attr(not(test), allow(dead_code))]
    id: String,
    class: String,
    stance: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(rename = "example", default)]
    _example: Vec<String>,
    #[serde(rename = "not", default)]
    _not: Vec<String>,
}

impl Cues {
    /// Reads the file; entries of an unknown class or stance are left out, which the test of examples refuses.
    pub(crate) fn parse(file: &str) -> Cues {
        let mut cues = Cues::default();
        for entry in entry::read::<File>(file).cue {
            let (Some(class), Some(stance)) =
                (CueClass::from_name(&entry.class), Stance::from_name(&entry.stance))
            else {
                continue;
            };
            let verbs = entry.verbs.iter().flat_map(|verb| forms(verb)).map(|form| (form, true));
            let others = entry.nouns.iter().chain(&entry.words).map(|word| (word.to_lowercase(), false));
            for (form, verb) in verbs.chain(others) {
                let sense = CueSense { class, stance, verb };
                #[cfg(test)]
                cues.ids.entry(form.clone()).or_default().push(entry.id.clone());
                let senses = cues.senses.entry(form).or_default();
                if !senses.contains(&sense) {
                    senses.push(sense);
                }
            }
        }
        cues
    }

    /// The senses of a word, the usual one first; empty for a word that is no cue.
    pub fn senses(&self, word: &str) -> &[CueSense] {
        self.senses.get(&word.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Whether the word may be a cue, so that a passage that holds it deserves a second reading.
    pub fn is_candidate(&self, word: &str) -> bool {
        self.senses(word).iter().any(|sense| sense.class != CueClass::Negate)
    }

    /// Where forms of the entry `id` stand, for the test of examples.
    #[cfg(test)]
    pub(crate) fn places_of(&self, id: &str, sentence: &str) -> Vec<std::ops::Range<usize>> {
        let mut places = Vec::new();
        let mut start = None;
        for (at, c) in sentence.char_indices().chain([(sentence.len(), ' ')]) {
            if c.is_alphanumeric() || c == '-' {
                start = start.or(Some(at));
            } else if let Some(start) = start.take() {
                let ids = self.ids.get(&sentence[start..at].to_lowercase());
                if ids.is_some_and(|ids| ids.iter().any(|i| i == id)) {
                    places.push(start..at);
                }
            }
        }
        places
    }
}

/// The forms of a verb given as base, past, participle and -ing form; regular ones may be left out.
fn forms(verb: &str) -> Vec<String> {
    let mut given = verb.split_whitespace().map(str::to_lowercase);
    let Some(base) = given.next() else { return Vec::new() };
    let stem = base.strip_suffix('e');
    let hushed = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end));
    let before = base.chars().rev().nth(1).unwrap_or('a');
    let y_stem = base.strip_suffix('y').filter(|_| !"aeiou".contains(before));
    let third = match y_stem {
        Some(stem) => format!("{stem}ies"),
        None if hushed => format!("{base}es"),
        None => format!("{base}s"),
    };
    let regular_past = match (y_stem, stem) {
        (Some(stem), _) => format!("{stem}ied"),
        (None, Some(stem)) => format!("{stem}ed"),
        (None, None) => format!("{base}ed"),
    };
    let past = given.next();
    let participle = given.next();
    let doubled = past.as_ref().and_then(|past| past.strip_suffix("ed")).filter(|_| y_stem.is_none());
    let gerund = given.next().unwrap_or_else(|| match (doubled, stem) {
        (Some(stem), _) => format!("{stem}ing"),
        (None, Some(stem)) if !base.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{base}ing"),
    });
    let past = past.unwrap_or(regular_past);
    let mut forms = vec![base, third, gerund];
    forms.extend(participle.filter(|participle| *participle != past));
    forms.push(past);
    forms.sort();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(verb: &str, expected: &[&str]) {
        assert_eq!(forms(verb), expected);
    }

    #[test]
    fn forms_of_verbs() {
        check("deny", &["denied", "denies", "deny", "denying"]);
        check("note", &["note", "noted", "notes", "noting"]);
        check("admit admitted", &["admit", "admits", "admitted", "admitting"]);
        check("say said", &["said", "say", "saying", "says"]);
        check("write wrote written", &["write", "writes", "writing", "written", "wrote"]);
        check("put put put putting", &["put", "puts", "putting"]);
        check("foresee foresaw foreseen", &["foresaw", "foresee", "foreseeing", "foreseen", "foresees"]);
        check("go went gone", &["go", "goes", "going", "gone", "went"]);
    }

    #[test]
    fn candidates() {
        let cues = &crate::Language::english().cues;
        assert!(cues.is_candidate("Said") && cues.is_candidate("according"));
        assert!(!cues.is_candidate("bridge") && !cues.is_candidate("not"));
        assert_eq!(cues.senses("claimed")[0].stance, Stance::Distancing);
    }
}
