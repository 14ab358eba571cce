//! Runs the program over the gold data and the scorers over what it writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{cases, ledger, speed, table};

/// One run of the scorer: its name, the gold file under `gold/` or `train/`, and the rows to report.
struct Run {
    scorer: &'static str,
    gold: &'static str,
    rows: &'static [Row],
}

/// A row of the results: what it is called, where the number stands in the scorer's JSON, what it must reach.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    path: &'static [&'static str],
    pub(crate) must: Option<f64>,
}

const fn row(name: &'static str, path: &'static [&'static str], must: f64) -> Row {
    Row { name, path, must: Some(must) }
}

const fn seen(name: &'static str, path: &'static [&'static str]) -> Row {
    Row { name, path, must: None }
}

const SOURCING: &[Row] = &[
    row("chain F1", &["chain", "f1"], 60.0),
    row("origin F1", &["origin", "f1"], 66.0),
    row("chains of two or more steps F1", &["chains of two or more steps", "f1"], 42.0),
    seen("claims F1", &["claims", "f1"]),
    seen("nested claims found", &["nested claims found"]),
    row("form, of matched", &["of matched claims", "form"], 95.0),
    row("kind, of matched", &["of matched claims", "kind"], 87.0),
    row("naming, of matched", &["of matched claims", "naming"], 92.0),
    row("name, of matched and named", &["of matched claims", "name, where named"], 87.0),
    row("figures span F1", &["figures", "span", "f1"], 90.0),
    row("figures value F1", &["figures", "value", "f1"], 85.0),
    row("figures full F1", &["figures", "full", "f1"], 78.0),
    row("figures counted, of matched", &["figures", "counted, of matched"], 78.0),
    row("times relaxed F1", &["times", "relaxed", "f1"], 90.0),
    row("times value F1", &["times", "value", "f1"], 80.0),
];

const RUNS: &[Run] = &[
    Run {
        scorer: "attribution",
        gold: "gold/attribution.dev.jsonl",
        rows: &[
            row("source exact F1", &["source", "exact", "f1"], 83.0),
            row("cue exact F1", &["cue", "exact", "f1"], 76.0),
            row("content exact F1", &["content", "exact", "f1"], 70.0),
            row("whole relations F1", &["relation", "f1"], 77.0),
        ],
    },
    Run { scorer: "sourcing", gold: "gold/sourcing.dev.jsonl", rows: SOURCING },
    Run { scorer: "sourcing", gold: "gold/sourcing-world.dev.jsonl", rows: SOURCING },
    Run { scorer: "sourcing", gold: "gold/first.jsonl", rows: SOURCING },
    Run {
        scorer: "quantities",
        gold: "gold/quantities.dev.jsonl",
        rows: &[
            row("value F1", &["value", "f1"], 89.0),
            row("change F1", &["change", "f1"], 82.0),
            row("concept F1", &["concept", "f1"], 72.0),
        ],
    },
    Run {
        scorer: "times",
        gold: "train/times.timebank.jsonl",
        rows: &[row("value F1", &["value", "f1"], 79.0), seen("relaxed F1", &["relaxed", "f1"])],
    },
    Run {
        scorer: "times",
        gold: "train/times.aquaint.jsonl",
        rows: &[row("value F1", &["value", "f1"], 74.0), seen("relaxed F1", &["relaxed", "f1"])],
    },
];

/// Builds the program, measures it and writes `eval/RESULTS.md`.
pub(crate) fn run(shared: &str, only: Option<&str>, misses: usize) -> Result<(), String> {
    let shared = Path::new(shared);
    let measure = shared.join("measure/measure.py");
    if !measure.is_file() {
        return Err(format!(
            "{}: not there; the gold data and scorers are not part of the repository (--shared DIR)",
            measure.display()
        ));
    }
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    let program = if only == Some("cases") { PathBuf::new() } else { build()? };
    let out = PathBuf::from("eval/out");
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let mut results = table::Results::load("eval/RESULTS.md");
    results.stamp(&commit(), &date());
    if wanted("accuracy") {
        let mut sections = Vec::new();
        for run in RUNS {
            let gold = shared.join(run.gold);
            if !gold.is_file() {
                eprintln!("xtask: {}: not there, left out", gold.display());
                continue;
            }
            let score = score(&program, &measure, &gold, &out, run)?;
            sections.push(table::accuracy(run.scorer, run.gold, run.rows, &score));
            eprintln!("{}", sections[sections.len() - 1]);
        }
        results.set("accuracy", sections.join("\n"));
    }
    if wanted("cases") {
        results.set("cases", cases::measure(shared, &out, misses)?);
    }
    if wanted("speed") {
        results.set("speed", speed::measure(&program, shared, &out)?);
    }
    if wanted("ledger-speed") {
        results.set("ledger-speed", ledger::measure(&program, shared, &out)?);
    }
    results.write("eval/RESULTS.md")
}

impl Row {
    pub(crate) fn value(&self, score: &Value) -> Option<f64> {
        self.path.iter().try_fold(score, |value, key| value.get(key))?.as_f64()
    }
}

fn build() -> Result<PathBuf, String> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--package", "reportedly-cli"])
        .status()
        .map_err(|e| format!("cargo: {e}"))?;
    if !status.success() {
        return Err("the release build failed".to_owned());
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    Ok(Path::new(&target).join("release/reportedly"))
}

fn score(program: &Path, measure: &Path, gold: &Path, out: &Path, run: &Run) -> Result<Value, String> {
    let stem = run.gold.replace('/', ".");
    let inputs = out.join(format!("{stem}.inputs.jsonl"));
    let predicted = out.join(format!("{stem}.predicted.jsonl"));
    save(Command::new("python3").arg(measure).arg("inputs").arg(gold), &inputs)?;
    save(Command::new(program).args(["read", "--format", "jsonl"]).arg(&inputs), &predicted)?;
    let json = capture(Command::new("python3").arg(measure).arg(run.scorer).arg(gold).arg(&predicted))?;
    serde_json::from_str(&json).map_err(|e| format!("{}: {e}", measure.display()))
}

/// Runs a command and keeps what it prints in a file.
pub(crate) fn save(command: &mut Command, path: &Path) -> Result<(), String> {
    let file = fs::File::create(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let status = command.stdout(file).status().map_err(|e| format!("{command:?}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}

fn capture(command: &mut Command) -> Result<String, String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|e| format!("{command:?}: {e}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|e| format!("{command:?}: {e}"))
}

fn commit() -> String {
    let hash = capture(Command::new("git").args(["rev-parse", "--short", "HEAD"])).unwrap_or_default();
    let changed = capture(Command::new("git").args(["status", "--porcelain", "--", "crates", "models"]));
    let suffix = if changed.is_ok_and(|list| !list.trim().is_empty()) { " and changes on top" } else { "" };
    format!("{}{suffix}", hash.trim())
}

fn date() -> String {
    capture(Command::new("date").args(["-u", "+%F"])).unwrap_or_default().trim().to_owned()
}
