//! Where a noun phrase ends.

use super::phrases::timely;
use super::{CLOSED, Phrase};
use crate::language::Class;
use crate::normalize::figures::lex::Line;
use crate::normalize::figures::number::is_plural;

/// The noun phrase that begins at `at`: up to its first plural, or up to the first word that cannot belong to it.
pub(in crate::normalize::figures) fn noun_phrase(line: &Line<'_>, at: usize, limit: usize) -> Option<Phrase> {
    let mut start = at;
    while line.quote(start) && start < at + 2
        || matches!(line.key(start), "more" | "additional" | "further" | "extra" | "fewer" | "less")
            && line.letters(start + 1)
            && line.key(start + 1) != "than"
    {
        start += 1;
    }
    let mut next = start;
    let mut head: Option<usize> = None;
    let limit = limit.min(line.len()).min(start + 10);
    while next < limit {
        if !line.letters(next) {
            if line.hyphen(next) && line.glued(next) && next > start {
                next += 1;
                continue;
            }
            if line.text(next) == "&" && next > start {
                next += 1;
                continue;
            }
            let initials = line.text(next) == "."
                && line.glued(next)
                && line.text(next.wrapping_sub(1)).len() == 1
                && line.capital(next.wrapping_sub(1));
            if initials && next > start {
                next += 1;
                continue;
            }
            let list = line.text(next) == ","
                && head.is_none()
                && next > start
                && plural_ahead(line, next + 1, limit, 3);
            if list && !is_plural(line, next - 1) {
                next += 1;
                continue;
            }
            // "S&P 500"
            if line.literal(next).is_some()
                && next > start
                && line.capital(next - 1)
                && line.letters(next - 1)
            {
                next += 1;
                head = Some(next);
                continue;
            }
            break;
        }
        let key = line.key(next);
        if matches!(key, "’s" | "'s") {
            if next == start {
                break;
            }
            head = None;
            next += 1;
            continue;
        }
        let name = line.capital(next) && next > start && line.capital(next - 1);
        if line.is(next, Class::CONJUNCTION) && matches!(key, "and" | "or") && head.is_none() && next > start
        {
            let hyphen = line.hyphen(next - 1);
            if hyphen || plural_ahead(line, next + 1, limit, 4) {
                next += 1;
                continue;
            }
            break;
        }
        if line.is(next, CLOSED) && !(name && line.is(next, Class::VERB)) {
            break;
        }
        let more = line.letters(next + 1) && !line.is(next + 1, CLOSED) && next + 1 < limit;
        let adverb = line.is(next, Class::ADVERB)
            || key.len() > 4
                && key.ends_with("ly")
                && !matches!(key, "family" | "supply" | "assembly" | "monopoly" | "rally" | "anomaly");
        if adverb && !line.capital(next) {
            if head.is_none() && more && (next == start || plural_ahead(line, next + 1, limit, 4)) {
                next += 1;
                continue;
            }
            break;
        }
        let participle = key.len() > 4
            && key.ends_with("ed")
            && !key.ends_with("eed")
            && !line.capital(next)
            && key != "hundred";
        if participle {
            let modified = next > start && (line.hyphen(next - 1) || line.key(next - 1).ends_with("ly"));
            if next == start
                && matches!(key, "injured" | "wounded" | "killed" | "arrested" | "displaced" | "unemployed")
                && !(more && plural_ahead(line, next + 1, limit, 2))
            {
                head = Some(next + 1);
                break;
            }
            if (next == start
                || modified
                || plural_ahead(line, next + 1, limit, 2) && !is_plural(line, next - 1))
                && more
            {
                next += 1;
                continue;
            }
            break;
        }
        if is_plural(line, next) {
            // "this years price": a possessive that lost its mark
            let time = crate::normalize::figures::rate::period(line, next).is_some()
                || matches!(key, "years" | "weeks" | "months" | "days" | "yesterdays" | "todays");
            if time && more {
                next += 1;
                continue;
            }
            next += 1;
            head = Some(next);
            // "news programs", "women members"
            let compound = is_plural(line, next)
                && next < limit
                && !line.is(next, Class::COPULA.or(Class::VERB).or(Class::CHANGE_VERB));
            if compound
                || line.joined(next)
                || matches!(line.key(next), "’s" | "'s")
                || line.text(next) == "’" && line.glued(next) && is_plural(line, next + 1)
            {
                if line.text(next) == "’" {
                    next += 1;
                }
                continue;
            }
            break;
        }
        if line.is(next, Class::CHANGE_VERB.or(Class::COPULA))
            && next > start
            && !line.is(next, Class::CHANGE_NOUN)
            && !more
        {
            break;
        }
        if line.is(next, Class::COPULA.or(Class::CHANGE_VERB))
            && next > start
            && !plural_ahead(line, next + 1, limit, 1)
            && !line.is(next, Class::CHANGE_NOUN)
            && !(more && matches!(key, "trade" | "total" | "average" | "cost" | "range"))
        {
            break;
        }
        next += 1;
    }
    let mut end = head.unwrap_or(next);
    while end > start && !line.letters(end - 1) && line.literal(end - 1).is_none() {
        end -= 1;
    }
    let time = end > start
        && timely(line, end - 1)
        && crate::normalize::figures::rate::period(line, end - 1).is_some_and(|_| true)
        || end > start && line.is(end - 1, Class::WEEKDAY.or(Class::MONTH)) && line.capital(end - 1);
    (end > start && end - start <= 9 && !time).then_some((start, end))
}

/// Whether a plural noun follows within `reach` words, with nothing between that ends a phrase.
pub(super) fn plural_ahead(line: &Line<'_>, at: usize, limit: usize, reach: usize) -> bool {
    let mut words = 0;
    for next in at..limit {
        if !line.letters(next) {
            if line.hyphen(next) && line.glued(next) {
                continue;
            }
            return false;
        }
        if line.is(next, CLOSED) {
            return false;
        }
        if is_plural(line, next) {
            return true;
        }
        words += 1;
        if words >= reach {
            return false;
        }
    }
    false
}
