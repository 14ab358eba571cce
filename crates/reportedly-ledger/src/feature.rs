//! What the link decision needs of a document, in a few bytes: words are written once and then only counted off.

use std::collections::BTreeMap;

use reportedly::link::{Passage, Report, WordId};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerErrorKind, Sql};
use crate::pack;

/// A report with its passages, in the order of their rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Feature {
    pub(crate) report: Report,
    pub(crate) passages: Vec<Passage>,
}

/// The same without words.
#[derive(Serialize, Deserialize)]
struct Rest {
    report: Report,
    passages: Vec<Passage>,
}

impl Feature {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut words: BTreeMap<(WordId, Option<u8>), u64> = BTreeMap::new();
        for passage in &self.passages {
            let weighed =
                passage.weights.iter().chain(&passage.around).map(|&(word, weight)| (word, Some(weight)));
            words.extend(weighed.chain(passage.words.iter().map(|&word| (word, None))).map(|word| (word, 0)));
        }
        // A word without a weight is written as one with a weight, where there is one.
        let mut list: Vec<(WordId, u8)> = Vec::with_capacity(words.len());
        for (&(word, weight), place) in words.iter_mut().rev() {
            if weight.is_some() || list.last().is_none_or(|last| last.0 != word) {
                list.push((word, weight.unwrap_or(0)));
            }
            *place = list.len() as u64 - 1;
        }
        let mut bytes = Bytes::default();
        bytes.number(list.len() as u64);
        let mut last = u64::from(u32::MAX);
        for &(word, weight) in &list {
            bytes.number(last.saturating_sub(u64::from(word)));
            bytes.0.push(weight);
            last = u64::from(word);
        }
        let place = |word: WordId, weight: Option<u8>| words.get(&(word, weight)).copied().unwrap_or(0);
        for passage in &self.passages {
            bytes.number(passage.words.len() as u64);
            passage.words.iter().for_each(|&word| bytes.number(place(word, None)));
            // The weights are nearly always those of the passage's own words.
            let plain = own_weights(&passage.words, &list) == passage.weights;
            bytes.0.push(u8::from(plain));
            for list in [&passage.weights, &passage.around].into_iter().skip(usize::from(plain)) {
                bytes.number(list.len() as u64);
                // They are sorted by word, so their places fall.
                let mut last = u64::MAX;
                for &(word, weight) in list {
                    let at = place(word, Some(weight));
                    bytes.number(if last == u64::MAX { at } else { last.wrapping_sub(at) });
                    last = at;
                }
            }
        }
        let bare = |passage: &Passage| Passage {
            words: Vec::new(),
            weights: Vec::new(),
            around: Vec::new(),
            ..passage.clone()
        };
        let rest = Rest { report: self.report.clone(), passages: self.passages.iter().map(bare).collect() };
        let mut out = Bytes::default();
        out.number(bytes.0.len() as u64);
        out.0.extend(bytes.0);
        out.0.extend(postcard::to_allocvec(&rest).unwrap_or_default());
        pack::press(&out.0)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Sql<Feature> {
        pack::unpress(bytes)
            .and_then(|bytes| Feature::read(&bytes))
            .ok_or_else(|| LedgerErrorKind::Damaged("what links are made from cannot be read".to_owned()))
    }

    fn read(bytes: &[u8]) -> Option<Feature> {
        let mut all = Reader(bytes);
        let length = usize::try_from(all.number()?).ok()?;
        let (words, rest) = all.0.split_at_checked(length)?;
        let rest: Rest = postcard::from_bytes(rest).ok()?;
        let mut words = Reader(words);
        let count = usize::try_from(words.number()?).ok()?;
        let mut list: Vec<(WordId, u8)> = Vec::with_capacity(count.min(bytes.len()));
        let mut last = u64::from(u32::MAX);
        for _ in 0..count {
            last = last.checked_sub(words.number()?)?;
            list.push((WordId::try_from(last).ok()?, words.byte()?));
        }
        let at = |place: u64| list.get(usize::try_from(place).ok()?).copied();
        let mut passages = rest.passages;
        for passage in &mut passages {
            for _ in 0..words.number()? {
                passage.words.push(at(words.number()?)?.0);
            }
            let plain = words.byte()? == 1;
            if plain {
                passage.weights = own_weights(&passage.words, &list);
            }
            let lists = [&mut passage.weights, &mut passage.around];
            for places in lists.into_iter().skip(usize::from(plain)) {
                let mut last = u64::MAX;
                for _ in 0..words.number()? {
                    let step = words.number()?;
                    last = if last == u64::MAX { step } else { last.wrapping_sub(step) };
                    places.push(at(last)?);
                }
            }
        }
        Some(Feature { report: rest.report, passages })
    }
}

/// The weighed words among these, by the list of words with their weights (which falls), sorted, each once.
fn own_weights(words: &[WordId], list: &[(WordId, u8)]) -> Vec<(WordId, u8)> {
    let weight = |word: WordId| {
        let at = list.binary_search_by(|(other, _)| word.cmp(other)).ok()?;
        list.get(at).map(|entry| entry.1).filter(|&weight| weight > 0)
    };
    let mut weighed: Vec<(WordId, u8)> =
        words.iter().filter_map(|&word| Some((word, weight(word)?))).collect();
    weighed.sort_unstable();
    weighed.dedup();
    weighed
}

/// Numbers in as few bytes as they need.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use reportedly::{Document, Language, Meta};

    proptest! {
        #[test]
        fn what_is_written_is_read(
            lists in prop::collection::vec(
                (prop::collection::vec(0..40_u32, 0..12), prop::collection::btree_map(0..40_u32, 0..5_u8, 0..9),
                 prop::collection::btree_map(any::<u32>(), any::<u8>(), 0..9)), 0..6),
        ) {
            let text = "“The dam will hold,” the engineer said on Monday.";
            let document = Document::plain("d", text, Meta::default());
            let blank = blank();
            let passages = lists.into_iter().map(|(words, weights, around)| Passage {
                words, weights: weights.into_iter().collect(), around: around.into_iter().collect(), ..blank.clone()
            }).collect();
            let report = reportedly::link::report(Language::english(), &document, &Default::default());
            let feature = Feature { report, passages };
            prop_assert_eq!(Feature::from_bytes(&feature.to_bytes()).unwrap(), feature);
        }

        #[test]
        fn damaged_bytes_are_no_feature(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Feature::read(&bytes);
            let _ = Feature::from_bytes(&bytes);
        }
    }

    /// A passage with nothing in it.
    fn blank() -> Passage {
        let line = include_str!("../../reportedly-cli/tests/data/kelda.jsonl");
        let line = serde_json::from_str(line).unwrap();
        let (document, analysis) = reportedly::unpack(&line).unwrap();
        reportedly::link::passages(Language::english(), &document, &analysis).remove(0)
    }
}
