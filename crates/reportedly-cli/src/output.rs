//! Where results go: standard output, a file, or a folder with one file for each report.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A place for results.
pub(crate) enum Output {
    Stream { out: Box<dyn Write>, name: String },
    Folder { folder: PathBuf, ending: &'static str, taken: BTreeSet<String> },
}

/// Writing failed.
#[derive(Debug)]
pub(crate) enum WriteError {
    /// The reader of the pipe has gone: nothing is wrong.
    Closed,
    /// One line that says what and where.
    Failed(String),
}

impl Output {
    /// Standard output, or `path`: a folder where one is, or where the name ends with a separator.
    pub(crate) fn open(
        path: Option<&Path>,
        ending: &'static str,
        color: anstream::ColorChoice,
    ) -> io::Result<Output> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            let out = anstream::AutoStream::new(io::stdout(), color);
            let out = Box::new(BufWriter::with_capacity(1 << 16, out));
            return Ok(Output::Stream { out, name: "standard output".to_owned() });
        };
        let name = path.to_string_lossy();
        if path.is_dir() || name.ends_with(['/', std::path::MAIN_SEPARATOR]) {
            std::fs::create_dir_all(path)?;
            return Ok(Output::Folder { folder: path.to_owned(), ending, taken: BTreeSet::new() });
        }
        let file = File::options().write(true).create(true).truncate(false).open(path)?;
        let file = Replaced { file, emptied: false };
        Ok(Output::Stream { out: Box::new(BufWriter::new(file)), name: name.into_owned() })
    }

    /// Writes what stands before, between or after reports; a folder has no such place.
    pub(crate) fn frame(&mut self, words: &str) -> Result<(), WriteError> {
        match self {
            Output::Stream { out, name } => out.write_all(words.as_bytes()).map_err(|e| failed(name, &e)),
            Output::Folder { .. } => Ok(()),
        }
    }

    /// Writes one report. `source` names its input; in a folder `head` and `foot` make its file complete.
    pub(crate) fn report(
        &mut self,
        source: &str,
        head: &str,
        body: &str,
        foot: &str,
    ) -> Result<(), WriteError> {
        match self {
            Output::Stream { out, name } => {
                // Each report goes out whole, so that a reader of the pipe need not wait for the next.
                out.write_all(body.as_bytes()).and_then(|()| out.flush()).map_err(|e| failed(name, &e))
            }
            Output::Folder { folder, ending, taken } => {
                let path = folder.join(free_name(source, ending, taken));
                let write = || {
                    let mut file = File::create(&path)?;
                    file.write_all(head.as_bytes())?;
                    file.write_all(body.as_bytes())?;
                    file.write_all(foot.as_bytes())
                };
                write().map_err(|error| failed(&path.to_string_lossy(), &error))
            }
        }
    }

    pub(crate) fn finish(&mut self) -> Result<(), WriteError> {
        match self {
            Output::Stream { out, name } => out.flush().map_err(|error| failed(name, &error)),
            Output::Folder { .. } => Ok(()),
        }
    }
}

fn failed(name: &str, error: &io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::BrokenPipe => WriteError::Closed,
        io::ErrorKind::StorageFull => {
            WriteError::Failed(format!("{name}: the disk is full (free some space and run again)"))
        }
        _ => WriteError::Failed(format!("{name}: cannot be written: {error}")),
    }
}

/// A file whose former contents go when the first bytes come: where nothing can be read, they stay.
struct Replaced {
    file: File,
    emptied: bool,
}

impl Write for Replaced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.emptied {
            // a device or a pipe has no length
            if self.file.metadata()?.is_file() {
                self.file.set_len(0)?;
            }
            self.emptied = true;
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file name made of the input's name that no other report has.
fn free_name(source: &str, ending: &str, taken: &mut BTreeSet<String>) -> String {
    let file = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let stem = file.rsplit_once('.').map_or(file, |(stem, rest)| if rest.len() <= 6 { stem } else { file });
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let stem: String = stem.chars().map(safe).take(100).collect();
    let stem = match stem.trim_matches(['.', '-']) {
        "" => "report",
        stem => stem,
    };
    let names =
        (1_u64..).map(|n| if n == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{n}.{ending}") });
    let name = names.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_free() {
        let mut taken = BTreeSet::new();
        let mut name = |source: &str| free_name(source, "html", &mut taken);
        assert_eq!(name("a/b/report.txt"), "report.html");
        assert_eq!(name("c/report.html"), "report-2.html");
        assert_eq!(name("-"), "report-3.html");
        assert_eq!(name("../../etc/.."), "report-4.html");
        assert_eq!(name("two words\u{1b}.jsonl"), "two-words.html");
    }
}
