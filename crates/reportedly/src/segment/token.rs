//! Basic tokens as BERT's tokenizer makes them, with their places in the text.

use super::{Token, TokenKind};
use crate::Span;

/// Appends the tokens of `text`, which starts at byte `offset` of its document.
///
/// White space parts tokens; every punctuation mark and every Chinese character is a token by itself (Devlin et al.
/// 2019, `BasicTokenizer`). Control and format characters are passed over: a soft hyphen parts no word, and no token
/// begins or ends with one.
pub fn tokenize(text: &str, offset: usize, tokens: &mut Vec<Token>) {
    // where the open word begins and where its last character ends
    let mut word: Option<(usize, usize)> = None;
    let mut push = |(from, to): (usize, usize)| {
        let kind = kind_of(text.get(from..to).unwrap_or(""));
        tokens.push(Token { span: Span::new(offset + from, offset + to), kind });
    };
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match class(c) {
            Class::Word => word = Some((word.map_or(at, |(from, _)| from), end)),
            Class::Dropped => {}
            Class::Space | Class::Single => {
                if let Some(done) = word.take() {
                    push(done);
                }
                if class(c) == Class::Single {
                    push((at, end));
                }
            }
        }
    }
    if let Some(done) = word {
        push(done);
    }
}

fn kind_of(word: &str) -> TokenKind {
    if word.chars().all(|c| c.is_ascii_digit()) {
        TokenKind::Number
    } else if word.chars().any(char::is_alphanumeric) {
        TokenKind::Word
    } else {
        TokenKind::Mark
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Parts words.
    Space,
    /// Belongs to no token, and parts none.
    Dropped,
    /// A token by itself.
    Single,
    /// Part of a word.
    Word,
}

fn class(c: char) -> Class {
    if c.is_ascii_alphanumeric() {
        Class::Word
    } else if c.is_ascii_punctuation() {
        Class::Single
    } else if c.is_whitespace() {
        Class::Space
    } else if c.is_control() || within(&FORMAT, c) {
        Class::Dropped
    } else if within(&PUNCTUATION, c) || within(&IDEOGRAPHS, c) {
        Class::Single
    } else {
        Class::Word
    }
}

/// Whether a character belongs to tokens where it stands in a word; control and format characters do not.
pub fn is_visible(c: char) -> bool {
    class(c) != Class::Dropped
}

fn within(ranges: &[(char, char)], c: char) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= c);
    after.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|&(_, last)| c <= last)
}

/// Unicode 14 category Cf, and the replacement character.
#[rustfmt::skip]
const FORMAT: [(char, char); 22] = [
    ('\u{ad}', '\u{ad}'), ('\u{600}', '\u{605}'), ('\u{61c}', '\u{61c}'), ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'), ('\u{890}', '\u{891}'), ('\u{8e2}', '\u{8e2}'), ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'), ('\u{202a}', '\u{202e}'), ('\u{2060}', '\u{2064}'),
    ('\u{2066}', '\u{206f}'), ('\u{feff}', '\u{feff}'), ('\u{fff9}', '\u{fffb}'),
    ('\u{fffd}', '\u{fffd}'), ('\u{110bd}', '\u{110bd}'), ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{13438}'), ('\u{1bca0}', '\u{1bca3}'), ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0001}', '\u{e0001}'), ('\u{e0020}', '\u{e007f}'),
];

/// The ideograph blocks that BERT splits into single characters.
#[rustfmt::skip]
const IDEOGRAPHS: [(char, char); 6] = [
    ('\u{3400}', '\u{4dbf}'), ('\u{4e00}', '\u{9fff}'), ('\u{f900}', '\u{faff}'),
    ('\u{20000}', '\u{2a6df}'), ('\u{2a700}', '\u{2ceaf}'), ('\u{2f800}', '\u{2fa1f}'),
];

