//! `changes`: what was corrected, with a note or in silence, and who still says the old thing.

use std::collections::BTreeSet;

use reportedly::{BlockKind, Document, segment};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::row::{self, REPORT, ReportRow, Statement, one_line};
use super::text::words;
use crate::error::Sql;
use crate::search::is_left_out;
use crate::{Ledger, LedgerError, load};

/// What changed in one report.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedReport {
    /// The report, as it is now.
    pub report: ReportRow,
    /// Its notes of correction.
    pub notes: Vec<String>,
    /// What differs from one version to the next; empty where the ledger has one version only.
    pub edits: Vec<Edit>,
}

/// A sentence that was changed, dropped or added between two versions.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// The version that has it as it was.
    pub from_version: u32,
    /// The version that has it as it is.
    pub to_version: u32,
    /// Day of the change, as far as the report tells.
    pub day: Option<String>,
    /// As it was; none where it was added.
    pub before: Option<String>,
    /// As it is; none where it was dropped.
    pub after: Option<String>,
    /// The words that were taken out.
    pub out: Vec<String>,
    /// The words that were put in.
    pub into: Vec<String>,
    /// Whether a note speaks of a correction; else the change was made in silence.
    pub noted: bool,
    /// Statements of other reports that still say it as it was.
    pub still: Vec<Statement>,
}

impl Ledger {
    /// Notes of correction, and what changed between versions.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn changes(&self) -> Result<Vec<ChangedReport>, LedgerError> {
        self.reading(changes)
    }
}

/// Words that a note of correction holds; what is one, the analysis has decided.
const NOTES: &str = "correction OR corrections OR corrected OR clarification OR updated OR amended OR \"editor s note\" OR \"earlier version\" \
     OR \"previous version\" OR \"original version\"";

fn changes(conn: &Connection) -> Sql<Vec<ChangedReport>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {REPORT} FROM document d WHERE d.latest = 1 AND (d.version > 1
           OR d.id IN (SELECT rowid FROM document_search WHERE document_search MATCH ?1))
         ORDER BY coalesce(d.updated, d.published, '~'), d.identity"
    ))?;
    let reports: Vec<ReportRow> =
        statement.query_map([NOTES], |row| ReportRow::from(row, 0))?.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for report in reports {
        let newest = load::stored(conn, report.id)?.document;
        let notes = notes(&newest);
        let mut edits = Vec::new();
        let mut later = (report.clone(), newest);
        for (row, document) in earlier(conn, &report)? {
            let mut step = between(conn, (&row, &document), (&later.0, &later.1), !notes.is_empty())?;
            step.append(&mut edits);
            edits = step;
            later = (row, document);
        }
        if !notes.is_empty() || !edits.is_empty() {
            found.push(ChangedReport { report, notes, edits });
        }
    }
    Ok(found)
}

/// Earlier versions, the latest of them first.
fn earlier(conn: &Connection, report: &ReportRow) -> Sql<Vec<(ReportRow, Document)>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {REPORT} FROM document d WHERE d.identity = ?1 AND d.version < ?2 ORDER BY d.version DESC"
    ))?;
    let rows: Vec<ReportRow> = statement
        .query_map(params![report.document, report.version], |row| ReportRow::from(row, 0))?
        .collect::<Result<_, _>>()?;
    rows.into_iter().map(|row| Ok((row.clone(), load::stored(conn, row.id)?.document))).collect()
}

fn notes(document: &Document) -> Vec<String> {
    let notes = document.blocks.iter().filter(|block| block.kind == BlockKind::Correction);
    notes.map(|block| one_line(block.span.of(&document.text))).collect()
}

/// The running text's sentences, each on one line with its place.
fn sentences(document: &Document) -> Vec<(String, reportedly::Span)> {
    let kept = |span: &reportedly::Span| {
        document.blocks.iter().any(|block| {
            block.span.contains(*span)
                && !matches!(block.kind, BlockKind::Correction | BlockKind::Credit | BlockKind::Caption)
        })
    };
    let spans = segment(reportedly::Language::english(), document).sentences;
    let spans = spans.into_iter().map(|sentence| sentence.span).filter(kept);
    spans.map(|span| (one_line(span.of(&document.text)), span)).collect()
}

