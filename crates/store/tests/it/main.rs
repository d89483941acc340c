//! The store against a real PostgreSQL, see `store::testing`.

mod closing;
mod ingest;
mod schema;
mod support;
