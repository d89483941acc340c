//! Counting the same event once.

use std::collections::HashMap;

/// Events seen, by source and id: what the store's unique index does, in memory.
///
/// Not part of [`super::Accumulator`]: where events come from a database, they are unique already.
#[derive(Clone, Debug, Default)]
pub struct Dedupe {
    sources: HashMap<String, HashMap<String, Digest>>,
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
        if !self.sources.contains_key(source) {
            self.sources.insert(source.to_owned(), HashMap::new());
        }
        let Some(ids) = self.sources.get_mut(source) else { return Seen::New };
        match ids.get(id) {
            None => {
                ids.insert(id.to_owned(), digest);
                Seen::New
            }
            Some(first) if *first == digest => Seen::Duplicate,
            Some(_) => Seen::Conflict,
        }
    }

    /// Takes an event back that turned out not to count: another may come under its source and id.
    pub fn forget(&mut self, source: &str, id: &str) {
        if let Some(ids) = self.sources.get_mut(source) {
            ids.remove(id);
        }
    }

    /// How many different events were seen.
    pub fn len(&self) -> usize {
        self.sources.values().map(HashMap::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
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
