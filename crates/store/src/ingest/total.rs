//! What a group of events adds to the running totals, in memory, before it is written in a few statements.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use billing::usage::SeriesKind;
use kernel::{
    Decimal,
    time::{Date, Timestamp},
};

use super::{
    batch::{Amount, Batch},
    sum::Sum,
};
use crate::{SeriesId, TenantId, series::ALL_EVENTS};

/// A row of `rollup`, less the lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) tenant: TenantId,
    pub(crate) day: Date,
    pub(crate) series: SeriesId,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Total<'b> {
    pub(crate) carries: bool,
    pub(crate) events: i64,
    pub(crate) sum: Option<Sum>,
    pub(crate) max: Option<Decimal>,
    /// Time, id and value of the latest.
    pub(crate) last: Option<(Timestamp, &'b str, Decimal)>,
    pub(crate) digest: Option<u128>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct ListedValue<'b> {
    pub(crate) key: Key,
    pub(crate) at: Timestamp,
    pub(crate) id: &'b str,
    pub(crate) source: i32,
    pub(crate) value: Decimal,
}

/// Someone to be counted once a month, on the day it was first seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Member {
    pub(crate) tenant: TenantId,
    pub(crate) series: SeriesId,
    pub(crate) month: Date,
    pub(crate) value: Box<str>,
}

/// Totals for one of the two schemas.
#[derive(Debug, Default)]
pub(crate) struct Totals<'b> {
    pub(crate) rows: HashMap<Key, Total<'b>, BuildHasherDefault<Mix>>,
    pub(crate) listed: Vec<ListedValue<'b>>,
    /// Members in order of appearance, each with the row its first appearance counts in.
    pub(crate) members: Vec<(Member, Key)>,
    seen: HashSet<Member>,
}

/// Totals for `public`, and for `cost`.
#[derive(Debug, Default)]
pub(crate) struct BothTotals<'b> {
    pub(crate) open: Totals<'b>,
    pub(crate) cost: Totals<'b>,
}

impl<'b> BothTotals<'b> {
    pub(crate) fn add(&mut self, batch: &'b Batch, row: usize) {
        let Some(entry) = batch.rows.get(row) else { return };
        let key = |series: SeriesId| Key { tenant: entry.tenant, day: entry.day, series };
        let all = self.open.rows.entry(key(ALL_EVENTS)).or_default();
        all.events += 1;
        all.digest = Some(all.digest.unwrap_or(0).wrapping_add(entry.digest));
        for amount in batch.amounts_of(row) {
            let totals = if amount.series.cost { &mut self.cost } else { &mut self.open };
            totals.add(batch, row, entry.at, key(amount.series.id), amount);
        }
    }
}

impl<'b> Totals<'b> {
    fn add(&mut self, batch: &'b Batch, row: usize, at: Timestamp, key: Key, amount: &Amount) {
        let total = self.rows.entry(key).or_default();
        total.events += 1;
        total.carries = amount.series.carries;
        match amount.series.kind {
            SeriesKind::Sum => total.sum.get_or_insert_default().add(amount.value),
            SeriesKind::Max => total.max = total.max.max(Some(amount.value)),
            SeriesKind::Last => total.note_last(at, batch.key(row).2, amount.value),
            SeriesKind::Unique => self.note_member(key, batch.member_of(amount)),
            SeriesKind::Listed => {
                let (_, source, id) = batch.key(row);
                total.sum.get_or_insert_default().add(amount.value);
                total.note_last(at, id, amount.value);
                self.listed.push(ListedValue { key, at, id, source, value: amount.value });
            }
        }
    }

    fn note_member(&mut self, key: Key, value: &str) {
        let month = key.day.first_of_month();
        let member = Member { tenant: key.tenant, series: key.series, month, value: value.into() };
        if !self.seen.contains(&member) {
            self.seen.insert(member.clone());
            self.members.push((member, key));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<'b> Total<'b> {
    /// Equal times: the greatest id, then the greatest value, so that the order of arrival does not matter.
    fn note_last(&mut self, at: Timestamp, id: &'b str, value: Decimal) {
        self.last = self.last.max(Some((at, id, value)));
    }
}

impl std::hash::Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let day = (i64::from(self.day.year()) << 16) | (i64::from(self.day.month()) << 8) | i64::from(self.day.day());
        state.write_i64((i64::from(self.tenant.0) << 32) | i64::from(self.series.0));
        state.write_i64(day);
    }
}

/// A quick hash for keys whose numbers we gave out ourselves.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_i64(i64::from(*byte));
        }
    }

    fn write_i64(&mut self, number: i64) {
        self.0 = (self.0.rotate_left(26) ^ number.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
