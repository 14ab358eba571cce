//! Language data: word lists and patterns that live in `data/en/`, parsed and checked once.

mod abbreviations;
mod quantities;

use std::sync::LazyLock;

pub use abbreviations::Abbreviations;
pub use quantities::{Approximator, Class, Example, Phrases, Quantities, Unit, UnitKind, Word};

/// All data of one language.
#[derive(Debug)]
pub struct Language {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
    /// Words of quantities.
    pub quantities: Quantities,
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
            abbreviations: Abbreviations::parse(include_str!("../../data/en/abbreviations.txt")),
            quantities: Quantities::parse(&quantities::Files {
                numbers: include_str!("../../data/en/numbers.toml"),
                units: include_str!("../../data/en/units.toml"),
                currencies: include_str!("../../data/en/currencies.toml"),
                approximators: include_str!("../../data/en/approximators.toml"),
                changes: include_str!("../../data/en/changes.toml"),
                function_words: include_str!("../../data/en/function_words.toml"),
            }),
        });
        &ENGLISH
    }
}
