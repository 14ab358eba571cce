//! Every line that the program writes is valid, and every span slices to the words given with it.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use serde_json::Value;

fn schema() -> Value {
    let file = common::root().join("docs/reportedly-1.schema.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Checks all lines of an output; how many there were.
fn check(lines: &str) -> usize {
    let schema = schema();
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(common::schema::faults(&schema, &value), Vec::<String>::new());
        let text: Vec<char> = value["document"]["text"].as_str().unwrap().chars().collect();
        slices(&text, &value);
        ids(&value);
    }
    lines.lines().count()
}

/// Wherever a span stands beside words, it is theirs.
fn slices(text: &[char], value: &Value) {
    let slice = |range: &Value| -> String {
        let (start, end) = (range[0].as_u64().unwrap() as usize, range[1].as_u64().unwrap() as usize);
        assert!(start <= end && end <= text.len(), "{range} of {}", text.len());
        text[start..end].iter().collect()
    };
    match value {
        Value::Object(fields) => {
            if let (Some(words), Some(range)) = (fields.get("text"), fields.get("span")) {
                if range.is_null() {
                    assert!(words.is_null(), "{words} stands nowhere");
                } else {
                    assert_eq!(words.as_str(), Some(slice(range).as_str()));
                }
            } else if let Some(range) = fields.get("span").filter(|range| !range.is_null()) {
                slice(range);
            }
            if let (Some(words), Some(Value::Array(ranges))) = (fields.get("text"), fields.get("spans")) {
                let pieces: Vec<String> = ranges.iter().map(slice).collect();
                assert_eq!(words.as_str(), Some(pieces.join(" … ").as_str()));
            }
            fields.values().for_each(|field| slices(text, field));
        }
        Value::Array(items) => items.iter().for_each(|item| slices(text, item)),
        _ => {}
    }
}

/// Every id that is spoken of is borne by something.
fn ids(line: &Value) {
    let known = |list: &str| -> Vec<&str> {
        line[list].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
    };
    let (claims, sources, figures, times) =
        (known("claims"), known("sources"), known("figures"), known("times"));
    for claim in line["claims"].as_array().unwrap() {
        assert!(claim["in"].is_null() || claims.contains(&claim["in"].as_str().unwrap()));
        for step in claim["chain"].as_array().unwrap().iter().flat_map(|step| step.as_array().unwrap()) {
            assert!(sources.contains(&step["source"].as_str().unwrap()));
        }
        for (field, known) in [("figures", &figures), ("times", &times)] {
            for id in claim[field].as_array().unwrap() {
                assert!(known.contains(&id.as_str().unwrap()));
            }
        }
        assert_eq!(claim["chain"].as_array().unwrap().is_empty(), claim["form"] == "own", "{claim}");
    }
    for item in line["figures"].as_array().unwrap().iter().chain(line["times"].as_array().unwrap()) {
        assert!(item["claim"].is_null() || claims.contains(&item["claim"].as_str().unwrap()));
    }
}

#[test]
fn the_schema_refuses_what_does_not_fit() {
    let line: Value = serde_json::from_str(&std::fs::read_to_string(common::KELDA).unwrap()).unwrap();
    let faults = |change: &dyn Fn(&mut Value)| {
        let mut line = line.clone();
        change(&mut line);
        common::schema::faults(&schema(), &line).len()
    };
    assert_eq!(faults(&|_| ()), 0);
    assert_eq!(faults(&|line| line["claims"][0]["form"] = "oblique".into()), 1);
    assert_eq!(faults(&|line| line["claims"][0]["odd"] = 1.into()), 1);
    assert_eq!(faults(&|line| line["figures"][0]["low"] = "10".into()), 1);
    assert_eq!(faults(&|line| line["document"]["links"][0]["href"] = "javascript:alert(1)".into()), 1);
    assert_eq!(faults(&|line| drop(line.as_object_mut().unwrap().remove("notices"))), 1);
}

#[test]
fn a_line_that_comes_in_goes_out_as_it_is() {
    let output = common::run(&["read", "--format", "jsonl", common::KELDA]);
    assert_eq!(common::err(&output), "");
    assert_eq!(check(&common::out(&output)), 1);
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(value(&common::out(&output)), value(&std::fs::read_to_string(common::KELDA).unwrap()));
}

#[test]
fn what_the_program_writes_is_valid() {
    let folder = common::Folder::new("schema");
    let text = folder.file(
        "odd.txt",
        "“Né 😀 à 5 %,” sagte\u{a0}sie. The mayor said on Tuesday that 3½ million people — “about half” — left.\n\n\
         “Unclosed, she said.\n\nReportedly reportedly said said. ٣ ４０ 1e999 99999999999999999999999999999999.\u{0}\u{202e}",
    );
    let example = common::root().join("examples/kelda-bay/morning-courier.html");
    let output = common::run(&["read", "--format", "jsonl", &text, example.to_str().unwrap()]);
    assert_eq!(common::err(&output), "");
    assert_eq!(check(&common::out(&output)), 2);
}
