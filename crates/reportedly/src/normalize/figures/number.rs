//! One number: digits, number words and both together.

use rust_decimal::Decimal;

use super::lex::Line;
use super::literal::part;
use crate::language::Class;

/// What kind of number was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A plain number.
    Plain,
    /// A plural without a number, open upwards: dozens, several hundred.
    Open,
    /// Meant roughly: a couple dozen.
    Rough,
    /// A fraction or ratio, given as percent.
    Percent,
}

/// One number as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Num {
    /// Index of the item behind it.
    pub(super) end: usize,
    pub(super) value: Decimal,
    /// The number without its scale ("2.5" of "2.5 million").
    pub(super) mantissa: Decimal,
    pub(super) scale: Option<Decimal>,
    pub(super) sort: Sort,
    /// Begins with digits.
    pub(super) digits: bool,
}

/// Reads the number that begins at `at`. `money`: a currency mark stands before it. `listed`: an "and" behind it joins a
/// further number ("between two hundred and three hundred").
pub(super) fn read(line: &Line<'_>, at: usize, money: bool, listed: bool) -> Option<Num> {
    let plain = match line.key(at) {
        "a" | "an" => article(line, at + 1)?,
        "several" | "few" | "many" => vague(line, at + 1, Sort::Open)?,
        "couple" => vague(line, if line.key(at + 1) == "of" { at + 2 } else { at + 1 }, Sort::Rough)?,
        "half" => half(line, at)?,
        "quarter" if line.joined(at + 1) => quarter(line, at)?,
        _ if line.literal(at).is_some() => digits(line, at, money)?,
        _ => words(line, at, listed)?,
    };
    if plain.sort == Sort::Plain { ratio(line, at, &plain).or(Some(plain)) } else { Some(plain) }
}

fn plain(end: usize, mantissa: Decimal, scale: Option<Decimal>, digits: bool) -> Option<Num> {
    let value = match scale {
        Some(scale) => mantissa.checked_mul(scale)?,
        None => mantissa,
    };
    let value = if scale.is_some() && value.fract().is_zero() { value.normalize() } else { value };
    Some(Num { end, value, mantissa, scale, sort: Sort::Plain, digits })
}

fn percent(end: usize, numerator: Decimal, denominator: Decimal) -> Option<Num> {
    let share =
        numerator.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(denominator)?.round_dp(2).normalize();
    Some(Num { end, value: share, mantissa: share, scale: None, sort: Sort::Percent, digits: false })
}

/// Scales behind a number ("hundred million", "-million"), multiplied, and where they end.
fn scales(line: &Line<'_>, mut at: usize) -> Option<(usize, Option<Decimal>)> {
    let mut scale: Option<Decimal> = None;
    loop {
        let next = if line.joined(at) { at + 1 } else { at };
        let Some(factor) = line.word(next).and_then(|word| word.scale) else { return Some((at, scale)) };
        scale = Some(scale.unwrap_or(Decimal::ONE).checked_mul(factor)?);
        at = next + 1;
    }
}

/// "a hundred", "a few thousand", "a couple dozen", "a third of", "a half-million".
fn article(line: &Line<'_>, at: usize) -> Option<Num> {
    match line.key(at) {
        "few" => return vague(line, at + 1, Sort::Open),
        "couple" => return vague(line, if line.key(at + 1) == "of" { at + 2 } else { at + 1 }, Sort::Rough),
        "half" => return half(line, at).filter(|half| half.sort == Sort::Plain),
        "quarter" if let Some(quarter) = quarter(line, at) => return Some(quarter),
        _ => {}
    }
    if let Some(denominator) = line.word(at).and_then(|word| word.part) {
        let next = line.key(at + 1);
        // "a third witness" is an ordinal, "up by a third since" a share
        let share = next == "of"
            || next.is_empty()
            || !line.letters(at + 1) && !line.hyphen(at + 1)
            || matches!(
                next,
                "more" | "less" | "fewer" | "higher" | "lower" | "from" | "since" | "in" | "to"
            );
        return if share && denominator < 100 {
            percent(at + 1, Decimal::ONE, denominator.into())
        } else {
            None
        };
    }
    line.word(at)?.scale?;
    let (end, scale) = scales(line, at)?;
    plain(end, Decimal::ONE, scale, false)
}

/// "several hundred", "couple dozen": twice the scale at least.
fn vague(line: &Line<'_>, at: usize, sort: Sort) -> Option<Num> {
    if sort == Sort::Open
        && let Some(many) = open(line, at)
    {
        return Some(many);
    }
    line.word(at)?.scale?;
    let (end, scale) = scales(line, at)?;
    let value = Decimal::TWO.checked_mul(scale?)?;
    Some(Num { end, value, mantissa: Decimal::TWO, scale, sort, digits: false })
}

