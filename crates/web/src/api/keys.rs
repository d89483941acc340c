//! API keys.

mod create;

pub use create::{__path_create, create};
