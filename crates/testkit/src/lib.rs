//! For tests only: the house's own checks, the scenario language, and the reader of scenarios that needs no database.
//!
//! Nobody depends on this crate but as a dev-dependency. It never depends upward: the reader that runs scenarios on
//! PostgreSQL lives in `crates/server/tests/`, which alone can assemble the program.

pub mod model;
pub mod scenario;
pub mod tidy;
