//! The commands that write a ledger, end to end: adding, killing, going on, bad files, tables, judgments, forgetting.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Folder, KELDA, err, out, program, run};
use reportedly::{Analysis, Claim, Document, Evidence, Form, Meta, Span, Stance, wire};
use reportedly_ledger::Ledger;

fn code(output: &std::process::Output) -> i32 {
    output.status.code().unwrap()
}

/// Runs a command that must succeed; what it wrote.
fn good(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(code(&output), 0, "{args:?}: {}", err(&output));
    out(&output)
}

/// Runs a command that must fail with one line that says these things.
fn bad(args: &[&str], parts: &[&str]) {
    let output = run(args);
    assert_eq!(code(&output), 2, "{args:?}: {}{}", out(&output), err(&output));
    let errors = err(&output);
    assert_eq!(errors.lines().count(), 1, "{errors}");
    for part in parts {
        assert!(errors.contains(part), "no “{part}” in: {errors}");
    }
}

const SENTENCES: &[&str] = &[
    "The Orvane dam above Kelda Bay began to leak late on Monday after two weeks of heavy rain.",
    "Engineers found a crack eleven meters long in the eastern wall of the Orvane dam.",
    "Some 1,400 people left the lower streets of Kelda Bay before the river reached the harbor.",
    "The crack in the eastern wall was first seen by engineers in November, an internal report shows.",
    "A retired harbor pilot drowned when his boat was torn from the quay in Kelda Bay.",
    "The company that runs the Orvane dam had put off repairs of the eastern wall three times.",
    "Officials opened two schools on the hill for the people who had to leave their houses.",
];

/// A line of `reportedly/1`: a report whose sentences are all its own statements.
fn line(number: usize) -> String {
    let mut text = format!("Report {number} of the flood in Kelda Bay.\n");
    for (place, sentence) in SENTENCES.iter().enumerate() {
        if (number * 7 + place * 3) % 11 < 2 {
            text.push_str(sentence);
            text.push(' ');
        }
    }
    text.push_str(&format!(
        "Witness {number} lives in house {} of street {}.",
        number * 31,
        number * 17 % 23
    ));
    let mut analysis = Analysis::default();
    let mut at = 0;
    for sentence in text.split_inclusive(['.', '\n']) {
        let span = Span::new(at, at + sentence.len()).trim(&text);
        at += sentence.len();
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
    let meta = Meta { outlet: Some(format!("Outlet {}", number % 9)), ..Meta::default() };
    let document = Document::plain(format!("r{number:03}"), text, meta);
    serde_json::to_string(&wire::line(&document, &analysis)).unwrap()
}

fn lines(count: usize) -> String {
    (0..count).map(|number| line(number) + "\n").collect()
}

/// Everything that a ledger tells.
fn told(ledger: &str) -> String {
    let reports: String = Ledger::open_read_only(ledger.as_ref())
        .map(|ledger| {
            let rows = ledger.documents(false).unwrap();
            rows.iter()
                .map(|row| serde_json::to_string(&ledger.line(row.id).unwrap()).unwrap() + "\n")
                .collect()
        })
        .unwrap();
    reports + &good(&["links", ledger]) + &good(&["lineages", ledger])
}

#[test]
fn reports_are_added_once() {
    let folder = Folder::new("add");
    let ledger = folder.path("dam.ledger");
    let file = folder.file("reports.jsonl", lines(12));
    let said = good(&["add", &ledger, &file]);
    assert!(said.contains("12 reports added") && said.contains("links"), "{said}");
    let before = told(&ledger);
    let said = good(&["add", &ledger, &file]);
    assert!(said.contains("0 reports added, 12 were there already"), "{said}");
    assert_eq!(told(&ledger), before);
    // What came in goes out.
    let exported = folder.path("out");
    good(&["export", "--format", "jsonl", &ledger, &exported]);
    assert_eq!(std::fs::read_to_string(folder.path("out/reports.jsonl")).unwrap(), lines(12));
    // Nothing in it is an answer of its own.
    let empty = folder.path("empty.ledger");
    good(&["add", &empty, KELDA]);
    assert_eq!(code(&run(&["links", &empty])), 1);
}

/// Adds reports, killed again and again, until `kills` processes were killed while they worked.
fn kill(reports: usize, kills: usize) {
    let folder = Folder::new(&format!("kill-{kills}"));
    let file = folder.file("reports.jsonl", lines(reports));
    let whole = folder.path("whole.ledger");
    let start = Instant::now();
    good(&["add", &whole, &file]);
    let once = start.elapsed();
    let expected = told(&whole);
    let (mut killed, mut round, mut random) = (0, 0, 88_172_645_463_325_252_u64);
    while killed < kills {
        round += 1;
        let ledger = folder.path(&format!("killed-{round}.ledger"));
        loop {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let wait = if killed < kills { once.mul_f64((random % 1000) as f64 / 1000.0) } else { once * 20 };
            let mut child = program()
                .args(["add", "--verbose", &ledger, &file])
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            let mut done = None;
            while begun.elapsed() < wait && done.is_none() {
                std::thread::sleep(Duration::from_millis(1));
                done = child.try_wait().unwrap();
            }
            // On Unix this is SIGKILL.
            let _ = child.kill();
            let output = child.wait_with_output().unwrap();
            if done.is_some() {
                assert!(output.status.success(), "{}", err(&output));
                break;
            }
            killed += 1;
            if let Ok(left) = Ledger::open(ledger.as_ref()) {
                left.check().unwrap();
                for line in err(&output).lines() {
                    let id = line.trim_start_matches("reportedly: ").split(": added").next().unwrap();
                    let known = left.documents(false).unwrap().iter().any(|row| row.identity == id);
                    assert!(known, "{id} was reported as added");
                }
            } else {
                assert!(!std::path::Path::new(&ledger).exists(), "the ledger does not open");
            }
        }
        assert!(told(&ledger) == expected, "round {round} differs");
    }
}

/// `KILLS=100` kills a larger `add` a hundred times, which takes minutes.
#[test]
fn a_killed_add_goes_on() {
    match std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()) {
        Some(kills) => kill(300, kills),
        None => kill(60, 3),
    }
}

