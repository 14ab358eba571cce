//! Hedges: words that withhold certainty from what they stand with (`data/en/hedges.toml`).

use crate::analysis::named;

named! {
    /// How a word withholds certainty.
    HedgeClass {
        /// Somebody says so: reportedly, allegedly, is said to.
        Hearsay = "hearsay",
        /// It seems so, it may be so: apparently, appears to, might.
        Possible = "possible",
        /// People take it to be so: believed to, suspected.
        Belief = "belief",
        /// The name is not the writer's: so-called, purported.
        Naming = "naming",
    }
}
