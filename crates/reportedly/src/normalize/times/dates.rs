//! Days, months, years, decades: the parts of the grammar that name the calendar.

use crate::language::times::{Phrase, Unit, Which};

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
            self.which_holiday(at),
        ])
    }

    /// "2016-06-09", "6/9/2016".
    fn numeric(&self, at: usize) -> Reading {
        let (a, a_len) = self.digits(at)?;
        let mark = self.word(at + 1);
        if !matches!(mark, "-" | "/" | ".")
            || self.word(at + 3) != mark
            || (1..=4).any(|i| !self.touches(at + i))
            // part of an address
            || (self.touches(at) && self.is_before(at, &["/", "-"]))
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
            let (after, year) = self.year_of(end);
            let year = match year {
                YearOf::Open => self.event_year(at, end, month, day).map_or(year, YearOf::Event),
                year => year,
            };
            return Some((after, Written::calendar(Given::Day { month, day, year }), "times/month-day"));
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
        // "my first March for Life", "paragraph 4 of Aug. 17"
        let loose = self.entry(start).ordinal.is_some() && start == at && !self.is_before(next, &["of"]);
        if loose || self.day_number(end).is_some() {
            return None;
        }
        // "In 20 May elections": rare enough; "the 5 March on" is not English
        let (end, year) = self.year_of(end);
        if self.word(start) == "the" || (self.word(next) == "may" && !self.capital(next)) {
            return None;
        }
        // a plain number needs a month that is not followed by its own day ("in 20 March 3 …")
        Some((end, Written::calendar(Given::Day { month, day, year }), "times/day-month"))
    }

    /// The year of a day that stands for an event: "the Sept. 11 attacks".
    fn event_year(&self, at: usize, end: usize, month: i8, day: i8) -> Option<i16> {
        let event = self.words.events.iter().find(|event| event.month == month && event.day == day)?;
        let is = |words: &[String], at: usize| words.iter().any(|word| word == self.word(at));
        let led = at.checked_sub(1).is_some_and(|at| is(&event.before, at)) && !self.is_plain_word(end);
        (is(&event.after, end) || led).then_some(event.year)
    }

    /// "Last Thanksgiving", "this Easter".
    fn which_holiday(&self, at: usize) -> Reading {
        let (start, which) = self.which_before(at);
        let (end, Phrase::Holiday(holiday)) = self.phrase(start)? else { return None };
        let given = Given::Holiday { holiday: *holiday, year: YearOf::Which(which?) };
        Some((end, Written::calendar(given), "times/holiday"))
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
        if let Some(day) = self.entry(at).night {
            if self.capital(at) && self.capital(at + 1) {
                return None; // the name of a column
            }
            return Some((
                at + 1,
                Written::Calendar {
                    given: Given::Today(day),
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
