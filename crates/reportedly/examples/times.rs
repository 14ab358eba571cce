//! Reads input lines (`{"id","published","text"}`), finds the times without a network, and prints `reportedly/1` lines.
//!
//! For measuring the times by themselves: `times < inputs.jsonl > times.jsonl`. With `--speed` it prints only how many
//! words a second the times alone take.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use reportedly::{
    Analysis, Annotations, DateOrigin, DateRole, Dated, Document, Language, Meta, normalize, segment, wire,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let speed = std::env::args().any(|arg| arg == "--speed");
    let language = Language::english();
    let (mut words, mut found, mut spent) = (0usize, 0usize, Duration::ZERO);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let input: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| input.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let published = field("published").get(..10).and_then(|date| date.parse().ok()).map(|date| Dated {
            date,
            time: None,
            role: DateRole::Published,
            origin: DateOrigin::Metadata,
            evidence: "published".to_owned(),
        });
        let document = Document::plain(field("id"), field("text"), Meta { published, ..Meta::default() });
        let segments = segment(language, &document);
        let start = Instant::now();
        let (times, notices) = normalize::times(language, &document, &segments, &Annotations::default(), &[]);
        spent += start.elapsed();
        words += document.text.split_whitespace().count();
        found += times.len();
        if !speed {
            let analysis = Analysis { times, notices, ..Analysis::default() };
            writeln!(out, "{}", serde_json::to_string(&wire::line(&document, &analysis))?)?;
        }
    }
    if speed {
        writeln!(
            out,
            "{words} words, {found} times, {:.0} words a second",
            words as f64 / spent.as_secs_f64()
        )?;
    }
    Ok(())
}
