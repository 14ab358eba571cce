//! Where a day and a value stand in a chart, and which of them are written beside it.

use jiff::civil::Date;

use super::figures::Mark;

pub(super) const WIDTH: f64 = 860.0;
pub(super) const HEIGHT: f64 = 300.0;
pub(super) const LEFT: f64 = 74.0;
pub(super) const RIGHT: f64 = 836.0;
pub(super) const TOP: f64 = 16.0;
pub(super) const BOTTOM: f64 = 262.0;

pub(super) struct Scales {
    first: f64,
    last: f64,
    low: f64,
    high: f64,
    pub(super) log: bool,
}

pub(super) fn days(date: Date) -> f64 {
    f64::from((date - jiff::civil::date(1970, 1, 1)).get_days())
}

impl Scales {
    pub(super) fn new(marks: &[Mark]) -> Option<Scales> {
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

    pub(super) fn x(&self, day: f64) -> f64 {
        LEFT + (day - self.first) / (self.last - self.first) * (RIGHT - LEFT)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let share = if self.log {
            (value.max(self.low).ln() - self.low.ln()) / (self.high.ln() - self.low.ln())
        } else {
            (value - self.low) / (self.high - self.low)
        };
        BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP)
    }

    pub(super) fn values(&self) -> Vec<f64> {
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

    pub(super) fn dates(&self) -> Vec<(f64, String)> {
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
