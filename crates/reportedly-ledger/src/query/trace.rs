//! `trace`: one lineage, told as who repeats whom, on which origins it rests, and what changed on the way.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

<<<<<<< HEAD
use super::find::terms;
use super::find::{SPARE, best};
=======
>>>>>>> link
use super::repeats::{Linked, disagreements, named, repeats, versions};
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
        trace(self.connection(), question).map_err(|kind| self.fault(kind))
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

<<<<<<< HEAD
/// A statement's id in parts: the document's identity, the letter, the number.
fn statement_id(question: &str) -> Option<(&str, (char, u32))> {
    let (identity, number) = question.rsplit_once('#')?;
    let mut rest = number.chars();
    let letter = rest.next().filter(|letter| matches!(letter, 'c' | 'f'))?;
    let number = rest.as_str().parse().ok()?;
    (!identity.is_empty()).then_some((identity, (letter, number)))
}

fn of_statement(conn: &Connection, identity: &str, (letter, number): (char, u32)) -> Sql<Option<Trace>> {
    let document: Option<i64> = conn
        .prepare_cached("SELECT id FROM document WHERE identity = ?1 AND latest = 1")?
        .query_row([identity], |row| row.get(0))
        .optional()?;
    let Some(document) = document else {
        return Err(LedgerErrorKind::Asked(format!(
            "there is no report “{identity}” in it (find and --format jsonl give the ids)"
        )));
    };
    let column = if letter == 'f' { "figure" } else { "claim" };
    let there: bool = conn.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM {column} WHERE document = ?1 AND number = ?2)"),
        params![document, number],
        |row| row.get(0),
    )?;
    if !there {
        let what = if letter == 'f' { "figure" } else { "statement" };
        return Err(LedgerErrorKind::Asked(format!(
            "the report “{identity}” has no {what} {letter}{number}"
        )));
    }
    let mut rows = conn.prepare_cached(&format!(
        "SELECT DISTINCT m.lineage FROM passage p
         JOIN lineage_member m ON m.document = p.document AND m.passage = p.number
         JOIN lineage l ON l.id = m.lineage
         WHERE p.document = ?1 AND p.{column} = ?2 ORDER BY p.figure IS NOT NULL, l.reports DESC, l.name"
    ))?;
    let ids: Vec<i64> =
        rows.query_map(params![document, number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match ids.split_first() {
        Some((first, rest)) => chosen(conn, *first, rest, &[(document, number)]),
        None if letter == 'c' => alone(conn, document, number).map(Some),
        None => {
            let claim: Option<Option<u32>> = conn
                .prepare_cached("SELECT claim FROM figure WHERE document = ?1 AND number = ?2")?
                .query_row(params![document, number], |row| row.get(0))
                .optional()?;
            match claim.flatten() {
                Some(claim) => alone(conn, document, claim).map(Some),
                None => Ok(None),
            }
        }
    }
}

fn by_words(conn: &Connection, question: &str) -> Sql<Option<Trace>> {
    let terms = terms(question)?;
    let mut hits = hits(conn, &terms.all())?;
    if hits.is_empty() && terms.len() > 1 {
        hits = self::hits(conn, &terms.any())?;
    }
    let Some(&(document, number)) = hits.first() else { return Ok(None) };
    // The best hits count most, and what more reports tell counts more.
    let mut scores: BTreeMap<i64, f64> = BTreeMap::new();
    let mut query = conn.prepare_cached(
        "SELECT DISTINCT m.lineage, l.reports FROM passage p
         JOIN lineage_member m ON m.document = p.document AND m.passage = p.number
         JOIN lineage l ON l.id = m.lineage WHERE p.document = ?1 AND p.claim = ?2",
    )?;
    for (place, hit) in hits.iter().enumerate() {
        let mut rows = query.query(params![hit.0, hit.1])?;
        while let Some(row) = rows.next()? {
            *scores.entry(row.get(0)?).or_default() += 1.0 / (place as f64 + 8.0);
        }
    }
    let mut ranked: Vec<(i64, f64)> = scores.into_iter().collect();
    ranked.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
    let ids: Vec<i64> = ranked.into_iter().map(|(id, _)| id).collect();
    match ids.split_first() {
        Some((first, rest)) => chosen(conn, *first, rest, &hits),
        None => alone(conn, document, number).map(Some),
    }
}

fn hits(conn: &Connection, query: &str) -> Sql<Vec<(i64, u32)>> {
    let mut statement = conn.prepare_cached(&format!(
        "{} SELECT c.document, c.number FROM best JOIN claim c ON c.id = best.id
         JOIN document d ON d.id = c.document WHERE d.latest = 1
         ORDER BY best.rank, d.published, d.identity, c.number LIMIT {HITS}",
        best("claim_search")
    ))?;
    let most = i64::try_from(HITS * SPARE).unwrap_or(-1);
    Ok(statement
        .query_map(params![query, most], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// What only one report tells.
fn alone(conn: &Connection, document: i64, number: u32) -> Sql<Trace> {
    let statement = row::claim(conn, document, number)?;
    let member = |statement| Member {
        statement,
        repeats: None,
        why: None,
        copy_of: None,
        changes: Vec::new(),
        changed_from: None,
        newer: None,
        doubtful: false,
    };
    Ok(Trace {
        lineage: None,
        members: statement.into_iter().map(member).collect(),
        roots: Vec::new(),
        disagreements: Vec::new(),
        others: Vec::new(),
        asked: 0,
    })
}

fn chosen(conn: &Connection, id: i64, rest: &[i64], hits: &[(i64, u32)]) -> Sql<Option<Trace>> {
    let Some(found) = by_row(conn, id)? else { return Ok(None) };
    let mut others = Vec::new();
    let mut shown = vec![places(conn, id)?];
    for id in rest.iter().take(24) {
        if others.len() == 5 {
            break;
        }
        // a figure in a statement that is shown, or the statement around one, tells nothing else
        let here = places(conn, *id)?;
        if shown.iter().any(|there| same_places(there, &here)) {
            continue;
        }
        let Some(lineage) = by_row(conn, *id)? else { continue };
        shown.push(here);
        let first: Option<(i64, u32)> = conn
            .prepare_cached(
                "SELECT document, passage FROM lineage_member WHERE lineage = ?1 ORDER BY place LIMIT 1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((document, passage)) = first else { continue };
        let words =
            row::passage(conn, document, passage)?.map(|statement| statement.context).unwrap_or_default();
        others.push(Other { lineage, words });
    }
    told(conn, found, others, hits).map(Some)
}

/// Where a lineage's members stand: document, first and last code point.
type Places = Vec<(i64, u32, u32)>;

fn places(conn: &Connection, lineage: i64) -> Sql<Places> {
    let sql = "SELECT m.document, p.start, p.end FROM lineage_member m
        JOIN passage p ON p.document = m.document AND p.number = m.passage WHERE m.lineage = ?1 LIMIT 500";
    let mut query = conn.prepare_cached(sql)?;
    Ok(query
        .query_map([lineage], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?)
}

/// Whether more than half of the second lineage's places overlap places of the first.
fn same_places(first: &Places, second: &Places) -> bool {
    let in_first = |&&(document, start, end): &&(i64, u32, u32)| {
        first.iter().any(|&(other, from, to)| other == document && from < end && start < to)
    };
    second.iter().filter(in_first).count() * 2 > second.len()
}

fn by_row(conn: &Connection, id: i64) -> Sql<Option<LineageRow>> {
    lineage(conn, "l.id = ?1", id)
}

fn lineage(conn: &Connection, condition: &str, value: impl rusqlite::ToSql) -> Sql<Option<LineageRow>> {
    let sql = format!(
        "SELECT l.id, l.name, l.kind, l.reports, l.outlets, l.at_least, l.at_most, l.reasons FROM lineage l
         WHERE {condition}"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([value], lineage_row).optional()?)
}

fn lineage_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<LineageRow> {
    let reasons: Option<String> = row.get(7)?;
    Ok(LineageRow {
        row: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        reports: row.get(3)?,
        outlets: row.get(4)?,
        at_least: row.get(5)?,
        at_most: row.get(6)?,
        reasons: reasons.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
    })
}

/// The lineage that most reports share with a claim.
pub(crate) fn lineage_of(conn: &Connection, document: i64, claim: u32) -> Sql<Option<LineageRow>> {
    let mut query = conn.prepare_cached(
        "SELECT l.id, l.name, l.kind, l.reports, l.outlets, l.at_least, l.at_most, l.reasons FROM passage p
         JOIN lineage_member m ON m.document = p.document AND m.passage = p.number
         JOIN lineage l ON l.id = m.lineage
         WHERE p.document = ?1 AND p.claim = ?2 ORDER BY l.reports DESC, l.name LIMIT 1",
    )?;
    Ok(query.query_row(params![document, claim], lineage_row).optional()?)
}

=======
>>>>>>> link
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
    for (at, member) in members.iter_mut().enumerate() {
        let held = |link: &Linked| link.a == at || link.b == at;
        member.doubtful = links.iter().filter(|link| held(link)).all(|link| link.score < DOUBTFUL);
    }
    copies(conn, &order, &mut members)?;
    versions(&mut members);
    repeats(&order, &links, &mut members);
    named(&order, &mut members);
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
