use super::super::name::Names;
use super::*;
use crate::{Annotations, Document, Language, Meta, segment};

/// The phrases of the words in brackets.
fn read(sentence: &str) -> (String, Vec<Phrase>) {
    let (before, rest) = sentence.split_once('[').unwrap();
    let (inside, after) = rest.split_once(']').unwrap();
    let text = format!("{before}{inside}{after}");
    let span = Span::new(before.len(), before.len() + inside.len());
    let document = Document::plain("example", text, Meta::default());
    let language = Language::english();
    let segments = segment(language, &document);
    let words = Words::of(language, &document.text, &segments);
    let names = Names::find(language, &document, &words, &Annotations::default());
    let reader = Reader { text: &document.text, words: &words, names: &names, sourcing: &language.sourcing };
    let phrases = reader.read(&[span]);
    let names = phrases
        .iter()
        .map(|phrase| {
            let named = phrase.who.and_then(|who| names.named.get(who)).map(|named| named.name.clone());
            named
                .or_else(|| phrase.made_name.map(|span| span.of(&document.text).to_owned()))
                .unwrap_or_default()
        })
        .collect::<Vec<_>>();
    (names.join(" & "), phrases)
}

#[test]
fn the_data_keeps_its_examples() {
    let examples = &Language::english().sourcing.examples;
    assert!(examples.len() > 40);
    for example in examples {
        let (_, phrases) = read(&example.sentence);
        let kind = phrases.first().map_or("", |phrase| phrase.kind.name());
        assert_eq!(kind == example.kind, example.holds, "{}: {kind}, not {}", example.sentence, example.kind);
    }
}

#[track_caller]
fn check(sentence: &str, names: &str, kinds: &[SourceKind]) {
    let (got, phrases) = read(sentence);
    assert_eq!(got, names, "{sentence}");
    let got: Vec<SourceKind> = phrases.iter().map(|phrase| phrase.kind).collect();
    assert_eq!(got, kinds, "{sentence}");
}

#[test]
fn names_stand_apart_from_titles() {
    use SourceKind::{Group, Organization, Outlet, Person};
    check("[Former Gov. Dana Holt (D-Ohio)] said no.", "Dana Holt", &[Person]);
    check("[Secretary of State John Reyes] said no.", "John Reyes", &[Person]);
    check("[British Prime Minister Theresa May] said no.", "Theresa May", &[Person]);
    check(
        "[the Center for Coastal Progress (CCP) think tank] said no.",
        "Center for Coastal Progress",
        &[Organization],
    );
    check(
        "[Anna Berg, head of the Institute of Rivers and Dams, and other engineers] said no.",
        "Anna Berg & ",
        &[Person, Group],
    );
    check(
        "[Norway, the United States and NATO] said no.",
        "Norway & United States & NATO",
        &[Organization, Organization, Organization],
    );
    check("[a spokesman for Berg and Sons] said no.", "", &[Person]);
    check("[State Treasurer and gubernatorial hopeful Tom Reed] said no.", "Tom Reed", &[Person]);
    check("[Ohio Attorney General and Senate candidate Tom Reed] said no.", "Tom Reed", &[Person]);
    check("[the mayor and Senator Ines Calloway] said no.", " & Ines Calloway", &[Person, Person]);
    check("[The Texas Democrat] said no.", "", &[Person]);
    check("[the South Carolina Republican] said no.", "", &[Person]);
    check("[the Okafor administration] said no.", "Okafor administration", &[Organization]);
    check("[CBS's “Face the Nation”] said no.", "Face the Nation", &[Outlet]);
}

#[test]
fn counts_are_read_from_the_words() {
    let count = |words: &str| number(words);
    assert_eq!(count("six"), Some(6));
    assert_eq!(count("twenty-seven"), Some(27));
    assert_eq!(count("1,200"), Some(1200));
    assert_eq!(count("several"), None);
}
