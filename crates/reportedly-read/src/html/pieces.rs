//! The page's text cut into pieces: what stands between two line breaks, with its links and where it stands.

use std::rc::Rc;

use super::tree::{NodeId, Tree, is_block};
use super::words::WORDS;
use crate::text;

/// A run of inline text.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The nearest tag around it that stands on its own lines.
    pub(crate) owner: NodeId,
    /// Its words, white space collapsed.
    pub(crate) text: String,
    /// Byte ranges of `text` with the link's address as written; shared, for a link can lie around a million pieces.
    pub(crate) links: Vec<(usize, usize, Rc<str>)>,
    /// What its tags say it is.
    pub(crate) role: Role,
    /// Whether it is only on the page: navigation, teasers, forms.
    pub(crate) page_only: bool,
}

/// What tags and classes say of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Headline,
    Heading,
    Paragraph,
    ListItem,
    Caption,
    Byline,
    Date,
    Correction,
    Dek,
    Cell,
}

impl Piece {
    /// Bytes of its text that are links.
    fn link_bytes(&self) -> usize {
        self.links.iter().map(|(start, end, _)| end - start).sum()
    }

    /// Share of the text that is links, in percent.
    pub(crate) fn link_density(&self) -> usize {
        self.link_bytes() * 100 / self.text.len().max(1)
    }

    /// Whether it ends like a sentence.
    pub(crate) fn ends_like_a_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
        end.ends_with(['.', '!', '?', '…', ':'])
    }

    /// Whether it is running text.
    pub(crate) fn is_prose(&self) -> bool {
        let words = self.text.split_whitespace().take(8).count();
        words >= 8 && self.link_density() < 50 && (self.text.len() >= 120 || self.ends_like_a_sentence())
    }

    /// How much running text it holds, in bytes.
    pub(crate) fn mass(&self) -> usize {
        if self.is_prose() { self.text.len() - self.link_bytes().min(self.text.len()) } else { 0 }
    }
}

/// State of the walk.
struct Walk<'a> {
    tree: &'a Tree,
    pieces: Vec<Piece>,
    text: String,
    links: Vec<(usize, usize, Rc<str>)>,
    /// Links that are not closed yet: where they start in `text`, and their address.
    open: Vec<(usize, Rc<str>)>,
    space: bool,
    /// Running text under each node, what is only on the page included; once it is known.
    mass: Option<(&'a [usize], usize)>,
    /// The first headlines of the page.
    headlines: Vec<NodeId>,
}

/// Where the walk stands; passed down.
#[derive(Clone, Copy)]
struct Place {
    owner: NodeId,
    role: Role,
    page_only: bool,
}

/// Cuts up a page. Parts whose names say that they are no article are marked, unless they hold most of the page's
/// running text.
pub(crate) fn cut(tree: &Tree) -> Vec<Piece> {
    let all = walk(tree, None);
    let mass = masses(tree, &all, |_| true);
    let total = mass.first().copied().unwrap_or(0);
    walk(tree, Some((&mass, total)))
}

/// Running text under each node.
pub(crate) fn masses(tree: &Tree, pieces: &[Piece], keep: impl Fn(&Piece) -> bool) -> Vec<usize> {
    let mut mass = vec![0usize; tree.nodes.len()];
    for piece in pieces.iter().filter(|piece| keep(piece)) {
        if let Some(slot) = mass.get_mut(piece.owner) {
            *slot += piece.mass();
        }
    }
    for id in (1..tree.nodes.len()).rev() {
        let (own, parent) =
            (mass.get(id).copied().unwrap_or(0), tree.nodes.get(id).map_or(0, |node| node.parent));
        if let Some(slot) = mass.get_mut(parent) {
            *slot += own;
        }
    }
    mass
}

fn walk<'a>(tree: &'a Tree, mass: Option<(&'a [usize], usize)>) -> Vec<Piece> {
    let place = Place { owner: 0, role: Role::Paragraph, page_only: false };
    let headlines = tree.named("h1").map(|(id, _)| id).take(3).collect();
    let (pieces, text, links, open) = (Vec::new(), String::new(), Vec::new(), Vec::new());
    let mut walk = Walk { tree, pieces, text, links, open, space: false, mass, headlines };
    walk.children(0, place);
    walk.flush(place);
    walk.pieces
}

