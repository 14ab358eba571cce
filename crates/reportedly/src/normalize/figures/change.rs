//! Which change an amount tells: up or down, by, from or to.

use super::amount::{Amount, Known};
use super::lex::Line;
use super::number::{Sort, is_plural};
use crate::language::{Class, UnitKind};
use crate::{Change, ChangeKind, Direction};

const WORDS: Class = Class::CHANGE_VERB.or(Class::CHANGE_NOUN).or(Class::CHANGE_ADVERB);
const STOPS: Class = Class::PRONOUN.or(Class::VERB).or(Class::COPULA);

/// Direction of the nearest word of change to the left of `at` in its clause, and where it stands. A verb or adverb is
/// stronger than a noun between it and the amount ("slashing the gains tax from 28 to 20 percent").
pub(super) fn before(line: &Line<'_>, at: usize) -> Option<(usize, Direction)> {
    let mut back = at;
    let mut noun = None;
    for _ in 0..18 {
        let Some(before) = back.checked_sub(1) else { break };
        back = before;
        let key = line.key(back);
        // "it boils down to three things" tells no fall
        if key == "down" && line.is(back.wrapping_sub(1), Class::SETTLE) {
            break;
        }
        let ends = matches!(
            key,
            ";" | "that" | "when" | "while" | "because" | "if" | "who" | "more" | "less" | "off" | "fewer"
        );
        if ends {
            break;
        }
        let told = line.word(back).filter(|word| word.class.any(WORDS));
        if let Some(word) = told {
            let direction = word.direction.map(|direction| (back, direction));
            let before_it = Class::DETERMINER.or(Class::POSSESSIVE);
            let determined = line.is(back.wrapping_sub(1), before_it)
                || line.is(back.wrapping_sub(2), before_it)
                    && !line.is(back.wrapping_sub(1), Class::AUXILIARY)
                || key.ends_with('s');
            let as_noun = word.class.any(Class::CHANGE_NOUN) && determined;
            if word.class.any(Class::CHANGE_VERB.or(Class::CHANGE_ADVERB)) && !as_noun {
                let name = line.capital(back) && back > 0 && line.capital(back - 1) && line.letters(back - 1);
                if !name {
                    return direction;
                }
            } else if noun.is_none() && at - back <= 6 && !matches!(key, "loss" | "losses" | "gains") {
                noun = direction;
            }
        }
        if line.is(back, STOPS) && !line.is(back, Class::AUXILIARY) {
            break;
        }
    }
    noun
}

/// The change that each amount of the line tells.
pub(super) fn changes(line: &Line<'_>, amounts: &[Amount], known: &Known) -> Vec<Option<Change>> {
    let mut found: Vec<Option<Change>> = (0..amounts.len())
        .map(|index| amounts.get(index).and_then(|amount| change(line, amount, known)))
        .collect();
    // "from 24 to 33": where no word tells the direction, the two values do
    for index in 1..amounts.len() {
        let (Some(first), Some(second)) = (amounts.get(index - 1), amounts.get(index)) else { continue };
        let pair = line.key(first.start.wrapping_sub(1)) == "from"
            && second.start > first.end
            && second.start - first.end <= if first.relation == crate::Relation::Between { 1 } else { 8 }
            && line.key(second.start.wrapping_sub(1)) == "to"
            && (first.unit == second.unit || first.unit.is_none() || second.unit.is_none());
        let apart = (first.end..second.start).any(|at| matches!(line.key(at), "after" | "before" | "while"));
        if !pair || apart {
            continue;
        }
        let (Some(a), Some(b)) = (first.point(), second.point()) else { continue };
        let told = found.get(index - 1).copied().flatten().or(found.get(index).copied().flatten());
        let direction =
            told.map_or(if a > b { Direction::Down } else { Direction::Up }, |change| change.direction);
        if let Some(slot) = found.get_mut(index - 1) {
            *slot = Some(Change { direction, kind: ChangeKind::From });
        }
        if let Some(slot) = found.get_mut(index) {
            *slot = Some(Change { direction, kind: ChangeKind::To });
        }
    }
    more(line, amounts, &mut found);
    found
}

