//! Words that the pages share.

use reportedly_ledger::query::{LineageRow, ReportRow, RootRow, Trace};

/// "3 reports", "1 report".
pub(crate) fn counted(number: impl Into<u64>, one: &str) -> String {
    match number.into() {
        1 => format!("1 {one}"),
        number => format!("{} {one}s", grouped(number)),
    }
}

/// A number with a comma at every thousand.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "at least 1, at most 3 origins".
pub(crate) fn origins(lineage: &LineageRow) -> String {
    range(lineage.at_least, lineage.at_most)
}

/// "at least 1, at most 3 origins", "1 origin".
pub(crate) fn range(least: u32, most: u32) -> String {
    let noun = |number: u32| if number == 1 { "origin" } else { "origins" };
    if least == most {
        format!("{most} {}", noun(most))
    } else {
        format!("at least {least}, at most {most} origins")
    }
}

/// The day, or what stands in for it.
pub(crate) fn day(report: &ReportRow) -> &str {
    report.day().unwrap_or("no date")
}

/// "2026-03-04 to 2026-03-12".
pub(crate) fn span<'a>(days: impl Iterator<Item = Option<&'a str>> + Clone) -> String {
    match (days.clone().flatten().min(), days.flatten().max()) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no dates".to_owned(),
    }
}

/// How an origin is called.
pub(crate) fn root(trace: &Trace, root: &RootRow) -> String {
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

/// What changed on the way, in words.
pub(crate) fn change(kind: &str) -> &str {
    match kind {
        "hedge_dropped" => "doubt dropped",
        "bound_dropped" => "“at least”, “about” or the like dropped",
        "attribution_added" => "a source named that the other leaves out",
        "attribution_lost" => "source dropped: told as its own",
        "quotation_marks_added" => "a reporter’s words put into quotation marks",
        "arithmetic_credited" => "the outlet’s arithmetic credited to the source",
        "unnamed_became_named" => "an unnamed source became a named one",
        "subset_became_whole" => "a part became the whole",
        other => other,
    }
}

/// Why a report is held to repeat another.
pub(crate) fn why(kind: &str) -> &str {
    match kind {
        "citation" => "cites it",
        "copy" => "is a copy of it",
        "containment" => "has a part of its quotation",
        other => other,
    }
}

/// What stands between two that do not agree.
pub(crate) fn relation(kind: &str) -> &str {
    match kind {
        "update" => "is a later state of",
        "denies" => "denies",
        "corrects" => "corrects",
        "differs" => "differs from",
        "same" => "says the same as",
        "compatible" => "agrees with",
        "narrower" => "is more precise than",
        other => other,
    }
}

/// The first so many characters, with "…" where more were cut.
pub(crate) fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(most.saturating_sub(1)).collect();
    if let Some(space) = cut.rfind(' ').filter(|space| *space * 4 > cut.len() * 3) {
        cut.truncate(space);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_between_words() {
        assert_eq!(short("one two three four", 14), "one two three…");
        assert_eq!(short("one", 14), "one");
        assert_eq!(short("éééééééééééééééé", 4), "ééé…");
        assert_eq!(counted(1_000_u64, "report"), "1,000 reports");
        assert_eq!(range(1, 3), "at least 1, at most 3 origins");
    }
}
