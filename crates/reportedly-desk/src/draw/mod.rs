//! Drawings, made on the server: SVG without a script and without a style of its own (the page's policy allows none).

pub(crate) mod chain;
pub(crate) mod figures;
pub(crate) mod lineage;
mod scales;
mod tree;

use maud::{Markup, html};
use reportedly::visible;

/// How words are set in a drawing: pixels, and whether bold. The style sheet says the same.
#[derive(Clone, Copy)]
pub(crate) struct Face {
    size: f64,
    bold: bool,
}

pub(crate) const PLAIN: Face = Face { size: 13.0, bold: false };
pub(crate) const STRONG: Face = Face { size: 13.0, bold: true };
pub(crate) const SMALL: Face = Face { size: 11.5, bold: false };

impl Face {
    /// About how wide words are: as in the widest of the usual fonts, so that they fit in the others.
    pub(crate) fn wide(self, words: &str) -> f64 {
        let ems: f64 = words.chars().map(em).sum();
        ems * self.size * if self.bold { 1.12 } else { 1.0 }
    }
}

/// The width of a character, in sizes of its font.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' | '·' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '“' | '”' | '"' => 0.45,
        'm' | 'M' | 'w' | 'W' | '@' | '%' | '—' | '…' | '←' => 0.98,
        c if c.is_ascii_uppercase() => 0.72,
        c if c.is_ascii() || (c as u32) < 0x0600 => 0.63,
        // Other scripts may be as wide as they are high.
        _ => 1.05,
    }
}

/// Lines that are at most so many pixels wide, `most` at most; what is cut ends in "…".
pub(crate) fn lines(words: &str, room: f64, most: usize, face: Face) -> Vec<String> {
    let words = visible(words);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() && face.wide(&line) + face.wide(" ") + face.wide(word) <= room {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        // A word that is wider than the line is broken anywhere.
        let mut wide = 0.0;
        for c in word.chars() {
            let own = face.wide(c.encode_utf8(&mut [0; 4]));
            if wide + own > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                wide = 0.0;
            }
            line.push(c);
            wide += own;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && face.wide(last) + face.wide("…") > room {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

/// Text in lines, the first at `y`.
pub(crate) fn text(x: f64, y: f64, step: f64, lines: &[String], class: &str) -> Markup {
    html! {
        text x=(round(x)) y=(round(y)) class=(class) {
            @for (index, line) in lines.iter().enumerate() {
                @if index == 0 { (line) }
                @else { tspan x=(round(x)) dy=(round(step)) { (line) } }
            }
        }
    }
}

/// A coordinate with one decimal: the same bytes everywhere, and few of them.
pub(crate) fn round(value: f64) -> String {
    let value = (value * 10.0).round() / 10.0;
    if value == value.trunc() { format!("{value:.0}") } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_their_room() {
        for face in [PLAIN, STRONG, SMALL] {
            for words in [
                "Environment Minister Paul Reyes, of the Harbor and Waters Authority",
                "Wmmmmmmmmmmmmmm",
                "日本放送協会の記者",
            ] {
                let all = lines(words, 90.0, 99, face);
                assert!(all.iter().all(|line| face.wide(line) <= 90.0), "{all:?}");
                let bare = |words: &str| words.replace(' ', "");
                assert_eq!(bare(&all.concat()), bare(words), "nothing is lost");
                let cut = lines(words, 90.0, 1, face);
                assert!(cut.len() == 1 && cut[0].ends_with('…') && face.wide(&cut[0]) <= 90.0, "{cut:?}");
            }
        }
        assert_eq!(lines("", 9.0, 2, PLAIN), Vec::<String>::new());
        assert_eq!(lines("x", 0.0, 2, PLAIN), ["x"]);
    }
}
