//! Rates: per month, a barrel, an hour.

use super::amount::Amount;
use super::lex::Line;
use crate::language::UnitKind;

/// The name of the time unit in the singular that stands at `at`.
pub(super) fn period<'a>(line: &'a Line<'_>, at: usize) -> Option<&'a str> {
    line.words.unit_words.of(line.key(at)).iter().find_map(|(keys, unit)| {
        let unit = line.words.units.get(*unit).filter(|unit| unit.kind == UnitKind::Time)?;
        (keys.len() == 1 && !line.key(at).ends_with('s')).then_some(unit.name.as_str())
    })
}

/// Reads the rate right behind the amount, or right before it ("annual 2 percent").
pub(super) fn attach(line: &Line<'_>, amount: &mut Amount) {
    if let Some((end, per)) = behind(line, amount.end) {
        amount.end = end;
        amount.per = Some(per);
    } else if let Some(before) = amount.start.checked_sub(1)
        && let Some(period) = line.word(before).and_then(|word| word.period.clone())
        && !line.key(before).ends_with("ly")
        && amount.unit.is_some()
    {
        amount.start = before;
        amount.per = Some(period);
    }
}

/// The rate that begins at `at`, and where it ends.
pub(super) fn behind(line: &Line<'_>, at: usize) -> Option<(usize, String)> {
    let joined = line.joined(at);
    let at = if joined { at + 1 } else { at };
    let next = if line.joined(at + 1) { at + 2 } else { at + 1 };
    match line.key(at) {
        "per" => base(line, next),
        "/" => period(line, next).map(|period| (next + 1, period.to_owned())),
        "a" | "an" => {
            if let Some(period) = period(line, next) {
                // "$5 million a year ago"
                let ago =
                    matches!(line.key(next + 1), "ago" | "earlier" | "later" | "before" | "after" | "or");
                return (!ago).then(|| (next + 1, period.to_owned()));
            }
            line.word(next).filter(|word| word.rate).map(|_| (next + 1, line.key(next).to_owned()))
        }
        "each" | "every" => period(line, next).map(|period| (next + 1, period.to_owned())),
        "annually" | "yearly" | "monthly" | "weekly" | "daily" | "hourly" if !joined => {
            let adjective = line.letters(at + 1) && super::number::is_plural(line, at + 1);
            let period = line.word(at).and_then(|word| word.period.clone())?;
            (!adjective).then_some((at + 1, period))
        }
        _ => None,
    }
}

/// What stands behind "per": "month", "100,000 people", "square foot".
fn base(line: &Line<'_>, at: usize) -> Option<(usize, String)> {
    if line.literal(at).is_some()
        || line.word(at).is_some_and(|word| word.cardinal.is_some() || word.scale.is_some())
    {
        let mut end = at + 1;
        while line.word(end).is_some_and(|word| word.scale.is_some()) {
            end += 1;
        }
        if line.letters(end) {
            end += 1;
        }
        let words: Vec<&str> = (at..end).map(|at| line.text(at)).collect();
        return Some((end, words.join(" ")));
    }
    let unit =
        line.words.unit_words.of(line.key(at)).iter().find_map(|(keys, unit)| {
            Some((line.phrase(at, keys)?, line.words.units.get(*unit)?.name.clone()))
        });
    if let Some(unit) = unit {
        return Some(unit);
    }
    match line.key(at) {
        "capita" => Some((at + 1, "person".to_owned())),
        key if line.letters(at) => Some((at + 1, key.to_owned())),
        _ => None,
    }
}

/// The rate that stands farther off: "20 veterans die each day", "the weekly benefit would be $300". `counted` is what
/// the amount counts, `limit` where the next amount begins.
pub(super) fn distant(
    line: &Line<'_>,
    amount: &Amount,
    counted: Option<(usize, usize)>,
    limit: usize,
) -> Option<String> {
    let (first, last) = counted?;
    if first >= amount.end {
        for at in last..limit.min(last + 8) {
            if !line.letters(at) || line.is(at, crate::language::Class::CONJUNCTION) {
                return None;
            }
            let word = line.key(at);
            let adverb = matches!(word, "daily" | "annually" | "yearly" | "monthly" | "weekly");
            let each = matches!(word, "each" | "every" | "per") || matches!(word, "a" | "an") && at == last;
            if (each || adverb)
                && let Some((_, per)) = behind(line, at)
                && (period(line, at + 1).is_some() || adverb)
            {
                return Some(per);
            }
        }
        return None;
    }
    // what is measured stands before: the period is one of its words
    if last > amount.start {
        return None;
    }
    let from = if first > 0 && line.letters(first - 1) { first - 1 } else { first };
    (from..last).find_map(|at| {
        line.word(at).and_then(|word| word.period.clone()).filter(|_| !line.key(at).ends_with("lly"))
    })
}
