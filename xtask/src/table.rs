//! The results file: a head, and parts that are written anew one by one.

use std::fs;

use serde_json::Value;

use crate::eval::Row;

/// `eval/RESULTS.md` in parts.
pub(crate) struct Results {
    stamp: String,
    parts: Vec<(String, String)>,
}

const HEAD: &str = "# Results

Written by `cargo xtask eval`. Accuracy is what the scorers print for `reportedly read --format jsonl`, in percent; nothing
in the program is trained on the gold data that are scored here. What a number must reach is the project's own goal.

    measure.py inputs GOLD > INPUTS; reportedly read --format jsonl INPUTS > PREDICTED; measure.py SCORER GOLD PREDICTED
";

impl Results {
    /// Reads the parts that stand in the file, so that a partial run keeps the others.
    pub(crate) fn load(path: &str) -> Results {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut parts = Vec::new();
        for part in text.split("<!-- part ").skip(1) {
            if let Some((name, body)) = part.split_once(" -->") {
                parts.push((name.to_owned(), body.trim().to_owned()));
            }
        }
        Results { stamp: String::new(), parts }
    }

    pub(crate) fn stamp(&mut self, commit: &str, date: &str) {
        self.stamp = format!("Measured {date} at commit {commit}.\n\n");
    }

    pub(crate) fn set(&mut self, name: &str, body: String) {
        let body = format!("{}{body}", self.stamp);
        match self.parts.iter_mut().find(|(part, _)| part == name) {
            Some((_, old)) => *old = body,
            None => self.parts.push((name.to_owned(), body)),
        }
    }

    pub(crate) fn write(&self, path: &str) -> Result<(), String> {
        let mut text = HEAD.to_owned();
        for (name, body) in &self.parts {
            text.push_str(&format!("\n<!-- part {name} -->\n\n{}\n", body.trim()));
        }
        fs::write(path, text).map_err(|e| format!("{path}: {e}"))
    }
}

/// The table of one scorer run.
pub(crate) fn accuracy(scorer: &str, gold: &str, rows: &[Row], score: &Value) -> String {
    let mut text = format!("### {scorer} on `{gold}`\n\n| measure | reached | must reach |\n|---|---|---|\n");
    for row in rows {
        let reached = row.value(score).map_or("–".to_owned(), |value| format!("{value:.1}"));
        let must = row.must.map_or(String::new(), |must| format!("{must:.0}"));
        text.push_str(&format!("| {} | {reached} | {must} |\n", row.name));
    }
    text
}
