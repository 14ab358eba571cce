//! One input after the other from a reader.

use std::io::{BufRead, Chain, Cursor, Read};
use std::sync::Arc;

use crate::decode::{self, HEAD};
use crate::error::ReadErrorKind;
use crate::{Format, Input, ReadError, ReadOptions, html, identity, jsonl, meta, text};

/// The inputs in a reader, in order. A broken one gives an error and the next is read; after an error of the reader
/// itself there is no more.
///
/// As an iterator it gives them understood; [`Inputs::next_raw`] gives the bytes, to be understood on other threads.
pub struct Inputs<R> {
    reader: Option<R>,
    lines: Option<Lines<R>>,
    of: Arc<Origin>,
}

/// What all inputs of a reader share.
#[derive(Debug)]
struct Origin {
    name: String,
    options: ReadOptions,
}

/// The bytes of one input, not yet understood.
#[derive(Debug)]
pub struct Raw {
    of: Arc<Origin>,
    /// Of a JSON-lines file, from 1.
    line: Option<u64>,
    bytes: Result<(Vec<u8>, Format), ReadErrorKind>,
}

struct Lines<R> {
    reader: Chain<Cursor<Vec<u8>>, R>,
    number: u64,
    any: bool,
}

/// A line, or why there is none.
enum Line {
    Bytes(Vec<u8>),
    TooLong,
    End,
}

impl<R: BufRead> Inputs<R> {
    /// Reads from `reader`; `name` is the file's name as the user knows it.
    pub fn new(reader: R, name: &str, options: ReadOptions) -> Inputs<R> {
        let of = Arc::new(Origin { name: name.to_owned(), options });
        Inputs { reader: Some(reader), lines: None, of }
    }

    /// The bytes of the next input: a line, or the whole file.
    pub fn next_raw(&mut self) -> Option<Raw> {
        match self.reader.take() {
            Some(reader) => self.start(reader),
            None => self.next_line(),
        }
    }

    fn start(&mut self, mut reader: R) -> Option<Raw> {
        let mut first = Vec::new();
        if let Err(error) = (&mut reader).take(HEAD as u64).read_to_end(&mut first) {
            return Some(self.raw(None, Err(ReadErrorKind::Io(error.to_string()))));
        }
        let format = match self.of.options.format {
            Format::Auto => sniff(&first, &self.of.name),
            format => format,
        };
        let mut reader = Cursor::new(first).chain(reader);
        if format == Format::Jsonl && !is_one_object(&self.of.name) {
            self.lines = Some(Lines { reader, number: 0, any: false });
            return self.next_line();
        }
        let mut bytes = Vec::new();
        let limit = self.of.options.max_size;
        match (&mut reader).take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            Err(error) => Some(self.raw(None, Err(ReadErrorKind::Io(error.to_string())))),
            Ok(read) if read as u64 > limit => Some(self.raw(None, Err(ReadErrorKind::TooLarge(limit)))),
            Ok(_) if format == Format::Jsonl && is_lines(&bytes) => {
                let reader = Cursor::new(bytes).chain(reader.into_inner().1);
                self.lines = Some(Lines { reader, number: 0, any: false });
                self.next_line()
            }
            Ok(_) => Some(self.raw(None, Ok((bytes, format)))),
        }
    }

    fn raw(&self, line: Option<u64>, bytes: Result<(Vec<u8>, Format), ReadErrorKind>) -> Raw {
        Raw { of: Arc::clone(&self.of), line, bytes }
    }

    fn next_line(&mut self) -> Option<Raw> {
        let limit = self.of.options.max_size;
        let lines = self.lines.as_mut()?;
        let bytes = loop {
            lines.number += 1;
            match read_line(&mut lines.reader, limit) {
                Err(error) => {
                    let number = lines.number;
                    self.lines = None;
                    return Some(self.raw(Some(number), Err(ReadErrorKind::Io(error.to_string()))));
                }
                Ok(Line::End) => {
                    let any = lines.any;
                    self.lines = None;
                    return (!any).then(|| self.raw(None, Err(ReadErrorKind::Empty)));
                }
                Ok(Line::TooLong) => break Err(ReadErrorKind::TooLarge(limit)),
                Ok(Line::Bytes(mut bytes)) => {
                    if lines.number == 1 {
                        bytes.drain(..bytes.len() - without_mark(&bytes).len());
                    }
                    if !bytes.trim_ascii().is_empty() {
                        break Ok((bytes, Format::Jsonl));
                    }
                }
            }
        };
        lines.any = true;
        let number = lines.number;
        Some(self.raw(Some(number), bytes))
    }
}

impl<R: BufRead> Iterator for Inputs<R> {
    type Item = Result<Input, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_raw().map(Raw::read)
    }
}

impl Raw {
    /// Makes a document out of the bytes, or checks the analysis that they hold.
    ///
    /// # Errors
    ///
    /// Bytes that could not be read, or in which there is no report.
    pub fn read(self) -> Result<Input, ReadError> {
        let Raw { of, line, bytes } = self;
        let read = bytes.and_then(|(bytes, format)| match format {
            Format::Jsonl => jsonl::input(&bytes, &of.name, line, &of.options),
            format => of.whole(&bytes, format),
        });
        read.map_err(|kind| match line {
            Some(line) => ReadError::at_line(&of.name, line, kind),
            None => ReadError::new(&of.name, kind),
        })
    }
}

