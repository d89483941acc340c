//! Series, interned: what a rollup row is about.

use std::sync::Arc;

use billing::usage::{Carry, Series, SeriesKind};
use kernel::Decimal;

use crate::{SeriesId, Store, StoreError};

/// A series as rollups know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesRef {
    pub id: SeriesId,
    pub kind: SeriesKind,
    pub(crate) carries: bool,
    /// Its rows are in the schema `cost`.
    pub(crate) cost: bool,
}

/// The rows of a tariff's series, by the index that a [`billing::usage::Measure`] carries.
pub type SeriesTable = Arc<[SeriesRef]>;

/// The series of all accepted events, whatever they are.
pub(crate) const ALL_EVENTS: SeriesId = SeriesId(1);

pub(crate) const fn kind_name(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Sum => "sum",
        SeriesKind::Max => "max",
        SeriesKind::Last => "last",
        SeriesKind::Unique => "unique",
        SeriesKind::Listed => "listed",
    }
}

pub(crate) const fn carry_name(carry: Carry) -> &'static str {
    match carry {
        Carry::Nothing => "nothing",
        Carry::Latest => "latest",
        Carry::Sum => "sum",
    }
}

impl Store {
    /// Finds or records the rows of a tariff's series. A series is key, kind, scale and carry together: terms that
    /// differ in scale never share a running total.
    pub async fn series(&self, series: &[Series]) -> Result<SeriesTable, StoreError> {
        let keys: Vec<&str> = series.iter().map(|each| each.key.as_str()).collect();
        let kinds: Vec<&str> = series.iter().map(|each| kind_name(each.kind)).collect();
        let scales: Vec<Decimal> = series.iter().map(|each| each.scale).collect();
        let carries: Vec<&str> = series.iter().map(|each| carry_name(each.carry)).collect();
        sqlx::query(
            "insert into series (key, kind, scale, carry) \
             select distinct w.* from unnest($1::text[], $2::text[], $3::numeric[], $4::text[]) w (key, kind, scale, carry) \
             where not exists (select from series s where (s.key, s.kind, s.scale, s.carry) = (w.key, w.kind, w.scale, w.carry)) \
             order by 1, 2, 3, 4 on conflict do nothing",
        )
        .bind(&keys)
        .bind(&kinds)
        .bind(&scales)
        .bind(&carries)
        .execute(&self.app)
        .await?;
        let rows: Vec<(i32, bool)> = sqlx::query_as(
            "select s.id, s.cost from unnest($1::text[], $2::text[], $3::numeric[], $4::text[]) with ordinality \
                 w (key, kind, scale, carry, place) \
             join series s on (s.key, s.kind, s.scale, s.carry) = (w.key, w.kind, w.scale, w.carry) order by w.place",
        )
        .bind(&keys)
        .bind(&kinds)
        .bind(&scales)
        .bind(&carries)
        .fetch_all(&self.app)
        .await?;
        if rows.len() != series.len() {
            return Err(StoreError::OutOfRange(format!("{} of {} series found", rows.len(), series.len())));
        }
        let refer = |(&(id, cost), series): (&(i32, bool), &Series)| SeriesRef {
            id: SeriesId(id),
            kind: series.kind,
            carries: series.carry != Carry::Nothing,
            cost,
        };
        Ok(rows.iter().zip(series).map(refer).collect())
    }
}
