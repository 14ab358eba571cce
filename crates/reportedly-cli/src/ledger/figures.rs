//! The answer to `figures`: a chart and a table for each thing counted.

use reportedly_ledger::query::{FigureRow, Figures, Point, Series};

use super::args::Show;
use super::view::{counted, heading, marked, number, span};
use super::{Answer, json};
use crate::csv::Cell;
use crate::paint::{GAP, Ink, Page, Paper, Text, columns, wrap};

/// Series that get a chart in the short view.
const CHARTS: usize = 8;
/// Points of a chart in the short view.
const POINTS: usize = 24;
/// Single figures in the short view.
const SINGLES: usize = 12;
/// Single figures that only stand beside the words asked for, in the short view.
const AROUND: usize = 6;

pub(super) fn answer(question: &str, found: &Figures, show: &Show) -> u8 {
    Answer {
        found: !found.series.is_empty(),
        nothing: format!(
            "no figure here counts “{}” (try the thing counted in one or two words)",
            question.trim()
        ),
        view: &|paper| view(found, paper, show.all),
        lines: &|| json(&found.series),
        table: &|| table(found),
    }
    .give(show)
}

fn view(found: &Figures, paper: Paper, all: bool) -> String {
    let mut page = Page::new();
    let (single, several): (Vec<&Series>, Vec<&Series>) =
        found.series.iter().partition(|series| figures(series) == 1);
    let charts = if all { usize::MAX } else { CHARTS };
    for series in several.iter().take(charts) {
        draw(&mut page, paper, series, all);
    }
    if several.len() > charts {
        page.blank();
        let words = format!("… {} more things counted: --all", several.len() - charts);
        page.wrapped(paper, 0, 2, &Text::new().with(Ink::Dim, &words));
    }
    let (direct, around): (Vec<&Series>, Vec<&Series>) = single.into_iter().partition(|series| series.direct);
    families(&mut page, paper, &direct, all);
    let few = if all { usize::MAX } else { AROUND };
    singles(&mut page, paper, "OTHER THINGS IN CLAUSES WITH THESE WORDS", &around, few);
    if found.cut {
        page.blank();
        let words = "too many figures for one answer: the earliest 2,000 are looked at (add words)";
        page.wrapped(paper, 0, 2, &Text::new().with(Ink::Notice, words));
    }
    page.blank();
    let key = "● exact · ≈ about · ├─┤ from, to · → or more · ← or less · letters: whose figure it is";
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Dim, key));
    page.into_string()
}

fn figures(series: &Series) -> usize {
    series.points.iter().map(|point| 1 + point.repeats.len()).sum()
}

fn all_rows(series: &Series) -> impl Iterator<Item = &FigureRow> {
    series.points.iter().flat_map(|point| std::iter::once(&point.figure).chain(&point.repeats))
}

/// What a series counts, in a few words.
fn title(series: &Series) -> String {
    let mut words =
        if series.counted.is_empty() { "(not said what)".to_owned() } else { series.counted.clone() };
    match series.unit.as_deref() {
        Some("percent") => words = format!("share of {words}"),
        Some(unit) if unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase()) => {
            words = format!("{unit}: {words}")
        }
        _ => {}
    }
    if let Some(per) = &series.per {
        words.push_str(&format!(" per {per}"));
    }
    if let Some(change) = &series.change {
        words.push_str(&format!(", {change}"));
    }
    words
}

fn head(page: &mut Page, paper: Paper, series: &Series) {
    let days: Vec<Option<&str>> = all_rows(series).map(|row| row.report.day()).collect();
    let beside = format!(
        "{} · {} · {}",
        counted(figures(series) as u64, "figure"),
        match series.roots.len() {
            1 => "from one".to_owned(),
            roots => format!("from {roots}"),
        },
        span(&days)
    );
    heading(page, paper, &title(series), &beside);
    page.cut(paper, 2, 2, 2, &Text::new().with(Ink::Dim, &format!("“{}”", series.clause)));
}

/// The scale of a chart.
struct Scale {
    low: f64,
    high: f64,
    log: bool,
    width: usize,
}

