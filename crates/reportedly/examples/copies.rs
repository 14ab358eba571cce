//! Measures how well copies of reports are recognized. Reads reports as lines of JSON (`id`, `text`) on standard input:
//!
//! ```text
//! zcat ../shared/articles/news-10k.jsonl.gz | cargo run --release -p reportedly --example copies
//! ```
//!
//! What two texts truly share is counted here anew, over all distinct runs of eight words of the shorter text. Then
//! 500 copies are made of the reports themselves: cut, re-titled, updated, re-ordered.

// an example may fail loudly
#![allow(clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::BufRead;

use reportedly::link::{self, Sketch};
use reportedly::{Document, Language, Meta};

/// Words in a row that are counted.
const RUN: usize = 8;
/// A run that stands in more reports than this is no text of theirs: a notice, a menu.
const NOTICE: usize = 200;
/// Copies that are made.
const MADE: usize = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let language = Language::english();
    let mut texts: Vec<(String, String)> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let document = row.get("document").unwrap_or(&row);
        let field = |name: &str| document.get(name).and_then(|value| value.as_str()).unwrap_or("").to_owned();
        texts.push((field("id"), field("text")));
    }
    if texts.is_empty() {
        return Err("no reports on standard input (see the first lines of this example)".into());
    }
    let sketch = |text: &str| link::sketch(language, &Document::plain("d", text, Meta::default()));
    let sketches: Vec<Sketch> = texts.iter().map(|(_, text)| sketch(text)).collect();
    let called = called(&sketches);
    let runs: Vec<Vec<u64>> = texts.iter().map(|(_, text)| runs(text)).collect();
    let shared = shared(&runs);
    let share = |&(a, b): &(usize, usize)| {
        let shorter = runs[a].len().min(runs[b].len()).max(1);
        shared.get(&(a, b)).copied().unwrap_or(0) as f64 / shorter as f64
    };
    let over: Vec<(usize, usize)> = shared.keys().copied().filter(|pair| share(pair) > 0.6).collect();
    let found = over.iter().filter(|pair| called.contains(pair)).count();
    let under = called.iter().filter(|pair| share(pair) < 0.2).count();
    println!("{} reports", texts.len());
    println!(
        "pairs that share over 60 % of the shorter text: {}, found {found} ({:.1} %)",
        over.len(),
        percent(found, over.len())
    );
    println!("pairs called copies: {}, of them under 20 %: {under}", called.len());
    for &(a, b) in over.iter().filter(|pair| !called.contains(pair)).take(10) {
        println!("  missed: {} {} ({:.2})", texts[a].0, texts[b].0, share(&(a, b)));
    }

    let mut by_kind: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let long = |text: &str| text.split_whitespace().count() >= 150 && text.lines().count() >= 6;
    let originals = texts.iter().enumerate().filter(|(_, (_, text))| long(text));
    for (number, (at, (_, text))) in originals.take(MADE).enumerate() {
        let (kind, made) = make(number, text);
        let copy = sketch(&made);
        let slot = by_kind.entry(kind).or_default();
        slot.0 += 1;
        let meet = copy.keys().iter().any(|key| sketches[at].keys().contains(key));
        slot.1 += usize::from(meet && link::copy(&copy, &sketches[at]).is_some());
    }
    let (all, right) = by_kind.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!("copies made: {all}, found {right} ({:.1} %)", percent(right, all));
    for (kind, (all, right)) in &by_kind {
        println!("  {kind}: {right} of {all}");
    }
    Ok(())
}

fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

/// The pairs that the library calls copies, found as a ledger finds them: by shared keys.
fn called(sketches: &[Sketch]) -> BTreeSet<(usize, usize)> {
    let mut blocks: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut pairs = BTreeSet::new();
    for (at, sketch) in sketches.iter().enumerate() {
        for key in sketch.keys() {
            let block = blocks.entry(key).or_default();
            pairs.extend(block.iter().map(|&other| (other, at)));
            block.push(at);
        }
    }
    pairs.into_iter().filter(|&(a, b)| link::copy(&sketches[a], &sketches[b]).is_some()).collect()
}

/// The distinct runs of a text, as hashes of the words alone.
fn runs(text: &str) -> Vec<u64> {
    use std::hash::{Hash, Hasher};
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let hash = |run: &[&str]| {
        let mut hasher = std::collections::hash_map::DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    let mut runs: Vec<u64> = words.windows(RUN).map(hash).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// How many runs each two texts share.
fn shared(runs: &[Vec<u64>]) -> BTreeMap<(usize, usize), usize> {
    let mut all: Vec<(u64, usize)> =
        runs.iter().enumerate().flat_map(|(at, runs)| runs.iter().map(move |&run| (run, at))).collect();
    all.sort_unstable();
    let mut shared = BTreeMap::new();
    for block in all.chunk_by(|one, two| one.0 == two.0).filter(|block| block.len() <= NOTICE) {
        for (index, (_, b)) in block.iter().enumerate() {
            for (_, a) in &block[..index] {
                *shared.entry((*a, *b)).or_insert(0) += 1;
            }
        }
    }
    shared
}

/// A copy of a text, of one of four kinds.
fn make(number: usize, text: &str) -> (&'static str, String) {
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    let kind = ["cut", "re-titled", "updated", "re-ordered"][number % 4];
    match kind {
        "cut" => lines.truncate((lines.len() * 3 / 5).max(3)),
        "re-titled" => {
            lines.insert(0, format!("What is known of case {number} so far"));
            lines.push("Additional reporting by our own correspondents.".to_owned());
        }
        "updated" => {
            lines.insert(
                0,
                format!(
                    "This report was updated at {} o'clock with new figures from the authorities.",
                    number % 12 + 1
                ),
            );
            let middle = lines.len() / 2;
            lines[middle] =
                "Officials declined to comment on the new details when reached on Tuesday evening."
                    .to_owned();
        }
        _ => lines.rotate_left(number % 3 + 1),
    }
    (kind, lines.join("\n\n"))
}
