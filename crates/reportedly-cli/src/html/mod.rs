//! `--format html`: a self-contained page, the annotated text beside its statements.
//!
//! Works without script and without network: styles and the few lines of script are in the page, and its content
//! security policy allows nothing else.

mod policy;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use reportedly::summary::Summary;
use reportedly::{Analysis, Document};
use reportedly_desk::annotated::{self, Frame, SCRIPT, STYLE, View};

use crate::paint::visible;

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
    let frame = Frame {
        prefix: format!("r{number}-"),
        blocks: 0..usize::MAX,
        elsewhere: &|_| String::new(),
        beside: &|_| html! {},
    };
    let view = View::new(document, analysis, summary, frame);
    let body: Markup = html! {
        article class="report" id={ "r" (number) } {
            (annotated::header(&view))
            div class="sides" {
                section class="text" aria-label="The report" lang=(document.meta.language.as_deref().unwrap_or("en")) {
                    (annotated::legend())
                    (annotated::blocks(&view))
                }
                section class="claims" aria-label="Statements and their sources" tabindex="0" {
                    (annotated::checks(&view))
                    (annotated::obtain(&view))
                    (annotated::origins(&view))
                    (annotated::own(&view))
                }
            }
        }
    };
    body.into_string() + "\n"
}
