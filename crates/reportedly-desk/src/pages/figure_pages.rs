//! Which figures stand on which page, so that no page is heavy and every row is on one.

use reportedly_ledger::query::Figures;

use super::figure_rows::{self, ROWS};
use super::figures::POINTS;
use crate::server::Asked;

/// What a page may weigh, counted in marks of a chart.
const WEIGHT: usize = 200;

/// Some rows of a series; its chart stands above the first of them.
pub(super) struct Chunk {
    pub(super) series: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What stands on which page.
pub(super) struct Cut {
    /// By page.
    chunks: Vec<Vec<Chunk>>,
    /// Series of one figure: the tables of all pages, one after the other.
    pub(super) single: Vec<usize>,
    pub(super) pages: usize,
    pub(super) now: usize,
}

impl Cut {
    pub(super) fn new(found: &Figures, asked: &Asked) -> Cut {
        let (many, single): (Vec<usize>, Vec<usize>) =
            (0..found.series.len()).partition(|&at| found.series.get(at).is_some_and(|s| s.points.len() > 1));
        let weights = |at: usize| {
            let series = found.series.get(at)?;
            Some((at, series.points.iter().map(figure_rows::weight).collect::<Vec<usize>>()))
        };
        let chunks = chunks(many.into_iter().filter_map(weights));
        let pages = chunks.len().max(single.len().div_ceil(ROWS)).max(1);
        let now = asked.number("page").map_or(0, |page| (page as usize - 1).min(pages - 1));
        Cut { chunks, single, pages, now }
    }

    pub(super) fn chunks(&self) -> &[Chunk] {
        self.chunks.get(self.now).map_or(&[], Vec::as_slice)
    }

    pub(super) fn single(&self) -> &[usize] {
        let from = (self.now * ROWS).min(self.single.len());
        self.single.get(from..(from + ROWS).min(self.single.len())).unwrap_or_default()
    }

    /// Whether the page shows this series: what is not shown need not be looked up.
    pub(super) fn shows(&self, series: usize) -> bool {
        self.now == 0
            || self.chunks().iter().any(|chunk| chunk.series == series)
            || self.single().contains(&series)
    }
}

/// Series with the weights of their rows, on pages that are not too heavy.
fn chunks(series: impl Iterator<Item = (usize, Vec<usize>)>) -> Vec<Vec<Chunk>> {
    let mut pages: Vec<Vec<Chunk>> = Vec::new();
    let mut left = 0;
    for (at, rows) in series {
        let mut from = 0;
        while from < rows.len() {
            let mut weight = if from == 0 { 8 + rows.len().min(POINTS) } else { 4 };
            let mut to = from;
            while let Some(own) = rows.get(to).filter(|_| to < from + ROWS) {
                // One row at least, so that this ends.
                if to > from && weight + own > WEIGHT {
                    break;
                }
                weight += own;
                to += 1;
            }
            if weight > left || pages.is_empty() {
                pages.push(Vec::new());
                left = WEIGHT;
            }
            left = left.saturating_sub(weight);
            if let Some(page) = pages.last_mut() {
                page.push(Chunk { series: at, from, to });
            }
            from = to;
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_row_is_on_one_page() {
        let lengths = [700, 2, 90, 3, 5];
        for weight in [2, 5, 11, 500] {
            let pages = chunks(lengths.iter().enumerate().map(|(at, &rows)| (at, vec![weight; rows])));
            let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
            for page in &pages {
                assert!(!page.is_empty());
                let rows: usize = page.iter().map(|chunk| chunk.to - chunk.from).sum();
                assert!(rows == page.len() || rows * weight <= WEIGHT, "{rows} rows of {weight}");
                for chunk in page {
                    let next = seen.entry(chunk.series).or_default();
                    assert!(chunk.from == *next && chunk.to > chunk.from);
                    *next = chunk.to;
                }
            }
            assert_eq!(seen.into_values().collect::<Vec<_>>(), lengths);
        }
    }
}
