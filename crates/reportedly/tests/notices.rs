//! Every notice that the program can give is explained in `docs/notices.md`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The sources of every crate of the workspace.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && !entry.ends_with("target") {
            sources(&entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
}

/// The codes that notices are made with, also where the code stands on the next line.
fn codes(source: &str) -> Vec<String> {
    let code = |rest: &str| {
        let code: String = rest.trim_start().strip_prefix('"')?.chars().take(3).collect();
        let mut chars = code.chars();
        let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
        (letter && chars.all(|c| c.is_ascii_digit())).then_some(code)
    };
    source.split("Notice::new(").skip(1).filter_map(code).collect()
}

#[test]
fn every_code_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    sources(&root.join("crates"), &mut files);
    let list = fs::read_to_string(root.join("docs/notices.md")).unwrap();
    let mut used: Vec<String> =
        files.iter().flat_map(|file| codes(&fs::read_to_string(file).unwrap())).collect();
    used.sort();
    used.dedup();
    assert!(used.len() > 5, "{used:?}");
    let missing: Vec<&String> = used.iter().filter(|code| !list.contains(&format!("| {code} |"))).collect();
    assert!(missing.is_empty(), "not in docs/notices.md: {missing:?}");
}

#[test]
fn codes_are_found_over_line_ends() {
    assert_eq!(
        codes(&format!("{}(\n    \"T03\", None, x); {}(code, y)", "Notice::new", "Notice::new")),
        ["T03"]
    );
}
