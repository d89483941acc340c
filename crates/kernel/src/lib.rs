//! The words every other crate speaks: exact amounts, money, periods, ids, error kinds, and who may do what.
//!
//! Pure: no clock, no socket, no file, no randomness. Time and entropy come in through [`Clock`] and [`Entropy`].

#![warn(clippy::float_arithmetic)]

pub mod access;
pub mod clock;
pub mod error;
pub mod exact;
pub mod id;
pub mod money;
pub mod period;
pub mod time;

pub use access::{Action, Can, Role};
pub use clock::{Clock, Entropy};
pub use error::Kind;
pub use exact::{Exact, Overflow};
pub use money::{Currency, Money, Rounding, RoundingMode};
pub use period::Period;
pub use rust_decimal::Decimal;
