//! One report as it was read.

use crate::{Notice, Span};

/// One report: its text, which is never changed afterwards, and what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The id that the report came with, else one made from its address or its contents.
    pub id: String,
    /// The text that every span of this document points into.
    pub text: String,
    /// The text's parts in order; they do not overlap and are separated by white space only.
    pub blocks: Vec<Block>,
    /// What is known about the report.
    pub meta: Meta,
    /// Doubts that arose while reading.
    pub notices: Vec<Notice>,
}

/// A part of the text: a paragraph, a heading, a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a part of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The report's title.
    Title,
    /// A heading inside the report.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// The words under a picture.
    Caption,
    /// A note that corrects or updates the report.
    Correction,
    /// A credit to an agency or to contributors: "(Reuters)", "AP contributed to this report".
    Credit,
}

impl BlockKind {
    /// The name used in data.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list_item",
            BlockKind::Caption => "caption",
            BlockKind::Correction => "correction",
            BlockKind::Credit => "credit",
        }
    }
    /// The variant of that name.
    pub fn from_name(name: &str) -> Option<BlockKind> {
        match name {
            "title" => Some(BlockKind::Title),
            "heading" => Some(BlockKind::Heading),
            "paragraph" => Some(BlockKind::Paragraph),
            "list_item" => Some(BlockKind::ListItem),
            "caption" => Some(BlockKind::Caption),
            "correction" => Some(BlockKind::Correction),
            "credit" => Some(BlockKind::Credit),
            _ => None,
        }
    }
}

/// What is known about a report beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Language tag ("en") and whether it is certain enough to rely on.
    pub language: Option<String>,
    /// When it was published, as far as known.
    pub published: Option<Dated>,
    /// When it was last changed, as far as known.
    pub updated: Option<Dated>,
    /// Every date that the file itself gave for its publication or update, with where it was found.
    pub dates: Vec<Dated>,
    /// Hyperlinks that stand in the text.
    pub links: Vec<Hyperlink>,
    /// The bytes that were read.
    pub custody: Option<Custody>,
}

/// A date with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day, in the publisher's own zone where one is given.
    pub date: jiff::civil::Date,
    /// Time of day and zone as written ("14:05:00+02:00"), where given.
    pub time: Option<String>,
    /// What the date is said to be.
    pub role: DateRole,
    /// Where it was found.
    pub origin: DateOrigin,
    /// The words or the field that gave it ("article:published_time", "March 4, 2026").
    pub evidence: String,
}

/// What a date of a report is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRole {
    /// First publication.
    Published,
    /// Last change.
    Updated,
}

/// Where a report's date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrigin {
    /// Given by the user (`--published`).
    User,
    /// A field of the file: HTML metadata, JSON-LD, a JSON line.
    Metadata,
    /// The address ("/2016/06/09/").
    Address,
    /// Words on the page.
    VisibleText,
}

impl DateRole {
    /// The name used in data.
    pub fn name(self) -> &'static str {
        match self {
            DateRole::Published => "published",
            DateRole::Updated => "updated",
        }
    }
    /// The variant of that name.
    pub fn from_name(name: &str) -> Option<DateRole> {
        match name {
            "published" => Some(DateRole::Published),
            "updated" => Some(DateRole::Updated),
            _ => None,
        }
    }
}

impl DateOrigin {
    /// The name used in data.
    pub fn name(self) -> &'static str {
        match self {
            DateOrigin::User => "user",
            DateOrigin::Metadata => "metadata",
            DateOrigin::Address => "address",
            DateOrigin::VisibleText => "visible_text",
        }
    }
    /// The variant of that name.
    pub fn from_name(name: &str) -> Option<DateOrigin> {
        match name {
            "user" => Some(DateOrigin::User),
            "metadata" => Some(DateOrigin::Metadata),
            "address" => Some(DateOrigin::Address),
            "visible_text" => Some(DateOrigin::VisibleText),
            _ => None,
        }
    }
}

/// A hyperlink in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// The words that carry it.
    pub span: Span,
    /// Where it leads; `http` and `https` only.
    pub href: String,
}

/// The bytes that a document was read from, so that anybody can check that nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    /// File name as given, `-` for standard input.
    pub file: String,
    /// SHA-256 of the original bytes, hexadecimal.
    pub sha256: String,
    /// Number of original bytes.
    pub bytes: u64,
    /// Line of a JSON-lines file, from 1.
    pub line: Option<u64>,
}

impl Document {
    /// A document of plain text: blank lines part its paragraphs.
    ///
    /// The first block is the title where `meta.title` says the same words. Without an id the document is called
    /// `document`; readers give real ones.
    pub fn plain(id: impl Into<String>, text: impl Into<String>, meta: Meta) -> Document {
        let text = text.into();
        let blocks = plain_blocks(&text, meta.title.as_deref());
        Document { id: id.into(), text, blocks, meta, notices: Vec::new() }
    }

