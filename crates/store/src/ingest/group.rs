//! Requests that are written in one transaction, and what is known of their rows.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
    time::Instant,
};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{Fate, IngestError, Outcome, batch::Batch};

/// Requests in one transaction.
pub(super) const GROUP_REQUESTS_MAX: usize = 16;
/// Events after which no further request joins a group.
pub(super) const GROUP_EVENTS_MAX: usize = 16_384;

/// A batch on its way, and who waits for it.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) batch: Batch,
    pub(super) reply: oneshot::Sender<Result<Outcome, IngestError>>,
    /// Its share of what may wait; given back when it is answered.
    #[expect(dead_code, reason = "held, not read")]
    pub(super) permit: OwnedSemaphorePermit,
    /// Its sender has lately repeated itself: look for its events before writing them.
    pub(super) look_first: bool,
    pub(super) since: Instant,
}

/// A request inside a group.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) request: Request,
    /// Rows that repeat an earlier row of the same request: (row, the earlier one), in order.
    repeats: Vec<(usize, usize)>,
    /// Rows that are in the table already, in order, with their digest there.
    pub(super) known: Vec<(usize, u128)>,
    /// Why it cannot be written now.
    pub(super) refused: Option<IngestError>,
}

impl Member {
    /// Rows to be written, as ranges.
    pub(super) fn fresh(&self) -> Vec<Range<usize>> {
        let known = self.known.iter().map(|(row, _)| *row);
        let mut left_out: Vec<usize> = known.chain(self.repeats.iter().map(|(row, _)| *row)).collect();
        left_out.sort_unstable();
        let mut ranges = Vec::with_capacity(left_out.len() + 1);
        let mut from = 0;
        for row in left_out.into_iter().chain([self.request.batch.len()]) {
            if from < row {
                ranges.push(from..row);
            }
            from = row + 1;
        }
        ranges
    }

    /// Whether there is nothing of it to write.
    pub(super) fn is_nothing_new(&self) -> bool {
        self.refused.is_some() || self.known.len() + self.repeats.len() == self.request.batch.len()
    }

    /// What became of the rows, once the transaction is committed.
    fn outcome(&self) -> Outcome {
        let rows = &self.request.batch.rows;
        let digest_of = |row: usize| rows.get(row).map(|entry| entry.digest);
        let fate = |row: usize, there: Option<u128>| {
            if digest_of(row) == there { Fate::Duplicate } else { Fate::Conflict }
        };
        let there: HashMap<usize, u128> = self.known.iter().copied().collect();
        let mut others: Vec<_> = self.known.iter().map(|(row, digest)| (*row, fate(*row, Some(*digest)))).collect();
        // A repeat is compared with what is in the table: the earlier row, or what that one met there.
        let kept = |first: usize| there.get(&first).copied().or_else(|| digest_of(first));
        others.extend(self.repeats.iter().map(|(row, first)| (*row, fate(*row, kept(*first)))));
        others.sort_unstable_by_key(|(row, _)| *row);
        let duplicate = others.iter().filter(|(_, fate)| *fate == Fate::Duplicate).count();
        let conflict = others.len() - duplicate;
        Outcome { accepted: rows.len() - others.len(), duplicate, conflict, others }
    }

    pub(super) fn answer(self) -> Outcome {
        let outcome = self.outcome();
        let answer = self.refused.map_or(Ok(outcome.clone()), Err);
        // Whoever asked may have gone away; the events are in all the same.
        let _ = self.request.reply.send(answer);
        outcome
    }

    pub(super) fn fail(self, error: IngestError) {
        let _ = self.request.reply.send(Err(error));
    }
}

/// Where a key was seen first in the group.
type Seen = HashMap<u64, (usize, usize), BuildHasherDefault<Same>>;

/// Lays requests side by side. A request that shares a key with an earlier one is put off to the next group, where it
/// will find that key in the table; repeats within one request are noted.
pub(super) fn assemble(requests: Vec<Request>) -> (Vec<Member>, Vec<Request>) {
    let rows = requests.iter().map(|request| request.batch.len()).sum();
    let mut seen = Seen::with_capacity_and_hasher(rows, BuildHasherDefault::default());
    let (mut members, mut put_off) = (Vec::<Member>::with_capacity(requests.len()), Vec::new());
    for request in requests {
        let place = members.len();
        match repeats(&request.batch, place, &mut seen) {
            Some(repeats) => members.push(Member { request, repeats, known: Vec::new(), refused: None }),
            None => {
                seen.retain(|_, (owner, _)| *owner != place);
                put_off.push(Request { look_first: true, ..request });
            }
        }
    }
    (members, put_off)
}

/// The rows of a batch that repeat an earlier one of it; `None` if one repeats, or seems to, another request's.
fn repeats(batch: &Batch, place: usize, seen: &mut Seen) -> Option<Vec<(usize, usize)>> {
    let mut repeats = Vec::new();
    for (row, entry) in batch.rows.iter().enumerate() {
        match seen.insert(entry.hash, (place, row)) {
            None => {}
            Some(first) if first.0 != place => {
                seen.insert(entry.hash, first);
                return None;
            }
            Some(first) => {
                seen.insert(entry.hash, first);
                // Different keys may have one hash, if very rarely; then both are written.
                if batch.key(first.1) == batch.key(row) {
                    repeats.push((row, first.1));
                }
            }
        }
    }
    Some(repeats)
}

/// The keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct Same(u64);

impl Hasher for Same {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
