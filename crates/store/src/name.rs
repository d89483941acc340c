//! Texts that repeat in every event, kept once: sources and types.

use std::sync::Arc;

use crate::{KindId, SourceId, Store, StoreError};

impl Store {
    /// The ids of CloudEvents sources, one for each text, in order; new ones are recorded. Answers from memory once
    /// they are known.
    pub async fn sources(&self, _texts: &[&str]) -> Result<Vec<SourceId>, StoreError> {
        todo!()
    }

    /// The ids of CloudEvents types, likewise.
    pub async fn kinds(&self, _texts: &[&str]) -> Result<Vec<KindId>, StoreError> {
        todo!()
    }

    pub(crate) async fn kind_text(&self, _id: KindId) -> Result<Arc<str>, StoreError> {
        todo!()
    }
}
