//! What people said about claims, sources, figures and links: kept for good, tied to the words, applied after every
//! change.

use std::collections::{BTreeMap, BTreeSet};

use reportedly::Language;
use reportedly::wire::{Line, Range};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::candidates::PassageId;
use crate::error::{LedgerErrorKind, Sql};
use crate::load::{self, Features};
use crate::{Ledger, LedgerError, lineages};

/// How many characters on each side of a quote are kept to find it again.
const CONTEXT: usize = 40;

/// The place that a judgment is about, found again by its words when the analysis or the document changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The document's identity.
    pub document: String,
    /// What stands there: claim, source, figure, document.
    pub kind: String,
    /// Its id in the analysis of that day (`c3`), for people.
    pub id: String,
    /// The words.
    pub quote: String,
    /// What stands before them.
    pub before: String,
    /// What stands after them.
    pub after: String,
    /// Where they began, in code points.
    pub start: usize,
}

/// What is said of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is right.
    Confirm,
    /// It is wrong: it counts no longer.
    Reject,
    /// A field of it should be another: name and value.
    Correct(String, String),
    /// Two sources are the same.
    Same,
    /// Two sources are not the same.
    Different,
    /// Only words.
    Note,
}

impl Act {
    fn name(&self) -> &'static str {
        match self {
            Act::Confirm => "confirm",
            Act::Reject => "reject",
            Act::Correct(..) => "correct",
            Act::Same => "same",
            Act::Different => "different",
            Act::Note => "note",
        }
    }
}

/// Who says so, when, and why.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    /// Who.
    pub name: &'a str,
    /// When, UTC.
    pub now: &'a str,
    /// Why.
    pub note: Option<&'a str>,
}

/// A judgment, as `reportedly judgments` writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JudgmentRow {
    /// Its number.
    pub id: i64,
    /// When, UTC.
    pub made: String,
    /// Who.
    pub judge: String,
    /// confirm, reject, correct, same, different, note.
    pub act: String,
    /// claim, source, figure, link, document.
    pub target: String,
    /// Its place.
    pub anchor: Option<Anchor>,
    /// The other end of a link, the other source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Anchor>,
    /// What is corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// To what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The judgment that took it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<i64>,
    /// Where it stands now (`c3`); none where nothing fits any more.
    pub now: Option<String>,
    /// Where the other end stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_now: Option<String>,
}

impl JudgmentRow {
    /// Whether what it is about is still there.
    pub fn fits(&self) -> bool {
        self.now.is_some() && (self.other.is_none() || self.other_now.is_some())
    }
}

impl Ledger {
    /// Keeps a judgment on a thing, or on two, written `DOCUMENT#c3` (claim), `#s2` (source), `#f1` (figure), or
    /// `DOCUMENT` alone. Two claims or figures mean the link between them. Gives the judgment's number.
    ///
    /// # Errors
    ///
    /// Something that is not there, or cannot be judged so.
    pub fn judge(
        &mut self,
        language: &Language,
        act: &Act,
        one: &str,
        two: Option<&str>,
        judge: &Judge<'_>,
    ) -> Result<i64, LedgerError> {
        let path = self.path.clone();
        self.try_judge(language, act, one, two, judge).map_err(|kind| kind.at(&path))
    }

