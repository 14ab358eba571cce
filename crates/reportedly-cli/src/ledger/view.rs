//! What the views of a ledger share: headings, numbers, trees.

use reportedly_ledger::query::{LineageRow, ReportRow, Statement};

use crate::paint::{GAP, Ink, Page, Paper, Text, columns, visible, wrap};

/// A heading with what stands beside it.
pub(super) fn heading(page: &mut Page, paper: Paper, words: &str, beside: &str) {
    if page.lines() > 0 {
        page.blank();
    }
    let mut text = Text::new().with(Ink::Heading, words);
    if !beside.is_empty() {
        text.add(Ink::Dim, &format!("{GAP}{beside}"));
    }
    page.wrapped(paper, 0, 2, &text);
}

/// "3 reports", "1 report".
pub(super) fn counted(number: impl Into<u64>, one: &str) -> String {
    match number.into() {
        1 => format!("1 {one}"),
        number => format!("{number} {one}s"),
    }
}

/// "at least 1, at most 3 origins".
pub(super) fn origins(lineage: &LineageRow) -> String {
    let (least, most) = (lineage.at_least, lineage.at_most);
    let noun = |number: u32| if number == 1 { "origin" } else { "origins" };
    if least == most {
        format!("{most} {}", noun(most))
    } else {
        format!("at least {least}, at most {most} origins")
    }
}

/// The day, or what stands in for it.
pub(super) fn day(report: &ReportRow) -> &str {
    report.day().unwrap_or("no date   ")
}

/// The day, and the paragraph: `2026-03-04 ¶3`.
pub(super) fn when(statement: &Statement) -> Text {
    let mut text = Text::new().with(Ink::Place, day(&statement.report));
    if let Some(place) = &statement.place {
        text.add(Ink::Dim, &format!(" {place}"));
    }
    text
}

/// "2026-03-04 to 2026-03-12".
pub(super) fn span(days: &[Option<&str>]) -> String {
    let (first, last) = (days.iter().flatten().min(), days.iter().flatten().max());
    match (first, last) {
        (Some(first), Some(last)) if first == last => (*first).to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no dates".to_owned(),
    }
}

/// `Coast Radio ← Morning Courier ← unnamed port officials`.
pub(super) fn chain(statement: &Statement) -> Text {
    let mut text = Text::new().with(Ink::Plain, statement.report.outlet());
    let steps = statement.steps();
    for (index, step) in steps.iter().enumerate() {
        text.add(Ink::Dim, " ←\u{a0}");
        text.add(if index + 1 == steps.len() { Ink::Strong } else { Ink::Plain }, step);
    }
    if steps.is_empty() {
        text.add(Ink::Dim, ", in its own voice");
    }
    text
}

/// Words with a part of them in another ink.
pub(super) fn marked(words: &str, part: &str, ink: Ink) -> Text {
    match words.find(part).filter(|_| !part.is_empty()) {
        Some(at) => {
            let (before, rest) = words.split_at(at);
            let after = rest.strip_prefix(part).unwrap_or("");
            Text::new().with(Ink::Plain, before).with(ink, part).with(Ink::Plain, after)
        }
        None => Text::new().with(Ink::Plain, words),
    }
}

/// Text behind the lines of a tree: `first` before the first line, `rest` before the others.
pub(super) fn branch(page: &mut Page, paper: Paper, (first, rest): (&str, &str), most: usize, text: &Text) {
    if text.is_empty() {
        return;
    }
    // Deep trees keep room for words.
    let wide = |prefix: &str| prefix.chars().map(columns).sum::<usize>();
    let room = |prefix: &str| paper.width.saturating_sub(wide(prefix)).max(16);
    let mut lines = wrap(text, room(first), room(rest));
    let cut = lines.len() > most;
    lines.truncate(most);
    if cut && let Some(last) = lines.last_mut() {
        let width = room(if most == 1 { first } else { rest });
        let used = |line: &Vec<(char, Ink)>| line.iter().map(|&(c, _)| columns(c)).sum::<usize>();
        while used(last) + 2 > width || last.last().is_some_and(|&(c, _)| matches!(c, ' ' | ',' | '\u{a0}')) {
            if last.pop().is_none() {
                break;
            }
        }
        last.extend([(' ', Ink::Dim), ('…', Ink::Dim)]);
    }
    for (index, line) in lines.into_iter().enumerate() {
        let prefix = if index == 0 { first } else { rest };
        let mut shown: Vec<(char, Ink)> = visible(prefix).chars().map(|c| (c, Ink::Dim)).collect();
        shown.extend(line);
        page.line(paper, 0, &shown);
    }
}

/// "3,100", "4.5 million".
pub(super) fn number(value: f64) -> String {
    let (value, word) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, " billion"),
        size if size >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    let digits =
        if (value - value.round()).abs() < 0.005 { format!("{value:.0}") } else { format!("{value:.1}") };
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) => (whole.to_owned(), format!(".{part}")),
        None => (digits, String::new()),
    };
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole.as_str()), |rest| ("-", rest));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{part}{word}")
}

/// Words alone, so that quotation marks and stops make no difference.
pub(super) fn plain(words: &str) -> String {
    let kept: String = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let lower = kept.trim().to_lowercase();
    lower.strip_prefix("that ").unwrap_or(&lower).to_owned()
}

/// What changed on the way, in words.
pub(super) fn change(kind: &str) -> &str {
    match kind {
        "hedge_dropped" => "doubt dropped",
        "bound_dropped" => "“at least”, “about” or the like dropped",
        "attribution_added" => "a source named that the other leaves out",
        "attribution_lost" => "source dropped: told as its own",
        "quotation_marks_added" => "a reporter's words put into quotation marks",
        "arithmetic_credited" => "the outlet's arithmetic credited to the source",
        "unnamed_became_named" => "an unnamed source became a named one",
        "subset_became_whole" => "a part became the whole",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let check = |value: f64| number(value);
        assert_eq!(
            [check(340.0), check(21_000.0), check(1_250_000.0), check(33.33)],
            ["340", "21,000", "1.2 million", "33.3"]
        );
        assert_eq!([check(0.0), check(-5_000.0), check(2e9)], ["0", "-5,000", "2 billion"]);
    }

    #[test]
    fn a_branch_keeps_its_lines() {
        let mut page = Page::new();
        let text = Text::new().with(Ink::Plain, "one two three four five six seven eight nine");
        branch(&mut page, Paper { width: 20, color: false }, ("├─ ", "│  "), 2, &text);
        assert_eq!(page.into_string(), "├─ one two three\n│  four five six …\n");
    }
}
