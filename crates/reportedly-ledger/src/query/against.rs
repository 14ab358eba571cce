//! A report that is not in the ledger, against it: which of its statements other reports tell too.

use std::collections::{BTreeMap, BTreeSet};

use reportedly::link::{self, PassageKind};
use reportedly::{Analysis, Document, Language};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::row::{self, Statement, one_line};
use super::trace::LineageRow;
use super::which::lineage_of;
use crate::candidates::COMMON;
use crate::error::Sql;
use crate::keys::{self, Family};
use crate::recent::Features;
use crate::{Ledger, LedgerError, prepare};

/// A passage of the report with what the ledger has of it.
#[derive(Clone, Debug, Serialize)]
pub struct Known {
    /// quote, claim, figure.
    pub kind: String,
    /// Its claim in the report: "c3".
    pub claim: Option<String>,
    /// Its figure: "f1".
    pub figure: Option<String>,
    /// Code points of the report's text.
    pub span: [u32; 2],
    /// Its words.
    pub words: String,
    /// Passages of the ledger that are linked to it, by date.
    pub links: Vec<KnownLink>,
    /// The lineage that most of them belong to.
    pub lineage: Option<LineageRow>,
}

/// A passage of the ledger that tells the same.
#[derive(Clone, Debug, Serialize)]
pub struct KnownLink {
    /// The passage.
    pub statement: Statement,
    /// same, compatible, narrower, update, differs, denies, corrects.
    pub relation: String,
    /// Which of the two was taken from the other, where it can be told: "here" (the report from the ledger's) or "there".
    pub taken: Option<String>,
    /// What changed at the report's end.
    pub changes: Vec<String>,
    /// What stays open.
    pub note: Option<String>,
    /// How sure the link is.
    pub score: f32,
}

/// A report against the ledger.
#[derive(Clone, Debug, Serialize)]
pub struct AgainstLedger {
    /// Its id.
    pub document: String,
    /// Its headline.
    pub title: Option<String>,
    /// How many passages were compared.
    pub passages: u32,
    /// Those that the ledger knows, in text order.
    pub known: Vec<Known>,
}

impl Ledger {
    /// Which statements of a report the ledger knows; nothing is added.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn against(
        &self,
        language: &Language,
        document: &Document,
        analysis: &Analysis,
    ) -> Result<AgainstLedger, LedgerError> {
        self.reading(|conn| against(conn, language, document, analysis))
    }
}

fn against(
    conn: &Connection,
    language: &Language,
    document: &Document,
    analysis: &Analysis,
) -> Sql<AgainstLedger> {
    let report = link::report(language, document, analysis);
    let passages = link::passages(language, document, analysis);
    let offsets = reportedly::wire::Offsets::new(&document.text);
    let mut features = Features::default();
    // By document, so that each is read once.
    let mut pairs: BTreeMap<i64, BTreeSet<(usize, usize)>> = BTreeMap::new();
    let mut by_key: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate() {
        for key in prepare::keys(passage) {
            by_key.entry(key).or_default().push(index);
        }
    }
    let wanted: Vec<i64> = by_key.keys().copied().collect();
    let blocks = keys::lookup(conn, Family::Passage, &wanted, COMMON + 1)?;
    for (indexes, block) in by_key.values().zip(blocks).filter(|(_, block)| block.len() <= COMMON) {
        for (other, number) in block {
            let second = usize::try_from(number - 1).unwrap_or(usize::MAX);
            pairs.entry(other).or_default().extend(indexes.iter().map(|&index| (index, second)));
        }
    }
    // Reports of one story are compared whole.
    let mut stories = prepare::story_keys(&report);
    stories.sort_unstable();
    stories.dedup();
    for block in keys::lookup(conn, Family::Story, &stories, COMMON + 1)? {
        if block.len() <= COMMON {
            for (other, _) in block {
                pairs.entry(other).or_default();
            }
        }
    }
    let mut newest =
        conn.prepare_cached("SELECT 1 FROM document WHERE id = ?1 AND latest = 1 AND identity <> ?2")?;
    let mut left = BTreeMap::new();
    for (other, candidates) in pairs {
        if newest.exists(params![other, document.id])? {
            left.insert(other, candidates);
        }
    }
    let pairs = left;
    let mut found: BTreeMap<usize, Vec<(i64, u32, link::Link)>> = BTreeMap::new();
    for (other, candidates) in pairs {
        let theirs = features.of(conn, other)?;
        let candidates: Vec<(usize, usize)> = candidates.into_iter().collect();
        let links =
            link::links(language, (&report, &passages), (&theirs.report, &theirs.passages), &candidates);
        for (first, second, link) in links {
            let number = u32::try_from(second).unwrap_or(u32::MAX).saturating_add(1);
            found.entry(first).or_default().push((other, number, link));
        }
    }
    let mut known = Vec::new();
    for (index, links) in found {
        let Some(passage) = passages.get(index) else { continue };
        let range = offsets.range(passage.span);
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (links, lineage) = tell(conn, links)?;
        known.push(Known {
            kind: match passage.kind {
                PassageKind::Quote => "quote",
                PassageKind::Claim => "claim",
                PassageKind::Figure => "figure",
            }
            .to_owned(),
            claim: passage.claim.map(|id| format!("c{}", id.0 + 1)),
            figure: passage.figure.map(|id| format!("f{}", id.0 + 1)),
            span: [place(range[0]), place(range[1])],
            words: one_line(passage.span.of(&document.text)),
            links,
            lineage,
        });
    }
    known.sort_by_key(|known| (known.span, known.kind.clone()));
    Ok(AgainstLedger {
        document: document.id.clone(),
        title: document.meta.title.clone(),
        passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
        known,
    })
}

fn tell(conn: &Connection, links: Vec<(i64, u32, link::Link)>) -> Sql<(Vec<KnownLink>, Option<LineageRow>)> {
    let mut told = Vec::new();
    let mut lineage: Option<LineageRow> = None;
    for (document, number, link) in links {
        let Some(statement) = row::passage(conn, document, number)? else { continue };
        if let Some(claim) = statement.claim.as_deref().and_then(|id| id.trim_start_matches('c').parse().ok())
            && let Some(found) = lineage_of(conn, document, claim)?
            && lineage.as_ref().is_none_or(|have| found.reports > have.reports)
        {
            lineage = Some(found);
        }
        // the report's end is `a`, unless the link was turned round
        let (here, from_there) = if link.swapped {
            (link::End::B, link::LinkDirection::BFromA)
        } else {
            (link::End::A, link::LinkDirection::AFromB)
        };
        let mut changes: Vec<String> = link
            .changes
            .iter()
            .filter(|change| change.at == here)
            .map(|change| change.kind.name().to_owned())
            .collect();
        changes.dedup();
        told.push(KnownLink {
            statement,
            relation: link.relation.name().to_owned(),
            taken: link.direction.map(|way| if way == from_there { "here" } else { "there" }.to_owned()),
            changes,
            note: link.evidence.note.as_deref().map(str::to_owned),
            score: link.score,
        });
    }
    told.sort_by_key(|link| {
        let report = &link.statement.report;
        (
            report.published.clone().unwrap_or_else(|| "~".to_owned()),
            report.document.clone(),
            link.statement.span,
        )
    });
    Ok((told, lineage))
}
