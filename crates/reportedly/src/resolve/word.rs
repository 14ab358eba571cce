//! The document as words: what a reader takes for one word, with its classes and the marks before it.

use std::ops::Range;

use crate::language::{Classes, Sourcing};
use crate::{BlockKind, Language, Segments, Span};

/// One word as a reader sees it: "U.S.", "O'Neill", "Grais-Targow", "46".
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Without a possessive ending.
    pub span: Span,
    /// In lower case, with straight apostrophes and without the full stop of an abbreviation.
    pub key: String,
    pub classes: Classes,
    /// Starts with a capital letter (or is a handle, "@name").
    pub cap: bool,
    /// Only capitals, two letters or more.
    pub upper: bool,
    /// "'s" or "s'" follows.
    pub possessive: bool,
    /// A mark other than a quotation mark stands between it and the word before.
    pub parted: bool,
    /// The same, brackets apart: a comma, a dash, a stop.
    pub cut: bool,
    /// A full stop, question or exclamation mark, colon or semicolon stands before it.
    pub stopped: bool,
    /// A colon follows.
    pub colon: bool,
    /// Depth of brackets.
    pub bracket: u8,
    /// A closing bracket follows right behind it.
    pub closes: bool,
    /// A quotation mark stands right before or after it.
    pub quoted: bool,
    pub sentence: usize,
    pub paragraph: usize,
    /// First of its sentence.
    pub first: bool,
    /// Inside a quotation.
    pub in_quote: bool,
}

/// All words of a document with what finds them.
pub(super) struct Words {
    pub all: Vec<Word>,
    /// Paragraphs that are written like a headline: their capitals say nothing.
    pub headline: Vec<bool>,
}

impl Words {
    pub(super) fn of(language: &Language, text: &str, segments: &Segments) -> Words {
        let mut all = Vec::new();
        let mut headline = Vec::with_capacity(segments.paragraphs.len());
        for (index, paragraph) in segments.paragraphs.iter().enumerate() {
            let first = all.len();
            split(language, text, paragraph.span, index, &mut all);
            let kind = paragraph.kind;
            headline.push(
                matches!(kind, BlockKind::Title | BlockKind::Heading)
                    || (!paragraph.span.of(text).trim_end().ends_with(['.', '!', '"', '”', ','])
                        && is_headline(&all[first..])),
            );
        }
        let mut before = usize::MAX;
        for word in &mut all {
            word.sentence = segments.sentence_at(word.span.start()).unwrap_or(0);
            word.first = word.sentence != before;
            before = word.sentence;
        }
        let mut words = Words { all, headline };
        for quotation in segments.quotations.iter().filter(|quotation| quotation.depth == 0) {
            for at in words.within(quotation.inner) {
                if let Some(word) = words.all.get_mut(at) {
                    word.in_quote = true;
                }
            }
        }
        words
    }

    pub(super) fn get(&self, index: usize) -> Option<&Word> {
        self.all.get(index)
    }

    /// The words that share a byte with `span`.
    pub(super) fn within(&self, span: Span) -> Range<usize> {
        let start = self.all.partition_point(|word| word.span.end() <= span.start());
        let end = self.all.partition_point(|word| word.span.start() < span.end());
        start..end.max(start)
    }

    /// The words of sentence `index`.
    pub(super) fn sentence(&self, index: usize) -> Range<usize> {
        let start = self.all.partition_point(|word| word.sentence < index);
        let end = self.all.partition_point(|word| word.sentence <= index);
        start..end
    }

    /// The span from the first to the last of the words.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.all.get(range.start)?;
        let last = self.all.get(range.end.checked_sub(1)?)?;
        // "the Center for American Progress (CAP)" ends with its bracket
        let closing = usize::from(last.closes && last.bracket > first.bracket);
        (range.start < range.end)
            .then(|| Span::new(first.span.start(), last.span.end().max(first.span.end()) + closing))
    }

    /// Whether a word has any of the classes; false outside the document.
    pub(super) fn is(&self, index: usize, classes: Classes) -> bool {
        self.all.get(index).is_some_and(|word| word.classes.any(classes))
    }

    pub(super) fn key(&self, index: usize) -> &str {
        self.all.get(index).map_or("", |word| word.key.as_str())
    }

    /// "saying" and the like.
    pub(super) fn is_saying(&self, index: usize) -> bool {
        matches!(self.key(index), "saying" | "telling" | "stating" | "warning")
    }

    /// The words of the range in lower case, parted by blanks.
    pub(super) fn keys(&self, range: Range<usize>) -> String {
        let keys: Vec<&str> =
            self.all.get(range).unwrap_or(&[]).iter().map(|word| word.key.as_str()).collect();
        keys.join(" ")
    }
}

