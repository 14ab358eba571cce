//! Stretches of the calendar at the granularity in which they were meant: a year is a year, never its first day.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::language::times::{Season, Unit};

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    Day(Date),
    /// The ISO week that holds this Monday.
    Week(Date),
    /// Saturday and Sunday of the ISO week that holds this Monday.
    Weekend(Date),
    Month(i16, i8),
    /// 1 to 4.
    Quarter(i16, i8),
    /// 1 or 2.
    Half(i16, i8),
    Season(i16, Season),
    Year(i16),
    /// Its first year.
    Decade(i16),
    /// Its first year, as the digits say it: the 20th century is 1900 here.
    Century(i16),
}

impl Season {
    pub(super) fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }
}

/// Years that are read at all; everything is computed well inside jiff's own range.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;

pub(super) fn year(year: i32) -> Option<i16> {
    YEARS.contains(&year).then_some(year).and_then(|year| i16::try_from(year).ok())
}

/// A day that exists.
pub(super) fn day(y: i32, m: i8, d: i8) -> Option<Date> {
    Date::new(year(y)?, m, d).ok()
}

impl Stretch {
    /// The ISO week that holds `day`.
    pub(super) fn week_of(day: Date) -> Option<Stretch> {
        monday(day).map(Stretch::Week)
    }

    /// The unit of that length that holds `day`.
    pub(super) fn of(unit: Unit, day: Date) -> Option<Stretch> {
        let (y, m) = (day.year(), day.month());
        Some(match unit {
            Unit::Day => Stretch::Day(day),
            Unit::Week => Stretch::week_of(day)?,
            Unit::Weekend => Stretch::Weekend(monday(day)?),
            Unit::Month => Stretch::Month(y, m),
            Unit::Quarter => Stretch::Quarter(y, (m - 1) / 3 + 1),
            Unit::Year => Stretch::Year(y),
            Unit::Decade => Stretch::Decade(y - y % 10),
            Unit::Century => Stretch::Century(y - y % 100),
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Fortnight => return None,
        })
    }

