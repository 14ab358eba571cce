//! Language data: word lists and patterns that live in `data/en/`, parsed and checked once.

mod abbreviations;
mod sourcing;

use std::sync::LazyLock;

pub use abbreviations::Abbreviations;
pub use sourcing::{Classes, Gender, Outlet, PhraseExample, Sourcing};

/// All data of one language.
#[derive(Debug)]
pub struct Language {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
    /// Words and names that tell what a source is.
    pub sourcing: Sourcing,
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
            abbreviations: Abbreviations::parse(include_str!("../../data/en/abbreviations.txt")),
            // a data file that does not parse is caught by the tests; the program goes on without it
            sourcing: Sourcing::parse(
                &[
                    include_str!("../../data/en/people.toml"),
                    include_str!("../../data/en/bodies.toml"),
                    include_str!("../../data/en/documents.toml"),
                    include_str!("../../data/en/words.toml"),
                    include_str!("../../data/en/outlets.toml"),
                    include_str!("../../data/en/organizations.toml"),
                ],
                include_str!("../../data/en/places.txt"),
                include_str!("../../data/en/first_names.txt"),
            )
            .unwrap_or_default(),
        });
        &ENGLISH
    }
}
