//! The ledger: many reports in one SQLite file, the links between them, and the origins they rest on.
//!
//! This crate holds all the SQL. It proposes candidates; whether two passages are linked, and on how many origins a
//! lineage rests, the pure functions of [`reportedly::link`] decide. The tables are described in `docs/ledger.md`.
//!
//! ```
//! use reportedly::{Analysis, Document, Language};
//! use reportedly_ledger::{Ledger, Prepared};
//!
//! fn keep(document: &Document, analysis: &Analysis) -> Result<(), Box<dyn std::error::Error>> {
//!     let mut ledger = Ledger::open_or_create("kelda.ledger".as_ref())?;
//!     let prepared = Prepared::new(Language::english(), document, analysis).map_err(|kind| format!("{kind:?}"))?;
//!     ledger.writer(Language::english()).add(&[prepared], "2026-03-04T12:00:00Z")?;
//!     Ok(())
//! }
//! ```

mod bits;
mod candidates;
mod codes;
mod error;
mod feature;
mod forget;
mod judge;
mod keys;
mod lineages;
mod links;
mod listing;
mod load;
mod open;
mod pack;
mod prepare;
pub mod query;
mod recent;
mod refresh;
mod rows;
mod search;
mod write;

pub use error::{LedgerError, LedgerErrorKind};
pub use forget::Forgotten;
pub use judge::{Act, Anchor, Judge, JudgmentRow};
pub use listing::{EndRow, LineageRow, LinkRow, OriginsRow};
pub use load::{Counts, DocumentRow, Stored};
pub use open::{APPLICATION_ID, Ledger, SCHEMA_VERSION};
pub use prepare::Prepared;
pub use write::{Added, Writer};
