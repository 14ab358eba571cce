//! `figures`: what was counted, how it grew, who says otherwise.

use std::collections::BTreeMap;

use reportedly::Language;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::find::terms;
use super::row::{self, ReportRow, StepRow, one_line, step_label};
use super::series::{self, Thing};
use super::text::{stem, words};
use crate::error::Sql;
use crate::{Ledger, LedgerError};

/// More figures than this are not looked at.
const MOST: usize = 2_000;

/// Figures that fit a question.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    /// One for each thing counted; the longest first.
    pub series: Vec<Series>,
    /// Whether there were too many to look at all of them.
    pub cut: bool,
}

/// Figures of one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// What is counted.
    pub counted: String,
    /// The clause that says what exactly, of the earliest figure, with "N" in the number's place.
    pub clause: String,
    /// As in `reportedly/1`.
    pub unit: Option<String>,
    /// As in `reportedly/1`.
    pub per: Option<String>,
    /// up by, down by; none for a state.
    pub change: Option<String>,
    /// Whether the words asked for are in what is counted itself; else only in the clause.
    pub direct: bool,
    /// Who the figures come from.
    pub roots: Vec<String>,
    /// The figures by date; repetitions are under the first that gives them.
    pub points: Vec<Point>,
}

/// A figure, with those who repeat it.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// The figure.
    pub figure: FigureRow,
    /// Index of its root among the series' roots.
    pub root: usize,
    /// Others that give the same from the same root.
    pub repeats: Vec<FigureRow>,
    /// Indexes of earlier points of another value that this one stands against, nearest first.
    pub against: Vec<Against>,
}

/// Two points of a series that do not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    /// Index of the other point.
    pub point: usize,
    /// update (a later state), differs, denies, corrects; or open: update or conflict, as-of not stated.
    pub relation: String,
}

/// A figure of a report.
#[derive(Clone, Debug, Serialize)]
pub struct FigureRow {
    /// The report.
    pub report: ReportRow,
    /// Its number in the report: "f1".
    pub figure: String,
    /// The claim's: "c3".
    pub claim: Option<String>,
    /// Code points of the report's text.
    pub span: [u32; 2],
    /// As written.
    pub words: String,
    /// Least value; none where it is open.
    pub low: Option<f64>,
    /// Greatest value; none where it is open.
    pub high: Option<f64>,
    /// exact, about, at_least, more_than, at_most, less_than, between.
    pub relation: String,
    /// estimated, forecast, targeted, denied.
    pub status: Option<String>,
    /// What is counted, as written.
    pub counted: String,
    /// The clause around it.
    pub clause: String,
    /// Whom it comes from.
    pub chain: Vec<StepRow>,
    #[serde(skip)]
    document: i64,
    #[serde(skip)]
    passage: Option<u32>,
    #[serde(skip)]
    thing: Thing,
    #[serde(skip)]
    direct: bool,
}

impl FigureRow {
    /// Who stands at the end of the chain, else the outlet itself.
    pub fn origin(&self) -> String {
        match self.chain.last() {
            Some(step) => step_label(step),
            None => format!("{} itself", self.report.outlet()),
        }
    }

    /// The labels of each step, nearest first.
    pub fn steps(&self) -> Vec<String> {
        self.chain.iter().map(|step| step_label(step)).collect()
    }
}

impl Ledger {
    /// The figures whose thing counted, or the clause around it, holds the words.
    ///
    /// # Errors
    ///
    /// No words, or those of the file.
    pub fn figures(&self, language: &Language, question: &str) -> Result<Figures, LedgerError> {
        figures(self.connection(), language, question).map_err(|kind| self.fault(kind))
    }
}

