//! Plain text to a document: title, header lines, paragraphs, notes.

use std::sync::LazyLock;

use regex::Regex;
use reportedly::{Block, BlockKind, DateOrigin, DateRole, Dated, Document, Meta, plain_blocks};

use crate::{ReadOptions, dates, notes};

/// How many blocks at the top can be title, byline and date.
const HEADER: usize = 8;

/// Line breaks as one character each; nothing else is changed.
pub(crate) fn unify_line_breaks(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// What is known of a plain text before it is read.
pub(crate) fn title_from(options: &ReadOptions) -> Meta {
    Meta { title: options.title.clone(), ..Meta::default() }
}

/// A document of plain text. `meta` holds what is known from elsewhere; the text's own header fills the gaps.
pub(crate) fn document(text: String, mut meta: Meta) -> Document {
    let mut blocks = plain_blocks(&text, meta.title.as_deref());
    classify(&text, &mut blocks);
    header(&text, &mut blocks, &mut meta);
    Document { id: String::new(), text, blocks, meta, notices: Vec::new() }
}

/// Gives credits, notes, captions and headings their kind.
pub(crate) fn classify(text: &str, blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|block| block.kind == BlockKind::Paragraph) {
        if let Some(kind) = notes::kind(block.span.of(text)) {
            block.kind = kind;
        }
    }
    // backwards, so that a heading is seen to stand before running text
    let mut text_below = false;
    for (at, block) in blocks.iter_mut().enumerate().rev() {
        let words = block.span.of(text);
        if block.kind != BlockKind::Paragraph {
            text_below = false;
        } else if text_below && at > 0 && looks_like_heading(words) {
            block.kind = BlockKind::Heading;
            text_below = false;
        } else {
            text_below = words.len() >= 100;
        }
    }
}

/// A short line without an end mark: "Who pays".
fn looks_like_heading(line: &str) -> bool {
    let open = |c: char| !c.is_alphanumeric() && c != '%' && c != '$';
    line.len() <= 80
        && !line.contains('\n')
        && line.split_whitespace().count() <= 12
        && line.starts_with(char::is_uppercase)
        && !line.ends_with(open)
}

/// Reads what stands above the story: a title, a byline, dates, `Source: …` lines.
fn header(text: &str, blocks: &mut [Block], meta: &mut Meta) {
    let story = blocks
        .iter()
        .take(HEADER)
        .position(|block| block.kind == BlockKind::Paragraph && !is_header_line(block.span.of(text)))
        .unwrap_or(blocks.len().min(HEADER));
    // without a story below there is no header either
    if story >= blocks.len() || !blocks.iter().skip(story).any(|block| block.span.of(text).len() >= 60) {
        return;
    }
    let mut titled = blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
    for at in 0..story {
        let Some(block) = blocks.get_mut(at) else { break };
        if block.kind == BlockKind::Title {
            continue;
        }
        let line = block.span.of(text);
        if let Some((field, value)) = field(line) {
            block.kind = BlockKind::Credit;
            take_field(field, value, line, meta);
            titled |= field == Field::Title;
        } else if let Some(byline) = byline(line) {
            block.kind = BlockKind::Credit;
            meta.byline.get_or_insert_with(|| byline.to_owned());
        } else if let found @ [_, ..] = dates_of_line(line).as_slice() {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) {
                block.kind = BlockKind::Credit;
            }
            meta.dates.extend(found.iter().cloned());
        } else if !titled && at == 0 && block.kind == BlockKind::Paragraph {
            titled = true;
            block.kind = BlockKind::Title;
            meta.title.get_or_insert_with(|| line.to_owned());
        }
    }
    if let Some(block) = blocks.get(story) {
        meta.dates.extend(dateline(block.span.of(text)));
    }
}

fn is_header_line(line: &str) -> bool {
    field(line).is_some() || byline(line).is_some() || date_line(line).is_some() || looks_like_title(line)
}

/// One short line that does not end like a sentence.
fn looks_like_title(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let ends_like_a_sentence = line.ends_with(['.', ',', ';', ':']) && !line.ends_with("...");
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    !line.contains('\n')
        && (2..=30).contains(&words)
        && line.len() <= 220
        && !ends_like_a_sentence
        && letters >= 6
        && !line.starts_with(['"', '“', '(', '[', '-', '•', '*'])
}

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Title,
    Byline,
    Outlet,
    Published,
    Updated,
    Url,
}

