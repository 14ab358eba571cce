//! The head noun of a phrase and where the phrase ends.

use std::ops::Range;

use super::Reader;
use crate::language::List;

pub(super) fn relative(key: &str) -> bool {
    matches!(key, "who" | "whom" | "which" | "that" | "whose" | "where")
}

impl Reader<'_> {
    /// Where the part ends that says what it is.
    pub(super) fn head_end(&self, range: Range<usize>) -> usize {
        let mut at = range.start;
        while at < range.end {
            if let Some(mention) = self.names.titled_at(at).filter(|mention| mention.words.end <= range.end) {
                at = mention.words.end.max(at + 1);
                continue;
            }
            if let Some(mention) = self.names.mention_at(at) {
                at = mention.words.end.max(at + 1);
                continue;
            }
            let Some(word) = self.words.get(at) else { break };
            if at > range.start
                && (self.sourcing.listed(List::AfterHead, &word.key)
                    || matches!(word.key.as_str(), "i" | "we" | "he" | "she" | "they")
                    || (word.cut && word.bracket == 0))
            {
                return at;
            }
            at += 1;
        }
        at.min(range.end)
    }

    /// The last word outside brackets that can be a head.
    pub(super) fn head(&self, range: Range<usize>) -> Option<usize> {
        let able = |at: &usize| self.words.get(*at).is_some_and(|word| word.bracket == 0);
        let last = range.clone().rev().find(able).or_else(|| range.clone().next_back())?;
        // "46 percent", "the officer himself"
        if self.sourcing.listed(List::Emphatic, self.words.key(last)) && last > range.start {
            return Some(last - 1);
        }
        // a headline's verb with a capital: "Kerry Says"
        let headline = self.words.get(last).is_some_and(|word| {
            word.cap
                && word.classes.is_plain()
                && self.words.headline.get(word.paragraph).copied().unwrap_or(false)
        });
        if headline
            && last > range.start
            && self.names.mention_at(last).is_none()
            && self.names.mention_at(last - 1).is_some()
        {
            return Some(last - 1);
        }
        Some(last)
    }

    /// The phrase's last word for its span: up to a relative clause or a comma, prepositions included.
    pub(super) fn span_end(&self, head_end: usize, end: usize) -> usize {
        (head_end..end)
            .find(|&at| {
                self.words.get(at).is_some_and(|word| {
                    (word.cut && word.bracket == 0)
                        || relative(&word.key)
                        || matches!(word.key.as_str(), "cited" | "quoted" | "interviewed")
                })
            })
            .unwrap_or(end)
    }
}
