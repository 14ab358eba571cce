//! Chains: from the voice nearest to the report to the origin.

use super::carrier::{Surroundings, Way};
use super::discourse;
use super::form;
use super::name::Names;
use super::phrase::Reader;
use super::referent::{Context, Referent, Registry};
use super::word::Words;
use crate::{
    Annotations, Attribution, Document, Evidence, Form, Language, Naming, Notice, Segments, Source,
    SourceKind, Span, Step, StepSource,
};

/// A claim on its way to a chain.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The attribution, an index into [`Annotations::attributions`].
    pub index: usize,
    pub holder: Option<usize>,
    pub form: Form,
    pub way: Way,
    /// The voice itself: one source, or the absent one.
    pub voice: Vec<Referent>,
    pub rule: &'static str,
    /// The sentence and paragraph of its cue.
    pub sentence: usize,
    pub paragraph: usize,
    pub chain: Vec<Step>,
}

/// Drafts with chains, and the sources that stand in them.
pub(super) struct Chained {
    pub drafts: Vec<Draft>,
    pub sources: Vec<Source>,
    pub notices: Vec<Notice>,
}

/// Builds the chain of every attribution.
pub(super) fn build(
    language: &Language,
    document: &Document,
    segments: &Segments,
    seen: &Annotations,
    words: &Words,
) -> Chained {
    let names = Names::find(language, document, words, seen);
    let reader = Reader { text: &document.text, words, names: &names, sourcing: &language.sourcing };
    let mut builder = Builder {
        document,
        segments,
        seen,
        reader,
        registry: Registry::new(reader, document),
        notices: Vec::new(),
        drafts: Vec::new(),
        inside: vec![None; words.all.len()],
        covered: vec![false; words.all.len()],
    };
    builder.cover();
    builder.voices();
    discourse::carry(&mut builder.drafts, &mut builder.registry, reader, document);
    builder.link();
    builder.sources_of_documents();
    builder.finish()
}

struct Builder<'a> {
    document: &'a Document,
    segments: &'a Segments,
    seen: &'a Annotations,
    reader: Reader<'a>,
    registry: Registry<'a>,
    notices: Vec<Notice>,
    drafts: Vec<Draft>,
    inside: Vec<Option<u32>>,
    covered: Vec<bool>,
}

