//! Figures and times as they were read, short enough to stand beside the words.

use rust_decimal::Decimal;

use crate::{ChangeKind, Derived, Direction, Document, Figure, Relation, Time, TimeKind};

/// How a figure was read: "≈ 500 per month", "≥ 86", "down by 75%", "27,000–31,000".
pub fn figure_reading(figure: &Figure) -> String {
    let change = figure.change.map_or("", |change| match (change.direction, change.kind) {
        (Direction::Up, ChangeKind::By) => "up by ",
        (Direction::Up, ChangeKind::To) => "up to ",
        (Direction::Up, ChangeKind::From) => "up from ",
        (Direction::Down, ChangeKind::By) => "down by ",
        (Direction::Down, ChangeKind::To) => "down to ",
        (Direction::Down, ChangeKind::From) => "down from ",
    });
    let (unit, per) = (figure.unit.as_deref(), figure.per.as_deref());
    format!("{change}{}", value(figure.low, figure.high, figure.relation, unit, per))
}

/// How a figure that follows by arithmetic is told.
pub fn derived_reading(derived: &Derived) -> String {
    let (unit, per) = (derived.unit.as_deref(), derived.per.as_deref());
    value(derived.low, derived.high, derived.relation, unit, per)
}

fn value(
    low: Option<Decimal>,
    high: Option<Decimal>,
    relation: Relation,
    unit: Option<&str>,
    per: Option<&str>,
) -> String {
    let sign = match (relation, low, high) {
        (Relation::About, ..) => "≈ ",
        (Relation::MoreThan, ..) => "> ",
        (Relation::LessThan, ..) => "< ",
        (Relation::AtLeast, ..) | (_, Some(_), None) => "≥ ",
        (Relation::AtMost, ..) | (_, None, Some(_)) => "≤ ",
        (Relation::Exact | Relation::Between, ..) => "",
    };
    let number = match (low, high) {
        (Some(low), Some(high)) if low != high => format!("{}–{}", digits(low), digits(high)),
        (Some(value), _) | (None, Some(value)) => digits(value),
        (None, None) => return "?".to_owned(),
    };
    let unit = match unit {
        None => String::new(),
        Some("percent") => "%".to_owned(),
        Some("percentage_point") => " percentage points".to_owned(),
        Some(unit) => format!(" {}", unit.replace('_', " ")),
    };
    let per = per.map(|per| format!(" per {}", per.replace('_', " "))).unwrap_or_default();
    format!("{sign}{number}{unit}{per}")
}

/// Whether the reading tells more than the words ("1,000" read as 1,000 does not).
fn figure_adds(figure: &Figure, words: &str) -> bool {
    let plain = figure.relation == Relation::Exact && figure.change.is_none() && figure.per.is_none();
    let value = figure.low.filter(|_| figure.low == figure.high);
    let written: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let same = value.is_some_and(|value| written.parse::<Decimal>() == Ok(value));
    let small =
        words.bytes().all(|b| !b.is_ascii_digit()) && value.is_some_and(|value| value <= Decimal::from(20));
    if plain && small && figure.unit.is_none() {
        return false;
    }
    let both = |value: Option<Decimal>| value.is_some_and(|value| words.contains(&digits(value)));
    if figure.relation == Relation::Between
        && both(figure.low)
        && both(figure.high)
        && figure.change.is_none()
    {
        return false;
    }
    let unit = matches!(figure.unit.as_deref(), None | Some("percent" | "percentage_point"));
    !(plain && same && (unit || figure.unit.as_ref().is_some_and(|unit| words.contains(unit.as_str()))))
}

/// The reading of a figure, where it tells more than its words do.
pub fn telling_figure(document: &Document, figure: &Figure) -> Option<String> {
    figure_adds(figure, figure.span.of(&document.text)).then(|| figure_reading(figure))
}

/// The reading of a time, where it tells more than its words do.
pub fn telling_time(document: &Document, time: &Time) -> Option<String> {
    time_reading(time).filter(|_| time_adds(time, time.span.of(&document.text)))
}

/// The digits with a comma at every thousand, without empty decimals.
fn digits(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, number) = text.strip_prefix('-').map_or(("", text.as_str()), |number| ("−", number));
    let (whole, rest) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match rest {
        Some(rest) => format!("{sign}{grouped}.{rest}"),
        None => format!("{sign}{grouped}"),
    }
}

/// What a time resolves to: "2016-06-07", "fall 2015", "the 1990s", "6 months"; none where there is nothing to tell.
pub fn time_reading(time: &Time) -> Option<String> {
    let value = time.value.as_str();
    if value.is_empty() || value.ends_with("_REF") {
        return None;
    }
    if value.contains("XX") {
        return Some("date open".to_owned());
    }
    if matches!(time.kind, TimeKind::Duration | TimeKind::Set) || value.starts_with('P') {
        return Some(duration(value).unwrap_or_else(|| value.to_owned()));
    }
    let (date, clock) = value.split_once('T').map_or((value, None), |(date, clock)| (date, Some(clock)));
    let date = calendar(date).or_else(|| {
        // A week, or a part of the calendar that has no short name: its first and last day.
        time.days.filter(|(first, last)| first != last).map(|(first, last)| format!("{first} to {last}"))
    });
    let date = date.unwrap_or_else(|| value.split('T').next().unwrap_or(value).to_owned());
    Some(match clock.map(part_of_day) {
        Some(clock) => format!("{date} {clock}"),
        None => date,
    })
}

