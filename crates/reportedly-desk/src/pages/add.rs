//! Adding: files or pasted text, read on a thread of its own; what became of each, and why where it failed.

use std::collections::VecDeque;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use maud::{Markup, html};
use reportedly::{Language, Scorer, visible};
use reportedly_ledger::{Added, Ledger, Prepared};
use reportedly_read::{Input, Inputs, ReadOptions};
use serde::Serialize;

use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::counted;

/// Bytes of one request.
pub(crate) const MOST: usize = 32_000_000;
/// Bytes that may wait.
const WAITING: usize = 96_000_000;
/// Files that are remembered.
const KEPT: usize = 200;
/// How long the network is kept when there is nothing to read.
const IDLE: Duration = Duration::from_secs(60);

/// What came with a form.
#[derive(Default)]
pub(crate) struct Given {
    files: Vec<(String, Vec<u8>)>,
    pasted: Vec<u8>,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    url: Option<String>,
}

impl Given {
    /// Takes a part of the form.
    pub(crate) fn take(&mut self, name: &str, file: Option<String>, bytes: Vec<u8>) {
        let text = || {
            let words = String::from_utf8_lossy(&bytes).trim().to_owned();
            (!words.is_empty()).then_some(words)
        };
        match (name, file) {
            ("files", Some(file)) if !file.is_empty() || !bytes.is_empty() => {
                // A name is shown and kept, never used as a path.
                let plain = file.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
                self.files.push((if plain.is_empty() { "file".to_owned() } else { plain }, bytes));
            }
            ("title", None) => self.title = text(),
            ("outlet", None) => self.outlet = text(),
            ("published", None) => self.published = text(),
            ("url", None) => self.url = text(),
            ("text", None) => self.pasted = bytes,
            _ => {}
        }
    }
}

/// Why files were not taken in.
pub(crate) struct NotTaken {
    /// Whether the same may go through later.
    pub(crate) later: bool,
    pub(crate) words: String,
}

/// One file on its way.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Job {
    number: u64,
    name: String,
    bytes: usize,
    /// waiting, reading, done, failed.
    state: &'static str,
    /// Reports of it that were read so far.
    reports: u64,
    /// What became of the reports, and why some failed; the last ones.
    results: Vec<Outcome>,
    /// Results that are not kept here.
    more: u64,
}

#[derive(Clone, Debug, Serialize)]
struct Outcome {
    /// The report's identity, where it is in the ledger.
    document: Option<String>,
    words: String,
    failed: bool,
}

/// The files on their way, as the page shows them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct State {
    /// Whether something is being read.
    busy: bool,
    /// Newest first.
    jobs: Vec<Job>,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    waiting: VecDeque<(u64, Vec<u8>, ReadOptions)>,
    bytes: usize,
    last: u64,
}

/// Takes files in, and has a thread read them.
pub(crate) struct Adding {
    queue: Mutex<Queue>,
    news: Condvar,
}