impl Scale {
    fn new<'a>(rows: impl Iterator<Item = &'a FigureRow>, width: usize) -> Option<Scale> {
        let ends = rows.flat_map(|row| [row.low, row.high]);
        let ends: Vec<f64> = ends.flatten().filter(|value| value.is_finite()).collect();
        let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
        if ends.is_empty() || width < 8 {
            return None;
        }
        let log = low > 0.0 && high / low > 100.0;
        let (low, high) =
            if log { (10f64.powf(low.log10().floor()), high) } else { (low.min(0.0), high.max(0.0)) };
        (high > low).then_some(Scale { low, high, log, width })
    }

    /// The column of a value.
    fn at(&self, value: f64) -> usize {
        let share = if self.log {
            (value.max(self.low).log10() - self.low.log10()) / (self.high.log10() - self.low.log10())
        } else {
            (value - self.low) / (self.high - self.low)
        };
        // room for an arrow at each end
        let last = self.width.saturating_sub(3);
        1 + (share.clamp(0.0, 1.0) * last as f64).round() as usize
    }

    /// The line of one point.
    fn line(&self, row: &FigureRow, letter: char) -> Vec<(char, Ink)> {
        let mut cells = vec![(' ', Ink::Dim); self.width];
        let mut put = |at: usize, c: char, ink: Ink| {
            if let Some(cell) = cells.get_mut(at) {
                *cell = (c, ink);
            }
        };
        match (row.low, row.high) {
            (Some(low), Some(high)) if self.at(high) > self.at(low) => {
                let (from, to) = (self.at(low), self.at(high));
                for at in from..=to {
                    put(at, '─', Ink::Dim);
                }
                put(from, '├', Ink::Dim);
                put(to, '┤', Ink::Dim);
                put(from.midpoint(to), letter, Ink::Figure);
            }
            (Some(value), Some(_)) => {
                let at = self.at(value);
                if row.relation == "about" {
                    put(at.saturating_sub(1), '≈', Ink::Dim);
                }
                put(at, letter, Ink::Figure);
            }
            (Some(low), None) => {
                put(self.at(low), letter, Ink::Figure);
                put(self.at(low) + 1, '→', Ink::Dim);
            }
            (None, Some(high)) => {
                put(self.at(high), letter, Ink::Figure);
                put(self.at(high).saturating_sub(1), '←', Ink::Dim);
            }
            (None, None) => {}
        }
        cells
    }

    /// The numbers above the chart.
    fn axis(&self) -> Vec<(char, Ink)> {
        let mut cells: Vec<(char, Ink)> = vec![(' ', Ink::Dim); self.width];
        let middle = if self.log { (self.low * self.high).sqrt() } else { (self.low + self.high) / 2.0 };
        let marks = [self.low, middle, self.high];
        let mut free = 0;
        for (index, value) in marks.into_iter().enumerate() {
            // a middle that is no round number helps nobody
            if index == 1 && (self.log || value.fract() != 0.0) {
                continue;
            }
            let label: Vec<char> = number(value).chars().collect();
            let at = self.at(value);
            let from = match index {
                0 => at,
                1 => at.saturating_sub(label.len() / 2),
                _ => (at + 1).saturating_sub(label.len()),
            };
            if from < free || from + label.len() > self.width {
                continue;
            }
            for (place, c) in label.iter().enumerate() {
                if let Some(cell) = cells.get_mut(from + place) {
                    *cell = (*c, Ink::Dim);
                }
            }
            free = from + label.len() + 1;
        }
        cells
    }
}

/// A root's letter; after Z they begin anew.
fn letter(root: usize) -> char {
    let offset = u8::try_from(root % 26).unwrap_or(0);
    char::from(b'A' + offset)
}

/// Columns of a date.
const DATE: usize = 12;

/// A chart with words beside it.
struct Chart {
    scale: Option<Scale>,
    room: usize,
}

