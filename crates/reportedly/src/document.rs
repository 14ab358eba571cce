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

/// Paragraphs of a plain text: runs of non-blank lines when blank lines occur, else single lines.
pub fn plain_blocks(text: &str, title: Option<&str>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(offset, offset + line.len()).trim(text);
        offset += line.len();
        if span.is_empty() {
            continue;
        }
        let kind = match title {
            Some(title) if blocks.is_empty() && same_title(span.of(text), title) => BlockKind::Title,
            _ => BlockKind::Paragraph,
        };
        blocks.push(Block { span, kind });
    }
    blocks
}

fn same_title(line: &str, title: &str) -> bool {
    let plain =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (line, title) = (plain(line), plain(title));
    !line.is_empty() && line == title
}
