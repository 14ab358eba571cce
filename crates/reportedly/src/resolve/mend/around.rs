//! The edges of what was seen: words that belong to no content, and contents that reach farther than was seen.

use std::ops::Range;

use super::Mender;
use crate::language::{Classes, List};
use crate::resolve::name::NameKind;
use crate::{Attribution, SourceKind, Span};

/// Words of the longest piece that a content is lengthened by.
const REACH: usize = 40;

impl Mender<'_> {
    /// Puts the edges of every attribution right.
    pub(super) fn around(&self, attributions: &mut [Attribution]) {
        let mut taken = vec![false; self.reader.words.all.len()];
        for attribution in attributions.iter() {
            for &span in attribution.source.iter().chain(&attribution.cue).chain(&attribution.content) {
                for at in self.reader.words.within(span) {
                    if let Some(slot) = taken.get_mut(at) {
                        *slot = true;
                    }
                }
            }
        }
        for attribution in attributions.iter_mut().filter(|a| a.evidence.score().is_some()) {
            self.trim_edges(attribution);
            self.as_reported(attribution);
            self.up_to_the_cue(attribution, &taken);
        }
    }

    /// Whether an outlet stands right before its cue at the end of a sentence.
    fn retells(&self, attribution: &Attribution) -> bool {
        let words = self.reader.words;
        let ([source], [cue]) = (attribution.source.as_slice(), attribution.cue.as_slice()) else {
            return false;
        };
        let (source, cue) = (words.within(*source), words.within(*cue));
        let last = words.get(cue.end.saturating_sub(1)).map(|word| word.sentence);
        let ends = words.get(cue.end).is_none_or(|word| Some(word.sentence) != last);
        source.end == cue.start
            && ends
            && cue.clone().any(|at| words.is(at, Classes::RETELL))
            && matches!(self.reader.range(source).as_slice(), [one] if {
                one.kind == SourceKind::Outlet
                    || one.who.is_some_and(|who| self.reader.names.kind(who) == NameKind::Outlet)
            })
    }

    /// A relative pronoun behind a content, and who is cited, which is no content.
    fn trim_edges(&self, attribution: &mut Attribution) {
        let (words, text) = (self.reader.words, self.document.text.as_str());
        for span in &mut attribution.content {
            let range = words.within(*span);
            let last = range.end.saturating_sub(1);
            let dangles = range.len() > 2
                && words.key(last) == "that"
                && words.get(last).is_some_and(|word| word.span.end() == span.end());
            if let Some(before) = words.get(last.saturating_sub(1)).filter(|_| dangles) {
                let end = Span::new(span.start(), words.get(last).map_or(span.end(), |w| w.span.start()));
                *span = end.trim(text);
                if span.end() < before.span.end() {
                    *span = Span::new(span.start(), before.span.end());
                }
            }
        }
        // "Fighters Plead for Help: ‘I Want Out’": the word before the colon is the cue's
        if let ([cue], [first, second, ..]) = (attribution.cue.as_slice(), attribution.content.as_slice()) {
            let between = Span::new(first.end(), second.start().max(first.end())).of(text);
            let after = Span::new(cue.end(), first.start().max(cue.end())).of(text);
            let quoted = second.of(text).starts_with(['‘', '“', '"', '\'']);
            if between.trim() == ":" && after.trim().is_empty() && quoted && words.within(*first).len() <= 3 {
                attribution.cue = vec![cue.cover(*first)];
                attribution.content.remove(0);
            }
        }
        if attribution.content.len() > 1 {
            let cites = |span: &Span| {
                let first = words.within(*span).start;
                self.reader.sourcing.listed(List::Citing, words.key(first))
                    && words.get(first).is_some_and(|word| word.cut)
            };
            if !attribution.content.iter().all(cites) {
                attribution.content.retain(|span| !cites(span));
            }
        }
    }

    /// "It does so openly, as the Journal reports.": the content is the sentence around, not the one before.
    fn as_reported(&self, attribution: &mut Attribution) {
        let words = self.reader.words;
        let [source] = attribution.source.as_slice() else { return };
        let [cue] = attribution.cue.as_slice() else { return };
        let (source, cue) = (words.within(*source), words.within(*cue));
        let Some(as_word) = source.start.checked_sub(1) else { return };
        let Some(first) = words.get(as_word).filter(|word| word.key == "as" && word.cut) else { return };
        let sentence = words.sentence(first.sentence);
        let ends = cue.end == sentence.end || words.get(cue.end).is_some_and(|word| word.cut);
        let tells = cue.clone().any(|at| words.is(at, Classes::RETELL));
        if source.end != cue.start || !ends || !tells || as_word < sentence.start + 3 {
            return;
        }
        let Some(whole) = words.span(sentence.clone()) else { return };
        if attribution.content.iter().any(|span| span.overlaps(whole)) {
            return;
        }
        attribution.content = words.span(sentence.start..as_word).into_iter().collect();
    }

    /// "It has dropped — from ten to two, claimed the chief": up to the cue, where nothing else lies between.
    fn up_to_the_cue(&self, attribution: &mut Attribution, taken: &[bool]) {
        let (words, text) = (self.reader.words, self.document.text.as_str());
        let [.., content] = attribution.content.as_slice() else { return };
        let anchor = attribution.source.iter().chain(&attribution.cue).map(|span| span.start()).min();
        let Some(anchor) = anchor.filter(|&anchor| anchor > content.end()) else { return };
        let gap: Range<usize> = words.within(Span::new(content.end(), anchor));
        let own = words.within(*content);
        let (Some(first), Some(last)) = (words.get(gap.start), words.get(own.end.saturating_sub(1))) else {
            return;
        };
        let sentence = words.sentence(last.sentence);
        let next = words.get(gap.end);
        // the content begins the sentence, and a mark stands on either side of the gap
        let fits = (2..=REACH).contains(&gap.len())
            && first.sentence == last.sentence
            && own.start <= sentence.start + 1
            && first.cut
            && next.is_some_and(|word| word.cut && word.sentence == last.sentence)
            && !matches!(first.key.as_str(), "which" | "who" | "but" | "and" | "as" | "while");
        let plain = !Span::new(content.end(), anchor).of(text).contains(['"', '“', '”', '(', ')']);
        let dash = Span::new(content.end(), first.span.start()).of(text).contains(['—', '–', '-']);
        let free = !gap.clone().any(|at| taken.get(at).copied().unwrap_or(true));
        // "Before noon, police said that …, the station reported.": all of it is the station's
        let retold = self.retells(attribution) && gap.len() > own.len();
        if fits
            && ((plain && dash && free) || retold)
            && let Some(end) = words.span(gap)
        {
            let longer = Span::new(content.start(), end.end());
            if let Some(slot) = attribution.content.last_mut() {
                *slot = longer;
            }
        }
    }
}
