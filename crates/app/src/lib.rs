//! Use cases: one folder per noun, one file per verb. Each gathers facts in one transaction, asks a pure function,
//! and records its outcome in the same transaction. Surfaces (API, pages, command line) hold no rules of their own.

pub mod bills;
pub mod business;
pub mod contracts;
pub mod events;
pub mod idempotency;
pub mod invoices;
pub mod keys;
pub mod limits;
pub mod links;
pub mod reconcile;
pub mod rejected;
pub mod tenants;
mod terms;
#[cfg(feature = "testing")]
pub mod testing;

use std::sync::Arc;

use kernel::{Clock, Entropy, error::Failure};
use store::{Ingest, Store};

pub use kernel::access::{Actor, ask};

/// The program's use cases on one store. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    ingest: Ingest,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    secret: links::Secret,
    terms: terms::Cache,
    keys: keys::Recent,
}

impl App {
    /// `secret` signs links; see [`links::Secret`].
    pub fn new(
        store: Store,
        ingest: Ingest,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        secret: links::Secret,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                store,
                ingest,
                clock,
                entropy,
                secret,
                terms: terms::Cache::default(),
                keys: keys::Recent::default(),
            }),
        }
    }

    pub fn now(&self) -> kernel::time::Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }
}

/// What every use case answers.
pub type Outcome<T> = Result<T, Failure>;