fn figures(conn: &Connection, language: &Language, question: &str) -> Sql<Figures> {
    let terms = terms(question)?;
    let mut rows = load(conn, language, &terms.all())?;
    let asked: Vec<&str> = terms.each().map(stem).collect();
    rows.retain_mut(|row| {
        let stems = |text: &str| words(text).iter().map(|word| stem(word).to_owned()).collect::<Vec<_>>();
        let (counted, clause) = (stems(&row.counted), stems(&row.clause));
        let inside = |term: &&str| counted.iter().any(|word| word == term);
        row.direct = asked.iter().all(inside);
        let some = asked.iter().any(inside);
        let whole = asked.iter().all(|term| inside(term) || clause.iter().any(|word| word == term));
        row.direct |= some && whole;
        // a value that is open on both sides is none
        whole && (row.low.is_some() || row.high.is_some())
    });
    let cut = rows.len() > MOST;
    rows.truncate(MOST);
    let mut passage = conn.prepare_cached(
        "SELECT number FROM passage WHERE document = ?1 AND figure = ?2 ORDER BY number LIMIT 1",
    )?;
    for row in &mut rows {
        let number: u32 = row.figure.trim_start_matches('f').parse().unwrap_or(0);
        row.passage = passage.query_row(params![row.document, number], |row| row.get(0)).optional()?;
        if let Some(claim) = &row.claim {
            let number = claim.trim_start_matches('c').parse().unwrap_or(0);
            row.chain = row::chain(conn, row.document, number)?;
            row.thing.statement = Some((row.document, number));
        }
        let mut labels = row.steps();
        labels.extend(row.report.outlet.clone());
        row.thing.without(&labels);
        let day = row.report.day().and_then(|day| day.parse::<jiff::civil::Date>().ok());
        row.thing.day = day
            .map(|day| i64::from(jiff::civil::date(2000, 1, 1).until(day).map_or(0, |span| span.get_days())));
    }
    let links = links(conn, &rows)?;
    let things: Vec<Thing> = rows.iter().map(|row| row.thing.clone()).collect();
    let pairs: Vec<(usize, usize)> = links.keys().copied().collect();
    let groups = series::series(&things, &pairs);
    let mut by_group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.into_iter().enumerate() {
        by_group.entry(group).or_default().push(at);
    }
    let mut series: Vec<Series> = by_group.into_values().filter_map(|at| tell(&rows, &links, &at)).collect();
    series.sort_by_key(|series| {
        let figures: usize = series.points.iter().map(|point| 1 + point.repeats.len()).sum();
        let first = series.points.first().map(|point| &point.figure);
        (
            !series.direct,
            std::cmp::Reverse(figures),
            first.and_then(|row| row.report.published.clone()),
            first.map(|row| (row.report.document.clone(), row.span)),
        )
    });
    Ok(Figures { series, cut })
}

/// Figures of the claims that hold the words.
fn load(conn: &Connection, language: &Language, query: &str) -> Sql<Vec<FigureRow>> {
    let report = super::row::REPORT;
    let mut statement = conn.prepare_cached(&format!(
        "WITH hit AS MATERIALIZED (
           SELECT c.document, c.number FROM claim_search JOIN claim c ON c.id = claim_search.rowid
           WHERE claim_search MATCH ?1 AND c.figures)
         SELECT {report}, f.number, f.claim, f.start, f.end, f.low, f.high, f.relation, f.unit, f.per, f.change, f.status,
           f.counted_start, f.counted_end, f.about_start, f.about_end
         FROM hit h JOIN figure f ON f.document = h.document AND f.claim = h.number
         JOIN document d ON d.id = f.document AND d.latest = 1
         GROUP BY f.document, f.number
         ORDER BY coalesce(d.published, '~'), d.identity, f.number LIMIT {}",
        MOST + 1
    ))?;
    let mut text = conn.prepare_cached("SELECT text FROM body WHERE document = ?1")?;
    let mut at_hand: (i64, Words) = (-1, Words::default());
    let mut rows = statement.query([query])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let document: i64 = row.get(0)?;
        // Each text once: the rows of a report stand together.
        if at_hand.0 != document {
            at_hand = (document, Words::new(text.query_row([document], |row| row.get(0))?));
        }
        let number: u32 = row.get(8)?;
        let claim: Option<u32> = row.get(9)?;
        let span: [u32; 2] = [row.get(10)?, row.get(11)?];
        let part = |at: usize| -> rusqlite::Result<String> {
            let ends: (Option<u32>, Option<u32>) = (row.get(at)?, row.get(at + 1)?);
            Ok(ends.0.zip(ends.1).map(|(start, end)| at_hand.1.of([start, end])).unwrap_or_default())
        };
        let (words, counted, clause) = (at_hand.1.of(span), part(19)?, part(21)?);
        let thing = Thing {
            unit: row.get(15)?,
            per: row.get(16)?,
            change: row.get(17)?,
            status: row.get(18)?,
            ..Thing::new(language, &counted, &clause, &words)
        };
        found.push(FigureRow {
            report: ReportRow::from(row, 0)?,
            figure: format!("f{number}"),
            claim: claim.map(|number| format!("c{number}")),
            span,
            low: row.get(12)?,
            high: row.get(13)?,
            relation: row.get(14)?,
            status: row.get(18)?,
            words,
            counted,
            clause,
            chain: Vec::new(),
            document,
            passage: None,
            thing,
            direct: false,
        });
    }
    Ok(found)
}

