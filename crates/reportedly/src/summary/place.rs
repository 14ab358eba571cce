//! Places that a reader can find: the paragraph's number.

use std::fmt;

use crate::{BlockKind, Document, Span};

/// Where in a report something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the headline.
    Title,
    /// In a paragraph or an item of a list, counted from 1; headings and captions are not counted.
    Paragraph(u32),
    /// In a heading inside the report.
    Heading,
    /// Under a picture.
    Caption,
    /// In a note that corrects the report.
    Correction,
    /// In a credit line.
    Credit,
    /// In no block.
    Elsewhere,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Title => f.write_str("title"),
            Place::Paragraph(number) => write!(f, "¶{number}"),
            Place::Heading => f.write_str("heading"),
            Place::Caption => f.write_str("caption"),
            Place::Correction => f.write_str("correction"),
            Place::Credit => f.write_str("credit"),
            Place::Elsewhere => f.write_str("–"),
        }
    }
}

/// The places of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    blocks: Vec<(Span, Place)>,
}

impl Places {
    /// Numbers the document's paragraphs.
    pub fn new(document: &Document) -> Places {
        let mut number = 0;
        let place = |kind| match kind {
            BlockKind::Title => Place::Title,
            BlockKind::Heading => Place::Heading,
            BlockKind::Caption => Place::Caption,
            BlockKind::Correction => Place::Correction,
            BlockKind::Credit => Place::Credit,
            BlockKind::Paragraph | BlockKind::ListItem => {
                number += 1;
                Place::Paragraph(number)
            }
        };
        let places: Vec<Place> = document.blocks.iter().map(|block| block.kind).map(place).collect();
        Places { blocks: document.blocks.iter().map(|block| block.span).zip(places).collect() }
    }

    /// Where the span begins.
    pub fn of(&self, span: Span) -> Place {
        let after = self.blocks.partition_point(|(block, _)| block.start() <= span.start());
        let block = after.checked_sub(1).and_then(|index| self.blocks.get(index));
        block.filter(|(block, _)| span.start() < block.end()).map_or(Place::Elsewhere, |&(_, place)| place)
    }

    /// Every block with its place, in text order.
    pub fn blocks(&self) -> &[(Span, Place)] {
        &self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Meta;

    #[test]
    fn the_title_is_no_paragraph() {
        let meta = Meta { title: Some("A title".to_owned()), ..Meta::default() };
        let document = Document::plain("d", "A title\n\nOne.\n\nTwo.", meta);
        let places = Places::new(&document);
        let of = |words: &str| {
            let at = document.text.find(words).unwrap();
            places.of(Span::new(at, at + words.len())).to_string()
        };
        assert_eq!([of("A"), of("One"), of("Two"), of("\n")], ["title", "¶1", "¶2", "–"]);
    }
}
