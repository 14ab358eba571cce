//! The document, where its date comes from, and the counts.

use reportedly::summary::{hanging, other_dates, when, whence};

use super::{View, counted};
use crate::paint::{GAP, Ink, Page, Text};

pub(super) fn draw(view: &View<'_>, page: &mut Page) {
    let meta = &view.document.meta;
    let line = |page: &mut Page, text: &Text| page.wrapped(view.paper, 0, 0, text);
    let title = meta.title.as_deref().unwrap_or("(no title)");
    line(page, &Text::new().with(Ink::Strong, title));
    let mut by = Text::new().with(Ink::Plain, meta.outlet.as_deref().unwrap_or("outlet not given"));
    if let Some(byline) = &meta.byline {
        by.add(Ink::Plain, &format!(" · {byline}"));
    }
    line(page, &by);
    dates(view, page);
    if let Some(url) = &meta.url {
        line(page, &Text::new().with(Ink::Dim, url));
    }
    if let Some(custody) = &meta.custody {
        let place = custody.line.map_or_else(|| custody.file.clone(), |n| format!("{}:{n}", custody.file));
        let hash: String = custody.sha256.chars().take(16).collect();
        line(
            page,
            &Text::new()
                .with(Ink::Dim, &format!("{place} · {} bytes · SHA-256 {hash}…", grouped(custody.bytes))),
        );
    }
    for notice in view.analysis.notices.iter().filter(|notice| notice.span.is_none()) {
        let text = Text::new().with(Ink::Notice, "! ").with(Ink::Plain, &notice.message);
        page.wrapped(view.paper, 0, 2, &text.with(Ink::Dim, &format!("{GAP}{}", notice.code)));
    }
    counts(view, page);
}

fn dates(view: &View<'_>, page: &mut Page) {
    let meta = &view.document.meta;
    let mut text = Text::new();
    match &meta.published {
        Some(dated) => {
            text.add(Ink::Plain, "published ");
            text.add(Ink::Strong, &when(dated));
            text.add(Ink::Dim, &format!(" {}", whence(dated)));
        }
        None => text.add(Ink::Plain, "no publication date (give it with --published)"),
    }
    if let Some(dated) = &meta.updated {
        text.add(Ink::Plain, &format!(" · updated {}", when(dated)));
        text.add(Ink::Dim, &format!(" {}", whence(dated)));
    }
    page.wrapped(view.paper, 0, 0, &text);
    if let Some(hanging) = hanging(view.document, view.analysis) {
        page.cut(view.paper, 2, 4, 2, &Text::new().with(Ink::Dim, &hanging));
    }
    for other in other_dates(meta) {
        let text = Text::new().with(Ink::Notice, "! ");
        let text = text.with(Ink::Plain, &format!("another date: {}", when(other)));
        page.wrapped(view.paper, 0, 2, &text.with(Ink::Dim, &format!(" {}", whence(other))));
    }
}

/// A number with a comma at every thousand.
fn grouped(number: u64) -> String {
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

fn counts(view: &View<'_>, page: &mut Page) {
    let counts = view.summary.counts;
    page.blank();
    let text = Text::new()
        .with(Ink::Strong, &counted(counts.attributed, "attributed statement"))
        .with(Ink::Plain, ", ")
        .with(Ink::Strong, &counts.own.to_string())
        .with(Ink::Plain, " in its own voice");
    page.wrapped(view.paper, 0, 0, &text);
    if counts.attributed > 0 {
        let mut parts = Vec::new();
        for (number, what) in [
            (counts.named, "from named sources"),
            (counts.unnamed, "from unnamed ones"),
            (counts.nobody, "from nobody named"),
        ] {
            if number > 0 {
                parts.push(format!("{number} {what}"));
            }
        }
        if counts.nested > 0 {
            parts.push(format!("{} of them inside another", counts.nested));
        }
        page.wrapped(view.paper, 0, 0, &Text::new().with(Ink::Dim, &parts.join(" · ")));
    }
}
