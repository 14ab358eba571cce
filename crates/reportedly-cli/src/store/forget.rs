//! `reportedly forget`: reports out of a ledger, for good.

use reportedly::Language;
use reportedly_ledger::Ledger;

use super::{DONE, NOTHING_RAN, SOME_FAILED, count, print};
use crate::args::Forget;
use crate::message::Messages;

/// Runs the command; the exit code.
pub(crate) fn run(args: &Forget) -> u8 {
    let mut messages = Messages::new();
    let mut ledger = match Ledger::open(&args.ledger) {
        Ok(ledger) => ledger,
        Err(error) => {
            messages.error(&error.to_string());
            return NOTHING_RAN;
        }
    };
    let mut forgotten = 0_usize;
    for document in &args.documents {
        match ledger.forget(Language::english(), document) {
            Ok(gone) => {
                forgotten += 1;
                let numbers = [
                    count(gone.versions as u64, "version", "versions"),
                    count(gone.links as u64, "link", "links"),
                    count(gone.judgments as u64, "judgment", "judgments"),
                ];
                print(&format!("{document}: forgotten, with {}", numbers.join(", ")));
            }
            Err(error) => messages.error(&error.to_string()),
        }
    }
    match (messages.failed(), forgotten) {
        (false, _) => DONE,
        (true, 0) => NOTHING_RAN,
        (true, _) => SOME_FAILED,
    }
}
