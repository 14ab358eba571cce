//! Which part of a page is the article, and which pieces of it are kept.

use reportedly::BlockKind;

use super::pieces::{Piece, Role, masses};
use super::tree::{NodeId, Tree};
use super::words::WORDS;
use crate::{notes, text};

/// Where the article stands.
pub(crate) struct Article {
    /// The element that holds the running text.
    pub(crate) body: NodeId,
    /// The element that holds headline, captions and notes as well.
    pub(crate) whole: NodeId,
    /// Bytes of running text in `body`.
    pub(crate) mass: usize,
}

/// Finds the article.
pub(crate) fn article(tree: &Tree, pieces: &[Piece]) -> Article {
    let mass = masses(tree, pieces, |piece| !piece.page_only);
    let of = |id: NodeId| mass.get(id).copied().unwrap_or(0);
    let total = of(0);
    let heavy = |keep: &dyn Fn(NodeId) -> bool, share: usize| {
        let candidates =
            (1..tree.nodes.len()).filter(|&id| of(id) > 0 && of(id) * 100 >= total * share && keep(id));
        // the innermost of those that hold nearly all that the heaviest holds
        let candidates: Vec<NodeId> = candidates.collect();
        let most = candidates.iter().map(|&id| of(id)).max()?;
        candidates.into_iter().rev().find(|&id| of(id) * 10 >= most * 9)
    };
    let named =
        |id: NodeId| tree.node(id).is_some_and(|node| !node.name.is_empty() && WORDS.body.names(node));
    let tag = |id: NodeId, name: &str| tree.node(id).is_some_and(|node| node.name == name);
    let start = parts(tree, &mass, &named)
        .filter(|&id| of(id) * 100 >= total * 40)
        .or_else(|| heavy(&named, 40))
        .or_else(|| heavy(&|id| tag(id, "article"), 40))
        .or_else(|| heavy(&|id| tag(id, "main"), 60))
        .unwrap_or(0);
    let body = descend(tree, pieces, &mass, start);
    let holder = |name: &str| tree.ancestors(body).find(|&id| tag(id, name));
    let whole =
        holder("article").or_else(|| holder("main")).filter(|&id| of(id) <= of(body) * 2).unwrap_or(body);
    Article { body, whole, mass: of(body) }
}

/// Sites cut their main text into several elements of the same name, with other things between: what holds them all.
fn parts(tree: &Tree, mass: &[usize], named: &dyn Fn(NodeId) -> bool) -> Option<NodeId> {
    let of = |id: NodeId| mass.get(id).copied().unwrap_or(0);
    let mut outer: Vec<NodeId> = Vec::new();
    // parents stand before children, so an inner one is seen after its outer one
    let mut covered = vec![false; tree.nodes.len()];
    for (id, node) in tree.nodes.iter().enumerate().skip(1) {
        let above = covered.get(node.parent).copied().unwrap_or(false);
        let here = !above && of(id) > 0 && named(id);
        if here {
            outer.push(id);
        }
        if let Some(slot) = covered.get_mut(id) {
            *slot = above || here;
        }
    }
    let (sum, most) = (outer.iter().map(|&id| of(id)).sum::<usize>(), outer.iter().map(|&id| of(id)).max()?);
    if most * 100 >= sum * 85 {
        return None;
    }
    // how many of them each node holds, children before parents: the lowest that holds all
    let mut held = vec![0_usize; tree.nodes.len()];
    for &id in &outer {
        if let Some(slot) = held.get_mut(id) {
            *slot = 1;
        }
    }
    for (id, node) in tree.nodes.iter().enumerate().skip(1).rev() {
        let below = held.get(id).copied().unwrap_or(0);
        if let Some(slot) = held.get_mut(node.parent) {
            *slot += below;
        }
    }
    held.iter().rposition(|&below| below == outer.len())
}

/// Goes down as long as one child holds nearly everything, or holds most and the headline.
fn descend(tree: &Tree, pieces: &[Piece], mass: &[usize], start: NodeId) -> NodeId {
    let of = |id: NodeId| mass.get(id).copied().unwrap_or(0);
    let headline = pieces.iter().find(|piece| piece.role == Role::Headline && !piece.page_only);
    let above: Vec<NodeId> = headline.map(|piece| tree.ancestors(piece.owner).collect()).unwrap_or_default();
    let mut at = start;
    while let Some(node) = tree.node(at) {
        let Some(&child) = node.children.iter().max_by_key(|&&child| of(child)) else { break };
        let paragraph =
            tree.node(child).is_some_and(|node| matches!(node.name.as_str(), "p" | "" | "blockquote" | "li"));
        let most =
            of(child) * 100 >= of(at) * 85 || (of(child) * 100 >= of(at) * 45 && above.contains(&child));
        if paragraph || !most || of(child) == 0 {
            break;
        }
        at = child;
    }
    at
}

/// A piece that is kept, as what it is.
pub(crate) struct Kept<'a> {
    pub(crate) piece: &'a Piece,
    pub(crate) kind: BlockKind,
}

