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

pub(super) const ALONE_BASE: f32 = -4.200;
pub(super) const BESIDE_BASE: f32 = -3.657;

/// In the order of [`super::features::NAMES`].
pub(super) const WEIGHTS: [Weight; COUNT] = [
    weight(0.457, 0.595),   // cover
    weight(2.771, 2.455),   // dice
    weight(0.405, 0.403),   // around
    weight(0.520, 0.470),   // words
    weight(0.661, 0.560),   // run
    weight(0.499, 0.495),   // matched
    weight(0.781, 0.684),   // voices
    weight(-0.145, -0.157), // negated
    weight(0.092, 0.136),   // quotes
    weight(-0.497, -0.410), // other_person
    weight(0.421, 0.386),   // same_person
    weight(0.031, -0.035),  // story
    weight(-0.566, -0.366), // days
    weight(0.669, 0.698),   // told_cover
    weight(0.037, 0.068),   // told_dice
    weight(0.460, 0.417),   // plain
    weight(0.831, 0.592),   // plain_cover
    weight(-0.066, -0.031), // order
    weight(-0.786, -0.707), // order_cover
    weight(-0.061, 0.053),  // length
    weight(0.626, 0.468),   // length_ratio
    weight(-0.086, -0.335), // fewest
    weight(-0.271, -0.280), // most
    weight(-0.521, -0.444), // other_day
];

/// In the order of [`super::statements::Rivals::standing`].
pub(super) const STANDING: [f32; STANDINGS] = [0.123, 0.134, 0.035, -0.021, 0.598, -0.040, 0.195];
