//! `reportedly read`: from files to views.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use reportedly::{Analysis, Document, Language, Scorer};
use reportedly_read::{Input, Inputs, Raw, ReadOptions};

use crate::args::{Color, Format, Read};
use crate::files::{self, Entry};
use crate::message::Messages;
use crate::output::{Output, WriteError};
use crate::paint::Paper;
use crate::{figures, html, pipeline, terminal};

/// Some inputs failed.
const SOME_FAILED: u8 = 1;
/// Nothing could run.
const NOTHING_RAN: u8 = 2;

/// Runs the command; the exit code.
pub(crate) fn run(args: &Read) -> u8 {
    let mut messages = Messages::new();
    if let Err(what) = check(args) {
        messages.error(&what);
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
    let view = View::new(args);
    if let Some(what) = overwrites(args, &found.entries, view.ending()) {
        messages.error(&what);
        return NOTHING_RAN;
    }
    let mut output = match Output::open(args.output.as_deref(), view.ending(), view.choice()) {
        Ok(output) => output,
        Err(error) => {
            let name = args.output.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
            messages.error(&format!("{name}: cannot be written: {error} (name another place with -o)"));
            return NOTHING_RAN;
        }
    };
    let to_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    if !to_terminal {
        messages.show_progress(found.entries.iter().flatten().map(Entry::bytes).sum());
    }
    let code = read_all(args, &view, found.entries, &mut output, &mut messages);
    messages.finish();
    code
}

/// What clap cannot check.
fn check(args: &Read) -> Result<(), String> {
    if let Some(date) = args.published.as_deref().filter(|date| !ReadOptions::is_date(date)) {
        return Err(format!("--published: “{date}” is no date (write it like 2016-06-09)"));
    }
    if args.figures && args.format != Format::Terminal {
        return Err(
            "--figures is a table for the terminal (the other formats hold all figures anyway)".to_owned()
        );
    }
    if args.ledger.is_some() && args.format != Format::Terminal {
        return Err(
            "--ledger adds to the view for the terminal (for JSON: reportedly trace --file)".to_owned()
        );
    }
    if let Some(path) = &args.ledger {
        reportedly_ledger::Ledger::open_read_only(path).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// An output that would destroy an input. `ending` is that of the files that a folder gets.
fn overwrites(args: &Read, entries: &[Result<Entry, String>], ending: &str) -> Option<String> {
    let output = args.output.as_deref()?.canonicalize().ok()?;
    // A folder gets files of that ending, under names that depend on what is read: none of its own may be an input.
    let outputs: BTreeSet<PathBuf> = if output.is_dir() {
        let files = output.read_dir().ok()?.flatten().map(|file| file.path());
        let ours =
            files.filter(|path| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending)));
        ours.filter_map(|path| path.canonicalize().ok()).collect()
    } else {
        BTreeSet::from([output])
    };
    let same = |entry: &&Entry| match entry {
        Entry::File(path) => path.canonicalize().is_ok_and(|path| path.is_file() && outputs.contains(&path)),
        Entry::StandardInput => false,
    };
    let entry = entries.iter().flatten().find(same)?;
    Some(format!("{}: is an input and would be overwritten (name another place with -o)", entry.name()))
}

/// How reports are shown.
struct View {
    format: Format,
    figures: bool,
    all: bool,
    paper: Paper,
    ledger: Option<PathBuf>,
}

impl View {
    fn new(args: &Read) -> View {
        let to_stdout = args.output.is_none();
        let color = match args.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                to_stdout && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
            }
        };
        let terminal = || {
            let size = terminal_width().filter(|_| to_stdout && std::io::stdout().is_terminal());
            size.map_or(100, |columns| columns.clamp(40, 120))
        };
        let width = args.width.map_or_else(terminal, usize::from);
        View {
            format: args.format,
            figures: args.figures,
            all: args.all,
            paper: Paper { width, color },
            ledger: args.ledger.clone(),
        }
    }

    fn ending(&self) -> &'static str {
        match self.format {
            Format::Terminal => "txt",
            Format::Jsonl => "jsonl",
            Format::Html => "html",
        }
    }

    fn choice(&self) -> anstream::ColorChoice {
        if self.paper.color && self.format == Format::Terminal {
            anstream::ColorChoice::Always
        } else {
            // The bytes of JSON and pages go out as they are.
            anstream::ColorChoice::AlwaysAnsi
        }
    }

    /// The report, and with a ledger what that knows of it.
    fn shown(&self, number: u64, document: &Document, analysis: &Analysis) -> Result<String, String> {
        let mut words = self.show(number, document, analysis);
        if let Some(path) = &self.ledger {
            words.push_str(&crate::ledger::section(path, document, analysis, self.paper, self.all)?);
        }
        Ok(words)
    }

    fn show(&self, number: u64, document: &Document, analysis: &Analysis) -> String {
        let language = Language::english();
        match self.format {
            Format::Terminal if self.figures => figures::view(document, analysis, self.paper),
            Format::Terminal => {
                let summary = reportedly::summary::summarize(language, document, analysis);
                terminal::view(document, analysis, &summary, self.paper, self.all)
            }
            Format::Jsonl => json_line(&reportedly::wire::line(document, analysis)),
            Format::Html => {
                let summary = reportedly::summary::summarize(language, document, analysis);
                html::report(number, document, analysis, &summary)
            }
        }
    }

    /// What stands before, between and after the reports of one file.
    fn frame(&self, title: &str) -> (String, String, String) {
        match self.format {
            Format::Terminal => {
                let rule = format!("\n{}\n\n", "─".repeat(self.paper.width));
                (String::new(), rule, String::new())
            }
            Format::Jsonl => Default::default(),
            Format::Html => (html::head(title), String::new(), html::foot()),
        }
    }
}