#[test]
fn files_that_are_no_ledger_are_refused() {
    let folder = Folder::new("refused");
    let file = folder.file("reports.jsonl", lines(2));
    let page = folder.file("page.html", "<p>The mayor said the dam would hold.</p>".repeat(100));
    bad(&["add", &page, &file], &["page.html", "no ledger", "named first"]);
    bad(&["add", &folder.path("no/folder.ledger"), &file], &["no/folder.ledger", "make it first"]);
    bad(&["links", &folder.path("gone.ledger")], &["gone.ledger", "no such ledger"]);
    let ledger = folder.path("dam.ledger");
    bad(&["add", &ledger, &folder.path("gone.jsonl")], &["gone.jsonl", "no such file"]);
    good(&["add", &ledger, &file]);
    Ledger::open(ledger.as_ref()).unwrap().connection().execute_batch("PRAGMA user_version = 9").unwrap();
    bad(&["add", &ledger, &file], &["dam.ledger", "newer version", "update"]);
}

#[test]
fn a_bad_report_does_not_stop_the_others() {
    let folder = Folder::new("partly");
    let ledger = folder.path("dam.ledger");
    let moved = line(3).replacen("Report 3", "A report 3", 1);
    let future = line(4).replacen("\"published\":null", "\"published\":\"2999-01-01\"", 1);
    let file = folder
        .file("reports.jsonl", format!("{}\n{{\"text\": \"cut\n{moved}\n{future}\n{}\n", line(1), line(2)));
    let output = run(&["add", &ledger, &file]);
    assert_eq!(code(&output), 1);
    let errors = err(&output);
    assert!(errors.contains("reports.jsonl:2: ") && errors.contains("reports.jsonl:3: "), "{errors}");
    assert!(errors.contains("2999-01-01, which is still to come"), "{errors}");
    assert!(out(&output).contains("3 reports added"), "{}", out(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_the_file_loses_nothing() {
    let folder = Folder::new("limit");
    let ledger = folder.path("dam.ledger");
    let (few, many) = (folder.file("few.jsonl", lines(5)), folder.file("many.jsonl", lines(200)));
    good(&["add", &ledger, &few]);
    let before = told(&ledger);
    let script =
        format!("ulimit -f 600; trap '' XFSZ; exec {} add {ledger} {many}", env!("CARGO_BIN_EXE_reportedly"));
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert_eq!(code(&output), 2, "{}", err(&output));
    assert!(err(&output).contains("dam.ledger"), "{}", err(&output));
    Ledger::open(ledger.as_ref()).unwrap().check().unwrap();
    let held = Ledger::open(ledger.as_ref()).unwrap().counts().unwrap().documents;
    if held == 5 {
        assert_eq!(told(&ledger), before);
    }
    good(&["add", &ledger, &many]);
    let whole = folder.path("whole.ledger");
    good(&["add", &whole, &many]);
    assert_eq!(told(&whole), told(&ledger));
}

#[test]
fn tables_hold_no_formulas() {
    let folder = Folder::new("tables");
    let ledger = folder.path("dam.ledger");
    let report = "{\"id\":\"=1+1\",\"title\":\"@SUM(A1)\",\"outlet\":\"-Post\",\"text\":\"The dam held, the mayor said.\"}";
    good(&["add", &ledger, &folder.file("one.jsonl", report)]);
    good(&["export", &ledger, &folder.path("out")]);
    let table = std::fs::read_to_string(folder.path("out/documents.csv")).unwrap();
    assert!(table.contains("\"'=1+1\",1,1,\"'@SUM(A1)\",\"'-Post\","), "{table}");
    for name in ["claims", "sources", "figures", "times", "links", "lineages", "judgments"] {
        assert!(std::path::Path::new(&folder.path(&format!("out/{name}.csv"))).exists(), "{name}");
    }
}

#[test]
fn judgments_and_forgetting() {
    let folder = Folder::new("judged");
    let ledger = folder.path("dam.ledger");
    good(&["add", &ledger, &folder.file("reports.jsonl", lines(12))]);
    let first: serde_json::Value =
        serde_json::from_str(good(&["links", &ledger]).lines().next().unwrap()).unwrap();
    let end = |end: &str| {
        format!("{}#{}", first[end]["document"].as_str().unwrap(), first[end]["claim"].as_str().unwrap())
    };
    let (a, b) = (end("a"), end("b"));
    let before = told(&ledger);
    good(&["reject", &ledger, &a, &b, "--by", "R. Haas", "--note", "another dam"]);
    assert!(good(&["links", &ledger]).contains("\"judged\":\"rejected\""));
    good(&["note", &ledger, &a, "ask the mayor", "--by", "R. Haas"]);
    let listed = good(&["judgments", &ledger, "--format", "csv"]);
    assert!(listed.contains("R. Haas") && listed.contains("another dam"), "{listed}");
    good(&["undo", &ledger, "1", "--by", "R. Haas"]);
    assert_eq!(told(&ledger), before);
    bad(&["undo", &ledger, "7", "--by", "R. Haas"], &["no judgment 7"]);
    bad(&["confirm", &ledger, "r000#c99", "--by", "R. Haas"], &["no c99 in r000"]);
    bad(&["same", &ledger, &a, &b, "--by", "R. Haas"], &["two sources"]);
    // The analyses are the same, so nothing changes.
    let said = good(&["refresh", "--links", &ledger]);
    assert!(said.contains("12 reports read anew, 0 changed"), "{said}");
    let document = a.split('#').next().unwrap();
    let said = good(&["forget", &ledger, document]);
    assert!(said.contains("forgotten"), "{said}");
    bad(&["forget", &ledger, document], &["nothing was forgotten"]);
    assert!(!told(&ledger).contains(&format!("\"{document}\"")));
}