/// What one change says about its neighbors: "lost 2 percent to $5", "25 percent, up from 10 percent", "5 miles (8 km)".
fn more(line: &Line<'_>, amounts: &[Amount], found: &mut [Option<Change>]) {
    for index in 1..amounts.len() {
        let (Some(first), Some(second)) = (amounts.get(index - 1), amounts.get(index)) else { continue };
        let (a, b) = (found.get(index - 1).copied().flatten(), found.get(index).copied().flatten());
        let before = second.start.wrapping_sub(1);
        if let (Some(by), None) = (a, b) {
            let touching = second.start == first.end + 1 && by.kind == ChangeKind::By && first.unit.is_some();
            let verb = line.is(first.start.wrapping_sub(1), Class::CHANGE_VERB.or(Class::CHANGE_ADVERB));
            let inside = matches!(line.text(before), "(" | "/")
                && first.end + 1 == second.start
                && second.unit.is_some();
            let told = if touching && verb && line.key(before) == "to" && !first.multiple {
                Some(Change { kind: ChangeKind::To, ..by })
            } else if inside && first.unit != second.unit {
                Some(by)
            } else {
                None
            };
            if let (Some(_), Some(slot)) = (told, found.get_mut(index)) {
                *slot = told;
            }
        }
        // "53 percent to 46 percent" of a vote, whatever changed before
        let result = a.is_none()
            && b.is_some_and(|change| change.kind == ChangeKind::To)
            && second.start == first.end + 1
            && first.unit == second.unit;
        if result && let Some(slot) = found.get_mut(index) {
            *slot = None;
        }
        if let (None, Some(from)) = (a, b) {
            let adverb = (before.saturating_sub(3)..before).any(|at| matches!(line.key(at), "up" | "down"));
            let between = second.start.saturating_sub(first.end) <= 14;
            if from.kind == ChangeKind::From
                && adverb
                && between
                && first.unit == second.unit
                && !first.result
                && let Some(slot) = found.get_mut(index - 1)
            {
                *slot = Some(Change { kind: ChangeKind::To, ..from });
            }
        }
    }
}

fn change(line: &Line<'_>, amount: &Amount, known: &Known) -> Option<Change> {
    let by = |direction| Some(Change { direction, kind: ChangeKind::By });
    if let Some(direction) = amount.change {
        return by(direction);
    }
    if amount.result || amount.unit.is_some() && amount.unit == known.times {
        return None;
    }
    let kind = amount.unit.and_then(|unit| line.words.units.get(unit)).map(|unit| unit.kind);
    let measured = kind.is_some() && amount.unit != known.vote;
    let share = kind == Some(UnitKind::Percent);
    if let Some(direction) = behind(line, amount, measured, share) {
        return by(direction);
    }
    let before_index = amount.start.checked_sub(1)?;
    // "from the 95 percent"
    let determined = line.is(before_index, Class::DETERMINER.or(Class::POSSESSIVE))
        && !matches!(line.key(before_index), "another" | "some");
    let at = if determined { before_index.checked_sub(1)? } else { before_index };
    match line.key(at) {
        "by" => {
            if let Some((place, direction)) = before(line, at) {
                let noun = line.is(place, Class::CHANGE_NOUN)
                    && !line.is(place, Class::CHANGE_VERB.or(Class::CHANGE_ADVERB));
                if !noun || at == place + 1 || measured {
                    return by(direction);
                }
            }
            None
        }
        "to" => {
            let (place, direction) = before(line, at)?;
            let word = line.key(place);
            let never = matches!(word, "lost" | "lose" | "loses" | "losing" | "added" | "adding" | "contract" | "contracts" | "loss" | "losses" | "gains" | "up" if at == place + 1);
            let lost =
                matches!(word, "lost" | "lose" | "loses" | "losing" | "added" | "adding" | "loss" | "losses");
            (!never && !lost).then_some(Change { direction, kind: ChangeKind::To })
        }
        "from" => {
            let (place, direction) = before(line, at)?;
            let close = at - place <= 4 || measured;
            close.then_some(Change { direction, kind: ChangeKind::From })
        }
        "of" => {
            let place = at.checked_sub(1).filter(|place| !line.key(*place).starts_with("loss"))?;
            let word = line.word(place).filter(|word| word.class.any(Class::CHANGE_NOUN))?;
            let singular = !line.key(place).ends_with('s');
            (singular || measured).then(|| by(word.direction?))?
        }
        "in" if amount.sort == Sort::Percent && line.key(amount.core) == "half" => {
            let verb = (at.saturating_sub(6)..at).any(|at| {
                matches!(
                    line.key(at),
                    "cut" | "cuts" | "cutting" | "slash" | "slashed" | "reduce" | "reduced" | "slashing"
                )
            });
            if verb { by(Direction::Down) } else { None }
        }
        _ => tepid(line, before_index).or_else(|| direct(line, before_index, measured, share)),
    }
}

