//! The answer to `trace`: on what a statement rests, who repeats whom, what changed on the way.

use std::collections::BTreeSet;

use reportedly_ledger::query::{Disagreement, Member, RootRow, Trace};

use super::args::Show;
use super::view::{branch, chain, change, counted, day, heading, marked, origins, plain, span, when};
use super::{Answer, json};
use crate::csv::Cell;
use crate::paint::{GAP, Ink, Page, Paper, Text};

/// Repeats shown below one report, unless all are asked for.
const REPEATS: usize = 8;
/// Top-level reports shown below one origin.
const TOLD: usize = 6;

pub(super) fn answer(question: &str, found: Option<&Trace>, show: &Show) -> u8 {
    let found = found.filter(|trace| !trace.members.is_empty());
    Answer {
        found: found.is_some(),
        nothing: format!("no statement here holds “{}” (try other words with find)", question.trim()),
        view: &|paper| found.map(|trace| view(trace, paper, show.all)).unwrap_or_default(),
        lines: &|| json(found),
        table: &|| found.map(table).unwrap_or_default(),
    }
    .give(show)
}

pub(super) fn view(trace: &Trace, paper: Paper, all: bool) -> String {
    let mut page = Page::new();
    let Some(first) = trace.members.first() else { return String::new() };
    let asked = trace.members.get(trace.asked).unwrap_or(first);
    let words = marked(&asked.statement.context, &figure(asked), Ink::Figure);
    page.cut(paper, 0, 0, if all { usize::MAX } else { 3 }, &words);
    let Some(lineage) = &trace.lineage else {
        alone(&mut page, paper, first);
        return page.into_string();
    };
    let days: Vec<Option<&str>> = trace.members.iter().map(|member| member.statement.report.day()).collect();
    let told = format!(
        "told in {}, {} · {} · lineage {}",
        counted(lineage.reports, "report"),
        counted(lineage.outlets, "outlet"),
        span(&days),
        lineage.id
    );
    page.wrapped(paper, 0, 2, &Text::new().with(Ink::Dim, &told));
    rests_on(trace, paper, &mut page);
    Tree { trace, paper, all, shown: BTreeSet::new() }.draw(&mut page);
    disagreements(trace, paper, all, &mut page);
    others(trace, paper, &mut page);
    page.into_string()
}

/// The figure's own words, where the member is one.
fn figure(member: &Member) -> String {
    if member.statement.figure.is_some() { member.statement.words.clone() } else { String::new() }
}

fn alone(page: &mut Page, paper: Paper, member: &Member) {
    let text = Text::new().with(Ink::Plain, "one report here tells it; no other is linked to it");
    page.wrapped(paper, 0, 2, &text);
    page.blank();
    let left = when(&member.statement);
    page.beside(paper, 0, 16, 3, &left, &chain(&member.statement));
}

/// The origins, as a range with its reasons.
fn rests_on(trace: &Trace, paper: Paper, page: &mut Page) {
    let Some(lineage) = &trace.lineage else { return };
    heading(page, paper, "RESTS ON", "");
    let mut text = Text::new().with(Ink::Strong, &origins(lineage));
    if !lineage.reasons.is_empty() {
        text.add(Ink::Plain, &format!(": {}", lineage.reasons.join("; ")));
    }
    page.wrapped(paper, 2, 4, &text);
    for root in &trace.roots {
        let mut text = Text::new();
        if root.evidence == "denies it" {
            text.add(Ink::Notice, "denied by ");
        }
        text.add(Ink::Plain, &root_label(trace, root));
        // versions of one report count once
        let mut reports: Vec<&str> = root
            .members
            .iter()
            .filter_map(|&at| trace.members.get(at))
            .map(|m| m.statement.report.document.as_str())
            .collect();
        reports.sort_unstable();
        reports.dedup();
        let days: Vec<Option<&str>> = root
            .members
            .iter()
            .filter_map(|&at| trace.members.get(at))
            .map(|m| m.statement.report.day())
            .collect();
        let number = reports.len() as u64;
        let mut told = String::new();
        if root.occasions > 1 {
            told.push_str(&format!("{}, ", counted(root.occasions as u64, "occasion")));
        }
        told.push_str(&format!("{}, {}", counted(number, "report"), span(&days)));
        text.add(Ink::Dim, &format!("{GAP}{told}"));
        page.wrapped(paper, 4, 6, &text);
    }
}

/// How an origin is called.
fn root_label(trace: &Trace, root: &RootRow) -> String {
    let name = root.name.clone().unwrap_or_else(|| root.text.clone());
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match root.kind.as_str() {
        "report" => {
            let first = root.members.first().and_then(|&at| trace.members.get(at));
            let outlet = first.map_or("the report", |member| member.statement.report.outlet());
            format!("{outlet}, in its own voice")
        }
        "unknown" => "nobody named".to_owned(),
        "document" => name,
        _ if root.name.is_some() || name.to_lowercase().contains("unnamed") => name,
        _ => {
            let articles = ["the ", "The ", "a ", "A ", "an ", "An ", "some ", "Some "];
            let bare = articles.iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
            format!("unnamed {bare}")
        }
    }
}

