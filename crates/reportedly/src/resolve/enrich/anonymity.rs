//! Why a source is not named: the words that say that it is not, the reason after or before them, and whose they are.

use std::collections::BTreeSet;

use super::{Context, stance};
use crate::language::{AnonymityPhrase, Found};
use crate::resolve::Resolutions;
use crate::{Anonymity, AnonymityClass, Claim, Naming, Source, SourceId, SourceKind, Span};

type Phrase<'a> = Found<'a, AnonymityPhrase>;

/// Beginnings of a reason that need no known word in it to be one.
const STRONG: &[&str] = &[
    "because", "citing", "due", "owing", "given", "in order", "so ", "to", "since", "for fear", "out of",
    "fearing",
];

/// Bytes around the words about a name in which its reason and its source stand.
const NEAR: usize = 1500;

/// Fills the anonymity of each source.
pub(super) fn fill(context: Context<'_>, resolved: &mut Resolutions) {
    let mentions = mentions(&resolved.sources);
    let mut last = None;
    for sentence in &context.segments.sentences {
        let found = context.language.anonymity.find_all(context.text(), sentence.span);
        if !found
            .iter()
            .any(|f| matches!(f.class, AnonymityPhrase::Marker | AnonymityPhrase::Alone(_) | NOT_AUTHORIZED))
        {
            continue;
        }
        for (place, anonymity) in statements(context, sentence.span, &found, last) {
            let Some(owner) = owner(context, &mentions, &resolved.sources, place, sentence.span) else {
                continue;
            };
            let Some(source) = resolved.sources.get_mut(owner) else { continue };
            // a reason stated anywhere counts over none stated
            let better = source.anonymity.is_none_or(|old| old.class == AnonymityClass::NoneStated);
            if better {
                source.anonymity = Some(anonymity);
            }
            if anonymity.class != AnonymityClass::NoneStated {
                last = Some(anonymity.class);
            }
        }
    }
    let speakers = speakers(context, &resolved.claims);
    for (index, source) in (0..).zip(&mut resolved.sources) {
        if source.anonymity.is_none() && speakers.contains(&SourceId(index)) && is_insider(context, source) {
            source.anonymity = Some(Anonymity { class: AnonymityClass::NoneStated, span: None });
        }
    }
}

/// The sources that say something, as far as the cue tells; thoughts and plans are reported of many without their word.
fn speakers(context: Context<'_>, claims: &[Claim]) -> BTreeSet<SourceId> {
    let said = claims.iter().filter(|claim| stance::says(context, claim));
    let last = said.filter_map(|claim| claim.chain.last());
    last.flat_map(|step| &step.sources).map(|source| source.source).collect()
}

const NOT_AUTHORIZED: AnonymityPhrase = AnonymityPhrase::Reason(AnonymityClass::NotAuthorized);

/// Whether the source is somebody unnamed whose name a reader would want: an official, an aide, a person familiar with it.
pub(super) fn is_insider(context: Context<'_>, source: &Source) -> bool {
    let unnamed =
        source.naming == Naming::Unnamed && matches!(source.kind, SourceKind::Person | SourceKind::Group);
    unnamed
        && source.descriptor.iter().chain(&source.mentions).any(|&words| {
            let found = context.language.anonymity.find_all(context.text(), words);
            found.iter().any(|f| f.class == AnonymityPhrase::Insider)
        })
}

