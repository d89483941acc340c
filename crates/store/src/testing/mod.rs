//! A PostgreSQL for tests, and a fresh, migrated database in it for each.
//!
//! All tests of a machine's user share one server, whatever process they run in: the first starts it under a file
//! lock, the others attach. It lives in the folder for temporary files, listens on a socket only, does not care about
//! power cuts, and ends by itself ten minutes after a database was last asked for. `DATABASE_URL` names another
//! server to use instead; its user must be a superuser.

mod database;
mod server;

pub use database::{TestDatabase, database};
pub use server::TestServer;
