//! The seam between the network, which scores, and the pure code, which decides.

use std::fmt;
use std::ops::Range;

use crate::segment::Segments;

/// A row-major matrix of scores: one row a token.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// An empty matrix whose rows will have `columns` values.
    pub fn new(columns: usize) -> Matrix {
        Matrix { columns, values: Vec::new() }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// Number of values in a row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Appends one row; a row of another length is cut or filled with zeros.
    pub fn push_row(&mut self, row: &[f32]) {
        let fill = self.columns.saturating_sub(row.len());
        self.values.extend(row.iter().take(self.columns));
        self.values.extend(std::iter::repeat_n(0.0, fill));
    }

    /// A matrix of some of the rows.
    pub fn part(&self, rows: &Range<usize>) -> Matrix {
        let at = |row: usize| row.saturating_mul(self.columns).min(self.values.len());
        let values = self.values.get(at(rows.start)..at(rows.end)).unwrap_or(&[]).to_vec();
        Matrix { columns: self.columns, values }
    }

    /// Row `index`; empty when there is none.
    pub fn row(&self, index: usize) -> &[f32] {
        let start = index.saturating_mul(self.columns);
        self.values.get(start..start.saturating_add(self.columns)).unwrap_or(&[])
    }
}

/// A stretch of tokens to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The tokens, by index into [`Segments::tokens`].
    pub tokens: Range<usize>,
    /// Whether it is a content read by itself, to find the attributions nested in it.
    pub inner: bool,
}

/// What one tag layer says of the tokens of a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Emission scores of the attribution tags, columns as in [`LabelSet::tags`].
    pub tags: Matrix,
    /// Link vectors: a content piece looking for its cue.
    pub content_dep: Matrix,
    /// Link vectors: a cue as the anchor of a content.
    pub cue_for_content: Matrix,
    /// Link vectors: a cue looking for its source.
    pub cue_dep: Matrix,
    /// Link vectors: a source as the anchor of a cue.
    pub source_head: Matrix,
}

impl Layer {
    /// The same of some of the rows.
    pub fn part(&self, rows: &Range<usize>) -> Layer {
        let part = |matrix: &Matrix| matrix.part(rows);
        Layer {
            tags: part(&self.tags),
            content_dep: part(&self.content_dep),
            cue_for_content: part(&self.cue_for_content),
            cue_dep: part(&self.cue_dep),
            source_head: part(&self.source_head),
        }
    }
}

/// What the network says of the tokens that it saw together: row `i` belongs to token `tokens.start + i`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// The tokens of this window.
    pub tokens: Range<usize>,
    /// The attributions that nothing holds; in a content read by itself those that stand outermost there.
    pub outer: Layer,
    /// The attributions inside the contents of the outer ones.
    pub inner: Layer,
    /// Part-of-speech scores, columns as in [`LabelSet::upos`].
    pub upos: Matrix,
    /// Scores of the relation to the syntactic head, columns as in [`LabelSet::deprel`].
    pub deprel: Matrix,
    /// Syntax vectors: a word looking for its head.
    pub arc_dep: Matrix,
    /// Syntax vectors: a word as head.
    pub arc_head: Matrix,
    /// Entity tag scores, columns as in [`LabelSet::entity`].
    pub entity: Matrix,
}

impl Scores {
    /// The network's names of the matrices, in the order of [`Scores::heads`].
    pub const HEADS: [&str; 15] = [
        "tags",
        "content_dep",
        "cue_for_content",
        "cue_dep",
        "source_head",
        "inner_tags",
        "inner_content_dep",
        "inner_cue_for_content",
        "inner_cue_dep",
        "inner_source_head",
        "upos",
        "deprel",
        "arc_dep",
        "arc_head",
        "entity",
    ];

    /// All matrices, to be filled.
    pub fn heads(&mut self) -> [&mut Matrix; 15] {
        let (outer, inner) = (&mut self.outer, &mut self.inner);
        [
            &mut outer.tags,
            &mut outer.content_dep,
            &mut outer.cue_for_content,
            &mut outer.cue_dep,
            &mut outer.source_head,
            &mut inner.tags,
            &mut inner.content_dep,
            &mut inner.cue_for_content,
            &mut inner.cue_dep,
            &mut inner.source_head,
            &mut self.upos,
            &mut self.deprel,
            &mut self.arc_dep,
            &mut self.arc_head,
            &mut self.entity,
        ]
    }
}

/// What the columns of [`Scores`] mean, and the parameters of the tag sequence model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelSet {
    /// Name and version of the model, for evidence.
    pub model: String,
    /// Attribution tags: `O`, and `B-`, `I-`, `E-`, `S-` of `source`, `cue`, `content`.
    pub tags: Vec<String>,
    /// Score of tag `j` after tag `i` at `i * tags.len() + j` (linear-chain CRF).
    pub transitions: Vec<f32>,
    /// Score of starting a window with each tag.
    pub start: Vec<f32>,
    /// Score of ending a window with each tag.
    pub end: Vec<f32>,
    /// The source vector that stands for "no source".
    pub null_source: Vec<f32>,
    /// Upper ends, in tokens, of the buckets of the distance between two linked words.
    pub buckets: Vec<usize>,
    /// What a link from content to cue gains by distance: the buckets before the content, then those behind it.
    pub content_distance: Vec<f32>,
    /// What a link from cue to source gains by distance: the buckets before the cue, then those behind it.
    pub source_distance: Vec<f32>,
    /// Universal part-of-speech tags.
    pub upos: Vec<String>,
    /// Universal dependency relations.
    pub deprel: Vec<String>,
    /// Entity tags: `O`, and `B-`, `I-` of `PERSON`, `ORGANIZATION`, `LOCATION`, `NORP`, `MISC`.
    pub entity: Vec<String>,
}

/// Something that scores tokens: the network, or recorded scores in tests.
pub trait Scorer: Send + Sync {
    /// What the columns mean.
    fn labels(&self) -> &LabelSet;

    /// Scores one reading, window by window in text order; `each` sees every window once.
    ///
    /// The windows are whole paragraphs where these fit, else sentences, else hard cuts. They hold every token of the
    /// reading once. The same reading gives the same scores, whatever was scored before or is scored beside it.
    ///
    /// # Errors
    ///
    /// When the network cannot run; windows seen before stay valid.
    fn score(
        &self,
        text: &str,
        segments: &Segments,
        reading: &Reading,
        each: &mut dyn FnMut(&Scores),
    ) -> Result<(), ScoreError>;
}

/// The scorer could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreError {
    /// What went wrong, for the reader.
    pub message: String,
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the network could not score the text: {}", self.message)
    }
}

impl std::error::Error for ScoreError {}
