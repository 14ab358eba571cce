//! What is said on standard error: one line each, what and what to do.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::paint::visible;

/// Says things on standard error, above the progress bar if there is one.
pub(crate) struct Messages {
    bar: Option<ProgressBar>,
    failed: bool,
    /// When the work began: after what was passed over.
    begun: Instant,
    /// Reports that were there already, and took no time.
    passed: u64,
}

impl Messages {
    pub(crate) fn new() -> Messages {
        Messages { bar: None, failed: false, begun: Instant::now(), passed: 0 }
    }

    /// Shows a progress bar over `bytes` (0: not known), if standard error is a terminal.
    pub(crate) fn show_progress(&mut self, bytes: u64) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        let template = "{bar:30} {percent:>3}%  {msg}  {elapsed}, {eta} left";
        let bar = match bytes {
            0 => ProgressBar::no_length(),
            bytes => ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(5)),
        };
        if let (true, Ok(style)) = (bytes > 0, ProgressStyle::with_template(template)) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.enable_steady_tick(Duration::from_millis(500));
        self.bar = Some(bar);
    }

    /// One report was done before: an interrupted run goes on. What is read that fast says nothing of the time that is left.
    pub(crate) fn passed_over(&mut self, bytes: u64, reports: u64) {
        self.passed += 1;
        if self.passed == reports {
            self.begun = Instant::now();
            if let Some(bar) = &self.bar {
                bar.set_position(bytes);
                bar.reset_eta();
            }
        }
    }

    /// Moves the progress bar: bytes read, reports done.
    pub(crate) fn progress(&self, bytes: u64, reports: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            bar.set_message(pace(reports, self.passed, self.begun.elapsed()));
        }
    }

    /// An error about one input; the others go on.
    pub(crate) fn error(&mut self, what: &str) {
        self.failed = true;
        self.say(what);
    }

    /// Something worth knowing that is no error.
    pub(crate) fn say(&self, what: &str) {
        let line = format!("reportedly: {}\n", visible(what));
        let write = || {
            // Nothing can be said where standard error is closed.
            let _ = std::io::stderr().write_all(line.as_bytes());
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Whether any input failed.
    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    pub(crate) fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// "42 reports, 1.5 a second"; those that were passed over took no time.
fn pace(reports: u64, passed: u64, time: Duration) -> String {
    let noun = if reports == 1 { "report" } else { "reports" };
    let rate = reports.saturating_sub(passed) as f64 / time.as_secs_f64().max(0.001);
    format!("{reports} {noun}, {rate:.1} a second")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_passed_over_took_no_time() {
        assert_eq!(pace(42, 36, Duration::from_secs(4)), "42 reports, 1.5 a second");
        assert_eq!(pace(1, 0, Duration::from_secs(2)), "1 report, 0.5 a second");
        assert_eq!(pace(36, 36, Duration::ZERO), "36 reports, 0.0 a second");
    }
}