struct Tree<'a> {
    trace: &'a Trace,
    paper: Paper,
    all: bool,
    shown: BTreeSet<usize>,
}

impl Tree<'_> {
    fn draw(&mut self, page: &mut Page) {
        heading(page, self.paper, "WHO REPEATS WHOM", "");
        for root in &self.trace.roots {
            let mut top: Vec<usize> =
                root.members.iter().copied().filter(|at| self.top(*at) && !self.shown.contains(at)).collect();
            top.dedup();
            if top.is_empty() {
                continue;
            }
            let text = Text::new().with(Ink::Strong, &root_label(self.trace, root));
            page.wrapped(self.paper, 2, 4, &text);
            self.level(page, "  ", &top, TOLD);
        }
        let rest: Vec<usize> =
            (0..self.trace.members.len()).filter(|at| self.top(*at) && !self.shown.contains(at)).collect();
        if !rest.is_empty() {
            page.wrapped(self.paper, 2, 4, &Text::new().with(Ink::Dim, "on whose word is not told"));
            self.level(page, "  ", &rest, TOLD);
        }
    }

    /// Nothing here tells that it was taken from another.
    fn top(&self, at: usize) -> bool {
        self.trace.members.get(at).is_some_and(|member| member.repeats.is_none() && member.newer.is_none())
    }

    fn children(&self, of: usize) -> Vec<usize> {
        let members = self.trace.members.iter().enumerate();
        members
            .filter(|(_, member)| member.repeats == Some(of) && member.newer.is_none())
            .map(|(at, _)| at)
            .collect()
    }

    fn level(&mut self, page: &mut Page, indent: &str, members: &[usize], most: usize) {
        let most = if self.all { usize::MAX } else { most };
        let count =
            if members.len() == most.saturating_add(1) { members.len() } else { members.len().min(most) };
        let rest = members.get(count..).unwrap_or_default();
        for (index, &at) in members.iter().take(count).enumerate() {
            let last = index + 1 == count && rest.is_empty();
            self.member(page, indent, at, last);
        }
        if !rest.is_empty() {
            let mut outlets: Vec<&str> = Vec::new();
            for member in rest.iter().filter_map(|&at| self.trace.members.get(at)) {
                let outlet = member.statement.report.outlet();
                if !outlets.contains(&outlet) {
                    outlets.push(outlet);
                }
            }
            let mut words = format!("… {} more: ", counted(rest.len() as u64, "report"));
            words.push_str(&outlets.join(", "));
            let prefix = (format!("{indent}└─ "), format!("{indent}   "));
            branch(page, self.paper, (&prefix.0, &prefix.1), 2, &Text::new().with(Ink::Dim, &words));
            let mut open = rest.to_vec();
            while let Some(at) = open.pop() {
                if self.shown.insert(at) {
                    open.extend(self.children(at));
                }
            }
        }
    }

    fn member(&mut self, page: &mut Page, indent: &str, at: usize, last: bool) {
        if !self.shown.insert(at) {
            return;
        }
        let Some(member) = self.trace.members.get(at) else { return };
        let children = self.children(at);
        let (knot, line) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let first = format!("{indent}{knot}");
        let below = format!("{indent}{line}");
        let words = format!("{below}{}", if children.is_empty() { "   " } else { "│  " });
        let mut head = when(&member.statement);
        head.add(Ink::Plain, GAP);
        head.append(chain(&member.statement));
        for tag in self.tags(at, member) {
            head.add(Ink::Dim, " · ");
            head.add(Ink::Reading, &tag);
        }
        for kind in &member.changes {
            head.add(Ink::Dim, " · ");
            head.add(Ink::Notice, change(kind));
        }
        branch(page, self.paper, (&first, &words), 4, &head);
        let parent = member.repeats.and_then(|at| self.trace.members.get(at));
        let same = |other: &Member| plain(&other.statement.context) == plain(&member.statement.context);
        let text = if parent.is_some_and(same) {
            Text::new().with(Ink::Dim, "in the same words")
        } else {
            marked(&member.statement.context, &figure(member), Ink::Figure)
        };
        branch(page, self.paper, (&words, &words), if self.all { usize::MAX } else { 2 }, &text);
        self.level(page, &below, &children, REPEATS);
    }

    fn tags(&self, at: usize, member: &Member) -> Vec<String> {
        let mut tags = Vec::new();
        if member.doubtful {
            tags.push("? may tell something else".to_owned());
        }
        // of two versions the later one is drawn
        if at == 0 || self.trace.members.first().is_some_and(|first| first.newer == Some(at)) {
            tags.push("earliest in this ledger".to_owned());
        }
        match member.why.as_deref() {
            Some("copy") => tags.push("a copy".to_owned()),
            Some("citation") => tags.push("cites it".to_owned()),
            Some("containment") => tags.push("part of the same words".to_owned()),
            Some(why) => tags.push(why.to_owned()),
            None => {}
        }
        if self.trace.members.iter().any(|other| other.newer == Some(at)) {
            tags.push("changed since: see changes".to_owned());
        }
        if member.statement.stance.as_deref() == Some("denying") {
            tags.push("denied".to_owned());
        }
        if let Some(from) = member.changed_from.filter(|from| member.repeats != Some(*from))
            && let Some(other) = self.trace.members.get(from)
            && !member.changes.is_empty()
        {
            tags.push(format!("beside {} {}", other.statement.report.outlet(), day(&other.statement.report)));
        }
        tags
    }
}

