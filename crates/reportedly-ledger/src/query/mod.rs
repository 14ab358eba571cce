//! Questions to a ledger. They read only; every count can be opened to the words behind it.

mod against;
mod changes;
mod figures;
mod find;
mod place;
mod repeats;
mod row;
mod series;
mod sources;
mod text;
mod trace;
mod tree;
mod which;

pub use against::{AgainstLedger, Known, KnownLink};
pub use changes::{ChangedReport, Edit};
pub use figures::{Against, FigureRow, Figures, Point, Series};
pub use find::{Found, FoundReport, FoundStatement, Search};
pub use row::{ReportRow, Statement, StepRow, VoiceRow, step_label};
pub use sources::{Citing, Outlets, SourceDetail, SourceRow};
pub use trace::{Disagreement, LineageRow, Member, Other, RootRow, Trace};
