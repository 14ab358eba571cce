//! Why the program says something.

use std::borrow::Cow;

/// What an annotation rests on: a rule's id, or the model's score.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A rule of the program or an entry of the language data, by id ("chain/told", "cue/say").
    Rule(Cow<'static, str>),
    /// The network, with its probability rounded to two digits.
    Model {
        /// The model's name and version.
        name: Cow<'static, str>,
        /// 0 to 1.
        score: f32,
    },
}

impl Evidence {
    /// A rule known at compile time.
    pub const fn rule(id: &'static str) -> Evidence {
        Evidence::Rule(Cow::Borrowed(id))
    }

    /// Whether it is the rule `id`.
    pub fn is_rule(&self, id: &str) -> bool {
        matches!(self, Evidence::Rule(rule) if rule == id)
    }

    /// The model's score where a model said it; rules are certain of having matched.
    pub fn score(&self) -> Option<f32> {
        match self {
            Evidence::Rule(_) => None,
            Evidence::Model { score, .. } => Some(*score),
        }
    }
}