fn disagreements(trace: &Trace, paper: Paper, all: bool, page: &mut Page) {
    if trace.disagreements.is_empty() {
        return;
    }
    let number = trace.disagreements.len();
    heading(page, paper, "NOT THE SAME", &counted(number as u64, "pair"));
    // what one report says of several others is said once
    let mut groups: Vec<(usize, &str, Vec<&Disagreement>)> = Vec::new();
    for pair in &trace.disagreements {
        let what = relation(trace, pair);
        match groups.iter_mut().find(|(b, other, _)| (*b, *other) == (pair.b, what)) {
            Some((_, _, pairs)) => pairs.push(pair),
            None => groups.push((pair.b, what, vec![pair])),
        }
    }
    let most = if all { usize::MAX } else { 6 };
    for (b, what, pairs) in groups.iter().take(most) {
        let Some(b) = trace.members.get(*b) else { continue };
        let mut text = end(b, true);
        text.add(Ink::Notice, &format!(" {what} "));
        for (index, pair) in pairs.iter().enumerate() {
            let Some(a) = trace.members.get(pair.a) else { continue };
            if index > 0 {
                text.add(Ink::Plain, "; ");
            }
            text.append(end(a, index == 0));
            if let Some(note) = &pair.note {
                text.add(Ink::Dim, &format!(" ({note})"));
            }
        }
        page.cut(paper, 2, 4, if all { usize::MAX } else { 6 }, &text);
    }
    if groups.len() > most {
        let more = format!("… {} more: --all", groups.len() - most);
        page.wrapped(paper, 2, 4, &Text::new().with(Ink::Dim, &more));
    }
}

fn relation(trace: &Trace, pair: &Disagreement) -> &'static str {
    let published = |at: usize| trace.members.get(at).map(|member| &member.statement.report.published);
    match pair.relation.as_str() {
        "update" => "a later state of",
        "denies" if published(pair.b) < published(pair.a) => "had denied before",
        "denies" => "denies",
        "corrects" => "corrects",
        _ => "differs from",
    }
}

/// One end of a pair: when, who, and where asked for the words that matter.
fn end(member: &Member, quoted: bool) -> Text {
    let report = &member.statement.report;
    let mut text = when(&member.statement).with(Ink::Plain, &format!(" {}", report.outlet()));
    if !quoted {
        return text;
    }
    let words: String = member.statement.words.chars().take(90).collect();
    let more = if words.len() < member.statement.words.len() { " …" } else { "" };
    text.add(Ink::Strong, &format!(" “{}{more}”", words.trim_matches(['“', '”', '"', ' '])));
    text
}

fn others(trace: &Trace, paper: Paper, page: &mut Page) {
    if trace.others.is_empty() {
        return;
    }
    heading(page, paper, "OTHER LINEAGES WITH THESE WORDS", "");
    for other in &trace.others {
        let lineage = &other.lineage;
        let left = Text::new().with(Ink::Place, &lineage.id);
        let mut text = Text::new()
            .with(Ink::Dim, &format!("{}, {}: ", counted(lineage.reports, "report"), origins(lineage)));
        text.add(Ink::Plain, &other.words);
        page.beside(paper, 2, 18, 2, &left, &text);
    }
}

fn table(trace: &Trace) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec![
        "lineage",
        "member",
        "statement",
        "outlet",
        "published",
        "words",
        "context",
        "chain",
        "roots",
        "repeats",
        "why",
        "copy_of",
        "changes",
    ];
    let number = |at: usize| Cell::from(i64::try_from(at).unwrap_or(i64::MAX));
    let rows = trace.members.iter().enumerate().map(|(at, member)| {
        let statement = &member.statement;
        let roots = trace.roots.iter().filter(|root| root.members.contains(&at));
        let roots: Vec<String> = roots.map(|root| root_label(trace, root)).collect();
        vec![
            trace.lineage.as_ref().map(|lineage| lineage.id.clone()).into(),
            number(at),
            statement.id().into(),
            statement.report.outlet.clone().into(),
            statement.report.published.clone().into(),
            statement.words.as_str().into(),
            statement.context.as_str().into(),
            statement.steps().join(" ← ").into(),
            roots.join("; ").into(),
            member.repeats.map_or(Cell::Empty, number),
            member.why.clone().into(),
            member.copy_of.map_or(Cell::Empty, number),
            member.changes.join("; ").into(),
        ]
    });
    (names, rows.collect())
}
