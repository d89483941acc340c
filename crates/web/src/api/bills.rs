//! Bills that are not invoices yet.

mod read;
mod shape;

pub use read::{__path_read, read};
pub use shape::{Bill, BillWithMargin, Span};