impl<'a> Builder<'a> {
    /// Notes which words are content, and which belong to any attribution.
    fn cover(&mut self) {
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
    fn voices(&mut self) {
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
            });
        }
    }

    /// A claim whose every part lies in another's content is nested in it, even where nobody said so.
    fn holder_of(&self, index: usize, attribution: &Attribution) -> Option<usize> {
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

    fn place(&self, attribution: &Attribution) -> (usize, usize, usize) {
        let anchor = attribution.cue.first().or(attribution.source.first()).or(attribution.content.first());
        let words = self.reader.words;
        let at = anchor.map_or(0, |&span| words.within(span).start);
        words.get(at).map_or((at, 0, 0), |word| (at, word.sentence, word.paragraph))
    }

    /// The sentence in which the attribution ends.
    fn last_sentence(&self, attribution: &Attribution) -> usize {
        let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
        let end = spans.map(|span| span.end()).max().unwrap_or(0);
        self.segments.sentence_at(end.saturating_sub(1)).unwrap_or(0)
    }

    /// "He added:" with the words in a paragraph of their own, or a transcript's "WALLACE: …": speech without marks.
    fn block_quoted(&self, attribution: &Attribution, paragraph: usize) -> bool {
        let words = self.reader.words;
        let Some(content) = attribution.content.first() else { return false };
        let at = words.within(*content).start;
        let below = words.get(at).is_some_and(|word| word.paragraph > paragraph);
        let colon = attribution.cue.last().is_some_and(|cue| cue.of(&self.document.text).ends_with(':'))
            || at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| word.colon);
        below && colon || self.label(attribution)
    }

    /// A speaker's label in a transcript.
    fn label(&self, attribution: &Attribution) -> bool {
        let words = self.reader.words;
        let Some(source) = attribution.source.first() else { return false };
        let range = words.within(*source);
        let colon = attribution.cue.first().is_some_and(|cue| cue.of(&self.document.text).trim() == ":");
        let first = words.get(range.start).is_some_and(|word| word.first && word.upper);
        colon && first && range.len() <= 3
    }

    /// Whether the nested claim's own words stand inside a quotation of the claim that holds it.
    fn stands_quoted(&self, attribution: &Attribution, outer: Option<&Attribution>) -> bool {
        let anchor = attribution.source.first().or(attribution.cue.first());
        let (Some(anchor), Some(outer)) = (anchor, outer) else { return false };
        form::quotes_at(self.segments, *anchor).any(|quotation| {
            quotation.inner.contains(*anchor) && !outer.cue.iter().any(|cue| quotation.inner.contains(*cue))
        })
    }

    fn reports(&self, attribution: &Attribution) -> bool {
        attribution.cue.iter().any(|&cue| {
            self.reader.words.within(cue).any(|at| {
                matches!(
                    self.reader.words.key(at),
                    "reported"
                        | "report"
                        | "asked"
                        | "ask"
                        | "learned"
                        | "obtained"
                        | "confirmed"
                        | "contacted"
                        | "wrote"
                )
            })
        })
    }

    /// Whether somebody is asked: a pronoun in the question is not the one who asks.
    fn asks(&self, attribution: &Attribution) -> bool {
        attribution.cue.iter().any(|&cue| {
            self.reader.words.within(cue).any(|at| {
                ["ask", "press", "question", "wonder", "quer"]
                    .iter()
                    .any(|stem| self.reader.words.key(at).starts_with(stem))
            })
        })
    }

    /// The sources of an attribution.
    fn voice(&mut self, attribution: &Attribution, context: Context) -> (Vec<Referent>, &'static str) {
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
    fn artefact(&self, source: Span, cue: Span) -> Option<Span> {
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

    /// Chains, holders first.
    fn link(&mut self) {
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
    fn first_person(&self, draft: &Draft) -> bool {
        draft.voice.first().and_then(|voice| voice.span).is_some_and(|span| {
            let words = self.reader.words.within(span);
            words.len() == 1 && matches!(self.reader.words.key(words.start), "i" | "me" | "my")
        })
    }

    /// Whether the cue says that the telling itself is hearsay, although a source is given.
    fn reportedly(&self, draft: &Draft) -> bool {
        let Some(attribution) = self.seen.attributions.get(draft.index) else { return false };
        !attribution.source.is_empty()
            && attribution.cue.iter().any(|&cue| {
                self.reader.words.within(cue).any(|at| {
                    matches!(
                        self.reader.words.key(at),
                        "reportedly" | "allegedly" | "supposedly" | "purportedly"
                    )
                })
            })
    }

    /// Whether the report vouches for the inner claim itself: "Russia denied a claim by Pompeo that …".
    fn independent(&self, draft: &Draft, holder: &Draft) -> bool {
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

    fn same_voice(&self, chain: &[Step], own: &Step) -> bool {
        let Some(last) = chain.last() else { return false };
        let ids = |step: &Step| step.sources.iter().map(|source| source.source).collect::<Vec<_>>();
        ids(last) == ids(own) && own.sources.iter().all(|source| source.span.is_some())
    }

    fn step(&self, referents: &[Referent], rule: &'static str, index: usize) -> Step {
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
    fn href(&self, span: Option<Span>, attribution: Option<&Attribution>) -> Option<String> {
        let links = &self.document.meta.links;
        let on =
            |place: Span| links.iter().find(|link| link.span.overlaps(place)).map(|link| link.href.clone());
        span.and_then(on).or_else(|| {
            let attribution = attribution?;
            let own = span.is_none_or(|span| attribution.source.iter().any(|source| source.overlaps(span)));
            attribution.cue.iter().find_map(|&cue| on(cue)).filter(|_| own)
        })
    }

    /// "CAP cited A and B as its sources": a further step for what CAP's report says.
    fn sources_of_documents(&mut self) {
        let mut further: Vec<(crate::SourceId, Vec<StepSource>)> = Vec::new();
        for draft in &self.drafts {
            let Some(attribution) = self.seen.attributions.get(draft.index) else { continue };
            let words = self.reader.words;
            let cites = attribution.cue.iter().any(|&cue| {
                words.within(cue).any(|at| {
                    matches!(
                        words.key(at),
                        "cited" | "cites" | "citing" | "credited" | "credits" | "listed" | "named" | "quoted"
                    )
                })
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
    fn made_by(&self, step: &Step, maker: crate::SourceId) -> bool {
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
    fn finish(mut self) -> Chained {
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

/// The spans in order, without those that lie in another.
fn outermost(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        if kept.last().is_none_or(|last| !last.contains(span)) {
            kept.push(span);
        }
    }
    kept
}

/// Adds a step unless it would close a loop; whether it was added.
fn push(chain: &mut Vec<Step>, step: Step) -> bool {
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
