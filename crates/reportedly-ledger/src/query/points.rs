//! One series of figures: each value of an origin once, who repeats it, what it stands against. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{Against, FigureRow, Point, Series};
use super::text::words;

/// What links say about pairs of figures, the smaller index first.
pub(super) type Links = BTreeMap<(usize, usize), String>;

/// One series: its points by date, each value of a root once.
pub(super) fn tell(rows: &[FigureRow], links: &Links, members: &[usize]) -> Option<Series> {
    let first = members.first().and_then(|&at| rows.get(at))?;
    let mut roots: Vec<String> = Vec::new();
    let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut points: Vec<(usize, Point)> = Vec::new();
    for &at in members {
        let Some(row) = rows.get(at) else { continue };
        let origin = row.origin();
        let key = origin_key(&origin);
        let root = known.get(&key).copied().unwrap_or_else(|| {
            roots.push(origin);
            if !key.is_empty() {
                known.insert(key, roots.len() - 1);
            }
            roots.len() - 1
        });
        let same = |(other, point): &&mut (usize, Point)| {
            let linked = || links.contains_key(&((*other).min(at), (*other).max(at)));
            // an outlet that gives in its own voice what another gave repeats it only where a link says so
            (point.figure.low, point.figure.high) == (row.low, row.high) && (point.root == root || linked())
        };
        match points.iter_mut().find(same) {
            Some((_, point)) => point.repeats.push(row.clone()),
            None => {
                points.push((
                    at,
                    Point { figure: row.clone(), root, repeats: Vec::new(), against: Vec::new() },
                ));
            }
        }
    }
    let linked: BTreeSet<usize> = links.keys().flat_map(|&(a, b)| [a, b]).collect();
    for place in 0..points.len() {
        let against = against(&points, place, links, &linked);
        if let Some((_, point)) = points.get_mut(place) {
            point.against = against;
        }
    }
    let used: Vec<usize> = points.iter().map(|(_, point)| point.root).collect();
    let kept: Vec<usize> = (0..roots.len()).filter(|root| used.contains(root)).collect();
    for (_, point) in &mut points {
        point.root = kept.iter().position(|root| *root == point.root).unwrap_or(0);
    }
    Some(Series {
        counted: first.counted.clone(),
        clause: blank(&first.clause, &first.words),
        unit: first.thing.unit.clone(),
        per: first.thing.per.clone(),
        change: first.thing.change.clone().filter(|change| change.ends_with("by")),
        direct: members.iter().any(|&at| rows.get(at).is_some_and(|row| row.direct)),
        roots: kept.iter().filter_map(|root| roots.get(*root).cloned()).collect(),
        points: points.into_iter().map(|(_, point)| point).collect(),
    })
}

/// The same for "the port officials" and "unnamed port officials"; empty where nothing is told.
fn origin_key(label: &str) -> Vec<String> {
    let small = ["the", "unnamed", "some", "a", "an"];
    words(label).into_iter().filter(|word| !small.contains(&word.as_str())).collect()
}

/// The clause with "N" in the figure's place.
fn blank(clause: &str, figure: &str) -> String {
    match clause.find(figure).filter(|_| !figure.is_empty()) {
        Some(at) => {
            let (before, rest) = clause.split_at(at);
            format!("{before}N{}", rest.strip_prefix(figure).unwrap_or(rest))
        }
        None => clause.to_owned(),
    }
}

/// Earlier points that this one does not agree with: the nearest other value, and those that a link names.
fn against(points: &[(usize, Point)], place: usize, links: &Links, linked: &BTreeSet<usize>) -> Vec<Against> {
    let Some((at, point)) = points.get(place) else { return Vec::new() };
    let mut found: Vec<Against> = Vec::new();
    // Without a link there is nothing to be found beyond the nearest other value.
    let bound = linked.contains(at);
    for (other, (earlier, against)) in points.iter().enumerate().take(place).rev() {
        // a report that gives two numbers knows what it does
        if against.figure.report.document == point.figure.report.document {
            continue;
        }
        if !found.is_empty() && !bound {
            break;
        }
        let named = || links.get(&((*earlier).min(*at), (*earlier).max(*at))).map(String::as_str);
        let relation = match if bound { named() } else { None } {
            Some("same" | "compatible" | "narrower") => continue,
            Some(relation) => relation,
            None if overlap(&against.figure, &point.figure) => continue,
            // only the value before it: a row of growing numbers is no row of conflicts
            None if found.is_empty() => "open",
            None => continue,
        };
        found.push(Against { point: other, relation: relation.to_owned() });
        if found.len() == 3 {
            break;
        }
    }
    found
}

/// Whether both can be right.
fn overlap(one: &FigureRow, two: &FigureRow) -> bool {
    let range = |row: &FigureRow| {
        // "about 300" can be 310
        let slack = if row.relation == "about" { 0.1 } else { 0.0 };
        let low = row.low.map_or(f64::NEG_INFINITY, |low| low - low.abs() * slack);
        let high = row.high.map_or(f64::INFINITY, |high| high + high.abs() * slack);
        (low, high)
    };
    let (one, two) = (range(one), range(two));
    one.0 <= two.1 && two.0 <= one.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_left_out_of_the_clause() {
        assert_eq!(blank("an estimated 340 boats are laid up", "an estimated 340"), "N boats are laid up");
        assert_eq!(blank("boats are laid up", "340"), "boats are laid up");
        assert_eq!(blank("boats", ""), "boats");
    }

    #[test]
    fn origins_are_compared_by_their_words() {
        assert_eq!(origin_key("the port officials"), origin_key("unnamed port officials"));
        assert_ne!(origin_key("port officials"), origin_key("police officials"));
        assert!(origin_key("the").is_empty());
    }
}
