//! Chains: from the voice nearest to the report to the origin.

mod finish;
mod link;
mod voices;

use super::carrier::Way;
use super::discourse;
use super::name::Names;
use super::phrase::Reader;
use super::referent::{Referent, Registry};
use super::word::Words;
use crate::decode::SIGNED;
use crate::{Annotations, Document, Form, Language, Notice, Segments, Source, Step};

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
    for draft in &mut builder.drafts {
        // a signed quotation stands by itself, whoever else is interviewed around it
        if seen.attributions.get(draft.index).is_some_and(|seen| seen.evidence.is_rule(SIGNED)) {
            (draft.way.carrier, draft.way.document) = (None, None);
        }
    }
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
