//! Words as links compare them.

use super::WordId;
use crate::Span;

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub id: WordId,
    pub span: Span,
    /// Starts with a capital letter.
    pub capital: bool,
    /// Digits.
    pub number: bool,
}

/// A stable hash (FNV-1a) of a word.
pub(super) fn hash(word: &str) -> WordId {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A stable hash of several numbers, 64 bits (SplitMix64 steps).
pub(super) fn mix(parts: impl IntoIterator<Item = u64>) -> u64 {
    parts.into_iter().fold(0x9e37_79b9_7f4a_7c15, |state, part| {
        let mut z = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// The words of a place in the text: letters and digits, in lower case, by their stems.
pub(super) fn tokens(text: &str, place: Span, out: &mut Vec<Token>) {
    let words = place.of(text);
    let mut chars = words.char_indices().peekable();
    let mut word = String::new();
    while let Some(&(start, first)) = chars.peek() {
        if !first.is_alphanumeric() {
            chars.next();
            continue;
        }
        word.clear();
        let number = first.is_ascii_digit();
        let mut end = start;
        while let Some(&(at, c)) = chars.peek() {
            let joins = c.is_alphanumeric()
                || matches!(c, '\'' | '’' | '.' | ',' | '\u{ad}')
                    && words.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).is_some_and(
                        |next| match c {
                            '.' | ',' => number && next.is_ascii_digit(),
                            _ => next.is_alphanumeric(),
                        },
                    );
            if !joins {
                break;
            }
            match c {
                '\'' | '’' | ',' | '\u{ad}' => {}
                c => word.extend(c.to_lowercase()),
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let span = Span::new(place.start() + start, place.start() + end);
        out.push(Token { id: hash(&word), span, capital: first.is_uppercase(), number });
    }
}
