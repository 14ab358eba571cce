//! The figures that a question means, with their words.

use std::collections::BTreeMap;

use reportedly::Language;
use rusqlite::{Connection, OptionalExtension, params};

use super::figures::FigureRow;
use super::row::{self, REPORT, ReportRow, one_line};
use super::series::Thing;
use super::text::{Terms, Wanted};
use crate::error::Sql;

/// More figures than this are not looked at.
const MOST: usize = 2_000;

/// A figure before its words are looked at.
struct Bare {
    document: i64,
    number: u32,
    claim: Option<u32>,
    span: [u32; 2],
    counted: Option<[u32; 2]>,
    clause: Option<[u32; 2]>,
    low: Option<f64>,
    high: Option<f64>,
    relation: String,
    unit: Option<String>,
    per: Option<String>,
    change: Option<String>,
    status: Option<String>,
}

/// Figures that count what is asked for, by date, the earliest ones; and whether there are more.
pub(super) fn load(conn: &Connection, language: &Language, terms: &Terms) -> Sql<(Vec<FigureRow>, bool)> {
    let (bare, reports) = bare(conn, &terms.all())?;
    let wanted = Wanted::new(terms);
    let mut text = conn.prepare_cached("SELECT text FROM body WHERE document = ?1")?;
    let mut passage = conn.prepare_cached(
        "SELECT number FROM passage WHERE document = ?1 AND figure = ?2 ORDER BY number LIMIT 1",
    )?;
    let mut at_hand: (i64, Words) = (-1, Words::default());
    let mut found: Vec<FigureRow> = Vec::new();
    for bare in bare {
        // Each text once: the rows of a report stand together.
        if at_hand.0 != bare.document {
            at_hand = (bare.document, Words::new(text.query_row([bare.document], |row| row.get(0))?));
        }
        let part = |span: Option<[u32; 2]>| span.map(|span| at_hand.1.of(span)).unwrap_or_default();
        let (counted, clause) = (part(bare.counted), part(bare.clause));
        let (inside, beside) = (wanted.seen(counted), wanted.seen(clause));
        if !wanted.all(inside | beside) {
            continue;
        }
        if found.len() == MOST {
            return Ok((found, true));
        }
        let (words, counted, clause) =
            (one_line(at_hand.1.of(bare.span)), one_line(counted), one_line(clause));
        let Some(report) = reports.get(&bare.document) else { continue };
        let mut row = FigureRow {
            report: report.clone(),
            figure: format!("f{}", bare.number),
            claim: bare.claim.map(|number| format!("c{number}")),
            span: bare.span,
            low: bare.low,
            high: bare.high,
            relation: bare.relation,
            status: bare.status.clone(),
            chain: match bare.claim {
                Some(claim) => row::chain(conn, bare.document, claim)?,
                None => Vec::new(),
            },
            document: bare.document,
            passage: passage.query_row(params![bare.document, bare.number], |row| row.get(0)).optional()?,
            thing: Thing {
                unit: bare.unit,
                per: bare.per,
                change: bare.change,
                status: bare.status,
                statement: bare.claim.map(|claim| (bare.document, claim)),
                day: report.day().and_then(|day| day.parse().ok()).map(day_number),
                ..Thing::new(language, &counted, &clause, &words)
            },
            direct: inside != 0,
            words,
            counted,
            clause,
        };
        let mut labels = row.steps();
        labels.extend(row.report.outlet.clone());
        row.thing.without(&labels);
        found.push(row);
    }
    Ok((found, false))
}

