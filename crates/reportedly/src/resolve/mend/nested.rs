//! Attributions inside contents that plain grammar shows: a subject, a verb of saying or thinking, and its clause.

use super::Mender;
use crate::decode::in_text_order;
use crate::language::{Classes, CueClass, List};
use crate::{Attribution, AttributionId, Deprel, Evidence, Span, Syntax, Upos};

/// Tokens of the longest subject, cue and clause that are taken.
const SUBJECT: usize = 14;
const CUE: usize = 6;
const CLAUSE: usize = 150;

impl Mender<'_> {
    /// Adds what the network did not see: "… is unknown, but officials have said that many came back".
    pub(super) fn nested(&self, syntax: &[Syntax], attributions: &mut Vec<Attribution>) {
        let tokens = self.segments.tokens.len();
        if syntax.len() != tokens {
            return;
        }
        // the innermost content that holds each token, and the tokens that are cue or source of something
        let mut holder: Vec<Option<(usize, Span)>> = vec![None; tokens];
        let mut taken = vec![false; tokens];
        for (index, attribution) in attributions.iter().enumerate() {
            for &span in &attribution.content {
                for token in self.segments.tokens_in(span) {
                    if let Some(slot) = holder.get_mut(token) {
                        *slot = Some((index, span));
                    }
                }
            }
        }
        for attribution in attributions.iter() {
            for &span in attribution.source.iter().chain(&attribution.cue) {
                for token in self.segments.tokens_in(span) {
                    if let Some(slot) = taken.get_mut(token) {
                        *slot = true;
                    }
                }
            }
        }
        let mut added = Vec::new();
        for sentence in &self.segments.sentences {
            let tree = Tree::of(syntax, sentence.tokens.clone());
            for verb in sentence.tokens.clone() {
                let Some((index, held)) = holder.get(verb).copied().flatten() else { continue };
                let free = |token: &usize| !taken.get(*token).copied().unwrap_or(true);
                if !free(&verb) {
                    continue;
                }
                let found = self.clause(syntax, &tree, verb, held).or_else(|| self.aside(verb, held));
                if let Some(found) = found
                    && found.all.clone().all(|token| free(&token))
                {
                    added.push(Attribution {
                        within: u32::try_from(index).ok().map(AttributionId),
                        ..found.attribution
                    });
                }
            }
        }
        if !added.is_empty() {
            attributions.extend(added);
            *attributions = in_text_order(std::mem::take(attributions));
        }
    }

    /// The attribution of a verb with subject and clause, all of it inside `held`.
    fn clause(&self, syntax: &[Syntax], tree: &Tree, verb: usize, held: Span) -> Option<Found> {
        let (text, tokens) = (self.document.text.as_str(), &self.segments.tokens);
        let word = |token: usize| tokens.get(token).map_or("", |token| token.span.of(text));
        let lower = |token: usize| word(token).to_lowercase();
        let relation = |token: usize| syntax.get(token).map(|syntax| syntax.deprel);
        if syntax.get(verb)?.upos != Upos::Verb {
            return None;
        }
        let sense = self.language.cues.senses(word(verb)).iter().find(|sense| sense.verb)?;
        if !matches!(sense.class, CueClass::Say | CueClass::Think)
            || self.reader.sourcing.listed(List::Seeming, &lower(verb))
        {
            return None;
        }
        let children = tree.children(verb);
        let passive = children.iter().any(|&child| {
            relation(child) == Some(Deprel::Aux)
                && matches!(lower(child).as_str(), "was" | "were" | "been" | "being" | "be" | "is" | "are")
        }) && !word(verb).ends_with("ing");
        if passive {
            return None;
        }
        let subject = children.iter().copied().find(|&c| c < verb && relation(c) == Some(Deprel::Nsubj))?;
        if self.reader.sourcing.listed(List::NoSpeaker, &lower(subject)) {
            return None;
        }
        let clause = children.iter().copied().find(|&c| c > verb && relation(c) == Some(Deprel::Ccomp))?;
        let who = tree.subtree(subject, verb.saturating_sub(SUBJECT)..verb)?;
        let what = self.whole(tree, verb, tree.subtree(clause, verb + 1..tree.end.min(verb + CLAUSE))?);
        let mut first = verb;
        while first > who.end
            && verb - first < CUE
            && children.contains(&(first - 1))
            && matches!(relation(first - 1), Some(Deprel::Aux | Deprel::Advmod))
        {
            first -= 1;
        }
        let span = |range: std::ops::Range<usize>| self.segments.span_of(range).map(|span| span.trim(text));
        let (source, cue, content) = (span(who.clone())?, span(first..verb + 1)?, span(what)?);
        let content = Span::new(content.start(), content.end().min(held.end()).max(content.start()));
        let written = content.of(text).trim_end_matches(['.', ',', ';', ' ']);
        let content = Span::new(content.start(), content.start() + written.len());
        let inside = held.contains(source) && held.contains(cue) && !content.is_empty();
        inside.then(|| Found {
            attribution: Attribution {
                source: vec![source],
                cue: vec![cue],
                content: vec![content],
                within: None,
                evidence: Evidence::rule("claim/nested-clause"),
            },
            all: who.start..verb + 1,
        })
    }
}

