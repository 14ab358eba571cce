//! Speed, memory and size of the ledger: adding at two sizes, and questions.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::eval::save;
use crate::speed::{high_water, load};
use crate::vary::vary;

/// Documents that are analyzed; the others are made from them.
const ANALYZED: usize = 1000;
/// Documents in the small and in the large ledger.
const SIZES: [usize; 2] = [1_000, 10_000];
/// Questions of each kind.
const QUESTIONS: usize = 100;

/// One run of `add`.
struct Run {
    documents: usize,
    wall: Duration,
    cpu: f64,
    peak_kib: u64,
    file: u64,
    text: usize,
}

/// Fills ledgers of both sizes, asks the larger one, and gives the table.
pub(crate) fn measure(program: &Path, shared: &Path, out: &Path) -> Result<String, String> {
    let analyzed = analyzed(program, shared, out)?;
    let mut runs = Vec::new();
    let mut ledger = PathBuf::new();
    for size in SIZES {
        let lines = out.join(format!("ledger-{size}.jsonl"));
        let text = vary(&analyzed, &lines, size)?;
        ledger = out.join(format!("speed-{size}.ledger"));
        runs.push(add(program, &ledger, &lines, size, text)?);
        let _ = fs::remove_file(&lines);
    }
    let mut table = format!(
        "### Speed of the ledger\n\n`reportedly add LEDGER LINES` of lines of `reportedly/1`, links and lineages included: the \
         analyses of the first {ANALYZED} documents of `news-10k`, and for the larger ledger the same with other names, places \
         and things (`xtask/src/vary.rs`). Release build, whole process, all cores; questions are whole processes too, \
         {QUESTIONS} different ones each. {}\n\n| what | reached | must reach |\n|---|---|---|\n",
        load()
    );
    for run in &runs {
        let rate = run.documents as f64 / run.wall.as_secs_f64();
        table.push_str(&format!(
            "| documents a second, {} documents | {rate:.0} | 200 |\n\
             | processor time a document, {} documents (ms) | {:.1} | |\n\
             | peak memory, {} documents (MiB) | {:.0} | flat |\n\
             | file, times the text, {} documents | {:.2} | 5 |\n",
            run.documents,
            run.documents,
            run.cpu * 1000.0 / run.documents as f64,
            run.documents,
            run.peak_kib as f64 / 1024.0,
            run.documents,
            run.file as f64 / run.text as f64,
        ));
    }
    if let [small, large] = runs.as_slice() {
        let each = |run: &Run| run.wall.as_secs_f64() / run.documents as f64;
        table.push_str(&format!(
            "| cost of a document, {} documents, times that at {} | {:.2} | 1.3 |\n",
            large.documents,
            small.documents,
            each(large) / each(small)
        ));
    }
    for (question, words) in questions(&analyzed)? {
        let mut times = Vec::new();
        for words in &words {
            let start = Instant::now();
            let asked = Command::new(program).arg(question).arg(&ledger).arg(words).output();
            asked.map_err(|e| format!("{}: {e}", program.display()))?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        table.push_str(&format!(
            "| `{question}`, half within, 95 of 100 within (ms) | {:.0}, {:.0} | –, 50 |\n",
            at(50).as_secs_f64() * 1000.0,
            at(95).as_secs_f64() * 1000.0
        ));
    }
    Ok(table)
}

/// The analyses of news articles; kept, because making them takes minutes.
fn analyzed(program: &Path, shared: &Path, out: &Path) -> Result<PathBuf, String> {
    let lines = out.join(format!("news-{ANALYZED}.analyzed.jsonl"));
    if lines.is_file() {
        eprintln!("xtask: {} is there already and used again", lines.display());
        return Ok(lines);
    }
    let archive = shared.join("articles/news-10k.jsonl.gz");
    let (all, part) = (out.join("news-10k.jsonl"), out.join(format!("news-{ANALYZED}.jsonl")));
    save(Command::new("gzip").arg("-dc").arg(&archive), &all)?;
    let file = fs::File::open(&all).map_err(|e| format!("{}: {e}", all.display()))?;
    let mut writer = BufWriter::new(fs::File::create(&part).map_err(|e| format!("{}: {e}", part.display()))?);
    for line in BufReader::new(file).lines().take(ANALYZED) {
        let line = line.map_err(|e| format!("{}: {e}", all.display()))?;
        writeln!(writer, "{line}").map_err(|e| format!("{}: {e}", part.display()))?;
    }
    writer.flush().map_err(|e| format!("{}: {e}", part.display()))?;
    let unfinished = out.join("news.analyzing.jsonl");
    save(Command::new(program).args(["read", "--format", "jsonl"]).arg(&part), &unfinished)?;
    fs::rename(&unfinished, &lines).map_err(|e| format!("{}: {e}", lines.display()))?;
    Ok(lines)
}

fn add(program: &Path, ledger: &Path, lines: &Path, documents: usize, text: usize) -> Result<Run, String> {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", ledger.display()));
    }
    let start = Instant::now();
    let mut child = Command::new(program)
        .arg("add")
        .arg(ledger)
        .arg(lines)
        .stdout(Stdio::null())
        .spawn()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    let (status, stat) = (format!("/proc/{}/status", child.id()), format!("/proc/{}/stat", child.id()));
    let (mut peak_kib, mut cpu) = (0, 0.0);
    let exit = loop {
        if let Some(exit) = child.try_wait().map_err(|e| format!("{}: {e}", program.display()))? {
            break exit;
        }
        peak_kib = high_water(&status).max(peak_kib);
        cpu = processor_time(&stat).max(cpu);
        std::thread::sleep(Duration::from_millis(5));
    };
    let wall = start.elapsed();
    if !exit.success() {
        return Err(format!("{} add: {exit}", program.display()));
    }
    let file = fs::metadata(ledger).map_err(|e| format!("{}: {e}", ledger.display()))?.len();
    Ok(Run { documents, wall, cpu, peak_kib, file, text })
}

/// Seconds that a running process has worked, in user and system mode, on all cores.
fn processor_time(stat: &str) -> f64 {
    let text = fs::read_to_string(stat).unwrap_or_default();
    // After the name in parentheses: state is the third field, times are the 14th and 15th, in hundredths.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Questions made of words that stand together in statements, and of what figures count.
fn questions(analyzed: &Path) -> Result<Vec<(&'static str, Vec<String>)>, String> {
    let text = fs::read_to_string(analyzed).map_err(|e| format!("{}: {e}", analyzed.display()))?;
    let (mut said, mut counted) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        let document: Value = serde_json::from_str(line).unwrap_or_default();
        let claims = document["claims"].as_array().map(Vec::as_slice).unwrap_or_default();
        let words =
            claims.get(at % 7).and_then(|claim| claim["content"]["text"].as_str()).unwrap_or_default();
        let long: Vec<&str> = words
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| word.len() > 4)
            .take(1 + at % 3)
            .collect();
        said.push(long.join(" "));
        let figures = document["figures"].as_array().into_iter().flatten();
        counted.extend(
            figures.filter_map(|figure| figure["counted"]["text"].as_str()).map(str::to_owned).take(1),
        );
    }
    let choose = |mut list: Vec<String>| {
        list.retain(|words| words.len() > 2);
        list.sort();
        list.dedup();
        let step = (list.len() / QUESTIONS).max(1);
        list.into_iter().step_by(step).take(QUESTIONS).collect::<Vec<_>>()
    };
    let said = choose(said);
    Ok(vec![("find", said.clone()), ("trace", said), ("figures", choose(counted))])
}
