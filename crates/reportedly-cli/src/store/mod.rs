//! The commands that write a ledger, and those that write it out.

mod add;
mod export;
mod list;

pub(crate) use add::run as add;
pub(crate) use export::run as export;
pub(crate) use list::{lineages, links};

/// Everything went well.
const DONE: u8 = 0;
/// Some inputs failed, or nothing was found.
const SOME_FAILED: u8 = 1;
/// Nothing could run.
const NOTHING_RAN: u8 = 2;

/// Now, as the ledger keeps times: UTC, whole seconds.
fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
