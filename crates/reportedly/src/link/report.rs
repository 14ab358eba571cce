//! What of a report a decision needs: who published it, when, and what it is about.

use std::collections::BTreeMap;

use super::words::{hash, mix, tokens};
use super::{Report, WordId};
use crate::{Analysis, Document, Language, SourceKind, Span};

/// How many of its most telling words say what a report is about.
const TOPICS: usize = 40;
/// Words less telling are no topics, in tenths of a bit.
const TOPIC_WEIGHT: u8 = 25;
/// Two reports that share topics of so many tenths of a bit tell the same story …
const SAME_STORY: u32 = 400;
/// … where no more days than this lie between them.
const STORY_DAYS: i32 = 21;
/// Pairs of the first topics are what reports of one story are looked up by.
const KEY_TOPICS: usize = 10;

/// What of a document a decision needs.
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
        topics: topics(language, &document.text),
    }
}

/// The most telling words, the most telling first: frequent here, rare elsewhere.
fn topics(language: &Language, text: &str) -> Vec<(WordId, u8)> {
    let mut counts: BTreeMap<WordId, (u32, u8)> = BTreeMap::new();
    for token in tokens(language, text, Span::new(0, text.len())) {
        if token.weight >= TOPIC_WEIGHT {
            counts.entry(token.id).or_insert((0, token.weight)).0 += 1;
        }
    }
    // whole numbers, so that every machine ranks alike: 16 bits of a logarithm are enough
    let score = |&(count, weight): &(u32, u8)| {
        let rarity = u32::from(weight.min(90));
        (10 + count.ilog2() * 7 + (count * 7 >> count.ilog2()) - 7) * rarity
    };
    let mut ranked: Vec<(u32, WordId, u8)> =
        counts.iter().map(|(&id, entry)| (score(entry), id, entry.1)).collect();
    ranked.sort_unstable_by(|one, two| (two.0, one.1).cmp(&(one.0, two.1)));
    ranked.into_iter().take(TOPICS).map(|(_, id, weight)| (id, weight)).collect()
}

/// Whether two reports tell the same story: they are about the same and lie near each other in time.
pub fn same_story(one: &Report, two: &Report) -> bool {
    story(one, two).is_some()
}

/// How much two reports of one story have in common, in tenths of a bit; none for reports of different stories.
pub(super) fn story(one: &Report, two: &Report) -> Option<u32> {
    let near = match (one.published, two.published) {
        (Some(one), Some(two)) => one.abs_diff(two) <= STORY_DAYS.unsigned_abs(),
        (one, two) => one == two,
    };
    let shared = |&(id, weight): &(WordId, u8)| {
        two.topics.iter().any(|&(other, _)| other == id).then_some(u32::from(weight))
    };
    // the cheap test first
    let shared = if near { one.topics.iter().filter_map(shared).sum::<u32>() } else { 0 };
    (shared >= SAME_STORY).then_some(shared)
}

/// Keys that reports of the same story are looked up by, sorted, each once.
pub fn story_keys(report: &Report) -> Vec<u64> {
    // reports up to `STORY_DAYS` apart share one of their two stretches of time
    let stretches = match report.published {
        Some(day) => {
            let first = i64::from(day.div_euclid(STORY_DAYS));
            vec![first, first + 1]
        }
        None => vec![i64::MIN],
    };
    let first: Vec<WordId> = report.topics.iter().take(KEY_TOPICS).map(|&(id, _)| id).collect();
    let mut keys = Vec::new();
    for (at, &one) in first.iter().enumerate() {
        for &two in first.iter().skip(at + 1) {
            for &stretch in &stretches {
                let pair = [u64::from(one.min(two)), u64::from(one.max(two))];
                keys.push(mix([1, pair[0], pair[1], stretch.cast_unsigned()]));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Days since 1 January 1970.
pub(super) fn day_number(date: jiff::civil::Date) -> i32 {
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

/// An outlet's name as a key, the same for all forms of the name that the language data know.
pub(super) fn outlet_key(language: &Language, name: &str) -> WordId {
    let plain = name.trim().to_lowercase();
    let bare = plain.strip_prefix("the ").unwrap_or(&plain);
    // "CNN (Web News)", "Fox News (Online)"
    let bare = bare.split(" (").next().unwrap_or(bare);
    match language.sourcing.outlet(bare) {
        Some(outlet) => hash(&outlet.name.to_lowercase()),
        None => hash(bare),
    }
}
