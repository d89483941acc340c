//! Events = running totals = invoices = ledger.

mod read;

pub use read::{__path_read, read};
