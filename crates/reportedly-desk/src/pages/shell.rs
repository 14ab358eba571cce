//! What stands around every page: head, menu, foot; errors; the password.

use std::sync::LazyLock;

use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, html};
use reportedly::visible;
use sha2::{Digest, Sha256};

use crate::annotated;
use crate::href;
use crate::server::{Answer, Asked};

pub(crate) const ICON: &str = include_str!("../icon.svg");

static STYLE: LazyLock<String> =
    LazyLock::new(|| format!("{}\n{}", annotated::STYLE, include_str!("../desk.css")));
static SCRIPT: LazyLock<String> =
    LazyLock::new(|| format!("{}\n{}", annotated::SCRIPT, include_str!("../desk.js")));
/// Another file has another address, so that no browser keeps an old one.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::new().chain_update(STYLE.as_bytes()).chain_update(SCRIPT.as_bytes()).finalize();
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

pub(crate) fn style() -> &'static str {
    &STYLE
}

pub(crate) fn script() -> &'static str {
    &SCRIPT
}

const MENU: &[(&str, &str, &str)] = &[
    ("front", "/", "Front page"),
    ("reports", "/reports", "Reports"),
    ("figures", "/figures", "Figures"),
    ("sources", "/sources", "Sources"),
    ("outlets", "/outlets", "Outlets"),
    ("changes", "/changes", "Changes"),
    ("judgments", "/judgments", "Judgments"),
    ("add", "/add", "Add"),
];

fn head(title: &str, again: Option<u32>, script: bool) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            @if let Some(seconds) = again { noscript { meta http-equiv="refresh" content=(seconds); } }
            title { (visible(title)) " – Reportedly" }
            link rel="icon" href="/icon.svg" type="image/svg+xml";
            link rel="stylesheet" href={ "/desk.css?" (*MARK) };
            @if script { script src={ "/desk.js?" (*MARK) } defer {} }
        }
    }
}

/// A whole page.
pub(crate) fn page(answer: &Answer, asked: &Asked, ledger: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&answer.title, answer.again, true))
            body {
                a class="skip" href="#main" { "Skip to the page" }
                header class="top" {
                    p class="brand" { a href="/" { "Reportedly" } " " span class="ledger" { (visible(ledger)) } }
                    form class="find" role="search" action="/search" {
                        label class="sr" for="find" { "Search statements and reports" }
                        input id="find" name="q" type="search" placeholder="Search statements and reports"
                            value=(if answer.menu == "search" { asked.get("q").unwrap_or_default() } else { "" });
                        button { "Search" }
                    }
                    nav aria-label="Desk" {
                        ul {
                            @for (id, address, name) in MENU {
                                li { a href=(address) aria-current=[(answer.menu == *id).then_some("page")] { (name) } }
                            }
                        }
                    }
                }
                main id="main" tabindex="-1" { (answer.main) }
                footer class="foot" {
                    p { "Reportedly shows what statements rest on. It never says what is true." }
                    p { a href=(twin(asked)) { "This page as JSON" } }
                    details class="keys" id="keys" {
                        summary { "Keyboard" }
                        dl {
                            @for (key, what) in KEYS { div { dt { kbd { (key) } } dd { (what) } } }
                        }
                        label class="switch" { input type="checkbox" id="keys-on" checked; " single keys on" }
                    }
                }
            }
        }
    }
}

/// The keys of the pages with statements.
const KEYS: &[(&str, &str)] = &[
    ("j", "next statement"),
    ("k", "statement before"),
    ("o", "open its lineage"),
    ("a", "accept: confirm the statement in focus"),
    ("r", "reject it"),
    ("e", "edit: correct a field of it"),
    ("m", "merge: say that two sources are the same, or are not"),
    ("n", "write a note"),
    ("u", "undo your last judgment on it"),
    ("/", "search"),
    ("?", "this list"),
];

fn twin(asked: &Asked) -> String {
    let twin = crate::pages::PAGES
        .iter()
        .find(|(path, ..)| *path == asked.path)
        .map_or("/index.json", |(_, twin, _)| twin);
    let query: Vec<String> =
        asked.each().map(|(name, value)| format!("{}={}", href::escape(name), href::escape(value))).collect();
    if query.is_empty() { twin.to_owned() } else { format!("{twin}?{}", query.join("&")) }
}

/// What is wrong and what to do.
pub(crate) fn error(status: StatusCode, words: &str) -> Markup {
    let heading = match status {
        StatusCode::NOT_FOUND => "Not here",
        StatusCode::BAD_REQUEST => "That cannot be asked",
        StatusCode::UNAUTHORIZED => "Not let in",
        StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST => "Refused",
        StatusCode::PAYLOAD_TOO_LARGE => "Too much at once",
        StatusCode::SERVICE_UNAVAILABLE => "Not now",
        _ => "That did not work",
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(heading, None, false))
            body class="bare" {
                main id="main" {
                    h1 { (heading) }
                    p class="wrong" { (visible(words)) }
                    @if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::MISDIRECTED_REQUEST) {
                        p { a href="/" { "Front page" } }
                    }
                }
            }
        }
    }
}

/// Asks for the password.
pub(crate) fn login(wrong: Option<&str>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head("Password", None, false))
            body class="bare" {
                main id="main" {
                    h1 { "Reportedly" }
                    form method="post" action="/login" class="fields" {
                        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
                        label for="password" { "Password" }
                        input id="password" name="password" type="password" autocomplete="current-password" required autofocus;
                        button { "Open the desk" }
                    }
                }
            }
        }
    }
}
