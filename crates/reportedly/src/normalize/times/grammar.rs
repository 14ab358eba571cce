//! The grammar: which words together are one time expression, and what they say.

use crate::language::times::{Edge, Phrase, Unit, Which};

use super::scan::Scan;
use super::written::{Found, Given, Written, YearOf};

/// One reading of the words from some token on: what they say, the token after them, and the rule.
pub(super) type Reading = Option<(usize, Written, &'static str)>;

/// All time expressions of a sentence, in order, none overlapping another.
pub(super) fn find(scan: &Scan<'_>, found: &mut Vec<Found>) {
    let mut at = scan.range.start;
    while at < scan.range.end {
        match scan.expression(at) {
            Some((end, written, rule)) if end > at => {
                found.push(Found { tokens: at..end, written, rule });
                at = end;
                at = scan.continuation(at, found);
            }
            _ => at += 1,
        }
    }
}

/// The reading that takes the most words; the first of those where several do.
pub(super) fn longest(readings: impl IntoIterator<Item = Reading>) -> Reading {
    let mut best: Reading = None;
    for reading in readings.into_iter().flatten() {
        if best.as_ref().is_none_or(|best| reading.0 > best.0) {
            best = Some(reading);
        }
    }
    best
}

impl Scan<'_> {
    /// The longest expression that begins at this token.
    fn expression(&self, at: usize) -> Reading {
        let entry = self.entry(at);
        let digit = self.word(at).starts_with(|c: char| c.is_ascii_digit());
        let plain = std::ptr::eq(entry, self.entry(usize::MAX));
        if plain
            && !digit
            && !self.is(
                at,
                &[
                    "the", "then", "that", "in", "more", "less", "at", "up", "over", "under", "fiscal",
                    "half", "'", "’", "year", "no", "q",
                ],
            )
            && self.words.phrases(self.word(at)).is_empty()
            && !self.word(at).starts_with('q')
            && !self.plural_weekday(at)
        {
            return None;
        }
        let core = longest([
            self.then(at),
            self.in_units(at),
            self.whole_unit(at),
            self.fixed(at),
            self.set(at),
            self.clock(at),
            self.date(at),
            self.period(at),
            self.amount(at),
        ]);
        longest([core, self.approximate(at), self.edged(at)])
    }

    /// "About six months ago", "more than four hours", "around 8:30 p.m.", "around June".
    fn approximate(&self, at: usize) -> Reading {
        let next = match self.word(at) {
            "more" | "less" | "fewer" if self.word(at + 1) == "than" => at + 2,
            "at" if self.is(at + 1, &["least", "most"]) => at + 2,
            "up" if self.word(at + 1) == "to" => at + 2,
            "no" if self.is(at + 1, &["more", "less", "later", "earlier"]) && self.word(at + 2) == "than" => {
                at + 3
            }
            "over" | "under" => at + 1,
            "just" if self.is(at + 1, &["over", "under"]) => at + 2,
            "just" if self.is(at + 1, &["more", "less"]) && self.word(at + 2) == "than" => at + 3,
            _ if self.entry(at).about => at + 1,
            _ => return None,
        };
        let loose = self.is(at, &["over", "under", "at", "up", "some", "just", "only"]);
        let found = longest([self.clock(next), self.amount(next), self.date(next), self.approximate(next)])?;
        let counted = matches!(found.1, Written::Duration(_))
            || matches!(found.1, Written::Calendar { given: Given::Shifted { .. }, .. })
            || matches!(found.1, Written::Calendar { clock: Some(_), .. });
        // "just Monday", "over the weekend", "some Friday": the word belongs to something else
        (counted || (!loose && self.is(at, &["about", "around", "circa", "roughly", "approximately"])))
            .then_some(found)
    }

    /// "Early September", "mid-2015", "the late 1970s", "earlier this month", "the end of the year", "year-end".
    fn edged(&self, at: usize) -> Reading {
        let start = if self.word(at) == "the" { at + 1 } else { at };
        if let Some(edge) = self.entry(start).edge {
            let mut next = start + 1;
            if self.joined(next) {
                next += 1;
            }
            if matches!(edge, Edge::Earlier | Edge::Later) && self.is(next, &["on", "in"]) && start == at {
                next += 1;
            } else if matches!(edge, Edge::Start | Edge::End) && self.is(next, &["on", "in"]) && start == at {
                // "early on Wednesday", "late in the year"
                next += 1;
            }
            let (end, written, rule) =
                longest([self.date(next), self.period(next), self.this_day_part(next)])
                    .or_else(|| self.the_unit(next))?;
            if let Written::Calendar { given, part, clock, .. } = written {
                return Some((end, Written::Calendar { given, part, clock, edge: Some(edge) }, rule));
            }
            return None;
        }
        let edge = self.entry(start).span?;
        if self.word(start + 1) != "of" {
            return None;
        }
        let next = start + 2;
        let (end, written, rule) =
            longest([self.date(next), self.period(next)]).or_else(|| self.the_unit(next))?;
        match written {
            Written::Calendar { given, part: None, clock: None, .. } => {
                Some((end, Written::Calendar { given, part: None, clock: None, edge: Some(edge) }, rule))
            }
            _ => None,
        }
    }

    /// "The year", "the month", "the day" where other words make sure that the present one is meant.
    pub(super) fn the_unit(&self, at: usize) -> Reading {
        // "at the end of the day" is an idiom as often as a time
        let unit = self.entry(at + 1).unit.filter(|unit| *unit > Unit::Day && !self.entry(at + 1).plural)?;
        (self.word(at) == "the").then_some((
            at + 2,
            Written::calendar(Given::Unit { unit, which: Which::This }),
            "times/unit",
        ))
    }

    /// "Then" and "at the time", where they point back to a time.
    fn then(&self, at: usize) -> Reading {
        let same = |from: usize, to: usize| {
            (from < to).then_some((to, Written::calendar(Given::Same), "times/then"))
        };
        match self.word(at) {
            "then" if self.joined(at + 1) => {
                Some((at + 1, Written::Reference("PAST_REF".to_owned()), "times/then"))
            }
            "then" => {
                let led = self.is_before(at, &["by", "until", "till", "before", "from"]);
                let closes = at + 1 >= self.range.end || self.is(at + 1, &[",", ".", ";", "”", "\""]);
                let follows = at > self.range.start
                    && self.is_plain_word(at - 1)
                    && !self.is_before(at, &["and", "but", "so", "if"]);
                if led || (closes && follows) { same(at, at + 1) } else { None }
            }
            "the" if self.word(at + 1) == "time" && self.is_before(at, &["at"]) => {
                if self.is(at + 2, &["of", "when", "that", "it", "he", "she", "they"]) {
                    None
                } else {
                    same(at, at + 2)
                }
            }
            "that"
                if self.word(at + 1) == "time"
                    && self.is_before(at, &["at", "by", "until", "since", "during"]) =>
            {
                same(at, at + 2)
            }
            _ => None,
        }
    }

    /// "In 10 days", "in a few weeks": ahead of now where the clause looks ahead.
    fn in_units(&self, at: usize) -> Reading {
        if self.word(at) != "in" {
            return None;
        }
        match self.amount(at + 1)? {
            (end, Written::Duration(value), "times/duration") => {
                Some((end, Written::Within(value), "times/within"))
            }
            _ => None,
        }
    }

    /// "For the year", "in the quarter", "the week's", "the fiscal year ended Sept. 30".
    fn whole_unit(&self, at: usize) -> Reading {
        if self.word(at) != "the" {
            return None;
        }
        let start = self.skip(at + 1, &["fiscal", "full", "financial", "calendar"]);
        let entry = self.entry(start);
        let unit = entry.unit.filter(|unit| {
            matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year) && !entry.plural
        })?;
        if self.capital(start) {
            return None; // "Person of the Year"
        }
        let end = start + 1;
        if self.is(end, &["ended", "ending"]) && unit == Unit::Year {
            return Some((end, Written::Duration(unit.duration("1")), "times/whole"));
        }
        let led = self.is_before(at, &["for", "of", "in", "during", "throughout", "over"])
            || self.is(end, &["'", "’"])
            || start > at + 1;
        let own = self.digits(end).is_some()
            || self.is(
                end,
                &[
                    "of", "before", "after", "that", "when", "in", "he", "she", "they", "it", "leading",
                    "since",
                ],
            )
            || self.is_plain_word(end) && self.capital(end);
        if !led || own {
            return None;
        }
        if unit == Unit::Quarter {
            return Some((end, Written::calendar(Given::ThatQuarter), "times/whole"));
        }
        Some((end, Written::calendar(Given::Unit { unit, which: Which::This }), "times/whole"))
    }

    /// Fixed phrases: now, recently, daily, holidays.
    fn fixed(&self, at: usize) -> Reading {
        let (end, phrase) = self.phrase(at)?;
        let name = self.capital(at) && at > self.range.start;
        match phrase {
            Phrase::Reference(value) => {
                if name && (self.capital(at + 1) || self.capital(at - 1)) || !self.reference_stands(at, end) {
                    return None;
                }
                Some((end, Written::Reference(value.clone()), "times/reference"))
            }
            Phrase::Duration(value) => {
                let bare =
                    self.word(at) == "moments" && !self.is(end, &["after", "before", "later", "earlier"]);
                (!bare).then(|| (end, Written::Duration(value.clone()), "times/phrase"))
            }
            Phrase::Set(value) if name || self.capital(end) => {
                let _ = value;
                None
            }
            Phrase::Set(value) => Some((end, Written::Set(value.clone()), "times/set")),
            Phrase::Holiday(holiday) => {
                let in_year = (self.word(end) == "in").then(|| self.year_number(end + 1)).flatten();
                let (end, year) = match in_year {
                    Some((end, year)) => (end, YearOf::Given(year)),
                    None => self.year_of(end),
                };
                if !self.capital(at) && !self.is(at, &["election"]) && self.word(at) != "the" {
                    return None;
                }
                if self.capital(end) && self.is_plain_word(end) && year == YearOf::Open {
                    return None; // "Christmas Carol"
                }
                Some((end, Written::calendar(Given::Holiday { holiday: *holiday, year }), "times/holiday"))
            }
        }
    }

    /// Whether a word that points to now, the past or the future does so here.
    fn reference_stands(&self, at: usize, end: usize) -> bool {
        match self.word(at) {
            "once" => {
                self.is_before(
                    at,
                    &["who", "was", "were", "had", "that", "which", "he", "she", "it", "they", "a", "has"],
                ) && !self
                    .is(end, &["again", "the", "a", "an", "in", "and", ",", ".", "more", "every", "per"])
            }
            "soon" => {
                !self.is_before(at, &["as", "too", "how", "so", "fairly", "was", "were", "had", "and", "but"])
                    && !self.is(
                        end,
                        &[
                            "after",
                            "as",
                            "afterward",
                            "afterwards",
                            "thereafter",
                            "the",
                            "became",
                            "began",
                            "found",
                            "enough",
                            ",",
                        ],
                    )
            }
            "recent" => !self.is_before(at, &["most", "more"]),
            "now" => !self.joined(end),
            "current" => {
                self.is_plain_word(end) && !self.is(end, &["of", "and", "account"]) && !self.capital(at)
            }
            "the" if self.word(at + 1) == "past" => {
                !self.entry(end).vague
                    && self.entry(end).number.is_none()
                    && self.entry(end).unit.is_none()
                    && self.digits(end).is_none()
            }
            _ => true,
        }
    }

    /// "… to 22", "… and Sept. 30": the second end of a range whose first has just been read.
    fn continuation(&self, at: usize, found: &mut Vec<Found>) -> usize {
        let Some(Written::Calendar { given: Given::Day { .. }, clock: None, part: None, .. }) =
            found.last().map(|found| &found.written)
        else {
            return at;
        };
        let joint = self.is(at, &["to", "and", "through", "or", "-", "–", "until", ","]);
        let Some((end, day)) = self.day_number(at + 1) else { return at };
        if !joint || !self.range_ends(at, end) {
            return at;
        }
        // "April 20 to 26, 2020": the year is that of both
        let (after, year) = self.year_of(end);
        let end = if matches!(year, YearOf::Given(_)) { after } else { end };
        if let (
            YearOf::Given(_),
            Some(Found { written: Written::Calendar { given: Given::Day { year: first, .. }, .. }, .. }),
        ) = (year, found.last_mut())
            && *first == YearOf::Open
        {
            *first = year;
        }
        let written = Written::calendar(Given::DayOfMonth(day));
        found.push(Found { tokens: at + 1..end, written, rule: "times/range" });
        end
    }

    /// Whether a day's number between these tokens is the end of a range, and no number of something else.
    fn range_ends(&self, joint: usize, end: usize) -> bool {
        let list = self.word(joint) != "," || self.is(end, &["and", ","]);
        let counts = self.entry(end).unit.is_some()
            || self.entry(end).month.is_some()
            || self.is(end, &["percent", "million", "billion", "people", "%", ":", "p", "a"]);
        let closes = self.touches(end)
            || !self.is_plain_word(end)
            || self.is(end, &["in", "at", "and", "to", "on", "with", "for"]);
        list && !counts && closes
    }

    /// A word of letters that says nothing about time.
    pub(super) fn is_plain_word(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_alphabetic) && std::ptr::eq(self.entry(at), self.entry(usize::MAX))
    }

    /// The year after a day, month, season: ", 2015", "of 2015", "last year", "of last year", "this year".
    pub(super) fn year_of(&self, at: usize) -> (usize, YearOf) {
        let next = if self.is(at, &[",", "of", "in"]) { at + 1 } else { at };
        if let Some((end, year)) = self.year_number(next) {
            // "In March, 2015 people" has no comma after its year, "in March 2015" needs none
            if self.word(at) != "in" {
                return (end, YearOf::Given(year));
            }
        }
        // "May 3, 0000", "May 3, 99999": a year that is none
        if let Some((_, 4..)) = self.lone_digits(next)
            && !self.is_plain_word(next + 1)
            && self.word(at) != "in"
        {
            return (next + 1, YearOf::Given(0));
        }
        let next = if self.is(at, &["of", "in"]) { at + 1 } else { at };
        let next = if self.word(next) == "the" { next + 1 } else { next };
        if let Some(which) = self.entry(next).which
            && self.word(next + 1) == "year"
            && !self.joined(next + 2)
            && self.word(at) != ","
        {
            return (next + 2, YearOf::Unit(which));
        }
        (at, YearOf::Open)
    }
}
