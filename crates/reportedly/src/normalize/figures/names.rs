//! Numbers that are no figures: years, dates, clock times, ages, ranks, names, addresses.

use rust_decimal::Decimal;

use super::lex::Line;
use super::number::{and_fraction, is_plural};
use crate::language::Class;

/// Whether most words of the line are capitalized, as in headlines.
pub(super) fn title_case(line: &Line<'_>) -> bool {
    let long = (0..line.len()).filter(|&at| line.letters(at) && line.text(at).len() > 3);
    let (all, capital) =
        long.fold((0, 0), |(all, capital), at| (all + 1, capital + usize::from(line.capital(at))));
    all > 2 && capital * 10 > all * 7
}

/// Where the thing ends that begins at the number `at` and is no figure.
pub(super) fn skip(line: &Line<'_>, at: usize, title: bool) -> Option<usize> {
    if line.literal(at).is_some() { skip_digits(line, at, title) } else { skip_word(line, at, title) }
}

fn skip_digits(line: &Line<'_>, at: usize, title: bool) -> Option<usize> {
    let literal = line.literal(at)?;
    let before = at.wrapping_sub(1);
    let next = at + 1;
    if literal.value.is_none() {
        return Some(run_end(line, next));
    }
    let value = literal.value.unwrap_or_default();
    // "20th", "1990s", "2018’s", "5G"
    if line.glued(next) && matches!(line.key(next), "st" | "nd" | "rd" | "th" | "s" | "’s" | "'s" | "x10") {
        return Some(next + 1);
    }
    if line.glued(next) && matches!(line.text(next), "G" | "D") && !line.letters(next + 1)
        || line.glued(next) && line.text(next) == "×"
    {
        return Some(run_end(line, next));
    }
    if line.glued(next) && line.text(next) == "×" {
        return (next + 1..line.len()).find(|at| !line.glued(*at)).or(Some(line.len()));
    }
    if line.glued(next) && line.text(next) == "′" && is_year(line, at) {
        return Some(next + 1);
    }
    // "Caption 37 of 43 Photos", "R+5"
    if line.key(before) == "caption" && line.key(next) == "of" && line.literal(at + 2).is_some() {
        return Some(at + 3);
    }
    if line.glued(at) && line.text(before) == "+" && line.glued(before) && line.letters(at.wrapping_sub(2)) {
        return Some(next);
    }
    // "COVID -19"
    if line.hyphen(before) && line.glued(at) && line.is(at.wrapping_sub(2), Class::NAME_HEAD) {
        return Some(next);
    }
    // "’90s", "#1", "@5", "site.com/5", "x_5"
    if line.glued(at)
        && matches!(line.text(before), "#" | "@" | "_" | "=" | "&" | "/" | "№")
        && !money_equals(line, before)
    {
        return Some(run_end(line, next));
    }
    if line.glued(at)
        && matches!(line.text(before), "’" | "'" | "‘")
        && literal.digits == 2
        && !line.letters(next)
    {
        return Some(next);
    }
    // "G20", "F-16", "mid-30s"
    if line.glued(at) && line.letters(before) && !money_mark(line, before) {
        return Some(run_end(line, next));
    }
    if line.glued(at) && line.hyphen(before) && line.glued(before) && line.letters(at.wrapping_sub(2)) {
        let word = line.key(at.wrapping_sub(2));
        if !matches!(
            word,
            "minus" | "sub" | "to" | "or" | "and" | "plus" | "roughly" | "nearly" | "about" | "over"
        ) {
            return Some(run_end(line, next));
        }
    }
    clock(line, at).or_else(|| date(line, at, value)).or_else(|| chain(line, at)).or_else(|| {
        let priced = line.letters(before) && money_mark(line, before);
        if priced {
            return None;
        }
        let year = is_year(line, at) && year_stands(line, at);
        let named = name_before(line, at, title)
            || age(line, at, value)
            || numbering(line, at, value)
            || product(line, at, title)
            || rank(line, at)
            || address(line, at);
        (year || named).then(|| list_end(line, next, named))
    })
}

