//! Days, months, years, decades: the parts of the grammar that name the calendar.

use crate::language::times::{Unit, Which};

use super::calendar::year;
use super::grammar::{Reading, longest};
use super::scan::Scan;
use super::written::{Given, Written, YearOf};

impl Scan<'_> {
    /// A stretch of the calendar: days, months, seasons, years, "last week", "Monday night".
    pub(super) fn date(&self, at: usize) -> Reading {
        longest([
            self.numeric(at),
            self.month_first(at),
            self.day_first(at),
            self.weekday(at),
            self.relative_day(at),
            self.this_day_part(at),
            self.season(at),
            self.year(at),
            self.decade(at),
            self.century(at),
            self.which_unit(at),
        ])
    }

    /// "2016-06-09", "6/9/2016".
    fn numeric(&self, at: usize) -> Reading {
        let (a, a_len) = self.digits(at)?;
        let mark = self.word(at + 1);
        if !matches!(mark, "-" | "/" | ".")
            || self.word(at + 3) != mark
            || (1..=4).any(|i| !self.touches(at + i))
        {
            return None;
        }
        let ((b, b_len), (c, c_len)) = (self.digits(at + 2)?, self.digits(at + 4)?);
        let (y, m, d) = match (a_len, b_len, c_len) {
            (4, 1..=2, 1..=2) if mark != "." => (a, b, c),
            (1..=2, 1..=2, 4) if mark == "/" => (c, a, b),
            (1..=2, 1..=2, 4) if mark == "." => (c, b, a),
            _ => return None,
        };
        let (month, day) = (i8::try_from(m).ok()?, i8::try_from(d).ok()?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let year = YearOf::Given(year(i32::try_from(y).ok()?)?);
        Some((at + 5, Written::calendar(Given::Day { month, day, year }), "times/numeric"))
    }

    /// A month's name with the full stop of its abbreviation.
    fn month(&self, at: usize) -> Option<(usize, i8)> {
        let month = self.entry(at).month?;
        let dotted = self.word(at + 1) == "." && self.touches(at + 1) && self.short_month(at);
        Some((if dotted { at + 2 } else { at + 1 }, month))
    }

    /// Whether the month's name is an abbreviation.
    fn short_month(&self, at: usize) -> bool {
        self.word(at).len() <= 4 && !self.is(at, &["may", "june", "july"])
    }

    /// "30", "30th", "thirtieth", "twenty-first".
    pub(super) fn day_number(&self, at: usize) -> Option<(usize, i8)> {
        let small = |n: u32| i8::try_from(n).ok().filter(|day| (1..=31).contains(day));
        if let Some((n, len)) = self.lone_digits(at) {
            return (len <= 2).then(|| small(n)).flatten().map(|day| (at + 1, day));
        }
        let word = self.word(at);
        let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if number.len() < word.len() && matches!(word.get(number.len()..), Some("st" | "nd" | "rd" | "th")) {
            return small(number.parse().ok()?).map(|day| (at + 1, day));
        }
        if let Some(tens @ (20 | 30)) = self.entry(at).number
            && self.joined(at + 1)
            && let Some(ones @ 1..=9) = self.entry(at + 2).ordinal
        {
            return small(tens + ones).map(|day| (at + 3, day));
        }
        self.entry(at).ordinal.and_then(small).map(|day| (at + 1, day))
    }

    /// "Oct. 3", "October 3rd, 2015", "October", "October 2015", "last October", "October last year", "Jan. 27-28".
    fn month_first(&self, at: usize) -> Reading {
        let (start, which) = self.which_before(at);
        let (end, month) = self.month(start)?;
        if let Some(which @ (Which::Last | Which::Next | Which::This)) = which
            && let Some((end, day)) = self.day_number(end)
            && !self.is_plain_word(end)
        {
            let given = Given::Day { month, day, year: YearOf::Which(which) };
            return Some((end, Written::calendar(given), "times/month-day"));
        }
        if which.is_none()
            && let Some((end, day)) = self.day_number(self.skip(end, &["the"]))
            && !self.is(end, &["percent", "%", "million", "billion"])
        {
            // "March 12 to 14" without a space is one expression
            if self.joined(end)
                && let Some((last, to)) = self.day_number(end + 1)
                && to > day
            {
                let (last, year) = self.year_of(last);
                let from = Given::Day { month, day, year };
                return Some((
                    last,
                    Written::Range(from, Given::Day { month, day: to, year }),
                    "times/day-range",
                ));
            }
            let (end, year) = self.year_of(end);
            return Some((end, Written::calendar(Given::Day { month, day, year }), "times/month-day"));
        }
        let (after, year) = match which {
            Some(which) => (end, YearOf::Which(which)),
            None => self.year_of(end),
        };
        let year = match self.apostrophe_year(end) {
            Some((after, year)) => {
                return Some((
                    after,
                    Written::calendar(Given::Month { month, year: YearOf::Given(year) }),
                    "times/month",
                ));
            }
            None => year,
        };
        if which.is_none() && year == YearOf::Open && !self.month_stands(at, end) {
            return None;
        }
        Some((after, Written::calendar(Given::Month { month, year }), "times/month"))
    }

    /// Whether a month's name by itself is one: "May", "March" and "June" are also other words and names.
    fn month_stands(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        let led = self.is_before(
            at,
            &[
                "in",
                "since",
                "by",
                "until",
                "till",
                "of",
                "from",
                "through",
                "throughout",
                "during",
                "before",
                "after",
                "between",
                "for",
                "to",
                "and",
                "mid",
                "early",
                "late",
                "around",
                "about",
                "-",
                "–",
                "this",
                "the",
                "or",
                "last",
                "each",
                "every",
                "as",
                "(",
            ],
        );
        let dotted = end > at + 1;
        let name_after = self.capital(end) && !self.touches(end) && !led;
        let name_before = at > self.range.start && self.capital(at - 1) && self.is_plain_word(at - 1) && !led;
        match word {
            "may" | "march" | "mar" | "august" | "april" | "june" => {
                led && !(matches!(word, "may" | "march")
                    && self.is_before(at, &["the", "to", "and", "for", "or"]))
                    && !(word == "may"
                        && self.is_before(at, &["of"])
                        && self.entry(at.wrapping_sub(2)).span.is_none())
            }
            _ if self.short_month(at) => led && (dotted || word == "sept" || !self.is_plain_word(end)),
            _ => !name_after && !name_before,
        }
    }

    /// "26 October 1998", "the 26th of October".
    fn day_first(&self, at: usize) -> Reading {
        let start = self.skip(at, &["the"]);
        let (next, day) = self.day_number(start)?;
        let next = self.skip(next, &["of"]);
        let (end, month) = self.month(next)?;
        // "In 20 May elections": rare enough; "the 5 March on" is not English
        let (end, year) = self.year_of(end);
        if self.word(start) == "the" || (self.word(next) == "may" && !self.capital(next)) {
            return None;
        }
        // a plain number needs a month that is not followed by its own day ("in 20 March 3 …")
        Some((end, Written::calendar(Given::Day { month, day, year }), "times/day-month"))
    }

    pub(super) fn skip(&self, at: usize, words: &[&str]) -> usize {
        if self.is(at, words) { at + 1 } else { at }
    }

    /// "Last", "this", "next", "the following", "this past", "this coming" before something.
    pub(super) fn which_before(&self, at: usize) -> (usize, Option<Which>) {
        let start = self.skip(at, &["the"]);
        let Some(which) = self.entry(start).which else { return (at, None) };
        if which == Which::This
            && let Some(second @ (Which::Last | Which::Next)) = self.entry(start + 1).which
        {
            return (start + 2, Some(second));
        }
        // "following Monday's debate" is "after Monday's debate"
        if which == Which::Following && start == at {
            return (at, None);
        }
        (start + 1, Some(which))
    }

    pub(super) fn plural_weekday(&self, at: usize) -> bool {
        self.capital(at)
            && self.word(at).strip_suffix("days").is_some_and(|stem| {
                self.words.word(&format!("{stem}day")).is_some_and(|word| word.weekday.is_some())
            })
    }

    /// "Monday", "last Friday", "Monday night", "Monday, Oct. 26", "Monday of last week".
    fn weekday(&self, at: usize) -> Reading {
        let (start, which) = self.which_before(at);
        let weekday = self.entry(start).weekday?;
        let short = self.word(start).len() <= 5 && !self.word(start).ends_with("day");
        let mut end = start + 1;
        if short && self.word(end) == "." && self.touches(end) {
            end += 1;
        }
        // the date itself, where it follows
        let comma = self.skip(end, &[","]);
        let comma = self.skip(comma, &["the"]);
        for reading in [self.month_first(comma), self.day_first(comma)] {
            if let Some((end, Written::Calendar { given: given @ Given::Day { .. }, .. }, _)) = reading {
                return Some((end, Written::calendar(given), "times/weekday-date"));
            }
        }
        if short && end == start + 1 {
            return None; // "Sat", "Sun", "Wed" are other words
        }
        if self.is_before(at, &["news"]) && self.capital(at - 1) {
            return None; // "Fox News Sunday"
        }
        // "Morning Edition Sunday Special", "London Sunday Times"
        if which.is_none()
            && at > self.range.start
            && self.capital(at - 1)
            && self.is_plain_word(at - 1)
            && !self.is_before(at, &["on", "of", "by", "in", "the", "a", "and", "said"])
            && self.capital(at + 1)
            && self.is_plain_word(at + 1)
        {
            return None;
        }
        if let Some(part) = self.part(end) {
            let given = Given::Weekday { weekday, which, week: None };
            return Some((
                end + 1,
                Written::Calendar { given, part: Some(part), clock: None, edge: None },
                "times/weekday-part",
            ));
        }
        if which.is_none() {
            let next = self.skip(end, &["of"]);
            if let Some(week) = self.entry(next).which
                && self.word(next + 1) == "week"
            {
                let given = Given::Weekday { weekday, which: None, week: Some(week) };
                return Some((next + 2, Written::calendar(given), "times/weekday-week"));
            }
        }
        Some((end, Written::calendar(Given::Weekday { weekday, which, week: None }), "times/weekday"))
    }

    /// "Today", "yesterday afternoon", "tomorrow night", "tonight", "the day after tomorrow".
    fn relative_day(&self, at: usize) -> Reading {
        use crate::language::times::Part;
        if self.entry(at).night {
            return Some((
                at + 1,
                Written::Calendar {
                    given: Given::Today(0),
                    part: Some(Part::Night),
                    clock: None,
                    edge: None,
                },
                "times/tonight",
            ));
        }
        let start = self.skip(at, &["the"]);
        if start > at && self.word(start) == "day" && self.is(start + 1, &["before", "after"]) {
            let step = match (self.word(start + 1), self.entry(start + 2).day?) {
                ("before", -1) => -2,
                ("after", 1) => 2,
                _ => return None,
            };
            return Some((start + 3, Written::calendar(Given::Today(step)), "times/day"));
        }
        let day = self.entry(at).day?;
        // "USA Today", "Russia Today", "CBS Today"
        if self.capital(at) && at > self.range.start && self.capital(at - 1) && self.is_plain_word(at - 1) {
            return None;
        }
        match self.part(at + 1) {
            Some(part) => Some((
                at + 2,
                Written::Calendar { given: Given::Today(day), part: Some(part), clock: None, edge: None },
                "times/day-part",
            )),
            None => Some((at + 1, Written::calendar(Given::Today(day)), "times/day")),
        }
    }

    /// "This morning", "last night", "that evening", "the next morning".
    pub(super) fn this_day_part(&self, at: usize) -> Reading {
        let (start, which) = self.which_before(at);
        let (which, part) = (which?, self.part(start)?);
        if at > self.range.start && self.capital(at) && self.capital(start) {
            return None;
        }
        let given = match which {
            Which::Last => Given::Today(-1),
            Which::This | Which::Current => Given::Today(0),
            Which::Next | Which::Following => Given::Unit { unit: Unit::Day, which: Which::Following },
            Which::Previous => Given::Unit { unit: Unit::Day, which: Which::Previous },
            Which::Same => Given::Unit { unit: Unit::Day, which: Which::Same },
            Which::Latest => return None,
        };
        if which == Which::Next && start == at + 1 {
            return None;
        }
        Some((
            start + 1,
            Written::Calendar { given, part: Some(part), clock: None, edge: None },
            "times/day-part",
        ))
    }

    /// "Last fall", "the summer of 2014", "this winter", "in spring 2015".
    fn season(&self, at: usize) -> Reading {
        let (start, which) = self.which_before(at);
        let start = if which.is_none() { self.skip(at, &["the"]) } else { start };
        let season = self.entry(start).season?;
        if let Some(which) = which {
            if which == Which::Same && self.word(start - 1) == "that" {
                return None;
            }
            return Some((
                start + 1,
                Written::calendar(Given::Season { season, year: YearOf::Which(which) }),
                "times/season",
            ));
        }
        let (end, year) = self.year_of(start + 1);
        if year == YearOf::Open {
            let led = self.is_before(
                at,
                &["in", "since", "by", "until", "during", "early", "late", "mid", "of", "-", "through"],
            );
            let closes = !self.is_plain_word(start + 1)
                || self.is(start + 1, &["and", "when", "but", "as", "to", "after", "before"]);
            if !(led && closes) || self.is_before(at, &["of"]) && start == at {
                return None;
            }
        }
        Some((end, Written::calendar(Given::Season { season, year }), "times/season"))
    }

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
    fn apostrophe_year(&self, at: usize) -> Option<(usize, i16)> {
        if !self.is(at, &["'", "’", "‘"]) || !self.touches(at + 1) {
            return None;
        }
        let (n, 2) = self.lone_digits(at + 1)? else { return None };
        let n = i16::try_from(n).ok()?;
        Some((at + 2, if n < 30 { 2000 + n } else { 1900 + n }))
    }

    /// "2015", "the year 2000", "fiscal 1989", "nineteen ninety-six", "in ’96".
    fn year(&self, at: usize) -> Reading {
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
    fn decade(&self, at: usize) -> Reading {
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
    fn century(&self, at: usize) -> Reading {
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

    /// "Last week", "this year", "the following month", "that day", "the weekend".
    fn which_unit(&self, at: usize) -> Reading {
        if self.word(at) == "the"
            && self.entry(at + 1).unit == Some(Unit::Weekend)
            && !self.entry(at + 1).plural
        {
            return Some((at + 2, Written::calendar(Given::Weekend), "times/weekend"));
        }
        let (start, which) = self.which_before(at);
        let which = which?;
        let start = self.skip(start, &["fiscal", "full", "calendar"]);
        let entry = self.entry(start);
        let unit = entry.unit.filter(|unit| unit.is_long() && !entry.plural)?;
        let the = self.word(at) == "the";
        // "This Week with …", "CBS This Morning" are programs
        if at > self.range.start && self.capital(at) && self.capital(start) {
            return None;
        }
        // "the past year", "the last decade" are durations; "past year" alone too
        if self.is(start - 1, &["past"]) || (the && which == Which::Last) || self.joined(start + 1) {
            return None;
        }
        let which = match which {
            Which::Next if the && self.word(start - 1) == "next" => Which::Following,
            Which::Latest if !matches!(unit, Unit::Quarter | Unit::Year) => return None,
            other => other,
        };
        if which == Which::Same
            && self.word(start - 1) == "that"
            && self.is_before(at, &["said", "says", "so"])
        {
            return None;
        }
        Some((start + 1, Written::calendar(Given::Unit { unit, which }), "times/unit"))
    }
}
