//! Reads `reportedly` input lines (`{"id","text",…}`) from standard input and writes `reportedly/1` lines with figures
//! and times, without the network: to measure these layers alone.

use std::io::{BufRead, Write};

use reportedly::{Analysis, Annotations, Document, Language, Meta, normalize, segment, wire};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let language = Language::english();
    let quiet = std::env::args().any(|argument| argument == "--quiet");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut words, mut found) = (0, 0);
    let mut taken = std::time::Duration::ZERO;
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        let meta = Meta { title: field("title"), outlet: field("outlet"), ..Meta::default() };
        let text = field("text").unwrap_or_default();
        let document = Document::plain(field("id").unwrap_or_default(), text, meta);
        let segments = segment(language, &document);
        let seen = Annotations::default();
        let start = std::time::Instant::now();
        let (times, _) = normalize::times(language, &document, &segments, &seen, &[]);
        let (figures, notices) = normalize::figures(language, &document, &segments, &seen, &[], &times);
        let (figure_groups, derived, more) = normalize::relate(&document.text, &segments, &figures);
        taken += start.elapsed();
        words += document.text.split_whitespace().count();
        found += figures.len();
        if !quiet {
            let analysis = Analysis {
                figures,
                figure_groups,
                derived,
                times,
                notices: [notices, more].concat(),
                ..Analysis::default()
            };
            serde_json::to_writer(&mut out, &wire::line(&document, &analysis))?;
            writeln!(out)?;
        }
    }
    let seconds = taken.as_secs_f64().max(1e-9);
    let rate = f64::from(u32::try_from(words)?) / seconds;
    eprintln!("{words} words, {found} figures, {seconds:.2} s, {rate:.0} words a second");
    Ok(())
}
