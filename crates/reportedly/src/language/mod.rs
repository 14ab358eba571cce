//! Language data: word lists and patterns that live in `data/en/`, parsed and checked once.

mod abbreviations;
mod cues;
mod entry;
mod hedges;
mod pattern;
pub(crate) mod times;
mod sourcing;

use std::sync::LazyLock;

pub use abbreviations::Abbreviations;
pub use cues::{CueClass, CueSense, Cues};
pub use hedges::HedgeClass;
pub use pattern::{Found, Phrases};
pub use times::TimeWords;
pub use sourcing::{Classes, Gender, Outlet, PhraseExample, Sourcing};

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
    /// Words and names that tell what a source is.
    pub sourcing: Sourcing,
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
            abbreviations: Abbreviations::parse(include_str!("../../data/en/abbreviations.txt")),
            cues: Cues::parse(include_str!("../../data/en/cues.toml")),
            hedges: Phrases::parse(include_str!("../../data/en/hedges.toml"), HedgeClass::from_name),
            times: TimeWords::parse(include_str!("../../data/en/times.toml")),
            // a data file that does not parse is caught by the tests; the program goes on without it
            sourcing: Sourcing::parse(
                &[
                    include_str!("../../data/en/people.toml"),
                    include_str!("../../data/en/bodies.toml"),
                    include_str!("../../data/en/documents.toml"),
                    include_str!("../../data/en/words.toml"),
                    include_str!("../../data/en/outlets.toml"),
                ],
                include_str!("../../data/en/places.txt"),
                include_str!("../../data/en/first_names.txt"),
            )
            .unwrap_or_default(),
        });
        &ENGLISH
    }
}
