//! When each claim holds: the time of what is told, and the time at which it was said. The third, the publication, is
//! the document's own.

use crate::{Claim, Segments, Span, Time, TimeId, TimeKind};

/// Gives each claim the time of what it tells and the time at which it was said.
///
/// The first is the first calendar time in its content that no claim inside it holds; the second stands in the sentence
/// of its cue or source, outside every content.
pub fn place(segments: &Segments, times: &[Time], claims: &mut [Claim]) {
    let calendar = |time: &Time| {
        matches!(time.kind, TimeKind::Date | TimeKind::Time)
            && (time.days.is_some() || time.value.starts_with(|c: char| c.is_ascii_digit() || c == 'X'))
    };
    for (id, time) in (0..).zip(times) {
        if let Some(claim) = time.claim
            && calendar(time)
            && let Some(claim) = claims.get_mut(claim.0 as usize)
        {
            claim.told = claim.told.or(Some(TimeId(id)));
        }
    }
    for claim in claims.iter_mut() {
        let Some(cue) = claim.cue.first().or(claim.source.first()).copied() else { continue };
        let Some(sentence) = segments.sentence_at(cue.start()).and_then(|at| segments.sentences.get(at))
        else {
            continue;
        };
        let from = times.partition_point(|time| time.span.start() < sentence.span.start());
        let inside = |span: Span| claim.content.iter().any(|content| content.overlaps(span));
        claim.said = (from..)
            .zip(times.get(from..).unwrap_or_default())
            .take_while(|(_, time)| time.span.end() <= sentence.span.end())
            .filter(|(_, time)| {
                calendar(time)
                    && time.claim.is_none_or(|held| Some(held) == claim.within)
                    && !inside(time.span)
            })
            .min_by_key(|(_, time)| distance(time.span, cue))
            .and_then(|(at, _)| u32::try_from(at).ok().map(TimeId));
    }
}

fn distance(a: Span, b: Span) -> usize {
    if a.end() <= b.start() { b.start() - a.end() } else { a.start().saturating_sub(b.end()) }
}

#[cfg(test)]
mod tests {
    use crate::{
        Annotations, Claim, DateOrigin, DateRole, Dated, Document, Evidence, Form, Language, Meta, Span,
        Stance, segment,
    };

    use super::super::times;
    use super::*;

    #[test]
    fn told_and_said_are_two_times() {
        let text = "On Tuesday, Berg said the mill closed in March.";
        let place_of = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let mut claims = vec![Claim {
            within: None,
            form: Form::Indirect,
            source: vec![place_of("Berg")],
            cue: vec![place_of("said")],
            content: vec![place_of("the mill closed in March")],
            chain: Vec::new(),
            stance: Stance::Neutral,
            hedges: Vec::new(),
            words: None,
            response: None,
            unknown: None,
            told: None,
            said: None,
            evidence: Evidence::rule("test"),
        }];
        let published = Dated {
            date: "2016-06-09".parse().unwrap(),
            time: None,
            role: DateRole::Published,
            origin: DateOrigin::User,
            evidence: String::new(),
        };
        let document = Document::plain("test", text, Meta { published: Some(published), ..Meta::default() });
        let segments = segment(Language::english(), &document);
        let (found, _) = times(Language::english(), &document, &segments, &Annotations::default(), &claims);
        place(&segments, &found, &mut claims);
        let value = |id: Option<TimeId>| id.map(|id| found[id.0 as usize].value.clone());
        assert_eq!(value(claims[0].told).as_deref(), Some("2016-03"));
        assert_eq!(value(claims[0].said).as_deref(), Some("2016-06-07"));
    }
}
