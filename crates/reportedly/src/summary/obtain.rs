//! What one would have to get to check a report: the documents and reports that it leans on.

use std::collections::BTreeMap;

use crate::{Claim, Naming, SourceId, SourceKind, Span, StepSource};

use super::check::is_silence;
use super::{Place, View, time_reading};

/// A document or report to get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obtain {
    /// What it is: "The Wall Street Journal report".
    pub what: String,
    /// Its date, as far as the report gives one.
    pub date: Option<String>,
    /// Its address, as far as the report gives one.
    pub href: Option<String>,
    /// How many statements came through it or from it.
    pub statements: usize,
    /// Where those statements stand.
    pub places: Vec<Place>,
}

struct Found {
    what: String,
    date: Option<String>,
    href: Option<String>,
    places: Vec<Place>,
    statements: usize,
}

pub(super) fn obtain(view: &View<'_>) -> Vec<Obtain> {
    let mut found: BTreeMap<SourceId, Found> = BTreeMap::new();
    let contents = contents(view);
    for (_, claim) in view.claims().filter(|(_, claim)| !is_silence(claim)) {
        for at in claim.chain.iter().flat_map(|step| &step.sources) {
            let Some(what) = paper(view, claim, at) else { continue };
            let entry = found.entry(at.source).or_insert(Found {
                what,
                date: None,
                href: None,
                places: Vec::new(),
                statements: 0,
            });
            entry.statements += 1;
            entry.places.push(view.place(claim));
            entry.href = entry.href.take().or_else(|| href(view, at));
            entry.date = entry.date.take().or_else(|| date(view, contents.get(&at.source), at));
        }
    }
    let mut list: Vec<Obtain> = found
        .into_values()
        .map(|mut found| {
            found.places.sort();
            found.places.dedup();
            let Found { what, date, href, places, statements } = found;
            Obtain { what, date, href, statements, places }
        })
        .collect();
    list.sort_by_key(|item| (usize::MAX - item.statements, item.places.first().copied()));
    list
}

/// What to ask for, if the source is something that can be got.
fn paper(view: &View<'_>, claim: &Claim, at: &StepSource) -> Option<String> {
    let source = view.source(at.source)?;
    let own = view.document.meta.outlet.as_deref().unwrap_or("").to_lowercase();
    if source.name.as_ref().is_some_and(|name| own.contains(&name.to_lowercase())) {
        return None;
    }
    let label = view.label(at.source);
    let text = &view.document.text;
    // The cue is that of the voice nearest to the report.
    let nearest = claim.chain.first().is_some_and(|step| step.sources.contains(at));
    let cue = claim.cue.iter().copied().filter(|_| nearest);
    let near = at.span.into_iter().chain(source.descriptor).chain(cue);
    let kind = near.filter_map(|span| paper_word(view, text, span)).next();
    let named = |kind: &str| match paper_word(view, label, Span::new(0, label.len())) {
        Some(_) => label.to_owned(),
        None => format!("{label} {kind}"),
    };
    match source.kind {
        SourceKind::Document => Some(named(kind.unwrap_or("document"))),
        SourceKind::Outlet => Some(named(kind.unwrap_or("report"))),
        // "the committee reported", "figures from the ministry": a paper, where the report says so.
        SourceKind::Organization if source.naming == Naming::Named => kind.map(named),
        SourceKind::Organization => None,
        SourceKind::Person | SourceKind::Group | SourceKind::Unknown => None,
    }
}

/// What kind of paper the words speak of.
fn paper_word(view: &View<'_>, text: &str, span: Span) -> Option<&'static str> {
    view.language.papers.find(text, span).first().map(|found| found.class.name())
}

fn href(view: &View<'_>, at: &StepSource) -> Option<String> {
    let linked = |span: Span| {
        let link = view.document.meta.links.iter().find(|link| link.span.overlaps(span));
        link.map(|link| link.href.clone())
    };
    at.href.clone().or_else(|| at.span.and_then(linked))
}

/// Bytes between a source and its date at most.
const NEAR: usize = 160;

/// What came through each source, in text order.
fn contents(view: &View<'_>) -> BTreeMap<SourceId, Vec<Span>> {
    let mut contents: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
    for (_, claim) in view.claims() {
        for at in claim.chain.iter().flat_map(|step| &step.sources) {
            contents.entry(at.source).or_default().extend(&claim.content);
        }
    }
    contents.values_mut().for_each(|spans| spans.sort());
    contents
}

/// The calendar time that stands beside the source in its sentence, outside all that it says: a memo's date is not the
/// date of the report that quotes it.
fn date(view: &View<'_>, contents: Option<&Vec<Span>>, at: &StepSource) -> Option<String> {
    let span = at.span?;
    let text = &view.document.text;
    let near = |time: &&crate::Time| {
        let gap = gap(span, time.span);
        let between = text.get(gap.clone()).unwrap_or("");
        let calendar = time.value.starts_with(|c: char| c.is_ascii_digit());
        let before = contents.map(|all| all.partition_point(|content| content.start() <= time.span.start()));
        let near = contents.zip(before).and_then(|(all, end)| all.get(end.saturating_sub(16)..end));
        let told = near.is_some_and(|near| near.iter().any(|content| content.contains(time.span)));
        calendar
            && !told
            && gap.len() <= NEAR
            && !between.contains(['\n', '!', '?'])
            && !between.contains(". ")
    };
    let times = &view.analysis.times;
    let from = times.partition_point(|time| time.span.end().saturating_add(NEAR) < span.start());
    let times =
        times.iter().skip(from).take_while(|time| time.span.start() <= span.end().saturating_add(NEAR));
    let time = times.filter(near).min_by_key(|time| gap(span, time.span).len())?;
    time_reading(time)
}

/// The bytes between two spans; none where they overlap.
fn gap(a: Span, b: Span) -> std::ops::Range<usize> {
    if a.overlaps(b) { 0..0 } else { a.end().min(b.end())..a.start().max(b.start()) }
}
