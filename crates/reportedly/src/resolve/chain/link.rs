//! Steps before the voice: whom the report has it from.

use super::{Builder, Draft};
use crate::language::List;
use crate::resolve::referent::{Context, Referent};
use crate::{Attribution, Evidence, Notice, Span, Step, StepSource};

impl<'a> Builder<'a> {
    /// Chains, holders first.
    pub(super) fn link(&mut self) {
        for at in 0..self.drafts.len() {
            let Some(draft) = self.drafts.get(at) else { continue };
            let mut chain = match draft.holder.and_then(|holder| self.drafts.get(holder)) {
                Some(holder) if !self.independent(draft, holder) => holder.chain.clone(),
                _ => Vec::new(),
            };
            let nested = !chain.is_empty();
            if let Some(carrier) = &draft.way.carrier
                && !self.registry.is_own(carrier.who)
            {
                let span = self.reader.words.span(carrier.words.clone());
                let source = self.registry.named(carrier.who);
                let step = self.step(&[Referent { source, span }], carrier.rule, draft.index);
                if draft.voice.iter().all(|voice| voice.source != source) {
                    push(&mut chain, step);
                }
            }
            if let Some((source, span)) = draft.way.document {
                let step =
                    self.step(&[Referent { source, span: Some(span) }], draft.way.document_rule, draft.index);
                push(&mut chain, step);
            }
            if !nested && self.reportedly(draft) {
                // "reportedly told her father": somebody said that she did, and nobody is named
                let absent = self.registry.absent();
                let step = self.step(&[absent], "chain/reportedly", draft.index);
                push(&mut chain, step);
            }
            let rule = if nested { "chain/nested" } else { draft.rule };
            let own = self.step(&draft.voice, rule, draft.index);
            // what nobody else is given for is the word of the one who signs
            let signed = draft.way.document_rule == "chain/signed" && !chain.is_empty();
            let first_person = self.first_person(draft);
            if signed && (first_person || own.sources.iter().all(|source| source.span.is_none())) {
                if let Some(draft) = self.drafts.get_mut(at) {
                    draft.chain = chain;
                }
                continue;
            }
            if nested && self.same_voice(&chain, &own) {
                // somebody's own thought inside his own words
                if let Some(last) = chain.last_mut() {
                    last.sources = own.sources;
                }
            } else if !push(&mut chain, own) {
                let span = self
                    .seen
                    .attributions
                    .get(draft.index)
                    .and_then(|a| a.source.first().or(a.cue.first()))
                    .copied();
                self.notices.push(Notice::new(
                    "S01",
                    span,
                    "the chain comes back to a source that it went through: cut where it closes",
                ));
            }
            if !draft.way.cited.is_empty() {
                let cited = draft.way.cited.clone();
                let mut sources = Vec::new();
                for phrase in &cited {
                    let span = self.reader.words.span(phrase.words.clone());
                    let spans: Vec<Span> = span.into_iter().collect();
                    sources.extend(self.registry.resolve_phrases(
                        std::slice::from_ref(phrase),
                        &spans,
                        Context::default(),
                    ));
                }
                let index = draft.index;
                let step = self.step(&sources, "chain/citing", index);
                if !step.sources.is_empty() {
                    push(&mut chain, step);
                }
            }
            if let Some(draft) = self.drafts.get_mut(at) {
                draft.chain = chain;
            }
        }
    }

    /// Whether the source is "I" or "me".
    pub(super) fn first_person(&self, draft: &Draft) -> bool {
        draft.voice.first().and_then(|voice| voice.span).is_some_and(|span| self.is_first_person(span))
    }

    /// Whether a span is "I", "me" or "my".
    pub(super) fn is_first_person(&self, span: Span) -> bool {
        let words = self.reader.words.within(span);
        words.len() == 1 && matches!(self.reader.words.key(words.start), "i" | "me" | "my")
    }

    /// Whether the cue says that the telling itself is hearsay, although a source is given.
    pub(super) fn reportedly(&self, draft: &Draft) -> bool {
        let Some(attribution) = self.seen.attributions.get(draft.index) else { return false };
        !attribution.source.is_empty()
            && attribution.cue.iter().any(|&cue| {
                self.reader
                    .words
                    .within(cue)
                    .any(|at| self.reader.sourcing.listed(List::Hearsay, self.reader.words.key(at)))
            })
    }

    /// Whether the report vouches for the inner claim itself: "Russia denied a claim by Pompeo that …".
    pub(super) fn independent(&self, draft: &Draft, holder: &Draft) -> bool {
        let (Some(inner), Some(outer)) =
            (self.seen.attributions.get(draft.index), self.seen.attributions.get(holder.index))
        else {
            return false;
        };
        let turns = outer.cue.iter().any(|&cue| {
            self.reader.words.within(cue).any(|at| {
                let key = self.reader.words.key(at);
                ["den", "reject", "echo", "dismiss", "refut", "rebuff", "rebut", "disput"]
                    .iter()
                    .any(|stem| key.starts_with(stem))
            })
        });
        // "were expected to …", "seems": nobody stands between the report and the inner claim
        let hedge = outer.source.is_empty()
            && outer.cue.iter().any(|&cue| {
                self.reader.words.within(cue).any(|at| {
                    let key = self.reader.words.key(at);
                    ["expect", "seem", "appear", "likely", "clear"].iter().any(|stem| key.starts_with(stem))
                })
            });
        if hedge && !inner.source.is_empty() {
            return true;
        }
        let start = |spans: &[Span]| spans.iter().map(|span| span.start()).min();
        let begins = start(&inner.source)
            .or(start(&inner.cue))
            .zip(start(&outer.content))
            .is_some_and(|(inner, outer)| inner < outer + 24);
        turns && begins && !inner.source.is_empty()
    }

    pub(super) fn same_voice(&self, chain: &[Step], own: &Step) -> bool {
        let Some(last) = chain.last() else { return false };
        let ids = |step: &Step| step.sources.iter().map(|source| source.source).collect::<Vec<_>>();
        ids(last) == ids(own) && own.sources.iter().all(|source| source.span.is_some())
    }

    pub(super) fn step(&self, referents: &[Referent], rule: &'static str, index: usize) -> Step {
        let attribution = self.seen.attributions.get(index);
        let sources = referents
            .iter()
            .map(|referent| StepSource {
                source: referent.source,
                span: referent.span,
                href: self.href(referent.span, attribution),
            })
            .collect();
        Step { sources, evidence: Evidence::rule(rule) }
    }

    /// Where a hyperlink on the source's words leads, or one on the cue.
    pub(super) fn href(&self, span: Option<Span>, attribution: Option<&Attribution>) -> Option<String> {
        let links = &self.document.meta.links;
        let on =
            |place: Span| links.iter().find(|link| link.span.overlaps(place)).map(|link| link.href.clone());
        span.and_then(on).or_else(|| {
            let attribution = attribution?;
            let own = span.is_none_or(|span| attribution.source.iter().any(|source| source.overlaps(span)));
            attribution.cue.iter().find_map(|&cue| on(cue)).filter(|_| own)
        })
    }
}

/// Adds a step unless it would close a loop; whether it was added.
pub(super) fn push(chain: &mut Vec<Step>, step: Step) -> bool {
    let again = |source: &StepSource| {
        source.span.is_some()
            && chain.iter().any(|old| old.sources.iter().any(|other| other.source == source.source))
    };
    if !step.sources.is_empty() && step.sources.iter().all(again) {
        return false;
    }
    if step.sources.is_empty() {
        return true;
    }
    chain.push(step);
    true
}
