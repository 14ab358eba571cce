//! What was written becomes what was meant: a value of the calendar, against the publication date, the tense and the
//! times spoken of before.

use jiff::civil::{Date, Weekday};

use crate::language::times::{Holiday, Shift, Side, Unit, Which};
use crate::{Anchor, TimeId};

use super::calendar::{self, Stretch, add, nearest, year};
use super::written::{Clock, Given, Written, YearOf};

/// What a reader knows when he comes to a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    pub(super) published: Option<Date>,
    /// The time spoken of last, with its index.
    pub(super) last: Option<(Stretch, TimeId)>,
    /// The reporting period spoken of last.
    pub(super) quarter: Option<(Stretch, TimeId)>,
    pub(super) side: Option<Side>,
    /// The paragraph that is read, and the one that `last` stands in.
    pub(super) paragraph: usize,
    pub(super) last_paragraph: usize,
    /// Whether the sentence speaks of money, so that "a year earlier" means the same quarter.
    pub(super) money: bool,
}

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    pub(super) value: String,
    pub(super) stretch: Option<Stretch>,
    pub(super) anchor: Anchor,
    /// Part of day or clock: a TIMEX3 TIME.
    pub(super) within_day: bool,
}

/// A stretch, or the value with X where it is open, and what it was counted from.
struct Resolved {
    stretch: Option<Stretch>,
    open: String,
    anchor: Anchor,
}

impl Resolved {
    fn new(stretch: Option<Stretch>, open: impl Into<String>, anchor: Anchor) -> Resolved {
        Resolved { stretch, open: open.into(), anchor }
    }
}

/// Why an expression has no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It names a day that does not exist.
    NoSuchDay,
    /// It points to a time that was not spoken of: no time expression here.
    Nothing,
}

/// Resolves a calendar expression.
pub(super) fn resolve(written: &Written, context: &Context) -> Result<Meaning, Unread> {
    let points_back = match written {
        Written::Calendar { given: Given::Same, .. } => context.last.is_none(),
        Written::Calendar { given: Given::ThatQuarter, .. } => context.quarter.is_none(),
        Written::Calendar { given: Given::DayOfMonth(_), .. } => {
            !matches!(context.last, Some((Stretch::Day(_), _)))
        }
        _ => false,
    };
    if points_back {
        return Err(Unread::Nothing);
    }
    meaning(written, context).ok_or(Unread::NoSuchDay)
}

fn meaning(written: &Written, context: &Context) -> Option<Meaning> {
    match written {
        Written::Calendar { given, part, clock, edge: _ } => {
            let resolved = given_stretch(given, context)?;
            let day = resolved.stretch.map_or(resolved.open, Stretch::value);
            let value = match (part, clock) {
                (_, Some(clock)) => with_clock(&day, *clock),
                (Some(part), None) => format!("{}{}", to_day(&day), part.code()),
                _ => day,
            };
            let within_day = part.is_some() || clock.is_some();
            Some(Meaning { value, stretch: resolved.stretch, anchor: resolved.anchor, within_day })
        }
        Written::Range(from, to) => {
            let (from, to) = (given_stretch(from, context)?, given_stretch(to, context)?);
            let show = |r: &Resolved| r.stretch.map_or(r.open.clone(), Stretch::value);
            let value = format!("{}/{}", show(&from), show(&to));
            Some(Meaning { value, stretch: from.stretch, anchor: from.anchor, within_day: false })
        }
        _ => None,
    }
}

fn with_clock(day: &str, clock: Clock) -> String {
    format!("{}T{:02}:{:02}", to_day(day), clock.hour, clock.minute)
}

/// A month's value as that of an unknown day in it.
fn to_day(value: &str) -> String {
    match value.len() {
        4 => format!("{value}-XX-XX"),
        7 if !value.contains('W') => format!("{value}-XX"),
        _ => value.to_owned(),
    }
}

