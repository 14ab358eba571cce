//! Where in its report a statement stands: the paragraph, as `read` counts it.

use std::collections::BTreeMap;

use reportedly::{BlockKind, plain_blocks};
use rusqlite::{Connection, OptionalExtension};

use super::row::Statement;
use crate::error::Sql;
use crate::pack;

/// So many reports are opened for their paragraphs at most: the answer stays quick.
const MOST: usize = 60;

/// Gives statements their places.
pub(crate) fn fill<'a>(conn: &Connection, statements: impl Iterator<Item = &'a mut Statement>) -> Sql<()> {
    let mut known: BTreeMap<i64, Vec<(u32, String)>> = BTreeMap::new();
    for statement in statements {
        let document = statement.report.id;
        if let std::collections::btree_map::Entry::Vacant(slot) = known.entry(document) {
            slot.insert(places(conn, document)?);
        }
        if known.len() > MOST {
            break;
        }
        let places = known.get(&document).map_or(&[][..], Vec::as_slice);
        let after = places.partition_point(|(start, _)| *start <= statement.span[0]);
        statement.place = after.checked_sub(1).and_then(|at| places.get(at)).map(|(_, place)| place.clone());
    }
    Ok(())
}

/// The blocks of a report, by where they start in code points.
fn places(conn: &Connection, document: i64) -> Sql<Vec<(u32, String)>> {
    let sql = "SELECT b.text, b.analysis, d.title FROM body b JOIN document d ON d.id = b.document
        WHERE b.document = ?1";
    let found = conn
        .prepare_cached(sql)?
        .query_row([document], |row| {
            let text = row.get_ref(0)?.as_str()?;
            let title = row.get_ref(2)?.as_str_or_null()?;
            let blocks = pack::blocks(row.get_ref(1)?.as_blob()?).unwrap_or_default();
            let starts: Vec<(u32, BlockKind)> = if blocks.is_empty() {
                // one pass over the text: blocks are in its order
                let (mut at, mut points) = (0, 0);
                let blocks = plain_blocks(text, title).into_iter();
                blocks
                    .map(|block| {
                        points += text.get(at..block.span.start()).map_or(0, |gap| gap.chars().count());
                        at = block.span.start();
                        (u32::try_from(points).unwrap_or(u32::MAX), block.kind)
                    })
                    .collect()
            } else {
                let kind = |name: &str| BlockKind::from_name(name).unwrap_or(BlockKind::Paragraph);
                let start = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                blocks.iter().map(|block| (start(block.span[0]), kind(&block.kind))).collect()
            };
            Ok(starts)
        })
        .optional()?;
    let mut number = 0;
    let name = |(start, kind): (u32, BlockKind)| {
        let place = match kind {
            BlockKind::Paragraph | BlockKind::ListItem => {
                number += 1;
                format!("¶{number}")
            }
            BlockKind::Title => "title".to_owned(),
            BlockKind::Heading => "heading".to_owned(),
            BlockKind::Caption => "caption".to_owned(),
            BlockKind::Correction => "correction".to_owned(),
            BlockKind::Credit => "credit".to_owned(),
        };
        (start, place)
    };
    Ok(found.unwrap_or_default().into_iter().map(name).collect())
}