/// Behind a hyphen that joins, where one stands.
fn behind(line: &Line<'_>, at: usize) -> usize {
    if line.joined(at) { at + 1 } else { at }
}

/// "and a half", "-and-a-half", "and a quarter", "and three quarters" behind a number.
pub(super) fn and_fraction(line: &Line<'_>, end: usize) -> Option<(usize, Decimal)> {
    let and = behind(line, end);
    if line.key(and) != "and" {
        return None;
    }
    let first = behind(line, and + 1);
    let part = behind(line, first + 1);
    let value = match (line.key(first), line.key(part)) {
        ("a", "half") => Decimal::new(5, 1),
        ("a", "quarter") => Decimal::new(25, 2),
        ("three", "quarters") => Decimal::new(75, 2),
        _ => return None,
    };
    // "six and a quarter of the rest" are two
    (line.key(part + 1) != "of").then_some((part + 1, value))
}

/// "quarter million", "quarter-million", "quarter of a million".
fn quarter(line: &Line<'_>, at: usize) -> Option<Num> {
    let of = line.key(at + 1) == "of" && matches!(line.key(at + 2), "a" | "an");
    let scaled = if of { at + 3 } else { behind(line, at + 1) };
    line.word(scaled)?.scale?;
    let (end, scale) = scales(line, scaled)?;
    plain(end, Decimal::new(25, 2), scale, false)
}

/// "half a million", "half a percentage point", "half of".
fn half(line: &Line<'_>, at: usize) -> Option<Num> {
    let half = Decimal::new(5, 1);
    let next = if line.joined(at + 1) { at + 2 } else { at + 1 };
    let behind_article = if matches!(line.key(next), "a" | "an") { next + 1 } else { next };
    if line.word(behind_article).is_some_and(|word| word.scale.is_some()) {
        let (end, scale) = scales(line, behind_article)?;
        return plain(end, half, scale, false);
    }
    let unit = |at: usize| {
        line.words.unit_words.of(line.key(at)).iter().any(|(keys, _)| line.phrase(at, keys).is_some())
    };
    if (behind_article > next || next > at + 1) && unit(behind_article) {
        return plain(behind_article, half, None, false);
    }
    let before = line.key(at.wrapping_sub(1));
    let ordinal = matches!(
        before,
        "first"
            | "second"
            | "other"
            | "this"
            | "each"
            | "latter"
            | "top"
            | "bottom"
            | "a"
            | "better"
            | "that"
            | "-"
    );
    let next_key = line.key(at + 1);
    let share =
        matches!(next_key, "of" | "the" | "that" | "this" | "these" | "those" | "" | "as" | "what" | "from")
            || line.is(at + 1, Class::POSSESSIVE.or(Class::AUXILIARY).or(Class::VERB))
            || matches!(before, "in" | "by" | "than" | "about" | "nearly" | "almost" | "roughly" | "least")
            || matches!(next_key, "." | "," | ";" | ")" | "—");
    if ordinal || !share || line.hyphen(at + 1) {
        return None;
    }
    percent(at + 1, Decimal::ONE, Decimal::TWO)
}

/// "dozens", "tens of thousands".
fn open(line: &Line<'_>, at: usize) -> Option<Num> {
    let mut value = line.word(at)?.many?;
    let mut end = at + 1;
    while line.key(end) == "of" || line.key(end) == "upon" {
        let Some(further) = line.word(end + 1).and_then(|word| word.many) else { break };
        if line.key(end) == "of" {
            value = value.checked_mul(further.checked_div(Decimal::TWO)?)?;
        }
        end += 2;
    }
    let alone = end == at + 1;
    if alone && (line.key(at) == "tens" || line.key(at) == "scores" && line.key(end) != "of") {
        return None;
    }
    Some(Num { end, value: value.normalize(), mantissa: value, scale: None, sort: Sort::Open, digits: false })
}