/// A text that is read by code points.
#[derive(Default)]
struct Words {
    text: String,
    /// Byte offsets of the code points; none where each is one byte.
    starts: Option<Vec<usize>>,
}

impl Words {
    fn new(text: String) -> Words {
        let starts = (!text.is_ascii())
            .then(|| text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect());
        Words { text, starts }
    }

    /// The words of a span on one line.
    fn of(&self, span: [u32; 2]) -> String {
        let byte = |at: u32| match &self.starts {
            Some(starts) => starts.get(at as usize).copied(),
            None => Some(at as usize),
        };
        let bytes = byte(span[0]).zip(byte(span[1]));
        one_line(bytes.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default())
    }
}

type Links = BTreeMap<(usize, usize), String>;

/// What the ledger's links say about pairs of the rows.
fn links(conn: &Connection, rows: &[FigureRow]) -> Sql<Links> {
    let at = |row: &FigureRow| row.passage.map(|passage| (row.document, passage));
    let index: BTreeMap<(i64, u32), usize> =
        rows.iter().enumerate().filter_map(|(place, row)| Some((at(row)?, place))).collect();
    let mut query = conn.prepare_cached(
        "SELECT b_document, b, relation FROM link
         WHERE a_document = ?1 AND a = ?2 AND kind = 'figure' AND coalesce(judged, '') <> 'rejected'",
    )?;
    let mut links = Links::new();
    for (&(document, passage), &a) in &index {
        let mut found = query.query(params![document, passage])?;
        while let Some(row) = found.next()? {
            if let Some(&b) = index.get(&(row.get(0)?, row.get(1)?)) {
                links.insert((a.min(b), a.max(b)), row.get(2)?);
            }
        }
    }
    Ok(links)
}

/// One series: its points by date, each value of a root once.
fn tell(rows: &[FigureRow], links: &Links, members: &[usize]) -> Option<Series> {
    let first = members.first().and_then(|&at| rows.get(at))?;
    let mut roots: Vec<String> = Vec::new();
    let mut points: Vec<(usize, Point)> = Vec::new();
    for &at in members {
        let Some(row) = rows.get(at) else { continue };
        let origin = row.origin();
        let root = roots.iter().position(|root| same_origin(root, &origin)).unwrap_or_else(|| {
            roots.push(origin);
            roots.len() - 1
        });
        let same = |(other, point): &&mut (usize, Point)| {
            let value = (point.figure.low, point.figure.high) == (row.low, row.high);
            let linked = links.contains_key(&((*other).min(at), (*other).max(at)));
            // an outlet that gives in its own voice what another gave repeats it only where a link says so
            value && (point.root == root || linked)
        };
        match points.iter_mut().find(same) {
            Some((_, point)) => point.repeats.push(row.clone()),
            None => {
                points.push((
                    at,
                    Point { figure: row.clone(), root, repeats: Vec::new(), against: Vec::new() },
                ));
            }
        }
    }
    for place in 0..points.len() {
        let against = against(&points, place, links);
        if let Some((_, point)) = points.get_mut(place) {
            point.against = against;
        }
    }
    let used: Vec<usize> = points.iter().map(|(_, point)| point.root).collect();
    let kept: Vec<usize> = (0..roots.len()).filter(|root| used.contains(root)).collect();
    for (_, point) in &mut points {
        point.root = kept.iter().position(|root| *root == point.root).unwrap_or(0);
    }
    Some(Series {
        counted: first.counted.clone(),
        clause: blank(&first.clause, &first.words),
        unit: first.thing.unit.clone(),
        per: first.thing.per.clone(),
        change: first.thing.change.clone().filter(|change| change.ends_with("by")),
        direct: members.iter().any(|&at| rows.get(at).is_some_and(|row| row.direct)),
        roots: kept.iter().filter_map(|root| roots.get(*root).cloned()).collect(),
        points: points.into_iter().map(|(_, point)| point).collect(),
    })
}

