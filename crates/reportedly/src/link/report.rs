//! What of a report a decision needs.

use super::words::hash;
use super::{Report, WordId};
use crate::{Analysis, Document, Language, SourceKind};

/// What of a report a decision needs.
pub fn report(language: &Language, document: &Document, analysis: &Analysis) -> Report {
    let meta = &document.meta;
    let day = |dated: &Option<crate::Dated>| dated.as_ref().map(|dated| day_number(dated.date));
    let mut cites: Vec<WordId> = (analysis.sources.iter())
        .filter(|source| source.kind == SourceKind::Outlet)
        .filter_map(|source| Some(outlet_key(language, source.name.as_deref()?)))
        .collect();
    cites.sort_unstable();
    cites.dedup();
    Report {
        id: document.id.clone(),
        outlet: meta.outlet.clone(),
        title: meta.title.clone(),
        url: meta.url.clone(),
        published: day(&meta.published),
        updated: day(&meta.updated),
        outlet_key: meta.outlet.as_deref().map(|name| outlet_key(language, name)),
        cites,
        topics: Vec::new(),
    }
}

/// Days since 1 January 1970.
pub(super) fn day_number(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    (date - epoch).get_days()
}

/// An outlet's name as a key.
pub(super) fn outlet_key(_language: &Language, name: &str) -> WordId {
    let plain = name.trim().to_lowercase();
    hash(plain.strip_prefix("the ").unwrap_or(&plain))
}
