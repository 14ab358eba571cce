//! Rows that every question gives: a report, a statement in it, whom it comes from.

use reportedly::{Naming, SourceKind};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::error::Sql;

/// A report of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportRow {
    /// Its row in the ledger.
    #[serde(skip)]
    pub id: i64,
    /// Its identity.
    pub document: String,
    /// Which version, from 1.
    pub version: u32,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as the ledger has it: a day, with the time where it is known.
    pub published: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// Columns of a [`ReportRow`], for a table called `d`.
pub(crate) const REPORT: &str =
    "d.id, d.identity, d.version, d.title, d.outlet, d.published, d.updated, d.url";

impl ReportRow {
    pub(crate) fn from(row: &Row<'_>, at: usize) -> rusqlite::Result<ReportRow> {
        Ok(ReportRow {
            id: row.get(at)?,
            document: row.get(at + 1)?,
            version: row.get(at + 2)?,
            title: row.get(at + 3)?,
            outlet: row.get(at + 4)?,
            published: row.get(at + 5)?,
            updated: row.get(at + 6)?,
            url: row.get(at + 7)?,
        })
    }

    /// The day of publication.
    pub fn day(&self) -> Option<&str> {
        self.published.as_deref().and_then(|date| date.get(..10))
    }

    /// Who published it, in words.
    pub fn outlet(&self) -> &str {
        self.outlet.as_deref().unwrap_or("outlet not given")
    }
}

/// Somebody at a step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct VoiceRow {
    /// The name, where it has one.
    pub name: Option<String>,
    /// What to call it: the name, or "unnamed port officials", or "nobody named".
    pub label: String,
    /// person, group, organization, outlet, document, unknown.
    pub kind: String,
    /// named, unnamed, absent.
    pub naming: String,
}

impl VoiceRow {
    pub(crate) fn new(
        name: Option<String>,
        kind: String,
        naming: String,
        descriptor: Option<String>,
    ) -> VoiceRow {
        let label = label(name.as_deref(), &kind, &naming, descriptor.as_deref());
        VoiceRow { name, label, kind, naming }
    }
}

/// What to call a source.
pub(crate) fn label(name: Option<&str>, kind: &str, naming: &str, descriptor: Option<&str>) -> String {
    let one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let kind = SourceKind::from_name(kind).unwrap_or(SourceKind::Unknown);
    match (name, Naming::from_name(naming), descriptor) {
        (Some(name), _, _) => one_line(name),
        (None, Some(Naming::Named), Some(words)) => one_line(words),
        (None, Some(Naming::Unnamed), Some(words)) => {
            let words = one_line(words);
            let bare = ["a ", "an ", "the ", "some ", "A ", "An ", "The ", "Some "].iter();
            let bare = bare.filter_map(|article| words.strip_prefix(article)).next().unwrap_or(&words);
            let bare = &small(bare);
            let said =
                ["unnamed", "anonym", "unidentified"].iter().any(|word| bare.to_lowercase().contains(word));
            match kind {
                SourceKind::Document => bare.to_owned(),
                _ if said => bare.to_owned(),
                _ => format!("unnamed {bare}"),
            }
        }
        _ => match kind {
            SourceKind::Person => "an unnamed person".to_owned(),
            SourceKind::Group => "unnamed people".to_owned(),
            SourceKind::Unknown => "nobody named".to_owned(),
            kind => format!("an unnamed {}", kind.name()),
        },
    }
}

/// "Two people": the capital of a number says only that it began a sentence.
fn small(words: &str) -> String {
    let first = words.split(' ').next().unwrap_or("");
    let lower = first.to_lowercase();
    // The language's words are read only where the answer hangs on them.
    let number = || lower != first && reportedly::Language::english().quantities.word(&lower).is_some();
    match words.strip_prefix(first) {
        Some(rest) if number() => lower + rest,
        _ => words.to_owned(),
    }
}

/// One step of a chain: those who stand side by side.
pub type StepRow = Vec<VoiceRow>;

