//! The same statement in reports of one story: every pair is weighed by itself, then again beside its rivals.
//!
//! Two reports of one story are full of the same words, and of each statement one is nearest to it, whether or not it
//! tells the same. So what tells is also how far a pair stands out, and how much else the two reports share.

use std::collections::BTreeMap;

use super::features::{Features, NAMES, Pair, Told, features};
use super::weights::{self, Weight};
use super::{Described, Place, Verdict, claim, compare};
use crate::Language;
use crate::link::{LinkKind, LinkRelation, Passage, PassageKind, Report};

/// The least evidence, as a logarithm of odds, in reports of one day or the next …
const LEAST: f32 = -1.0;
/// … and in others: what goes on for long repeats its names and its words.
const LATER: f32 = 1.25;
const DAYS: u32 = 1;
/// So many words in a row are no background: they need no more evidence later.
const RUN: usize = 7;

/// A pair of statements that may tell the same.
pub(super) struct Candidate {
    pub(super) one: usize,
    pub(super) two: usize,
    pub(super) features: Features,
    shared: compare::Shared,
    run: usize,
}

/// The pairs that have enough in common to be weighed; `a` is the earlier report.
pub(super) fn candidates(
    language: &Language,
    a: (&Report, &[Passage]),
    b: (&Report, &[Passage]),
    story: u32,
    pairs: &[(usize, usize)],
) -> Vec<Candidate> {
    let pair = Pair::of(a, b, story);
    let told = |passages: &[Passage]| -> Vec<Told> {
        passages.iter().map(|passage| Told::of(passage, &pair)).collect()
    };
    let (firsts, seconds) = (told(a.1), told(b.1));
    let mut found = Vec::new();
    for &(one, two) in pairs {
        let (Some(p), Some(q), Some(first), Some(second)) =
            (a.1.get(one), b.1.get(two), firsts.get(one), seconds.get(two))
        else {
            continue;
        };
        if p.kind == PassageKind::Figure || q.kind == PassageKind::Figure {
            continue;
        }
        let shared = compare::shared(p, q);
        if shared.weight < 2.0 {
            continue;
        }
        let around = compare::around(p, q);
        if !claim::worth_weighing(p, q, &shared, around) {
            continue;
        }
        let (p, q) = (Place { report: a.0, passage: p }, Place { report: b.0, passage: q });
        let (features, run) = features(language, &pair, (p, first), (q, second), &shared, around);
        found.push(Candidate { one, two, features, shared, run });
    }
    found
}

/// What each candidate is worth: a logarithm of odds.
pub(super) fn weigh(candidates: &[Candidate]) -> Vec<f32> {
    let alone: Vec<f32> = candidates
        .iter()
        .map(|candidate| sum(candidate, weights::ALONE_BASE, |weight| weight.alone))
        .collect();
    let rivals = Rivals::of(candidates, &alone);
    candidates
        .iter()
        .zip(&alone)
        .map(|(candidate, &score)| {
            let standing = rivals.standing(candidate, score);
            let standing = standing.iter().zip(weights::STANDING).map(|(value, weight)| value * weight);
            sum(candidate, weights::BESIDE_BASE, |weight| weight.beside) + standing.sum::<f32>()
        })
        .collect()
}

fn sum(candidate: &Candidate, base: f32, weight: fn(&Weight) -> f32) -> f32 {
    let weighed = candidate.features.iter().zip(&weights::WEIGHTS).map(|(value, of)| value * weight(of));
    base + weighed.sum::<f32>()
}

/// How many numbers tell how a pair stands beside the others.
pub(super) const STANDINGS: usize = 7;

/// The two best scores of each statement, and how much two reports share.
pub(super) struct Rivals {
    best: BTreeMap<(bool, usize), [f32; 2]>,
    /// Of pairs that are the best of both their ends: the sum of their likelihoods, how many are likely, and very likely.
    alike: [f32; 3],
}

/// Scores from which on a pair is likely, and very likely, to tell the same.
const LIKELY: f32 = 1.0;
const VERY_LIKELY: f32 = 2.5;