/// The article's pieces in order, its headline first where the page shows it.
pub(crate) fn keep<'a>(
    tree: &Tree,
    pieces: &'a [Piece],
    article: &Article,
    title: Option<&str>,
) -> Vec<Kept<'a>> {
    let (body, whole) = (inside(tree, article.body), inside(tree, article.whole));
    let within = |marks: &[bool], piece: &Piece| marks.get(piece.owner).copied().unwrap_or(false);
    let headline = headline(pieces, title, |piece| within(&whole, piece));
    let mut kept: Vec<Kept<'a>> = Vec::new();
    if let Some(at) = headline {
        kept.extend(pieces.get(at).map(|piece| Kept { piece, kind: BlockKind::Title }));
    }
    let first = pieces.iter().position(|piece| within(&body, piece) && piece.is_prose() && !piece.page_only);
    let last = pieces.iter().rposition(|piece| within(&body, piece) && piece.is_prose() && !piece.page_only);
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
    let title = headline.and_then(|at| pieces.get(at)).map(|piece| bare(crate::head(&piece.text, 600)));
    for (at, piece) in pieces.iter().enumerate() {
        if Some(at) == headline || (piece.text.len() < 600 && title.as_ref() == Some(&bare(&piece.text))) {
            continue;
        }
        let kind = if within(&body, piece) && !piece.page_only {
            body_kind(piece, at < first)
        } else if within(&whole, piece) || at >= first {
            // around the body only what is plainly part of the article
            around_kind(piece, at > last, within(&whole, piece))
        } else {
            None
        };
        if let Some(kind) = kind {
            kept.push(Kept { piece, kind });
        }
    }
    // a heading with nothing below it was not the article's
    let mut below = false;
    let mut stays: Vec<bool> = Vec::with_capacity(kept.len());
    for item in kept.iter().rev() {
        below |= matches!(item.kind, BlockKind::Paragraph | BlockKind::ListItem);
        stays.push(below || item.kind != BlockKind::Heading);
    }
    kept.retain(|_| stays.pop().unwrap_or(true));
    without_repetitions(kept)
}

fn inside(tree: &Tree, root: NodeId) -> Vec<bool> {
    let mut marks = vec![false; tree.nodes.len()];
    for id in 0..tree.nodes.len() {
        let parent = tree.nodes.get(id).map_or(0, |node| node.parent);
        let mark = id == root || (id != 0 && marks.get(parent).copied().unwrap_or(false));
        if let Some(slot) = marks.get_mut(id) {
            *slot = mark;
        }
    }
    marks
}

/// The first `h1` that says the title, else the first in the article.
fn headline(pieces: &[Piece], title: Option<&str>, in_article: impl Fn(&Piece) -> bool) -> Option<usize> {
    let candidates = || {
        pieces.iter().enumerate().filter(|(_, piece)| matches!(piece.role, Role::Headline | Role::Heading))
    };
    let lines =
        || pieces.iter().enumerate().filter(|(_, piece)| !piece.page_only && piece.link_density() < 50);
    let title = title.map(|title| bare(crate::head(title, 600)));
    let same = |title: String| {
        let mut all = candidates().chain(lines());
        all.find(|(_, piece)| piece.text.len() < 600 && bare(&piece.text) == title).map(|(at, _)| at)
    };
    let inner = || {
        candidates()
            .find(|(_, piece)| piece.role == Role::Headline && !piece.page_only && in_article(piece))
            .map(|(at, _)| at)
    };
    title.and_then(same).or_else(inner)
}

/// Letters and digits only.
pub(crate) fn bare(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a piece of the body is; none where it is not the article's.
fn body_kind(piece: &Piece, before_text: bool) -> Option<BlockKind> {
    if let Some(kind) = notes::kind(&piece.text) {
        return Some(kind);
    }
    let line = piece.text.as_str();
    if text::byline(line).is_some() || text::date_line(line).is_some() {
        return Some(BlockKind::Credit);
    }
    if WORDS.only_page(line) {
        return None;
    }
    let dense = piece.link_density() >= 50;
    match piece.role {
        Role::Correction => Some(BlockKind::Correction),
        Role::Caption => Some(BlockKind::Caption),
        Role::Byline | Role::Date if !piece.is_prose() => (line.len() <= 200).then_some(BlockKind::Credit),
        Role::Headline | Role::Heading | Role::Dek => (!dense).then_some(BlockKind::Heading),
        _ if piece.is_prose() => Some(match piece.role {
            Role::ListItem => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        }),
        Role::ListItem => (!dense && !before_text).then_some(BlockKind::ListItem),
        Role::Cell if !piece.ends_like_a_sentence() => None,
        _ => {
            let words = line.split_whitespace().count();
            let spoken = piece.ends_like_a_sentence() || line.ends_with(['"', '”', ',', ';', '—', '–', '-']);
            (!dense && words >= 2 && spoken).then_some(BlockKind::Paragraph)
        }
    }
}

/// What a piece beside the body is: captions, notes and credits only.
fn around_kind(piece: &Piece, after: bool, in_whole: bool) -> Option<BlockKind> {
    match notes::kind(&piece.text) {
        Some(BlockKind::Correction) => return Some(BlockKind::Correction),
        Some(BlockKind::Credit)
            if !piece.text.contains('©') && !piece.text.to_lowercase().contains("copyright") =>
        {
            return (after || in_whole).then_some(BlockKind::Credit);
        }
        _ => {}
    }
    if !in_whole || piece.page_only {
        return None;
    }
    match piece.role {
        Role::Correction => Some(BlockKind::Correction),
        Role::Caption if piece.link_density() < 50 && !WORDS.only_page(&piece.text) => {
            Some(BlockKind::Caption)
        }
        Role::Byline | Role::Date
            if text::byline(&piece.text).is_some() || text::date_line(&piece.text).is_some() =>
        {
            Some(BlockKind::Credit)
        }
        Role::Dek if !after => Some(BlockKind::Heading),
        _ => None,
    }
}

/// Pages show captions and pull quotes twice.
fn without_repetitions(mut kept: Vec<Kept<'_>>) -> Vec<Kept<'_>> {
    let mut seen = std::collections::BTreeSet::new();
    // short answers may well be given twice
    kept.retain(|item| item.piece.text.len() < 40 || seen.insert(item.piece.text.as_str()));
    kept
}
