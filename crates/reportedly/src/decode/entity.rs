//! Names of persons, organizations and places.

use std::ops::Range;

use crate::{Entity, EntityKind, LabelSet, Matrix, Segments};

/// The entity tags, ready to decode.
pub(crate) struct EntityModel {
    tags: Vec<Tag>,
}

#[derive(Clone, Copy, PartialEq)]
enum Tag {
    Outside,
    Begin(EntityKind),
    Inside(EntityKind),
}

impl EntityModel {
    pub(crate) fn new(labels: &LabelSet) -> EntityModel {
        let tag = |name: &String| {
            let (part, kind) = name.split_once('-').unwrap_or((name, ""));
            let kind = match kind {
                "PERSON" => EntityKind::Person,
                "ORGANIZATION" => EntityKind::Organization,
                "LOCATION" => EntityKind::Location,
                "NORP" => EntityKind::Group,
                _ => EntityKind::Misc,
            };
            match part {
                "B" => Tag::Begin(kind),
                "I" => Tag::Inside(kind),
                _ => Tag::Outside,
            }
        };
        EntityModel { tags: labels.entity.iter().map(tag).collect() }
    }

    /// Appends the names in one sentence: the best legal tag sequence (Viterbi).
    ///
    /// Row `i` of `scores` belongs to token `first + i`; the tokens read are `sentence`.
    pub(crate) fn read(
        &self,
        segments: &Segments,
        scores: &Matrix,
        first: usize,
        sentence: Range<usize>,
        found: &mut Vec<Entity>,
    ) {
        if scores.columns() != self.tags.len() || self.tags.is_empty() {
            return;
        }
        let path = self.path(scores, first, sentence.clone());
        let mut open: Option<(EntityKind, usize, f32)> = None;
        let mut close = |open: Option<(EntityKind, usize, f32)>, end: usize| {
            let Some((kind, start, total)) = open else { return };
            let Some(span) = segments.span_of(start..end) else { return };
            #[allow(clippy::cast_precision_loss)]
            let score = total / (end - start).max(1) as f32;
            found.push(Entity { span, kind, score });
        };
        for (token, &(tag, probability)) in sentence.clone().zip(&path) {
            open = match (self.tags.get(tag), open) {
                (Some(Tag::Inside(_)), Some((kind, start, total))) => {
                    Some((kind, start, total + probability))
                }
                (Some(Tag::Begin(kind)), before) => {
                    close(before, token);
                    Some((*kind, token, probability))
                }
                (_, before) => {
                    close(before, token);
                    None
                }
            };
        }
        close(open, sentence.end);
    }

    /// For each token the best tag and its probability.
    fn path(&self, scores: &Matrix, first: usize, sentence: Range<usize>) -> Vec<(usize, f32)> {
        let mut best: Vec<f32> = Vec::new();
        let mut steps: Vec<Vec<usize>> = Vec::new();
        let mut chances: Vec<Vec<f32>> = Vec::new();
        for token in sentence {
            let chance = softmax(scores.row(token.saturating_sub(first)), self.tags.len());
            let mut next = Vec::with_capacity(self.tags.len());
            let mut from = Vec::with_capacity(self.tags.len());
            for (to, tag) in self.tags.iter().enumerate() {
                let reach = |before: usize| match (self.tags.get(before), tag) {
                    (Some(Tag::Begin(a) | Tag::Inside(a)), Tag::Inside(b)) => a == b,
                    (_, Tag::Inside(_)) => false,
                    _ => true,
                };
                let legal = best.iter().copied().enumerate().filter(|&(before, _)| reach(before));
                let (before, mass) = match legal.reduce(|a, b| if b.1 > a.1 { b } else { a }) {
                    Some(found) => found,
                    None if best.is_empty() && !matches!(tag, Tag::Inside(_)) => (0, 0.0),
                    None => (0, f32::NEG_INFINITY),
                };
                next.push(mass + chance.get(to).copied().unwrap_or(0.0).max(1e-9).ln());
                from.push(before);
            }
            best = next;
            steps.push(from);
            chances.push(chance);
        }
        let top = best.iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a });
        let mut at = top.map_or(0, |(at, _)| at);
        let mut path = Vec::with_capacity(steps.len());
        for (from, chance) in steps.iter().zip(&chances).rev() {
            path.push((at, chance.get(at).copied().unwrap_or(0.0)));
            at = from.get(at).copied().unwrap_or(0);
        }
        path.reverse();
        path
    }
}

fn softmax(scores: &[f32], columns: usize) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut weights: Vec<f32> =
        scores.iter().map(|score| (score - top).exp()).map(|w| if w.is_finite() { w } else { 0.0 }).collect();
    weights.resize(columns, 0.0);
    let total: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total.max(f32::MIN_POSITIVE));
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Language, Meta, segment};

    const TAGS: [&str; 5] = ["O", "B-PERSON", "I-PERSON", "B-ORGANIZATION", "I-ORGANIZATION"];

    #[track_caller]
    fn check(text: &str, path: &[&str], expected: &[(EntityKind, &str)]) {
        let document = Document::plain("t", text, Meta::default());
        let segments = segment(Language::english(), &document);
        let labels = LabelSet { entity: TAGS.map(String::from).to_vec(), ..LabelSet::default() };
        let mut scores = Matrix::new(TAGS.len());
        path.iter().for_each(|tag| scores.push_row(&TAGS.map(|name| if name == *tag { 5.0 } else { 0.0 })));
        let mut found = Vec::new();
        EntityModel::new(&labels).read(&segments, &scores, 0, 0..segments.tokens.len(), &mut found);
        let names: Vec<_> = found.iter().map(|entity| (entity.kind, entity.span.of(text))).collect();
        assert_eq!(names, expected);
        assert!(found.iter().all(|entity| (0.0..=1.0).contains(&entity.score)));
    }

    #[test]
    fn names_and_neighbors() {
        use EntityKind::{Organization, Person};
        check(
            "Ada Brink of Orbis left",
            &["B-PERSON", "I-PERSON", "O", "B-ORGANIZATION", "O"],
            &[(Person, "Ada Brink"), (Organization, "Orbis")],
        );
        check("Brink Orbis", &["B-PERSON", "B-ORGANIZATION"], &[(Person, "Brink"), (Organization, "Orbis")]);
        // a name that goes on from nothing, or from another kind, is read as one name
        check("met Ada Brink", &["O", "I-PERSON", "I-PERSON"], &[(Person, "Ada Brink")]);
        check("", &[], &[]);
    }
}
