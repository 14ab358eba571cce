//! What is sent to the desk: judgments, reports, the password.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use axum::extract::{Form, FromRequest, Multipart, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reportedly::Language;
use reportedly_ledger::{Act, Judge, Ledger};

use super::App;
use super::answer::{self, Fault, JUDGE, elsewhere, refused};
use crate::href;
use crate::pages::add::{Given, MOST};

/// How long a form or an upload may take.
const BODY: Duration = Duration::from_secs(300);

type Fields = Vec<(String, String)>;

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// Where to go afterwards: a place of this desk.
fn back(fields: &Fields) -> String {
    let asked = field(fields, "back").unwrap_or("/judgments");
    let own = asked.starts_with('/') && !asked.starts_with("//") && !asked.contains('\\');
    if own && asked.bytes().all(|b| b.is_ascii_graphic()) {
        asked.to_owned()
    } else {
        "/judgments".to_owned()
    }
}

/// Keeps the judge's name for a year.
fn remember(mut response: Response, name: &str) -> Response {
    let cookie =
        format!("{JUDGE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", href::escape(name));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn fields(request: Request) -> Result<Fields, Response> {
    let read = Form::<Fields>::from_request(request, &());
    match tokio::time::timeout(Duration::from_secs(30), read).await {
        Ok(Ok(Form(fields))) => Ok(fields),
        Ok(Err(error)) => Err(refused(error.status(), "this form cannot be read", false)),
        Err(_) => Err(refused(StatusCode::REQUEST_TIMEOUT, "the form did not arrive in time", false)),
    }
}

fn act(fields: &Fields) -> Result<Act, Fault> {
    let missing = |what: &str| Fault::Wrong(format!("{what} is missing (go back and fill it in)"));
    match field(fields, "act") {
        Some("confirm") => Ok(Act::Confirm),
        Some("reject") => Ok(Act::Reject),
        Some("note") => field(fields, "note").map(|_| Act::Note).ok_or_else(|| missing("the note")),
        Some("same") => Ok(Act::Same),
        Some("different") => Ok(Act::Different),
        Some("correct") => Ok(Act::Correct(
            field(fields, "field").ok_or_else(|| missing("what is corrected"))?.to_owned(),
            field(fields, "value").ok_or_else(|| missing("what it should be"))?.to_owned(),
        )),
        _ => Err(missing("what is said")),
    }
}

pub(super) async fn judge(State(app): State<Arc<App>>, request: Request) -> Response {
    let fields = match fields(request).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let back = back(&fields);
    let Some(name) = field(&fields, "judge").map(str::to_owned) else {
        let words = "a judgment carries the name of who makes it (go back and write your name)";
        return refused(StatusCode::BAD_REQUEST, words, false);
    };
    let by = name.clone();
    let done = answer::run(app, move |app| {
        let act = act(&fields)?;
        let one =
            field(&fields, "one").ok_or_else(|| Fault::Wrong("what is judged is missing".to_owned()))?;
        let mut ledger = Ledger::open(app.readers.path())?;
        let one = crate::pages::judge::still(&ledger, one, field(&fields, "words"))?;
        let two = match (&act, field(&fields, "two")) {
            // Sources are said by name.
            (Act::Same | Act::Different, Some(two)) => Some(crate::pages::merge::other(app, &ledger, two)?),
            (_, two) => two.map(str::to_owned),
        };
        let now = (app.now)();
        let judge = Judge { name: &by, now: &now, note: field(&fields, "note") };
        Ok(ledger.judge(Language::english(), &act, &one, two.as_deref(), &judge)?)
    });
    match done.await {
        Ok(_) => remember(elsewhere(&back), &name),
        Err(fault) => refused(fault.status(), &fault.words(), false),
    }
}

pub(super) async fn undo(State(app): State<Arc<App>>, request: Request) -> Response {
    let fields = match fields(request).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let back = back(&fields);
    let number = field(&fields, "number").and_then(|number| number.parse().ok());
    let name = field(&fields, "judge").map(str::to_owned);
    let (Some(number), Some(name)) = (number, name) else {
        let words =
            "to take a judgment back, its number and your name are needed (go back and write your name)";
        return refused(StatusCode::BAD_REQUEST, words, false);
    };
    let by = name.clone();
    let done = answer::run(app, move |app| {
        let now = (app.now)();
        let judge = Judge { name: &by, now: &now, note: field(&fields, "note") };
        Ok(Ledger::open(app.readers.path())?.undo(Language::english(), number, &judge)?)
    });
    match done.await {
        Ok(_) => remember(elsewhere(&back), &name),
        Err(fault) => refused(fault.status(), &fault.words(), false),
    }
}

pub(super) async fn name(request: Request) -> Response {
    match fields(request).await {
        Ok(fields) => {
            let name: String = field(&fields, "judge").unwrap_or_default().chars().take(100).collect();
            remember(elsewhere(&back(&fields)), &name)
        }
        Err(response) => response,
    }
}

pub(super) async fn login(State(app): State<Arc<App>>, request: Request) -> Response {
    let fields = match fields(request).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    // One at a time, and a second for each wrong one: nobody tries a list of words.
    let _one = app.logins.lock().await;
    if !app.guard.is_password(field(&fields, "password").unwrap_or_default()) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        return answer::login_again();
    }
    let mut response = elsewhere("/");
    if let Ok(cookie) = HeaderValue::from_str(&app.guard.cookie()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The largest request that is read to its end only to be refused in words.
const DRAINED: u64 = 256 * 1024 * 1024;

pub(super) async fn add(State(app): State<Arc<App>>, request: Request) -> Response {
    let json = request.headers().get(header::ACCEPT).is_some_and(|kind| kind == "application/json");
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()).and_then(|length| length.parse::<u64>().ok());
    let too_large = || {
        let words = format!(
            "that is more than {} MB at once (add fewer files, or use reportedly add)",
            MOST / 1_000_000
        );
        refused(StatusCode::PAYLOAD_TOO_LARGE, &words, json)
    };
    if length.is_some_and(|length| length > most) {
        if length.is_some_and(|length| length <= DRAINED) {
            // A browser shows an answer only when it has sent everything.
            let _ = tokio::time::timeout(Duration::from_secs(60), drain(request)).await;
        }
        return too_large();
    }
    let given = match tokio::time::timeout(BODY, given(request)).await {
        Ok(Ok(Some(given))) => given,
        Ok(Ok(None)) => return too_large(),
        Ok(Err(words)) => return refused(StatusCode::BAD_REQUEST, &words, json),
        Err(_) => return refused(StatusCode::REQUEST_TIMEOUT, "the files did not arrive in time", json),
    };
    match app.adding.give(given) {
        Ok(()) if json => accepted(),
        Ok(()) => elsewhere("/add#jobs"),
        Err(not) => {
            let status = if not.later { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_REQUEST };
            refused(status, &not.words, json)
        }
    }
}

fn accepted() -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (StatusCode::ACCEPTED, kind, "{}").into_response()
}

async fn drain(request: Request) {
    let mut body = request.into_body();
    loop {
        let next = std::future::poll_fn(|context| HttpBody::poll_frame(Pin::new(&mut body), context));
        if !matches!(next.await, Some(Ok(_))) {
            break;
        }
    }
}

/// The reports of a form; none where they are too large.
async fn given(request: Request) -> Result<Option<Given>, String> {
    let broken = "the form cannot be read (send it again)";
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken.to_owned())?;
    let mut given = Given::default();
    let mut left = MOST;
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken.to_owned())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut bytes: Vec<u8> = Vec::new();
        loop {
            let chunk: Option<Bytes> = part.chunk().await.map_err(|_| broken.to_owned())?;
            let Some(chunk) = chunk else { break };
            match left.checked_sub(chunk.len()) {
                Some(rest) => left = rest,
                None => return Ok(None),
            }
            bytes.extend_from_slice(&chunk);
        }
        given.take(&name, file, bytes);
    }
    Ok(Some(given))
}
