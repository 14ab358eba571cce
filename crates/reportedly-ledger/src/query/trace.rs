//! `trace`: one lineage, told as who repeats whom, on which origins it rests, and what changed on the way.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::repeats::{Linked, disagreements, named, newest, repeats, versions};
use super::row::{self, Statement};
use super::tree;
use super::which::{by_words, lineage, of_statement, statement_id};
use crate::error::{LedgerErrorKind, Sql};
use crate::{Ledger, LedgerError};

/// Reports on one thing that come within so many days belong to one occasion.
const OCCASION: i64 = 3;

/// A link of a lower score is shown with "?".
const DOUBTFUL: f64 = 0.6;

/// A lineage in numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineageRow {
    /// Its row in the ledger.
    #[serde(skip)]
    pub row: i64,
    /// Its id in exports.
    pub id: String,
    /// quote, claim, figure.
    pub kind: String,
    /// How many reports tell it; copies of one report count once.
    pub reports: u32,
    /// How many outlets.
    pub outlets: u32,
    /// Origins: as many are certainly different.
    pub at_least: u32,
    /// As many could be.
    pub at_most: u32,
    /// Why these two differ.
    pub reasons: Vec<String>,
}

/// A lineage, told.
#[derive(Clone, Debug, Serialize)]
pub struct Trace {
    /// What the lineage is in numbers; none where one report alone tells it.
    pub lineage: Option<LineageRow>,
    /// The passages, by date.
    pub members: Vec<Member>,
    /// The origins.
    pub roots: Vec<RootRow>,
    /// Members that contradict, correct or update each other.
    pub disagreements: Vec<Disagreement>,
    /// Other lineages that fit the question, best first.
    pub others: Vec<Other>,
    /// What is asked for: the member that fits best, or what it repeats, as an index.
    pub asked: usize,
}

/// A passage of a lineage.
#[derive(Clone, Debug, Serialize)]
pub struct Member {
    /// The passage.
    pub statement: Statement,
    /// The member that this one repeats, as an index, where it can be told.
    pub repeats: Option<usize>,
    /// Why: citation (it names or credits the other), copy, containment (a cut quotation).
    pub why: Option<String>,
    /// The member whose report is a copy of the same text, as an index: the earliest of them.
    pub copy_of: Option<usize>,
    /// What changed from the member that it repeats, or from the earliest one it is linked to.
    pub changes: Vec<String>,
    /// The member that the changes are counted from, as an index.
    pub changed_from: Option<usize>,
    /// The same passage in a later version of the report, as an index.
    pub newer: Option<usize>,
    /// Whether only doubtful links (scores under 0.6) hold it in the lineage.
    pub doubtful: bool,
}

/// An origin of a lineage.
#[derive(Clone, Debug, Serialize)]
pub struct RootRow {
    /// person, group, organization, outlet, document, report (its own voice), unknown.
    pub kind: String,
    /// Its name.
    pub name: Option<String>,
    /// How the reports call it.
    pub text: String,
    /// Members that come from it, as indexes.
    pub members: Vec<usize>,
    /// On how many occasions: reports not taken from others, more than three days apart.
    pub occasions: usize,
    /// Why it is a root.
    pub evidence: String,
}

/// Two members that do not say the same.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    /// update, differs, denies, corrects.
    pub relation: String,
    /// The one, as an index.
    pub a: usize,
    /// The other: it updates, denies or corrects the one.
    pub b: usize,
    /// What stays open.
    pub note: Option<String>,
}

/// Another lineage that fits the question.
#[derive(Clone, Debug, Serialize)]
pub struct Other {
    /// In numbers.
    pub lineage: LineageRow,
    /// Words of its earliest passage.
    pub words: String,
}

#[derive(Deserialize)]
struct StoredRoot {
    kind: String,
    name: Option<String>,
    #[serde(default)]
    text: String,
    members: Vec<usize>,
    #[serde(default)]
    evidence: serde_json::Value,
}

impl Ledger {
    /// The lineage that words, a statement (`DOCUMENT#c3`, `DOCUMENT#f1`) or a lineage's id mean; none where nothing fits.
    ///
    /// # Errors
    ///
    /// No words, a statement that is not there, or those of the file.
    pub fn trace(&self, question: &str) -> Result<Option<Trace>, LedgerError> {
        self.reading(|conn| trace(conn, question))
    }
}

