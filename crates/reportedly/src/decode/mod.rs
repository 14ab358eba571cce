//! From scores to annotations: constrained decoding, links, nested readings.

mod assemble;
mod crf;
mod edges;
mod entity;
mod link;
mod nested;
mod signed;
mod syntax;

pub(crate) use signed::SIGNED;

use std::ops::Range;

use crate::{
    Annotations, Attribution, AttributionId, Deprel, Document, Evidence, Language, Reading, ScoreError,
    Scorer, Segments, Syntax, Upos,
};

/// Reads the whole document; what the attributions inside attributions hold is read again by itself.
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
    let (mut found, mut failed) = (Vec::new(), Ok(()));
    let whole = Reading { tokens: 0..segments.tokens.len(), inner: false };
    scorer.score(text, segments, &whole, &mut |scores| {
        for sentence in sentences_in(segments, &scores.tokens) {
            syntax::read(labels, scores, sentence.clone(), &mut seen.syntax);
            names.read(segments, &scores.entity, scores.tokens.start, sentence, &mut seen.entities);
        }
        let inner = nested::Reader { language, text, segments, scorer, model: &model, syntax: &seen.syntax };
        for draft in assemble::read(labels, &model, segments, text, &scores.outer, scores.tokens.start, 1.0) {
            if failed.is_ok() {
                failed = inner.add(&draft, &scores.tokens, Some(scores), None, &mut found);
            }
        }
    })?;
    failed?;
    signed::add(text, segments, &mut seen, &mut found);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{LabelSet, Layer, Matrix, Meta, Scores, Span, segment};

    /// A scorer that tags words by what a list says of them.
    struct Recorded {
        labels: LabelSet,
        tag: fn(&str, usize, bool) -> &'static str,
    }

    impl Recorded {
        fn new(tag: fn(&str, usize, bool) -> &'static str) -> Recorded {
            let roles = ["source", "cue", "content"];
            let parts = |role: &str| ["B", "I", "E", "S"].map(|part| format!("{part}-{role}"));
            let mut tags = vec!["O".to_string()];
            tags.extend(roles.iter().flat_map(|role| parts(role)));
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
            let labels = LabelSet {
                model: "recorded 1".to_string(),
                tags,
                upos: names(&["NOUN", "VERB"]),
                deprel: names(&["root", "obj"]),
                entity: names(&["O", "B-PERSON", "I-PERSON"]),
                ..LabelSet::default()
            };
            Recorded { labels, tag }
        }
    }

    impl Scorer for Recorded {
        fn labels(&self) -> &LabelSet {
            &self.labels
        }

        fn score(
            &self,
            text: &str,
            segments: &Segments,
            reading: &Reading,
            each: &mut dyn FnMut(&Scores),
        ) -> Result<(), ScoreError> {
            let mut scores = Scores {
                tokens: reading.tokens.clone(),
                outer: Layer { tags: Matrix::new(self.labels.tags.len()), ..Layer::default() },
                inner: Layer { tags: Matrix::new(self.labels.tags.len()), ..Layer::default() },
                upos: Matrix::new(2),
                deprel: Matrix::new(2),
                entity: Matrix::new(3),
                ..Scores::default()
            };
            for token in reading.tokens.clone() {
                let word = segments.tokens[token].span.of(text);
                let row = |inner: bool| {
                    let tag = (self.tag)(word, token, inner);
                    let score = |name: &String| if name == tag { 8.0 } else { 0.0 };
                    self.labels.tags.iter().map(score).collect::<Vec<f32>>()
                };
                scores.outer.tags.push_row(&row(reading.inner));
                scores.inner.tags.push_row(&row(true));
                let verb = crate::Language::english().cues.is_candidate(word);
                scores.upos.push_row(&[f32::from(u8::from(!verb)), f32::from(u8::from(verb))]);
                scores.deprel.push_row(&[0.0, 1.0]);
                let capital = word.starts_with(char::is_uppercase);
                scores.entity.push_row(&[1.0, if capital { 3.0 } else { 0.0 }, 0.0]);
            }
            each(&scores);
            Ok(())
        }
    }

    fn read(text: &str, scorer: &Recorded) -> (Segments, Annotations) {
        let document = Document::plain("t", text, Meta::default());
        let segments = segment(Language::english(), &document);
        let seen = annotate(Language::english(), &document, &segments, scorer).unwrap();
        (segments, seen)
    }

    #[test]
    fn a_content_is_read_again_for_what_it_reports() {
        let text = "Brink said the firm claimed it pays well. Nobody knows.";
        let scorer = Recorded::new(|word, _, inner| match (word, inner) {
            ("Brink", false) => "S-source",
            ("said", false) => "S-cue",
            ("the", false) => "B-content",
            ("firm" | "claimed" | "it" | "pays", false) => "I-content",
            ("well", _) => "E-content",
            ("the", true) => "B-source",
            ("firm", true) => "E-source",
            ("claimed", true) => "S-cue",
            ("it", true) => "B-content",
            ("pays", true) => "I-content",
            _ => "O",
        });
        // "pays" must count as a verb for the inner content to be a clause
        let (_, seen) = read(&text.replace("pays", "says"), &scorer);
        let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<String>();
        let found: Vec<_> =
            seen.attributions.iter().map(|a| (words(&a.source), words(&a.cue), a.within)).collect();
        assert_eq!(found[0], ("Brink".to_string(), "said".to_string(), None));
        assert_eq!(words(&seen.attributions[0].content).len(), "the firm claimed it pays well".len());
        assert_eq!(seen.entities.iter().map(|e| e.span.of(text)).collect::<Vec<_>>(), ["Brink", "Nobody"]);
    }

    #[test]
    fn a_cue_without_content_says_nothing() {
        let scorer = Recorded::new(|word, _, _| match word {
            "Brink" => "S-source",
            "spoke" => "S-cue",
            _ => "O",
        });
        assert!(read("Brink spoke on Monday.", &scorer).1.attributions.is_empty());
    }

    #[test]
    fn nested_ones_follow_the_one_that_holds_them() {
        let at = |start: usize, within: Option<u32>| Attribution {
            source: Vec::new(),
            cue: vec![Span::new(start, start + 1)],
            content: Vec::new(),
            within: within.map(AttributionId),
            evidence: Evidence::rule("test"),
        };
        let sorted =
            in_text_order(vec![at(50, None), at(60, Some(0)), at(5, None), at(9, Some(2)), at(7, Some(2))]);
        let places: Vec<_> = sorted.iter().map(|a| (a.cue[0].start(), a.within.map(|id| id.0))).collect();
        assert_eq!(places, [(5, None), (7, Some(0)), (9, Some(0)), (50, None), (60, Some(3))]);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_their_parents(
            words in proptest::collection::vec("said|think|\\PC{0,6}|“|”|\"|\\.|\n|é", 0..60),
        ) {
            let text = words.join(" ");
            let scorer = Recorded::new(|word, token, inner| {
                let tags = ["O", "B-source", "E-source", "S-cue", "B-content", "I-content", "E-content", "S-content"];
                if word == "said" || word == "think" {
                    "S-cue"
                } else {
                    tags[(token * 7 + word.len() * 3 + usize::from(inner)) % tags.len()]
                }
            });
            let (segments, seen) = read(&text, &scorer);
            prop_assert_eq!(seen.syntax.len(), segments.tokens.len());
            for (at, attribution) in seen.attributions.iter().enumerate() {
                prop_assert!(!attribution.content.is_empty());
                let all = || attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
                for span in all() {
                    prop_assert!(!span.of(&text).is_empty());
                }
                if let Some(parent) = attribution.within {
                    prop_assert!((parent.0 as usize) < at);
                    let parent = &seen.attributions[parent.0 as usize];
                    prop_assert!(all().all(|span| parent.content.iter().any(|piece| piece.contains(*span))));
                }
            }
        }
    }
}
