//! Runs the network, one window at a time.

use std::fmt;
use std::num::NonZero;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reportedly::{LabelSet, Matrix, Reading, ScoreError, Scorer, Scores, Segments};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, ValueOrView, ValueView};

use crate::manifest::Manifest;
use crate::window::{Word, pack};
use crate::wordpiece::Vocabulary;

// made by `training/` (see README.md there); a clone without these files lacks its weights
// build.rs takes model.onnx apart: so the numbers are used where they lie in the program, instead of being copied at each start
static GRAPH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/graph.onnx"));
static WEIGHTS: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/weights.data")));
/// What the graph calls the other file.
const WEIGHTS_NAME: &str = "weights.data";
static VOCABULARY: &str = include_str!("../../../models/en/vocab.txt");
static MANIFEST: &str = include_str!("../../../models/en/manifest.json");

/// Begins at a multiple of 64 bytes.
#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

/// The inputs, in the order in which they are given.
const INPUTS: [&str; 5] = ["input_ids", "casing", "quotation", "paragraph", "inner"];

/// The network with its vocabulary and labels. Sharing it among threads is cheap; each thread runs by itself.
pub struct Network {
    model: Model,
    inputs: [NodeId; INPUTS.len()],
    outputs: [NodeId; Scores::HEADS.len()],
    vocabulary: Vocabulary,
    labels: LabelSet,
    threads: usize,
}

impl Network {
    /// The network that is built into the program.
    ///
    /// # Errors
    ///
    /// When the built-in files do not fit each other or this version of the program.
    pub fn built_in() -> Result<Network, LoadError> {
        let mut options = options();
        options.external_data_static(WEIGHTS_NAME, &WEIGHTS.0);
        Network::with(&options, GRAPH, VOCABULARY, MANIFEST)
    }

    /// A network from the three files that `training/` writes: `model.onnx`, `vocab.txt`, `manifest.json`.
    ///
    /// # Errors
    ///
    /// When the files do not fit each other or this version of the program.
    pub fn load(
        weights: &'static [u8],
        vocabulary: &'static str,
        manifest: &str,
    ) -> Result<Network, LoadError> {
        Network::with(&options(), weights, vocabulary, manifest)
    }

    fn with(
        options: &ModelOptions,
        graph: &'static [u8],
        vocabulary: &'static str,
        manifest: &str,
    ) -> Result<Network, LoadError> {
        let manifest: Manifest =
            serde_json::from_str(manifest).map_err(|e| LoadError(format!("manifest.json: {e}")))?;
        let vocabulary =
            Vocabulary::parse(vocabulary).ok_or_else(|| LoadError("vocab.txt lacks [CLS]".to_string()))?;
        let model = options.load_static_slice(graph).map_err(|e| LoadError(format!("model.onnx: {e}")))?;
        let node = |name: &str| model.node_id(name).map_err(|e| LoadError(format!("model.onnx: {e}")));
        let mut inputs = Vec::new();
        for name in INPUTS {
            inputs.push(node(name)?);
        }
        let mut outputs = Vec::new();
        for name in Scores::HEADS {
            outputs.push(node(name)?);
        }
        let missing = |_| LoadError("model.onnx: inputs or outputs are missing".to_string());
        Ok(Network {
            inputs: inputs.try_into().map_err(missing)?,
            outputs: outputs.try_into().map_err(missing)?,
            model,
            vocabulary,
            labels: manifest.labels(),
            threads: 1,
        })
    }

    /// Scores the windows of a document on so many threads, for the sake of one document alone. The scores are the same.
    /// Many documents are better spread over threads themselves.
    #[must_use]
    pub fn on_threads(self, threads: NonZero<usize>) -> Network {
        Network { threads: threads.get(), ..self }
    }

    /// Name and version, as evidence gives them.
    pub fn name(&self) -> &str {
        &self.labels.model
    }

