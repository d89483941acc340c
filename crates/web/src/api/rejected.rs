//! Events that were not accepted.

mod list;
mod replay;

pub use list::{__path_list, list};
pub use replay::{__path_replay, replay};