/// Columns of the terminal on standard output.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| usize::from(columns))
}

pub(crate) fn json_line(line: &reportedly::wire::Line) -> String {
    let mut json = serde_json::to_string(line).unwrap_or_default();
    json.push('\n');
    json
}

/// One thing drawn from the files: the bytes of a report, or a complaint.
pub(crate) struct Item {
    number: u64,
    pub(crate) source: String,
    bytes: Result<Raw, String>,
}

impl Item {
    /// What it holds, or a complaint. A mistake of the program is one.
    pub(crate) fn input(self) -> Result<Input, String> {
        let bytes = self.bytes?;
        let read = || bytes.read().map_err(|error| error.to_string());
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(mistake(&self.source)))
    }
}

/// What became of it.
struct Shown {
    source: String,
    /// The report's title and its view.
    text: Result<(String, String), String>,
}

fn read_all(
    args: &Read,
    view: &View,
    entries: Vec<Result<Entry, String>>,
    output: &mut Output,
    messages: &mut Messages,
) -> u8 {
    let count = Arc::new(AtomicU64::new(0));
    let options = ReadOptions {
        published: args.published.clone(),
        outlet: args.outlet.clone(),
        title: args.title.clone(),
        max_size: args.max_size,
        encoding: args.encoding.clone(),
        ..ReadOptions::default()
    };
    let threads = self::threads(args.threads);
    // A report alone has all threads for itself.
    let alone = matches!(entries.as_slice(), [Ok(entry)] if !entry.is_json());
    let reader = Reader {
        view,
        scorer: OnceLock::new(),
        threads: if alone { threads } else { NonZero::<usize>::MIN },
        first: AtomicBool::new(threads.get() > 1),
    };
    // The network is made ready while the first file is read.
    let ahead = threads.get() > 1 && entries.iter().flatten().any(|entry| !entry.is_json());
    let items = draw(entries, &options, &count);
    // A panic is a mistake of the program: said in one line like any other, and the next report is read.
    std::panic::set_hook(Box::new(|_| {}));
    let mut shown = 0_u64;
    let mut written = Ok(());
    let take = |result: Shown| {
        match result.text {
            Ok((title, text)) => {
                let (head, between, foot) = view.frame(&title);
                written = output
                    .frame(if shown == 0 { &head } else { &between })
                    .and_then(|()| output.report(&result.source, &head, &text, &foot));
                shown += 1;
            }
            Err(what) => messages.error(&what),
        }
        messages.progress(count.load(Ordering::Relaxed), shown);
        written.is_ok()
    };
    let ran = std::thread::scope(|scope| {
        if ahead {
            // Without it the first report loads the network.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || reader.network().is_ok());
        }
        pipeline::run(items, threads.get(), 0, |item| reader.read(item), take)
    });
    let _ = std::panic::take_hook();
    if written.is_ok() && shown > 0 {
        written = output.frame(&view.frame("").2).and_then(|()| output.finish());
    }
    match (ran, written) {
        (Err(error), _) => {
            messages.error(&format!("cannot start a thread: {error} (try --threads 1)"));
            NOTHING_RAN
        }
        (_, Err(WriteError::Failed(what))) => {
            messages.error(&what);
            NOTHING_RAN
        }
        (_, Err(WriteError::Closed)) => 0,
        _ if shown == 0 && messages.failed() => NOTHING_RAN,
        _ if messages.failed() => SOME_FAILED,
        _ => 0,
    }
}