impl Mender<'_> {
    /// The clause from right behind the verb and whom it tells, to the end of the sentence unless another clause follows.
    fn whole(&self, tree: &Tree, verb: usize, clause: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let text = self.document.text.as_str();
        let word = |token: usize| {
            self.segments.tokens.get(token).map_or_else(String::new, |t| t.span.of(text).to_lowercase())
        };
        let is_mark =
            |token: usize| !word(token).chars().any(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'));
        let between = verb + 1..clause.start;
        let tells =
            self.reader.words.within(self.segments.tokens.get(verb).map_or(Span::new(0, 0), |t| t.span));
        let tells = tells.clone().any(|at| self.reader.words.is(at, Classes::TELL));
        let pronoun = between.len() == 1;
        let start = if between.len() > 12 || between.clone().any(is_mark) || (tells && !pronoun) {
            clause.start
        } else {
            let told = between.clone().next().filter(|&next| {
                matches!(word(next).as_str(), "you" | "him" | "her" | "them" | "me" | "us" | "reporters")
            });
            told.map_or(between.start, |told| told + 1)
        };
        let mut end = clause.end;
        while end < tree.end && end - verb < CLAUSE && !is_mark(end) {
            if matches!(word(end).as_str(), "and" | "but" | "or" | "while" | "as" | "according") {
                break;
            }
            end += 1;
        }
        start..end
    }
}

impl Mender<'_> {
    /// ", police said" or ", according to police" behind what is told, at the end of a sentence or before a comma.
    fn aside(&self, token: usize, held: Span) -> Option<Found> {
        let words = self.reader.words;
        let place = self.segments.tokens.get(token)?.span;
        let at = words.within(place).start;
        let word = words.get(at).filter(|word| word.span.start() == place.start())?;
        let sentence = words.sentence(word.sentence);
        let within = words.within(held);
        let (from, to) = (sentence.start.max(within.start), sentence.end.min(within.end));
        let closed = |at: usize| at >= to || words.get(at).is_none_or(|word| word.cut);
        let (source, cue, start) = if word.key == "according" && words.key(at + 1) == "to" {
            let end = (at + 2..to.min(at + 14)).find(|&end| closed(end)).unwrap_or(to.min(at + 14));
            let source = words.within(self.noun_phrase(at + 2..end)?);
            (source, at..at + 2, at)
        } else {
            let says =
                self.language.cues.senses(&word.key).iter().any(|s| s.verb && s.class == CueClass::Say);
            if !says || !closed(at + 1) || word.cut || !word.key.ends_with(['d', 's']) {
                return None;
            }
            let start =
                (from + 1..at).rev().take(8).find(|&start| words.get(start).is_some_and(|w| w.cut))?;
            let source = words.within(self.actor(start..at)?);
            (source, at..at + 1, start)
        };
        let first = words.get(start)?;
        let content = words.span(from..start).filter(|_| first.cut && start > from + 2)?;
        let all = self.segments.tokens_in(words.span(source.start.min(cue.start)..source.end.max(cue.end))?);
        Some(Found {
            attribution: Attribution {
                source: vec![words.span(source)?],
                cue: vec![words.span(cue)?],
                content: vec![content],
                within: None,
                evidence: Evidence::rule("claim/nested-aside"),
            },
            all,
        })
    }
}

struct Found {
    attribution: Attribution,
    /// The tokens from its source to its cue.
    all: std::ops::Range<usize>,
}

/// The dependency tree of one sentence.
struct Tree {
    start: usize,
    end: usize,
    children: Vec<Vec<usize>>,
}

impl Tree {
    fn of(syntax: &[Syntax], tokens: std::ops::Range<usize>) -> Tree {
        let mut children = vec![Vec::new(); tokens.len()];
        for token in tokens.clone() {
            let Some(head) = syntax.get(token).map(|syntax| syntax.head as usize) else { continue };
            if let Some(list) = head.checked_sub(tokens.start).and_then(|head| children.get_mut(head))
                && head != token
            {
                list.push(token);
            }
        }
        Tree { start: tokens.start, end: tokens.end, children }
    }

    fn children(&self, token: usize) -> &[usize] {
        token.checked_sub(self.start).and_then(|at| self.children.get(at)).map_or(&[], Vec::as_slice)
    }

    /// First to last token below `root`, as far as they lie in `bounds` around it without a gap that leaves it.
    fn subtree(&self, root: usize, bounds: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        if !bounds.contains(&root) {
            return None;
        }
        let (mut first, mut last) = (root, root);
        let mut open = vec![root];
        // a tree has no more edges than tokens; what the network says may have loops
        let mut left = self.children.len();
        while let Some(token) = open.pop() {
            first = first.min(token);
            last = last.max(token);
            for &child in self.children(token).iter().filter(|child| bounds.contains(child)) {
                left = left.checked_sub(1)?;
                open.push(child);
            }
        }
        Some(first..last + 1)
    }
}
