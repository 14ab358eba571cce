//! Signed quotations: *"We were not asked." — Ida Brandt, harbor pilot*, letters, posts shown in a page.
//!
//! A dash and a name are cue and source here. The network has seen few of them and misses most.

use std::ops::Range;

use crate::{
    Annotations, Attribution, AttributionId, Entity, EntityKind, Evidence, Segments, Span, Syntax, Upos,
};

/// The rule by which an attribution is one of these.
pub(crate) const SIGNED: &str = "signed";

/// A longer signature is a sentence.
const LONGEST: usize = 16;

/// Adds the signed quotations; where the network saw the signature, only its content is mended. What was found inside one
/// becomes nested in it, and no other content runs over one: an attribution that has no other goes.
pub(crate) fn add(text: &str, segments: &Segments, seen: &mut Annotations, found: &mut Vec<Attribution>) {
    let page = Page { text, segments, syntax: &seen.syntax };
    let lines = page.lines();
    let ends: Vec<usize> =
        lines.iter().filter_map(|line| segments.span_of(line.clone())).map(|line| line.end()).collect();
    // the outermost attributions that have words in a line
    let mut in_line: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
    for (at, seen) in found.iter().enumerate() {
        for span in seen.source.iter().chain(&seen.cue).chain(&seen.content) {
            let line = in_line.get_mut(ends.partition_point(|end| *end <= span.start()));
            if let Some(list) = line.filter(|list| list.last() != Some(&at)) {
                list.push(at);
            }
        }
    }
    let mut persons = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1);
        let Some(signed) = page.signed(line, before.and_then(|before| lines.get(before))) else { continue };
        let near = before.into_iter().chain([at]).filter_map(|line| in_line.get(line)).flatten();
        signed.enter(found, near.copied());
        persons.extend(page.person(&signed.source, &seen.entities));
    }
    seen.entities.extend(persons);
    seen.entities.sort_by_key(|entity| entity.span.start());
    let mut left = 0;
    let new_ids: Vec<Option<AttributionId>> = found
        .iter()
        .map(|seen| {
            left += u32::from(!seen.content.is_empty());
            (!seen.content.is_empty()).then(|| AttributionId(left - 1))
        })
        .collect();
    found.retain(|seen| !seen.content.is_empty());
    for seen in found {
        seen.within = seen.within.and_then(|id| new_ids.get(id.0 as usize).copied().flatten());
    }
}

struct Signed {
    source: Span,
    cue: Span,
    content: Span,
}

impl Signed {
    /// Enters this among the attributions, of which `near` have words in its lines.
    fn enter(&self, found: &mut Vec<Attribution>, near: impl Iterator<Item = usize> + Clone) {
        let signs = |span: &Span| span.overlaps(self.source) || span.overlaps(self.cue);
        let known = near.clone().find(|&at| {
            let outermost = found.get(at).filter(|seen| seen.within.is_none());
            outermost.is_some_and(|seen| seen.source.iter().chain(&seen.cue).any(signs))
        });
        let id = known.unwrap_or(found.len());
        match found.get_mut(id) {
            Some(seen) => {
                seen.content = vec![self.content];
                seen.evidence = Evidence::rule(SIGNED);
            }
            None => found.push(Attribution {
                source: vec![self.source],
                cue: vec![self.cue],
                content: vec![self.content],
                within: None,
                evidence: Evidence::rule(SIGNED),
            }),
        }
        let this = AttributionId(u32::try_from(id).unwrap_or(u32::MAX));
        for at in near.filter(|&at| at != id) {
            let Some(seen) = found.get_mut(at) else { continue };
            let mut spans = seen.source.iter().chain(&seen.cue).chain(&seen.content);
            let inside = spans.all(|span| self.content.contains(*span));
            if seen.within.is_none() && inside {
                seen.within = Some(this);
            } else if !inside {
                seen.within = seen.within.filter(|holder| *holder != this);
                seen.content.retain(|piece| !piece.overlaps(self.content) && !signs(piece));
            }
        }
    }
}

struct Page<'a> {
    text: &'a str,
    segments: &'a Segments,
    syntax: &'a [Syntax],
}