    /// The publication date, where known.
    pub fn published(&self) -> Option<jiff::civil::Date> {
        self.meta.published.as_ref().map(|dated| dated.date)
    }
}

/// Paragraphs of a plain text: single lines, or, in a text wrapped at a fixed width, the runs of lines that the
/// wrapping tore apart.
///
/// The first block is a title where it says the same words as `title`.
pub fn plain_blocks(text: &str, title: Option<&str>) -> Vec<Block> {
    let lines = lines(text);
    let width = wrapped_at(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<Line> = None;
    for line in lines {
        let joins = match (width, &before) {
            (Some(width), Some(before)) => line.continues(before, text, width),
            _ => false,
        };
        match blocks.last_mut() {
            Some(block) if joins => block.span = block.span.cover(line.span),
            _ => blocks.push(Block { span: line.span, kind: BlockKind::Paragraph }),
        }
        before = Some(line);
    }
    if let (Some(title), Some(first)) = (title, blocks.first_mut())
        && same_title(first.span.of(text), title)
    {
        first.kind = BlockKind::Title;
    }
    blocks
}

/// A line that is not blank.
struct Line {
    /// Without white space at its ends.
    span: Span,
    /// How many characters it has.
    width: usize,
    /// White space before it.
    indent: usize,
    /// Whether a blank line stands before it.
    after_blank: bool,
}

impl Line {
    /// Whether it goes on with the paragraph of the line before, in a text wrapped at `width`: its first word would not
    /// have fitted there, and it is not set off.
    fn continues(&self, before: &Line, text: &str, width: usize) -> bool {
        !self.after_blank && self.indent <= before.indent && !before.has_room_for(self, text, width)
    }

    fn has_room_for(&self, next: &Line, text: &str, width: usize) -> bool {
        let word = next.span.of(text).split_whitespace().next().unwrap_or("");
        // hyphens let a wrapper break inside a word; ragged hands leave some room
        let word = word.split_inclusive(['-', '—', '–']).next().unwrap_or(word);
        self.width + 1 + word.chars().count() + SLACK <= width
    }
}

/// Columns that a line may lack before its break counts as meant.
const SLACK: usize = 8;

fn lines(text: &str) -> Vec<Line> {
    let (mut lines, mut offset, mut after_blank) = (Vec::new(), 0, false);
    for line in text.split_inclusive('\n') {
        let span = Span::new(offset, offset + line.len()).trim(text);
        let indent = span.start() - offset;
        offset += line.len();
        if span.is_empty() {
            after_blank = true;
        } else {
            lines.push(Line { span, width: span.of(text).chars().count(), indent, after_blank });
            after_blank = false;
        }
    }
    lines
}

/// The width at which a text is wrapped, if it is: no line is long, and nearly every line that another one follows was
/// full.
fn wrapped_at(text: &str, lines: &[Line]) -> Option<usize> {
    let width = lines.iter().map(|line| line.width).max().filter(|width| (45..=130).contains(width))?;
    let (mut full, mut all) = (0, 0);
    for pair in lines.windows(2) {
        if let [line, next] = pair
            && !next.after_blank
        {
            all += 1;
            full += usize::from(!line.has_room_for(next, text, width));
        }
    }
    // the breaks after headers, lists and last lines of paragraphs are meant
    (full >= 3 && full * 10 >= all * 7).then_some(width)
}

fn same_title(line: &str, title: &str) -> bool {
    let plain =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (line, title) = (plain(line), plain(title));
    !line.is_empty() && line == title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<&str> {
        plain_blocks(text, None).iter().map(|block| block.span.of(text)).collect()
    }

    #[test]
    fn lines_are_paragraphs() {
        assert_eq!(check("One.\n\n Two. \nThree.\n"), ["One.", "Two.", "Three."]);
        assert_eq!(check(" \n\n"), [""; 0]);
        let long = "word ".repeat(60);
        assert_eq!(check(&format!("{long}\n{long}\n{long}\n{long}")).len(), 4);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let wrapped = "The harbor will stay closed until the spring, the mayor said on\n\
            Monday, after engineers had found new cracks in the oldest part of\n\
            the wall. She gave no date.\n\
            \n\
            \"We will not open it before it is safe,\" she said, and added that\n\
            the town would pay for the repairs itself.\n\
            Contact: the town hall\n";
        let paragraphs = check(wrapped);
        assert_eq!(paragraphs.len(), 3, "{paragraphs:?}");
        assert!(paragraphs[0].ends_with("gave no date."));
        assert_eq!(paragraphs[2], "Contact: the town hall");
    }

    #[test]
    fn the_title_is_known_by_its_words() {
        let blocks = plain_blocks("Harbor Closed.\n\nThe harbor is closed.", Some("Harbor closed"));
        let kinds: Vec<BlockKind> = blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Title, BlockKind::Paragraph]);
    }
}
