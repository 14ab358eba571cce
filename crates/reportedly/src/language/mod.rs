//! Language data: word lists and patterns that live in `data/en/`, parsed and checked once.

mod abbreviations;
mod checks;
mod classes;
mod cues;
mod entry;
pub(crate) mod linking;
mod lists;
mod pattern;
mod quantities;
mod sourcing;
pub(crate) mod times;

use std::sync::LazyLock;

use crate::{BasisClass, ResponseKind, Stance, Words};

pub use abbreviations::Abbreviations;
pub use checks::Paper;
pub use classes::{AnonymityPhrase, DisputableClass, HedgeClass, UnknownClass};
pub use cues::{CueClass, CueSense, Cues};
pub use linking::Linking;
pub use lists::{List, Lists};
pub use pattern::{Found, Phrases};
pub use quantities::{Approximator, ByFirstWord, Class, Example, Quantities, Unit, UnitKind, Word};
pub use sourcing::{Classes, Gender, Outlet, PhraseExample, Sourcing};
pub use times::TimeWords;

/// All data of one language.
#[derive(Debug)]
pub struct Language {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
    /// Why sources are not named.
    pub anonymity: Phrases<AnonymityPhrase>,
    /// How sources are said to know.
    pub basis: Phrases<BasisClass>,
    /// Words that report what somebody says, thinks or wants.
    pub cues: Cues,
    /// Words that assert what could be disputed.
    pub disputable: Phrases<DisputableClass>,
    /// What a page says of itself.
    pub furniture: Phrases<()>,
    /// Words that withhold certainty.
    pub hedges: Phrases<HedgeClass>,
    /// Papers and recordings that can be asked for.
    pub papers: Phrases<Paper>,
    /// Words of time.
    pub times: TimeWords,
    /// Words and names that tell what a source is.
    pub sourcing: Sourcing,
    /// Whose words a quotation holds.
    pub quoted: Phrases<Words>,
    /// Reactions to a question or an accusation.
    pub responses: Phrases<ResponseKind>,
    /// Senses of cues that their complement gives.
    pub stances: Phrases<Stance>,
    /// What is said not to be known.
    pub unknowns: Phrases<UnknownClass>,
    /// Words of quantities.
    pub quantities: Quantities,
    /// Words as links between reports compare them.
    pub linking: Linking,
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static ENGLISH: LazyLock<Language> = LazyLock::new(Language::read_english);
        &ENGLISH
    }

    /// Makes ahead, in the order of their use, what the analysis of a text will need and would make at its first use
    /// anyhow: for a thread beside one that runs the network.
    pub fn warm(&self, text: &str) {
        let lower = text.to_ascii_lowercase();
        self.responses.warm(&lower);
        self.hedges.warm(&lower);
        self.stances.warm(&lower);
        self.unknowns.warm(&lower);
        self.quoted.warm(&lower);
        self.anonymity.warm(&lower);
        self.basis.warm(&lower);
        self.disputable.warm(&lower);
        self.papers.warm(&lower);
    }

    fn read_english() -> Language {
        let quantities = Quantities::parse(&quantities::Files {
            numbers: include_str!("../../data/en/numbers.toml"),
            units: include_str!("../../data/en/units.toml"),
            currencies: include_str!("../../data/en/currencies.toml"),
            approximators: include_str!("../../data/en/approximators.toml"),
            changes: include_str!("../../data/en/changes.toml"),
            function_words: include_str!("../../data/en/function_words.toml"),
        });
        Language {
            abbreviations: Abbreviations::parse(include_str!("../../data/en/abbreviations.txt")),
            anonymity: Phrases::parse(
                include_str!("../../data/en/anonymity.toml"),
                AnonymityPhrase::from_name,
            ),
            basis: Phrases::parse(include_str!("../../data/en/basis.toml"), BasisClass::from_name),
            cues: Cues::parse(include_str!("../../data/en/cues.toml")),
            disputable: Phrases::parse(
                include_str!("../../data/en/disputable.toml"),
                DisputableClass::from_name,
            ),
            furniture: Phrases::parse(include_str!("../../data/en/furniture.toml"), |_| Some(())),
            hedges: Phrases::parse(include_str!("../../data/en/hedges.toml"), HedgeClass::from_name),
            papers: Phrases::parse(include_str!("../../data/en/papers.toml"), Paper::from_name),
            times: TimeWords::parse(include_str!("../../data/en/times.toml")),
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
                include_str!("../../data/en/alike.txt"),
                include_str!("../../data/en/lists.toml"),
            )
            .unwrap_or_default(),
            quoted: Phrases::parse(include_str!("../../data/en/quoted.toml"), Words::from_name),
            responses: Phrases::parse(include_str!("../../data/en/responses.toml"), ResponseKind::from_name),
            stances: Phrases::parse(include_str!("../../data/en/stances.toml"), Stance::from_name),
            unknowns: Phrases::parse(include_str!("../../data/en/unknowns.toml"), UnknownClass::from_name),
            linking: Linking::parse(
                include_str!("../../data/en/alike_words.toml"),
                include_str!("../../data/en/frequencies.txt"),
                &quantities,
            ),
            quantities,
        }
    }
}
