//! Invoices: issued bills.

mod close;
mod list;
mod read;
mod shape;
mod verify;

pub use close::{__path_close, close};
pub use list::{__path_list, list};
pub use read::{__path_read, read};
pub use shape::{Invoice, InvoiceSummary};
pub use verify::{__path_verify, verify};
