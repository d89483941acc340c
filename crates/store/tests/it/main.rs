//! The store against a real PostgreSQL, see `store::testing`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod access;
mod closing;
mod crash;
mod ingest;
mod law;
mod overview;
mod rebuild;
mod reconcile;
mod rooms;
mod schema;
mod support;