    fn try_judge(
        &mut self,
        language: &Language,
        act: &Act,
        one: &str,
        two: Option<&str>,
        judge: &Judge<'_>,
    ) -> Sql<i64> {
        let transaction = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let anchor = find(&transaction, one)?;
        let other = two.map(|two| find(&transaction, two)).transpose()?;
        let target = target(act, &anchor, other.as_ref())?;
        if target == "link" {
            let ends = link_ends(&transaction, &anchor, other.as_ref())?;
            if ends.is_empty() {
                return Err(LedgerErrorKind::Asked(format!(
                    "there is no link between {one} and {}",
                    two.unwrap_or("")
                )));
            }
        }
        let (field, value) = match act {
            Act::Correct(field, value) => (Some(field), Some(value)),
            _ => (None, None),
        };
        let json = |anchor: &Anchor| serde_json::to_string(anchor).unwrap_or_default();
        let sql = "INSERT INTO judgment (made, judge, act, target, anchor, other, field, value, note)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        transaction.execute(
            sql,
            params![
                judge.now,
                judge.name,
                act.name(),
                target,
                json(&anchor),
                other.as_ref().map(json),
                field,
                value,
                judge.note
            ],
        )?;
        let number = transaction.last_insert_rowid();
        settle(&transaction, language)?;
        transaction.commit()?;
        Ok(number)
    }

    /// Takes a judgment back; both stay on record. Gives the number of the taking back.
    ///
    /// # Errors
    ///
    /// No such judgment, or one that was taken back before.
    pub fn undo(&mut self, language: &Language, number: i64, judge: &Judge<'_>) -> Result<i64, LedgerError> {
        let path = self.path.clone();
        let mut undo = || -> Sql<i64> {
            let transaction = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let known: Option<String> = transaction
                .query_row("SELECT act FROM judgment WHERE id = ?1", [number], |row| row.get(0))
                .optional()?;
            let undone = transaction.prepare("SELECT 1 FROM judgment WHERE undoes = ?1")?.exists([number])?;
            match known.as_deref() {
                None => return Err(LedgerErrorKind::Asked(format!("there is no judgment {number}"))),
                Some("undo") => {
                    return Err(LedgerErrorKind::Asked(format!(
                        "judgment {number} took another one back (judge anew instead)"
                    )));
                }
                Some(_) if undone => {
                    return Err(LedgerErrorKind::Asked(format!("judgment {number} was taken back before")));
                }
                Some(_) => {}
            }
            let sql = "INSERT INTO judgment (made, judge, act, target, note, undoes)
                VALUES (?1, ?2, 'undo', 'judgment', ?3, ?4)";
            transaction.execute(sql, params![judge.now, judge.name, judge.note, number])?;
            let undo = transaction.last_insert_rowid();
            settle(&transaction, language)?;
            transaction.commit()?;
            Ok(undo)
        };
        undo().map_err(|kind| kind.at(&path))
    }

    /// All judgments in the order in which they were made, with where each one stands now.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn judgments(&self) -> Result<Vec<JudgmentRow>, LedgerError> {
        judgments(&self.conn).map_err(|kind| self.fault(kind))
    }
}

/// What a judgment is about.
fn target(act: &Act, anchor: &Anchor, other: Option<&Anchor>) -> Sql<&'static str> {
    let refuse = |what: &str| Err(LedgerErrorKind::Asked(what.to_owned()));
    match (act, anchor.kind.as_str(), other.map(|other| other.kind.as_str())) {
        (Act::Same | Act::Different, "source", Some("source")) => Ok("source"),
        (Act::Same | Act::Different, ..) => refuse("two sources are needed (DOCUMENT#s1 OTHER#s2)"),
        (Act::Correct(..), "claim", None) => Ok("claim"),
        (Act::Correct(..), "source", None) => Ok("source"),
        (Act::Correct(..), "figure", None) => Ok("figure"),
        (Act::Correct(..), ..) => refuse("one claim, source or figure is corrected at a time"),
        (_, "claim" | "figure", Some("claim" | "figure")) => Ok("link"),
        (_, _, Some(_)) => refuse("a link stands between two claims or figures (DOCUMENT#c1 OTHER#c2)"),
        (_, "claim", None) => Ok("claim"),
        (_, "source", None) => Ok("source"),
        (_, "figure", None) => Ok("figure"),
        _ => Ok("document"),
    }
}

