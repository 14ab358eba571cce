//! Quantities: found in the text, read, and tied to what they count.

mod amount;
mod change;
mod context;
mod counted;
mod lex;
mod literal;
mod missing;
mod names;
mod number;
mod rate;
mod relate;

use crate::{
    Annotations, Change, ChangeKind, Claim, ClaimId, Document, Evidence, Figure, FigureStatus, Language,
    Notice, Segments, Span, Stance, Time, TimeKind,
};

use amount::{Amount, Known};
use lex::Line;

pub use relate::relate;

/// Finds the figures of a document, reads them and ties them to the innermost claim that holds them.
pub fn figures(
    language: &Language,
    document: &Document,
    segments: &Segments,
    _seen: &Annotations,
    claims: &[Claim],
    times: &[Time],
) -> (Vec<Figure>, Vec<Notice>) {
    let mut reader = Reader {
        language,
        text: &document.text,
        segments,
        times,
        known: Known::new(&language.quantities),
        share: None,
        figures: Vec::new(),
        notices: Vec::new(),
    };
    for index in 0..segments.sentences.len() {
        reader.sentence(index);
    }
    let Reader { mut figures, notices, .. } = reader;
    assign(&mut figures, claims);
    (figures, notices)
}

/// Reads sentence by sentence.
struct Reader<'a> {
    language: &'a Language,
    text: &'a str,
    segments: &'a Segments,
    times: &'a [Time],
    known: Known,
    /// Of whom the last share was, and in which paragraph: "73 percent said the same".
    share: Option<(Span, usize)>,
    figures: Vec<Figure>,
    notices: Vec<Notice>,
}

impl Reader<'_> {
    fn sentence(&mut self, index: usize) {
        let Some(sentence) = self.segments.sentences.get(index) else { return };
        let line = Line::new(self.text, sentence.span, &self.language.quantities);
        let (mut amounts, unread) = amount::find(&line, &self.known);
        for at in unread {
            let item =
                line.get(at).filter(|item| item.literal.as_ref().is_some_and(|literal| literal.unclear));
            if let Some(item) = item {
                self.notices.push(Notice::new(
                    "F05",
                    Some(item.span),
                    "a number that cannot be read in one way",
                ));
            }
        }
        amounts.retain(|amount| !is_time(&line, amount, self.times));
        let changes = change::changes(&line, &amounts, &self.known);
        let (counted, guessed) = counted::counted(&line, &amounts, &changes, &self.known);
        let starts: Vec<usize> = amounts.iter().map(|amount| amount.start).collect();
        for (at, amount) in amounts.iter_mut().enumerate() {
            let next = starts.get(at + 1).copied().unwrap_or(line.len());
            let told = Told {
                change: changes.get(at).copied().flatten(),
                counted: counted.get(at).copied().flatten(),
                guessed: guessed.get(at).copied().unwrap_or(false),
                other_end: has_other_end(&changes, at),
            };
            if amount.per.is_none() {
                amount.per = rate::distant(&line, amount, told.counted, next);
            }
            self.figure(&line, sentence.span, sentence.paragraph, amount, &told);
        }
    }

    fn figure(&mut self, line: &Line<'_>, sentence: Span, paragraph: usize, amount: &Amount, told: &Told) {
        let Some(span) = line.span(amount.start, amount.end) else { return };
        let mut thing = told.counted.and_then(|(start, end)| line.span(start, end));
        if amount.unit.is_some() && amount.unit == self.known.percent && told.change.is_none() {
            if (thing.is_none() || told.guessed) && counted::spoken(line, amount, &self.known) {
                thing =
                    self.share.filter(|(_, place)| *place + 1 >= paragraph).map(|(span, _)| span).or(thing);
            }
            if !told.guessed {
                self.share = thing.map(|thing| (thing, paragraph)).or(self.share);
            }
        }
        let status = context::status(line, amount);
        let around = missing::Around {
            change: told.change,
            status,
            counted: told.counted.filter(|_| !told.guessed),
            other_end: told.other_end,
            sentence,
            paragraph: self.segments.paragraphs.get(paragraph).map_or(sentence, |paragraph| paragraph.span),
            times: self.times,
            text: self.text,
            near: near(self.text, span),
            of_number: self.figures.iter().rev().take(4).any(|figure| {
                figure.unit.is_none()
                    && span.start().saturating_sub(figure.span.end()) < 400
                    && figure.counted.is_some()
            }),
        };
        self.notices.extend(missing::missing(line, amount, &around, &self.known));
        let (start, end) = context::clause(line, amount, line.len());
        self.figures.push(Figure {
            span,
            low: amount.low,
            high: amount.high,
            relation: amount.relation,
            unit: amount.unit.and_then(|unit| line.words.units.get(unit)).map(|unit| unit.name.clone()),
            per: amount.per.clone(),
            change: told.change,
            counted: thing,
            approximator: amount.approximator.and_then(|(start, end)| line.span(start, end)),
            status,
            about: line.span(start, end),
            claim: None,
            evidence: Evidence::rule("figure/grammar"),
        });
    }
}

