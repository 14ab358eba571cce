//! From scores to annotations: constrained decoding, links, nested readings.

mod assemble;
mod crf;
mod edges;
mod entity;
mod link;
mod nested;
mod syntax;

use std::ops::Range;

use crate::{
    Annotations, Attribution, AttributionId, Deprel, Document, Evidence, Language, Reading, ScoreError,
    Scorer, Segments, Syntax, Upos,
};
use assemble::Draft;

/// Reads the whole document, then the contents that hold a cue candidate again.
///
/// # Errors
///
/// Only the scorer can fail.
pub fn annotate(
    language: &Language,
    document: &Document,
    segments: &Segments,
    scorer: &dyn Scorer,
) -> Result<Annotations, ScoreError> {
    let (text, labels) = (document.text.as_str(), scorer.labels());
    let model = crf::SequenceModel::new(labels);
    let names = entity::EntityModel::new(labels);
    let unread =
        |token| Syntax { upos: Upos::X, head: u32::try_from(token).unwrap_or(u32::MAX), deprel: Deprel::Dep };
    let mut seen =
        Annotations { syntax: (0..segments.tokens.len()).map(unread).collect(), ..Annotations::default() };
    let mut drafts: Vec<(Draft, Range<usize>)> = Vec::new();
    let whole = Reading { tokens: 0..segments.tokens.len(), inner: false };
    scorer.score(text, segments, &whole, &mut |scores| {
        let found = assemble::read(labels, &model, scores);
        drafts.extend(found.into_iter().map(|draft| (draft, scores.tokens.clone())));
        for sentence in sentences_in(segments, &scores.tokens) {
            syntax::read(labels, scores, sentence.clone(), &mut seen.syntax);
            names.read(segments, &scores.entity, scores.tokens.start, sentence, &mut seen.entities);
        }
    })?;
    let inner = nested::Reader { language, text, segments, scorer, model: &model, syntax: &seen.syntax };
    let mut found = Vec::new();
    for (draft, window) in drafts {
        inner.add(&draft, &window, None, &mut found)?;
    }
    seen.attributions = in_text_order(found);
    Ok(seen)
}

/// The parts of the sentences that lie inside a window.
fn sentences_in<'a>(
    segments: &'a Segments,
    window: &'a Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let first = segments.sentences.partition_point(|sentence| sentence.tokens.end <= window.start);
    let rest = segments.sentences.get(first..).unwrap_or(&[]);
    rest.iter()
        .take_while(|sentence| sentence.tokens.start < window.end)
        .map(|sentence| sentence.tokens.start.max(window.start)..sentence.tokens.end.min(window.end))
}

/// Sorts attributions by their first word; the nested ones follow the one that holds them.
fn in_text_order(found: Vec<Attribution>) -> Vec<Attribution> {
    let first = |attribution: &Attribution| {
        let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
        spans.map(|span| span.start()).min().unwrap_or(0)
    };
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); found.len()];
    let mut outermost = Vec::new();
    for (at, attribution) in found.iter().enumerate() {
        match attribution.within.and_then(|id| children.get_mut(id.0 as usize)) {
            Some(list) => list.push(at),
            None => outermost.push(at),
        }
    }
    let by_place = |list: &mut Vec<usize>| list.sort_by_key(|&at| found.get(at).map(first));
    children.iter_mut().for_each(by_place);
    by_place(&mut outermost);
    // walk down from each outermost one, remembering where its parent went
    let mut sorted = Vec::with_capacity(found.len());
    let mut open: Vec<(usize, Option<AttributionId>)> =
        outermost.into_iter().rev().map(|at| (at, None)).collect();
    while let Some((at, within)) = open.pop() {
        let Some(attribution) = found.get(at) else { continue };
        let id = AttributionId(u32::try_from(sorted.len()).unwrap_or(u32::MAX));
        sorted.push(Attribution { within, ..attribution.clone() });
        let below = children.get(at).into_iter().flatten().rev();
        open.extend(below.map(|&child| (child, Some(id))));
    }
    sorted
}

/// What the network's word is worth as evidence.
fn evidence(scorer: &dyn Scorer, score: f32) -> Evidence {
    let name = scorer.labels().model.clone();
    Evidence::Model { name: name.into(), score: (score.clamp(0.0, 1.0) * 100.0).round() / 100.0 }
}
