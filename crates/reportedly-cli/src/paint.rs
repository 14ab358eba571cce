//! Text for the terminal: escaped, wrapped, in color where wanted.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
pub(crate) use reportedly::visible;
use unicode_width::UnicodeWidthChar;

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ink {
    #[default]
    Plain,
    /// Beside the point: arrows, counts, quotes.
    Dim,
    /// Section headings.
    Heading,
    /// The title, an origin's name.
    Strong,
    /// Places in the report: ¶3.
    Place,
    /// A figure as written.
    Figure,
    /// A time as written.
    Time,
    /// What a figure or time was read as.
    Reading,
    /// What needs a look.
    Notice,
}

impl Ink {
    fn style(self) -> Style {
        let plain = Style::new();
        match self {
            Ink::Plain => plain,
            Ink::Dim => plain.dimmed(),
            Ink::Heading => plain.bold().fg_color(Some(AnsiColor::Blue.into())),
            Ink::Strong | Ink::Figure => plain.bold(),
            Ink::Place => plain.fg_color(Some(AnsiColor::Cyan.into())),
            Ink::Time => plain.underline(),
            Ink::Reading => plain.fg_color(Some(AnsiColor::Green.into())),
            Ink::Notice => plain.fg_color(Some(AnsiColor::Yellow.into())),
        }
    }
}

/// Where text is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    pub(crate) width: usize,
    pub(crate) color: bool,
}

/// Two columns between words, where a line may break.
pub(crate) const GAP: &str = "\u{a0} ";

/// Words with their looks. Control characters are made visible as they are added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    runs: Vec<(Ink, String)>,
}

impl Text {
    pub(crate) fn new() -> Text {
        Text::default()
    }

    pub(crate) fn with(mut self, ink: Ink, words: &str) -> Text {
        self.add(ink, words);
        self
    }

    pub(crate) fn add(&mut self, ink: Ink, words: &str) {
        if !words.is_empty() {
            self.runs.push((ink, visible(words).into_owned()));
        }
    }

    pub(crate) fn append(&mut self, other: Text) {
        self.runs.extend(other.runs);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Columns that the text takes on one line.
    pub(crate) fn columns(&self) -> usize {
        self.runs.iter().flat_map(|(_, words)| words.chars()).map(columns).sum()
    }
}

/// Lines of text as they will be shown.
#[derive(Debug, Default)]
pub(crate) struct Page {
    out: String,
    lines: usize,
}

impl Page {
    pub(crate) fn new() -> Page {
        Page::default()
    }

    pub(crate) fn lines(&self) -> usize {
        self.lines
    }

    pub(crate) fn into_string(self) -> String {
        self.out
    }

    pub(crate) fn blank(&mut self) {
        self.out.push('\n');
        self.lines += 1;
    }

    /// The text, wrapped; its first line after `first` columns, the others after `rest`.
    pub(crate) fn wrapped(&mut self, paper: Paper, first: usize, rest: usize, text: &Text) {
        self.cut(paper, first, rest, usize::MAX, text);
    }

    /// The same, but no more than `most` lines; what is left out shows as "…".
    pub(crate) fn cut(&mut self, paper: Paper, first: usize, rest: usize, most: usize, text: &Text) {
        if text.is_empty() {
            return;
        }
        let room = |indent: usize| paper.width.saturating_sub(indent).max(8);
        let mut lines = wrap(text, room(first), room(rest));
        if lines.len() > most {
            lines.truncate(most);
            let indent = if most == 1 { first } else { rest };
            if let Some(last) = lines.last_mut() {
                ellipsis(last, room(indent));
            }
        }
        for (index, line) in lines.iter().enumerate() {
            let indent = if index == 0 { first } else { rest };
            self.line(paper, indent, line);
        }
    }

    /// Two texts on one line, `left` in its column and `right` wrapped beside it.
    pub(crate) fn beside(
        &mut self,
        paper: Paper,
        indent: usize,
        column: usize,
        most: usize,
        left: &Text,
        right: &Text,
    ) {
        let mut text = left.clone();
        let gap = column.saturating_sub(left.columns());
        // No breaking space: the gap stays.
        text.add(Ink::Plain, &"\u{a0}".repeat(gap.max(1)));
        text.append(right.clone());
        self.cut(paper, indent, indent + column, most, &text);
    }

