//! Lineages: linked passages, the origins they come from, and how many these are.

use serde::{Deserialize, Serialize};

use super::words::{hash, mix};
use super::{Link, LinkKind, Passage, Report, group, origin};
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
    /// Stable as long as its two earliest members are in it: sixteen hexadecimal digits.
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

/// A source as one report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The report's id.
    pub report: String,
    /// The names and words that the report's passages call it by ([`super::Voice::name`], [`super::Voice::text`]).
    pub called: Vec<String>,
}

/// What somebody decided about sources: it stands over what the program makes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Sources that are one.
    pub same: Vec<(Who, Who)>,
    /// Sources that are not one.
    pub different: Vec<(Who, Who)>,
}

/// A member as a number: the same for the same place of the same report.
fn end(member: &Member<'_>) -> u64 {
    let span = member.passage.span;
    mix([u64::from(hash(&member.report.id)), span.start() as u64, span.end() as u64])
}

/// The lineages of linked passages.
///
/// `copies` are pairs of ids of reports that are copies of each other. The result does not depend on the order of the
/// members, edges or copies, other than through the indexes in it. Members without links are in none.
pub fn lineages(
    language: &Language,
    members: &[Member<'_>],
    edges: &[Edge<'_>],
    copies: &[(&str, &str)],
) -> Vec<Lineage> {
    judged_lineages(language, members, edges, copies, &Judged::default())
}

/// The same as [`lineages`], with what somebody decided about the sources.
pub fn judged_lineages(
    language: &Language,
    members: &[Member<'_>],
    edges: &[Edge<'_>],
    copies: &[(&str, &str)],
    judged: &Judged,
) -> Vec<Lineage> {
    let mut out = Vec::new();
    for group in group::groups(members, edges) {
        let Some(first) = group.members.first().and_then(|&at| members.get(at)) else { continue };
        let inside: Vec<Member<'_>> =
            group.members.iter().filter_map(|&at| members.get(at).copied()).collect();
        let copied = group::Copies::of(&inside, copies);
        let (roots, origins) = origin::origins(language, &inside, &copied, &group, judged);
        let id = mix([end(first), inside.get(1).map_or(0, end), first.passage.amount.is_some().into()]);
        let mut outlets: Vec<Option<u32>> = inside.iter().map(|member| member.report.outlet_key).collect();
        outlets.sort_unstable();
        outlets.dedup();
        out.push(Lineage {
            id: format!("{id:016x}"),
            kind: group.kind,
            reports: copied.reports(),
            outlets: u32::try_from(outlets.len()).unwrap_or(u32::MAX),
            origins,
            roots,
            members: group.members,
        });
    }
    // where two have the same two earliest members, all of them tell the smaller one apart
    let ends = |lineage: &Lineage| -> Vec<u64> {
        lineage.members.iter().filter_map(|&at| members.get(at)).map(end).collect()
    };
    out.sort_by_cached_key(|lineage| {
        (lineage.id.clone(), std::cmp::Reverse(lineage.members.len()), ends(lineage))
    });
    let mut before = String::new();
    for lineage in &mut out {
        if lineage.id == before {
            lineage.id = format!("{:016x}", mix(ends(lineage)));
        } else {
            before.clone_from(&lineage.id);
        }
    }
    out.sort_by(|one, two| one.id.cmp(&two.id));
    out
}
