//! What the tests of the desk share: ledgers, a desk, a browser without a window.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use reportedly::{
    Claim, Document, Evidence, Form, Hyperlink, Language, Meta, Naming, Source, SourceId, SourceKind, Span,
    Stance, Step, StepSource,
};
use reportedly_desk::{Desk, Options};
use reportedly_ledger::{Ledger, Prepared};
use tower::ServiceExt;

/// The reports of `examples/kelda-bay/` with their analyses.
pub const EVENT: &str = include_str!("../../../reportedly-cli/tests/data/kelda-bay.jsonl");

pub const COURIER: &str = "https%3A%2F%2Fcourier.example%2F2026%2F03%2F05%2Fkelda-bay-boats";

/// A folder that is removed when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("reportedly-desk-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn ledger(&self) -> PathBuf {
        self.0.join("event.ledger")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn prepare(line: &str) -> Prepared {
    let line: reportedly::wire::Line = serde_json::from_str(line).unwrap();
    let (document, analysis) = reportedly::unpack(&line).unwrap();
    Prepared::new(Language::english(), &document, &analysis).unwrap()
}

/// Puts the event into a ledger.
pub fn fill(path: &Path) {
    let prepared: Vec<Prepared> = EVENT.lines().map(prepare).collect();
    let mut ledger = Ledger::open_or_create(path).unwrap();
    let mut writer = ledger.writer(Language::english());
    writer.add(&prepared, "2026-03-20T12:00:00Z").unwrap();
    writer.finish().unwrap();
}

/// The event again and again, under other names and in other papers: long lists of everything.
pub fn echoes(times: usize) -> Vec<Prepared> {
    let mut all = Vec::new();
    for time in 0..times {
        for line in EVENT.lines() {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            let document = &mut line["document"];
            document["id"] = format!("{}-{time}", document["id"].as_str().unwrap()).into();
            document["outlet"] = format!("The {time}. Paper of the Northern Harbors").into();
            document["url"] = serde_json::Value::Null;
            all.push(prepare(&line.to_string()));
        }
    }
    all
}

/// Marks that would run if anything were taken for markup.
pub const SCRIPT: &str = "<script>alert(7)</script>";
pub const IMAGE: &str = "\"><img src=x onerror=alert(7)>";
pub const ADDRESS: &str = "javascript:alert(7)";

/// A report whose every word wants to be markup.
pub fn hostile() -> Prepared {
    hostile_as(SCRIPT)
}

/// The same words in another report.
pub fn hostile_as(id: &str) -> Prepared {
    let text = format!(
        "{SCRIPT}\n\n“{IMAGE} 340 boats,” said </textarea></title><svg onload=alert(7)> of \u{202e}{IMAGE}."
    );
    let at = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let (content, cue, source) =
        (at(&format!("{IMAGE} 340 boats,")), at("said"), at("</textarea></title><svg onload=alert(7)>"));
    let meta = Meta {
        title: Some(SCRIPT.to_owned()),
        outlet: Some(IMAGE.to_owned()),
        byline: Some(SCRIPT.to_owned()),
        url: Some(ADDRESS.to_owned()),
        links: vec![Hyperlink { span: cue, href: ADDRESS.to_owned() }],
        ..Meta::default()
    };
    let document = Document::plain(id, text.clone(), meta);
    let evidence = Evidence::rule("test");
    let claim = Claim {
        within: None,
        form: Form::Direct,
        source: vec![source],
        cue: vec![cue],
        content: vec![content],
        chain: vec![Step {
            sources: vec![StepSource {
                source: SourceId(0),
                span: Some(source),
                href: Some(ADDRESS.to_owned()),
            }],
            evidence: evidence.clone(),
        }],
        stance: Stance::Neutral,
        hedges: Vec::new(),
        words: None,
        response: None,
        told: None,
        said: None,
        unknown: None,
        evidence,
    };
    let source = Source {
        name: Some(format!("{SCRIPT}{IMAGE}")),
        kind: SourceKind::Outlet,
        naming: Naming::Named,
        descriptor: Some(source),
        stated_count: None,
        anonymity: None,
        basis: None,
        mentions: vec![source],
    };
    let analysis = reportedly::Analysis { claims: vec![claim], sources: vec![source], ..Default::default() };
    Prepared::new(Language::english(), &document, &analysis).unwrap()
}

/// A report of so many sentences of ten words, each said by somebody.
pub fn long(sentences: usize) -> Prepared {
    long_without(sentences, 0)
}

/// The same, read anew: the analysis leaves out the first statements.
pub fn long_without(sentences: usize, left_out: usize) -> Prepared {
    let words = "The boats of harbor N stay in port, officials said.";
    let mut text = String::new();
    let mut claims = Vec::new();
    let evidence = Evidence::rule("test");
    for number in 1..=sentences {
        let start = text.len();
        text.push_str(&words.replace('N', &number.to_string()));
        let cut = text[start..].find(", officials").unwrap();
        let source = Span::new(start + cut + 2, start + cut + 11);
        claims.push(Claim {
            within: None,
            form: Form::Indirect,
            source: vec![source],
            cue: vec![Span::new(start + cut + 12, start + cut + 16)],
            content: vec![Span::new(start, start + cut)],
            chain: vec![Step {
                sources: vec![StepSource { source: SourceId(0), span: Some(source), href: None }],
                evidence: evidence.clone(),
            }],
            stance: Stance::Neutral,
            hedges: Vec::new(),
            words: None,
            response: None,
            told: None,
            said: None,
            unknown: None,
            evidence: evidence.clone(),
        });
        text.push_str(if number % 5 == 0 { "\n\n" } else { " " });
    }
    claims.drain(..left_out);
    let source = Source {
        name: None,
        kind: SourceKind::Group,
        naming: Naming::Unnamed,
        descriptor: claims[0].source.first().copied(),
        stated_count: None,
        anonymity: None,
        basis: None,
        mentions: Vec::new(),
    };
    let document = Document::plain(format!("long-{sentences}"), text, Meta::default());
    let analysis = reportedly::Analysis { claims, sources: vec![source], ..Default::default() };
    Prepared::new(Language::english(), &document, &analysis).unwrap()
}

