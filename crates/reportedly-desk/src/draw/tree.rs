//! Which report of a lineage stands in which column and row: columns are days, a row is a way that the words went.

use std::collections::BTreeMap;

use reportedly_ledger::query::{RootRow, Trace};

/// Reports that are drawn: more are in the lists only.
const MOST: usize = 50;
/// Of a box.
pub(super) const WIDTH: f64 = 166.0;
/// From a column to the next.
pub(super) const ACROSS: f64 = WIDTH + 34.0;

/// A report of the lineage: its first member, and where it is drawn.
pub(super) struct Node {
    pub(super) member: usize,
    pub(super) column: usize,
    pub(super) row: usize,
}

/// An origin, with its reports that were not taken from others.
pub(super) struct Root<'a> {
    pub(super) row: &'a RootRow,
    /// The row that it is drawn in.
    pub(super) at: usize,
    pub(super) tops: Vec<usize>,
}

pub(super) struct Layout<'a> {
    pub(super) nodes: Vec<Node>,
    pub(super) roots: Vec<Root<'a>>,
    /// By member: its node.
    pub(super) of: BTreeMap<usize, usize>,
    /// By node: that which it repeats.
    pub(super) parent: Vec<Option<usize>>,
    pub(super) days: Vec<&'a str>,
    /// How many rows there are.
    pub(super) rows: usize,
    /// Passages of reports that are not drawn.
    pub(super) left_out: usize,
}

impl<'a> Layout<'a> {
    pub(super) fn new(trace: &'a Trace) -> Layout<'a> {
        let day = |at: usize| {
            trace.members.get(at).and_then(|member| member.statement.report.day()).unwrap_or("no date")
        };
        let mut by_report: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut nodes, mut of, mut days): (Vec<Node>, BTreeMap<usize, usize>, Vec<&str>) =
            Default::default();
        for (at, member) in trace.members.iter().enumerate() {
            let report = member.statement.report.document.as_str();
            if let Some(&node) = by_report.get(report) {
                of.insert(at, node);
                continue;
            }
            if nodes.len() == MOST {
                continue;
            }
            by_report.insert(report, nodes.len());
            of.insert(at, nodes.len());
            // Members stand by date, those without one last.
            if days.last() != Some(&day(at)) {
                days.push(day(at));
            }
            nodes.push(Node { member: at, column: days.len(), row: 0 });
        }
        let mut parent = vec![None; nodes.len()];
        for (at, member) in trace.members.iter().enumerate() {
            let above = member.repeats.or(member.copy_of).and_then(|above| of.get(&above));
            if let (Some(&node), Some(&above)) = (of.get(&at), above)
                && above < node
                && let Some(slot) = parent.get_mut(node)
                && slot.is_none()
            {
                *slot = Some(above);
            }
        }
        let left_out = trace.members.len() - of.len();
        let mut layout = Layout { nodes, roots: Vec::new(), of, parent, days, rows: 0, left_out };
        layout.fill(trace);
        layout
    }

    fn fill(&mut self, trace: &'a Trace) {
        let mut placed = vec![false; self.nodes.len()];
        for root in &trace.roots {
            let mut tops: Vec<usize> =
                root.members.iter().filter_map(|at| self.of.get(at).copied()).collect();
            tops.sort_unstable();
            tops.dedup();
            tops.retain(|&node| self.parent.get(node) == Some(&None));
            if tops.is_empty() {
                continue;
            }
            let at = self.rows;
            for &node in &tops {
                if let Some(slot) = placed.get_mut(node).filter(|slot| !**slot) {
                    *slot = true;
                    self.place(node, self.rows);
                }
            }
            self.rows = self.rows.max(at + 1);
            self.roots.push(Root { row: root, at, tops });
        }
        for node in 0..self.nodes.len() {
            if self.parent.get(node) == Some(&None) && placed.get(node) == Some(&false) {
                self.place(node, self.rows);
            }
        }
    }

    /// Puts a node and what repeats it into rows; the first repeat goes on in the same row.
    fn place(&mut self, node: usize, row: usize) {
        let mut todo = vec![(node, row)];
        while let Some((node, row)) = todo.pop() {
            if let Some(node) = self.nodes.get_mut(node) {
                node.row = row;
            }
            self.rows = self.rows.max(row + 1);
            let column = self.nodes.get(node).map_or(0, |node| node.column);
            let children: Vec<usize> =
                (0..self.nodes.len()).filter(|&child| self.parent.get(child) == Some(&Some(node))).collect();
            let mut next = Vec::new();
            for child in children {
                let later = self.nodes.get(child).is_some_and(|child| child.column > column);
                if later && next.iter().all(|&(_, taken)| taken != row) {
                    next.push((child, row));
                } else {
                    next.push((child, self.rows));
                    self.rows += 1;
                }
            }
            next.reverse();
            todo.extend(next);
        }
    }
}
