//! Who repeats whom: for each passage of a lineage the one it was most likely taken from. Pure.

/// What a link says about two members, as indexes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    /// The member that repeats.
    pub(crate) child: usize,
    /// The member that it has it from.
    pub(crate) parent: usize,
    /// Whether the report itself says so.
    pub(crate) cited: bool,
    pub(crate) score: f64,
}

/// The parent of each member, if it has one. `order` ranks the members by time: a parent is never later, so no circle
/// can come about.
pub(crate) fn parents(count: usize, order: &[(String, String, u32)], taken: &[Taken]) -> Vec<Option<usize>> {
    let mut best: Vec<Option<&Taken>> = vec![None; count];
    for link in taken {
        let earlier = match (order.get(link.parent), order.get(link.child)) {
            (Some(parent), Some(child)) => parent < child,
            _ => false,
        };
        if !earlier || link.parent == link.child {
            continue;
        }
        let Some(slot) = best.get_mut(link.child) else { continue };
        let better = match slot {
            None => true,
            Some(have) => {
                let rank = |link: &Taken| (link.cited, (link.score * 100.0).round() as i64);
                // of equals the earliest: what all others could have it from as well
                rank(link) > rank(have)
                    || (rank(link) == rank(have) && order.get(link.parent) < order.get(have.parent))
            }
        };
        if better {
            *slot = Some(link);
        }
    }
    best.into_iter().map(|link| link.map(|link| link.parent)).collect()
}

/// Days that lie no more than `gap` apart are one occasion.
pub(crate) fn occasions(days: &[Option<i64>], gap: i64) -> usize {
    let mut known: Vec<i64> = days.iter().flatten().copied().collect();
    known.sort_unstable();
    let breaks = known.windows(2).filter(|pair| matches!(pair, [a, b] if b - a > gap)).count();
    match (known.is_empty(), days.is_empty()) {
        (_, true) => 0,
        (true, false) => 1,
        _ => breaks + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, name: &str) -> (String, String, u32) {
        (day.to_owned(), name.to_owned(), 0)
    }

    fn link(child: usize, parent: usize, cited: bool, score: f64) -> Taken {
        Taken { child, parent, cited, score }
    }

    #[test]
    fn what_is_cited_comes_before_what_is_only_earlier() {
        let order = [at("2026-03-04", "post"), at("2026-03-05", "courier"), at("2026-03-06", "radio")];
        let taken = [link(2, 0, false, 0.9), link(2, 1, true, 0.6), link(1, 0, true, 0.8)];
        assert_eq!(parents(3, &order, &taken), [None, Some(0), Some(1)]);
    }

    #[test]
    fn nobody_repeats_what_is_later() {
        let order = [at("2026-03-04", "post"), at("2026-03-05", "courier")];
        let taken =
            [link(0, 1, true, 0.9), link(1, 0, true, 0.5), link(1, 1, true, 1.0), link(1, 7, true, 1.0)];
        assert_eq!(parents(2, &order, &taken), [None, Some(0)]);
    }

    #[test]
    fn of_equals_the_earliest() {
        let order = [at("2026-03-04", "a"), at("2026-03-05", "b"), at("2026-03-06", "c")];
        let taken = [link(2, 1, false, 0.9), link(2, 0, false, 0.9)];
        assert_eq!(parents(3, &order, &taken)[2], Some(0));
    }

    #[test]
    fn days_make_occasions() {
        assert_eq!(occasions(&[Some(1), Some(2), Some(9), Some(4), None], 3), 2);
        assert_eq!(occasions(&[None, None], 3), 1);
        assert_eq!(occasions(&[], 3), 0);
    }
}
