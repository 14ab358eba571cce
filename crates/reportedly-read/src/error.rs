//! Why something could not be read, in one line that says what to do.

use std::fmt;

/// A file, or one line of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The file's name as given.
    pub file: String,
    /// The line of a JSON-lines file, from 1.
    pub line: Option<u64>,
    /// What is wrong.
    pub kind: ReadErrorKind,
}

/// What can be wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The system could not give the bytes.
    Io(String),
    /// There is no byte, or nothing but white space.
    Empty,
    /// Not text; what it looks like, where that is known ("a PDF file").
    Binary(Option<&'static str>),
    /// More bytes than allowed (the limit).
    TooLarge(u64),
    /// No encoding of that name.
    UnknownEncoding(String),
    /// Bytes that are no UTF-8 where nothing else is allowed.
    NotUtf8,
    /// Not valid JSON, or not the fields of a document; the parser's words.
    Json(String),
    /// A JSON line without the words of a report.
    NoText,
    /// A schema that this version does not know.
    Schema(String),
    /// An analyzed line that does not fit its own text.
    Inconsistent(String),
    /// A page in which no article was found.
    NoArticle,
}

impl ReadError {
    pub(crate) fn new(file: &str, kind: ReadErrorKind) -> ReadError {
        ReadError { file: file.to_owned(), line: None, kind }
    }

    pub(crate) fn at_line(file: &str, line: u64, kind: ReadErrorKind) -> ReadError {
        ReadError { file: file.to_owned(), line: Some(line), kind }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.kind),
            None => write!(f, "{}: {}", self.file, self.kind),
        }
    }
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadErrorKind::Io(error) => write!(f, "cannot be read: {error}"),
            ReadErrorKind::Empty => write!(f, "is empty (there is no text to read)"),
            ReadErrorKind::Binary(Some(what)) => {
                write!(f, "is {what}, not text (save the report as text or HTML)")
            }
            ReadErrorKind::Binary(None) => write!(f, "is binary, not text (save the report as text or HTML)"),
            ReadErrorKind::TooLarge(limit) => {
                write!(f, "is larger than {} (allow more with --max-size)", size(*limit))
            }
            ReadErrorKind::UnknownEncoding(label) => {
                write!(f, "no encoding is called “{label}” (try utf-8, windows-1252 or utf-16le)")
            }
            ReadErrorKind::NotUtf8 => write!(f, "is not UTF-8, as JSON must be (convert the file first)"),
            ReadErrorKind::Json(error) => write!(f, "not a JSON document: {error}"),
            ReadErrorKind::NoText => write!(f, "no report in it (the field “text” is missing or empty)"),
            ReadErrorKind::Schema(name) => {
                write!(f, "unknown schema “{name}” (this version reads {})", reportedly::wire::SCHEMA)
            }
            ReadErrorKind::Inconsistent(what) => {
                write!(f, "{what} (analyze the document again from its text)")
            }
            ReadErrorKind::NoArticle => {
                write!(f, "no article found in the page (copy its text into a .txt file)")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// A number of bytes as people write it.
fn size(bytes: u64) -> String {
    match bytes {
        1_000_000.. if bytes.is_multiple_of(1_000_000) => format!("{} MB", bytes / 1_000_000),
        1_000.. if bytes.is_multiple_of(1_000) => format!("{} kB", bytes / 1_000),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_names_the_place_and_what_to_do() {
        let error = ReadError::at_line("a.jsonl", 7, ReadErrorKind::TooLarge(10_000_000));
        assert_eq!(error.to_string(), "a.jsonl:7: is larger than 10 MB (allow more with --max-size)");
        let error = ReadError::new("a.pdf", ReadErrorKind::Binary(Some("a PDF file")));
        assert_eq!(error.to_string(), "a.pdf: is a PDF file, not text (save the report as text or HTML)");
    }
}
