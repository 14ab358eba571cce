//! Attributions that are part of another: who is cited, what is asked about one's name, who quotes whom.

use std::collections::BTreeSet;

use super::Mender;
use crate::decode::in_text_order;
use crate::language::{AnonymityPhrase, Classes, List};
use crate::{Attribution, AttributionId, Evidence, Span};

/// Words between "quoted" and "as saying".
const QUOTED: usize = 16;

impl Mender<'_> {
    /// Drops what is no statement of its own, and tells who is quoted from who quotes.
    pub(super) fn fold(&self, attributions: &mut Vec<Attribution>) {
        let mut added = Vec::new();
        for (index, attribution) in attributions.iter_mut().enumerate() {
            let child = if self.was_quoted(attribution) { None } else { self.as_saying(attribution) };
            added.extend(
                child.map(|child| Attribution {
                    within: u32::try_from(index).ok().map(AttributionId),
                    ..child
                }),
            );
        }
        // the network may have seen the same inner attribution
        added.retain(|new| {
            !attributions.iter().any(|old| {
                old.within == new.within && old.cue.iter().any(|cue| new.cue.iter().any(|c| c.overlaps(*cue)))
            })
        });
        attributions.extend(added);
        let sentences = self.sentences_with(attributions);
        let dropped: Vec<bool> = (attributions.iter().enumerate())
            .map(|(index, a)| {
                self.cites(a, &sentences) || self.hides_a_name(a) || self.is_told(index, attributions)
            })
            .collect();
        if dropped.contains(&true) {
            let mut kept = Vec::new();
            let mut new_id = vec![None; attributions.len()];
            for (index, attribution) in attributions.drain(..).enumerate() {
                if !dropped.get(index).copied().unwrap_or(false) {
                    if let Some(slot) = new_id.get_mut(index) {
                        *slot = u32::try_from(kept.len()).ok().map(AttributionId);
                    }
                    kept.push(attribution);
                }
            }
            for attribution in &mut kept {
                attribution.within =
                    attribution.within.and_then(|id| new_id.get(id.0 as usize).copied().flatten());
            }
            *attributions = kept;
        }
        *attributions = in_text_order(std::mem::take(attributions));
    }

    /// Sentences in which somebody says something by another word than "citing".
    fn sentences_with(&self, attributions: &[Attribution]) -> BTreeSet<usize> {
        let words = self.reader.words;
        let cues = attributions.iter().filter(|a| !self.is_citing(a)).filter_map(|a| a.cue.first());
        cues.filter_map(|&cue| words.get(words.within(cue).start).map(|word| word.sentence)).collect()
    }

    /// Whether the whole cue is "citing" or "quoting".
    fn is_citing(&self, attribution: &Attribution) -> bool {
        let words = self.reader.words;
        matches!(attribution.cue.as_slice(), [cue] if {
            let cue = words.within(*cue);
            cue.len() == 1 && self.reader.sourcing.listed(List::Citing, words.key(cue.start))
        })
    }

    /// ", citing two officials": a step of the chain of what is said beside it.
    fn cites(&self, attribution: &Attribution, said: &BTreeSet<usize>) -> bool {
        let words = self.reader.words;
        let ([cue], [content, ..]) = (attribution.cue.as_slice(), attribution.content.as_slice()) else {
            return false;
        };
        let range = words.within(*content);
        let sentence = words.get(words.within(*cue).start).map(|word| word.sentence);
        let source = self.reader.range(range.start..range.end.min(range.start + 40));
        let known = !source.is_empty()
            && source.iter().all(|phrase| {
                phrase.who.is_some()
                    || phrase.made_name.is_some()
                    || words.get(phrase.head).is_some_and(|word| !word.classes.is_plain())
            });
        self.is_citing(attribution) && known && sentence.is_some_and(|at| said.contains(&at))
    }

    /// "It is known to do so, as the paper reports": nobody's word inside what somebody is given for.
    fn is_told(&self, index: usize, attributions: &[Attribution]) -> bool {
        let Some(own) = attributions.get(index).filter(|own| own.source.is_empty() && own.within.is_none())
        else {
            return false;
        };
        let whole = own.cue.iter().chain(&own.content).copied().reduce(Span::cover);
        let near = index.saturating_sub(4)..(index + 5).min(attributions.len());
        let held = |other: &Attribution| {
            let content = other.content.iter().copied().reduce(Span::cover);
            !other.source.is_empty()
                && content.zip(whole).is_some_and(|(content, whole)| content.contains(whole))
        };
        !self.worth(own)
            && near.filter(|&other| other != index).any(|other| attributions.get(other).is_some_and(held))
    }

    /// "who asked not to be named".
    fn hides_a_name(&self, attribution: &Attribution) -> bool {
        let (Some(cue), Some(content)) = (attribution.cue.first(), attribution.content.last()) else {
            return false;
        };
        let told = cue.cover(*content);
        if told.len() > 200 {
            return false;
        }
        let Some(sentence) = self.segments.sentence_at(cue.start()) else { return false };
        let Some(sentence) = self.segments.sentences.get(sentence) else { return false };
        let around = Span::new(told.start().max(sentence.span.start()), told.end().min(sentence.span.end()));
        self.language
            .anonymity
            .find_all(&self.document.text, around)
            .iter()
            .any(|found| found.class == AnonymityPhrase::Marker && found.span.contains(told))
    }

    /// "…," the minister was quoted as saying by the agency: the minister speaks. Whether it was put right.
    fn was_quoted(&self, attribution: &mut Attribution) -> bool {
        let words = self.reader.words;
        let [cue] = attribution.cue.as_slice() else { return false };
        let cue = words.within(*cue);
        let passive = cue.clone().any(|at| matches!(words.key(at), "was" | "were" | "been" | "is" | "being"))
            && cue.clone().any(|at| words.is(at, Classes::HANDED))
            && cue.clone().any(|at| words.key(at) == "saying");
        if !passive {
            return false;
        }
        let Some(first) = words.get(cue.start) else { return false };
        let start = words.sentence(first.sentence).start.max(cue.start.saturating_sub(QUOTED));
        let mut from = cue.start;
        while from > start
            && !words.get(from).is_some_and(|word| word.cut && from < cue.start)
            && !words.get(from - 1).is_some_and(|word| word.in_quote)
        {
            from -= 1;
        }
        let Some(span) = words.span(from..cue.start) else { return false };
        if self.reader.phrase(from..cue.start).is_none() {
            return false;
        }
        attribution.source = vec![span];
        attribution.content.retain(|content| !span.contains(*content));
        for content in &mut attribution.content {
            if content.overlaps(span) && content.start() < span.start() {
                *content = Span::new(content.start(), span.start()).trim(&self.document.text);
            }
        }
        true
    }

    /// "Interfax cited a source in the ministry as saying that …": what the source says, inside what Interfax says.
    fn as_saying(&self, attribution: &Attribution) -> Option<Attribution> {
        let words = self.reader.words;
        let [cue] = attribution.cue.as_slice() else { return None };
        let content = attribution.content.first()?;
        let (cue, range) = (words.within(*cue), words.within(*content));
        let quotes = self.reader.sourcing.listed(List::Quotes, words.key(cue.end.checked_sub(1)?));
        let tie = (range.start + 1..range.end.min(range.start + QUOTED))
            .find(|&at| words.key(at) == "as" && words.is_saying(at + 1))?;
        if !quotes || tie + 3 > range.end || cue.end > range.start {
            return None;
        }
        let told = words.get(tie + 2)?.span.start();
        Some(Attribution {
            source: vec![words.span(range.start..tie)?],
            cue: vec![words.span(tie..tie + 2)?],
            content: vec![Span::new(told, content.end().max(told)).trim(&self.document.text)],
            within: None,
            evidence: Evidence::rule("claim/as-saying"),
        })
    }
}
