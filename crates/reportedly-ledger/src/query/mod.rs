//! Questions to a ledger. They read only; every count can be opened to the words behind it.

mod against;
mod browse;
mod changes;
mod figure_rows;
mod figures;
mod find;
mod front;
mod place;
mod points;
mod repeats;
mod report;
mod row;
mod series;
mod sources;
mod state;
mod text;
mod told;
mod trace;
mod tree;
mod which;

pub use against::{AgainstLedger, Known, KnownLink};
pub use browse::{Facets, OutletDetail};
pub use changes::{ChangedReport, Edit};
pub use figures::{Against, FigureRow, Figures, Point, Series};
pub use find::{Found, FoundReport, FoundStatement, Search};
pub use front::{Conflict, Corrected, Echo, Reports};
pub use report::{Around, claim_again};
pub use row::{ReportRow, Statement, StepRow, VoiceRow, step_label};
pub use sources::{Citing, Outlets, SourceDetail, SourceRow};
pub use state::Extent;
pub use told::Told;
pub use trace::{Disagreement, LineageRow, Member, Other, RootRow, Trace};