impl Page<'_> {
    fn word(&self, token: usize) -> &str {
        self.segments.tokens.get(token).map_or("", |token| token.span.of(self.text))
    }

    /// The tokens of each line that has any.
    fn lines(&self) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        for paragraph in &self.segments.paragraphs {
            let mut start = paragraph.tokens.start;
            for token in paragraph.tokens.clone() {
                let next = self.segments.tokens.get(token + 1);
                let here = self.segments.tokens.get(token).map_or(0, |token| token.span.end());
                let breaks = next.is_some_and(|next| {
                    self.text.get(here..next.span.start()).is_some_and(|gap| gap.contains('\n'))
                });
                if breaks || token + 1 == paragraph.tokens.end {
                    lines.push(start..token + 1);
                    start = token + 1;
                }
            }
        }
        lines
    }

    /// The signed quotation that ends with this line; `before` is the line above it.
    fn signed(&self, line: &Range<usize>, before: Option<&Range<usize>>) -> Option<Signed> {
        let lowest = line.end.saturating_sub(LONGEST + 2).max(line.start);
        let dash = (lowest..line.end).rev().find(|&token| self.is_dash(token, line))?;
        let first = (lowest..dash).rev().take_while(|&token| self.word(token) == "-").last().unwrap_or(dash);
        let source = self.signature(dash + 1..line.end)?;
        // on a line of its own, the signature is that of the line above
        let said = if first == line.start { before?.clone() } else { line.start..first };
        let marked = self.is_one_quotation(&said);
        let handle = (dash + 1..line.end).any(|token| self.word(token) == "@");
        let ends = matches!(self.word(said.end - 1), "." | "!" | "?" | "…")
            || marked
            || self.is_address(said.end - 1);
        if said.len() < 3 || !(marked || (handle && ends && first != line.start)) {
            return None;
        }
        Some(Signed {
            source: self.segments.span_of(source)?,
            cue: self.segments.span_of(first..dash + 1)?,
            content: self.segments.span_of(said)?,
        })
    }

    /// A dash that something is signed behind: a long one, or a short one that stands free on its left.
    fn is_dash(&self, token: usize, line: &Range<usize>) -> bool {
        match self.word(token) {
            "—" | "―" | "–" | "-" => {}
            _ => return false,
        }
        let Some(before) = token.checked_sub(1).filter(|before| line.contains(before)) else { return true };
        let gap = |a: usize, b: usize| {
            let (a, b) = (self.segments.tokens.get(a), self.segments.tokens.get(b));
            a.zip(b).is_some_and(|(a, b)| a.span.end() < b.span.start())
        };
        is_closing(self.word(before))
            || gap(before, token)
            || (self.word(before) == "-" && before == line.start)
            || (self.word(before) == "-" && before > line.start && gap(before - 1, before))
    }

    /// The name in a signature: a capital or a handle first, no verb; what stands in brackets and the last stop are left.
    fn signature(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let mut end = tokens.end;
        while end > tokens.start && matches!(self.word(end - 1), "." | "]" | "," | "\"" | "”") {
            end -= 1;
        }
        let end = (tokens.start..end).find(|&token| matches!(self.word(token), "(" | "[")).unwrap_or(end);
        let first = self.word(tokens.start);
        let named = first.chars().next().is_some_and(char::is_uppercase) || first == "@";
        let is_said = |token: usize| {
            let verb =
                self.syntax.get(token).is_some_and(|syntax| matches!(syntax.upos, Upos::Verb | Upos::Aux));
            let word = self.word(token);
            (verb && word.chars().all(char::is_lowercase))
                || matches!(word, "!" | "?" | ":" | ";" | "“" | "\"")
        };
        let good = end > tokens.start && end - tokens.start <= LONGEST && named;
        (good && !(tokens.start..end).any(is_said)).then_some(tokens.start..end)
    }

    /// The name that a signature begins with, where the network saw none: two to four words with capitals.
    fn person(&self, source: &Span, known: &[Entity]) -> Option<Entity> {
        let near = known.partition_point(|entity| entity.span.end() <= source.start());
        if known.get(near).is_some_and(|entity| entity.span.overlaps(*source)) {
            return None;
        }
        let tokens = self.segments.tokens_in(*source);
        let is_name = |token: &usize| {
            let word = self.word(*token);
            word.chars().next().is_some_and(char::is_uppercase) || matches!(word, "." | "’" | "'" | "-")
        };
        let end = tokens.start + tokens.clone().take_while(is_name).count();
        let words = (tokens.start..end).filter(|&token| self.word(token).chars().count() > 1).count();
        let span = self.segments.span_of(tokens.start..end).filter(|_| (2..=4).contains(&words))?;
        Some(Entity { span, kind: EntityKind::Person, score: 0.5 })
    }

    /// Whether tokens are one quotation, with its marks: nothing in it closes before something opens.
    fn is_one_quotation(&self, said: &Range<usize>) -> bool {
        let (Some(last), inner) = (said.end.checked_sub(1), said.start + 1..said.end.saturating_sub(1))
        else {
            return false;
        };
        let framed =
            inner.start < inner.end && is_opening(self.word(said.start)) && is_closing(self.word(last));
        let mut open = 0_i32;
        framed
            && inner.into_iter().all(|token| {
                open += match self.word(token) {
                    "“" | "«" => 1,
                    "”" | "»" => -1,
                    "\"" => return false,
                    _ => 0,
                };
                open >= 0
            })
    }

    /// The end of a web address, with which posts often end.
    fn is_address(&self, token: usize) -> bool {
        let Some(token) = self.segments.tokens.get(token) else { return false };
        let head = self.text.get(..token.span.end()).unwrap_or("");
        let last = head.rsplit(char::is_whitespace).next().unwrap_or("");
        last.contains('/') && last.contains('.')
    }
}

