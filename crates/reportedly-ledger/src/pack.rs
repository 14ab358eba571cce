//! An analysis in few bytes: the line of `reportedly/1` without the text and without words that spans give again.

use miniz_oxide::{deflate, inflate};
use reportedly::wire::{BlockRow, Line, Range, SpanRow, WordsRow};

/// How hard to press; more costs time and wins little.
const LEVEL: u8 = 7;

/// The most bytes that so many stored ones may become: a damaged or hostile file must not fill the memory.
fn most(stored: usize) -> usize {
    stored.saturating_mul(64).max(16 << 20)
}

/// The line without words, as zlib, and its size before.
pub(crate) fn pack(mut line: Line) -> (Vec<u8>, usize) {
    line.document.text.clear();
    words(&mut line, &mut |_, words| words.clear());
    let json = serde_json::to_vec(&line).unwrap_or_default();
    (press(&json), json.len())
}

/// The line again; none where the bytes are damaged.
pub(crate) fn unpack(packed: &[u8], text: &str) -> Option<Line> {
    let json = unpress(packed)?;
    let mut line: Line = serde_json::from_slice(&json).ok()?;
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    words(&mut line, &mut |ranges, words| {
        for (index, [start, end]) in ranges.iter().enumerate() {
            if index > 0 {
                words.push_str(" … ");
            }
            let bytes = starts.get(*start).zip(starts.get(*end));
            words.push_str(bytes.and_then(|(&start, &end)| text.get(start..end)).unwrap_or_default());
        }
    });
    line.document.text = text.to_owned();
    Some(line)
}

/// The blocks of the document alone: most of the line is passed over.
pub(crate) fn blocks(packed: &[u8]) -> Option<Vec<BlockRow>> {
    #[derive(serde::Deserialize)]
    struct Head {
        document: Blocks,
    }
    #[derive(serde::Deserialize)]
    struct Blocks {
        #[serde(default)]
        blocks: Vec<BlockRow>,
    }
    let json = unpress(packed)?;
    serde_json::from_slice::<Head>(&json).ok().map(|head| head.document.blocks)
}

/// Every place of a line where the words of a span are repeated.
fn words(line: &mut Line, at: &mut impl FnMut(&[Range], &mut String)) {
    fn span(row: Option<&mut SpanRow>, at: &mut impl FnMut(&[Range], &mut String)) {
        if let Some(row) = row {
            at(&[row.span], &mut row.text);
        }
    }
    fn pieces(row: Option<&mut WordsRow>, at: &mut impl FnMut(&[Range], &mut String)) {
        if let Some(row) = row {
            at(&row.spans, &mut row.text);
        }
    }
    for claim in &mut line.claims {
        pieces(claim.source.as_mut(), at);
        pieces(claim.cue.as_mut(), at);
        pieces(claim.content.as_mut(), at);
        for step in claim.chain.iter_mut().flatten() {
            if let (Some(range), Some(words)) = (step.span, &mut step.text) {
                at(&[range], words);
            }
        }
        for hedge in &mut claim.hedges {
            span(Some(hedge), at);
        }
        if let Some(response) = &mut claim.response {
            at(&[response.span], &mut response.text);
        }
        span(claim.unknown.as_mut(), at);
    }
    for reason in
        line.sources.iter_mut().flat_map(|source| source.anonymity.iter_mut().chain(&mut source.basis))
    {
        if let (Some(range), Some(words)) = (reason.span, &mut reason.text) {
            at(&[range], words);
        }
    }
    for figure in &mut line.figures {
        at(&[figure.span], &mut figure.text);
        span(figure.counted.as_mut(), at);
        span(figure.approximator.as_mut(), at);
        span(figure.about.as_mut(), at);
    }
    for derived in &mut line.derived {
        span(derived.counted.as_mut(), at);
    }
    for time in &mut line.times {
        at(&[time.span], &mut time.text);
    }
}

/// Bytes as zlib.
pub(crate) fn press(bytes: &[u8]) -> Vec<u8> {
    let pressed = deflate::compress_to_vec_zlib(bytes, LEVEL);
    // What repeats itself without end would look like a bomb, so it is stored as it is.
    if bytes.len() > most(pressed.len()) { deflate::compress_to_vec_zlib(bytes, 0) } else { pressed }
}

/// The bytes again; none where they are damaged.
pub(crate) fn unpress(bytes: &[u8]) -> Option<Vec<u8>> {
    inflate::decompress_to_vec_zlib_with_limit(bytes, most(bytes.len())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_itself_is_read_again() {
        for bytes in [vec![7; 40 << 20], vec![7; 1 << 20], Vec::new()] {
            assert!(unpress(&press(&bytes)).is_some_and(|read| read == bytes));
        }
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = deflate::compress_to_vec_zlib(&vec![0; 64 << 20], LEVEL);
        assert!(bomb.len() < 1 << 18);
        assert_eq!(unpress(&bomb), None);
    }
}
