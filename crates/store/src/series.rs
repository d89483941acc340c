//! Series, interned: what a rollup row is about.

use std::sync::Arc;

use billing::usage::{Series, SeriesKind};

use crate::{SeriesId, Store, StoreError};

/// A series as rollups know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesRef {
    pub id: SeriesId,
    pub kind: SeriesKind,
}

/// The rows of a tariff's series, by the index that a [`billing::usage::Measure`] carries.
pub type SeriesTable = Arc<[SeriesRef]>;

impl Store {
    /// Finds or records the rows of a tariff's series. A series is key, kind, scale and carry together: terms that
    /// differ in scale never share a running total.
    pub async fn series(&self, _series: &[Series]) -> Result<SeriesTable, StoreError> {
        todo!()
    }
}
