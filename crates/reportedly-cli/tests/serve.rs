//! `reportedly serve`: what it says before it answers anybody.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use common::{Folder, err, program, run};

const EVENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/kelda-bay.jsonl");

#[test]
fn what_cannot_be_served_is_said() {
    let folder = Folder::new("serve-wrong");
    let ledger = folder.path("event.ledger");
    let check = |args: &[&str], words: &str| {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
        assert_eq!(err(&output).lines().count(), 1);
    };
    check(&["serve", &ledger, "--no-open"], "there is no such ledger");
    let words = folder.file("words.txt", "Only words.\n");
    check(&["serve", &words, "--no-open"], "is no ledger");
    assert!(run(&["add", &ledger, EVENT]).status.success());
    check(&["serve", &ledger, "--no-open", "--listen", "0.0.0.0:0"], "a password of at least 10 characters");
    let short = folder.file("short.txt", "short\n");
    check(
        &["serve", &ledger, "--no-open", "--password-file", &short],
        "a password of at least 10 characters",
    );
    check(&["serve", &ledger, "--no-open", "--password-file", "nowhere.txt"], "nowhere.txt: cannot be read");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    check(&["serve", &ledger, "--no-open", "--listen", &address], "cannot listen there");
}

#[test]
fn the_printed_address_opens_the_desk() {
    let folder = Folder::new("serve");
    let ledger = folder.path("event.ledger");
    assert!(run(&["add", &ledger, EVENT]).status.success());
    let mut desk = program().args(["serve", &ledger, "--no-open"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(desk.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let (host, path) = url.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
    let ask = |path: &str, cookie: &str| {
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "GET /{path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut got = String::new();
        stream.read_to_string(&mut got).unwrap();
        got
    };
    let opened = ask(path, "");
    let cookie = opened.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let front = ask("", &cookie);
    let stranger = ask("", "");
    let _ = desk.kill();
    let _ = desk.wait();
    assert!(opened.starts_with("HTTP/1.1 303"), "{opened}");
    assert!(front.starts_with("HTTP/1.1 200") && front.contains("What is in this ledger"), "{front}");
    assert!(stranger.starts_with("HTTP/1.1 401"), "{stranger}");
}