/// The place that `DOCUMENT#c3` means.
fn find(conn: &Connection, words: &str) -> Sql<Anchor> {
    let latest = |identity: &str| -> Sql<Option<i64>> {
        let sql = "SELECT id FROM document WHERE identity = ?1 AND latest";
        Ok(conn.prepare_cached(sql)?.query_row([identity], |row| row.get(0)).optional()?)
    };
    let whole = |identity: &str| Anchor {
        document: identity.to_owned(),
        kind: "document".to_owned(),
        id: String::new(),
        quote: String::new(),
        before: String::new(),
        after: String::new(),
        start: 0,
    };
    if latest(words)?.is_some() {
        return Ok(whole(words));
    }
    let missing =
        || LedgerErrorKind::Asked(format!("there is no report “{words}” (write DOCUMENT, or DOCUMENT#c3)"));
    let (identity, id) = words.rsplit_once('#').ok_or_else(missing)?;
    let number = latest(identity)?.ok_or_else(missing)?;
    let line = load::line(conn, number)?;
    let (kind, span) = place(&line, id).ok_or_else(|| {
        LedgerErrorKind::Asked(format!("there is no {id} in {identity} (c1 is its first claim)"))
    })?;
    let text: Vec<char> = line.document.text.chars().collect();
    let cut =
        |from: usize, to: usize| text.get(from..to.min(text.len())).unwrap_or_default().iter().collect();
    Ok(Anchor {
        document: identity.to_owned(),
        kind: kind.to_owned(),
        id: id.to_owned(),
        quote: cut(span[0], span[1]),
        before: cut(span[0].saturating_sub(CONTEXT), span[0]),
        after: cut(span[1], span[1].saturating_add(CONTEXT)),
        start: span[0],
    })
}

/// Kind and place of the claim, source or figure with this id.
fn place(line: &Line, id: &str) -> Option<(&'static str, Range)> {
    if let Some(claim) = line.claims.iter().find(|claim| claim.id == id) {
        return Some(("claim", claim_cover(claim)?));
    }
    if let Some(source) = line.sources.iter().find(|source| source.id == id) {
        let step = || line.claims.iter().flat_map(|claim| claim.chain.iter().flatten());
        let mention = source.mentions.first().copied();
        return Some((
            "source",
            mention.or_else(|| step().find(|at| at.source == id).and_then(|at| at.span))?,
        ));
    }
    line.figures.iter().find(|figure| figure.id == id).map(|figure| ("figure", figure.span))
}

fn claim_cover(claim: &reportedly::wire::ClaimRow) -> Option<Range> {
    let words = claim.content.as_ref().or(claim.cue.as_ref()).or(claim.source.as_ref())?;
    Some([words.spans.iter().map(|s| s[0]).min()?, words.spans.iter().map(|s| s[1]).max()?])
}

