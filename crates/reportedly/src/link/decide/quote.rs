//! The same utterance, word for word: also cut, re-punctuated, pieced.

use super::{Place, Verdict, compare};
use crate::link::{LinkKind, LinkRelation, Voice};
use crate::{Language, Naming, SourceKind};

/// Words in a row that make an utterance the same, and how telling they must be, in bits.
const RUN: usize = 5;
const TELLING: f32 = 13.0;
/// A longer run may be made of plainer words.
const LONG_RUN: usize = 6;
const PLAIN: f32 = 8.0;
/// … or be most of the shorter utterance.
const MOST: f32 = 0.75;
/// The same for reports of different stories, where set phrases meet by chance.
const FAR_RUN: usize = 7;
const FAR_TELLING: f32 = 30.0;

pub(super) fn compare(language: &Language, a: Place<'_>, b: Place<'_>, near: bool) -> Option<Verdict> {
    let runs = compare::runs(language, a.passage, b.passage);
    let shorter = a.passage.words.len().min(b.passage.words.len()).max(1);
    let matched = runs.matched as f32 / shorter as f32;
    let whole = matched >= 0.8 && runs.longest >= 4;
    let enough = if near {
        runs.weight >= TELLING && (runs.longest >= RUN || whole)
            || runs.longest >= LONG_RUN && (runs.weight >= PLAIN || matched >= MOST)
    } else {
        runs.weight >= FAR_TELLING && (runs.longest >= FAR_RUN && matched >= 0.4 || whole)
    };
    // two people may use the same few words
    if !enough || runs.longest < 10 && !near && other_speaker(a, b) {
        return None;
    }
    let shared = compare::shared(a.passage, b.passage);
    Some(Verdict {
        kind: LinkKind::Quote,
        relation: LinkRelation::Same,
        score: 0.6 + 0.2 * matched.min(1.0) + 0.19 * (runs.weight / 60.0).min(1.0),
        rule: "link/words-in-a-row",
        shared: shared.words,
        run: runs.longest,
        note: None,
        turned: false,
    })
}

/// Whether two passages come from two different named people.
pub(super) fn other_speaker(a: Place<'_>, b: Place<'_>) -> bool {
    matches!((person(a), person(b)), (Some(one), Some(two)) if one != two)
}

/// Whether two passages come from one named person.
pub(super) fn same_speaker(a: Place<'_>, b: Place<'_>) -> bool {
    matches!((person(a), person(b)), (Some(one), Some(two)) if one == two)
}

/// The last name of the named person at the end of the chain.
fn person(place: Place<'_>) -> Option<String> {
    let last: &Voice = place.passage.chain.last()?.first()?;
    let named = last.kind == SourceKind::Person && last.naming == Naming::Named;
    let name = last.name.as_deref().filter(|_| named)?;
    Some(name.split_whitespace().last()?.to_lowercase())
}
