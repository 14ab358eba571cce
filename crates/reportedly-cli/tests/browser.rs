//! The desk in a real browser: `tests/browser/run.mjs`, where Node.js, its packages and Chromium are there.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::io::Write;
use std::path::Path;
use std::process::Command;

use common::root;

/// What is missing; `.ci/run` installs it.
fn missing() -> Option<String> {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !Path::new(&chromium).exists() {
        return Some(format!("there is no {chromium}"));
    }
    if !Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some("there is no Node.js".to_owned());
    }
    let packages = root().join("tests/browser/node_modules/playwright-core");
    (!packages.exists()).then(|| "its packages are not installed (npm ci in tests/browser)".to_owned())
}

#[test]
fn the_desk_in_a_browser() {
    if let Some(what) = missing() {
        // Past the capture of the tests: what was left out must be seen.
        let _ = writeln!(std::io::stderr(), "left out: the desk in a real browser ({what})");
        return;
    }
    let output = Command::new("node")
        .arg(root().join("tests/browser/run.mjs"))
        .env("REPORTEDLY", env!("CARGO_BIN_EXE_reportedly"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains(" 0 failed"), "{told}");
}
