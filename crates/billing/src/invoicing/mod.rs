//! The bill of a period, and closing it into an invoice.

mod bill;
mod charged;
mod close;
mod due;
mod pieces;
mod quantity;
mod settle;
mod words;

pub use bill::{Bill, BillError, Costs, Line, LineCost, LineKind, Rated, bill};
pub use close::{CloseError, CloseFacts, Closing, Earlier, Inputs, Invoice, close};
pub use settle::ROUNDING_PRODUCT;
