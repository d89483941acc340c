//! The store against a real PostgreSQL, see `store::testing`.

mod schema;
