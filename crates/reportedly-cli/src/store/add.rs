//! `reportedly add`: reports into a ledger.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use reportedly::{Document, Language, Scorer};
use reportedly_ledger::{Added, Ledger, LedgerError, Prepared, Writer};
use reportedly_read::{Input, ReadOptions};

use super::{DONE, NOTHING_RAN, SOME_FAILED, count, now, print};
use crate::args::Add;
use crate::files::{self, Entry};
use crate::message::Messages;
use crate::pipeline;
use crate::read::{self, Item};

/// The most reports that are stored at once.
const BATCH: usize = 128;
/// So many bytes of text are stored at once, even of fewer reports.
const BATCH_BYTES: usize = 2 << 20;
/// Reports that are made ready while others are stored.
const AHEAD: usize = 64;
/// How long a finished report waits for others to be stored with.
const WAIT: Duration = Duration::from_secs(1);

/// Runs the command; the exit code.
pub(crate) fn run(args: &Add) -> u8 {
    let mut messages = Messages::new();
    if let Some(date) = args.published.as_deref().filter(|date| !ReadOptions::is_date(date)) {
        messages.error(&format!("--published: “{date}” is no date (write it like 2016-06-09)"));
        return NOTHING_RAN;
    }
    let found = files::find(&args.files);
    for remark in &found.remarks {
        messages.say(remark);
    }
    if found.entries.iter().all(Result::is_err) {
        for what in found.entries.iter().filter_map(|entry| entry.as_ref().err()) {
            messages.error(what);
        }
        return NOTHING_RAN;
    }
    let opened = Ledger::open_or_create(&args.ledger)
        .and_then(|ledger| Ok((ledger, Ledger::open_read_only(&args.ledger)?)));
    let (mut ledger, reader) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            messages.error(&error.to_string());
            return NOTHING_RAN;
        }
    };
    messages.show_progress(found.entries.iter().flatten().map(Entry::bytes).sum());
    let code = add_all(args, &mut ledger, reader, found.entries, &mut messages);
    messages.finish();
    code
}

/// What was made of one report.
enum Made {
    /// Ready to be stored.
    Ready(Box<Prepared>),
    /// It is in the ledger already.
    Known,
}

/// One report on its way.
struct Outcome {
    made: Result<Made, String>,
    /// Something to tell beside.
    remark: Option<String>,
}

fn add_all(
    args: &Add,
    ledger: &mut Ledger,
    reader: Ledger,
    entries: Vec<Result<Entry, String>>,
    messages: &mut Messages,
) -> u8 {
    let bytes = Arc::new(AtomicU64::new(0));
    let options = ReadOptions {
        published: args.published.clone(),
        outlet: args.outlet.clone(),
        title: args.title.clone(),
        max_size: args.max_size,
        encoding: args.encoding.clone(),
        ..ReadOptions::default()
    };
    let today = now();
    // It looks up identities only.
    if let Err(error) = reader.keep_at_most(2_000) {
        messages.error(&error.to_string());
        return NOTHING_RAN;
    }
    let maker = Maker { reader: Mutex::new(reader), scorer: OnceLock::new(), today: &today };
    let threads = read::threads(args.threads).get();
    let mut store = Store::new(ledger.writer(Language::english()), args.verbose);
    std::panic::set_hook(Box::new(|_| {}));
    let mut stopped: Result<(), LedgerError> = Ok(());
    let ran = pipeline::run(
        read::draw(entries, &options, &bytes),
        threads,
        AHEAD,
        |item| maker.make(item),
        |outcome: Outcome| {
            if let Some(remark) = &outcome.remark {
                messages.say(remark);
            }
            match outcome.made {
                Ok(Made::Ready(prepared)) => stopped = store.take(*prepared, messages),
                Ok(Made::Known) => {
                    store.tally.known += 1;
                    messages.passed_over(bytes.load(Ordering::Relaxed), store.tally.all());
                }
                Err(what) => messages.error(&what),
            }
            messages.progress(bytes.load(Ordering::Relaxed), store.tally.all());
            stopped.is_ok()
        },
    );
    let _ = std::panic::take_hook();
    let stopped = stopped.and_then(|()| store.flush(messages));
    let Store { writer, tally, .. } = store;
    let stopped = stopped.and_then(|()| writer.finish());
    if let Err(error) = ran {
        messages.error(&format!("cannot start a thread: {error} (try --threads 1)"));
        return NOTHING_RAN;
    }
    messages.finish();
    if let Err(error) = stopped {
        let kept = tally.all() - tally.known;
        messages.error(&format!("{error}; {kept} reports were added before, run the same command to go on"));
        return NOTHING_RAN;
    }
    print(&tally.words(ledger));
    match (messages.failed(), tally.all()) {
        (false, _) => DONE,
        (true, 0) => NOTHING_RAN,
        (true, _) => SOME_FAILED,
    }
}

/// Analyzes and prepares reports, on any thread.
struct Maker<'a> {
    /// Knows what is in the ledger already.
    reader: Mutex<Ledger>,
    /// Loaded by the first report that needs it.
    scorer: OnceLock<Result<Box<dyn Scorer>, String>>,
    /// The day after which no report can have been published.
    today: &'a str,
}

