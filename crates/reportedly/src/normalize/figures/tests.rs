use super::*;
use crate::{Document, Meta, segment};

fn read(text: &str) -> Vec<Figure> {
    let language = Language::english();
    let document = Document::plain("test", text, Meta::default());
    let segments = segment(language, &document);
    figures(language, &document, &segments, &Annotations::default(), &[], &[]).0
}

/// The sentence with its figures in brackets.
fn marked(text: &str) -> String {
    let mut out = text.to_owned();
    for figure in read(text).iter().rev() {
        out.insert(figure.span.end(), ']');
        out.insert(figure.span.start(), '[');
    }
    out
}

#[test]
fn the_data_s_own_examples_hold() {
    let mut wrong = Vec::new();
    for example in &Language::english().quantities.examples {
        let plain = example.sentence.replace(['[', ']'], "");
        let got = marked(&plain);
        if got != example.sentence {
            wrong.push(format!("expected {}\n     got {got}", example.sentence));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
