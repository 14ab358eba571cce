//! The cases in `tests/cases/*.md`: small invented reports with given attributions, and the chains they must get.

use std::collections::BTreeMap;
use std::path::Path;

use reportedly::resolve::Resolutions;
use reportedly::{
    Annotations, Attribution, AttributionId, Document, Evidence, Form, Language, Meta, Span, Step, resolve,
    segment,
};

/// One attribution as marked in a case.
#[derive(Default)]
struct Marked {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
    holder: Option<u32>,
}

/// Takes the marks out of a case's article: the text, and the attributions by their numbers.
fn read(article: &str) -> (String, BTreeMap<u32, Marked>) {
    let mut text = String::new();
    let mut marked: BTreeMap<u32, Marked> = BTreeMap::new();
    let mut open: Vec<(char, u32, usize)> = Vec::new();
    let mut chars = article.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '{' => {
                let rest = &article[at + 1..];
                let (tag, _) = rest.split_once(' ').expect("a mark has words after it");
                let part = tag.chars().next().expect("a mark has a letter");
                let (number, holder) = match tag[1..].split_once('<') {
                    Some((number, holder)) => (number.parse().unwrap(), Some(holder.parse().unwrap())),
                    None => (tag[1..].parse().unwrap(), None),
                };
                let entry = marked.entry(number).or_default();
                entry.holder = entry.holder.or(holder);
                open.push((part, number, text.len()));
                for _ in 0..=tag.chars().count() {
                    chars.next();
                }
            }
            '}' => {
                let (part, number, start) = open.pop().expect("a closing mark has an opening one");
                let entry = marked.entry(number).or_default();
                let span = Span::new(start, text.len());
                match part {
                    's' => entry.source.push(span),
                    'c' => entry.cue.push(span),
                    _ => entry.content.push(span),
                }
            }
            c => text.push(c),
        }
    }
    (text, marked)
}

struct Case {
    name: String,
    outlet: Option<String>,
    article: String,
    expect: Vec<String>,
}

fn cases(markdown: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let (mut name, mut outlet, mut article) = (String::new(), None, None);
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let mut block = || lines.by_ref().take_while(|line| !line.starts_with("```")).collect::<Vec<_>>();
        if let Some(title) = line.strip_prefix("## ") {
            name = title.to_owned();
        } else if let Some(rest) = line.strip_prefix("```article") {
            outlet = rest.trim().strip_prefix("outlet=").map(str::to_owned);
            article = Some(block().join("\n"));
        } else if line.starts_with("```expect") {
            let expect = block().into_iter().map(str::to_owned).collect();
            let article = article.take().expect("an article stands before what is expected");
            cases.push(Case { name: name.clone(), outlet: outlet.clone(), article, expect });
        }
    }
    cases
}

/// A chain in words: "this report ← CNN ← a & b".
fn chain(text: &str, resolved: &Resolutions, steps: &[Step]) -> String {
    let mut words = vec!["this report".to_owned()];
    for step in steps {
        let names: Vec<String> = step
            .sources
            .iter()
            .map(|at| {
                let source = &resolved.sources[at.source.0 as usize];
                source
                    .name
                    .clone()
                    .or_else(|| at.span.map(|span| span.of(text).to_owned()))
                    .unwrap_or("nobody".to_owned())
            })
            .collect();
        words.push(names.join(" & "));
    }
    words.join(" ← ")
}

fn check(file: &str, case: &Case) {
    let (text, marked) = read(&case.article);
    let meta = Meta { outlet: case.outlet.clone(), ..Meta::default() };
    let document = Document::plain("case", text, meta);
    let text = document.text.as_str();
    let language = Language::english();
    let segments = segment(language, &document);
    // numbers are in text order, holders before what they hold
    let order: Vec<u32> = {
        let mut order: Vec<u32> = marked.keys().copied().collect();
        order.sort_by_key(|n| marked[n].holder.unwrap_or(*n));
        order
    };
    let mut seen = Annotations::default();
    for number in &order {
        let part = &marked[number];
        let within = part.holder.map(|holder| {
            AttributionId(u32::try_from(order.iter().position(|n| *n == holder).unwrap()).unwrap())
        });
        seen.attributions.push(Attribution {
            source: part.source.clone(),
            cue: part.cue.clone(),
            content: part.content.clone(),
            within,
            evidence: Evidence::rule("case"),
        });
    }
    let resolved = resolve::resolve(language, &document, &segments, &seen);
    let claim = |number: u32| {
        let part = &marked[&number];
        resolved
            .claims
            .iter()
            .find(|claim| {
                claim.source == part.source && claim.cue == part.cue && claim.content == part.content
            })
            .unwrap_or_else(|| panic!("{file}: {}: claim {number} is missing", case.name))
    };
    let source = |words: &str| {
        resolved
            .sources
            .iter()
            .find(|source| {
                source.name.as_deref() == Some(words)
                    || source.mentions.iter().any(|span| span.of(text) == words)
            })
            .unwrap_or_else(|| panic!("{file}: {}: no source {words}", case.name))
    };
    for line in &case.expect {
        let (what, rest) = line.split_once(' ').expect("what is expected has two parts");
        let rest = rest.trim();
        match what {
            "chain" => {
                let (number, expected) = rest.split_once(' ').unwrap();
                let got = chain(text, &resolved, &claim(number.parse().unwrap()).chain);
                assert_eq!(
                    got.to_lowercase(),
                    expected.trim().to_lowercase(),
                    "{file}: {}: claim {number}",
                    case.name
                );
            }
            "form" => {
                let (number, expected) = rest.split_once(' ').unwrap();
                assert_eq!(
                    claim(number.parse().unwrap()).form.name(),
                    expected.trim(),
                    "{file}: {}",
                    case.name
                );
            }
            "kind" => {
                let (words, kind) = rest.rsplit_once(' ').unwrap();
                assert_eq!(source(words).kind.name(), kind, "{file}: {}: {words}", case.name);
            }
            "count" => {
                let (words, count) = rest.rsplit_once(' ').unwrap();
                assert_eq!(source(words).stated_count, count.parse().ok(), "{file}: {}: {words}", case.name);
            }
            "own" => {
                let own = |words: &str| {
                    resolved.claims.iter().any(|c| {
                        c.form == Form::Own && c.content.first().is_some_and(|s| s.of(text) == words)
                    })
                };
                assert!(own(rest), "{file}: {}: own voice: {rest}", case.name);
            }
            "notice" => {
                assert!(
                    resolved.notices.iter().any(|notice| notice.code == rest),
                    "{file}: {}: {rest}",
                    case.name
                );
            }
            other => panic!("{file}: {}: what is “{other}”?", case.name),
        }
    }
    let owns = case.expect.iter().filter(|line| line.starts_with("own ")).count();
    if owns > 0 {
        let found = resolved.claims.iter().filter(|claim| claim.form == Form::Own).count();
        assert_eq!(found, owns, "{file}: {}: claims in its own voice", case.name);
    }
}

#[test]
fn cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    let mut failures = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for case in cases(&std::fs::read_to_string(&path).unwrap()) {
            count += 1;
            let result = std::panic::catch_unwind(|| check(&file, &case));
            if let Err(cause) = result {
                let words = cause.downcast_ref::<String>().cloned().unwrap_or_default();
                failures.push(words);
            }
        }
    }
    assert!(count > 20, "the cases were not found");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
