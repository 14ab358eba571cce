//! Reads `reportedly/1` lines on standard input, links all reports with each other, and writes links or lineages as
//! lines of JSON: to measure these layers alone, without a store.
//!
//! `links [--lineages | --copies | --passages | --pairs] [--all] [--raw] [--text]`: `--all` compares every two passages,
//! not only those that share a key; `--raw` takes lines without an analysis, too; `--text` adds the words of a link's ends;
//! `--pairs` gives the features of all statements that are weighed, for `training/links`.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Write};
use std::time::Instant;

use reportedly::link::{self, Edge, Link, Member, Passage, Report, Sketch};
use reportedly::{
    Analysis, Annotations, Claim, DateOrigin, DateRole, Dated, Document, Evidence, Form, Language, Meta,
    Stance, normalize, segment, unpack, wire,
};

struct Entry {
    document: Document,
    report: Report,
    passages: Vec<Passage>,
    sketch: Sketch,
    /// Code points before each byte offset that a passage starts or ends at.
    points: BTreeMap<usize, usize>,
}

impl Entry {
    fn end(&self, passage: &Passage) -> serde_json::Value {
        let point = |at: usize| self.points.get(&at).copied().unwrap_or(0);
        serde_json::json!({
            "document": self.report.id,
            "span": [point(passage.span.start()), point(passage.span.end())],
            "claim": passage.claim.map(|id| format!("c{}", id.0 + 1)),
            "figure": passage.figure.map(|id| format!("f{}", id.0 + 1)),
        })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let language = Language::english();
    let flag = |name: &str| std::env::args().any(|argument| argument == name);
    let mut entries = Vec::new();
    let mut taken = [0.0f64; 3];
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let (document, analysis) = match serde_json::from_str::<wire::Line>(&line) {
            Ok(row) => unpack(&row)?,
            // without the network: each sentence is told by the report itself
            Err(_) if flag("--raw") => raw(language, &serde_json::from_str(&line)?),
            Err(_) => continue,
        };
        let start = Instant::now();
        let report = link::report(language, &document, &analysis);
        let passages = link::passages(language, &document, &analysis);
        let sketch = link::sketch(language, &document);
        taken[0] += start.elapsed().as_secs_f64();
        let mut points: BTreeMap<usize, usize> =
            passages.iter().flat_map(|p| [(p.span.start(), 0), (p.span.end(), 0)]).collect();
        let (mut at, mut count) = (0, 0);
        for (&offset, point) in &mut points {
            count += document.text.get(at..offset).map_or(0, |text| text.chars().count());
            at = offset;
            *point = count;
        }
        entries.push(Entry { document, report, passages, sketch, points });
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if flag("--passages") {
        for entry in &entries {
            let shown = entry.passages.iter().map(|passage| {
                let mut row = entry.end(passage);
                row["text"] = passage.span.of(&entry.document.text).into();
                row["passage"] = serde_json::to_value(passage).unwrap_or_default();
                row
            });
            let shown: Vec<serde_json::Value> = shown.collect();
            writeln!(out, "{}", serde_json::json!({"report": entry.report, "passages": shown}))?;
        }
        return Ok(());
    }
    let copies = copies(&entries);
    if flag("--copies") {
        for &(a, b, shared) in &copies {
            let ids = (&entries[a].report.id, &entries[b].report.id);
            writeln!(out, "{}", serde_json::json!({"a": ids.0, "b": ids.1, "shared": shared}))?;
        }
        return Ok(());
    }
    let start = Instant::now();
    let candidates = if flag("--all") { every_pair(&entries) } else { candidates(&entries) };
    taken[1] = start.elapsed().as_secs_f64();
    if flag("--pairs") {
        for &(a, b) in candidates.keys() {
            let (one, two) = (&entries[a], &entries[b]);
            let order = |entry: &Entry| (entry.report.published.unwrap_or(i32::MAX), entry.report.id.clone());
            let (one, two) = if order(two) < order(one) { (two, one) } else { (one, two) };
            for (i, j, features) in
                link::described(language, (&one.report, &one.passages), (&two.report, &two.passages))
            {
                let values: serde_json::Map<String, serde_json::Value> =
                    features.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
                let ends = (one.end(&one.passages[i]), two.end(&two.passages[j]));
                writeln!(out, "{}", serde_json::json!({"a": ends.0, "b": ends.1, "features": values}))?;
            }
        }
        return Ok(());
    }
    let start = Instant::now();
    let pairs: usize = candidates.values().map(Vec::len).sum();
    let mut found: Vec<(Place, Place, Link)> = Vec::new();
    for (&(a, b), pairs) in &candidates {
        let (one, two) = (&entries[a], &entries[b]);
        let links = link::links(language, (&one.report, &one.passages), (&two.report, &two.passages), pairs);
        for (i, j, link) in links {
            let ends = if link.swapped { ((b, j), (a, i)) } else { ((a, i), (b, j)) };
            found.push((ends.0, ends.1, link));
        }
    }
    taken[2] = start.elapsed().as_secs_f64();
    eprintln!(
        "{} reports, {} passages, {pairs} candidates, {} links; passages {:.2} s, candidates {:.2} s, links {:.2} s",
        entries.len(),
        entries.iter().map(|entry| entry.passages.len()).sum::<usize>(),
        found.len(),
        taken[0],
        taken[1],
        taken[2],
    );
    if !flag("--lineages") {
        for (a, b, link) in &found {
            let mut row = serde_json::to_value(link)?;
            if let Some(row) = row.as_object_mut() {
                row.remove("swapped");
                row.insert("a".to_owned(), entries[a.0].end(&entries[a.0].passages[a.1]));
                row.insert("b".to_owned(), entries[b.0].end(&entries[b.0].passages[b.1]));
                if flag("--text") {
                    for (name, end) in [("a_text", a), ("b_text", b)] {
                        let entry = &entries[end.0];
                        let words = entry.passages[end.1].span.of(&entry.document.text);
                        row.insert(name.to_owned(), words.into());
                    }
                }
            }
            writeln!(out, "{row}")?;
        }
        return Ok(());
    }
    // members are the passages that any link touches
    let mut index: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, b, _) in &found {
        index.insert(*a, 0);
        index.insert(*b, 0);
    }
    index.values_mut().enumerate().for_each(|(at, slot)| *slot = at);
    let members: Vec<Member<'_>> = (index.keys())
        .map(|&(entry, at)| Member { report: &entries[entry].report, passage: &entries[entry].passages[at] })
        .collect();
    let ends: Vec<(usize, usize)> = index.keys().copied().collect();
    let edges: Vec<Edge<'_>> =
        found.iter().map(|(a, b, link)| Edge { a: index[a], b: index[b], link }).collect();
    let copied: Vec<(&str, &str)> = copies
        .iter()
        .map(|&(a, b, _)| (entries[a].report.id.as_str(), entries[b].report.id.as_str()))
        .collect();
    for lineage in link::lineages(language, &members, &edges, &copied) {
        let mut row = serde_json::to_value(&lineage)?;
        let shown: Vec<serde_json::Value> = (lineage.members.iter())
            .map(|&at| entries[ends[at].0].end(&entries[ends[at].0].passages[ends[at].1]))
            .collect();
        row["members"] = shown.into();
        writeln!(out, "{row}")?;
    }
    Ok(())
}

