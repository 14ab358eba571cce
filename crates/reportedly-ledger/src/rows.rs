//! The rows of one document: everything that follows from its line alone.

use std::collections::BTreeSet;

use reportedly::wire::{ClaimRow, FigureRow, Line, Range, SourceRow, TimeRow, WordsRow};
use rusqlite::{Transaction, params};

use crate::codes::{self, code, code_of};
use crate::error::Sql;
use crate::prepare::Prepared;
use crate::search::telling;

/// Writes the rows of document number `document`: claims, steps, sources, figures, times, passages, search.
pub(crate) fn insert(transaction: &Transaction<'_>, document: i64, prepared: &Prepared) -> Sql<()> {
    let line = &prepared.line;
    let (claims, sources) =
        (Numbers::new(&line.claims, |row| &row.id), Numbers::new(&line.sources, |row| &row.id));
    let figured = line.figures.iter().filter_map(|figure| figure.claim.as_deref()).collect();
    let parts = Parts { line, claims: &claims, text: Slices::new(&line.document.text), figured };
    search_document(transaction, document, line)?;
    let sql = "UPDATE document SET first_claim = (SELECT coalesce(max(id), 0) + 1 FROM claim), claims = ?2 WHERE id = ?1
        RETURNING first_claim";
    let first: i64 =
        transaction.prepare_cached(sql)?.query_row(params![document, line.claims.len()], |row| row.get(0))?;
    for (number, row) in (1..).zip(&line.claims) {
        claim(transaction, (first, document, number), row, &parts)?;
        steps(transaction, document, number, row, &sources)?;
    }
    for (number, row) in (1..).zip(&line.sources) {
        source(transaction, document, number, row)?;
    }
    for (number, row) in (1..).zip(&line.figures) {
        figure(transaction, document, number, row, &claims)?;
    }
    for (number, row) in (1..).zip(&line.times) {
        time(transaction, document, number, row, &claims)?;
    }
    passages(transaction, document, prepared)
}

/// Deletes what [`insert`] wrote, before the rows of a new analysis come.
pub(crate) fn delete(transaction: &Transaction<'_>, document: i64) -> Sql<()> {
    unsearch(transaction, document)?;
    for sql in [
        "DELETE FROM claim WHERE id IN (SELECT c.id FROM document d JOIN claim c ON c.id >= d.first_claim
           AND c.id < d.first_claim + d.claims WHERE d.id = ?1)",
        "UPDATE document SET first_claim = NULL, claims = 0 WHERE id = ?1",
    ] {
        transaction.prepare_cached(sql)?.execute([document])?;
    }
    for table in ["step", "source", "figure", "time", "passage", "feature"] {
        transaction
            .prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?
            .execute([document])?;
    }
    Ok(())
}

/// Deletes a document's words from the index, which has to be told what they are.
fn unsearch(transaction: &Transaction<'_>, document: i64) -> Sql<()> {
    let known = |words: Option<String>| words.as_deref().map(telling);
    let mut find = transaction.prepare_cached(
        "SELECT d.title, b.text FROM document d JOIN body b ON b.document = d.id WHERE d.id = ?1",
    )?;
    let mut delete = transaction.prepare_cached(
        "INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', ?1, ?2, ?3)",
    )?;
    let mut rows = find.query([document])?;
    while let Some(row) = rows.next()? {
        delete.execute(params![document, known(row.get(0)?), known(row.get(1)?)])?;
    }
    let mut find = transaction.prepare_cached(
        "SELECT w.claim, w.words, w.source FROM document d JOIN claim_words w ON w.claim >= d.first_claim
         AND w.claim < d.first_claim + d.claims WHERE d.id = ?1",
    )?;
    let mut delete = transaction.prepare_cached(
        "INSERT INTO claim_search (claim_search, rowid, words, source) VALUES ('delete', ?1, ?2, ?3)",
    )?;
    let mut rows = find.query([document])?;
    while let Some(row) = rows.next()? {
        delete.execute(params![row.get::<_, i64>(0)?, known(row.get(1)?), known(row.get(2)?)])?;
    }
    Ok(())
}

