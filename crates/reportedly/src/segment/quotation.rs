//! Quotations of a paragraph: curly, straight, single and angular marks, also unclosed and mixed.

use super::Quotation;
use crate::Span;

/// Quotations inside quotations that are followed; deeper marks are noise, and looking through all of them for every mark
/// would take time that grows with the square of their number.
const DEEPEST: usize = 16;

/// An opening mark that waits for its closing one.
struct Open {
    start: usize,
    inner: usize,
    close: char,
}

/// Appends the quotations of the paragraph at `place`, outer ones first.
///
/// A quotation never reaches over its paragraph's end: one that is not closed ends there. A straight mark closes what a
/// straight or curly mark opened, for texts that mix them.
pub(super) fn find(text: &str, place: Span, quotations: &mut Vec<Quotation>) {
    let words = place.of(text);
    let first = quotations.len();
    let mut open: Vec<Open> = Vec::new();
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, c)| c);
        let (start, end) = (place.start() + at, place.start() + at + c.len_utf8());
        match role(c, before, after, &open) {
            Role::Open(close) if open.len() < DEEPEST => open.push(Open { start, inner: end, close }),
            Role::Open(_) => {}
            Role::Close(depth) => {
                // marks that were left open inside it were none
                open.truncate(depth + 1);
                if let Some(mark) = open.pop() {
                    push(quotations, mark, start, end, true, depth);
                }
            }
            Role::None => {}
        }
        before = c;
    }
    // an unclosed double quotation ends with the paragraph; an unclosed single mark was an apostrophe
    if let Some(depth) = open.iter().position(|mark| mark.close != '’' && mark.close != '\'') {
        let mark = open.swap_remove(depth);
        push(quotations, mark, place.end(), place.end(), false, depth);
    }
    quotations[first..].sort_by_key(|quotation| (quotation.span.start(), quotation.depth));
}

fn push(quotations: &mut Vec<Quotation>, mark: Open, inner: usize, end: usize, closed: bool, depth: usize) {
    quotations.push(Quotation {
        span: Span::new(mark.start, end),
        inner: Span::new(mark.inner, inner),
        closed,
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
    });
}

enum Role {
    Open(char),
    /// Closes the open mark at that depth.
    Close(usize),
    None,
}

fn role(c: char, before: char, after: char, open: &[Open]) -> Role {
    let closes = |wanted: &[char]| open.iter().rposition(|mark| wanted.contains(&mark.close));
    match c {
        '“' | '„' | '‟' => match closes(&['“']) {
            Some(depth) if c == '“' => Role::Close(depth),
            // a paragraph that opens a quotation twice goes on with one that was never closed
            _ => Role::Open(if c == '„' { '“' } else { '”' }),
        },
        '”' => closes(&['”', '"', '“']).map_or(Role::None, Role::Close),
        '«' => Role::Open('»'),
        '»' => closes(&['»']).map_or(Role::None, Role::Close),
        '"' | '＂' => match closes(&['"', '”']) {
            Some(depth)
                if !(before.is_whitespace() && after.is_alphanumeric()) || open[depth].close == '"' =>
            {
                Role::Close(depth)
            }
            _ => Role::Open('"'),
        },
        '‘' if !before.is_alphanumeric() && after.is_alphanumeric() => Role::Open('’'),
        '’' if !(before.is_alphanumeric() && after.is_alphanumeric()) => {
            closes(&['’']).map_or(Role::None, Role::Close)
        }
        '\'' if !before.is_alphanumeric() && after.is_alphanumeric() && closes(&['\'']).is_none() => {
            Role::Open('\'')
        }
        '\'' if !(before.is_alphanumeric() && after.is_alphanumeric()) => {
            closes(&['\'']).map_or(Role::None, Role::Close)
        }
        _ => Role::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        find(text, Span::new(0, text.len()), &mut found);
        let words: Vec<&str> = found.iter().map(|quotation| quotation.inner.of(text)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn pairs_of_all_kinds() {
        check("“We won’t,” he said, “sell.”", &["We won’t,", "sell."]);
        check("\"No,\" she said. \"Never.\"", &["No,", "Never."]);
        check("“He said ‘no’ twice.”", &["He said ‘no’ twice.", "no"]);
        check("‘I want to get out’", &["I want to get out"]);
        check("«Non», a-t-il dit", &["Non"]);
        check("„Nein“, sagte er", &["Nein"]);
    }

    #[test]
    fn unclosed_and_odd_marks_stay_in_their_paragraph() {
        check("“It goes on and on.", &["It goes on and on."]);
        check("the dogs’ dinner and the ’90s", &[]);
        check("stray ” mark", &[]);
        check("“Mixed marks,\" he said.", &["Mixed marks,"]);
    }

    #[test]
    fn marks_that_only_open_are_followed_to_a_depth() {
        let (deepest, outer) = ("«".repeat(DEEPEST), "«".repeat(DEEPEST - 1));
        check(&format!("{deepest}a» b"), &[format!("{outer}a» b").as_str(), "a"]);
        // one more is none: what would close it closes the one around it
        check(&format!("{deepest}«a» b"), &[format!("{outer}«a» b").as_str(), "«a"]);
    }
}
