//! A lineage: origins at the left, repeats to the right by day, arrows the way the words went.

use std::collections::BTreeMap;

use maud::{Markup, html};
use reportedly_ledger::query::Trace;

use super::{lines, round, text};
use crate::words;

/// Reports that are drawn: more are in the list only.
const MOST: usize = 60;
const WIDTH: f64 = 168.0;
const HEIGHT: f64 = 46.0;
const ACROSS: f64 = WIDTH + 34.0;
const DOWN: f64 = HEIGHT + 14.0;
const TOP: f64 = 30.0;
const LEFT: f64 = 12.0;

/// A report of the lineage: its first member, and where it is drawn.
struct Node {
    member: usize,
    column: usize,
    row: usize,
}

struct Layout<'a> {
    trace: &'a Trace,
    nodes: Vec<Node>,
    /// By member: its node.
    of: BTreeMap<usize, usize>,
    /// By node: that which it repeats.
    parent: Vec<Option<usize>>,
    days: Vec<&'a str>,
    row: usize,
}

impl<'a> Layout<'a> {
    fn new(trace: &'a Trace) -> Layout<'a> {
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
        Layout { trace, nodes, of, parent, days, row: 0 }
    }

    /// Puts a node and what repeats it into rows; the first repeat goes on in the same row.
    fn place(&mut self, node: usize, row: usize) {
        let mut todo = vec![(node, row)];
        while let Some((node, row)) = todo.pop() {
            if let Some(node) = self.nodes.get_mut(node) {
                node.row = row;
            }
            self.row = self.row.max(row + 1);
            let column = self.nodes.get(node).map_or(0, |node| node.column);
            let children: Vec<usize> =
                (0..self.nodes.len()).filter(|&child| self.parent.get(child) == Some(&Some(node))).collect();
            let mut next = Vec::new();
            for child in children {
                let later = self.nodes.get(child).is_some_and(|child| child.column > column);
                if later && next.iter().all(|&(_, taken)| taken != row) {
                    next.push((child, row));
                } else {
                    next.push((child, self.row));
                    self.row += 1;
                }
            }
            next.reverse();
            todo.extend(next);
        }
    }

    fn x(&self, column: usize) -> f64 {
        LEFT + column as f64 * ACROSS
    }

    fn y(&self, row: usize) -> f64 {
        TOP + row as f64 * DOWN
    }
}

/// The drawing; where a report leads, `#m3` is the member's place on the page.
pub(crate) fn draw(trace: &Trace) -> Markup {
    let mut layout = Layout::new(trace);
    // Origins with their reports that were not taken from others.
    let mut roots: Vec<(String, &str, usize, Vec<usize>)> = Vec::new();
    let mut placed = vec![false; layout.nodes.len()];
    for root in &trace.roots {
        let mut tops: Vec<usize> = root.members.iter().filter_map(|at| layout.of.get(at).copied()).collect();
        tops.sort_unstable();
        tops.dedup();
        tops.retain(|&node| layout.parent.get(node) == Some(&None));
        if tops.is_empty() {
            continue;
        }
        let row = layout.row;
        for &node in &tops {
            if placed.get(node) == Some(&false) {
                layout.place(node, layout.row);
                if let Some(slot) = placed.get_mut(node) {
                    *slot = true;
                }
            }
        }
        let row = row
            .min(layout.nodes.get(tops.first().copied().unwrap_or(0)).map_or(row, |node| node.row.max(row)));
        layout.row = layout.row.max(row + 1);
        roots.push((words::root(trace, root), naming(root.kind.as_str(), root.name.is_some()), row, tops));
    }
    for node in 0..layout.nodes.len() {
        if layout.parent.get(node) == Some(&None) && placed.get(node) == Some(&false) {
            layout.place(node, layout.row);
        }
    }
    let width = layout.x(layout.days.len() + 1) - ACROSS + WIDTH + LEFT;
    let height = layout.y(layout.row) + 4.0;
    let told = format!(
        "{} by day, and the origins they come from; the same is told in the list below",
        words::counted(layout.nodes.len() as u64, "report")
    );
    html! {
        div class="drawing" tabindex="0" role="region" aria-label="Drawing of the lineage" {
            svg viewBox={ "0 0 " (round(width)) " " (round(height)) } width=(round(width)) height=(round(height)) aria-label=(told) role="group" {
                (text(LEFT, 18.0, 0.0, &["origins".to_owned()], "small"))
                @for (index, day) in layout.days.iter().enumerate() {
                    (text(layout.x(index + 1), 18.0, 0.0, &[(*day).to_owned()], "small"))
                }
                @for (_, _, row, tops) in &roots {
                    @for &node in tops { @if let Some(node) = layout.nodes.get(node) {
                        (arrow((layout.x(0) + WIDTH, layout.y(*row)), (layout.x(node.column), layout.y(node.row)), ""))
                    } }
                }
                @for (child, parent) in layout.parent.iter().enumerate() {
                    @if let (Some(child), Some(parent)) = (layout.nodes.get(child), parent.and_then(|at| layout.nodes.get(at))) {
                        @let from = (layout.x(parent.column) + WIDTH, layout.y(parent.row));
                        @let to = (layout.x(child.column), layout.y(child.row));
                        @if child.column > parent.column { (arrow(from, to, "")) } @else { (elbow(from, to)) }
                    }
                }
                @for (label, naming, row, _) in &roots { (origin(label, naming, layout.x(0), layout.y(*row))) }
                @for node in &layout.nodes { (report(&layout, node)) }
            }
        }
        @if layout.of.len() < trace.members.len() && layout.nodes.len() == MOST {
            p class="dim" { "The drawing holds the first " (MOST) " reports; the list below holds all." }
        }
    }
}

fn naming(kind: &str, named: bool) -> &'static str {
    match (kind, named) {
        ("unknown", _) => "absent",
        ("report", _) | (_, true) => "named",
        _ => "unnamed",
    }
}