    /// One line as it is, after `indent` columns.
    pub(crate) fn line(&mut self, paper: Paper, indent: usize, line: &[(char, Ink)]) {
        let end = line.iter().rposition(|&(c, _)| !matches!(c, ' ' | '\u{a0}')).map_or(0, |at| at + 1);
        let line = line.get(..end).unwrap_or(line);
        if !line.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
        let mut ink = Ink::Plain;
        for &(c, next) in line {
            if paper.color && next != ink {
                // Closing first keeps each run independent of the one before.
                let _ = write!(self.out, "{}{}", ink.style().render_reset(), next.style().render());
                ink = next;
            }
            self.out.push(if c == '\u{a0}' { ' ' } else { c });
        }
        if paper.color && ink != Ink::Plain {
            let _ = write!(self.out, "{}", ink.style().render_reset());
        }
        self.blank();
    }
}

type Line = Vec<(char, Ink)>;

/// Breaks at spaces; a word that is wider than a line is broken anywhere.
pub(crate) fn wrap(text: &Text, first: usize, rest: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line: Line = Vec::new();
    let mut width = 0;
    // Where the line can be broken: after how many characters, and how wide what follows is.
    let mut space: Option<usize> = None;
    let mut since_space = 0;
    for (ink, words) in &text.runs {
        for c in words.chars() {
            if c == ' ' {
                if line.last().is_some_and(|&(last, _)| last != ' ') {
                    space = Some(line.len());
                    since_space = 0;
                    line.push((' ', *ink));
                    width += 1;
                }
                continue;
            }
            let wide = columns(c);
            // What moves to the next line may be too wide for it in turn.
            while !line.is_empty() && width + wide > if lines.is_empty() { first } else { rest } {
                match space.take() {
                    Some(at) => {
                        let next = line.split_off((at + 1).min(line.len()));
                        line.truncate(at);
                        lines.push(std::mem::replace(&mut line, next));
                        width = since_space;
                    }
                    None => {
                        lines.push(std::mem::take(&mut line));
                        width = 0;
                    }
                }
                since_space = width;
            }
            line.push((c, *ink));
            width += wide;
            since_space += wide;
        }
    }
    while line.last().is_some_and(|&(c, _)| c == ' ') {
        line.pop();
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Puts "…" at the end, in place of the last words where there is no room; cuts between words where it can.
fn ellipsis(line: &mut Line, room: usize) {
    let mut over = line.iter().map(|&(c, _)| columns(c)).sum::<usize>() + 2 > room;
    while over {
        let Some(at) = line.iter().rposition(|&(c, _)| c == ' ').filter(|&at| at + 24 > line.len()) else {
            break;
        };
        line.truncate(at);
        over = line.iter().map(|&(c, _)| columns(c)).sum::<usize>() + 2 > room;
    }
    let mut width: usize = line.iter().map(|&(c, _)| columns(c)).sum();
    while width + 2 > room || line.last().is_some_and(|&(c, _)| matches!(c, ' ' | ',' | '…' | '\u{a0}')) {
        match line.pop() {
            Some((c, _)) => width = width.saturating_sub(columns(c)),
            None => break,
        }
    }
    line.extend([(' ', Ink::Dim), ('…', Ink::Dim)]);
}

pub(crate) fn columns(c: char) -> usize {
    if c == '\u{a0}' { 1 } else { c.width().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: usize, text: &Text, expected: &[&str]) {
        let mut page = Page::new();
        page.wrapped(Paper { width, color: false }, 0, 2, text);
        assert_eq!(page.into_string().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn wraps_at_spaces() {
        let text = Text::new().with(Ink::Plain, "one two ").with(Ink::Strong, "three four");
        check(11, &text, &["one two", "  three", "  four"]);
        check(80, &text, &["one two three four"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let text = Text::new().with(Ink::Plain, "a 日本語日本語日本語 z");
        check(12, &text, &["a", "  日本語日本", "  語日本語 z"]);
    }

    #[test]
    fn what_is_cut_shows() {
        let mut page = Page::new();
        let text = Text::new().with(Ink::Plain, "one two three four five six");
        page.cut(Paper { width: 12, color: false }, 0, 0, 2, &text);
        assert_eq!(page.into_string(), "one two\nthree four …\n");
    }

    #[test]
    fn color_only_where_wanted() {
        let text = Text::new().with(Ink::Strong, "bold").with(Ink::Plain, " plain");
        let mut page = Page::new();
        page.wrapped(Paper { width: 40, color: true }, 0, 0, &text);
        assert_eq!(page.into_string(), "\x1b[1mbold\x1b[0m plain\n");
    }
}
