//! The pure core of the ledger: which passages of different reports tell the same, and on how many origins they rest.
//!
//! ```text
//! Document, Analysis -report, passages-> Report, Passages -keys-> candidate pairs -links-> Links -lineages-> Lineages
//! ```
//!
//! Nothing here knows how reports are stored. Every decision looks at two reports alone, so the order in which reports
//! come in changes nothing.

mod codec;
mod copies;
mod decide;
mod group;
mod keys;
mod lineage;
mod origin;
mod passage;
mod report;
mod types;
mod words;

pub use copies::{Copied, Sketch, copy, sketch, sketch_of};
pub use decide::{Described, described, links};
pub use keys::keys;
pub use lineage::{Edge, Judged, Lineage, Member, Origins, Root, RootKind, Who, judged_lineages, lineages};
pub use passage::passages;
pub use report::{report, same_story, story_keys};
pub use types::{
    Amount, Change, Drift, End, Link, LinkDirection, LinkEvidence, LinkKind, LinkRelation, Passage,
    PassageKind, Report, Voice, WordId,
};
pub(crate) use words::each_word;
pub use words::stems;