impl Chart {
    fn new<'a>(paper: Paper, rows: impl Iterator<Item = &'a FigureRow>) -> Chart {
        let room = paper.width.saturating_sub(2 + DATE);
        // a narrow page has room for words only
        let width = if room < 50 { 0 } else { (room * 2 / 5).min(44) };
        let scale = Scale::new(rows, width);
        let taken = scale.as_ref().map_or(0, |scale| scale.width + 2);
        Chart { scale, room: room.saturating_sub(taken).max(16) }
    }

    fn axis(&self, page: &mut Page, paper: Paper) {
        if let Some(scale) = &self.scale {
            let mut line = vec![(' ', Ink::Plain); 2 + DATE];
            line.extend(scale.axis());
            page.line(paper, 0, &line);
        }
    }

    fn row(&self, page: &mut Page, paper: Paper, row: &FigureRow, mark: char, words: &Text, most: usize) {
        let mut lines = wrap(words, self.room, self.room);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                let used = |line: &Vec<(char, Ink)>| line.iter().map(|&(c, _)| columns(c)).sum::<usize>();
                while used(last) + 2 > self.room && last.pop().is_some() {}
                last.extend([(' ', Ink::Dim), ('…', Ink::Dim)]);
            }
        }
        for (index, right) in lines.iter().enumerate() {
            let mut line = vec![(' ', Ink::Plain); 2];
            let date = if index == 0 { row.report.day().unwrap_or("no date") } else { "" };
            line.extend(date.chars().map(|c| (c, Ink::Place)));
            line.extend(std::iter::repeat_n((' ', Ink::Plain), DATE.saturating_sub(date.len())));
            if let Some(scale) = &self.scale {
                let blank = || vec![(' ', Ink::Plain); scale.width];
                line.extend(if index == 0 { scale.line(row, mark) } else { blank() });
                line.extend([(' ', Ink::Plain); 2]);
            }
            line.extend(right.iter().copied());
            page.line(paper, 0, &line);
        }
    }
}

fn draw(page: &mut Page, paper: Paper, series: &Series, all: bool) {
    head(page, paper, series);
    let chart = Chart::new(paper, series.points.iter().map(|point| &point.figure));
    chart.axis(page, paper);
    let most = if all { usize::MAX } else { POINTS };
    for point in series.points.iter().take(most) {
        let words = right(series, point);
        chart.row(page, paper, &point.figure, letter(point.root), &words, if all { usize::MAX } else { 3 });
    }
    if series.points.len() > most {
        let words = format!("… {} more: --all", series.points.len() - most);
        page.wrapped(paper, 2, 4, &Text::new().with(Ink::Dim, &words));
    }
    roots(page, paper, series);
    conflicts(page, paper, series, all);
}

/// Beside the chart: the figure as written, who gives it, who repeats it.
fn right(series: &Series, point: &Point) -> Text {
    let row = &point.figure;
    let mut text = Text::new().with(Ink::Figure, &row.words);
    if let Some(status) = row.status.as_deref().filter(|status| *status != "estimated") {
        text.add(Ink::Notice, &format!(" ({status})"));
    }
    text.add(Ink::Plain, GAP);
    text.add(Ink::Plain, row.report.outlet());
    for step in row.steps() {
        text.add(Ink::Dim, " ←\u{a0}");
        text.add(Ink::Plain, &step);
    }
    if let Some(against) = point.against.first()
        && let Some(other) = series.points.get(against.point)
    {
        let sign = if matches!(against.relation.as_str(), "update") { "↑" } else { "≠" };
        text.add(Ink::Notice, &format!(" {sign}\u{a0}{}", other.figure.words));
    }
    if !point.repeats.is_empty() {
        let mut outlets: Vec<&str> = Vec::new();
        for repeat in &point.repeats {
            if !outlets.contains(&repeat.report.outlet()) {
                outlets.push(repeat.report.outlet());
            }
        }
        text.add(Ink::Reading, &format!(" · repeated {}× ({})", point.repeats.len(), outlets.join(", ")));
    }
    text
}

fn roots(page: &mut Page, paper: Paper, series: &Series) {
    let mut text = Text::new();
    for (index, root) in series.roots.iter().enumerate() {
        if index > 0 {
            text.add(Ink::Dim, " · ");
        }
        text.add(Ink::Figure, &letter(index).to_string());
        text.add(Ink::Dim, &format!("\u{a0}{root}"));
    }
    page.cut(paper, 2, 4, 4, &text);
}

/// Values that do not agree, each pair in words.
fn conflicts(page: &mut Page, paper: Paper, series: &Series, all: bool) {
    let mut lines = Vec::new();
    for point in &series.points {
        for against in &point.against {
            let Some(other) = series.points.get(against.point) else { continue };
            let side = |point: &Point| {
                Text::new()
                    .with(Ink::Place, point.figure.report.day().unwrap_or("no date"))
                    .with(Ink::Strong, &format!(" {}", point.figure.words))
                    .with(Ink::Plain, &format!(" ({})", point.figure.origin()))
            };
            let what = match against.relation.as_str() {
                "update" => "a later state of",
                "denies" => "denies",
                "corrects" => "corrects",
                "differs" => "differs from",
                _ => "differs from",
            };
            let mut text = Text::new().with(Ink::Notice, "≠ ");
            text.append(side(point));
            text.add(Ink::Notice, &format!(" {what} "));
            text.append(side(other));
            if against.relation == "open" {
                text.add(Ink::Dim, ": update or conflict, as-of not stated");
            }
            lines.push(text);
        }
    }
    let most = if all { usize::MAX } else { 4 };
    for text in lines.iter().take(most) {
        page.cut(paper, 2, 4, 3, text);
    }
    if lines.len() > most {
        let words = format!("… {} more that do not agree: --all", lines.len() - most);
        page.wrapped(paper, 2, 4, &Text::new().with(Ink::Dim, &words));
    }
}

