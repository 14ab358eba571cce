//! One JSON line to an input.

use reportedly::{DateOrigin, DateRole, Document, Meta, Notice, plain_blocks, wire};
use serde::Deserialize;

use crate::error::ReadErrorKind;
use crate::{Input, ReadOptions, check, dates, identity, meta, text};

/// The fields of a document to be analyzed; others are passed over.
#[derive(Deserialize)]
struct Row {
    schema: Option<String>,
    id: Option<Id>,
    title: Option<String>,
    outlet: Option<String>,
    byline: Option<Byline>,
    published: Option<String>,
    updated: Option<String>,
    url: Option<String>,
    language: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Byline {
    One(String),
    Many(Vec<String>),
}

/// Reads one line. Its text is kept exactly as it came.
pub(crate) fn input(
    bytes: &[u8],
    name: &str,
    line: Option<u64>,
    options: &ReadOptions,
) -> Result<Input, ReadErrorKind> {
    let json = std::str::from_utf8(bytes).map_err(|_| ReadErrorKind::NotUtf8)?;
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    if json.trim().is_empty() {
        return Err(ReadErrorKind::Empty);
    }
    let row: Row = serde_json::from_str(json).map_err(|error| ReadErrorKind::Json(words(&error)))?;
    if let Some(schema) = row.schema {
        if schema != wire::SCHEMA {
            return Err(ReadErrorKind::Schema(crate::head(&schema, 60).to_owned()));
        }
        let line: wire::Line =
            serde_json::from_str(json).map_err(|error| ReadErrorKind::Json(words(&error)))?;
        check::check(&line).map_err(ReadErrorKind::Inconsistent)?;
        // what a view would stumble over is told here, with the line's number, and refused in every format
        reportedly::unpack(&line).map_err(|error| ReadErrorKind::Inconsistent(error.to_string()))?;
        return Ok(Input::Analyzed(Box::new(line)));
    }
    let text = row.text.filter(|text| !text.trim().is_empty()).ok_or(ReadErrorKind::NoText)?;
    let filled = |field: Option<String>| field.filter(|words| !words.trim().is_empty());
    let mut notices = Vec::new();
    let byline = row.byline.map(|byline| match byline {
        Byline::One(name) => name,
        Byline::Many(names) => names.join(", "),
    });
    let mut meta = Meta {
        title: filled(row.title),
        outlet: filled(row.outlet),
        byline: filled(byline),
        url: filled(row.url),
        language: filled(row.language),
        ..Meta::default()
    };
    take_date(&mut meta, &mut notices, DateRole::Published, "published", filled(row.published));
    take_date(&mut meta, &mut notices, DateRole::Updated, "updated", filled(row.updated));
    meta.custody = Some(identity::custody(name, line, bytes));
    let title = meta.title.as_deref().or(options.title.as_deref());
    let mut blocks = plain_blocks(&text, title);
    text::classify(&text, &mut blocks);
    let id = match row.id {
        Some(Id::Text(id)) => id,
        Some(Id::Number(id)) => id.to_string(),
        None => String::new(),
    };
    let mut document = Document { id, text, blocks, meta, notices };
    meta::complete(&mut document, options);
    Ok(Input::Document(Box::new(document)))
}

fn take_date(
    meta: &mut Meta,
    notices: &mut Vec<Notice>,
    role: DateRole,
    field: &'static str,
    words: Option<String>,
) {
    let Some(words) = words else { return };
    match dates::parse(&words) {
        Some(stamp) => meta.dates.push(stamp.dated(role, DateOrigin::Metadata, field)),
        None => notices.push(meta::not_understood(field, &words)),
    }
}

/// The parser's words; on one line a line number says nothing.
fn words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.split_once(" at line 1 column ") {
        Some((what, column)) => format!("{what} at column {column}"),
        None => words,
    }
}
