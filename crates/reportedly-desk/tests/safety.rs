//! Strangers, tricks and large things.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use axum::body::Body;
use axum::http::{StatusCode, header};
use common::{ADDRESS, Folder, Reader, fill, hostile, hostile_as, options, pages};
use reportedly::Language;
use reportedly_desk::{Desk, DeskError};
use reportedly_ledger::Ledger;

fn event(name: &str) -> (Folder, Reader) {
    let folder = Folder::new(name);
    fill(&folder.ledger());
    let reader = Reader::at(&folder.ledger());
    (folder, reader)
}

/// No markup but the desk's own.
fn harmless(page: &str, body: &str) {
    // The one script of the desk; signs that are escaped open no tag.
    let own = body.replacen("<script src=\"/desk.js?", "", 1).to_lowercase();
    for bad in
        ["<script", "<img", "<svg onload", "</textarea></title>", "href=\"javascript:", "onerror=alert(7)>"]
    {
        assert!(!own.contains(bad), "{page}: {bad}");
    }
    assert!(!body.contains('\u{202e}'), "{page}: a bidirectional control");
}

#[test]
fn what_a_report_says_is_never_markup() {
    let folder = Folder::new("hostile");
    fill(&folder.ledger());
    let mut ledger = Ledger::open(&folder.ledger()).unwrap();
    let mut writer = ledger.writer(Language::english());
    writer.add(&[hostile(), hostile_as("<img src=x onerror=alert(7)>")], "2026-03-20T12:00:00Z").unwrap();
    writer.finish().unwrap();
    drop(ledger);
    let reader = Reader::at(&folder.ledger());
    let id = "%3Cscript%3Ealert%287%29%3C%2Fscript%3E";
    let image = "%22%3E%3Cimg+src%3Dx+onerror%3Dalert%287%29%3E";
    let mut all: Vec<String> = pages().into_iter().map(|(page, _)| page).collect();
    all.extend([
        format!("/report?d={id}"),
        format!("/report?d={id}&claim=c1"),
        format!("/focus?d={id}&claim=c1"),
        format!("/lineage?of={id}%23c1"),
        format!("/lineage?q={id}"),
        format!("/search?q={image}"),
        format!("/search?q=boats&outlet={image}&source={id}&naming={image}&kind={id}"),
        format!("/search?q=boats&from={image}"),
        format!("/figures?q={image}"),
        format!("/figures?q=boats&time={image}"),
        format!("/sources?q={image}"),
        format!("/source?name={id}{image}"),
        format!("/outlet?name={image}"),
        format!("/outlet?name={image}&cites={id}"),
        format!("/report?d={image}"),
        format!("/report?d={id}&claim={image}"),
        format!("/{image}"),
    ]);
    for page in &all {
        let got = reader.get(page);
        assert!(got.status.as_u16() < 500, "{page}: {}", got.body);
        harmless(page, &got.body);
    }
    // The drawings too: two reports with the same words are a lineage, and its names are theirs.
    let drawn = reader.get(&format!("/lineage?of={id}%23c1")).body;
    let drawing = drawn.split("<svg").nth(1).expect("a drawing").split("</svg>").next().unwrap();
    assert!(drawing.contains("&lt;img"), "{drawing}");
    let chain = reader.get(&format!("/report?d={id}&claim=c1")).body;
    let chain =
        chain.split("class=\"chain-drawing\"").nth(1).unwrap().split("</svg>").next().unwrap().to_owned();
    assert!(chain.contains("&lt;") && !chain.contains("<script"), "{chain}");
    // It is shown, as words.
    let report = reader.get(&format!("/report?d={id}")).body;
    assert!(report.contains("&lt;script&gt;alert(7)&lt;/script&gt;"));
    assert!(report.contains(ADDRESS), "an address that is none of the web is shown as words");
    assert!(reader.get("/").body.contains("onerror=alert(7)&gt;"), "the outlet is on the front page");
}

#[test]
fn judgments_are_words_too() {
    let (_folder, reader) = event("words");
    let form = "act=note&one=coast-radio-boats%23c1&judge=%3Cscript%3Ealert%287%29%3C%2Fscript%3E&note=%22%3E%3Cimg+src%3Dx+onerror%3Dalert%287%29%3E&back=/judgments";
    assert_eq!(reader.post("/judge", form).status, StatusCode::SEE_OTHER);
    for page in ["/judgments", "/report?d=coast-radio-boats&claim=c1"] {
        let body = reader.get(page).body;
        harmless(page, &body);
        assert!(body.contains("&lt;script&gt;alert(7)"), "{page}");
    }
    // The name comes back from a cookie.
    let request =
        reader.request("GET", "/judgments").header(header::COOKIE, "reportedly-judge=%22%3E%3Cscript%3E");
    harmless("cookie", &reader.send(request.body(Body::empty()).unwrap()).body);
}

