//! The voice of each attribution, and which attribution stands inside which.

use super::{Builder, Draft};
use crate::language::List;
use crate::resolve::carrier::Surroundings;
use crate::resolve::form;
use crate::resolve::referent::{Context, Referent};
use crate::{Attribution, Form, Span};

impl<'a> Builder<'a> {
    /// Notes which words are content, and which belong to any attribution.
    pub(super) fn cover(&mut self) {
        for (index, attribution) in (0u32..).zip(&self.seen.attributions) {
            // what is cited is part of the way that a claim came, whoever marked it as content
            let cites = matches!(attribution.cue.as_slice(), [cue] if {
                let cue = self.reader.words.within(*cue);
                cue.len() == 1 && matches!(self.reader.words.key(cue.start), "citing" | "quoting")
            });
            for &span in attribution.content.iter().filter(|_| !cites) {
                for at in self.reader.words.within(span) {
                    if let (Some(slot), None) = (self.inside.get_mut(at), attribution.within) {
                        *slot = Some(index);
                    }
                }
            }
            for &span in attribution.source.iter().chain(&attribution.cue).chain(&attribution.content) {
                for at in self.reader.words.within(span) {
                    if let Some(slot) = self.covered.get_mut(at) {
                        *slot = true;
                    }
                }
            }
        }
    }

    /// Who speaks in each attribution, in text order, holders first.
    pub(super) fn voices(&mut self) {
        let attributions = &self.seen.attributions;
        for (index, attribution) in attributions.iter().enumerate() {
            let holder = attribution
                .within
                .map(|id| id.0 as usize)
                .filter(|&holder| holder < index)
                .or_else(|| self.holder_of(index, attribution));
            let outer = holder.and_then(|holder| attributions.get(holder));
            let around: Vec<Span> = attribution.source.iter().chain(&attribution.cue).copied().collect();
            let mut form = form::form(
                &self.document.text,
                self.segments,
                &attribution.content,
                &around,
                outer.map(|outer| outer.content.as_slice()),
            );
            let (word, sentence, paragraph) = self.place(attribution);
            if form != Form::Direct && self.block_quoted(attribution, paragraph) {
                form = Form::Direct;
            }
            // "I think so," she said: her own words, told in her own words
            let own = attribution.source.first().is_some_and(|&span| self.is_first_person(span));
            if own
                && holder.and_then(|at| self.drafts.get(at)).is_some_and(|outer| outer.form == Form::Direct)
            {
                form = Form::Direct;
            }
            let way = {
                let around =
                    Surroundings { reader: self.reader, inside: &self.inside, covered: &self.covered };
                around.way(attribution, outer)
            };
            let quoted = outer.is_some() && self.stands_quoted(attribution, outer);
            let context = Context {
                outer: holder
                    .and_then(|holder| self.drafts.get(holder))
                    .and_then(|draft| draft.voice.first())
                    .map(|voice| voice.source),
                quoted,
                reports: self.reports(attribution),
                asked: outer.is_some_and(|outer| self.asks(outer)),
                content: attribution.content.iter().copied().reduce(Span::cover),
            };
            let (voice, rule) = self.voice(attribution, context);
            let last = self.last_sentence(attribution).max(sentence);
            for referent in &voice {
                let nested = holder.is_some();
                let at = referent.span.map_or(word, |span| self.reader.words.within(span).start);
                self.registry.remember(*referent, at, last, nested);
            }
            self.drafts.push(Draft {
                index,
                holder,
                form,
                way,
                voice,
                rule,
                sentence,
                paragraph,
                chain: Vec::new(),
                hollow: false,
            });
            if let Some(leads) = holder.filter(|&leads| self.quotes(leads, attribution))
                && let Some(draft) = self.drafts.get_mut(leads)
            {
                draft.hollow = true;
            }
        }
    }

    /// "(The agency quoted) the minister as saying that …": whether the outer cue only brings in the inner one.
    fn quotes(&self, outer: usize, inner: &Attribution) -> bool {
        let words = self.reader.words;
        let first = |attribution: &Attribution| attribution.cue.first().map(|&cue| words.within(cue));
        let (Some(outer), Some(inner)) = (self.seen.attributions.get(outer).and_then(first), first(inner))
        else {
            return false;
        };
        let quotes = outer.clone().any(|at| self.reader.sourcing.listed(List::Quotes, words.key(at)));
        quotes && words.key(inner.start) == "as" && words.is_saying(inner.start + 1)
    }

    /// A claim whose every part lies in another's content is nested in it, even where nobody said so.
    pub(super) fn holder_of(&self, index: usize, attribution: &Attribution) -> Option<usize> {
        let mine = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
        let whole = mine.copied().reduce(Span::cover)?;
        let from = index.saturating_sub(40);
        (from..index).rev().find(|&other| {
            self.seen.attributions.get(other).is_some_and(|other| {
                let content = other.content.iter().copied().reduce(Span::cover);
                let outside = |span: &Span| !span.overlaps(whole);
                content.is_some_and(|content| content.contains(whole) && content != whole)
                    && other.cue.iter().all(outside)
                    && other.source.iter().all(outside)
            })
        })
    }

