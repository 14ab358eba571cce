//! Dates as files and pages write them.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use regex::{Captures, Regex};
use reportedly::{DateOrigin, DateRole, Dated};

/// A day, with the time of day and zone as far as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) date: Date,
    pub(crate) time: Option<String>,
}

impl Stamp {
    pub(crate) fn dated(self, role: DateRole, origin: DateOrigin, evidence: impl Into<String>) -> Dated {
        Dated { date: self.date, time: self.time, role, origin, evidence: evidence.into() }
    }
}

const MONTHS: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const CLOCK: &str = r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z\b|[+-]\d{2}:?\d{2}|[a-z]{2,4}\b)?";

/// Year first: ISO 8601 and its relatives.
static YEAR_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?P<y>\d{{4}})[-/.](?P<mo>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?:(?:t|,?\s+(?:at\s+)?){CLOCK})?"
    ))
    .ok()
});
/// June 9, 2016 at 2:05 p.m. EDT
static MONTH_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?P<name>{MONTHS})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b(?:(?:,|\s|\bat\b|[|·•–—-])*{CLOCK})?")).ok()
});
/// 9 June 2016 14:05 GMT, Thu, 09 Jun 2016 14:05:00 +0200
static DAY_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<name>{MONTHS})\.?,?[\s-]+(?P<y>\d{{4}})\b(?:(?:,|\s|\bat\b|[|·•–—-])*{CLOCK})?")).ok()
});
/// 20160609, with nothing else
static COMPACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})(?:[tT]?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})?(?P<zone>[zZ]|[+-]\d{4})?)?$").ok()
});
/// 6/21/2016 and 21/6/2016, where only one reading is a date
static SLASHES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})\b").ok());

/// The first date in `words`, and where it stands. Day and month must be there, the year as well; a date that could be
/// read in two ways ("6/9/2016") is none.
pub(crate) fn find(words: &str) -> Option<(std::ops::Range<usize>, Stamp)> {
    let words = crate::head(words, 400);
    // day and year have five digits at least
    if words.bytes().filter(u8::is_ascii_digit).count() < 5 {
        return None;
    }
    if let Some(captures) = COMPACT.as_ref().and_then(|regex| regex.captures(words.trim())) {
        return Some((0..words.len(), stamp(&captures)?));
    }
    let patterns = [&YEAR_FIRST, &MONTH_FIRST, &DAY_FIRST];
    let found = patterns.iter().filter_map(|regex| {
        let captures = regex.as_ref()?.captures(words)?;
        Some((captures.get(0)?.range(), stamp(&captures)?))
    });
    found.min_by_key(|(range, _)| range.start).or_else(|| {
        let captures = SLASHES.as_ref()?.captures(words)?;
        Some((captures.get(0)?.range(), slashes(&captures)?))
    })
}

/// The date that `words` give.
pub(crate) fn parse(words: &str) -> Option<Stamp> {
    // the usual form needs no pattern
    if let Ok(date) = words.parse::<Date>()
        && words.len() == 10
        && (1700..=2100).contains(&date.year())
    {
        return Some(Stamp { date, time: None });
    }
    find(words).map(|(_, stamp)| stamp)
}

/// The day in an address: `/2016/06/09/`, `/2016/jun/9/`, `-2016-06-09`, `/20160609/`.
pub(crate) fn in_address(url: &str) -> Option<(String, Date)> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(?i-u)[/_=-](?P<y>(?:19|20)\d{{2}})(?:[/_-](?P<mo>\d{{1,2}})[/_-](?P<d>\d{{1,2}})|/(?P<name>{MONTHS})/(?P<d2>\d{{1,2}})|(?P<mo3>\d{{2}})(?P<d3>\d{{2}}))(?:[/_.?#-]|$)"
        ))
        .ok()
    });
    let url = crate::head(url, 2000);
    if !url.contains("/19")
        && !url.contains("/20")
        && !url.contains("-20")
        && !url.contains("_20")
        && !url.contains("=20")
    {
        return None;
    }
    let captures = ADDRESS.as_ref()?.captures(url)?;
    let number = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<i8>().ok());
    let year = captures.name("y")?.as_str().parse::<i16>().ok()?;
    let month = number("mo").or_else(|| number("mo3")).or_else(|| month(captures.name("name")?.as_str()))?;
    let day = number("d").or_else(|| number("d2")).or_else(|| number("d3"))?;
    let date = sensible(year, month, day)?;
    let all = captures.get(0)?.as_str();
    Some((all.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/').to_owned(), date))
}

fn stamp(captures: &Captures<'_>) -> Option<Stamp> {
    let number = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<i8>().ok());
    let year = captures.name("y")?.as_str().parse::<i16>().ok()?;
    let month = number("mo").or_else(|| month(captures.name("name")?.as_str()))?;
    let date = sensible(year, month, number("d")?)?;
    Some(Stamp { date, time: clock(captures) })
}

fn slashes(captures: &Captures<'_>) -> Option<Stamp> {
    let number = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<i8>().ok());
    let year = captures.name("y")?.as_str().parse::<i16>().ok()?;
    let (a, b) = (number("a")?, number("b")?);
    let date = match (sensible(year, a, b), sensible(year, b, a)) {
        (Some(date), None) | (None, Some(date)) => date,
        (Some(date), Some(other)) if date == other => date,
        _ => return None,
    };
    Some(Stamp { date, time: None })
}