pub fn options(ledger: &Path) -> Options {
    Options {
        ledger: ledger.to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        password: None,
        names: Vec::new(),
        loader: Arc::new(|| Err("there is no network in this test".to_owned())),
        now: || "2026-03-21T12:00:00Z".to_owned(),
    }
}

/// An answer, read to its end.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// Somebody at the desk.
pub struct Reader {
    pub desk: Desk,
    pub host: String,
    pub cookie: String,
    runtime: tokio::runtime::Runtime,
}

impl Reader {
    pub fn new(desk: Desk) -> Reader {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let host = format!("127.0.0.1:{}", desk.address().port());
        let mut reader = Reader { desk, host, cookie: String::new(), runtime };
        let url = reader.desk.url();
        let (_, rest) = url.split_once("//").unwrap();
        let path = rest.find('/').map(|at| rest[at..].to_owned()).unwrap();
        let got = reader.get(&path);
        if let Some(cookie) = got.headers.get(header::SET_COOKIE) {
            reader.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        reader
    }

    pub fn at(path: &Path) -> Reader {
        Reader::new(Desk::open(&options(path)).unwrap())
    }

    pub fn send(&self, request: Request<Body>) -> Got {
        self.runtime.block_on(async {
            let response = self.desk.router().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Got {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        request
    }

    pub fn get(&self, path: &str) -> Got {
        self.send(self.request("GET", path).body(Body::empty()).unwrap())
    }

    /// A form from the desk's own page.
    pub fn post(&self, path: &str, form: &str) -> Got {
        let request = self
            .request("POST", path)
            .header(header::ORIGIN, format!("http://{}", self.host))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap())
    }

    /// Files and fields from the desk's own page.
    pub fn upload(&self, parts: &[(&str, Option<&str>, &[u8])]) -> Got {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            body.extend_from_slice(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes(),
            );
            if let Some(file) = file {
                body.extend_from_slice(
                    format!("; filename=\"{file}\"\r\nContent-Type: text/plain").as_bytes(),
                );
            }
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = self
            .request("POST", "/add/now")
            .header(header::ORIGIN, format!("http://{}", self.host))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.body(Body::from(body)).unwrap())
    }

    /// Waits until everything that was sent is read.
    pub fn added(&self) -> serde_json::Value {
        for _ in 0..600 {
            let state: serde_json::Value = serde_json::from_str(&self.get("/add.json").body).unwrap();
            if state["busy"] == false {
                return state;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("it is never done");
    }
}

/// Every page with its twin, for the event.
pub fn pages() -> Vec<(String, String)> {
    [
        ("/", "/index.json", String::new()),
        ("/reports", "/reports.json", String::new()),
        ("/report", "/report.json", format!("?d={COURIER}")),
        ("/report", "/report.json", format!("?d={COURIER}&v=1")),
        ("/report", "/report.json", format!("?d={COURIER}&claim=c7")),
        ("/lineage", "/lineage.json", "?q=boats+laid+up+since+the+first+dead+fish".to_owned()),
        ("/lineage", "/lineage.json", format!("?of={COURIER}%23c7")),
        ("/search", "/search.json", String::new()),
        ("/search", "/search.json", "?q=boats".to_owned()),
        (
            "/search",
            "/search.json",
            "?q=boats&naming=unnamed&from=2026-01-01&to=2026-12-31&outlet=post".to_owned(),
        ),
        ("/search", "/search.json", "?q=zzzz".to_owned()),
        ("/figures", "/figures.json", String::new()),
        ("/figures", "/figures.json", "?q=boats".to_owned()),
        ("/figures", "/figures.json", "?q=boats&time=told".to_owned()),
        ("/sources", "/sources.json", String::new()),
        ("/sources", "/sources.json", "?q=officials".to_owned()),
        ("/source", "/source.json", "?name=Paul+Reyes".to_owned()),
        ("/source", "/source.json", "?name=Lindhaven+Post".to_owned()),
        ("/outlets", "/outlets.json", String::new()),
        ("/outlet", "/outlet.json", "?name=The+Morning+Courier".to_owned()),
        ("/outlet", "/outlet.json", "?name=The+Morning+Courier&cites=Lindhaven+Post".to_owned()),
        ("/changes", "/changes.json", String::new()),
        ("/judgments", "/judgments.json", String::new()),
        ("/add", "/add.json", String::new()),
    ]
    .into_iter()
    .map(|(page, twin, query)| (format!("{page}{query}"), format!("{twin}{query}")))
    .collect()
}