impl Walk<'_> {
    // the tree's depth is bounded, so this is too
    fn children(&mut self, id: NodeId, place: Place) {
        let tree = self.tree;
        let Some(node) = tree.node(id) else { return };
        let mut breaks = 0;
        for &child in &node.children {
            let Some(inner) = tree.node(child) else { continue };
            match inner.name.as_str() {
                "" => {
                    self.words(&inner.text);
                    if !inner.text.trim().is_empty() {
                        breaks = 0;
                    }
                }
                "br" => {
                    breaks += 1;
                    if breaks > 1 { self.flush(place) } else { self.line_break() }
                }
                "wbr" => {}
                name if is_dropped(name) => {}
                _ if is_hidden(inner) => {}
                name if !is_block(name) && WORDS.unseen(inner) => {}
                "a" => {
                    let href = inner.attribute("href").filter(|href| href.len() <= 2000).unwrap_or("");
                    self.open.push((self.text.len(), Rc::from(href)));
                    self.children(child, place);
                    if let Some((start, href)) = self.open.pop() {
                        self.link(start, href);
                    }
                }
                name if is_block(name) => {
                    self.flush(place);
                    let inside = self.enter(child, place);
                    self.children(child, inside);
                    self.flush(inside);
                    breaks = 0;
                }
                _ => {
                    self.inline(child, place);
                }
            }
        }
    }

    /// A link over the text from `start` on, as far as there are words.
    fn link(&mut self, start: usize, href: Rc<str>) {
        // the space or line break before the words is no part of the link
        let words = self.text.get(start..).unwrap_or("");
        let start = start + words.len() - words.trim_start().len();
        if start < self.text.len() && !href.is_empty() {
            self.links.push((start, self.text.len(), href));
        }
    }

    /// A tag inside a line. Classes of bylines and dates are looked at here too: they are often spans.
    fn inline(&mut self, id: NodeId, place: Place) {
        let Some(node) = self.tree.node(id) else { return };
        let alone = self.text.is_empty();
        let role = if node.name == "time" { Some(Role::Date) } else { named_role(node) };
        match role {
            Some(role) if alone && place.role == Role::Paragraph => {
                let inside = Place { role, ..place };
                self.children(id, inside);
                // alone on its line: the last of few in its block
                let last = self.tree.node(place.owner).is_some_and(|owner| {
                    owner.children.len() <= 8
                        && owner.children.iter().skip_while(|&&child| child != id).nth(1).is_none()
                });
                if last {
                    self.flush(inside);
                }
            }
            // the parts of a byline or date line are often spans that only the style keeps apart
            _ if matches!(place.role, Role::Byline | Role::Date) && node.name == "span" => {
                self.space |= self.text.ends_with(char::is_alphanumeric);
                self.children(id, place);
                self.space |= self.text.ends_with(char::is_alphanumeric);
            }
            _ => self.children(id, place),
        }
    }

    /// What holds inside a block.
    fn enter(&self, id: NodeId, place: Place) -> Place {
        let Some(node) = self.tree.node(id) else { return place };
        let by_tag = match node.name.as_str() {
            "h1" => Some(Role::Headline),
            "h2" | "h3" | "h4" | "h5" | "h6" => Some(Role::Heading),
            "li" | "dd" | "dt" => Some(Role::ListItem),
            "figcaption" | "caption" => Some(Role::Caption),
            "td" | "th" => Some(Role::Cell),
            _ => None,
        };
        let carried = match place.role {
            Role::Paragraph | Role::Cell | Role::ListItem => None,
            role => Some(role),
        };
        let big = self.mass.is_some_and(|(mass, total)| mass.get(id).copied().unwrap_or(0) * 2 > total);
        let named = if big { None } else { named_role(node) };
        let role = carried.or(by_tag).or(named).unwrap_or(match place.role {
            Role::ListItem if node.name == "p" || node.name == "div" => Role::ListItem,
            Role::Cell if node.name == "p" => Role::Paragraph,
            role => role,
        });
        let by_name = || {
            let tag = matches!(node.name.as_str(), "nav" | "aside" | "menu" | "form" | "footer" | "dialog");
            let role = node.attribute("role").is_some_and(|role| {
                matches!(
                    role,
                    "navigation" | "banner" | "complementary" | "contentinfo" | "search" | "dialog" | "alert"
                )
            });
            tag || role || WORDS.boilerplate.names(node)
        };
        let exempt = || {
            matches!(node.name.as_str(), "html" | "body" | "main")
                || (node.name == "article" && self.has_headline(id))
        };
        let page_only = place.page_only || (!big && by_name() && !exempt());
        Place { owner: id, role, page_only }
    }

    /// Whether an `h1` stands in it.
    fn has_headline(&self, id: NodeId) -> bool {
        self.headlines.iter().any(|&headline| self.tree.ancestors(headline).any(|up| up == id))
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                // soft hyphens, zero-width spaces and byte order marks are for the layout only
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                c if c.is_whitespace() => self.space = true,
                c => {
                    if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                        self.text.push(' ');
                    }
                    self.space = false;
                    self.text.push(c);
                }
            }
        }
    }

    fn line_break(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn flush(&mut self, place: Place) {
        self.space = false;
        // a link around whole blocks is a link in each of them; of links in links the inner one counts
        if let Some((start, href)) = self.open.last().cloned() {
            self.link(start, href);
        }
        self.open.iter_mut().for_each(|(start, _)| *start = 0);
        let mut text = std::mem::take(&mut self.text);
        let mut links = std::mem::take(&mut self.links);
        text.truncate(text.trim_end().len());
        for (start, end, _) in &mut links {
            *end = (*end).min(text.len());
            *start = (*start).min(*end);
        }
        links.retain(|(start, end, _)| text.get(*start..*end).is_some_and(|words| !words.trim().is_empty()));
        if text.is_empty() {
            return;
        }
        // "Headline<br>By Anna Berg<br>June 9, 2016" is no paragraph
        let header =
            |line: &str| text::byline(line.trim()).is_some() || text::date_line(line.trim()).is_some();
        if text.contains('\n') && text.len() <= 600 && text.lines().any(header) {
            let mut offset = 0;
            for line in text.split_inclusive('\n') {
                let (start, end) = (offset, offset + line.trim_end().len());
                offset += line.len();
                let inside = links.iter().filter(|(from, to, _)| *from < end && start < *to);
                let clipped = inside.map(|(from, to, href)| {
                    (from.saturating_sub(start), (*to).min(end) - start, Rc::clone(href))
                });
                let links = clipped.collect();
                self.push(place, line.trim_end().to_owned(), links);
            }
        } else {
            self.push(place, text, links);
        }
    }

    fn push(&mut self, place: Place, text: String, links: Vec<(usize, usize, Rc<str>)>) {
        let Place { owner, role, page_only } = place;
        if !text.is_empty() {
            self.pieces.push(Piece { owner, text, links, role, page_only });
        }
    }
}

/// What a class says of an element.
fn named_role(node: &super::tree::Node) -> Option<Role> {
    let words = &*WORDS;
    let roles = [
        (&words.correction, Role::Correction),
        (&words.caption, Role::Caption),
        (&words.byline, Role::Byline),
        (&words.dateline, Role::Date),
        (&words.dek, Role::Dek),
    ];
    if node.attributes.is_empty() {
        return None;
    }
    roles.iter().find(|(set, _)| set.names(node)).map(|&(_, role)| role)
}

/// Tags that hold no text of the article.
fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "canvas"
            | "video"
            | "audio"
            | "select"
            | "button"
            | "textarea"
            | "input"
            | "head"
            | "title"
            | "map"
            | "datalist"
            | "xmp"
            | "noembed"
            | "noframes"
            | "plaintext"
    )
}

fn is_hidden(node: &super::tree::Node) -> bool {
    let style = || node.attribute("style").map(|style| style.to_ascii_lowercase().replace(' ', ""));
    node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || style().is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden"))
}
