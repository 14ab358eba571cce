//! Puts together what the file, its text, its address and the user say about a report.

use reportedly::{BlockKind, DateOrigin, DateRole, Dated, Document, Language, Meta, Notice};

use crate::{ReadOptions, dates, head, identity, language};

/// What the user says fills the gaps; dates are chosen and compared; the identity is made where none came.
pub(crate) fn complete(document: &mut Document, options: &ReadOptions) {
    let Document { meta, notices, text, blocks, .. } = document;
    for (slot, given) in [
        (&mut meta.title, &options.title),
        (&mut meta.outlet, &options.outlet),
        (&mut meta.url, &options.url),
    ] {
        if slot.is_none() {
            slot.clone_from(given);
        }
    }
    if meta.outlet.is_none() {
        let first = blocks.iter().find(|block| block.kind == BlockKind::Paragraph);
        let line = first.map_or("", |block| block.span.of(text));
        meta.outlet = meta.byline.as_deref().and_then(of_byline).or_else(|| of_dateline(line));
    }
    choose_dates(meta, options, notices);
    notices.extend(language::tell(text, meta));
    notices.extend(control_characters(text));
    if document.id.is_empty() {
        document.id = identity::identity(document);
    }
}

/// "By Jane Doe, Reuters": an outlet that is known by name behind the writers'.
fn of_byline(byline: &str) -> Option<String> {
    let tail = byline.rsplit([',', '|', '/', '·', '•', '–', '—']).next().filter(|tail| *tail != byline)?;
    outlet(tail)
}

/// "NAIROBI (Reuters) -" at the start of the story.
fn of_dateline(paragraph: &str) -> Option<String> {
    let head = head(paragraph, 90);
    let (place, rest) = head.split_once('(')?;
    let (name, rest) = rest.split_once(')')?;
    let letters = |c: char| c.is_alphabetic();
    let shouted = place.split([',', '/']).next().is_some_and(|city| {
        city.chars().filter(|c| letters(*c)).count() >= 3 && !city.chars().any(char::is_lowercase)
    });
    let dash = rest.trim_start().starts_with(['-', '–', '—', ':']);
    (shouted && dash).then(|| outlet(name)).flatten()
}

/// The name of an outlet as the language data has it.
fn outlet(words: &str) -> Option<String> {
    let key = words.trim().trim_end_matches('.').to_lowercase();
    let key = key.strip_prefix("the ").unwrap_or(&key);
    let known = Language::english().sourcing.outlet(key).filter(|outlet| !outlet.body);
    known.map(|outlet| outlet.name.clone())
}

/// Metadata first, then the user, the address, and words on the page; all are kept and compared.
fn choose_dates(meta: &mut Meta, options: &ReadOptions, notices: &mut Vec<Notice>) {
    if let Some(words) = &options.published {
        let given = dates::parse(words)
            .map(|stamp| stamp.dated(DateRole::Published, DateOrigin::User, format!("--published {words}")));
        if given.is_none() {
            notices.push(not_understood("--published", words));
        }
        meta.dates.extend(given);
    }
    if let Some((evidence, date)) = meta.url.as_deref().and_then(dates::in_address) {
        let stamp = dates::Stamp { date, time: None };
        meta.dates.push(stamp.dated(DateRole::Published, DateOrigin::Address, evidence));
    }
    meta.dates.sort_by_key(|dated| rank(dated.origin));
    // a page says the same date many times
    let mut seen: Vec<Dated> = Vec::new();
    for dated in meta.dates.drain(..).take(64) {
        if !seen.iter().any(|other| {
            other.role == dated.role
                && other.origin == dated.origin
                && other.date == dated.date
                && (other.time == dated.time || dated.time.is_none())
        }) {
            seen.push(dated);
        }
    }
    meta.dates = seen;
    let first = |role| meta.dates.iter().find(|dated| dated.role == role).cloned();
    meta.published = first(DateRole::Published);
    meta.updated = first(DateRole::Updated);
    notices.extend(disagreement(meta));
}

fn rank(origin: DateOrigin) -> u8 {
    match origin {
        DateOrigin::Metadata => 0,
        DateOrigin::User => 1,
        DateOrigin::Address => 2,
        DateOrigin::VisibleText => 3,
    }
}

fn disagreement(meta: &Meta) -> Option<Notice> {
    let published = meta.published.as_ref()?;
    let other =
        meta.dates.iter().find(|dated| dated.role == DateRole::Published && !dates::agree(published, dated));
    if let Some(other) = other {
        let message = format!("publication dates disagree: {} and {}", told(published), told(other));
        return Some(Notice::new("R04", None, message));
    }
    let updated = meta.updated.as_ref().filter(|updated| updated.date < published.date)?;
    if dates::agree(updated, published) {
        return None;
    }
    let message = format!("updated before it was published: {} and {}", told(updated), told(published));
    Some(Notice::new("R04", None, message))
}

/// "2016-06-09 (article:published_time)"
fn told(dated: &Dated) -> String {
    let evidence = match dated.origin {
        DateOrigin::Address => "in the address".to_owned(),
        _ => head(&dated.evidence, 80).to_owned(),
    };
    format!("{} ({evidence})", dated.date)
}

/// A date that is there but cannot be read.
pub(crate) fn not_understood(field: &str, words: &str) -> Notice {
    let message = format!("{field}: “{}” is not understood as a date and was left out", head(words, 60));
    Notice::new("R05", None, message)
}

/// Characters that steer a terminal or the direction of writing.
fn control_characters(text: &str) -> Option<Notice> {
    let steers = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let count = text.chars().filter(|&c| steers(c)).count();
    (count > 0).then(|| {
        let message =
            format!("the text holds {count} control or direction characters, which are shown, not obeyed");
        Notice::new("R07", None, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_and_datelines_name_the_outlet() {
        assert_eq!(of_byline("Jane Doe, Reuters").as_deref(), Some("Reuters"));
        assert_eq!(of_byline("Jane Doe, Tom Reed"), None);
        assert_eq!(of_byline("Reuters"), None);
        assert_eq!(of_dateline("NAIROBI (Reuters) - Floods came.").as_deref(), Some("Reuters"));
        assert_eq!(
            of_dateline("NAIROBI, Kenya (AP) — Floods came.").as_deref(),
            Some("The Associated Press")
        );
        assert_eq!(of_dateline("Nairobi (Reuters) - Floods came."), None);
        assert_eq!(of_dateline("FLOODS (Reuters) came."), None);
    }
}
