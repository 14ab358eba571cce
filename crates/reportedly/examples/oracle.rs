//! Development tool: resolves gold attributions, so that chains can be measured apart from the network.
//!
//!     cargo run --example oracle -- GOLD.jsonl > PRED.jsonl
//!
//! Reads the gold's spans of source, cue and content, and nothing else of it; writes `reportedly/1` lines.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};

use reportedly::{
    Analysis, Annotations, Attribution, AttributionId, Document, Evidence, Language, Meta, Span, resolve,
    segment, wire,
};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: oracle GOLD.jsonl")?;
    let language = Language::english();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().map(str::to_owned);
        let meta = Meta {
            title: field("title"),
            outlet: field("outlet"),
            byline: field("byline").filter(|byline| !byline.is_empty()),
            ..Meta::default()
        };
        let document =
            Document::plain(field("id").unwrap_or_default(), field("text").unwrap_or_default(), meta);
        let segments = segment(language, &document);
        let seen = annotations(&document.text, &row["gold"]["claims"]);
        let resolved = resolve::resolve(language, &document, &segments, &seen);
        let analysis = Analysis {
            claims: resolved.claims,
            sources: resolved.sources,
            notices: resolved.notices,
            ..Analysis::default()
        };
        serde_json::to_writer(&mut out, &wire::line(&document, &analysis))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The gold's claims as attributions, in text order, nested ones after their holders.
fn annotations(text: &str, claims: &Value) -> Annotations {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let spans = |claim: &Value, part: &str| -> Vec<Span> {
        let point =
            |value: &Value| bytes.get(value.as_u64().unwrap_or(0) as usize).copied().unwrap_or(text.len());
        claim[part].as_array().into_iter().flatten().map(|s| Span::new(point(&s[0]), point(&s[1]))).collect()
    };
    let mut children: BTreeMap<Option<&str>, Vec<&Value>> = BTreeMap::new();
    for claim in claims.as_array().into_iter().flatten() {
        children.entry(claim["in"].as_str()).or_default().push(claim);
    }
    let mut seen = Annotations::default();
    let mut stack: Vec<(&Value, Option<AttributionId>)> = Vec::new();
    let start = |claim: &Value| {
        ["source", "cue", "content"]
            .iter()
            .flat_map(|part| spans(claim, part))
            .map(Span::start)
            .min()
            .unwrap_or(0)
    };
    let push = |stack: &mut Vec<(_, _)>, parent: Option<&str>, id| {
        let mut list = children.get(&parent).cloned().unwrap_or_default();
        list.sort_by_key(|claim| std::cmp::Reverse(start(claim)));
        stack.extend(list.into_iter().map(|claim| (claim, id)));
    };
    push(&mut stack, None, None);
    while let Some((claim, within)) = stack.pop() {
        let id = AttributionId(seen.attributions.len() as u32);
        seen.attributions.push(Attribution {
            source: spans(claim, "source"),
            cue: spans(claim, "cue"),
            content: spans(claim, "content"),
            within,
            // claims that a network found (with a score) are mended before they are resolved, gold ones are not
            evidence: match claim["score"].as_f64() {
                Some(score) => Evidence::Model { name: "network".into(), score: score as f32 },
                None => Evidence::rule("gold"),
            },
        });
        push(&mut stack, claim["id"].as_str(), Some(id));
    }
    seen
}
