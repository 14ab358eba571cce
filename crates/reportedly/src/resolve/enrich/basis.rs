//! How a source is said to know what it says.

use super::Context;
use super::anonymity::{is_insider, mentions};
use crate::language::CueClass;
use crate::resolve::Resolutions;
use crate::{Basis, BasisClass, Span};

/// How many bytes may lie between a source's words and the clause that says how it knows (", ", ", who ").
const GAP: usize = 8;

/// Fills the basis of each source.
pub(super) fn fill(context: Context<'_>, resolved: &mut Resolutions) {
    let mentions = mentions(&resolved.sources);
    let text = context.text();
    for sentence in &context.segments.sentences {
        for found in context.language.basis.find_all(text, sentence.span) {
            let Some((mention, index)) = owner(text, &mentions, found.span) else { continue };
            // a record is its own basis; a clause about a person may follow the person's words
            if found.class == BasisClass::PublicRecord && !mention.overlaps(found.span) {
                continue;
            }
            let Some(source) = resolved.sources.get_mut(index) else { continue };
            let basis = Basis { class: found.class, span: Some(cut(context, found.span, mention)) };
            // how it knows counts over that it knows, an earlier statement over a later one
            let better = match source.basis {
                None => true,
                Some(old) => old.class == BasisClass::NotStated && basis.class != BasisClass::NotStated,
            };
            if better {
                source.basis = Some(basis);
            }
        }
    }
    for source in &mut resolved.sources {
        if source.basis.is_none() && is_insider(context, source) {
            source.basis = Some(Basis { class: BasisClass::NotStated, span: None });
        }
    }
}

/// The mention that holds the beginning of the words, or ends right before them.
fn owner(text: &str, mentions: &[(Span, usize)], words: Span) -> Option<(Span, usize)> {
    let end = mentions.partition_point(|(span, _)| span.start() <= words.start());
    let near = mentions.get(end.saturating_sub(16)..end).unwrap_or(&[]);
    let inside =
        near.iter().filter(|(span, _)| words.start() < span.end()).min_by_key(|(span, _)| span.len());
    if let Some(&found) = inside {
        return Some(found);
    }
    near.iter()
        .rev()
        .find(|(span, _)| {
            let gap = Span::new(span.end(), words.start());
            let gap = gap.of(text);
            gap.len() <= GAP && gap.chars().all(|c| c.is_whitespace() || c.is_alphabetic() || c == ',')
        })
        .copied()
}

/// The words without what follows the clause: cut at the source's end where they begin in it, else at the next verb of saying.
fn cut(context: Context<'_>, words: Span, mention: Span) -> Span {
    let text = context.text();
    if mention.start() <= words.start() && words.start() < mention.end() && mention.end() < words.end() {
        return Span::new(words.start(), mention.end()).trim(text);
    }
    let tokens = context.segments.tokens_in(words);
    let says = |index: &usize| {
        let word = context.segments.tokens.get(*index).map_or("", |token| token.span.of(text));
        let senses = context.language.cues.senses(word);
        senses.first().is_some_and(|sense| sense.verb && sense.class == CueClass::Say)
    };
    // the first three words are those that say how it knows ("who was told")
    let end = tokens.clone().skip(3).find(says).and_then(|index| context.segments.tokens.get(index));
    Span::new(words.start(), end.map_or(words.end(), |token| token.span.start())).trim(text)
}