impl Rivals {
    pub(super) fn of(candidates: &[Candidate], scores: &[f32]) -> Rivals {
        let mut best: BTreeMap<(bool, usize), [f32; 2]> = BTreeMap::new();
        for (candidate, &score) in candidates.iter().zip(scores) {
            for end in [(false, candidate.one), (true, candidate.two)] {
                let slot = best.entry(end).or_insert([f32::NEG_INFINITY; 2]);
                if score > slot[0] {
                    *slot = [score, slot[0]];
                } else if score > slot[1] {
                    slot[1] = score;
                }
            }
        }
        let mut rivals = Rivals { best, alike: [0.0; 3] };
        for (candidate, &score) in candidates.iter().zip(scores) {
            if rivals.is_best(candidate, score) {
                for (sum, share) in rivals.alike.iter_mut().zip(shares(score)) {
                    *sum += share;
                }
            }
        }
        rivals
    }

    fn ends(&self, candidate: &Candidate) -> [[f32; 2]; 2] {
        [(false, candidate.one), (true, candidate.two)]
            .map(|end| self.best.get(&end).copied().unwrap_or([f32::NEG_INFINITY; 2]))
    }

    fn is_best(&self, candidate: &Candidate, score: f32) -> bool {
        self.ends(candidate).iter().all(|[first, _]| score >= *first)
    }

    /// How far the score is below the best of each end, how far above the next, and what else the reports share.
    pub(super) fn standing(&self, candidate: &Candidate, score: f32) -> [f32; STANDINGS] {
        let [[first, next], [other_first, other_next]] = self.ends(candidate);
        // the best stands above the next one; what is not the best stands below it; alone it stands as nothing
        let above = |best: f32, next: f32| match score >= best {
            true if next.is_finite() => (score - next).min(6.0),
            true => 0.0,
            false => score - best,
        };
        let own = if self.is_best(candidate, score) { shares(score) } else { [0.0; 3] };
        let mut others = self.alike;
        for (sum, own) in others.iter_mut().zip(own) {
            *sum = (*sum - own).max(0.0).ln_1p();
        }
        let [likelihood, likely, very_likely] = others;
        [
            score - first,
            score - other_first,
            above(first, next),
            above(other_first, other_next),
            likelihood,
            likely,
            very_likely,
        ]
    }
}

/// What a pair of that score adds to what its reports share.
fn shares(score: f32) -> [f32; 3] {
    let yes = |so: bool| f32::from(u8::from(so));
    [1.0 / (1.0 + (-score).exp()), yes(score > LIKELY), yes(score > VERY_LIKELY)]
}

/// The verdict on a candidate of that evidence, if it is enough.
pub(super) fn verdict(a: Place<'_>, b: Place<'_>, candidate: &Candidate, evidence: f32) -> Option<Verdict> {
    let apart = match (a.report.published, b.report.published) {
        (Some(one), Some(two)) => one.abs_diff(two),
        _ => 0,
    };
    let (relation, turned) = claim::relation(a, b, &candidate.shared, candidate.run, evidence);
    // denials and corrections come later by nature
    let against = matches!(relation, LinkRelation::Denies | LinkRelation::Corrects);
    if evidence < if apart > DAYS && candidate.run < RUN && !against { LATER } else { LEAST } {
        return None;
    }
    Some(Verdict {
        kind: LinkKind::Claim,
        relation,
        score: 1.0 / (1.0 + (-evidence).exp()),
        rule: "link/words-same-story",
        shared: candidate.shared.words,
        run: candidate.run,
        note: None,
        turned,
    })
}

/// The features and standings of all candidates, each under its name: what the weights are fitted on.
pub(super) fn described(candidates: &[Candidate]) -> Vec<Described> {
    let rows = candidates.iter().map(|candidate| {
        let named = NAMES.into_iter().zip(candidate.features).collect();
        (candidate.one, candidate.two, named)
    });
    rows.collect()
}
