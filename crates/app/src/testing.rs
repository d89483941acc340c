//! The use cases on a database of a test's own, with time that the test moves. Behind the feature `testing`.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use kernel::{Clock, Entropy, time::Timestamp};
use sha2::{Digest as _, Sha256};
use store::{
    Ingest,
    testing::{TestDatabase, database},
};

use crate::{App, links::Secret};

/// Writers at a time.
const LANES: usize = 2;

/// Dropped, it takes its database along.
pub struct TestApp {
    pub app: App,
    pub clock: Arc<TestClock>,
    pub database: TestDatabase,
}

impl TestApp {
    /// An empty installation at the moment `now`.
    pub async fn at(now: Timestamp) -> Self {
        let database = database().await;
        let store = database.store().clone();
        let ingest = Ingest::start(&store, LANES);
        let clock = Arc::new(TestClock(Mutex::new(now)));
        let app =
            App::new(store, ingest, Arc::<TestClock>::clone(&clock), Arc::<TestEntropy>::default(), Secret([7; 32]));
        Self { app, clock, database }
    }
}

/// Stands still until it is moved.
#[derive(Debug)]
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The same bytes in every run.
#[derive(Debug, Default)]
pub struct TestEntropy(AtomicU64);

impl Entropy for TestEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.iter_mut().zip(block).for_each(|(to, from)| *to = from);
        }
    }
}
