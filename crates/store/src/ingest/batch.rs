//! A request's events, encoded as they arrive.

use std::{
    hash::{BuildHasher as _, RandomState},
    ops::Range,
    sync::LazyLock,
};

use billing::usage::{Measure, SeriesKind};
use kernel::{
    Decimal,
    time::{Date, Timestamp},
};

use super::encode;
use crate::{KindId, SeriesTable, SourceId, TenantId, series::SeriesRef};

/// Times before it, in the year -4000, cannot be stored: PostgreSQL's calendar begins in 4713 BC.
pub(crate) const EARLIEST: Timestamp = Timestamp::constant(-188_395_200_000, 0);

/// The terms an event was measured under.
#[derive(Clone, Debug)]
pub struct Terms {
    pub tenant: TenantId,
    /// [`crate::TenantRow::terms`] when the contracts were read.
    pub generation: i32,
    pub series: SeriesTable,
}

/// One event to be stored.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    pub source: SourceId,
    pub kind: KindId,
    pub id: &'r str,
    /// Whole microseconds.
    pub at: Timestamp,
    pub received: Timestamp,
    /// [`crate::event_digest`].
    pub digest: [u8; 16],
    /// The JSON text of an object.
    pub data: &'r str,
    /// The JSON text of an object; empty if there are none.
    pub extensions: &'r str,
    /// The day in the contract's zone.
    pub day: Date,
}

/// Why an event cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    #[error("the event contains a NUL character")]
    Nul,
    #[error("the event's time is before the year -4000")]
    TooEarly,
    #[error("the event's measures do not belong to its terms")]
    ForeignMeasure,
    #[error("the event has two values for a series whose values are kept one by one")]
    MeasuredTwice,
}

/// Events of one request, ready to be written.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) caller: u64,
    pub(super) copy: Vec<u8>,
    pub(super) rows: Vec<Entry>,
    pub(super) amounts: Vec<Amount>,
    pub(super) members: Vec<Box<str>>,
    /// Each tenant with the generation of the terms it was measured under.
    pub(super) tenants: Vec<(TenantId, i32)>,
}

/// What is needed of a row beside its encoding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Where the row begins in the encoding, and its measures in the list.
    copy_from: u32,
    amounts_from: u32,
    /// Of tenant, source and id; equal keys have equal hashes.
    pub(super) hash: u64,
    pub(super) tenant: TenantId,
    pub(super) day: Date,
    pub(super) digest: u128,
    pub(super) at: Timestamp,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) series: SeriesRef,
    pub(super) value: Decimal,
    /// Index of the member, for `Unique`.
    member: u32,
}

const NO_MEMBER: u32 = u32::MAX;

/// Random keys, so that nobody can send events that collide on purpose.
static HASH: LazyLock<RandomState> = LazyLock::new(RandomState::new);

impl Batch {
    /// `caller`: any number that is the same for requests of the same sender, so that a sender repeating itself is
    /// looked up first. `capacity`: how many events to expect.
    pub fn new(caller: u64, capacity: usize) -> Self {
        Self { caller, rows: Vec::with_capacity(capacity), amounts: Vec::with_capacity(capacity), ..Self::default() }
    }

    /// Appends an event. On error nothing is appended.
    pub fn push(&mut self, terms: &Terms, row: Row<'_>, measures: &[Measure<'_>]) -> Result<(), RowError> {
        if has_nul(row.id) || has_nul(row.data) || has_nul(row.extensions) {
            return Err(RowError::Nul);
        }
        if row.at < EARLIEST {
            return Err(RowError::TooEarly);
        }
        let entry = Entry {
            copy_from: place(self.copy.len()),
            amounts_from: place(self.amounts.len()),
            hash: HASH.hash_one((terms.tenant, row.source, row.id)),
            tenant: terms.tenant,
            day: row.day,
            digest: u128::from_be_bytes(row.digest),
            at: row.at,
        };
        if let Err(error) = self.push_measures(terms, measures) {
            self.amounts.truncate(entry.amounts_from as usize);
            return Err(error);
        }
        encode::encode(&mut self.copy, terms.tenant, &row);
        self.rows.push(entry);
        self.note_terms(terms);
        Ok(())
    }

    fn push_measures(&mut self, terms: &Terms, measures: &[Measure<'_>]) -> Result<(), RowError> {
        for (nth, measure) in measures.iter().enumerate() {
            let series = *terms.series.get(measure.series).ok_or(RowError::ForeignMeasure)?;
            let before = || measures.iter().take(nth);
            if series.kind == SeriesKind::Listed && before().any(|other| other.series == measure.series) {
                return Err(RowError::MeasuredTwice);
            }
            let member = match &measure.member {
                None => NO_MEMBER,
                Some(member) if has_nul(member) => return Err(RowError::Nul),
                Some(member) => {
                    self.members.push(member.as_ref().into());
                    place(self.members.len() - 1)
                }
            };
            self.amounts.push(Amount { series, value: measure.value, member });
        }
        Ok(())
    }

    /// If one tenant appears under two generations, the older one counts: the batch is stale.
    fn note_terms(&mut self, terms: &Terms) {
        let known = match self.tenants.last_mut() {
            Some(last) if last.0 == terms.tenant => Some(last),
            _ => self.tenants.iter_mut().find(|known| known.0 == terms.tenant),
        };
        match known {
            Some((_, generation)) => *generation = (*generation).min(terms.generation),
            None => self.tenants.push((terms.tenant, terms.generation)),
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of its encoding.
    pub(super) fn size(&self) -> usize {
        self.copy.len()
    }

    /// The encoding of these rows.
    pub(crate) fn encoded(&self, rows: Range<usize>) -> &[u8] {
        let from = self.rows.get(rows.start).map_or(self.copy.len(), |entry| entry.copy_from as usize);
        let to = self.rows.get(rows.end).map_or(self.copy.len(), |entry| entry.copy_from as usize);
        self.copy.get(from..to).unwrap_or_default()
    }

    /// Tenant, source and id of a row.
    pub(super) fn key(&self, row: usize) -> (i32, i32, &str) {
        encode::key(self.encoded(row..row + 1))
    }

    pub(super) fn amounts_of(&self, row: usize) -> &[Amount] {
        let from = self.rows.get(row).map_or(self.amounts.len(), |entry| entry.amounts_from as usize);
        let to = self.rows.get(row + 1).map_or(self.amounts.len(), |entry| entry.amounts_from as usize);
        self.amounts.get(from..to).unwrap_or_default()
    }

    pub(super) fn member_of(&self, amount: &Amount) -> &str {
        self.members.get(amount.member as usize).map_or("", |member| member)
    }
}

fn has_nul(text: &str) -> bool {
    text.as_bytes().contains(&0)
}

/// A request is far below 4 GiB.
fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NO_MEMBER)
}
