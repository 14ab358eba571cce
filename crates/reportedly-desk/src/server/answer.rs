//! From a request to an answer: the guard, the page or its twin, errors that can be read.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::Markup;
use reportedly_ledger::{Ledger, LedgerError, LedgerErrorKind};
use serde::Serialize;

use super::App;
use super::guard::{Refusal, cookie};
use crate::pages::{self, Ask, shell};

/// What was asked for.
#[derive(Default)]
pub(crate) struct Asked {
    pairs: Vec<(String, String)>,
    /// The page's own address.
    pub(crate) path: &'static str,
    /// Whether the twin is wanted.
    pub(crate) json: bool,
    /// The name under which judgments are made.
    pub(crate) judge: Option<String>,
}

impl Asked {
    /// The value of a parameter; none where it is missing or blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// A number from 1.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.get(name).and_then(|value| value.parse().ok()).filter(|number| *number > 0)
    }

    /// Every parameter with a value.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(_, v)| !v.trim().is_empty())
    }
}

/// A page or its twin.
pub(crate) struct Answer {
    pub(crate) title: String,
    /// Which entry of the menu it belongs to.
    pub(crate) menu: &'static str,
    pub(crate) main: Markup,
    pub(crate) json: Option<String>,
    /// Seconds after which it is asked for again, without script.
    pub(crate) again: Option<u32>,
    pub(crate) status: StatusCode,
}

impl Answer {
    /// Makes what is wanted, and only that.
    pub(crate) fn new<T: Serialize>(
        asked: &Asked,
        menu: &'static str,
        title: impl Into<String>,
        data: &T,
        page: impl FnOnce() -> Markup,
    ) -> Answer {
        let (main, json) = if asked.json {
            (Markup::default(), Some(serde_json::to_string(data).unwrap_or_default()))
        } else {
            (page(), None)
        };
        Answer { title: title.into(), menu, main, json, again: None, status: StatusCode::OK }
    }
}

/// Why there is no such page.
#[derive(Debug)]
pub(crate) enum Fault {
    Ledger(LedgerError),
    NotFound(String),
    Wrong(String),
    /// It is at another address.
    Elsewhere(String),
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Fault {
        Fault::Ledger(error)
    }
}

impl Fault {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Fault::NotFound(_) => StatusCode::NOT_FOUND,
            Fault::Wrong(_) => StatusCode::BAD_REQUEST,
            Fault::Elsewhere(_) => StatusCode::SEE_OTHER,
            Fault::Ledger(error) => match error.kind {
                LedgerErrorKind::Asked(_) => StatusCode::NOT_FOUND,
                LedgerErrorKind::Busy | LedgerErrorKind::Missing => StatusCode::SERVICE_UNAVAILABLE,
                LedgerErrorKind::Full => StatusCode::INSUFFICIENT_STORAGE,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    /// What is wrong and what to do.
    pub(crate) fn words(&self) -> String {
        match self {
            Fault::Ledger(error) => match &error.kind {
                LedgerErrorKind::Asked(what) => what.clone(),
                _ => error.to_string(),
            },
            Fault::NotFound(what) | Fault::Wrong(what) | Fault::Elsewhere(what) => what.clone(),
        }
    }

    fn response(self, json: bool) -> Response {
        match &self {
            Fault::Elsewhere(place) => elsewhere(place),
            _ => refused(self.status(), &self.words(), json),
        }
    }
}

/// An error that can be read.
pub(super) fn refused(status: StatusCode, words: &str, json: bool) -> Response {
    if json {
        let body = serde_json::json!({ "error": words }).to_string();
        return (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response();
    }
    (status, html(shell::error(status, words))).into_response()
}

fn html(markup: Markup) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], markup.into_string()).into_response()
}

pub(super) fn elsewhere(place: &str) -> Response {
    match HeaderValue::from_str(place) {
        Ok(place) => (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response(),
        Err(_) => refused(StatusCode::BAD_REQUEST, "this address cannot be written", false),
    }
}

/// Runs a question on a thread that may wait for the disk.
pub(super) async fn run<T: Send + 'static>(
    app: Arc<App>,
    question: impl FnOnce(&App) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let turn = app.turns.acquire().await;
    let held = Arc::clone(&app);
    let done = tokio::task::spawn_blocking(move || question(&held)).await;
    drop(turn);
    let broken = || {
        Fault::Ledger(LedgerError {
            path: app.readers.path().to_owned(),
            kind: LedgerErrorKind::Other(
                "a mistake in the program stopped this page (please report it; nothing is lost)".to_owned(),
            ),
        })
    };
    done.unwrap_or_else(|_| Err(broken()))
}

