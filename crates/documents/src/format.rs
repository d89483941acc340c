//! How figures and dates are written for people: `$2,500.00`, `100,000 minutes`, `1–31 October 2025`.
//!
//! English, and the same on every surface, so pages, papers and terminals never disagree about a figure.

mod dates;
mod numbers;
mod words;

pub use dates::{correction_days, date, days};
pub use numbers::{group, money, percent, plain, price, quantity};
pub use words::{counted, initials, plural, printable, unit};

pub(crate) use numbers::{minor, ungrouped};

/// U+2212: as wide as a digit, unlike the hyphen.
pub const MINUS: char = '\u{2212}';

#[cfg(test)]
mod tests;
