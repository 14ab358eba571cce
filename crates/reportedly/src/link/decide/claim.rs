//! The same statement in other words: what is weighed at all, how two that tell the same stand to each other, and what
//! reports of different stories share.

use super::{Place, Verdict, compare, quote};
use crate::link::{LinkKind, LinkRelation, Passage, PassageKind};
use crate::{Language, Stance};

/// What statements of different stories share must be rare, much of them, and of this evidence as a logarithm of odds.
const FAR_LEAST: f32 = 0.3;
const FAR_WEIGHT: f32 = 26.0;
const FAR_COVER: f32 = 0.55;

/// Statements of one story with less plain evidence than this are not weighed.
const SCREEN: f32 = -4.5;

/// What words in a row are worth, for the logarithm of their number.
const RUN: f32 = 1.2;

/// Evidence that two statements tell the same, without their words in a row, for reports of any story: a logistic
/// regression on a few events.
fn plain_evidence(one: &Passage, two: &Passage, shared: &compare::Shared, around: f32) -> f32 {
    let quotes = [one, two].iter().filter(|passage| passage.kind == PassageKind::Quote).count();
    -7.2 + 0.4 * shared.weight.ln_1p()
        + 1.65 * shared.cover
        + 2.35 * shared.dice
        + 0.5 * around.ln_1p()
        + 0.5 * (shared.words as f32).ln_1p()
        + 0.2 * shared.heaviest.ln_1p()
        + if one.chain.is_empty() == two.chain.is_empty() { 0.4 } else { 0.0 }
        - if one.negated == two.negated { 0.0 } else { 0.7 }
        - 0.55 * quotes as f32
}

/// The most that words in a row can add: the costly comparison is for those near the line.
fn most_of_a_run(shared: &compare::Shared) -> f32 {
    RUN * (shared.words as f32 * 2.0 + 3.0).ln_1p()
}

/// Whether two statements of one story have enough in common to be weighed.
pub(super) fn worth_weighing(one: &Passage, two: &Passage, shared: &compare::Shared, around: f32) -> bool {
    plain_evidence(one, two, shared, around) >= SCREEN
}

/// Whether two statements of different stories tell the same.
pub(super) fn compare(language: &Language, a: Place<'_>, b: Place<'_>) -> Option<Verdict> {
    let (one, two) = (a.passage, b.passage);
    let shared = compare::shared(one, two);
    if shared.weight < FAR_WEIGHT || shared.cover < FAR_COVER {
        return None;
    }
    let bare = plain_evidence(one, two, &shared, compare::around(one, two));
    if bare + most_of_a_run(&shared) < FAR_LEAST {
        return None;
    }
    let runs = compare::runs(language, one, two);
    let odds =
        bare + RUN * (runs.longest as f32).ln_1p() - if quote::other_speaker(a, b) { 0.2 } else { 0.0 };
    if odds < FAR_LEAST {
        return None;
    }
    let (relation, turned) = relation(a, b, &shared, runs.longest, odds);
    Some(Verdict {
        kind: LinkKind::Claim,
        relation,
        score: 1.0 / (1.0 + (-odds - 1.8).exp()),
        rule: "link/words",
        shared: shared.words,
        run: runs.longest,
        note: None,
        turned,
    })
}

/// Words in a row, or evidence, without which two statements are not taken to say as much as each other.
const WORDING: usize = 3;
const ALIKE: f32 = 0.5;

/// How much of the shorter statement a denial shares with what it denies.
const DENIED: f32 = 0.4;

/// How two statements of the same stand to each other; whether the second is the one that says more.
pub(super) fn relation(
    a: Place<'_>,
    b: Place<'_>,
    shared: &compare::Shared,
    run: usize,
    evidence: f32,
) -> (LinkRelation, bool) {
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
    if run < WORDING && evidence < ALIKE || shared.ratio < 0.2 {
        return (LinkRelation::Narrower, !shared.first_heavier);
    }
    (LinkRelation::Same, false)
}