fn between(
    conn: &Connection,
    (old_row, old): (&ReportRow, &Document),
    (new_row, new): (&ReportRow, &Document),
    noted: bool,
) -> Sql<Vec<Edit>> {
    let (before, after) = (sentences(old), sentences(new));
    let plain = |sentences: &[(String, reportedly::Span)]| -> BTreeSet<String> {
        sentences.iter().map(|(words, _)| words.clone()).collect()
    };
    let (had, has) = (plain(&before), plain(&after));
    let gone: Vec<&(String, reportedly::Span)> =
        before.iter().filter(|(words, _)| !has.contains(words)).collect();
    let mut come: Vec<&(String, reportedly::Span)> =
        after.iter().filter(|(words, _)| !had.contains(words)).collect();
    // A correction speaks of one or two things: in a report with many changes a note covers those it names.
    let note = notes(new).join(" ");
    let day = new_row.updated.as_deref().or(new_row.published.as_deref());
    let day = day.and_then(|date| date.get(..10)).map(str::to_owned);
    let mut edits = Vec::new();
    for (words_before, span) in gone {
        let mut best: Option<(usize, f64)> = None;
        for (at, (words_after, _)) in come.iter().enumerate() {
            let alike = alike(words_before, words_after);
            if alike >= 0.5 && best.is_none_or(|(_, most)| alike > most) {
                best = Some((at, alike));
            }
        }
        let after = best.map(|(at, _)| come.remove(at).0.clone());
        let (out, into) = differing(words_before, after.as_deref().unwrap_or(""));
        let still = match &after {
            Some(_) if out.len() <= 6 => still(conn, old_row, *span, old, (&out, &into), day.as_deref())?,
            _ => Vec::new(),
        };
        edits.push(Edit {
            from_version: old_row.version,
            to_version: new_row.version,
            day: day.clone(),
            before: Some(words_before.clone()),
            noted: noted && (speaks(&note, &out, &into) || covers(&note, words_before)),
            after,
            out,
            into,
            still,
        });
    }
    for (words_after, _) in come {
        edits.push(Edit {
            from_version: old_row.version,
            to_version: new_row.version,
            day: day.clone(),
            before: None,
            after: Some(words_after.clone()),
            out: Vec::new(),
            into: Vec::new(),
            noted: false,
            still: Vec::new(),
        });
    }
    Ok(edits)
}

/// Whether a note names what was taken out or put in.
fn speaks(note: &str, out: &[String], into: &[String]) -> bool {
    let said: BTreeSet<String> = pieces(note).into_iter().collect();
    out.iter().chain(into).any(|word| said.contains(&word.to_lowercase()))
}

/// Whether a note tells which sentence it is about without saying the words: "a wrong number of people who left their houses".
fn covers(note: &str, sentence: &str) -> bool {
    let telling = |text: &str| -> BTreeSet<String> {
        words(text).into_iter().filter(|word| word.chars().count() > 3 && !is_left_out(word)).collect()
    };
    telling(note).intersection(&telling(sentence)).count() >= 3
}

/// The words of a text in lower case, where a number is one word with its signs and its size: "31,000", "5.3%", "$12
/// million".
fn pieces(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let inside = |at: usize, sign: char| match sign {
        ',' | '.' => digit(at.checked_sub(1)) && digit(Some(at + 1)),
        '%' => digit(at.checked_sub(1)),
        '$' | '€' | '£' => digit(Some(at + 1)),
        sign => sign.is_alphanumeric(),
    };
    let mut pieces: Vec<String> = Vec::new();
    let mut going = false;
    for (at, &sign) in signs.iter().enumerate() {
        let goes = inside(at, sign);
        match pieces.last_mut().filter(|_| going) {
            Some(piece) if goes => piece.extend(sign.to_lowercase()),
            _ if goes => pieces.push(sign.to_lowercase().collect()),
            _ => {}
        }
        going = goes;
    }
    let mut joined: Vec<String> = Vec::new();
    for piece in pieces {
        let size = matches!(piece.as_str(), "thousand" | "million" | "billion" | "trillion" | "percent");
        match joined.last_mut().filter(|last| size && last.ends_with(|c: char| c.is_ascii_digit())) {
            Some(number) => *number = format!("{number} {piece}"),
            None => joined.push(piece),
        }
    }
    joined
}

/// Share of the longer sentence's words that both hold.
fn alike(one: &str, two: &str) -> f64 {
    let (one, two): (BTreeSet<String>, BTreeSet<String>) =
        (words(one).into_iter().collect(), words(two).into_iter().collect());
    let longer = one.len().max(two.len()).max(1);
    one.intersection(&two).count() as f64 / longer as f64
}

