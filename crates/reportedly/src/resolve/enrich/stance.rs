//! How a claim's cue stands to what it reports.

use super::{Context, cover};
use crate::language::{CueClass, CueSense};
use crate::{Claim, Span, Stance};

/// How far after the cue its complement is looked at, in bytes.
const COMPLEMENT: usize = 60;
/// How far before the cue an auxiliary or a negation may stand, in bytes.
const BEFORE: usize = 24;

/// The stance of the claim's cue; neutral without a cue, and for an outlet's own voice.
pub(super) fn of(context: Context<'_>, claim: &Claim) -> Stance {
    let Some(cue) = cover(&claim.cue) else { return Stance::Neutral };
    // a cue in far-apart pieces is read by its first one
    let cue = if cue.len() > 200 { claim.cue.first().copied().unwrap_or(cue) } else { cue };
    if let Some(stance) = frame(context, cue) {
        return stance;
    }
    head(context, cue).map_or(Stance::Neutral, |(sense, negation)| turned(sense, negation))
}

/// Whether the cue reports an utterance.
pub(super) fn says(context: Context<'_>, claim: &Claim) -> bool {
    let head = cover(&claim.cue).and_then(|cue| head(context, cue));
    head.is_none_or(|(sense, _)| sense.class == CueClass::Say)
}

/// A sense that the complement gives.
fn frame(context: Context<'_>, cue: Span) -> Option<Stance> {
    let text = context.text();
    let sentence = context.sentence(cue.start()).unwrap_or(cue);
    let start = floor(text, cue.start().saturating_sub(BEFORE)).max(sentence.start());
    let end = floor(text, cue.end().saturating_add(COMPLEMENT)).min(sentence.end()).max(cue.end());
    let window = Span::new(start, end);
    let mut found = context.language.stances.find_all(text, window);
    // what begins in the complement is another verb's sense
    found.retain(|f| f.span.start() < cue.end() && cue.start() < f.span.end());
    found.iter().max_by_key(|f| (f.span.len(), usize::MAX - f.span.start())).map(|f| f.class)
}

/// How the words before the head of a cue turn it round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Negation {
    None,
    /// not, never, declined to
    Plain,
    /// not … declined: twice
    Twice,
}

/// The sense of the cue's last cue word, and whether it is negated.
fn head(context: Context<'_>, cue: Span) -> Option<(CueSense, Negation)> {
    let (text, tokens) = (context.text(), &context.segments.tokens);
    let range = context.segments.tokens_in(cue);
    let cues = &context.language.cues;
    let mut head: Option<(usize, CueSense)> = None;
    for index in range.clone() {
        let Some(token) = tokens.get(index) else { continue };
        let senses = cues.senses(token.span.of(text));
        let Some(sense) = senses.iter().find(|sense| sense.class != CueClass::Negate) else { continue };
        // a verb counts over the nouns and adverbs around it: "repeated the claim" is the noun's, "reportedly said" the verb's
        let better = match head {
            None => true,
            Some((_, old)) => old.class != CueClass::Ask || sense.verb,
        };
        if better {
            head = Some((index, *sense));
        }
    }
    let (at, sense) = head?;
    let negates = |index: usize| {
        let word = tokens.get(index).map_or("", |token| token.span.of(text));
        let next = tokens.get(index + 1).map_or("", |token| token.span.of(text));
        // "didn't" is the tokens didn ' t
        let shortened = word.len() > 2 && word.to_lowercase().ends_with('n') && matches!(next, "'" | "’");
        shortened || cues.senses(word).iter().any(|sense| sense.class == CueClass::Negate)
    };
    let first = range.start.saturating_sub(2).max(at.saturating_sub(6));
    let same_sentence = |index: &usize| {
        let (a, b) = (tokens.get(*index), tokens.get(at));
        matches!((a, b), (Some(a), Some(b)) if context.segments.sentence_at(a.span.start())
            == context.segments.sentence_at(b.span.start()))
    };
    let count = (first..at).filter(same_sentence).filter(|&index| negates(index)).count();
    let negation = match count {
        0 => Negation::None,
        1 => Negation::Plain,
        _ => Negation::Twice,
    };
    Some((sense, negation))
}

/// What becomes of a stance under negation: who has not said or confirmed something leaves it open, who does not
/// believe it turns it down, who does not deny it takes no side.
fn turned(sense: CueSense, negation: Negation) -> Stance {
    if negation != Negation::Plain {
        return sense.stance;
    }
    match (sense.class, sense.stance) {
        (_, Stance::Denying) => Stance::Neutral,
        (_, Stance::Intending) => Stance::Intending,
        (CueClass::Ask, _) => Stance::Neutral,
        (CueClass::Think, _) => Stance::Denying,
        (CueClass::Know, _) => Stance::Questioning,
        (CueClass::Judge | CueClass::Perceive, stance) => stance,
        (_, Stance::Endorsing) => Stance::Questioning,
        _ => Stance::Neutral,
    }
}

/// The last character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
