//! Hyperlinks of pages: each is exactly its words, wherever it stands.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use reportedly::Document;
use reportedly_read::{Format, Input, ReadOptions, read};

const STORY: &str =
    "<p>The mayor said on Monday that the bridge would be closed for repairs until further notice.</p>";

fn page(body: &str) -> Document {
    let html =
        format!("<html><body><article><h1>Bridge closed</h1>{STORY}{body}{STORY}</article></body></html>");
    let options = ReadOptions { format: Format::Html, ..ReadOptions::default() };
    match read(html.as_bytes(), "page", &options).pop() {
        Some(Ok(Input::Document(document))) => *document,
        other => panic!("{html}: {other:?}"),
    }
}

/// Each link as "words -> address".
fn links(body: &str) -> Vec<String> {
    let document = page(body);
    let told = |link: &reportedly::Hyperlink| format!("{} -> {}", link.span.of(&document.text), link.href);
    document.meta.links.iter().map(told).collect()
}

#[test]
fn a_link_is_its_words() {
    for (body, meant) in [
        (
            "The council met.<br> <a href=https://e.example/a>The vote</a> was close, he said.",
            "The vote -> https://e.example/a",
        ),
        (
            "The council met.<br><br> <a href=https://e.example/a>The vote</a> was close, he said.",
            "The vote -> https://e.example/a",
        ),
        (
            "The council met and<a href=https://e.example/a> voted on it </a>on Monday, he said.",
            "voted on it -> https://e.example/a",
        ),
        (
            "The council <a href=https://e.example/a><br>\n voted</a>on Monday, he said.",
            "voted -> https://e.example/a",
        ),
        (
            "The council &nbsp;<a href=https://e.example/a>&nbsp;\u{ad}voted&nbsp;</a> on Monday, he said.",
            "voted -> https://e.example/a",
        ),
        (
            "The council <a href='HTTPS://E.example/A b'>voted</a> on Monday, he said.",
            "voted -> https://E.example/A%20b",
        ),
        (
            "By Anna Berg<br> <a href=https://e.example/a>The vote</a> was close, he said.",
            "The vote -> https://e.example/a",
        ),
    ] {
        assert_eq!(links(&format!("<p>{body}</p>")), [meant], "{body}");
    }
}

#[test]
fn a_link_around_blocks_leaves_the_words_before_it_alone() {
    let body = "<div>The council voted late, after a long and cold evening of talk in the old hall, <a href=https://e.example/a>on Monday.<p>The clerk wrote the minutes of the meeting.</p></a></div>";
    // a block that is all link is a teaser and not kept
    assert_eq!(links(body), ["on Monday. -> https://e.example/a"]);
}

/// What stands between and inside links.
fn between() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(" ".to_owned()),
        Just("<br>".to_owned()),
        Just("<br> ".to_owned()),
        Just("\n".to_owned()),
        Just("&nbsp;".to_owned()),
        Just("\u{ad}".to_owned()),
        Just("<b> </b>".to_owned()),
        Just(", ".to_owned()),
        Just(" said “é” ".to_owned()),
        Just(" the council went home.</p><p>The clerk said that on Monday evening".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_links_are_their_words(parts in proptest::collection::vec(
        (proptest::collection::vec(between(), 0..4), " ?(<b>)?[a-zé]{1,8}( [A-Z]{1,5})?(</b>)?(&nbsp;|<br>| )?"), 1..12,
    )) {
        let mut body = String::from("<p>The clerk said that on Monday evening");
        let mut meant = Vec::new();
        for (at, (before, words)) in parts.iter().enumerate() {
            body.push_str(&before.concat());
            body.push_str(&format!("<a href=\"https://e.example/{at}\">{words}</a> and then the council went home."));
            let plain = words.replace("<b>", "").replace("</b>", "").replace("&nbsp;", " ").replace("<br>", " ");
            meant.push(format!("{} -> https://e.example/{at}", plain.trim()));
        }
        body.push_str(" the council went home, as the minutes of the meeting say.</p>");
        prop_assert_eq!(links(&body), meant, "{}", body);
    }
}
