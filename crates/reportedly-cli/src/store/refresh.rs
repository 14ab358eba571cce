//! `reportedly refresh`: the reports of a ledger, read anew.

use std::num::NonZero;
use std::sync::{Mutex, OnceLock, PoisonError};

use reportedly::{Document, Language, Scorer};
use reportedly_ledger::{DocumentRow, Ledger, LedgerError, Prepared, Stored};

use super::{DONE, NOTHING_RAN, SOME_FAILED, count, judge, print};
use crate::args::Refresh;
use crate::message::Messages;
use crate::{pipeline, read};

/// The most reports that are stored at once.
const BATCH: usize = 64;

/// Runs the command; the exit code.
pub(crate) fn run(args: &Refresh) -> u8 {
    let mut messages = Messages::new();
    let opened = Ledger::open(&args.ledger)
        .and_then(|ledger| Ok((ledger, Ledger::open_read_only(&args.ledger)?)))
        .and_then(|(ledger, reader)| Ok((reader.documents(false)?, ledger, reader)));
    let (documents, mut ledger, reader) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            messages.error(&error.to_string());
            return NOTHING_RAN;
        }
    };
    let all = documents.len() as u64;
    messages.show_progress(all);
    let refreshed = refresh(args, &mut ledger, reader, documents, &mut messages);
    messages.finish();
    match refreshed.and_then(|changed| Ok((changed, ledger.judgments()?))) {
        Ok((changed, judgments)) => {
            print(&format!(
                "{}: {} read anew, {changed} changed",
                args.ledger.display(),
                count(all, "report", "reports")
            ));
            if let Some(what) = judge::unfit(&judgments) {
                messages.say(&what);
            }
            if messages.failed() { SOME_FAILED } else { DONE }
        }
        Err(error) => {
            messages.error(&format!("{error}; run the same command to go on"));
            NOTHING_RAN
        }
    }
}

fn refresh(
    args: &Refresh,
    ledger: &mut Ledger,
    reader: Ledger,
    documents: Vec<DocumentRow>,
    messages: &mut Messages,
) -> Result<usize, LedgerError> {
    let maker = Maker { links: args.links, reader: Mutex::new(reader), scorer: OnceLock::new() };
    let threads = read::threads(args.threads).get();
    let mut writer = ledger.writer(Language::english());
    let mut batch = Vec::new();
    let (mut done, mut changed) = (0_u64, 0);
    let mut stopped = Ok(());
    let ran = pipeline::run(
        documents.into_iter(),
        threads,
        0,
        |row| maker.make(&row),
        |made: Result<(i64, Prepared), String>| {
            done += 1;
            match made {
                Ok(made) => batch.push(made),
                Err(what) => messages.error(&what),
            }
            if batch.len() >= BATCH {
                match writer.replace(&batch) {
                    Ok(number) => changed += number,
                    Err(error) => stopped = Err(error),
                }
                batch.clear();
            }
            messages.progress(done, done);
            stopped.is_ok()
        },
    );
    if let Err(error) = ran {
        messages.error(&format!("cannot start a thread: {error} (try --threads 1)"));
    }
    stopped?;
    changed += writer.replace(&batch)?;
    writer.finish()?;
    Ok(changed)
}

struct Maker {
    /// Whether the analyses are kept.
    links: bool,
    reader: Mutex<Ledger>,
    scorer: OnceLock<Result<Box<dyn Scorer>, String>>,
}

impl Maker {
    fn make(&self, row: &DocumentRow) -> Result<(i64, Prepared), String> {
        let language = Language::english();
        let stored = self.reader.lock().unwrap_or_else(PoisonError::into_inner).stored(row.id);
        let Stored { number, mut document, mut analysis } = stored.map_err(|error| error.to_string())?;
        if !self.links {
            let scorer = self
                .scorer
                .get_or_init(|| read::network(NonZero::<usize>::MIN))
                .as_ref()
                .map_err(Clone::clone)?;
            keep_notices(&mut document, &analysis);
            analysis = reportedly::analyze(language, &document, scorer.as_ref())
                .map_err(|error| format!("{}: {error}", row.identity))?;
        }
        let prepared = Prepared::new(language, &document, &analysis)
            .map_err(|error| format!("{}: {error}", row.identity))?;
        Ok((number, prepared))
    }
}

/// Doubts that arose while reading the file stay: the file is not read again.
fn keep_notices(document: &mut Document, analysis: &reportedly::Analysis) {
    document.notices =
        analysis.notices.iter().filter(|notice| notice.code.starts_with('R')).cloned().collect();
}
