//! Figures over time: a dot where a value is known, a rod where it is a range, open where it has no end, hollow where
//! it is approximate; a bar where the date is coarse, since a year is no first of January.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{round, text};

/// One figure as it is drawn.
pub(crate) struct Mark {
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// "about" and the like.
    pub(crate) hollow: bool,
    /// Index of its origin.
    pub(crate) root: usize,
    /// It does not agree with another one.
    pub(crate) conflict: bool,
    /// Whether the date is only that of publication, where another was asked for.
    pub(crate) stand_in: bool,
    pub(crate) href: String,
    pub(crate) words: String,
}

impl Mark {
    fn middle(&self) -> f64 {
        match (self.low, self.high) {
            (Some(low), Some(high)) => (low + high) / 2.0,
            (Some(value), None) | (None, Some(value)) => value,
            (None, None) => 0.0,
        }
    }
}

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 836.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 262.0;

struct Scales {
    first: f64,
    last: f64,
    low: f64,
    high: f64,
    log: bool,
}

fn days(date: Date) -> f64 {
    f64::from((date - jiff::civil::date(1970, 1, 1)).get_days())
}

impl Scales {
    fn new(marks: &[Mark]) -> Option<Scales> {
        let values = || {
            marks.iter().flat_map(|mark| [mark.low, mark.high]).flatten().filter(|value| value.is_finite())
        };
        let low = values().reduce(f64::min)?;
        let high = values().reduce(f64::max)?;
        let first = marks.iter().map(|mark| days(mark.from)).reduce(f64::min)?;
        let last = marks.iter().map(|mark| days(mark.to)).reduce(f64::max)?;
        let log = low > 0.0 && high / low > 40.0;
        // Room at the sides; a chart of one day is a week wide.
        let room = ((last - first) * 0.04).max(3.5);
        let (low, high) = if log {
            (low / 1.4, high * 1.4)
        } else {
            (low.min(0.0), if high <= 0.0 { 1.0 } else { high * 1.08 })
        };
        Some(Scales { first: first - room, last: last + room, low, high, log })
    }

    fn x(&self, day: f64) -> f64 {
        LEFT + (day - self.first) / (self.last - self.first) * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        let share = if self.log {
            (value.max(self.low).ln() - self.low.ln()) / (self.high.ln() - self.low.ln())
        } else {
            (value - self.low) / (self.high - self.low)
        };
        BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP)
    }

    fn values(&self) -> Vec<f64> {
        if self.log {
            let mut ticks = Vec::new();
            let mut power = 10_f64.powf(self.low.log10().floor());
            let many = (self.high / self.low).log10() > 3.0;
            while power <= self.high {
                let steps: &[f64] = if many { &[1.0] } else { &[1.0, 2.0, 5.0] };
                ticks.extend(steps.iter().map(|step| step * power));
                power *= 10.0;
            }
            ticks.retain(|tick| (self.low..=self.high).contains(tick));
            return ticks;
        }
        let rough = (self.high - self.low) / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .iter()
            .map(|step| step * power)
            .find(|step| *step >= rough)
            .unwrap_or(power * 10.0);
        let mut ticks = Vec::new();
        let mut tick = (self.low / step).ceil() * step;
        while tick <= self.high && ticks.len() < 12 {
            ticks.push(tick);
            tick += step;
        }
        ticks
    }

    fn dates(&self) -> Vec<(f64, String)> {
        let origin = jiff::civil::date(1970, 1, 1);
        let date = |day: f64| origin.checked_add(jiff::Span::new().days(day as i64)).unwrap_or(origin);
        let span = self.last - self.first;
        if span <= 75.0 {
            let step = [1.0, 2.0, 5.0, 7.0, 14.0].into_iter().find(|step| span / step <= 8.0).unwrap_or(14.0);
            let mut day = self.first.ceil();
            let mut ticks = Vec::new();
            while day <= self.last {
                ticks.push((day, date(day).to_string()));
                day += step;
            }
            return ticks;
        }
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 240]
            .into_iter()
            .find(|months| span / (f64::from(*months) * 30.4) <= 8.0)
            .unwrap_or(1200);
        let first = date(self.first);
        let months = i32::from(first.year()) * 12 + i32::from(first.month()) - 1;
        let mut at = (months + step - 1).div_euclid(step) * step;
        let mut ticks = Vec::new();
        while ticks.len() < 12 {
            let (year, month) = (at.div_euclid(12), at.rem_euclid(12) + 1);
            let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else { break };
            let Ok(date) = Date::new(year, month, 1) else { break };
            if days(date) > self.last {
                break;
            }
            if days(date) >= self.first {
                ticks.push((
                    days(date),
                    if step >= 12 { year.to_string() } else { format!("{year}-{month:02}") },
                ));
            }
            at += step;
        }
        ticks
    }
}

