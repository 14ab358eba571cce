//! Words as links compare them.

use super::WordId;
use crate::language::Linking;
pub(super) use crate::language::linking::hash;
use crate::language::linking::stem;
use crate::{Language, Span};

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub id: WordId,
    pub span: Span,
    /// How telling it is, in tenths of a bit.
    pub weight: u8,
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

/// The words of a place in the text: letters and digits, by their stems.
pub(super) fn tokens(language: &Language, text: &str, place: Span) -> Vec<Token> {
    let linking: &Linking = &language.linking;
    let mut out = Vec::new();
    each_word(text, place, |word, span, _| {
        let id = linking.key(word);
        let weight = linking.weight(id);
        out.push(Token { id, span, weight });
    });
    out
}

/// Calls with each word in lower case, where it stands, and its first character as written.
pub(crate) fn each_word(text: &str, place: Span, mut found: impl FnMut(&str, Span, char)) {
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
            let next = || words.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            let joins = c.is_alphanumeric()
                || match c {
                    '.' | ',' => number && next().is_some_and(|next| next.is_ascii_digit()),
                    // "U.S.", "N.C.A.A."
                    _ => matches!(c, '\'' | '’' | '\u{ad}') && next().is_some_and(char::is_alphanumeric),
                };
            if !joins {
                break;
            }
            match c {
                '\'' | '’' => word.push('\''),
                ',' | '\u{ad}' => {}
                c if c.is_ascii() => word.push(c.to_ascii_lowercase()),
                c => word.extend(c.to_lowercase()),
            }
            end = at + c.len_utf8();
            chars.next();
        }
        if let Some(owner) = word.strip_suffix("'s") {
            let length = owner.len();
            word.truncate(length);
        } else if word.contains('\'') {
            word.retain(|c| c != '\'');
        }
        found(&word, Span::new(place.start() + start, place.start() + end), first);
    }
}

/// The stems of a text's words, in order; what [`crate::language::Linking`] weighs.
pub fn stems(text: &str) -> Vec<String> {
    let mut stems = Vec::new();
    each_word(text, Span::new(0, text.len()), |word, _, _| stems.push(stem(word)));
    stems
}
