//! A lineage: origins at the left, repeats to the right by day, arrows the way the words went.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::query::{Member, Trace};

use super::tree::{ACROSS, Layout, Node, WIDTH};
use super::{SMALL, STRONG, lines, round, text};
use crate::words;

const LEFT: f64 = 12.0;
const TOP: f64 = 30.0;
/// Between rows.
const GAP: f64 = 14.0;
/// Lines of a name, and of what stands below it: the rest is under the pointer and in the lists of the page.
const NAME: usize = 4;
const BELOW: usize = 3;
/// Between lines.
const LINE: f64 = 16.0;

/// A box with its words, before it is known where it stands.
struct Card {
    name: Vec<String>,
    /// Lines with their class.
    below: Vec<(String, &'static str)>,
}

impl Card {
    fn new(name: &str, below: &[(String, &'static str)]) -> Card {
        let room = WIDTH - 18.0;
        let cut = |(words, class): &(String, &'static str)| {
            lines(words, room, BELOW, SMALL).into_iter().map(|line| (line, *class)).collect::<Vec<_>>()
        };
        Card { name: lines(name, room, NAME, STRONG), below: below.iter().flat_map(cut).collect() }
    }

    fn height(&self) -> f64 {
        14.0 + LINE * (self.name.len().max(1) + self.below.len()) as f64
    }

    fn draw(&self, x: f64, y: f64, class: &str) -> Markup {
        let first = y + 19.0;
        let after = first + LINE * self.name.len() as f64;
        html! {
            rect class={ "box " (class) } x=(round(x)) y=(round(y)) width=(round(WIDTH)) height=(round(self.height())) rx="4" {}
            (text(x + 9.0, first, LINE, &self.name, "strong"))
            @for (index, (line, class)) in self.below.iter().enumerate() {
                (text(x + 9.0, after + LINE * index as f64, 0.0, std::slice::from_ref(line), class))
            }
        }
    }
}

/// Where columns and rows are.
struct Grid {
    rows: Vec<f64>,
}

impl Grid {
    fn x(column: usize) -> f64 {
        LEFT + column as f64 * ACROSS
    }

    fn y(&self, row: usize) -> f64 {
        self.rows.get(row).or(self.rows.last()).copied().unwrap_or(TOP)
    }

    /// An arrow goes out and comes in beside the first line of a name.
    fn line(&self, row: usize) -> f64 {
        self.y(row) + 15.0
    }
}

/// The drawing; `place` says where the wording of a member stands.
pub(crate) fn draw(trace: &Trace, place: &dyn Fn(usize) -> String) -> Markup {
    let layout = Layout::new(trace);
    let against = against(trace, &layout);
    let reports: Vec<Card> = layout.nodes.iter().map(|node| card(trace, &layout, node, &against)).collect();
    let origins: Vec<Card> =
        (layout.roots.iter()).map(|root| Card::new(&words::root(trace, root.row), &[])).collect();
    let mut heights = vec![0.0_f64; layout.rows];
    let places = layout.nodes.iter().map(|node| node.row).zip(&reports);
    for (row, card) in places.chain(layout.roots.iter().map(|root| root.at).zip(&origins)) {
        if let Some(height) = heights.get_mut(row) {
            *height = height.max(card.height());
        }
    }
    let mut bottom = TOP;
    let mut rows = Vec::new();
    for height in &heights {
        rows.push(bottom);
        bottom += height + GAP;
    }
    let grid = Grid { rows };
    let width = Grid::x(layout.days.len()) + WIDTH + LEFT;
    let height = bottom - GAP + 8.0;
    let told = format!(
        "{} by day, and the origins they come from; the same is told in the list below",
        words::counted(layout.nodes.len() as u64, "report")
    );
    html! {
        div class="drawing" tabindex="0" role="region" aria-label="Drawing of the lineage" {
            svg viewBox={ "0 0 " (round(width)) " " (round(height)) } width=(round(width)) height=(round(height)) aria-label=(told) role="group" {
                (text(LEFT, 18.0, 0.0, &["origins".to_owned()], "small"))
                @for (index, day) in layout.days.iter().enumerate() {
                    (text(Grid::x(index + 1), 18.0, 0.0, &[(*day).to_owned()], "small"))
                }
                @for (index, root) in layout.roots.iter().enumerate() {
                    @for node in root.tops.iter().filter_map(|&node| layout.nodes.get(node)) { (arrow(&grid, (0, root.at), (node.column, node.row), index)) }
                }
                @for (child, parent) in layout.nodes.iter().zip(&layout.parent) {
                    @if let Some(above) = parent.and_then(|at| layout.nodes.get(at)) { (arrow(&grid, (above.column, above.row), (child.column, child.row), above.row)) }
                }
                @for (root, card) in layout.roots.iter().zip(&origins) {
                    g {
                        title { (visible(&words::root(trace, root.row))) }
                        (card.draw(Grid::x(0), grid.y(root.at), &format!("origin {}", naming(&root.row.kind, root.row.name.is_some()))))
                    }
                }
                @for (node, card) in layout.nodes.iter().zip(&reports) { (report(trace, &layout, node, card, &grid, &place(node.member))) }
            }
        }
        @if layout.left_out > 0 {
            p class="dim" { "The drawing holds the first " (layout.nodes.len()) " reports; the lists hold all." }
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

/// By node: what it says against others.
fn against(trace: &Trace, layout: &Layout<'_>) -> BTreeMap<usize, BTreeSet<&'static str>> {
    let mut found: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
    for one in &trace.disagreements {
        let (Some(&a), Some(&b)) = (layout.of.get(&one.a), layout.of.get(&one.b)) else { continue };
        let (active, passive) = match one.relation.as_str() {
            "denies" => ("denies it", "denied by another"),
            "corrects" => ("corrects it", "corrected by another"),
            "differs" => ("differs from another", "differs from another"),
            _ => continue,
        };
        found.entry(b).or_default().insert(active);
        found.entry(a).or_default().insert(passive);
    }
    found
}

/// The outlet, whom it has it from, what is told of it.
fn card(
    trace: &Trace,
    layout: &Layout<'_>,
    node: &Node,
    against: &BTreeMap<usize, BTreeSet<&'static str>>,
) -> Card {
    let Some(member) = trace.members.get(node.member) else { return Card::new("", &[]) };
    let mut below = Vec::new();
    // Whom its passages have it from: another outlet for the one, somebody of its own for the other.
    let mut voices: Vec<(String, &str)> = Vec::new();
    for statement in own(trace, layout, node).filter(|member| member.newer.is_none()).map(|m| &m.statement) {
        let Some(step) = statement.chain.first() else { continue };
        let unnamed = step.iter().all(|voice| voice.naming != "named");
        let words = format!("← {}", statement.steps().join(" ← "));
        if voices.iter().all(|(known, _)| *known != words) {
            voices.push((words, if unnamed { "small unnamed" } else { "small" }));
        }
    }
    below.extend(voices.into_iter().take(BELOW));
    let mut about: Vec<&str> = Vec::new();
    if node.member == 0 {
        about.push("earliest in this ledger");
    }
    if member.copy_of.is_some() {
        about.push("copy");
    }
    about.extend(own(trace, layout, node).flat_map(|member| &member.changes).map(|kind| words::change(kind)));
    let mut known = BTreeSet::new();
    about.retain(|words| known.insert(*words));
    if !about.is_empty() {
        below.push((about.join(" · "), "small"));
    }
    let at = layout.of.get(&node.member);
    if let Some(against) = at.and_then(|at| against.get(at)) {
        let words: Vec<&str> = against.iter().copied().collect();
        below.push((words.join(", "), "small against"));
    }
    Card::new(member.statement.report.outlet(), &below)
}

/// The passages of a report.
fn own<'a>(trace: &'a Trace, layout: &'a Layout<'_>, node: &Node) -> impl Iterator<Item = &'a Member> {
    let number = layout.of.get(&node.member).copied();
    let own = move |(at, _): &(usize, &Member)| layout.of.get(at).copied() == number;
    trace.members.iter().enumerate().filter(own).map(|(_, member)| member)
}

fn report(trace: &Trace, layout: &Layout<'_>, node: &Node, card: &Card, grid: &Grid, place: &str) -> Markup {
    let Some(member) = trace.members.get(node.member) else { return html! {} };
    let statement = &member.statement;
    let asked = layout.of.get(&trace.asked) == layout.of.get(&node.member);
    html! {
        a class=(if asked { "node asked" } else { "node" }) href=(place) {
            title { (visible(statement.report.outlet())) ", " (words::day(&statement.report)) ", " (visible(&statement.steps().join(" ← "))) ": " (visible(&words::short(&statement.words, 300))) }
            (card.draw(Grid::x(node.column), grid.y(node.row), ""))
        }
    }
}

/// From one place to another, through the gaps between the columns and along the other one's own row: so no arrow runs
/// behind a box that it has nothing to do with. `turn` keeps those that turn in one gap apart.
fn arrow(grid: &Grid, from: (usize, usize), to: (usize, usize), turn: usize) -> Markup {
    let (y1, y2) = (grid.line(from.1), grid.line(to.1));
    let x2 = Grid::x(to.0) - 2.0;
    let aside = 6.0 + 5.0 * (turn % 4) as f64;
    let way = if from.0 >= to.0 {
        // Of the same day: down at the left.
        format!(
            "M{} {}H{}V{}H{}",
            round(Grid::x(from.0)),
            round(y1 + 8.0),
            round(Grid::x(from.0) - aside),
            round(y2),
            round(x2 - 6.0)
        )
    } else {
        let x1 = Grid::x(from.0) + WIDTH;
        if from.1 == to.1 {
            format!("M{} {}H{}", round(x1), round(y1), round(x2 - 6.0))
        } else {
            format!("M{} {}H{}V{}H{}", round(x1), round(y1), round(x1 + aside), round(y2), round(x2 - 6.0))
        }
    };
    html! {
        path class="way" d=(way) {}
        path class="tip" d={ "M" (round(x2 - 8.0)) " " (round(y2 - 4.0)) "L" (round(x2)) " " (round(y2)) "L" (round(x2 - 8.0)) " " (round(y2 + 4.0)) "z" } {}
    }
}
