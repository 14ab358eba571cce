//! Words to word pieces (Wu et al. 2016, as in BERT's uncased models).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A longer word is unknown as a whole.
const LONGEST_WORD: usize = 100;

/// The pieces that the network knows.
pub(crate) struct Vocabulary {
    /// Pieces that begin a word.
    begin: HashMap<&'static str, i32>,
    /// Pieces that go on with a word, without their "##".
    inside: HashMap<&'static str, i32>,
    /// Bytes of the longest piece.
    longest: usize,
    pub(crate) first: i32,
    pub(crate) last: i32,
    unknown: i32,
}

impl Vocabulary {
    /// Reads one piece a line; `None` where `[CLS]`, `[SEP]` or `[UNK]` is missing.
    pub(crate) fn parse(list: &'static str) -> Option<Vocabulary> {
        let mut vocabulary = Vocabulary {
            begin: HashMap::with_capacity(32_000),
            inside: HashMap::with_capacity(8_000),
            longest: 0,
            first: 0,
            last: 0,
            unknown: 0,
        };
        for (id, piece) in (0..).zip(list.lines()) {
            vocabulary.longest = vocabulary.longest.max(piece.len());
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => vocabulary.inside.insert(rest, id),
                _ => vocabulary.begin.insert(piece, id),
            };
        }
        let special = |name: &str| vocabulary.begin.get(name).copied();
        let (first, last, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        Some(Vocabulary { first, last, unknown, ..vocabulary })
    }

    /// Appends the pieces of a word, the longest that fits first; nothing for a word of marks that are dropped.
    pub(crate) fn pieces(&self, word: &str, pieces: &mut Vec<i32>) {
        let form = normalize(word);
        let before = pieces.len();
        let mut rest = form.as_str();
        if form.chars().nth(LONGEST_WORD).is_some() {
            pieces.push(self.unknown);
            return;
        }
        while !rest.is_empty() {
            let known = if rest.len() == form.len() { &self.begin } else { &self.inside };
            let longest = (1..=rest.len().min(self.longest)).rev();
            let found = longest
                .filter_map(|end| Some((end, rest.get(..end)?)))
                .find_map(|(end, piece)| Some((end, *known.get(piece)?)));
            let Some((end, id)) = found else {
                pieces.truncate(before);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(id);
            rest = rest.get(end..).unwrap_or("");
        }
    }
}

/// Lower case without accents, character by character; invisible characters are left out.
fn normalize(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut form = String::with_capacity(word.len());
    for c in word.chars().filter(|&c| reportedly::segment::is_visible(c)) {
        form.extend(c.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)));
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##want\n##ed\nrun\n##ning\ncafe\n#\nw\n##wantx";

    #[track_caller]
    fn check(word: &str, expected: &[i32]) {
        let mut pieces = Vec::new();
        Vocabulary::parse(LIST).unwrap().pieces(word, &mut pieces);
        assert_eq!(pieces, expected);
    }

    #[test]
    fn the_longest_piece_comes_first() {
        check("Unwanted", &[4, 5, 6]);
        check("running", &[7, 8]);
        check("#", &[10]);
    }

    #[test]
    fn accents_and_invisible_characters_go() {
        check("CAFÉ", &[9]);
        check("Cafe\u{301}", &[9]);
        check("run\u{ad}ning", &[7, 8]);
        check("\u{301}", &[]);
    }

    #[test]
    fn what_cannot_be_spelled_is_unknown() {
        check("runx", &[1]);
        check("日", &[1]);
        check(&"w".repeat(200), &[1]);
    }

    #[test]
    fn a_list_without_special_pieces_is_refused() {
        assert!(Vocabulary::parse("a\nb").is_none());
    }
}
