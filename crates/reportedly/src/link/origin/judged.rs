//! What somebody decided about sources: which are one, and which are not.

use super::super::lineage::{Judged, Member, Who};
use super::voice::Origin;

/// The user's word on the origins of one lineage, as pairs of indexes among them.
#[derive(Default)]
pub(super) struct Word {
    pub same: Vec<(usize, usize)>,
    pub different: Vec<(usize, usize)>,
}

impl Word {
    pub(super) fn of(members: &[Member<'_>], all: &[Origin<'_>], judged: &Judged) -> Word {
        let found = |who: &Who| -> Vec<usize> {
            let is = |origin: &Origin<'_>| {
                members.get(origin.member).is_some_and(|member| member.report.id == who.report)
                    && who.called.contains(&origin.text)
            };
            all.iter().enumerate().filter(|(_, origin)| is(origin)).map(|(at, _)| at).collect()
        };
        let pairs = |pairs: &[(Who, Who)]| -> Vec<(usize, usize)> {
            let each = pairs.iter().flat_map(|(one, two)| {
                let two = found(two);
                found(one).into_iter().flat_map(move |a| two.clone().into_iter().map(move |b| (a, b)))
            });
            each.collect()
        };
        Word { same: pairs(&judged.same), different: pairs(&judged.different) }
    }

    /// Whether two roots hold origins that are said to be different.
    pub(super) fn parts(&self, all: &[Origin<'_>], one: usize, two: usize) -> bool {
        let root = |at: usize| all.get(at).map(|origin| origin.root);
        self.different.iter().any(|&(a, b)| {
            let ends = (root(a), root(b));
            ends == (Some(one), Some(two)) || ends == (Some(two), Some(one))
        })
    }

    /// Of these roots, how many are said to be different from each other.
    pub(super) fn apart(&self, all: &[Origin<'_>], roots: &[usize]) -> usize {
        let mut set: Vec<usize> = Vec::new();
        for &root in roots {
            if self.involves(all, root) && set.iter().all(|&other| self.parts(all, root, other)) {
                set.push(root);
            }
        }
        set.len()
    }

    fn involves(&self, all: &[Origin<'_>], root: usize) -> bool {
        let is = |at: usize| all.get(at).is_some_and(|origin| origin.root == root);
        self.different.iter().any(|&(a, b)| is(a) || is(b))
    }
}