impl Origin {
    /// One document of text.
    fn whole(&self, bytes: &[u8], format: Format) -> Result<Input, ReadErrorKind> {
        if bytes.trim_ascii().is_empty() {
            return Err(ReadErrorKind::Empty);
        }
        let mut document = if format == Format::Html {
            html::document(bytes, &self.options)?
        } else {
            let decoded = decode::decode(bytes, self.options.encoding.as_deref(), None)?;
            let plain = text::unify_line_breaks(decoded.text);
            if plain.trim().is_empty() {
                return Err(ReadErrorKind::Empty);
            }
            let mut document = text::document(plain, text::title_from(&self.options));
            document.notices = decoded.notices;
            document
        };
        document.meta.custody = Some(identity::custody(&self.name, None, bytes));
        meta::complete(&mut document, &self.options);
        Ok(Input::Document(Box::new(document)))
    }
}

/// The next line without its line break. One that is longer than `limit` is passed over without being kept.
fn read_line(reader: &mut impl BufRead, limit: u64) -> std::io::Result<Line> {
    let mut line = Vec::new();
    let read = reader.take(limit.saturating_add(1)).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Line::Bytes(line));
    }
    if line.len() as u64 <= limit {
        return Ok(Line::Bytes(line));
    }
    loop {
        let buffer = reader.fill_buf()?;
        let (used, done) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if done {
            return Ok(Line::TooLong);
        }
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(without_mark(bytes)).is_ok()
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a `.json` file holds a document on each line after all, and not one over many.
fn is_lines(bytes: &[u8]) -> bool {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    bytes.trim_ascii().contains(&b'\n') && is_json(first) && !is_json(bytes)
}

/// A `.json` file can hold one document over many lines.
fn is_one_object(name: &str) -> bool {
    extension(name) == "json"
}

/// What the bytes are, by the name and the first bytes.
fn sniff(first: &[u8], name: &str) -> Format {
    match extension(name).as_str() {
        "jsonl" | "ndjson" | "json" => return Format::Jsonl,
        "html" | "htm" | "xhtml" | "shtml" => return Format::Html,
        _ => {}
    }
    let start = without_mark(first).trim_ascii_start();
    if let Some(rest) = start.strip_prefix(b"{")
        && rest.trim_ascii_start().starts_with(b"\"")
    {
        return Format::Jsonl;
    }
    if looks_like_html(start) { Format::Html } else { Format::Text }
}

fn looks_like_html(start: &[u8]) -> bool {
    let mut start = String::from_utf8_lossy(start.get(..1024).unwrap_or(start)).to_ascii_lowercase();
    start.retain(|c| c != '\0');
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{fffd}' || c == '\u{feff}');
    let page = ["<!doctype html", "<html", "<head", "<body"];
    page.iter().any(|tag| start.starts_with(tag))
        || ((start.starts_with("<!--") || start.starts_with("<?xml")) && start.contains("<html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn check(bytes: &[u8], name: &str) -> Vec<String> {
        let inputs = read(bytes, name, &ReadOptions { max_size: 200, ..ReadOptions::default() });
        let told = |input: Result<Input, ReadError>| match input {
            Ok(Input::Document(document)) => document.text.clone(),
            Ok(Input::Analyzed(line)) => format!("analyzed {}", line.document.id),
            Err(error) => error.to_string(),
        };
        inputs.into_iter().map(told).collect()
    }

    #[test]
    fn a_broken_line_does_not_stop_the_others() {
        let lines =
            b"{\"text\":\"One.\"}\n\n{\"text\":\n{\"text\":\"\"}\n{\"title\":\"x\"}\n{\"text\":\"Two.\"}";
        let told = check(lines, "a.jsonl");
        assert_eq!(told.len(), 5, "{told:?}");
        assert_eq!((told[0].as_str(), told[4].as_str()), ("One.", "Two."));
        assert!(told[1].starts_with("a.jsonl:3: not a JSON document: "), "{}", told[1]);
        assert_eq!(told[2], "a.jsonl:4: no report in it (the field “text” is missing or empty)");
        assert!(told[3].starts_with("a.jsonl:5: no report in it"), "{}", told[3]);
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let long = format!(
            "{{\"text\":\"One.\"}}\n{{\"text\":\"{}\"}}\n{{\"text\":\"Two.\"}}\n",
            "x".repeat(300_000)
        );
        assert_eq!(
            check(long.as_bytes(), "a.jsonl"),
            ["One.", "a.jsonl:2: is larger than 200 bytes (allow more with --max-size)", "Two."]
        );
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        for name in ["a.txt", "a.jsonl", "a.json", "-", "a.html"] {
            for bytes in [&b""[..], b" \n\t\n", b"\xef\xbb\xbf\n"] {
                let told = check(bytes, name);
                assert_eq!(told.len(), 1, "{name} {bytes:?} {told:?}");
                assert!(told[0].starts_with(name), "{told:?}");
            }
        }
        assert_eq!(check(b"", "a.txt"), ["a.txt: is empty (there is no text to read)"]);
        assert_eq!(
            check(&[b'x'; 201], "a.txt"),
            ["a.txt: is larger than 200 bytes (allow more with --max-size)"]
        );
    }

    #[test]
    fn what_it_is_shows_in_the_bytes() {
        assert_eq!(check(b"{\"text\":\"One.\"}\n{\"text\":\"Two.\"}", "-"), ["One.", "Two."]);
        assert_eq!(check(b"{\n \"text\": \"One.\"\n}\n", "a.json"), ["One."]);
        assert_eq!(check(b"{\"text\":\"One.\"}\n{\"text\":\"Two.\"}", "a.json"), ["One.", "Two."]);
        assert_eq!(check(b"{braces} in a text", "-"), ["{braces} in a text"]);
        assert_eq!(check(b"a\r\nb\rc\n", "a.txt"), ["a\nb\nc\n"]);
    }
}
