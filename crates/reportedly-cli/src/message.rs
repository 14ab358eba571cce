//! What is said on standard error: one line each, what and what to do.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::paint::visible;

/// Says things on standard error, above the progress bar if there is one.
pub(crate) struct Messages {
    bar: Option<ProgressBar>,
    failed: bool,
}

impl Messages {
    pub(crate) fn new() -> Messages {
        Messages { bar: None, failed: false }
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

    /// Moves the progress bar: bytes read, reports done.
    pub(crate) fn progress(&self, bytes: u64, reports: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            let seconds = bar.elapsed().as_secs_f64().max(0.001);
            let noun = if reports == 1 { "report" } else { "reports" };
            bar.set_message(format!("{reports} {noun}, {:.1} a second", reports as f64 / seconds));
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