fn split(language: &Language, text: &str, place: Span, paragraph: usize, words: &mut Vec<Word>) {
    let source = place.of(text);
    let mut start: Option<usize> = None;
    let (mut parted, mut cut, mut stopped, mut quoted) = (false, false, false, false);
    let mut bracket = 0u8;
    let mut before = ' ';
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, c)| c);
        let inner = after.is_alphanumeric() && before.is_alphanumeric();
        let part = c.is_alphanumeric()
            || (inner && matches!(c, '\'' | '’' | '-' | '‑' | '/' | '&' | '.' | ','))
            || (c == '@' && after.is_alphanumeric() && start.is_none())
            || (c == '%' && start.is_some())
            || (c == '.' && start.is_some_and(|s| abbreviates(language, &source[s..at])));
        // "1,000" is one number, "a,b" are two words
        let part = part && (c != ',' || (before.is_ascii_digit() && after.is_ascii_digit()));
        if part {
            start.get_or_insert(at);
            before = c;
            continue;
        }
        if let Some(from) = start.take() {
            let from_to = &source[from..at];
            let possessive = matches!(c, '\'' | '’') && from_to.ends_with('s') && !after.is_alphanumeric();
            let mut word = make(&language.sourcing, from_to, place.start() + from, paragraph);
            word.possessive |= possessive;
            word.colon = c == ':';
            word.closes = matches!(c, ')' | ']');
            word.quoted = quoted || is_mark(c);
            (word.parted, word.cut, word.stopped, word.bracket) = (parted, cut, stopped, bracket);
            words.push(word);
            (parted, cut, stopped, quoted) = (false, false, false, false);
            if possessive {
                before = c;
                continue;
            }
        }
        match c {
            '(' | '[' => {
                bracket = bracket.saturating_add(1);
                parted = true;
            }
            ')' | ']' => {
                bracket = bracket.saturating_sub(1);
                parted = true;
            }
            '.' | '!' | '?' | ':' | ';' => (parted, cut, stopped) = (true, true, true),
            c if is_mark(c) => quoted = true,
            c if c.is_whitespace() => {}
            _ => (parted, cut) = (true, true),
        }
        before = c;
    }
    if let Some(from) = start {
        let mut word = make(&language.sourcing, &source[from..], place.start() + from, paragraph);
        (word.parted, word.cut, word.stopped) = (parted, cut, stopped);
        (word.bracket, word.quoted) = (bracket, quoted);
        words.push(word);
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'')
}

/// Whether a full stop after `word` belongs to it: "U.S", "Gov", "J".
fn abbreviates(language: &Language, word: &str) -> bool {
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    single
        || (word.contains('.') && word.chars().all(|c| c.is_alphabetic() || c == '.'))
        || (word.starts_with(char::is_uppercase) && language.abbreviations.is_title(word))
}

fn make(sourcing: &Sourcing, written: &str, offset: usize, paragraph: usize) -> Word {
    let possessive = written.ends_with("'s") || written.ends_with("’s");
    let core = if possessive {
        written.strip_suffix("'s").or_else(|| written.strip_suffix("’s")).unwrap_or(written)
    } else {
        written
    };
    let key = core.to_lowercase().replace('’', "'").trim_end_matches('.').to_owned();
    let letters = core.chars().filter(|c| c.is_alphabetic());
    let upper = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
    Word {
        span: Span::new(offset, offset + core.len()),
        classes: sourcing.classes(&key),
        key,
        cap: core.starts_with(|c: char| c.is_uppercase() || c == '@')
            || core.chars().filter(|c| c.is_uppercase()).count() > 1
            || (core.starts_with("al-") && core.contains(char::is_uppercase)),
        upper,
        possessive,
        parted: false,
        cut: false,
        stopped: false,
        colon: false,
        bracket: 0,
        closes: false,
        quoted: false,
        sentence: 0,
        paragraph,
        first: false,
        in_quote: false,
    }
}

/// Most longer words capitalized and no small verb between: a headline.
fn is_headline(words: &[Word]) -> bool {
    let long =
        words.iter().filter(|word| word.key.len() > 3 && !word.key.starts_with(|c: char| c.is_numeric()));
    let (mut all, mut capitals) = (0, 0);
    for word in long {
        all += 1;
        capitals += usize::from(word.cap);
    }
    all >= 3 && words.len() <= 30 && capitals * 5 >= all * 4
}
