//! Files that are not what they should be, end to end: encodings, other languages, files that vanish.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::io::Write;

use common::{Folder, err, out, run};
use serde_json::Value;

const STORY: &str = "Harbor closed\n\nThe café “Anker” will stay closed, the mayor said on Tuesday. “It’s late,” she told reporters — twice.\n";

fn document(args: &[&str]) -> Value {
    let output = run(&[&["read", "--format", "jsonl"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_str(out(&output).lines().next().unwrap()).unwrap()
}

fn text(line: &Value) -> &str {
    line["document"]["text"].as_str().unwrap()
}

/// The characters of windows-1252 that the story has.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '“' => 0x93,
        '”' => 0x94,
        '’' => 0x92,
        '—' => 0x97,
        'é' => 0xe9,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[test]
fn quotation_marks_survive_every_encoding() {
    let folder = Folder::new("encodings");
    let utf16 = |little: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(STORY.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let page = |charset: &str| {
        let body = STORY.replacen("\n\n", "</h1><p>", 1);
        format!(
            "<html><head><meta charset={charset}></head><body><article><h1>{body}</p></article></body></html>"
        )
    };
    for (name, bytes) in [
        ("plain.txt", STORY.as_bytes().to_vec()),
        ("mark.txt", [b"\xef\xbb\xbf", STORY.as_bytes()].concat()),
        ("western.txt", windows_1252(STORY)),
        ("little.txt", utf16(true, true)),
        ("big.txt", utf16(false, true)),
        ("western.html", windows_1252(&page("iso-8859-1"))),
        ("unicode.html", page("utf-8").into_bytes()),
        // says one thing and is another
        ("liar.html", page("iso-8859-1").into_bytes()),
    ] {
        let file = folder.file(name, bytes);
        let line = document(&[&file]);
        let text = text(&line);
        assert!(text.contains("café “Anker” will") && text.contains("“It’s late,”"), "{name}: {text}");
        assert!(text.contains("reporters — twice"), "{name}: {text}");
        assert!(!text.contains(['\u{fffd}', '\u{feff}', '\0']), "{name}: {text}");
    }
}

#[test]
fn a_wrong_encoding_is_said() {
    let folder = Folder::new("wrong");
    let mut bytes = STORY.as_bytes().to_vec();
    bytes.extend(b"The clerk said \xff\xfe nothing.\n");
    let file = folder.file("mixed.txt", bytes);
    let line = document(&[&file]);
    assert!(text(&line).contains("café “Anker”"), "{}", text(&line));
    let notices = line["notices"].as_array().unwrap();
    assert!(notices.iter().any(|notice| notice["code"].as_str().unwrap().starts_with('R')), "{notices:?}");
}

#[test]
fn another_language_is_read_with_a_notice() {
    let folder = Folder::new("language");
    let words = "Der Bürgermeister sagte am Dienstag, dass der Hafen bis zum Frühling geschlossen bleibt. \
                 Nach Angaben der Behörde sind achtzig Boote betroffen.\n\n";
    let file = folder.file("hafen.txt", words.repeat(4));
    let line = document(&[&file]);
    let notices = line["notices"].as_array().unwrap();
    assert!(
        notices.iter().any(|notice| notice["message"].as_str().unwrap().contains("English")),
        "{notices:?}"
    );
}

#[test]
fn one_line_of_a_million_characters_is_read() {
    let folder = Folder::new("long");
    let word = folder.file("word.txt", "x".repeat(1_000_000));
    let output = run(&["read", "--format", "jsonl", &word]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn a_deep_page_is_read() {
    let folder = Folder::new("deep");
    let story = "<p>The mayor said on Tuesday that the harbor would stay closed until the spring.</p>";
    for tag in ["<div>", "<b>", "<blockquote><p>"] {
        let file = folder.file("deep.html", format!("<html><body>{}{story}", tag.repeat(100_000)));
        let line = document(&[&file]);
        assert!(text(&line).contains("the harbor would stay closed"), "{tag}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_vanishes_does_not_stop_the_rest() {
    let folder = Folder::new("vanish");
    let analyzed = std::fs::read(common::KELDA).unwrap();
    let (first, second, third) =
        (folder.path("a.jsonl"), folder.file("b.jsonl", &analyzed), folder.path("c.jsonl"));
    std::fs::write(&third, &analyzed).unwrap();
    // the program waits at the first file, a pipe with a name, while the second goes away
    assert!(std::process::Command::new("mkfifo").arg(&first).status().unwrap().success());
    let child = common::program()
        .args(["read", "--format", "jsonl", &first, &second, &third])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // opening waits for the program to open it too
    let mut pipe = std::fs::OpenOptions::new().write(true).open(&first).unwrap();
    std::fs::remove_file(&second).unwrap();
    pipe.write_all(&analyzed).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 2);
    assert_eq!(err(&output).lines().count(), 1);
    assert!(err(&output).contains("b.jsonl: cannot be read: no such file"), "{}", err(&output));
}
