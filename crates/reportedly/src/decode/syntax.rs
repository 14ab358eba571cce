//! Parts of speech and dependency trees.

use std::ops::Range;

use super::link::dot;
use crate::{Deprel, LabelSet, Scores, Syntax, Upos};

/// Writes the syntax of one sentence: a tree with exactly one root.
///
/// Every word takes its best head (Dozat and Manning 2017 without the parser's bilinear weights); of the words that
/// would be roots the most certain one is, and a loop is opened where that costs least.
pub(crate) fn read(labels: &LabelSet, scores: &Scores, sentence: Range<usize>, syntax: &mut [Syntax]) {
    let first = scores.tokens.start;
    let rows = || sentence.clone().map(|token| token.saturating_sub(first));
    let heads = tree(&arcs(scores, rows));
    for ((place, row), head) in rows().enumerate().zip(heads) {
        let Some(slot) = syntax.get_mut(sentence.start + place) else { continue };
        let upos = top(scores.upos.row(row)).and_then(|at| labels.upos.get(at));
        let root = head == place;
        let relation = scores.deprel.row(row);
        let is_root = |at: usize| labels.deprel.get(at).is_some_and(|name| name == "root");
        let deprel = if root {
            Deprel::Root
        } else {
            let best = relation.iter().enumerate().filter(|&(at, _)| !is_root(at));
            let best =
                best.reduce(|a, b| if b.1 > a.1 { b } else { a }).and_then(|(at, _)| labels.deprel.get(at));
            best.map_or(Deprel::Dep, |name| Deprel::from_name(name))
        };
        *slot = Syntax {
            upos: upos.map_or(Upos::X, |name| Upos::from_name(name)),
            head: u32::try_from(sentence.start + head).unwrap_or(u32::MAX),
            deprel,
        };
    }
}

/// The score of each head for each word; a word's score for itself stands for "root".
fn arcs<R: Iterator<Item = usize>>(scores: &Scores, rows: impl Fn() -> R) -> Vec<Vec<f32>> {
    let finite = |score: f32| if score.is_finite() { score } else { f32::MIN / 4.0 };
    let heads: Vec<&[f32]> = rows().map(|row| scores.arc_head.row(row)).collect();
    let word = |row| heads.iter().map(|head| finite(dot(scores.arc_dep.row(row), head))).collect();
    rows().map(word).collect()
}

fn top(scores: &[f32]) -> Option<usize> {
    scores.iter().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(at, _)| at)
}

/// The head of each word.
fn tree(arcs: &[Vec<f32>]) -> Vec<usize> {
    let words = arcs.len();
    let score =
        |word: usize, head: usize| arcs.get(word).and_then(|row| row.get(head)).copied().unwrap_or(0.0);
    let best_of = |word: usize, allowed: &dyn Fn(usize) -> bool| {
        (0..words)
            .filter(|&head| allowed(head))
            .reduce(|a, b| if score(word, b) > score(word, a) { b } else { a })
    };
    // how much each word would rather be the root than hang on another
    let other = |word: usize| best_of(word, &|head| head != word);
    let wish = |word: usize| score(word, word) - other(word).map_or(f32::MIN / 4.0, |head| score(word, head));
    let Some(root) = (0..words).reduce(|a, b| if wish(b) > wish(a) { b } else { a }) else {
        return Vec::new();
    };
    let mut heads: Vec<usize> =
        (0..words).map(|word| if word == root { root } else { other(word).unwrap_or(root) }).collect();
    // words that reach the root; each turn opens one loop, so there are at most as many turns as words
    for _ in 0..words {
        let reached = reaching(&heads, root);
        let Some(astray) = reached.iter().position(|&reached| !reached) else { break };
        // walk into the loop, then around it
        let mut at = astray;
        for _ in 0..words {
            at = heads.get(at).copied().unwrap_or(root);
        }
        let mut around = vec![at];
        let mut next = heads.get(at).copied().unwrap_or(root);
        while next != at && around.len() <= words {
            around.push(next);
            next = heads.get(next).copied().unwrap_or(root);
        }
        let way_out = around.iter().filter_map(|&word| {
            let head = best_of(word, &|head| reached.get(head).copied().unwrap_or(false))?;
            let loss = score(word, heads.get(word).copied().unwrap_or(root)) - score(word, head);
            Some((word, head, loss))
        });
        let Some((word, head, _)) = way_out.reduce(|a, b| if b.2 < a.2 { b } else { a }) else { break };
        if let Some(slot) = heads.get_mut(word) {
            *slot = head;
        }
    }
    heads
}

/// For each word whether its heads lead to the root.
fn reaching(heads: &[usize], root: usize) -> Vec<bool> {
    let mut known: Vec<Option<bool>> = vec![None; heads.len()];
    if let Some(slot) = known.get_mut(root) {
        *slot = Some(true);
    }
    for word in 0..heads.len() {
        let mut path = Vec::new();
        let mut at = word;
        let reached = loop {
            match known.get(at) {
                Some(Some(reached)) => break *reached,
                Some(None) if path.len() <= heads.len() => {
                    path.push(at);
                    at = heads.get(at).copied().unwrap_or(root);
                }
                _ => break false,
            }
        };
        for at in path {
            if let Some(slot) = known.get_mut(at) {
                *slot = Some(reached);
            }
        }
    }
    known.into_iter().map(|reached| reached.unwrap_or(false)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores that want these heads, all equally.
    fn wanting(heads: &[usize]) -> Vec<Vec<f32>> {
        let row = |&head: &usize| (0..heads.len()).map(|at| if at == head { 3.0 } else { 0.0 }).collect();
        heads.iter().map(row).collect()
    }

    #[test]
    fn a_tree_stays_as_it_is() {
        assert_eq!(tree(&wanting(&[1, 1, 1, 2])), [1, 1, 1, 2]);
        assert_eq!(tree(&wanting(&[0])), [0]);
        assert_eq!(tree(&[]), [0; 0]);
    }

    #[test]
    fn two_roots_become_one() {
        let mut arcs = wanting(&[0, 1, 1]);
        arcs[1][1] = 5.0;
        let heads = tree(&arcs);
        assert_eq!(heads[1], 1);
        assert_ne!(heads[0], 0);
    }

    #[test]
    fn loops_are_opened_where_it_costs_least() {
        // 1 and 2 hang on each other; 2 would nearly as well hang on 0
        let mut arcs = wanting(&[0, 2, 1]);
        arcs[2][0] = 2.5;
        assert_eq!(tree(&arcs), [0, 2, 0]);
        // three in a circle beside a root, and nothing else known
        let heads = tree(&wanting(&[0, 2, 3, 1]));
        assert!(reaching(&heads, 0).iter().all(|&reached| reached));
    }
}