/// "3,100", "4.5 million".
pub(crate) fn number(value: f64) -> String {
    let (value, word) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, " billion"),
        size if size >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    let whole = (value - value.round()).abs() < 0.005;
    let digits = if whole { format!("{:.0}", value.abs()) } else { format!("{:.1}", value.abs()) };
    let (whole, part) =
        digits.split_once('.').map_or((digits.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut out = if value < 0.0 && digits != "0" { "−".to_owned() } else { String::new() };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out + word
}

/// A root's letter; after Z they begin anew.
pub(crate) fn letter(root: usize) -> char {
    char::from(b'A' + u8::try_from(root % 26).unwrap_or(0))
}

/// The class that gives a root's color.
pub(crate) fn color(root: usize) -> String {
    format!("r{}", root % 8)
}

/// The chart, with lines between values of one root where these count one thing; nothing where there is no value to draw.
pub(crate) fn draw(marks: &[Mark], label: &str, join: bool) -> Markup {
    let Some(scales) = Scales::new(marks) else { return html! {} };
    let mut roots: Vec<usize> = marks.iter().map(|mark| mark.root).collect();
    roots.sort_unstable();
    roots.dedup();
    html! {
        div class="drawing" tabindex="0" role="region" aria-label={ "Chart: " (reportedly::visible(label)) } {
            svg class="chart" viewBox={ "0 0 " (round(WIDTH)) " " (round(HEIGHT)) } width=(round(WIDTH)) height=(round(HEIGHT)) role="group" aria-label={ (reportedly::visible(label)) ", over time; the table below holds the same" } {
                @for tick in scales.values() {
                    @let y = scales.y(tick);
                    path class=(if tick == 0.0 { "axis zero" } else { "axis" }) d={ "M" (round(LEFT)) " " (round(y)) "H" (round(RIGHT)) } {}
                    text class="small" x=(round(LEFT - 8.0)) y=(round(y + 4.0)) text-anchor="end" { (number(tick)) }
                }
                @for (day, name) in scales.dates() {
                    @let x = scales.x(day);
                    path class="axis" d={ "M" (round(x)) " " (round(BOTTOM)) "v5" } {}
                    text class="small" x=(round(x)) y=(round(BOTTOM + 20.0)) text-anchor="middle" { (name) }
                }
                @if scales.log { (text(LEFT, HEIGHT - 4.0, 0.0, &["each step up the scale multiplies".to_owned()], "small")) }
                @for root in roots.iter().filter(|_| join) { (joined(marks, *root, &scales)) }
                @for (index, mark) in marks.iter().enumerate() { (one(mark, &scales, crowd(marks, index, &scales))) }
            }
        }
    }
}

/// The line through the values of one root.
fn joined(marks: &[Mark], root: usize, scales: &Scales) -> Markup {
    let mut places: Vec<(f64, f64)> = (marks.iter().filter(|mark| mark.root == root))
        .map(|mark| (scales.x((days(mark.from) + days(mark.to)) / 2.0), scales.y(mark.middle())))
        .collect();
    places.sort_by(|one, two| one.0.total_cmp(&two.0));
    let line: Vec<String> = places.iter().map(|(x, y)| format!("{} {}", round(*x), round(*y))).collect();
    html! { @if line.len() > 1 { path class={ "line-of " (color(root)) } d={ "M" (line.join("L")) } {} } }
}

/// How many earlier marks stand where this one does: their letters go side by side.
fn crowd(marks: &[Mark], index: usize, scales: &Scales) -> usize {
    let place = |mark: &Mark| (scales.x((days(mark.from) + days(mark.to)) / 2.0), scales.y(mark.middle()));
    let Some(own) = marks.get(index).map(place) else { return 0 };
    let near = |mark: &&Mark| {
        let other = place(mark);
        (own.0 - other.0).abs() < 10.0 && (own.1 - other.1).abs() < 10.0
    };
    marks.iter().take(index).filter(near).count().min(8)
}

fn one(mark: &Mark, scales: &Scales, before: usize) -> Markup {
    let (left, right) = (scales.x(days(mark.from)), scales.x(days(mark.to)));
    let x = (left + right) / 2.0;
    let y = scales.y(mark.middle());
    let coarse = mark.from != mark.to;
    let (top, bottom) = (mark.high.map(|high| scales.y(high)), mark.low.map(|low| scales.y(low)));
    let class = format!("{}{}", color(mark.root), if mark.stand_in { " stand-in" } else { "" });
    html! {
        a class={ "point " (class) } href=(mark.href) {
            title { (reportedly::visible(&mark.words)) }
            @if coarse { path class="rod" d={ "M" (round(left)) " " (round(y - 4.0)) "v8m0 -4H" (round(right)) "m0 -4v8" } {} }
            @match (top, bottom) {
                (Some(top), Some(bottom)) if mark.low != mark.high => {
                    path class="rod" d={ "M" (round(x - 4.0)) " " (round(top)) "h8m-4 0V" (round(bottom)) "m-4 0h8" } {}
                },
                (None, Some(bottom)) => path class="rod open" d={ "M" (round(x)) " " (round(bottom)) "V" (round((bottom - 34.0).max(4.0))) "m-4 6l4 -6l4 6" } {},
                (Some(top), None) => path class="rod open" d={ "M" (round(x)) " " (round(top)) "V" (round((top + 34.0).min(BOTTOM))) "m-4 -6l4 6l4 -6" } {},
                _ => {},
            }
            circle class=(if mark.hollow { "dot hollow" } else { "dot" }) cx=(round(x)) cy=(round(y)) r="4.5" {}
            @if mark.conflict { circle class="ring" cx=(round(x)) cy=(round(y)) r="9" {} }
            text class="letter" x=(round(x + 8.0 + 11.0 * before as f64)) y=(round(y - 7.0)) { (letter(mark.root)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(from: &str, to: &str, low: Option<f64>, high: Option<f64>) -> Mark {
        Mark {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            low,
            high,
            hollow: false,
            root: 0,
            conflict: false,
            stand_in: false,
            href: "/".to_owned(),
            words: "<x>".to_owned(),
        }
    }

    #[test]
    fn a_year_is_a_bar_and_an_open_end_an_arrow() {
        let drawn = draw(&[mark("2015-01-01", "2015-12-31", Some(300.0), None)], "boats", true).into_string();
        assert!(drawn.contains("class=\"rod\"") && drawn.contains("class=\"rod open\""), "{drawn}");
        assert!(drawn.contains("&lt;x&gt;"));
        let drawn =
            draw(&[mark("2015-03-01", "2015-03-01", Some(300.0), Some(300.0))], "boats", true).into_string();
        assert!(!drawn.contains("class=\"rod"), "{drawn}");
    }

    #[test]
    fn nothing_breaks_it() {
        assert_eq!(draw(&[], "x", true).into_string(), "");
        for (low, high) in
            [(0.0, 0.0), (-5.0, -5.0), (1.0, 1e12), (f64::INFINITY, f64::INFINITY), (1e-9, 1e-9)]
        {
            let drawn =
                draw(&[mark("0001-01-01", "9999-12-31", Some(low), Some(high))], "x", true).into_string();
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{low} {drawn}");
        }
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [number(340.0), number(21_000.0), number(-1_250_000.0), number(33.33)],
            ["340", "21,000", "−1.2 million", "33.3"]
        );
    }
}