/// A statement of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// Where it stands.
    pub report: ReportRow,
    /// Its number in the report: "c3".
    pub claim: Option<String>,
    /// The figure's, where it is one: "f1".
    pub figure: Option<String>,
    /// Code points of the report's text, half-open.
    pub span: [u32; 2],
    /// Its paragraph: "¶3", or "title", "caption" and the like; none where the question does not look it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The words at the span.
    pub words: String,
    /// The whole statement around them.
    pub context: String,
    /// direct, indirect, mixed, own.
    pub form: Option<String>,
    /// neutral, denying, …
    pub stance: Option<String>,
    /// Whether a word withholds certainty.
    pub hedged: bool,
    /// Whom it comes from, nearest first; empty for the report's own voice.
    pub chain: Vec<StepRow>,
}

impl Statement {
    /// How the statement is asked for: `DOCUMENT#c3`.
    pub fn id(&self) -> String {
        let number = self.claim.as_deref().or(self.figure.as_deref());
        match number {
            Some(number) => format!("{}#{number}", self.report.document),
            None => self.report.document.clone(),
        }
    }

    /// The labels of each step, nearest first.
    pub fn steps(&self) -> Vec<String> {
        self.chain.iter().map(|step| step_label(step)).collect()
    }

    /// Who stands at the end of the chain; none for the report's own voice.
    pub fn origin(&self) -> Option<String> {
        self.chain.last().map(|step| step_label(step))
    }
}

/// "Ann Berg and Tom Reed".
pub fn step_label(step: &[VoiceRow]) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for voice in step {
        if !labels.contains(&voice.label.as_str()) {
            labels.push(&voice.label);
        }
    }
    match labels.as_slice() {
        [] => "nobody named".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The chain of a claim.
pub(crate) fn chain(conn: &Connection, document: i64, claim: u32) -> Sql<Vec<StepRow>> {
    let mut query = conn.prepare_cached(
        "SELECT t.step, s.name, s.kind, s.naming, s.descriptor FROM step t
         JOIN source s ON s.document = t.document AND s.number = t.source
         WHERE t.document = ?1 AND t.claim = ?2 ORDER BY t.step, t.start, t.source",
    )?;
    let mut rows = query.query(params![document, claim])?;
    let mut steps: Vec<StepRow> = Vec::new();
    let mut last = None;
    while let Some(row) = rows.next()? {
        let step: u32 = row.get(0)?;
        if last != Some(step) {
            steps.push(Vec::new());
            last = Some(step);
        }
        let voice = VoiceRow::new(row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        if let Some(step) = steps.last_mut() {
            step.push(voice);
        }
    }
    Ok(steps)
}

/// The words at a span.
pub(crate) fn words_at(conn: &Connection, document: i64, span: [u32; 2]) -> Sql<String> {
    let mut query =
        conn.prepare_cached("SELECT substr(text, ?2 + 1, ?3 - ?2) FROM body WHERE document = ?1")?;
    let found: Option<Option<String>> =
        query.query_row(params![document, span[0], span[1]], |row| row.get(0)).optional()?;
    Ok(one_line(&found.flatten().unwrap_or_default()))
}

/// White space made single.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A claim with everything around it.
pub(crate) fn claim(conn: &Connection, document: i64, number: u32) -> Sql<Option<Statement>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT {REPORT}, c.form, c.stance, c.hedged, c.start, c.end, c.pieces FROM claim c
         JOIN document d ON c.id = d.first_claim + ?2 - 1 WHERE d.id = ?1 AND c.document = ?1"
    ))?;
    let found = query
        .query_row(params![document, number], |row| {
            let pieces: Option<String> = row.get(13)?;
            let statement = Statement {
                report: ReportRow::from(row, 0)?,
                claim: Some(format!("c{number}")),
                figure: None,
                span: [row.get(11)?, row.get(12)?],
                place: None,
                words: String::new(),
                context: String::new(),
                form: row.get(8)?,
                stance: row.get(9)?,
                hedged: row.get(10)?,
                chain: Vec::new(),
            };
            Ok((statement, pieces))
        })
        .optional()?;
    let Some((mut statement, pieces)) = found else { return Ok(None) };
    statement.chain = chain(conn, document, number)?;
    statement.words = pieced(conn, document, statement.span, pieces.as_deref())?;
    statement.context = statement.words.clone();
    Ok(Some(statement))
}