/// Every report of every file, in order, opened when its turn comes.
pub(crate) fn draw<'a>(
    entries: Vec<Result<Entry, String>>,
    options: &'a ReadOptions,
    count: &'a Arc<AtomicU64>,
) -> impl Iterator<Item = Item> + Send + use<'a> {
    let inputs = entries.into_iter().flat_map(move |entry| -> Box<dyn Iterator<Item = _> + Send> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(what) => return Box::new(std::iter::once((String::new(), Err(what)))),
        };
        let name = entry.name();
        match entry.open(Arc::clone(count)) {
            Ok(reader) => {
                let mut inputs = Some(Inputs::new(reader, &name, options.clone()));
                Box::new(std::iter::from_fn(move || {
                    let next = catch_unwind(AssertUnwindSafe(|| inputs.as_mut()?.next_raw().map(Ok)));
                    let bytes = next.unwrap_or_else(|_| {
                        // What is left of the file cannot be trusted after a panic.
                        inputs = None;
                        Some(Err(mistake(&name)))
                    });
                    bytes.map(|bytes| (name.clone(), bytes))
                }))
            }
            Err(error) => {
                let what = format!("{name}: cannot be read: {}", why(&error));
                Box::new(std::iter::once((name, Err(what))))
            }
        }
    });
    (0..).zip(inputs).map(|(number, (source, bytes))| Item { number, source, bytes })
}

/// What is said of a panic.
pub(crate) fn mistake(name: &str) -> String {
    format!("{name}: a mistake in the program stopped the reading (please report it with the file)")
}

/// The system's reason, and what to do about the usual ones.
fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file (check the name)".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied (check who may read it)".to_owned(),
        _ => error.to_string(),
    }
}

struct Reader<'a> {
    view: &'a View,
    /// Loaded by the first report that needs it.
    scorer: OnceLock<Result<Box<dyn Scorer>, String>>,
    /// On how many threads one report is scored.
    threads: NonZero<usize>,
    /// Whether the next report is the first, and a thread is free to prepare its words.
    first: AtomicBool,
}

impl Reader<'_> {
    fn network(&self) -> Result<&dyn Scorer, String> {
        let load = || network(self.threads);
        self.scorer.get_or_init(load).as_ref().map(Box::as_ref).map_err(Clone::clone)
    }

    fn read(&self, item: Item) -> Shown {
        let (number, source) = (item.number, item.source.clone());
        let text = item.input().and_then(|input| {
            let read = AssertUnwindSafe(|| self.show(number, &source, input));
            catch_unwind(read).unwrap_or_else(|_| Err(mistake(&source)))
        });
        Shown { source, text }
    }

    fn show(&self, number: u64, name: &str, input: Input) -> Result<(String, String), String> {
        let title = |title: &Option<String>| title.clone().unwrap_or_else(|| name.to_owned());
        match input {
            // Taken as it is.
            Input::Analyzed(line) if self.view.format == Format::Jsonl => {
                Ok((String::new(), json_line(&line)))
            }
            Input::Analyzed(line) => {
                let (document, analysis) =
                    reportedly::unpack(&line).map_err(|error| format!("{name}: {error}"))?;
                Ok((title(&document.meta.title), self.view.shown(number, &document, &analysis)?))
            }
            Input::Document(document) => {
                let analysis = std::thread::scope(|scope| {
                    if self.first.swap(false, Ordering::Relaxed) {
                        let warm = || Language::english().warm(&document.text);
                        let _ = std::thread::Builder::new().spawn_scoped(scope, warm);
                    }
                    reportedly::analyze(Language::english(), &document, self.network()?)
                        .map_err(|error| format!("{name}: {error}"))
                })?;
                Ok((title(&document.meta.title), self.view.shown(number, &document, &analysis)?))
            }
        }
    }
}

/// The network that is built into the program; it scores one report on so many threads.
pub(crate) fn network(threads: NonZero<usize>) -> Result<Box<dyn Scorer>, String> {
    match reportedly_model::Network::built_in() {
        Ok(network) => Ok(Box::new(network.on_threads(threads))),
        Err(error) => Err(format!("the built-in network cannot be loaded: {error}")),
    }
}

/// How many threads to work on: as asked for, else one for each core.
pub(crate) fn threads(asked: Option<u16>) -> NonZero<usize> {
    let asked = asked.and_then(|asked| NonZero::new(usize::from(asked)));
    asked.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN)
}