/// "Source: The Harbor Times"
fn field(line: &str) -> Option<(Field, &str)> {
    let (name, value) = line.split_once(':').filter(|_| line.len() <= 300 && !line.contains('\n'))?;
    let value = value.trim();
    let field = match name.trim().to_ascii_lowercase().as_str() {
        "title" | "headline" => Field::Title,
        "by" | "byline" | "author" | "authors" => Field::Byline,
        "source" | "outlet" | "publication" | "publisher" | "newspaper" => Field::Outlet,
        "date" | "published" | "publication date" => Field::Published,
        "updated" | "last updated" | "last modified" => Field::Updated,
        "url" | "link" | "address" => Field::Url,
        _ => return None,
    };
    let plausible = match field {
        Field::Published | Field::Updated => dates::parse(value).is_some(),
        Field::Url => value.starts_with("http://") || value.starts_with("https://"),
        _ => true,
    };
    (plausible && !value.is_empty()).then_some((field, value))
}

fn take_field(field: Field, value: &str, line: &str, meta: &mut Meta) {
    let slot = match field {
        Field::Title => &mut meta.title,
        Field::Byline => &mut meta.byline,
        Field::Outlet => &mut meta.outlet,
        Field::Url => &mut meta.url,
        Field::Published | Field::Updated => {
            let role = if field == Field::Published { DateRole::Published } else { DateRole::Updated };
            let found = dates::parse(value).map(|stamp| stamp.dated(role, DateOrigin::VisibleText, line));
            meta.dates.extend(found);
            return;
        }
    };
    slot.get_or_insert_with(|| value.to_owned());
}

/// "By Anna Berg and Tom Reed, The Harbor Times"
pub(crate) fn byline(line: &str) -> Option<&str> {
    static BYLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let name =
            r"(?:\p{Lu}[\p{L}.'’\-]+|\p{Lu}\.|de|la|van|von|der|den|al|el|bin|da|di|du|Mc\p{Lu}\p{L}+)";
        let names = format!(r"{name}(?:\s+{name}){{1,4}}");
        Regex::new(&format!(
            r"^(?:By|BY|by)[:\s]\s*({names}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|And|AND|&)\s+){names})*(?:\s*[,|/·•–—-]\s*[^.!?:]{{2,80}})?)$"
        ))
        .ok()
    });
    if line.len() > 200 || !line.starts_with(['B', 'b']) {
        return None;
    }
    // "By Jane Roe" and below it "Business reporter, The Harbor Times"
    if let Some((first, below)) = line.split_once('\n') {
        let about_them =
            |line: &str| notes::kind(line) == Some(BlockKind::Credit) || date_line(line.trim()).is_some();
        return byline(first).filter(|_| below.lines().take(4).all(about_them));
    }
    BYLINE.as_ref()?.captures(line.trim()).and_then(|captures| captures.get(1)).map(|names| names.as_str())
}

/// A line that is a date, with little else: "Published June 9, 2016 at 4:05 p.m.".
pub(crate) fn date_line(line: &str) -> Option<Dated> {
    static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:(?:first |originally |last )?(published|posted|updated|modified|date|created|filed)(?: on| at)?\b)?").ok()
    });
    if line.len() > 120 || line.contains('\n') {
        return None;
    }
    let (range, stamp) = dates::find(line)?;
    let label = LABEL.as_ref()?.captures(line)?.get(1).map(|label| label.as_str().to_ascii_lowercase());
    let rest = line.len().saturating_sub(range.len());
    if rest > if label.is_some() { 70 } else { 25 } {
        return None;
    }
    let updated = label.is_some_and(|label| label.starts_with("updat") || label.starts_with("modif"));
    let role = if updated { DateRole::Updated } else { DateRole::Published };
    Some(stamp.dated(role, DateOrigin::VisibleText, line))
}

/// The dates of such a line: "Published 5 March 2026, updated 6 March 2026" has two.
pub(crate) fn dates_of_line(line: &str) -> Vec<Dated> {
    let Some(first) = date_line(line) else { return Vec::new() };
    let again = ["updated", "Updated", "UPDATED", "modified", "Modified"]
        .iter()
        .filter_map(|word| line.rfind(word))
        .max();
    let second = again.filter(|&at| at > 0).and_then(|at| line.get(at..)).and_then(date_line);
    let second = second.filter(|dated| first.role == DateRole::Published && dated.role == DateRole::Updated);
    std::iter::once(first).chain(second).collect()
}

