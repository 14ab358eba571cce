//! `sources` and `outlets`: who is cited, through whom, named how; and who cites whom. Counts that open their list.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde::Serialize;

use super::find::{like, terms};
use super::row::{self, Statement, label, one_line};
use super::text::words;
use crate::error::Sql;
use crate::{Ledger, LedgerError};

/// Somebody who is cited.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceRow {
    /// The fullest name, or the description of an unnamed one.
    pub label: String,
    /// person, group, organization, outlet, document, unknown.
    pub kind: String,
    /// named, unnamed, absent.
    pub naming: String,
    /// Statements that come from it, as their origin.
    pub statements: u32,
    /// Statements that only came through it.
    pub passed_on: u32,
    /// Reports that cite it.
    pub reports: u32,
    /// Outlets that cite it.
    pub outlets: u32,
    /// Who passes its statements on, with the number of statements; none where the report has it directly.
    pub through: Vec<(String, u32)>,
    /// How the reports describe it, each with the number of reports.
    pub called: Vec<(String, u32)>,
    /// Day of the earliest report in this ledger.
    pub earliest: Option<String>,
    /// Day of the latest one.
    pub latest: Option<String>,
    #[serde(skip)]
    pub(super) sources: Vec<(i64, u32)>,
}

/// What one source said.
#[derive(Clone, Debug, Serialize)]
pub struct SourceDetail {
    /// Who.
    pub source: SourceRow,
    /// What, by date.
    pub statements: Vec<Statement>,
}

/// One outlet that cites another.
#[derive(Clone, Debug, Serialize)]
pub struct Citing {
    /// Who cites.
    pub outlet: String,
    /// Who is cited.
    pub cites: String,
    /// Reports in which it does.
    pub reports: u32,
    /// Statements.
    pub statements: u32,
    #[serde(skip)]
    places: Vec<(i64, u32)>,
}

/// An outlet with those whom it cites and those who cite it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Outlets {
    /// Each outlet with the number of its reports here, by name.
    pub outlets: Vec<(String, u32)>,
    /// Who cites whom, by name.
    pub citing: Vec<Citing>,
}

impl Ledger {
    /// Everybody who is cited, named ones first, those with most statements first.
    ///
    /// `question`: only those whose name or description holds the words.
    ///
    /// # Errors
    ///
    /// Words without a letter, or those of the file.
    pub fn sources(&self, question: Option<&str>) -> Result<Vec<SourceRow>, LedgerError> {
        self.reading(|conn| sources(conn, question))
    }

    /// What a source of [`Ledger::sources`] said, by date.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn statements_of(&self, source: &SourceRow) -> Result<Vec<Statement>, LedgerError> {
        self.reading(|conn| statements_of(conn, source))
    }

    /// Which outlets there are, and who cites whom.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn outlets(&self) -> Result<Outlets, LedgerError> {
        self.reading(outlets)
    }

    /// The statements that a count of [`Ledger::outlets`] stands for.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn citations(&self, citing: &Citing) -> Result<Vec<Statement>, LedgerError> {
        let read =
            || citing.places.iter().map(|&(document, claim)| row::claim(self.connection(), document, claim));
        let statements: Sql<Vec<Option<Statement>>> = read().collect();
        statements.map(|found| found.into_iter().flatten().collect()).map_err(|kind| self.fault(kind))
    }
}

/// A name as a key: small letters, no article, no signs.
pub(crate) fn key(name: &str) -> String {
    let mut words = words(name);
    if words.len() > 1 && words.first().is_some_and(|word| word == "the") {
        words.remove(0);
    }
    words.join(" ")
}

/// A source of one report.
struct Raw {
    document: i64,
    number: u32,
    name: Option<String>,
    kind: String,
    naming: String,
    descriptor: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
}

