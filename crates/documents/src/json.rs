//! Bills for programs, and the bytes that *are* an invoice.

mod bill;
mod invoice;

pub use bill::bill_json;
pub use invoice::{FORMAT, ReadError, invoice_from_json, invoice_json};

#[cfg(test)]
mod tests;
