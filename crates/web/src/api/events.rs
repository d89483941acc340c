//! Events on their way in.

mod binary;
mod receipt;
mod send;

pub use receipt::EventReceipt;
pub use send::{__path_send, send};
