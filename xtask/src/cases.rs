//! Figures against short expressions as people type them to assistants (`train/cases.recognizers`), each with its value.
//!
//! They test the grammar, not the reading of news: durations, ages, ordinals and the like count there and not here, so
//! only what both call a figure is scored, and every kind of expression has its own row.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::eval::save;

/// Kinds of expressions that are figures here too.
const KINDS: [&str; 5] =
    ["NumberModel", "NumberRangeModel", "PercentModel", "CurrencyModel", "DimensionModel"];

/// What was found of one kind.
#[derive(Default)]
struct Tally {
    expected: usize,
    found: usize,
    right: usize,
    read: usize,
    misses: Vec<String>,
}

/// Scores the figures and returns the table; prints the first `show` misses of each kind.
pub(crate) fn measure(shared: &Path, out: &Path, show: usize) -> Result<String, String> {
    let archive = shared.join("train/cases.recognizers.jsonl.gz");
    if !archive.is_file() {
        return Err(format!("{}: not there", archive.display()));
    }
    let cases = out.join("cases.recognizers.jsonl");
    save(Command::new("gzip").arg("-dc").arg(&archive), &cases)?;
    let text = fs::read_to_string(&cases).map_err(|e| format!("{}: {e}", cases.display()))?;
    let cases: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|case: &Value| KINDS.contains(&case["spec"].as_str().unwrap_or_default()))
        .collect();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (case, line) in cases.iter().zip(figures(&cases, out)?) {
        let spec = KINDS.iter().find(|kind| case["spec"] == **kind).unwrap_or(&KINDS[0]);
        compare(case, &line, tallies.entry(spec).or_default());
    }
    let mut table = String::from(
        "### Figures in typed expressions, `train/cases.recognizers`\n\nThe value counts: low and high of the figure that \
         stands where the expression stands. “read” is how many figures were read in all texts of that kind. Taken over are \
         counts, fractions and ranges, percent, money and measures as news writes them; not taken over are powers and \
         exponents (“1e10”), ordinal fractions (“twenty-one fifths”, “one over three”), “one” and “a half” that stand for \
         nothing counted, two bounds as one range (“above 10 and below 20” is two figures here), signs of comparison \
         (“>= 30”), amounts in two units (“5 ft 2 in”, “3 dollars 50 cents”), and trade shorthand (“30 MUSD”, “10 G”).\n\n\
         | kind | expressions | found | value right | read |\n|---|---|---|---|---|\n",
    );
    for (kind, tally) in &tallies {
        let Tally { expected, found, right, read, misses } = tally;
        table.push_str(&format!("| {kind} | {expected} | {found} | {right} | {read} |\n"));
        for miss in misses.iter().take(show) {
            eprintln!("{kind}: {miss}");
        }
    }
    Ok(table)
}

/// The lines that the figures' own program writes for the cases' texts.
fn figures(cases: &[Value], out: &Path) -> Result<Vec<Value>, String> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--package", "reportedly", "--example", "figures"])
        .status()
        .map_err(|e| format!("cargo: {e}"))?;
    if !status.success() {
        return Err("the example did not build".to_owned());
    }
    let (inputs, lines) = (out.join("cases.inputs.jsonl"), out.join("cases.figures.jsonl"));
    let rows: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(id, case)| json!({ "id": id.to_string(), "text": case["Input"] }).to_string() + "\n")
        .collect();
    fs::write(&inputs, rows.concat()).map_err(|e| format!("{}: {e}", inputs.display()))?;
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let input = fs::File::open(&inputs).map_err(|e| format!("{}: {e}", inputs.display()))?;
    let program = Path::new(&target).join("release/examples/figures");
    save(Command::new(program).stdin(input).stderr(Stdio::null()), &lines)?;
    let text = fs::read_to_string(&lines).map_err(|e| format!("{}: {e}", lines.display()))?;
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|e| format!("{}: {e}", lines.display())))
        .collect()
}

fn compare(case: &Value, line: &Value, tally: &mut Tally) {
    let none = Vec::new();
    let read = line["figures"].as_array().unwrap_or(&none);
    tally.read += read.len();
    for result in case["Results"].as_array().unwrap_or(&none) {
        // a sign alone has no value
        let Some(meant) = result["Resolution"]["value"].as_str().and_then(value) else { continue };
        tally.expected += 1;
        let (start, end) = (result["Start"].as_u64().unwrap_or(0), result["End"].as_u64().unwrap_or(0));
        let there = read.iter().filter(|figure| {
            let at = |side: usize| figure["span"][side].as_u64().unwrap_or(0);
            at(0) <= end && at(1) > start
        });
        let got: Vec<(f64, f64)> = there.map(bounds).collect();
        tally.found += usize::from(!got.is_empty());
        if got.iter().any(|got| close(meant.0, got.0) && close(meant.1, got.1)) {
            tally.right += 1;
        } else {
            let text = case["Input"].as_str().unwrap_or_default();
            tally.misses.push(format!("{} = {meant:?}, not {got:?}, in {text:?}", result["Text"]));
        }
    }
}

/// "12", "12%", "[20,30)", "(-∞,5]" as least and greatest value; NaN where it is open.
fn value(words: &str) -> Option<(f64, f64)> {
    let words = words.trim_end_matches('%');
    if let Some((low, high)) = words.split_once(',') {
        let side = |side: &str| side.trim_matches(['[', ']', '(', ')', '%']).parse().unwrap_or(f64::NAN);
        return Some((side(low), side(high)));
    }
    words.parse().ok().map(|value| (value, value))
}

/// Least and greatest value of a figure; NaN where it is open.
fn bounds(figure: &Value) -> (f64, f64) {
    let side = |name: &str| figure[name].as_f64().unwrap_or(f64::NAN);
    (side("low"), side("high"))
}

/// Equal to six digits; a third is 33.33 percent here and 0.333 there.
fn close(meant: f64, got: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(b.abs());
    let share = |a: f64, b: f64| (a * 100.0 - b).abs() <= 0.005;
    (meant.is_nan() && got.is_nan()) || near(meant, got) || (meant < 1.0 && share(meant, got))
}
