//! Time expressions: found by a small grammar over the tokens, then resolved against the publication date, the tense of
//! their clause, and the times spoken of before.

mod amounts;
mod calendar;
mod clock;
mod dates;
mod grammar;
mod periods;
mod resolve;
mod scan;
mod tense;
mod when;
mod written;
mod years;

use crate::{
    Annotations, Claim, ClaimId, Document, Evidence, Language, Notice, Segments, Span, Syntax, Time, TimeId,
    TimeKind, TimeModifier,
};

use crate::language::times::{Edge, Shift, Side, Unit};

use calendar::Stretch;
use resolve::{Context, Meaning, Unread, resolve};
use scan::Scan;
use written::{Found, Given, Written};

pub use when::place;

/// Finds the time expressions of a document and resolves them against its publication date.
///
/// Without a publication date what hangs on it keeps X ("XXXX-XX-XX"), with one notice for the report.
pub fn times(
    language: &Language,
    document: &Document,
    segments: &Segments,
    seen: &Annotations,
    claims: &[Claim],
) -> (Vec<Time>, Vec<Notice>) {
    let mut reader = Reader {
        segments,
        syntax: &seen.syntax,
        times: Vec::new(),
        context: Context::default(),
        open: false,
    };
    reader.context.published = document.published();
    let mut found = Vec::new();
    let mut notices = Vec::new();
    for sentence in &segments.sentences {
        reader.context.paragraph = sentence.paragraph;
        let Some(scan) =
            Scan::new(&document.text, &language.times, &segments.tokens, sentence.tokens.clone())
        else {
            continue;
        };
        found.clear();
        grammar::find(&scan, &mut found);
        for found in &found {
            if !reader.read(&scan, found) {
                let words = segments.span_of(found.tokens.clone());
                let text = words.map_or("", |span| span.of(&document.text));
                notices.push(Notice::new("T02", words, format!("“{text}” names a day that does not exist")));
            }
        }
    }
    let Reader { mut times, open, .. } = reader;
    if open && document.published().is_none() {
        notices.push(Notice::new("T03", None, "no publication date: relative times left open"));
    }
    give_claims(&mut times, claims);
    (times, notices)
}

struct Reader<'a> {
    segments: &'a Segments,
    /// Syntax of each token, or nothing.
    syntax: &'a [Syntax],
    times: Vec<Time>,
    context: Context,
    /// Whether a time would need the publication date.
    open: bool,
}

impl Reader<'_> {
    /// The side of the clause; where its verb leaves it open, a time ahead just before it in the sentence tells.
    fn side(&self, scan: &Scan<'_>, found: &Found) -> Option<Side> {
        let side = tense::side(scan, self.syntax, found.tokens.clone());
        let Some(first) = scan.tokens.get(scan.range.start) else { return side };
        let ahead = self
            .times
            .last()
            .filter(|time| time.span.start() >= first.span.start())
            .and_then(|time| time.days)
            > self.context.published.map(|day| (day, jiff::civil::Date::MAX));
        match side {
            None | Some(Side::Open) if ahead && self.context.published.is_some() => Some(Side::Ahead),
            side => side,
        }
    }

    /// Reads one expression; false where it names a day that does not exist.
    fn read(&mut self, scan: &Scan<'_>, found: &Found) -> bool {
        let Some(mut span) = self.segments.span_of(found.tokens.clone()) else { return true };
        let (kind, meaning) = match &found.written {
            Written::Reference(value) if value.is_empty() => return true,
            Written::Reference(value) => (TimeKind::Date, Meaning::fixed(value)),
            Written::Duration(value) => (TimeKind::Duration, Meaning::fixed(value)),
            Written::Set(value) => (TimeKind::Set, Meaning::fixed(value)),
            Written::Within(value) => {
                match (tense::side(scan, self.syntax, found.tokens.clone()), ahead(value)) {
                    (Some(Side::Ahead), Some(given)) => {
                        let Ok(meaning) = resolve(&Written::calendar(given), &self.context) else {
                            return true;
                        };
                        (TimeKind::Date, meaning)
                    }
                    (Some(Side::Ahead), None) if value.contains('X') => {
                        (TimeKind::Date, Meaning::fixed("FUTURE_REF"))
                    }
                    _ => {
                        // a plain duration, without its "in"
                        if let Some(inner) = self.segments.span_of(found.tokens.start + 1..found.tokens.end) {
                            span = inner;
                        }
                        (TimeKind::Duration, Meaning::fixed(value))
                    }
                }
            }
            Written::Calendar { .. } | Written::Range(..) => {
                self.context.side = self.side(scan, found);
                self.context.money = speaks_of_money(scan);
                let meaning = match resolve(&found.written, &self.context) {
                    Ok(meaning) => meaning,
                    Err(unread) => return unread == Unread::Nothing,
                };
                (if meaning.within_day { TimeKind::Time } else { TimeKind::Date }, meaning)
            }
        };
        let id = TimeId(u32::try_from(self.times.len()).unwrap_or(u32::MAX));
        self.open |= meaning.anchor == crate::Anchor::Published;
        if let Some(stretch) = meaning.stretch {
            self.context.last = Some((stretch, id));
            self.context.last_paragraph = self.context.paragraph;
            if matches!(stretch, Stretch::Quarter(..)) && meaning.anchor == crate::Anchor::Published {
                self.context.quarter = Some((stretch, id));
            }
        }
        self.times.push(Time {
            span,
            kind,
            value: meaning.value,
            days: meaning.stretch.and_then(Stretch::days),
            anchor: meaning.anchor,
            modifier: modifier(scan, found),
            claim: None,
            evidence: Evidence::rule(found.rule),
        });
        true
    }
}

