//! Versions of the business file.

use kernel::time::{Date, Timestamp};

use crate::{Recorded, Store, StoreError, VersionId};

/// One immutable version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    pub id: VersionId,
    /// SHA-256 of the text, in hex.
    pub digest: String,
    pub text: String,
    pub effective_from: Date,
    pub applied_at: Timestamp,
}

#[derive(Clone, Copy, Debug)]
pub struct NewVersion<'v> {
    pub digest: &'v str,
    pub text: &'v str,
    pub effective_from: Date,
    pub applied_at: Timestamp,
}

impl Store {
    /// Makes the text the current version; `Already` if the current one has the same digest. Never `Conflict`.
    pub async fn apply_version(&self, _new: NewVersion<'_>) -> Result<Recorded<VersionRow>, StoreError> {
        todo!()
    }

    /// The version applied last.
    pub async fn current_version(&self) -> Result<Option<VersionRow>, StoreError> {
        todo!()
    }

    pub async fn version(&self, _id: VersionId) -> Result<Option<VersionRow>, StoreError> {
        todo!()
    }
}