/// All that a sentence says about anonymity: where, why, and in which words.
fn statements(
    context: Context<'_>,
    sentence: Span,
    found: &[Phrase<'_>],
    last: Option<AnonymityClass>,
) -> Vec<(Span, Anonymity)> {
    let mut statements = Vec::new();
    let mut markers: Vec<Span> =
        found.iter().filter(|f| f.class == AnonymityPhrase::Marker).map(|f| f.span).collect();
    markers.sort();
    markers.dedup_by(|b, a| {
        a.overlaps(*b) && {
            *a = a.cover(*b);
            true
        }
    });
    for &marker in &markers {
        let from = found.partition_point(|f| f.span.start() + NEAR < marker.start());
        let to = found.partition_point(|f| f.span.start() < marker.end() + NEAR);
        let found = found.get(from..to.max(from)).unwrap_or(&[]);
        let reason = after(context, sentence, marker, found, last)
            .or_else(|| before(context, sentence, marker, found))
            .unwrap_or(Anonymity { class: AnonymityClass::NoneStated, span: None });
        statements.push((marker, reason));
    }
    for f in found {
        match f.class {
            AnonymityPhrase::Alone(class) => {
                statements.push((f.span, Anonymity { class, span: Some(f.span) }));
            }
            NOT_AUTHORIZED if markers.is_empty() && speaks_publicly(context, sentence, f.span) => {
                let span = clause(context, Span::new(f.span.start(), sentence.end()));
                statements
                    .push((f.span, Anonymity { class: AnonymityClass::NotAuthorized, span: Some(span) }));
            }
            _ => {}
        }
    }
    statements
}

/// "not authorized" alone is a reason only where it is about speaking.
fn speaks_publicly(context: Context<'_>, sentence: Span, place: Span) -> bool {
    let rest = Span::new(place.start(), sentence.end()).of(context.text());
    let near: String = rest.chars().take(60).flat_map(char::to_lowercase).collect();
    ["speak", "talk", "comment", "discuss", "publicly", "disclose", "be named", "be quoted"]
        .iter()
        .any(|w| near.contains(w))
}

/// A reason that follows the marker.
fn after(
    context: Context<'_>,
    sentence: Span,
    marker: Span,
    found: &[Phrase<'_>],
    last: Option<AnonymityClass>,
) -> Option<Anonymity> {
    let text = context.text();
    let begin = found
        .iter()
        .filter(|f| f.class == AnonymityPhrase::Connector && f.span.start() >= marker.end())
        .filter(|f| is_beginning(text, sentence, f.span))
        .min_by_key(|f| (f.span.start(), usize::MAX - f.span.len()))?;
    // a new clause with a subject of its own lies between: the reason is not the marker's
    let gap = Span::new(marker.end(), begin.span.start()).of(text);
    if gap.len() > 60 || gap.contains(['“', '"', ';']) || gap.contains(", said") || gap.contains(", told") {
        return None;
    }
    // ", provided no details about …": another clause has begun
    let words = begin.span.of(text).to_lowercase();
    let weak = matches!(words.as_str(), "to" | "for" | "about" | "over" | "as" | "when" | "while" | "saying");
    let clause_between = gap.split_once(',').is_some_and(|(_, rest)| rest.contains(char::is_alphabetic));
    if weak && clause_between {
        return None;
    }
    let reason = clause(context, Span::new(begin.span.start(), sentence.end()));
    let class = class_of(found, reason).or_else(|| {
        if reason.of(text).contains("same reason") {
            return last;
        }
        STRONG.iter().any(|strong| words.starts_with(strong.trim_end())).then_some(AnonymityClass::Other)
    })?;
    Some(Anonymity { class, span: Some(reason) })
}

/// A reason that precedes the marker: "was not authorized to speak and asked not to be named".
fn before(context: Context<'_>, sentence: Span, marker: Span, found: &[Phrase<'_>]) -> Option<Anonymity> {
    let head = Span::new(sentence.start(), marker.start());
    if let Some(f) = found.iter().rfind(|f| f.class == NOT_AUTHORIZED && head.contains(f.span)) {
        let span = clause(context, Span::new(f.span.start(), marker.start()));
        return Some(Anonymity { class: AnonymityClass::NotAuthorized, span: Some(span) });
    }
    let begin = found
        .iter()
        .filter(|f| f.class == AnonymityPhrase::Connector && head.contains(f.span))
        .rfind(|f| {
            let words = f.span.of(context.text()).to_lowercase();
            matches!(words.as_str(), "because" | "because of" | "citing" | "fearing" | "for fear")
        })?;
    let reason = clause(context, Span::new(begin.span.start(), marker.start()));
    class_of(found, reason).map(|class| Anonymity { class, span: Some(reason) })
}

/// "to" and "for" begin a reason only before a plain word: "to discuss", not "to The Times".
fn is_beginning(text: &str, sentence: Span, words: Span) -> bool {
    let word = words.of(text).to_lowercase();
    let rest = Span::new(words.end(), sentence.end()).of(text);
    let next = rest.split_whitespace().next().unwrap_or("");
    let plain = next.chars().next().is_some_and(char::is_lowercase);
    match word.as_str() {
        "to" => {
            plain
                && !matches!(
                    next.trim_end_matches(','),
                    "the"
                        | "a"
                        | "reporters"
                        | "his"
                        | "her"
                        | "their"
                        | "journalists"
                        | "be"
                        | "remain"
                        | "news"
                        | "us"
                        | "me"
                        | "several"
                )
        }
        "for" => plain && !matches!(next, "the" | "this" | "a" | "an" | "comment"),
        "about" | "over" | "saying" | "as" | "when" | "while" => plain,
        _ => true,
    }
}

/// The first class, in the order of the file's meaning, that has a word in the reason.
fn class_of(found: &[Phrase<'_>], reason: Span) -> Option<AnonymityClass> {
    const ORDER: &[AnonymityClass] = &[
        AnonymityClass::NotAuthorized,
        AnonymityClass::Safety,
        AnonymityClass::Privacy,
        AnonymityClass::Policy,
        AnonymityClass::Legal,
        AnonymityClass::Sensitivity,
    ];
    ORDER.iter().copied().find(|&class| {
        found.iter().any(|f| f.class == AnonymityPhrase::Reason(class) && reason.contains(f.span))
    })
}

/// The span up to the first mark that ends a clause; dots inside words stay.
fn clause(context: Context<'_>, span: Span) -> Span {
    let text = context.text();
    let words = span.of(text);
    let citing = words.get(..6).is_some_and(|w| w.eq_ignore_ascii_case("citing"));
    let mut end = words.len();
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let last = chars.peek().is_none();
        let ends = match c {
            ';' | ':' | '(' | ')' | '"' | '“' | '”' | '—' | '–' => true,
            ',' => !citing,
            '.' => last,
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
    }
    let mut cut = words.get(..end).unwrap_or(words);
    for tail in [
        " and who",
        " and spoke",
        " and asked",
        " and requested",
        " and insisted",
        " and declined",
        " told ",
        " said ",
    ] {
        cut = cut.find(tail).and_then(|at| cut.get(..at)).unwrap_or(cut);
    }
    Span::new(span.start(), span.start() + cut.len()).trim(text)
}

/// Mentions with their source, in text order.
pub(super) fn mentions(sources: &[Source]) -> Vec<(Span, usize)> {
    let mut mentions: Vec<(Span, usize)> = (0..)
        .zip(sources)
        .flat_map(|(index, source)| source.mentions.iter().map(move |&mention| (mention, index)))
        .collect();
    mentions.sort();
    mentions
}

/// The source that words at `place` are about.
fn owner(
    context: Context<'_>,
    mentions: &[(Span, usize)],
    sources: &[Source],
    place: Span,
    sentence: Span,
) -> Option<usize> {
    let is_person = |index: usize| {
        sources
            .get(index)
            .is_some_and(|s| matches!(s.kind, SourceKind::Person | SourceKind::Group | SourceKind::Unknown))
    };
    let is_unnamed = |index: usize| sources.get(index).is_some_and(|s| s.naming != Naming::Named);
    // a sentence may be as long as a book; what is farther off is not meant
    let from = sentence.start().max(place.start().saturating_sub(NEAR));
    let to = sentence.end().min(place.end().saturating_add(NEAR));
    let first = mentions.partition_point(|(span, _)| span.start() < from);
    let end = mentions.partition_point(|(span, _)| span.start() < to);
    let here: Vec<(Span, usize)> = mentions
        .get(first..end)
        .unwrap_or(&[])
        .iter()
        .copied()
        .filter(|&(_, index)| is_person(index))
        .collect();
    // in the source's own words, else right before, else right after; the unnamed come first
    let inside = here.iter().filter(|(span, _)| span.overlaps(place)).min_by_key(|(span, _)| span.len());
    if let Some(&(_, index)) = inside {
        return Some(index);
    }
    let distance = |span: Span| {
        if span.end() <= place.start() {
            place.start() - span.end()
        } else {
            span.start().saturating_sub(place.end()) + 40
        }
    };
    let near = here
        .iter()
        .filter(|&&(_, index)| is_unnamed(index))
        .filter(|(span, _)| distance(*span) < 200)
        .min_by_key(|(span, _)| distance(*span));
    if let Some(&(_, index)) = near {
        return Some(index);
    }
    // "The officials spoke on condition of anonymity": the last unnamed source before it that shares a noun
    let mut from = from;
    while !context.text().is_char_boundary(from) {
        from += 1;
    }
    let subject = Span::new(from, place.start().max(from)).of(context.text());
    let nouns: Vec<String> =
        subject.split(|c: char| !c.is_alphanumeric()).map(stem).filter(|w| w.len() > 3).collect();
    let earlier = mentions.get(..first).unwrap_or(&[]).iter().rev().take(12);
    let shared = |span: Span| {
        span.of(context.text()).split(|c: char| !c.is_alphanumeric()).any(|w| nouns.contains(&stem(w)))
    };
    let pronoun = subject.split_whitespace().next().is_some_and(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "he" | "she"
                | "they"
                | "both"
                | "all"
                | "like"
                | "most"
                | "some"
                | "several"
                | "neither"
                | "none"
        )
    });
    earlier
        .filter(|&&(_, index)| is_person(index) && is_unnamed(index))
        .find(|&&(span, _)| shared(span) || pronoun)
        .map(|&(_, index)| index)
}

/// The word in lower case without a plural s; "people" is the plural of "person".
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    if word == "people" {
        return "person".to_owned();
    }
    word.strip_suffix('s').unwrap_or(&word).to_owned()
}
