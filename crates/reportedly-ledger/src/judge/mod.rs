//! What people said about claims, sources, figures and links: kept for good, tied to the words, applied after every
//! change.

mod anchor;
mod settle;
mod sources;

use reportedly::Language;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::Serialize;

use crate::error::{LedgerErrorKind, Sql};
use crate::{Ledger, LedgerError};
pub use anchor::Anchor;
use anchor::{find, locate};
pub(crate) use settle::settle;
use settle::{link_ends, settle_for};
pub(crate) use sources::Voices;

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
        let about: Vec<Anchor> = [Some(anchor), other].into_iter().flatten().collect();
        settle_for(&transaction, language, &about)?;
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
            let sql = "SELECT act, anchor, other FROM judgment WHERE id = ?1";
            let known: Option<(String, Option<String>, Option<String>)> = transaction
                .query_row(sql, [number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let undone = transaction.prepare("SELECT 1 FROM judgment WHERE undoes = ?1")?.exists([number])?;
            match known.as_ref().map(|(act, ..)| act.as_str()) {
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
            let about: Vec<Anchor> = known
                .into_iter()
                .flat_map(|(_, one, two)| [one, two])
                .filter_map(|json| serde_json::from_str(&json?).ok())
                .collect();
            settle_for(&transaction, language, &about)?;
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
        judgments(&self.conn, None, None).map_err(|kind| self.fault(kind))
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

/// All judgments, oldest first, or those about one report; with `latest`, so many of the newest, before an id.
pub(crate) fn judgments(
    conn: &Connection,
    identity: Option<&str>,
    latest: Option<(u32, Option<i64>)>,
) -> Sql<Vec<JudgmentRow>> {
    let order = if latest.is_some() { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT j.id, j.made, j.judge, j.act, j.target, j.anchor, j.other, j.field, j.value, j.note, u.id
         FROM judgment j LEFT JOIN judgment u ON u.undoes = j.id WHERE j.act <> 'undo'
           AND (?1 IS NULL OR json_extract(j.anchor, '$.document') = ?1 OR json_extract(j.other, '$.document') = ?1)
           AND (?2 IS NULL OR j.id < ?2)
         ORDER BY j.id {order} LIMIT ?3"
    );
    let limit = latest.map_or(-1, |(limit, _)| i64::from(limit));
    let before = latest.and_then(|(_, before)| before);
    let anchor = |text: Option<String>| text.and_then(|text| serde_json::from_str::<Anchor>(&text).ok());
    let mut found: Vec<JudgmentRow> = conn
        .prepare_cached(&sql)?
        .query_map(params![identity, before, limit], |row| {
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
