//! Drawings, made on the server: SVG without a script and without a style of its own (the page's policy allows none).

pub(crate) mod chain;
pub(crate) mod figures;
pub(crate) mod lineage;

use maud::{Markup, html};
use reportedly::visible;

/// Lines of at most `room` characters, `most` at most; what is cut ends in "…".
pub(crate) fn lines(words: &str, room: usize, most: usize) -> Vec<String> {
    let words = visible(words);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        let mut word = word.to_owned();
        // A word that is wider than the line is broken anywhere.
        while word.chars().count() > room {
            let head: String = word.chars().take(room).collect();
            word = word.chars().skip(room).collect();
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            lines.push(head);
        }
        if line.is_empty() {
            line = word;
        } else if line.chars().count() + 1 + word.chars().count() <= room {
            line.push(' ');
            line.push_str(&word);
        } else {
            lines.push(std::mem::replace(&mut line, word));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let kept: String = last.chars().take(room.saturating_sub(1)).collect();
            *last = kept.trim_end().to_owned() + "…";
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
        assert_eq!(lines("one two three four", 9, 2), ["one two", "three…"].map(str::to_owned).to_vec());
        assert_eq!(lines("abcdefghij kl", 4, 9), ["abcd", "efgh", "ij", "kl"].map(str::to_owned).to_vec());
        assert_eq!(lines("", 9, 2), Vec::<String>::new());
    }
}