/// Where an anchor stands now: the document's number, and the id of what is there.
pub(crate) fn locate(conn: &Connection, anchor: &Anchor) -> Sql<Option<(i64, String)>> {
    let mut statement =
        conn.prepare_cached("SELECT id FROM document WHERE identity = ?1 ORDER BY version DESC")?;
    let versions: Vec<i64> =
        statement.query_map([&anchor.document], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for number in versions {
        if anchor.kind == "document" {
            return Ok(Some((number, String::new())));
        }
        let line = load::line(conn, number)?;
        let Some(span) = words_again(&line.document.text, anchor) else { continue };
        if let Some(id) = thing_at(&line, &anchor.kind, span) {
            return Ok(Some((number, id)));
        }
    }
    Ok(None)
}

/// The anchor's words in a text: where their surroundings fit best, and nearest to where they were.
fn words_again(text: &str, anchor: &Anchor) -> Option<Range> {
    if anchor.quote.is_empty() {
        return None;
    }
    let mut best: Option<(usize, usize, usize)> = None;
    let mut point = (0, 0);
    for (at, _) in text.match_indices(&anchor.quote) {
        point = (at, point.1 + text.get(point.0..at).map_or(0, |gap| gap.chars().count()));
        let after = text.get(at + anchor.quote.len()..).unwrap_or("");
        let before = text.get(..at).unwrap_or("").chars().rev().zip(anchor.before.chars().rev());
        let fits = before.take_while(|(one, two)| one == two).count()
            + after.chars().zip(anchor.after.chars()).take_while(|(one, two)| one == two).count();
        let away = point.1.abs_diff(anchor.start);
        if best.is_none_or(|(old, far, _)| (fits, std::cmp::Reverse(away)) > (old, std::cmp::Reverse(far))) {
            best = Some((fits, away, point.1));
        }
    }
    best.map(|(_, _, start)| [start, start + anchor.quote.chars().count()])
}

/// The claim, source or figure that stands at a place: the one that covers it best, by half at least.
fn thing_at(line: &Line, kind: &str, span: Range) -> Option<String> {
    let fit = |other: Range| {
        let shared = span[1].min(other[1]).saturating_sub(span[0].max(other[0]));
        let longer = (span[1] - span[0]).max(other[1].saturating_sub(other[0])).max(1);
        shared * 100 / longer
    };
    let best = |places: Vec<(&String, Range)>| {
        let best = places.into_iter().rev().max_by_key(|(_, place)| fit(*place))?;
        (fit(best.1) >= 50).then(|| best.0.clone())
    };
    match kind {
        "claim" => {
            best(line.claims.iter().filter_map(|claim| Some((&claim.id, claim_cover(claim)?))).collect())
        }
        "source" => best(
            line.sources
                .iter()
                .flat_map(|source| source.mentions.iter().map(move |mention| (&source.id, *mention)))
                .chain(line.claims.iter().flat_map(|claim| {
                    claim.chain.iter().flatten().filter_map(|step| Some((&step.source, step.span?)))
                }))
                .collect(),
        ),
        "figure" => best(line.figures.iter().map(|figure| (&figure.id, figure.span)).collect()),
        _ => None,
    }
}

fn judgments(conn: &Connection) -> Sql<Vec<JudgmentRow>> {
    let sql =
        "SELECT j.id, j.made, j.judge, j.act, j.target, j.anchor, j.other, j.field, j.value, j.note, u.id
        FROM judgment j LEFT JOIN judgment u ON u.undoes = j.id WHERE j.act <> 'undo' ORDER BY j.id";
    let mut statement = conn.prepare_cached(sql)?;
    let anchor = |text: Option<String>| text.and_then(|text| serde_json::from_str::<Anchor>(&text).ok());
    let mut found: Vec<JudgmentRow> = statement
        .query_map([], |row| {
            Ok(JudgmentRow {
                id: row.get(0)?,
                made: row.get(1)?,
                judge: row.get(2)?,
                act: row.get(3)?,
                target: row.get(4)?,
                anchor: anchor(row.get(5)?),
                other: anchor(row.get(6)?),
                field: row.get(7)?,
                value: row.get(8)?,
                note: row.get(9)?,
                undone_by: row.get(10)?,
                now: None,
                other_now: None,
            })
        })?
        .collect::<Result<_, _>>()?;
    for row in &mut found {
        if let Some(anchor) = &row.anchor {
            row.now = locate(conn, anchor)?.map(|(_, id)| id);
        }
        if let Some(other) = &row.other {
            row.other_now = locate(conn, other)?.map(|(_, id)| id);
        }
    }
    Ok(found)
}

/// The passages of the claim or figure at an anchor.
fn passages(conn: &Connection, anchor: &Anchor) -> Sql<Vec<PassageId>> {
    let Some((document, id)) = locate(conn, anchor)? else { return Ok(Vec::new()) };
    let number: i64 = id.get(1..).and_then(|number| number.parse().ok()).unwrap_or(0);
    let sql = match anchor.kind.as_str() {
        "claim" => "SELECT document, number FROM passage WHERE document = ?1 AND claim = ?2",
        "figure" => "SELECT document, number FROM passage WHERE document = ?1 AND figure = ?2",
        _ => return Ok(Vec::new()),
    };
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement
        .query_map([document, number], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

type Ends = (PassageId, PassageId);

/// The links between what stands at two anchors, or all links of what stands at one.
fn link_ends(conn: &Connection, anchor: &Anchor, other: Option<&Anchor>) -> Sql<Vec<Ends>> {
    let others: Option<BTreeSet<PassageId>> =
        other.map(|other| passages(conn, other)).transpose()?.map(|passages| passages.into_iter().collect());
    let sql = "SELECT a_document, a, b_document, b FROM link WHERE a_document = ?1 AND a = ?2
        UNION ALL SELECT a_document, a, b_document, b FROM link WHERE b_document = ?1 AND b = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut ends = Vec::new();
    for passage in passages(conn, anchor)? {
        let mut rows = statement.query([passage.0, passage.1])?;
        while let Some(row) = rows.next()? {
            let (a, b): Ends = ((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
            let far = if a == passage { b } else { a };
            if others.as_ref().is_none_or(|others| others.contains(&far)) {
                ends.push((a, b));
            }
        }
    }
    Ok(ends)
}

/// Applies all judgments that hold to the links, the later ones over the earlier ones, and makes the lineages that
/// change by it anew.
pub(crate) fn settle(transaction: &Transaction<'_>, language: &Language) -> Sql<()> {
    let sql = "SELECT act, target, anchor, other FROM judgment j WHERE act IN ('confirm', 'reject')
        AND NOT EXISTS (SELECT 1 FROM judgment u WHERE u.undoes = j.id) ORDER BY id";
    let mut statement = transaction.prepare_cached(sql)?;
    let held: Vec<(String, String, Option<String>, Option<String>)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?;
    let marked: bool =
        transaction.prepare_cached("SELECT 1 FROM link WHERE judged IS NOT NULL")?.exists([])?;
    if held.is_empty() && !marked {
        return Ok(());
    }
    let mut wanted: BTreeMap<Ends, &str> = BTreeMap::new();
    for (act, target, anchor, other) in &held {
        let read = |text: &Option<String>| {
            text.as_deref().and_then(|text| serde_json::from_str::<Anchor>(text).ok())
        };
        let Some(anchor) = read(anchor) else { continue };
        match (act.as_str(), target.as_str()) {
            ("confirm", "link") => {
                wanted.extend(
                    link_ends(transaction, &anchor, read(other).as_ref())?
                        .into_iter()
                        .map(|e| (e, "confirmed")),
                );
            }
            // A claim or figure that is wrong carries no link.
            ("reject", "link" | "claim" | "figure") => {
                wanted.extend(
                    link_ends(transaction, &anchor, read(other).as_ref())?
                        .into_iter()
                        .map(|e| (e, "rejected")),
                );
            }
            _ => {}
        }
    }
    let mut before: BTreeMap<Ends, String> = BTreeMap::new();
    let mut marked = transaction
        .prepare_cached("SELECT a_document, a, b_document, b, judged FROM link WHERE judged IS NOT NULL")?;
    let mut rows = marked.query([])?;
    while let Some(row) = rows.next()? {
        before.insert(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)), row.get(4)?);
    }
    drop(rows);
    let mut touched = BTreeSet::new();
    let ends: BTreeSet<Ends> = before.keys().chain(wanted.keys()).copied().collect();
    for (a, b) in ends {
        let (old, new) = (before.get(&(a, b)).map(String::as_str), wanted.get(&(a, b)).copied());
        if old != new {
            let sql =
                "UPDATE link SET judged = ?5 WHERE a_document = ?1 AND a = ?2 AND b_document = ?3 AND b = ?4";
            transaction.prepare_cached(sql)?.execute(params![a.0, a.1, b.0, b.1, new])?;
            touched.extend([a, b]);
        }
    }
    lineages::renew(transaction, language, &mut Features::default(), touched)
}
