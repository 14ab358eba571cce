//! Questions to a ledger, end to end: the invented event, as analyzed once.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Folder, err, out, run};

/// The reports of `examples/kelda-bay/` with their analyses.
const EVENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/kelda-bay.jsonl");

/// Every question with a view.
const QUESTIONS: &[&[&str]] = &[
    &["find", "L", "boats", "laid up"],
    &["trace", "L", "boats laid up since the first dead fish"],
    &["figures", "L", "boats"],
    &["changes", "L"],
    &["sources", "L"],
    &["sources", "L", "Paul Reyes"],
    &["outlets", "L"],
    &["outlets", "L", "Lindhaven Post"],
];

/// A ledger with the event in it.
fn event(name: &str) -> (Folder, String) {
    let folder = Folder::new(name);
    let ledger = folder.path("event.ledger");
    let output = run(&["add", &ledger, EVENT]);
    assert!(output.status.success(), "{}", err(&output));
    (folder, ledger)
}

fn code(output: &std::process::Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

/// The question with the ledger in its place.
fn asked<'a>(question: &[&'a str], ledger: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let question = question.iter().map(|word| if *word == "L" { ledger } else { *word });
    question.chain(more.iter().copied()).collect()
}

fn view(question: &[&str], ledger: &str) -> String {
    let output = run(&asked(question, ledger, &["--width", "100"]));
    assert_eq!((code(&output), err(&output).as_str()), (0, ""), "{question:?}");
    out(&output)
}

#[test]
fn views() {
    let (_folder, ledger) = event("views");
    for question in QUESTIONS {
        let name = question.iter().filter(|word| **word != "L").copied().collect::<Vec<_>>().join(" ");
        insta::assert_snapshot!(name.replace(' ', "_"), view(question, &ledger));
    }
}

