//! What two statements of one story have in common, as numbers: what their weights are fitted on.

use std::collections::BTreeSet;

use super::{Place, compare, quote};
use crate::Language;
use crate::link::{Passage, PassageKind, Report, WordId};

/// How many there are.
pub(super) const COUNT: usize = 24;

/// What a pair of statements has in common, each under its name in [`NAMES`].
pub(super) type Features = [f32; COUNT];

/// What the numbers are called.
pub(super) const NAMES: [&str; COUNT] = [
    "cover",        // weight of the shared words, of the lighter statement's
    "dice",         // … of both
    "around",       // bits shared with what stands around
    "words",        // shared words
    "run",          // words in a row
    "matched",      // part of the shorter one that stands in runs
    "voices",       // both have a source, or neither
    "negated",      // one says that it is not so
    "quotes",       // how many are quotations
    "other_person", // two named people say it
    "same_person",  // one named person says it
    "story",        // what the reports share, in hundreds of tenths of a bit
    "days",         // between the reports
    "told_cover",   // as "cover", without who says it
    "told_dice",    // as "dice", without who says it
    "plain",        // bits shared, without who says it and what the reports are about
    "plain_cover",  // … of the lighter statement's
    "order",        // pairs of words in the same order
    "order_cover",  // … of the lighter statement's
    "length",       // words of the shorter one
    "length_ratio", // … of the longer one's
    "fewest",       // statements of the report that has fewer
    "most",         // … and of the other
    "other_day",    // they tell of different days
];

/// Topics of each report that its statements are taken to share anyway.
const TOPICS: usize = 15;
/// Telling words behind a word that make a pair with it.
const WINDOW: usize = 4;

/// What all pairs of two reports have in common.
pub(super) struct Pair {
    story: f32,
    days: f32,
    fewest: f32,
    most: f32,
    topics: BTreeSet<WordId>,
}

impl Pair {
    pub(super) fn of(a: (&Report, &[Passage]), b: (&Report, &[Passage]), story: u32) -> Pair {
        let days = match (a.0.published, b.0.published) {
            (Some(one), Some(two)) => one.abs_diff(two),
            _ => 0,
        };
        let told = |passages: &[Passage]| {
            let count = passages.iter().filter(|passage| passage.kind != PassageKind::Figure).count();
            (count.max(1) as f32).ln()
        };
        let (one, two) = (told(a.1), told(b.1));
        let topics = [a.0, b.0].into_iter().flat_map(|report| report.topics.iter().take(TOPICS));
        Pair {
            story: story.min(1500) as f32 / 100.0,
            days: (days as f32).ln_1p(),
            fewest: one.min(two),
            most: one.max(two),
            topics: topics.map(|&(word, _)| word).collect(),
        }
    }
}

/// A statement, made ready to be compared with all of another report.
pub(super) struct Told {
    /// Its telling words without those of who says it, and their weight.
    content: Vec<(WordId, u8)>,
    content_weight: u32,
    /// Of these the ones that are no topic of the reports.
    plain: Vec<(WordId, u8)>,
    plain_weight: u32,
    /// Pairs of telling words that stand near each other, in their order; sorted.
    pairs: Vec<(WordId, WordId)>,
}

impl Told {
    pub(super) fn of(passage: &Passage, pair: &Pair) -> Told {
        let weight = |words: &[(WordId, u8)]| words.iter().map(|&(_, weight)| u32::from(weight)).sum();
        let said: BTreeSet<WordId> = passage.words.iter().copied().collect();
        let mut content = passage.weights.clone();
        content.retain(|(word, _)| said.contains(word));
        let mut plain = content.clone();
        plain.retain(|(word, _)| !pair.topics.contains(word));
        let telling = |word: &&WordId| content.binary_search_by_key(*word, |&(id, _)| id).is_ok();
        let row: Vec<WordId> = passage.words.iter().filter(telling).copied().collect();
        let mut pairs = Vec::new();
        for (at, &one) in row.iter().enumerate() {
            let next = row.iter().skip(at + 1).take(WINDOW).filter(|&&two| two != one);
            pairs.extend(next.map(|&two| (one, two)));
        }
        pairs.sort_unstable();
        Told { content_weight: weight(&content), plain_weight: weight(&plain), content, plain, pairs }
    }
}

/// The features of two statements, and the words in a row that both hold; the first is of the earlier report.
pub(super) fn features(
    language: &Language,
    pair: &Pair,
    (a, one): (Place<'_>, &Told),
    (b, two): (Place<'_>, &Told),
    shared: &compare::Shared,
    around: f32,
) -> (Features, usize) {
    let (p, q) = (a.passage, b.passage);
    let runs = compare::runs(language, p, q);
    let yes = |so: bool| f32::from(u8::from(so));
    let quotes = [p, q].iter().filter(|passage| passage.kind == PassageKind::Quote).count();
    let (content, plain) =
        (compare::weight(&one.content, &two.content), compare::weight(&one.plain, &two.plain));
    let order = common(&one.pairs, &two.pairs);
    let (short, long) = (p.words.len().min(q.words.len()), p.words.len().max(q.words.len()));
    let other_day = matches!((p.days, q.days), (Some(one), Some(two)) if one.1 < two.0 || two.1 < one.0);
    let features = [
        shared.cover,
        shared.dice,
        around.ln_1p(),
        (shared.words as f32).ln_1p(),
        (runs.longest as f32).ln_1p(),
        runs.matched as f32 / short.clamp(1, compare::LONGEST) as f32,
        yes(p.chain.is_empty() == q.chain.is_empty()),
        yes(p.negated != q.negated),
        quotes as f32,
        yes(quote::other_speaker(a, b)),
        yes(quote::same_speaker(a, b)),
        pair.story,
        pair.days,
        content as f32 / one.content_weight.min(two.content_weight).max(10) as f32,
        2.0 * content as f32 / (one.content_weight + two.content_weight).max(10) as f32,
        (plain as f32 / 10.0).ln_1p(),
        plain as f32 / one.plain_weight.min(two.plain_weight).max(20) as f32,
        (order as f32).ln_1p(),
        order as f32 / one.pairs.len().min(two.pairs.len()).max(3) as f32,
        (short as f32).ln_1p(),
        short as f32 / long.max(1) as f32,
        pair.fewest,
        pair.most,
        yes(other_day),
    ];
    (features, runs.longest)
}

/// How many entries two sorted lists share, each as often as both hold it.
fn common(one: &[(WordId, WordId)], two: &[(WordId, WordId)]) -> usize {
    let (mut one, mut two, mut count) = (one.iter().peekable(), two.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (one.peek(), two.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(one.next()),
            std::cmp::Ordering::Greater => drop(two.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                one.next();
                two.next();
            }
        }
    }
    count
}
