//! Who has lately been repeating itself.

use std::sync::atomic::{AtomicU8, Ordering};

/// Senders are told apart by this many places; two may share one, which only costs a look-up.
const PLACES: usize = 1024;
/// After a repeat, this many clean batches until a sender is trusted again.
const PATIENCE: u8 = 4;

#[derive(Debug)]
pub(super) struct Senders(Box<[AtomicU8]>);

impl Default for Senders {
    fn default() -> Self {
        Self((0..PLACES).map(|_| AtomicU8::new(0)).collect())
    }
}

impl Senders {
    fn place(&self, caller: u64) -> Option<&AtomicU8> {
        self.0.get(usize::try_from(caller % PLACES as u64).unwrap_or(0))
    }

    pub(super) fn repeats_itself(&self, caller: u64) -> bool {
        self.place(caller).is_some_and(|place| place.load(Ordering::Relaxed) > 0)
    }

    pub(super) fn note(&self, caller: u64, repeated: bool) {
        let Some(place) = self.place(caller) else { return };
        let patience = place.load(Ordering::Relaxed);
        let next = if repeated { PATIENCE } else { patience.saturating_sub(1) };
        if next != patience {
            place.store(next, Ordering::Relaxed);
        }
    }
}