fn given_stretch(given: &Given, context: &Context) -> Option<Resolved> {
    let fixed = |stretch: Stretch| Some(Resolved::new(Some(stretch), "", Anchor::None));
    match *given {
        Given::Year(y) => fixed(Stretch::Year(y)),
        Given::Decade(y) => fixed(Stretch::Decade(y)),
        Given::Century(y) => fixed(Stretch::Century(y)),
        Given::Day { month, day, year } => {
            // a day that exists in no year is none
            Date::new(2000, month, day).ok()?;
            let open = format!("XXXX-{month:02}-{day:02}");
            in_year(year, context, open, |y| calendar::day(i32::from(y), month, day).map(Stretch::Day))
        }
        Given::Month { month, year } => {
            in_year(year, context, format!("XXXX-{month:02}"), |y| Some(Stretch::Month(y, month)))
        }
        Given::Season { season, year } => {
            in_year(year, context, format!("XXXX-{}", season.code()), |y| Some(Stretch::Season(y, season)))
        }
        Given::Quarter { quarter, year: YearOf::Open } => Some(open_quarter(quarter, context)),
        Given::Quarter { quarter, year } => {
            in_year(year, context, format!("XXXX-Q{quarter}"), |y| Some(Stretch::Quarter(y, quarter)))
        }
        Given::Half { half, year } => {
            in_year(year, context, format!("XXXX-H{half}"), |y| Some(Stretch::Half(y, half)))
        }
        Given::Holiday { holiday, year } => {
            in_year(year, context, "XXXX-XX-XX".to_owned(), |y| day_of_holiday(holiday, y).map(Stretch::Day))
        }
        Given::Weekday { weekday, which, week } => weekday_stretch(weekday, which, week, context),
        Given::DayOfMonth(day) => {
            let (Stretch::Day(first), at) = context.last? else { return None };
            let date = Date::new(first.year(), first.month(), day).ok()?;
            Some(Resolved::new(Some(Stretch::Day(date)), "", Anchor::Mention(at)))
        }
        Given::Today(step) => {
            let day = context.published.and_then(|day| add(day, i64::from(step)));
            Some(Resolved::new(day.map(Stretch::Day), "XXXX-XX-XX", Anchor::Published))
        }
        Given::Weekend => Some(weekend(context)),
        Given::Unit { unit, which } => Some(unit_stretch(unit, which, context)),
        Given::Shifted { number, unit, shift } => Some(shifted(number, unit, shift, context)),
        Given::YearAgoPeriod => Some(match context.quarter {
            Some((quarter, at)) => year_before(quarter, at),
            None => unit_stretch(Unit::Year, Which::Last, context),
        }),
        Given::ThatQuarter => {
            context.quarter.map(|(stretch, at)| Resolved::new(Some(stretch), "", Anchor::Mention(at)))
        }
        Given::Same => {
            context.last.map(|(stretch, at)| Resolved::new(Some(stretch), "", Anchor::Mention(at)))
        }
        Given::ThatDay => Some(match context.last {
            Some((stretch @ Stretch::Day(_), at)) if context.paragraph <= context.last_paragraph + 1 => {
                Resolved::new(Some(stretch), "", Anchor::Mention(at))
            }
            _ => Resolved::new(context.published.map(Stretch::Day), "XXXX-XX-XX", Anchor::Published),
        }),
    }
}

fn year_before(stretch: Stretch, at: TimeId) -> Resolved {
    let earlier = match stretch {
        Stretch::Quarter(y, q) => y.checked_sub(1).map(|y| Stretch::Quarter(y, q)),
        Stretch::Half(y, h) => y.checked_sub(1).map(|y| Stretch::Half(y, h)),
        other => other.year().and_then(|y| y.checked_sub(1)).map(Stretch::Year),
    };
    Resolved::new(earlier, "XXXX", Anchor::Mention(at))
}

