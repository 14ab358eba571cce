//! Where a judgment stands: tied to words, found again when the analysis or the document changes.

use reportedly::wire::{Line, Range};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerErrorKind, Sql};
use crate::load;

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

/// The place that `DOCUMENT#c3` means.
pub(super) fn find(conn: &Connection, words: &str) -> Sql<Anchor> {
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
pub(super) fn locate(conn: &Connection, anchor: &Anchor) -> Sql<Option<(i64, String)>> {
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
