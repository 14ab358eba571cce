//! Speed, memory and size of the whole program, as a user would meet them.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::eval::save;

/// One timed run of the program.
struct Timed {
    wall: Duration,
    first_output: Duration,
    peak_kib: u64,
}

/// Times the program over news articles: one core, two cores, twice as many documents.
pub(crate) fn measure(program: &Path, shared: &Path, out: &Path) -> Result<String, String> {
    let archive = shared.join("articles/news-10k.jsonl.gz");
    if !archive.is_file() {
        return Err(format!("{}: not there", archive.display()));
    }
    let all = out.join("news-10k.jsonl");
    save(Command::new("gzip").arg("-dc").arg(&archive), &all)?;
    let text = fs::read_to_string(&all).map_err(|e| format!("{}: {e}", all.display()))?;
    let lines: Vec<&str> = text.lines().take(1000).collect();
    let words: usize = lines.iter().map(|line| words(line)).sum();
    let (part, half) = (out.join("news-1000.jsonl"), out.join("news-500.jsonl"));
    fs::write(&part, lines.join("\n")).map_err(|e| format!("{}: {e}", part.display()))?;
    let half_lines: Vec<&str> = lines.iter().take(500).copied().collect();
    fs::write(&half, half_lines.join("\n")).map_err(|e| format!("{}: {e}", half.display()))?;

    let one = timed(program, &part, "1")?;
    let two = timed(program, &part, "2")?;
    let small = timed(program, &half, "2")?;
    let size = fs::metadata(program).map_err(|e| format!("{}: {e}", program.display()))?.len();
    let rate = |run: &Timed| words as f64 / run.wall.as_secs_f64();
    let mib = |kib: u64| kib as f64 / 1024.0;
    Ok(format!(
        "### Speed of the whole program\n\n`reportedly read --format jsonl --threads N` over the first 1,000 documents of `news-10k` \
         ({words} words), release build, whole process.\n\n| what | reached | must reach |\n|---|---|---|\n\
         | words a second, one thread | {:.0} | 3000 |\n| two threads, times one | {:.2} | 1.9 |\n\
         | peak memory, two threads, 500 documents (MiB) | {:.0} | 400 |\n\
         | peak memory, two threads, 1,000 documents (MiB) | {:.0} | 400 |\n\
         | start to first output (ms) | {:.0} | 200 |\n| size of the program (MB) | {:.1} | 60 |\n",
        rate(&one),
        rate(&two) / rate(&one),
        mib(small.peak_kib),
        mib(two.peak_kib),
        one.first_output.as_secs_f64() * 1000.0,
        size as f64 / 1e6,
    ))
}

fn words(line: &str) -> usize {
    let document: Value = serde_json::from_str(line).unwrap_or_default();
    document.get("text").and_then(Value::as_str).map_or(0, |text| text.split_whitespace().count())
}

fn timed(program: &Path, input: &Path, threads: &str) -> Result<Timed, String> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(["read", "--format", "jsonl", "--threads", threads])
        .arg(input)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    let status = format!("/proc/{}/status", child.id());
    let mut output = child.stdout.take().ok_or("no output")?;
    let (mut buffer, mut first_output, mut peak_kib) = (vec![0; 1 << 20], None, 0);
    loop {
        let count = output.read(&mut buffer).map_err(|e| format!("{}: {e}", program.display()))?;
        if count == 0 {
            break;
        }
        first_output.get_or_insert_with(|| start.elapsed());
        peak_kib = peak_kib.max(high_water(&status));
    }
    let exit = child.wait().map_err(|e| format!("{}: {e}", program.display()))?;
    if exit.code() == Some(2) {
        return Err(format!("{}: {exit}", program.display()));
    }
    Ok(Timed { wall: start.elapsed(), first_output: first_output.unwrap_or_default(), peak_kib })
}

/// `VmHWM` of a running process, in KiB; 0 where the system does not tell.
fn high_water(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}
