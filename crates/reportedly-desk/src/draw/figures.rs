//! Figures over time: a dot where a value is known, a rod where it is a range, open where it has no end, hollow where
//! it is approximate; a bar where the date is coarse, since a year is no first of January.

use jiff::civil::Date;
use maud::{Markup, html};

use super::scales::{BOTTOM, HEIGHT, LEFT, RIGHT, Scales, WIDTH, days};
use super::{STRONG, round, text};

/// What is known of two values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conflict {
    None,
    /// News or a conflict: the reports do not say for which day it holds.
    Open,
    Known,
}

impl Conflict {
    /// Pixels that the mark takes from its middle.
    fn reach(self) -> f64 {
        if self == Conflict::None { 5.0 } else { 9.5 }
    }
}

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
    /// Whether it does not agree with an earlier one.
    pub(crate) conflict: Conflict,
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

/// A root's letter: A to Z, then AA to ZZ, and so on.
pub(crate) fn letter(root: usize) -> String {
    let (mut left, mut letters) = (root, Vec::new());
    loop {
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        match (left / 26).checked_sub(1) {
            Some(rest) => left = rest,
            None => return letters.iter().rev().collect(),
        }
    }
}

/// The class that gives a root's color.
pub(crate) fn color(root: usize) -> String {
    format!("r{}", root % 8)
}

/// What tells the roots apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Letters and colors, and a line through what one root gave: all values count one thing.
    Joined,
    /// Letters and colors.
    Apart,
    /// Nothing: there are too many for that.
    Plain,
}

/// The chart; nothing where there is no value to draw.
pub(crate) fn draw(marks: &[Mark], label: &str, style: Style) -> Markup {
    let Some(scales) = Scales::new(marks) else { return html! {} };
    let mut roots: Vec<usize> = marks.iter().map(|mark| mark.root).collect();
    roots.sort_unstable();
    roots.dedup();
    let letters = if style == Style::Plain { Vec::new() } else { letters(marks, &scales) };
    html! {
        div class="drawing of-figures" tabindex="0" role="region" aria-label={ "Chart: " (reportedly::visible(label)) } {
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
                @for root in roots.iter().filter(|_| style == Style::Joined) { (joined(marks, *root, &scales)) }
                @for (index, mark) in marks.iter().enumerate() { (one(mark, &scales, letters.get(index).copied().flatten(), style)) }
            }
        }
    }
}

fn place(mark: &Mark, scales: &Scales) -> (f64, f64) {
    (scales.x((days(mark.from) + days(mark.to)) / 2.0), scales.y(mark.middle()))
}

/// The line through the values of one root.
fn joined(marks: &[Mark], root: usize, scales: &Scales) -> Markup {
    let mut places: Vec<(f64, f64)> =
        marks.iter().filter(|mark| mark.root == root).map(|mark| place(mark, scales)).collect();
    places.sort_by(|one, two| one.0.total_cmp(&two.0));
    let line: Vec<String> = places.iter().map(|(x, y)| format!("{} {}", round(*x), round(*y))).collect();
    html! { @if line.len() > 1 { path class={ "line-of " (color(root)) } d={ "M" (line.join("L")) } {} } }
}

/// Where each mark's letter stands, so that none covers another or a dot; none where there is no room: the table has it.
fn letters(marks: &[Mark], scales: &Scales) -> Vec<Option<(f64, f64)>> {
    // Left, top, right, bottom.
    let dot = |mark: &Mark| {
        let ((x, y), reach) = (place(mark, scales), mark.conflict.reach());
        [x - reach, y - reach, x + reach, y + reach]
    };
    let dots: Vec<[f64; 4]> = marks.iter().map(dot).collect();
    let apart = |one: &[f64; 4], two: &[f64; 4]| {
        one[2] <= two[0] || two[2] <= one[0] || one[3] <= two[1] || two[3] <= one[1]
    };
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let mut found = Vec::new();
    for mark in marks {
        let ((x, y), wide) = (place(mark, scales), STRONG.wide(&letter(mark.root)));
        let off = mark.conflict.reach() + 1.0;
        let (up, down, before) = (1.0 - off, off + 9.0, -off - wide);
        let beside =
            [(off, up), (off, down), (before, up), (before, down), (off + 3.0, 4.5), (before - 3.0, 4.5)];
        let farther = [(off + 11.0, up), (off + 11.0, down), (off + 22.0, up)];
        let free = beside.into_iter().chain(farther).map(|(dx, dy)| (x + dx, y + dy)).find(|&(x, y)| {
            let own = [x, y - 10.0, x + wide, y + 1.0];
            let inside = own[0] > LEFT && own[2] < WIDTH && own[1] > 0.0 && own[3] < BOTTOM + 4.0;
            inside && taken.iter().all(|other| apart(&own, other)) && dots.iter().all(|dot| apart(&own, dot))
        });
        if let Some((x, y)) = free {
            taken.push([x, y - 10.0, x + wide, y + 1.0]);
        }
        found.push(free);
    }
    found
}

