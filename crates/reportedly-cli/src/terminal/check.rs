//! CHECK FIRST and GET THESE.

use reportedly::summary::{Check, CheckKind, Place};

use super::{Detail, View, counted};
use crate::paint::{GAP, Ink, Page, Text};

/// Columns of the places in front of a check.
const PLACE: usize = 7;

pub(super) fn checks(view: &View<'_>, detail: Detail, page: &mut Page) {
    let checks = &view.summary.checks;
    if checks.is_empty() {
        return;
    }
    view.heading(page, "CHECK FIRST", Some(checks.len()));
    for kind in CheckKind::ALL {
        let of_kind: Vec<&Check> = checks.iter().filter(|check| check.kind == *kind).collect();
        let shown = of_kind.len().min(detail.checks);
        let shown = if of_kind.len() == shown + 1 { shown + 1 } else { shown };
        for check in of_kind.iter().take(shown) {
            draw(view, detail, check, page);
        }
        let rest = of_kind.get(shown..).unwrap_or_default();
        if !rest.is_empty() {
            let text = Text::new().with(Ink::Dim, &format!("… {} more, {}: ", rest.len(), kind.heading()));
            let mut places: Vec<Place> = rest.iter().flat_map(|check| check.places.iter().copied()).collect();
            places.sort();
            places.dedup();
            page.cut(
                view.paper,
                2 + PLACE,
                2 + PLACE,
                1,
                &text.with(Ink::Place, &listed(&places, usize::MAX)),
            );
        }
    }
}

fn draw(view: &View<'_>, detail: Detail, check: &Check, page: &mut Page) {
    let first = check.places.first().map(Place::to_string).unwrap_or_default();
    let mut says = Text::new().with(Ink::Notice, &check.says);
    if check.places.len() > 1 {
        says.add(Ink::Dim, &format!("{GAP}in "));
        says.add(
            Ink::Place,
            &listed(&check.places, if detail.checks == usize::MAX { usize::MAX } else { 12 }),
        );
    }
    if !check.quote.is_empty() {
        says.add(Ink::Dim, if check.says.ends_with('?') { " " } else { ": " });
        says.append(view.words(&check.quote, Ink::Plain));
    }
    let most = detail.lines.saturating_add(1).max(2);
    page.beside(view.paper, 2, PLACE, most, &Text::new().with(Ink::Place, &first), &says);
}

/// "¶2 ¶5 ¶9", at most `most` of them.
fn listed(places: &[Place], most: usize) -> String {
    let mut words: Vec<String> = places.iter().take(most).map(Place::to_string).collect();
    if places.len() > most {
        words.push("…".to_owned());
    }
    words.join(" ")
}

pub(super) fn obtain(view: &View<'_>, detail: Detail, page: &mut Page) {
    let list = &view.summary.obtain;
    if list.is_empty() {
        return;
    }
    view.heading(page, "GET THESE", Some(list.len()));
    for item in list.iter().take(detail.obtain) {
        let mut text = Text::new().with(Ink::Strong, &item.what);
        match (&item.date, &item.href) {
            (None, None) => text.add(Ink::Dim, &format!("{GAP}no date, no link")),
            (Some(date), None) => {
                text.add(Ink::Plain, GAP);
                text.add(Ink::Reading, date);
                text.add(Ink::Dim, ", no link");
            }
            (date, Some(href)) => {
                text.add(Ink::Plain, GAP);
                text.add(Ink::Reading, date.as_deref().unwrap_or("no date"));
                text.add(Ink::Plain, &format!("{GAP}{href}"));
            }
        }
        text.add(Ink::Dim, &format!(" · {}: ", counted(item.statements, "statement")));
        text.add(Ink::Place, &listed(&item.places, 12));
        page.wrapped(view.paper, 2, 6, &text);
    }
    let rest = list.len().saturating_sub(detail.obtain);
    if rest > 0 {
        page.wrapped(view.paper, 2, 4, &Text::new().with(Ink::Dim, &format!("… {rest} more: --all")));
    }
}
