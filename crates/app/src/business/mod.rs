//! The business file in force, version by version.

use std::sync::Arc;

use kernel::{
    access::{Can, ask},
    time::Timestamp,
};
use model::Business;

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
    pub async fn apply_business(&self, _can: Can<ask::ApplyBusiness>, _text: &str, _file: &str) -> Outcome<Applied> {
        todo!()
    }

    /// The current version; `NotFound` before the first is applied.
    pub async fn current_business(&self, _can: Can<ask::ReadBusiness>) -> Outcome<Version> {
        todo!()
    }

    /// The brand and confidential words that client-facing surfaces need, without rights: nothing in it is secret but the words.
    pub async fn face(&self) -> Outcome<Option<Arc<Business>>> {
        todo!()
    }
}
