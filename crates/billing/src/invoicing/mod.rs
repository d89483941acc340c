//! The bill of a period, and closing it into an invoice.

mod bill;
mod close;

pub use bill::{Bill, BillError, Costs, Line, LineCost, LineKind, Rated, bill};
pub use close::{CloseError, CloseFacts, Closing, Earlier, Inputs, Invoice, close};