fn one(mark: &Mark, scales: &Scales, at: Option<(f64, f64)>, style: Style) -> Markup {
    let (left, right) = (scales.x(days(mark.from)), scales.x(days(mark.to)));
    let (x, y) = place(mark, scales);
    let coarse = mark.from != mark.to;
    let (top, bottom) = (mark.high.map(|high| scales.y(high)), mark.low.map(|low| scales.y(low)));
    let color = if style == Style::Plain { "plain-dot".to_owned() } else { color(mark.root) };
    html! {
        a class={ "point " (color) @if mark.stand_in { " stand-in" } } href=(mark.href) {
            title { (reportedly::visible(&mark.words)) }
            @if coarse { path class="rod" d={ "M" (round(left)) " " (round(y - 4.0)) "v8m0 -4H" (round(right)) "m0 -4v8" } {} }
            @match (top, bottom) {
                (Some(top), Some(bottom)) if mark.low != mark.high => {
                    path class="rod" d={ "M" (round(x - 4.0)) " " (round(top)) "h8m-4 0V" (round(bottom)) "m-4 0h8" } {}
                },
                (None, Some(bottom)) => (open(x, bottom, (bottom - 30.0).max(4.0))),
                (Some(top), None) => (open(x, top, (top + 30.0).min(BOTTOM - 1.0))),
                _ => {},
            }
            circle class=(if mark.hollow { "dot hollow" } else { "dot" }) cx=(round(x)) cy=(round(y)) r="4.5" {}
            @if mark.conflict != Conflict::None { circle class=(if mark.conflict == Conflict::Open { "ring open" } else { "ring" }) cx=(round(x)) cy=(round(y)) r="8.5" {} }
            @if let Some((x, y)) = at { text class="letter" x=(round(x)) y=(round(y)) { (letter(mark.root)) } }
        }
    }
}

/// A side without an end: dashed, with an arrow.
fn open(x: f64, from: f64, to: f64) -> Markup {
    let back = if to < from { 6.0 } else { -6.0 };
    html! {
        path class="rod open" d={ "M" (round(x)) " " (round(from)) "V" (round(to)) } {}
        path class="rod" d={ "M" (round(x - 4.0)) " " (round(to + back)) "L" (round(x)) " " (round(to)) "L" (round(x + 4.0)) " " (round(to + back)) } {}
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
            conflict: Conflict::None,
            stand_in: false,
            href: "/".to_owned(),
            words: "<x>".to_owned(),
        }
    }

    #[test]
    fn a_year_is_a_bar_and_an_open_end_an_arrow() {
        let drawn = draw(&[mark("2015-01-01", "2015-12-31", Some(300.0), None)], "boats", Style::Joined)
            .into_string();
        assert!(drawn.contains("class=\"rod\"") && drawn.contains("class=\"rod open\""), "{drawn}");
        assert!(drawn.contains("&lt;x&gt;"));
        let drawn =
            draw(&[mark("2015-03-01", "2015-03-01", Some(300.0), Some(300.0))], "boats", Style::Joined)
                .into_string();
        assert!(!drawn.contains("class=\"rod"), "{drawn}");
    }

    #[test]
    fn nothing_breaks_it() {
        assert_eq!(draw(&[], "x", Style::Apart).into_string(), "");
        for (low, high) in
            [(0.0, 0.0), (-5.0, -5.0), (1.0, 1e12), (f64::INFINITY, f64::INFINITY), (1e-9, 1e-9)]
        {
            let drawn = draw(&[mark("0001-01-01", "9999-12-31", Some(low), Some(high))], "x", Style::Apart)
                .into_string();
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{low} {drawn}");
        }
    }

    #[test]
    fn letters_cover_nothing() {
        let marks: Vec<Mark> = (0..40)
            .map(|root| {
                let value = Some(f64::from(root / 4));
                Mark { root: root as usize, ..mark("2015-03-01", "2015-03-01", value, value) }
            })
            .collect();
        let scales = Scales::new(&marks).unwrap();
        let places = letters(&marks, &scales);
        let shown: Vec<(f64, f64, f64)> = (places.iter().zip(&marks))
            .filter_map(|(at, mark)| at.map(|(x, y)| (x, y, STRONG.wide(&letter(mark.root)))))
            .collect();
        assert!(shown.len() >= 20, "{}", shown.len());
        for (index, one) in shown.iter().enumerate() {
            for two in shown.iter().skip(index + 1) {
                let beside = one.0 + one.2 <= two.0 || two.0 + two.2 <= one.0;
                assert!(beside || (one.1 - two.1).abs() >= 11.0, "{one:?} {two:?}");
            }
        }
        assert_eq!(
            [letter(0), letter(25), letter(26), letter(701), letter(702)],
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [number(340.0), number(21_000.0), number(-1_250_000.0), number(33.33)],
            ["340", "21,000", "−1.2 million", "33.3"]
        );
    }
}
