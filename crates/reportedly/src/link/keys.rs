//! Keys that passages of other reports are looked up by.

use super::words::mix;
use super::{Passage, PassageKind};

/// The keys of a passage, sorted, each once: two passages that share none are not linked.
///
/// The keys are stable: the same passage has the same keys on every machine and in every version of the data that
/// gives it the same words.
pub fn keys(passage: &Passage) -> Vec<u64> {
    let run = match passage.kind {
        PassageKind::Quote => 5,
        PassageKind::Claim => 4,
        PassageKind::Figure => 3,
    };
    let mut keys: Vec<u64> =
        passage.words.windows(run).map(|words| mix(words.iter().map(|&word| u64::from(word)))).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
