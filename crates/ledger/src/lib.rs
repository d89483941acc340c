//! Double entry: a transaction sums to zero in each currency, or it does not exist.
//!
//! What happened is a [`Transaction`]: postings to [`Account`]s, debits positive, credits negative. The only way to
//! have one is [`Transaction::new`], which refuses what does not balance, so nothing downstream has to ask. There
//! is no way to change one: a mistake is undone by [`Transaction::reversed`], another transaction.
//!
//! An issued invoice is one transaction:
//!
//! ```text
//! 2025-11-01 INV-000042 ABC Solar
//!     assets:receivable:abc-solar     3580.00 USD
//!     income:revenue:platform         -500.00 USD
//!     income:revenue:minutes         -3080.00 USD
//!     expenses:cost:minutes           1000.00 USD
//!     liabilities:accrued:instacall  -1000.00 USD
//! ```
//!
//! What the tenant owes is a debit against what was earned, product by product; what rounding the invoice left over
//! is income of its own; what it cost us is a debit against what we owe vendors and have not been billed for yet. A
//! credit, with a negative total, is the same with the signs turned.
//!
//! Pure: no clock, no database. Balances are folds over postings; the store keeps the postings and sums them.

#![warn(clippy::float_arithmetic)]

mod account;
mod text;
mod transaction;

pub use account::Account;
pub use transaction::{LedgerError, Posting, Transaction};
