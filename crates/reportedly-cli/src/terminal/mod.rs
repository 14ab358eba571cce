//! The view of one report: what a fact-checker on deadline looks for, in that order.

mod check;
mod header;
mod origin;

use reportedly::summary::{Piece, Places, Summary, pieces};
use reportedly::{Analysis, Claim, ClaimId, Document, Span};

use crate::paint::{GAP, Ink, Page, Paper, Text};

/// Lines that the short view should not exceed: a couple of screens.
const SHORT: usize = 100;

/// How much of a report is shown.
#[derive(Clone, Copy)]
struct Detail {
    /// Statements for each chain.
    statements: usize,
    /// Lines for each statement.
    lines: usize,
    /// Origins in each section.
    origins: usize,
    /// Checks of each kind.
    checks: usize,
    /// Things to get.
    obtain: usize,
}

impl Detail {
    const ALL: Detail = Detail {
        statements: usize::MAX,
        lines: usize::MAX,
        origins: usize::MAX,
        checks: usize::MAX,
        obtain: usize::MAX,
    };

    /// From generous to terse.
    const STEPS: [Detail; 4] = [
        Detail { statements: 4, lines: 2, origins: 20, checks: 5, obtain: 10 },
        Detail { statements: 2, lines: 2, origins: 10, checks: 4, obtain: 8 },
        Detail { statements: 1, lines: 2, origins: 7, checks: 3, obtain: 6 },
        Detail { statements: 1, lines: 1, origins: 5, checks: 2, obtain: 5 },
    ];
}

/// Everything that is needed to draw.
struct View<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    summary: &'a Summary,
    places: Places,
    paper: Paper,
}

/// The view as text; with `all` every statement, else as much as fits a couple of screens.
pub(crate) fn view(
    document: &Document,
    analysis: &Analysis,
    summary: &Summary,
    paper: Paper,
    all: bool,
) -> String {
    let view = View { document, analysis, summary, places: Places::new(document), paper };
    if all {
        return view.draw(Detail::ALL).into_string();
    }
    let mut page = Page::new();
    for detail in Detail::STEPS {
        page = view.draw(detail);
        if page.lines() <= SHORT {
            break;
        }
    }
    page.into_string()
}

impl View<'_> {
    fn draw(&self, detail: Detail) -> Page {
        let mut page = Page::new();
        header::draw(self, &mut page);
        origin::draw(self, detail, &mut page);
        check::checks(self, detail, &mut page);
        check::obtain(self, detail, &mut page);
        if detail.statements != usize::MAX {
            page.blank();
            let more = "every statement: --all · figures as a table: --figures · as a page: --format html";
            page.wrapped(self.paper, 0, 0, &Text::new().with(Ink::Dim, more));
        }
        page
    }

    fn claim(&self, id: ClaimId) -> Option<&Claim> {
        self.analysis.claims.get(id.0 as usize)
    }

    fn heading(&self, page: &mut Page, words: &str, count: Option<usize>) {
        page.blank();
        let mut text = Text::new().with(Ink::Heading, words);
        if let Some(count) = count {
            text.add(Ink::Dim, &format!("{GAP}{count}"));
        }
        page.wrapped(self.paper, 0, 0, &text);
    }

    /// The words at `spans`, figures and times with their readings.
    fn words(&self, spans: &[Span], ink: Ink) -> Text {
        let mut text = Text::new();
        let words = |span: Span| span.of(&self.document.text);
        let read = |text: &mut Text, reading: Option<String>| {
            if let Some(reading) = reading {
                // Kept on one line with its number.
                text.add(Ink::Reading, &format!("\u{a0}[{}]", reading.replace(' ', "\u{a0}")));
            }
        };
        for piece in pieces(self.document, self.analysis, spans) {
            match piece {
                Piece::Words(span) => text.add(ink, words(span)),
                Piece::Figure(_, span, reading) => {
                    text.add(Ink::Figure, words(span));
                    read(&mut text, reading);
                }
                Piece::Time(_, span, reading) => {
                    text.add(Ink::Time, words(span));
                    read(&mut text, reading);
                }
                Piece::Gap => text.add(Ink::Dim, " … "),
            }
        }
        text
    }

    fn place_of(&self, claim: &Claim) -> String {
        let first = claim.content.first().or(claim.cue.first()).or(claim.source.first());
        first.map_or_else(|| "–".to_owned(), |span| self.places.of(*span).to_string())
    }
}

/// "3 statements", "1 statement".
fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
