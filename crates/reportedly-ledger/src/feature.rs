//! What the link decision needs of a document, in a few bytes: words are written once and then only counted off.

use std::collections::BTreeMap;
use std::ops::Range;

use reportedly::link::{Passage, Report, WordId};

use crate::bits::{Bytes, Reader, fallen, falling};
use crate::error::{LedgerErrorKind, Sql};
use crate::pack;

/// A report with its passages, in the order of their rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Feature {
    pub(crate) report: Report,
    pub(crate) passages: Vec<Passage>,
}

/// A feature as it is stored: of its passages only those that are asked for are read.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) report: Report,
    /// Every word with its weight; falls.
    list: Vec<(WordId, u8)>,
    bytes: Vec<u8>,
    /// Of each passage, where in `bytes` its words and the rest of it lie.
    places: Vec<(Range<usize>, Range<usize>)>,
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
        let mut out = Bytes::default();
        // The rest of the report stands in its row.
        let report = Report {
            id: String::new(),
            outlet: None,
            title: None,
            url: None,
            cites: self.report.cites.clone(),
            topics: Vec::new(),
            ..self.report
        };
        out.part(&report.to_bytes());
        out.number(list.len() as u64);
        out.part(&falling(list.iter().map(|entry| entry.0)));
        out.0.extend(list.iter().map(|entry| entry.1));
        // Topics are mostly words of passages; 0 stands before one that is not.
        out.number(self.report.topics.len() as u64);
        for &(word, weight) in &self.report.topics {
            match list.binary_search_by(|(other, _)| word.cmp(other)) {
                Ok(at) => out.number(at as u64 + 1),
                Err(_) => {
                    out.number(0);
                    out.number(u64::from(word));
                }
            }
            out.0.push(weight);
        }
        let place = |word: WordId, weight: Option<u8>| words.get(&(word, weight)).copied().unwrap_or(0);
        out.number(self.passages.len() as u64);
        for passage in &self.passages {
            let mut bytes = Bytes::default();
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
            out.part(&bytes.0);
        }
        for passage in &self.passages {
            let bare = Passage {
                words: Vec::new(),
                weights: Vec::new(),
                around: Vec::new(),
                chain: passage.chain.clone(),
                amount: passage.amount.clone(),
                ..*passage
            };
            out.part(&bare.to_bytes());
        }
        pack::press(&out.0)
    }

    /// About how many bytes it takes in memory.
    pub(crate) fn size(&self) -> usize {
        let passage = |passage: &Passage| {
            let voices: usize = passage.chain.iter().map(Vec::len).sum();
            let words = passage.words.len() + 2 * (passage.weights.len() + passage.around.len());
            size_of::<Passage>() + 4 * words + 120 * voices
        };
        size_of::<Feature>() + self.passages.iter().map(passage).sum::<usize>()
    }

    #[cfg(test)]
    fn from_bytes(bytes: &[u8]) -> Sql<Feature> {
        Stored::from_bytes(bytes)?.whole()
    }
}

fn damaged() -> LedgerErrorKind {
    LedgerErrorKind::Damaged("what links are made from cannot be read".to_owned())
}

impl Stored {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Sql<Stored> {
        pack::unpress(bytes).and_then(Stored::read).ok_or_else(damaged)
    }

    fn read(mut bytes: Vec<u8>) -> Option<Stored> {
        bytes.shrink_to_fit();
        let mut reader = Reader(&bytes);
        let place = |reader: &mut Reader<'_>| {
            let length = reader.size()?;
            let start = bytes.len() - reader.0.len();
            reader.0 = reader.0.get(length..)?;
            Some(start..start + length)
        };
        let report = place(&mut reader)?;
        let mut report = Report::from_bytes(bytes.get(report)?)?;
        let count = reader.size()?;
        let ids = fallen(bytes.get(place(&mut reader)?)?, count)?;
        let (weights, rest) = reader.0.split_at_checked(count)?;
        reader.0 = rest;
        let list: Vec<(WordId, u8)> = ids.into_iter().zip(weights.iter().copied()).collect();
        for _ in 0..reader.size()? {
            let word = match reader.size()? {
                0 => WordId::try_from(reader.number()?).ok()?,
                at => list.get(at - 1)?.0,
            };
            report.topics.push((word, reader.byte()?));
        }
        let count = reader.size()?;
        let mut words = Vec::with_capacity(count.min(bytes.len()));
        for _ in 0..count {
            words.push(place(&mut reader)?);
        }
        let mut places = Vec::with_capacity(words.len());
        for words in words {
            places.push((words, place(&mut reader)?));
        }
        reader.0.is_empty().then_some(())?;
        Some(Stored { report, list, places, bytes })
    }

    /// One passage, by its index.
    pub(crate) fn passage(&self, index: usize) -> Sql<Passage> {
        let read = || {
            let (words, rest) = self.places.get(index)?;
            let mut passage = Passage::from_bytes(self.bytes.get(rest.clone())?)?;
            self.words(self.bytes.get(words.clone())?, &mut passage)?;
            Some(passage)
        };
        read().ok_or_else(damaged)
    }

    /// About how many bytes it takes in memory.
    pub(crate) fn size(&self) -> usize {
        let words = self.list.len() + self.report.topics.len();
        size_of::<Stored>() + self.bytes.len() + words * 8 + self.places.len() * 32
    }

    /// Everything.
    pub(crate) fn whole(&self) -> Sql<Feature> {
        let passages = (0..self.places.len()).map(|index| self.passage(index)).collect::<Sql<_>>()?;
        Ok(Feature { report: self.report.clone(), passages })
    }

    fn words(&self, bytes: &[u8], passage: &mut Passage) -> Option<()> {
        let mut words = Reader(bytes);
        let at = |place: u64| self.list.get(usize::try_from(place).ok()?).copied();
        for _ in 0..words.number()? {
            passage.words.push(at(words.number()?)?.0);
        }
        let plain = words.byte()? == 1;
        if plain {
            passage.weights = own_weights(&passage.words, &self.list);
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
        Some(())
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
            let read = Feature::from_bytes(&feature.to_bytes()).unwrap();
            prop_assert_eq!(read.passages, feature.passages);
            prop_assert_eq!(read.report.topics, feature.report.topics);
        }

        #[test]
        fn damaged_bytes_are_no_feature(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(stored) = Stored::read(bytes.clone()) {
                let _ = stored.whole();
            }
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