fn raws(conn: &Connection, question: Option<&str>) -> Sql<Vec<Raw>> {
    let mut sql = String::from(
        "SELECT s.document, s.number, s.name, s.kind, s.naming, s.descriptor, d.outlet, substr(d.published, 1, 10)
         FROM source s JOIN document d ON d.id = s.document AND d.latest = 1 WHERE s.naming <> 'absent'",
    );
    let mut values: Vec<String> = Vec::new();
    if let Some(question) = question {
        for term in terms(question)?.each() {
            values.push(like(term));
            let at = values.len();
            sql.push_str(&format!(
                " AND (s.name LIKE ?{at} ESCAPE '\\' OR (s.name IS NULL AND s.descriptor LIKE ?{at} ESCAPE '\\'))"
            ));
        }
    }
    sql.push_str(" ORDER BY s.document, s.number");
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(values), |row| {
        Ok(Raw {
            document: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            kind: row.get(3)?,
            naming: row.get(4)?,
            descriptor: row.get(5)?,
            outlet: row.get(6)?,
            published: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn sources(conn: &Connection, question: Option<&str>) -> Sql<Vec<SourceRow>> {
    let raws = raws(conn, question)?;
    let full = full_names(&raws);
    let mut groups: BTreeMap<(bool, String), Vec<&Raw>> = BTreeMap::new();
    for raw in &raws {
        let group = match &raw.name {
            Some(name) => {
                let key = key(name);
                (false, full.get(&key).cloned().unwrap_or(key))
            }
            // two unnamed sources with one description may be two: they stay with their outlet's words
            None => (true, key(&label(None, &raw.kind, &raw.naming, raw.descriptor.as_deref()))),
        };
        groups.entry(group).or_default().push(raw);
    }
    let mut rows = Vec::new();
    for members in groups.values() {
        let row = sum(conn, members)?;
        if row.statements + row.passed_on > 0 {
            rows.push(row);
        }
    }
    rows.sort_by(|one, two| {
        let rank =
            |row: &SourceRow| (row.naming != "named", std::cmp::Reverse(row.statements + row.passed_on));
        rank(one).cmp(&rank(two)).then_with(|| one.label.cmp(&two.label))
    });
    Ok(rows)
}

/// A last name alone stands for the one full name of a person that ends with it.
fn full_names(raws: &[Raw]) -> BTreeMap<String, String> {
    let mut by_last: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for raw in raws.iter().filter(|raw| raw.kind == "person") {
        let Some(key) = raw.name.as_deref().map(key) else { continue };
        if let Some((_, last)) = key.rsplit_once(' ') {
            by_last.entry(last.to_owned()).or_default().insert(key.clone());
        }
    }
    by_last
        .into_iter()
        .filter_map(|(last, full)| match full.len() {
            1 => full.into_iter().next().map(|full| (last, full)),
            _ => None,
        })
        .collect()
}

fn sum(conn: &Connection, members: &[&Raw]) -> Sql<SourceRow> {
    let mut row = SourceRow::default();
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    let (mut reports, mut outlets) = (BTreeSet::new(), BTreeSet::new());
    let mut through: BTreeMap<String, u32> = BTreeMap::new();
    let mut called: BTreeMap<String, u32> = BTreeMap::new();
    let mut steps = conn.prepare_cached(
        "SELECT t.claim, t.origin,
           (SELECT group_concat(coalesce(s.name, s.descriptor,
             CASE s.naming WHEN 'absent' THEN 'nobody named' ELSE 'unnamed ' || s.kind END), ' and ') FROM step u
            JOIN source s ON s.document = u.document AND s.number = u.source
            WHERE u.document = t.document AND u.claim = t.claim AND u.step = t.step - 1)
         FROM step t WHERE t.document = ?1 AND t.source = ?2",
    )?;
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    for raw in members {
        let mut cited = false;
        let mut rows = steps.query(params![raw.document, raw.number])?;
        while let Some(step) = rows.next()? {
            cited = true;
            let origin: bool = step.get(1)?;
            let before: Option<String> = step.get(2)?;
            if origin {
                row.statements += 1;
            } else {
                row.passed_on += 1;
            }
            if let Some(before) = before {
                *through.entry(one_line(&before)).or_default() += 1;
            }
        }
        if !cited {
            continue;
        }
        let name = label(raw.name.as_deref(), &raw.kind, &raw.naming, raw.descriptor.as_deref());
        *names.entry(name).or_default() += 1;
        *kinds.entry(raw.kind.clone()).or_default() += 1;
        if let (Some(_), Some(words)) = (&raw.name, &raw.descriptor) {
            let words = one_line(words);
            // "Its director" is "its director" at the start of a sentence
            let known = called.keys().find(|have| have.to_lowercase() == words.to_lowercase()).cloned();
            *called.entry(known.unwrap_or(words)).or_default() += 1;
        }
        reports.insert(raw.document);
        outlets.insert(raw.outlet.as_deref().map(key));
        if let Some(day) = &raw.published {
            if row.earliest.as_ref().is_none_or(|have| day < have) {
                row.earliest = Some(day.clone());
            }
            if row.latest.as_ref().is_none_or(|have| day > have) {
                row.latest = Some(day.clone());
            }
        }
        row.naming = raw.naming.clone();
        row.sources.push((raw.document, raw.number));
    }
    // the fullest name, of equally full ones the most usual
    let fullest = names
        .into_iter()
        .max_by_key(|(name, count)| (words(name).len().min(4), *count, std::cmp::Reverse(name.clone())));
    row.label = fullest.map(|(name, _)| name).unwrap_or_default();
    row.kind = kinds
        .into_iter()
        .max_by_key(|(kind, count)| (*count, std::cmp::Reverse(kind.clone())))
        .map(|(kind, _)| kind)
        .unwrap_or_default();
    row.reports = count(reports.len());
    row.outlets = count(outlets.len());
    row.through = most(through);
    row.called = most(called);
    Ok(row)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn most(counts: BTreeMap<String, u32>) -> Vec<(String, u32)> {
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    counts
}

fn statements_of(conn: &Connection, source: &SourceRow) -> Sql<Vec<Statement>> {
    let mut places = BTreeSet::new();
    let mut steps = conn.prepare_cached("SELECT claim FROM step WHERE document = ?1 AND source = ?2")?;
    for &(document, number) in &source.sources {
        let mut rows = steps.query(params![document, number])?;
        while let Some(row) = rows.next()? {
            places.insert((document, row.get::<_, u32>(0)?));
        }
    }
    let mut found = Vec::new();
    for (document, number) in places {
        found.extend(row::claim(conn, document, number)?);
    }
    found.sort_by_key(|statement| {
        let report = &statement.report;
        (report.published.clone().unwrap_or_else(|| "~".to_owned()), report.document.clone(), statement.span)
    });
    Ok(found)
}

fn outlets(conn: &Connection) -> Sql<Outlets> {
    let mut statement =
        conn.prepare_cached("SELECT outlet, count(*) FROM document WHERE latest = 1 GROUP BY outlet")?;
    let mut names: BTreeMap<String, (String, u32)> = BTreeMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: Option<String> = row.get(0)?;
        let number: u32 = row.get(1)?;
        let name = name.unwrap_or_else(|| "outlet not given".to_owned());
        let entry = names.entry(key(&name)).or_insert_with(|| (name.clone(), 0));
        entry.1 += number;
        // one name for all its forms: the fuller one
        if name.len() > entry.0.len() {
            entry.0 = name;
        }
    }
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT d.outlet, s.name, t.document, t.claim, d.published, d.identity FROM source s
         JOIN document d ON d.id = s.document AND d.latest = 1
         JOIN step t ON t.document = s.document AND t.source = s.number
         WHERE s.kind = 'outlet' AND s.name IS NOT NULL ORDER BY d.published, d.identity, t.claim",
    )?;
    let mut pairs: BTreeMap<(String, String), Citing> = BTreeMap::new();
    let mut reports: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let outlet: Option<String> = row.get(0)?;
        let outlet = outlet.unwrap_or_else(|| "outlet not given".to_owned());
        let cites = one_line(&row.get::<_, String>(1)?);
        let place: (i64, u32) = (row.get(2)?, row.get(3)?);
        let keys = (key(&outlet), key(&cites));
        // What a report says of its own outlet is no citation.
        if keys.0 == keys.1 {
            continue;
        }
        reports.entry(keys.clone()).or_default().insert(place.0);
        let shown = |key: &str, name: String| names.get(key).map_or(name, |(name, _)| name.clone());
        let citing = pairs.entry(keys.clone()).or_insert_with(|| Citing {
            outlet: shown(&keys.0, outlet),
            cites: shown(&keys.1, cites),
            reports: 0,
            statements: 0,
            places: Vec::new(),
        });
        citing.statements += 1;
        citing.places.push(place);
    }
    for (keys, citing) in &mut pairs {
        citing.reports = reports.get(keys).map_or(0, |reports| count(reports.len()));
    }
    Ok(Outlets { outlets: names.into_values().collect(), citing: pairs.into_values().collect() })
}
