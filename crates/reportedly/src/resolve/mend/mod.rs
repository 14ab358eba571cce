//! Attributions as they are resolved: what was seen, with what grammar plainly says put right first.

mod around;
mod fold;
mod labels;
mod nested;

use std::ops::Range;

use super::name::Names;
use super::phrase::Reader;
use super::word::Words;
use crate::language::{Classes, CueClass, List, Sourcing};
use crate::{Annotations, Attribution, AttributionId, Document, Language, Segments, SourceKind, Span};

/// Mends what was seen; the answer is in text order, nested ones after what holds them.
pub(super) fn mend(
    language: &Language,
    document: &Document,
    segments: &Segments,
    seen: &Annotations,
    words: &Words,
) -> Annotations {
    let names = Names::find(language, document, words, seen);
    let reader = Reader { text: &document.text, words, names: &names, sourcing: &language.sourcing };
    let mender = Mender { language, document, segments, reader };
    let mut mended: Vec<Option<Attribution>> = Vec::with_capacity(seen.attributions.len());
    for (index, attribution) in seen.attributions.iter().enumerate() {
        let held = attribution.within.is_some_and(|id| (id.0 as usize) < index);
        mended.push((!held || mender.worth(attribution)).then(|| mender.source(attribution)));
    }
    // what a dropped attribution held belongs to its holder's holder
    let parent = |mut at: usize| loop {
        let above = seen.attributions.get(at)?.within?.0 as usize;
        if above >= at {
            return None;
        }
        if mended.get(above).is_some_and(Option::is_some) {
            return Some(above);
        }
        at = above;
    };
    let mut new_id = vec![None; mended.len()];
    let mut attributions: Vec<Attribution> = Vec::new();
    for (index, attribution) in mended.iter().enumerate() {
        let Some(attribution) = attribution else { continue };
        let within = parent(index).and_then(|above| new_id.get(above).copied().flatten());
        if let Some(slot) = new_id.get_mut(index) {
            *slot = u32::try_from(attributions.len()).ok().map(AttributionId);
        }
        attributions.push(Attribution { within, ..attribution.clone() });
    }
    mender.around(&mut attributions);
    mender.fold(&mut attributions);
    mender.nested(&seen.syntax, &mut attributions);
    mender.labels(&mut attributions);
    Annotations { attributions, entities: seen.entities.clone(), syntax: seen.syntax.clone() }
}

struct Mender<'a> {
    language: &'a Language,
    document: &'a Document,
    segments: &'a Segments,
    reader: Reader<'a>,
}

