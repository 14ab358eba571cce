//! `--format html`: a self-contained page, the annotated text beside its statements.
//!
//! Works without script and without network: styles and the few lines of script are in the page, and its content
//! security policy allows nothing else.

mod claims;
mod document;
mod policy;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use reportedly::summary::{Places, Summary};
use reportedly::{Analysis, ClaimId, Document, Span};

use crate::paint::visible;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// One report on a page that may hold several.
struct View<'a> {
    /// The report's number, which keeps the ids of several apart.
    number: u64,
    document: &'a Document,
    analysis: &'a Analysis,
    summary: &'a Summary,
    places: Places,
}

impl View<'_> {
    fn claim_id(&self, claim: ClaimId) -> String {
        format!("r{}-c{}", self.number, u64::from(claim.0) + 1)
    }

    /// The id of the block at that place.
    fn block_id(&self, span: Span) -> String {
        let after = self.places.blocks().partition_point(|(block, _)| block.start() <= span.start());
        format!("r{}-b{}", self.number, after)
    }

    fn words(&self, spans: &[Span]) -> String {
        visible(&reportedly::summary::words(self.document, spans)).into_owned()
    }
}

/// The page up to the first report.
pub(crate) fn head(title: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy::policy(STYLE, SCRIPT));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(concat!("reportedly ", env!("CARGO_PKG_VERSION")));
                title { (visible(title)) " – Reportedly" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (PreEscaped(BODY_MARK))
            }
        }
    };
    // What follows the mark is the page's foot.
    let page = page.into_string();
    page.split(BODY_MARK).next().unwrap_or_default().to_owned()
}

/// Never in a page: maud escapes what comes from outside.
const BODY_MARK: &str = "<!--reports-->";

/// The page after the last report.
pub(crate) fn foot() -> String {
    html! { script { (PreEscaped(SCRIPT)) } }.into_string() + "</body></html>\n"
}

/// One report.
pub(crate) fn report(number: u64, document: &Document, analysis: &Analysis, summary: &Summary) -> String {
    let view = View { number, document, analysis, summary, places: Places::new(document) };
    let body: Markup = html! {
        article class="report" id={ "r" (number) } {
            (document::header(&view))
            div class="sides" {
                section class="text" aria-label="The report" lang=(document.meta.language.as_deref().unwrap_or("en")) {
                    (text::legend())
                    (text::blocks(&view))
                }
                section class="claims" aria-label="Statements and their sources" tabindex="0" {
                    (claims::checks(&view))
                    (claims::obtain(&view))
                    (claims::origins(&view))
                    (claims::own(&view))
                }
            }
        }
    };
    body.into_string() + "\n"
}

/// An address that may be followed: nothing but the web.
fn web_address(href: &str) -> Option<&str> {
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")).then_some(href)
}

/// A link, where the address may be followed; else the address as words.
fn link(href: &str) -> Markup {
    html! {
        @match web_address(href) {
            Some(address) => a href=(address) rel="noreferrer noopener nofollow" { (visible(href)) },
            None => span { (visible(href)) },
        }
    }
}