#[test]
fn the_chain_of_echoes_is_drawn() {
    let (_folder, ledger) = event("echo");
    let shown = view(&["trace", "L", "340 boats laid up since the first dead fish"], &ledger);
    for part in ["RESTS ON", "origin", "earliest in", "port officials", "Lindhaven Post", "Coast Radio"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn a_silent_edit_and_a_correction() {
    let (_folder, ledger) = event("edits");
    let shown = view(&["changes", "L"], &ledger);
    for part in [
        "changed without a note 2026-03-09: twelve → nine",
        "corrected 2026-03-06: five → four",
        "An earlier version of this report gave the wrong number of harbors",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn a_change_is_shown_where_it_is() {
    let (_folder, ledger) = event("in-sight");
    let output = run(&["changes", &ledger, "--width", "80"]);
    assert!(out(&output).contains("who represent five") && out(&output).contains("who represent four"));
}

#[test]
fn nothing_is_called_first_or_independent() {
    let (_folder, ledger) = event("words");
    for question in QUESTIONS {
        // what the reports themselves say does not count
        for line in view(question, &ledger).lines().filter(|line| line.chars().any(char::is_uppercase)) {
            let heading: String = line.chars().take_while(|c| c.is_uppercase() || *c == ' ').collect();
            assert!(!heading.contains("FIRST") && !heading.contains("INDEPENDENT"), "{line}");
        }
        assert!(!view(question, &ledger).contains("independent"), "{question:?}");
    }
}

#[test]
fn lines_of_json_and_tables() {
    let (_folder, ledger) = event("formats");
    for question in QUESTIONS {
        let lines = run(&asked(question, &ledger, &["--format", "jsonl"]));
        assert_eq!(code(&lines), 0, "{question:?}: {}", err(&lines));
        assert!(out(&lines).lines().count() > 0);
        for line in out(&lines).lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(value.is_object(), "{line}");
        }
        let table = run(&asked(question, &ledger, &["--format", "csv"]));
        let table = out(&table);
        let columns = table.lines().next().unwrap().split(',').count();
        assert!(columns >= 4 && table.lines().count() > 1, "{question:?}: {table}");
        assert!(!table.contains('\u{1b}'));
    }
}

#[test]
fn the_same_bytes_each_time() {
    let (_one, first) = event("same-one");
    let (_two, second) = event("same-two");
    for question in QUESTIONS {
        assert_eq!(view(question, &first), view(question, &second), "{question:?}");
    }
}

#[test]
fn lines_fit_the_width() {
    let (_folder, ledger) = event("width");
    for width in ["40", "80", "119"] {
        for question in QUESTIONS {
            let output = run(&asked(question, &ledger, &["--width", width, "--all"]));
            for line in out(&output).lines() {
                let columns = line.chars().count();
                assert!(columns <= width.parse().unwrap(), "{question:?}, {columns} columns: {line}");
            }
        }
    }
}

#[test]
fn color_only_where_wanted() {
    let (_folder, ledger) = event("color");
    for question in QUESTIONS {
        assert!(!view(question, &ledger).contains('\u{1b}'), "standard output is a pipe");
        let output = run(&asked(question, &ledger, &["--color", "always"]));
        assert!(out(&output).contains("\u{1b}[1m"), "{question:?}");
    }
}

#[test]
fn exit_codes_and_messages() {
    let (folder, ledger) = event("codes");
    let check = |question: &[&str], expected: i32, words: &str| {
        let output = run(&asked(question, &ledger, &[]));
        let said = err(&output);
        assert_eq!(code(&output), expected, "{question:?}: {said}");
        assert!(
            said.contains(words) && said.lines().count() == usize::from(!words.is_empty()),
            "{question:?}: {said}"
        );
    };
    check(&["find", "L", "boats"], 0, "");
    check(&["find", "L", "zeppelin"], 1, "nothing found for “zeppelin”");
    check(&["trace", "L", "zeppelin"], 1, "no statement here holds “zeppelin”");
    check(&["figures", "L", "zeppelin"], 1, "no figure here counts “zeppelin”");
    check(&["sources", "L", "zeppelin"], 1, "no source here is called “zeppelin”");
    check(&["outlets", "L", "zeppelin"], 1, "no outlet called “zeppelin”");
    check(&["find", "L", "(*) \"\""], 2, "holds no word to look for");
    check(&["trace", "L", "***"], 2, "holds no word to look for");
    check(&["find", "L", "boats", "--from", "yesterday"], 2, "“yesterday” is no date");
    check(&["trace", "L", "coast-radio-boats#c99"], 2, "has no statement c99");
    check(&["trace", "L", "nobody#c1"], 2, "there is no report “nobody”");
    check(&["trace", "L", "coast-radio-boats#c1"], 0, "");
    let missing = folder.path("missing.ledger");
    let output = run(&["find", &missing, "boats"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("there is no such ledger"), "{}", err(&output));
    let other =
        folder.file("other.ledger", "no ledger at all, but long enough to be looked at as one, surely");
    let output = run(&["trace", &other, "boats"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("other.ledger: is no ledger"), "{}", err(&output));
}

#[test]
fn signs_of_query_languages_mean_nothing() {
    let (_folder, ledger) = event("signs");
    for words in [
        "boats AND",
        "boats*",
        "(boats",
        "\"boats",
        "boats:",
        "-boats",
        "boats^2",
        "NEAR(boats)",
        "'boats'; --",
    ] {
        for command in ["find", "trace", "figures", "sources"] {
            let output = run(&[command, &ledger, "--", words]);
            let said = err(&output);
            assert!(matches!(code(&output), 0 | 1), "{command} {words}: {said}");
            assert!(!said.contains("syntax") && !said.contains("fts5"), "{command} {words}: {said}");
        }
    }
}

#[test]
fn filters() {
    let (_folder, ledger) = event("filters");
    let statements = |more: &[&str]| -> Vec<serde_json::Value> {
        let output = run(&asked(&["find", "L", "boats", "--format", "jsonl"], &ledger, more));
        let lines: Vec<serde_json::Value> =
            out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        lines.into_iter().filter(|line| line["type"] == "statement").collect()
    };
    assert!(statements(&[]).len() > 4);
    let radio = statements(&["--outlet", "coast radio"]);
    assert!(!radio.is_empty());
    assert!(radio.iter().all(|line| line["statement"]["report"]["outlet"] == "Coast Radio"));
    let late = statements(&["--from", "2026-03-06", "--to", "2026-03-07"]);
    assert!(!late.is_empty());
    for line in &late {
        let day = line["statement"]["report"]["published"].as_str().unwrap();
        assert!(day.starts_with("2026-03-06") || day.starts_with("2026-03-07"), "{day}");
    }
    let own = statements(&["--naming", "own"]);
    assert!(own.iter().all(|line| line["statement"]["chain"].as_array().unwrap().is_empty()));
    let lund = statements(&["--source", "lund"]);
    assert!(
        !lund.is_empty() && lund.iter().all(|line| line["statement"]["chain"].to_string().contains("Lund"))
    );
    assert_eq!(statements(&["--limit", "2"]).len(), 2);
}

#[test]
fn a_report_against_the_ledger_is_not_added() {
    let (folder, ledger) = event("against");
    let before = out(&run(&["find", &ledger, "boats", "--format", "jsonl"]));
    let lines = std::fs::read_to_string(EVENT).unwrap();
    let line = lines.lines().find(|line| line.contains("coast-radio-boats")).unwrap();
    let report = folder.file("radio.jsonl", line.replacen("coast-radio-boats", "another", 1));
    let output = run(&["trace", &ledger, "--file", &report, "--width", "100"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let shown = out(&output);
    assert!(shown.contains("IN THE LEDGER") && shown.contains("earliest in this ledger"), "{shown}");
    let read = out(&run(&["read", "--ledger", &ledger, &report, "--width", "100"]));
    assert!(read.contains("IN THE LEDGER") && read.contains("attributed statements"), "{read}");
    assert_eq!(before, out(&run(&["find", &ledger, "boats", "--format", "jsonl"])));
    let strange = folder.file("strange.txt", "Zeppelins were not seen over the mountains of the moon.\n");
    assert_eq!(code(&run(&["trace", &ledger, "--file", &strange])), 1);
}

#[test]
fn controls_and_formulas_are_words() {
    let folder = Folder::new("hostile-questions");
    let ledger = folder.path("h.ledger");
    let lines = std::fs::read_to_string(EVENT).unwrap();
    let line = lines.lines().find(|line| line.contains("coast-radio-boats")).unwrap();
    let line =
        line.replacen("\"outlet\":\"Coast Radio\"", "\"outlet\":\"=Coast \\u001b[31m\\u202eRadio\"", 1);
    let report = folder.file("hostile.jsonl", line);
    let output = run(&["add", &ledger, &report]);
    assert!(output.status.success(), "{}", err(&output));
    for question in
        [&["find", "L", "boats"][..], &["trace", "L", "boats"], &["outlets", "L"], &["figures", "L", "boats"]]
    {
        let shown = view(question, &ledger);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{question:?}");
    }
    let table = out(&run(&["find", &ledger, "boats", "--format", "csv"]));
    assert!(table.contains("\"'=Coast"), "{table}");
}

#[test]
fn the_demo() {
    let folder = Folder::new("demo");
    let ledger = folder.path("kelda.ledger");
    let output = run(&["demo", &ledger, "--width", "100"]);
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    let shown = out(&output);
    for part in ["14 invented reports", "RESTS ON", "WHO REPEATS WHOM", "earliest in", "port officials"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    let again = run(&["demo", &ledger]);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is there already"), "{}", err(&again));
    assert_eq!(code(&run(&["figures", &ledger, "boats"])), 0);
}

#[test]
fn every_option_of_the_questions_is_documented() {
    let guide = std::fs::read_to_string(common::root().join("docs/ledger-questions.md")).unwrap();
    for command in ["find", "trace", "figures", "changes", "sources", "outlets", "demo"] {
        let help = out(&run(&[command, "--help"]));
        let words = help
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
        for option in words.filter(|word| word.starts_with("--") && word.len() > 2 && *word != "--help") {
            assert!(guide.contains(option), "docs/ledger-questions.md says nothing of {option} ({command})");
        }
        assert!(guide.contains(&format!("reportedly {command}")), "{command}");
    }
}
