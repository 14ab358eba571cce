//! What takes long to count over the whole ledger: counted when it changed, but not all the time while it grows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reportedly_ledger::query::{ChangedReport, Extent, Outlets, SourceRow};
use reportedly_ledger::{Ledger, LedgerError};

/// Lists over the whole ledger.
#[derive(Default)]
pub(crate) struct Cached {
    /// The first ones of all.
    pub(crate) sources: Slot<Sources>,
    pub(crate) outlets: Slot<Outlets>,
    pub(crate) changes: Slot<Vec<ChangedReport>>,
    pub(super) front: Slot<super::front::Front>,
}

/// A list that takes longer is not made while somebody waits, once there is one.
const QUICK: Duration = Duration::from_millis(40);

/// Some changes (a new analysis) leave no trace in the extent: lists are made anew now and then.
const AGE: Duration = Duration::from_secs(300);

impl Cached {
    /// Makes every list anew that is too old.
    pub(crate) fn renew(&self, ledger: &Ledger) -> Result<(), LedgerError> {
        self.front.renew(ledger, super::front::Front::of)?;
        self.outlets.renew(ledger, Ledger::outlets)?;
        self.sources.renew(ledger, Sources::of)?;
        self.changes.renew(ledger, Ledger::changes)
    }
}

/// Everybody who is cited, as far as a list is looked through.
pub(crate) struct Sources {
    pub(crate) rows: Vec<SourceRow>,
    /// How many there are in all.
    pub(crate) all: usize,
}

impl Sources {
    pub(crate) fn of(ledger: &Ledger) -> Result<Sources, LedgerError> {
        let mut rows = ledger.sources(None)?;
        let all = rows.len();
        rows.truncate(LISTED);
        rows.shrink_to_fit();
        Ok(Sources { rows, all })
    }
}

/// Sources of a list: the others are found by their names.
const LISTED: usize = 3_000;

/// One list with the state of the ledger that it was made from.
pub(crate) struct Slot<T> {
    held: Mutex<Option<Held<T>>>,
    making: Mutex<()>,
}

struct Held<T> {
    state: Extent,
    made: Instant,
    took: Duration,
    value: Arc<T>,
}

impl<T> Held<T> {
    /// Whether it can be shown. What was forgotten is never shown again.
    fn will_do(&self, state: &Extent) -> bool {
        self.state == *state || (self.took > QUICK && self.state.documents <= state.documents)
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Slot<T> {
        Slot { held: Mutex::default(), making: Mutex::default() }
    }
}

impl<T> Slot<T> {
    /// The list. Where the ledger is another by now it is made anew, if that is quick or nobody else does it; else the
    /// one that is there will do until [`Cached::renew`] has a newer one.
    pub(crate) fn get(
        &self,
        ledger: &Ledger,
        make: impl FnOnce(&Ledger) -> Result<T, LedgerError>,
    ) -> Result<Arc<T>, LedgerError> {
        let state = ledger.extent()?;
        if let Some(held) = self.lock().as_ref()
            && held.will_do(&state)
        {
            return Ok(Arc::clone(&held.value));
        }
        self.make(ledger, state, make)
    }

    /// Makes the list anew where the ledger is another, but seldom enough that most of the time goes to pages.
    fn renew(
        &self,
        ledger: &Ledger,
        make: impl FnOnce(&Ledger) -> Result<T, LedgerError>,
    ) -> Result<(), LedgerError> {
        let state = ledger.extent()?;
        if let Some(held) = self.lock().as_ref()
            && held.made.elapsed() < if held.state == state { AGE } else { held.took * 40 }
        {
            return Ok(());
        }
        self.make(ledger, state, make).map(drop)
    }

    fn make(
        &self,
        ledger: &Ledger,
        state: Extent,
        make: impl FnOnce(&Ledger) -> Result<T, LedgerError>,
    ) -> Result<Arc<T>, LedgerError> {
        // Whoever comes while it is made waits: it is made once.
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) =
            self.lock().as_ref().filter(|held| held.state == state && held.made.elapsed() < AGE)
        {
            return Ok(Arc::clone(&held.value));
        }
        let start = Instant::now();
        let value = Arc::new(make(ledger)?);
        let held = Held { state, made: Instant::now(), took: start.elapsed(), value: Arc::clone(&value) };
        *self.lock() = Some(held);
        Ok(value)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Held<T>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The list, if it is of this state of the ledger.
    pub(crate) fn peek(&self, ledger: &Ledger) -> Result<Option<Arc<T>>, LedgerError> {
        let state = ledger.extent()?;
        let found = self.lock();
        Ok(found.as_ref().filter(|held| held.will_do(&state)).map(|held| Arc::clone(&held.value)))
    }
}
