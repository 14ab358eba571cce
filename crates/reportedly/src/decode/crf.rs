//! The tag sequence model: what it holds likely of every span, and the best set of spans.
//!
//! A linear-chain conditional random field over the tags `O` and `B-`, `I-`, `E-`, `S-` of each role (Lafferty et al.
//! 2001). Instead of the one best path, the spans with the highest posterior probabilities are chosen: a long content
//! need not lose to a path that only gets more of its inside right.

use std::ops::Range;

use crate::{LabelSet, Matrix};

/// A role in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Source,
    Cue,
    Content,
}

impl Role {
    const ALL: [(Role, &'static str); 3] =
        [(Role::Source, "source"), (Role::Cue, "cue"), (Role::Content, "content")];
}

/// Tokens in one role, with the probability that exactly these are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RoleSpan {
    pub(crate) role: Role,
    pub(crate) tokens: Range<usize>,
    pub(crate) probability: f32,
}

/// The columns of one role's tags.
struct Columns {
    role: Role,
    begin: usize,
    inside: usize,
    end: usize,
    single: usize,
}

/// The sequence model, ready to decode: forbidden steps have weight zero.
pub(crate) struct SequenceModel {
    tags: usize,
    columns: Vec<Columns>,
    /// Weight (not logarithm) of tag `j` after tag `i` at `i * tags + j`.
    steps: Vec<f64>,
    start: Vec<f64>,
    end: Vec<f64>,
}

/// A less likely span is no candidate.
const CANDIDATE: f64 = 0.02;

impl SequenceModel {
    /// Reads the parameters; tags that belong to no known role are never chosen.
    pub(crate) fn new(labels: &LabelSet) -> SequenceModel {
        let tags = labels.tags.len();
        let column = |name: String| labels.tags.iter().position(|tag| *tag == name);
        let columns = Role::ALL
            .iter()
            .filter_map(|&(role, name)| {
                Some(Columns {
                    role,
                    begin: column(format!("B-{name}"))?,
                    inside: column(format!("I-{name}"))?,
                    end: column(format!("E-{name}"))?,
                    single: column(format!("S-{name}"))?,
                })
            })
            .collect();
        let part = |tag: usize| {
            let name = labels.tags.get(tag).map_or("O", String::as_str);
            name.split_once('-').unwrap_or((name, ""))
        };
        let opens = |tag: usize| matches!(part(tag).0, "B" | "I");
        let goes_on = |tag: usize| matches!(part(tag).0, "I" | "E");
        let weight = |legal: bool, score: Option<&f32>| {
            if legal { f64::from(*score.unwrap_or(&0.0)).exp() } else { 0.0 }
        };
        let mut steps = Vec::with_capacity(tags * tags);
        for from in 0..tags {
            for to in 0..tags {
                let legal = opens(from) == goes_on(to) && (!opens(from) || part(from).1 == part(to).1);
                steps.push(weight(legal, labels.transitions.get(from * tags + to)));
            }
        }
        let start = (0..tags).map(|tag| weight(!goes_on(tag), labels.start.get(tag))).collect();
        let end = (0..tags).map(|tag| weight(!opens(tag), labels.end.get(tag))).collect();
        SequenceModel { tags, columns, steps, start, end }
    }

    /// All spans of the window that starts at token `first` which are likely enough to be thought about. None runs over
    /// a border, a token with which something new begins.
    pub(crate) fn candidates(&self, emissions: &Matrix, first: usize, borders: &[usize]) -> Vec<RoleSpan> {
        let Some(lattice) = Lattice::new(self, emissions, first, borders) else { return Vec::new() };
        let mut candidates = Vec::new();
        for columns in &self.columns {
            lattice.candidates(columns, &mut candidates);
        }
        for span in &mut candidates {
            span.tokens = first + span.tokens.start..first + span.tokens.end;
        }
        candidates
    }
}

/// Forward and backward weights of one window, each row scaled to sum to one.
struct Lattice<'a> {
    model: &'a SequenceModel,
    rows: usize,
    /// Weights of the emissions, each row scaled by its largest.
    emitted: Vec<f64>,
    forward: Vec<f64>,
    backward: Vec<f64>,
    /// What row `i` of `forward` was divided by.
    scales: Vec<f64>,
}

