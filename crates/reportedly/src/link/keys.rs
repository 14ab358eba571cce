//! Keys that passages of other reports are looked up by, however far apart the reports are.

use super::words::mix;
use super::{Passage, PassageKind, WordId};

/// Words in a row of a quotation that make a key.
const RUN: usize = 6;
/// Of so many runs in a row, one is a key: quotations that share `RUN + WINDOW - 1` words share a key.
const WINDOW: usize = 4;

/// The keys of a passage, sorted, each once.
///
/// They are stable: the same passage has the same keys on every machine. Two passages of different stories are linked
/// only if they share one; reports of the same story are compared whole ([`super::same_story`]).
pub fn keys(passage: &Passage) -> Vec<u64> {
    let mut keys = match passage.kind {
        PassageKind::Quote => runs(&passage.words),
        PassageKind::Claim => groups(3, &heaviest(&passage.weights, 5), 3),
        PassageKind::Figure => figure(passage),
    };
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Runs of words, thinned out: of each window the run with the smallest hash.
fn runs(words: &[WordId]) -> Vec<u64> {
    let run = |words: &[WordId]| mix([2].into_iter().chain(words.iter().map(|&word| u64::from(word))));
    let hashes: Vec<u64> = words.windows(RUN).map(run).collect();
    if hashes.len() < WINDOW {
        return hashes.into_iter().min().into_iter().collect();
    }
    hashes.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect()
}

fn heaviest(weights: &[(WordId, u8)], count: usize) -> Vec<WordId> {
    let mut ranked = weights.to_vec();
    ranked.sort_unstable_by(|one, two| (two.1, one.0).cmp(&(one.1, two.0)));
    let mut ids: Vec<WordId> = ranked.into_iter().take(count).map(|(id, _)| id).collect();
    ids.sort_unstable();
    ids
}

/// All groups of two or three of the words.
fn groups(salt: u64, words: &[WordId], size: usize) -> Vec<u64> {
    let mut keys = Vec::new();
    for (at, &one) in words.iter().enumerate() {
        for (next, &two) in words.iter().enumerate().skip(at + 1) {
            if size == 2 {
                keys.push(mix([salt, u64::from(one), u64::from(two)]));
                continue;
            }
            for &three in words.iter().skip(next + 1) {
                keys.push(mix([salt, u64::from(one), u64::from(two), u64::from(three)]));
            }
        }
    }
    keys
}

/// The value with each of the words that tell most about it.
fn figure(passage: &Passage) -> Vec<u64> {
    let Some(amount) = &passage.amount else { return Vec::new() };
    let Some(value) = amount.low.or(amount.high) else { return Vec::new() };
    let value = u64::from(super::words::hash(&value.normalize().to_string()));
    let mut about = passage.weights.clone();
    about.extend(&passage.around);
    groups(4, &heaviest(&about, 4), 2).into_iter().map(|pair| mix([value, pair])).collect()
}