fn is_opening(word: &str) -> bool {
    matches!(word, "“" | "\"" | "”" | "«" | "„" | "‘" | "'")
}

fn is_closing(word: &str) -> bool {
    matches!(word, "”" | "\"" | "»" | "“" | "’" | "'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Language, Meta, segment};

    /// "source | content" of each signed quotation in a text of which nothing was found yet.
    fn found(text: &str) -> Vec<String> {
        let document = Document::plain("t", text, Meta::default());
        let segments = segment(Language::english(), &document);
        let (mut found, text) = (Vec::new(), document.text.as_str());
        add(text, &segments, &mut Annotations::default(), &mut found);
        let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
        found.iter().map(|seen| format!("{} | {}", words(&seen.source), words(&seen.content))).collect()
    }

    #[test]
    fn a_name_behind_a_dash_signs_the_quotation() {
        let text = "“We were not asked.” — Ida Brandt, harbor pilot\n\n\"They let us wait.\" -- Hugo Okafor.";
        let expected =
            ["Ida Brandt, harbor pilot | “We were not asked.”", "Hugo Okafor | \"They let us wait.\""];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn a_signature_may_stand_on_its_own_line() {
        assert_eq!(found("“Keep the pier.”\n\n― Ida Brandt"), ["Ida Brandt | “Keep the pier.”"]);
    }

    #[test]
    fn posts_are_signed_with_a_handle_and_need_no_quotation_marks() {
        let text = "The pier stays open tonight. — Kelda Port (@keldaport) March 17, 2024";
        assert_eq!(found(text), ["Kelda Port | The pier stays open tonight."]);
    }

    #[test]
    fn other_dashes_sign_nothing() {
        for text in [
            "The pier is closed. — Ida Brandt",
            "“Keep it,” she said — Ida Brandt nodded.",
            "The mayor said it \"is over.\" -- Ann Lee",
            "“Keep the pier” — the demand of the week",
            "- Follow the harbor on the radio",
            "“We won,” she told them. “It was close.” — With help from Ann Lee",
            "—",
            "“” —",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn what_is_reported_inside_becomes_nested() {
        let text = "“The mayor said it was safe.” — Ida Brandt";
        let document = Document::plain("t", text, Meta::default());
        let segments = segment(Language::english(), &document);
        let at = |words: &str| {
            let start = document.text.as_str().find(words).unwrap();
            vec![Span::new(start, start + words.len())]
        };
        let mut found = vec![Attribution {
            source: at("The mayor"),
            cue: at("said"),
            content: at("it was safe"),
            within: None,
            evidence: Evidence::rule("test"),
        }];
        add(&document.text, &segments, &mut Annotations::default(), &mut found);
        assert_eq!(found[0].within, Some(AttributionId(1)));
    }
}