/// Things counted once that are called the same: one chart, but every row counts something of its own.
fn families(page: &mut Page, paper: Paper, series: &[&Series], all: bool) {
    let key = |series: &Series| {
        let part = series.points.first().map(|point| &point.figure);
        let part = part.is_some_and(|row| is_part(&row.words, &row.counted, &row.clause));
        let noun = series.counted.split_whitespace().next_back().unwrap_or("").to_lowercase();
        (noun, part, series.unit.clone(), series.per.clone(), series.change.clone())
    };
    let mut groups: Vec<(_, Vec<&Series>)> = Vec::new();
    for one in series {
        let key = key(one);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(one),
            None => groups.push((key, vec![*one])),
        }
    }
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    let mut rest: Vec<&Series> = Vec::new();
    for ((_, part, ..), mut group) in groups {
        if group.len() < 3 {
            rest.extend(group);
            continue;
        }
        let when = |series: &&Series| {
            let first = series.points.first().map(|point| &point.figure);
            first.map(|row| {
                (
                    row.report.published.clone().unwrap_or_else(|| "~".to_owned()),
                    row.report.document.clone(),
                    row.span,
                )
            })
        };
        group.sort_by_key(when);
        // the shortest name: the others add to it
        let name = group
            .iter()
            .min_by_key(|series| series.counted.len())
            .map(|series| title(series))
            .unwrap_or_default();
        let beside = format!(
            "{}, each of another thing: a place, a time, a part",
            counted(group.len() as u64, "figure")
        );
        let part = if part { ", some of them" } else { "" };
        heading(page, paper, &format!("{name}{part}: counted once"), &beside);
        let rows = || group.iter().filter_map(|series| series.points.first()).map(|point| &point.figure);
        let chart = Chart::new(paper, rows());
        chart.axis(page, paper);
        let most = if all { usize::MAX } else { POINTS };
        let lines = if chart.room < 48 { 5 } else { 4 };
        for row in rows().take(most) {
            chart.row(page, paper, row, '●', &alone(row, all), if all { usize::MAX } else { lines });
        }
        if group.len() > most {
            page.wrapped(
                paper,
                2,
                4,
                &Text::new().with(Ink::Dim, &format!("… {} more: --all", group.len() - most)),
            );
        }
    }
    singles(page, paper, "COUNTED ONCE", &rest, if all { usize::MAX } else { SINGLES });
}

/// "More than 1,000 of the foreign fighters", or "250 are American", where the clause does not name what is counted again.
fn is_part(words: &str, counted: &str, clause: &str) -> bool {
    let Some((_, after)) = clause.split_once(words).filter(|_| !words.is_empty()) else {
        return false;
    };
    let after = after.to_lowercase();
    let of = after.trim_start().strip_prefix("of ").and_then(|rest| rest.split_whitespace().next());
    let noun = counted.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    of.is_some_and(|word| {
        matches!(word, "the" | "these" | "those" | "them" | "its" | "their" | "our" | "whom")
    }) || !clause.to_lowercase().contains(&noun)
}

/// A step's label, cut at a word where it is long: the clause beside it needs the room.
fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    let cut: String = label.chars().take(most).collect();
    let kept = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{} …", kept.trim_end_matches([',', ';', ' ']))
}

/// A clause beside its figure: a long one begins shortly before it, and what begins with it does not say it again.
fn brief(words: &str, clause: &str) -> String {
    let from = match clause.find(words) {
        Some(0) if clause.len() > words.len() => Some(words.len()),
        Some(at) if at > 40 => clause
            .get(..at)
            .and_then(|before| before.char_indices().rev().filter(|(_, sign)| *sign == ' ').nth(3))
            .map(|(from, _)| from),
        _ => None,
    };
    match from.and_then(|from| clause.get(from..)) {
        Some(rest) => format!("… {}", rest.trim_start()),
        None => clause.to_owned(),
    }
}