/// Whether the reading tells more than the words ("in 2013" read as 2013 does not).
fn time_adds(time: &Time, words: &str) -> bool {
    match time_reading(time) {
        None => false,
        Some(_) if time.kind == TimeKind::Duration => false,
        Some(reading) => {
            let year = time.value.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
            !words.contains(&reading) && !year.is_some_and(|year| words.contains(year))
        }
    }
}

fn calendar(date: &str) -> Option<String> {
    let (year, rest) = match date.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (date, None),
    };
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match (year.len(), rest) {
        (4, None) => year.to_owned(),
        (3, None) => format!("the {year}0s"),
        (2, None) => format!("{year}00 to {year}99"),
        (4, Some("SP")) => format!("spring {year}"),
        (4, Some("SU")) => format!("summer {year}"),
        (4, Some("FA")) => format!("fall {year}"),
        (4, Some("WI")) => format!("winter {year}"),
        (4, Some("H1")) => format!("first half of {year}"),
        (4, Some("H2")) => format!("second half of {year}"),
        (4, Some(quarter)) if quarter.starts_with('Q') => format!("quarter {} of {year}", &quarter[1..]),
        (4, Some(day)) if day.bytes().all(|b| b.is_ascii_digit() || b == b'-') => date.to_owned(),
        _ => return None,
    })
}

fn part_of_day(clock: &str) -> &str {
    match clock {
        "MO" => "morning",
        "MI" => "midday",
        "AF" => "afternoon",
        "EV" => "evening",
        "NI" => "night",
        "DT" => "daytime",
        clock => clock,
    }
}

/// "P6M" as "6 months".
fn duration(value: &str) -> Option<String> {
    let (clock, rest) = match value.strip_prefix("PT") {
        Some(rest) => (true, rest),
        None => (false, value.strip_prefix('P')?),
    };
    let at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = rest.split_at(at);
    let name = match (unit, clock) {
        ("Y", _) => "year",
        ("M", false) => "month",
        ("W", _) => "week",
        ("D", _) => "day",
        ("H", _) => "hour",
        ("M", true) => "minute",
        ("S", _) => "second",
        ("DE", _) => "decade",
        ("CE", _) => "century",
        ("WE", _) => "weekend",
        _ => return None,
    };
    let plural = if number == "1" { "" } else { "s" };
    (!number.is_empty()).then(|| format!("{number} {name}{plural}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Evidence, Span};

    fn figure(low: &str, high: &str, relation: Relation, unit: Option<&str>) -> Figure {
        Figure {
            span: Span::new(0, 1),
            low: low.parse().ok(),
            high: high.parse().ok(),
            relation,
            unit: unit.map(str::to_owned),
            per: None,
            change: None,
            counted: None,
            claim: None,
            approximator: None,
            status: None,
            about: None,
            evidence: Evidence::rule("test"),
        }
    }

    #[test]
    fn figures_are_read_with_their_bounds() {
        let read = |low, high, relation, unit| figure_reading(&figure(low, high, relation, unit));
        assert_eq!(read("86", "", Relation::AtLeast, None), "≥ 86");
        assert_eq!(read("", "10", Relation::LessThan, None), "< 10");
        assert_eq!(read("27000", "31000", Relation::Between, None), "27,000–31,000");
        assert_eq!(read("2500000.50", "2500000.50", Relation::Exact, Some("USD")), "2,500,000.5 USD");
        let mut fall = figure("75", "75", Relation::About, Some("percent"));
        fall.change = Some(Change { direction: Direction::Down, kind: ChangeKind::By });
        assert_eq!(figure_reading(&fall), "down by ≈ 75%");
        fall.per = Some("month".to_owned());
        assert!(figure_reading(&fall).ends_with("per month"));
    }

    #[test]
    fn a_reading_that_adds_nothing_is_left_out() {
        let exact = figure("1000", "1000", Relation::Exact, None);
        assert!(!figure_adds(&exact, "1,000"));
        assert!(figure_adds(&exact, "a thousand"));
        assert!(figure_adds(&figure("1000", "1000", Relation::About, None), "close to 1,000"));
    }

    fn time(value: &str, kind: TimeKind) -> Time {
        let evidence = Evidence::rule("test");
        let (days, anchor, modifier, claim) = (None, crate::Anchor::None, None, None);
        Time { span: Span::new(0, 1), kind, value: value.to_owned(), days, anchor, modifier, claim, evidence }
    }

    #[test]
    fn times_are_read_at_their_own_grain() {
        for (value, reading) in [
            ("2016", Some("2016")),
            ("199", Some("the 1990s")),
            ("2015-FA", Some("fall 2015")),
            ("2016-06-07", Some("2016-06-07")),
            ("2016-06-07TEV", Some("2016-06-07 evening")),
            ("PRESENT_REF", None),
            ("XXXX-XX-XX", Some("date open")),
        ] {
            assert_eq!(time_reading(&time(value, TimeKind::Date)).as_deref(), reading, "{value}");
        }
        let six_months = time_reading(&time("P6M", TimeKind::Duration));
        assert_eq!(six_months.as_deref(), Some("6 months"));
        assert!(!time_adds(&time("2013", TimeKind::Date), "in 2013"));
        assert!(time_adds(&time("2016-06-07", TimeKind::Date), "Tuesday"));
    }
}