impl<'a> Lattice<'a> {
    fn new(
        model: &'a SequenceModel,
        emissions: &Matrix,
        first: usize,
        borders: &[usize],
    ) -> Option<Lattice<'a>> {
        let (tags, rows) = (model.tags, emissions.rows());
        if tags == 0 || rows == 0 || emissions.columns() != tags {
            return None;
        }
        let mut emitted = Vec::with_capacity(rows * tags);
        for row in 0..rows {
            let scores = emissions.row(row);
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let top = if top.is_finite() { top } else { 0.0 };
            emitted.extend(
                scores.iter().map(
                    |&score| {
                        if score.is_finite() { f64::from(score - top).exp() } else { 0.0 }
                    },
                ),
            );
        }
        for row in borders.iter().filter_map(|border| border.checked_sub(first)).filter(|row| *row > 0) {
            for tag in model.columns.iter().flat_map(|columns| [columns.inside, columns.end]) {
                if let Some(weight) = emitted.get_mut(row * tags + tag) {
                    *weight = 0.0;
                }
            }
        }
        let mut forward: Vec<f64> = Vec::with_capacity(rows * tags);
        let mut scales = Vec::with_capacity(rows);
        for row in 0..rows {
            let here = emitted.get(row * tags..(row + 1) * tags)?;
            let mut next = vec![0.0; tags];
            match row.checked_sub(1).and_then(|before| forward.get(before * tags..row * tags)) {
                None => next.clone_from(&model.start),
                Some(before) => {
                    for (&mass, steps) in before.iter().zip(model.steps.chunks_exact(tags)) {
                        for (sum, step) in next.iter_mut().zip(steps) {
                            *sum += mass * step;
                        }
                    }
                }
            }
            next.iter_mut().zip(here).for_each(|(sum, weight)| *sum *= weight);
            let total: f64 = next.iter().sum();
            if !(total.is_normal() && total > 0.0) {
                return None;
            }
            next.iter_mut().for_each(|sum| *sum /= total);
            scales.push(total);
            forward.extend(next);
        }
        let mut backward = vec![0.0; rows * tags];
        let mut after = model.end.clone();
        for row in (0..rows).rev() {
            let place = backward.get_mut(row * tags..(row + 1) * tags)?;
            let total: f64 =
                forward.get(row * tags..(row + 1) * tags)?.iter().zip(&after).map(|(a, b)| a * b).sum();
            if !(total.is_normal() && total > 0.0) {
                return None;
            }
            // scaled so that forward times backward is the marginal probability
            place.iter_mut().zip(&after).for_each(|(slot, mass)| *slot = mass / total);
            let here = emitted.get(row * tags..(row + 1) * tags)?;
            let weighted: Vec<f64> =
                here.iter().zip(&after).map(|(weight, mass)| weight * mass / total).collect();
            let before = |steps: &[f64]| steps.iter().zip(&weighted).map(|(step, mass)| step * mass).sum();
            after = model.steps.chunks_exact(tags).map(before).collect();
        }
        Some(Lattice { model, rows, emitted, forward, backward, scales })
    }

    /// The probability of a tag at a place.
    fn marginal(&self, row: usize, tag: usize) -> f64 {
        let at = row * self.model.tags + tag;
        self.forward.get(at).copied().unwrap_or(0.0) * self.backward.get(at).copied().unwrap_or(0.0)
    }

    fn step(&self, from: usize, to: usize) -> f64 {
        self.model.steps.get(from * self.model.tags + to).copied().unwrap_or(0.0)
    }

    fn weight(&self, row: usize, tag: usize) -> f64 {
        self.emitted.get(row * self.model.tags + tag).copied().unwrap_or(0.0)
    }

    /// Appends the role's spans that are likely enough.
    fn candidates(&self, columns: &Columns, found: &mut Vec<RoleSpan>) {
        let mut add = |tokens: Range<usize>, probability: f64| {
            #[allow(clippy::cast_possible_truncation)]
            let probability = probability.clamp(0.0, 1.0) as f32;
            found.push(RoleSpan { role: columns.role, tokens, probability });
        };
        for begin in 0..self.rows {
            let single = self.marginal(begin, columns.single);
            if single > CANDIDATE {
                add(begin..begin + 1, single);
            }
            if self.marginal(begin, columns.begin) <= CANDIDATE {
                continue;
            }
            // the share of all paths that open a span here and have not closed it yet
            let at = begin * self.model.tags + columns.begin;
            let mut open = self.forward.get(at).copied().unwrap_or(0.0);
            let mut last = columns.begin;
            for row in begin + 1..self.rows {
                let scale = self.scales.get(row).copied().unwrap_or(1.0);
                let closed = open * self.step(last, columns.end) * self.weight(row, columns.end) / scale;
                let behind = self.backward.get(row * self.model.tags + columns.end).copied().unwrap_or(0.0);
                if closed * behind > CANDIDATE {
                    add(begin..row + 1, closed * behind);
                }
                open *= self.step(last, columns.inside) * self.weight(row, columns.inside) / scale;
                last = columns.inside;
                let behind =
                    self.backward.get(row * self.model.tags + columns.inside).copied().unwrap_or(0.0);
                if open * behind <= CANDIDATE {
                    break;
                }
            }
        }
    }
}

