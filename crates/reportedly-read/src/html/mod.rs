//! HTML pages: main text as blocks of their kind, links, and what the page says about itself.
//!
//! The page is read in one pass of a standard tokenizer into a tree of bounded depth, cut into pieces of text, and the
//! element that holds the running text is chosen. Time and memory are linear in the page.

mod address;
mod choose;
mod facts;
mod pieces;
mod tree;
mod words;

use std::sync::LazyLock;

use regex::bytes::Regex;
use reportedly::{Block, BlockKind, Document, Hyperlink, Notice, Span};

use crate::error::ReadErrorKind;
use crate::{ReadOptions, decode, text};
use choose::{Article, Kept};
use pieces::Piece;
use tree::Tree;

/// The least running text that makes an article, in bytes.
const LEAST: usize = 60;

/// Most links of one article; a page with more of them is none, and could fill the memory with long addresses.
const MOST_LINKS: usize = 10_000;

/// Reads a page.
pub(crate) fn document(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadErrorKind> {
    let declared = declared_encoding(bytes);
    let decoded = decode::decode(bytes, options.encoding.as_deref(), declared.as_deref())?;
    if decoded.text.trim().is_empty() {
        return Err(ReadErrorKind::Empty);
    }
    let tree = Tree::parse(&decoded.text);
    let mut facts = facts::facts(&tree, options.url.as_deref());
    let pieces = pieces::cut(&tree);
    facts.title_from_page(&tree, &pieces);
    let article = choose::article(&tree, &pieces);
    let mut kept = choose::keep(&tree, &pieces, &article, facts.meta.title.as_deref());
    let running = |kept: &[Kept<'_>]| kept.iter().map(|item| item.piece.mass()).sum::<usize>();

    let mut notices = decoded.notices;
    notices.append(&mut facts.notices);
    if tree.flattened {
        notices.push(Notice::new(
            "R08",
            None,
            "the page's tags are nested too deeply; the deepest were flattened",
        ));
    }
    // pages that make their text by script often carry it in their data
    let paragraphs = facts.body.as_deref().map(facts::body_paragraphs).unwrap_or_default();
    let from_data: Vec<Piece> =
        if paragraphs.iter().map(String::len).sum::<usize>() > running(&kept).max(LEAST) * 2 {
            notices.push(Notice::new(
                "R09",
                None,
                "the text was taken from the page's data (JSON-LD), without links",
            ));
            paragraphs.into_iter().map(Piece::plain).collect()
        } else {
            Vec::new()
        };
    if !from_data.is_empty() {
        kept.retain(|item| item.kind == BlockKind::Title);
        kept.extend(from_data.iter().map(|piece| {
            let kind = crate::notes::kind(&piece.text).unwrap_or(BlockKind::Paragraph);
            Kept { piece, kind }
        }));
    }
    let story = |item: &&Kept<'_>| matches!(item.kind, BlockKind::Paragraph | BlockKind::ListItem);
    if running(&kept) < LEAST || kept.iter().filter(story).count() == 0 {
        return Err(ReadErrorKind::NoArticle);
    }
    notices.extend(doubtful(&pieces, &article));

    let mut meta = facts.meta;
    let base = base(&tree, meta.url.as_deref().or(options.url.as_deref()));
    // the head of the site says today's date, not the article's
    let headlines: Vec<usize> = tree.named("h1").map(|(id, _)| id).take(3).collect();
    let site_head = |id: usize| {
        let tag = |up: &usize| tree.node(*up).is_some_and(|node| node.name == "header");
        let around = tree.ancestors(id).take_while(|&up| up != article.whole).filter(tag).last();
        around.is_some_and(|header| {
            !headlines.iter().any(|&headline| tree.ancestors(headline).any(|up| up == header))
        })
    };
    let of_article = |id: usize| {
        let whole = tree.ancestors(id).any(|up| up == article.whole);
        let page_only = tree.ancestors(id).any(|up| {
            tree.node(up).is_some_and(|node| matches!(node.name.as_str(), "aside" | "nav" | "footer" | "li"))
        });
        (whole || (id < article.body && !site_head(id))) && !page_only
    };
    meta.dates.extend(facts::time_tags(&tree, of_article));
    let byline_tag = facts::byline_tag(&tree, of_article);
    let mut document = assemble(&kept, base.as_deref());
    for block in &document.blocks {
        let line = block.span.of(&document.text);
        match block.kind {
            BlockKind::Credit => {
                meta.dates.extend(text::dates_of_line(line));
                if let Some(byline) = text::byline(line) {
                    meta.byline.get_or_insert_with(|| byline.to_owned());
                }
            }
            BlockKind::Title => {
                meta.title.get_or_insert_with(|| line.to_owned());
            }
            _ => {}
        }
    }
    // dates and bylines that stand above the article, outside its element
    let above = |piece: &&Piece| !piece.page_only && piece.owner <= article.body && !site_head(piece.owner);
    for piece in pieces.iter().filter(above) {
        meta.dates.extend(text::dates_of_line(&piece.text));
        if let Some(byline) = text::byline(&piece.text) {
            meta.byline.get_or_insert_with(|| byline.to_owned());
        }
    }
    meta.byline = meta.byline.or(byline_tag);
    meta.links = std::mem::take(&mut document.meta.links);
    document.meta = meta;
    document.notices = notices;
    Ok(document)
}

/// Joins the pieces with blank lines, and puts the links where they stand then.
fn assemble(kept: &[Kept<'_>], base: Option<&str>) -> Document {
    let mut document = Document {
        id: String::new(),
        text: String::new(),
        blocks: Vec::with_capacity(kept.len()),
        meta: reportedly::Meta::default(),
        notices: Vec::new(),
    };
    for Kept { piece, kind } in kept {
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        document.text.push_str(&piece.text);
        document.blocks.push(Block { span: Span::new(start, document.text.len()), kind: *kind });
        let room = MOST_LINKS.saturating_sub(document.meta.links.len());
        for (from, to, href) in piece.links.iter().take(room) {
            if let Some(href) = address::absolute(href, base) {
                let span = Span::new(start + from, start + to).trim(&document.text);
                document.meta.links.push(Hyperlink { span, href });
            }
        }
    }
    document
}

impl Piece {
    /// A paragraph that stands nowhere on the page.
    fn plain(text: String) -> Piece {
        Piece { owner: 0, text, links: Vec::new(), role: pieces::Role::Paragraph, page_only: false }
    }
}

/// The address that relative links start from.
fn base(tree: &Tree, url: Option<&str>) -> Option<String> {
    let tag = tree.named("base").find_map(|(_, node)| node.attribute("href"));
    tag.and_then(|href| address::absolute(href, url)).or_else(|| url.map(str::to_owned))
}

/// A page that may be a list of articles rather than one.
fn doubtful(pieces: &[Piece], article: &Article) -> Option<Notice> {
    let linked: usize = pieces
        .iter()
        .filter(|piece| !piece.page_only && piece.link_density() >= 50)
        .map(|piece| piece.text.len())
        .sum();
    (article.mass < 400 && linked > article.mass * 3).then(|| {
        Notice::new("R10", None, "the page holds little running text and many links: it may be no article")
    })
}

/// What the page says its encoding is.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    static CHARSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)(?:<meta[^>]{0,200}?charset\s*=\s*["']?\s*|<\?xml[^>]{0,100}?encoding\s*=\s*["'])([a-z0-9_:.-]{2,30})"#).ok()
    });
    let head = bytes.get(..4096).unwrap_or(bytes);
    let found = CHARSET.as_ref()?.captures(head)?.get(1)?.as_bytes();
    Some(String::from_utf8_lossy(found).into_owned())
}
