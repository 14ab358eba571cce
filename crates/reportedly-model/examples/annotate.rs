//! Reads documents, one JSON line each, and writes what is seen in them, to measure the network and the decoding alone:
//!
//! ```sh
//! measure.py inputs GOLD.jsonl | cargo run --release -p reportedly-model --example annotate > PRED.jsonl
//! measure.py attribution GOLD.jsonl PRED.jsonl
//! ```
//!
//! `--cache FILE` keeps the scores, so that decoding can be tried again without the network; `--words` only counts;
//! `--model FOLDER` takes another network than the built-in one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Read, Write};
use std::ops::Range;
use std::sync::Mutex;
use std::time::Instant;

use reportedly::decode::annotate;
use reportedly::{
    Document, Evidence, LabelSet, Language, Matrix, Meta, Reading, ScoreError, Scorer, Scores, Segments,
    Span, segment,
};
use reportedly_model::Network;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let value =
        |name: &str| options.iter().position(|o| o == name).and_then(|at| options.get(at + 1)).cloned();
    let cache = value("--cache");
    let count_only = options.iter().any(|o| o == "--words");
    let begin = Instant::now();
    let network = match value("--model") {
        None => Network::built_in()?,
        Some(folder) => {
            let file = |name: &str| std::fs::read(std::path::Path::new(&folder).join(name));
            let vocabulary = String::from_utf8(file("vocab.txt")?)?;
            Network::load(
                file("model.onnx")?.leak(),
                vocabulary.leak(),
                &String::from_utf8(file("manifest.json")?)?,
            )?
        }
    };
    eprintln!("{} loaded in {:?}", network.name(), begin.elapsed());
    let scorer = Cached::open(network, cache.as_deref())?;
    let language = Language::english();
    let (mut words, mut attributions, begin) = (0, 0, Instant::now());
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap_or("");
        let meta = Meta { title: line["title"].as_str().map(String::from), ..Meta::default() };
        let document = Document::plain(line["id"].as_str().unwrap_or(""), text, meta);
        let segments = segment(language, &document);
        let seen = annotate(language, &document, &segments, &scorer)?;
        words += text.split_whitespace().count();
        attributions += seen.attributions.len();
        if count_only {
            continue;
        }
        let places = CodePoints::new(text);
        let claims: Vec<Value> = seen
            .attributions
            .iter()
            .enumerate()
            .map(|(id, a)| {
                let place = |spans: &[Span]| match spans {
                    [] => Value::Null,
                    spans => {
                        let at: Vec<_> =
                            spans.iter().map(|s| json!([places.at(s.start()), places.at(s.end())])).collect();
                        let words: Vec<_> = spans.iter().map(|s| s.of(text)).collect();
                        json!({"spans": at, "text": words.join(" … ")})
                    }
                };
                let score = match &a.evidence {
                    Evidence::Model { score, .. } => *score,
                    Evidence::Rule(_) => 1.0,
                };
                json!({
                    "id": format!("c{id}"), "in": a.within.map(|within| format!("c{}", within.0)), "score": score,
                    "source": place(&a.source), "cue": place(&a.cue), "content": place(&a.content),
                    "form": "indirect", "chain": [],
                })
            })
            .collect();
        let line = json!({"document": {"id": document.id, "text": text}, "claims": claims, "sources": [],
            "figures": [], "times": []});
        writeln!(out, "{line}")?;
    }
    let seconds = begin.elapsed().as_secs_f64();
    eprintln!(
        "{words} words, {attributions} attributions, {seconds:.1} s, {:.0} words/s",
        words as f64 / seconds
    );
    let (windows, contents) = *scorer.scored.lock().unwrap();
    eprintln!("{windows} windows scored, {contents} of them contents");
    scorer.save(cache.as_deref())
}

struct CodePoints(Vec<usize>);

impl CodePoints {
    fn new(text: &str) -> CodePoints {
        let mut count = 0;
        let mut places = vec![0; text.len() + 1];
        for (at, slot) in places.iter_mut().enumerate() {
            *slot = count;
            count += usize::from(text.is_char_boundary(at + 1));
        }
        CodePoints(places)
    }

    fn at(&self, byte: usize) -> usize {
        self.0[byte]
    }
}