/// A date that a news report can have.
fn sensible(year: i16, month: i8, day: i8) -> Option<Date> {
    (1700..=2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

fn month(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.to_ascii_lowercase();
    (1..).zip(NAMES).find(|(_, short)| name.starts_with(short)).map(|(number, _)| number)
}

/// "14:05:00+02:00" of the clock's parts; none where it is no time of day.
fn clock(captures: &Captures<'_>) -> Option<String> {
    let number = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<i8>().ok());
    let half = captures.name("half").map(|half| half.as_str().to_ascii_lowercase());
    if number("m").is_none() && half.is_none() {
        return None;
    }
    let hour = match (number("h")?, half) {
        (12, Some(half)) if half.starts_with('a') => 0,
        (hour @ 1..=11, Some(half)) if half.starts_with('p') => hour + 12,
        (hour, _) => hour,
    };
    let time = Time::new(hour, number("m").unwrap_or(0), number("s").unwrap_or(0), 0).ok()?;
    let written = match number("s") {
        Some(_) => format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()),
        None => format!("{:02}:{:02}", time.hour(), time.minute()),
    };
    let zone = captures.name("zone").and_then(|zone| offset(zone.as_str())).unwrap_or_default();
    Some(written + &zone)
}

/// The zone as an offset. Names that depend on the season ("ET") are left out.
fn offset(zone: &str) -> Option<String> {
    let zone = zone.to_ascii_uppercase();
    if let Some(digits) = zone.strip_prefix(['+', '-']) {
        let sign = zone.get(..1)?;
        let digits = digits.replace(':', "");
        let (hours, minutes) = (digits.get(..2)?, digits.get(2..4)?);
        let sensible = hours.parse::<u8>().ok()? <= 14 && minutes.parse::<u8>().ok()? < 60;
        return sensible.then(|| format!("{sign}{hours}:{minutes}"));
    }
    let offset = match zone.as_str() {
        "Z" | "UTC" | "GMT" => "Z",
        "BST" | "CET" => "+01:00",
        "CEST" => "+02:00",
        "EST" | "CDT" => "-05:00",
        "EDT" => "-04:00",
        "CST" | "MDT" => "-06:00",
        "MST" | "PDT" => "-07:00",
        "PST" => "-08:00",
        _ => return None,
    };
    Some(offset.to_owned())
}

/// Whether two dates can be the same moment seen from two zones, or the same day.
pub(crate) fn agree(a: &Dated, b: &Dated) -> bool {
    let apart = a.date.duration_until(b.date).as_hours().abs();
    let zoned = |dated: &Dated| dated.time.as_ref().is_some_and(|time| time.contains(['Z', '+', '-']));
    apart == 0 || (apart <= 24 && (zoned(a) || zoned(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str) -> Option<String> {
        parse(words).map(|stamp| match stamp.time {
            Some(time) => format!("{}T{time}", stamp.date),
            None => stamp.date.to_string(),
        })
    }

    #[test]
    fn dates_in_many_forms() {
        for (words, meant) in [
            ("2016-06-09", "2016-06-09"),
            ("2016-06-09T14:05:00+02:00", "2016-06-09T14:05:00+02:00"),
            ("2016-06-09T14:05:00.000Z", "2016-06-09T14:05:00Z"),
            ("2016-06-09 14:05", "2016-06-09T14:05"),
            ("2016/6/9", "2016-06-09"),
            ("20160609", "2016-06-09"),
            ("20160609T140500-0400", "2016-06-09T14:05:00-04:00"),
            ("Thu, 09 Jun 2016 14:05:00 GMT", "2016-06-09T14:05:00Z"),
            ("June 9, 2016", "2016-06-09"),
            ("Updated 2:05 p.m. ET, Thu June 9, 2016", "2016-06-09"),
            ("June 9, 2016 | 2:05 PM EDT", "2016-06-09T14:05-04:00"),
            ("Jun. 9, 2016 at 12:30 a.m.", "2016-06-09T00:30"),
            ("9 June 2016", "2016-06-09"),
            ("9th of June, 2016", "2016-06-09"),
            ("6/21/2016", "2016-06-21"),
            ("21.6.2016", "2016-06-21"),
            ("Published: Sept. 30, 2016, 4 p.m.", "2016-09-30T16:00"),
        ] {
            assert_eq!(check(words).as_deref(), Some(meant), "{words}");
        }
    }

    #[test]
    fn what_is_no_date_or_two() {
        for words in
            ["", "yesterday", "6/9/2016", "2016", "June 2016", "2016-13-40", "0001-01-01", "Room 1016-22"]
        {
            assert_eq!(check(words), None, "{words}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let day = |url| in_address(url).map(|(_, date)| date.to_string());
        assert_eq!(day("https://e.com/2016/06/09/a.html").as_deref(), Some("2016-06-09"));
        assert_eq!(day("https://e.com/news/2016/feb/7/a").as_deref(), Some("2016-02-07"));
        assert_eq!(day("https://e.com/a-2016-06-09").as_deref(), Some("2016-06-09"));
        assert_eq!(day("https://e.com/20160609/a").as_deref(), Some("2016-06-09"));
        assert_eq!(day("https://e.com/story/101704.html"), None);
        assert_eq!(day("https://e.com/2016/06/a"), None);
    }
}
