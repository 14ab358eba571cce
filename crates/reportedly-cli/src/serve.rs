//! `reportedly serve`: a ledger in the browser.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use reportedly_desk::{Desk, Options};

use crate::args::Serve;
use crate::message::Messages;

/// The desk could not be opened, or lost its address.
const FAILED: u8 = 2;

/// Runs the command until it is stopped; the exit code.
pub(crate) fn run(args: &Serve) -> u8 {
    let mut messages = Messages::new();
    match serve(args) {
        Ok(()) => 0,
        Err(what) => {
            messages.error(&what);
            FAILED
        }
    }
}

fn serve(args: &Serve) -> Result<(), String> {
    let password = args.password_file.as_deref().map(password).transpose()?;
    let options = Options {
        ledger: args.ledger.clone(),
        listen: args.listen,
        password,
        names: args.names.clone(),
        loader: Arc::new(|| crate::read::network(crate::read::threads(None))),
        now: crate::store::now,
    };
    let desk = Desk::open(&options).map_err(|error| error.to_string())?;
    let url = desk.url();
    crate::store::print(&url);
    if !args.no_open {
        open(&url);
    }
    desk.run().map_err(|error| error.to_string())
}

fn password(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        format!("{}: cannot be read: {error} (it should hold the password)", file.display())
    })?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Opens the browser where there is one; the address stands on the terminal anyway.
fn open(url: &str) {
    let desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let mut command = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => Command::new("explorer"),
        _ if desktop => Command::new("xdg-open"),
        _ => return,
    };
    let started = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    // Whoever opens it goes on by itself.
    drop(started);
}
