use crate::{Annotations, DateOrigin, DateRole, Dated, Document, Language, Meta, Time, segment};

use super::times;

fn read(text: &str, published: Option<&str>) -> (Vec<Time>, Vec<crate::Notice>) {
    let dated = published.map(|date| Dated {
        date: date.parse().unwrap(),
        time: None,
        role: DateRole::Published,
        origin: DateOrigin::User,
        evidence: String::new(),
    });
    let document = Document::plain("test", text, Meta { published: dated, ..Meta::default() });
    let language = Language::english();
    let segments = segment(language, &document);
    times(language, &document, &segments, &Annotations::default(), &[])
}

#[test]
fn the_data_is_sound() {
    assert_eq!(Language::english().times.errors, Vec::<String>::new());
}

#[test]
fn every_example_of_the_data() {
    let mut wrong = Vec::new();
    for (sentence, holds) in &Language::english().times.examples {
        let text = sentence.replace(['[', ']'], "");
        let (found, _) = read(&text, Some("2016-06-09"));
        let found: Vec<&str> = found.iter().map(|time| time.span.of(&text)).collect();
        let right = if *holds {
            let words = sentence.split_once('[').and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
            found.contains(&words)
        } else {
            found.is_empty()
        };
        if !right {
            wrong.push(format!("{sentence} gave {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
