//! Reporting periods, stretches of several units, and sets: "the third quarter", "the past two weeks", "every Monday".

use crate::language::times::{Part, Unit, Which};

use super::grammar::{Reading, longest};
use super::scan::Scan;
use super::written::{Given, Written, YearOf};

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
}