/// "$", "RM", "PS": marks that may touch a number.
fn money_mark(line: &Line<'_>, at: usize) -> bool {
    line.words
        .money_before
        .of(line.text(at))
        .iter()
        .any(|(keys, _)| keys.iter().enumerate().all(|(back, key)| line.text(at.wrapping_sub(back)) == key))
}

fn money_equals(line: &Line<'_>, at: usize) -> bool {
    line.text(at) == "=" && line.text(at.wrapping_sub(1)) == "Y"
}

/// The end of the items that touch each other.
fn run_end(line: &Line<'_>, mut at: usize) -> usize {
    while line.glued(at)
        && (line.letters(at) || line.literal(at).is_some() || (line.hyphen(at) && line.glued(at + 1)))
    {
        at += 1;
    }
    at
}

/// "5:30", "8 p.m.", "10.45pm", "6 o’clock".
fn clock(line: &Line<'_>, at: usize) -> Option<usize> {
    let mut end = at + 1;
    let mut clock = false;
    while line.text(end) == ":" && line.glued(end) && line.glued(end + 1) && line.literal(end + 1).is_some() {
        end += 2;
        clock = true;
    }
    let half_day = |at: usize| match line.key(at) {
        "am" | "pm" => Some(at + 1),
        "a" | "p" if line.text(at + 1) == "." && line.key(at + 2) == "m" => {
            Some(if line.text(at + 3) == "." { at + 4 } else { at + 3 })
        }
        "o" if line.key(at + 1).ends_with("clock") => Some(at + 2),
        _ => None,
    };
    if let Some(end) = half_day(end) {
        return Some(end);
    }
    // "from 8 to 10 p.m.", "8-10 a.m."
    let joint = matches!(line.key(end), "to" | "and" | "until") || line.joined(end);
    if joint && line.literal(end + 1).is_some() {
        let mut second = end + 2;
        while line.text(second) == ":" && line.glued(second + 1) && line.literal(second + 1).is_some() {
            second += 2;
        }
        if let Some(end) = half_day(second) {
            return Some(end);
        }
    }
    if matches!(line.text(end), "GMT" | "ET" | "EST" | "EDT" | "PT" | "PST" | "PDT" | "BST" | "UTC" | "CET") {
        return Some(end + 1);
    }
    clock.then_some(end)
}

fn is_month(line: &Line<'_>, at: usize) -> bool {
    line.is(at, Class::MONTH) && line.capital(at)
}

/// "Sept. 19 to 22", "5 May", "9/11", "2016-09-26", "10/31/2016".
fn date(line: &Line<'_>, at: usize, value: Decimal) -> Option<usize> {
    let before = at.wrapping_sub(1);
    let day = value <= Decimal::from(31) && value >= Decimal::ONE && value.fract().is_zero();
    let slash = |at: usize| {
        line.text(at) == "/" && line.glued(at) && line.glued(at + 1) && line.literal(at + 1).is_some()
    };
    let month_before =
        is_month(line, before) || line.text(before) == "." && is_month(line, at.wrapping_sub(2));
    if day && month_before && !line.literal(at)?.grouped {
        let mut end = at + 1;
        while (matches!(line.key(end), "to" | "and" | "or" | "through" | "," | "&") || line.joined(end))
            && line.value(end + 1).is_some_and(|v| v <= Decimal::from(31))
            && !measured(line, end + 2)
            && !is_plural(line, end + 2)
        {
            end += 2;
        }
        return Some(end);
    }
    if day
        && is_month(line, at + 1)
        && !matches!(line.key(at + 1), "may" | "march" | "mar" if line.is(at + 2, Class::VERB))
    {
        return Some(at + 2);
    }
    if slash(at + 1) {
        let denominator = line.value(at + 2).unwrap_or_default();
        let known = [2, 3, 4, 5, 8, 16, 32].map(Decimal::from).contains(&denominator);
        if slash(at + 3) || !(known && value < denominator) {
            return Some(run_end(line, if slash(at + 3) { at + 5 } else { at + 3 }));
        }
    }
    None
}