/// Digits with what belongs to them: "2.5 million", "5m", "2 1/2", "1/3 of".
fn digits(line: &Line<'_>, at: usize, money: bool) -> Option<Num> {
    let mut value = line.value(at)?;
    let mut end = at + 1;
    let fraction = |at: usize| -> Option<Decimal> {
        let slash = matches!(line.text(at + 1), "/" | "⁄") && line.glued(at + 1) && line.glued(at + 2);
        let (numerator, denominator) = (line.value(at)?, line.value(at + 2)?);
        let known = [2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128, 1000].map(Decimal::from);
        (slash && numerator < denominator && known.contains(&denominator) && line.text(at + 3) != "/")
            .then(|| part(numerator, denominator))?
    };
    if let Some(fraction) = fraction(at) {
        let (numerator, denominator) = (line.value(at)?, line.value(at + 2)?);
        if line.key(at + 3) == "of" && !matches!(line.key(at + 4), "a" | "an") {
            return percent(at + 3, numerator, denominator);
        }
        value = fraction;
        end = at + 3;
    } else if let Some(fraction) = fraction(if line.joined(at + 1) { at + 2 } else { at + 1 })
        .filter(|_| !line.glued(at + 1) || line.joined(at + 1))
    {
        value = value.checked_add(fraction)?;
        end = if line.joined(at + 1) { at + 5 } else { at + 4 };
    } else if let Some((behind, fraction)) = and_fraction(line, end) {
        value = value.checked_add(fraction)?;
        end = behind;
    }
    if line.glued(end) || money {
        let letter = line.text(end);
        let single = letter.chars().count() == 1;
        let followed = line.letters(end + 1) && !line.is(end + 1, CLOSED) && is_plural(line, end + 1);
        let taken = match letter {
            "m" | "b" | "T" | "t" => money || letter == "m" && line.glued(end) && followed,
            "k" | "K" | "M" | "B" => line.glued(end),
            _ => !single,
        };
        if taken
            && line.letters(end)
            && let Some(scale) = line.words.letter(letter)
        {
            return plain(end + 1, value, Some(scale), true);
        }
    }
    let (end, scale) = scales(line, end)?;
    plain(end, value, scale, true)
}

const CLOSED: Class = Class::DETERMINER
    .or(Class::PREPOSITION)
    .or(Class::CONJUNCTION)
    .or(Class::AUXILIARY)
    .or(Class::PRONOUN)
    .or(Class::VERB)
    .or(Class::ADVERB);

/// Whether a word looks like a plural noun.
pub(super) fn is_plural(line: &Line<'_>, at: usize) -> bool {
    let Some(item) = line.get(at) else { return false };
    if !item.letters {
        return false;
    }
    let class = item.word.map(|word| word.class).unwrap_or_default();
    if class.any(Class::PLURAL) {
        return true;
    }
    if class.any(Class::NOT_PLURAL.or(CLOSED)) {
        return false;
    }
    let key: &str = &item.key;
    key.len() > 3 && key.ends_with('s') && !key.ends_with("ss") && !key.ends_with("ous")
}

/// Number words: "twenty-seven", "two hundred and five thousand", "two-thirds", "dozens".
fn words(line: &Line<'_>, at: usize, listed: bool) -> Option<Num> {
    let word = line.word(at)?;
    if word.many.is_some() {
        return open(line, at);
    }
    if line.key(at) == "dozen" && is_plural(line, at + 1) {
        return plain(at + 1, Decimal::ONE, Some(Decimal::from(12)), false);
    }
    let (mut end, small) = small(line, at)?;
    if let Some(num) = word_fraction(line, end, small) {
        return Some(num);
    }
    if ordinal_tail(line, end) {
        return None;
    }
    let mut mantissa = small;
    if line.key(end) == "point"
        && let Some(tenth) = line.word(end + 1).and_then(|word| word.cardinal).filter(|v| *v < Decimal::TEN)
    {
        mantissa = mantissa.checked_add(tenth.checked_div(Decimal::TEN)?)?;
        end += 2;
    }
    if let Some((behind, fraction)) = and_fraction(line, end) {
        mantissa = mantissa.checked_add(fraction)?;
        end = behind;
    }
    let (behind, scale) = scales(line, end)?;
    let Some(first) = scale else { return plain(end, mantissa, None, false) };
    // "two hundred and five thousand three hundred": parts of falling size are added
    let mut total = Decimal::ZERO;
    let mut group = mantissa.checked_mul(first)?;
    let mut last = first;
    let mut end = behind;
    let mut parts = 1;
    loop {
        let next = match line.key(end) {
            "and" if !listed && last >= Decimal::ONE_HUNDRED => end + 1,
            "-" if line.joined(end) => end + 1,
            _ => end,
        };
        let Some((behind, more)) = self::small(line, next) else { break };
        if next == end && line.key(behind) == "in" {
            break;
        }
        let (behind, scale) = scales(line, behind)?;
        let more = more.checked_mul(scale.unwrap_or(Decimal::ONE))?;
        if scale.is_some_and(|scale| scale > last) && last == Decimal::ONE_HUNDRED && scale.is_some() {
            // "two hundred five thousand": the hundreds belong to the thousands
            let factor = scale.unwrap_or(Decimal::ONE);
            group = group.checked_mul(factor)?.checked_add(more)?;
        } else if more < last {
            total = total.checked_add(group)?;
            group = more;
        } else {
            break;
        }
        last = scale.unwrap_or(Decimal::ONE);
        end = behind;
        parts += 1;
        if last == Decimal::ONE || parts > 8 {
            break;
        }
    }
    if ordinal_tail(line, end) {
        return None;
    }
    let value = total.checked_add(group)?;
    if parts == 1 {
        return plain(end, mantissa, scale, false);
    }
    Some(Num {
        end,
        value: value.normalize(),
        mantissa: value,
        scale: None,
        sort: Sort::Plain,
        digits: false,
    })
}