/// A stretch that comes once a year: the year is given, or the side of the clause and the nearness decide.
fn in_year(
    given: YearOf,
    context: &Context,
    open: String,
    at: impl Fn(i16) -> Option<Stretch>,
) -> Option<Resolved> {
    let which = match given {
        YearOf::Event(y) if context.published.is_none_or(|day| day.year() > y) => {
            return Some(Resolved::new(Some(at(y)?), open, Anchor::None));
        }
        // with its year given, a day must exist
        YearOf::Given(y) => return Some(Resolved::new(Some(at(y)?), open, Anchor::None)),
        YearOf::Unit(which) => {
            let year = unit_stretch(Unit::Year, which, context);
            let stretch = year.stretch.and_then(Stretch::year).and_then(&at);
            return Some(Resolved::new(stretch, open, year.anchor));
        }
        YearOf::Which(which) => Some(which),
        YearOf::Event(_) | YearOf::Open => None,
    };
    let Some(published) = context.published else {
        return Some(Resolved::new(None, open, Anchor::Published));
    };
    let y = published.year();
    let near: Vec<Stretch> = (-8..=8).filter_map(|step| at(year(i32::from(y) + step)?)).collect();
    let days = |stretch: &Stretch| stretch.days();
    // the last that has begun, and the first that has not ended
    let begun = near.iter().copied().rfind(|s| days(s).is_some_and(|(first, _)| first <= published));
    let ended = near.iter().copied().rfind(|s| days(s).is_some_and(|(_, last)| last < published));
    let ahead = near.iter().copied().find(|s| days(s).is_some_and(|(_, last)| last >= published));
    let after = near.iter().copied().find(|s| days(s).is_some_and(|(first, _)| first > published));
    let distance = |stretch: Option<Stretch>| {
        let (first, last) = stretch.and_then(Stretch::days)?;
        let gap = if last < published { published.since(last) } else { first.since(published) };
        gap.ok().map(|span| span.get_days().max(0))
    };
    // a side may stretch, but nobody says "in May" in March for the May of last year
    let far = |near: Option<Stretch>, other: Option<Stretch>| match (distance(near), distance(other)) {
        (Some(near), Some(other)) => near > 4 * other + 60,
        (None, _) => true,
        _ => false,
    };
    let stretch = match (which, context.side) {
        (Some(Which::Last | Which::Previous), _) => ended,
        (Some(Which::Next | Which::Following), _) => after,
        (Some(Which::This | Which::Current | Which::Same | Which::Latest), _) => at(y),
        (None, Some(Side::Back)) if !far(begun, ahead) => begun,
        (None, Some(Side::Back)) => ahead,
        (None, Some(Side::Ahead)) if !far(ahead, begun) => ahead,
        (None, Some(Side::Ahead)) => begun,
        (None, side) => match (distance(begun), distance(ahead)) {
            (Some(back), Some(fore)) if side == Some(Side::Open) && fore < back => ahead,
            // without any verb the past is the more likely
            (Some(back), Some(fore)) if 2 * fore < back => ahead,
            (None, _) => ahead,
            _ => begun,
        },
    };
    Some(Resolved::new(stretch, open, Anchor::Published))
}

fn day_of_holiday(holiday: Holiday, y: i16) -> Option<Date> {
    let weekday = |n: i8| Weekday::from_monday_one_offset(n).ok();
    match holiday {
        Holiday::Fixed(month, day) => Date::new(y, month, day).ok(),
        Holiday::Weekday(month, nth, day) => {
            Date::new(y, month, 1).ok()?.nth_weekday_of_month(nth, weekday(day)?).ok()
        }
        Holiday::Easter(days) => add(calendar::easter(y)?, i64::from(days)),
        Holiday::Election => add(Date::new(y, 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Monday).ok()?, 1),
    }
}

/// Reporting quarters: the last that has begun, unless the clause looks ahead.
fn open_quarter(quarter: i8, context: &Context) -> Resolved {
    let open = format!("XXXX-Q{quarter}");
    let Some(published) = context.published else { return Resolved::new(None, open, Anchor::Published) };
    let y = published.year();
    let now = (published.month() - 1) / 3 + 1;
    // half a year and more behind it is the next one that is looked forward to
    let year = match context.side {
        Some(Side::Ahead) if quarter + 1 < now => y.checked_add(1),
        _ if quarter > now => y.checked_sub(1).filter(|_| context.side != Some(Side::Ahead)).or(Some(y)),
        _ => Some(y),
    };
    Resolved::new(year.map(|y| Stretch::Quarter(y, quarter)), open, Anchor::Published)
}

fn weekday_stretch(
    weekday: i8,
    which: Option<Which>,
    week: Option<Which>,
    context: &Context,
) -> Option<Resolved> {
    let open = format!("XXXX-WXX-{weekday}");
    let day = Weekday::from_monday_one_offset(weekday).ok()?;
    let Some(published) = context.published else {
        return Some(Resolved::new(None, open, Anchor::Published));
    };
    let result =
        |date: Option<Date>| Some(Resolved::new(date.map(Stretch::Day), open.clone(), Anchor::Published));
    if let Some(week) = week {
        let week = unit_stretch(Unit::Week, week, context);
        let Some(Stretch::Week(monday)) = week.stretch else { return result(None) };
        return result(nearest(day, monday, true));
    }
    let back = nearest(day, published, false);
    let ahead = nearest(day, published, true);
    let before = add(published, -1).and_then(|yesterday| nearest(day, yesterday, false));
    let after = add(published, 1).and_then(|tomorrow| nearest(day, tomorrow, true));
    result(match (which, context.side) {
        (Some(Which::Previous), _) => match context.last {
            Some((Stretch::Day(last), _)) => {
                add(last, -1).and_then(|day_before| nearest(day, day_before, false))
            }
            _ => before,
        },
        (Some(Which::Last), _) => before,
        (Some(Which::Next), _) => after,
        (Some(Which::This | Which::Current), _) => match Stretch::week_of(published) {
            Some(Stretch::Week(monday)) => nearest(day, monday, true),
            _ => ahead,
        },
        (Some(Which::Following), _) => match context.last {
            Some((Stretch::Day(last), _)) => add(last, 1).and_then(|next| nearest(day, next, true)),
            _ => after,
        },
        (_, Some(Side::Ahead)) => ahead,
        _ => back,
    })
}