    /// TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Stretch::Day(day) => day.to_string(),
            Stretch::Week(monday) => week_value(monday),
            Stretch::Weekend(monday) => format!("{}-WE", week_value(monday)),
            Stretch::Month(y, m) => format!("{y:04}-{m:02}"),
            Stretch::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Stretch::Half(y, h) => format!("{y:04}-H{h}"),
            Stretch::Season(y, s) => format!("{y:04}-{}", s.code()),
            Stretch::Year(y) => format!("{y:04}"),
            Stretch::Decade(y) => format!("{:03}", y / 10),
            Stretch::Century(y) => format!("{:02}", y / 100),
        }
    }

    /// First and last day, both inclusive.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        let whole = |y: i16, first: i8, months: i8| {
            let start = Date::new(y, first, 1).ok()?;
            let last = Date::new(y, first + months - 1, 1).ok()?.last_of_month();
            Some((start, last))
        };
        match self {
            Stretch::Day(day) => Some((day, day)),
            Stretch::Week(monday) => Some((monday, add(monday, 6)?)),
            Stretch::Weekend(monday) => Some((add(monday, 5)?, add(monday, 6)?)),
            Stretch::Month(y, m) => whole(y, m, 1),
            Stretch::Quarter(y, q) => whole(y, (q - 1) * 3 + 1, 3),
            Stretch::Half(y, h) => whole(y, (h - 1) * 6 + 1, 6),
            // from the first to the last day that either the calendar's or the sky's season gives
            Stretch::Season(y, season) => {
                let day = |y, m, d| Date::new(y, m, d).ok();
                match season {
                    Season::Spring => Some((day(y, 3, 1)?, day(y, 6, 21)?)),
                    Season::Summer => Some((day(y, 6, 1)?, day(y, 9, 23)?)),
                    Season::Fall => Some((day(y, 9, 1)?, day(y, 12, 21)?)),
                    Season::Winter => Some((day(y, 12, 1)?, day(y.checked_add(1)?, 3, 20)?)),
                }
            }
            Stretch::Year(y) => whole(y, 1, 12),
            Stretch::Decade(y) => Some((Date::new(y, 1, 1).ok()?, Date::new(y + 9, 12, 31).ok()?)),
            Stretch::Century(y) => Some((Date::new(y.max(1), 1, 1).ok()?, Date::new(y + 99, 12, 31).ok()?)),
        }
    }

    /// The same unit, `steps` further on.
    pub(super) fn step(self, steps: i64) -> Option<Stretch> {
        let months = |y: i16, m: i8, by: i64| {
            let total = (i64::from(y) * 12 + i64::from(m) - 1).checked_add(by)?;
            let y = year(i32::try_from(total.div_euclid(12)).ok()?)?;
            Some((y, i8::try_from(total.rem_euclid(12)).ok()? + 1))
        };
        let years = |y: i16, by: i64| year(i32::try_from(i64::from(y).checked_add(by)?).ok()?);
        Some(match self {
            Stretch::Day(day) => Stretch::Day(add(day, steps)?),
            Stretch::Week(monday) => Stretch::Week(add(monday, steps.checked_mul(7)?)?),
            Stretch::Weekend(monday) => Stretch::Weekend(add(monday, steps.checked_mul(7)?)?),
            Stretch::Month(y, m) => {
                let (y, m) = months(y, m, steps)?;
                Stretch::Month(y, m)
            }
            Stretch::Quarter(y, q) => {
                let (y, m) = months(y, (q - 1) * 3 + 1, steps.checked_mul(3)?)?;
                Stretch::Quarter(y, (m - 1) / 3 + 1)
            }
            Stretch::Half(y, h) => {
                let (y, m) = months(y, (h - 1) * 6 + 1, steps.checked_mul(6)?)?;
                Stretch::Half(y, (m - 1) / 6 + 1)
            }
            Stretch::Season(y, s) => Stretch::Season(years(y, steps)?, s),
            Stretch::Year(y) => Stretch::Year(years(y, steps)?),
            Stretch::Decade(y) => Stretch::Decade(years(y, steps.checked_mul(10)?)?),
            Stretch::Century(y) => Stretch::Century(years(y, steps.checked_mul(100)?)?),
        })
    }

    /// The year it lies in, where it lies in one.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Stretch::Day(day) | Stretch::Week(day) | Stretch::Weekend(day) => Some(day.year()),
            Stretch::Month(y, _)
            | Stretch::Quarter(y, _)
            | Stretch::Half(y, _)
            | Stretch::Season(y, _)
            | Stretch::Year(y) => Some(y),
            Stretch::Decade(_) | Stretch::Century(_) => None,
        }
    }
}

impl Unit {
    /// TIMEX3 duration of `number` of these ("X" where the number is vague).
    pub(super) fn duration(self, number: &str) -> String {
        // decades and centuries of a known number are given in years, a fortnight in weeks
        let times = |factor: u64, letter: &str, vague: &str| match number.parse::<u64>() {
            Ok(n) => format!("P{}{letter}", n.saturating_mul(factor)),
            Err(_) if number == "X" => format!("PX{vague}"),
            Err(_) => format!("P{number}{vague}"),
        };
        // "two and a half years" is two years and six months
        if let Some(whole) = number.strip_suffix(".5") {
            let half = match self {
                Unit::Minute => format!("PT{whole}M30S"),
                Unit::Hour => format!("PT{whole}H30M"),
                Unit::Year => format!("P{whole}Y6M"),
                _ => String::new(),
            };
            if whole == "0" {
                match self {
                    Unit::Minute => return "PT30S".to_owned(),
                    Unit::Hour => return "PT30M".to_owned(),
                    Unit::Day => return "PT12H".to_owned(),
                    Unit::Year => return "P6M".to_owned(),
                    Unit::Decade => return "P5Y".to_owned(),
                    Unit::Century => return "P50Y".to_owned(),
                    _ => {}
                }
            } else if !half.is_empty() {
                return half;
            }
        }
        match self {
            Unit::Second => format!("PT{number}S"),
            Unit::Minute => format!("PT{number}M"),
            Unit::Hour => format!("PT{number}H"),
            Unit::Day => format!("P{number}D"),
            Unit::Week => format!("P{number}W"),
            Unit::Weekend => format!("P{number}WE"),
            Unit::Fortnight => times(2, "W", "W"),
            Unit::Month => format!("P{number}M"),
            Unit::Quarter => format!("P{number}Q"),
            Unit::Year => format!("P{number}Y"),
            Unit::Decade => times(10, "Y", "DE"),
            Unit::Century => times(100, "Y", "CE"),
        }
    }

