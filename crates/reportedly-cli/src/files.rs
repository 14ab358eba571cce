//! Which files to read: names, folders, patterns, standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Endings of files that are read out of a folder.
const ENDINGS: &[&str] = &["txt", "text", "md", "html", "htm", "xhtml", "json", "jsonl", "ndjson"];

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    StandardInput,
    File(PathBuf),
}

impl Entry {
    /// The name as the user knows it.
    pub(crate) fn name(&self) -> String {
        match self {
            Entry::StandardInput => "-".to_owned(),
            Entry::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Whether its name says that it holds JSON: many reports, or some that are analyzed already.
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Entry::StandardInput => true,
            Entry::File(path) => path.extension().is_some_and(|ending| {
                ["json", "jsonl", "ndjson"].iter().any(|json| ending.eq_ignore_ascii_case(json))
            }),
        }
    }

    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Entry::StandardInput => 0,
            Entry::File(path) => path.metadata().map_or(0, |data| data.len()),
        }
    }

    /// Opens it; what is read is counted in `count`.
    pub(crate) fn open(&self, count: Arc<AtomicU64>) -> io::Result<Box<dyn BufRead + Send>> {
        Ok(match self {
            Entry::StandardInput => {
                Box::new(BufReader::with_capacity(1 << 16, Counted { inner: io::stdin(), count }))
            }
            Entry::File(path) => {
                let file = File::open(path)?;
                Box::new(BufReader::with_capacity(1 << 16, Counted { inner: file, count }))
            }
        })
    }
}

struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.count.fetch_add(bytes as u64, Ordering::Relaxed);
        Ok(bytes)
    }
}

/// What to read, what was wrong with a name, what was passed over.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) entries: Vec<Result<Entry, String>>,
    pub(crate) remarks: Vec<String>,
}

/// Finds the files that the names mean, in the order given; those of a folder or pattern by name.
pub(crate) fn find(names: &[String]) -> Found {
    let mut found = Found::default();
    for name in names {
        let path = Path::new(name);
        if name == "-" {
            found.entries.push(Ok(Entry::StandardInput));
        } else if path.is_dir() {
            folder(path, &mut found);
        } else if !path.exists() && name.contains(['*', '?', '[']) {
            pattern(name, &mut found);
        } else {
            // A name that does not exist fails when it is opened, in its turn.
            found.entries.push(Ok(Entry::File(path.to_owned())));
        }
    }
    found
}

fn pattern(name: &str, found: &mut Found) {
    // Hidden files are left out here as in folders.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let paths = match glob::glob_with(name, options) {
        Ok(paths) => paths,
        Err(error) => {
            found.entries.push(Err(format!("{name}: not a pattern: {}", error.msg)));
            return;
        }
    };
    let before = found.entries.len();
    for path in paths {
        match path {
            Ok(path) if path.is_dir() => folder(&path, found),
            Ok(path) => found.entries.push(Ok(Entry::File(path))),
            Err(error) => {
                let what = format!("{}: cannot be read: {}", error.path().display(), error.error());
                found.entries.push(Err(what));
            }
        }
    }
    if found.entries.len() == before {
        found
            .entries
            .push(Err(format!("{name}: no file matches the pattern (check the folder and the ending)")));
    }
}

/// Every readable file below a folder, by name. Links to folders are not followed: they may lead in a circle.
fn folder(root: &Path, found: &mut Found) {
    let before = found.entries.len();
    let mut passed = 0_usize;
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        let listed = std::fs::read_dir(&path)
            .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>());
        let mut paths = match listed {
            Ok(paths) => paths,
            Err(error) => {
                found.entries.push(Err(format!("{}: cannot be read: {error}", path.display())));
                continue;
            }
        };
        paths.sort();
        let mut folders = Vec::new();
        for path in paths {
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            let is_link = path.is_symlink();
            if path.is_dir() {
                if !is_link {
                    folders.push(path);
                }
            } else if has_known_ending(&path) {
                found.entries.push(Ok(Entry::File(path)));
            } else {
                passed += 1;
            }
        }
        open.extend(folders.into_iter().rev());
    }
    let name = root.display();
    if found.entries.len() == before {
        found.entries.push(Err(format!("{name}: no reports in the folder (.{})", ENDINGS.join(", ."))));
    } else if passed > 0 {
        found.remarks.push(format!("{name}: {passed} other files passed over (name them to have them read)"));
    }
}

fn has_known_ending(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
