//! The store against a real PostgreSQL, see `store::testing`.

mod access;
mod closing;
mod ingest;
mod law;
mod rebuild;
mod reconcile;
mod rooms;
mod schema;
mod support;