fn trace(conn: &Connection, question: &str) -> Sql<Option<Trace>> {
    let question = question.trim();
    if question.len() == 16 && question.bytes().all(|b| b.is_ascii_hexdigit()) {
        let found = lineage(conn, "l.name = ?1", question)?;
        if let Some(found) = found {
            return told(conn, found, Vec::new(), &[]).map(Some);
        }
    }
    if let Some((identity, number)) = statement_id(question) {
        return of_statement(conn, identity, number);
    }
    by_words(conn, question)
}

/// Everything there is to tell about a lineage; `hits` are statements that fit the question, best first.
pub(super) fn told(
    conn: &Connection,
    lineage: LineageRow,
    others: Vec<Other>,
    hits: &[(i64, u32)],
) -> Sql<Trace> {
    let mut places: Vec<(i64, u32)> = conn
        .prepare_cached("SELECT document, passage FROM lineage_member WHERE lineage = ?1 ORDER BY place")?
        .query_map([lineage.row], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    places.dedup();
    let mut members = Vec::new();
    for (document, passage) in &places {
        let Some(statement) = row::passage(conn, *document, *passage)? else {
            return Err(LedgerErrorKind::Damaged("a lineage names a passage that is not there".to_owned()));
        };
        members.push(Member {
            statement,
            repeats: None,
            why: None,
            copy_of: None,
            changes: Vec::new(),
            changed_from: None,
            newer: None,
            doubtful: false,
        });
    }
    super::place::fill(conn, members.iter_mut().map(|member: &mut Member| &mut member.statement))?;
    let order: Vec<(String, String, u32)> = members.iter().map(|member| when(&member.statement)).collect();
    let links = links(conn, &places)?;
    let parted = rejected(conn, &places)?;
    for (at, member) in members.iter_mut().enumerate() {
        let held = |link: &Linked| link.a == at || link.b == at;
        member.doubtful = links.iter().filter(|link| held(link)).all(|link| link.score < DOUBTFUL);
    }
    copies(conn, &order, &mut members)?;
    versions(&mut members);
    let parted = newest(&parted, &members);
    repeats(&order, &links, &parted, &mut members);
    named(&order, &parted, &mut members);
    let disagreements = disagreements(&order, &links, &members);
    let roots = roots(conn, lineage.row, &members)?;
    let claim = |member: &Member| {
        let number = member.statement.claim.as_deref()?.trim_start_matches('c').parse().ok()?;
        Some((member.statement.report.id, number))
    };
    let place =
        |member: &Member| hits.iter().position(|hit| Some(*hit) == claim(member)).unwrap_or(usize::MAX);
    let mut asked =
        (0..members.len()).min_by_key(|&at| (members.get(at).map(place), order.get(at))).unwrap_or(0);
    // what a repeat says is shown as it was said where it has it from
    while let Some(parent) = members.get(asked).and_then(|member| member.repeats) {
        asked = parent;
    }
    let mut trace = Trace { lineage: Some(lineage), members, roots, disagreements, others, asked };
    by_date(&mut trace, &order);
    Ok(trace)
}

/// A key that orders members in time.
fn when(statement: &Statement) -> (String, String, u32) {
    let report = &statement.report;
    // What has no date is not known to be early.
    let mut date = report.published.clone().unwrap_or_else(|| "~".to_owned());
    if date.len() == 10 {
        // nor is what has no hour known to be the first of its day
        date.push_str("T~");
    }
    (date, report.document.clone(), statement.span[0])
}

fn links(conn: &Connection, places: &[(i64, u32)]) -> Sql<Vec<Linked>> {
    let index: BTreeMap<(i64, u32), usize> = places.iter().copied().zip(0..).collect();
    let mut query = conn.prepare_cached(
        "SELECT b_document, b, relation, direction, score, changes, evidence FROM link
         WHERE a_document = ?1 AND a = ?2 AND coalesce(judged, '') <> 'rejected' ORDER BY b_document, b",
    )?;
    let mut links = Vec::new();
    for (a, place) in places.iter().enumerate() {
        let mut rows = query.query(params![place.0, place.1])?;
        while let Some(row) = rows.next()? {
            let Some(&b) = index.get(&(row.get(0)?, row.get(1)?)) else { continue };
            let changes: Option<String> = row.get(5)?;
            let evidence: Option<String> = row.get(6)?;
            links.push(Linked {
                a,
                b,
                relation: row.get(2)?,
                direction: row.get(3)?,
                score: row.get(4)?,
                changes: changes.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
                evidence: evidence.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
            });
        }
    }
    Ok(links)
}

/// Pairs of members whose link somebody rejected.
fn rejected(conn: &Connection, places: &[(i64, u32)]) -> Sql<Vec<(usize, usize)>> {
    let index: BTreeMap<(i64, u32), usize> = places.iter().copied().zip(0..).collect();
    let mut query = conn.prepare_cached(
        "SELECT b_document, b FROM link WHERE a_document = ?1 AND a = ?2 AND judged = 'rejected'",
    )?;
    let mut pairs = Vec::new();
    for (a, place) in places.iter().enumerate() {
        let mut rows = query.query(params![place.0, place.1])?;
        while let Some(row) = rows.next()? {
            pairs.extend(index.get(&(row.get(0)?, row.get(1)?)).map(|&b| (a, b)));
        }
    }
    Ok(pairs)
}

/// Members in near-identical reports point to the earliest of these.
fn copies(conn: &Connection, order: &[(String, String, u32)], members: &mut [Member]) -> Sql<()> {
    let mut query =
        conn.prepare_cached("SELECT b FROM copy WHERE a = ?1 UNION SELECT a FROM copy WHERE b = ?1")?;
    for at in 0..members.len() {
        let Some(document) = members.get(at).map(|member| member.statement.report.id) else { continue };
        let twins: Vec<i64> = query.query_map([document], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let earliest = (0..members.len())
            .filter(|&other| other != at && order.get(other) < order.get(at))
            .filter(|&other| members.get(other).is_some_and(|m| twins.contains(&m.statement.report.id)))
            .min_by_key(|&other| order.get(other));
        if let Some(member) = members.get_mut(at) {
            member.copy_of = earliest;
        }
    }
    Ok(())
}

fn roots(conn: &Connection, lineage: i64, members: &[Member]) -> Sql<Vec<RootRow>> {
    let json: String = conn
        .prepare_cached("SELECT roots FROM lineage WHERE id = ?1")?
        .query_row([lineage], |row| row.get(0))?;
    let stored: Vec<StoredRoot> = serde_json::from_str(&json).map_err(|error| {
        LedgerErrorKind::Damaged(format!("the roots of a lineage cannot be read: {error}"))
    })?;
    Ok(stored
        .into_iter()
        .map(|root| {
            let own =
                |at: &&usize| members.get(**at).is_some_and(|m| m.repeats.is_none() && m.copy_of.is_none());
            let mut days: Vec<Option<i64>> =
                root.members.iter().filter(own).map(|&at| day(members, at)).collect();
            if days.is_empty() {
                days = root.members.iter().map(|&at| day(members, at)).collect();
            }
            RootRow {
                occasions: tree::occasions(&days, OCCASION),
                kind: root.kind,
                name: root.name,
                text: root.text,
                members: root.members,
                evidence: match root.evidence {
                    serde_json::Value::String(words) => words,
                    other => other.to_string(),
                },
            }
        })
        .collect())
}

fn day(members: &[Member], at: usize) -> Option<i64> {
    let date: jiff::civil::Date = members.get(at)?.statement.report.day()?.parse().ok()?;
    Some(i64::from((date - jiff::civil::date(1970, 1, 1)).get_days()))
}

/// Puts the members in order of time; every index follows.
fn by_date(trace: &mut Trace, order: &[(String, String, u32)]) {
    let mut sorted: Vec<usize> = (0..trace.members.len()).collect();
    sorted.sort_by(|one, two| order.get(*one).cmp(&order.get(*two)));
    let mut place = vec![0; sorted.len()];
    for (new, old) in sorted.iter().enumerate() {
        if let Some(slot) = place.get_mut(*old) {
            *slot = new;
        }
    }
    let moved = |at: usize| place.get(at).copied().unwrap_or(at);
    let mut members: Vec<(usize, Member)> =
        std::mem::take(&mut trace.members).into_iter().enumerate().collect();
    members.sort_by_key(|(old, _)| moved(*old));
    trace.members = members.into_iter().map(|(_, member)| member).collect();
    for member in &mut trace.members {
        member.repeats = member.repeats.map(moved);
        member.copy_of = member.copy_of.map(moved);
        member.changed_from = member.changed_from.map(moved);
        member.newer = member.newer.map(moved);
    }
    for root in &mut trace.roots {
        root.members = root.members.iter().map(|&at| moved(at)).collect();
        root.members.sort_unstable();
    }
    trace
        .roots
        .sort_by(|one, two| one.members.first().cmp(&two.members.first()).then(one.text.cmp(&two.text)));
    trace.asked = moved(trace.asked);
    for disagreement in &mut trace.disagreements {
        (disagreement.a, disagreement.b) = (moved(disagreement.a), moved(disagreement.b));
    }
}