/// The words that only one of two sentences holds, in order.
fn differing(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let only = |one: &str, two: &str| -> Vec<String> {
        let other: BTreeSet<String> = pieces(two).into_iter().collect();
        let mut seen = BTreeSet::new();
        pieces(one).into_iter().filter(|word| !other.contains(word) && seen.insert(word.clone())).collect()
    };
    (only(before, after), only(after, before))
}

/// Statements of other reports, published on the day of the change or later, that are linked to what was taken out and
/// have its words.
fn still(
    conn: &Connection,
    old_row: &ReportRow,
    span: reportedly::Span,
    old: &Document,
    (out, into): (&[String], &[String]),
    day: Option<&str>,
) -> Sql<Vec<Statement>> {
    let before = old.text.get(..span.start()).map_or(0, |text| text.chars().count());
    let length = span.of(&old.text).chars().count();
    let mut query = conn.prepare_cached(
        "SELECT DISTINCT o.document, o.number FROM passage p
         JOIN (SELECT a_document AS d1, a AS n1, b_document AS d2, b AS n2, judged FROM link
               UNION ALL SELECT b_document, b, a_document, a, judged FROM link) l ON l.d1 = p.document AND l.n1 = p.number
         JOIN passage o ON o.document = l.d2 AND o.number = l.n2
         JOIN document d ON d.id = o.document AND d.latest = 1 AND d.identity <> ?4
         WHERE p.document = ?1 AND p.start < ?3 AND p.end > ?2 AND coalesce(l.judged, '') <> 'rejected'
           AND (?5 IS NULL OR substr(d.published, 1, 10) >= ?5)
         ORDER BY d.published, d.identity, o.number",
    )?;
    let rows = query
        .query_map(params![old_row.id, before, before + length, old_row.document, day], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let ends: Vec<(i64, u32)> = rows.collect::<Result<_, _>>()?;
    let mut found: Vec<Statement> = Vec::new();
    for (document, number) in ends {
        let Some(statement) = row::passage(conn, document, number)? else { continue };
        let said: BTreeSet<String> = pieces(&statement.context).into_iter().collect();
        let old_words = !out.is_empty() && out.iter().all(|word| said.contains(word));
        let new_words = !into.is_empty() && into.iter().all(|word| said.contains(word));
        let known = found.iter().any(|other| other.report.id == statement.report.id);
        if old_words && !new_words && !known {
            found.push(statement);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ() {
        let (out, into) = differing("Twelve deckhands were burned.", "Nine deckhands were burned.");
        assert_eq!((out, into), (vec!["twelve".to_owned()], vec!["nine".to_owned()]));
        assert!(alike("Twelve deckhands were burned.", "Nine deckhands were burned.") > 0.7);
        assert!(alike("Twelve deckhands were burned.", "The harbor is closed.") < 0.3);
    }

    #[test]
    fn numbers_are_whole() {
        let check = |before: &str, after: &str| {
            let (out, into) = differing(before, after);
            format!("{} → {}", out.join(" "), into.join(" "))
        };
        assert_eq!(check("Some 31,000 people left.", "Some 27,000 people left."), "31,000 → 27,000");
        assert_eq!(check("It was 5.3% on Monday.", "It was 5.5% on Monday."), "5.3% → 5.5%");
        assert_eq!(check("It costs $12 million.", "It costs $9 million."), "$12 million → $9 million");
        assert_eq!(check("It ended at 5.", "It ended at 5, they said."), " → they said");
        assert_eq!(check("“Ärzte” 3,", "$ % , ."), "ärzte 3 → ");
    }

    #[test]
    fn a_note_need_not_say_the_number() {
        let note = "Correction: An earlier version gave a wrong number of people who left their houses.";
        assert!(covers(note, "Some 31,000 people left their houses in Kelda Bay, the mayor said."));
        assert!(!covers(note, "The rate of flooded houses was 5.3% on Monday, officials said."));
    }

    #[test]
    fn a_note_covers_what_it_names() {
        let words = |word: &str| vec![word.to_owned()];
        let note = "Correction: An earlier version gave the wrong number of harbors. It is four, not five.";
        assert!(speaks(note, &words("five"), &words("four")));
        assert!(!speaks(note, &words("twelve"), &words("nine")));
    }
}
