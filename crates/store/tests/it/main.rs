//! The store against a real PostgreSQL, see `store::testing`.

mod ingest;
mod schema;
mod support;
