//! Which cue a content hangs on, and which source a cue has.

use crate::{LabelSet, Layer, Matrix};

/// The place that a link chose among those it was offered, and how likely it is the right one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Link {
    pub(crate) chosen: usize,
    pub(crate) probability: f32,
}

/// The cue, by index into `cues`, that the content starting at `row` hangs on; none where there is no cue.
///
/// Rows count from the window's first token. A content or cue links by its first word.
pub(crate) fn cue_of(labels: &LabelSet, layer: &Layer, row: usize, cues: &[usize]) -> Option<Link> {
    let seeker = layer.content_dep.row(row);
    best(
        cues.iter()
            .map(|&cue| score(labels, seeker, &layer.cue_for_content, &labels.content_distance, row, cue)),
    )
}

/// The source, by index into `sources`, that the cue at `row` has; `sources.len()` for "nobody".
pub(crate) fn source_of(labels: &LabelSet, layer: &Layer, row: usize, sources: &[usize]) -> Option<Link> {
    let seeker = layer.cue_dep.row(row);
    let nobody = (!labels.null_source.is_empty()).then(|| dot(seeker, &labels.null_source));
    let offered = sources
        .iter()
        .map(|&source| score(labels, seeker, &layer.source_head, &labels.source_distance, row, source));
    best(offered.chain(nobody))
}

fn score(
    labels: &LabelSet,
    seeker: &[f32],
    anchors: &Matrix,
    by_distance: &[f32],
    from: usize,
    to: usize,
) -> f32 {
    let distance = by_distance.get(bucket(&labels.buckets, from, to)).copied();
    // without a trained table the nearest wins
    #[allow(clippy::cast_precision_loss)]
    let nearness = || -(from.abs_diff(to) as f32);
    dot(seeker, anchors.row(to)) + distance.unwrap_or_else(nearness)
}

/// The bucket of the distance: targets before first, then those behind.
fn bucket(ends: &[usize], from: usize, to: usize) -> usize {
    let place = ends.partition_point(|&end| end < from.abs_diff(to));
    if to > from { ends.len() + 1 + place } else { place }
}

pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The highest score and its share of the softmax; the first of equals.
fn best(scores: impl Iterator<Item = f32>) -> Option<Link> {
    let scores: Vec<f32> =
        scores.map(|score| if score.is_finite() { score } else { f32::MIN / 4.0 }).collect();
    let (chosen, top) = scores.iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let total: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    Some(Link { chosen, probability: 1.0 / total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[[f32; 2]]) -> Matrix {
        let mut matrix = Matrix::new(2);
        rows.iter().for_each(|row| matrix.push_row(row));
        matrix
    }

    fn layer() -> Layer {
        Layer {
            content_dep: matrix(&[[1.0, 0.0], [0.0; 2], [0.0; 2], [0.0, 1.0]]),
            cue_for_content: matrix(&[[0.0; 2], [5.0, 0.0], [0.0, 5.0], [0.0; 2]]),
            cue_dep: matrix(&[[0.0; 2], [1.0, 0.0], [0.0, 1.0], [0.0; 2]]),
            source_head: matrix(&[[0.0, 0.0], [0.0; 2], [0.0; 2], [9.0, 0.0]]),
            ..Layer::default()
        }
    }

    #[test]
    fn vectors_outweigh_distance() {
        let labels = LabelSet { null_source: vec![0.0, 6.0], ..LabelSet::default() };
        let link = cue_of(&labels, &layer(), 0, &[1, 2]).unwrap();
        assert_eq!(link.chosen, 0);
        assert!(link.probability > 0.99);
        assert_eq!(cue_of(&labels, &layer(), 3, &[1, 2]).unwrap().chosen, 1);
        assert_eq!(source_of(&labels, &layer(), 1, &[0, 3]).unwrap().chosen, 1);
        assert_eq!(source_of(&labels, &layer(), 2, &[0, 3]).unwrap().chosen, 2, "nobody");
        assert_eq!(cue_of(&labels, &layer(), 0, &[]), None);
    }

    #[test]
    fn without_vectors_the_nearest_is_taken() {
        let (labels, layer) = (LabelSet::default(), Layer::default());
        assert_eq!(source_of(&labels, &layer, 10, &[2, 9, 14]).unwrap().chosen, 1);
        assert_eq!(source_of(&labels, &layer, 10, &[]), None);
    }

    #[test]
    fn buckets_lie_on_both_sides() {
        let ends = [1, 2, 4];
        assert_eq!(bucket(&ends, 5, 4), 0);
        assert_eq!(bucket(&ends, 5, 2), 2);
        assert_eq!(bucket(&ends, 50, 2), 3);
        assert_eq!(bucket(&ends, 5, 6), 4);
        assert_eq!(bucket(&ends, 5, 60), 7);
    }
}