/// The date in "OSLO, June 9, 2016 (AP) —".
fn dateline(paragraph: &str) -> Option<Dated> {
    let head: String = paragraph.chars().take(80).collect();
    let end = ["—", "–", " - ", "--"].iter().filter_map(|dash| head.find(dash)).min()?;
    let head = head.get(..end)?;
    let place: String = head.chars().take_while(|c| !c.is_ascii_digit() && *c != ',').collect();
    let shouted =
        place.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !place.chars().any(char::is_lowercase);
    let (range, stamp) = dates::find(head).filter(|_| shouted)?;
    Some(stamp.dated(DateRole::Published, DateOrigin::VisibleText, head.get(range)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str =
        "The harbor will stay closed until spring, the mayor said on Monday after a long meeting.";

    fn check(text: &str) -> (Vec<(&'static str, String)>, Meta) {
        let document = document(text.to_owned(), Meta::default());
        let words =
            |block: &Block| (block.kind.name(), block.span.of(&document.text).chars().take(30).collect());
        (document.blocks.iter().map(words).collect(), document.meta)
    }

    #[test]
    fn title_byline_and_date_stand_above_the_story() {
        let (blocks, meta) =
            check(&format!("Harbor Closed Until Spring\n\nBy Anna Berg\n\nJune 9, 2016\n\n{STORY}\n"));
        let kinds: Vec<&str> = blocks.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, ["title", "credit", "credit", "paragraph"]);
        assert_eq!(meta.title.as_deref(), Some("Harbor Closed Until Spring"));
        assert_eq!(meta.byline.as_deref(), Some("Anna Berg"));
        assert_eq!(meta.dates.first().map(|dated| dated.date.to_string()).as_deref(), Some("2016-06-09"));
    }

    #[test]
    fn a_byline_can_have_its_role_below() {
        for head in ["By Jane Roe\nBusiness reporter, BBC News", "By Jane Roe\n\nBusiness reporter, BBC News"]
        {
            let (blocks, meta) = check(&format!("Harbor Closed Until Spring\n\n{head}\n\n{STORY}\n"));
            assert_eq!(meta.byline.as_deref(), Some("Jane Roe"));
            let kinds: Vec<&str> = blocks.iter().map(|(kind, _)| *kind).collect();
            assert_eq!(kinds.iter().filter(|kind| **kind == "paragraph").count(), 1, "{kinds:?}");
            assert!(kinds.iter().all(|kind| ["title", "credit", "paragraph"].contains(kind)), "{kinds:?}");
        }
        assert_eq!(byline("By Jane Roe\nThe harbor was closed on Monday."), None);
    }

    #[test]
    fn named_fields_are_read() {
        let (blocks, meta) =
            check(&format!("Source: The Harbor Times\nDate: 2016-06-09\nTitle: Harbor Closed\n\n{STORY}"));
        assert_eq!(meta.outlet.as_deref(), Some("The Harbor Times"));
        assert_eq!(meta.title.as_deref(), Some("Harbor Closed"));
        assert_eq!(meta.dates.len(), 1);
        assert_eq!(blocks.last().map(|(kind, _)| *kind), Some("paragraph"));
    }

    #[test]
    fn a_text_that_starts_with_its_story_has_no_title() {
        let (blocks, meta) = check(&format!("{STORY}\n\n{STORY}"));
        assert_eq!(meta.title, None);
        assert!(blocks.iter().all(|(kind, _)| *kind == "paragraph"));
        // nor has one that is nothing but a line
        assert_eq!(check("Harbor Closed Until Spring").0.first().map(|(kind, _)| *kind), Some("paragraph"));
    }

    #[test]
    fn a_line_can_give_two_dates() {
        let line = "Published 5 March 2026, updated 6 March 2026";
        let told: Vec<String> =
            dates_of_line(line).iter().map(|dated| format!("{} {}", dated.role.name(), dated.date)).collect();
        assert_eq!(told, ["published 2026-03-05", "updated 2026-03-06"]);
    }

    #[test]
    fn datelines_give_their_date() {
        let (_, meta) = check(&format!("OSLO, June 9, 2016 (AP) — {STORY}"));
        assert_eq!(meta.dates.len(), 1);
        assert_eq!(check(&format!("Anna Berg, born June 9, 1966 - {STORY}")).1.dates.len(), 0);
    }

    #[test]
    fn short_lines_before_running_text_are_headings() {
        let (blocks, _) = check(&format!(
            "{STORY}\n\nWho pays for it\n\n{STORY} {STORY}\n\nShe left at noon.\n\nNot now\n"
        ));
        let kinds: Vec<&str> = blocks.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, ["paragraph", "heading", "paragraph", "paragraph", "paragraph"]);
    }

    #[test]
    fn credits_and_notes_are_no_story() {
        let (blocks, _) = check(&format!("{STORY}\n\nThe Associated Press contributed to this report.\n"));
        assert_eq!(blocks.last().map(|(kind, _)| *kind), Some("credit"));
    }
}