/// A day, counted from some day.
fn day_number(day: jiff::civil::Date) -> i64 {
    jiff::civil::date(2000, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// The figures of claims that hold the words, by date, and their reports. A value that is open on both sides is none.
fn bare(conn: &Connection, query: &str) -> Sql<(Vec<Bare>, BTreeMap<i64, ReportRow>)> {
    let mut statement = conn.prepare_cached(
        "WITH hit AS MATERIALIZED (
           SELECT c.document, c.number FROM claim_search JOIN claim c ON c.id = claim_search.rowid
           WHERE claim_search MATCH ?1 AND c.figures)
         SELECT f.document, f.number, f.claim, f.start, f.end, f.counted_start, f.counted_end, f.about_start, f.about_end,
           f.low, f.high, f.relation, f.unit, f.per, f.change, f.status
         FROM hit h JOIN figure f ON f.document = h.document AND f.claim = h.number
         WHERE f.low IS NOT NULL OR f.high IS NOT NULL",
    )?;
    let mut report =
        conn.prepare_cached(&format!("SELECT {REPORT} FROM document d WHERE d.id = ?1 AND d.latest = 1"))?;
    let mut reports: BTreeMap<i64, Option<ReportRow>> = BTreeMap::new();
    let mut found = Vec::new();
    let mut rows = statement.query([query])?;
    while let Some(row) = rows.next()? {
        let document: i64 = row.get(0)?;
        if let std::collections::btree_map::Entry::Vacant(slot) = reports.entry(document) {
            slot.insert(report.query_row([document], |row| ReportRow::from(row, 0)).optional()?);
        }
        let span = |at: usize| -> rusqlite::Result<Option<[u32; 2]>> {
            let ends: (Option<u32>, Option<u32>) = (row.get(at)?, row.get(at + 1)?);
            Ok(ends.0.zip(ends.1).map(|(start, end)| [start, end]))
        };
        found.push(Bare {
            document,
            number: row.get(1)?,
            claim: row.get(2)?,
            span: [row.get(3)?, row.get(4)?],
            counted: span(5)?,
            clause: span(7)?,
            low: row.get(9)?,
            high: row.get(10)?,
            relation: row.get(11)?,
            unit: row.get(12)?,
            per: row.get(13)?,
            change: row.get(14)?,
            status: row.get(15)?,
        });
    }
    let reports: BTreeMap<i64, ReportRow> =
        reports.into_iter().filter_map(|(document, report)| Some((document, report?))).collect();
    let mut dated: Vec<(&str, &str, i64)> = (reports.values())
        .map(|report| (report.published.as_deref().unwrap_or("~"), report.document.as_str(), report.id))
        .collect();
    dated.sort_unstable();
    let places: BTreeMap<i64, usize> = dated.iter().map(|dated| dated.2).zip(0..).collect();
    found.retain(|bare| places.contains_key(&bare.document));
    found.sort_by_cached_key(|bare| (places.get(&bare.document).copied(), bare.number));
    Ok((found, reports))
}

/// A text that is read by code points.
#[derive(Default)]
struct Words {
    text: String,
    /// How many code points begin before each stretch of so many bytes.
    before: Vec<u32>,
}

/// Bytes of a stretch.
const STRETCH: usize = 256;

impl Words {
    fn new(text: String) -> Words {
        let mut count = 0_u32;
        let begins = |byte: &&u8| !matches!(byte, 0x80..=0xbf);
        let stretch = |bytes: &[u8]| {
            let before = count;
            count += u32::try_from(bytes.iter().filter(begins).count()).unwrap_or(u32::MAX);
            before
        };
        let before = text.as_bytes().chunks(STRETCH).map(stretch).collect();
        Words { text, before }
    }

    /// The byte where a code point begins.
    fn byte(&self, point: u32) -> usize {
        let stretch = self.before.partition_point(|&before| before <= point).saturating_sub(1);
        let mut left = point - self.before.get(stretch).copied().unwrap_or(point).min(point);
        let start = stretch * STRETCH;
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        for (at, byte) in bytes.iter().enumerate() {
            if !matches!(byte, 0x80..=0xbf) {
                if left == 0 {
                    return start + at;
                }
                left -= 1;
            }
        }
        self.text.len() + left as usize
    }

    /// The words of a span.
    fn of(&self, span: [u32; 2]) -> &str {
        self.text.get(self.byte(span[0])..self.byte(span[1])).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_found_by_code_points(text in "[a-cé“𝄞 ]{0,700}", start in 0..750_usize, length in 0..9_usize) {
            let words = Words::new(text.clone());
            let points: Vec<char> = text.chars().collect();
            let expected: String = points.get(start..start + length).unwrap_or_default().iter().collect();
            let end = u32::try_from(start + length).unwrap();
            prop_assert_eq!(words.of([u32::try_from(start).unwrap(), end]), expected);
        }
    }
}