fn origin(label: &str, naming: &str, x: f64, y: f64) -> Markup {
    let shown = lines(label, 21, 2);
    html! {
        g {
            title { (reportedly::visible(label)) }
            rect class={ "box origin " (naming) } x=(round(x)) y=(round(y)) width=(round(WIDTH)) height=(round(HEIGHT)) rx="4" {}
            (text(x + 8.0, y + if shown.len() > 1 { 19.0 } else { 27.0 }, 17.0, &shown, "strong"))
        }
    }
}

fn report(layout: &Layout<'_>, node: &Node) -> Markup {
    let Some(member) = layout.trace.members.get(node.member) else { return html! {} };
    let (x, y) = (layout.x(node.column), layout.y(node.row));
    let statement = &member.statement;
    let said = words::short(&statement.words, 60);
    let asked = layout
        .of
        .get(&layout.trace.asked)
        .is_some_and(|at| layout.nodes.get(*at).is_some_and(|n| n.member == node.member));
    let mut about: Vec<&str> = Vec::new();
    if node.member == 0 {
        about.push("earliest in this ledger");
    }
    if member.copy_of.is_some() {
        about.push("copy");
    }
    let changed = member.changes.first().map(|kind| words::change(kind));
    about.extend(changed);
    let second = if about.is_empty() { said.clone() } else { about.join(" · ") };
    html! {
        a class=(if asked { "node asked" } else { "node" }) href={ "#m" (node.member + 1) } {
            title { (reportedly::visible(statement.report.outlet())) ", " (words::day(&statement.report)) ": " (reportedly::visible(&statement.words)) }
            rect class="box" x=(round(x)) y=(round(y)) width=(round(WIDTH)) height=(round(HEIGHT)) rx="4" {}
            (text(x + 8.0, y + 19.0, 0.0, &lines(statement.report.outlet(), 23, 1), "strong"))
            (text(x + 8.0, y + 36.0, 0.0, &lines(&second, 26, 1), "small"))
        }
    }
}

/// From a right edge to a left edge.
fn arrow(from: (f64, f64), to: (f64, f64), class: &str) -> Markup {
    let (x1, y1, x2, y2) = (from.0, from.1 + HEIGHT / 2.0, to.0 - 2.0, to.1 + HEIGHT / 2.0);
    let middle = x2 - 20.0;
    html! {
        path class={ "way " (class) } d={ "M" (round(x1)) " " (round(y1)) "H" (round(middle)) "C" (round(x2 - 8.0)) " " (round(y1)) " " (round(middle)) " " (round(y2)) " " (round(x2 - 6.0)) " " (round(y2)) } {}
        (tip(x2, y2, class))
    }
}

/// To a report of the same day: down and round.
fn elbow(from: (f64, f64), to: (f64, f64)) -> Markup {
    let (x, y1, y2) = (to.0 - 2.0, from.1 + HEIGHT - 8.0, to.1 + HEIGHT / 2.0);
    html! {
        path class="way" d={ "M" (round(from.0 - WIDTH)) " " (round(y1)) "h-12V" (round(y2)) "H" (round(x - 6.0)) } {}
        (tip(x, y2, ""))
    }
}

fn tip(x: f64, y: f64, class: &str) -> Markup {
    html! { path class={ "tip " (class) } d={ "M" (round(x - 8.0)) " " (round(y - 4.0)) "L" (round(x)) " " (round(y)) "L" (round(x - 8.0)) " " (round(y + 4.0)) "z" } {} }
}
