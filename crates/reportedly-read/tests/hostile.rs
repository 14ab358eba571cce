//! Bad and hostile input: a clear answer, never a panic. The sizes are such that quadratic work would not end here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use reportedly::{Document, Span};
use reportedly_read::{Format, Input, ReadErrorKind, ReadOptions, read};

/// Blocks and links lie in the text, on character boundaries, in order, with white space only between the blocks.
fn is_sound(document: &Document) {
    let text = document.text.as_str();
    let mut last = 0;
    for block in &document.blocks {
        assert!(fits(text, block.span), "{:?} in {} bytes", block.span, text.len());
        assert!(!block.span.is_empty());
        assert!(block.span.start() >= last);
        assert!(text[last..block.span.start()].trim().is_empty(), "{:?}", &text[last..block.span.start()]);
        last = block.span.end();
    }
    assert!(text[last..].trim().is_empty());
    for link in &document.meta.links {
        assert!(fits(text, link.span) && !link.span.is_empty());
        assert!(document.blocks.iter().any(|block| block.span.contains(link.span)));
        assert!(link.href.starts_with("http://") || link.href.starts_with("https://"), "{}", link.href);
        assert!(!link.href.contains(char::is_control));
    }
    assert!(!document.id.is_empty());
    assert!(document.meta.custody.is_some());
    assert_eq!(document.meta.custody.as_ref().unwrap().sha256.len(), 64);
}

fn fits(text: &str, span: Span) -> bool {
    text.get(span.start()..span.end()).is_some()
}

fn sound(bytes: &[u8], format: Format) -> Vec<Result<Input, ReadErrorKind>> {
    let options = ReadOptions { format, ..ReadOptions::default() };
    let inputs = read(bytes, "a", &options);
    for input in inputs.iter().flatten() {
        if let Input::Document(document) = input {
            is_sound(document);
        }
    }
    inputs.into_iter().map(|input| input.map_err(|error| error.kind)).collect()
}

const STORY: &str =
    "<p>The mayor said on Monday that the bridge would be closed for repairs until further notice.</p>";

#[test]
fn pages_that_want_to_break_the_reader() {
    let pages = [
        format!("<html><body>{}{STORY}", "<div>".repeat(100_000)),
        format!("<html><body>{}{STORY}", "<b>".repeat(100_000)),
        format!("<html><body>{}{STORY}", "<table><tr><td>".repeat(30_000)),
        format!("<html><body>{}{STORY}", "<a href=x><div>".repeat(50_000)),
        // long addresses around and below very many pieces
        format!("{STORY}<a href=https://e.example/{}><div>{}", "x".repeat(1900), "<p>x".repeat(500_000)),
        format!(
            "<script type=application/ld+json>{{\"@type\":\"Article\",\"url\":\"https://e.example/{}/\"}}</script>{}",
            "x".repeat(500_000),
            format!("{STORY}<p>The rest of it is told <a href=b>here</a>.").repeat(20_000)
        ),
        format!("<html><body>{STORY}{}", "</div>".repeat(100_000)),
        format!("<html><body>{}{STORY}", "<span class=byline></span>".repeat(50_000)),
        format!("<html><body><p {}>{STORY}", (0..100_000).map(|n| format!("a{n}=1 ")).collect::<String>()),
        format!("<html><body><p class='{}'>{STORY}", "nav ".repeat(200_000)),
        format!(
            "<html><body>{}{STORY}",
            (0..3_000).map(|n| format!("<b a{n}=1>")).collect::<String>() + &"<p>".repeat(3_000)
        ),
        format!("<html><body>{STORY}{}", "&amp".repeat(200_000)),
        format!("<html><body>{STORY}<!--{}", "-".repeat(500_000)),
        format!("<html><body>{STORY}{}", "<".repeat(500_000)),
        format!(
            "<html><head><title>{}</title><body>{STORY}{}",
            "a | ".repeat(50_000),
            "<h2>a</h2>".repeat(20_000)
        ),
        format!("<html><script type=application/ld+json>{}</script><body>{STORY}", "[".repeat(500_000)),
        format!("<html><body>{STORY}{}", "<time datetime=2026-03-04>x</time>".repeat(20_000)),
        format!("<html><body>{STORY}<p>{}", "x<br>".repeat(200_000)),
        format!("<html><body>{STORY}<p>{}", "word ".repeat(200_000)),
    ];
    for page in pages {
        let inputs = sound(page.as_bytes(), Format::Auto);
        let name: String = page.chars().skip(12).take(40).collect();
        let all_linked = page.contains("<a href");
        let fine = |input: &Result<Input, ReadErrorKind>| match input {
            Ok(Input::Document(_)) => true,
            Err(ReadErrorKind::NoArticle) => all_linked,
            _ => false,
        };
        assert!(inputs.len() == 1 && inputs.iter().all(fine), "{name}: {inputs:?}");
    }
}

#[test]
fn texts_that_want_to_break_the_reader() {
    let line = "The mayor said so. ".repeat(60_000);
    let marks = "“‘\"'".repeat(100_000);
    let breaks = "a\n\n".repeat(300_000);
    let wrapped = format!("{}\n", "word ".repeat(14)).repeat(20_000);
    let dates = "June 9, 2016 ".repeat(50_000);
    let controls = "\u{202e}The mayor said that so it is.\u{1b}[31m\u{0}".repeat(1000);
    for text in [line, marks, breaks, wrapped, dates, controls] {
        let inputs = sound(text.as_bytes(), Format::Text);
        assert!(matches!(inputs.as_slice(), [Ok(Input::Document(_))]), "{inputs:?}");
        let json = serde_json::json!({ "text": text }).to_string();
        let inputs = sound(json.as_bytes(), Format::Jsonl);
        let Some(Ok(Input::Document(document))) = inputs.first() else { panic!("{inputs:?}") };
        assert_eq!(document.text, text, "the text of a JSON line is kept as it came");
    }
}

#[test]
fn what_steers_a_terminal_is_told() {
    let inputs = sound("The mayor \u{1b}[2J said \u{202e}so.".as_bytes(), Format::Text);
    let Some(Ok(Input::Document(document))) = inputs.first() else { panic!("{inputs:?}") };
    assert!(document.notices.iter().any(|notice| notice.code == "R07"));
    assert!(document.text.contains('\u{1b}'));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for format in [Format::Auto, Format::Text, Format::Html, Format::Jsonl] {
            sound(&bytes, format);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        for format in [Format::Text, Format::Html] {
            sound(text.as_bytes(), format);
        }
        let json = serde_json::json!({ "text": text }).to_string();
        if let [Ok(Input::Document(document))] = sound(json.as_bytes(), Format::Jsonl).as_slice() {
            prop_assert_eq!(&document.text, &text);
        }
    }

    #[test]
    fn any_lines(lines in proptest::collection::vec("(By )?[A-Z][a-z]{2,8} [A-Za-z ,.“”]{0,60}|June 9, 2016|Source: [a-z]{3}|", 0..20)) {
        sound(lines.join("\n").as_bytes(), Format::Text);
        sound(lines.join("\r\n\r\n").as_bytes(), Format::Text);
    }

    #[test]
    fn any_tags(parts in proptest::collection::vec(
        "</?(p|div|a|table|tr|td|b|li|ul|article|h1|h2|time|figure|figcaption|span|br|aside)( (class|href|datetime)=\"?[a-z:/ ]{0,12}\"?)?>|[A-Za-z,.“”é ]{1,40}|&[a-z]{1,6};|The mayor said on Monday that the bridge would be closed.", 0..60,
    )) {
        sound(parts.concat().as_bytes(), Format::Html);
    }
}