/// The spans that do not overlap and together gain most over `least`, the probability that a span of each role must
/// have (weighted interval scheduling), in text order.
pub(crate) fn choose(candidates: &[RoleSpan], least: impl Fn(Role) -> f32) -> Vec<RoleSpan> {
    let gain = |span: &RoleSpan| f64::from(span.probability - least(span.role));
    let mut spans: Vec<RoleSpan> = candidates.iter().filter(|span| gain(span) > 0.0).cloned().collect();
    spans.sort_by_key(|span| (span.tokens.end, span.tokens.start, span.role));
    // best[i]: the sum over the first i spans; taken[i]: whether span i is in it, and how many spans end before it
    let mut best = vec![0.0_f64];
    let mut taken = Vec::with_capacity(spans.len());
    for span in &spans {
        let before = spans.partition_point(|other| other.tokens.end <= span.tokens.start);
        let with = best.get(before).copied().unwrap_or(0.0) + gain(span);
        let without = best.last().copied().unwrap_or(0.0);
        taken.push((with > without, before));
        best.push(with.max(without));
    }
    let mut chosen = Vec::new();
    let mut left = spans.len();
    while let Some(at) = left.checked_sub(1) {
        match taken.get(at) {
            Some(&(true, before)) => {
                chosen.extend(spans.get(at).cloned());
                left = before;
            }
            _ => left = at,
        }
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: [&str; 13] = [
        "O",
        "B-source",
        "I-source",
        "E-source",
        "S-source",
        "B-cue",
        "I-cue",
        "E-cue",
        "S-cue",
        "B-content",
        "I-content",
        "E-content",
        "S-content",
    ];

    fn model() -> SequenceModel {
        let tags = TAGS.map(String::from).to_vec();
        SequenceModel::new(&LabelSet { tags, ..LabelSet::default() })
    }

    fn emissions(path: &[&str], score: f32) -> Matrix {
        let mut matrix = Matrix::new(TAGS.len());
        for tag in path {
            matrix.push_row(&TAGS.map(|name| if name == *tag { score } else { 0.0 }));
        }
        matrix
    }

    fn found(emissions: &Matrix) -> Vec<(Role, Range<usize>)> {
        let chosen = choose(&model().candidates(emissions, 10, &[]), |_| 0.4);
        chosen.into_iter().map(|span| (span.role, span.tokens)).collect()
    }

    #[test]
    fn a_clear_path_is_read_as_it_stands() {
        let path = ["B-source", "E-source", "S-cue", "B-content", "I-content", "E-content", "O"];
        assert_eq!(
            found(&emissions(&path, 9.0)),
            [(Role::Source, 10..12), (Role::Cue, 12..13), (Role::Content, 13..16)]
        );
    }

    #[test]
    fn an_illegal_path_is_mended() {
        // a content that is never closed closes where the window ends
        let path = ["B-content", "I-content", "I-content"];
        assert_eq!(found(&emissions(&path, 6.0)), [(Role::Content, 10..13)]);
        // an inside of another role cannot stand alone
        assert_eq!(found(&emissions(&["O", "I-cue", "O"], 3.0)), []);
    }

    #[test]
    fn nothing_runs_over_a_border() {
        let path = ["S-cue", "B-content", "I-content", "E-content"];
        let spans = model().candidates(&emissions(&path, 6.0), 10, &[10, 12]);
        assert!(!spans.is_empty());
        assert!(spans.iter().all(|span| span.tokens.end <= 12 || span.tokens.start >= 12), "{spans:?}");
    }

    #[test]
    fn probabilities_are_those_of_all_paths() {
        // two tokens, no evidence: 19 legal paths (each token O or single: 16, one span of both for each role: 3)
        let spans = model().candidates(&emissions(&["?", "?"], 0.0), 0, &[]);
        let one = spans.iter().find(|span| span.tokens == (0..1)).unwrap();
        assert!((one.probability - 4.0 / 19.0).abs() < 1e-6);
        let two = spans.iter().find(|span| span.tokens == (0..2)).unwrap();
        assert!((two.probability - 1.0 / 19.0).abs() < 1e-6);
    }

    #[test]
    fn odd_scores_give_no_spans() {
        let mut matrix = Matrix::new(TAGS.len());
        matrix.push_row(&[f32::NAN; 13]);
        assert_eq!(found(&matrix), []);
        assert_eq!(found(&Matrix::new(13)), []);
        assert_eq!(found(&Matrix::new(5)), []);
    }
}
