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

pub(super) const ALONE_BASE: f32 = -4.1998;
pub(super) const BESIDE_BASE: f32 = -3.6571;

/// In the order of [`super::features::NAMES`].
pub(super) const WEIGHTS: [Weight; COUNT] = [
    weight(0.4572, 0.5949),   // cover
    weight(2.7714, 2.4555),   // dice
    weight(0.4054, 0.4026),   // around
    weight(0.5196, 0.4699),   // words
    weight(0.6607, 0.5601),   // run
    weight(0.4990, 0.4951),   // matched
    weight(0.7810, 0.6839),   // voices
    weight(-0.1446, -0.1568), // negated
    weight(0.0918, 0.1358),   // quotes
    weight(-0.4973, -0.4097), // other_person
    weight(0.4211, 0.3861),   // same_person
    weight(0.0312, -0.0349),  // story
    weight(-0.5662, -0.3663), // days
    weight(0.6690, 0.6984),   // told_cover
    weight(0.0367, 0.0683),   // told_dice
    weight(0.4601, 0.4171),   // plain
    weight(0.8314, 0.5921),   // plain_cover
    weight(-0.0663, -0.0307), // order
    weight(-0.7859, -0.7071), // order_cover
    weight(-0.0612, 0.0533),  // length
    weight(0.6260, 0.4678),   // length_ratio
    weight(-0.0857, -0.3350), // fewest
    weight(-0.2711, -0.2801), // most
    weight(-0.5212, -0.4438), // other_day
];

/// In the order of [`super::statements::Rivals::standing`].
pub(super) const STANDING: [f32; STANDINGS] = [0.1227, 0.1343, 0.0354, -0.0209, 0.5983, -0.0397, 0.1950];
