//! The same statement in other words.

use super::{Place, Verdict, compare, quote};
use crate::link::{LinkKind, LinkRelation, Passage, PassageKind};
use crate::{Language, Stance};

/// The least evidence, as a logarithm of odds, for reports that have this much of a story in common, in tenths of a bit.
const LEAST: f32 = -2.6;
const CLOSE_STORY: f32 = 650.0;
/// How much more it takes for each tenth of a bit less: two days of one long story are full of the same words.
const STEP: f32 = 0.015;
/// The same for reports of one story more days apart than this: what goes on for long repeats its names.
const DAYS: u32 = 1;
const LATER: f32 = -1.4;
/// The same for reports of different stories; what they share must be rare, too.
const FAR_LEAST: f32 = 0.3;
const FAR_WEIGHT: f32 = 26.0;
const FAR_COVER: f32 = 0.55;

pub(super) fn compare(
    language: &Language,
    a: Place<'_>,
    b: Place<'_>,
    story: Option<u32>,
) -> Option<Verdict> {
    let near = story.is_some();
    let least = story.map_or(FAR_LEAST, |story| LEAST + STEP * (CLOSE_STORY - story as f32).max(0.0));
    let apart = match (a.report.published, b.report.published) {
        (Some(one), Some(two)) => one.abs_diff(two),
        _ => 0,
    };
    let least = if near && apart > DAYS { least.max(LATER) } else { least };
    let (one, two) = (a.passage, b.passage);
    let shared = compare::shared(one, two);
    if shared.weight < if near { 2.0 } else { FAR_WEIGHT } || !near && shared.cover < FAR_COVER {
        return None;
    }
    let around = compare::around(one, two);
    let quotes = [one, two].iter().filter(|passage| passage.kind == PassageKind::Quote).count();
    // a logistic regression on a handful of events; every number is a weight for one plain reason
    let bare = -7.2
        + 0.4 * shared.weight.ln_1p()
        + 1.65 * shared.cover
        + 2.35 * shared.dice
        + 0.5 * around.ln_1p()
        + 0.5 * (shared.words as f32).ln_1p()
        + 0.2 * shared.heaviest.ln_1p()
        + if one.chain.is_empty() == two.chain.is_empty() { 0.4 } else { 0.0 }
        - if one.negated == two.negated { 0.0 } else { 0.7 }
        - 0.55 * quotes as f32;
    // words in a row can add no more than this: the costly comparison is for those near the line
    if bare + 1.2 * (shared.words as f32 * 2.0 + 3.0).ln_1p() < least {
        return None;
    }
    let runs = compare::runs(language, one, two);
    let odds =
        bare + 1.2 * (runs.longest as f32).ln_1p() - if quote::other_speaker(a, b) { 0.2 } else { 0.0 };
    if odds < least {
        return None;
    }
    let (relation, turned) = relation(a, b, &shared, runs.longest >= WORDING || odds >= ALIKE);
    Some(Verdict {
        kind: LinkKind::Claim,
        relation,
        score: 1.0 / (1.0 + (-odds - 1.8).exp()),
        rule: if near { "link/words-same-story" } else { "link/words" },
        shared: shared.words,
        run: runs.longest,
        note: None,
        turned,
    })
}

/// Words in a row, or evidence, without which two statements are not taken to say as much as each other.
const WORDING: usize = 3;
const ALIKE: f32 = -0.95;

/// How much of the shorter statement a denial shares with what it denies.
const DENIED: f32 = 0.4;

/// How two statements of the same stand to each other; whether the second is the one that says more.
fn relation(a: Place<'_>, b: Place<'_>, shared: &compare::Shared, alike: bool) -> (LinkRelation, bool) {
    let (one, two) = (a.passage, b.passage);
    if one.correction != two.correction && shared.dice >= 0.4 {
        return (LinkRelation::Corrects, one.correction);
    }
    let denies = |this: &Passage, other: &Passage| {
        this.stance == Stance::Denying && other.stance != Stance::Denying && !other.negated
    };
    let told = one.kind == PassageKind::Claim && two.kind == PassageKind::Claim;
    if told && shared.cover >= DENIED && (denies(one, two) || denies(two, one)) {
        return (LinkRelation::Denies, denies(one, two));
    }
    if one.negated != two.negated && shared.dice >= 0.75 {
        return (LinkRelation::Differs, false);
    }
    if !alike || shared.ratio < 0.2 {
        return (LinkRelation::Narrower, !shared.first_heavier);
    }
    (LinkRelation::Same, false)
}