/// The network, asked only for what it was not asked before.
struct Cached {
    network: Network,
    // keyed by the words read: readings of equal words are equal
    known: Mutex<BTreeMap<(String, bool), Vec<Scores>>>,
    keep: bool,
    scored: Mutex<(usize, usize)>,
}

impl Cached {
    fn open(network: Network, path: Option<&str>) -> Result<Cached, Box<dyn Error>> {
        let mut known = BTreeMap::new();
        if let Some(mut file) = path.and_then(|path| std::fs::File::open(path).ok()) {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let length = number(&mut rest);
                let (words, after) = rest.split_at(length);
                rest = after;
                let inner = number(&mut rest) == 1;
                let windows = (0..number(&mut rest)).map(|_| scores(&mut rest)).collect();
                known.insert((String::from_utf8(words.to_vec())?, inner), windows);
            }
        }
        Ok(Cached { network, known: Mutex::new(known), keep: path.is_some(), scored: Mutex::new((0, 0)) })
    }

    fn save(&self, path: Option<&str>) -> Result<(), Box<dyn Error>> {
        let (Some(path), true) = (path, self.scored.lock().unwrap().0 > 0) else { return Ok(()) };
        let mut bytes = Vec::new();
        let put = |bytes: &mut Vec<u8>, n: usize| bytes.extend((n as u32).to_le_bytes());
        for ((words, inner), windows) in self.known.lock().unwrap().iter() {
            put(&mut bytes, words.len());
            bytes.extend(words.as_bytes());
            put(&mut bytes, usize::from(*inner));
            put(&mut bytes, windows.len());
            for window in windows {
                put(&mut bytes, window.tokens.start);
                put(&mut bytes, window.tokens.end);
                for head in window.clone().heads() {
                    put(&mut bytes, head.columns());
                    put(&mut bytes, head.rows());
                    let values = (0..head.rows()).flat_map(|row| head.row(row).to_vec());
                    bytes.extend(values.flat_map(f32::to_le_bytes));
                }
            }
        }
        Ok(std::fs::write(path, bytes)?)
    }
}

fn number(rest: &mut &[u8]) -> usize {
    let (word, after) = rest.split_first_chunk::<4>().expect("the cache is cut off");
    *rest = after;
    u32::from_le_bytes(*word) as usize
}

fn scores(rest: &mut &[u8]) -> Scores {
    let mut scores = Scores { tokens: number(rest)..number(rest), ..Scores::default() };
    for head in scores.heads() {
        let (columns, rows) = (number(rest), number(rest));
        *head = Matrix::new(columns);
        for _ in 0..rows {
            let row: Vec<f32> = (0..columns).map(|_| f32::from_bits(number(rest) as u32)).collect();
            head.push_row(&row);
        }
    }
    scores
}

impl Scorer for Cached {
    fn labels(&self) -> &LabelSet {
        self.network.labels()
    }

    fn score(
        &self,
        text: &str,
        segments: &Segments,
        reading: &Reading,
        each: &mut dyn FnMut(&Scores),
    ) -> Result<(), ScoreError> {
        let place = segments.span_of(reading.tokens.clone());
        let key = (place.map_or("", |place| place.of(text)).to_string(), reading.inner);
        let shift = |tokens: &Range<usize>, by: isize| {
            tokens.start.wrapping_add_signed(by)..tokens.end.wrapping_add_signed(by)
        };
        let first = reading.tokens.start as isize;
        // no lock is held while `each` runs: it may read contents again
        let known = self.known.lock().unwrap().get(&key).cloned();
        if let Some(windows) = known {
            for window in &windows {
                each(&Scores { tokens: shift(&window.tokens, first), ..window.clone() });
            }
            return Ok(());
        }
        let mut windows = Vec::new();
        self.network.score(text, segments, reading, &mut |scores| {
            {
                let mut counts = self.scored.lock().unwrap();
                *counts = (counts.0 + 1, counts.1 + usize::from(reading.inner));
            }
            if self.keep {
                windows.push(Scores { tokens: shift(&scores.tokens, -first), ..scores.clone() });
            }
            each(scores);
        })?;
        if self.keep {
            self.known.lock().unwrap().insert(key, windows);
        }
        Ok(())
    }
}
