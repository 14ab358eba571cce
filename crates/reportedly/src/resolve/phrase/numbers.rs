//! How many a phrase says they are.

use super::{PEOPLE, Reader};
use crate::Span;
use crate::language::List;

/// A number word or digits as a count.
pub(in crate::resolve) fn number(key: &str) -> Option<u32> {
    const SMALL: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(value) = SMALL.iter().position(|&word| word == key) {
        return u32::try_from(value).ok();
    }
    match key {
        "dozen" => return Some(12),
        "couple" | "pair" => return Some(2),
        _ => {}
    }
    if let Some((ten, one)) = key.split_once('-') {
        return Some(tens(ten)? + number(one)?);
    }
    tens(key).or_else(|| key.replace(',', "").parse().ok().filter(|&n: &u32| n < 100_000))
}

pub(super) fn tens(key: &str) -> Option<u32> {
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        .iter()
        .position(|&word| word == key)
        .and_then(|at| u32::try_from(at * 10 + 20).ok())
}

impl Reader<'_> {
    /// The first number with a plural noun after it in the words: "who represent six missions".
    pub(in crate::resolve) fn stated_count(&self, spans: &[Span]) -> Option<u32> {
        spans.iter().find_map(|&span| {
            let range = self.words.within(span);
            range.clone().find_map(|at| {
                let count = number(self.words.key(at)).filter(|&count| count > 1 && count < 1900)?;
                let next = (at + 1..(at + 4).min(range.end)).find(|&next| {
                    let key = self.words.key(next);
                    key.ends_with('s') || self.words.is(next, PEOPLE)
                })?;
                let measure = self.sourcing.listed(List::Measured, self.words.key(next));
                (!measure).then_some(count)
            })
        })
    }
}