    /// Whether it is a day or longer.
    pub(super) fn is_long(self) -> bool {
        self >= Unit::Day
    }
}

/// `day` moved by a number of days.
pub(super) fn add(day: Date, days: i64) -> Option<Date> {
    if days.abs() > 4_000_000 {
        return None;
    }
    day.checked_add(days.days()).ok().filter(|day| YEARS.contains(&i32::from(day.year())))
}

fn monday(day: Date) -> Option<Date> {
    add(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

fn week_value(monday: Date) -> String {
    let week: ISOWeekDate = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The last `weekday` on or before `day`, or the first on or after it.
pub(super) fn nearest(weekday: Weekday, day: Date, ahead: bool) -> Option<Date> {
    let to = i64::from(weekday.to_monday_zero_offset());
    let from = i64::from(day.weekday().to_monday_zero_offset());
    add(day, if ahead { (to - from).rem_euclid(7) } else { -(from - to).rem_euclid(7) })
}

/// Easter Sunday (Gregorian; Meeus, Jones and Butcher).
pub(super) fn easter(y: i16) -> Option<Date> {
    let y = i32::from(y);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(y, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const EXAMPLE_DAY: Date = date(2016, 6, 9);

    #[test]
    fn values_keep_their_granularity() {
        let day = EXAMPLE_DAY;
        for (stretch, value, first, last) in [
            (Stretch::Day(day), "2016-06-09", "2016-06-09", "2016-06-09"),
            (Stretch::week_of(day).unwrap(), "2016-W23", "2016-06-06", "2016-06-12"),
            (Stretch::of(Unit::Weekend, day).unwrap(), "2016-W23-WE", "2016-06-11", "2016-06-12"),
            (Stretch::Month(2016, 2), "2016-02", "2016-02-01", "2016-02-29"),
            (Stretch::Quarter(1998, 3), "1998-Q3", "1998-07-01", "1998-09-30"),
            (Stretch::Season(2015, Season::Winter), "2015-WI", "2015-12-01", "2016-03-20"),
            (Stretch::Decade(1990), "199", "1990-01-01", "1999-12-31"),
        ] {
            assert_eq!(stretch.value(), value);
            let (a, b) = stretch.days().unwrap();
            assert_eq!((a.to_string().as_str(), b.to_string().as_str()), (first, last));
        }
    }

    #[test]
    fn days_that_do_not_exist() {
        assert_eq!(day(2015, 2, 30), None);
        assert_eq!(day(0, 1, 1), None);
        assert_eq!(day(99999, 1, 1), None);
        assert_eq!(add(EXAMPLE_DAY, i64::MAX), None);
        assert_eq!(Stretch::Century(1900).step(i64::MAX), None);
    }

    #[test]
    fn weekdays_backward_and_ahead() {
        let show = |weekday, ahead| nearest(weekday, EXAMPLE_DAY, ahead).unwrap().to_string();
        assert_eq!(show(Weekday::Tuesday, false), "2016-06-07");
        assert_eq!(show(Weekday::Tuesday, true), "2016-06-14");
        assert_eq!(show(Weekday::Thursday, true), "2016-06-09");
    }

    #[test]
    fn easter_sundays() {
        assert_eq!(easter(2016).unwrap(), date(2016, 3, 27));
        assert_eq!(easter(2000).unwrap(), date(2000, 4, 23));
    }
}