#[test]
fn every_answer_carries_the_policy() {
    let (_folder, reader) = event("headers");
    for path in ["/", "/index.json", "/nothing", "/desk.css", "/desk.js", "/icon.svg", "/report?d=x"] {
        let headers = reader.get(path).headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none';")
                && !policy.contains("unsafe")
                && !policy.contains("http"),
            "{policy}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        assert!(headers.get("access-control-allow-origin").is_none(), "{path}");
    }
    assert_eq!(reader.get("/").headers["cache-control"], "no-store");
}

#[test]
fn nobody_gets_in_without_the_token() {
    let (_folder, mut reader) = event("token");
    let cookie = std::mem::take(&mut reader.cookie);
    assert!(cookie.len() > 40);
    for (page, twin) in pages() {
        for path in [&page, &twin] {
            let got = reader.get(path);
            assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{path}");
            assert!(!got.body.contains("Kelda"), "{path}: {}", got.body);
        }
    }
    for path in
        ["/?token=", "/?token=0000000000000000000000000000000000000000", "/report?token=x", "/focus?d=x"]
    {
        assert_eq!(reader.get(path).status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(
        reader.post("/judge", "act=confirm&one=coast-radio-boats%23c1&judge=x").status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(reader.upload(&[("text", None, b"Some text.")]).status, StatusCode::UNAUTHORIZED);
    assert_eq!(reader.post("/login", "password=").status, StatusCode::UNAUTHORIZED);
    // With it the browser gets a cookie, and the token leaves the address.
    let url = reader.desk.url();
    let got = reader.get(&url[url.find("/?").unwrap()..]);
    assert_eq!((got.status, got.headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/"));
    let set = got.headers["set-cookie"].to_str().unwrap();
    assert!(
        set.contains("HttpOnly")
            && set.contains("SameSite=Strict")
            && !set.contains(url.split("token=").nth(1).unwrap())
    );
    reader.cookie = cookie;
    assert_eq!(reader.get("/").status, StatusCode::OK);
}

#[test]
fn other_names_and_origins_are_refused() {
    let (_folder, reader) = event("origin");
    let with = |name: header::HeaderName, value: &str, method: &str, path: &str| {
        let mut request = reader.request(method, path).body(Body::empty()).unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
        reader.send(request).status
    };
    for host in ["evil.example", "evil.example:80", "127.0.0.1:1", "localhost.evil.example"] {
        assert_eq!(with(header::HOST, host, "GET", "/"), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let port = reader.desk.address().port();
    assert_eq!(with(header::HOST, &format!("localhost:{port}"), "GET", "/"), StatusCode::OK);
    for origin in ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://"] {
        assert_eq!(with(header::ORIGIN, origin, "GET", "/"), StatusCode::FORBIDDEN, "{origin}");
        assert_eq!(with(header::ORIGIN, origin, "POST", "/judge"), StatusCode::FORBIDDEN, "{origin}");
    }
    // A form without an origin writes nothing.
    let request = reader
        .request("POST", "/judge")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("act=confirm&one=coast-radio-boats%23c1&judge=x"))
        .unwrap();
    assert_eq!(reader.send(request).status, StatusCode::FORBIDDEN);
    assert!(!reader.get("/judgments.json").body.contains("\"judge\":\"x\""));
    // Nobody is sent elsewhere by the desk.
    for back in ["//evil.example", "http://evil.example", "/\\evil.example", "/%0d%0aX: y", "evil"] {
        let got = reader.post("/name", &format!("judge=Ada&back={}", back.replace('%', "%25")));
        let place = got.headers["location"].to_str().unwrap().to_owned();
        assert!(place == "/judgments" || place.starts_with("/%0d"), "{back}: {place}");
    }
}

#[test]
fn no_path_leads_to_the_disk() {
    let (_folder, reader) = event("path");
    for path in [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/desk.css/../../Cargo.toml",
        "/report?d=../../../../etc/passwd",
        "/report?d=%2Fetc%2Fpasswd",
        "/source?name=..%2F..%2Fetc%2Fpasswd",
    ] {
        let got = reader.get(path);
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!got.body.contains("root:"), "{path}");
    }
}

#[test]
fn beyond_this_machine_a_password_is_needed() {
    let folder = Folder::new("password");
    fill(&folder.ledger());
    let mut open = options(&folder.ledger());
    open.listen = "0.0.0.0:0".parse().unwrap();
    for password in [None, Some("short")] {
        open.password = password.map(str::to_owned);
        assert!(matches!(Desk::open(&open), Err(DeskError::Password)));
    }
    // Asked for on this machine too, so that nothing has to listen beyond it here.
    let mut own = options(&folder.ledger());
    own.password = Some("correct horse battery".to_owned());
    let mut reader = Reader::new(Desk::open(&own).unwrap());
    assert!(!reader.desk.url().contains("token"));
    assert!(reader.cookie.is_empty());
    let got = reader.get("/");
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    assert!(got.body.contains("type=\"password\"") && !got.body.contains("Kelda"));
    assert_eq!(reader.post("/login", "password=wrong+horse+battery").status, StatusCode::UNAUTHORIZED);
    let got = reader.post("/login", "password=correct+horse+battery");
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    reader.cookie = got.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(reader.get("/").status, StatusCode::OK);
}

/// A desk that answers on its own thread until the tests end.
fn running(folder: &Folder) -> (String, String) {
    let reader = Reader::at(&folder.ledger());
    let (host, cookie) = (reader.host.clone(), reader.cookie.clone());
    std::thread::spawn(move || reader.desk.run());
    (host, cookie)
}

fn connect(host: &str) -> TcpStream {
    let stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn ask(host: &str, cookie: &str, path: &str) -> String {
    let mut stream = connect(host);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut got = String::new();
    stream.read_to_string(&mut got).unwrap();
    got
}

#[test]
fn a_hundred_megabytes_are_refused_in_words() {
    let folder = Folder::new("large");
    fill(&folder.ledger());
    let (host, cookie) = running(&folder);
    let mut stream = connect(&host);
    let size = 100_000_000;
    write!(
        stream,
        "POST /add/now HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let piece = vec![b'x'; 1_000_000];
    for _ in 0..100 {
        stream.write_all(&piece).unwrap();
    }
    let mut got = String::new();
    stream.read_to_string(&mut got).unwrap();
    assert!(got.starts_with("HTTP/1.1 413") && got.contains("Too much at once"), "{got}");
    // Without a length it ends where the room does.
    let mut stream = connect(&host);
    write!(
        stream,
        "POST /add/now HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let head = b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n";
    let _ = write!(stream, "{:x}\r\n", head.len())
        .and_then(|()| stream.write_all(head))
        .and_then(|()| stream.write_all(b"\r\n"));
    for _ in 0..100 {
        let sent = write!(stream, "{:x}\r\n", piece.len())
            .and_then(|()| stream.write_all(&piece))
            .and_then(|()| stream.write_all(b"\r\n"));
        if sent.is_err() {
            break;
        }
    }
    assert!(ask(&host, &cookie, "/").starts_with("HTTP/1.1 200"));
    assert!(ask(&host, &cookie, "/add.json").contains("\"jobs\":[]"), "nothing was taken in");
}

#[test]
fn who_is_slow_holds_nobody_up() {
    let folder = Folder::new("slow");
    fill(&folder.ledger());
    let (host, cookie) = running(&folder);
    let mut slow = Vec::new();
    for number in 0..60 {
        let mut stream = connect(&host);
        match number % 3 {
            // Half a head, half a form, and nobody who reads the answer.
            0 => write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nX: ").unwrap(),
            1 => write!(stream, "POST /judge HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na=").unwrap(),
            _ => write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n").unwrap(),
        }
        slow.push(stream);
    }
    for _ in 0..10 {
        assert!(ask(&host, &cookie, "/reports").starts_with("HTTP/1.1 200"));
    }
    drop(slow);
    // What is no HTTP is sent away, and a head beyond all bounds too.
    let mut stream = connect(&host);
    stream.write_all(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n").unwrap();
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    assert!(got.is_empty() || got.starts_with(b"HTTP/1.1 400"));
    let mut stream = connect(&host);
    let long = format!("GET /?{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "x".repeat(200_000));
    let _ = stream.write_all(long.as_bytes());
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    assert!(!got.starts_with(b"HTTP/1.1 200"));
    assert!(ask(&host, &cookie, "/").starts_with("HTTP/1.1 200"));
}
