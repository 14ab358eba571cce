//! Whole `reportedly/1` lines: taken as they are when they fit their own text, refused when they do not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use reportedly_read::{Input, ReadErrorKind, ReadOptions, read};
use serde_json::{Value, json};

/// “Yes,” said Anna. It cost €40.
fn line() -> Value {
    json!({
        "schema": "reportedly/1",
        "document": {"id": "a", "title": null, "outlet": null, "byline": null, "published": "2026-03-04", "url": null,
            "language": "en", "text": "“Yes,” said Anna. It cost €40.",
            "blocks": [{"span": [0, 30], "kind": "paragraph"}], "links": [{"span": [12, 16], "href": "https://a.example/"}]},
        "claims": [{"id": "c1", "form": "direct", "in": null,
            "source": {"spans": [[12, 16]], "text": "Anna"}, "cue": {"spans": [[7, 11]], "text": "said"},
            "content": {"spans": [[0, 6]], "text": "“Yes,”"},
            "chain": [[{"source": "s1", "span": [12, 16], "text": "Anna"}]], "stance": "neutral", "hedges": [],
            "figures": [], "times": [], "evidence": {"rule": "test"}}],
        "sources": [{"id": "s1", "name": "Anna", "kind": "person", "naming": "named", "descriptor": null,
            "stated_count": null, "mentions": [[12, 16]]}],
        "figures": [{"id": "f1", "span": [26, 29], "text": "€40", "low": 40, "high": 40, "relation": "exact", "unit": "EUR",
            "counted": null, "per": null, "change": null, "claim": null, "evidence": {"rule": "test"}}],
        "times": [],
        "notices": [{"code": "S11", "span": null, "message": "x"}]
    })
}

fn check(line: &Value) -> Result<(), String> {
    let bytes = line.to_string();
    let inputs = read(bytes.as_bytes(), "a.jsonl", &ReadOptions::default());
    assert_eq!(inputs.len(), 1);
    match inputs.into_iter().next().unwrap() {
        Ok(Input::Analyzed(read)) => {
            assert_eq!(&serde_json::to_value(&read).unwrap(), line);
            Ok(())
        }
        Ok(Input::Document(_)) => panic!("taken for a document without an analysis"),
        Err(error) => match error.kind {
            ReadErrorKind::Inconsistent(what) => Err(what),
            kind => Err(kind.to_string()),
        },
    }
}

#[test]
fn a_line_that_fits_is_taken_as_it_is() {
    assert_eq!(check(&line()), Ok(()));
}

#[test]
fn a_line_that_does_not_fit_is_refused() {
    for (path, value, what) in [
        ("/claims/0/content/spans", json!([[0, 8]]), "claim c1: content does not hold ““Yes,””"),
        ("/claims/0/content/spans", json!([[0, 99]]), "claim c1: content [0, 99] is no place in the text"),
        ("/claims/0/content/spans", json!([[3, 1]]), "claim c1: content [3, 1] is no place in the text"),
        ("/claims/0/source/text", json!("Anne"), "claim c1: source does not hold “Anne”"),
        ("/claims/0/chain/0/0/source", json!("s2"), "claim c1: there is no source “s2”"),
        ("/claims/0/chain/0/0/text", json!("Ann"), "claim c1: a step [12, 16] does not hold “Ann”"),
        ("/claims/0/in", json!("c9"), "claim c1: there is no claim “c9”"),
        ("/claims/0/figures", json!(["f7"]), "claim c1: there is no figure “f7”"),
        ("/claims/0/form", json!("quoted"), "claim c1: there is no form “quoted”"),
        ("/sources/0/mentions", json!([[29, 31]]), "source s1: a mention [29, 31] is no place in the text"),
        ("/sources/0/kind", json!("robot"), "source s1: there is no kind “robot”"),
        ("/figures/0/text", json!("€41"), "figure f1: its span [26, 29] does not hold “€41”"),
        (
            "/document/blocks",
            json!([{"span": [5, 9], "kind": "title"}, {"span": [0, 4], "kind": "title"}]),
            "blocks [0, 4] is out of order",
        ),
        ("/document/links/0/span", json!([30, 31]), "a link [30, 31] is no place in the text"),
        ("/notices/0/span", json!([0, 31]), "notice S11: its span [0, 31] is no place in the text"),
        ("/schema", json!("reportedly/9"), "unknown schema “reportedly/9” (this version reads reportedly/1)"),
    ] {
        let mut line = line();
        *line.pointer_mut(path).unwrap() = value;
        let told = check(&line).unwrap_err();
        assert_eq!(told, what, "{path}");
    }
}

#[test]
fn a_line_without_its_parts_is_refused() {
    let mut line = line();
    line.as_object_mut().unwrap().remove("claims");
    let told = check(&line).unwrap_err();
    assert!(told.starts_with("not a JSON document: missing field `claims`"), "{told}");
}
