//! Lineages: linked passages, the origins they come from, and how many these are.

use serde::{Deserialize, Serialize};

use super::{Link, LinkKind, Passage, PassageKind, Report};
use crate::Language;

crate::analysis::named! {
    /// What a root is.
    RootKind {
        /// One human being.
        Person = "person",
        /// People together.
        Group = "group",
        /// A body.
        Organization = "organization",
        /// A newspaper, station, agency.
        Outlet = "outlet",
        /// A paper or recording.
        Document = "document",
        /// A report's own voice.
        Report = "report",
        /// Nobody is given.
        Unknown = "unknown",
    }
}

impl Serialize for RootKind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for RootKind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<RootKind, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(from)?;
        RootKind::from_name(&name).ok_or_else(|| serde::de::Error::custom(format!("“{name}” is not known")))
    }
}

/// A passage that may belong to a lineage.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The report it stands in.
    pub report: &'a Report,
    /// The passage.
    pub passage: &'a Passage,
}

/// A link between two members.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    /// Index of the link's end `a` among the members.
    pub a: usize,
    /// Index of its end `b`.
    pub b: usize,
    /// The link.
    pub link: &'a Link,
}

/// On how many origins a lineage rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// As many are certainly different.
    pub at_least: u32,
    /// As many could be different.
    pub at_most: u32,
    /// Why these two differ, in words; empty where they do not.
    pub reasons: Vec<String>,
}

/// Where a lineage comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// What it is.
    pub kind: RootKind,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// How the reports call it.
    pub text: String,
    /// The lineage's members that come from it, as indexes into [`Lineage::members`].
    pub members: Vec<usize>,
    /// Why it is a root.
    pub evidence: String,
}

/// A group of linked passages with the origins they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// Stable as long as its earliest member is in it: sixteen hexadecimal digits.
    pub id: String,
    /// What its members share.
    pub kind: LinkKind,
    /// Its members, as indexes into the members given, in order of publication.
    pub members: Vec<usize>,
    /// How many reports; copies of one report count once.
    pub reports: u32,
    /// How many outlets.
    pub outlets: u32,
    /// On how many origins it rests.
    pub origins: Origins,
    /// These origins.
    pub roots: Vec<Root>,
}

/// The lineages of linked passages.
///
/// `copies` are pairs of ids of reports that are copies of each other. The result does not depend on the order of the
/// members, edges or copies, other than through the indexes in it. Members without links are in none.
pub fn lineages(
    _language: &Language,
    members: &[Member<'_>],
    edges: &[Edge<'_>],
    _copies: &[(&str, &str)],
) -> Vec<Lineage> {
    let mut group: Vec<usize> = (0..members.len()).collect();
    fn find(group: &[usize], mut at: usize) -> usize {
        while let Some(&up) = group.get(at)
            && up != at
        {
            at = up;
        }
        at
    }
    for edge in edges {
        let (a, b) = (find(&group, edge.a), find(&group, edge.b));
        if let Some(slot) = group.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
    let mut grouped: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for at in 0..members.len() {
        grouped.entry(find(&group, at)).or_default().push(at);
    }
    let mut out = Vec::new();
    for mut indexes in grouped.into_values().filter(|indexes| indexes.len() > 1) {
        let key = |at: &usize| {
            members
                .get(*at)
                .map(|m| (m.report.published, m.report.id.clone(), m.passage.span, m.passage.kind))
        };
        indexes.sort_by_key(key);
        let Some(first) = indexes.first().and_then(|&at| members.get(at)) else { continue };
        let id = super::words::mix([
            u64::from(super::words::hash(&first.report.id)),
            first.passage.span.start() as u64,
        ]);
        let mut reports: Vec<&str> =
            indexes.iter().filter_map(|&at| Some(members.get(at)?.report.id.as_str())).collect();
        reports.sort_unstable();
        reports.dedup();
        out.push(Lineage {
            id: format!("{id:016x}"),
            kind: match first.passage.kind {
                PassageKind::Quote => LinkKind::Quote,
                PassageKind::Claim => LinkKind::Claim,
                PassageKind::Figure => LinkKind::Figure,
            },
            reports: u32::try_from(reports.len()).unwrap_or(u32::MAX),
            outlets: u32::try_from(reports.len()).unwrap_or(u32::MAX),
            origins: Origins { at_least: 1, at_most: 1, reasons: Vec::new() },
            roots: Vec::new(),
            members: indexes,
        });
    }
    out.sort_by(|one, two| one.id.cmp(&two.id));
    out
}
