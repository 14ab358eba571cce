//! Quarters, halves, durations, sets, clock times: the rest of the grammar.

use crate::language::times::{Part, Shift, Unit, Which};

use super::grammar::{Reading, longest};
use super::scan::Scan;
use super::written::{Clock, Given, Written, YearOf};

/// How many units, as far as the words say.
#[derive(Clone, Debug, PartialEq)]
struct Amount {
    /// TIMEX3's number: digits, or "X".
    number: String,
    whole: Option<u32>,
    /// Only the article: "a year".
    article: bool,
}

impl Scan<'_> {
    /// "The third quarter", "Q3 2015", "the first half of 1989", "the year-earlier quarter", "the first nine months".
    pub(super) fn period(&self, at: usize) -> Reading {
        longest([self.quarter(at), self.year_ago_period(at), self.past_period(at), self.first_months(at)])
    }

    fn quarter(&self, at: usize) -> Reading {
        let quarters = |n: u32| i8::try_from(n).ok().filter(|q| (1..=4).contains(q));
        // "Q3", "Q3 2015"
        if let Some(n) = self.word(at).strip_prefix('q').and_then(|n| n.parse().ok()).and_then(quarters) {
            let (end, year) = self.year_of(at + 1);
            return Some((end, Written::calendar(Given::Quarter { quarter: n, year }), "times/quarter"));
        }
        let start = self.skip(at, &["the", "its", "their"]);
        // "this year's third quarter", "last year's first half"
        let (start, which) = match self.entry(start).which {
            Some(which)
                if self.word(start + 1) == "year"
                    && self.is(start + 2, &["'", "’"])
                    && self.word(start + 3) == "s" =>
            {
                (start + 4, Some(YearOf::Unit(which)))
            }
            _ => match self.year_number(start) {
                // "the 1988 second quarter"
                Some((end, year)) if start > at => (end, Some(YearOf::Given(year))),
                _ => (start, None),
            },
        };
        if which.is_some() && self.entry(start).unit == Some(Unit::Quarter) {
            // "last year's quarter"
            return Some((start + 1, Written::calendar(Given::YearAgoPeriod), "times/period"));
        }
        let start = self.skip(start, &["fiscal"]);
        let start = if self.joined(start) { start + 1 } else { start };
        let last = self.word(start) == "last" && self.word(start + 1) == "half";
        let ordinal = if last { 2 } else { self.entry(start).ordinal? };
        let mut next = start + 1;
        if self.joined(next) {
            next += 1;
        }
        let quarter = self.entry(next).unit == Some(Unit::Quarter) && !self.entry(next).plural;
        let half = self.word(next) == "half";
        if !quarter && !half {
            return None;
        }
        let (end, year) = self.year_of(next + 1);
        let (end, year) = match (which, year) {
            (Some(year), _) => (next + 1, year),
            (None, YearOf::Open)
                if self.word(next + 1) == "of"
                    && self.word(next + 2) == "the"
                    && self.word(next + 3) == "year" =>
            {
                (next + 4, YearOf::Unit(Which::This))
            }
            (None, year) => (end, year),
        };
        if half {
            // "the first half" of a game, of a book
            if year == YearOf::Open || ordinal > 2 {
                return None;
            }
            return Some((
                end,
                Written::calendar(Given::Half { half: quarters(ordinal)?, year }),
                "times/half",
            ));
        }
        // "the first quarter" of a game has no dash and names no year; business news speaks of nothing else
        Some((end, Written::calendar(Given::Quarter { quarter: quarters(ordinal)?, year }), "times/quarter"))
    }

    /// "The year-earlier quarter", "a year-ago", "the quarter", "the latest period".
    fn year_ago_period(&self, at: usize) -> Reading {
        let start = self.skip(at, &["the", "a"]);
        if self.word(start) == "year" && self.joined(start + 1) && self.is(start + 2, &["ago", "earlier"]) {
            let end = self.skip(start + 3, &["quarter", "period"]);
            return Some((end, Written::calendar(Given::YearAgoPeriod), "times/period"));
        }
        if self.word(start) == "year"
            && (self.joined(start + 1) && self.word(start + 2) == "end" || self.word(start + 1) == "end")
        {
            let end = if self.joined(start + 1) { start + 3 } else { start + 2 };
            let given = Given::Unit { unit: Unit::Year, which: Which::This };
            return Some((
                end,
                Written::Calendar {
                    given,
                    part: None,
                    clock: None,
                    edge: Some(crate::language::times::Edge::End),
                },
                "times/year-end",
            ));
        }
        (start > at
            && self.word(start - 1) == "the"
            && self.is(start, &["latest"])
            && self.word(start + 1) == "period")
            .then_some((
                start + 2,
                Written::calendar(Given::Unit { unit: Unit::Quarter, which: Which::Latest }),
                "times/period",
            ))
    }

    /// "The past two weeks", "the last few months", "the next 14 months", "the past year".
    fn past_period(&self, at: usize) -> Reading {
        let (start, which) = self.which_before(at);
        let which = which?;
        if !matches!(
            which,
            Which::Last | Which::Next | Which::Following | Which::Previous | Which::Latest | Which::Same
        ) {
            return None;
        }
        if let Some((end, amount, unit)) = self.units(start)
            && !amount.article
        {
            return Some((end, Written::Duration(unit.duration(&amount.number)), "times/period"));
        }
        // "the past year", "the last decade", "this past week"
        let entry = self.entry(start);
        let unit = entry.unit.filter(|_| !entry.plural)?;
        let the = self.word(at) == "the";
        (self.word(start - 1) == "past" && !self.capital(start) || the && which == Which::Last)
            .then(|| (start + 1, Written::Duration(unit.duration("1")), "times/period"))
    }

    /// "The first nine months", "the first several months of the year", "the nine months".
    fn first_months(&self, at: usize) -> Reading {
        if self.word(at) != "the" {
            return None;
        }
        let start = self.skip(at + 1, &["first", "final", "opening", "closing", "whole", "full"]);
        if start == at + 1 {
            return None;
        }
        let (end, amount, unit) = self.units(start)?;
        (!amount.article).then(|| {
            let end = if self.word(end) == "of" && self.word(end + 1) == "the" && self.word(end + 2) == "year"
            {
                end + 3
            } else {
                end
            };
            (end, Written::Duration(unit.duration(&amount.number)), "times/period")
        })
    }

    /// A number of units: "six weeks", "a couple of days", "two-and-a-half years", "weeks or months", "12 to 18 months".
    fn units(&self, at: usize) -> Option<(usize, Amount, Unit)> {
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

    /// "Every Monday", "each day", "every 72 minutes", "Sunday afternoons", "Mondays".
    pub(super) fn set(&self, at: usize) -> Reading {
        if self.plural_weekday(at) {
            let stem = self.word(at).strip_suffix('s')?;
            let weekday = self.words.word(stem)?.weekday?;
            return Some((at + 1, Written::Set(format!("XXXX-WXX-{weekday}")), "times/set"));
        }
        if let Some(weekday) = self.entry(at).weekday
            && self.entry(at + 1).plural
            && let Some(part) = self.entry(at + 1).part
        {
            return Some((at + 2, Written::Set(format!("XXXX-WXX-{weekday}{}", part.code())), "times/set"));
        }
        if !self.entry(at).each {
            return None;
        }
        let mut next = self.skip(at + 1, &["single", "other", "of"]);
        let entry = self.entry(next);
        if let Some(weekday) = entry.weekday {
            let part = self.part(next + 1);
            let end = if part.is_some() { next + 2 } else { next + 1 };
            return Some((
                end,
                Written::Set(format!("XXXX-WXX-{weekday}{}", part.map_or("", Part::code))),
                "times/set",
            ));
        }
        if let Some(month) = entry.month {
            return Some((next + 1, Written::Set(format!("XXXX-{month:02}")), "times/set"));
        }
        if let Some(season) = entry.season {
            return Some((next + 1, Written::Set(format!("XXXX-{}", season.code())), "times/set"));
        }
        if let Some(part) = self.part(next) {
            return Some((next + 1, Written::Set(format!("XXXX-XX-XX{}", part.code())), "times/set"));
        }
        if let Some(unit) = entry.unit.filter(|_| !entry.plural) {
            let number = if self.word(next - 1) == "other" { "2" } else { "1" };
            return Some((next + 1, Written::Set(unit.duration(number)), "times/set"));
        }
        next = self.skip(next, &["of"]);
        let (end, amount, unit) = self.units(next)?;
        (!amount.article).then(|| (end, Written::Set(unit.duration(&amount.number)), "times/set"))
    }

    /// "8:30 p.m. ET", "10 p.m. Wednesday", "noon Thursday", "4 in the morning", "0735 GMT", "20:15".
    pub(super) fn clock(&self, at: usize) -> Reading {
        let (end, clock) = self.clock_time(at)?;
        let end = self.zone(end);
        let done = |end, given, part| {
            (end, Written::Calendar { given, part, clock: Some(clock), edge: None }, "times/clock")
        };
        let next = if self.word(end) == "," { end + 1 } else { end };
        let next = if self.is(next, &["on"]) { next + 1 } else { next };
        if let Some((end, given)) = self.date_of_clock(next) {
            return Some(done(end, given, None));
        }
        Some(done(end, Given::ThatDay, None))
    }

    fn date_of_clock(&self, at: usize) -> Option<(usize, Given)> {
        match self.date(at)? {
            (
                end,
                Written::Calendar {
                    given: given @ (Given::Day { .. } | Given::Weekday { .. } | Given::Today(_)),
                    part: None,
                    ..
                },
                _,
            ) => Some((end, given)),
            _ => None,
        }
    }

    fn clock_time(&self, at: usize) -> Option<(usize, Clock)> {
        let small = |n: u32| i8::try_from(n).ok();
        if let Some(hour) = self.entry(at).clock {
            if self.capital(at) && at > self.range.start {
                return None;
            }
            return Some((at + 1, Clock { hour, minute: 0 }));
        }
        // "8pm", "8am"
        let word = self.word(at);
        if word.len() <= 4
            && (word.ends_with("am") || word.ends_with("pm"))
            && word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        {
            let hour: u32 = word.get(..word.len() - 2)?.parse().ok()?;
            return Some((at + 1, twelve(small(hour)?, 0, word.ends_with("pm"))?));
        }
        let (n, len) = self.digits(at)?;
        if self.touches(at) && !self.is_before(at, &["(", "\"", "“", "-", "–", "—"]) {
            return None;
        }
        // "0735 GMT"
        if len == 4 && self.is(at + 1, &["gmt", "utc", "hours"]) {
            let (hour, minute) = (small(n / 100)?, small(n % 100)?);
            return (hour <= 24 && minute < 60).then_some((at + 1, Clock { hour, minute }));
        }
        if len > 2 {
            return None;
        }
        let hour = small(n)?;
        let colon = self.is(at + 1, &[":", "."]) && self.touches(at + 1) && self.touches(at + 2);
        if colon {
            let minutes = self.word(at + 2);
            // "8:30pm"
            if minutes.len() == 4 && (minutes.ends_with("am") || minutes.ends_with("pm")) {
                let minute: i8 = minutes.get(..2)?.parse().ok()?;
                return Some((at + 3, twelve(hour, minute, minutes.ends_with("pm"))?));
            }
            if let Some((minute, 2)) = self.digits(at + 2) {
                let minute = small(minute).filter(|m| *m < 60)?;
                if let Some((end, pm)) = self.meridiem(at + 3) {
                    return Some((end, twelve(hour, minute, pm)?));
                }
                // "20:15" needs a word before it that says that it is a time; scores and verses look the same
                let led = self.is_before(
                    at,
                    &["at", "by", "until", "around", "about", "from", "since", "before", "after"],
                );
                let zone = self.zone(at + 3) > at + 3;
                return (self.word(at + 1) == ":" && hour < 24 && (led || zone))
                    .then_some((at + 3, Clock { hour, minute }));
            }
            return None;
        }
        if let Some((end, pm)) = self.meridiem(at + 1) {
            return Some((end, twelve(hour, 0, pm)?));
        }
        if self.word(at + 1) == "o" && self.is(at + 2, &["'", "’"]) && self.word(at + 3) == "clock" {
            return (1..=12).contains(&hour).then_some((at + 4, Clock { hour, minute: 0 }));
        }
        if self.word(at + 1) == "in" && self.word(at + 2) == "the" && (1..=12).contains(&hour) {
            let part = self.part(at + 3)?;
            return Some((at + 4, twelve(hour, 0, part != Part::Morning)?));
        }
        None
    }

    /// "a.m.", "pm", "p.m": the token after it, and whether it is after noon.
    fn meridiem(&self, at: usize) -> Option<(usize, bool)> {
        match self.word(at) {
            "am" => Some((at + 1, false)),
            "pm" => Some((at + 1, true)),
            letter @ ("a" | "p")
                if self.word(at + 1) == "."
                    && self.word(at + 2) == "m"
                    && self.touches(at + 1)
                    && self.touches(at + 2) =>
            {
                let dot = self.word(at + 3) == "." && self.touches(at + 3);
                Some((if dot { at + 4 } else { at + 3 }, letter == "p"))
            }
            _ => None,
        }
    }

    /// Past a time zone, where one follows.
    fn zone(&self, at: usize) -> usize {
        let zone = [
            "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "gmt", "utc",
            "bst", "cet", "cest", "ist",
        ];
        if self.capital(at) && self.is(at, &zone) {
            return at + 1;
        }
        if self.word(at) == "local" && self.word(at + 1) == "time" {
            return at + 2;
        }
        if self.is(at, &["eastern", "central", "mountain", "pacific", "moscow", "london", "paris"]) {
            let next = self.skip(at + 1, &["standard", "daylight"]);
            if self.word(next) == "time" {
                return next + 1;
            }
        }
        at
    }
}

/// A time of the twelve-hour clock.
fn twelve(hour: i8, minute: i8, pm: bool) -> Option<Clock> {
    let minute = Some(minute).filter(|m| (0..60).contains(m))?;
    match hour {
        12 => Some(Clock { hour: if pm { 12 } else { 0 }, minute }),
        1..=11 => Some(Clock { hour: if pm { hour + 12 } else { hour }, minute }),
        _ => None,
    }
}
