//! The store against a real PostgreSQL, see `store::testing`.

mod access;
mod closing;
mod ingest;
mod rebuild;
mod schema;
mod support;
