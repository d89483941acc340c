//! From events to an invoice, as pure functions: usage → rating → bill → closing.
//!
//! Nothing here asks for the time, a database or a random number, so the same inputs give the same bytes for ever.

#![warn(clippy::float_arithmetic)]

pub mod invoicing;
pub mod rating;
pub mod usage;

#[cfg(test)]
mod testing;
