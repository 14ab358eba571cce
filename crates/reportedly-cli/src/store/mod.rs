//! The commands that write a ledger, and those that write it out.

mod add;
mod export;
mod forget;
mod judge;
mod list;
mod parquet;
mod refresh;
mod rows;
mod table;

pub(crate) use add::run as add;
pub(crate) use export::run as export;
pub(crate) use forget::run as forget;
pub(crate) use judge::{correct, judge, judgments, note, pair, undo};
pub(crate) use list::{lineages, links};
pub(crate) use refresh::run as refresh;

/// Everything went well.
const DONE: u8 = 0;
/// Some inputs failed, or nothing was found.
const SOME_FAILED: u8 = 1;
/// Nothing could run.
const NOTHING_RAN: u8 = 2;

/// Now, as the ledger keeps times: UTC, whole seconds.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// A line on standard output; nothing is said where that is closed.
pub(crate) fn print(line: &str) {
    use std::io::Write;
    let _ = writeln!(anstream::stdout(), "{}", crate::paint::visible(line));
}

/// "1 report", "2 reports".
fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