fn weekend(context: &Context) -> Resolved {
    let Some(published) = context.published else {
        return Resolved::new(None, "XXXX-WXX-WE", Anchor::Published);
    };
    let this = Stretch::of(Unit::Weekend, published);
    let begun = this.and_then(Stretch::days).is_some_and(|(first, _)| first <= published);
    let stretch = match context.side {
        Some(Side::Ahead) => this,
        _ if begun => this,
        _ => this.and_then(|week| week.step(-1)),
    };
    Resolved::new(stretch, "XXXX-WXX-WE", Anchor::Published)
}

/// "Last week", "the following year", "that day".
fn unit_stretch(unit: Unit, which: Which, context: &Context) -> Resolved {
    let open = match unit {
        Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
        _ => "XXXX",
    };
    let narrative = matches!(which, Which::Previous | Which::Following | Which::Same);
    let (base, anchor) = match context.last {
        Some((stretch, at)) if narrative => (inside(unit, stretch), Anchor::Mention(at)),
        _ => (context.published.and_then(|day| Stretch::of(unit, day)), Anchor::Published),
    };
    if unit == Unit::Quarter && which == Which::Latest {
        return match context.quarter {
            Some((quarter, at)) => Resolved::new(Some(quarter), open, Anchor::Mention(at)),
            None => Resolved::new(base.and_then(|quarter| quarter.step(-1)), open, Anchor::Published),
        };
    }
    // on a Sunday, "this week" looks back at the one that ends and ahead at the one that begins
    let sunday = context.published.is_some_and(|day| day.weekday() == Weekday::Sunday);
    let step = match which {
        Which::This if unit == Unit::Week && sunday && context.side == Some(Side::Ahead) => 1,
        Which::Last | Which::Previous => -1,
        Which::Next | Which::Following => 1,
        _ => 0,
    };
    if base.is_none()
        && narrative
        && let Some((Stretch::Month(y, m), _)) = context.last
        && unit == Unit::Day
    {
        // a day of that month, which one is not known
        return Resolved::new(None, format!("{y:04}-{m:02}-XX"), anchor);
    }
    Resolved::new(base.and_then(|stretch| stretch.step(step)), open, anchor)
}

/// The unit that holds a stretch; none where the stretch is longer than the unit.
fn inside(unit: Unit, stretch: Stretch) -> Option<Stretch> {
    let (first, last) = match stretch {
        // what belongs to a year by name
        Stretch::Season(y, _) if unit == Unit::Year => return Some(Stretch::Year(y)),
        other => other.days()?,
    };
    let whole = Stretch::of(unit, first)?;
    let (_, end) = whole.days()?;
    (last <= end).then_some(whole)
}

/// "Two years ago", "a day earlier", "three weeks later".
fn shifted(number: u32, unit: Unit, shift: Shift, context: &Context) -> Resolved {
    let back = matches!(shift, Shift::Ago | Shift::Before);
    if context.money
        && unit == Unit::Year
        && number == 1
        && back
        && let Some((quarter, at)) = context.quarter
    {
        return year_before(quarter, at);
    }
    let steps = i64::from(number) * if back { -1 } else { 1 };
    let (steps, unit) = match unit {
        Unit::Decade => (steps.saturating_mul(10), Unit::Year),
        Unit::Century => (steps.saturating_mul(100), Unit::Year),
        Unit::Fortnight => (steps.saturating_mul(2), Unit::Week),
        unit => (steps, unit),
    };
    let open = match unit {
        Unit::Year => "XXXX",
        Unit::Month => "XXXX-XX",
        Unit::Week => "XXXX-WXX",
        _ => "XXXX-XX-XX",
    };
    let mention = context.last.filter(|_| matches!(shift, Shift::Before | Shift::After));
    let (base, anchor) = match mention {
        Some((stretch, at)) if inside(unit, stretch).is_some() => {
            (inside(unit, stretch), Anchor::Mention(at))
        }
        _ => {
            let day = context.published;
            (day.and_then(|day| Stretch::of(unit, day).or(Some(Stretch::Day(day)))), Anchor::Published)
        }
    };
    // hours and minutes stay on their day
    let steps = if unit < Unit::Day { 0 } else { steps };
    Resolved::new(base.and_then(|stretch| stretch.step(steps)), open, anchor)
}
