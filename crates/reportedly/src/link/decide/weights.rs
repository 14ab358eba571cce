//! What each feature of two statements is worth. Written by `training/links/fit.py`.

use super::features::COUNT;
use super::statements::STANDINGS;

/// The worth of a feature: of a pair alone, and beside its rivals.
pub(super) struct Weight {
    pub(super) alone: f32,
    pub(super) beside: f32,
}

const fn weight(alone: f32, beside: f32) -> Weight {
    Weight { alone, beside }
}

pub(super) const ALONE_BASE: f32 = -3.8329;
pub(super) const BESIDE_BASE: f32 = -3.2991;

/// In the order of [`super::features::NAMES`].
pub(super) const WEIGHTS: [Weight; COUNT] = [
    weight(0.3907, 0.4376),   // cover
    weight(2.4035, 1.9689),   // dice
    weight(0.4164, 0.4084),   // around
    weight(0.6768, 0.5332),   // words
    weight(0.6059, 0.4791),   // run
    weight(0.4538, 0.4984),   // matched
    weight(0.7194, 0.6389),   // voices
    weight(-0.0106, -0.0021), // negated
    weight(0.1959, 0.2509),   // quotes
    weight(-0.5979, -0.4394), // other_person
    weight(0.4682, 0.4421),   // same_person
    weight(0.0144, -0.0251),  // story
    weight(-0.5608, -0.4078), // days
    weight(0.7889, 0.7237),   // told_cover
    weight(0.3263, 0.3293),   // told_dice
    weight(0.4979, 0.3714),   // plain
    weight(0.7672, 0.5574),   // plain_cover
    weight(-0.1931, -0.1067), // order
    weight(-0.9156, -0.7071), // order_cover
    weight(-0.1099, 0.0784),  // length
    weight(0.6020, 0.3162),   // length_ratio
    weight(-0.1016, -0.2464), // fewest
    weight(-0.2990, -0.2817), // most
    weight(-0.6269, -0.4376), // other_day
];

/// In the order of [`super::statements::Rivals::standing`].
pub(super) const STANDING: [f32; STANDINGS] = [0.2017, 0.1554, 0.0722, 0.0052, 0.2383, 0.2721, 0.0195];