impl Adding {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// The system gives none.
    pub(crate) fn start(
        ledger: &Path,
        loader: crate::Loader,
        now: fn() -> String,
    ) -> Result<Arc<Adding>, std::io::Error> {
        let adding = Arc::new(Adding { queue: Mutex::default(), news: Condvar::new() });
        let held = Arc::downgrade(&adding);
        let reader = Reader { ledger: ledger.to_owned(), loader, now, scorer: None };
        std::thread::Builder::new().name("adding".to_owned()).spawn(move || reader.run(&held))?;
        Ok(adding)
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes files in.
    ///
    /// # Errors
    ///
    /// Nothing to read, a date that is none, too much waiting.
    pub(crate) fn give(&self, given: Given) -> Result<(), NotTaken> {
        let wrong = |words: String| NotTaken { later: false, words };
        if let Some(date) = given.published.as_deref().filter(|date| !ReadOptions::is_date(date)) {
            return Err(wrong(format!("“{date}” is no date (write it like 2016-06-09)")));
        }
        let mut files = given.files;
        if !given.pasted.trim_ascii().is_empty() {
            files.push(("pasted text".to_owned(), given.pasted));
        }
        if files.is_empty() {
            return Err(wrong("there is nothing to read (choose a file, or paste text)".to_owned()));
        }
        let options = ReadOptions {
            title: given.title,
            outlet: given.outlet,
            published: given.published,
            url: given.url,
            ..ReadOptions::default()
        };
        let mut queue = self.lock();
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        if queue.bytes + bytes > WAITING {
            let words = "too much is waiting to be read (try again when some of it is done)".to_owned();
            return Err(NotTaken { later: true, words });
        }
        for (name, bytes) in files {
            queue.last += 1;
            queue.bytes += bytes.len();
            let job = Job {
                number: queue.last,
                name,
                bytes: bytes.len(),
                state: "waiting",
                reports: 0,
                results: Vec::new(),
                more: 0,
            };
            let number = job.number;
            queue.jobs.push_front(job);
            queue.waiting.push_back((number, bytes, options.clone()));
        }
        let idle = |job: &Job| matches!(job.state, "done" | "failed");
        while queue.jobs.len() > KEPT && queue.jobs.back().is_some_and(idle) {
            queue.jobs.pop_back();
        }
        self.news.notify_all();
        Ok(())
    }

    /// What is on its way, and what became of the rest.
    pub(crate) fn state(&self) -> State {
        let queue = self.lock();
        let busy = queue.jobs.iter().any(|job| matches!(job.state, "waiting" | "reading"));
        State { busy, jobs: queue.jobs.iter().cloned().collect() }
    }

    fn change(&self, number: u64, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.lock().jobs.iter_mut().find(|job| job.number == number) {
            change(job);
        }
    }

    /// The next file; none for a while.
    fn next(&self) -> Option<(Job, Vec<u8>, ReadOptions)> {
        let mut queue = self.lock();
        if queue.waiting.is_empty() {
            queue = self.news.wait_timeout(queue, IDLE).unwrap_or_else(PoisonError::into_inner).0;
        }
        let (number, bytes, options) = queue.waiting.pop_front()?;
        queue.bytes = queue.bytes.saturating_sub(bytes.len());
        let job = queue.jobs.iter_mut().find(|job| job.number == number)?;
        job.state = "reading";
        Some((job.clone(), bytes, options))
    }
}

/// The thread that reads.
struct Reader {
    ledger: PathBuf,
    loader: crate::Loader,
    now: fn() -> String,
    scorer: Option<Box<dyn Scorer>>,
}

impl Reader {
    fn run(mut self, adding: &Weak<Adding>) {
        // Ends when the desk is gone.
        while let Some(adding) = adding.upgrade() {
            match adding.next() {
                Some((job, bytes, options)) => self.file(&adding, &job, &bytes, options),
                // The network takes more memory than all the rest.
                None => self.scorer = None,
            }
        }
    }

    fn file(&mut self, adding: &Adding, job: &Job, bytes: &[u8], options: ReadOptions) {
        for input in Inputs::new(Cursor::new(bytes), &job.name, options) {
            let read = AssertUnwindSafe(|| match input {
                Ok(input) => self.report(input),
                Err(error) => Err(error.to_string()),
            });
            let mistake = || {
                Err("a mistake in the program stopped the reading (please report it with the file)"
                    .to_owned())
            };
            let outcome = match catch_unwind(read).unwrap_or_else(|_| mistake()) {
                Ok((document, words)) => Outcome { document: Some(document), words, failed: false },
                Err(words) => Outcome { document: None, words, failed: true },
            };
            adding.change(job.number, |job| {
                job.reports += 1;
                job.results.push(outcome);
                if job.results.len() > KEPT {
                    // What failed is kept longest.
                    let at = job.results.iter().position(|outcome| !outcome.failed).unwrap_or(0);
                    job.results.remove(at);
                    job.more += 1;
                }
            });
        }
        adding.change(job.number, |job| {
            let failed = job.results.iter().all(|outcome| outcome.failed);
            job.state = if failed { "failed" } else { "done" };
        });
    }

