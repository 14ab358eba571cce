//! Language data: word lists and patterns that live in `data/en/`, parsed and checked once.

mod abbreviations;
pub(crate) mod times;

use std::sync::LazyLock;

pub use abbreviations::Abbreviations;
pub use times::TimeWords;

/// All data of one language.
#[derive(Debug)]
pub struct Language {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
    /// Words of time.
    pub times: TimeWords,
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
            abbreviations: Abbreviations::parse(include_str!("../../data/en/abbreviations.txt")),
            times: TimeWords::parse(include_str!("../../data/en/times.toml")),
        });
        &ENGLISH
    }
}
