//! Usage by day.

mod read;

pub use read::{__path_read, read};