impl Maker<'_> {
    fn make(&self, item: Item) -> Outcome {
        let source = item.source.clone();
        let mut remark = None;
        let made = item.input().and_then(|input| {
            let make = AssertUnwindSafe(|| self.made(&source, input, &mut remark));
            catch_unwind(make).unwrap_or_else(|_| Err(read::mistake(&source)))
        });
        Outcome { made, remark }
    }

    fn made(&self, name: &str, input: Input, remark: &mut Option<String>) -> Result<Made, String> {
        let language = Language::english();
        let (document, analysis) = match input {
            Input::Analyzed(line) => {
                if self.holds(&line.document.id, &line.document.text)? {
                    return Ok(Made::Known);
                }
                reportedly::unpack(&line).map_err(|error| format!("{name}: {error}"))?
            }
            Input::Document(document) => {
                if self.holds(&document.id, &document.text)? {
                    return Ok(Made::Known);
                }
                let scorer = self
                    .scorer
                    .get_or_init(|| read::network(NonZero::<usize>::MIN))
                    .as_ref()
                    .map_err(Clone::clone)?;
                let analysis = reportedly::analyze(language, &document, scorer.as_ref())
                    .map_err(|error| format!("{name}: {error}"))?;
                (*document, analysis)
            }
        };
        *remark = self.future(name, &document);
        let prepared =
            Prepared::new(language, &document, &analysis).map_err(|error| format!("{name}: {error}"))?;
        Ok(Made::Ready(Box::new(prepared)))
    }

    fn holds(&self, id: &str, text: &str) -> Result<bool, String> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.holds(id, text).map_err(|error| error.to_string())
    }

    /// A date that cannot be right yet. A day of grace is left for the zones of the world.
    fn future(&self, name: &str, document: &Document) -> Option<String> {
        let today: jiff::civil::Date = self.today.get(..10)?.parse().ok()?;
        let published =
            document.published().filter(|date| today.tomorrow().is_ok_and(|next| *date > next))?;
        let title = document.meta.title.as_deref().unwrap_or(&document.id);
        Some(format!(
            "{name}: “{title}” says it was published on {published}, which is still to come (check the date)"
        ))
    }
}

/// Stores reports, several at a time.
struct Store<'l> {
    writer: Writer<'l>,
    batch: Vec<Prepared>,
    /// Of the texts in it.
    bytes: usize,
    oldest: Instant,
    tally: Tally,
    verbose: bool,
}

impl<'l> Store<'l> {
    fn new(writer: Writer<'l>, verbose: bool) -> Store<'l> {
        Store {
            writer,
            batch: Vec::new(),
            bytes: 0,
            oldest: Instant::now(),
            tally: Tally::default(),
            verbose,
        }
    }

    fn take(&mut self, prepared: Prepared, messages: &Messages) -> Result<(), LedgerError> {
        if self.batch.is_empty() {
            self.oldest = Instant::now();
        }
        self.bytes += prepared.text().len();
        self.batch.push(prepared);
        let full = self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES;
        if full || self.oldest.elapsed() >= WAIT { self.flush(messages) } else { Ok(()) }
    }

    fn flush(&mut self, messages: &Messages) -> Result<(), LedgerError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let added = self.writer.add(&self.batch, &now())?;
        for (prepared, added) in self.batch.iter().zip(&added) {
            self.tally.count(added);
            if self.verbose {
                messages.say(&said(prepared.id(), added));
            }
        }
        self.batch.clear();
        self.bytes = 0;
        Ok(())
    }
}

/// What became of one report.
fn said(id: &str, added: &Added) -> String {
    match added {
        Added::New => format!("{id}: added"),
        Added::Version(number) => format!("{id}: added as version {number}"),
        Added::Same => format!("{id}: was there already"),
        Added::CopyOf(other, share) => {
            format!("{id}: added; {:.0} % of it stand in {other} too", share * 100.0)
        }
    }
}

/// What became of all reports.
#[derive(Default)]
struct Tally {
    new: u64,
    versions: u64,
    copies: u64,
    known: u64,
}

impl Tally {
    fn all(&self) -> u64 {
        self.new + self.versions + self.copies + self.known
    }

    fn count(&mut self, added: &Added) {
        match added {
            Added::New => self.new += 1,
            Added::Version(_) => self.versions += 1,
            Added::Same => self.known += 1,
            Added::CopyOf(..) => self.copies += 1,
        }
    }

    fn words(&self, ledger: &Ledger) -> String {
        let added = self.new + self.versions + self.copies;
        let mut words = format!("{}: {} added", ledger.path().display(), reports(added));
        let parts: Vec<String> = [
            (self.copies, "near-identical to another report", "near-identical to another report"),
            (self.versions, "another version of a known one", "other versions of known ones"),
        ]
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
        if !parts.is_empty() {
            words.push_str(&format!(" ({})", parts.join(", ")));
        }
        if self.known > 0 {
            words.push_str(&format!(
                ", {} {} there already",
                self.known,
                if self.known == 1 { "was" } else { "were" }
            ));
        }
        if let Ok(counts) = ledger.counts() {
            words.push_str(&format!(
                "; it holds {}, {} links, {} lineages",
                reports(u64::try_from(counts.documents).unwrap_or(0)),
                counts.links,
                counts.lineages
            ));
        }
        words
    }
}

fn reports(number: u64) -> String {
    count(number, "report", "reports")
}