/// The text around a span, a few hundred words.
fn near(text: &str, span: Span) -> &str {
    let edge = |at: usize| (at..at + 4).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text.get(edge(span.start().saturating_sub(1500))..edge((span.end() + 600).min(text.len()))).unwrap_or("")
}

/// What the sentence tells about one amount.
struct Told {
    change: Option<Change>,
    counted: Option<counted::Phrase>,
    /// Whether that is only the nearest noun.
    guessed: bool,
    /// Whether another amount tells an end of the same change.
    other_end: bool,
}

fn has_other_end(changes: &[Option<Change>], at: usize) -> bool {
    let Some(change) = changes.get(at).copied().flatten() else { return false };
    let near = at.saturating_sub(4)..(at + 5).min(changes.len());
    changes.iter().enumerate().take(near.end).skip(near.start).any(|(other, told)| {
        other != at
            && told.is_some_and(|told| told.direction == change.direction && told.kind != ChangeKind::By)
    })
}

/// Whether the amount is part of a time expression: a date, a clock time, a duration.
fn is_time(line: &Line<'_>, amount: &Amount, times: &[Time]) -> bool {
    let Some(core) = line.get(amount.core).map(|item| item.span) else { return false };
    let from = times.partition_point(|time| time.span.end() <= core.start());
    times.iter().skip(from).take_while(|time| time.span.start() < core.end()).any(|time| {
        let inside = time.span.contains(core);
        let rate = time.kind == TimeKind::Set && amount.unit.is_some();
        inside && !rate && (amount.unit.is_none() || amount.sort != number::Sort::Plain)
    })
}

/// Ties each figure to the innermost claim whose content holds it.
fn assign(figures: &mut [Figure], claims: &[Claim]) {
    let mut contents: Vec<(Span, usize, ClaimId)> = Vec::new();
    for (id, claim) in (0..).zip(claims) {
        let size = claim.content.iter().map(|span| span.len()).sum();
        contents.extend(claim.content.iter().map(|span| (*span, size, ClaimId(id))));
    }
    contents.sort_by_key(|(span, size, id)| (span.start(), *size, *id));
    let mut open: Vec<(Span, usize, ClaimId)> = Vec::new();
    let mut next = 0;
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by_key(|index| figures.get(*index).map(|figure| figure.span.end()));
    for index in order {
        let Some(figure) = figures.get_mut(index) else { continue };
        // the number stands last before the unit; the span's last byte decides
        let place = figure.span.end().saturating_sub(1);
        while let Some(content) = contents.get(next).filter(|(span, ..)| span.start() <= place) {
            open.push(*content);
            next += 1;
        }
        open.retain(|(span, ..)| span.end() > place);
        figure.claim =
            open.iter().min_by_key(|(_, size, id)| (*size, std::cmp::Reverse(*id))).map(|(_, _, id)| *id);
        let stance = figure.claim.and_then(|claim| claims.get(claim.0 as usize)).map(|claim| claim.stance);
        if stance == Some(Stance::Denying) {
            figure.status = Some(FigureStatus::Denied);
        }
    }
}

#[cfg(test)]
mod tests;
