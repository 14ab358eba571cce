//! Text of others, shown and not obeyed.

use std::borrow::Cow;
use std::fmt::Write;

/// Controls, bidirectional controls and invisible characters as visible signs; white space as single spaces.
pub fn visible(words: &str) -> Cow<'_, str> {
    if !words.contains(hidden) {
        return Cow::Borrowed(words);
    }
    let mut shown = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            '\0'..='\u{1f}' => shown.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('␦')),
            '\u{7f}' => shown.push('␡'),
            c if hidden(c) => {
                let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Characters that a terminal or a page would obey, or not show.
fn hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(visible("a\x1b[31mb\u{202e}c\u{9b}\t\nd"), "a␛[31mb⟨U+202E⟩c⟨U+009B⟩  d");
        assert!(matches!(visible("“plain” – é 日本"), Cow::Borrowed(_)));
    }
}
