//! What each statement in a news report rests on: who says so, through which chain of sources, with which figures,
//! about when.
//!
//! Pure functions, no input or output, no clock, no threads. The steps run one way:
//!
//! ```text
//! Document -segment-> Segments -decode-> Annotations -resolve-> claims, sources -normalize-> figures, times -> Analysis
//! ```

mod analysis;
mod analyze;
mod annotation;
pub mod decode;
mod document;
mod evidence;
mod figure;
pub mod language;
pub mod link;
pub mod normalize;
mod notice;
pub mod resolve;
mod score;
pub mod segment;
mod span;
pub mod summary;
mod time;
mod unwire;
mod visible;
pub mod wire;

pub use analysis::{
    Analysis, Anonymity, AnonymityClass, Basis, BasisClass, Claim, ClaimId, Form, Naming, Response,
    ResponseKind, Source, SourceId, SourceKind, Stance, Step, StepSource, Words,
};
pub use analyze::analyze;
pub use annotation::{Annotations, Attribution, AttributionId, Deprel, Entity, EntityKind, Syntax, Upos};
pub use document::{
    Block, BlockKind, Custody, DateOrigin, DateRole, Dated, Document, Hyperlink, Meta, plain_blocks,
};
pub use evidence::Evidence;
pub use figure::{
    Change, ChangeKind, Derived, DerivedKind, Direction, Figure, FigureGroup, FigureId, FigureRole,
    FigureStatus, GroupKind, Relation,
};
pub use language::Language;
pub use notice::Notice;
pub use score::{LabelSet, Layer, Matrix, Reading, ScoreError, Scorer, Scores};
pub use segment::{Segments, segment};
pub use span::Span;
pub use time::{Anchor, Time, TimeId, TimeKind, TimeModifier, hangs_on_publication};
pub use unwire::{LineError, unpack};
pub use visible::visible;
