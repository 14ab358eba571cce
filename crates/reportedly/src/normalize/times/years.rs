//! Years, decades and centuries, in digits and in words.

use crate::language::times::Unit;

use super::grammar::Reading;
use super::scan::Scan;
use super::written::{Given, Written};

impl Scan<'_> {
    /// A year as number or in words.
    pub(super) fn year_number(&self, at: usize) -> Option<(usize, i16)> {
        if let Some((n, 4)) = self.lone_digits(at) {
            return (1000..9999).contains(&n).then(|| i16::try_from(n).ok()).flatten().map(|y| (at + 1, y));
        }
        // "nineteen ninety-six", "two thousand (and) eight"
        let number = |at: usize| self.entry(at).number;
        let below_hundred = |at: usize| match number(at) {
            Some(tens @ 20..=90) => match number(at + 2) {
                Some(ones @ 1..=9) if self.joined(at + 1) => Some((at + 3, tens + ones)),
                _ => match number(at + 1) {
                    Some(ones @ 1..=9) if self.word(at + 1) != "a" && self.word(at + 1) != "an" => {
                        Some((at + 2, tens + ones))
                    }
                    _ => Some((at + 1, tens)),
                },
            },
            Some(n @ 10..=19) => Some((at + 1, n)),
            _ => None,
        };
        if let Some(century @ 17..=20) = number(at)
            && let Some((end, rest)) = below_hundred(at + 1)
        {
            return i16::try_from(century * 100 + rest).ok().map(|y| (end, y));
        }
        if number(at) == Some(2) && number(at + 1) == Some(1000) {
            let next = self.skip(at + 2, &["and"]);
            let rest = below_hundred(next).or_else(|| match number(next) {
                Some(n @ 1..=9) if !self.is(next, &["a", "an"]) => Some((next + 1, n)),
                _ => None,
            });
            let (end, rest) = rest.unwrap_or((at + 2, 0));
            return i16::try_from(2000 + rest).ok().map(|y| (end, y));
        }
        None
    }

    /// "’96", "'08".
    pub(super) fn apostrophe_year(&self, at: usize) -> Option<(usize, i16)> {
        if !self.is(at, &["'", "’", "‘"]) || !self.touches(at + 1) {
            return None;
        }
        let (n, 2) = self.lone_digits(at + 1)? else { return None };
        let n = i16::try_from(n).ok()?;
        Some((at + 2, if n < 30 { 2000 + n } else { 1900 + n }))
    }

    /// "2015", "the year 2000", "fiscal 1989", "nineteen ninety-six", "in ’96".
    pub(super) fn year(&self, at: usize) -> Reading {
        let mut start = self.skip(at, &["the"]);
        let mut sure = false;
        if self.word(start) == "year" {
            start += 1;
            sure = true;
        } else if self.word(start) == "fiscal" {
            start = self.skip(start + 1, &["year"]);
            sure = true;
        } else if start > at {
            return None;
        }
        if let Some((end, year)) = self.apostrophe_year(start)
            && self.is_before(at, &["in", "of", "since", "from", "to"])
        {
            return Some((end, Written::calendar(Given::Year(year)), "times/year"));
        }
        let (end, year) = self.year_number(start)?;
        if self.joined(end)
            && !sure
            && self.digits(end + 1).is_none()
            && self.word(end + 1) != "based"
            && self.is(end + 1, &["year", "foot", "mile", "member", "strong", "pound"])
        {
            return None;
        }
        let words = end > start + 1;
        let led = self.is_before(
            at,
            &[
                "in", "since", "by", "until", "till", "of", "from", "before", "after", "during", "through",
                "mid", "early", "late", "between",
            ],
        );
        let counted = self.is(
            end,
            &[
                "people",
                "percent",
                "%",
                "million",
                "billion",
                "feet",
                "miles",
                "men",
                "women",
                "years",
                "troops",
                "jobs",
                "points",
                "pounds",
                "tons",
                "meters",
                "kilometers",
                "km",
                "seats",
                "votes",
            ],
        );
        let plausible = (1900..=2035).contains(&year);
        let stands = sure || led || plausible && !counted;
        // "1900 troops" would be read as a year, "$2015", "2,015" never are
        if !stands || (counted && year % 100 == 0) || (words && !sure && !led && self.is_plain_word(end)) {
            return None;
        }
        Some((end, Written::calendar(Given::Year(year)), "times/year"))
    }

    /// "The 1990s", "1980s", "the ’80s", "the eighties".
    pub(super) fn decade(&self, at: usize) -> Reading {
        let start = self.skip(at, &["the"]);
        let start = if self.entry(start).edge.is_some() { start + 1 } else { start };
        let decade = |word: &str| {
            let digits = word.strip_suffix('s')?;
            let n: i16 = digits.parse().ok()?;
            match digits.len() {
                4 if (1000..3000).contains(&n) && n % 10 == 0 => Some(n),
                2 if n % 10 == 0 => Some(if n < 30 { 2000 + n } else { 1900 + n }),
                _ => None,
            }
        };
        if self.word(start).len() == 5
            && let Some(decade) = decade(self.word(start))
        {
            if decade % 100 == 0 && decade < 2000 {
                return Some((start + 1, Written::calendar(Given::Century(decade)), "times/century"));
            }
            return Some((start + 1, Written::calendar(Given::Decade(decade)), "times/decade"));
        }
        // "1990's" as some write it
        if let Some((n, 4)) = self.lone_digits(start)
            && n % 10 == 0
            && start > at
            && self.is(start + 1, &["'", "’"])
            && self.touches(start + 1)
            && self.word(start + 2) == "s"
            && self.touches(start + 2)
        {
            return Some((
                start + 3,
                Written::calendar(Given::Decade(i16::try_from(n).ok()?)),
                "times/decade",
            ));
        }
        if self.is(start, &["'", "’", "‘"]) && self.touches(start + 1) && self.word(start + 1).len() == 3
        {
            let decade = decade(self.word(start + 1))?;
            return Some((start + 2, Written::calendar(Given::Decade(decade)), "times/decade"));
        }
        let spelled = match self.word(start) {
            "twenties" => 1920,
            "thirties" => 1930,
            "forties" => 1940,
            "fifties" => 1950,
            "sixties" => 1960,
            "seventies" => 1970,
            "eighties" => 1980,
            "nineties" => 1990,
            _ => return None,
        };
        (start > at && !self.is_before(at, &["their", "his", "her", "my", "our"])).then_some((
            start + 1,
            Written::calendar(Given::Decade(spelled)),
            "times/decade",
        ))
    }

    /// "The 20th century".
    pub(super) fn century(&self, at: usize) -> Reading {
        let start = self.skip(at, &["the"]);
        let (end, n) = self.day_number(start)?;
        let end = if self.joined(end) { end + 1 } else { end };
        if self.entry(end).unit != Some(Unit::Century)
            || self.entry(end).plural
            || self.capital(start) && self.capital(end)
        {
            return None;
        }
        Some((
            end + 1,
            Written::calendar(Given::Century(i16::from(n).checked_sub(1)?.checked_mul(100)?)),
            "times/century",
        ))
    }
}
