//! Basic tokens as BERT's tokenizer makes them, with their places in the text.

use super::{Token, TokenKind};
use crate::Span;

/// Appends the tokens of `text`, which starts at byte `offset` of its document.
///
/// White space and control characters part tokens; every punctuation mark or symbol and every Chinese character is a
/// token by itself (Devlin et al. 2019, `BasicTokenizer`).
pub fn tokenize(text: &str, offset: usize, tokens: &mut Vec<Token>) {
    let mut start: Option<usize> = None;
    let mut push = |from: usize, to: usize| {
        let words = &text[from..to];
        let kind = if words.chars().all(|c| c.is_ascii_digit()) {
            TokenKind::Number
        } else if words.chars().any(char::is_alphanumeric) {
            TokenKind::Word
        } else {
            TokenKind::Mark
        };
        tokens.push(Token { span: Span::new(offset + from, offset + to), kind });
    };
    for (at, c) in text.char_indices() {
        if is_gap(c) || is_single(c) {
            if let Some(from) = start.take() {
                push(from, at);
            }
            if !is_gap(c) {
                push(at, at + c.len_utf8());
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
}

/// White space, control and format characters, and the replacement character: no part of any token.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_format(c) || c == '\u{fffd}'
}

/// Unicode category Cf as far as it occurs in running text.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// A character that is a token by itself.
fn is_single(c: char) -> bool {
    is_punctuation(c) || is_cjk(c)
}

/// Punctuation as BERT counts it: all ASCII symbols, and Unicode categories P*.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{37e}' | '\u{387}'
            | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}'
            | '\u{5f3}' | '\u{5f4}' | '\u{609}' | '\u{60a}' | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61e}' | '\u{61f}'
            | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{207d}' | '\u{207e}'
            | '\u{2308}'..='\u{230b}' | '\u{2329}' | '\u{232a}' | '\u{2768}'..='\u{2775}' | '\u{2983}'..='\u{2998}'
            | '\u{2e00}'..='\u{2e2e}' | '\u{2e30}'..='\u{2e4f}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{30fb}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe52}'
            | '\u{fe54}'..='\u{fe61}' | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}'
            | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}'
            | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

/// The CJK ideograph blocks that BERT splits into single characters.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2a6df}'
        | '\u{2a700}'..='\u{2ceaf}' | '\u{2f800}'..='\u{2fa1f}')
}

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
        check("a\u{a0}b\u{200b}c €5", &["a", "b", "c", "€5"]);
        check("", &[]);
    }
}