/// "Paul Reyes" and "Reyes", "the port officials" and "unnamed port officials".
fn same_origin(one: &str, two: &str) -> bool {
    let key = |label: &str| {
        let small = ["the", "unnamed", "some", "a", "an"];
        words(label).into_iter().filter(|word| !small.contains(&word.as_str())).collect::<Vec<_>>()
    };
    let (one, two) = (key(one), key(two));
    !one.is_empty() && one == two
}

/// The clause with "N" in the figure's place.
fn blank(clause: &str, figure: &str) -> String {
    match clause.find(figure).filter(|_| !figure.is_empty()) {
        Some(at) => {
            let (before, rest) = clause.split_at(at);
            format!("{before}N{}", rest.strip_prefix(figure).unwrap_or(rest))
        }
        None => clause.to_owned(),
    }
}

/// Earlier points that this one does not agree with: the nearest other value, and those that a link names.
fn against(points: &[(usize, Point)], place: usize, links: &Links) -> Vec<Against> {
    let Some((at, point)) = points.get(place) else { return Vec::new() };
    let mut found: Vec<Against> = Vec::new();
    for (other, (earlier, against)) in points.iter().enumerate().take(place).rev() {
        // a report that gives two numbers knows what it does
        if against.figure.report.document == point.figure.report.document {
            continue;
        }
        let linked = links.get(&((*earlier).min(*at), (*earlier).max(*at))).map(String::as_str);
        let relation = match linked {
            Some("same" | "compatible" | "narrower") => continue,
            Some(relation) => relation,
            None if overlap(&against.figure, &point.figure) => continue,
            // only the value before it: a row of growing numbers is no row of conflicts
            None if found.is_empty() => "open",
            None => continue,
        };
        found.push(Against { point: other, relation: relation.to_owned() });
        if found.len() == 3 {
            break;
        }
    }
    found
}

/// Whether both can be right.
fn overlap(one: &FigureRow, two: &FigureRow) -> bool {
    let range = |row: &FigureRow| {
        // "about 300" can be 310
        let slack = if row.relation == "about" { 0.1 } else { 0.0 };
        let low = row.low.map_or(f64::NEG_INFINITY, |low| low - low.abs() * slack);
        let high = row.high.map_or(f64::INFINITY, |high| high + high.abs() * slack);
        (low, high)
    };
    let (one, two) = (range(one), range(two));
    one.0 <= two.1 && two.0 <= one.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_left_out_of_the_clause() {
        assert_eq!(blank("an estimated 340 boats are laid up", "an estimated 340"), "N boats are laid up");
        assert_eq!(blank("boats are laid up", "340"), "boats are laid up");
        assert_eq!(blank("boats", ""), "boats");
    }

    #[test]
    fn origins_are_compared_by_their_words() {
        assert!(same_origin("the port officials", "unnamed port officials"));
        assert!(!same_origin("port officials", "police officials"));
        assert!(!same_origin("the", "a"));
    }
}
