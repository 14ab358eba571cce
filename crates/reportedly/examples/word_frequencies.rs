//! Writes `data/en/frequencies.txt`: how telling each stem is, from documents read as lines of JSON (`{"text": …}`) on
//! standard input.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::BufRead;

use reportedly::link::stems;

/// Stems in fewer documents are left out: all of them count as rare.
const LEAST: u32 = 12;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut documents = 0u32;
    let mut holding: HashMap<String, u32> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let Some(text) = row.get("text").and_then(|text| text.as_str()) else { continue };
        documents += 1;
        for stem in stems(text).into_iter().collect::<BTreeSet<String>>() {
            *holding.entry(stem).or_default() += 1;
        }
    }
    let mut levels: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    let counted: BTreeMap<String, u32> = holding.into_iter().filter(|&(_, count)| count >= LEAST).collect();
    for (stem, count) in counted {
        let bits = (f64::from(documents) / f64::from(count)).log2();
        // in steps of half a bit, written in tenths
        let level = (bits * 2.0).round().max(0.0) as u32 * 5;
        levels.entry(level).or_default().insert(stem);
    }
    println!(
        "# Weight of stems in tenths of a bit: minus the logarithm of the share of news reports that hold them."
    );
    println!(
        "# Written by examples/word_frequencies.rs from {documents} reports of many outlets; stems in fewer than {LEAST} are left out."
    );
    for (level, stems) in levels {
        let words: Vec<&str> = stems.iter().map(String::as_str).collect();
        for row in words.chunks(24) {
            println!("{level} {}", row.join(" "));
        }
    }
    Ok(())
}