/// Numbers of ids: 3 for `c3`, wherever it stands in the list.
struct Numbers<'a>(std::collections::BTreeMap<&'a str, i64>);

impl<'a> Numbers<'a> {
    fn new<T>(rows: &'a [T], id: impl Fn(&'a T) -> &'a String) -> Numbers<'a> {
        Numbers((1..).zip(rows).map(|(number, row)| (id(row).as_str(), number)).collect())
    }

    fn of(&self, id: Option<&String>) -> Option<i64> {
        id.and_then(|id| self.0.get(id.as_str()).copied())
    }
}

/// What the rows of claims are made from.
struct Parts<'a> {
    line: &'a Line,
    claims: &'a Numbers<'a>,
    text: Slices<'a>,
    /// Claims that hold figures.
    figured: BTreeSet<&'a str>,
}

/// Words by code points.
struct Slices<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> Slices<'a> {
    fn new(text: &'a str) -> Slices<'a> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Slices { text, starts: starts.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect() }
    }

    fn of(&self, [start, end]: Range) -> &'a str {
        let bytes = self.starts.get(start).zip(self.starts.get(end));
        bytes.and_then(|(&start, &end)| self.text.get(start as usize..end as usize)).unwrap_or("")
    }
}

/// From the first word to the last.
fn cover(words: Option<&WordsRow>) -> Option<Range> {
    let spans = &words?.spans;
    Some([spans.iter().map(|span| span[0]).min()?, spans.iter().map(|span| span[1]).max()?])
}

fn search_document(transaction: &Transaction<'_>, document: i64, line: &Line) -> Sql<()> {
    let sql = "INSERT INTO document_search (rowid, title, text) VALUES (?1, ?2, ?3)";
    let row = &line.document;
    transaction.prepare_cached(sql)?.execute(params![
        document,
        row.title.as_deref().map(telling),
        telling(&row.text)
    ])?;
    Ok(())
}

fn claim(
    transaction: &Transaction<'_>,
    (first, document, number): (i64, i64, i64),
    row: &ClaimRow,
    parts: &Parts<'_>,
) -> Sql<()> {
    let Parts { line, claims, text, figured } = parts;
    let source = cover(row.source.as_ref());
    let content = cover(row.content.as_ref()).or(cover(row.cue.as_ref())).or(source).unwrap_or_default();
    let pieces = row.content.as_ref().filter(|words| words.spans.len() > 1);
    let pieces = pieces.and_then(|words| serde_json::to_string(&words.spans).ok());
    let insert =
        "INSERT INTO claim (id, document, number, within, form_code, stance, origin_code, start, end, pieces, source_start,
        source_end, hedged, figures) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let id = first + number - 1;
    transaction.prepare_cached(insert)?.execute(params![
        id,
        document,
        number,
        claims.of(row.within.as_ref()),
        code(codes::FORM, &row.form)?,
        Some(&row.stance).filter(|stance| *stance != "neutral"),
        code_of(codes::NAMING, origin(row, line))?,
        content[0],
        content[1],
        pieces,
        source.map(|span| span[0]),
        source.map(|span| span[1]),
        !row.hedges.is_empty(),
        figured.contains(row.id.as_str()),
    ])?;
    let search = "INSERT INTO claim_search (rowid, words, source) VALUES (?1, ?2, ?3)";
    transaction.prepare_cached(search)?.execute(params![
        id,
        telling(text.of(content)),
        source.map(|span| telling(text.of(span))),
    ])?;
    Ok(())
}

/// Named if anybody at the chain's end is, unnamed if somebody is described, else absent; none for the own voice.
fn origin<'a>(row: &ClaimRow, line: &'a Line) -> Option<&'a str> {
    let named = |id: &String| {
        line.sources.iter().find(|source| source.id == *id).map(|source| source.naming.as_str())
    };
    let order = |naming: &&str| ["named", "unnamed", "absent"].iter().position(|name| name == naming);
    row.chain.last()?.iter().filter_map(|step| named(&step.source)).min_by_key(order)
}