    fn report(&mut self, input: Input) -> Result<(String, String), String> {
        let language = Language::english();
        let (document, analysis) = match input {
            Input::Analyzed(line) => reportedly::unpack(&line).map_err(|error| error.to_string())?,
            Input::Document(document) => {
                let known = Ledger::open_read_only(&self.ledger)
                    .and_then(|ledger| ledger.holds(&document.id, &document.text))
                    .map_err(|error| error.to_string())?;
                if known {
                    return Ok((document.id.clone(), "was there already".to_owned()));
                }
                if self.scorer.is_none() {
                    self.scorer = Some((self.loader)()?);
                }
                let scorer = self.scorer.as_deref().ok_or_else(|| "there is no network".to_owned())?;
                let analysis =
                    reportedly::analyze(language, &document, scorer).map_err(|error| error.to_string())?;
                (*document, analysis)
            }
        };
        let prepared = Prepared::new(language, &document, &analysis).map_err(|error| error.to_string())?;
        let mut ledger = Ledger::open(&self.ledger).map_err(|error| error.to_string())?;
        let mut writer = ledger.writer(language);
        let added = writer.add(&[prepared], &(self.now)()).map_err(|error| error.to_string())?;
        writer.finish().map_err(|error| error.to_string())?;
        let title = document.meta.title.as_deref().unwrap_or("(no title)").to_owned();
        let statements = counted(analysis.claims.len() as u64, "statement");
        let words = match added.first() {
            Some(Added::Version(number)) => format!("{title}: added as version {number}, {statements}"),
            Some(Added::Same) => format!("{title}: was there already"),
            Some(Added::CopyOf(other, share)) => {
                format!("{title}: added, {statements}; {:.0} % of it stand in {other} too", share * 100.0)
            }
            _ => format!("{title}: added, {statements}"),
        };
        Ok((document.id, words))
    }
}

pub(super) fn page(app: &App, _: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let state = app.adding.state();
    let mut answer = Answer::new(asked, "add", "Add reports", &state, || {
        html! {
            h1 { "Add reports" }
            p class="lead" { "Everything stays on this machine. English reports as plain text, HTML pages, or JSON lines; a report that is there already is passed over." }
            form method="post" action="/add/now" enctype="multipart/form-data" class="fields adding" id="adding" {
                div class="drop" id="drop" {
                    label for="files" { "Files" }
                    input id="files" name="files" type="file" multiple accept=".txt,.text,.md,.html,.htm,.xhtml,.json,.jsonl,.ndjson,text/plain,text/html";
                    p class="hint" { "or drop them here" }
                }
                label for="text" { "Or paste a report: its text, or the HTML of its page" }
                textarea id="text" name="text" rows="8" {}
                fieldset {
                    legend { "Where the report itself does not say it" }
                    label for="title" { "Title" } input id="title" name="title";
                    label for="outlet" { "Outlet" } input id="outlet" name="outlet";
                    label for="published" { "Published" } input id="published" name="published" placeholder="2016-06-09" pattern="\\d{4}-\\d{2}-\\d{2}.*";
                    label for="url" { "Address" } input id="url" name="url" type="url";
                }
                button { "Add" }
            }
            section id="jobs" aria-live="polite" data-busy=(state.busy) {
                h2 { "Taken in since the desk was opened" }
                (jobs(&state))
            }
        }
    });
    answer.again = state.busy.then_some(2);
    Ok(answer)
}

fn jobs(state: &State) -> Markup {
    html! {
        @if state.jobs.is_empty() { p class="dim" { "Nothing yet." } }
        ul class="jobs" {
            @for job in &state.jobs {
                li class=(job.state) {
                    p {
                        b { (visible(&job.name)) } " "
                        span class="dim" { (crate::words::grouped(job.bytes as u64)) " bytes" } " "
                        span class={ "tag " (job.state) } {
                            @match job.state {
                                "reading" => { "being read" @if job.reports > 0 { ", " (counted(job.reports, "report")) " so far" } },
                                "failed" => "not added",
                                state => (state),
                            }
                        }
                    }
                    @if job.state == "reading" { progress aria-label={ "Reading " (visible(&job.name)) } {} }
                    @if !job.results.is_empty() {
                        ul {
                            @if job.more > 0 { li class="dim" { (job.more) " more were added" } }
                            @for outcome in &job.results {
                                li class=(if outcome.failed { "wrong" } else { "fine" }) {
                                    @match &outcome.document {
                                        Some(document) => a href=(href::report(document)) { (visible(&outcome.words)) },
                                        None => (visible(&outcome.words)),
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
