//! Speed, memory and size of the whole program, as a user would meet them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::eval::save;

/// One timed run of the program.
struct Timed {
    wall: Duration,
    first_output: Duration,
    peak_kib: u64,
    /// Of all that was put out.
    hash: u64,
}

/// Documents in the large and in the small run: enough for a steady rate, few enough for three minutes.
const SIZES: [usize; 2] = [200, 100];
/// The report whose first output is waited for, and how often.
const EXAMPLE: &str = "examples/kelda-bay/morning-courier.html";
const STARTS: usize = 9;

/// Times the program over news articles: one core, two cores, half as many documents; and over one report.
pub(crate) fn measure(program: &Path, shared: &Path, out: &Path) -> Result<String, String> {
    let archive = shared.join("articles/news-10k.jsonl.gz");
    if !archive.is_file() {
        return Err(format!("{}: not there", archive.display()));
    }
    let all = out.join("news-10k.jsonl");
    save(Command::new("gzip").arg("-dc").arg(&archive), &all)?;
    let text = fs::read_to_string(&all).map_err(|e| format!("{}: {e}", all.display()))?;
    let part = |count: usize| -> Result<(PathBuf, usize), String> {
        let lines: Vec<&str> = text.lines().take(count).collect();
        let path = out.join(format!("news-{count}.jsonl"));
        fs::write(&path, lines.join("\n")).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok((path, lines.iter().map(|line| words(line)).sum()))
    };
    let [large, small] = SIZES;
    let ((large_part, words), (small_part, _)) = (part(large)?, part(small)?);

    let one = timed(program, "1", &large_part)?;
    let two = timed(program, "2", &large_part)?;
    let half = timed(program, "2", &small_part)?;
    let same = one.hash == two.hash;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(timed(program, "2", Path::new(EXAMPLE))?.first_output);
    }
    starts.sort_unstable();
    let start = |at: usize| starts.get(at).copied().unwrap_or_default().as_secs_f64() * 1000.0;
    let size = fs::metadata(program).map_err(|e| format!("{}: {e}", program.display()))?.len();
    let rate = |run: &Timed| words as f64 / run.wall.as_secs_f64();
    let mib = |kib: u64| kib as f64 / 1024.0;
    Ok(format!(
        "### Speed of the whole program\n\n`reportedly read --format jsonl --threads N` over the first {large} documents of \
         `news-10k` ({words} words), release build, whole process; first output of the shipped example \
         (`{EXAMPLE}`), the median of {STARTS} starts and the fastest. {}\n\n| what | reached | must reach |\n|---|---|---|\n\
         | words a second, one thread | {:.0} | 3000 |\n| two threads, times one | {:.2} | 1.9 |\n\
         | same bytes from one thread and from two | {} | yes |\n\
         | peak memory, two threads, {small} documents (MiB) | {:.0} | 400 |\n\
         | peak memory, two threads, {large} documents (MiB) | {:.0} | 400 |\n\
         | start to first output (ms) | {:.0}, {:.0} | 200 |\n| size of the program (MB) | {:.1} | 60 |\n",
        load(),
        rate(&one),
        rate(&two) / rate(&one),
        if same { "yes" } else { "no" },
        mib(half.peak_kib),
        mib(two.peak_kib),
        start(STARTS / 2),
        start(0),
        size as f64 / 1e6,
    ))
}

/// What the machine was doing beside, so that nobody takes numbers of a busy one for more than they are.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = text.split_whitespace().next().unwrap_or("?");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("The machine has {cores} cores; its load when this was written was {load}.")
}

fn words(line: &str) -> usize {
    let document: Value = serde_json::from_str(line).unwrap_or_default();
    document.get("text").and_then(Value::as_str).map_or(0, |text| text.split_whitespace().count())
}

fn timed(program: &Path, threads: &str, input: &Path) -> Result<Timed, String> {
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
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    loop {
        let count = output.read(&mut buffer).map_err(|e| format!("{}: {e}", program.display()))?;
        if count == 0 {
            break;
        }
        for &byte in buffer.get(..count).unwrap_or_default() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        first_output.get_or_insert_with(|| start.elapsed());
        peak_kib = peak_kib.max(high_water(&status));
    }
    let exit = child.wait().map_err(|e| format!("{}: {e}", program.display()))?;
    if exit.code() == Some(2) {
        return Err(format!("{}: {exit}", program.display()));
    }
    Ok(Timed { wall: start.elapsed(), first_output: first_output.unwrap_or_default(), peak_kib, hash })
}

/// `VmHWM` of a running process, in KiB; 0 where the system does not tell.
pub(crate) fn high_water(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}