/// Three and more numbers joined by hyphens, telephone numbers, spans of years.
fn chain(line: &Line<'_>, at: usize) -> Option<usize> {
    let digits = |at: usize| line.literal(at).map_or(0, |literal| literal.digits);
    if !(line.joined(at + 1) && line.literal(at + 2).is_some()) {
        return None;
    }
    if line.joined(at + 3) && line.literal(at + 4).is_some() {
        let mut end = at + 5;
        while line.joined(end) && line.literal(end + 1).is_some() {
            end += 2;
        }
        return Some(end);
    }
    let telephone = digits(at) == 3 && digits(at + 2) == 4;
    let years =
        is_year(line, at) && (is_year(line, at + 2) || digits(at + 2) == 2 && !line.literal(at + 2)?.decimal);
    (telephone || years).then_some(at + 3)
}

/// A bare number of four digits in the range of years.
pub(super) fn is_year(line: &Line<'_>, at: usize) -> bool {
    line.literal(at).is_some_and(|literal| {
        let year = literal.value.is_some_and(|v| v >= Decimal::from(1200) && v <= Decimal::from(2199));
        literal.digits == 4 && !literal.grouped && !literal.decimal && year
    })
}

/// Whether the words around a number in the range of years leave it a year.
fn year_stands(line: &Line<'_>, at: usize) -> bool {
    let before = line.key(at.wrapping_sub(1));
    let recent = line.value(at).is_some_and(|v| v >= Decimal::from(1900) && v <= Decimal::from(2050));
    let measured = measured(line, at + 1);
    if matches!(
        before,
        "$" | "€"
            | "£"
            | "¥"
            | "₹"
            | "about"
            | "nearly"
            | "almost"
            | "than"
            | "least"
            | "some"
            | "approximately"
            | "roughly"
    ) {
        // "since about 2010"
        return recent && !measured && !is_plural(line, at + 1);
    }
    if measured {
        return false;
    }
    if matches!(
        before,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "the"
            | "of"
            | "’s"
            | "'s"
            | "year"
            | "early"
            | "late"
            | "mid"
            | "("
    ) {
        return true;
    }
    recent || !is_plural(line, at + 1)
}

/// Whether a unit or scale stands at `at`.
fn measured(line: &Line<'_>, at: usize) -> bool {
    let unit = line.words.unit_words.of(line.key(at)).iter().any(|(keys, unit)| {
        line.phrase(at, keys).is_some()
            && line.words.units.get(*unit).is_some_and(|unit| {
                unit.kind != crate::language::UnitKind::Time && unit.name != "vote" && unit.name != "times"
            })
    });
    let symbol = line.literal(at.wrapping_sub(1)).is_some()
        && line
            .words
            .symbols
            .iter()
            .any(|(symbol, _)| symbol == line.text(at) && symbol.len() > 1 || line.text(at) == "%")
        && !line.is(at, Class::PREPOSITION);
    unit || symbol || line.word(at).is_some_and(|word| word.scale.is_some())
}

/// "Title 9", "Flight 370", "iPhone 11", "No. 5".
fn name_before(line: &Line<'_>, at: usize, title: bool) -> bool {
    let before = at.wrapping_sub(1);
    let next = at + 1;
    let literal = line.literal(at);
    if literal.is_some_and(|literal| literal.grouped || literal.decimal) || measured(line, next) {
        return false;
    }
    if line.text(before) == "." && line.glued(before) {
        return matches!(
            line.key(at.wrapping_sub(2)),
            "no" | "nos" | "vol" | "sec" | "pp" | "ch" | "fig" | "art" | "rt" | "apt" | "ste" | "hwy" | "p"
        );
    }
    if !line.letters(before) {
        return false;
    }
    let noun_follows = line.letters(next)
        && !line.capital(next)
        && (is_plural(line, next) || is_plural(line, next + 1) && !line.is(next, CLOSED));
    if line.is(before, Class::NAME_HEAD) {
        return line.capital(before) && !title && before > 0 || !noun_follows;
    }
    let closed = line.is(before, CLOSED.or(Class::MONTH).or(Class::WEEKDAY).or(Class::CHANGE_VERB));
    line.capital(before) && !title && !closed && !noun_follows && (before > 0 || !line.letters(next))
}

