//! A client's pages: its bill, its invoices, the business's brand. Nothing else.

pub mod bill;
pub mod invoice;