/// A number word below one hundred, and where it ends.
fn small(line: &Line<'_>, at: usize) -> Option<(usize, Decimal)> {
    let value = line.word(at)?.cardinal?;
    let tens = value >= Decimal::from(20);
    if tens {
        let next = if line.joined(at + 1) { at + 2 } else { at + 1 };
        if let Some(unit) = line.word(next).and_then(|word| word.cardinal)
            && unit < Decimal::TEN
            && unit > Decimal::ZERO
        {
            return Some((next + 1, value.checked_add(unit)?));
        }
    }
    Some((at + 1, value))
}

/// "-first", "-second": it was an ordinal.
fn ordinal_tail(line: &Line<'_>, at: usize) -> bool {
    line.joined(at)
        && matches!(
            line.key(at + 1),
            "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth"
        )
}

/// "two-thirds", "one in five" excluded: only a denominator word behind a number word.
fn word_fraction(line: &Line<'_>, end: usize, numerator: Decimal) -> Option<Num> {
    let next = if line.joined(end) { end + 1 } else { end };
    let denominator = Decimal::from(line.word(next)?.part?);
    if numerator >= denominator || numerator.is_zero() {
        return None;
    }
    let key = line.key(next);
    let plural = key.ends_with('s') || key == "halves";
    let one = numerator == Decimal::ONE;
    let of = line.key(next + 1) == "of" || line.key(next + 1) == "the";
    if one == plural
        || matches!(key, "quarter" | "quarters")
            && next == end
            && !of
            && !matches!(line.key(next + 1), "." | ",")
    {
        return None;
    }
    if one && next == end && !of && line.letters(next + 1) && !line.is(next + 1, CLOSED) {
        return None;
    }
    // "three quarters of a million"
    if line.key(next + 1) == "of"
        && matches!(line.key(next + 2), "a" | "an")
        && matches!(line.word(next + 3).and_then(|word| word.scale), Some(scale) if scale >= Decimal::from(1000))
        && (Decimal::from(1000) % denominator).is_zero()
    {
        let (end, scale) = scales(line, next + 3)?;
        return plain(end, numerator.checked_div(denominator)?, scale, false);
    }
    percent(next + 1, numerator, denominator)
}

/// "eight in 10", "one out of every five", "eight of 10".
fn ratio(line: &Line<'_>, at: usize, num: &Num) -> Option<Num> {
    let (next, of) = match (line.key(num.end), line.key(num.end + 1)) {
        ("in", "every") => (num.end + 2, false),
        ("in", _) => (num.end + 1, false),
        ("out", "of") if line.key(num.end + 2) == "every" => (num.end + 3, false),
        ("out", "of") => (num.end + 2, false),
        ("of", "every") => (num.end + 2, false),
        ("of", _) => (num.end + 1, true),
        ("-", "in") if line.joined(num.end) && line.joined(num.end + 2) => (num.end + 3, false),
        _ => return None,
    };
    if num.scale.is_some() || line.key(at.wrapping_sub(1)) == "$" {
        return None;
    }
    let whole = match line.key(next) {
        "a" => article(line, next + 1)?,
        _ if line.literal(next).is_some() => digits(line, next, false)?,
        _ => words(line, next, false)?,
    };
    let round =
        [3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000].map(Decimal::from);
    let known = round.contains(&whole.value) || whole.value == Decimal::TWO;
    let tenths = [10, 100].map(Decimal::from).contains(&whole.value);
    let one = num.value == Decimal::ONE;
    if whole.sort != Sort::Plain
        || !known
        || num.value >= whole.value
        || num.value.is_zero()
        || of && !tenths
        || !one && whole.value > Decimal::from(1000)
        || num.value.fract() != Decimal::ZERO
    {
        return None;
    }
    // "killed two in three attacks", "one in 10 years"
    let time = line.words.unit_words.of(line.key(whole.end)).iter().any(|(_, unit)| {
        line.words.units.get(*unit).is_some_and(|unit| unit.kind == crate::language::UnitKind::Time)
    });
    if time || line.text(whole.end) == "%" || line.key(whole.end) == "percent" {
        return None;
    }
    percent(whole.end, num.value, whole.value)
}
