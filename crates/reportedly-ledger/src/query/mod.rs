//! Questions to a ledger. They read only; every count can be opened to the words behind it.

mod against;
mod changes;
mod figures;
mod find;
mod repeats;
mod report;
mod row;
mod series;
mod sources;
mod state;
mod text;
mod trace;
mod tree;

pub use against::{AgainstLedger, Known, KnownLink};
pub use changes::{ChangedReport, Edit};
pub use figures::{Against, FigureRow, Figures, Point, Series};
pub use find::{Found, FoundReport, FoundStatement, Search};
pub use report::{Around, claim_again};
pub use row::{ReportRow, Statement, StepRow, VoiceRow, step_label};
pub use sources::{Citing, Outlets, SourceDetail, SourceRow};
pub use trace::{Disagreement, LineageRow, Member, Other, RootRow, Trace};
