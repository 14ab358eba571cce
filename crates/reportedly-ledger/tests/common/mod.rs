//! Invented reports with plain analyses, and a folder of one's own.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use reportedly::{
    Analysis, Claim, DateOrigin, DateRole, Dated, Document, Evidence, Form, Language, Meta, Span, Stance,
};
use reportedly_ledger::{Ledger, Prepared};

/// A report whose every sentence is a statement of its own voice; the first one is also its title.
pub fn report(id: &str, outlet: &str, published: &str, text: &str) -> (Document, Analysis) {
    let dated = Dated {
        date: published.parse().unwrap(),
        time: None,
        role: DateRole::Published,
        origin: DateOrigin::Metadata,
        evidence: "published".to_owned(),
    };
    let meta = Meta {
        outlet: Some(outlet.to_owned()),
        published: Some(dated.clone()),
        dates: vec![dated],
        ..Meta::default()
    };
    let mut analysis = Analysis::default();
    let mut at = 0;
    for sentence in text.split_inclusive(['.', '\n']) {
        let span = Span::new(at, at + sentence.len()).trim(text);
        at += sentence.len();
        let span = Span::new(span.start(), span.end().saturating_sub(1));
        if span.of(text).is_empty() {
            continue;
        }
        analysis.claims.push(Claim {
            within: None,
            form: Form::Own,
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![span],
            chain: Vec::new(),
            stance: Stance::Neutral,
            hedges: Vec::new(),
            words: None,
            response: None,
            told: None,
            said: None,
            unknown: None,
            evidence: Evidence::rule("test"),
        });
    }
    (Document::plain(id, text, meta), analysis)
}

pub fn prepare((document, analysis): &(Document, Analysis)) -> Prepared {
    Prepared::new(Language::english(), document, analysis).unwrap()
}

/// Adds reports, `size` in a transaction.
pub fn add(ledger: &mut Ledger, reports: &[(Document, Analysis)], size: usize) {
    let mut writer = ledger.writer(Language::english());
    for batch in reports.chunks(size.max(1)) {
        let batch: Vec<Prepared> = batch.iter().map(prepare).collect();
        writer.add(&batch, "2026-03-04T12:00:00Z").unwrap();
    }
    writer.finish().unwrap();
}

/// All links and lineages, as they are written out.
pub fn told(ledger: &Ledger) -> (Vec<String>, Vec<String>) {
    let (mut links, mut lineages) = (Vec::new(), Vec::new());
    ledger
        .each_link(&mut |link| {
            links.push(serde_json::to_string(&link).unwrap());
            true
        })
        .unwrap();
    ledger
        .each_lineage(&mut |lineage| {
            lineages.push(serde_json::to_string(&lineage).unwrap());
            true
        })
        .unwrap();
    (links, lineages)
}

/// Sentences about one invented flood, told in several ways.
pub const FLOOD: &[&str] = &[
    "The Orvane dam above Kelda Bay began to leak late on Monday after two weeks of heavy rain.",
    "Engineers found a crack eleven meters long in the eastern wall of the Orvane dam.",
    "Some 1,400 people left the lower streets of Kelda Bay before the river reached the harbor.",
    "The crack in the eastern wall was first seen by engineers in November, an internal report shows.",
    "About 1,400 people left the lower streets of Kelda Bay on Monday night.",
    "A retired harbor pilot drowned when his boat was torn from the quay in Kelda Bay.",
    "The company that runs the Orvane dam had put off repairs of the eastern wall three times.",
    "Officials opened two schools on the hill for the people who had to leave their houses.",
    "The bridge over the Lindh will stay closed until divers have looked at its piers.",
    "No report explains who decided to keep the sluices shut on Monday afternoon.",
];

/// Many reports on it; each holds some of the sentences, and one of its own.
pub fn flood(count: usize) -> Vec<(Document, Analysis)> {
    let outlets = ["Kelda Herald", "Morning Courier", "Northern Mail", "Coast Radio"];
    (0..count)
        .map(|n| {
            let mut text = format!("Report {n} of the flood in Kelda Bay.\n");
            for (place, sentence) in FLOOD.iter().enumerate() {
                if (n * 7 + place * 3) % 5 < 2 {
                    text.push_str(sentence);
                    text.push(' ');
                }
            }
            text.push_str(&format!(
                "Witness number {n} lives in house {} of street {}.",
                n * 31,
                n * 17 % 23
            ));
            let day = format!("2026-03-{:02}", n % 28 + 1);
            report(&format!("flood-{n:03}"), outlets[n % outlets.len()], &day, &text)
        })
        .collect()
}

/// A folder that is removed when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("reportedly-ledger-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn ledger(&self, name: &str) -> Ledger {
        Ledger::open_or_create(&self.path(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether a file holds these bytes anywhere.
pub fn holds(path: &Path, words: &str) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}
