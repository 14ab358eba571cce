//! Classes of phrases that are not classes of the analysis itself.

use crate::AnonymityClass;
use crate::analysis::named;

named! {
    /// How a word withholds certainty (`data/en/hedges.toml`).
    HedgeClass {
        /// Somebody says so: reportedly, allegedly, is said to.
        Hearsay = "hearsay",
        /// It seems so, it may be so: apparently, appears to, might.
        Possible = "possible",
        /// People take it to be so: believed to, suspected.
        Belief = "belief",
        /// The name is not the writer's: so-called, self-styled.
        Naming = "naming",
    }
}

named! {
    /// What a report says is not known (`data/en/unknowns.toml`).
    UnknownClass {
        /// Nobody knows, or the report does not.
        Unclear = "unclear",
        /// Somebody who may know did not say.
        Unsaid = "unsaid",
    }
}

named! {
    /// How a sentence in the outlet's own voice asserts what could be disputed (`data/en/disputable.toml`).
    DisputableClass {
        /// The most, the first, never before.
        Superlative = "superlative",
        /// One thing brought another about.
        Cause = "cause",
        /// Praise, blame, a verdict.
        Judgment = "judgment",
    }
}

/// What a phrase about unnamed sources is (`data/en/anonymity.toml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnonymityPhrase {
    /// Says that the source is not named: on condition of anonymity.
    Marker,
    /// How a reason begins: because, to, citing.
    Connector,
    /// Words in a reason that give its class.
    Reason(AnonymityClass),
    /// A reason that stands alone.
    Alone(AnonymityClass),
    /// A description behind which a name is held back: official, aide.
    Insider,
}

impl AnonymityPhrase {
    /// The phrase class of that name.
    pub(crate) fn from_name(name: &str) -> Option<AnonymityPhrase> {
        Some(match name {
            "marker" => AnonymityPhrase::Marker,
            "connector" => AnonymityPhrase::Connector,
            "insider" => AnonymityPhrase::Insider,
            _ => match name.strip_prefix("alone_") {
                Some(class) => AnonymityPhrase::Alone(AnonymityClass::from_name(class)?),
                None => AnonymityPhrase::Reason(AnonymityClass::from_name(name)?),
            },
        })
    }
}
