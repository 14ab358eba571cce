//! Statements by the origin of what they say.

use std::collections::BTreeMap;

use crate::{AnonymityClass, BasisClass, Claim, ClaimId, Form, Naming, SourceId};

use super::{View, words};

/// Whom statements come from, and through whom they reached the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Named, unnamed, or nobody at all.
    pub naming: Naming,
    /// Who; empty for nobody.
    pub sources: Vec<SourceId>,
    /// What to call them.
    pub label: String,
    /// What the report says about them: description, number, why they are not named, how they know.
    pub about: Vec<String>,
    /// The ways by which the statements came, the most used first.
    pub chains: Vec<Chain>,
}

/// One way from the report to an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// A label for each step, nearest first.
    pub steps: Vec<String>,
    /// The statements that came this way, in text order.
    pub claims: Vec<ClaimId>,
}

impl Origin {
    /// How many statements come from here.
    pub fn statements(&self) -> usize {
        self.chains.iter().map(|chain| chain.claims.len()).sum()
    }
}

type Steps = Vec<Vec<SourceId>>;

pub(super) fn origins(view: &View<'_>) -> Vec<Origin> {
    let mut groups: BTreeMap<(Naming, Vec<SourceId>), BTreeMap<Steps, Vec<ClaimId>>> = BTreeMap::new();
    for (id, claim) in view.claims().filter(|(_, claim)| claim.form != Form::Own) {
        let steps = steps(view, claim);
        let key = (view.class(claim), steps.last().cloned().unwrap_or_default());
        groups.entry(key).or_default().entry(steps).or_default().push(id);
    }
    let mut origins: Vec<Origin> = (groups.into_iter())
        .map(|((naming, sources), chains)| origin(view, naming, sources, chains))
        .collect();
    let first = |origin: &Origin| origin.chains.iter().filter_map(|c| c.claims.first()).min().copied();
    origins.sort_by_key(|origin| (origin.naming, usize::MAX - origin.statements(), first(origin)));
    origins
}

/// The sources of each step, sorted; those that nobody is told about are one.
fn steps(view: &View<'_>, claim: &Claim) -> Steps {
    let given = |id: &SourceId| view.source(*id).is_some_and(|source| source.naming != Naming::Absent);
    let step = |step: &crate::Step| {
        let mut ids: Vec<SourceId> = step.sources.iter().map(|at| at.source).filter(given).collect();
        ids.sort();
        ids.dedup();
        ids
    };
    claim.chain.iter().map(step).collect()
}

fn origin(
    view: &View<'_>,
    naming: Naming,
    sources: Vec<SourceId>,
    chains: BTreeMap<Steps, Vec<ClaimId>>,
) -> Origin {
    let labels = |ids: &[SourceId]| {
        let mut labels: Vec<String> = Vec::new();
        for label in ids.iter().map(|id| view.label(*id)) {
            if !labels.iter().any(|known| known == label) {
                labels.push(label.to_owned());
            }
        }
        labels
    };
    // In the order of the words, not of the ids.
    let first = chains.values().flatten().min().and_then(|id| view.analysis.claims.get(id.0 as usize));
    let order = first.and_then(|claim| claim.chain.last());
    let mut sources = sources;
    sources.sort_by_key(|id| order.and_then(|step| step.sources.iter().position(|at| at.source == *id)));
    let mut chains: Vec<Chain> = chains
        .into_values()
        .map(|claims| {
            let first = claims.first().and_then(|id| view.analysis.claims.get(id.0 as usize));
            let steps = first.map(|claim| view.chain(claim)).unwrap_or_default();
            Chain { steps: if steps.is_empty() { vec!["nobody named".to_owned()] } else { steps }, claims }
        })
        .collect();
    chains.sort_by_key(|chain| (usize::MAX - chain.claims.len(), chain.claims.first().copied()));
    let label = match labels(&sources) {
        labels if labels.is_empty() => "nobody named".to_owned(),
        labels => labels.join(", "),
    };
    let about = sources.iter().flat_map(|&id| about(view, id)).collect();
    Origin { naming, label, sources, about, chains }
}

/// What the report says about a source beside its name.
fn about(view: &View<'_>, id: SourceId) -> Vec<String> {
    let Some(source) = view.source(id) else { return Vec::new() };
    let label = view.label(id);
    let mut about = Vec::new();
    if let Some(described) = source.descriptor.map(|span| words(view.document, &[span])) {
        let known = described.to_lowercase().contains(&label.to_lowercase())
            || label.to_lowercase().contains(&described.to_lowercase());
        let same =
            described.split_whitespace().eq(label.split_whitespace().filter(|word| *word != "unnamed"));
        let initials = described.chars().all(|c| c.is_uppercase() || c == '.');
        let said = initials || same || known && described.len() <= label.len();
        if source.name.is_some() && !said {
            about.push(format!("“{described}”"));
        }
    }
    if let Some(count) = source.stated_count.filter(|&count| count > 1) {
        about.push(format!("said to be {count}"));
    }
    if source.naming == Naming::Unnamed {
        let reason = source.anonymity.filter(|anonymity| anonymity.class != AnonymityClass::NoneStated);
        about.extend(reason.map(|anonymity| match anonymity.span {
            Some(span) => format!("not named because: “{}”", words(view.document, &[span])),
            None => format!("not named because: {}", anonymity.class.name().replace('_', " ")),
        }));
    }
    let basis = source.basis.filter(|basis| basis.class != BasisClass::NotStated);
    about.extend(basis.map(|basis| match basis.span {
        Some(span) => format!("knows it: “{}”", words(view.document, &[span])),
        None => format!("knows it: {}", basis.class.name().replace('_', " ")),
    }));
    about
}
