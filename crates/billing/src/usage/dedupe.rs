//! Counting the same event once.

use std::collections::{HashMap, hash_map::Entry};

use sha2::{Digest as _, Sha256};

/// Events seen, by source and id: what the store's unique index does, in memory.
///
/// Not part of [`super::Accumulator`]: where events come from a database, they are unique already. An event takes
/// 32 bytes and what the map leaves empty, however long its id: ids are kept as 128 bits of their SHA-256.
#[derive(Clone, Debug, Default)]
pub struct Dedupe {
    seen: HashMap<[u8; 16], Digest>,
}

/// A digest of everything an event says besides its source and id.
pub type Digest = [u8; 16];

/// Whether an event is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    New,
    /// The same event again: it counts once.
    Duplicate,
    /// The same source and id with other content. The first stays; this one is reported.
    Conflict,
}

impl Dedupe {
    /// Notes the event of this source and id, and says whether it was there before.
    pub fn see(&mut self, source: &str, id: &str, digest: Digest) -> Seen {
        match self.seen.entry(name(source, id)) {
            Entry::Vacant(place) => {
                place.insert(digest);
                Seen::New
            }
            Entry::Occupied(first) if *first.get() == digest => Seen::Duplicate,
            Entry::Occupied(_) => Seen::Conflict,
        }
    }

    /// Takes an event back that turned out not to count: another may come under its source and id.
    pub fn forget(&mut self, source: &str, id: &str) {
        self.seen.remove(&name(source, id));
    }

    /// How many different events were seen.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }
}

fn name(source: &str, id: &str) -> [u8; 16] {
    let mut hasher = Sha256::new();
    // The length in front, so that no source slides into an id.
    hasher.update((source.len() as u64).to_be_bytes());
    hasher.update(source);
    hasher.update(id);
    let mut name = [0; 16];
    name.copy_from_slice(hasher.finalize().split_at(16).0);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_an_id_stays() {
        let mut dedupe = Dedupe::default();
        assert!(dedupe.is_empty());
        assert_eq!(dedupe.see("pbx-1", "a", [1; 16]), Seen::New);
        assert_eq!(dedupe.see("pbx-1", "a", [1; 16]), Seen::Duplicate);
        assert_eq!(dedupe.see("pbx-1", "a", [2; 16]), Seen::Conflict);
        assert_eq!(dedupe.see("pbx-1", "a", [1; 16]), Seen::Duplicate);
        assert_eq!(dedupe.see("pbx-2", "a", [2; 16]), Seen::New);
        assert_eq!(dedupe.len(), 2);
    }

    #[test]
    fn what_was_forgotten_may_come_anew() {
        let mut dedupe = Dedupe::default();
        dedupe.see("pbx-1", "a", [1; 16]);
        dedupe.forget("pbx-1", "a");
        dedupe.forget("pbx-1", "b");
        dedupe.forget("pbx-2", "a");
        assert_eq!(dedupe.see("pbx-1", "a", [2; 16]), Seen::New);
    }
}
