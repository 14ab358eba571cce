//! One report on a page: its text with every mark, beside its statements. The desk and the self-contained page of
//! `reportedly read --format html` show it in the same way.

mod claims;
mod document;
mod text;

use std::ops::Range;

use maud::{Markup, html};
use reportedly::summary::{Places, Summary};
use reportedly::{Analysis, ClaimId, Document, Span, visible};

pub use claims::{checks, obtain, origins, own};
pub(crate) use claims::{notes, place_link, words};
pub use document::header;
pub use text::{blocks, legend};

/// How it looks.
pub const STYLE: &str = include_str!("annotated.css");
/// Points from a statement to its words and back.
pub const SCRIPT: &str = include_str!("annotated.js");

/// How a report stands on its page.
pub struct Frame<'a> {
    /// Before every id, so that several reports on one page stay apart.
    pub prefix: String,
    /// The blocks that are shown, by index.
    pub blocks: Range<usize>,
    /// The address of a block that is not shown.
    pub elsewhere: &'a dyn Fn(usize) -> String,
    /// What stands behind a statement.
    pub beside: &'a dyn Fn(ClaimId) -> Markup,
}

/// One report with everything that is shown of it.
pub struct View<'a> {
    /// The report.
    pub document: &'a Document,
    /// Its analysis.
    pub analysis: &'a Analysis,
    /// What it comes to.
    pub summary: &'a Summary,
    /// How it stands on its page.
    pub frame: Frame<'a>,
    places: Places,
}

impl<'a> View<'a> {
    /// A report in its frame.
    pub fn new(
        document: &'a Document,
        analysis: &'a Analysis,
        summary: &'a Summary,
        frame: Frame<'a>,
    ) -> View<'a> {
        View { document, analysis, summary, frame, places: Places::new(document) }
    }

    /// Where things stand.
    pub fn places(&self) -> &Places {
        &self.places
    }

    fn claim_id(&self, claim: ClaimId) -> String {
        format!("{}c{}", self.frame.prefix, u64::from(claim.0) + 1)
    }

    /// The index of the block at that place.
    fn block_at(&self, span: Span) -> usize {
        let after = self.places.blocks().partition_point(|(block, _)| block.start() <= span.start());
        after.saturating_sub(1)
    }

    fn block_href(&self, span: Span) -> String {
        let block = self.block_at(span);
        if self.frame.blocks.contains(&block) {
            format!("#{}b{}", self.frame.prefix, block + 1)
        } else {
            (self.frame.elsewhere)(block)
        }
    }

    /// Whether the claim's words are among the blocks that are shown.
    pub fn shows(&self, claim: ClaimId) -> bool {
        let found = self.analysis.claims.get(claim.0 as usize);
        let first =
            found.and_then(|claim| claim.content.first().or(claim.cue.first()).or(claim.source.first()));
        first.is_none_or(|span| self.frame.blocks.contains(&self.block_at(*span)))
    }

    fn beside(&self, claim: ClaimId) -> Markup {
        (self.frame.beside)(claim)
    }

    fn words(&self, spans: &[Span]) -> String {
        visible(&reportedly::summary::words(self.document, spans)).into_owned()
    }
}

/// An address that may be followed: nothing but the web.
pub fn web_address(href: &str) -> Option<&str> {
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")).then_some(href)
}

/// A link, where the address may be followed; else the address as words.
pub fn link(href: &str) -> Markup {
    html! {
        @match web_address(href) {
            Some(address) => a href=(address) rel="noreferrer noopener nofollow" { (visible(href)) },
            None => span { (visible(href)) },
        }
    }
}
