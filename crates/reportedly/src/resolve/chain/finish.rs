//! What is settled at the end: the sources of documents, numbers, notices.

use super::link::push;
use super::voices::outermost;
use super::{Builder, Chained};
use crate::language::List;
use crate::resolve::referent::Context;
use crate::{Evidence, Naming, Notice, Source, SourceKind, Span, Step, StepSource};

impl<'a> Builder<'a> {
    /// "CAP cited A and B as its sources": a further step for what CAP's report says.
    pub(super) fn sources_of_documents(&mut self) {
        let mut further: Vec<(crate::SourceId, Vec<StepSource>)> = Vec::new();
        for draft in &self.drafts {
            let Some(attribution) = self.seen.attributions.get(draft.index) else { continue };
            let words = self.reader.words;
            let cites = attribution.cue.iter().any(|&cue| {
                words.within(cue).any(|at| self.reader.sourcing.listed(List::Cites, words.key(at)))
            });
            let Some(last) = attribution.content.last().map(|&span| words.within(span)) else { continue };
            let tail = (last.end.saturating_sub(4)..last.end)
                .any(|at| matches!(words.key(at), "source" | "sources"));
            let (Some(maker), true, true) = (draft.voice.first(), cites, tail) else { continue };
            let stop = last.clone().rev().find(|&at| words.key(at) == "as").unwrap_or(last.end);
            let phrases = self.reader.range(last.start..stop);
            let mut sources = Vec::new();
            for phrase in &phrases {
                let span = words.span(phrase.words.clone());
                let spans: Vec<Span> = span.into_iter().collect();
                for referent in
                    self.registry.resolve_phrases(std::slice::from_ref(phrase), &spans, Context::default())
                {
                    sources.push(StepSource { source: referent.source, span: referent.span, href: None });
                }
            }
            if !sources.is_empty() {
                further.push((maker.source, sources));
            }
        }
        for (maker, sources) in further {
            for at in 0..self.drafts.len() {
                let made = self
                    .drafts
                    .get(at)
                    .and_then(|draft| draft.chain.last())
                    .is_some_and(|step| self.made_by(step, maker));
                let Some(draft) = self.drafts.get_mut(at).filter(|_| made) else { continue };
                let step = Step { sources: sources.clone(), evidence: Evidence::rule("chain/its-sources") };
                push(&mut draft.chain, step);
            }
        }
    }

    /// Whether a step is a document whose words name `maker`.
    pub(super) fn made_by(&self, step: &Step, maker: crate::SourceId) -> bool {
        step.sources.iter().any(|source| {
            let document =
                self.registry.source(source.source).is_some_and(|s| s.kind == SourceKind::Document);
            let Some(span) = source.span.filter(|_| document) else { return false };
            let name = self.registry.source(maker).and_then(|maker| maker.name.as_deref());
            self.reader.names.mentions_in(self.reader.words.within(span)).any(|mention| {
                self.reader
                    .names
                    .named
                    .get(mention.who)
                    .is_some_and(|named| Some(named.name.as_str()) == name)
            })
        })
    }

    /// Sources that stand in chains, in order of their first mention, with their mentions.
    pub(super) fn finish(mut self) -> Chained {
        let mut used: Vec<Option<usize>> = vec![None; self.registry.sources.len()];
        for draft in &self.drafts {
            for source in draft.chain.iter().flat_map(|step| &step.sources) {
                let at = source.span.map_or(usize::MAX, |span| span.start());
                if let Some(slot) = used.get_mut(source.source.0 as usize) {
                    *slot = Some(slot.map_or(at, |old| old.min(at)));
                    if let (Some(span), Some(entry)) =
                        (source.span, self.registry.sources.get_mut(source.source.0 as usize))
                    {
                        entry.mentions.push(span);
                    }
                }
            }
        }
        for mention in &self.reader.names.mentions {
            let Some(id) = self.registry.id_of(mention.who) else { continue };
            let (Some(span), Some(slot)) =
                (self.reader.words.span(mention.words.clone()), used.get_mut(id.0 as usize))
            else {
                continue;
            };
            if let Some(old) = slot {
                *old = (*old).min(span.start());
                if let Some(entry) = self.registry.sources.get_mut(id.0 as usize) {
                    entry.mentions.push(span);
                }
            }
        }
        let mut order: Vec<(usize, usize)> =
            used.iter().enumerate().filter_map(|(id, at)| at.map(|at| (at, id))).collect();
        order.sort_unstable();
        let mut new_id = vec![None; used.len()];
        let mut sources = Vec::with_capacity(order.len());
        for (new, (_, old)) in (0u32..).zip(order) {
            if let (Some(slot), Some(source)) = (new_id.get_mut(old), self.registry.sources.get(old)) {
                *slot = Some(crate::SourceId(new));
                let mut source = source.clone();
                source.mentions = outermost(std::mem::take(&mut source.mentions));
                sources.push(source);
            }
        }
        for source in
            self.drafts.iter_mut().flat_map(|draft| &mut draft.chain).flat_map(|step| &mut step.sources)
        {
            if let Some(id) = new_id.get(source.source.0 as usize).copied().flatten() {
                source.source = id;
            }
        }
        for draft in &self.drafts {
            if draft.chain.iter().any(|step| step.evidence == Evidence::rule("chain/retold")) {
                let span = draft.voice.first().and_then(|voice| voice.span);
                self.notices.push(Notice::new(
                    "S04",
                    span,
                    "taken to have spoken to the outlet whose report this one retells: the text does not say so here",
                ));
            }
            for id in draft.voice.iter().filter(|voice| self.registry.is_unclear(voice.source)) {
                let said = id.span.map_or("", |span| span.of(&self.document.text));
                self.notices.push(Notice::new("S03", id.span, format!("who “{said}” is could not be told")));
            }
            let ends_open = draft.chain.last().is_some_and(|step| {
                step.sources.iter().any(|source| {
                    sources.get(source.source.0 as usize).is_some_and(|s: &Source| s.naming == Naming::Absent)
                })
            });
            if ends_open {
                let attribution = self.seen.attributions.get(draft.index);
                let cue = attribution.and_then(|a| a.cue.first()).copied();
                let said = cue.map_or("", |cue| cue.of(&self.document.text));
                self.notices.push(Notice::new(
                    "S02",
                    cue,
                    format!("nobody is named or described as the source: “{said}”"),
                ));
            }
        }
        Chained { drafts: self.drafts, sources, notices: self.notices }
    }
}