/// A duration of whole days, weeks, months or years as a time that far ahead of now.
fn ahead(duration: &str) -> Option<Given> {
    let rest = duration.strip_prefix('P')?;
    let number = rest.get(..rest.len().checked_sub(1)?)?.parse().ok()?;
    let unit = match rest.chars().next_back()? {
        'D' => Unit::Day,
        'W' => Unit::Week,
        'M' => Unit::Month,
        'Y' => Unit::Year,
        _ => return None,
    };
    Some(Given::Shifted { number, unit, shift: Shift::Hence })
}

impl Meaning {
    fn fixed(value: &str) -> Meaning {
        Meaning { value: value.to_owned(), stretch: None, anchor: crate::Anchor::None, within_day: false }
    }
}

/// What the words before the time say of it beyond its value.
fn modifier(scan: &Scan<'_>, found: &Found) -> Option<TimeModifier> {
    let at = found.tokens.start;
    if let Written::Calendar { edge: Some(edge), .. } = found.written {
        return match edge {
            Edge::Start => Some(TimeModifier::Start),
            Edge::Middle => Some(TimeModifier::Middle),
            Edge::End => Some(TimeModifier::End),
            Edge::Earlier | Edge::Later => None,
        };
    }
    let next = if scan.word(at) == "just" { at + 1 } else { at };
    match scan.word(next) {
        "more" | "over" => Some(TimeModifier::MoreThan),
        "less" | "fewer" | "under" | "up" => Some(TimeModifier::LessThan),
        "at" if scan.word(next + 1) == "least" => Some(TimeModifier::MoreThan),
        "at" if scan.word(next + 1) == "most" => Some(TimeModifier::LessThan),
        "just" | "only" | "barely" => None,
        _ => scan.entry(at).about.then_some(TimeModifier::About),
    }
}

fn speaks_of_money(scan: &Scan<'_>) -> bool {
    scan.range.clone().any(|at| {
        scan.is(at, &["$", "%", "percent", "cents", "profit", "sales", "revenue", "earnings", "net"])
    })
}

/// Gives each time the innermost claim whose content holds it: the one with the shortest content.
fn give_claims(times: &mut [Time], claims: &[Claim]) {
    let mut pieces: Vec<(Span, usize, ClaimId)> = Vec::new();
    for (id, claim) in (0..).zip(claims) {
        let length = claim.content.iter().map(|span| span.len()).sum();
        pieces.extend(claim.content.iter().map(|&span| (span, length, ClaimId(id))));
    }
    pieces.sort_by_key(|(span, length, id)| (span.start(), *length, *id));
    let mut open: Vec<(Span, usize, ClaimId)> = Vec::new();
    let mut next = 0;
    for time in times {
        while let Some(piece) = pieces.get(next).filter(|(span, ..)| span.start() <= time.span.start()) {
            open.push(*piece);
            next += 1;
        }
        open.retain(|(span, ..)| span.end() > time.span.start());
        let inner = open
            .iter()
            .filter(|(span, ..)| span.contains(time.span))
            .min_by_key(|(_, length, id)| (*length, std::cmp::Reverse(*id)));
        time.claim = inner.map(|(_, _, id)| *id);
    }
}

#[cfg(test)]
mod tests;
