//! Clock times: "8:30 p.m. ET", "noon Thursday", "0735 GMT".

use crate::language::times::Part;

use super::grammar::Reading;
use super::scan::Scan;
use super::written::{Clock, Given, Written};

impl Scan<'_> {
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
        // "Updated at 10:40 a.m." is the report's own time
        let own = self.is(at.wrapping_sub(2), &["update", "updated", "posted", "published"]);
        Some(done(end, if own { Given::Today(0) } else { Given::ThatDay }, None))
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
