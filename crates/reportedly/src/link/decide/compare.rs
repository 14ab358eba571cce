//! What two passages share, in numbers.

use super::super::{Passage, WordId};
use crate::Language;

/// What two passages share. Weights are in bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shared {
    /// Telling words that both hold.
    pub words: usize,
    /// Their weight.
    pub weight: f32,
    /// The weight of the heaviest of them.
    pub heaviest: f32,
    /// Of the weight of the lighter passage.
    pub cover: f32,
    /// Of the weight of both.
    pub dice: f32,
    /// Weight of the lighter passage over that of the heavier one.
    pub ratio: f32,
    /// Whether the first passage is the heavier one.
    pub first_heavier: bool,
}

/// The telling words that two passages share.
pub(super) fn shared(one: &Passage, two: &Passage) -> Shared {
    let total = |weights: &[(WordId, u8)]| weights.iter().map(|&(_, weight)| u32::from(weight)).sum::<u32>();
    let (mut words, mut weight, mut heaviest) = (0usize, 0u32, 0u8);
    each_common(&one.weights, &two.weights, |least| {
        words += 1;
        weight += u32::from(least);
        heaviest = heaviest.max(least);
    });
    let (first, second) = (total(&one.weights), total(&two.weights));
    let bits = |tenths: u32| tenths as f32 / 10.0;
    Shared {
        words,
        weight: bits(weight),
        heaviest: f32::from(heaviest) / 10.0,
        cover: weight as f32 / first.min(second).max(10) as f32,
        dice: 2.0 * weight as f32 / (first + second).max(10) as f32,
        ratio: first.min(second) as f32 / first.max(second).max(1) as f32,
        first_heavier: first >= second,
    }
}

/// Weight in bits of the words that are shared only through what stands around one of the passages.
pub(super) fn around(one: &Passage, two: &Passage) -> f32 {
    let lists = [(&one.around, &two.weights), (&one.weights, &two.around), (&one.around, &two.around)];
    lists.iter().map(|(a, b)| weight(a, b)).sum::<u32>() as f32 / 10.0
}

/// The weight of the words that two lists share, in tenths of a bit.
pub(super) fn weight(one: &[(WordId, u8)], two: &[(WordId, u8)]) -> u32 {
    let mut weight = 0;
    each_common(one, two, |least| weight += u32::from(least));
    weight
}

/// Calls with the lesser weight of each word that both lists hold; they are sorted by word.
fn each_common(one: &[(WordId, u8)], two: &[(WordId, u8)], mut found: impl FnMut(u8)) {
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    while let (Some(&&(a, weight)), Some(&&(b, other))) = (one.peek(), two.peek()) {
        match a.cmp(&b) {
            std::cmp::Ordering::Less => {
                one.next();
            }
            std::cmp::Ordering::Greater => {
                two.next();
            }
            std::cmp::Ordering::Equal => {
                found(weight.min(other));
                one.next();
                two.next();
            }
        }
    }
}

/// Runs of words that two passages share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Runs {
    /// Words of the longest.
    pub longest: usize,
    /// Weight of the longest in bits, as the words weigh everywhere.
    pub weight: f32,
    /// Words of the shorter passage that stand in runs of three or more.
    pub matched: usize,
}

/// Words compared of each passage; what is longer is compared by its beginning.
pub(super) const LONGEST: usize = 400;

/// The runs of words that two passages share.
pub(super) fn runs(language: &Language, one: &Passage, two: &Passage) -> Runs {
    let (short, long) = if one.words.len() <= two.words.len() { (one, two) } else { (two, one) };
    let short = short.words.get(..LONGEST.min(short.words.len())).unwrap_or_default();
    let long = long.words.get(..LONGEST.min(long.words.len())).unwrap_or_default();
    let mut before = vec![0usize; long.len() + 1];
    let mut row = vec![0usize; long.len() + 1];
    let (mut longest, mut ends) = (0, 0);
    // length of the longest run that ends at each word of the shorter passage
    let mut at_word = vec![0usize; short.len()];
    for ((at, &word), best) in short.iter().enumerate().zip(&mut at_word) {
        for ((slot, &other), &diagonal) in row.iter_mut().skip(1).zip(long).zip(&before) {
            *slot = if word == other { diagonal + 1 } else { 0 };
            *best = (*best).max(*slot);
        }
        if *best > longest {
            (longest, ends) = (*best, at);
        }
        std::mem::swap(&mut before, &mut row);
    }
    let mut matched = 0;
    let mut covered_from = short.len();
    for (at, &length) in at_word.iter().enumerate().rev() {
        if length >= 3 {
            covered_from = covered_from.min(at + 1 - length);
        }
        if at >= covered_from {
            matched += 1;
        } else {
            covered_from = short.len();
        }
    }
    let run = short.get((ends + 1).saturating_sub(longest)..ends + 1).unwrap_or_default();
    let weight = run.iter().map(|&word| f32::from(language.linking.weight(word))).sum::<f32>() / 10.0;
    Runs { longest, weight: if longest == 0 { 0.0 } else { weight }, matched }
}