fn steps(
    transaction: &Transaction<'_>,
    document: i64,
    claim: i64,
    row: &ClaimRow,
    sources: &Numbers<'_>,
) -> Sql<()> {
    let sql = "INSERT OR IGNORE INTO step (document, claim, step, source, origin, start, end)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut statement = transaction.prepare_cached(sql)?;
    for (step, side) in (1..).zip(&row.chain) {
        for at in side {
            statement.execute(params![
                document,
                claim,
                step,
                sources.of(Some(&at.source)),
                step == row.chain.len(),
                at.span.map(|span| span[0]),
                at.span.map(|span| span[1]),
            ])?;
        }
    }
    Ok(())
}

fn source(transaction: &Transaction<'_>, document: i64, number: i64, row: &SourceRow) -> Sql<()> {
    let sql = "INSERT INTO source (document, number, name, kind_code, naming_code, descriptor, stated_count)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    transaction.prepare_cached(sql)?.execute(params![
        document,
        number,
        row.name,
        code(codes::SOURCE, &row.kind)?,
        code(codes::NAMING, &row.naming)?,
        row.descriptor,
        row.stated_count
    ])?;
    Ok(())
}

fn figure(
    transaction: &Transaction<'_>,
    document: i64,
    number: i64,
    row: &FigureRow,
    claims: &Numbers<'_>,
) -> Sql<()> {
    let sql = "INSERT INTO figure (document, number, claim, start, end, low, high, relation_code, unit, per, change, status,
        counted_start, counted_end, about_start, about_end)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    let (counted, about) = (row.counted.as_ref().map(|row| row.span), row.about.as_ref().map(|row| row.span));
    transaction.prepare_cached(sql)?.execute(params![
        document,
        number,
        claims.of(row.claim.as_ref()),
        row.span[0],
        row.span[1],
        row.low.as_ref().map(ToString::to_string),
        row.high.as_ref().map(ToString::to_string),
        code(codes::RELATION, &row.relation)?,
        row.unit,
        row.per,
        row.change.as_ref().map(|change| format!("{} {}", change.direction, change.kind)),
        row.status,
        counted.map(|span| span[0]),
        counted.map(|span| span[1]),
        about.map(|span| span[0]),
        about.map(|span| span[1]),
    ])?;
    Ok(())
}

fn time(
    transaction: &Transaction<'_>,
    document: i64,
    number: i64,
    row: &TimeRow,
    claims: &Numbers<'_>,
) -> Sql<()> {
    let sql = "INSERT INTO time (document, number, claim, start, end, kind_code, value, earliest_other,
        latest_other)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let other = |day: &Option<String>| {
        day.as_ref().map(|day| if *day == row.value { String::new() } else { day.clone() })
    };
    transaction.prepare_cached(sql)?.execute(params![
        document,
        number,
        claims.of(row.claim.as_ref()),
        row.span[0],
        row.span[1],
        code(codes::TIME, &row.kind)?,
        row.value,
        other(&row.earliest),
        other(&row.latest),
    ])?;
    Ok(())
}

fn passages(transaction: &Transaction<'_>, document: i64, prepared: &Prepared) -> Sql<()> {
    let sql = "INSERT INTO passage (document, number, kind_code, claim, figure, start, end)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut statement = transaction.prepare_cached(sql)?;
    let passages = prepared.feature.passages.iter().zip(&prepared.ranges);
    for (number, (passage, range)) in (1_i64..).zip(passages) {
        statement.execute(params![
            document,
            number,
            code(codes::PASSAGE, passage.kind.name())?,
            passage.claim.map(|claim| claim.0 + 1),
            passage.figure.map(|figure| figure.0 + 1),
            range[0],
            range[1],
        ])?;
    }
    transaction
        .prepare_cached("INSERT INTO feature (document, data) VALUES (?1, ?2)")?
        .execute(params![document, prepared.feature_bytes])?;
    Ok(())
}