/// "expand by a tepid 1.6 percent".
fn tepid(line: &Line<'_>, before: usize) -> Option<Change> {
    let article = (before.saturating_sub(2)..before).find(|at| matches!(line.key(*at), "a" | "an"))?;
    let by = article.checked_sub(1).filter(|at| line.key(*at) == "by")?;
    let words =
        (article..=before).all(|at| line.letters(at) && !line.is(at, Class::PREPOSITION.or(Class::VERB)));
    words
        .then(|| super::change::before(line, by))?
        .map(|(_, direction)| Change { direction, kind: ChangeKind::By })
}

/// "5 percent higher", "a 5 percent rise", "25 million more people", "32 percent below".
fn behind(line: &Line<'_>, amount: &Amount, measured: bool, share: bool) -> Option<Direction> {
    let end = if line.joined(amount.end) { amount.end + 1 } else { amount.end };
    let word = line.word(end);
    if let Some(word) = word.filter(|word| word.class.any(Class::CHANGE_ADVERB)) {
        let adverb = !matches!(line.key(end), "up" | "down" | "off");
        let plain = matches!(line.key(end), "more" | "fewer" | "less") || measured;
        if adverb
            && plain
            && amount.per.is_none()
            && !(line.key(end) == "more" && line.key(end + 1) == "than" && !measured)
        {
            return word.direction;
        }
    }
    if share && matches!(line.key(end), "below" | "above") {
        return Some(if line.key(end) == "below" { Direction::Down } else { Direction::Up });
    }
    for at in end..end + 3 {
        let Some(word) = line.word(at) else {
            if !line.letters(at) {
                return None;
            }
            continue;
        };
        if word.class.any(Class::CHANGE_NOUN) {
            let article = matches!(
                line.key(amount.start.wrapping_sub(1)),
                "a" | "an" | "the" | "’s" | "'s" | "its" | "their"
            );
            let plural = is_plural(line, at) || line.key(at) == "losses";
            // "a 5 percent rise", not "three losses", "$2 million loss"
            return if share || measured && article && !plural { word.direction } else { None };
        }
        if word.class.any(
            STOPS.or(Class::PREPOSITION).or(Class::CONJUNCTION).or(Class::AUXILIARY).or(Class::DETERMINER),
        ) {
            return None;
        }
    }
    None
}

/// "rose 4 percent", "up 19 cents", "reduce emissions 32 percent".
fn direct(line: &Line<'_>, before: usize, measured: bool, share: bool) -> Option<Change> {
    let mut at = before;
    for _ in 0..5 {
        let word = line.word(at);
        let key = line.key(at);
        if let Some(word) = word.filter(|word| word.class.any(Class::CHANGE_VERB.or(Class::CHANGE_ADVERB))) {
            let near = before - at <= 1;
            // "CleanCare Advanced Hand Sanitizer 80%"
            if line.capital(at) && at > 0 && line.capital(at - 1) && line.letters(at - 1) {
                return None;
            }
            // "gave up 517 yards"
            if matches!(key, "up" | "off") && line.is(at.wrapping_sub(1), Class::PARTICLE_VERB) {
                return None;
            }
            let adverb = word.class.any(Class::CHANGE_ADVERB) && !word.class.any(Class::CHANGE_VERB);
            if adverb && (matches!(key, "more" | "less" | "fewer" | "off") || at != before) {
                return None;
            }
            if word.class.any(Class::WEAK_CHANGE) && !share {
                let cents = measured
                    && at == before
                    && !matches!(
                        key,
                        "raise"
                            | "raised"
                            | "raises"
                            | "raising"
                            | "lost"
                            | "lose"
                            | "loses"
                            | "losing"
                            | "cut"
                            | "cuts"
                            | "cutting"
                            | "contract"
                            | "contracts"
                    );
                if !cents {
                    return None;
                }
            }
            if !near && !share {
                return None;
            }
            return word.direction.map(|direction| Change { direction, kind: ChangeKind::By });
        }
        let closed = word.is_some_and(|word| {
            word.class.any(STOPS.or(Class::PREPOSITION).or(Class::CONJUNCTION).or(Class::AUXILIARY))
        });
        if closed || !line.letters(at) {
            return None;
        }
        at = at.checked_sub(1)?;
    }
    None
}