/// A figure in its clause, and who gives it.
fn alone(row: &FigureRow, all: bool) -> Text {
    let clause =
        if row.clause.is_empty() { format!("{} {}", row.words, row.counted) } else { row.clause.clone() };
    let clause = if all { clause } else { brief(&row.words, &clause) };
    let mut text = Text::new().with(Ink::Figure, &row.words);
    if let Some(status) = row.status.as_deref().filter(|status| *status != "estimated") {
        text.add(Ink::Notice, &format!(" ({status})"));
    }
    text.add(Ink::Plain, GAP);
    text.add(Ink::Plain, row.report.outlet());
    let steps = row.steps();
    let room = if all { usize::MAX } else { (72 / steps.len().max(1)).max(24) };
    for step in &steps {
        text.add(Ink::Dim, &format!(" ←\u{a0}{}", short(step, room)));
    }
    text.add(Ink::Dim, ": ");
    text.append(marked(&clause, &row.words, Ink::Figure));
    text
}

/// Figures that stand alone: one line each.
fn singles(page: &mut Page, paper: Paper, name: &str, series: &[&Series], most: usize) {
    if series.is_empty() {
        return;
    }
    heading(page, paper, name, &series.len().to_string());
    for row in series.iter().take(most).filter_map(|series| series.points.first()).map(|point| &point.figure)
    {
        let left = Text::new().with(Ink::Place, row.report.day().unwrap_or("no date"));
        page.beside(
            paper,
            2,
            12,
            if most == usize::MAX { most } else { 3 },
            &left,
            &alone(row, most == usize::MAX),
        );
    }
    if series.len() > most {
        page.wrapped(
            paper,
            2,
            4,
            &Text::new().with(Ink::Dim, &format!("… {} more: --all", series.len() - most)),
        );
    }
}

fn table(found: &Figures) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec![
        "series",
        "counted",
        "clause",
        "unit",
        "per",
        "change",
        "published",
        "outlet",
        "document",
        "figure",
        "words",
        "low",
        "high",
        "relation",
        "status",
        "origin",
        "chain",
        "repeats",
    ];
    let mut rows = Vec::new();
    let value = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number(value.to_string()));
    for (index, series) in found.series.iter().enumerate() {
        for point in &series.points {
            let lines =
                std::iter::once((&point.figure, false)).chain(point.repeats.iter().map(|row| (row, true)));
            for (row, repeats) in lines {
                rows.push(vec![
                    Cell::from(i64::try_from(index + 1).unwrap_or(i64::MAX)),
                    row.counted.as_str().into(),
                    row.clause.as_str().into(),
                    series.unit.clone().into(),
                    series.per.clone().into(),
                    series.change.clone().into(),
                    row.report.published.clone().into(),
                    row.report.outlet.clone().into(),
                    row.report.document.as_str().into(),
                    row.figure.as_str().into(),
                    row.words.as_str().into(),
                    value(row.low),
                    value(row.high),
                    row.relation.as_str().into(),
                    row.status.clone().into(),
                    row.origin().into(),
                    row.steps().join(" ← ").into(),
                    if repeats { "yes".into() } else { "".into() },
                ]);
            }
        }
    }
    (names, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_from_wholes() {
        let check = |words, clause| is_part(words, "foreign divers", clause);
        assert!(check(
            "More than 40",
            "More than 40 of the foreign divers in Norway hold passports of Chile"
        ));
        assert!(check("Around 40", "Around 40 of these are Chilean"));
        assert!(check("30", "a further 30 are Danish"));
        assert!(!check("900", "900 foreign divers have traveled to Norway"));
        assert!(!check("900", "") && !check("", "40 of the divers"));
    }

    #[test]
    fn a_clause_says_what_its_figure_does_not() {
        assert_eq!(brief("900", "900 divers have traveled to Norway"), "… divers have traveled to Norway");
        let long = "officials of the harbor in Orrick have said that some 40 boats are laid up";
        assert_eq!(brief("some 40", long), "… have said that some 40 boats are laid up");
        assert_eq!(brief("40", "there are 40 boats"), "there are 40 boats");
        assert_eq!(brief("40", "40"), "40");
        assert_eq!(brief("", ""), "");
    }

    #[test]
    fn long_labels_are_cut_at_a_word() {
        assert_eq!(short("a report released in March, by a council", 28), "a report released in March …");
        assert_eq!(short("Edda Lund", 28), "Edda Lund");
        assert_eq!(short("Donaudampfschiffahrtsgesellschaft", 8), "Donaudam …");
    }
}
