//! Attributions inside contents: what the paper says that officials said.

use std::ops::Range;

use super::assemble::{self, Draft};
use super::crf::SequenceModel;
use super::{edges, evidence};
use crate::{
    Attribution, AttributionId, Language, Layer, Reading, ScoreError, Scorer, Scores, Segments, Syntax, Upos,
};

/// How deep contents are read again: what A says that B said that C said that D said.
const DEPTH: usize = 3;

/// Fewer words than this hold no source, cue and content.
const SHORTEST: usize = 3;

/// Less certain findings inside contents cost more chains than they win, on development articles.
const SUREST: f32 = 0.4;

/// What spans inside contents must reach, as a share of what outermost ones must: findings are sifted afterwards.
const SHARE: f32 = 0.3;

/// Reads contents by themselves.
pub(crate) struct Reader<'a> {
    pub(crate) language: &'a Language,
    pub(crate) text: &'a str,
    pub(crate) segments: &'a Segments,
    pub(crate) scorer: &'a dyn Scorer,
    pub(crate) model: &'a SequenceModel,
    pub(crate) syntax: &'a [Syntax],
}

impl Reader<'_> {
    /// Appends an attribution that was found in the tokens `read`, then those inside its content.
    ///
    /// `seen`: the window in which it stands outermost; its inner layer tells what the content holds. Deeper contents
    /// are read again, by themselves.
    pub(crate) fn add(
        &self,
        draft: &Draft,
        read: &Range<usize>,
        seen: Option<&Scores>,
        within: Option<AttributionId>,
        found: &mut Vec<Attribution>,
    ) -> Result<(), ScoreError> {
        let spans = edges::spans(self.text, self.segments, draft, read);
        if spans.content.is_empty() {
            return Ok(());
        }
        let id = AttributionId(u32::try_from(found.len()).unwrap_or(u32::MAX));
        let pieces = spans.content.clone();
        found.push(Attribution {
            source: spans.source,
            cue: spans.cue,
            content: spans.content,
            within,
            evidence: evidence(self.scorer, draft.score),
        });
        if depth_of(found, id) >= DEPTH {
            return Ok(());
        }
        for piece in pieces {
            for tokens in self.candidates(self.segments.tokens_in(piece)) {
                let drafts = match seen {
                    Some(scores) => self.look(scores, &tokens),
                    None => self.read(tokens.clone())?,
                };
                for draft in drafts {
                    self.add(&draft, &tokens, None, Some(id), found)?;
                }
            }
        }
        Ok(())
    }

    /// The stretches of a content that deserve a second reading.
    fn candidates(&self, content: Range<usize>) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for tokens in super::sentences_in(self.segments, &content) {
            if tokens.len() >= SHORTEST && tokens.clone().any(|token| self.is_candidate(token)) {
                stretches.push(tokens);
            }
        }
        stretches
    }

    /// Whether a token may be a cue: a cue word that is a verb or noun here.
    fn is_candidate(&self, token: usize) -> bool {
        let word = self.segments.tokens.get(token).map_or("", |token| token.span.of(self.text));
        let upos = self.syntax.get(token).map(|syntax| syntax.upos);
        self.language.cues.is_candidate(word) && !matches!(upos, Some(Upos::Propn | Upos::Det | Upos::Pron))
    }

    /// Whether something found in a content is worth telling: somebody says or thinks a thing, not just a word.
    ///
    /// The network was trained on what stands outermost; inside contents it takes too much for an attribution.
    fn is_plain(&self, draft: &Draft) -> bool {
        let says = draft.cue.clone().any(|token| self.is_candidate(token));
        let is_verb = |token: usize| {
            matches!(self.syntax.get(token).map(|syntax| syntax.upos), Some(Upos::Verb | Upos::Aux))
        };
        let clause = draft.content.iter().any(|tokens| tokens.clone().any(is_verb));
        draft.source.is_some() && says && clause && draft.score >= SUREST
    }

    /// What the inner layer of a window tells of some of its tokens.
    fn look(&self, scores: &Scores, tokens: &Range<usize>) -> Vec<Draft> {
        let first = scores.tokens.start;
        let rows = tokens.start.saturating_sub(first)..tokens.end.saturating_sub(first);
        self.drafts(&scores.inner.part(&rows), tokens.start)
    }

    fn read(&self, tokens: Range<usize>) -> Result<Vec<Draft>, ScoreError> {
        let mut drafts = Vec::new();
        let reading = Reading { tokens, inner: true };
        self.scorer.score(self.text, self.segments, &reading, &mut |scores| {
            drafts.extend(self.drafts(&scores.outer, scores.tokens.start));
        })?;
        Ok(drafts)
    }

    fn drafts(&self, layer: &Layer, first: usize) -> Vec<Draft> {
        let (labels, segments) = (self.scorer.labels(), self.segments);
        let mut drafts = assemble::read(labels, self.model, segments, self.text, layer, first, SHARE);
        drafts.retain(|draft| self.is_plain(draft));
        drafts
    }
}

/// How many attributions hold this one.
fn depth_of(found: &[Attribution], id: AttributionId) -> usize {
    let mut at = id;
    let mut depth = 0;
    while let Some(within) = found.get(at.0 as usize).and_then(|attribution| attribution.within) {
        at = within;
        depth += 1;
    }
    depth
}