const CLOSED: Class = Class::DETERMINER
    .or(Class::POSSESSIVE)
    .or(Class::PRONOUN)
    .or(Class::PREPOSITION)
    .or(Class::CONJUNCTION)
    .or(Class::AUXILIARY)
    .or(Class::COPULA)
    .or(Class::VERB)
    .or(Class::ADVERB);

/// "Smith, 43, said", "aged 43", "She is 43."
fn age(line: &Line<'_>, at: usize, value: Decimal) -> bool {
    let (before, next) = (at.wrapping_sub(1), at + 1);
    let possible = value >= Decimal::ONE && value <= Decimal::from(115) && value.fract().is_zero();
    let closes = matches!(line.text(next), "," | "." | ")" | ";" | "" | "”")
        || matches!(line.key(next), "and" | "of" | "who" | "was");
    if !possible || !closes {
        return false;
    }
    let name = |at: usize| line.capital(at) && !is_month(line, at) && line.letters(at);
    let behind_name =
        matches!(line.text(before), "," | "(") && name(at.wrapping_sub(2)) && !line.hyphen(next);
    let pronoun = matches!(line.key(at.wrapping_sub(2)), "he" | "she" | "who")
        && matches!(line.key(before), "is" | "was" | "turned");
    behind_name && !matches!(line.key(next), "and" | "of")
        || pronoun && value >= Decimal::TEN
        || line.key(before) == "turned"
        || line.key(before) == "of" && matches!(line.key(at.wrapping_sub(2)), "age" | "ages")
}

/// "11 Pro Max": a capital word behind a bare number, with no plural to be counted.
fn product(line: &Line<'_>, at: usize, title: bool) -> bool {
    let next = at + 1;
    if title
        || at == 0
        || !line.letters(next)
        || !line.capital(next)
        || line.glued(next)
        || measured(line, next)
    {
        return false;
    }
    let literal = line.literal(at);
    // "over $76 US a barrel", "a 5 W charger"
    let priced =
        line.words.money_before.of(line.text(at.wrapping_sub(1))).iter().any(|(keys, _)| keys.len() == 1);
    let symbol = line.words.symbols.iter().any(|(symbol, _)| symbol == line.text(next));
    if priced
        || symbol
        || literal.is_some_and(|literal| literal.grouped || literal.decimal)
        || is_month(line, next)
    {
        return false;
    }
    !(next..next + 6)
        .take_while(|at| line.letters(*at) && !line.is(*at, CLOSED))
        .any(|at| is_plural(line, at))
}

/// "the bottom three", "the top 10" with nothing counted.
fn rank(line: &Line<'_>, at: usize) -> bool {
    matches!(line.key(at.wrapping_sub(1)), "top" | "bottom")
        && (!line.letters(at + 1) || line.is(at + 1, CLOSED))
}

/// "1. First", "(2)".
fn numbering(line: &Line<'_>, at: usize, value: Decimal) -> bool {
    let small = value < Decimal::ONE_HUNDRED;
    let next = line.text(at + 1);
    let parenthesis = line.text(at.wrapping_sub(1)) == "(" && next == ")";
    small
        && (at == 0 && matches!(next, "." | ")") && line.glued(at + 1)
            || parenthesis && value.fract().is_zero())
}

/// "1600 Pennsylvania Avenue", "the 90049 ZIP code".
fn address(line: &Line<'_>, at: usize) -> bool {
    if line.key(at + 1) == "zip" {
        return true;
    }
    for next in at + 1..at + 5 {
        let ordinal = line.literal(next).is_some() || matches!(line.key(next), "st" | "nd" | "rd" | "th");
        if next > at + 1 && line.capital(next) && line.is(next, Class::STREET) {
            return true;
        }
        if !(line.capital(next) || ordinal && next > at + 1 || line.text(next) == ".") {
            return false;
        }
    }
    false
}

/// Further numbers of the same kind: "Sections 5 and 6", "2012 and 2016".
fn list_end(line: &Line<'_>, end: usize, named: bool) -> usize {
    let joint = matches!(line.key(end), "and" | "to" | "or" | "through") || line.joined(end);
    let next = line.literal(end + 1).filter(|literal| !literal.grouped && !literal.decimal);
    if joint && named && next.is_some() && !is_plural(line, end + 2) && !measured(line, end + 2) {
        end + 2
    } else {
        end
    }
}

