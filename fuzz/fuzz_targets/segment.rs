#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;
use reportedly::{Document, Language, Meta, segment};

// Tokens, sentences and quotations of any text: in order, inside their parents, on character boundaries.
fuzz_target!(|text: &str| {
    let document = Document::plain("fuzz", text, Meta::default());
    check::document_is_sound(&document);
    let segments = segment(Language::english(), &document);
    let fits = |span: reportedly::Span| text.get(span.start()..span.end()).is_some();
    assert!(segments.tokens.iter().all(|token| fits(token.span) && !token.span.is_empty()));
    assert!(segments.tokens.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
    let mut next = 0;
    for sentence in &segments.sentences {
        assert!(fits(sentence.span));
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        assert!(segments.paragraphs[sentence.paragraph].span.contains(sentence.span));
    }
    assert_eq!(next, segments.tokens.len());
    for quotation in &segments.quotations {
        assert!(fits(quotation.span) && fits(quotation.inner) && quotation.span.contains(quotation.inner));
    }
});
