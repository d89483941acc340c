//! Raw events, as they are kept.

use std::sync::Arc;

use kernel::{Period, time::Timestamp};
use sha2::{Digest as _, Sha256};

use crate::{StoreError, TenantView};

/// One accepted event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEvent {
    pub id: String,
    pub source: Arc<str>,
    pub kind: Arc<str>,
    pub at: Timestamp,
    pub received: Timestamp,
    pub digest: [u8; 16],
    /// The JSON text of an object.
    pub data: String,
    /// The JSON text of an object, or empty.
    pub extensions: String,
}

/// How many events, and the sum of their digests modulo 2^128, whatever their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventTotal {
    pub events: u64,
    pub digest: u128,
}

impl EventTotal {
    pub fn add(&mut self, digest: [u8; 16]) {
        self.events += 1;
        self.digest = self.digest.wrapping_add(u128::from_be_bytes(digest));
    }

    /// The digest sum as 32 hex digits.
    pub fn hex(&self) -> String {
        format!("{:032x}", self.digest)
    }
}

/// The fingerprint of an event's content: its type, time, data and extensions as they are kept.
pub fn event_digest(kind: &str, at: Timestamp, data: &str, extensions: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    // Lengths in front, so that no text can slide into its neighbour.
    for part in [kind, data, extensions] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update(at.as_microsecond().to_be_bytes());
    let mut digest = [0; 16];
    digest.copy_from_slice(hash.finalize().split_at(16).0);
    digest
}

/// A tenant's events, a page at a time, read through a cursor: memory stays small whatever their number.
#[derive(Debug)]
pub struct RawEvents<'v> {
    pub(crate) view: &'v mut TenantView,
}

impl RawEvents<'_> {
    /// The next events; empty at the end.
    pub async fn next(&mut self) -> Result<Vec<RawEvent>, StoreError> {
        todo!()
    }
}

impl TenantView {
    /// The tenant's events in `period`, in no particular order: all that are committed, or only those that an
    /// invoice's `snapshot` saw.
    pub async fn raw_events(&mut self, _period: Period, _snapshot: Option<&str>) -> Result<RawEvents<'_>, StoreError> {
        todo!()
    }
}