/// Number words in names and idioms: "Big Ten", "number one", "one of", "no one".
fn skip_word(line: &Line<'_>, at: usize, title: bool) -> Option<usize> {
    let before = at.wrapping_sub(1);
    let item = line.get(at)?;
    if item.glued && line.hyphen(before) && line.glued(before) && line.letters(at.wrapping_sub(2)) {
        let word = line.key(at.wrapping_sub(2));
        let number = line.word(at.wrapping_sub(2)).is_some_and(|word| word.cardinal.is_some());
        if !number && !matches!(word, "or" | "to" | "and" | "minus" | "a") {
            return Some(at + 1);
        }
    }
    let cardinal = item.word.is_some_and(|word| word.cardinal.is_some());
    let opens = at == 0 || !line.letters(before) && line.text(before) != "," && !line.hyphen(before);
    if cardinal && line.capital(at) && !opens && !title && !line.is(before, CLOSED) {
        return Some(at + 1);
    }
    if cardinal && matches!(line.key(before), "number" | "no") && line.key(at) == "one" {
        return Some(at + 1);
    }
    // "two-way", "three-time", "one-on-one"
    if cardinal && line.joined(at + 1) && and_fraction(line, at + 1).is_none() {
        let idiom = matches!(
            line.key(at + 2),
            "way"
                | "time"
                | "on"
                | "to"
                | "man"
                | "woman"
                | "sided"
                | "stop"
                | "off"
                | "piece"
                | "pronged"
                | "fold"
                | "point"
                | "star"
                | "old"
                | "some"
                | "legged"
                | "handed"
                | "size"
                | "person"
                | "track"
                | "party"
        );
        if line.key(at) == "one" && !one_in_so_many(line, at)
            || idiom && !matches!(line.key(at + 2), "point" | "star" | "person" | "party")
        {
            return Some(at + 3);
        }
    }
    if cardinal && rank(line, at) {
        return Some(at + 1);
    }
    if line.key(at) == "one" && !one_counts(line, at) {
        return Some(at + 1);
    }
    None
}

/// "one-in-three".
fn one_in_so_many(line: &Line<'_>, at: usize) -> bool {
    line.joined(at + 1)
        && line.key(at + 2) == "in"
        && line.joined(at + 3)
        && line.word(at + 4).is_some_and(|word| word.cardinal.is_some())
}

/// Whether "one" counts something rather than standing for a noun.
fn one_counts(line: &Line<'_>, at: usize) -> bool {
    if one_in_so_many(line, at) {
        return true;
    }
    let before = line.key(at.wrapping_sub(1));
    let next = line.key(at + 1);
    let scale = line.word(at + 1).is_some_and(|word| word.scale.is_some() || word.part.is_some());
    if scale || next == "in" && line.literal(at + 2).is_some() || next == "out" && line.key(at + 2) == "of" {
        return true;
    }
    if line.word(at + 2).is_some_and(|word| word.cardinal.is_some())
        && matches!(next, "in" | "or" | "to" | "and")
    {
        return true;
    }
    if and_fraction(line, at + 1).is_some() {
        return true;
    }
    let bound = matches!(before, "than" | "least" | "just" | "only");
    if next == "of" && bound || matches!(next, "percent" | "per") {
        return true;
    }
    if matches!(
        before,
        "the"
            | "no"
            | "any"
            | "every"
            | "each"
            | "this"
            | "that"
            | "another"
            | "which"
            | "last"
            | "some"
            | "big"
            | "at"
            | "on"
            | "as"
            | "good"
            | "what"
            | "day"
            | "not"
            | "next"
            | "first"
            | "only"
    ) && !bound
        || matches!(
            next,
            "another" | "day" | "time" | "way" | "thing" | "point" | "such" | "reason" | "side" | "or"
        )
    {
        return false;
    }
    line.letters(at + 1) && !line.is(at + 1, CLOSED) && !line.capital(at + 1)
}
