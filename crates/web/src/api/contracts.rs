//! Contracts: what a tenant agreed to, from a day on.

mod start;

pub use start::{__path_start, start};
