//! Whether an amount is estimated, forecast, targeted or denied, and the clause it stands in.

use super::amount::Amount;
use super::lex::Line;
use crate::FigureStatus;
use crate::language::Class;

/// A clause is no longer than that; keeps the work on endless sentences linear.
const REACH: usize = 80;

/// What the words around the amount make of it.
pub(super) fn status(line: &Line<'_>, amount: &Amount) -> Option<FigureStatus> {
    if matches!(line.key(amount.end), "target" | "goal" | "targets" | "goals") {
        return Some(FigureStatus::Targeted);
    }
    let mut found = amount.estimated.then_some(FigureStatus::Estimated);
    let mut at = amount.start;
    for distance in 0..10 {
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        if !line.letters(at) && line.literal(at).is_none() && !line.hyphen(at) && line.text(at) != "$" {
            break;
        }
        if line.is(at, Class::CONJUNCTION) && !matches!(line.key(at), "that" | "and") {
            break;
        }
        if distance < 2 && matches!(line.key(at), "not" | "never") {
            return Some(FigureStatus::Denied);
        }
        if line.is(at, Class::DENY) {
            return Some(FigureStatus::Denied);
        }
        let forecast = line.is(at, Class::FORECAST)
            && !matches!(
                line.key(at),
                "could" | "may" | "might" | "would" | "’d" | "'d" | "forecasts" | "projects"
            );
        if forecast {
            found = found.or(Some(FigureStatus::Forecast));
        } else if line.is(at, Class::TARGET) && distance < 7 {
            found = found.or(Some(FigureStatus::Targeted));
        } else if line.is(at, Class::ESTIMATE)
            && distance < 5
            && !matches!(line.key(at), "thought" | "believed" | "guess")
        {
            found = found.or(Some(FigureStatus::Estimated));
        }
    }
    found
}

/// The clause that holds the amount, from its subject to its end.
pub(super) fn clause(line: &Line<'_>, amount: &Amount, limit: usize) -> (usize, usize) {
    let opens = |at: usize| {
        matches!(line.text(at), ";" | ":" | "—" | "“" | "\"" | "(" | "”")
            || matches!(
                line.key(at),
                "that" | "while" | "but" | "because" | "although" | "though" | "if" | "when"
            )
            || line.text(at) == "," && matches!(line.key(at + 1), "and" | "but" | "while")
    };
    let mut start = amount.start;
    while let Some(before) =
        start.checked_sub(1).filter(|before| amount.start - before <= REACH && !opens(*before))
    {
        start = before;
    }
    while start < amount.start
        && (!line.letters(start) && line.literal(start).is_none() && line.text(start) != "$"
            || matches!(line.key(start), "and" | "but"))
    {
        start += 1;
    }
    let closes = |at: usize| {
        matches!(line.text(at), ";" | ":" | "—" | "”" | "\"" | ")" | "?" | "!")
            || matches!(line.key(at), "while" | "but" | "although" | "though" | "because")
            || line.text(at) == "." && !line.glued(at + 1)
            || line.text(at) == ","
                && (matches!(line.key(at + 1), "and" | "but" | "while" | "according" | "said" | "says")
                    || line.is(at + 1, Class::PRONOUN))
            || line.key(at) == "and" && at > amount.end && at < limit && limit < line.len() && at + 4 >= limit
    };
    let mut end = amount.end;
    while end < line.len() && end - amount.end < REACH && !closes(end) {
        end += 1;
    }
    (start, end)
}