/// Unicode 14 categories P*, beyond ASCII.
#[rustfmt::skip]
const PUNCTUATION: [(char, char); 180] = [
    ('\u{a1}', '\u{a1}'), ('\u{a7}', '\u{a7}'), ('\u{ab}', '\u{ab}'), ('\u{b6}', '\u{b7}'),
    ('\u{bb}', '\u{bb}'), ('\u{bf}', '\u{bf}'), ('\u{37e}', '\u{37e}'), ('\u{387}', '\u{387}'),
    ('\u{55a}', '\u{55f}'), ('\u{589}', '\u{58a}'), ('\u{5be}', '\u{5be}'), ('\u{5c0}', '\u{5c0}'),
    ('\u{5c3}', '\u{5c3}'), ('\u{5c6}', '\u{5c6}'), ('\u{5f3}', '\u{5f4}'), ('\u{609}', '\u{60a}'),
    ('\u{60c}', '\u{60d}'), ('\u{61b}', '\u{61b}'), ('\u{61d}', '\u{61f}'), ('\u{66a}', '\u{66d}'),
    ('\u{6d4}', '\u{6d4}'), ('\u{700}', '\u{70d}'), ('\u{7f7}', '\u{7f9}'), ('\u{830}', '\u{83e}'),
    ('\u{85e}', '\u{85e}'), ('\u{964}', '\u{965}'), ('\u{970}', '\u{970}'), ('\u{9fd}', '\u{9fd}'),
    ('\u{a76}', '\u{a76}'), ('\u{af0}', '\u{af0}'), ('\u{c77}', '\u{c77}'), ('\u{c84}', '\u{c84}'),
    ('\u{df4}', '\u{df4}'), ('\u{e4f}', '\u{e4f}'), ('\u{e5a}', '\u{e5b}'), ('\u{f04}', '\u{f12}'),
    ('\u{f14}', '\u{f14}'), ('\u{f3a}', '\u{f3d}'), ('\u{f85}', '\u{f85}'), ('\u{fd0}', '\u{fd4}'),
    ('\u{fd9}', '\u{fda}'), ('\u{104a}', '\u{104f}'), ('\u{10fb}', '\u{10fb}'), ('\u{1360}', '\u{1368}'),
    ('\u{1400}', '\u{1400}'), ('\u{166e}', '\u{166e}'), ('\u{169b}', '\u{169c}'),
    ('\u{16eb}', '\u{16ed}'), ('\u{1735}', '\u{1736}'), ('\u{17d4}', '\u{17d6}'),
    ('\u{17d8}', '\u{17da}'), ('\u{1800}', '\u{180a}'), ('\u{1944}', '\u{1945}'),
    ('\u{1a1e}', '\u{1a1f}'), ('\u{1aa0}', '\u{1aa6}'), ('\u{1aa8}', '\u{1aad}'),
    ('\u{1b5a}', '\u{1b60}'), ('\u{1b7d}', '\u{1b7e}'), ('\u{1bfc}', '\u{1bff}'),
    ('\u{1c3b}', '\u{1c3f}'), ('\u{1c7e}', '\u{1c7f}'), ('\u{1cc0}', '\u{1cc7}'),
    ('\u{1cd3}', '\u{1cd3}'), ('\u{2010}', '\u{2027}'), ('\u{2030}', '\u{2043}'),
    ('\u{2045}', '\u{2051}'), ('\u{2053}', '\u{205e}'), ('\u{207d}', '\u{207e}'),
    ('\u{208d}', '\u{208e}'), ('\u{2308}', '\u{230b}'), ('\u{2329}', '\u{232a}'),
    ('\u{2768}', '\u{2775}'), ('\u{27c5}', '\u{27c6}'), ('\u{27e6}', '\u{27ef}'),
    ('\u{2983}', '\u{2998}'), ('\u{29d8}', '\u{29db}'), ('\u{29fc}', '\u{29fd}'),
    ('\u{2cf9}', '\u{2cfc}'), ('\u{2cfe}', '\u{2cff}'), ('\u{2d70}', '\u{2d70}'),
    ('\u{2e00}', '\u{2e2e}'), ('\u{2e30}', '\u{2e4f}'), ('\u{2e52}', '\u{2e5d}'),
    ('\u{3001}', '\u{3003}'), ('\u{3008}', '\u{3011}'), ('\u{3014}', '\u{301f}'),
    ('\u{3030}', '\u{3030}'), ('\u{303d}', '\u{303d}'), ('\u{30a0}', '\u{30a0}'),
    ('\u{30fb}', '\u{30fb}'), ('\u{a4fe}', '\u{a4ff}'), ('\u{a60d}', '\u{a60f}'),
    ('\u{a673}', '\u{a673}'), ('\u{a67e}', '\u{a67e}'), ('\u{a6f2}', '\u{a6f7}'),
    ('\u{a874}', '\u{a877}'), ('\u{a8ce}', '\u{a8cf}'), ('\u{a8f8}', '\u{a8fa}'),
    ('\u{a8fc}', '\u{a8fc}'), ('\u{a92e}', '\u{a92f}'), ('\u{a95f}', '\u{a95f}'),
    ('\u{a9c1}', '\u{a9cd}'), ('\u{a9de}', '\u{a9df}'), ('\u{aa5c}', '\u{aa5f}'),
    ('\u{aade}', '\u{aadf}'), ('\u{aaf0}', '\u{aaf1}'), ('\u{abeb}', '\u{abeb}'),
    ('\u{fd3e}', '\u{fd3f}'), ('\u{fe10}', '\u{fe19}'), ('\u{fe30}', '\u{fe52}'),
    ('\u{fe54}', '\u{fe61}'), ('\u{fe63}', '\u{fe63}'), ('\u{fe68}', '\u{fe68}'),
    ('\u{fe6a}', '\u{fe6b}'), ('\u{ff01}', '\u{ff03}'), ('\u{ff05}', '\u{ff0a}'),
    ('\u{ff0c}', '\u{ff0f}'), ('\u{ff1a}', '\u{ff1b}'), ('\u{ff1f}', '\u{ff20}'),
    ('\u{ff3b}', '\u{ff3d}'), ('\u{ff3f}', '\u{ff3f}'), ('\u{ff5b}', '\u{ff5b}'),
    ('\u{ff5d}', '\u{ff5d}'), ('\u{ff5f}', '\u{ff65}'), ('\u{10100}', '\u{10102}'),
    ('\u{1039f}', '\u{1039f}'), ('\u{103d0}', '\u{103d0}'), ('\u{1056f}', '\u{1056f}'),
    ('\u{10857}', '\u{10857}'), ('\u{1091f}', '\u{1091f}'), ('\u{1093f}', '\u{1093f}'),
    ('\u{10a50}', '\u{10a58}'), ('\u{10a7f}', '\u{10a7f}'), ('\u{10af0}', '\u{10af6}'),
    ('\u{10b39}', '\u{10b3f}'), ('\u{10b99}', '\u{10b9c}'), ('\u{10ead}', '\u{10ead}'),
    ('\u{10f55}', '\u{10f59}'), ('\u{10f86}', '\u{10f89}'), ('\u{11047}', '\u{1104d}'),
    ('\u{110bb}', '\u{110bc}'), ('\u{110be}', '\u{110c1}'), ('\u{11140}', '\u{11143}'),
    ('\u{11174}', '\u{11175}'), ('\u{111c5}', '\u{111c8}'), ('\u{111cd}', '\u{111cd}'),
    ('\u{111db}', '\u{111db}'), ('\u{111dd}', '\u{111df}'), ('\u{11238}', '\u{1123d}'),
    ('\u{112a9}', '\u{112a9}'), ('\u{1144b}', '\u{1144f}'), ('\u{1145a}', '\u{1145b}'),
    ('\u{1145d}', '\u{1145d}'), ('\u{114c6}', '\u{114c6}'), ('\u{115c1}', '\u{115d7}'),
    ('\u{11641}', '\u{11643}'), ('\u{11660}', '\u{1166c}'), ('\u{116b9}', '\u{116b9}'),
    ('\u{1173c}', '\u{1173e}'), ('\u{1183b}', '\u{1183b}'), ('\u{11944}', '\u{11946}'),
    ('\u{119e2}', '\u{119e2}'), ('\u{11a3f}', '\u{11a46}'), ('\u{11a9a}', '\u{11a9c}'),
    ('\u{11a9e}', '\u{11aa2}'), ('\u{11c41}', '\u{11c45}'), ('\u{11c70}', '\u{11c71}'),
    ('\u{11ef7}', '\u{11ef8}'), ('\u{11fff}', '\u{11fff}'), ('\u{12470}', '\u{12474}'),
    ('\u{12ff1}', '\u{12ff2}'), ('\u{16a6e}', '\u{16a6f}'), ('\u{16af5}', '\u{16af5}'),
    ('\u{16b37}', '\u{16b3b}'), ('\u{16b44}', '\u{16b44}'), ('\u{16e97}', '\u{16e9a}'),
    ('\u{16fe2}', '\u{16fe2}'), ('\u{1bc9f}', '\u{1bc9f}'), ('\u{1da87}', '\u{1da8b}'),
    ('\u{1e95e}', '\u{1e95f}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        tokenize(text, 0, &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn marks_are_tokens_by_themselves() {
        check("“We won’t,” he said.", &["“", "We", "won", "’", "t", ",", "”", "he", "said", "."]);
        check("$2.5m (U.S.)", &["$", "2", ".", "5m", "(", "U", ".", "S", ".", ")"]);
        check("a\u{a0}b c €5", &["a", "b", "c", "€5"]);
        check("東京で", &["東", "京", "で"]);
        check("", &[]);
    }

    #[test]
    fn invisible_characters_part_no_word() {
        check("govern\u{ad}ment \u{200b}said\u{200b} \u{feff}", &["govern\u{ad}ment", "said"]);
        check("\u{fffd}\u{0}", &[]);
    }

    #[test]
    fn tables_are_in_order() {
        for table in [&FORMAT[..], &IDEOGRAPHS[..], &PUNCTUATION[..]] {
            assert!(table.iter().all(|(first, last)| first <= last));
            assert!(table.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }
}
