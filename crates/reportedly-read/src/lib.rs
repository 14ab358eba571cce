//! Bytes to documents: plain text, HTML pages, JSON lines.
//!
//! Pure of the file system: [`Inputs`] takes any buffered reader, so that a file of many documents is read one by one
//! and memory does not grow; [`read`] takes bytes. Nothing that can be in the bytes makes it panic or hang.
//!
//! * **Plain text** is kept as it was decoded; only its line breaks become `\n`.
//! * **JSON lines** (`{"id","title","outlet","byline","published","url","text"}`, all but `text` optional) keep their
//!   text exactly. A whole `reportedly/1` line is taken as it is once its spans fit its text.
//! * **HTML pages** give their main text, as blocks of their kind, with the hyperlinks in it.

mod check;
mod dates;
mod decode;
mod error;
mod html;
mod identity;
mod inputs;
mod jsonl;
mod language;
mod meta;
mod notes;
mod text;

use reportedly::{Document, wire};

pub use error::{ReadError, ReadErrorKind};
pub use inputs::{Inputs, Raw};

/// What a reader was given beside the bytes.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Publication date (`2016-06-09` or with a time), where the file says none.
    pub published: Option<String>,
    /// Publisher, where the file says none.
    pub outlet: Option<String>,
    /// Headline, where the file says none.
    pub title: Option<String>,
    /// Address, where the file says none.
    pub url: Option<String>,
    /// The most bytes that one document may have.
    pub max_size: u64,
    /// What the bytes are.
    pub format: Format,
    /// Name of the encoding, where it should not be found out.
    pub encoding: Option<String>,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            published: None,
            outlet: None,
            title: None,
            url: None,
            max_size: ReadOptions::MAX_SIZE,
            format: Format::Auto,
            encoding: None,
        }
    }
}

impl ReadOptions {
    /// The default of `max_size`: 10 MB.
    pub const MAX_SIZE: u64 = 10_000_000;

    /// Whether `words` give a date that can be used for `published`.
    pub fn is_date(words: &str) -> bool {
        dates::parse(words).is_some()
    }
}

/// What bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// To be found out by name and contents.
    #[default]
    Auto,
    /// Plain text.
    Text,
    /// A page.
    Html,
    /// One JSON document a line.
    Jsonl,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A report to be analyzed.
    Document(Box<Document>),
    /// A report that comes with its analysis, checked against its own text.
    Analyzed(Box<wire::Line>),
}

/// Reads everything in `bytes`; `name` is the file's name as the user knows it.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Vec<Result<Input, ReadError>> {
    Inputs::new(bytes, name, options.clone()).collect()
}

/// The first `max` bytes at most, cut at a character.
fn head(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}
