//! Two sources that are one, or are not: said on a source's page, by name.

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::query::SourceRow;
use reportedly_ledger::{JudgmentRow, Ledger};

use super::judge;
use super::sources::key;
use crate::href;
use crate::server::{App, Asked, Fault};

/// Judgments that are looked through for those about a source.
const LOOKED: u32 = 400;
/// Names that are proposed.
const NEAR: usize = 30;

/// Where a source is called so in some report: how judgments name it.
fn place(ledger: &Ledger, row: &SourceRow) -> Option<String> {
    let &(document, number) = row.places().first()?;
    Some(format!("{}#s{number}", ledger.identity(document).ok()??))
}

/// The other one of two sources: a place as it stands, else the source of exactly that name.
pub(crate) fn other(app: &App, ledger: &Ledger, two: &str) -> Result<String, Fault> {
    let number =
        |id: &str| id.len() > 1 && id.get(1..).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    if two.rsplit_once('#').is_some_and(|(_, id)| number(id)) {
        return Ok(two.to_owned());
    }
    let pick = |rows: &[SourceRow]| rows.iter().find(|row| key(&row.label) == key(two)).cloned();
    let mut found = app.cached.sources.peek(ledger)?.and_then(|found| pick(&found.rows));
    let words = key(two);
    let bare = words.strip_prefix("unnamed ").unwrap_or(&words);
    if found.is_none() && bare.chars().any(char::is_alphanumeric) {
        found = pick(&ledger.sources(Some(bare))?);
    }
    let missing = || {
        Fault::NotFound(format!(
            "no source here is called exactly “{two}”, so nothing was kept (take a name from the list of sources)"
        ))
    };
    found.and_then(|row| place(ledger, &row)).ok_or_else(missing)
}

/// Says that this source and another one are the same, or not; and what was said of it.
pub(super) fn section(app: &App, ledger: &Ledger, row: &SourceRow, asked: &Asked) -> Markup {
    let Some(own) = place(ledger, row) else { return html! {} };
    let all = app.cached.sources.peek(ledger).ok().flatten();
    // Names that share a word with this one come to mind first.
    let words: Vec<String> = row
        .label
        .to_lowercase()
        .split_whitespace()
        .filter(|word| word.len() > 2 && *word != "unnamed")
        .map(str::to_owned)
        .collect();
    let near = all.iter().flat_map(|found| found.rows.iter()).filter(|other| {
        other.label != row.label
            && other.label.to_lowercase().split_whitespace().any(|word| words.iter().any(|own| own == word))
    });
    let near: Vec<&str> = near.take(NEAR).map(|other| other.label.as_str()).collect();
    let said = said(ledger, row).unwrap_or_default();
    html! {
        section class="judging focus-of-source" id="merge" aria-labelledby="merge-heading" {
            h2 id="merge-heading" { "The same as another source?" }
            @if !said.is_empty() { (judge::said(&said.iter().collect::<Vec<_>>(), asked, &format!("{}#merge", href::source(&row.label)))) }
            form method="post" action="/judge" {
                input type="hidden" name="one" value=(own);
                input type="hidden" name="back" value={ (href::source(&row.label)) "#merge" };
                label for="merge-two" { "Other source" }
                input id="merge-two" name="two" required list="near" maxlength="400" autocomplete="off" aria-describedby="merge-hint" data-key="m";
                datalist id="near" { @for label in &near { option value=(visible(label)) {} } }
                (judge::name(asked, "merge-name"))
                label for="merge-note" { "Why " span class="dim" { "(may stay empty)" } }
                input id="merge-note" name="note" maxlength="2000";
                div class="buttons" {
                    button name="act" value="same" { "It is the same" }
                    button name="act" value="different" { "It is not" }
                }
            }
            p class="dim" id="merge-hint" {
                "The name as it stands in the " a href="/sources" { "list of sources" } ". Lineages then count the two as one origin, or as two for certain; the lists of sources stay as the reports have them. Everything said is kept under "
                a href="/judgments" { "judgments" } "."
            }
        }
    }
}

/// Judgments that hold on this source.
fn said(ledger: &Ledger, row: &SourceRow) -> Result<Vec<JudgmentRow>, Fault> {
    let here = |document: &str, now: Option<&str>| -> Result<bool, Fault> {
        let number = now.and_then(|id| id.strip_prefix('s')).and_then(|number| number.parse().ok());
        let (Some(number), Some(report)) = (number, ledger.report(document, None)?) else { return Ok(false) };
        Ok(row.places().contains(&(report.id, number)))
    };
    let mut found = Vec::new();
    for judgment in ledger.latest_judgments(LOOKED, None)? {
        if judgment.target != "source" || judgment.undone_by.is_some() {
            continue;
        }
        let ends = [(&judgment.anchor, &judgment.now), (&judgment.other, &judgment.other_now)];
        let mut about = false;
        for (anchor, now) in ends.into_iter().filter_map(|(anchor, now)| Some((anchor.as_ref()?, now))) {
            about |= here(&anchor.document, now.as_deref())?;
        }
        if about {
            found.push(judgment);
        }
    }
    Ok(found)
}