fn asked(path: &'static str, query: Query<Vec<(String, String)>>, headers: &HeaderMap, json: bool) -> Asked {
    let judge = cookie(headers, JUDGE).map(unescape).filter(|name| !name.trim().is_empty());
    Asked { pairs: query.0, path, json, judge }
}

/// The cookie with the judge's name.
pub(super) const JUDGE: &str = "reportedly-judge";

/// Undoes [`crate::href::escape`].
fn unescape(value: &str) -> String {
    let bytes = value.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = || value.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex()) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    query: Query<Vec<(String, String)>>,
    headers: HeaderMap,
    (path, ask): (&'static str, Ask),
    json: bool,
) -> Response {
    let asked = asked(path, query, &headers, json);
    let made = run(app, move |app| {
        let answer = app.readers.ask(|ledger| ask(app, ledger, &asked))?;
        let name = app.readers.path().file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(match answer.json {
            Some(json) => {
                let json_type = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
                (answer.status, json_type, json + "\n").into_response()
            }
            None => {
                let status = answer.status;
                (status, html(shell::page(&answer, &asked, &name.unwrap_or_default()))).into_response()
            }
        })
    });
    made.await.unwrap_or_else(|fault| fault.response(json))
}

/// The claim in focus alone, for the script.
pub(super) async fn focus(
    State(app): State<Arc<App>>,
    query: Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let asked = asked("/report", query, &headers, false);
    let made =
        run(app, move |app| app.readers.ask(|ledger: &Ledger| pages::report::focus_alone(ledger, &asked)));
    match made.await {
        Ok(markup) => html(markup),
        Err(fault) => fault.response(false),
    }
}

const DAY: &str = "private, max-age=86400, immutable";

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, DAY)], shell::style())
        .into_response()
}

pub(super) async fn script() -> Response {
    let kind = "text/javascript; charset=utf-8";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, DAY)], shell::script()).into_response()
}

pub(super) async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, DAY)], shell::ICON).into_response()
}

pub(super) async fn nothing(request: Request) -> Response {
    let json = request.uri().path().ends_with(".json");
    refused(StatusCode::NOT_FOUND, "there is no such page on this desk (start from the front page)", json)
}

/// Nothing but what comes from the desk itself.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Lets in whoever may come in, and puts the safety headers on every answer.
pub(super) async fn guarded(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = admitted(&app, request, next).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not "no-referrer": with it, browsers send forms with the origin "null".
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn admitted(app: &Arc<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let json = path.ends_with(".json");
    match app.guard.check(request.method(), request.headers()) {
        Ok(()) => {}
        Err(Refusal::Host) => {
            let words = "this desk is not called by that name (open the address that it printed, or allow the name with --name)";
            return refused(StatusCode::MISDIRECTED_REQUEST, words, json);
        }
        Err(_) => {
            let words = "this came from another place than the desk's own pages, so nothing was done";
            return refused(StatusCode::FORBIDDEN, words, json);
        }
    }
    if matches!(path, "/desk.css" | "/desk.js" | "/icon.svg" | "/login") {
        return next.run(request).await;
    }
    let token = Query::<Vec<(String, String)>>::try_from_uri(request.uri())
        .ok()
        .and_then(|query| query.0.into_iter().find(|(name, _)| name == "token").map(|(_, value)| value));
    if let Some(token) = token
        && app.guard.is_token(&token)
    {
        // The token does not stay in the address, nor in the history's next entries.
        let mut response = elsewhere("/");
        if let Ok(cookie) = HeaderValue::from_str(&app.guard.cookie()) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        return response;
    }
    if !app.guard.has_session(request.headers()) {
        if json || !app.guard.wants_password() {
            let words = "this browser has not been let in yet (open the address with its token that the desk printed when it started)";
            return refused(StatusCode::UNAUTHORIZED, words, json);
        }
        return (StatusCode::UNAUTHORIZED, html(shell::login(None))).into_response();
    }
    next.run(request).await
}

/// The login page, after a wrong password.
pub(super) fn login_again() -> Response {
    (StatusCode::UNAUTHORIZED, html(shell::login(Some("That is not the password.")))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_from_cookies() {
        for name in ["Ada Lunt", "R. Haas; x=1", "Zoë “Z” 日本", "%zz"] {
            assert_eq!(unescape(&crate::href::escape(name)), name);
        }
        assert_eq!(unescape("%"), "%");
        assert_eq!(unescape("%é"), "%é");
    }
}