fn raw(language: &Language, row: &serde_json::Value) -> (Document, Analysis) {
    let field = |name: &str| row.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let mut meta = Meta { title: field("title"), outlet: field("outlet"), ..Meta::default() };
    meta.published = field("published").and_then(|day| day.get(..10)?.parse().ok()).map(|date| Dated {
        date,
        time: None,
        role: DateRole::Published,
        origin: DateOrigin::Metadata,
        evidence: String::new(),
    });
    let document = Document::plain(field("id").unwrap_or_default(), field("text").unwrap_or_default(), meta);
    let segments = segment(language, &document);
    let seen = Annotations::default();
    let (times, _) = normalize::times(language, &document, &segments, &seen, &[]);
    let (figures, _) = normalize::figures(language, &document, &segments, &seen, &[], &times);
    let claim = |sentence: &reportedly::segment::Sentence| Claim {
        within: None,
        form: Form::Own,
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![sentence.span],
        chain: Vec::new(),
        stance: Stance::Neutral,
        hedges: Vec::new(),
        words: None,
        response: None,
        told: None,
        said: None,
        unknown: None,
        evidence: Evidence::rule("raw"),
    };
    let claims = segments.sentences.iter().map(claim).collect();
    (document, Analysis { claims, figures, times, ..Analysis::default() })
}

/// A passage, by the indexes of its report and of itself.
type Place = (usize, usize);

type Candidates = BTreeMap<(usize, usize), Vec<(usize, usize)>>;

/// Pairs of passages that share a key.
fn candidates(entries: &[Entry]) -> Candidates {
    let mut blocks: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    let mut stories: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut candidates = Candidates::new();
    for (at, entry) in entries.iter().enumerate() {
        for key in link::story_keys(&entry.report) {
            let block = stories.entry(key).or_default();
            for &other in
                block.iter().filter(|&&other| link::same_story(&entries[other].report, &entry.report))
            {
                candidates.entry((other, at)).or_default();
            }
            block.push(at);
        }
        for (index, passage) in entry.passages.iter().enumerate() {
            for key in link::keys(passage) {
                let block = blocks.entry(key).or_default();
                for &(other, passage) in block.iter() {
                    // pairs of reports are in the order they came in
                    if other as usize != at {
                        candidates.entry((other as usize, at)).or_default().push((passage as usize, index));
                    }
                }
                block.push((at as u32, index as u32));
            }
        }
    }
    let mut sizes: Vec<usize> = blocks.values().map(Vec::len).collect();
    sizes.sort_unstable();
    eprintln!(
        "{} keys, {} entries, largest block {:?}",
        sizes.len(),
        sizes.iter().sum::<usize>(),
        sizes.last()
    );
    for pairs in candidates.values_mut() {
        pairs.sort_unstable();
        pairs.dedup();
    }
    candidates
}

fn every_pair(entries: &[Entry]) -> Candidates {
    let mut candidates = Candidates::new();
    for b in 0..entries.len() {
        for a in 0..b {
            let pairs = (0..entries[a].passages.len())
                .flat_map(|i| (0..entries[b].passages.len()).map(move |j| (i, j)));
            candidates.insert((a, b), pairs.collect());
        }
    }
    candidates
}

fn copies(entries: &[Entry]) -> Vec<(usize, usize, f32)> {
    let mut blocks: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        for key in entry.sketch.keys() {
            let block = blocks.entry(key).or_default();
            pairs.extend(block.iter().map(|&other| (other, at)));
            block.push(at);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let copied =
        |(a, b): (usize, usize)| Some((a, b, link::copy(&entries[a].sketch, &entries[b].sketch)?.shared));
    pairs.into_iter().filter_map(copied).collect()
}
