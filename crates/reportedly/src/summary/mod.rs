//! What a view of one report shows: statements by origin, what to check first, what to get.
//!
//! Computed from the document and its analysis alone, so that the terminal, the page and the table tell the same.

mod check;
mod dates;
mod label;
mod obtain;
mod origin;
mod place;
mod reading;
mod title;

use crate::{Analysis, Claim, ClaimId, Document, Form, Language, Naming, Source, SourceId};

pub use check::{Check, CheckKind};
pub use dates::{hanging, other_dates, when, whence};
pub use label::{Piece, chain, pieces, source_label, words};
pub use obtain::Obtain;
pub use origin::{Chain, Origin};
pub use place::{Place, Places};
pub use reading::{derived_reading, figure_reading, telling_figure, telling_time, time_reading};

/// What a view of one report shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many statements there are, and on whom they rest.
    pub counts: Counts,
    /// Attributed statements by origin: named ones first, then unnamed ones, then nobody; the largest first.
    pub origins: Vec<Origin>,
    /// Statements in the outlet's own voice, in text order.
    pub own: Vec<ClaimId>,
    /// What looks weak, the most telling kinds first.
    pub checks: Vec<Check>,
    /// What one would have to get to check the report, what carries most first.
    pub obtain: Vec<Obtain>,
}

/// Numbers of statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// With a source, a cue, or both.
    pub attributed: usize,
    /// Of those, whose origin is named.
    pub named: usize,
    /// Whose origin is only described.
    pub unnamed: usize,
    /// Whose origin is not given at all.
    pub nobody: usize,
    /// Of the attributed ones, those that stand inside another.
    pub nested: usize,
    /// In the outlet's own voice.
    pub own: usize,
}

/// Sums a report up.
pub fn summarize(language: &Language, document: &Document, analysis: &Analysis) -> Summary {
    let labels = analysis.sources.iter().map(|source| source_label(document, source)).collect();
    let view = View { language, document, analysis, places: Places::new(document), labels };
    let origins = origin::origins(&view);
    let attributed = || view.claims().filter(|(_, claim)| claim.form != Form::Own);
    let resting = |class| attributed().filter(|(_, claim)| view.class(claim) == class).count();
    let own: Vec<ClaimId> = view.claims().filter(|(_, c)| c.form == Form::Own).map(|(id, _)| id).collect();
    Summary {
        counts: Counts {
            attributed: attributed().count(),
            named: resting(Naming::Named),
            unnamed: resting(Naming::Unnamed),
            nobody: resting(Naming::Absent),
            nested: attributed().filter(|(_, claim)| claim.within.is_some()).count(),
            own: own.len(),
        },
        checks: check::checks(&view),
        obtain: obtain::obtain(&view),
        origins,
        own,
    }
}

/// The report as the parts of a summary look at it.
struct View<'a> {
    language: &'a Language,
    document: &'a Document,
    analysis: &'a Analysis,
    places: Places,
    /// What to call each source, made once: it can take a look at the whole text.
    labels: Vec<String>,
}

impl<'a> View<'a> {
    fn claims(&self) -> impl Iterator<Item = (ClaimId, &'a Claim)> + use<'a> {
        (0..).map(ClaimId).zip(&self.analysis.claims)
    }

    fn label(&self, id: SourceId) -> &str {
        self.labels.get(id.0 as usize).map_or("?", String::as_str)
    }

    /// Whom a claim came through, nearest first: one label for each step.
    fn chain(&self, claim: &Claim) -> Vec<String> {
        label::joined(&claim.chain, |id| Some(self.label(id).to_owned()))
    }

    fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.analysis.sources.get(id.0 as usize)
    }

    /// What stands at the origin: named if anybody there is, unnamed if somebody is described, else nobody.
    fn class(&self, claim: &Claim) -> Naming {
        let origin = claim.chain.last().map(|step| step.sources.as_slice()).unwrap_or_default();
        let naming = origin.iter().filter_map(|at| self.source(at.source)).map(|source| source.naming);
        naming.min().unwrap_or(Naming::Absent)
    }

    /// Where a claim stands.
    fn place(&self, claim: &Claim) -> Place {
        let first = claim.content.first().or(claim.cue.first()).or(claim.source.first());
        first.map_or(Place::Elsewhere, |span| self.places.of(*span))
    }
}
