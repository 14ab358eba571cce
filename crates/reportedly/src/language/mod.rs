//! Language data: word lists and patterns that live in `data/en/`, parsed and checked once.

mod abbreviations;
mod cues;
mod entry;
mod hedges;
mod pattern;
pub(crate) mod times;

use std::sync::LazyLock;

pub use abbreviations::Abbreviations;
pub use cues::{CueClass, CueSense, Cues};
pub use hedges::HedgeClass;
pub use pattern::{Found, Phrases};
pub use times::TimeWords;

/// All data of one language.
#[derive(Debug)]
pub struct Language {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
    /// Words that report what somebody says, thinks or wants.
    pub cues: Cues,
    /// Words that withhold certainty.
    pub hedges: Phrases<HedgeClass>,
    /// Words of time.
    pub times: TimeWords,
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
            abbreviations: Abbreviations::parse(include_str!("../../data/en/abbreviations.txt")),
            cues: Cues::parse(include_str!("../../data/en/cues.toml")),
            hedges: Phrases::parse(include_str!("../../data/en/hedges.toml"), HedgeClass::from_name),
            times: TimeWords::parse(include_str!("../../data/en/times.toml")),
        });
        &ENGLISH
    }
}
