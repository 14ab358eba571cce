//! What holds for every document that is read, whatever the bytes.

use reportedly::{Document, Span};
use reportedly_read::{Format, Input, ReadOptions, read};

/// Reads `bytes` as `format` and checks what comes out.
#[allow(dead_code)]
pub fn check(bytes: &[u8], format: Format) {
    let options = ReadOptions { format, ..ReadOptions::default() };
    for input in read(bytes, "fuzz", &options) {
        match input {
            Ok(Input::Document(document)) => document_is_sound(&document),
            Ok(Input::Analyzed(line)) => assert!(!line.schema.is_empty()),
            Err(error) => assert!(!error.to_string().contains('\n') || error.to_string().len() < 2000),
        }
    }
}

/// Blocks in order, inside the text, on character boundaries, white space between them; links inside blocks.
pub fn document_is_sound(document: &Document) {
    let text = document.text.as_str();
    let fits = |span: Span| text.get(span.start()..span.end()).is_some() && !span.is_empty();
    let mut last = 0;
    for block in &document.blocks {
        assert!(fits(block.span) && block.span.start() >= last);
        assert!(text[last..block.span.start()].trim().is_empty());
        last = block.span.end();
    }
    assert!(text[last..].trim().is_empty());
    for link in &document.meta.links {
        assert!(fits(link.span) && link.href.starts_with("http"));
    }
}
