//! The business file in force, version by version.

use std::sync::Arc;

use kernel::{
    access::{Can, ask},
    error::{Failure, Kind},
    time::Timestamp,
};
use model::Business;
use store::{NewVersion, Recorded, VersionRow};

use crate::{App, Outcome};

/// One immutable version of the file.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: i32,
    pub applied_at: Timestamp,
    pub text: Arc<str>,
    pub business: Arc<Business>,
}

/// Whether applying changed anything.
#[derive(Clone, Debug)]
pub enum Applied {
    Now(Version),
    /// The same bytes are the current version already.
    Already(Version),
}

impl App {
    /// Makes `text` the current version, for contracts from now on; existing contracts keep theirs.
    /// `Invalid` with every error located, if the file has any.
    pub async fn apply_business(&self, _can: Can<ask::ApplyBusiness>, text: &str, file: &str) -> Outcome<Applied> {
        let business = model::parse(text, file).map_err(|errors| Failure::new(Kind::Invalid, errors.to_string()))?;
        let now = self.now();
        let effective_from = now.to_zoned(business.zone.clone()).date();
        let new = NewVersion { digest: &business.digest, text, effective_from, applied_at: now };
        match self.store().apply_version(new).await? {
            Recorded::Now(row) => Ok(Applied::Now(self.version_of(row)?)),
            Recorded::Already(row) | Recorded::Conflict(row) => Ok(Applied::Already(self.version_of(row)?)),
        }
    }

    /// The current version; `NotFound` before the first is applied.
    pub async fn current_business(&self, _can: Can<ask::ReadBusiness>) -> Outcome<Version> {
        let none = || Failure::new(Kind::NotFound, "No business file is applied yet. Run: purvey business apply FILE");
        let row = self.store().current_version().await?.ok_or_else(none)?;
        self.version_of(row)
    }

    /// The current business, for the brand that client-facing surfaces wear and the words they must not say.
    pub async fn face(&self) -> Outcome<Option<Arc<Business>>> {
        match self.store().current_version().await? {
            Some(row) => Ok(Some(self.business_of(&row)?)),
            None => Ok(None),
        }
    }

    /// The business as it was at an instant, for what was issued then: papers keep the brand of their day.
    pub async fn face_at(&self, at: Timestamp) -> Outcome<Option<Arc<Business>>> {
        match self.store().version_at(at).await? {
            Some(row) => Ok(Some(self.business_of(&row)?)),
            None => self.face().await,
        }
    }

    fn version_of(&self, row: VersionRow) -> Outcome<Version> {
        let business = self.business_of(&row)?;
        Ok(Version { number: row.id.number(), applied_at: row.applied_at, text: row.text.into(), business })
    }
}
