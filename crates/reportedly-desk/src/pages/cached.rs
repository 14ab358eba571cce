//! What takes long to count over the whole ledger: counted when it changed, but not all the time while it grows.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reportedly_ledger::query::{ChangedReport, Outlets, SourceRow};
use reportedly_ledger::{Ledger, LedgerError};

/// Lists over the whole ledger.
#[derive(Default)]
pub(crate) struct Cached {
    pub(crate) sources: Slot<Vec<SourceRow>>,
    pub(crate) outlets: Slot<Outlets>,
    pub(crate) changes: Slot<Vec<ChangedReport>>,
    pub(super) front: Slot<super::front::Front>,
}

/// One list with the state of the ledger that it was made from.
pub(crate) struct Slot<T> {
    held: Mutex<Option<Held<T>>>,
}

struct Held<T> {
    state: (i64, i64),
    made: Instant,
    took: Duration,
    value: Arc<T>,
}

impl<T> Default for Slot<T> {
    fn default() -> Slot<T> {
        Slot { held: Mutex::default() }
    }
}

impl<T> Slot<T> {
    /// The list; made anew where the ledger is another, but seldom enough that most of the time goes to pages.
    pub(crate) fn get(
        &self,
        ledger: &Ledger,
        make: impl FnOnce(&Ledger) -> Result<T, LedgerError>,
    ) -> Result<Arc<T>, LedgerError> {
        let state = ledger.extent()?;
        // Whoever comes while it is made waits: it is made once.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_ref()
            && (held.state == state || held.made.elapsed() < held.took * 40)
        {
            return Ok(Arc::clone(&held.value));
        }
        let start = Instant::now();
        let value = Arc::new(make(ledger)?);
        *held = Some(Held { state, made: Instant::now(), took: start.elapsed(), value: Arc::clone(&value) });
        Ok(value)
    }

    /// The list, if it is of this state of the ledger.
    pub(crate) fn peek(&self, ledger: &Ledger) -> Result<Option<Arc<T>>, LedgerError> {
        let state = ledger.extent()?;
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(held.as_ref().filter(|held| held.state == state).map(|held| Arc::clone(&held.value)))
    }
}