    /// The scores of one window.
    fn run(&self, window: &[Word], tokens: Range<usize>, inner: bool) -> Result<Scores, ScoreError> {
        let mut columns: [Vec<i32>; INPUTS.len()] = Default::default();
        let mut firsts = Vec::with_capacity(window.len());
        let mut push = |values: [i32; INPUTS.len()]| {
            columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        };
        let inner = i32::from(inner);
        let mut length = 1;
        push([self.vocabulary.first, 0, 0, 0, inner]);
        for word in window {
            firsts.push(length);
            length += word.pieces.len();
            for &piece in &word.pieces {
                push([piece, word.casing, word.quotation, word.paragraph, inner]);
            }
        }
        push([self.vocabulary.last, 0, 0, 0, inner]);
        let fail = |message: String| ScoreError { message };
        let mut inputs: Vec<(NodeId, ValueOrView)> = Vec::with_capacity(INPUTS.len());
        for (id, column) in self.inputs.iter().zip(&columns) {
            let view = ValueView::from_shape([1, column.len()], column).map_err(|e| fail(e.to_string()))?;
            inputs.push((*id, view.into()));
        }
        let options = RunOptions::default().with_thread_pool(Some(own_thread()));
        let found = self.model.run_n(inputs, self.outputs, Some(options)).map_err(|e| fail(e.to_string()))?;
        let mut scores = Scores { tokens: tokens.clone(), ..Scores::default() };
        for (head, value) in scores.heads().into_iter().zip(found) {
            let (shape, values) = value.into_shape_vec::<f32, 3>().map_err(|e| fail(e.to_string()))?;
            *head = rows(&values, shape[2], window, &firsts, &tokens);
        }
        Ok(scores)
    }
}

fn options() -> ModelOptions {
    let mut options = ModelOptions::with_all_ops();
    options.prepack_weights(true);
    options
}

/// One row for each token: that of its first piece; zeros for a token that has no piece.
fn rows(values: &[f32], columns: usize, window: &[Word], firsts: &[usize], tokens: &Range<usize>) -> Matrix {
    let mut matrix = Matrix::new(columns);
    let mut words = window.iter().zip(firsts).peekable();
    for token in tokens.clone() {
        match words.next_if(|(word, _)| word.token == token) {
            Some((_, &first)) => {
                matrix.push_row(values.get(first * columns..(first + 1) * columns).unwrap_or(&[]));
            }
            None => matrix.push_row(&[]),
        }
    }
    matrix
}

/// A pool of one thread for each thread that runs the network: documents are spread over threads, windows are not, and
/// no sum depends on how many there are.
fn own_thread() -> Arc<ThreadPool> {
    thread_local! {
        static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
    }
    POOL.with(Arc::clone)
}

impl Scorer for Network {
    fn labels(&self) -> &LabelSet {
        &self.labels
    }

    fn score(
        &self,
        text: &str,
        segments: &Segments,
        reading: &Reading,
        each: &mut dyn FnMut(&Scores),
    ) -> Result<(), ScoreError> {
        let windows = pack(&self.vocabulary, text, segments, reading);
        // tokens without a piece go with the window before them
        let next = windows.iter().skip(1).filter_map(|window| window.first()).map(|word| word.token);
        let ends: Vec<usize> = next.chain([reading.tokens.end]).collect();
        let starts = [reading.tokens.start].into_iter().chain(ends.iter().copied());
        let ranges: Vec<Range<usize>> = starts.zip(&ends).map(|(start, &end)| start..end).collect();
        let jobs: Vec<(&[Word], Range<usize>)> = windows.iter().map(Vec::as_slice).zip(ranges).collect();
        if self.threads < 2 || jobs.len() < 2 {
            for (window, tokens) in jobs {
                each(&self.run(window, tokens, reading.inner)?);
            }
            return Ok(());
        }
        // Not all at once: the scores of a long text take a thousand times its room.
        for jobs in jobs.chunks(self.threads.saturating_mul(4)) {
            for scores in self.run_all(jobs, reading.inner) {
                each(&scores?);
            }
        }
        Ok(())
    }
}

impl Network {
    /// The scores of all windows, in order, each window on any thread.
    fn run_all(&self, jobs: &[(&[Word], Range<usize>)], inner: bool) -> Vec<Result<Scores, ScoreError>> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut found = Vec::new();
            while let Some((at, (window, tokens))) = {
                let at = next.fetch_add(1, Ordering::Relaxed);
                jobs.get(at).map(|job| (at, job))
            } {
                found.push((at, self.run(window, tokens.clone(), inner)));
            }
            found
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..self.threads.min(jobs.len()))
                .filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok())
                .collect();
            let mut found = work();
            for other in others {
                match other.join() {
                    Ok(more) => found.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            found.sort_by_key(|(at, _)| *at);
            found.into_iter().map(|(_, scores)| scores).collect()
        })
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("name", &self.labels.model).finish_non_exhaustive()
    }
}

/// The built-in network could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the built-in network could not be loaded: {}", self.0)
    }
}

impl std::error::Error for LoadError {}
