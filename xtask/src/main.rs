//! Chores of the project: `cargo xtask eval` measures the program and writes `eval/RESULTS.md`.

mod cases;
mod eval;
mod ledger;
mod speed;
mod table;
mod vary;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask eval [--shared DIR] [--only NAME] [--misses N]
  measures the release build against the gold data in DIR (default ../shared) and writes eval/RESULTS.md;
  --only accuracy, cases, speed or ledger-speed keeps the other parts as they stand; --misses prints N of what each kind of
  cases missed
       cargo xtask vary FROM TO COUNT
  makes COUNT lines of reportedly/1 out of those in FROM, for measuring";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let option = |name: &str| words.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1]);
    let result = match words.first() {
        Some(&"eval") => eval::run(
            option("--shared").unwrap_or("../shared"),
            option("--only"),
            option("--misses").and_then(|count| count.parse().ok()).unwrap_or(0),
        ),
        Some(&"vary") => {
            match (words.get(1), words.get(2), words.get(3).and_then(|count| count.parse().ok())) {
                (Some(from), Some(to), Some(count)) => {
                    vary::vary(from.as_ref(), to.as_ref(), count).map(|_| ())
                }
                _ => Err(USAGE.to_owned()),
            }
        }
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::from(2)
        }
    }
}
