//! A statement of some report, in a list.

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::query::{LineageRow, ReportRow, Statement};

use crate::href;
use crate::words::{counted, origins};

/// "2026-03-04 The Lindhaven Post", the outlet with its page.
pub(crate) fn by(report: &ReportRow) -> Markup {
    html! {
        @match report.day() {
            Some(day) => time class="day" datetime=(day) { (day) },
            None => span class="day dim" { "no date" },
        }
        " "
        @match &report.outlet {
            Some(name) => a class="outlet" href=(href::outlet(name)) { (visible(name)) },
            None => span class="dim" { "outlet not given" },
        }
    }
}

/// `Coast Radio ← Morning Courier ← unnamed port officials`.
pub(crate) fn chain(statement: &Statement) -> Markup {
    let steps = statement.steps();
    html! {
        span class="chain-words" {
            @if statement.chain.is_empty() { span class="dim" { "in its own voice" } }
            @for (index, step) in steps.iter().enumerate() {
                span class="dim" aria-label="from" role="img" { "← " }
                @let unnamed = statement.chain.get(index).is_some_and(|step| step.iter().all(|voice| voice.naming != "named"));
                span class=(if unnamed { "voice unnamed" } else { "voice" }) {
                    @match statement.chain.get(index).map(Vec::as_slice) {
                        Some([voice]) if voice.naming != "absent" => a href=(href::source(&voice.label)) { (visible(step)) },
                        _ => (visible(step)),
                    }
                }
                " "
            }
        }
    }
}

/// The words as a link to their place in the report.
pub(crate) fn words(statement: &Statement) -> Markup {
    html! {
        a class="said" href=(place(statement)) { (figured(&statement.context, statement)) }
    }
}

/// Where the statement stands.
pub(crate) fn place(statement: &Statement) -> String {
    match &statement.claim {
        Some(claim) => href::claim(&statement.report.document, claim),
        None => href::report(&statement.report.document),
    }
}

/// The words with the figure in them marked.
fn figured(words: &str, statement: &Statement) -> Markup {
    let at = statement
        .figure
        .as_ref()
        .and_then(|_| words.find(&statement.words))
        .filter(|_| !statement.words.is_empty());
    html! {
        @match at {
            Some(at) => {
                @let (before, rest) = words.split_at(at);
                (visible(before)) b class="figure" { (visible(&statement.words)) }
                (visible(rest.strip_prefix(statement.words.as_str()).unwrap_or_default()))
            },
            None => (visible(words)),
        }
    }
}

/// One entry of a list: words, who, through whom, and the lineage if there is one.
pub(crate) fn entry(statement: &Statement, lineage: Option<&LineageRow>) -> Markup {
    html! {
        li class="entry" {
            p { (words(statement)) @if statement.hedged { " " span class="tag" { "hedged" } } }
            p class="from" {
                (by(&statement.report)) " " (chain(statement))
                @if let Some(lineage) = lineage { (told(lineage)) }
            }
        }
    }
}

/// "6 reports, at least 1, at most 3 origins", as a link to the lineage.
pub(crate) fn told(lineage: &LineageRow) -> Markup {
    html! {
        a class="told" href=(href::lineage(&lineage.id)) {
            (counted(lineage.reports, "report")) " · " (origins(lineage))
        }
    }
}

/// A report in a list.
pub(crate) fn report(report: &ReportRow, beside: Markup) -> Markup {
    html! {
        li class="entry" {
            p { a class="said" href=(href::report(&report.document)) { (visible(report.title.as_deref().unwrap_or("(no title)"))) } }
            p class="from" { (by(report)) " " (beside) }
        }
    }
}
