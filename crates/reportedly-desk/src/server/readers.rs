//! A few readers of the ledger: opened when they are needed, thrown away when the file is another one or fails.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use reportedly_ledger::{Ledger, LedgerError, LedgerErrorKind};

/// Pages of the file that each reader keeps, in kilobytes.
const CACHE: u32 = 8_000;

pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<(Mark, Ledger)>>,
}

/// Which file stands at the path: another one under the same name is another ledger.
type Mark = (u64, u64);

impl Readers {
    pub(crate) fn new(path: &Path) -> Readers {
        Readers { path: path.to_owned(), idle: Mutex::default() }
    }

    /// The ledger's file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Asks one state of the ledger.
    pub(crate) fn ask<T, E: From<LedgerError>>(
        &self,
        question: impl FnOnce(&Ledger) -> Result<T, E>,
    ) -> Result<T, E> {
        let ledger = self.take()?;
        let answer = ledger.1.at_once(question);
        if answer.is_ok() {
            self.lock().push(ledger);
        }
        answer
    }

    fn take(&self) -> Result<(Mark, Ledger), LedgerError> {
        let missing = || LedgerError { path: self.path.clone(), kind: LedgerErrorKind::Missing };
        let now = mark(&self.path).ok_or_else(missing)?;
        let mut idle = self.lock();
        idle.retain(|(mark, _)| *mark == now);
        if let Some(reader) = idle.pop() {
            return Ok(reader);
        }
        drop(idle);
        let ledger = Ledger::open_read_only(&self.path)?;
        ledger.keep_at_most(CACHE)?;
        Ok((now, ledger))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(Mark, Ledger)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
fn mark(path: &Path) -> Option<Mark> {
    use std::os::unix::fs::MetadataExt;
    let facts = std::fs::metadata(path).ok()?;
    Some((facts.dev(), facts.ino()))
}

#[cfg(not(unix))]
fn mark(path: &Path) -> Option<Mark> {
    let made = std::fs::metadata(path).ok()?.created().ok();
    let since = made.and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    Some((since.as_secs(), u64::from(since.subsec_nanos())))
}