impl Mender<'_> {
    /// Whether a nested attribution says enough to stand as a claim: somebody says, thinks, knows, wants, denies or asks.
    fn worth(&self, attribution: &Attribution) -> bool {
        let words = self.reader.words;
        if attribution.evidence.score().is_none() {
            return true;
        }
        let cue: Vec<usize> = attribution.cue.iter().flat_map(|&span| words.within(span)).collect();
        let speaks = cue.iter().any(|&at| {
            self.language.cues.senses(words.key(at)).iter().any(|sense| {
                use CueClass::{Ask, Deny, Know, Say, Think, Want};
                matches!(sense.class, Say | Think | Know | Want | Deny | Ask)
            })
        });
        let hearsay = cue.iter().any(|&at| matches!(words.key(at), "reportedly" | "allegedly"));
        if attribution.source.is_empty() {
            let finite = cue.first().is_some_and(|&at| {
                let key = words.key(at);
                key != "to"
                    && !key.ends_with("ing")
                    && self.language.cues.senses(key).iter().any(|s| s.verb && s.class == CueClass::Say)
            });
            return hearsay || (finite && cue.len() <= 2);
        }
        speaks
    }

    /// The attribution with its source put right.
    fn source(&self, attribution: &Attribution) -> Attribution {
        let mut attribution = attribution.clone();
        if attribution.evidence.score().is_none() {
            return attribution;
        }
        let words = self.reader.words;
        let Some(cue) = attribution.cue.first().map(|&span| words.within(span)) else { return attribution };
        let Some(paragraph) = words.get(cue.start).map(|word| word.paragraph) else { return attribution };
        // a source that runs over a paragraph's end, or stands in a headline that the cue does not
        attribution.source = attribution
            .source
            .iter()
            .filter_map(|&span| {
                let range = words.within(span);
                let own: Vec<usize> = range
                    .clone()
                    .filter(|&at| words.get(at).is_some_and(|word| word.paragraph == paragraph))
                    .collect();
                match (own.first(), own.last()) {
                    (Some(&first), Some(&last)) => words
                        .span(first..last + 1)
                        .map(|part| if own.len() == range.len() { span } else { part }),
                    _ => {
                        let headline = words
                            .get(range.start)
                            .is_some_and(|word| words.headline.get(word.paragraph).copied().unwrap_or(false));
                        (!headline).then_some(span)
                    }
                }
            })
            .collect();
        let after = self.after_according(&cue);
        if let Some(after) = after {
            let right = attribution.source.iter().any(|&span| {
                words.within(span).start <= after.start + 2 && words.within(span).end > after.start
            });
            if !right && let Some(span) = self.noun_phrase(after) {
                attribution.source = vec![span];
            }
            return attribution;
        }
        if attribution.source.is_empty()
            && let Some(span) = self.agent(&cue).or_else(|| self.subject(&cue, &attribution))
        {
            attribution.source = vec![span];
        }
        attribution
    }

    /// Where the noun phrase after "according to" may stand.
    fn after_according(&self, cue: &Range<usize>) -> Option<Range<usize>> {
        let words = self.reader.words;
        let last = cue.end.checked_sub(1)?;
        let according = words.key(cue.start) == "according" && words.key(last) == "to";
        let sentence = words.sentence(words.get(last)?.sentence);
        according.then(|| cue.end..sentence.end.min(cue.end + 30))
    }

    /// The noun phrase at the start of a range, up to the first comma, verb or mark.
    fn noun_phrase(&self, range: Range<usize>) -> Option<Span> {
        let words = self.reader.words;
        let mut end = range.start;
        while end < range.end {
            let word = words.get(end)?;
            if end > range.start && (word.cut || (word.quoted && !word.cap)) {
                break;
            }
            end += 1;
        }
        let phrase = self.reader.phrase(range.start..end)?;
        let known = phrase.who.is_some()
            || phrase.made_name.is_some()
            || words.get(phrase.head).is_some_and(|word| !word.classes.is_plain());
        (known && phrase.kind != SourceKind::Unknown)
            .then(|| words.span(range.start..phrase.words.end.max(range.start + 1)))
            .flatten()
    }

    /// Who stands behind the "by" of a passive cue: "pressed by a reporter".
    fn agent(&self, cue: &Range<usize>) -> Option<Span> {
        let words = self.reader.words;
        let inside = cue.end.checked_sub(1).filter(|&last| words.key(last) == "by");
        let by = inside.or_else(|| (words.key(cue.end) == "by").then_some(cue.end))?;
        let end = (by + 1..by + 10).find(|&at| words.get(at).is_none_or(|w| w.cut || w.first))?;
        let speaks = cue.clone().any(|at| self.language.cues.senses(words.key(at)).iter().any(|s| s.verb));
        let phrase = self.reader.phrase(by + 1..end).filter(|_| speaks && by + 1 < end)?;
        let known = phrase.who.is_some()
            || phrase.made_name.is_some()
            || words.get(phrase.head).is_some_and(|word| !word.classes.is_plain());
        known.then(|| words.span(phrase.words.clone())).flatten()
    }

    /// The subject of a finite cue that stands right before it, or right behind it ("…," said Anna Berg).
    fn subject(&self, cue: &Range<usize>, attribution: &Attribution) -> Option<Span> {
        let words = self.reader.words;
        let first = words.get(cue.start)?;
        let says = cue.clone().any(|at| {
            self.language.cues.senses(words.key(at)).iter().any(|sense| {
                sense.verb && matches!(sense.class, CueClass::Say | CueClass::Think | CueClass::Show)
            })
        });
        let passive = cue.clone().any(|at| {
            matches!(
                words.key(at),
                "was" | "were" | "is" | "are" | "been" | "being" | "be" | "to" | "reportedly" | "allegedly"
            )
        });
        if !says || passive || words.key(cue.end.checked_sub(1)?).ends_with("ing") {
            return None;
        }
        let content = |at: usize| attribution.content.iter().any(|&span| words.within(span).contains(&at));
        let able =
            |at: usize| words.get(at).is_some_and(|word| word.sentence == first.sentence) && !content(at);
        // before: back to a mark, the content or a word that starts something else
        if !first.cut {
            let mut start = cue.start;
            while start > 0 && cue.start - start < 10 && able(start - 1) {
                let word = words.get(start - 1)?;
                let joins = matches!(
                    word.key.as_str(),
                    "that"
                        | "and"
                        | "but"
                        | "as"
                        | "while"
                        | "because"
                        | "if"
                        | "when"
                        | "after"
                        | "before"
                        | "said"
                        | "who"
                        | "which"
                );
                if joins
                    || (word.quoted
                        && self
                            .document
                            .text
                            .get(word.span.end()..)
                            .is_some_and(|rest| rest.starts_with(['”', '"'])))
                {
                    break;
                }
                start -= 1;
                if words.get(start).is_some_and(|word| word.cut) {
                    break;
                }
            }
            if start < cue.start
                && let Some(span) = self.actor(start..cue.start)
            {
                return Some(span);
            }
        }
        // behind: up to a mark
        if able(cue.end) && words.get(cue.end).is_some_and(|word| !word.cut) {
            let mut end = cue.end;
            while end < cue.end + 8
                && able(end)
                && (end == cue.end || words.get(end).is_some_and(|word| !word.cut))
            {
                end += 1;
            }
            return self.actor(cue.end..end);
        }
        None
    }

    /// The span of a phrase that can act: a name, a pronoun, people, a body, a document.
    fn actor(&self, range: Range<usize>) -> Option<Span> {
        let words = self.reader.words;
        let phrase = self.reader.phrase(range.clone())?;
        let subject = matches!(words.key(range.start), "he" | "she" | "they" | "it" | "i" | "we");
        let listed = words.get(phrase.head).is_some_and(|word| !word.classes.is_plain())
            && (phrase.definite || phrase.plural || matches!(words.key(range.start), "a" | "an"));
        let able = subject || phrase.who.is_some() || phrase.made_name.is_some() || listed;
        (able && phrase.words == range && (subject || phrase.pronoun.is_none()))
            .then(|| words.span(range))
            .flatten()
    }
}

/// Whether a word says when rather than who: "this week", "on Friday".
pub(super) fn tells_when(sourcing: &Sourcing, words: &Words, at: usize) -> bool {
    words.is(at, Classes::CALENDAR) && words.get(at).is_some_and(|word| word.cap)
        || sourcing.listed(List::When, words.key(at))
            && (at == 0
                || !sourcing.listed(List::Stretch, words.key(at))
                || matches!(words.key(at - 1), "this" | "last" | "late" | "early" | "next" | "that"))
}
