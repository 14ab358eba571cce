//! Numbers of units: durations, and shifts from a time ("six weeks", "two years ago", "a day earlier").

use crate::language::times::{Shift, Unit};

use super::grammar::Reading;
use super::scan::Scan;
use super::written::{Given, Written};

/// How many units, as far as the words say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// TIMEX3's number: digits, or "X".
    pub(super) number: String,
    pub(super) whole: Option<u32>,
    /// Only the article: "a year".
    pub(super) article: bool,
}

impl Scan<'_> {
    /// A number of units: "six weeks", "a couple of days", "two-and-a-half years", "weeks or months", "12 to 18 months".
    pub(super) fn units(&self, at: usize) -> Option<(usize, Amount, Unit)> {
        let (next, mut amount) = self.number(at)?;
        let mut next = next;
        // "two more weeks", "10 trading days", "six long months", "two full days"
        if self.is(
            next,
            &[
                "more",
                "full",
                "long",
                "short",
                "whole",
                "trading",
                "business",
                "working",
                "calendar",
                "straight",
                "consecutive",
                "additional",
                "other",
                "extra",
                "solid",
            ],
        ) {
            next += 1;
        }
        let entry = self.entry(next);
        let unit = entry.unit?;
        if unit == Unit::Quarter && amount.article {
            return None;
        }
        let mut end = next + 1;
        // "a year and a half", "an hour and a half"
        if amount.whole.is_some()
            && self.word(end) == "and"
            && self.word(end + 1) == "a"
            && self.word(end + 2) == "half"
        {
            end += 3;
            let whole = amount.whole.unwrap_or(1);
            amount = Amount { number: format!("{whole}.5"), whole: None, article: false };
        }
        Some((end, amount, unit))
    }

    /// The number before a unit.
    fn number(&self, at: usize) -> Option<(usize, Amount)> {
        let vague = || Amount { number: "X".to_owned(), whole: None, article: false };
        let whole = |n: u32| Amount { number: n.to_string(), whole: Some(n), article: false };
        let start = self.skip(at, &["a", "an"]);
        // "a couple of", "a few", "a number of", "hundreds of", "a good many"
        if self.word(start) == "couple" && start > at {
            let end = self.skip(start + 1, &["of"]);
            return Some((end, whole(2)));
        }
        if start > at && self.is(start, &["number", "handful", "lot"]) && self.word(start + 1) == "of" {
            return Some((start + 2, vague()));
        }
        if self.entry(at).crowd && self.word(at + 1) == "of" {
            return Some((if self.word(at + 2) == "thousands" { at + 4 } else { at + 2 }, vague()));
        }
        if self.is(at, &["more"])
            && self.entry(at + 1).unit.is_some()
            && self.entry(at + 1).plural
            && self.word(at + 2) != "of"
        {
            return Some((at + 1, vague()));
        }
        if self.word(start) == "half" || self.word(start) == "half" && start > at {
            let end = if self.joined(start + 1) { start + 2 } else { start + 1 };
            let end = self.skip(end, &["a", "an"]);
            return Some((end, Amount { number: "0.5".to_owned(), whole: None, article: false }));
        }
        let first = self.entry(start);
        if first.vague && first.number.is_none() {
            let mut end = start + 1;
            if self.word(start) == "many" && self.word(end) == "more" {
                end += 1;
            }
            if self.is(end, &["hundred", "thousand", "dozen", "more"]) {
                end += 1;
            }
            return Some((end, vague()));
        }
        // digits: "1,500", "2.5", "5 1/2"
        if let Some((n, _)) = self.digits(at) {
            if self.touches(at) && self.is_before(at, &["$", "€", "£", ".", ",", ":", "/", "#"]) {
                return None;
            }
            let mut end = at + 1;
            let mut value = u64::from(n);
            while self.word(end) == ","
                && self.touches(end)
                && self.touches(end + 1)
                && let Some((group, 3)) = self.digits(end + 1)
            {
                value = value.saturating_mul(1000).saturating_add(u64::from(group));
                end += 2;
            }
            if self.word(end) == "."
                && self.touches(end)
                && self.touches(end + 1)
                && let Some((decimal, len)) = self.digits(end + 1)
            {
                let _ = decimal;
                let digits = self.word(end + 1).to_owned();
                let _ = len;
                return Some((
                    self.unit_dash(end + 2),
                    Amount { number: format!("{value}.{digits}"), whole: None, article: false },
                ));
            }
            if self.word(end) == "½"
                || self.word(end) == "1" && self.word(end + 1) == "/" && self.word(end + 2) == "2"
            {
                let end = if self.word(end) == "½" { end + 1 } else { end + 3 };
                return Some((
                    self.unit_dash(end),
                    Amount { number: format!("{value}.5"), whole: None, article: false },
                ));
            }
            let value = u32::try_from(value).ok()?;
            // "12 to 18 months", "6-8 weeks"
            let to = self.is(end, &["to", "or"]) || self.joined(end);
            if to
                && let Some((_, _)) = self.digits(end + 1)
                && self.entry(end + 2).unit.is_some()
            {
                return Some((end + 2, vague()));
            }
            return Some((self.unit_dash(end), whole(value)));
        }
        // words: "two", "twenty-four", "a hundred", "two and a half", "two or three"
        if self.is(at, &["a", "an"])
            && self.entry(at + 1).number.is_some_and(|n| n < 100)
            && self.word(at + 1) != "dozen"
        {
            return None; // "a four-day visit"
        }
        let mut end = at;
        let mut value = 0u32;
        let mut seen = false;
        while let Some(n) = self.entry(end).number {
            if self.is(end, &["a", "an"]) {
                if seen {
                    break;
                }
                value = 1;
            } else if n >= 100 || (self.word(end) == "dozen") {
                value = value.max(1).saturating_mul(n);
            } else {
                value = value.saturating_add(n);
            }
            seen = true;
            end += 1;
            if self.joined(end)
                && self.entry(end + 1).number.is_some()
                && self.entry(end - 1).number.is_some_and(|n| (20..100).contains(&n))
            {
                end += 1;
            }
        }
        if !seen {
            return None;
        }
        let article = end == at + 1 && self.is(at, &["a", "an"]);
        if self.is(end, &["to", "or"])
            && self.entry(end + 1).number.is_some()
            && !self.is(end + 1, &["a", "an"])
            && self.entry(end + 2).unit.is_some()
        {
            return Some((end + 2, vague()));
        }
        // "three-and-a-half years"
        let dashed = [self.word(end + 1), self.word(end + 3), self.word(end + 5)];
        if self.joined(end) && self.joined(end + 2) && self.joined(end + 4) && dashed == ["and", "a", "half"]
        {
            let number = format!("{value}.5");
            return Some((self.unit_dash(end + 6), Amount { number, whole: None, article: false }));
        }
        if self.is(end, &["and"])
            && self.word(end + 1) == "a"
            && self.word(end + 2) == "half"
            && self.entry(end + 3).unit.is_some()
        {
            return Some((end + 3, Amount { number: format!("{value}.5"), whole: None, article: false }));
        }
        Some((
            if article { end } else { self.unit_dash(end) },
            Amount { number: value.to_string(), whole: Some(value), article },
        ))
    }

    /// Past the dash of "five-year".
    fn unit_dash(&self, at: usize) -> usize {
        if self.joined(at) && self.entry(at + 1).unit.is_some() { at + 1 } else { at }
    }

    /// "Six weeks", "a year earlier", "two years ago", "in 10 days", "months", "decades-long", "half a century".
    pub(super) fn amount(&self, at: usize) -> Reading {
        // "in 10 days", "in a few weeks" look ahead only where something says so; the resolver decides
        if let Some(unit) = self.entry(at).unit
            && self.entry(at).plural
        {
            return self.bare_units(at, unit);
        }
        // "the weeks leading up to the vote", "the years since"
        if self.word(at) == "the"
            && let Some(unit) = self.entry(at + 1).unit.filter(|unit| unit.is_long())
            && self.entry(at + 1).plural
            && self.is(
                at + 2,
                &["before", "after", "leading", "since", "following", "preceding", "that", "when"],
            )
        {
            return Some((at + 2, Written::Duration(unit.duration("X")), "times/duration"));
        }
        let start = self.skip(at, &["those", "these"]);
        let start = if self.word(start) == "the" { start + 1 } else { start };
        let (end, amount, unit) = self.units(start)?;
        if start > at
            && (amount.article || amount.whole.is_none() && self.word(at) == "the" && amount.number != "X")
        {
            return None;
        }
        // "five-year-old": an age; "five years old" too
        let dash_old = self.is(end, &["-", "–", "‑"]) && self.word(end + 1) == "old";
        if dash_old || self.word(end) == "old" {
            return Some((
                if dash_old { end + 2 } else { end + 1 },
                Written::Reference(String::new()),
                "times/age",
            ));
        }
        // "three-quarters of them", "a second attempt", "wait a second"
        if unit == Unit::Quarter && (self.joined(end - 2) || self.word(end) == "of")
            || unit == Unit::Second && amount.article
        {
            return None;
        }
        if let Some(reading) = self.shifted(&amount, unit, end) {
            return Some(reading);
        }
        if amount.article && !self.article_stands(at, end) {
            return None;
        }
        if self.capital(start) && self.capital(end - 1) && at > self.range.start {
            return None;
        }
        let value = unit.duration(&amount.number);
        let mut end = end;
        // "60 hours a week"
        if self.is(end, &["a", "an", "per", "each", "every"])
            && self.entry(end + 1).unit.is_some()
            && !self.entry(end + 1).plural
            && unit <= Unit::Hour
        {
            end += 2;
        }
        if self.joined(end) && self.is(end + 1, &["long"]) {
            end += 2;
        }
        Some((end, Written::Duration(value), "times/duration"))
    }

    /// "… ago", "… earlier", "… later", "… from now".
    fn shifted(&self, amount: &Amount, unit: Unit, end: usize) -> Reading {
        let (after, shift) = match (self.entry(end).shift, self.word(end)) {
            (Some(Shift::Before), "before") => {
                // "two weeks before the vote" is a duration with an event
                let closes =
                    end + 1 >= self.range.end || self.is(end + 1, &[",", ".", ";", ":", ")", "”", "\""]);
                if !closes {
                    return None;
                }
                (end + 1, Shift::Before)
            }
            (Some(shift), _) => (end + 1, shift),
            (None, "from") if self.word(end + 1) == "now" => (end + 2, Shift::Hence),
            _ => return None,
        };
        match amount.whole {
            Some(number) => {
                Some((after, Written::calendar(Given::Shifted { number, unit, shift }), "times/shift"))
            }
            None if amount.number == "X" => {
                let value = if shift == Shift::Ago {
                    "PAST_REF"
                } else if shift == Shift::Hence {
                    "FUTURE_REF"
                } else {
                    ""
                };
                if value.is_empty() {
                    return Some((after - 1, Written::Duration(unit.duration("X")), "times/duration"));
                }
                Some((after, Written::Reference(value.to_owned()), "times/reference"))
            }
            None if shift == Shift::Ago => {
                Some((after, Written::Reference("PAST_REF".to_owned()), "times/reference"))
            }
            None => None,
        }
    }

    /// Whether "a year" is a length of time here, not the base of a rate ("$5 a year", "twice a week").
    fn article_stands(&self, at: usize, end: usize) -> bool {
        let before = self.before(at);
        let rate = before.ends_with(|c: char| c.is_ascii_digit())
            || self.entry(at.wrapping_sub(1)).number.is_some()
            || (before.len() > 3
                && before.ends_with('s')
                && !self.is_before(
                    at,
                    &[
                        "was", "has", "is", "this", "plus", "less", "means", "takes", "gives", "lasts",
                        "perhaps", "marks", "spends", "always",
                    ],
                ))
            || self.is_before(
                at,
                &[
                    "percent", "%", "twice", "once", "million", "billion", "thousand", "cents", "people",
                    "half",
                ],
            );
        let name = self.word(end).starts_with(char::is_alphabetic)
            && self.word(end) == "of"
            && self.is(end + 1, &["reckoning"]);
        !rate && !name
    }

    /// "For years", "spent months", "decades-long", "weeks or months".
    fn bare_units(&self, at: usize, unit: Unit) -> Reading {
        let mut end = at + 1;
        if self.is(end, &["or", "and"]) && self.entry(end + 1).unit.is_some() && self.entry(end + 1).plural {
            end += 2;
        }
        if let Some(shift) = self.entry(end).shift
            && matches!(shift, Shift::Ago)
        {
            return Some((end + 1, Written::Reference("PAST_REF".to_owned()), "times/reference"));
        }
        if self.joined(end) && self.word(end + 1) == "long" {
            return Some((end + 2, Written::Duration(unit.duration("X")), "times/duration"));
        }
        let led = self.is_before(
            at,
            &[
                "for",
                "in",
                "after",
                "over",
                "within",
                "spent",
                "spend",
                "took",
                "take",
                "takes",
                "last",
                "lasted",
                "lasting",
                "of",
                "following",
                "just",
                "only",
                "waited",
                "and",
                "about",
            ],
        ) || self.is(end, &["of", "after", "before", "later", "earlier"]);
        if !led
            || self.is_before(at, &["of", "and", "about"])
                && !self.is(end, &["of", "after", "before", "later"])
            || self.entry(at).ordinal.is_some()
        {
            return None;
        }
        if matches!(unit, Unit::Quarter | Unit::Second | Unit::Minute) {
            return None;
        }
        Some((end, Written::Duration(unit.duration("X")), "times/duration"))
    }
}