    pub(super) fn place(&self, attribution: &Attribution) -> (usize, usize, usize) {
        let anchor = attribution.cue.first().or(attribution.source.first()).or(attribution.content.first());
        let words = self.reader.words;
        let at = anchor.map_or(0, |&span| words.within(span).start);
        words.get(at).map_or((at, 0, 0), |word| (at, word.sentence, word.paragraph))
    }

    /// The sentence in which the attribution ends.
    pub(super) fn last_sentence(&self, attribution: &Attribution) -> usize {
        let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
        let end = spans.map(|span| span.end()).max().unwrap_or(0);
        self.segments.sentence_at(end.saturating_sub(1)).unwrap_or(0)
    }

    /// "He added:" with the words in a paragraph of their own, or a transcript's "WALLACE: …": speech without marks.
    pub(super) fn block_quoted(&self, attribution: &Attribution, paragraph: usize) -> bool {
        let words = self.reader.words;
        let Some(content) = attribution.content.first() else { return false };
        let at = words.within(*content).start;
        let below = words.get(at).is_some_and(|word| word.paragraph > paragraph);
        let colon = attribution.cue.last().is_some_and(|cue| cue.of(&self.document.text).ends_with(':'))
            || at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| word.colon);
        below && colon || self.label(attribution)
    }

    /// A speaker's label in a transcript.
    pub(super) fn label(&self, attribution: &Attribution) -> bool {
        let words = self.reader.words;
        let Some(source) = attribution.source.first() else { return false };
        let range = words.within(*source);
        let colon = attribution.cue.first().is_some_and(|cue| cue.of(&self.document.text).trim() == ":");
        let first = words.get(range.start).is_some_and(|word| word.first && word.upper);
        colon && first && range.len() <= 3
    }

    /// Whether the nested claim's own words stand inside a quotation of the claim that holds it.
    pub(super) fn stands_quoted(&self, attribution: &Attribution, outer: Option<&Attribution>) -> bool {
        let anchor = attribution.source.first().or(attribution.cue.first());
        let (Some(anchor), Some(outer)) = (anchor, outer) else { return false };
        form::quotes_at(self.segments, *anchor).any(|quotation| {
            quotation.inner.contains(*anchor) && !outer.cue.iter().any(|cue| quotation.inner.contains(*cue))
        })
    }

    pub(super) fn reports(&self, attribution: &Attribution) -> bool {
        attribution.cue.iter().any(|&cue| {
            self.reader
                .words
                .within(cue)
                .any(|at| self.reader.sourcing.listed(List::NewsWork, self.reader.words.key(at)))
        })
    }

    /// Whether somebody is asked: a pronoun in the question is not the one who asks.
    pub(super) fn asks(&self, attribution: &Attribution) -> bool {
        attribution.cue.iter().any(|&cue| {
            self.reader.words.within(cue).any(|at| {
                ["ask", "press", "question", "wonder", "quer"]
                    .iter()
                    .any(|stem| self.reader.words.key(at).starts_with(stem))
            })
        })
    }

    /// The sources of an attribution.
    pub(super) fn voice(
        &mut self,
        attribution: &Attribution,
        context: Context,
    ) -> (Vec<Referent>, &'static str) {
        if attribution.source.is_empty() {
            // "the IMF report stated" may have all of it in the cue
            return (vec![self.registry.absent()], "chain/nobody");
        }
        // "[the IMF] (report stated)": the artefact speaks
        let mut spans = attribution.source.clone();
        if let (Some(source), Some(cue)) = (spans.first_mut(), attribution.cue.first())
            && let Some(whole) = self.artefact(*source, *cue)
        {
            *source = whole;
        }
        let voice = self.registry.resolve(&spans, context);
        if voice.is_empty() {
            return (vec![self.registry.absent()], "chain/nobody");
        }
        (voice, "chain/source")
    }

    /// A document noun at the start of the cue right after the source: "the IMF" + "report stated".
    pub(super) fn artefact(&self, source: Span, cue: Span) -> Option<Span> {
        use crate::language::Classes;
        let words = self.reader.words;
        let (own, cue) = (words.within(source), words.within(cue));
        let first = cue.start;
        let document = words.is(first, Classes::DOCUMENT)
            && words.get(first).is_some_and(|word| !word.cap && !word.parted);
        let verb_follows = cue.len() > 1 && !words.is(first + 1, Classes::FUNCTION);
        let plain = !words.get(own.end.checked_sub(1)?).is_some_and(|word| word.possessive);
        (document && verb_follows && plain && own.end == first)
            .then(|| words.span(own.start..first + 1))
            .flatten()
    }
}

/// The spans in order, without those that lie in another.
pub(super) fn outermost(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        if kept.last().is_none_or(|last| !last.contains(span)) {
            kept.push(span);
        }
    }
    kept
}
