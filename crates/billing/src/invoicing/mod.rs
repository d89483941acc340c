//! The bill of a period, and closing it into an invoice.

mod bill;
mod charged;
mod close;
mod correct;
mod due;
mod pieces;
mod post;
mod quantity;
mod settle;
mod words;

pub use bill::{Bill, BillError, Costs, Line, LineCost, LineKind, Rated, bill};
pub use close::{CloseError, CloseFacts, Closing, Earlier, Inputs, Invoice, close, invoice_number};
pub use post::UNNAMED_VENDOR;
pub use settle::ROUNDING_PRODUCT;
