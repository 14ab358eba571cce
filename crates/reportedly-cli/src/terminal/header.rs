//! The document, where its date comes from, and the counts.

use reportedly::{Analysis, DateOrigin, DateRole, Dated, Document, Meta, TimeId, hangs_on_publication};

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

/// Dates of publication other than the one that was chosen.
pub(crate) fn other_dates(meta: &Meta) -> impl Iterator<Item = &Dated> {
    let chosen = meta.published.as_ref().map(|dated| dated.date);
    meta.dates.iter().filter(move |dated| dated.role == DateRole::Published && Some(dated.date) != chosen)
}

/// The readings that a wrong publication date makes wrong, with their number; none where there are none.
pub(crate) fn hanging(document: &Document, analysis: &Analysis) -> Option<String> {
    let times = &analysis.times;
    let ids = (0..).map(TimeId).take(times.len());
    let hanging: Vec<&str> = ids
        .filter(|id| hangs_on_publication(times, *id))
        .filter_map(|id| times.get(id.0 as usize))
        .filter(|time| !time.value.ends_with("_REF"))
        .map(|time| time.span.of(&document.text))
        .collect();
    let words: Vec<String> = hanging.iter().map(|words| format!("“{words}”")).collect();
    let text = || format!("readings that hang on this date: {} – {}", words.len(), words.join(", "));
    (!words.is_empty()).then(text)
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

pub(crate) fn when(dated: &Dated) -> String {
    match &dated.time {
        Some(time) => {
            let at = time.find(['+', '-', 'Z']).unwrap_or(time.len());
            let (clock, zone) = time.split_at(at);
            let short = clock.strip_suffix(":00").filter(|short| short.contains(':')).unwrap_or(clock);
            format!("{} {short} {zone}", dated.date).trim_end().to_owned()
        }
        None => dated.date.to_string(),
    }
}

/// Where a date comes from.
pub(crate) fn whence(dated: &Dated) -> String {
    match dated.origin {
        DateOrigin::User => "given by you".to_owned(),
        DateOrigin::Metadata => format!("from the file's data ({})", dated.evidence),
        DateOrigin::Address => "from the address".to_owned(),
        DateOrigin::VisibleText => format!("from the page: “{}”", dated.evidence),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_minutes_need_no_seconds() {
        for (time, shown) in [
            ("07:30:00+01:00", "2026-03-05 07:30 +01:00"),
            ("07:00+01:00", "2026-03-05 07:00 +01:00"),
            ("07:00:15-05:00", "2026-03-05 07:00:15 -05:00"),
            ("07:00:00Z", "2026-03-05 07:00 Z"),
            ("07:00", "2026-03-05 07:00"),
        ] {
            let dated = Dated {
                date: jiff::civil::date(2026, 3, 5),
                time: Some(time.to_owned()),
                role: DateRole::Published,
                origin: DateOrigin::Metadata,
                evidence: String::new(),
            };
            assert_eq!(when(&dated), shown);
        }
    }
}
