//! Words about a report's dates.

use crate::{Analysis, DateOrigin, DateRole, Dated, Document, Meta, TimeId, hangs_on_publication};

/// Dates of publication other than the one that was chosen.
pub fn other_dates(meta: &Meta) -> impl Iterator<Item = &Dated> {
    let chosen = meta.published.as_ref().map(|dated| dated.date);
    meta.dates.iter().filter(move |dated| dated.role == DateRole::Published && Some(dated.date) != chosen)
}

/// The readings that a wrong publication date makes wrong, with their number; none where there are none.
pub fn hanging(document: &Document, analysis: &Analysis) -> Option<String> {
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

/// A date with its time as far as known: "2026-03-05 07:30 +01:00".
pub fn when(dated: &Dated) -> String {
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
pub fn whence(dated: &Dated) -> String {
    match dated.origin {
        DateOrigin::User => "given by you".to_owned(),
        DateOrigin::Metadata => format!("from the file's data ({})", dated.evidence),
        DateOrigin::Address => "from the address".to_owned(),
        DateOrigin::VisibleText => format!("from the page: “{}”", dated.evidence),
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
