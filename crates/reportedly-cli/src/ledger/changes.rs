//! The answer to `changes`: corrections, silent edits, and who still says the old thing.

use reportedly_ledger::query::{ChangedReport, Edit};

use super::args::Show;
use super::view::{counted, day, marked};
use super::{Answer, json};
use crate::csv::Cell;
use crate::paint::{GAP, Ink, Page, Paper, Text};

pub(super) fn answer(found: &[ChangedReport], show: &Show) -> u8 {
    Answer {
        found: !found.is_empty(),
        nothing: "no report here has a note of correction or a second version".to_owned(),
        view: &|paper| view(found, paper, show.all),
        lines: &|| json(found),
        table: &|| table(found),
    }
    .give(show)
}

fn view(found: &[ChangedReport], paper: Paper, all: bool) -> String {
    let mut page = Page::new();
    for changed in found {
        if page.lines() > 0 {
            page.blank();
        }
        let report = &changed.report;
        let mut text = Text::new().with(Ink::Strong, report.title.as_deref().unwrap_or("(no title)"));
        text.add(Ink::Dim, &format!("{GAP}{} · {}", report.outlet(), day(report)));
        page.cut(paper, 0, 2, 2, &text);
        for note in &changed.notes {
            let text = Text::new().with(Ink::Reading, "its note: ").with(Ink::Plain, note);
            page.cut(paper, 2, 4, if all { usize::MAX } else { 4 }, &text);
        }
        if changed.edits.is_empty() {
            let words = "the ledger has no earlier version of it";
            page.wrapped(paper, 2, 4, &Text::new().with(Ink::Dim, words));
        }
        let most = if all { usize::MAX } else { 10 };
        for edit in changed.edits.iter().take(most) {
            draw(&mut page, paper, edit, all);
        }
        if changed.edits.len() > most {
            let words = format!("… {} more sentences changed: --all", changed.edits.len() - most);
            page.wrapped(paper, 2, 4, &Text::new().with(Ink::Dim, &words));
        }
    }
    page.into_string()
}

fn draw(page: &mut Page, paper: Paper, edit: &Edit, all: bool) {
    let mut text = Text::new();
    let ink = if edit.noted { Ink::Reading } else { Ink::Notice };
    let how = match (&edit.before, &edit.after, edit.noted) {
        (Some(_), Some(_), true) => "corrected",
        (Some(_), Some(_), false) => "changed without a note",
        (Some(_), None, _) => "dropped without a note",
        _ => "added",
    };
    text.add(ink, how);
    if let Some(day) = &edit.day {
        text.add(Ink::Plain, &format!(" {day}"));
    }
    let change = short(edit);
    if !change.is_empty() {
        text.add(Ink::Strong, &format!(": {change}"));
    }
    page.wrapped(paper, 2, 4, &text);
    let most = if all { usize::MAX } else { 2 };
    let part = |words: &[String], sentence: &str| {
        let lower = sentence.to_lowercase();
        let found = words.first().and_then(|word| lower.find(word.as_str()).map(|at| (at, word.len())));
        // lower case may have other lengths: then nothing is marked
        found.and_then(|(at, length)| sentence.get(at..at + length)).unwrap_or("").to_owned()
    };
    if let Some(before) = &edit.before {
        let part = part(&edit.out, before);
        let text = marked(&around(before, &part, all), &part, Ink::Notice);
        page.beside(paper, 4, 8, most, &Text::new().with(Ink::Dim, "before"), &text);
    }
    if let Some(after) = &edit.after {
        let part = part(&edit.into, after);
        let text = marked(&around(after, &part, all), &part, Ink::Figure);
        page.beside(paper, 4, 8, most, &Text::new().with(Ink::Dim, "after"), &text);
    }
    if !edit.still.is_empty() {
        let number = edit.still.len() as u64;
        let say = if number == 1 { "says" } else { "say" };
        let old = if edit.out.is_empty() {
            "the old thing".to_owned()
        } else {
            format!("“{}”", edit.out.join(" "))
        };
        let words = format!("{} here still {say} {old}:", counted(number, "later report"));
        page.wrapped(paper, 4, 6, &Text::new().with(Ink::Notice, &words));
        for statement in edit.still.iter().take(if all { usize::MAX } else { 6 }) {
            let left = Text::new().with(Ink::Place, day(&statement.report));
            let mut text = Text::new().with(Ink::Strong, statement.report.outlet());
            text.add(Ink::Plain, &format!("{GAP}{}", statement.context));
            page.beside(paper, 6, 12, most, &left, &text);
        }
    }
}

/// A sentence from shortly before what was changed in it: a long one would be cut before that.
fn around(sentence: &str, part: &str, all: bool) -> String {
    let at = sentence.find(part).filter(|at| *at > 60 && !part.is_empty() && !all);
    let before = at.and_then(|at| sentence.get(..at)).unwrap_or_default();
    // a few words before it
    let from = before.char_indices().rev().filter(|(_, sign)| *sign == ' ').nth(7);
    match from.and_then(|(from, _)| sentence.get(from + 1..)) {
        Some(rest) => format!("… {rest}"),
        None => sentence.to_owned(),
    }
}

/// "five → four", where little was changed.
fn short(edit: &Edit) -> String {
    let few = |words: &[String]| (1..=4).contains(&words.len());
    if few(&edit.out) && few(&edit.into) {
        format!("{} → {}", edit.out.join(" "), edit.into.join(" "))
    } else {
        String::new()
    }
}

fn table(found: &[ChangedReport]) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let names = vec![
        "document",
        "outlet",
        "published",
        "note",
        "changed",
        "noted",
        "before",
        "after",
        "out",
        "in",
        "still_says",
        "still_says_in",
    ];
    let mut rows = Vec::new();
    for changed in found {
        let report = &changed.report;
        let base = || -> Vec<Cell> {
            vec![
                report.document.as_str().into(),
                report.outlet.clone().into(),
                report.published.clone().into(),
                changed.notes.join(" ").into(),
            ]
        };
        if changed.edits.is_empty() {
            let mut row = base();
            row.extend([const { Cell::Empty }; 8]);
            rows.push(row);
        }
        for edit in &changed.edits {
            let mut row = base();
            let places: Vec<String> = edit.still.iter().map(|statement| statement.id()).collect();
            row.extend([
                edit.day.clone().into(),
                if edit.noted { "yes" } else { "no" }.into(),
                edit.before.clone().into(),
                edit.after.clone().into(),
                edit.out.join(" ").into(),
                edit.into.join(" ").into(),
                Cell::from(i64::try_from(edit.still.len()).unwrap_or(i64::MAX)),
                places.join(" ").into(),
            ]);
            rows.push(row);
        }
    }
    (names, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_is_in_sight() {
        let long = "Some have sold their boats, the Post learned from unnamed port officials, who represent five harbors";
        assert_eq!(
            around(long, "five", false),
            "… learned from unnamed port officials, who represent five harbors"
        );
        assert_eq!(around(long, "five", true), long);
        assert_eq!(around(long, "", false), long);
        assert_eq!(around("Twelve deckhands", "Twelve", false), "Twelve deckhands");
    }
}