/// The words of a content in one or several pieces.
fn pieced(conn: &Connection, document: i64, span: [u32; 2], pieces: Option<&str>) -> Sql<String> {
    let pieces: Vec<[u32; 2]> =
        pieces.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_else(|| vec![span]);
    let words = pieces.iter().map(|piece| words_at(conn, document, *piece)).collect::<Sql<Vec<_>>>()?;
    Ok(words.join(" … "))
}

/// A passage as a statement: its own words, and the claim around it.
pub(crate) fn passage(conn: &Connection, document: i64, number: u32) -> Sql<Option<Statement>> {
    let mut query = conn.prepare_cached(
        "SELECT claim, figure, start, end FROM passage WHERE document = ?1 AND number = ?2",
    )?;
    let found: Option<(Option<u32>, Option<u32>, u32, u32)> = query
        .query_row(params![document, number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((number, figure, start, end)) = found else { return Ok(None) };
    let words = words_at(conn, document, [start, end])?;
    let around = match number {
        Some(number) => claim(conn, document, number)?,
        None => None,
    };
    // The clause around a figure tells what it is of; the whole statement may tell much else.
    let clause = match figure {
        Some(figure) => clause(conn, document, figure)?,
        None => None,
    };
    let statement = match around {
        Some(around) => Statement {
            figure: figure.map(|number| format!("f{number}")),
            span: [start, end],
            context: clause.unwrap_or(around.context),
            words,
            ..around
        },
        None => {
            let Some(report) = report(conn, document)? else { return Ok(None) };
            Statement {
                report,
                claim: None,
                figure: figure.map(|number| format!("f{number}")),
                span: [start, end],
                place: None,
                context: clause.unwrap_or_else(|| words.clone()),
                words,
                form: None,
                stance: None,
                hedged: false,
                chain: Vec::new(),
            }
        }
    };
    Ok(Some(statement))
}

/// The clause around a figure.
fn clause(conn: &Connection, document: i64, figure: u32) -> Sql<Option<String>> {
    let mut query = conn.prepare_cached(
        "SELECT substr(b.text, f.about_start + 1, f.about_end - f.about_start) FROM figure f
         JOIN body b ON b.document = f.document WHERE f.document = ?1 AND f.number = ?2",
    )?;
    let found: Option<Option<String>> =
        query.query_row(params![document, figure], |row| row.get(0)).optional()?;
    Ok(found.flatten().map(|words| one_line(&words)).filter(|words| !words.is_empty()))
}

/// A report by its row.
pub(crate) fn report(conn: &Connection, id: i64) -> Sql<Option<ReportRow>> {
    let mut query = conn.prepare_cached(&format!("SELECT {REPORT} FROM document d WHERE d.id = ?1"))?;
    Ok(query.query_row([id], |row| ReportRow::from(row, 0)).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_have_a_label() {
        let check = |name, kind, naming, descriptor| label(name, kind, naming, descriptor);
        assert_eq!(check(Some("Ann Berg"), "person", "named", Some("the mayor")), "Ann Berg");
        assert_eq!(check(None, "group", "unnamed", Some("the port\nofficials")), "unnamed port officials");
        assert_eq!(check(None, "group", "unnamed", Some("two anonymous aides")), "two anonymous aides");
        assert_eq!(check(None, "document", "unnamed", Some("a leaked report")), "leaked report");
        assert_eq!(check(None, "unknown", "absent", None), "nobody named");
        assert_eq!(check(None, "organization", "absent", None), "an unnamed organization");
    }
}
